//! What a spec needs to know of an account, asked once.

mod images;
mod network;

use aws_sdk_ec2::types::{InstanceType, LocationType};
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
    let calls = CallCounter::default();
    let asker = Lookup { clients, calls: &calls };
    let (identity, zones, machine_types, images, hosted_zones, network) = futures::try_join!(
        identity(asker),
        zones(asker),
        machine_types(asker, &query.machine_types),
        images::resolve(asker, &query.images),
        hosted_zones(asker, &query.dns_zones),
        network::gather(asker, query),
    )?;
    let (account_id, partition) = identity;
    let mut facts = base;
    facts.account_id = account_id;
    facts.partition = partition;
    facts.zones = zones;
    facts.machine_types = machine_types;
    facts.images = images;
    facts.hosted_zones = hosted_zones;
    facts.network = network;
    Ok(facts)
}

/// What every question needs.
#[derive(Clone, Copy)]
struct Lookup<'a> {
    clients: &'a Clients,
    calls: &'a CallCounter,
}

/// The number of the account and its partition, which is the second part of every ARN.
async fn identity(asker: Lookup<'_>) -> Result<(String, String), CloudError> {
    let request = asker.clients.sts.get_caller_identity().send();
    let answer = asker.calls.send(Call::new("sts", "GetCallerIdentity"), request).await?;
    let partition = answer.arn().and_then(|arn| arn.split(':').nth(1)).unwrap_or("aws").to_owned();
    Ok((answer.account.unwrap_or_default(), partition))
}

async fn zones(asker: Lookup<'_>) -> Result<Vec<String>, CloudError> {
    let request = asker.clients.ec2.describe_availability_zones();
    let request = request.filters(filter("zone-type", ["availability-zone"])).send();
    let answer = asker.calls.send(Call::new("ec2", "DescribeAvailabilityZones"), request).await?;
    let mut zones: Vec<String> = answer.availability_zones().iter().filter_map(|z| z.zone_name.clone()).collect();
    zones.sort();
    Ok(zones)
}

async fn machine_types(asker: Lookup<'_>, names: &[String]) -> Result<BTreeMap<String, MachineType>, CloudError> {
    let names: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    if names.is_empty() {
        return Ok(BTreeMap::new());
    }
    let (mut found, offered) = futures::try_join!(described(asker, &names), offered(asker, &names))?;
    let everywhere: BTreeSet<&String> = offered.values().flatten().collect();
    for (name, machine) in &mut found {
        let zones = offered.get(name);
        let missing = everywhere.iter().filter(|zone| zones.is_some_and(|z| !z.contains(**zone)));
        machine.missing_zones = missing.map(|zone| (*zone).clone()).collect();
    }
    Ok(found)
}

/// Filters by name, because asking for a name that does not exist is an error for all of them.
async fn described(asker: Lookup<'_>, names: &BTreeSet<&str>) -> Result<BTreeMap<String, MachineType>, CloudError> {
    let asked = filters("instance-type", names).into_iter().map(|names| {
        let request = asker.clients.ec2.describe_instance_types().filters(names).into_paginator().send();
        asker.calls.pages(Call::new("ec2", "DescribeInstanceTypes"), request)
    });
    let pages = try_join_all(asked).await?;
    let mut found = BTreeMap::new();
    for info in pages.iter().flatten().flat_map(|page| page.instance_types()) {
        let mut machine = MachineType::default();
        let architectures = info.processor_info().map(|p| p.supported_architectures()).unwrap_or_default();
        machine.architectures = architectures.iter().map(|a| a.as_str().to_owned()).collect();
        let cpus = info.v_cpu_info().and_then(|c| c.default_v_cpus).unwrap_or_default();
        machine.vcpus = u32::try_from(cpus).unwrap_or_default();
        let memory = info.memory_info().and_then(|m| m.size_in_mib).unwrap_or_default();
        machine.memory_mib = u64::try_from(memory).unwrap_or_default();
        let gpus = info.gpu_info().map(|g| g.gpus()).unwrap_or_default();
        machine.gpu = gpus.iter().any(|g| g.manufacturer().is_some_and(|m| m.eq_ignore_ascii_case("nvidia")));
        let disks = info.instance_storage_info().map(|s| s.disks()).unwrap_or_default();
        for disk in disks {
            let size = disk.size_in_gb.and_then(|s| u32::try_from(s).ok()).unwrap_or_default();
            let count = disk.count.and_then(|c| usize::try_from(c).ok()).unwrap_or_default();
            machine.instance_storage_gb.extend(std::iter::repeat_n(size, count));
        }
        if let Some(network) = info.network_info() {
            let number = |n: Option<i32>| n.and_then(|n| u32::try_from(n).ok()).unwrap_or_default();
            machine.network_interfaces = number(network.maximum_network_interfaces);
            machine.ipv4_per_interface = number(network.ipv4_addresses_per_interface);
        }
        found.insert(info.instance_type().map(InstanceType::as_str).unwrap_or_default().to_owned(), machine);
    }
    Ok(found)
}

/// The zones that offer each machine type.
async fn offered(asker: Lookup<'_>, names: &BTreeSet<&str>) -> Result<BTreeMap<String, BTreeSet<String>>, CloudError> {
    let asked = filters("instance-type", names).into_iter().map(|names| {
        let request = asker.clients.ec2.describe_instance_type_offerings();
        let request = request.location_type(LocationType::AvailabilityZone).filters(names).into_paginator().send();
        asker.calls.pages(Call::new("ec2", "DescribeInstanceTypeOfferings"), request)
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
async fn hosted_zones(asker: Lookup<'_>, wanted: &[String]) -> Result<Vec<HostedZone>, CloudError> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let request = asker.clients.route53.list_hosted_zones().into_paginator().send();
    let pages = asker.calls.pages(Call::new("route53", "ListHostedZones"), request).await?;
    let zones = pages.into_iter().flat_map(|page| page.hosted_zones).map(zone);
    let zones = zones.filter(|zone| wanted.iter().any(|name| concerns(zone, name)));
    try_join_all(zones.map(|mut zone| async move {
        if zone.private {
            zone.vpcs = vpcs_of(asker, &zone.id).await?;
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

fn concerns(zone: &HostedZone, name: &str) -> bool {
    let name = name.trim_start_matches("/hostedzone/").trim_end_matches('.');
    zone.id == name || zone.name == name || name.ends_with(&format!(".{}", zone.name))
}

async fn vpcs_of(asker: Lookup<'_>, zone: &str) -> Result<Vec<String>, CloudError> {
    let request = asker.clients.route53.get_hosted_zone().id(zone).send();
    let answer = asker.calls.find(Call::new("route53", "GetHostedZone"), request).await?;
    let vpcs = answer.and_then(|a| a.vpcs).unwrap_or_default();
    Ok(vpcs.into_iter().filter_map(|v| v.vpc_id).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_concerns_names_at_and_below_it() {
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
            assert_eq!(concerns(&zone, name), expected, "{name}");
        }
    }
}
