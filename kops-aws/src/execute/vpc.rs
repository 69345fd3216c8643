//! VPCs, their address ranges and DHCP options, and subnets.

use std::net::Ipv6Addr;

use aws_sdk_ec2::types::{AttributeBooleanValue, HostnameType, NewDhcpConfiguration, ResourceType, Vpc as SdkVpc};
use kops_core::cloud::{CloudError, ErrorKind};
use kops_core::resource::{DhcpOptions, DhcpOptionsAssociation, Output, Outputs, Resource, Subnet, Vpc, VpcCidrBlock};

use super::{ExecContext, Update, bears, id_of, incomplete, made_before, retag, with_id};
use crate::error::Call;
use crate::filter::filter;
use crate::observe::vpc::{ipv6_range, is_live, subnet_ipv6 as seen_ipv6};
use crate::tags;

pub(super) async fn create(act: ExecContext<'_>, vpc: &Vpc) -> Result<Outputs, CloudError> {
    let id = match made_before(act, ResourceType::Vpc, &vpc.tags).await? {
        Some(id) => id,
        None => {
            let call = Call::new("ec2", "CreateVpc");
            let request = act.clients.ec2.create_vpc().set_cidr_block(vpc.cidr.clone());
            let request = request.set_amazon_provided_ipv6_cidr_block(vpc.amazon_ipv6);
            let request = request.tag_specifications(tags::specification(ResourceType::Vpc, &vpc.tags)).send();
            let made = act.calls.send(call, request).await?.vpc;
            made.and_then(|v| v.vpc_id).ok_or_else(|| incomplete(call, "VPC"))?
        }
    };
    // Host names need DNS support, so that goes first.
    set_dns_support(act, &id, vpc.dns_support).await?;
    set_dns_hostnames(act, &id, vpc.dns_hostnames).await?;
    outputs(act, &id, vpc.amazon_ipv6 == Some(true)).await
}

pub(super) async fn update(
    act: ExecContext<'_>,
    update: &Update<'_>,
    old: &Vpc,
    new: &Vpc,
) -> Result<Outputs, CloudError> {
    let id = update.id.0.as_str();
    if update.touches(&["dns_support"]) {
        set_dns_support(act, id, new.dns_support).await?;
    }
    if update.touches(&["dns_hostnames"]) {
        set_dns_hostnames(act, id, new.dns_hostnames).await?;
    }
    if update.touches(&["amazon_ipv6"]) && new.amazon_ipv6 == Some(true) {
        add_ipv6(act, id).await?;
    }
    if update.touches(&["tags"]) {
        retag(act, id, &old.tags, &new.tags).await?;
    }
    outputs(act, id, new.amazon_ipv6 == Some(true)).await
}

pub(super) async fn delete(act: ExecContext<'_>, id: &str) -> Result<(), CloudError> {
    let request = act.clients.ec2.delete_vpc().vpc_id(id).send();
    act.calls.send(Call::new("ec2", "DeleteVpc"), request).await.map(drop)
}

async fn set_dns_support(act: ExecContext<'_>, id: &str, on: Option<bool>) -> Result<(), CloudError> {
    let Some(on) = on else { return Ok(()) };
    let value = AttributeBooleanValue::builder().value(on).build();
    let request = act.clients.ec2.modify_vpc_attribute().vpc_id(id).enable_dns_support(value).send();
    act.calls.send(Call::new("ec2", "ModifyVpcAttribute"), request).await.map(drop)
}

async fn set_dns_hostnames(act: ExecContext<'_>, id: &str, on: Option<bool>) -> Result<(), CloudError> {
    let Some(on) = on else { return Ok(()) };
    let value = AttributeBooleanValue::builder().value(on).build();
    let request = act.clients.ec2.modify_vpc_attribute().vpc_id(id).enable_dns_hostnames(value).send();
    act.calls.send(Call::new("ec2", "ModifyVpcAttribute"), request).await.map(drop)
}

/// Asks for an IPv6 range, unless one is there or on its way: each further call would add another one.
async fn add_ipv6(act: ExecContext<'_>, id: &str) -> Result<(), CloudError> {
    let has_range = vpc_of(act, id).await?.is_some_and(|vpc| vpc.ipv6_cidr_block_association_set().iter().any(is_live));
    if !has_range {
        let request = act.clients.ec2.associate_vpc_cidr_block().vpc_id(id).amazon_provided_ipv6_cidr_block(true);
        act.calls.send(Call::new("ec2", "AssociateVpcCidrBlock"), request.send()).await?;
    }
    Ok(())
}

