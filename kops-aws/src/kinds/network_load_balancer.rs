//! Network load balancers.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_ec2::types::NetworkInterface;
use aws_sdk_elasticloadbalancingv2::types::{
    self, IpAddressType, LoadBalancer, LoadBalancerAttribute, LoadBalancerSchemeEnum, LoadBalancerStateEnum,
    LoadBalancerTypeEnum,
};
use kops_core::cloud::{CloudError, ErrorKind, Observed};
use kops_core::resource::{AccessLog, Kind, NetworkLoadBalancer, Output, Outputs, SubnetMapping, Tags};

use super::listener;
use super::load_balancing::described;
use crate::call::CallCounter;
use crate::clients::Clients;
use crate::error::Call;
use crate::filter::filter;
use crate::reader::{Reader, observed_with};
use crate::step::{StepContext, Update, all_known, has_tags, known, with_arn};
use crate::tags;

const SERVICE: &str = "elasticloadbalancing";
const READ: Call = Call::new(SERVICE, "DescribeLoadBalancers");
const READ_ATTRIBUTES: Call = Call::new(SERVICE, "DescribeLoadBalancerAttributes");

const CROSS_ZONE: &str = "load_balancing.cross_zone.enabled";
const LOG: &str = "access_logs.s3.enabled";
const LOG_BUCKET: &str = "access_logs.s3.bucket";
const LOG_PREFIX: &str = "access_logs.s3.prefix";

/// Lists all load balancers of the account: there is no filter.
pub(super) async fn list(reader: Reader<'_>) -> Result<Vec<LoadBalancer>, CloudError> {
    let request = reader.clients.elbv2.describe_load_balancers().into_paginator().send();
    let pages = reader.calls.pages(READ, request).await?;
    Ok(pages.into_iter().flat_map(|page| page.load_balancers.unwrap_or_default()).collect())
}

/// True for a load balancer that the scope names.
pub(super) fn is_named(reader: Reader<'_>, balancer: &LoadBalancer) -> bool {
    let names = balancer.load_balancer_name().zip(balancer.load_balancer_arn());
    names.is_some_and(|(name, arn)| reader.includes(Kind::NetworkLoadBalancer, name, arn))
}

/// The tags of load balancers and target groups, by ARN. Those that were deleted since they were listed are left out.
pub(super) async fn tags_of(
    clients: &Clients,
    calls: &CallCounter,
    arns: Vec<String>,
) -> Result<BTreeMap<String, Tags>, CloudError> {
    let call = Call::new(SERVICE, "DescribeTags");
    let ask = |some| calls.find(call, clients.elbv2.describe_tags().set_resource_arns(Some(some)).send());
    let answers = described(&arns, ask).await?;
    let found = answers.iter().flat_map(|answer| answer.tag_descriptions()).map(|described| {
        let arn = call.require(described.resource_arn(), "ResourceArn")?;
        Ok((arn.to_owned(), tags::elbv2(described.tags())))
    });
    found.collect()
}

/// Reads one load balancer that was listed, with its listeners.
pub(super) async fn with_listeners(
    reader: Reader<'_>,
    balancer: &LoadBalancer,
    tags: &BTreeMap<String, Tags>,
) -> Result<Vec<Observed>, CloudError> {
    let arn = READ.require(balancer.load_balancer_arn(), "LoadBalancerArn")?;
    let request = reader.clients.elbv2.describe_load_balancer_attributes().load_balancer_arn(arn).send();
    let (attributes, listeners, addresses) = futures::try_join!(
        reader.calls.find(READ_ATTRIBUTES, request),
        listener::read(reader, arn),
        addresses(reader.clients, reader.calls, arn),
    )?;
    // One that was deleted since it was listed.
    let Some(attributes) = attributes else { return Ok(Vec::new()) };
    let tags = tags.get(arn).cloned().unwrap_or_default();
    let resource = from_aws(balancer, attributes.attributes(), tags)?;
    let mut found = vec![observed_with(arn, resource, outputs(balancer, addresses)?)];
    found.extend(listeners);
    Ok(found)
}

fn from_aws(
    balancer: &LoadBalancer,
    attributes: &[LoadBalancerAttribute],
    tags: Tags,
) -> Result<NetworkLoadBalancer, CloudError> {
    let subnets = balancer.availability_zones().iter().map(subnet_from_aws).collect::<Result<_, _>>()?;
    Ok(NetworkLoadBalancer {
        name: READ.require(balancer.load_balancer_name.clone(), "LoadBalancerName")?,
        internal: READ.require(balancer.scheme(), "Scheme")? == &LoadBalancerSchemeEnum::Internal,
        ip_address_type: balancer.ip_address_type().map(|kind| kind.as_str().to_owned()),
        cross_zone: attribute(attributes, CROSS_ZONE) == Some("true"),
        access_log: access_log_from_aws(attributes)?,
        security_groups: balancer.security_groups().iter().map(|group| group.as_str().into()).collect(),
        subnets,
        tags,
    })
}

