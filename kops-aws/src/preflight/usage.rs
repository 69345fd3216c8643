//! How much of quotas is in use.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_ec2::types::{Filter, InstanceLifecycleType, Route, RouteOrigin};
use aws_sdk_elasticloadbalancingv2::types::LoadBalancerTypeEnum;
use aws_sdk_iam::types::SummaryKeyType;
use futures::future::try_join_all;
use kops_core::cloud::{CloudError, ErrorKind, Quota};

use super::{Part, count, part};
use crate::error::Call;
use crate::facts::Lookup;
use crate::filter::{filter, filters};

/// The use of a quota, by where it applies.
type Counts = BTreeMap<String, u64>;

/// Reads the use of some quotas, each with the resources that it is asked for. Rules of security groups are read in `rules`.
pub(super) async fn read(
    lookup: Lookup<'_>,
    region: &str,
    quotas: &BTreeMap<Quota, BTreeSet<String>>,
) -> Result<BTreeMap<Quota, Part<Counts>>, CloudError> {
    let is_here = |quota: Quota| !quota.is_of_vcpus() && quota != Quota::RulesPerSecurityGroup;
    let counted = quotas.iter().filter(|(quota, _)| is_here(**quota)).map(|(quota, ids)| async move {
        Ok::<_, CloudError>((*quota, part(one(lookup, region, *quota, ids).await)?))
    });
    let of_vcpus: BTreeSet<Quota> = quotas.keys().copied().filter(|quota| quota.is_of_vcpus()).collect();
    let (counted, of_vcpus) = futures::try_join!(try_join_all(counted), vcpus(lookup, region, of_vcpus))?;
    Ok(counted.into_iter().chain(of_vcpus).collect())
}

/// Sends the calls of a list and adds up what is on its pages.
macro_rules! listed {
    ($lookup:ident, $name:literal, $operation:literal, $request:expr, $items:ident) => {{
        let pages = $lookup.calls.pages(Call::new($name, $operation), $request.into_paginator().send()).await?;
        pages.into_iter().flat_map(|page| page.$items.unwrap_or_default())
    }};
}

