//! The fields of the spec that the fields of a group's resources come from.

use super::serves_api;
use crate::diag::SpecPath;
use crate::graph::Origin;
use crate::model::Context;
use crate::resource::{AutoscalingGroup, Field, LaunchTemplate};
use crate::spec::{InstanceGroup, InstanceGroupSpec};

/// Fields of a launch template and the fields of the group that they come from.
pub(super) const TEMPLATE_FIELDS: &[(&Field, &str)] = &[
    (LaunchTemplate::ASSOCIATE_PUBLIC_IP, "spec.associatePublicIp"),
    (LaunchTemplate::CPU_CREDITS, "spec.cpuCredits"),
    (LaunchTemplate::DETAILED_MONITORING, "spec.detailedInstanceMonitoring"),
    (LaunchTemplate::EBS_OPTIMIZED, "spec.rootVolumeOptimization"),
    (LaunchTemplate::IMAGE_ID, "spec.image"),
    (LaunchTemplate::INSTANCE_PROFILE, "spec.iam.profile"),
    (LaunchTemplate::INSTANCE_TYPE, "spec.machineType"),
    (LaunchTemplate::METADATA, "spec.instanceMetadata"),
    (LaunchTemplate::SECURITY_GROUPS, "spec.additionalSecurityGroups"),
    (LaunchTemplate::SPOT, "spec.maxPrice"),
    (LaunchTemplate::TAGS, "spec.cloudLabels"),
    (LaunchTemplate::TENANCY, "spec.tenancy"),
];

/// Fields of an autoscaling group and the fields of the group that they come from.
pub(super) const GROUP_FIELDS: &[(&Field, &str)] = &[
    (AutoscalingGroup::CAPACITY_REBALANCE, "spec.capacityRebalance"),
    (AutoscalingGroup::INSTANCE_PROTECTION, "spec.instanceProtection"),
    (AutoscalingGroup::MAX_INSTANCE_LIFETIME, "spec.maxInstanceLifetime"),
    (AutoscalingGroup::MAX_SIZE, "spec.maxSize"),
    (AutoscalingGroup::MIN_SIZE, "spec.minSize"),
    (AutoscalingGroup::MIXED_INSTANCES, "spec.mixedInstancesPolicy"),
    (AutoscalingGroup::SUBNETS, "spec.subnets"),
    (AutoscalingGroup::SUSPENDED_PROCESSES, "spec.suspendProcesses"),
    (AutoscalingGroup::TAGS, "spec.cloudLabels"),
];

pub(super) fn origin(
    context: &Context<'_>,
    group: &InstanceGroup,
    reason: String,
    fields: &[(&Field, &str)],
) -> Origin {
    let object = group.reference();
    let origin = Origin::new(reason, object.field("spec"));
    fields.iter().fold(origin, |origin, (field, path)| {
        let of_cluster = cluster_field(context, group, field);
        origin.field(field, of_cluster.unwrap_or_else(|| object.field(*path)))
    })
}

/// The field of the cluster that a field of a group's resources comes from, where the group itself says nothing about it.
fn cluster_field(context: &Context<'_>, group: &InstanceGroup, field: &Field) -> Option<SpecPath> {
    let cluster = context.spec();
    let from_cluster = match field.name {
        name if name == LaunchTemplate::SECURITY_GROUPS.name => {
            let is_behind = group.spec.role.is_some_and(serves_api) && context.uses_network_load_balancer();
            let own = !group.spec.additional_security_groups.is_empty() || group.spec.security_group_override.is_some();
            (is_behind && !own).then_some("spec.api.loadBalancer.additionalSecurityGroups")
        }
        name if name == AutoscalingGroup::TAGS.name && group.spec.cloud_labels.is_empty() => {
            (!cluster.cloud_labels.is_empty()).then_some("spec.cloudLabels")
        }
        _ => None,
    };
    from_cluster.map(|field| context.path(field))
}

/// The field that the volumes of a group come from, where just one of those that describe them was written.
pub(super) fn volume_field(group: &InstanceGroupSpec) -> Option<&'static str> {
    let fields = [
        ("spec.rootVolumeSize", group.root_volume_size.is_some()),
        ("spec.rootVolumeType", group.root_volume_type.is_some()),
        ("spec.rootVolumeIops", group.root_volume_iops.is_some()),
        ("spec.rootVolumeThroughput", group.root_volume_throughput.is_some()),
        ("spec.rootVolumeEncryption", group.root_volume_encryption.is_some()),
        ("spec.rootVolumeEncryptionKey", group.root_volume_encryption_key.is_some()),
        ("spec.volumes", !group.volumes.is_empty()),
    ];
    let mut written = fields.into_iter().filter(|(_, is_written)| *is_written);
    let (only, _) = written.next()?;
    written.next().is_none().then_some(only)
}
