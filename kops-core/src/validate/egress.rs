//! What leads out of subnets.

use std::collections::BTreeMap;

use ipnet::IpNet;

use super::codes;
use super::network::Ranges;
use super::range::read;
use super::rules::{Rules, given, list};
use crate::diag::SpecPath;
use crate::spec::{Subnet, SubnetType};

/// What can be written, with what it means.
const KINDS: [&str; 4] = ["nat-", "eipalloc-", "i-", "tgw-"];
const EXTERNAL: &str = "External";
/// What a route can go through.
const TARGETS: [&str; 6] = ["pcx-", "i-", "nat-", "tgw-", "igw-", "eigw-"];

pub(super) fn check(rules: &mut Rules<'_>, ranges: &Ranges) {
    let mut by_zone: BTreeMap<&str, &Subnet> = BTreeMap::new();
    for (i, subnet) in rules.spec().subnets.iter().enumerate() {
        let path = rules.at("subnets").index(i);
        if let Some(egress) = given(&subnet.egress) {
            check_egress(rules, path.key("egress"), subnet, egress);
        }
        check_routes(rules, &path, subnet, ranges);
        let Some(zone) = given(&subnet.zone).filter(|_| subnet.is_private() && has_managed_routes(subnet)) else {
            continue;
        };
        let first = *by_zone.entry(zone).or_insert(subnet);
        let differs = [
            ("egress", given(&first.egress), given(&subnet.egress)),
            ("publicIP", given(&first.public_ip), given(&subnet.public_ip)),
        ];
        for (field, before, here) in differs.into_iter().filter(|(_, before, here)| before != here) {
            let say = |value: Option<&str>| value.map_or("none".to_owned(), |value| format!("`{value}`"));
            let wrong =
                format!("private subnets in `{zone}` have different `{field}`: {} and {}", say(before), say(here));
            let help = "they share the route table of the zone: give them the same, or write `External` for routes of their own";
            rules.refuse(path.key(field), codes::EGRESS_MIXED, wrong, help);
        }
    }
    check_homes(rules);
}

/// True for a subnet whose routes are the cluster's.
fn has_managed_routes(subnet: &Subnet) -> bool {
    subnet.shared_id().is_none() && given(&subnet.egress) != Some(EXTERNAL)
}

/// Checks that each zone has the one subnet in which kops would put a NAT gateway. kops looks for it wherever it manages the way out of
/// subnets, even where `egress` names another one.
fn check_homes(rules: &mut Rules<'_>) {
    let subnets = rules.spec().subnets.as_slice();
    let ipv6_only = rules.cluster().is_ipv6_only();
    // The zones, each with the first of its private subnets.
    let mut zones: BTreeMap<&str, Option<usize>> = BTreeMap::new();
    for (i, subnet) in subnets.iter().enumerate() {
        let private = subnet.is_private();
        let public = ipv6_only && subnet.r#type == Some(SubnetType::Public) && given(&subnet.ipv6_cidr).is_some();
        let is_served = has_managed_routes(subnet) && (private || public);
        let Some(zone) = given(&subnet.zone).filter(|_| is_served) else { continue };
        let first = zones.entry(zone).or_default();
        *first = first.or(private.then_some(i));
    }
    for (zone, private) in zones {
        let kind = if private.is_some() { SubnetType::Utility } else { SubnetType::Public };
        let is_home = |i: &usize| subnets[*i].r#type == Some(kind) && given(&subnets[*i].zone) == Some(zone);
        let mut homes = (0..subnets.len()).filter(is_home);
        match (homes.next(), homes.next(), private) {
            (Some(first), Some(second), _) => {
                let [one, other] = [first, second].map(|i| given(&subnets[i].name).unwrap_or_default());
                let wrong =
                    format!("kops does not choose between `{one}` and `{other}`, both of type `{kind}` in `{zone}`");
                let help = match kind {
                    SubnetType::Utility => "keep one of them, or make one `Public`",
                    _ => "keep one of them, or place one in another zone",
                };
                rules.refuse(rules.at("subnets").index(second).key("type"), codes::UTILITY_SUBNET, wrong, help);
            }
            (None, _, Some(i)) if given(&subnets[i].egress).is_some_and(|id| !id.starts_with("eipalloc-")) => {
                let wrong = format!("kops plans no private subnets in `{zone}` without a `Utility` subnet there");
                let help = "add one, or write `External` and manage the routes of the private subnets";
                rules.warn(rules.at("subnets").index(i).key("egress"), codes::UTILITY_SUBNET, wrong, help);
            }
            _ => {}
        }
    }
}

