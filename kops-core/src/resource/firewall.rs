//! Security groups and their rules.

use serde::{Deserialize, Serialize};

use super::{Ref, Tags};

resource! {
    /// A security group. Its identity is the VPC and the name.
    SecurityGroup {
        /// The VPC.
        vpc: Ref => Identity;
        /// The name.
        name: String => Identity;
        /// The description, which AWS never changes.
        description: Option<String> => Initial;
        /// Tags.
        tags: Tags => InPlace;
    }
}

resource! {
    /// One permission of a security group. Its identity is all of it but the tags.
    SecurityGroupRule {
        /// The group that has the rule.
        group: Ref => Identity;
        /// In or out.
        direction: Direction => Identity;
        /// `tcp`, `udp`, `icmp`, `icmpv6`, a number, or `-1` for all.
        protocol: String => Identity;
        /// The first port, or the ICMP type; unset for all.
        from_port: Option<i32> => Identity;
        /// The last port, or the ICMP code; unset for all.
        to_port: Option<i32> => Identity;
        /// The other side.
        peer: Peer => Identity;
        /// Tags.
        tags: Tags => InPlace;
    }
}

/// Which way packets go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// To the instance.
    #[default]
    Ingress,
    /// From the instance.
    Egress,
}

/// The other side of a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Peer {
    /// An IPv4 range.
    Ipv4(String),
    /// An IPv6 range.
    Ipv6(String),
    /// A prefix list: `pl-…`.
    PrefixList(String),
    /// The members of a security group.
    Group(Ref),
}

impl Default for Peer {
    fn default() -> Self {
        Self::Ipv4(String::new())
    }
}
