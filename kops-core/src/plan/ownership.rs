//! Whose a resource in the account is: by its tags, or where it has none, by what it is a part of.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Plan;
use super::identity::tag;
use crate::graph::Graph;
use crate::naming::{Names, Role, tags};
use crate::resource::{Field, Kind, NameRule, PartOwner, Resource, SecurityGroupRule};
use crate::state::{StoreView, is_below};

/// Whose a resource in the account is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// The cluster's: made for a spec, by kops or by us.
    Spec,
    /// The cluster's: made by controllers that run in it, for a service or a claim. It goes only with the cluster.
    Workload,
    /// Others own it, and the cluster may use it.
    Shared,
    /// Another cluster's.
    Other(String),
    /// It says nothing about that.
    Unsaid,
}

/// What tells the things of a cluster from those of others.
#[derive(Debug)]
pub(super) struct Claim<'a> {
    pub(super) cluster: &'a str,
    graph: Option<&'a Graph>,
    marks: OnceCell<BTreeSet<String>>,
}

impl<'a> Claim<'a> {
    /// What a cluster claims that should be what a graph says.
    pub(super) fn of(graph: &'a Graph) -> Self {
        Self { cluster: &graph.cluster, graph: Some(graph), marks: OnceCell::new() }
    }

    /// What the cluster of a plan claims.
    pub(super) fn of_plan(plan: &'a Plan) -> Self {
        Self { cluster: &plan.cluster, graph: None, marks: OnceCell::from(plan.own_marks.clone()) }
    }

    /// What a cluster claims of which no more than the name is known.
    #[cfg(test)]
    pub(super) fn named(cluster: &'a str) -> Self {
        Self { cluster, graph: None, marks: OnceCell::new() }
    }

    /// The marks of the spec's own, where something in the account had a mark; otherwise they made no difference.
    pub(super) fn marks_in_use(self) -> BTreeSet<String> {
        self.marks.into_inner().unwrap_or_default()
    }

    /// The objects, by their keys, that are deleted where the graph does not have them: those in folders of the state store that hold
    /// nothing but the cluster's files, and the discovery documents of its service accounts.
    pub(super) fn objects(&self) -> impl Fn(&str) -> bool {
        let folders = self.graph.map(StoreView::folders).unwrap_or_default();
        let kept = self.graph.map(|graph| &graph.kept_objects);
        move |key| {
            let is_obsolete = folders.iter().any(|folder| is_below(key, folder)) || StoreView::may_be_public(key);
            is_obsolete && !kept.is_some_and(|kept| kept.contains(key))
        }
    }

    /// True for a tag by which a controller says what it made something for. What the spec puts on everything says nothing.
    fn is_mark(&self, key: &str) -> bool {
        is_mark(key) && !self.marks.get_or_init(|| self.own_marks()).contains(key)
    }

    fn own_marks(&self) -> BTreeSet<String> {
        let mut marks = BTreeSet::new();
        for node in self.graph.into_iter().flat_map(|graph| graph.nodes.values()) {
            if let Some(tags) = node.resource.tags() {
                marks.extend(tags.keys().filter(|key| is_mark(key)).cloned());
            }
        }
        marks
    }
}

/// Returns whose a resource is by its own tags.
///
/// Everything that is made for a spec has the tag `KubernetesCluster=<name>`. Controllers in the cluster mark what they make
/// with `kubernetes.io/cluster/<name>=owned` at least, and say what for.
pub(super) fn by_tags(claim: &Claim<'_>, resource: &Resource) -> Owner {
    let properties = resource.kind().properties();
    let found = match resource.tags() {
        Some(found) if !found.is_empty() => found,
        _ => return by_name(claim.cluster, resource),
    };
    let cluster = claim.cluster;
    let mark = tag(resource, &tags::ownership_key(cluster));
    let name = tag(resource, tags::CLUSTER);
    if mark == Some("shared") {
        return Owner::Shared;
    }
    let by_controller = || tags::CONTROLLERS_CLUSTER.iter().find_map(|key| tag(resource, key));
    let named = name.or_else(by_controller);
    if let Some(other) = named.filter(|name| *name != cluster) {
        return Owner::Other(other.to_owned());
    }
    if mark != Some("owned") && named.is_none() {
        let owned = |(key, value): (&String, &String)| {
            Some(key.strip_prefix(tags::OWNERSHIP_PREFIX)?.to_owned()).filter(|_| value == "owned")
        };
        return found.iter().find_map(owned).map_or(Owner::Unsaid, Owner::Other);
    }
    let unmarked = |prefix: &str| !found.keys().any(|key| key.starts_with(prefix));
    let by_controller = found.keys().any(|key| claim.is_mark(key));
    let workload = name.is_none()
        || by_controller
        || properties.made_in_cluster
        || properties.workload_without_tag.is_some_and(unmarked);
    if workload { Owner::Workload } else { Owner::Spec }
}

