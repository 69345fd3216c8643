//! Internet gateways, NAT gateways and elastic IPs.

use aws_sdk_ec2::types::{DomainType, ResourceType};
use kops_core::cloud::CloudError;
use kops_core::resource::{EgressOnlyInternetGateway, ElasticIp, InternetGateway, NatGateway, Output, Outputs};

use super::{ExecContext, bears, id_of, incomplete, made_before, with_id};
use crate::error::Call;
use crate::filter::filter;
use crate::tags;

pub(super) async fn create_internet(act: ExecContext<'_>, gateway: &InternetGateway) -> Result<Outputs, CloudError> {
    let id = match made_before(act, ResourceType::InternetGateway, &gateway.tags).await? {
        Some(id) => id,
        None => {
            let call = Call::new("ec2", "CreateInternetGateway");
            let request = act.clients.ec2.create_internet_gateway();
            let request =
                request.tag_specifications(tags::specification(ResourceType::InternetGateway, &gateway.tags)).send();
            let made = act.calls.send(call, request).await?.internet_gateway;
            made.and_then(|g| g.internet_gateway_id).ok_or_else(|| incomplete(call, "internet gateway"))?
        }
    };
    let vpc = id_of(&gateway.vpc);
    let request = act.clients.ec2.attach_internet_gateway().internet_gateway_id(&id).vpc_id(vpc).send();
    match act.calls.send(Call::new("ec2", "AttachInternetGateway"), request).await {
        Err(error) if error.code.as_deref() == Some("Resource.AlreadyAssociated") => {
            attached_to(act, &id, vpc, error).await?;
        }
        attached => attached.map(drop)?,
    }
    Ok(with_id(id))
}

/// A gateway that is attached already is fine where the VPC is the right one.
async fn attached_to(act: ExecContext<'_>, id: &str, vpc: &str, error: CloudError) -> Result<(), CloudError> {
    let request = act.clients.ec2.describe_internet_gateways().internet_gateway_ids(id).send();
    let seen = act.calls.send(Call::new("ec2", "DescribeInternetGateways"), request).await?;
    let attached = seen.internet_gateways().iter().flat_map(|g| g.attachments()).any(|a| a.vpc_id() == Some(vpc));
    if attached { Ok(()) } else { Err(error) }
}

pub(super) async fn delete_internet(
    act: ExecContext<'_>,
    id: &str,
    gateway: &InternetGateway,
) -> Result<(), CloudError> {
    let vpc = id_of(&gateway.vpc);
    if !vpc.is_empty() {
        let request = act.clients.ec2.detach_internet_gateway().internet_gateway_id(id).vpc_id(vpc).send();
        match act.calls.send(Call::new("ec2", "DetachInternetGateway"), request).await {
            Err(error) if error.code.as_deref() == Some("Gateway.NotAttached") => {}
            detached => detached.map(drop)?,
        }
    }
    let request = act.clients.ec2.delete_internet_gateway().internet_gateway_id(id).send();
    act.calls.send(Call::new("ec2", "DeleteInternetGateway"), request).await.map(drop)
}

pub(super) async fn create_egress_only(
    act: ExecContext<'_>,
    gateway: &EgressOnlyInternetGateway,
) -> Result<Outputs, CloudError> {
    let types = ResourceType::EgressOnlyInternetGateway;
    if let Some(id) = made_before(act, types.clone(), &gateway.tags).await? {
        return Ok(with_id(id));
    }
    let call = Call::new("ec2", "CreateEgressOnlyInternetGateway");
    let request = act.clients.ec2.create_egress_only_internet_gateway().client_token(act.token);
    let request = request.vpc_id(id_of(&gateway.vpc)).tag_specifications(tags::specification(types, &gateway.tags));
    let made = act.calls.send(call, request.send()).await?.egress_only_internet_gateway;
    let id = made.and_then(|g| g.egress_only_internet_gateway_id);
    Ok(with_id(id.ok_or_else(|| incomplete(call, "egress-only internet gateway"))?))
}

