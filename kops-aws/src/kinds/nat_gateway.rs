//! NAT gateways and elastic IPs.

use aws_sdk_ec2::types::{self, DomainType, NatGatewayState, ResourceType};
use kops_core::cloud::{CloudError, ErrorKind, Observed};
use kops_core::resource::{ElasticIp, Kind, NatGateway, Output, Outputs};

use crate::ec2::{created_filters, find_created, retag};
use crate::error::Call;
use crate::filter::{filter, filters};
use crate::inventory::Inventory;
use crate::reader::{Reader, observed, observed_with};
use crate::step::{StepContext, Update, has_tags, known, with_id};
use crate::tags;

const READ: Call = Call::new("ec2", "DescribeNatGateways");
const READ_ADDRESSES: Call = Call::new("ec2", "DescribeAddresses");

/// Reads NAT gateways. A deleted one answers for an hour or so, and counts as gone.
pub(crate) async fn read(reader: Reader<'_>, inventory: &Inventory) -> Result<Vec<Observed>, CloudError> {
    let mut found = Vec::new();
    for filter in filters("nat-gateway-id", inventory.ids(reader, Kind::NatGateway)) {
        let request = reader.clients.ec2.describe_nat_gateways().filter(filter).into_paginator().send();
        for page in reader.calls.pages(READ, request).await? {
            for gateway in page.nat_gateways.unwrap_or_default() {
                if gateway.state() == Some(&NatGatewayState::Deleted) {
                    continue;
                }
                let id = READ.require(gateway.nat_gateway_id(), "NatGatewayId")?;
                let mut seen = observed(id, from_aws(&gateway));
                seen.deleting = matches!(gateway.state(), Some(NatGatewayState::Deleting | NatGatewayState::Failed));
                found.push(seen);
            }
        }
    }
    Ok(found)
}

fn from_aws(gateway: &types::NatGateway) -> NatGateway {
    NatGateway {
        // A regional gateway, which may be one that the cluster shares, is in no subnet.
        subnet: gateway.subnet_id().unwrap_or_default().into(),
        elastic_ip: elastic_ip(gateway).map(Into::into),
        tags: tags::ec2(gateway.tags()),
    }
}

/// The address that a NAT gateway was made with, by its allocation id: others can be added later. A private gateway has none.
pub(crate) fn elastic_ip(gateway: &types::NatGateway) -> Option<&str> {
    let addresses = gateway.nat_gateway_addresses();
    let primary = addresses.iter().find(|address| address.is_primary() == Some(true));
    primary.or(addresses.first())?.allocation_id()
}

pub(crate) async fn create(ctx: StepContext<'_>, gateway: &NatGateway) -> Result<Outputs, CloudError> {
    let NatGateway { subnet, elastic_ip, tags } = gateway;
    if let Some(id) = live(ctx, gateway).await? {
        return Ok(with_id(id));
    }
    let call = Call::new("ec2", "CreateNatGateway");
    let request = ctx
        .clients
        .ec2
        .create_nat_gateway()
        .client_token(ctx.token)
        .subnet_id(known(subnet)?)
        .set_allocation_id(elastic_ip.as_ref().map(known).transpose()?.map(str::to_owned))
        .set_tag_specifications(tags::specification(ResourceType::Natgateway, tags));
    let made = ctx.calls.send(call, request.send()).await?.nat_gateway;
    Ok(with_id(call.require(made.and_then(|gateway| gateway.nat_gateway_id), "NatGatewayId")?))
}

/// The gateway that an earlier try made. A deleted one keeps its tags for an hour, so that only live ones count.
async fn live(ctx: StepContext<'_>, gateway: &NatGateway) -> Result<Option<String>, CloudError> {
    let Some(filters) = created_filters(ctx, &gateway.tags) else { return Ok(None) };
    let request = ctx
        .clients
        .ec2
        .describe_nat_gateways()
        .set_filter(Some(filters))
        .filter(filter("state", ["pending", "available"]))
        .send();
    let seen = ctx.calls.send(READ, request).await?;
    let ours = seen.nat_gateways().iter().find(|found| has_tags(&tags::ec2(found.tags()), &gateway.tags));
    Ok(ours.and_then(|gateway| gateway.nat_gateway_id.clone()))
}

pub(crate) async fn update(ctx: StepContext<'_>, update: Update<'_, NatGateway>) -> Result<Outputs, CloudError> {
    let NatGateway { subnet: _, elastic_ip: _, tags } = update.desired;
    retag(ctx, update.id, &update.current.tags, tags).await
}