/// Returns whose a resource is that has no tags, of the kinds that AWS finds by name: by a name that only this cluster's can have.
fn by_name(cluster: &str, resource: &Resource) -> Owner {
    let properties = resource.kind().properties();
    let Some(NameRule { field, is_clusters }) = properties.clusters_name else { return Owner::Unsaid };
    let fields = resource.to_value();
    match properties.workload_without {
        _ if !is_clusters(field.text(&fields).unwrap_or_default(), cluster) => Owner::Unsaid,
        Some(field) if field.of(&fields).is_none() => Owner::Workload,
        _ => Owner::Spec,
    }
}

/// Says by which tag something is taken for what a controller in the cluster made: one that is missing, or one that is there.
pub(super) fn why_workload(cluster: &str, resource: &Resource) -> String {
    if tag(resource, tags::CLUSTER).is_none() {
        let missing = format!("{}={cluster}", tags::CLUSTER);
        return format!("it has no tag `{missing}`, which everything has that is made for the spec");
    }
    let mark = resource.tags().and_then(|tags| tags.keys().find(|key| is_mark(key)));
    match (mark, resource.kind().properties().workload_without_tag) {
        (Some(key), _) => format!("it has the tag `{key}`"),
        (None, prefix) => {
            format!("it has no tag `{}…`, by which the cluster's own are known", prefix.unwrap_or_default())
        }
    }
}

/// Tags by which controllers say what they made something for. People give others that begin as Karpenter's do, such as
/// `karpenter.sh/discovery`, so those are named one by one.
fn is_mark(key: &str) -> bool {
    const BEGINNINGS: &[&str] = &[
        "kubernetes.io/service-name",
        "kubernetes.io/created-for/",
        "CSIVolume",
        "ebs.csi.aws.com/",
        "elbv2.k8s.aws/",
        "service.k8s.aws/",
        "ingress.k8s.aws/",
    ];
    const KARPENTER: &[&str] = &[
        "karpenter.sh/nodepool",
        "karpenter.sh/nodeclaim",
        "karpenter.sh/provisioner-name",
        "karpenter.sh/managed-by",
        "karpenter.k8s.aws/cluster",
        "karpenter.k8s.aws/ec2nodeclass",
    ];
    BEGINNINGS.iter().any(|beginning| key.starts_with(beginning)) || KARPENTER.contains(&key)
}

/// Tells whether a rule without tags is one that kops makes, which gives these rules none: what tells how big packets may be
/// between a load balancer and its clients and control planes, and what lets the two reach each other. `group` and `peer` are
/// the names of security groups.
///
/// Node ports are not among them: people open the same range by hand.
pub(super) fn is_untagged_rule(cluster: &str, fields: &Map<String, Value>, group: &str, peer: Option<&str>) -> bool {
    let names = Names::new(cluster);
    let api = names.load_balancer_security_group("api");
    let protocol = SecurityGroupRule::PROTOCOL.text(fields).unwrap_or_default();
    let port = |field: &Field| fields.get(field.name).and_then(Value::as_i64);
    let ports = (port(SecurityGroupRule::FROM_PORT), port(SecurityGroupRule::TO_PORT));
    let about_sizes = protocol == "icmpv6" || (protocol == "icmp" && ports == (Some(3), Some(4)));
    let one_port = protocol == "tcp" && ports.0.is_some() && ports.0 == ports.1;
    let from = |name: &str| peer == Some(name);
    if SecurityGroupRule::DIRECTION.text(fields) == Some("egress") {
        return false;
    }
    if group == api {
        return about_sizes || (protocol == "-1" && from(&names.security_group(Role::Node)));
    }
    let on_control_plane = group == names.security_group(Role::Master) && from(&api);
    (group == names.load_balancer_security_group("bastion") && about_sizes)
        || (on_control_plane && (about_sizes || one_port))
}

