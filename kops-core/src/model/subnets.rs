//! Subnets, with the tags by which load balancers of services find them.

use std::collections::BTreeMap;

use ipnet::Ipv4Net;

use super::context::{Context, PlacedSubnet};
use super::tags;
use crate::graph::{Builder, Origin};
use crate::resource::{Kind, Output, Ref, ResourceId, Subnet, Tags};
use crate::spec::SubnetType;

/// Adds every subnet of the spec.
pub(super) fn build(context: &Context<'_>, graph: &mut Builder) {
    let mut untagged: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for subnet in context.subnets() {
        match subnet.shared() {
            Some(id) => {
                share(context, graph, &subnet, id);
                if let Some(missing) = missing_tags(context, &subnet, id) {
                    untagged.entry(missing).or_default().push(format!("`{id}`"));
                }
            }
            None => own(context, graph, &subnet),
        }
    }
    for (missing, ids) in untagged {
        let ids = ids.join(", ");
        graph.note(format!(
            "shared subnets are never tagged: for load balancers of services to find {ids}, its owner must add {missing}"
        ));
    }
}

fn own(context: &Context<'_>, graph: &mut Builder, subnet: &PlacedSubnet<'_>) {
    let name = context.names.subnet(subnet.name());
    let cidr = subnet.cidr().map(str::to_owned);
    let ipv6_cidr = subnet.ipv6_cidr().map(str::to_owned);
    let mut tags = context.tags(&name);
    if context.tags_subnets() {
        tags.extend(load_balancer_tags(context, subnet));
        tags.insert(tags::SUBNET_TYPE.to_owned(), subnet.kind().to_string());
        for group in context.karpenter_groups() {
            if group.spec.subnets.iter().any(|name| name == subnet.name()) {
                tags.insert(format!("{}{}", tags::KARPENTER_GROUP_PREFIX, group.name()), "true".to_owned());
            }
        }
    }
    let resource = Subnet {
        vpc: context.vpc(),
        zone: Some(subnet.zone().to_owned()),
        ipv6_cidr_of: ipv6_range_of(context, subnet),
        assign_ipv6: ipv6_cidr.is_some().then_some(true),
        dns64: cidr.is_none().then_some(true),
        hostname_type: Some("resource-name".to_owned()),
        resource_name_a: cidr.is_some().then_some(true),
        resource_name_aaaa: ipv6_cidr.is_some().then_some(true),
        cidr,
        ipv6_cidr,
        tags: Some(tags),
    };
    let id = graph.own(name, resource, origin(subnet));
    if let Some(range) = additional_range(context, subnet) {
        graph.after(&id, ResourceId::new(Kind::VpcCidrBlock, range));
    }
}

/// Of a shared subnet only what must be so is said: what may be changed is its owner's business.
fn share(context: &Context<'_>, graph: &mut Builder, subnet: &PlacedSubnet<'_>, id: &str) {
    let resource = Subnet {
        vpc: context.vpc(),
        zone: Some(subnet.zone().to_owned()),
        cidr: subnet.cidr().map(str::to_owned),
        ipv6_cidr: subnet.ipv6_cidr().map(str::to_owned),
        ipv6_cidr_of: ipv6_range_of(context, subnet),
        ..Subnet::default()
    };
    graph.share(context.names.subnet(subnet.name()), id, resource, origin(subnet));
}

fn origin(subnet: &PlacedSubnet<'_>) -> Origin {
    let kind = match subnet.kind() {
        SubnetType::Public => "public",
        SubnetType::Private => "private",
        SubnetType::Utility => "utility",
        SubnetType::DualStack => "dual-stack",
    };
    let mut origin = Origin::new(format!("{kind} subnet of zone {}", subnet.zone()), subnet.path.clone());
    for (field, key) in [("zone", "zone"), ("cidr", "cidr"), ("ipv6_cidr", "ipv6CIDR")] {
        origin = origin.field(field, subnet.path.key(key));
    }
    origin
}

/// The VPC in whose IPv6 range a relative range (`/64#1`) counts. An own VPC has none before it is made.
fn ipv6_range_of(context: &Context<'_>, subnet: &PlacedSubnet<'_>) -> Option<Ref> {
    let range = subnet.ipv6_cidr()?;
    let known = context.shares_vpc() && !range.starts_with('/');
    (!known).then(|| Ref::output(Kind::Vpc, context.names.cluster(), Output::Ipv6Cidr))
}

/// The further range of the own VPC that holds a subnet, which must be there before it.
fn additional_range(context: &Context<'_>, subnet: &PlacedSubnet<'_>) -> Option<String> {
    let cidr: Ipv4Net = subnet.cidr()?.parse().ok()?;
    let holds = |range: &&String| range.parse::<Ipv4Net>().is_ok_and(|range| range.contains(&cidr.addr()));
    context.spec().additional_network_cidrs.iter().find(holds).filter(|_| !context.shares_vpc()).cloned()
}

/// The tags by which the cloud controller and the AWS load balancer controller choose subnets.
///
/// Internal load balancers go to private subnets, and to public ones where there is no private one; not where pods have
/// IPv6 only, because AWS refuses internal load balancers in subnets with an IPv6 route to an internet gateway. Where a
/// zone has dual-stack subnets, its private ones, which have no IPv4, are left out.
fn load_balancer_tags(context: &Context<'_>, subnet: &PlacedSubnet<'_>) -> Tags {
    let (public, internal) = match subnet.kind() {
        SubnetType::Public | SubnetType::Utility => {
            (true, !context.ipv6_only() && context.subnets().all(|other| other.is_public()))
        }
        SubnetType::DualStack => (false, true),
        SubnetType::Private => {
            let dual = |other: PlacedSubnet<'_>| other.kind() == SubnetType::DualStack && other.zone() == subnet.zone();
            (false, !context.subnets().any(dual))
        }
    };
    let tags = [(tags::PUBLIC_LOAD_BALANCERS, public), (tags::INTERNAL_LOAD_BALANCERS, internal)];
    tags.into_iter().filter(|(_, wanted)| *wanted).map(|(key, _)| (key.to_owned(), "1".to_owned())).collect()
}

/// The tags that a shared subnet should have and, as far as is known, has not; nothing where the user wants none.
fn missing_tags(context: &Context<'_>, subnet: &PlacedSubnet<'_>, id: &str) -> Option<String> {
    let known = &context.facts.network.subnets.get(id)?.tags;
    let mut wanted = load_balancer_tags(context, subnet);
    wanted.insert(tags::ownership_key(context.names.cluster()), "shared".to_owned());
    let missing: Vec<String> = wanted
        .iter()
        .filter(|(key, _)| !known.contains_key(*key))
        .map(|(key, value)| format!("`{key}={value}`"))
        .collect();
    (context.tags_subnets() && !missing.is_empty()).then(|| missing.join(", "))
}
