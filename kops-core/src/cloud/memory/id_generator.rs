//! Ids, ARNs, names and addresses as AWS would assign them, derived so that the same run gives the same ones.

use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::Ipv4Net;

use super::state::State;
use crate::facts;
use crate::resource::sha256;

/// Where the ids of one new thing come from.
#[derive(Clone, Debug)]
pub(super) struct IdGenerator {
    region: String,
    partition: String,
    account_id: String,
    digest: String,
}

impl IdGenerator {
    /// The ids of what a step with this token makes.
    pub(super) fn new(account: &State, token: &str) -> Self {
        Self { digest: sha256(&format!("{}|{token}", account.seed)), ..Self::of(account, "") }
    }

    /// What is derived from an id that exists.
    pub(super) fn of(account: &State, id: &str) -> Self {
        Self {
            region: account.region.clone(),
            partition: account.partition.clone(),
            account_id: account.account_id.clone(),
            digest: sha256(id),
        }
    }

    /// An id of EC2: the prefix, `-0` and sixteen hexadecimal digits.
    pub(super) fn ec2(&self, prefix: &str) -> String {
        format!("{prefix}-0{}", &self.digest[..16])
    }

    /// Sixteen hexadecimal digits, for the ends of the ARNs of load balancers.
    pub(super) fn suffix(&self) -> &str {
        &self.digest[..16]
    }

    /// An ARN with the region.
    pub(super) fn arn(&self, service: &str, rest: &str) -> String {
        format!("arn:{}:{service}:{}:{}:{rest}", self.partition, self.region, self.account_id)
    }

    /// An ARN of IAM, which has no region.
    pub(super) fn iam_arn(&self, rest: &str) -> String {
        format!("arn:{}:iam::{}:{rest}", self.partition, self.account_id)
    }

    /// A public IPv4 address.
    pub(super) fn address(&self) -> String {
        let [a, b, c, ..] = self.bytes();
        format!("18.{a}.{b}.{}", c.clamp(1, 254))
    }

    /// A /56 of Amazon's IPv6 space.
    pub(super) fn ipv6(&self) -> String {
        let [a, b, c, _] = self.bytes();
        let address = Ipv6Addr::new(0x2600, 0x1f16, u16::from_be_bytes([a, b]), u16::from_be_bytes([c, 0]), 0, 0, 0, 0);
        format!("{address}/56")
    }

    /// An address of a subnet that AWS does not keep for itself, which are the first four and the last.
    pub(super) fn address_in(&self, range: Ipv4Net) -> Ipv4Addr {
        let free = (1_u32 << (32 - range.prefix_len()).min(31)).saturating_sub(5).max(1);
        let offset = 4 + u32::from_be_bytes(self.bytes()) % free;
        Ipv4Addr::from(u32::from(range.network()).saturating_add(offset))
    }

    /// The DNS name of a load balancer.
    pub(super) fn load_balancer_dns(&self, name: &str, kind: LoadBalancerKind) -> String {
        let Self { region, digest, .. } = self;
        let domain = facts::domain(&self.partition);
        match kind {
            LoadBalancerKind::Network => format!("{name}-{}.elb.{region}.{domain}", &digest[..16]),
            LoadBalancerKind::Classic => {
                let number = u32::from_str_radix(&digest[..8], 16).unwrap_or_default();
                format!("{name}-{number}.{region}.elb.{domain}")
            }
        }
    }

    /// The hosted zone in which the region's load balancers have their names.
    pub(super) fn load_balancer_zone(&self, kind: LoadBalancerKind) -> String {
        let name = match kind {
            LoadBalancerKind::Network => "network",
            LoadBalancerKind::Classic => "classic",
        };
        format!("Z{}", sha256(&format!("{}|{name}", self.region))[..13].to_uppercase())
    }

    /// The URL of a queue.
    pub(super) fn queue_url(&self, name: &str) -> String {
        format!("https://sqs.{}.{}/{}/{name}", self.region, facts::domain(&self.partition), self.account_id)
    }

    fn bytes(&self) -> [u8; 4] {
        u32::from_str_radix(&self.digest[..8], 16).unwrap_or_default().to_be_bytes()
    }
}

/// Which family of load balancers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LoadBalancerKind {
    Network,
    Classic,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_the_domain_of_the_partition() {
        for (region, domain) in [
            ("us-east-2", "amazonaws.com"),
            ("us-gov-west-1", "amazonaws.com"),
            ("cn-north-1", "amazonaws.com.cn"),
            ("us-iso-east-1", "c2s.ic.gov"),
        ] {
            let id_generator = IdGenerator::of(&State::empty(region), "");
            let network = id_generator.load_balancer_dns("api", LoadBalancerKind::Network);
            assert!(network.ends_with(&format!(".elb.{region}.{domain}")), "{network}");
            let classic = id_generator.load_balancer_dns("api", LoadBalancerKind::Classic);
            assert!(classic.ends_with(&format!(".{region}.elb.{domain}")), "{classic}");
            let queue = id_generator.queue_url("nth");
            assert_eq!(queue, format!("https://sqs.{region}.{domain}/{}/nth", id_generator.account_id));
        }
    }
}
