//! Whose a resource in the account is: by its tags, or where it has none, by what it is a part of.

use serde_json::{Map, Value};

use super::identity::tag;
use crate::resource::Kind;

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

/// Returns whose a resource is by its own tags.
///
/// Everything that is made for a spec has the tag `KubernetesCluster=<name>`. Controllers in the cluster mark what they make
/// with `kubernetes.io/cluster/<name>=owned` at least, and say what for.
pub(super) fn by_tags(cluster: &str, kind: Kind, fields: &Map<String, Value>) -> Owner {
    let tags = match fields.get("tags") {
        Some(Value::Object(tags)) if !tags.is_empty() => tags,
        // Records that stand for no load balancer hold addresses, which dns-controller publishes.
        _ if kind == Kind::DnsRecord && !fields.contains_key("alias") => return Owner::Workload,
        // Where AWS does not show tags, they are in a snapshot only because the cluster's scope names them.
        _ if matches!(kind, Kind::DnsRecord | Kind::Queue | Kind::EventRule) => return Owner::Spec,
        _ => return Owner::Unsaid,
    };
    let mark = tag(fields, &format!("kubernetes.io/cluster/{cluster}"));
    let name = tag(fields, "KubernetesCluster");
    if mark == Some("shared") {
        return Owner::Shared;
    }
    if let Some(other) = name.filter(|name| *name != cluster) {
        return Owner::Other(other.to_owned());
    }
    if mark != Some("owned") && name.is_none() {
        return Owner::Unsaid;
    }
    let for_etcd = tags.keys().any(|key| key.starts_with("k8s.io/etcd/"));
    let by_controller = tags.keys().any(|key| MARKS.iter().any(|mark| key.starts_with(mark)));
    if name.is_none() || by_controller || (kind == Kind::Volume && !for_etcd) { Owner::Workload } else { Owner::Spec }
}

/// Tags by which controllers say what they made something for.
const MARKS: &[&str] = &[
    "kubernetes.io/service-name",
    "kubernetes.io/created-for/",
    "CSIVolume",
    "ebs.csi.aws.com/",
    "elbv2.k8s.aws/",
    "service.k8s.aws/",
    "ingress.k8s.aws/",
    "karpenter.",
];

/// Returns whose a resource without tags is. `whole` tells whose the resource is that a field names.
///
/// - Hooks, policies inside a role: those with kops's names are the cluster's; people add their own.
/// - Managed policies attached to the cluster's roles, listeners, targets of rules, warm pools, further ranges of a VPC: as
///   what they are a part of.
/// - Routes: the cluster's where both table and target are; people and controllers add their own.
/// - Which table a subnet uses: as the table.
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
            (lb, &[others], Owner::Unsaid),
            (lb, &[], Owner::Unsaid),
            (volume, &[owned, name], Owner::Workload),
            (volume, &[owned, name, etcd], Owner::Spec),
        ] {
            let tags: Map<String, Value> = tags.iter().map(|(k, v)| ((*k).to_owned(), (*v).into())).collect();
            let fields = Map::from_iter([("tags".to_owned(), Value::Object(tags.clone()))]);
            assert_eq!(by_tags("demo", kind, &fields), expected, "{kind} {tags:?}");
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
}
