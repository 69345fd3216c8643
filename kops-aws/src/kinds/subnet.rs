//! Subnets.

use std::net::Ipv6Addr;

use aws_sdk_ec2::types::{self, AttributeBooleanValue, HostnameType, ResourceType, SubnetCidrBlockStateCode};
use kops_core::cloud::{CloudError, ErrorKind, Observed};
use kops_core::resource::{Field, Kind, Outputs, Subnet, Tags};

use crate::ec2::{find_created, retag};
use crate::error::Call;
use crate::filter::{filter, filters};
use crate::inventory::Inventory;
use crate::kinds::nat_gateway;
use crate::reader::{Reader, observed};
use crate::step::{StepContext, Update, has_tags, known, with_id};
use crate::tags;

pub(crate) const READ: Call = Call::new("ec2", "DescribeSubnets");

pub(crate) async fn read(reader: Reader<'_>, inventory: &Inventory) -> Result<Vec<Observed>, CloudError> {
    let mut found = Vec::new();
    for filter in filters("subnet-id", inventory.ids(reader, Kind::Subnet)) {
        let request = reader.clients.ec2.describe_subnets().filters(filter).into_paginator().send();
        for page in reader.calls.pages(READ, request).await? {
            for subnet in page.subnets.unwrap_or_default() {
                found.push(observed(READ.require(subnet.subnet_id(), "SubnetId")?, from_aws(&subnet)?));
            }
        }
    }
    Ok(found)
}

fn from_aws(subnet: &types::Subnet) -> Result<Subnet, CloudError> {
    let names = subnet.private_dns_name_options_on_launch();
    Ok(Subnet {
        vpc: READ.require(subnet.vpc_id(), "VpcId")?.into(),
        zone: subnet.availability_zone.clone(),
        cidr: subnet.cidr_block.clone().filter(|cidr| !cidr.is_empty()),
        ipv6_cidr: ipv6_range(subnet).map(str::to_owned),
        ipv6_cidr_of: None,
        assign_ipv6: subnet.assign_ipv6_address_on_creation,
        dns64: subnet.enable_dns64,
        hostname_type: names.and_then(|n| n.hostname_type()).map(|t| t.as_str().to_owned()),
        resource_name_a: names.and_then(|n| n.enable_resource_name_dns_a_record),
        resource_name_aaaa: names.and_then(|n| n.enable_resource_name_dns_aaaa_record),
        tags: Some(tags::ec2(subnet.tags())),
    })
}

/// The IPv6 range of a subnet; AWS still lists former ones for a while.
pub(crate) fn ipv6_range(subnet: &types::Subnet) -> Option<&str> {
    let mut ranges = subnet.ipv6_cidr_block_association_set().iter();
    ranges.find(|a| ipv6_state(a) == Some(&SubnetCidrBlockStateCode::Associated))?.ipv6_cidr_block()
}

fn ipv6_state(block: &types::SubnetIpv6CidrBlockAssociation) -> Option<&SubnetCidrBlockStateCode> {
    block.ipv6_cidr_block_state().and_then(|s| s.state())
}

pub(crate) async fn create(ctx: StepContext<'_>, subnet: &Subnet) -> Result<Outputs, CloudError> {
    let Subnet { vpc, zone, cidr, tags, .. } = subnet;
    let tags = &tags.clone().unwrap_or_default();
    let id = match find_created!(ctx, tags, "DescribeSubnets", describe_subnets, subnets, subnet_id) {
        Some(id) => id,
        None => {
            let call = Call::new("ec2", "CreateSubnet");
            let request = ctx
                .clients
                .ec2
                .create_subnet()
                .vpc_id(known(vpc)?)
                .set_availability_zone(zone.clone())
                .set_cidr_block(cidr.clone())
                .set_ipv6_cidr_block(planned_ipv6(subnet)?)
                .set_ipv6_native(cidr.is_none().then_some(true))
                .set_tag_specifications(tags::specification(ResourceType::Subnet, tags));
            let id = match ctx.calls.send(call, request.send()).await {
                // An earlier try may have made it so short a while ago that its tags are not seen yet.
                Err(error) if error.kind == ErrorKind::Conflict => same_range(ctx, subnet).await?.ok_or(error)?,
                made => call.require(made?.subnet.and_then(|subnet| subnet.subnet_id), "SubnetId")?,
            };
            ctx.made.keep(ctx.token, &id);
            id
        }
    };
    set_attributes(ctx, &id, subnet, &|_| true).await?;
    Ok(with_id(id))
}