/// Returns whose a resource without tags is, as its kind says. `whole` tells whose the resource is that a field names.
pub(super) fn of_part(kind: Kind, fields: &Map<String, Value>, whole: &dyn Fn(&Field) -> Owner) -> Owner {
    let text = |field: &Field| field.text(fields).unwrap_or_default();
    match kind.properties().owner {
        PartOwner::Unknown => Owner::Unsaid,
        PartOwner::Of(field) => whole(field),
        PartOwner::OfBoth(field, other) if whole(other) == Owner::Spec => whole(field),
        PartOwner::OfNamed { whole: field, name, is_ours } if is_ours(text(name), text(field)) => whole(field),
        PartOwner::OfBoth(..) | PartOwner::OfNamed { .. } => Owner::Unsaid,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{Builder, Origin};
    use crate::resource::{NetworkLoadBalancer, Route, Volume, Vpc};

    #[test]
    fn tags_tell_whose_something_is() {
        let (owned, shared) = (("kubernetes.io/cluster/demo", "owned"), ("kubernetes.io/cluster/demo", "shared"));
        let (name, other) = (("KubernetesCluster", "demo"), ("KubernetesCluster", "demo2"));
        let others = ("kubernetes.io/cluster/demo2", "owned");
        let (service, etcd) = (("kubernetes.io/service-name", "a/b"), ("k8s.io/etcd/main", "a/a"));
        let (lb, volume) = (Resource::from(NetworkLoadBalancer::default()), Resource::from(Volume::default()));
        for (resource, tags, expected) in [
            (&lb, &[owned, name][..], Owner::Spec),
            (&lb, &[name], Owner::Spec),
            (&lb, &[owned], Owner::Workload),
            (&lb, &[owned, name, service], Owner::Workload),
            (&lb, &[shared, name], Owner::Shared),
            (&lb, &[shared], Owner::Shared),
            (&lb, &[other], Owner::Other("demo2".into())),
            (&lb, &[others], Owner::Other("demo2".into())),
            (&lb, &[owned, others], Owner::Workload),
            (&lb, &[("kubernetes.io/cluster/demo2", "shared")], Owner::Unsaid),
            (&lb, &[], Owner::Unsaid),
            (&lb, &[owned, name, ("karpenter.sh/discovery", "demo")], Owner::Spec),
            (&lb, &[owned, name, ("karpenter.sh/nodepool", "a")], Owner::Workload),
            (&volume, &[owned, name], Owner::Workload),
            (&volume, &[owned, name, etcd], Owner::Spec),
        ] {
            let mut resource = resource.clone();
            *resource.tags_mut().expect("has tags") =
                tags.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
            assert_eq!(by_tags(&Claim::named("demo"), &resource), expected, "{resource:?}");
        }
    }

    #[test]
    fn parts_that_people_add_are_theirs() {
        let whole = |_: &Field| Owner::Spec;
        let fields = |pairs: &[(&str, &str)]| -> Map<String, Value> {
            pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).into())).collect()
        };
        for (kind, pairs, expected) in [
            (Kind::RolePolicy, &[("role", "nodes.demo"), ("name", "nodes.demo")][..], Owner::Spec),
            (Kind::RolePolicy, &[("role", "nodes.demo"), ("name", "additional.nodes.demo")], Owner::Spec),
            (Kind::RolePolicy, &[("role", "nodes.demo"), ("name", "by-hand")], Owner::Unsaid),
            (Kind::LifecycleHook, &[("name", "nodes-NTHLifecycleHook")], Owner::Spec),
            (Kind::LifecycleHook, &[("name", "by-hand")], Owner::Unsaid),
            (Kind::SecurityGroupRule, &[], Owner::Unsaid),
        ] {
            assert_eq!(of_part(kind, &fields(pairs), &whole), expected, "{kind} {pairs:?}");
        }
        let foreign_target = |field: &Field| if field == Route::TARGET { Owner::Unsaid } else { Owner::Spec };
        assert_eq!(of_part(Kind::Route, &fields(&[]), &foreign_target), Owner::Unsaid);
        assert_eq!(of_part(Kind::Route, &fields(&[]), &whole), Owner::Spec);
    }

    #[test]
    fn what_the_spec_puts_on_everything_marks_nothing() {
        let tags = [("KubernetesCluster", "demo"), ("karpenter.sh/nodepool", "a")];
        let vpc = Vpc { tags: tags.map(|(k, v)| (k.to_owned(), v.to_owned())).into(), ..Vpc::default() };
        let resource = Resource::from(vpc.clone());
        assert_eq!(by_tags(&Claim::named("demo"), &resource), Owner::Workload);
        let mut graph = Builder::new("demo", "us-east-2");
        graph.own("demo", vpc, Origin::default());
        let graph = graph.finish().expect("a graph");
        assert_eq!(by_tags(&Claim::of(&graph), &resource), Owner::Spec);
    }
}
