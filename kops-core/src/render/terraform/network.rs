//! VPCs, their ranges and DHCP options, and subnets.

use hcl::expr::Expression;

use super::attributes::Attributes;
use super::expressions;
use super::links::Links;
use crate::resource::{DhcpOptions, DhcpOptionsAssociation, Subnet, Vpc, VpcCidrBlock};

pub(super) fn vpc(vpc: &Vpc) -> Attributes {
    Attributes::new()
        .set_some("cidr_block", vpc.cidr.as_deref())
        .set_some("assign_generated_ipv6_cidr_block", vpc.amazon_ipv6)
        .set_some("enable_dns_hostnames", vpc.dns_hostnames)
        .set_some("enable_dns_support", vpc.dns_support)
        .tags(&vpc.tags)
}

pub(super) fn cidr_block(links: Links<'_>, block: &VpcCidrBlock) -> Attributes {
    Attributes::new().set("cidr_block", block.cidr.as_str()).set("vpc_id", links.follow(&block.vpc))
}

pub(super) fn dhcp_options(options: &DhcpOptions) -> Attributes {
    Attributes::new()
        .set_some("domain_name", options.domain_name.as_deref())
        .list("domain_name_servers", options.domain_name_servers.iter().map(String::as_str))
        .tags(&options.tags)
}

pub(super) fn dhcp_options_association(links: Links<'_>, association: &DhcpOptionsAssociation) -> Attributes {
    Attributes::new()
        .set("dhcp_options_id", links.follow(&association.dhcp_options))
        .set("vpc_id", links.follow(&association.vpc))
}

pub(super) fn subnet(links: Links<'_>, subnet: &Subnet) -> Attributes {
    let ipv6 = subnet.ipv6_cidr.as_deref();
    let ipv6_cidr = ipv6.map(|range| expressions::ipv6_subnet(range).unwrap_or_else(|| Expression::from(range)));
    let attributes = Attributes::new()
        .set("vpc_id", links.follow(&subnet.vpc))
        .set_some("availability_zone", subnet.zone.as_deref())
        .set_some("cidr_block", subnet.cidr.as_deref())
        .set_some("ipv6_cidr_block", ipv6_cidr)
        .set_true("ipv6_native", subnet.cidr.is_none())
        .set_true("assign_ipv6_address_on_creation", subnet.assign_ipv6 == Some(true))
        .set_true("enable_dns64", subnet.dns64 == Some(true))
        .set_some("private_dns_hostname_type_on_launch", subnet.hostname_type.as_deref())
        .set_true("enable_resource_name_dns_a_record_on_launch", subnet.resource_name_a == Some(true))
        .set_true("enable_resource_name_dns_aaaa_record_on_launch", subnet.resource_name_aaaa == Some(true));
    match &subnet.tags {
        Some(tags) => attributes.tags(tags),
        None => attributes,
    }
}