/// Says of a deletion that was refused that it is only too early, where a NAT gateway that uses the resource is itself being deleted, as an
/// earlier run began: that takes minutes. Where gateways cannot be read, the error stays.
pub(crate) async fn too_early(
    ctx: StepContext<'_>,
    mut error: CloudError,
    uses: impl Fn(&types::NatGateway) -> bool + Send,
) -> CloudError {
    if error.kind != ErrorKind::InUse {
        return error;
    }
    let deleting = filter("state", ["deleting"]);
    let request = ctx.clients.ec2.describe_nat_gateways().filter(deleting).into_paginator().send();
    let pages = ctx.calls.pages(READ, request).await.unwrap_or_default();
    let mut gateways = pages.iter().flat_map(|page| page.nat_gateways());
    if let Some(gateway) = gateways.find(|gateway| uses(gateway)) {
        let id = gateway.nat_gateway_id().unwrap_or_default();
        error.kind = ErrorKind::NotReady;
        error.message = format!("the NAT gateway `{id}` that uses it is being deleted");
    }
    error
}

/// Deletes a NAT gateway, which takes minutes; the executor waits by probing.
pub(crate) async fn delete(ctx: StepContext<'_>, id: &str, _: &NatGateway) -> Result<(), CloudError> {
    let request = ctx.clients.ec2.delete_nat_gateway().nat_gateway_id(id).send();
    ctx.calls.send(Call::new("ec2", "DeleteNatGateway"), request).await.map(drop)
}

pub(crate) async fn read_addresses(reader: Reader<'_>, inventory: &Inventory) -> Result<Vec<Observed>, CloudError> {
    let mut found = Vec::new();
    for filter in filters("allocation-id", inventory.ids(reader, Kind::ElasticIp)) {
        let request = reader.clients.ec2.describe_addresses().filters(filter).send();
        let answer = reader.calls.send(READ_ADDRESSES, request).await?;
        for address in answer.addresses() {
            let id = READ_ADDRESSES.require(address.allocation_id(), "AllocationId")?;
            let public = READ_ADDRESSES.require(address.public_ip.clone(), "PublicIp")?;
            let resource = ElasticIp { address: Some(public.clone()), tags: tags::ec2(address.tags()) };
            found.push(observed_with(id, resource, Outputs::from([(Output::Address, public)])));
        }
    }
    Ok(found)
}

pub(crate) async fn create_address(ctx: StepContext<'_>, elastic_ip: &ElasticIp) -> Result<Outputs, CloudError> {
    // The address itself is AWS's choice.
    let ElasticIp { address: _, tags } = elastic_ip;
    let created = find_created!(ctx, tags, "DescribeAddresses", describe_addresses, addresses, allocation_id);
    if let Some(id) = created {
        let request = ctx.clients.ec2.describe_addresses().allocation_ids(&id).send();
        let seen = ctx.calls.send(READ_ADDRESSES, request).await?;
        let public = seen.addresses().first().and_then(|address| address.public_ip.clone());
        return Ok(address_outputs(id, READ_ADDRESSES.require(public, "PublicIp")?));
    }
    let call = Call::new("ec2", "AllocateAddress");
    let request = ctx
        .clients
        .ec2
        .allocate_address()
        .domain(DomainType::Vpc)
        .set_tag_specifications(tags::specification(ResourceType::ElasticIp, tags));
    let made = ctx.made.note_lost(ctx.token, ctx.calls.send(call, request.send()).await)?;
    let id = call.require(made.allocation_id, "AllocationId")?;
    Ok(address_outputs(id, call.require(made.public_ip, "PublicIp")?))
}

fn address_outputs(id: String, public: String) -> Outputs {
    let mut outputs = with_id(id);
    outputs.insert(Output::Address, public);
    outputs
}

pub(crate) async fn update_address(ctx: StepContext<'_>, update: Update<'_, ElasticIp>) -> Result<Outputs, CloudError> {
    let ElasticIp { address: _, tags } = update.desired;
    retag(ctx, update.id, &update.current.tags, tags).await
}

pub(crate) async fn delete_address(ctx: StepContext<'_>, id: &str, _: &ElasticIp) -> Result<(), CloudError> {
    let request = ctx.clients.ec2.release_address().allocation_id(id).send();
    let Err(mut error) = ctx.calls.send(Call::new("ec2", "ReleaseAddress"), request).await else { return Ok(()) };
    // EC2 says that it may not be released while a NAT gateway has not let go of it.
    if error.code.as_deref() == Some("AuthFailure") && error.permission.take().is_some() {
        error.kind = ErrorKind::InUse;
        error.message = format!("EC2 does not release the address `{id}`, as it does while something uses it");
    }
    let is_this = |address: &types::NatGatewayAddress| address.allocation_id() == Some(id);
    Err(too_early(ctx, error, |gateway| gateway.nat_gateway_addresses().iter().any(is_this)).await)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_gateway_is_the_one_that_it_was_made_with() {
        let address = |id: &str, primary: Option<bool>| {
            types::NatGatewayAddress::builder().allocation_id(id).set_is_primary(primary).build()
        };
        for (addresses, expected) in [
            (vec![], None),
            (vec![address("eipalloc-1", None)], Some("eipalloc-1")),
            (vec![address("eipalloc-2", Some(false)), address("eipalloc-1", Some(true))], Some("eipalloc-1")),
        ] {
            let gateway = types::NatGateway::builder().set_nat_gateway_addresses(Some(addresses)).build();
            assert_eq!(elastic_ip(&gateway), expected, "{gateway:?}");
        }
    }
}
