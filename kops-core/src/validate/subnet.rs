//! Subnets: names, ranges, zones, and those that are shared.

use std::collections::{BTreeMap, BTreeSet};

use ipnet::IpNet;

use super::codes;
use super::network::{Ranges, is_id};
use super::range::{overlap, read};
use super::rules::{Rules, advice, given, list};
use crate::diag::SpecPath;
use crate::naming::tags;
use crate::spec::{Subnet, SubnetType};

pub(super) fn check(rules: &mut Rules<'_>, ranges: &Ranges) {
    let subnets = &rules.spec().subnets;
    if subnets.is_empty() {
        let help = "add one for each zone: `{name: us-east-2a, zone: us-east-2a, type: Public}`";
        rules.refuse(rules.at("subnets"), codes::NO_SUBNET, "the cluster has no subnet", help);
    }
    let mut carved: Vec<(&str, IpNet)> = Vec::new();
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for (i, subnet) in subnets.iter().enumerate() {
        let path = rules.at("subnets").index(i);
        check_name(rules, &path, subnet, i, &mut names);
        check_zone(rules, &path, subnet);
        check_type(rules, &path, subnet);
        check_ipv6(rules, &path, subnet, ranges);
        check_shared(rules, &path, subnet);
        if let Some(range) = check_range(rules, &path, subnet, ranges) {
            check_overlap(rules, &path, subnet, range, &carved);
            check_existing(rules, &path, subnet, range);
            carved.push((given(&subnet.name).unwrap_or_default(), range));
        }
    }
}

fn check_name<'a>(
    rules: &mut Rules<'_>,
    path: &SpecPath,
    subnet: &'a Subnet,
    index: usize,
    names: &mut BTreeMap<&'a str, usize>,
) {
    let Some(name) = given(&subnet.name) else {
        return rules.refuse(path.clone(), codes::SUBNET_NAME, "a subnet has no name", "name it after its zone");
    };
    if let Some(first) = names.insert(name, index) {
        let wrong = format!("two subnets are called `{name}`");
        let help = format!("rename one of them; the other is `subnets[{first}]`");
        rules.refuse(path.key("name"), codes::SUBNET_NAME, wrong, help);
    }
}

/// Local zones are not in the list of zones unless the account has joined them, so their longer names pass.
fn check_zone(rules: &mut Rules<'_>, path: &SpecPath, subnet: &Subnet) {
    let zones = &rules.facts.zones;
    let region = rules.facts.region.as_str();
    let known = zones.iter().map(String::as_str);
    match given(&subnet.zone) {
        None => {
            let help = if zones.is_empty() { "add `zone`".to_owned() } else { format!("add `zone`: {}", list(known)) };
            rules.refuse(path.clone(), codes::UNKNOWN_ZONE, "a subnet has no zone", help);
        }
        Some(zone) if zones.is_empty() || zones.iter().any(|known| known == zone) => {}
        Some(zone) if zone.strip_prefix(region).is_some_and(|rest| rest.starts_with('-')) => {}
        Some(zone) => {
            let wrong = format!("there is no zone `{zone}` in {region}");
            let help = match zone.starts_with(region) {
                true => format!("{region} has {}", list(known)),
                false => advice(zone, known),
            };
            rules.refuse(path.key("zone"), codes::UNKNOWN_ZONE, wrong, help);
        }
    }
}

fn check_type(rules: &mut Rules<'_>, path: &SpecPath, subnet: &Subnet) {
    let path = path.key("type");
    // The rules for subnets look at a type, so that one is filled in.
    if !rules.is_written(&path) {
        let help = "add `type`: `Public`, `Private` or `Utility`";
        rules.refuse(path, codes::SUBNET_TYPE, "a subnet has no type", help);
    } else if subnet.r#type == Some(SubnetType::DualStack) && !rules.cluster().is_ipv6_only() {
        let help = "write `Private`, or set `nonMasqueradeCIDR` to `::/0`";
        rules.refuse(path, codes::SUBNET_TYPE, "only IPv6 clusters have subnets of type `DualStack`", help);
    }
}

