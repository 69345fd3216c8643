//! The codes of what keeps options from becoming a cluster.

use crate::diag::Code;

/// No name.
pub const NAME: Code = Code::new("create/name", "The name of a new cluster is not given.");
/// No zones.
pub const ZONES: Code = Code::new("create/zones", "A new cluster has no availability zones.");
/// Fewer control-plane nodes than zones for them.
pub const CONTROL_PLANE_COUNT: Code =
    Code::new("create/control-plane-count", "There are fewer control-plane nodes than zones for them.");
/// A bastion in a public topology.
pub const BASTION: Code = Code::new("create/bastion", "A bastion is asked for in a cluster with public subnets.");
/// kubenet in a private topology.
pub const KUBENET: Code = Code::new("create/kubenet", "kubenet is asked for in a cluster with private subnets.");
/// Karpenter without a discovery store.
pub const KARPENTER: Code = Code::new("create/karpenter", "Karpenter is asked for without a discovery store.");
/// A feature gate without a name.
pub const FEATURE_GATE: Code = Code::new("create/feature-gate", "A feature gate has no name.");
/// A shared subnet that is not in the VPC.
pub const UNKNOWN_SUBNET: Code = Code::new("create/unknown-subnet", "A shared subnet is not in the cluster's VPC.");
/// Two shared subnets of one zone.
pub const SUBNET_ZONE: Code = Code::new("create/subnet-zone", "Two shared subnets are in the same availability zone.");

/// An instance group that exists.
pub const GROUP_EXISTS: Code = Code::new("create/group-exists", "The cluster has an instance group of that name.");
/// A subnet that the cluster does not have.
pub const GROUP_SUBNET: Code =
    Code::new("create/group-subnet", "A new instance group is asked for in a subnet that the cluster does not have.");
/// A zone in which the cluster has no subnet.
pub const GROUP_ZONE: Code =
    Code::new("create/group-zone", "A new instance group is asked for in a zone in which the cluster has no subnet.");

/// Every code of this module.
pub const ALL: &[Code] = &[
    NAME,
    ZONES,
    CONTROL_PLANE_COUNT,
    BASTION,
    KUBENET,
    KARPENTER,
    FEATURE_GATE,
    UNKNOWN_SUBNET,
    SUBNET_ZONE,
    GROUP_EXISTS,
    GROUP_SUBNET,
    GROUP_ZONE,
];