async fn vpc_of(act: ExecContext<'_>, id: &str) -> Result<Option<SdkVpc>, CloudError> {
    let request = act.clients.ec2.describe_vpcs().vpc_ids(id).send();
    let answer = act.calls.send(Call::new("ec2", "DescribeVpcs"), request).await?;
    Ok(answer.vpcs.unwrap_or_default().into_iter().next())
}

/// The id and the IPv6 range, which AWS assigns a moment after it makes the VPC.
async fn outputs(act: ExecContext<'_>, id: &str, ipv6: bool) -> Result<Outputs, CloudError> {
    let mut outputs = with_id(id);
    if ipv6 {
        let vpc = vpc_of(act, id).await?;
        let waiting = || CloudError::new(ErrorKind::NotReady, "DescribeVpcs", "the VPC has no IPv6 range yet");
        outputs.insert(Output::Ipv6Cidr, vpc.as_ref().and_then(ipv6_range).ok_or_else(waiting)?.to_owned());
    }
    Ok(outputs)
}

pub(super) async fn add_cidr(act: ExecContext<'_>, block: &VpcCidrBlock) -> Result<Outputs, CloudError> {
    let vpc = id_of(&block.vpc);
    let seen = vpc_of(act, vpc).await?;
    let associations = seen.iter().flat_map(|v| v.cidr_block_association_set());
    let live = |state: &str| matches!(state, "associated" | "associating");
    for association in associations {
        let state = association.cidr_block_state().and_then(|s| s.state());
        if association.cidr_block() == Some(&block.cidr) && state.is_some_and(|s| live(s.as_str())) {
            return Ok(with_id(association.association_id().unwrap_or_default()));
        }
    }
    let call = Call::new("ec2", "AssociateVpcCidrBlock");
    let request = act.clients.ec2.associate_vpc_cidr_block().vpc_id(vpc).cidr_block(&block.cidr).send();
    let made = act.calls.send(call, request).await?.cidr_block_association;
    Ok(with_id(made.and_then(|a| a.association_id).ok_or_else(|| incomplete(call, "association"))?))
}

pub(super) async fn remove_cidr(act: ExecContext<'_>, id: &str) -> Result<(), CloudError> {
    let request = act.clients.ec2.disassociate_vpc_cidr_block().association_id(id).send();
    act.calls.send(Call::new("ec2", "DisassociateVpcCidrBlock"), request).await.map(drop)
}

pub(super) async fn create_dhcp_options(act: ExecContext<'_>, options: &DhcpOptions) -> Result<Outputs, CloudError> {
    if let Some(id) = made_before(act, ResourceType::DhcpOptions, &options.tags).await? {
        return Ok(with_id(id));
    }
    let entry =
        |key: &str, values: Vec<String>| NewDhcpConfiguration::builder().key(key).set_values(Some(values)).build();
    let mut request = act.clients.ec2.create_dhcp_options();
    if let Some(domain) = &options.domain_name {
        request = request.dhcp_configurations(entry("domain-name", vec![domain.clone()]));
    }
    if !options.domain_name_servers.is_empty() {
        request = request.dhcp_configurations(entry("domain-name-servers", options.domain_name_servers.clone()));
    }
    let request = request.tag_specifications(tags::specification(ResourceType::DhcpOptions, &options.tags)).send();
    let call = Call::new("ec2", "CreateDhcpOptions");
    let made = act.calls.send(call, request).await?.dhcp_options.ok_or_else(|| incomplete(call, "options"))?;
    let id = made.dhcp_options_id().ok_or_else(|| incomplete(call, "id"))?;
    let seen = tags::ec2(made.tags());
    // Options without their tags would never be found again.
    if bears(&seen, &options.tags) { Ok(with_id(id)) } else { retag(act, id, &seen, &options.tags).await }
}

pub(super) async fn delete_dhcp_options(act: ExecContext<'_>, id: &str) -> Result<(), CloudError> {
    let request = act.clients.ec2.delete_dhcp_options().dhcp_options_id(id).send();
    act.calls.send(Call::new("ec2", "DeleteDhcpOptions"), request).await.map(drop)
}

