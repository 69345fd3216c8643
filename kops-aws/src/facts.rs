//! What a spec needs to know of an account, looked up once.

mod images;
mod network;

use aws_sdk_ec2::types::{InstanceTypeInfo, LocationType};
use aws_sdk_route53::types::HostedZone as SdkZone;
use futures::future::try_join_all;
use kops_core::cloud::CloudError;
use kops_core::facts::{Facts, FactsQuery, HostedZone, MachineType};
use std::collections::{BTreeMap, BTreeSet};

use crate::call::CallCounter;
use crate::clients::Clients;
use crate::error::Call;
use crate::filter::{filter, filters};

/// Gathers facts on top of what `base` says of the published components.
pub(crate) async fn gather(clients: &Clients, base: Facts, query: &FactsQuery) -> Result<Facts, CloudError> {
    let calls = CallCounter::new(clients);
    let lookup = Lookup { clients, calls: &calls };
    let (identity, zones, machine_types, images, hosted_zones, instance_profile_roles, network) = futures::try_join!(
        identity(lookup),
        zones(lookup),
        machine_types(lookup, &query.machine_types),
        images::resolve(lookup, &query.images),
        hosted_zones(lookup, &query.dns_zones),
        instance_profile_roles(lookup, &query.instance_profiles),
        network::gather(lookup, query),
    )?;
    let (account_id, partition) = identity;
    let mut facts = base;
    facts.account_id = account_id;
    facts.partition = partition;
    facts.zones = zones;
    facts.machine_types = machine_types;
    facts.images = images;
    facts.hosted_zones = hosted_zones;
    facts.instance_profile_roles = instance_profile_roles;
    facts.network = network;
    Ok(facts)
}

/// What it takes to look facts up.
#[derive(Clone, Copy)]
pub(crate) struct Lookup<'a> {
    pub(crate) clients: &'a Clients,
    pub(crate) calls: &'a CallCounter,
}

/// The number of the account and its partition, which is the second part of every ARN.
async fn identity(lookup: Lookup<'_>) -> Result<(String, String), CloudError> {
    let request = lookup.clients.sts.get_caller_identity().send();
    let call = Call::new("sts", "GetCallerIdentity");
    let answer = lookup.calls.send(call, request).await?;
    let partition = call.require(answer.arn().and_then(|arn| arn.split(':').nth(1)), "Arn")?.to_owned();
    Ok((call.require(answer.account, "Account")?, partition))
}

async fn zones(lookup: Lookup<'_>) -> Result<Vec<String>, CloudError> {
    let not_local = filter("zone-type", ["availability-zone"]);
    let request = lookup.clients.ec2.describe_availability_zones().filters(not_local).send();
    let call = Call::new("ec2", "DescribeAvailabilityZones");
    let answer = lookup.calls.send(call, request).await?;
    let names = answer.availability_zones().iter().map(|zone| call.require(zone.zone_name.clone(), "ZoneName"));
    let mut zones = names.collect::<Result<Vec<_>, _>>()?;
    zones.sort();
    Ok(zones)
}

async fn machine_types(lookup: Lookup<'_>, names: &[String]) -> Result<BTreeMap<String, MachineType>, CloudError> {
    let names: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    if names.is_empty() {
        return Ok(BTreeMap::new());
    }
    let (mut found, offered) = futures::try_join!(described(lookup, &names), offered(lookup, &names))?;
    let everywhere: BTreeSet<&String> = offered.values().flatten().collect();
    for (name, machine) in &mut found {
        let zones = offered.get(name);
        let missing = everywhere.iter().filter(|zone| zones.is_some_and(|z| !z.contains(**zone)));
        machine.missing_zones = missing.map(|zone| (*zone).clone()).collect();
    }
    Ok(found)
}

/// Filters by name, because asking for a name that does not exist is an error for all of them.
pub(crate) async fn described(
    lookup: Lookup<'_>,
    names: &BTreeSet<&str>,
) -> Result<BTreeMap<String, MachineType>, CloudError> {
    let call = Call::new("ec2", "DescribeInstanceTypes");
    let asked = filters("instance-type", names).into_iter().map(|names| {
        let request = lookup.clients.ec2.describe_instance_types().filters(names).into_paginator().send();
        lookup.calls.pages(call, request)
    });
    let pages = try_join_all(asked).await?;
    let mut found = BTreeMap::new();
    for info in pages.iter().flatten().flat_map(|page| page.instance_types()) {
        let name = call.require(info.instance_type(), "InstanceType")?;
        found.insert(name.as_str().to_owned(), machine_type(call, info)?);
    }
    Ok(found)
}

