//! The labels that nodes of a group will carry: known before there is a node, so that the cluster autoscaler can choose a
//! group that has none running.

use std::collections::BTreeMap;

use crate::spec::{Cluster, InstanceGroup, Role};

/// What every control plane carries.
const CONTROL_PLANE: [&str; 3] = [
    "kops.k8s.io/kops-controller-pki",
    "node-role.kubernetes.io/control-plane",
    "node.kubernetes.io/exclude-from-external-load-balancers",
];
const API_SERVER: &str = "node-role.kubernetes.io/api-server";
const NODE: &str = "node-role.kubernetes.io/node";

/// Returns the labels of a group's nodes: those of the kubelet's configuration, of the role, and of the group, where a
/// later one wins.
///
/// Where a cluster has groups of API servers, its control planes are API servers too and say so.
pub(in crate::model) fn node_labels(
    cluster: &Cluster,
    groups: &[InstanceGroup],
    group: &InstanceGroup,
) -> BTreeMap<String, String> {
    let role = group.spec.role;
    let of_cluster = match role {
        Some(Role::Master) => &cluster.spec.master_kubelet,
        _ => &cluster.spec.kubelet,
    };
    let kubelets = [of_cluster, &group.spec.kubelet].into_iter().flatten();
    let mut labels: BTreeMap<String, String> = kubelets.flat_map(|kubelet| kubelet.node_labels.clone()).collect();

    let has_api_servers = || groups.iter().any(|group| group.spec.role == Some(Role::ApiServer));
    let of_role: &[&str] = match role {
        Some(Role::Master) => &CONTROL_PLANE,
        Some(Role::Node) => &[NODE],
        _ => &[],
    };
    labels.extend(of_role.iter().map(|label| ((*label).to_owned(), String::new())));
    if role == Some(Role::ApiServer) || (role == Some(Role::Master) && has_api_servers()) {
        labels.insert(API_SERVER.to_owned(), String::new());
    }

    labels.extend(group.spec.node_labels.clone());
    labels
}

/// A taint as a spec writes it: `key=value:effect` or `key:effect`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) struct Taint<'a> {
    /// The key.
    pub key: &'a str,
    /// The value, often empty.
    pub value: &'a str,
    /// `NoSchedule`, `PreferNoSchedule` or `NoExecute`.
    pub effect: &'a str,
}

impl<'a> Taint<'a> {
    /// Reads a taint; nothing where it has no effect or more parts than a taint has.
    pub(in crate::model) fn parse(text: &'a str) -> Option<Self> {
        let (what, effect) = text.split_once(':')?;
        let (key, value) = what.split_once('=').unwrap_or((what, ""));
        let whole = !effect.is_empty() && !effect.contains(':') && !value.contains('=');
        whole.then_some(Self { key, value, effect })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{InstanceGroupSpec, Kubelet, ObjectMeta};

    fn group(role: Role) -> InstanceGroup {
        InstanceGroup {
            metadata: ObjectMeta::named("g"),
            spec: InstanceGroupSpec { role: Some(role), ..InstanceGroupSpec::default() },
        }
    }

    fn kubelet(labels: &[(&str, &str)]) -> Option<Kubelet> {
        let node_labels = labels.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Some(Kubelet { node_labels, ..Kubelet::default() })
    }

    #[test]
    fn each_role_has_its_labels() {
        let cluster = Cluster::default();
        for (role, with_api_servers, expected) in [
            (Role::Master, false, &CONTROL_PLANE[..]),
            (Role::Master, true, &[CONTROL_PLANE[0], API_SERVER, CONTROL_PLANE[1], CONTROL_PLANE[2]]),
            (Role::ApiServer, true, &[API_SERVER]),
            (Role::Node, true, &[NODE]),
            (Role::Bastion, true, &[]),
        ] {
            let groups = if with_api_servers { vec![group(Role::ApiServer)] } else { Vec::new() };
            let labels = node_labels(&cluster, &groups, &group(role));
            assert_eq!(labels.keys().map(String::as_str).collect::<Vec<_>>(), expected, "{role}");
            assert!(labels.values().all(String::is_empty));
        }
    }

    #[test]
    fn the_group_wins_over_the_kubelet_and_the_kubelets_are_merged() {
        let mut cluster = Cluster::default();
        cluster.spec.kubelet = kubelet(&[("a", "cluster"), ("b", "cluster"), ("c", "cluster")]);
        cluster.spec.master_kubelet = kubelet(&[("m", "control planes")]);
        let mut nodes = group(Role::Node);
        nodes.spec.kubelet = kubelet(&[("b", "group's kubelet"), ("c", "group's kubelet")]);
        nodes.spec.node_labels.insert("c".into(), "group".into());
        nodes.spec.node_labels.insert(NODE.into(), "mine".into());
        let labels = node_labels(&cluster, &[], &nodes);
        let found: Vec<(&str, &str)> = labels.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(found, [("a", "cluster"), ("b", "group's kubelet"), ("c", "group"), (NODE, "mine")]);
        assert_eq!(node_labels(&cluster, &[], &group(Role::Master))["m"], "control planes");
    }

    #[test]
    fn taints_are_read() {
        for (text, expected) in [
            ("gpu=yes:NoSchedule", Some(("gpu", "yes", "NoSchedule"))),
            ("gpu:NoExecute", Some(("gpu", "", "NoExecute"))),
            ("gpu=:NoSchedule", Some(("gpu", "", "NoSchedule"))),
            ("gpu", None),
            ("gpu:", None),
            ("a=b=c:NoSchedule", None),
            ("a:b:c", None),
        ] {
            assert_eq!(Taint::parse(text).map(|t| (t.key, t.value, t.effect)), expected, "{text}");
        }
    }
}
