//! The VPC and the ranges of pods and services.

use ipnet::IpNet;

use super::codes;
use super::range::{overlap, read};
use super::rules::{Rules, given, list};

/// The ranges that could be read.
#[derive(Debug, Default)]
pub(super) struct Ranges {
    /// Those of the VPC: the first and the additional ones.
    pub(super) vpc: Vec<IpNet>,
    /// That of pods and services.
    pub(super) non_masquerade: Option<IpNet>,
    pub(super) pods: Option<IpNet>,
    pub(super) services: Option<IpNet>,
}

pub(super) fn check(rules: &mut Rules<'_>) -> Ranges {
    let spec = rules.spec();
    let ranges = Ranges {
        vpc: check_vpc(rules),
        non_masquerade: read_field(rules, "nonMasqueradeCIDR", given(&spec.non_masquerade_cidr)),
        pods: read_field(rules, "podCIDR", given(&spec.pod_cidr)),
        services: read_field(rules, "serviceClusterIPRange", given(&spec.service_cluster_ip_range)),
    };
    check_inner(rules, &ranges);
    ranges
}

fn read_field(rules: &mut Rules<'_>, field: &str, text: Option<&str>) -> Option<IpNet> {
    text.and_then(|text| read(rules, rules.at(field), text))
}

/// Checks the VPC and returns its ranges.
fn check_vpc(rules: &mut Rules<'_>) -> Vec<IpNet> {
    let spec = rules.spec();
    let first = read_field(rules, "networkCIDR", given(&spec.network_cidr));
    let mut ranges: Vec<IpNet> = first.into_iter().collect();
    for (i, text) in spec.additional_network_cidrs.iter().enumerate() {
        let path = rules.at("additionalNetworkCIDRs").index(i);
        ranges.extend(read(rules, path, text));
    }
    let known = given(&spec.network_id).map(|id| check_vpc_id(rules, id));
    if given(&spec.network_cidr).is_none() && known != Some(false) {
        let wrong = "the range of the VPC is not known";
        rules.refuse(rules.at("networkCIDR"), codes::RANGE_MISSING, wrong, "add `networkCIDR`");
    }
    ranges
}

/// Checks that a shared VPC exists and is as the spec says; false where it does not.
fn check_vpc_id(rules: &mut Rules<'_>, id: &str) -> bool {
    let path = rules.at("networkID");
    if !is_id(id, "vpc-") {
        let wrong = format!("`{id}` is not the id of a VPC");
        rules.refuse(path, codes::VPC_ID, wrong, "an id is written `vpc-0a1b2c3d4e5f60718`; remove it to make a VPC");
        return false;
    }
    let Some(vpc) = rules.facts.network.vpcs.get(id) else {
        let there = rules.facts.network.vpcs.keys().map(String::as_str);
        let help = match there.clone().count() {
            0 => "remove `networkID` to make a VPC for the cluster, or look for its id in the account".to_owned(),
            _ => format!("there is {}", list(there)),
        };
        rules.refuse(path, codes::UNKNOWN_VPC, format!("there is no VPC `{id}` in {}", rules.facts.region), help);
        return false;
    };
    let own: Vec<IpNet> =
        std::iter::once(&vpc.cidr).chain(&vpc.additional_cidrs).filter_map(|r| r.parse().ok()).collect();
    if let Some(text) = given(&rules.spec().network_cidr)
        && let Ok(range) = text.parse::<IpNet>()
        && !own.is_empty()
        && !own.iter().any(|own| own.contains(&range))
    {
        let wrong = format!("`{text}` is not a range of the VPC `{id}`");
        let names: Vec<String> = own.iter().map(ToString::to_string).collect();
        let help = format!("it has {}; without `networkCIDR` that is used", list(names.iter().map(String::as_str)));
        rules.refuse(rules.at("networkCIDR"), codes::VPC_RANGE, wrong, help);
    }
    if !vpc.dns_support {
        let wrong = format!("Amazon's DNS server does not answer in the VPC `{id}`");
        rules.warn(
            rules.at("networkID"),
            codes::VPC_DNS,
            wrong,
            "nodes need it: turn on `enableDnsSupport` of the VPC",
        );
    }
    true
}

/// Ranges that no address of the internet is in, the default of kops first.
const FREE: [&str; 4] = ["100.64.0.0/10", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

fn is_free(range: &str, ranges: &Ranges) -> bool {
    range.parse().is_ok_and(|range| !ranges.vpc.iter().any(|vpc| overlap(vpc, &range)))
}

/// The ranges of pods and services, apart from the VPC unless pods have addresses of it.
fn check_inner(rules: &mut Rules<'_>, ranges: &Ranges) {
    let spec = rules.spec();
    let Some((text, whole)) = given(&spec.non_masquerade_cidr).zip(ranges.non_masquerade) else { return };
    if matches!(whole, IpNet::V6(_)) && text != "::/0" {
        let wrong = format!("`{text}` cannot be the range of an IPv6 cluster");
        rules.refuse(rules.at("nonMasqueradeCIDR"), codes::IPV6_RANGE, wrong, "write `::/0`");
    }
    let networking = spec.networking.clone().unwrap_or_default();
    let pods_in_vpc =
        networking.amazonvpc.is_some() || networking.cilium.is_some_and(|cilium| cilium.ipam.as_deref() == Some("eni"));
    if let Some(range) = ranges.vpc.iter().find(|range| overlap(range, &whole))
        && !pods_in_vpc
    {
        let wrong = format!("pods and services (`{text}`) have addresses of the VPC (`{range}`)");
        let help = match FREE.iter().find(|free| is_free(free, ranges)) {
            Some(free) => format!("choose ranges that do not overlap, such as `{free}` for `nonMasqueradeCIDR`"),
            None => "choose ranges that do not overlap".to_owned(),
        };
        rules.refuse(rules.at("nonMasqueradeCIDR"), codes::RANGES_OVERLAP, wrong, help);
    }
    if let Some(pods) = ranges.pods.filter(|pods| !whole.contains(pods)) {
        let wrong = format!("`{pods}` is not inside of `nonMasqueradeCIDR` (`{text}`)");
        rules.refuse(rules.at("podCIDR"), codes::POD_RANGE, wrong, "choose a part of it, or leave `podCIDR` out");
    }
}

/// True for the id of a resource of AWS: a prefix, then letters and digits.
pub(super) fn is_id(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix)
        .is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()))
}
