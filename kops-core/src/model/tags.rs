//! The tags of everything that a cluster makes, made in this place only.
//!
//! In: the cluster and a resource's name. Out: tags as kops writes them: they say whose a resource is, which the planner, the
//! cloud controller and kops itself rely on. Labels of the user never hide them.

use crate::resource::Tags;
use crate::spec::Cluster;

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

/// Returns the tags of a resource that the cluster owns.
pub fn owned(cluster: &Cluster, name: impl Into<String>) -> Tags {
    let mut tags: Tags = cluster.spec.cloud_labels.clone();
    tags.insert(NAME.to_owned(), name.into());
    tags.insert(CLUSTER.to_owned(), cluster.name().to_owned());
    tags.insert(ownership_key(cluster.name()), "owned".to_owned());
    tags
}

/// Returns the key of the tag that says whether a cluster owns a resource.
pub fn ownership_key(cluster: &str) -> String {
    format!("{OWNERSHIP_PREFIX}{cluster}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::ObjectMeta;

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
}
