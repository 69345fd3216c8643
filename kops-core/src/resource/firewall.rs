//! Security groups and their rules.

use serde::{Deserialize, Serialize};

use super::{Kind, Ref, Tags, canonical_cidr};

resource! {
    /// A security group. Its identity is the VPC and the name.
    SecurityGroup {
        /// The VPC.
        vpc: Ref => Identity { refers_to: &[Kind::Vpc] };
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
        group: Ref => Identity { refers_to: &[Kind::SecurityGroup] };
        /// In or out.
        direction: Direction => Identity;
        /// `tcp`, `udp`, `icmp`, `icmpv6`, a number, or `-1` for all.
        protocol: String => Identity;
        /// The first port, or the ICMP type, -1 for every type; unset for a protocol that has neither.
        from_port: Option<i32> => Identity;
        /// The last port, or the ICMP code, -1 for every code; unset for a protocol that has neither.
        to_port: Option<i32> => Identity;
        /// The other side.
        peer: Peer => Identity { refers_to: &[Kind::SecurityGroup] };
        /// Tags.
        tags: Tags => InPlace;
    }
}

impl SecurityGroup {
    /// True for the group that every VPC has: AWS makes it, and deletes it with the VPC and not before.
    pub(crate) fn is_default(&self) -> bool {
        self.name == "default"
    }
}

impl SecurityGroupRule {
    /// The protocol of rules for all traffic.
    pub const ALL_PROTOCOLS: &'static str = "-1";

    /// Returns the name that kops gives to a rule, such as `from-0.0.0.0/0-ingress-tcp-22to22-nodes.demo.example.com`, from
    /// the name of its group and what its other side is called.
    pub fn name(&self, group: &str, peer: &str) -> String {
        let (direction, from, to) = match self.direction {
            Direction::Ingress => ("ingress", peer, group),
            Direction::Egress => ("egress", group, peer),
        };
        let protocol = if self.protocol == Self::ALL_PROTOCOLS { "all" } else { &self.protocol };
        let (first, last) = self.from_port.zip(self.to_port).unwrap_or_default();
        format!("from-{from}-{direction}-{protocol}-{first}to{last}-{to}")
    }

    /// Returns the rule in the words in which AWS gives it back: protocols that have a name by their name, ICMP with -1 for
    /// every type or code, no ports for protocols that have none (AWS then answers -1, whatever it was given), and CIDRs in
    /// their canonical form.
    ///
    /// Source: `IpPermission` and `IpRange` in the API reference of EC2.
    #[must_use]
    pub fn canonical(&self) -> Self {
        let protocol = match self.protocol.as_str() {
            "1" => "icmp",
            "6" => "tcp",
            "17" => "udp",
            "58" => "icmpv6",
            "all" => "-1",
            other => other,
        };
        let (from_port, to_port) = match protocol {
            "tcp" | "udp" => (self.from_port, self.to_port),
            "icmp" | "icmpv6" => (self.from_port.or(Some(-1)), self.to_port.or(Some(-1))),
            _ => (None, None),
        };
        let peer = match &self.peer {
            Peer::Ipv4(cidr) => Peer::Ipv4(canonical_cidr(cidr)),
            Peer::Ipv6(cidr) => Peer::Ipv6(canonical_cidr(cidr)),
            Peer::PrefixList(_) | Peer::Group(_) => self.peer.clone(),
        };
        Self { protocol: protocol.to_owned(), from_port, to_port, peer, ..self.clone() }
    }
}

/// Which way packets go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
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

impl Peer {
    /// True for a rule that counts among those of IPv6, or of IPv4: one for a group or a prefix list counts in both.
    ///
    /// Source: "Amazon VPC quotas" in the Amazon VPC User Guide.
    pub fn counts_in(&self, ipv6: bool) -> bool {
        match self {
            Self::Ipv4(_) => !ipv6,
            Self::Ipv6(_) => ipv6,
            Self::PrefixList(_) | Self::Group(_) => true,
        }
    }
}

impl Default for Peer {
    fn default() -> Self {
        Self::Ipv4(String::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_rules_have_the_protocols_and_ports_that_aws_gives_back() {
        let rule = |protocol: &str, from_port: Option<i32>, to_port: Option<i32>| SecurityGroupRule {
            protocol: protocol.into(),
            from_port,
            to_port,
            ..SecurityGroupRule::default()
        };
        for (given, expected) in [
            (rule("tcp", Some(1), Some(2)), rule("tcp", Some(1), Some(2))),
            (rule("17", Some(53), Some(53)), rule("udp", Some(53), Some(53))),
            (rule("icmp", Some(3), Some(4)), rule("icmp", Some(3), Some(4))),
            (rule("1", Some(3), None), rule("icmp", Some(3), Some(-1))),
            (rule("icmpv6", None, None), rule("icmpv6", Some(-1), Some(-1))),
            (rule("58", Some(-1), Some(-1)), rule("icmpv6", Some(-1), Some(-1))),
            (rule("all", Some(-1), Some(-1)), rule("-1", None, None)),
            (rule("4", Some(-1), Some(-1)), rule("4", None, None)),
            (rule("50", Some(0), Some(65_535)), rule("50", None, None)),
        ] {
            assert_eq!(given.canonical(), expected);
            assert_eq!(expected.canonical(), expected);
        }
    }
}