fn check_egress(rules: &mut Rules<'_>, path: SpecPath, subnet: &Subnet, egress: &str) {
    if egress != EXTERNAL {
        if !KINDS.iter().any(|kind| egress.starts_with(kind)) {
            let help = "it can be the id of a NAT gateway (`nat-…`), of an elastic address (`eipalloc-…`), of an instance \
                        (`i-…`) or of a transit gateway (`tgw-…`), or `External`";
            return rules.refuse(path, codes::EGRESS, format!("`{egress}` leads nowhere"), help);
        }
        let ipv6 = given(&subnet.ipv6_cidr).is_some();
        let may = match subnet.r#type {
            Some(SubnetType::Private | SubnetType::DualStack) => true,
            Some(SubnetType::Public) => ipv6,
            Some(SubnetType::Utility) | None => false,
        };
        if !may {
            let kind = subnet.r#type.unwrap_or(SubnetType::Public);
            let wrong = format!("a subnet of type `{kind}` has the internet gateway as its way out");
            let help = "remove `egress`, or make the type `Private`";
            return rules.refuse(path, codes::EGRESS, wrong, help);
        }
    }
    let network = &rules.facts.network;
    if egress.starts_with("nat-") && !network.nat_gateways.contains_key(egress) {
        let vpc = given(&rules.spec().network_id);
        let near = network.nat_gateways.iter().filter(|(_, gateway)| vpc.is_none_or(|vpc| gateway.vpc == vpc));
        let names: Vec<&str> = near.map(|(id, _)| id.as_str()).collect();
        let help = match names.is_empty() {
            true => "remove `egress` to have one made".to_owned(),
            false => format!("there is {}; without `egress` one is made", list(names.into_iter())),
        };
        rules.refuse(path, codes::UNKNOWN_NAT_GATEWAY, format!("there is no NAT gateway `{egress}`"), help);
    } else if egress.starts_with("eipalloc-") && !network.elastic_ips.contains_key(egress) {
        let help = match network.elastic_ips.is_empty() {
            true => "remove `egress` to have one made".to_owned(),
            false => format!("there is {}", list(network.elastic_ips.keys().map(String::as_str))),
        };
        rules.refuse(path, codes::UNKNOWN_ADDRESS, format!("there is no elastic address `{egress}`"), help);
    }
}

