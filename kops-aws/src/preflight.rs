//! What an account has left, read before a plan is applied.
//!
//! Every part is read by itself: one that the caller may not read is left out with its reason, and the others stay.

mod dry_runs;
mod hosted_zones;
mod limits;
mod permissions;
mod rules;
mod usage;

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_ec2::types::MarketType;
use futures::future::try_join_all;
use kops_core::cloud::{
    CloudError, ErrorKind, LaunchTemplateFacts, PreflightFacts, PreflightQuery, Quota, QuotaUse, SubnetSpace,
};

use crate::call::CallCounter;
use crate::clients::Clients;
use crate::config::Config;
use crate::error::Call;
use crate::facts::{Lookup, described};
use crate::filter::filters;

/// A part of the answer, or why it cannot be read.
type Part<T> = Result<T, String>;

/// Reads what a plan needs to know before it is applied.
pub(crate) async fn read(
    config: &Config,
    clients: &Clients,
    query: &PreflightQuery,
) -> Result<PreflightFacts, CloudError> {
    let calls = CallCounter::new(clients);
    let lookup = Lookup { clients, calls: &calls };
    let (limits, mut used, rules, instances, subnets, hosted_zones, denied) = futures::try_join!(
        limits::read(lookup, query.quotas.keys().copied()),
        usage::read(lookup, config.region(), &query.quotas),
        rules::read(lookup, query),
        instances(lookup, query),
        subnets(lookup, &query.subnets),
        hosted_zones::read(config, lookup, &query.hosted_zones),
        permissions::denied(config, lookup, query),
    )?;
    let ((rules, prefix_lists), (launch_templates, vcpus), (denied, denied_unknown)) = (rules, instances, denied);
    used.extend(rules.map(|rules| (Quota::RulesPerSecurityGroup, rules)));
    let quotas = query.quotas.keys().map(|quota| (*quota, quota_use(limits.get(quota), used.get(quota))));
    Ok(PreflightFacts {
        quotas: quotas.collect(),
        vcpus,
        launch_templates,
        subnets,
        prefix_lists,
        hosted_zones,
        denied,
        denied_unknown,
    })
}

fn quota_use(limit: Option<&Part<u64>>, used: Option<&Part<BTreeMap<String, u64>>>) -> QuotaUse {
    let unknown = limit.and_then(|part| part.as_ref().err()).or(used.and_then(|part| part.as_ref().err()));
    QuotaUse {
        unknown: unknown.cloned(),
        limit: limit.and_then(|part| part.as_ref().ok().copied()),
        used: used.and_then(|part| part.as_ref().ok().cloned()),
    }
}

/// Makes a part that cannot be read a reason. What passes by itself stays an error, so that reading is repeated.
fn part<T>(read: Result<T, CloudError>) -> Result<Part<T>, CloudError> {
    match read {
        Ok(value) => Ok(Ok(value)),
        Err(error) if matches!(error.kind, ErrorKind::Throttled | ErrorKind::Network) => Err(error),
        Err(error) => Ok(Err(error.to_string())),
    }
}

/// The launch templates that are asked for, and the vCPUs of their instance types and of those that are asked for.
async fn instances(
    lookup: Lookup<'_>,
    query: &PreflightQuery,
) -> Result<(BTreeMap<String, LaunchTemplateFacts>, BTreeMap<String, u32>), CloudError> {
    let asked = query.launch_templates.iter().map(|id| async move { part(launch_template(lookup, id).await) });
    let read = try_join_all(asked).await?.into_iter();
    let found = read.filter_map(|template| template.ok().flatten());
    let templates: BTreeMap<_, _> = found.map(|(id, facts)| (id.to_owned(), facts)).collect();
    let of_templates = templates.values().map(|template| template.instance_type.as_str());
    let types: BTreeSet<&str> = query.instance_types.iter().map(String::as_str).chain(of_templates).collect();
    let machines = part(described(lookup, &types).await)?.unwrap_or_default();
    Ok((templates, machines.into_iter().map(|(name, machine)| (name, machine.vcpus)).collect()))
}

/// The newest version of a launch template; none where it names no instance type.
async fn launch_template<'a>(
    lookup: Lookup<'_>,
    id: &'a str,
) -> Result<Option<(&'a str, LaunchTemplateFacts)>, CloudError> {
    let request = lookup.clients.ec2.describe_launch_template_versions().launch_template_id(id).versions("$Latest");
    let answer = lookup.calls.send(Call::new("ec2", "DescribeLaunchTemplateVersions"), request.send()).await?;
    let data = answer.launch_template_versions().first().and_then(|version| version.launch_template_data());
    Ok(data.and_then(|data| {
        let spot = data.instance_market_options().and_then(|options| options.market_type()) == Some(&MarketType::Spot);
        Some((id, LaunchTemplateFacts { instance_type: data.instance_type()?.as_str().to_owned(), spot }))
    }))
}

async fn subnets(lookup: Lookup<'_>, ids: &BTreeSet<String>) -> Result<BTreeMap<String, SubnetSpace>, CloudError> {
    let mut found = BTreeMap::new();
    for filter in filters("subnet-id", ids) {
        let request = lookup.clients.ec2.describe_subnets().filters(filter).into_paginator().send();
        let pages = part(lookup.calls.pages(Call::new("ec2", "DescribeSubnets"), request).await)?.unwrap_or_default();
        for subnet in pages.iter().flat_map(|page| page.subnets()) {
            let (Some(id), Some(zone)) = (subnet.subnet_id(), subnet.availability_zone()) else { continue };
            let has_ipv4 = subnet.cidr_block().is_some_and(|cidr| !cidr.is_empty());
            let free = subnet.available_ip_address_count().and_then(|free| u64::try_from(free).ok());
            let space = SubnetSpace { zone: zone.to_owned(), free_addresses: free.filter(|_| has_ipv4) };
            found.insert(id.to_owned(), space);
        }
    }
    Ok(found)
}

/// Counts, as AWS gives them back.
fn count(number: Option<i32>) -> Option<u64> {
    number.and_then(|number| u64::try_from(number).ok())
}

/// The quotas of IAM, whose limits and use its summary of the account has.
fn is_of_iam(quota: Quota) -> bool {
    quota.service() == "iam"
}
