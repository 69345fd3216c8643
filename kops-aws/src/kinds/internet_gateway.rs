//! Internet gateways, and egress-only ones for IPv6.

use aws_sdk_ec2::types::ResourceType;
use kops_core::cloud::{CloudError, Observed};
use kops_core::resource::{EgressOnlyInternetGateway, InternetGateway, Kind, Outputs};

use crate::ec2::{find_created, retag};
use crate::error::Call;
use crate::filter::filters;
use crate::inventory::Inventory;
use crate::kinds::nat_gateway;
use crate::reader::{Reader, observed};
use crate::step::{StepContext, Update, known, unseen, with_id};
use crate::tags;

const READ: Call = Call::new("ec2", "DescribeInternetGateways");
const READ_EGRESS_ONLY: Call = Call::new("ec2", "DescribeEgressOnlyInternetGateways");

/// Reads internet gateways: the cluster's, and the one that its VPC has.
pub(crate) async fn read(reader: Reader<'_>, inventory: &Inventory) -> Result<Vec<Observed>, CloudError> {
    let mut found = filtered(reader, "attachment.vpc-id", &inventory.ids(reader, Kind::Vpc)).await?;
    // One that was made but not attached yet.
    let mut detached = inventory.ids(reader, Kind::InternetGateway);
    detached.retain(|id| !found.iter().any(|seen| seen.id.0 == *id));
    found.extend(filtered(reader, "internet-gateway-id", &detached).await?);
    Ok(found)
}

async fn filtered(reader: Reader<'_>, by: &str, values: &[String]) -> Result<Vec<Observed>, CloudError> {
    let mut found = Vec::new();
    for filter in filters(by, values) {
        let request = reader.clients.ec2.describe_internet_gateways().filters(filter).into_paginator().send();
        for page in reader.calls.pages(READ, request).await? {
            for gateway in page.internet_gateways.unwrap_or_default() {
                // A gateway that is not attached has no VPC.
                let vpc = gateway.attachments().first().and_then(|a| a.vpc_id()).unwrap_or_default();
                let resource = InternetGateway { vpc: vpc.into(), tags: tags::ec2(gateway.tags()) };
                found.push(observed(READ.require(gateway.internet_gateway_id(), "InternetGatewayId")?, resource));
            }
        }
    }
    Ok(found)
}

pub(crate) async fn create(ctx: StepContext<'_>, gateway: &InternetGateway) -> Result<Outputs, CloudError> {
    let InternetGateway { vpc, tags } = gateway;
    let created = find_created!(
        ctx,
        tags,
        "DescribeInternetGateways",
        describe_internet_gateways,
        internet_gateways,
        internet_gateway_id
    );
    let id = match created {
        Some(id) => id,
        None => {
            let call = Call::new("ec2", "CreateInternetGateway");
            let request = ctx
                .clients
                .ec2
                .create_internet_gateway()
                .set_tag_specifications(tags::specification(ResourceType::InternetGateway, tags));
            let made = ctx.made.note_lost(ctx.token, ctx.calls.send(call, request.send()).await)?.internet_gateway;
            let id = call.require(made.and_then(|gateway| gateway.internet_gateway_id), "InternetGatewayId")?;
            ctx.made.keep(ctx.token, &id);
            id
        }
    };
    let vpc = known(vpc)?;
    let request = ctx.clients.ec2.attach_internet_gateway().internet_gateway_id(&id).vpc_id(vpc).send();
    match ctx.calls.send(Call::new("ec2", "AttachInternetGateway"), request).await {
        Err(error) if error.code.as_deref() == Some("Resource.AlreadyAssociated") => {
            match attached_to(ctx, &id).await? {
                Some(attached) if attached == vpc => {}
                Some(_) => return Err(error),
                None => return Err(unseen(error)),
            }
        }
        attached => attached.map(drop)?,
    }
    Ok(with_id(id))
}

/// The VPC that a gateway is attached to.
async fn attached_to(ctx: StepContext<'_>, id: &str) -> Result<Option<String>, CloudError> {
    let request = ctx.clients.ec2.describe_internet_gateways().internet_gateway_ids(id).send();
    let seen = ctx.calls.send(READ, request).await?;
    let mut attachments = seen.internet_gateways().iter().flat_map(|gateway| gateway.attachments());
    Ok(attachments.find_map(|attachment| attachment.vpc_id.clone()))
}