fn subnet_from_aws(zone: &types::AvailabilityZone) -> Result<SubnetMapping, CloudError> {
    let address = zone.load_balancer_addresses().first();
    Ok(SubnetMapping {
        subnet: READ.require(zone.subnet_id(), "SubnetId")?.into(),
        allocation_id: address.and_then(|address| address.allocation_id.clone()),
        private_ipv4: address.and_then(|address| address.private_ipv4_address.clone()),
    })
}

fn subnets_to_aws(subnets: &[SubnetMapping]) -> Result<Vec<types::SubnetMapping>, CloudError> {
    let mapping = |mapping: &SubnetMapping| {
        let SubnetMapping { subnet, allocation_id, private_ipv4 } = mapping;
        Ok(types::SubnetMapping::builder()
            .subnet_id(known(subnet)?)
            .set_allocation_id(allocation_id.clone())
            .set_private_ipv4_address(private_ipv4.clone())
            .build())
    };
    subnets.iter().map(mapping).collect()
}

fn attribute<'a>(attributes: &'a [LoadBalancerAttribute], key: &str) -> Option<&'a str> {
    attributes.iter().find(|attribute| attribute.key() == Some(key)).and_then(|attribute| attribute.value())
}

fn access_log_from_aws(attributes: &[LoadBalancerAttribute]) -> Result<Option<AccessLog>, CloudError> {
    if attribute(attributes, LOG) != Some("true") {
        return Ok(None);
    }
    Ok(Some(AccessLog {
        bucket: READ_ATTRIBUTES.require(attribute(attributes, LOG_BUCKET), LOG_BUCKET)?.to_owned(),
        prefix: attribute(attributes, LOG_PREFIX).filter(|prefix| !prefix.is_empty()).map(str::to_owned),
        interval: None,
    }))
}

fn attributes_to_aws(balancer: &NetworkLoadBalancer) -> Vec<LoadBalancerAttribute> {
    let NetworkLoadBalancer {
        name: _,
        internal: _,
        ip_address_type: _,
        cross_zone,
        access_log,
        security_groups: _,
        subnets: _,
        tags: _,
    } = balancer;
    let attribute = |key: &str, value: &str| LoadBalancerAttribute::builder().key(key).value(value).build();
    let mut attributes = vec![attribute(CROSS_ZONE, &cross_zone.to_string())];
    match access_log {
        // The interval is for classic load balancers only.
        Some(AccessLog { bucket, prefix, interval: _ }) => {
            attributes.push(attribute(LOG, "true"));
            attributes.push(attribute(LOG_BUCKET, bucket));
            attributes.push(attribute(LOG_PREFIX, prefix.as_deref().unwrap_or_default()));
        }
        None => attributes.push(attribute(LOG, "false")),
    }
    attributes
}

pub(crate) async fn create(ctx: StepContext<'_>, balancer: &NetworkLoadBalancer) -> Result<Outputs, CloudError> {
    let NetworkLoadBalancer {
        name,
        internal,
        ip_address_type,
        cross_zone: _,
        access_log: _,
        security_groups,
        subnets,
        tags,
    } = balancer;
    let call = Call::new(SERVICE, "CreateLoadBalancer");
    let groups = all_known(security_groups)?;
    let scheme = if *internal { LoadBalancerSchemeEnum::Internal } else { LoadBalancerSchemeEnum::InternetFacing };
    let request = ctx
        .clients
        .elbv2
        .create_load_balancer()
        .name(name)
        .r#type(LoadBalancerTypeEnum::Network)
        .scheme(scheme)
        .set_ip_address_type(ip_address_type.as_deref().map(IpAddressType::from))
        .set_security_groups((!groups.is_empty()).then_some(groups))
        .set_subnet_mappings(Some(subnets_to_aws(subnets)?))
        .set_tags(Some(tags::to_elbv2(tags)));
    let made = match by_name(ctx, name).await? {
        Some(found) => {
            let arn = READ.require(found.load_balancer_arn(), "LoadBalancerArn")?;
            if !has_tags(&tags_of_one(ctx, arn).await?, tags) {
                let message = format!("another load balancer is called `{name}`");
                let conflict = CloudError::new(ErrorKind::Conflict, call.operation, message);
                return Err(conflict.code("DuplicateLoadBalancerName"));
            }
            found
        }
        None => {
            let made = ctx.calls.send(call, request.send()).await?.load_balancers.unwrap_or_default();
            call.require(made.into_iter().next(), "LoadBalancer")?
        }
    };
    let arn = call.require(made.load_balancer_arn(), "LoadBalancerArn")?;
    set_attributes(ctx, arn, balancer).await?;
    let addresses = addresses(ctx.clients, ctx.calls, arn).await?;
    if addresses.is_empty() && is_being_made(ctx, arn).await? {
        let message = format!("the load balancer `{name}` has no addresses yet");
        return Err(CloudError::new(ErrorKind::NotReady, call.operation, message));
    }
    outputs(&made, addresses)
}

