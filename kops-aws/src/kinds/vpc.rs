//! VPCs and their further IPv4 ranges.

use aws_sdk_ec2::types::{self, AttributeBooleanValue, ResourceType, VpcAttributeName, VpcCidrBlockStateCode};
use futures::try_join;
use kops_core::cloud::{CloudError, ErrorKind, Observed};
use kops_core::resource::{DhcpOptionsAssociation, Kind, Output, Outputs, Vpc, VpcCidrBlock};

use crate::ec2::{find_created, retag};
use crate::error::Call;
use crate::filter::filters;
use crate::inventory::Inventory;
use crate::reader::{Reader, observed, observed_with};
use crate::step::{StepContext, Update, known, with_id};
use crate::tags;

const READ: Call = Call::new("ec2", "DescribeVpcs");

/// Reads VPCs with their further ranges and the DHCP options that they use.
pub(crate) async fn read(reader: Reader<'_>, inventory: &Inventory) -> Result<Vec<Observed>, CloudError> {
    let mut found = Vec::new();
    for filter in filters("vpc-id", inventory.ids(reader, Kind::Vpc)) {
        let request = reader.clients.ec2.describe_vpcs().filters(filter).into_paginator().send();
        for page in reader.calls.pages(READ, request).await? {
            for vpc in page.vpcs.unwrap_or_default() {
                found.extend(with_children(reader, &vpc).await?);
            }
        }
    }
    Ok(found)
}

/// A VPC with what belongs to it; nothing where it was deleted a moment ago, and is still listed.
async fn with_children(reader: Reader<'_>, vpc: &types::Vpc) -> Result<Vec<Observed>, CloudError> {
    let id = READ.require(vpc.vpc_id(), "VpcId")?;
    let attributes = try_join!(
        attribute(reader, id, VpcAttributeName::EnableDnsSupport),
        attribute(reader, id, VpcAttributeName::EnableDnsHostnames),
    )?;
    let (Some(dns_support), Some(dns_hostnames)) = attributes else { return Ok(Vec::new()) };
    let outputs = Outputs::from_iter(ipv6_range(vpc).map(|range| (Output::Ipv6Cidr, range.to_owned())));
    let mut found = vec![observed_with(id, from_aws(vpc, dns_support, dns_hostnames), outputs)];
    for block in vpc.cidr_block_association_set() {
        if let Some(cidr) = further_range(vpc, block) {
            let association = READ.require(block.association_id(), "AssociationId")?;
            found.push(observed(association, VpcCidrBlock { vpc: id.into(), cidr: cidr.to_owned() }));
        }
    }
    if let Some(options) = vpc.dhcp_options_id() {
        found.push(observed(id, DhcpOptionsAssociation { vpc: id.into(), dhcp_options: options.into() }));
    }
    Ok(found)
}

fn from_aws(vpc: &types::Vpc, dns_support: Option<bool>, dns_hostnames: Option<bool>) -> Vpc {
    let mut ipv6 = vpc.ipv6_cidr_block_association_set().iter().filter(|a| is_live(a));
    Vpc {
        cidr: vpc.cidr_block.clone(),
        amazon_ipv6: Some(ipv6.any(is_amazons)),
        dns_hostnames,
        dns_support,
        tags: tags::ec2(vpc.tags()),
    }
}

/// The range of an association, where it is live and not the first of the VPC.
fn further_range<'a>(vpc: &types::Vpc, block: &'a types::VpcCidrBlockAssociation) -> Option<&'a str> {
    let associated = block.cidr_block_state().and_then(|s| s.state()) == Some(&VpcCidrBlockStateCode::Associated);
    block.cidr_block().filter(|cidr| associated && Some(*cidr) != vpc.cidr_block())
}

/// True for an IPv4 range that the VPC has or is about to have; AWS still lists former ones for a while.
pub(crate) fn is_live_ipv4(block: &types::VpcCidrBlockAssociation) -> bool {
    use VpcCidrBlockStateCode::{Associated, Associating};
    matches!(block.cidr_block_state().and_then(|s| s.state()), Some(Associated | Associating))
}

/// True for an IPv6 range that the VPC has or is about to have; AWS still lists former ones for a while.
pub(crate) fn is_live(block: &types::VpcIpv6CidrBlockAssociation) -> bool {
    use VpcCidrBlockStateCode::{Associated, Associating};
    matches!(ipv6_state(block), Some(Associated | Associating))
}

fn ipv6_state(block: &types::VpcIpv6CidrBlockAssociation) -> Option<&VpcCidrBlockStateCode> {
    block.ipv6_cidr_block_state().and_then(|s| s.state())
}

/// True for a range of Amazon's space, and not of a pool that the account has.
fn is_amazons(block: &types::VpcIpv6CidrBlockAssociation) -> bool {
    block.ipv6_pool().is_none_or(|pool| pool == "Amazon")
}

