//! The codes of the rules.

pub mod cluster;
pub mod machines;
pub mod network;

pub use cluster::*;
pub use machines::*;
pub use network::*;

use crate::diag::Code;

/// The codes by subject.
pub const ALL: &[&[Code]] = &[cluster::ALL, network::ALL, machines::ALL];

/// The rules that only an account can decide: without one the facts know nothing of what they look for.
pub const NEED_ACCOUNT: &[Code] = &[
    UNKNOWN_VPC,
    UNKNOWN_SUBNET_ID,
    UNKNOWN_NAT_GATEWAY,
    UNKNOWN_ADDRESS,
    HOSTED_ZONE,
    UNKNOWN_MACHINE_TYPE,
    UNKNOWN_IMAGE,
    CONFIG_BASE_FOLDER,
];

/// The rules that ask for what may still follow: a cluster's groups can be stored after it, one at a time.
pub const MAY_FOLLOW: &[Code] = &[NO_CONTROL_PLANE, NO_NODES, ETCD_GROUP];