pub(super) async fn use_dhcp_options(
    act: ExecContext<'_>,
    association: &DhcpOptionsAssociation,
) -> Result<Outputs, CloudError> {
    associate_options(act, id_of(&association.vpc), id_of(&association.dhcp_options)).await?;
    Ok(with_id(id_of(&association.vpc)))
}

/// A VPC always uses some options: without its own it goes back to the region's.
pub(super) async fn use_default_dhcp_options(
    act: ExecContext<'_>,
    association: &DhcpOptionsAssociation,
) -> Result<(), CloudError> {
    associate_options(act, id_of(&association.vpc), "default").await
}

async fn associate_options(act: ExecContext<'_>, vpc: &str, options: &str) -> Result<(), CloudError> {
    let request = act.clients.ec2.associate_dhcp_options().vpc_id(vpc).dhcp_options_id(options).send();
    act.calls.send(Call::new("ec2", "AssociateDhcpOptions"), request).await.map(drop)
}

pub(super) async fn create_subnet(act: ExecContext<'_>, subnet: &Subnet) -> Result<Outputs, CloudError> {
    let wanted_tags = subnet.tags.clone().unwrap_or_default();
    let id = match made_before(act, ResourceType::Subnet, &wanted_tags).await? {
        Some(id) => id,
        None => {
            let call = Call::new("ec2", "CreateSubnet");
            let request = act
                .clients
                .ec2
                .create_subnet()
                .vpc_id(id_of(&subnet.vpc))
                .set_availability_zone(subnet.zone.clone())
                .set_cidr_block(subnet.cidr.clone())
                .set_ipv6_cidr_block(subnet_ipv6(subnet)?)
                .set_ipv6_native(subnet.cidr.is_none().then_some(true))
                .tag_specifications(tags::specification(ResourceType::Subnet, &wanted_tags));
            match act.calls.send(call, request.send()).await {
                // An earlier try may have made it so short a while ago that its tags are not seen yet.
                Err(error) if error.kind == ErrorKind::Conflict => same_range(act, subnet).await?.ok_or(error)?,
                made => made?.subnet.and_then(|s| s.subnet_id).ok_or_else(|| incomplete(call, "subnet"))?,
            }
        }
    };
    set_subnet_attributes(act, &id, subnet, &|_| true).await?;
    Ok(with_id(id))
}

/// The subnet that has this range of addresses, where it is the one that this step made.
async fn same_range(act: ExecContext<'_>, subnet: &Subnet) -> Result<Option<String>, CloudError> {
    let Some(range) = &subnet.cidr else { return Ok(None) };
    let request = act.clients.ec2.describe_subnets().filters(filter("vpc-id", [id_of(&subnet.vpc)]));
    let request = request.filters(filter("cidr-block", [range])).send();
    let seen = act.calls.send(Call::new("ec2", "DescribeSubnets"), request).await?;
    let given = subnet.tags.clone().unwrap_or_default();
    Ok(seen.subnets().iter().find(|s| bears(&tags::ec2(s.tags()), &given)).and_then(|s| s.subnet_id.clone()))
}

pub(super) async fn update_subnet(
    act: ExecContext<'_>,
    update: &Update<'_>,
    old: &Subnet,
    new: &Subnet,
) -> Result<Outputs, CloudError> {
    let id = update.id.0.as_str();
    if let (true, Resource::Subnet(wanted)) = (update.touches(&["ipv6_cidr"]), update.wanted) {
        add_subnet_ipv6(act, id, wanted).await?;
    }
    set_subnet_attributes(act, id, new, &|field| update.touches(&[field])).await?;
    if let (true, Some(tags)) = (update.touches(&["tags"]), &new.tags) {
        retag(act, id, old.tags.as_ref().unwrap_or(&kops_core::resource::Tags::new()), tags).await?;
    }
    Ok(with_id(id))
}

