//! VPCs, DHCP options, subnets, route tables, volumes and key pairs.

use std::collections::BTreeSet;

use aws_sdk_ec2::types::{self, VpcAttributeName, VpcCidrBlockStateCode};
use futures::try_join;
use kops_core::cloud::{CloudError, Observed};
use kops_core::resource::{
    DhcpOptions, DhcpOptionsAssociation, KeyPair, Kind, Output, Outputs, Ref, Route, RouteTable, RouteTableAssociation,
    RouteTarget, Subnet, Volume, Vpc, VpcCidrBlock,
};

use super::ec2::Inventory;
use super::{Reader, observed, observed_by, observed_with};
use crate::error::Call;
use crate::filter::filters;
use crate::tags;

/// Reads VPCs with their further ranges and the DHCP options that they use.
pub(super) async fn read(reader: Reader<'_>, inventory: &Inventory) -> Result<Vec<Observed>, CloudError> {
    let mut found = Vec::new();
    for filter in filters("vpc-id", inventory.ids(reader, Kind::Vpc)) {
        let request = reader.clients.ec2.describe_vpcs().filters(filter).into_paginator().send();
        for page in reader.calls.pages(Call::new("ec2", "DescribeVpcs"), request).await? {
            for vpc in page.vpcs.unwrap_or_default() {
                found.extend(one(reader, vpc).await?);
            }
        }
    }
    Ok(found)
}

async fn one(reader: Reader<'_>, vpc: types::Vpc) -> Result<Vec<Observed>, CloudError> {
    let id = vpc.vpc_id().unwrap_or_default();
    let (dns_support, dns_hostnames) = try_join!(
        attribute(reader, id, VpcAttributeName::EnableDnsSupport),
        attribute(reader, id, VpcAttributeName::EnableDnsHostnames),
    )?;
    let ipv6: Vec<_> = vpc.ipv6_cidr_block_association_set().iter().filter(|a| is_live(a)).collect();
    let outputs = Outputs::from_iter(ipv6_range(&vpc).map(|range| (Output::Ipv6Cidr, range.to_owned())));
    let resource = Vpc {
        cidr: vpc.cidr_block.clone(),
        amazon_ipv6: Some(ipv6.iter().any(|a| a.ipv6_pool() == Some("Amazon") || a.ipv6_pool().is_none())),
        dns_hostnames,
        dns_support,
        tags: tags::ec2(vpc.tags()),
    };
    let mut found = vec![observed_with(id, resource, outputs)];
    for block in vpc.cidr_block_association_set() {
        let associated = block.cidr_block_state().and_then(|s| s.state()) == Some(&VpcCidrBlockStateCode::Associated);
        if let Some(cidr) = block.cidr_block().filter(|c| associated && Some(*c) != vpc.cidr_block()) {
            let further = VpcCidrBlock { vpc: id.into(), cidr: cidr.to_owned() };
            found.push(observed(block.association_id().unwrap_or_default(), further));
        }
    }
    if let Some(options) = vpc.dhcp_options_id() {
        found.push(observed(id, DhcpOptionsAssociation { vpc: id.into(), dhcp_options: options.into() }));
    }
    Ok(found)
}

/// True for an IPv6 range that the VPC has or is about to have; those that it had stay listed for a while.
pub(crate) fn is_live(block: &types::VpcIpv6CidrBlockAssociation) -> bool {
    use VpcCidrBlockStateCode::{Associated, Associating};
    matches!(block.ipv6_cidr_block_state().and_then(|s| s.state()), Some(Associated | Associating))
}

/// The IPv6 range of a VPC. While AWS still assigns it, the range is listed without its addresses, and is not there yet.
pub(crate) fn ipv6_range(vpc: &types::Vpc) -> Option<&str> {
    let mut ranges = vpc.ipv6_cidr_block_association_set().iter().filter(|a| is_live(a));
    ranges.find_map(|a| a.ipv6_cidr_block().filter(|range| !range.is_empty()))
}

async fn attribute(reader: Reader<'_>, vpc: &str, name: VpcAttributeName) -> Result<Option<bool>, CloudError> {
    let request = reader.clients.ec2.describe_vpc_attribute().vpc_id(vpc).attribute(name).send();
    let answer = reader.calls.send(Call::new("ec2", "DescribeVpcAttribute"), request).await?;
    Ok(answer.enable_dns_support.or(answer.enable_dns_hostnames).and_then(|v| v.value))
}