fn machine_type(call: Call, info: &InstanceTypeInfo) -> Result<MachineType, CloudError> {
    let mut machine = MachineType::default();
    let processor = call.require(info.processor_info(), "ProcessorInfo")?;
    machine.architectures = processor.supported_architectures().iter().map(|a| a.as_str().to_owned()).collect();
    let cpus = info.v_cpu_info().and_then(|cpus| u32::try_from(cpus.default_v_cpus?).ok());
    machine.vcpus = call.require(cpus, "VCpuInfo")?;
    let memory = info.memory_info().and_then(|memory| u64::try_from(memory.size_in_mib?).ok());
    machine.memory_mib = call.require(memory, "MemoryInfo")?;
    // An instance type without GPUs, disks of its own or limits of its network leaves them out.
    let gpus = info.gpu_info().map(|gpu| gpu.gpus()).unwrap_or_default();
    machine.gpu = gpus.iter().any(|gpu| gpu.manufacturer().is_some_and(|m| m.eq_ignore_ascii_case("nvidia")));
    for disk in info.instance_storage_info().map(|storage| storage.disks()).unwrap_or_default() {
        let size = call.require(disk.size_in_gb.and_then(|size| u32::try_from(size).ok()), "SizeInGB")?;
        let count = call.require(disk.count.and_then(|count| usize::try_from(count).ok()), "Count")?;
        machine.instance_storage_gb.extend(std::iter::repeat_n(size, count));
    }
    if let Some(network) = info.network_info() {
        let number = |n: Option<i32>| n.and_then(|n| u32::try_from(n).ok()).unwrap_or_default();
        machine.network_interfaces = number(network.maximum_network_interfaces);
        machine.ipv4_per_interface = number(network.ipv4_addresses_per_interface);
    }
    Ok(machine)
}

/// The zones that offer each instance type.
async fn offered(lookup: Lookup<'_>, names: &BTreeSet<&str>) -> Result<BTreeMap<String, BTreeSet<String>>, CloudError> {
    let asked = filters("instance-type", names).into_iter().map(|names| {
        let request = lookup.clients.ec2.describe_instance_type_offerings();
        let by_zone = request.location_type(LocationType::AvailabilityZone).filters(names).into_paginator().send();
        lookup.calls.pages(Call::new("ec2", "DescribeInstanceTypeOfferings"), by_zone)
    });
    let pages = try_join_all(asked).await?;
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for offering in pages.iter().flatten().flat_map(|page| page.instance_type_offerings()) {
        if let (Some(name), Some(zone)) = (offering.instance_type(), offering.location()) {
            found.entry(name.as_str().to_owned()).or_default().insert(zone.to_owned());
        }
    }
    Ok(found)
}

/// Reads the hosted zones that a name lies in, or that are asked for by id.
async fn hosted_zones(lookup: Lookup<'_>, wanted: &[String]) -> Result<Vec<HostedZone>, CloudError> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let request = lookup.clients.route53.list_hosted_zones().into_paginator().send();
    let pages = lookup.calls.pages(Call::new("route53", "ListHostedZones"), request).await?;
    let zones = pages.into_iter().flat_map(|page| page.hosted_zones).map(zone);
    let zones = zones.filter(|zone| wanted.iter().any(|name| holds(zone, name)));
    try_join_all(zones.map(|mut zone| async move {
        if zone.private {
            zone.vpcs = vpcs_of(lookup, &zone.id).await?;
        }
        Ok(zone)
    }))
    .await
}

fn zone(zone: SdkZone) -> HostedZone {
    HostedZone {
        id: zone.id.trim_start_matches("/hostedzone/").to_owned(),
        name: zone.name.trim_end_matches('.').to_owned(),
        private: zone.config.is_some_and(|c| c.private_zone),
        vpcs: Vec::new(),
    }
}

fn holds(zone: &HostedZone, name: &str) -> bool {
    let name = name.trim_start_matches("/hostedzone/").trim_end_matches('.');
    zone.id == name || zone.name == name || name.ends_with(&format!(".{}", zone.name))
}

async fn vpcs_of(lookup: Lookup<'_>, zone: &str) -> Result<Vec<String>, CloudError> {
    let request = lookup.clients.route53.get_hosted_zone().id(zone).send();
    let answer = lookup.calls.find(Call::new("route53", "GetHostedZone"), request).await?;
    let vpcs = answer.and_then(|a| a.vpcs).unwrap_or_default();
    Ok(vpcs.into_iter().filter_map(|v| v.vpc_id).collect())
}

/// Reads the role in each instance profile. One that does not exist, or has no role, is left out.
async fn instance_profile_roles(lookup: Lookup<'_>, names: &[String]) -> Result<BTreeMap<String, String>, CloudError> {
    let found = try_join_all(names.iter().map(|name| async move {
        let request = lookup.clients.iam.get_instance_profile().instance_profile_name(name).send();
        let answer = lookup.calls.find(Call::new("iam", "GetInstanceProfile"), request).await?;
        let profile = answer.and_then(|answer| answer.instance_profile);
        let role = profile.and_then(|profile| profile.roles().first().map(|role| role.role_name().to_owned()));
        Ok::<_, CloudError>(role.map(|role| (name.clone(), role)))
    }));
    Ok(found.await?.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zone_holds_names_at_and_below_it() {
        let zone = zone(
            SdkZone::builder().id("/hostedzone/Z1").name("example.com.").caller_reference("x").build().expect("whole"),
        );
        for (name, expected) in [
            ("example.com", true),
            ("demo.example.com", true),
            ("Z1", true),
            ("/hostedzone/Z1", true),
            ("anexample.com", false),
            ("com", false),
        ] {
            assert_eq!(holds(&zone, name), expected, "{name}");
        }
    }
}
