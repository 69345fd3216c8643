//! The keys of the tags that say whose a resource is and what for: the planner, the cloud controller and kops itself rely on
//! them.

use std::collections::BTreeMap;

use super::Role;

/// The resource's own name.
pub const NAME: &str = "Name";
/// The cluster that a resource belongs to.
pub const CLUSTER: &str = "KubernetesCluster";
/// How controllers that do not give [`CLUSTER`] name the cluster of what they make: the AWS Load Balancer Controller, and the networking
/// of Amazon VPC.
pub const CONTROLLERS_CLUSTER: [&str; 2] = ["elbv2.k8s.aws/cluster", "cluster.k8s.amazonaws.com/name"];
/// Before the cluster's name, in the tag that says whether the cluster owns a resource.
pub const OWNERSHIP_PREFIX: &str = "kubernetes.io/cluster/";
/// What a route table is for: `public`, or `private-<zone>`.
pub const ROUTE_TABLE_ROLE: &str = "kubernetes.io/kops/role";
/// The NAT gateway of others that a route table leads to, by id: kops deletes those of route tables without it.
pub const SHARED_NAT_GATEWAY: &str = "AssociatedNatgateway";
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
/// The roles of a machine of the control plane, today's and the older. Machines and volumes carry both.
pub const CONTROL_PLANE_ROLES: [&str; 2] = ["control-plane", "master"];
/// What every key of kops's own begins with.
pub const KOPS_PREFIX: &str = "kops.k8s.io/";
/// On an instance that was detached from its group, so that it is replaced before it ends; the value is the name of the group.
pub const DETACHED: &str = "kops.k8s.io/detached-from-asg";
/// The mark of what must not be deleted, with the value `true`: an annotation or a label of a cluster or an instance group, and
/// the tag that resources get by it.
pub const PROTECTED: &str = "kops-core.io/protected";
/// The annotation of a stored cluster or instance group that names the apply set that it was applied with last.
pub const APPLY_SET: &str = "kops-core.io/applyset";
/// How many times kops made a load balancer or target group anew.
pub const REVISION: &str = "kops.k8s.io/revision";
/// What keys begin with that only AWS writes.
pub const AWS_PREFIX: &str = "aws:";

/// Returns the key of the tag that says whether a cluster owns a resource.
pub fn ownership_key(cluster: &str) -> String {
    format!("{OWNERSHIP_PREFIX}{cluster}")
}

/// True for tags that name a cluster, as its own or as one that shares the resource.
pub fn name_cluster(tags: &BTreeMap<String, String>, cluster: &str) -> bool {
    let names = |key: &str| tags.get(key).is_some_and(|value| value == cluster);
    names(CLUSTER) || CONTROLLERS_CLUSTER.into_iter().any(names) || tags.contains_key(&ownership_key(cluster))
}

/// True for tags that say that a resource was made for a cluster, or by its cloud controller manager.
pub fn say_owned(tags: &BTreeMap<String, String>, cluster: &str) -> bool {
    let has = |key: &str, value: &str| tags.get(key).is_some_and(|found| found == value);
    has(CLUSTER, cluster) || has(&ownership_key(cluster), "owned")
}

/// Returns the names of a role in tags.
pub fn role_names(role: Role) -> &'static [&'static str] {
    match role {
        Role::Master => &CONTROL_PLANE_ROLES,
        Role::ApiServer => &["apiserver"],
        Role::Node => &["node"],
        Role::Bastion => &["bastion"],
    }
}

/// Returns the role that tags say a machine has.
pub fn role(tags: &BTreeMap<String, String>) -> Option<Role> {
    let mut roles = [Role::Master, Role::ApiServer, Role::Node, Role::Bastion].into_iter();
    roles.find(|role| role_names(*role).iter().any(|name| tags.contains_key(&role_key(name))))
}

/// Returns the key of the tag that says that a machine has a role.
pub fn role_key(role: &str) -> String {
    format!("{ROLE_PREFIX}{role}")
}
