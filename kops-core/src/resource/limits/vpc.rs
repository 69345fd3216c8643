//! VPCs, their CIDRs and DHCP options, and subnets.

use ipnet::{Ipv4Net, Ipv6Net};

use super::{Found, Limits, Neighbors, codes};
use crate::resource::{DhcpOptions, DhcpOptionsAssociation, Field, Subnet, Vpc, VpcCidrBlock, canonical_cidr};

/// The size of the range that Amazon gives to a VPC.
const AMAZON_SIZE: u8 = 56;

/// The sizes of IPv6 CIDRs that subnets can have.
///
/// Source: "Subnet CIDR blocks" in the Amazon VPC User Guide.
const IPV6_SIZES: [u8; 6] = [44, 48, 52, 56, 60, 64];

impl Limits for Vpc {
    fn check_values(&self, found: &mut Found) {
        match &self.cidr {
            Some(cidr) => check_block("VPC", cidr, "InvalidVpc.Range", Self::CIDR, found),
            None => found.refuse(Self::CIDR, codes::COMBINATION, "a VPC needs an IPv4 CIDR"),
        }
    }
}

impl Limits for VpcCidrBlock {
    fn check_values(&self, found: &mut Found) {
        check_block("VPC", &self.cidr, "InvalidVpc.Range", Self::CIDR, found);
    }
}

impl VpcCidrBlock {
    /// Says that this block and another CIDR of the VPC have addresses in common.
    pub(crate) fn check_beside(&self, name: &str, other: Option<&str>, found: &mut Found) {
        if let Some((own, other)) = ipv4(Some(&self.cidr)).zip(ipv4(other)).filter(|(a, b)| overlap(a, b)) {
            let message = format!("the CIDR `{own}` overlaps `{other}` of the VPC `{name}`");
            found.refuse_with("CidrConflict", Self::CIDR, codes::CONFLICT, message);
        }
    }
}

impl Limits for DhcpOptions {
    fn check_values(&self, found: &mut Found) {
        if self.domain_name.is_none() && self.domain_name_servers.is_empty() {
            let message = "DHCP options need a domain name or domain name servers";
            found.refuse(Self::DOMAIN_NAME, codes::COMBINATION, message);
        }
    }
}

impl Limits for DhcpOptionsAssociation {
    fn check_values(&self, _: &mut Found) {}
}

impl Limits for Subnet {
    fn check_values(&self, found: &mut Found) {
        if self.zone.is_none() {
            found.refuse(Self::ZONE, codes::COMBINATION, "a subnet needs an availability zone");
        }
        match (&self.cidr, &self.ipv6_cidr) {
            (Some(cidr), _) => check_block("subnet", cidr, "InvalidSubnet.Range", Self::CIDR, found),
            (None, None) => {
                let message = "a subnet needs an IPv4 or an IPv6 CIDR";
                found.refuse_with("MissingParameter", Self::CIDR, codes::COMBINATION, message);
            }
            (None, Some(_)) => {}
        }
        if let Some(cidr) = self.ipv6_cidr.as_deref()
            && numbered_block(cidr).is_none()
            && !cidr.parse().is_ok_and(|block: Ipv6Net| IPV6_SIZES.contains(&block.prefix_len()))
        {
            let message = format!(
                "the IPv6 CIDR `{cidr}` of a subnet is not one from /44 to /64 in steps of four, such as `2001:db8::/64` or `/64#1`"
            );
            found.refuse_with("InvalidSubnet.Range", Self::IPV6_CIDR, codes::CIDR, message);
        }
        if let Some(hostname_type) = &self.hostname_type {
            found.one_of(Self::HOSTNAME_TYPE, "hostname type", hostname_type, &["ip-name", "resource-name"]);
        }
        if self.ipv6_cidr.is_none() {
            if self.dns64 == Some(true) {
                found.refuse(Self::DNS64, codes::COMBINATION, "DNS64 needs a subnet with an IPv6 CIDR");
            }
            if self.assign_ipv6 == Some(true) {
                let message = "instances get IPv6 addresses only in a subnet with an IPv6 CIDR";
                found.refuse(Self::ASSIGN_IPV6, codes::COMBINATION, message);
            }
        }
    }