/// The IPv6 range of a VPC, Amazon's before others. While AWS still associates it, no subnet can have a part of it.
fn ipv6_range(vpc: &types::Vpc) -> Option<&str> {
    let there = |a: &&types::VpcIpv6CidrBlockAssociation| ipv6_state(a) == Some(&VpcCidrBlockStateCode::Associated);
    let ranges: Vec<_> = vpc.ipv6_cidr_block_association_set().iter().filter(there).collect();
    let of_amazon = ranges.iter().copied().find(|a| is_amazons(a));
    of_amazon.or(ranges.first().copied())?.ipv6_cidr_block().filter(|range| !range.is_empty())
}

/// Reads an attribute of a VPC; `None` where the VPC is gone.
async fn attribute(reader: Reader<'_>, vpc: &str, name: VpcAttributeName) -> Result<Option<Option<bool>>, CloudError> {
    let request = reader.clients.ec2.describe_vpc_attribute().vpc_id(vpc).attribute(name).send();
    let answer = reader.calls.find(Call::new("ec2", "DescribeVpcAttribute"), request).await?;
    Ok(answer.map(|answer| answer.enable_dns_support.or(answer.enable_dns_hostnames).and_then(|v| v.value)))
}

pub(crate) async fn create(ctx: StepContext<'_>, vpc: &Vpc) -> Result<Outputs, CloudError> {
    let Vpc { cidr, amazon_ipv6, dns_hostnames, dns_support, tags } = vpc;
    let id = match find_created!(ctx, tags, "DescribeVpcs", describe_vpcs, vpcs, vpc_id) {
        Some(id) => id,
        None => {
            let call = Call::new("ec2", "CreateVpc");
            let request = ctx
                .clients
                .ec2
                .create_vpc()
                .set_cidr_block(cidr.clone())
                .set_amazon_provided_ipv6_cidr_block(*amazon_ipv6)
                .set_tag_specifications(tags::specification(ResourceType::Vpc, tags));
            let made = ctx.made.note_lost(ctx.token, ctx.calls.send(call, request.send()).await)?.vpc;
            let id = call.require(made.and_then(|vpc| vpc.vpc_id), "VpcId")?;
            ctx.made.keep(ctx.token, &id);
            id
        }
    };
    // Host names need DNS support, so that goes first.
    set_dns_support(ctx, &id, *dns_support).await?;
    set_dns_hostnames(ctx, &id, *dns_hostnames).await?;
    outputs(ctx, &id, *amazon_ipv6).await
}

pub(crate) async fn update(ctx: StepContext<'_>, update: Update<'_, Vpc>) -> Result<Outputs, CloudError> {
    let Vpc { cidr: _, amazon_ipv6, dns_hostnames, dns_support, tags } = update.desired;
    if update.touches(&[Vpc::DNS_SUPPORT]) {
        set_dns_support(ctx, update.id, *dns_support).await?;
    }
    if update.touches(&[Vpc::DNS_HOSTNAMES]) {
        set_dns_hostnames(ctx, update.id, *dns_hostnames).await?;
    }
    if update.touches(&[Vpc::AMAZON_IPV6]) && *amazon_ipv6 == Some(true) {
        add_ipv6(ctx, update.id).await?;
    }
    if update.touches(&[Vpc::TAGS]) {
        retag(ctx, update.id, &update.current.tags, tags).await?;
    }
    outputs(ctx, update.id, *amazon_ipv6).await
}

pub(crate) async fn delete(ctx: StepContext<'_>, id: &str, _: &Vpc) -> Result<(), CloudError> {
    let request = ctx.clients.ec2.delete_vpc().vpc_id(id).send();
    ctx.calls.send(Call::new("ec2", "DeleteVpc"), request).await.map(drop)
}

async fn set_dns_support(ctx: StepContext<'_>, id: &str, on: Option<bool>) -> Result<(), CloudError> {
    let Some(on) = on else { return Ok(()) };
    let value = AttributeBooleanValue::builder().value(on).build();
    let request = ctx.clients.ec2.modify_vpc_attribute().vpc_id(id).enable_dns_support(value).send();
    ctx.calls.send(Call::new("ec2", "ModifyVpcAttribute"), request).await.map(drop)
}

async fn set_dns_hostnames(ctx: StepContext<'_>, id: &str, on: Option<bool>) -> Result<(), CloudError> {
    let Some(on) = on else { return Ok(()) };
    let value = AttributeBooleanValue::builder().value(on).build();
    let request = ctx.clients.ec2.modify_vpc_attribute().vpc_id(id).enable_dns_hostnames(value).send();
    ctx.calls.send(Call::new("ec2", "ModifyVpcAttribute"), request).await.map(drop)
}

/// Asks for an IPv6 range, unless one is there or on its way: each further call would add another one. What an earlier try has added may
/// not be seen yet.
async fn add_ipv6(ctx: StepContext<'_>, id: &str) -> Result<(), CloudError> {
    if ctx.made.by(ctx.token).is_some() {
        return Ok(());
    }
    let vpc = by_id(ctx, id).await?;
    if vpc.is_some_and(|vpc| vpc.ipv6_cidr_block_association_set().iter().any(is_live)) {
        return Ok(());
    }
    let call = Call::new("ec2", "AssociateVpcCidrBlock");
    let request = ctx.clients.ec2.associate_vpc_cidr_block().vpc_id(id).amazon_provided_ipv6_cidr_block(true);
    let made = ctx.calls.send(call, request.send()).await?.ipv6_cidr_block_association;
    let association = call.require(made.and_then(|made| made.association_id), "AssociationId")?;
    ctx.made.keep(ctx.token, &association);
    Ok(())
}