/// The subnet that has this range of addresses, where it is the one that this step made.
async fn same_range(ctx: StepContext<'_>, subnet: &Subnet) -> Result<Option<String>, CloudError> {
    let with_range = match (&subnet.cidr, planned_ipv6(subnet)?) {
        (Some(range), _) => filter("cidr-block", [range]),
        (None, Some(range)) => filter("ipv6-cidr-block-association.ipv6-cidr-block", [range]),
        (None, None) => return Ok(None),
    };
    let of_vpc = filter("vpc-id", [known(&subnet.vpc)?]);
    let request = ctx.clients.ec2.describe_subnets().filters(of_vpc).filters(with_range).send();
    let seen = ctx.calls.send(READ, request).await?;
    let given = subnet.tags.clone().unwrap_or_default();
    let ours = seen.subnets().iter().find(|subnet| has_tags(&tags::ec2(subnet.tags()), &given));
    Ok(ours.and_then(|subnet| subnet.subnet_id.clone()))
}

pub(crate) async fn update(ctx: StepContext<'_>, update: Update<'_, Subnet>) -> Result<Outputs, CloudError> {
    if update.touches(&[Subnet::IPV6_CIDR]) {
        // `/64#1` counts in the range of the VPC, which only the plan names.
        add_ipv6(ctx, update.id, update.planned).await?;
    }
    set_attributes(ctx, update.id, update.desired, &|field| update.touches(&[field])).await?;
    if let (true, Some(tags)) = (update.touches(&[Subnet::TAGS]), &update.desired.tags) {
        retag(ctx, update.id, update.current.tags.as_ref().unwrap_or(&Tags::new()), tags).await?;
    }
    Ok(with_id(update.id))
}

/// Gives a subnet its first IPv6 range, unless an earlier try did. Attributes and instances need it associated, so that is waited for.
async fn add_ipv6(ctx: StepContext<'_>, id: &str, planned: &Subnet) -> Result<(), CloudError> {
    let Some(range) = planned_ipv6(planned)? else { return Ok(()) };
    let request = ctx.clients.ec2.describe_subnets().subnet_ids(id).send();
    let seen = ctx.calls.send(READ, request).await?;
    let mut associations = seen.subnets().iter().flat_map(|subnet| subnet.ipv6_cidr_block_association_set());
    let is_live = |state: &SubnetCidrBlockStateCode| {
        matches!(state, SubnetCidrBlockStateCode::Associated | SubnetCidrBlockStateCode::Associating)
    };
    let live = associations.find(|a| a.ipv6_cidr_block() == Some(range.as_str()) && ipv6_state(a).is_some_and(is_live));
    let mut state = live.and_then(ipv6_state).cloned();
    // What an earlier try has associated may not be seen yet.
    if state.is_none() && ctx.made.by(ctx.token).is_none() {
        let call = Call::new("ec2", "AssociateSubnetCidrBlock");
        let request = ctx.clients.ec2.associate_subnet_cidr_block().subnet_id(id).ipv6_cidr_block(range).send();
        let made = ctx.calls.send(call, request).await?.ipv6_cidr_block_association;
        let made = call.require(made, "Ipv6CidrBlockAssociation")?;
        ctx.made.keep(ctx.token, call.require(made.association_id(), "AssociationId")?);
        state = ipv6_state(&made).cloned();
    }
    match state {
        Some(SubnetCidrBlockStateCode::Associated) => Ok(()),
        _ => Err(CloudError::new(ErrorKind::NotReady, READ.operation, "the subnet does not have the IPv6 range yet")),
    }
}

pub(crate) async fn delete(ctx: StepContext<'_>, id: &str, _: &Subnet) -> Result<(), CloudError> {
    let request = ctx.clients.ec2.delete_subnet().subnet_id(id).send();
    let Err(error) = ctx.calls.send(Call::new("ec2", "DeleteSubnet"), request).await else { return Ok(()) };
    Err(nat_gateway::too_early(ctx, error, |gateway| gateway.subnet_id() == Some(id)).await)
}