/// Checks the range and returns it.
fn check_range(rules: &mut Rules<'_>, path: &SpecPath, subnet: &Subnet, ranges: &Ranges) -> Option<IpNet> {
    let name = given(&subnet.name).unwrap_or_default();
    let Some(text) = given(&subnet.cidr) else {
        let ipv6 = rules.cluster().is_ipv6_only() && given(&subnet.ipv6_cidr).is_some();
        if !ipv6 && subnet.shared_id().is_none() && !ranges.vpc.is_empty() {
            let wrong = format!("there is no room left in the VPC for the subnet `{name}`");
            let help = "at most 8 ranges are carved from `networkCIDR`: give the subnet a `cidr`";
            rules.refuse(path.clone(), codes::SUBNET_RANGE, wrong, help);
        }
        return None;
    };
    let at = path.key("cidr");
    let range = read(rules, at.clone(), text)?;
    if !ranges.vpc.is_empty() && !ranges.vpc.iter().any(|vpc| vpc.contains(&range)) {
        let vpc: Vec<String> = ranges.vpc.iter().map(ToString::to_string).collect();
        let wrong = format!("`{text}` of the subnet `{name}` is outside of the VPC");
        let help = format!("choose a part of {}", list(vpc.iter().map(String::as_str)));
        rules.refuse(at.clone(), codes::SUBNET_OUTSIDE, wrong, help);
    }
    let pods_in_vpc = rules.spec().networking.as_ref().is_some_and(|networking| networking.amazonvpc.is_some());
    let inner = [("pods", if pods_in_vpc { None } else { ranges.pods }), ("services", ranges.services)];
    for (whose, other) in inner {
        if let Some(other) = other.filter(|other| overlap(other, &range)) {
            let wrong = format!("`{text}` of the subnet `{name}` overlaps `{other}`, the range of {whose}");
            rules.refuse(at.clone(), codes::RANGES_OVERLAP, wrong, "choose another range for one of them");
        }
    }
    Some(range)
}

/// Checks a new subnet of a shared VPC against those that are there. Its CIDR may have been carved from the VPC's, which kops does without
/// regard to them. What the cluster itself has is compared when a plan is made.
fn check_existing(rules: &mut Rules<'_>, path: &SpecPath, subnet: &Subnet, range: IpNet) {
    let Some(vpc) = given(&rules.spec().network_id).filter(|_| subnet.shared_id().is_none()) else { return };
    let cluster = rules.cluster().name();
    let named: BTreeSet<&str> = rules.spec().subnets.iter().filter_map(Subnet::shared_id).collect();
    let there = rules.facts.network.subnets.iter();
    let there = there.filter(|(id, found)| {
        found.vpc == vpc && !named.contains(id.as_str()) && !tags::say_owned(&found.tags, cluster)
    });
    let taken: Vec<String> = there
        .filter(|(_, found)| found.cidr.parse().is_ok_and(|other| overlap(&other, &range)))
        .map(|(id, found)| format!("`{}` of the subnet `{id}`", found.cidr))
        .collect();
    if !taken.is_empty() {
        let name = given(&subnet.name).unwrap_or_default();
        let wrong = format!("`{range}` of the subnet `{name}` overlaps {} in the VPC `{vpc}`", taken.join(", "));
        let help = "give it a `cidr` that is free, or the `id` of a subnet that exists";
        rules.refuse(path.key("cidr"), codes::SUBNET_OVERLAP, wrong, help);
    }
}

fn check_overlap(rules: &mut Rules<'_>, path: &SpecPath, subnet: &Subnet, range: IpNet, others: &[(&str, IpNet)]) {
    if let Some((other, taken)) = others.iter().find(|(_, other)| overlap(other, &range)) {
        let name = given(&subnet.name).unwrap_or_default();
        let wrong = format!("`{range}` of the subnet `{name}` overlaps `{taken}` of the subnet `{other}`");
        let help = "give them ranges apart, or leave one `cidr` out to have it carved";
        rules.refuse(path.key("cidr"), codes::SUBNET_OVERLAP, wrong, help);
    }
}