fn check_routes(rules: &mut Rules<'_>, path: &SpecPath, subnet: &Subnet, ranges: &Ranges) {
    if subnet.additional_routes.is_empty() {
        return;
    }
    let at = path.key("additionalRoutes");
    if subnet.shared_id().is_some() {
        let wrong = "a shared subnet keeps its own routes";
        rules.refuse(at.clone(), codes::ROUTE, wrong, "add the routes where the subnet was made");
    } else if subnet.r#type != Some(SubnetType::Private) {
        let wrong = "routes can be added to private subnets only";
        rules.refuse(at.clone(), codes::ROUTE, wrong, "move them to a subnet of type `Private`");
    }
    if given(&subnet.egress) == Some(EXTERNAL) {
        warn_of_external(rules, at.clone(), subnet);
    }
    let spec = rules.spec();
    let mut taken: Vec<&str> = given(&spec.network_cidr).into_iter().collect();
    taken.extend(spec.additional_network_cidrs.iter().map(String::as_str));
    for (i, route) in subnet.additional_routes.iter().enumerate() {
        let at = at.index(i);
        let target = given(&route.target).unwrap_or_default();
        if !TARGETS.iter().any(|kind| target.starts_with(kind)) {
            let help = format!("it can begin with {}", list(TARGETS.into_iter()));
            rules.refuse(at.key("target"), codes::ROUTE, format!("a route cannot go through `{target}`"), help);
        }
        let text = given(&route.cidr).unwrap_or_default();
        let Some(range) = read(rules, at.key("cidr"), text) else { continue };
        if taken.contains(&text) {
            let wrong = format!("`{text}` has a route already");
            rules.refuse(at.key("cidr"), codes::ROUTE, wrong, "remove one of the two");
        } else if target.starts_with("pcx-") && ranges.vpc.iter().any(|vpc| vpc.contains(&range.network())) {
            let wrong = format!("`{text}` is inside of the VPC, where AWS lets no route lead out through a peering");
            rules.refuse(at.key("target"), codes::ROUTE, wrong, "choose the range of the other VPC");
        }
        taken.push(text);
        let through_internet = ["igw-", "eigw-"].iter().any(|kind| target.starts_with(kind));
        let only_here = [
            (through_internet, "target", "kops crashes where a route leads through a gateway to the internet"),
            (matches!(range, IpNet::V6(_)), "cidr", "kops asks AWS for an IPv4 route, whatever the range is"),
        ];
        for (_, field, wrong) in only_here.into_iter().filter(|(applies, ..)| *applies) {
            let help = "where kops is used too, add the route to the route table by hand";
            rules.warn(at.key(field), codes::ROUTE, wrong, help);
        }
    }
    check_namesakes(rules, at, subnet);
}

/// Warns of routes of a subnet whose route table is not the cluster's: as with kops, they go to the table of its zone.
fn warn_of_external(rules: &mut Rules<'_>, at: SpecPath, subnet: &Subnet) {
    let wrong = match has_route_table(rules, given(&subnet.zone)) {
        true => {
            "the other private subnets of the zone get these routes, and this one does not: it has `egress: External`"
        }
        false => "nothing gets these routes: the subnet has `egress: External`",
    };
    rules.warn(at, codes::ROUTE, wrong, "add them to the route table of the subnet, and remove them here");
}

/// True for a zone whose private subnets have a route table of the cluster.
fn has_route_table(rules: &Rules<'_>, zone: Option<&str>) -> bool {
    let mut subnets = rules.spec().subnets.iter();
    subnets.any(|subnet| subnet.is_private() && has_managed_routes(subnet) && given(&subnet.zone) == zone)
}

/// Warns of another private subnet whose name begins with that of a subnet with routes: kops takes the one for the other.
fn check_namesakes(rules: &mut Rules<'_>, at: SpecPath, subnet: &Subnet) {
    let Some(name) = given(&subnet.name) else { return };
    let cluster = rules.cluster().name();
    let is_namesake = |other: &&Subnet| {
        let full = format!("{}.{cluster}", given(&other.name).unwrap_or_default());
        let is_other = other.r#type == Some(SubnetType::Private) && given(&other.name) != Some(name);
        is_other && full.starts_with(name) && has_route_table(rules, given(&other.zone))
    };
    let Some(other) = rules.spec().subnets.iter().find(is_namesake) else { return };
    let longer = given(&other.name).unwrap_or_default();
    let wrong = format!("kops takes `{longer}` for `{name}`, adds the routes twice, and crashes");
    let help = match other.zone == subnet.zone {
        true => format!("move the routes to `{longer}`: the private subnets of a zone share a route table"),
        false => "rename one of the two subnets".to_owned(),
    };
    rules.warn(at, codes::ROUTE, wrong, help);
}
