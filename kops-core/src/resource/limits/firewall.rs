//! Security groups and their rules.

use ipnet::{Ipv4Net, Ipv6Net};

use super::{Found, Limits, codes};
use crate::resource::{Peer, SecurityGroup, SecurityGroupRule};

/// The characters of names and descriptions beside letters and digits.
const TEXT: &str = " ._-:/()#,@[]+=&;{}!$*";

impl Limits for SecurityGroup {
    fn check_values(&self, found: &mut Found) {
        found.name(Self::NAME, "security group name", &self.name, 255, TEXT);
        if self.name.starts_with("sg-") {
            let message = format!("the security group name `{}` must not begin with `sg-`", self.name);
            found.refuse(Self::NAME, codes::NAME, message);
        }
        if self.is_default() {
            let message = "the security group name `default` is reserved by AWS";
            found.refuse_with("InvalidGroup.Reserved", Self::NAME, codes::NAME, message);
        }
        match self.description.as_deref().unwrap_or_default() {
            "" => {
                let message = "a security group needs a description";
                found.refuse_with("MissingParameter", Self::DESCRIPTION, codes::COMBINATION, message);
            }
            description => found.name(Self::DESCRIPTION, "description", description, 255, TEXT),
        }
    }
}

impl Limits for SecurityGroupRule {
    fn check_values(&self, found: &mut Found) {
        match self.protocol.as_str() {
            "tcp" | "udp" | "6" | "17" => match (self.from_port, self.to_port) {
                (Some(from), Some(to)) => {
                    found.number(Self::FROM_PORT, "first port", from, "", 0..=65535);
                    found.number(Self::TO_PORT, "last port", to, "", from..=65535);
                }
                _ => {
                    let message = format!("a rule for `{}` needs the first and the last port", self.protocol);
                    found.refuse(Self::FROM_PORT, codes::COMBINATION, message);
                }
            },
            "icmp" | "icmpv6" | "1" | "58" => {
                found.number(Self::FROM_PORT, "ICMP type", self.from_port.unwrap_or(-1), "", -1..=255);
                found.number(Self::TO_PORT, "ICMP code", self.to_port.unwrap_or(-1), "", -1..=255);
            }
            "-1" | "all" => {}
            number if number.parse::<u8>().is_ok() => {}
            other => {
                let message = format!("`{other}` is not a protocol such as `tcp`, `udp`, `icmp`, a number, or `-1`");
                found.refuse(Self::PROTOCOL, codes::VALUE, message);
            }
        }
        let malformed = match &self.peer {
            Peer::Ipv4(cidr) => cidr.parse::<Ipv4Net>().is_err().then_some((cidr, "IPv4", "10.0.0.0/8")),
            Peer::Ipv6(cidr) => cidr.parse::<Ipv6Net>().is_err().then_some((cidr, "IPv6", "2001:db8::/32")),
            Peer::PrefixList(_) | Peer::Group(_) => None,
        };
        if let Some((cidr, family, example)) = malformed {
            let message = format!("`{cidr}` is not an {family} CIDR such as `{example}`");
            found.refuse(Self::PEER, codes::CIDR, message);
        }
    }
}