/// Reads sets of DHCP options.
pub(super) async fn dhcp_options(reader: Reader<'_>, inventory: &Inventory) -> Result<Vec<Observed>, CloudError> {
    let mut found = Vec::new();
    for filter in filters("dhcp-options-id", inventory.ids(reader, Kind::DhcpOptions)) {
        let request = reader.clients.ec2.describe_dhcp_options().filters(filter).into_paginator().send();
        for page in reader.calls.pages(Call::new("ec2", "DescribeDhcpOptions"), request).await? {
            for options in page.dhcp_options.unwrap_or_default() {
                let values = |key: &str| -> Vec<String> {
                    let entry = options.dhcp_configurations().iter().find(|c| c.key() == Some(key));
                    entry.into_iter().flat_map(|c| c.values()).filter_map(|v| v.value.clone()).collect()
                };
                let resource = DhcpOptions {
                    domain_name: values("domain-name").pop(),
                    domain_name_servers: values("domain-name-servers"),
                    tags: tags::ec2(options.tags()),
                };
                found.push(observed(options.dhcp_options_id().unwrap_or_default(), resource));
            }
        }
    }
    Ok(found)
}

/// Reads subnets.
pub(super) async fn subnets(reader: Reader<'_>, inventory: &Inventory) -> Result<Vec<Observed>, CloudError> {
    let mut found = Vec::new();
    for filter in filters("subnet-id", inventory.ids(reader, Kind::Subnet)) {
        let request = reader.clients.ec2.describe_subnets().filters(filter).into_paginator().send();
        for page in reader.calls.pages(Call::new("ec2", "DescribeSubnets"), request).await? {
            for subnet in page.subnets.unwrap_or_default() {
                let names = subnet.private_dns_name_options_on_launch();
                let resource = Subnet {
                    vpc: subnet.vpc_id().unwrap_or_default().into(),
                    zone: subnet.availability_zone.clone(),
                    cidr: subnet.cidr_block.clone().filter(|c| !c.is_empty()),
                    ipv6_cidr: subnet_ipv6(&subnet).map(str::to_owned),
                    ipv6_cidr_of: None,
                    assign_ipv6: subnet.assign_ipv6_address_on_creation,
                    dns64: subnet.enable_dns64,
                    hostname_type: names.and_then(|n| n.hostname_type()).map(|t| t.as_str().to_owned()),
                    resource_name_a: names.and_then(|n| n.enable_resource_name_dns_a_record),
                    resource_name_aaaa: names.and_then(|n| n.enable_resource_name_dns_aaaa_record),
                    tags: Some(tags::ec2(subnet.tags())),
                };
                found.push(observed(subnet.subnet_id().unwrap_or_default(), resource));
            }
        }
    }
    Ok(found)
}

/// The IPv6 range of a subnet; those that it had stay listed for a while.
pub(crate) fn subnet_ipv6(subnet: &types::Subnet) -> Option<&str> {
    let mut ranges = subnet.ipv6_cidr_block_association_set().iter();
    let live = |state: Option<&types::SubnetCidrBlockStateCode>| state.is_some_and(|s| s.as_str() == "associated");
    ranges.find(|a| live(a.ipv6_cidr_block_state().and_then(|s| s.state())))?.ipv6_cidr_block()
}

/// Reads route tables with their routes and the subnets that use them.
pub(super) async fn route_tables(reader: Reader<'_>, inventory: &Inventory) -> Result<Vec<Observed>, CloudError> {
    let mut found = Vec::new();
    for filter in filters("route-table-id", inventory.ids(reader, Kind::RouteTable)) {
        let request = reader.clients.ec2.describe_route_tables().filters(filter).into_paginator().send();
        for page in reader.calls.pages(Call::new("ec2", "DescribeRouteTables"), request).await? {
            for table in page.route_tables.unwrap_or_default() {
                let id = table.route_table_id().unwrap_or_default();
                let resource =
                    RouteTable { vpc: table.vpc_id().unwrap_or_default().into(), tags: tags::ec2(table.tags()) };
                found.push(observed(id, resource));
                found.extend(table.routes().iter().filter_map(|r| route(id, r)));
                for association in table.associations() {
                    if let Some(subnet) = association.subnet_id() {
                        let resource = RouteTableAssociation { subnet: subnet.into(), route_table: id.into() };
                        found.push(observed(association.route_table_association_id().unwrap_or_default(), resource));
                    }
                }
            }
        }
    }
    Ok(found)
}

