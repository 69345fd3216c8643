//! Network load balancers.

use std::collections::{BTreeMap, BTreeSet};

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
const SET_SUBNETS: Call = Call::new(SERVICE, "SetSubnets");

const CROSS_ZONE: &str = "load_balancing.cross_zone.enabled";
const LOG: &str = "access_logs.s3.enabled";
const LOG_BUCKET: &str = "access_logs.s3.bucket";
const LOG_PREFIX: &str = "access_logs.s3.prefix";

/// The addresses of a load balancer inside its VPC, by the subnet that they are in.
type Addresses = BTreeMap<String, BTreeSet<String>>;

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
    // An address of IPv6 has an entry of its own.
    let addresses = zone.load_balancer_addresses();
    Ok(SubnetMapping {
        subnet: READ.require(zone.subnet_id(), "SubnetId")?.into(),
        allocation_id: addresses.iter().find_map(|address| address.allocation_id.clone()),
        private_ipv4: addresses.iter().find_map(|address| address.private_ipv4_address.clone()),
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
    if lacks_addresses(subnets, &addresses) && is_being_made(ctx, arn).await? {
        return Err(incomplete(call, name));
    }
    outputs(&made, addresses)
}

/// True until a load balancer has a network interface in each of its subnets. AWS makes them one by one.
fn lacks_addresses(subnets: &[SubnetMapping], addresses: &Addresses) -> bool {
    subnets.iter().filter_map(|mapping| mapping.subnet.known()).any(|subnet| !addresses.contains_key(subnet))
}

fn incomplete(call: Call, name: &str) -> CloudError {
    let message = format!("the load balancer `{name}` does not have an address in each of its subnets yet");
    CloudError::new(ErrorKind::NotReady, call.operation, message)
}

/// True until AWS has made everything that a load balancer consists of.
async fn is_being_made(ctx: StepContext<'_>, arn: &str) -> Result<bool, CloudError> {
    let request = ctx.clients.elbv2.describe_load_balancers().load_balancer_arns(arn).send();
    let seen = ctx.calls.send(READ, request).await?;
    let state = seen.load_balancers().first().and_then(LoadBalancer::state);
    Ok(state.and_then(|state| state.code()) == Some(&LoadBalancerStateEnum::Provisioning))
}

/// The addresses of a load balancer: those of the network interfaces that AWS describes by the last part of its ARN.
async fn addresses(clients: &Clients, calls: &CallCounter, arn: &str) -> Result<Addresses, CloudError> {
    let Some((_, name)) = arn.split_once(":loadbalancer/") else { return Ok(Addresses::new()) };
    let described = filter("description", [format!("ELB {name}")]);
    let request = clients.ec2.describe_network_interfaces().filters(described).into_paginator().send();
    let call = Call::new("ec2", "DescribeNetworkInterfaces");
    let pages = calls.pages(call, request).await?;
    let mut found = Addresses::new();
    for interface in pages.iter().flat_map(|page| page.network_interfaces()) {
        let subnet = call.require(interface.subnet_id(), "SubnetId")?;
        let ipv6 = interface.ipv6_addresses().iter().filter_map(|address| address.ipv6_address.clone());
        found.entry(subnet.to_owned()).or_default().extend(ipv6.chain(interface.private_ip_address.clone()));
    }
    Ok(found)
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

fn outputs(balancer: &LoadBalancer, addresses: Addresses) -> Result<Outputs, CloudError> {
    let mut outputs = with_arn(READ.require(balancer.load_balancer_arn(), "LoadBalancerArn")?);
    outputs.insert(Output::DnsName, READ.require(balancer.dns_name.clone(), "DNSName")?);
    let zone = READ.require(balancer.canonical_hosted_zone_id.clone(), "CanonicalHostedZoneId")?;
    outputs.insert(Output::HostedZone, zone);
    // The interface in a subnet that was taken away stays for some minutes.
    let stands_in = |subnet: &str| balancer.availability_zones().iter().any(|zone| zone.subnet_id() == Some(subnet));
    let own = addresses.into_iter().filter(|(subnet, _)| stands_in(subnet));
    let own: BTreeSet<String> = own.flat_map(|(_, addresses)| addresses).collect();
    outputs.insert(Output::PrivateAddresses, own.into_iter().collect::<Vec<_>>().join("\n"));
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
        name,
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
    // Both address families need subnets that have both: IPv6 is given up before the subnets change, and taken after that.
    let kind = update.changed(&[NetworkLoadBalancer::IP_ADDRESS_TYPE], ip_address_type.as_deref());
    if kind == Some("ipv4") {
        set_ip_address_type(ctx, arn, "ipv4").await?;
    }
    let moves = update.touches(&[NetworkLoadBalancer::SUBNETS]);
    if moves {
        set_subnets(ctx, arn, &update.current.subnets, subnets).await?;
    }
    if let Some(kind) = kind.filter(|kind| *kind != "ipv4") {
        set_ip_address_type(ctx, arn, kind).await?;
    }
    if update.touches(&[NetworkLoadBalancer::TAGS]) {
        retag(ctx, arn, &update.current.tags, tags).await?;
    }
    let request = elbv2.describe_load_balancers().load_balancer_arns(arn).send();
    let seen = ctx.calls.send(READ, request).await?;
    let addresses = addresses(ctx.clients, ctx.calls, arn).await?;
    // In a subnet that stays there is one at all times; moto, which the tests run against, makes none.
    if moves && !addresses.is_empty() && lacks_addresses(subnets, &addresses) {
        return Err(incomplete(SET_SUBNETS, name));
    }
    outputs(READ.require(seen.load_balancers().first(), "LoadBalancer")?, addresses)
}

async fn set_ip_address_type(ctx: StepContext<'_>, arn: &str, kind: &str) -> Result<(), CloudError> {
    let request = ctx.clients.elbv2.set_ip_address_type().load_balancer_arn(arn);
    let sent = request.ip_address_type(IpAddressType::from(kind)).send();
    ctx.calls.send(Call::new(SERVICE, "SetIpAddressType"), sent).await.map(drop)
}

/// Sets all subnets: one that is not among them is taken away. AWS takes another one in the same zone only once that is done, which takes
/// minutes, so that the step is repeated until then.
async fn set_subnets(
    ctx: StepContext<'_>,
    arn: &str,
    old: &[SubnetMapping],
    new: &[SubnetMapping],
) -> Result<(), CloudError> {
    let set = |subnets: Vec<types::SubnetMapping>| {
        let request = ctx.clients.elbv2.set_subnets().load_balancer_arn(arn).set_subnet_mappings(Some(subnets));
        ctx.calls.send(SET_SUBNETS, request.send())
    };
    match set(subnets_to_aws(new)?).await {
        Err(mut error) if error.message.contains("already associated with the load balancer") => {
            let stays = |mapping: &&SubnetMapping| old.iter().any(|before| before.subnet == mapping.subnet);
            let staying: Vec<SubnetMapping> = new.iter().filter(stays).cloned().collect();
            set(subnets_to_aws(&staying)?).await?;
            error.kind = ErrorKind::NotReady;
            Err(error)
        }
        answer => answer.map(drop),
    }
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

    #[test]
    fn a_fixed_address_is_read_beside_one_of_ipv6() {
        let address = LoadBalancerAddress::builder;
        let zone = AvailabilityZone::builder()
            .subnet_id("subnet-1")
            .load_balancer_addresses(address().ipv6_address("2001:db8::1").build())
            .load_balancer_addresses(address().allocation_id("eipalloc-1").build())
            .build();
        let mapping = subnet_from_aws(&zone).expect("whole");
        assert_eq!((mapping.allocation_id.as_deref(), mapping.private_ipv4), (Some("eipalloc-1"), None));
    }

    #[test]
    fn addresses_are_those_in_the_subnets_of_a_load_balancer() {
        let addresses: Addresses = [("subnet-2", "10.0.2.4"), ("subnet-1", "10.0.1.9"), ("subnet-9", "10.0.0.9")]
            .map(|(subnet, address)| (subnet.to_owned(), BTreeSet::from([address.to_owned()])))
            .into();
        let zones = ["subnet-1", "subnet-2"].map(|subnet| AvailabilityZone::builder().subnet_id(subnet).build());
        let balancer = LoadBalancer::builder()
            .load_balancer_arn("arn")
            .dns_name("api.example.com")
            .canonical_hosted_zone_id("Z1")
            .set_availability_zones(Some(zones.into()))
            .build();
        let found = outputs(&balancer, addresses.clone()).expect("whole");
        assert_eq!(found[&Output::PrivateAddresses], "10.0.1.9\n10.0.2.4", "not of the subnet that was taken away");

        let mapping = |subnet: &str| SubnetMapping { subnet: subnet.into(), ..SubnetMapping::default() };
        for (subnets, lacks) in [(["subnet-1", "subnet-2"], false), (["subnet-1", "subnet-3"], true)] {
            assert_eq!(lacks_addresses(&subnets.map(mapping), &addresses), lacks, "{subnets:?}");
        }
    }
}
