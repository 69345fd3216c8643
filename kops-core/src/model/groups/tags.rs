//! The tags of instances and of what makes them.

use crate::model::node_labels::{Taint, node_labels};
use crate::model::tags::owned;
use crate::naming::tags::{
    CLUSTER, INSTANCE_GROUP, NODE_LABEL_PREFIX, NODE_TAINT_PREFIX, ownership_key, role_key, role_names,
};
use crate::resource::Tags;
use crate::spec::{Cluster, InstanceGroup};

/// Returns the tags of a group's autoscaling group, launch template, instances and their volumes.
///
/// Beside those of [`owned`]: the labels of the group, which may rename its instances; the labels and taints of its nodes,
/// by which the cluster autoscaler knows what a node would be; and what kops-controller trusts to tell a node's role.
pub(super) fn instances(cluster: &Cluster, groups: &[InstanceGroup], group: &InstanceGroup, name: &str) -> Tags {
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
    // Control planes have both names, because etcd-manager and policies of old clusters look for the old one.
    let roles = group.spec.role.map(role_names).unwrap_or_default();
    tags.extend(roles.iter().map(|role| (role_key(role), "1".to_owned())));
    tags.insert(INSTANCE_GROUP.to_owned(), group.name().to_owned());
    tags
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{InstanceGroupSpec, NodeTerminationHandler, ObjectMeta, Role};

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