async fn by_id(ctx: StepContext<'_>, id: &str) -> Result<Option<types::Vpc>, CloudError> {
    let request = ctx.clients.ec2.describe_vpcs().vpc_ids(id).send();
    let answer = ctx.calls.send(READ, request).await?;
    Ok(answer.vpcs.unwrap_or_default().into_iter().next())
}

/// The id and the IPv6 range, which AWS assigns a moment after it makes the VPC.
async fn outputs(ctx: StepContext<'_>, id: &str, amazon_ipv6: Option<bool>) -> Result<Outputs, CloudError> {
    let mut outputs = with_id(id);
    if amazon_ipv6 == Some(true) {
        let vpc = by_id(ctx, id).await?;
        let waiting = || CloudError::new(ErrorKind::NotReady, READ.operation, "the VPC has no IPv6 range yet");
        outputs.insert(Output::Ipv6Cidr, vpc.as_ref().and_then(ipv6_range).ok_or_else(waiting)?.to_owned());
    }
    Ok(outputs)
}

/// Gives a VPC a further range. AWS refuses subnets in it until it is associated, so that is waited for.
pub(crate) async fn create_cidr_block(ctx: StepContext<'_>, block: &VpcCidrBlock) -> Result<Outputs, CloudError> {
    let VpcCidrBlock { vpc, cidr } = block;
    let vpc = known(vpc)?;
    let mut found = cidr_block(ctx, vpc, cidr).await?;
    // What an earlier try has associated may not be seen yet.
    if found.is_none() && ctx.made.by(ctx.token).is_none() {
        let call = Call::new("ec2", "AssociateVpcCidrBlock");
        let request = ctx.clients.ec2.associate_vpc_cidr_block().vpc_id(vpc).cidr_block(cidr).send();
        let made = ctx.calls.send(call, request).await?.cidr_block_association;
        let association = call.require(made.and_then(|made| made.association_id), "AssociationId")?;
        ctx.made.keep(ctx.token, &association);
        found = cidr_block(ctx, vpc, cidr).await?;
    }
    match found {
        Some((id, VpcCidrBlockStateCode::Associated)) => Ok(with_id(id)),
        _ => Err(CloudError::new(ErrorKind::NotReady, READ.operation, "the VPC does not have the range yet")),
    }
}

/// The association of a VPC with a range that it has or is about to have, and its state.
async fn cidr_block(
    ctx: StepContext<'_>,
    vpc: &str,
    cidr: &str,
) -> Result<Option<(String, VpcCidrBlockStateCode)>, CloudError> {
    use VpcCidrBlockStateCode::{Associated, Associating};
    let seen = by_id(ctx, vpc).await?;
    for association in seen.iter().flat_map(|vpc| vpc.cidr_block_association_set()) {
        let state = association.cidr_block_state().and_then(|s| s.state());
        let state = state.filter(|state| matches!(state, Associated | Associating));
        if let (true, Some(state)) = (association.cidr_block() == Some(cidr), state) {
            let id = READ.require(association.association_id(), "AssociationId")?;
            return Ok(Some((id.to_owned(), state.clone())));
        }
    }
    Ok(None)
}

pub(crate) async fn delete_cidr_block(ctx: StepContext<'_>, id: &str, _: &VpcCidrBlock) -> Result<(), CloudError> {
    let request = ctx.clients.ec2.disassociate_vpc_cidr_block().association_id(id).send();
    ctx.calls.send(Call::new("ec2", "DisassociateVpcCidrBlock"), request).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ipv6_range_is_there_once_it_is_associated_and_amazons_goes_first() {
        use VpcCidrBlockStateCode::{Associated, Associating, Disassociated};
        let block = |pool: &str, range: &str, state: VpcCidrBlockStateCode| {
            types::VpcIpv6CidrBlockAssociation::builder()
                .ipv6_pool(pool)
                .ipv6_cidr_block(range)
                .ipv6_cidr_block_state(types::VpcCidrBlockState::builder().state(state).build())
                .build()
        };
        let (own, amazons) = ("2001:db8::/56", "2600:1f16:abc:de00::/56");
        for (blocks, expected) in [
            (vec![], None),
            (vec![block("Amazon", "", Associating)], None),
            (vec![block("Amazon", amazons, Associating)], None),
            (vec![block("Amazon", own, Disassociated), block("Amazon", amazons, Associated)], Some(amazons)),
            (vec![block("ipv6pool-ec2-1", own, Associated), block("Amazon", amazons, Associated)], Some(amazons)),
            (vec![block("ipv6pool-ec2-1", own, Associated)], Some(own)),
        ] {
            let vpc = types::Vpc::builder().set_ipv6_cidr_block_association_set(Some(blocks)).build();
            assert_eq!(ipv6_range(&vpc), expected, "{vpc:?}");
        }
    }
}
