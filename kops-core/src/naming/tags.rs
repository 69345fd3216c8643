//! The tags of everything that a cluster makes, made in this place only.
//!
//! In: the cluster and a resource's name. Out: tags as kops writes them: they say whose a resource is, which the planner, the
//! cloud controller and kops itself rely on. Labels of the user never hide them.

use super::node_labels::{Taint, node_labels};
use crate::resource::Tags;
use crate::spec::{Cluster, InstanceGroup, Role};

/// The resource's own name.
pub const NAME: &str = "Name";
/// The cluster that a resource belongs to.
pub const CLUSTER: &str = "KubernetesCluster";
/// Before the cluster's name, in the tag that says whether the cluster owns a resource.
pub const OWNERSHIP_PREFIX: &str = "kubernetes.io/cluster/";
/// What a route table is for: `public`, or `private-<zone>`.
pub const ROUTE_TABLE_ROLE: &str = "kubernetes.io/kops/role";
/// The type of a subnet in the spec.
pub const SUBNET_TYPE: &str = "SubnetType";
/// On subnets that public load balancers may use.
pub const PUBLIC_LOAD_BALANCERS: &str = "kubernetes.io/role/elb";
/// On subnets that internal load balancers may use.
pub const INTERNAL_LOAD_BALANCERS: &str = "kubernetes.io/role/internal-elb";
/// Before the name of a group, on subnets that Karpenter may use for it.
pub const KARPENTER_GROUP_PREFIX: &str = "kops.k8s.io/instance-group/";
/// The instance group of a machine.
pub const INSTANCE_GROUP: &str = "kops.k8s.io/instancegroup";
/// Before the role of a machine.
pub const ROLE_PREFIX: &str = "k8s.io/role/";
/// Before the name of an etcd cluster, on the volumes of its members.
pub const ETCD_PREFIX: &str = "k8s.io/etcd/";
/// Before a label that a group's nodes will have.
pub const NODE_LABEL_PREFIX: &str = "k8s.io/cluster-autoscaler/node-template/label/";
/// Before the key of a taint that a group's nodes will have.
pub const NODE_TAINT_PREFIX: &str = "k8s.io/cluster-autoscaler/node-template/taint/";
/// The service account that an IAM role is for.
pub const SERVICE_ACCOUNT_NAME: &str = "service-account.kops.k8s.io/name";
/// The namespace of the service account; `wildcard` stands for `*`.
pub const SERVICE_ACCOUNT_NAMESPACE: &str = "service-account.kops.k8s.io/namespace";

/// Returns the tags of a resource that the cluster owns.
pub fn owned(cluster: &Cluster, name: impl Into<String>) -> Tags {
    let mut tags: Tags = cluster.spec.cloud_labels.clone();
    tags.insert(NAME.to_owned(), name.into());
    tags.insert(CLUSTER.to_owned(), cluster.name().to_owned());
    tags.insert(ownership_key(cluster.name()), "owned".to_owned());
    tags
}

/// Returns the tags of a group's autoscaling group, launch template, instances and their volumes.
///
/// Beside those of [`owned`]: the labels of the group, which may rename its instances; the labels and taints of its nodes,
/// by which the cluster autoscaler knows what a node would be; and what kops-controller trusts to tell a node's role.
pub fn instances(cluster: &Cluster, groups: &[InstanceGroup], group: &InstanceGroup, name: &str) -> Tags {
    let mut tags = owned(cluster, name);
    let labels = group.spec.cloud_labels.iter();
    let own = labels.filter(|(key, _)| *key != CLUSTER && **key != ownership_key(cluster.name()));
    tags.extend(own.map(|(key, value)| (key.clone(), value.clone())));
    if let Some(handler) = cluster.spec.node_termination_handler.as_ref().filter(|handler| handler.works_by_queue())
        && let Some(managed) = handler.managed_asg_tag.clone().filter(|key| !key.is_empty())
    {
        tags.entry(managed).or_default();
    }
    for (label, value) in node_labels(cluster, groups, group) {
        tags.insert(format!("{NODE_LABEL_PREFIX}{label}"), value);
    }
    for taint in group.spec.taints.iter().filter_map(|taint| Taint::parse(taint)) {
        tags.insert(format!("{NODE_TAINT_PREFIX}{}", taint.key), format!("{}:{}", taint.value, taint.effect));
    }
    let roles: &[&str] = match group.spec.role {
        // Control planes have both names, because etcd-manager and policies of old clusters look for the old one.
        Some(Role::Master) => &["master", "control-plane"],
        Some(Role::ApiServer) => &["apiserver"],
        Some(Role::Node) => &["node"],
        Some(Role::Bastion) => &["bastion"],
        None => &[],
    };
    tags.extend(roles.iter().map(|role| (format!("{ROLE_PREFIX}{role}"), "1".to_owned())));
    tags.insert(INSTANCE_GROUP.to_owned(), group.name().to_owned());
    tags
}