    fn check_among<N: Neighbors>(&self, others: &N, found: &mut Found) {
        let Some(cidr) = self.ipv6_cidr.as_deref() else { return };
        if let Some((vpc, of)) = others.neighbor::<Vpc>(&self.vpc)
            && of.amazon_ipv6 == Some(true)
            && let Some((size, number)) = numbered_block(cidr)
            && number >= blocks(size)
        {
            let message = format!(
                "the IPv6 CIDR `{cidr}` is not one of the {} of size /{size} in the /{AMAZON_SIZE} of the VPC `{vpc}`",
                blocks(size)
            );
            found.refuse_with("InvalidSubnet.Range", Self::IPV6_CIDR, codes::CIDR, message);
        }
    }
}

impl Subnet {
    /// Says that this subnet and another one of the VPC have addresses in common.
    pub(crate) fn check_beside(&self, name: &str, other: &Self, found: &mut Found) {
        let blocks = ipv4(self.cidr.as_deref()).zip(ipv4(other.cidr.as_deref()));
        if let Some((own, other)) = blocks.filter(|(a, b)| overlap(a, b)) {
            let message = format!("the CIDR `{own}` overlaps `{other}` of the subnet `{name}`");
            found.refuse_with("InvalidSubnet.Conflict", Self::CIDR, codes::CONFLICT, message);
        }
        if let Some((own, other)) = self.ipv6_block().zip(other.ipv6_block()) {
            let message = if own == other {
                format!("the IPv6 CIDR `{own}` is also that of the subnet `{name}`")
            } else if overlap_in_ipv6(&own, &other) {
                format!("the IPv6 CIDR `{own}` overlaps `{other}` of the subnet `{name}`")
            } else {
                return;
            };
            found.refuse_with("InvalidSubnet.Conflict", Self::IPV6_CIDR, codes::CONFLICT, message);
        }
    }

    /// The IPv6 CIDR in one spelling.
    pub(crate) fn ipv6_block(&self) -> Option<String> {
        let cidr = self.ipv6_cidr.as_deref()?;
        Some(numbered_block(cidr).map_or_else(|| canonical_cidr(cidr), |(size, number)| format!("/{size}#{number:x}")))
    }
}

/// How many blocks of a size there are in the range that Amazon gives to a VPC.
fn blocks(size: u8) -> u64 {
    size.checked_sub(AMAZON_SIZE).map_or(0, |bits| 1 << bits)
}

/// The size and the number of `/64#N`, where a subnet can have that size.
fn numbered_block(cidr: &str) -> Option<(u8, u64)> {
    let (size, number) = cidr.strip_prefix('/')?.split_once('#')?;
    let size = size.parse().ok().filter(|size| IPV6_SIZES.contains(size))?;
    Some((size, u64::from_str_radix(number, 16).ok()?))
}

/// Checks the IPv4 CIDR of a VPC or a subnet. AWS clears the bits beyond the prefix itself.
fn check_block(what: &str, cidr: &str, aws_code: &'static str, field: &'static Field, found: &mut Found) {
    match cidr.parse::<Ipv4Net>() {
        Err(_) => {
            let message = format!("the CIDR `{cidr}` of a {what} is not one such as `172.20.0.0/16`");
            found.refuse(field, codes::CIDR, message);
        }
        Ok(block) if !(16..=28).contains(&block.prefix_len()) => {
            let message = format!("the CIDR `{cidr}` of a {what} must be from /16 to /28");
            found.refuse_with(aws_code, field, codes::CIDR, message);
        }
        Ok(_) => {}
    }
}

fn ipv4(cidr: Option<&str>) -> Option<Ipv4Net> {
    cidr?.parse().ok()
}

fn overlap(a: &Ipv4Net, b: &Ipv4Net) -> bool {
    a.contains(b) || b.contains(a)
}

/// True for ranges with addresses in common; parts of the VPC's range are not compared.
fn overlap_in_ipv6(a: &str, b: &str) -> bool {
    let ranges = a.parse::<Ipv6Net>().ok().zip(b.parse::<Ipv6Net>().ok());
    ranges.is_some_and(|(a, b)| a.contains(&b) || b.contains(&a))
}
