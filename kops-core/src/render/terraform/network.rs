//! VPCs, their ranges and DHCP options, and subnets.

use hcl::expr::Expression;

use super::attributes::Attributes;
use super::expressions;
use super::links::Links;
use crate::resource::{DhcpOptions, DhcpOptionsAssociation, Kind, ResourceId, Subnet, Vpc, VpcCidrBlock};

pub(super) fn vpc(vpc: &Vpc) -> Attributes {
    let Vpc { cidr, amazon_ipv6, dns_hostnames, dns_support, tags } = vpc;
    Attributes::new()
        .set_some("cidr_block", cidr.as_deref())
        .set_some("assign_generated_ipv6_cidr_block", *amazon_ipv6)
        .set_some("enable_dns_hostnames", *dns_hostnames)
        .set_some("enable_dns_support", *dns_support)
        .tags(tags)
}

pub(super) fn cidr_block(links: Links<'_>, block: &VpcCidrBlock) -> Attributes {
    let VpcCidrBlock { vpc, cidr } = block;
    Attributes::new().set("cidr_block", cidr.as_str()).set("vpc_id", links.follow(vpc))
}

pub(super) fn dhcp_options(options: &DhcpOptions) -> Attributes {
    let DhcpOptions { domain_name, domain_name_servers, tags } = options;
    Attributes::new()
        .set_some("domain_name", domain_name.as_deref())
        .list("domain_name_servers", domain_name_servers.iter().map(String::as_str))
        .tags(tags)
}

pub(super) fn dhcp_options_association(links: Links<'_>, association: &DhcpOptionsAssociation) -> Attributes {
    let DhcpOptionsAssociation { vpc, dhcp_options } = association;
    Attributes::new().set("dhcp_options_id", links.follow(dhcp_options)).set("vpc_id", links.follow(vpc))
}

pub(super) fn subnet(links: Links<'_>, id: &ResourceId, subnet: &Subnet) -> Attributes {
    let Subnet {
        vpc,
        zone,
        cidr,
        ipv6_cidr,
        ipv6_cidr_of: _,
        assign_ipv6,
        dns64,
        hostname_type,
        resource_name_a,
        resource_name_aaaa,
        tags,
    } = subnet;
    let ipv6 = ipv6_cidr.as_deref();
    let ipv6_cidr = ipv6.map(|range| expressions::ipv6_subnet(range).unwrap_or_else(|| Expression::from(range)));
    let attributes = Attributes::new()
        .set("vpc_id", links.follow(vpc))
        .set_some("availability_zone", zone.as_deref())
        .set_some("cidr_block", cidr.as_deref())
        .set_some("ipv6_cidr_block", ipv6_cidr)
        .set_true("ipv6_native", cidr.is_none())
        .set_true("assign_ipv6_address_on_creation", *assign_ipv6 == Some(true))
        .set_true("enable_dns64", *dns64 == Some(true))
        .set_some("private_dns_hostname_type_on_launch", hostname_type.as_deref())
        .set_true("enable_resource_name_dns_a_record_on_launch", *resource_name_a == Some(true))
        .set_true("enable_resource_name_dns_aaaa_record_on_launch", *resource_name_aaaa == Some(true))
        .list("depends_on", ranges_before(links, id));
    match tags {
        Some(tags) => attributes.tags(tags),
        None => attributes,
    }
}

/// The further range of the VPC that holds a subnet. No argument of the subnet refers to it, and AWS refuses the subnet before the VPC has it.
fn ranges_before(links: Links<'_>, id: &ResourceId) -> Vec<Expression> {
    let earlier = links.graph.nodes.get(id).map(|node| node.after.as_slice()).unwrap_or_default();
    earlier.iter().filter(|id| id.kind == Kind::VpcCidrBlock).filter_map(|id| links.resource(id)).collect()
}