/// Returns the tags of the IAM role of a service account.
pub fn service_account(cluster: &Cluster, role: &str, namespace: &str, account: &str) -> Tags {
    let mut tags = owned(cluster, role);
    tags.insert(SERVICE_ACCOUNT_NAME.to_owned(), account.to_owned());
    tags.insert(SERVICE_ACCOUNT_NAMESPACE.to_owned(), namespace.replace('*', "wildcard"));
    tags
}

/// Returns the key of the tag that says whether a cluster owns a resource.
pub fn ownership_key(cluster: &str) -> String {
    format!("{OWNERSHIP_PREFIX}{cluster}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{InstanceGroupSpec, NodeTerminationHandler, ObjectMeta};

    #[test]
    fn labels_are_added_and_hide_nothing() {
        let mut cluster = Cluster { metadata: ObjectMeta::named("demo.example.com"), ..Cluster::default() };
        cluster.spec.cloud_labels = [("owner", "me"), ("Name", "mine")].map(|(k, v)| (k.into(), v.into())).into();
        let tags: Vec<(String, String)> = owned(&cluster, "a.demo.example.com").into_iter().collect();
        let expected = [
            ("KubernetesCluster", "demo.example.com"),
            ("Name", "a.demo.example.com"),
            ("kubernetes.io/cluster/demo.example.com", "owned"),
            ("owner", "me"),
        ];
        assert_eq!(tags, expected.map(|(k, v)| (k.to_owned(), v.to_owned())));
    }

    #[test]
    fn instances_say_what_their_nodes_will_be() {
        let mut cluster = Cluster { metadata: ObjectMeta::named("demo"), ..Cluster::default() };
        cluster.spec.cloud_labels.insert("owner".into(), "cluster".into());
        cluster.spec.node_termination_handler = Some(NodeTerminationHandler {
            enabled: Some(true),
            managed_asg_tag: Some("managed".into()),
            ..NodeTerminationHandler::default()
        });
        let labels = [("owner", "group"), ("Name", "mine"), ("KubernetesCluster", "other"), ("managed", "kept")];
        let group = InstanceGroup {
            metadata: ObjectMeta::named("gpu"),
            spec: InstanceGroupSpec {
                role: Some(Role::Node),
                cloud_labels: labels.map(|(k, v)| (k.into(), v.into())).into(),
                taints: vec!["gpu=yes:NoSchedule".into(), "damaged".into()],
                ..InstanceGroupSpec::default()
            },
        };
        let tags = instances(&cluster, &[], &group, "gpu.demo");
        let tags: Vec<(&str, &str)> = tags.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        let expected = [
            ("KubernetesCluster", "demo"),
            ("Name", "mine"),
            ("k8s.io/cluster-autoscaler/node-template/label/node-role.kubernetes.io/node", ""),
            ("k8s.io/cluster-autoscaler/node-template/taint/gpu", "yes:NoSchedule"),
            ("k8s.io/role/node", "1"),
            ("kops.k8s.io/instancegroup", "gpu"),
            ("kubernetes.io/cluster/demo", "owned"),
            ("managed", "kept"),
            ("owner", "group"),
        ];
        assert_eq!(tags, expected);
    }
}