/// True until AWS has made everything that a load balancer consists of.
async fn is_being_made(ctx: StepContext<'_>, arn: &str) -> Result<bool, CloudError> {
    let request = ctx.clients.elbv2.describe_load_balancers().load_balancer_arns(arn).send();
    let seen = ctx.calls.send(READ, request).await?;
    let state = seen.load_balancers().first().and_then(LoadBalancer::state);
    Ok(state.and_then(|state| state.code()) == Some(&LoadBalancerStateEnum::Provisioning))
}

/// The addresses of a load balancer inside its VPC, sorted: those of the network interfaces that AWS describes by the last part
/// of its ARN.
async fn addresses(clients: &Clients, calls: &CallCounter, arn: &str) -> Result<BTreeSet<String>, CloudError> {
    let Some((_, name)) = arn.split_once(":loadbalancer/") else { return Ok(BTreeSet::new()) };
    let described = filter("description", [format!("ELB {name}")]);
    let request = clients.ec2.describe_network_interfaces().filters(described).into_paginator().send();
    let pages = calls.pages(Call::new("ec2", "DescribeNetworkInterfaces"), request).await?;
    let interfaces = pages.iter().flat_map(|page| page.network_interfaces());
    let of_interface = |interface: &NetworkInterface| {
        let ipv6 = interface.ipv6_addresses().iter().filter_map(|address| address.ipv6_address.clone());
        ipv6.chain(interface.private_ip_address.clone()).collect::<Vec<_>>()
    };
    Ok(interfaces.flat_map(of_interface).collect())
}

/// The tags of a load balancer or target group.
pub(super) async fn tags_of_one(ctx: StepContext<'_>, arn: &str) -> Result<Tags, CloudError> {
    let mut found = tags_of(ctx.clients, ctx.calls, vec![arn.to_owned()]).await?;
    let missing = || CloudError::new(ErrorKind::NotFound, "DescribeTags", format!("`{arn}` does not exist"));
    found.remove(arn).ok_or_else(missing)
}

async fn by_name(ctx: StepContext<'_>, name: &str) -> Result<Option<LoadBalancer>, CloudError> {
    let request = ctx.clients.elbv2.describe_load_balancers().names(name).send();
    let seen = ctx.calls.find(READ, request).await?;
    Ok(seen.and_then(|answer| answer.load_balancers.unwrap_or_default().into_iter().next()))
}

fn outputs(balancer: &LoadBalancer, addresses: BTreeSet<String>) -> Result<Outputs, CloudError> {
    let mut outputs = with_arn(READ.require(balancer.load_balancer_arn(), "LoadBalancerArn")?);
    outputs.insert(Output::DnsName, READ.require(balancer.dns_name.clone(), "DNSName")?);
    let zone = READ.require(balancer.canonical_hosted_zone_id.clone(), "CanonicalHostedZoneId")?;
    outputs.insert(Output::HostedZone, zone);
    outputs.insert(Output::PrivateAddresses, addresses.into_iter().collect::<Vec<_>>().join("\n"));
    Ok(outputs)
}

async fn set_attributes(ctx: StepContext<'_>, arn: &str, balancer: &NetworkLoadBalancer) -> Result<(), CloudError> {
    let request = ctx.clients.elbv2.modify_load_balancer_attributes().load_balancer_arn(arn);
    let sent = request.set_attributes(Some(attributes_to_aws(balancer))).send();
    ctx.calls.send(Call::new(SERVICE, "ModifyLoadBalancerAttributes"), sent).await.map(drop)
}

