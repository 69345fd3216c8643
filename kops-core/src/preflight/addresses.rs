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
    let of_groups = needs.instances.iter().map(|instances| instances.subnets.clone());
    let of_others = needs.addresses.iter().map(|addresses| BTreeSet::from([addresses.subnet.clone()]));
    let sets: BTreeSet<BTreeSet<Parent>> = of_groups.chain(of_others).filter(|subnets| !subnets.is_empty()).collect();
    sets.iter().filter_map(|subnets| of_set(needs, subnets, facts)).collect()
}

/// Checks whether some subnets together have room for everything that can only be in them; none for subnets without IPv4.
fn of_set(needs: &Needs<'_>, subnets: &BTreeSet<Parent>, facts: &PreflightFacts) -> Option<Check> {
    let mut users: BTreeMap<&ResourceId, u64> = BTreeMap::new();
    for instances in needs.instances.iter().filter(|instances| instances.subnets.is_subset(subnets)) {
        *users.entry(instances.resource).or_default() += instances.number;
    }
    for addresses in needs.addresses.iter().filter(|addresses| subnets.contains(&addresses.subnet)) {
        *users.entry(addresses.resource).or_default() += addresses.number;
    }
    let need = users.values().sum();
    let check = Check {
        subject: format!("addresses in {}", names(subnets)),
        need: Some(need),
        resources: users.into_keys().cloned().collect(),
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