pub(crate) async fn update(ctx: StepContext<'_>, update: Update<'_, InternetGateway>) -> Result<Outputs, CloudError> {
    let InternetGateway { vpc: _, tags } = update.desired;
    retag(ctx, update.id, &update.current.tags, tags).await
}

pub(crate) async fn delete(ctx: StepContext<'_>, id: &str, gateway: &InternetGateway) -> Result<(), CloudError> {
    let vpc = known(&gateway.vpc)?;
    if !vpc.is_empty() {
        let request = ctx.clients.ec2.detach_internet_gateway().internet_gateway_id(id).vpc_id(vpc).send();
        match ctx.calls.send(Call::new("ec2", "DetachInternetGateway"), request).await {
            Err(error) if error.code.as_deref() == Some("Gateway.NotAttached") => {}
            Err(error) => {
                return Err(nat_gateway::too_early(ctx, error, |gateway| gateway.vpc_id() == Some(vpc)).await);
            }
            Ok(_) => {}
        }
    }
    let request = ctx.clients.ec2.delete_internet_gateway().internet_gateway_id(id).send();
    ctx.calls.send(Call::new("ec2", "DeleteInternetGateway"), request).await.map(drop)
}

pub(crate) async fn read_egress_only(reader: Reader<'_>, inventory: &Inventory) -> Result<Vec<Observed>, CloudError> {
    let ids = inventory.ids(reader, Kind::EgressOnlyInternetGateway);
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    // There is no filter by id, and asking for one that is gone would be an error for all.
    let request = reader.clients.ec2.describe_egress_only_internet_gateways().into_paginator().send();
    let mut found = Vec::new();
    for page in reader.calls.pages(READ_EGRESS_ONLY, request).await? {
        for gateway in page.egress_only_internet_gateways() {
            let id = gateway.egress_only_internet_gateway_id();
            let id = READ_EGRESS_ONLY.require(id, "EgressOnlyInternetGatewayId")?;
            if ids.iter().any(|ours| ours == id) {
                let vpc = gateway.attachments().first().and_then(|a| a.vpc_id()).unwrap_or_default();
                let tags = tags::ec2(gateway.tags());
                found.push(observed(id, EgressOnlyInternetGateway { vpc: vpc.into(), tags }));
            }
        }
    }
    Ok(found)
}

pub(crate) async fn create_egress_only(
    ctx: StepContext<'_>,
    gateway: &EgressOnlyInternetGateway,
) -> Result<Outputs, CloudError> {
    let EgressOnlyInternetGateway { vpc, tags } = gateway;
    let created = find_created!(
        ctx,
        tags,
        "DescribeEgressOnlyInternetGateways",
        describe_egress_only_internet_gateways,
        egress_only_internet_gateways,
        egress_only_internet_gateway_id
    );
    if let Some(id) = created {
        return Ok(with_id(id));
    }
    let call = Call::new("ec2", "CreateEgressOnlyInternetGateway");
    let request = ctx
        .clients
        .ec2
        .create_egress_only_internet_gateway()
        .client_token(ctx.token)
        .vpc_id(known(vpc)?)
        .set_tag_specifications(tags::specification(ResourceType::EgressOnlyInternetGateway, tags));
    let made = ctx.calls.send(call, request.send()).await?.egress_only_internet_gateway;
    let id = made.and_then(|gateway| gateway.egress_only_internet_gateway_id);
    Ok(with_id(call.require(id, "EgressOnlyInternetGatewayId")?))
}

pub(crate) async fn update_egress_only(
    ctx: StepContext<'_>,
    update: Update<'_, EgressOnlyInternetGateway>,
) -> Result<Outputs, CloudError> {
    let EgressOnlyInternetGateway { vpc: _, tags } = update.desired;
    retag(ctx, update.id, &update.current.tags, tags).await
}

pub(crate) async fn delete_egress_only(
    ctx: StepContext<'_>,
    id: &str,
    _: &EgressOnlyInternetGateway,
) -> Result<(), CloudError> {
    let request = ctx.clients.ec2.delete_egress_only_internet_gateway().egress_only_internet_gateway_id(id).send();
    ctx.calls.send(Call::new("ec2", "DeleteEgressOnlyInternetGateway"), request).await.map(drop)
}