pub(crate) async fn update(
    ctx: StepContext<'_>,
    update: Update<'_, NetworkLoadBalancer>,
) -> Result<Outputs, CloudError> {
    let NetworkLoadBalancer {
        name: _,
        internal: _,
        ip_address_type,
        cross_zone: _,
        access_log: _,
        security_groups,
        subnets,
        tags,
    } = update.desired;
    let (arn, elbv2) = (update.id, &ctx.clients.elbv2);
    if update.touches(&NetworkLoadBalancer::ATTRIBUTES) {
        set_attributes(ctx, arn, update.desired).await?;
    }
    if update.touches(&[NetworkLoadBalancer::SECURITY_GROUPS]) {
        let groups = all_known(security_groups)?;
        let request = elbv2.set_security_groups().load_balancer_arn(arn).set_security_groups(Some(groups)).send();
        ctx.calls.send(Call::new(SERVICE, "SetSecurityGroups"), request).await?;
    }
    if update.touches(&[NetworkLoadBalancer::SUBNETS]) {
        // The call takes the whole list: a subnet that is not in it is removed.
        let subnets = subnets_to_aws(subnets)?;
        let request = elbv2.set_subnets().load_balancer_arn(arn).set_subnet_mappings(Some(subnets)).send();
        ctx.calls.send(Call::new(SERVICE, "SetSubnets"), request).await?;
    }
    if let (Some(kind), true) = (ip_address_type, update.touches(&[NetworkLoadBalancer::IP_ADDRESS_TYPE])) {
        let kind = IpAddressType::from(kind.as_str());
        let request = elbv2.set_ip_address_type().load_balancer_arn(arn).ip_address_type(kind).send();
        ctx.calls.send(Call::new(SERVICE, "SetIpAddressType"), request).await?;
    }
    if update.touches(&[NetworkLoadBalancer::TAGS]) {
        retag(ctx, arn, &update.current.tags, tags).await?;
    }
    let request = elbv2.describe_load_balancers().load_balancer_arns(arn).send();
    let seen = ctx.calls.send(READ, request).await?;
    let addresses = addresses(ctx.clients, ctx.calls, arn).await?;
    outputs(READ.require(seen.load_balancers().first(), "LoadBalancer")?, addresses)
}

pub(crate) async fn delete(ctx: StepContext<'_>, arn: &str, _: &NetworkLoadBalancer) -> Result<(), CloudError> {
    let request = ctx.clients.elbv2.delete_load_balancer().load_balancer_arn(arn).send();
    ctx.calls.send(Call::new(SERVICE, "DeleteLoadBalancer"), request).await.map(drop)
}

/// Brings the tags of a load balancer or target group to what they should be.
pub(super) async fn retag(ctx: StepContext<'_>, arn: &str, old: &Tags, new: &Tags) -> Result<(), CloudError> {
    let (write, remove) = tags::difference(old, new);
    if !write.is_empty() {
        let request = ctx.clients.elbv2.add_tags().resource_arns(arn).set_tags(Some(tags::to_elbv2(&write))).send();
        ctx.calls.send(Call::new(SERVICE, "AddTags"), request).await?;
    }
    if !remove.is_empty() {
        let request = ctx.clients.elbv2.remove_tags().resource_arns(arn).set_tag_keys(Some(remove)).send();
        ctx.calls.send(Call::new(SERVICE, "RemoveTags"), request).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use aws_sdk_elasticloadbalancingv2::types::{AvailabilityZone, LoadBalancerAddress};

    use super::*;
    use crate::kinds::testing::each_sample;

    /// The load balancer as `DescribeLoadBalancers` lists it.
    fn described(balancer: &NetworkLoadBalancer) -> LoadBalancer {
        let zone = |mapping: types::SubnetMapping| {
            let address = LoadBalancerAddress::builder()
                .set_allocation_id(mapping.allocation_id)
                .set_private_ipv4_address(mapping.private_ipv4_address)
                .build();
            AvailabilityZone::builder().set_subnet_id(mapping.subnet_id).load_balancer_addresses(address).build()
        };
        let zones = subnets_to_aws(&balancer.subnets).expect("bound").into_iter().map(zone).collect();
        let internal = if balancer.internal { "internal" } else { "internet-facing" };
        LoadBalancer::builder()
            .load_balancer_name(&balancer.name)
            .scheme(LoadBalancerSchemeEnum::from(internal))
            .set_ip_address_type(balancer.ip_address_type.as_deref().map(IpAddressType::from))
            .set_security_groups(Some(all_known(&balancer.security_groups).expect("bound")))
            .set_availability_zones(Some(zones))
            .build()
    }

    #[test]
    fn load_balancers_read_back_as_written() {
        each_sample(|balancer: &NetworkLoadBalancer| {
            let attributes = attributes_to_aws(balancer);
            let seen = from_aws(&described(balancer), &attributes, balancer.tags.clone()).expect("whole");
            assert_eq!(seen, *balancer);
        });
    }
}