fn check_ipv6(rules: &mut Rules<'_>, path: &SpecPath, subnet: &Subnet, ranges: &Ranges) {
    let Some(text) = given(&subnet.ipv6_cidr) else { return };
    let at = path.key("ipv6CIDR");
    if let Some(part) = text.strip_prefix('/') {
        let (size, number) = part.split_once('#').unwrap_or((part, ""));
        let size_fits = size.parse::<u8>().is_ok_and(|size| size <= 128);
        let is_digits = number.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'));
        if !size_fits || !is_digits || i64::from_str_radix(number, 16).is_err() {
            let help = "the second part of size 64 is written `/64#1`; the number is hexadecimal, in lower case";
            rules.refuse(at, codes::SUBNET_IPV6, format!("`{text}` is not a part of the VPC's IPv6 range"), help);
        }
        return;
    }
    match read(rules, at.clone(), text) {
        Some(IpNet::V4(_)) => {
            let wrong = format!("`{text}` is not an IPv6 range");
            rules.refuse(at, codes::SUBNET_IPV6, wrong, "write an IPv6 range, or a part of the VPC's such as `/64#1`");
        }
        Some(range) if ranges.services.is_some_and(|services| overlap(&services, &range)) => {
            let wrong = format!("`{text}` overlaps the range of services");
            rules.refuse(at, codes::RANGES_OVERLAP, wrong, "choose another range for one of them");
        }
        _ => {}
    }
}

/// Checks a subnet that exists, and that either all subnets do or none.
fn check_shared(rules: &mut Rules<'_>, path: &SpecPath, subnet: &Subnet) {
    let spec = rules.spec();
    let first_is_shared = spec.subnets.first().is_some_and(|first| first.shared_id().is_some());
    if subnet.shared_id().is_some() != first_is_shared {
        let wrong = "some subnets exist and others are to be made";
        let right = match (first_is_shared, subnet.r#type) {
            (true, Some(SubnetType::Utility)) => {
                "give every subnet an `id`, or none; those of utility subnets are `--utility-subnets` of `kops create cluster`"
            }
            _ => "give every subnet an `id`, or none",
        };
        rules.refuse(path.key("id"), codes::SUBNET_SHARED, wrong, right);
    }
    let Some(id) = subnet.shared_id() else { return };
    let Some(vpc) = given(&spec.network_id) else {
        let wrong = format!("the subnet `{id}` exists, but the VPC is to be made");
        return rules.refuse(
            path.key("id"),
            codes::SUBNET_SHARED,
            wrong,
            "add `networkID`, the id of the subnet's VPC",
        );
    };
    let known = rules.facts.network.subnets.get(id).filter(|subnet| is_id(id, "subnet-") && subnet.vpc == vpc);
    let Some(known) = known else {
        // Where the VPC does not exist, that is said once and not for each of its subnets.
        if rules.facts.network.vpcs.contains_key(vpc) {
            let there = rules.facts.network.subnets.iter().filter(|(_, subnet)| subnet.vpc == vpc);
            let names: Vec<&str> = there.map(|(id, _)| id.as_str()).collect();
            let help = match names.is_empty() {
                true => "look for its id in the VPC".to_owned(),
                false => format!("there is {}", list(names.into_iter())),
            };
            let wrong = format!("there is no subnet `{id}` in the VPC `{vpc}`");
            rules.refuse(path.key("id"), codes::UNKNOWN_SUBNET_ID, wrong, help);
        }
        return;
    };
    for (field, said, is) in [("zone", &subnet.zone, &known.zone), ("cidr", &subnet.cidr, &known.cidr)] {
        if let Some(said) = given(said).filter(|said| !is.is_empty() && said != is) {
            let wrong = format!("`{said}` is not the {field} of the subnet `{id}`");
            rules.refuse(path.key(field), codes::SUBNET_DIFFERS, wrong, format!("it is `{is}`"));
        }
    }
}
