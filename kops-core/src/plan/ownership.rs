//! Whose a resource in the account is: by its tags, or where it has none, by what it is a part of.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Plan;
use super::identity::tag;
use crate::graph::Graph;
use crate::naming::{Names, tags};
use crate::resource::Kind;
use crate::state::StoreView;

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

    /// The folders of the state store that hold nothing but the cluster's files.
    pub(super) fn folders(&self) -> Vec<&'static str> {
        self.graph.map(StoreView::folders).unwrap_or_default()
    }

    /// True for a tag by which a controller says what it made something for. What the spec puts on everything says nothing.
    fn is_mark(&self, key: &str) -> bool {
        is_mark(key) && !self.marks.get_or_init(|| self.own_marks()).contains(key)
    }

    fn own_marks(&self) -> BTreeSet<String> {
        let mut marks = BTreeSet::new();
        for node in self.graph.into_iter().flat_map(|graph| graph.nodes.values()) {
            if let Some(Value::Object(tags)) = node.resource.to_value().get("tags") {
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
pub(super) fn by_tags(claim: &Claim<'_>, kind: Kind, fields: &Map<String, Value>) -> Owner {
    let tags = match fields.get("tags") {
        Some(Value::Object(tags)) if !tags.is_empty() => tags,
        _ => return by_name(claim.cluster, kind, fields),
    };
    let cluster = claim.cluster;
    let mark = tag(fields, &tags::ownership_key(cluster));
    let name = tag(fields, tags::CLUSTER);
    if mark == Some("shared") {
        return Owner::Shared;
    }
    if let Some(other) = name.filter(|name| *name != cluster) {
        return Owner::Other(other.to_owned());
    }
    if mark != Some("owned") && name.is_none() {
        let owned = |(key, value): (&String, &Value)| {
            Some(key.strip_prefix(tags::OWNERSHIP_PREFIX)?.to_owned()).filter(|_| *value == "owned")
        };
        return tags.iter().find_map(owned).map_or(Owner::Unsaid, Owner::Other);
    }
    let for_etcd = tags.keys().any(|key| key.starts_with(tags::ETCD_PREFIX));
    let by_controller = tags.keys().any(|key| claim.is_mark(key));
    if name.is_none() || by_controller || (kind == Kind::Volume && !for_etcd) { Owner::Workload } else { Owner::Spec }
}

/// Returns whose a resource is that has no tags, of the kinds whose tags AWS does not show with them: by a name that only
/// this cluster's can have.
fn by_name(cluster: &str, kind: Kind, fields: &Map<String, Value>) -> Owner {
    let names = Names::new(cluster);
    let name = fields.get("name").and_then(Value::as_str).unwrap_or_default();
    let is_owned = match kind {
        Kind::DnsRecord => {
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            name.strip_suffix(&cluster.to_ascii_lowercase()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        }
        Kind::Queue => name == names.queue(),
        Kind::EventRule => name.strip_prefix(&names.event_rule("")).is_some_and(|event| !event.contains(['-', '.'])),
        _ => false,
    };
    match kind {
        _ if !is_owned => Owner::Unsaid,
        // Records that stand for no load balancer hold addresses, which dns-controller publishes.
        Kind::DnsRecord if !fields.contains_key("alias") => Owner::Workload,
        _ => Owner::Spec,
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

/// Returns whose a resource without tags is. `whole` tells whose the resource is that a field names.
///
/// - Hooks, policies inside a role: those with kops's names are the cluster's; people add their own.
/// - Managed policies attached to the cluster's roles, listeners, targets of rules, warm pools, further ranges of a VPC: as
///   what they are a part of.
/// - Routes: the cluster's where both table and target are; people and controllers add their own.
/// - Which table a subnet uses: as the table.
/// - Records whose name is not below the cluster's: as the load balancer that they stand for.
/// - Where a hosted zone answers: nobody can tell who let it, so it stays as long as the VPC.
pub(super) fn of_part(kind: Kind, fields: &Map<String, Value>, whole: &dyn Fn(&str) -> Owner) -> Owner {
    let text = |field: &str| fields.get(field).and_then(Value::as_str).unwrap_or_default();
    match kind {
        Kind::RolePolicy => {
            let (role, name) = (text("role"), text("name"));
            let ours = name == role || name.strip_prefix("additional.") == Some(role);
            if ours { whole("role") } else { Owner::Unsaid }
        }
        Kind::LifecycleHook => {
            let name = text("name");
            let ours = name == "kops-warmpool" || name.ends_with("-NTHLifecycleHook");
            if ours { whole("group") } else { Owner::Unsaid }
        }
        Kind::Route if whole("target") == Owner::Spec => whole("route_table"),
        Kind::RouteTableAssociation => whole("route_table"),
        Kind::DnsRecord => whole("alias"),
        Kind::DhcpOptionsAssociation => whole("dhcp_options"),
        Kind::VpcCidrBlock => whole("vpc"),
        Kind::RolePolicyAttachment => whole("role"),
        Kind::Listener => whole("load_balancer"),
        Kind::WarmPool => whole("group"),
        Kind::EventTarget => whole("rule"),
        _ => Owner::Unsaid,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{Builder, Origin};
    use crate::resource::{Resource, Vpc};

    #[test]
    fn tags_tell_whose_something_is() {
        let (owned, shared) = (("kubernetes.io/cluster/demo", "owned"), ("kubernetes.io/cluster/demo", "shared"));
        let (name, other) = (("KubernetesCluster", "demo"), ("KubernetesCluster", "demo2"));
        let others = ("kubernetes.io/cluster/demo2", "owned");
        let (service, etcd) = (("kubernetes.io/service-name", "a/b"), ("k8s.io/etcd/main", "a/a"));
        let (lb, volume) = (Kind::NetworkLoadBalancer, Kind::Volume);
        for (kind, tags, expected) in [
            (lb, &[owned, name][..], Owner::Spec),
            (lb, &[name], Owner::Spec),
            (lb, &[owned], Owner::Workload),
            (lb, &[owned, name, service], Owner::Workload),
            (lb, &[shared, name], Owner::Shared),
            (lb, &[shared], Owner::Shared),
            (lb, &[other], Owner::Other("demo2".into())),
            (lb, &[others], Owner::Other("demo2".into())),
            (lb, &[owned, others], Owner::Workload),
            (lb, &[("kubernetes.io/cluster/demo2", "shared")], Owner::Unsaid),
            (lb, &[], Owner::Unsaid),
            (lb, &[owned, name, ("karpenter.sh/discovery", "demo")], Owner::Spec),
            (lb, &[owned, name, ("karpenter.sh/nodepool", "a")], Owner::Workload),
            (volume, &[owned, name], Owner::Workload),
            (volume, &[owned, name, etcd], Owner::Spec),
        ] {
            let tags: Map<String, Value> = tags.iter().map(|(k, v)| ((*k).to_owned(), (*v).into())).collect();
            let fields = Map::from_iter([("tags".to_owned(), Value::Object(tags.clone()))]);
            assert_eq!(by_tags(&Claim::named("demo"), kind, &fields), expected, "{kind} {tags:?}");
        }
    }

    #[test]
    fn parts_that_people_add_are_theirs() {
        let whole = |_: &str| Owner::Spec;
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
        let foreign_target = |field: &str| if field == "target" { Owner::Unsaid } else { Owner::Spec };
        assert_eq!(of_part(Kind::Route, &fields(&[]), &foreign_target), Owner::Unsaid);
        assert_eq!(of_part(Kind::Route, &fields(&[]), &whole), Owner::Spec);
    }

    #[test]
    fn what_the_spec_puts_on_everything_marks_nothing() {
        let tags = [("KubernetesCluster", "demo"), ("karpenter.sh/nodepool", "a")];
        let vpc = Vpc { tags: tags.map(|(k, v)| (k.to_owned(), v.to_owned())).into(), ..Vpc::default() };
        let fields = Resource::from(vpc.clone()).to_value();
        assert_eq!(by_tags(&Claim::named("demo"), Kind::Vpc, &fields), Owner::Workload);
        let mut graph = Builder::new("demo", "us-east-2");
        graph.own("demo", vpc, Origin::default());
        let graph = graph.finish().expect("a graph");
        assert_eq!(by_tags(&Claim::of(&graph), Kind::Vpc, &fields), Owner::Spec);
    }
}
