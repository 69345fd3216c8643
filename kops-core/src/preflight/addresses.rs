//! Whether subnets have room for what a plan starts in them.

use std::collections::{BTreeMap, BTreeSet};

use ipnet::Ipv4Net;

use super::needs::Needs;
use super::places::Parent;
use super::report::{Check, CheckResult};
use crate::cloud::{PreflightFacts, addresses_in};
use crate::resource::ResourceId;

/// Checks the free IPv4 addresses of subnets: for each set of subnets that instances of a group may start in, and for each subnet with a
/// NAT gateway or a load balancer. Pods that have addresses of the subnet are not counted, as their number is not known.
pub(super) fn check(needs: &Needs<'_>, facts: &PreflightFacts) -> Vec<Check> {
    let room = |subnets: &BTreeSet<Parent>| of_set(&users(needs, subnets), needs, subnets, facts);
    sets(needs).iter().filter_map(room).collect()
}

/// Checks the subnets that exist and that several plans start something in, or in parts of which they do.
pub(super) fn check_together(all: &[Needs<'_>], facts: &PreflightFacts) -> Vec<Check> {
    let is_existing = |subnet: &Parent| matches!(subnet, Parent::Existing(_));
    let sets: BTreeSet<_> = all.iter().flat_map(sets).filter(|subnets| subnets.iter().all(is_existing)).collect();
    let room = |subnets: &BTreeSet<Parent>| {
        let by_plan: Vec<Vec<_>> = all.iter().map(|needs| users(needs, subnets)).collect();
        if by_plan.iter().filter(|users| !users.is_empty()).count() < 2 {
            return None;
        }
        let check = of_set(&by_plan.concat(), all.first()?, subnets, facts)?;
        Some(match (check.result, check.need, check.limit) {
            (CheckResult::Failed, Some(need), Some(free)) => {
                Check { message: Some(format!("the clusters need {need} together, and {free} are free")), ..check }
            }
            _ => check,
        })
    };
    sets.iter().filter_map(room).collect()
}

/// The sets of subnets that something can only be in.
fn sets(needs: &Needs<'_>) -> BTreeSet<BTreeSet<Parent>> {
    let of_groups = needs.instances.iter().map(|instances| instances.subnets.clone());
    let of_others = needs.addresses.iter().map(|addresses| BTreeSet::from([addresses.subnet.clone()]));
    of_groups.chain(of_others).filter(|subnets| !subnets.is_empty()).collect()
}

/// What can only be in some subnets, and how many addresses each needs.
fn users<'a>(needs: &Needs<'a>, subnets: &BTreeSet<Parent>) -> Vec<(&'a ResourceId, u64)> {
    let mut users: BTreeMap<&ResourceId, u64> = BTreeMap::new();
    for instances in needs.instances.iter().filter(|instances| instances.subnets.is_subset(subnets)) {
        *users.entry(instances.resource).or_default() += instances.number;
    }
    for addresses in needs.addresses.iter().filter(|addresses| subnets.contains(&addresses.subnet)) {
        *users.entry(addresses.resource).or_default() += addresses.number;
    }
    users.into_iter().collect()
}

/// Checks whether some subnets together have room for what is in them; none for subnets without IPv4.
fn of_set(
    users: &[(&ResourceId, u64)],
    needs: &Needs<'_>,
    subnets: &BTreeSet<Parent>,
    facts: &PreflightFacts,
) -> Option<Check> {
    let need = users.iter().map(|(_, number)| number).sum();
    let check = Check {
        subject: format!("addresses in {}", names(subnets)),
        need: Some(need),
        resources: users.iter().map(|(resource, _)| (*resource).clone()).collect(),
        ..Check::default()
    };
    let mut free = 0;
    for subnet in subnets {
        match space(needs, subnet, facts) {
            Space::Free(number) => free += number,
            Space::WithoutIpv4 => return None,
            Space::Unknown => {
                let message = "the account does not say how many are free";
                return Some(Check { message: Some(message.to_owned()), ..check });
            }
        }
    }
    let check = Check { limit: Some(free), ..check };
    Some(if need <= free {
        Check { result: CheckResult::Passed, ..check }
    } else {
        let help = "use larger subnets, add subnets to the instance groups, or delete what uses their addresses";
        let message = format!("{need} are needed, and {free} are free");
        Check { result: CheckResult::Failed, message: Some(message), help: Some(help.to_owned()), ..check }
    })
}

enum Space {
    Free(u64),
    WithoutIpv4,
    Unknown,
}

fn space(needs: &Needs<'_>, subnet: &Parent, facts: &PreflightFacts) -> Space {
    match subnet {
        Parent::Existing(id) => match facts.subnets.get(id).map(|found| found.free_addresses) {
            Some(Some(free)) => Space::Free(free),
            Some(None) => Space::WithoutIpv4,
            None => Space::Unknown,
        },
        Parent::New(id) => match needs.new_subnet(id).and_then(|subnet| subnet.cidr.as_deref()) {
            Some(cidr) => cidr.parse().map_or(Space::Unknown, |range: Ipv4Net| Space::Free(addresses_in(range))),
            None => Space::WithoutIpv4,
        },
    }
}

fn names(subnets: &BTreeSet<Parent>) -> String {
    let names = subnets.iter().map(|subnet| match subnet {
        Parent::Existing(id) => id.as_str(),
        Parent::New(id) => id.name.as_str(),
    });
    names.collect::<Vec<_>>().join(", ")
}