async fn one(lookup: Lookup<'_>, region: &str, quota: Quota, ids: &BTreeSet<String>) -> Result<Counts, CloudError> {
    let ec2 = &lookup.clients.ec2;
    let all = |number: usize| Counts::from([(region.to_owned(), number as u64)]);
    Ok(match quota {
        Quota::Vpcs => all(listed!(lookup, "ec2", "DescribeVpcs", ec2.describe_vpcs(), vpcs).count()),
        Quota::InternetGateways => {
            let request = ec2.describe_internet_gateways();
            all(listed!(lookup, "ec2", "DescribeInternetGateways", request, internet_gateways).count())
        }
        Quota::EgressOnlyInternetGateways => {
            let request = ec2.describe_egress_only_internet_gateways();
            let found =
                listed!(lookup, "ec2", "DescribeEgressOnlyInternetGateways", request, egress_only_internet_gateways);
            all(found.count())
        }
        Quota::SecurityGroups => {
            let request = ec2.describe_security_groups();
            all(listed!(lookup, "ec2", "DescribeSecurityGroups", request, security_groups).count())
        }
        Quota::LaunchTemplates => {
            let request = ec2.describe_launch_templates();
            all(listed!(lookup, "ec2", "DescribeLaunchTemplates", request, launch_templates).count())
        }
        Quota::ElasticIps => {
            let request = ec2.describe_addresses().send();
            all(lookup.calls.send(Call::new("ec2", "DescribeAddresses"), request).await?.addresses().len())
        }
        Quota::SubnetsPerVpc => {
            let mut counts = Counts::new();
            for filter in filters("vpc-id", ids) {
                let request = ec2.describe_subnets().filters(filter);
                let found = listed!(lookup, "ec2", "DescribeSubnets", request, subnets);
                add(&mut counts, found.filter_map(|subnet| subnet.vpc_id));
            }
            counts
        }
        Quota::RouteTablesPerVpc => {
            let found = route_tables(lookup, filters("vpc-id", ids)).await?;
            let mut counts = Counts::new();
            add(&mut counts, found.into_iter().filter_map(|table| table.vpc_id));
            counts
        }
        Quota::RoutesPerRouteTable => {
            let found = route_tables(lookup, filters("route-table-id", ids)).await?;
            let of_table = |table: &aws_sdk_ec2::types::RouteTable| {
                let own = table.routes().iter().filter(|route| is_counted(route));
                Some((table.route_table_id()?.to_owned(), own.count() as u64))
            };
            found.iter().filter_map(of_table).collect()
        }
        Quota::NatGatewaysPerZone => nat_gateways(lookup).await?,
        Quota::AutoscalingGroups => {
            let request = lookup.clients.autoscaling.describe_account_limits().send();
            let call = Call::new("autoscaling", "DescribeAccountLimits");
            let number = count(lookup.calls.send(call, request).await?.number_of_auto_scaling_groups());
            Counts::from([(region.to_owned(), call.require(number, "NumberOfAutoScalingGroups")?)])
        }
        Quota::ClassicLoadBalancers => {
            let request = lookup.clients.elb.describe_load_balancers();
            all(listed!(lookup, "elasticloadbalancing", "DescribeLoadBalancers", request, load_balancer_descriptions)
                .count())
        }
        Quota::NetworkLoadBalancers => {
            let request = lookup.clients.elbv2.describe_load_balancers();
            let found = listed!(lookup, "elasticloadbalancing", "DescribeLoadBalancers", request, load_balancers);
            all(found.filter(|balancer| balancer.r#type == Some(LoadBalancerTypeEnum::Network)).count())
        }
        Quota::TargetGroups => {
            let request = lookup.clients.elbv2.describe_target_groups();
            all(listed!(lookup, "elasticloadbalancing", "DescribeTargetGroups", request, target_groups).count())
        }
        Quota::PoliciesPerRole => {
            let counted = ids.iter().map(|role| async move {
                let request = lookup.clients.iam.list_attached_role_policies().role_name(role);
                let found = listed!(lookup, "iam", "ListAttachedRolePolicies", request, attached_policies);
                Ok::<_, CloudError>((role.clone(), found.count() as u64))
            });
            try_join_all(counted).await?.into_iter().collect()
        }
        Quota::Roles => summary(lookup, region, SummaryKeyType::Roles).await?,
        Quota::InstanceProfiles => summary(lookup, region, SummaryKeyType::InstanceProfiles).await?,
        _ => return Err(unknown(quota)),
    })
}

/// The error for a quota whose use no call here counts.
fn unknown(quota: Quota) -> CloudError {
    let message = format!("the use of the quota for {} cannot be read", quota.title());
    CloudError::new(ErrorKind::Invalid, "preflight", message)
}

fn add(counts: &mut Counts, places: impl Iterator<Item = String>) {
    for place in places {
        *counts.entry(place).or_default() += 1;
    }
}

async fn summary(lookup: Lookup<'_>, region: &str, key: SummaryKeyType) -> Result<Counts, CloudError> {
    let call = Call::new("iam", "GetAccountSummary");
    let answer = lookup.calls.send(call, lookup.clients.iam.get_account_summary().send()).await?;
    let number = count(answer.summary_map().and_then(|summary| summary.get(&key).copied()));
    Ok(Counts::from([(region.to_owned(), call.require(number, key.as_str())?)]))
}

async fn route_tables(
    lookup: Lookup<'_>,
    wanted: Vec<Filter>,
) -> Result<Vec<aws_sdk_ec2::types::RouteTable>, CloudError> {
    let mut found = Vec::new();
    for filter in wanted {
        let request = lookup.clients.ec2.describe_route_tables().filters(filter);
        found.extend(listed!(lookup, "ec2", "DescribeRouteTables", request, route_tables));
    }
    Ok(found)
}

/// True for a route that counts: not those of the VPC itself, nor those that a gateway propagates, which have a quota of their own.
fn is_counted(route: &Route) -> bool {
    route.gateway_id() != Some("local") && route.origin() != Some(&RouteOrigin::EnableVgwRoutePropagation)
}

/// NAT gateways by the zone of their subnet.
async fn nat_gateways(lookup: Lookup<'_>) -> Result<Counts, CloudError> {
    let ec2 = &lookup.clients.ec2;
    // Those that are being deleted count until they are gone.
    let live = filter("state", ["pending", "available", "deleting"]);
    let request = ec2.describe_nat_gateways().filter(live);
    let gateways = listed!(lookup, "ec2", "DescribeNatGateways", request, nat_gateways);
    let subnets: Vec<String> = gateways.filter_map(|gateway| gateway.subnet_id).collect();
    let mut zones: BTreeMap<String, String> = BTreeMap::new();
    for filter in filters("subnet-id", subnets.iter().collect::<BTreeSet<_>>()) {
        let found = listed!(lookup, "ec2", "DescribeSubnets", ec2.describe_subnets().filters(filter), subnets);
        zones.extend(found.filter_map(|subnet| Some((subnet.subnet_id?, subnet.availability_zone?))));
    }
    let mut counts = Counts::new();
    add(&mut counts, subnets.iter().filter_map(|subnet| zones.get(subnet).cloned()));
    Ok(counts)
}

/// The vCPUs of running instances by quota.
async fn vcpus(
    lookup: Lookup<'_>,
    region: &str,
    quotas: BTreeSet<Quota>,
) -> Result<Vec<(Quota, Part<Counts>)>, CloudError> {
    if quotas.is_empty() {
        return Ok(Vec::new());
    }
    let found = part(running(lookup).await)?;
    let used = |quota| match &found {
        Ok(sums) => Ok(Counts::from([(region.to_owned(), sums.get(&quota).copied().unwrap_or(0))])),
        Err(why) => Err(why.clone()),
    };
    Ok(quotas.into_iter().map(|quota| (quota, used(quota))).collect())
}

async fn running(lookup: Lookup<'_>) -> Result<BTreeMap<Quota, u64>, CloudError> {
    let ec2 = &lookup.clients.ec2;
    let live = filter("instance-state-name", ["pending", "running"]);
    let mut sums = BTreeMap::new();
    let reservations =
        listed!(lookup, "ec2", "DescribeInstances", ec2.describe_instances().filters(live), reservations);
    for instance in reservations.flat_map(|reservation| reservation.instances.unwrap_or_default()) {
        let spot = instance.instance_lifecycle() == Some(&InstanceLifecycleType::Spot);
        let name = instance.instance_type().map(|name| name.as_str()).unwrap_or_default();
        let Some(quota) = Quota::of_instance_type(name, spot) else { continue };
        let cpus = instance.cpu_options();
        let threads = count(cpus.and_then(|cpus| cpus.threads_per_core())).unwrap_or(1);
        let cores = count(cpus.and_then(|cpus| cpus.core_count())).unwrap_or(1);
        *sums.entry(quota).or_default() += cores * threads;
    }
    Ok(sums)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_of_the_vpc_and_propagated_ones_do_not_count() {
        for (gateway, origin, expected) in [
            ("local", RouteOrigin::CreateRouteTable, false),
            ("local", RouteOrigin::CreateRoute, false),
            ("vgw-1", RouteOrigin::EnableVgwRoutePropagation, false),
            ("vgw-1", RouteOrigin::CreateRoute, true),
            ("igw-1", RouteOrigin::CreateRoute, true),
        ] {
            let route = Route::builder().gateway_id(gateway).origin(origin.clone()).build();
            assert_eq!(is_counted(&route), expected, "{gateway} {origin:?}");
        }
    }
}