fn route(table: &str, route: &types::Route) -> Option<Observed> {
    let route = read_route(table, route)?;
    let destination = route.destination.clone();
    Some(observed_by([table, &destination], route))
}

/// A route that somebody made; `local` routes and those that AWS propagates are the table's own.
pub(crate) fn read_route(table: &str, route: &types::Route) -> Option<Route> {
    if route.origin() != Some(&types::RouteOrigin::CreateRoute) && route.origin().is_some() {
        return None;
    }
    let destination = route.destination_cidr_block().or(route.destination_ipv6_cidr_block())?;
    let target = |id: &Option<String>| id.as_deref().filter(|id| !id.is_empty()).map(Ref::from);
    let target = if let Some(id) = target(&route.nat_gateway_id) {
        RouteTarget::NatGateway(id)
    } else if let Some(id) = target(&route.egress_only_internet_gateway_id) {
        RouteTarget::EgressOnlyInternetGateway(id)
    } else if let Some(id) = target(&route.transit_gateway_id) {
        RouteTarget::TransitGateway(id)
    } else if let Some(id) = target(&route.instance_id) {
        RouteTarget::Instance(id)
    } else if let Some(id) = target(&route.vpc_peering_connection_id) {
        RouteTarget::PeeringConnection(id)
    } else {
        RouteTarget::InternetGateway(target(&route.gateway_id).filter(|g| g.known() != Some("local"))?)
    };
    Some(Route { route_table: table.into(), destination: destination.to_owned(), target })
}

/// Reads the volumes of etcd; volumes that come and go with instances are not the cluster's to manage.
pub(super) async fn volumes(reader: Reader<'_>, inventory: &Inventory) -> Result<Vec<Observed>, CloudError> {
    let mut found = Vec::new();
    for filter in filters("volume-id", inventory.ids(reader, Kind::Volume)) {
        let request = reader.clients.ec2.describe_volumes().filters(filter).into_paginator().send();
        for page in reader.calls.pages(Call::new("ec2", "DescribeVolumes"), request).await? {
            for volume in page.volumes.unwrap_or_default() {
                if volume.attachments().iter().any(|a| a.delete_on_termination() == Some(true)) {
                    continue;
                }
                let resource = Volume {
                    zone: volume.availability_zone.clone().unwrap_or_default(),
                    size_gib: volume.size.unwrap_or_default(),
                    volume_type: volume.volume_type().map(|t| t.as_str().to_owned()).unwrap_or_default(),
                    iops: volume.iops,
                    throughput: volume.throughput,
                    encrypted: volume.encrypted.unwrap_or_default(),
                    kms_key: volume.kms_key_id.clone(),
                    tags: tags::ec2(volume.tags()),
                };
                let mut volume_seen = observed(volume.volume_id().unwrap_or_default(), resource);
                volume_seen.deleting = volume.state() == Some(&types::VolumeState::Deleting);
                found.push(volume_seen);
            }
        }
    }
    Ok(found)
}

/// Reads key pairs: the cluster's, and those of the names that are asked for. One that other tools imported has no tags, but
/// takes the name all the same.
pub(super) async fn key_pairs(reader: Reader<'_>, inventory: &Inventory) -> Result<Vec<Observed>, CloudError> {
    let names: BTreeSet<String> =
        reader.names(Kind::KeyPair).into_iter().map(str::to_owned).chain(reader.ids(Kind::KeyPair)).collect();
    let tagged = inventory.tagged(Kind::KeyPair);
    let mut found = Vec::new();
    for filter in filters("key-pair-id", tagged).into_iter().chain(filters("key-name", &names)) {
        let request = reader.clients.ec2.describe_key_pairs().filters(filter).send();
        let answer = reader.calls.send(Call::new("ec2", "DescribeKeyPairs"), request).await?;
        for pair in answer.key_pairs.unwrap_or_default() {
            let name = pair.key_name.clone().unwrap_or_default();
            let resource = KeyPair { name: name.clone(), public_key: None, tags: tags::ec2(pair.tags()) };
            found.push(observed(name, resource));
        }
    }
    Ok(found)
}