pub(super) async fn delete_egress_only(act: ExecContext<'_>, id: &str) -> Result<(), CloudError> {
    let request = act.clients.ec2.delete_egress_only_internet_gateway().egress_only_internet_gateway_id(id).send();
    act.calls.send(Call::new("ec2", "DeleteEgressOnlyInternetGateway"), request).await.map(drop)
}

pub(super) async fn allocate(act: ExecContext<'_>, address: &ElasticIp) -> Result<Outputs, CloudError> {
    if let Some(id) = made_before(act, ResourceType::ElasticIp, &address.tags).await? {
        let request = act.clients.ec2.describe_addresses().allocation_ids(&id).send();
        let seen = act.calls.send(Call::new("ec2", "DescribeAddresses"), request).await?;
        let public = seen.addresses().first().and_then(|a| a.public_ip.clone());
        return Ok(address_outputs(id, public));
    }
    let call = Call::new("ec2", "AllocateAddress");
    let request = act.clients.ec2.allocate_address().domain(DomainType::Vpc);
    let request = request.tag_specifications(tags::specification(ResourceType::ElasticIp, &address.tags)).send();
    let made = act.calls.send(call, request).await?;
    let id = made.allocation_id.ok_or_else(|| incomplete(call, "allocation id"))?;
    Ok(address_outputs(id, made.public_ip))
}

fn address_outputs(id: String, public: Option<String>) -> Outputs {
    let mut outputs = with_id(id);
    outputs.extend(public.map(|address| (Output::Address, address)));
    outputs
}

pub(super) async fn release(act: ExecContext<'_>, id: &str) -> Result<(), CloudError> {
    let request = act.clients.ec2.release_address().allocation_id(id).send();
    act.calls.send(Call::new("ec2", "ReleaseAddress"), request).await.map(drop)
}

pub(super) async fn create_nat(act: ExecContext<'_>, gateway: &NatGateway) -> Result<Outputs, CloudError> {
    if let Some(id) = live_nat(act, gateway).await? {
        return Ok(with_id(id));
    }
    let call = Call::new("ec2", "CreateNatGateway");
    let request = act
        .clients
        .ec2
        .create_nat_gateway()
        .client_token(act.token)
        .subnet_id(id_of(&gateway.subnet))
        .set_allocation_id(gateway.elastic_ip.as_ref().map(|e| id_of(e).to_owned()))
        .tag_specifications(tags::specification(ResourceType::Natgateway, &gateway.tags));
    let made = act.calls.send(call, request.send()).await?.nat_gateway;
    Ok(with_id(made.and_then(|g| g.nat_gateway_id).ok_or_else(|| incomplete(call, "NAT gateway"))?))
}

/// A NAT gateway that is gone keeps its tags for an hour, so that only live ones count as made before.
async fn live_nat(act: ExecContext<'_>, gateway: &NatGateway) -> Result<Option<String>, CloudError> {
    let Some(name) = gateway.tags.get("Name") else { return Ok(None) };
    let request = act.clients.ec2.describe_nat_gateways();
    let request = request.filter(filter("tag:Name", [name])).filter(filter("tag:KubernetesCluster", [act.cluster]));
    let request = request.filter(filter("state", ["pending", "available"])).send();
    let seen = act.calls.send(Call::new("ec2", "DescribeNatGateways"), request).await?;
    let ours = seen.nat_gateways().iter().find(|found| bears(&tags::ec2(found.tags()), &gateway.tags));
    Ok(ours.and_then(|g| g.nat_gateway_id.clone()))
}

/// Deletes a NAT gateway, which takes minutes; whoever carries out the step waits by probing.
pub(super) async fn delete_nat(act: ExecContext<'_>, id: &str) -> Result<(), CloudError> {
    let request = act.clients.ec2.delete_nat_gateway().nat_gateway_id(id).send();
    act.calls.send(Call::new("ec2", "DeleteNatGateway"), request).await.map(drop)
}