/// Sets those attributes that change. EC2 takes one in a call.
async fn set_attributes(
    ctx: StepContext<'_>,
    id: &str,
    subnet: &Subnet,
    changes: &(dyn Fn(&Field) -> bool + Sync),
) -> Result<(), CloudError> {
    let Subnet {
        vpc: _,
        zone: _,
        cidr: _,
        ipv6_cidr: _,
        ipv6_cidr_of: _,
        assign_ipv6,
        dns64,
        hostname_type,
        resource_name_a,
        resource_name_aaaa,
        tags: _,
    } = subnet;
    let request = || ctx.clients.ec2.modify_subnet_attribute().subnet_id(id);
    let value = |on: &bool| AttributeBooleanValue::builder().value(*on).build();
    let mut requests = Vec::new();
    if let (Some(on), true) = (assign_ipv6, changes(Subnet::ASSIGN_IPV6)) {
        requests.push(request().assign_ipv6_address_on_creation(value(on)));
    }
    if let (Some(on), true) = (dns64, changes(Subnet::DNS64)) {
        requests.push(request().enable_dns64(value(on)));
    }
    if let (Some(name), true) = (hostname_type, changes(Subnet::HOSTNAME_TYPE)) {
        requests.push(request().private_dns_hostname_type_on_launch(HostnameType::from(name.as_str())));
    }
    if let (Some(on), true) = (resource_name_a, changes(Subnet::RESOURCE_NAME_A)) {
        requests.push(request().enable_resource_name_dns_a_record_on_launch(value(on)));
    }
    if let (Some(on), true) = (resource_name_aaaa, changes(Subnet::RESOURCE_NAME_AAAA)) {
        requests.push(request().enable_resource_name_dns_aaaa_record_on_launch(value(on)));
    }
    for request in requests {
        ctx.calls.send(Call::new("ec2", "ModifySubnetAttribute"), request.send()).await?;
    }
    Ok(())
}

/// The IPv6 range that a subnet should have: as written, or the n-th part of a size (`/64#1`, hexadecimal) of its VPC's range.
fn planned_ipv6(subnet: &Subnet) -> Result<Option<String>, CloudError> {
    let Some(written) = &subnet.ipv6_cidr else { return Ok(None) };
    let part = written.strip_prefix('/').and_then(|part| part.split_once('#'));
    let Some((size, number)) = part else { return Ok(Some(written.clone())) };
    let within = subnet.ipv6_cidr_of.as_ref().map(known).transpose()?;
    let base = within.and_then(|range| range.split_once('/')?.0.parse::<Ipv6Addr>().ok());
    match (base, size.parse::<u32>(), u128::from_str_radix(number, 16)) {
        (Some(base), Ok(size @ 1..=128), Ok(number)) => {
            let address = Ipv6Addr::from(u128::from(base) | (number << (128 - size)));
            Ok(Some(format!("{address}/{size}")))
        }
        _ => {
            let within = within.unwrap_or("none");
            let message = format!("`{written}` cannot be counted in the IPv6 range of the VPC, which is `{within}`");
            Err(CloudError::new(ErrorKind::Invalid, "CreateSubnet", message))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbered_range_is_counted_in_the_range_of_the_vpc() {
        let subnet = |range: &str, of: &str| Subnet {
            ipv6_cidr: Some(range.to_owned()),
            ipv6_cidr_of: Some(of.into()),
            ..Subnet::default()
        };
        for (range, of, expected) in [
            ("/64#0", "2600:1f16:abc:de00::/56", "2600:1f16:abc:de00::/64"),
            ("/64#a", "2600:1f16:abc:de00::/56", "2600:1f16:abc:de0a::/64"),
            ("/60#a", "2600:1f16:abc:de00::/56", "2600:1f16:abc:dea0::/60"),
            ("2600::/64", "2600:1f16:abc:de00::/56", "2600::/64"),
        ] {
            assert_eq!(planned_ipv6(&subnet(range, of)).expect("counts").as_deref(), Some(expected));
        }
        assert!(planned_ipv6(&subnet("/64#x", "2600::/56")).is_err());
        assert!(planned_ipv6(&subnet("/129#1", "2600::/56")).is_err());
        assert!(planned_ipv6(&subnet("/64#1", "")).is_err());
        assert!(planned_ipv6(&Subnet { ipv6_cidr_of: None, ..subnet("/64#1", "") }).is_err());
    }
}