/// Gives a subnet its first IPv6 range, unless an earlier try did.
async fn add_subnet_ipv6(act: ExecContext<'_>, id: &str, wanted: &Subnet) -> Result<(), CloudError> {
    let Some(range) = subnet_ipv6(wanted)? else { return Ok(()) };
    let request = act.clients.ec2.describe_subnets().subnet_ids(id).send();
    let seen = act.calls.send(Call::new("ec2", "DescribeSubnets"), request).await?;
    if seen.subnets().iter().any(|subnet| seen_ipv6(subnet) == Some(&range)) {
        return Ok(());
    }
    let request = act.clients.ec2.associate_subnet_cidr_block().subnet_id(id).ipv6_cidr_block(range).send();
    act.calls.send(Call::new("ec2", "AssociateSubnetCidrBlock"), request).await.map(drop)
}

pub(super) async fn delete_subnet(act: ExecContext<'_>, id: &str) -> Result<(), CloudError> {
    let request = act.clients.ec2.delete_subnet().subnet_id(id).send();
    act.calls.send(Call::new("ec2", "DeleteSubnet"), request).await.map(drop)
}

/// EC2 takes one attribute of a subnet in a call.
async fn set_subnet_attributes(
    act: ExecContext<'_>,
    id: &str,
    subnet: &Subnet,
    wanted: &(dyn Fn(&str) -> bool + Sync),
) -> Result<(), CloudError> {
    let call = Call::new("ec2", "ModifySubnetAttribute");
    let request = || act.clients.ec2.modify_subnet_attribute().subnet_id(id);
    let value = |on: bool| AttributeBooleanValue::builder().value(on).build();
    let mut changes = Vec::new();
    if let Some(on) = subnet.assign_ipv6.filter(|_| wanted("assign_ipv6")) {
        changes.push(request().assign_ipv6_address_on_creation(value(on)));
    }
    if let Some(on) = subnet.dns64.filter(|_| wanted("dns64")) {
        changes.push(request().enable_dns64(value(on)));
    }
    if let Some(kind) = subnet.hostname_type.as_deref().filter(|_| wanted("hostname_type")) {
        changes.push(request().private_dns_hostname_type_on_launch(HostnameType::from(kind)));
    }
    if let Some(on) = subnet.resource_name_a.filter(|_| wanted("resource_name_a")) {
        changes.push(request().enable_resource_name_dns_a_record_on_launch(value(on)));
    }
    if let Some(on) = subnet.resource_name_aaaa.filter(|_| wanted("resource_name_aaaa")) {
        changes.push(request().enable_resource_name_dns_aaaa_record_on_launch(value(on)));
    }
    for change in changes {
        act.calls.send(call, change.send()).await?;
    }
    Ok(())
}

/// The IPv6 range of a subnet: as written, or the n-th /64 (`/64#1`, hexadecimal) of its VPC's range.
fn subnet_ipv6(subnet: &Subnet) -> Result<Option<String>, CloudError> {
    let Some(written) = &subnet.ipv6_cidr else { return Ok(None) };
    let Some(number) = written.strip_prefix("/64#") else { return Ok(Some(written.clone())) };
    let within = subnet.ipv6_cidr_of.as_ref().map(id_of).unwrap_or_default();
    let base = within.split_once('/').and_then(|(address, _)| address.parse::<Ipv6Addr>().ok());
    match (base, u128::from_str_radix(number, 16)) {
        (Some(base), Ok(number)) => {
            let address = Ipv6Addr::from(u128::from(base) | (number << 64));
            Ok(Some(format!("{address}/64")))
        }
        _ => {
            let message = format!("`{written}` cannot be counted in the IPv6 range `{within}` of the VPC");
            Err(CloudError::new(ErrorKind::Invalid, "CreateSubnet", message))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_numbered_range_is_counted_in_the_vpcs() {
        let subnet = |range: &str, of: &str| Subnet {
            ipv6_cidr: Some(range.to_owned()),
            ipv6_cidr_of: Some(of.into()),
            ..Subnet::default()
        };
        for (range, of, expected) in [
            ("/64#0", "2600:1f16:abc:de00::/56", "2600:1f16:abc:de00::/64"),
            ("/64#a", "2600:1f16:abc:de00::/56", "2600:1f16:abc:de0a::/64"),
            ("2600::/64", "2600:1f16:abc:de00::/56", "2600::/64"),
        ] {
            assert_eq!(subnet_ipv6(&subnet(range, of)).expect("counts").as_deref(), Some(expected));
        }
        assert!(subnet_ipv6(&subnet("/64#x", "2600::/56")).is_err());
        assert!(subnet_ipv6(&subnet("/64#1", "")).is_err());
    }
}
