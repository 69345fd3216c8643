//! The codes of what keeps a spec from becoming a graph.

use crate::diag::Code;
use crate::graph::DUPLICATE;

/// A shared VPC without a gateway.
pub const NO_GATEWAY: Code =
    Code::new("network/no-gateway", "A shared VPC has no internet gateway of the kind that its routes need.");
/// Several ways out of one zone.
pub const MIXED_EGRESS: Code = Code::new("network/mixed-egress", "Subnets of one zone name different ways out.");
/// A way out that is none.
pub const UNKNOWN_EGRESS: Code = Code::new("network/unknown-egress", "A subnet names a way out that is none.");
/// No subnet for a NAT gateway.
pub const NO_NAT_SUBNET: Code = Code::new("network/no-nat-subnet", "A zone has no subnet for a NAT gateway.");
/// An address that is not there.
pub const UNKNOWN_ADDRESS: Code = Code::new("network/unknown-address", "An elastic IP is not in the account.");
/// Two targets for one range.
pub const ROUTE_CONFLICT: Code =
    Code::new("network/route-conflict", "Subnets of one zone want different targets for one range.");
/// A range of node ports that is none.
pub const NODE_PORTS: Code = Code::new("network/node-ports", "A range of node ports is none.");
/// No hosted zone.
pub const NO_HOSTED_ZONE: Code =
    Code::new("dns/no-hosted-zone", "The hosted zone of the cluster's names is not there.");
/// A member of no group.
pub const UNKNOWN_GROUP: Code = Code::new("etcd/unknown-group", "An etcd member names a group that is not there.");
/// A member of no zone.
pub const ETCD_ZONE: Code = Code::new("etcd/zone", "The group of an etcd member does not stand in one zone.");
/// Too many operations for a volume.
pub const VOLUME_IOPS: Code = Code::new("etcd/volume-iops", "A volume cannot have so many operations per second.");
/// Too much throughput for a volume.
pub const VOLUME_THROUGHPUT: Code = Code::new("etcd/volume-throughput", "A volume cannot have so much throughput.");
/// Backups where they cannot be.
pub const BACKUP_STORE: Code = Code::new(
    "etcd/backup-store",
    "Backups of etcd are to be kept where they cannot be, or in a bucket that does not exist.",
);
/// An image that is not there.
pub const UNKNOWN_IMAGE: Code = Code::new("group/unknown-image", "An image is not in the region.");
/// A text that is no target group.
pub const TARGET_GROUP: Code = Code::new("group/target-group", "A text is not the ARN of a target group.");
/// A service account that is not one.
pub const ACCOUNT_WILDCARD: Code =
    Code::new("iam/service-account-wildcard", "The name of a service account has a `*`.");
/// A state store out of reach.
pub const STATE_STORE: Code = Code::new("iam/state-store", "Instances in AWS cannot reach the state store.");
/// A text that is no policy.
pub const STATEMENTS: Code = Code::new("iam/statements", "A text is not a JSON list of IAM statements.");
/// A policy that is too large.
pub const POLICY_SIZE: Code = Code::new("iam/policy-size", "A policy is larger than IAM allows.");
/// A profile of several roles.
pub const PROFILE_OF_TWO_ROLES: Code =
    Code::new("iam/profile-of-two-roles", "Groups of different roles share an instance profile.");
/// A text that is no profile.
pub const PROFILE_ARN: Code = Code::new("iam/profile-arn", "A text is not the ARN of an instance profile.");
/// User data that EC2 does not take.
pub const USER_DATA_SIZE: Code =
    Code::new("group/user-data-size", "The user data of a group is larger than EC2 allows.");
/// A file without a known hash.
pub const UNKNOWN_HASH: Code =
    Code::new("assets/unknown-hash", "The SHA-256 of a file that nodes download is not known.");
/// Several configurations of the scheduler.
pub const SCHEDULER_CONFIGURATIONS: Code =
    Code::new("scheduler/several-configurations", "The scheduler is configured by several objects.");
/// A place that keys cannot be published at.
pub const DISCOVERY_STORE: Code =
    Code::new("iam/discovery-store", "The keys of service accounts cannot be published at a place.");

/// A published addon that the source lacks.
pub const NO_ADDON_MANIFEST: Code =
    Code::new("addon/no-manifest", "The addon source has no manifest of an addon that the cluster needs.");
/// A manifest that is none.
pub const ADDON_MANIFEST: Code = Code::new("addon/manifest", "A file of the addon source is no Kubernetes manifest.");

/// Every code of this module.
pub const ALL: &[Code] = &[
    DUPLICATE,
    NO_GATEWAY,
    MIXED_EGRESS,
    UNKNOWN_EGRESS,
    NO_NAT_SUBNET,
    UNKNOWN_ADDRESS,
    ROUTE_CONFLICT,
    NODE_PORTS,
    NO_HOSTED_ZONE,
    UNKNOWN_GROUP,
    ETCD_ZONE,
    VOLUME_IOPS,
    VOLUME_THROUGHPUT,
    BACKUP_STORE,
    UNKNOWN_IMAGE,
    TARGET_GROUP,
    ACCOUNT_WILDCARD,
    STATE_STORE,
    STATEMENTS,
    POLICY_SIZE,
    PROFILE_OF_TWO_ROLES,
    PROFILE_ARN,
    USER_DATA_SIZE,
    UNKNOWN_HASH,
    SCHEDULER_CONFIGURATIONS,
    DISCOVERY_STORE,
    NO_ADDON_MANIFEST,
    ADDON_MANIFEST,
];
