//! What leads out of the subnets of a zone: a NAT gateway of their own, or what the spec names.

use super::context::{Context, PlacedSubnet};
use crate::diag::{Diagnostic, SpecPath};
use crate::graph::{Builder, Origin};
use crate::resource::{ElasticIp, Kind, NatGateway, Ref, RouteTarget};
use crate::spec::SubnetType;

/// Subnets of one zone name different ways out.
const MIXED: &str = "model/mixed-egress";
/// A way out that is none.
const UNKNOWN: &str = "model/unknown-egress";
/// A zone has no subnet for its NAT gateway.
const NO_PUBLIC_SUBNET: &str = "model/no-subnet-for-nat-gateway";
/// An address that the account does not have.
const UNKNOWN_ADDRESS: &str = "model/unknown-address";

/// Adds the way out of the subnets of a zone and returns where their default route leads.
///
/// All of them must agree on it, because they share a route table; what keeps them from it is reported.
pub(super) fn build(
    context: &Context<'_>,
    graph: &mut Builder,
    zone: &str,
    subnets: &[PlacedSubnet<'_>],
) -> Option<RouteTarget> {
    let first = subnets.first()?;
    let (egress, address) = (first.egress(), first.public_ip());
    for other in subnets {
        for (key, same) in [("egress", other.egress() == egress), ("publicIP", other.public_ip() == address)] {
            if !same {
                graph.problem(mixed(key, zone, first, other));
                return None;
            }
        }
    }
    let path = first.path.key("egress");
    match egress {
        None => Some(nat_gateway(context, graph, zone, subnets)),
        Some(id) if id.starts_with("eipalloc-") => Some(nat_gateway(context, graph, zone, subnets)),
        Some(id) => {
            let target = target(context, graph, id, &path);
            if target.is_none() {
                let message = format!("nothing leads out through `{id}`");
                let help = "name a `nat-…`, `eipalloc-…`, `tgw-…` or `i-…`, or write `External`";
                graph.problem(Diagnostic::error(UNKNOWN, message).at(path).help(help));
            }
            target
        }
    }
}

/// Returns the target that an id stands for, by its prefix; a NAT gateway is added as shared.
pub(super) fn target(context: &Context<'_>, graph: &mut Builder, id: &str, path: &SpecPath) -> Option<RouteTarget> {
    let (prefix, _) = id.split_once('-')?;
    let known = Ref::from(id);
    Some(match prefix {
        "nat" => RouteTarget::NatGateway(shared_nat_gateway(context, graph, id, path)),
        "tgw" => RouteTarget::TransitGateway(known),
        "i" => RouteTarget::Instance(known),
        "pcx" => RouteTarget::PeeringConnection(known),
        "igw" => RouteTarget::InternetGateway(known),
        "eigw" => RouteTarget::EgressOnlyInternetGateway(known),
        _ => return None,
    })
}

/// Adds a NAT gateway with an address: its own, or one that exists.
fn nat_gateway(context: &Context<'_>, graph: &mut Builder, zone: &str, subnets: &[PlacedSubnet<'_>]) -> RouteTarget {
    let name = context.names.nat_gateway(zone);
    let path = subnets.first().map_or_else(|| context.path("spec.subnets"), |subnet| subnet.path.clone());
    let elastic_ip = address(context, graph, zone, subnets);
    if let Some(home) = home(context, zone, subnets) {
        let gateway = NatGateway {
            subnet: context.subnet_ref(home.name()),
            elastic_ip: Some(elastic_ip),
            tags: context.tags(&name),
        };
        let reason = format!("lets instances without public addresses in {zone} reach the internet");
        graph.own(&name, gateway, Origin::new(reason, path).field("subnet", home.path));
    } else {
        let message = format!("zone `{zone}` has no subnet that could hold a NAT gateway");
        let help = "add a subnet of type `Utility` in that zone, or name an `egress` for its private subnets";
        graph.problem(Diagnostic::error(NO_PUBLIC_SUBNET, message).at(path).help(help));
    }
    RouteTarget::NatGateway(Ref::to(Kind::NatGateway, name))
}

/// The subnet that holds the NAT gateway of a zone: the first utility subnet where it serves private subnets, otherwise
/// the first public one.
fn home<'a>(context: &Context<'a>, zone: &str, subnets: &[PlacedSubnet<'_>]) -> Option<PlacedSubnet<'a>> {
    let private = subnets.iter().any(|subnet| !subnet.is_public());
    let kind = if private { SubnetType::Utility } else { SubnetType::Public };
    context.subnets().find(|subnet| subnet.zone() == zone && subnet.kind() == kind)
}

/// Adds the address of a zone's NAT gateway and refers to it.
fn address(context: &Context<'_>, graph: &mut Builder, zone: &str, subnets: &[PlacedSubnet<'_>]) -> Ref {
    let name = context.names.nat_gateway(zone);
    let reference = Ref::to(Kind::ElasticIp, name.clone());
    let reason = format!("the address under which instances in {zone} reach the internet");
    let Some(first) = subnets.first() else { return reference };
    if let Some(id) = first.egress() {
        let origin = Origin::new(reason, first.path.key("egress"));
        graph.share(name, id, ElasticIp::default(), origin);
    } else if let Some(wanted) = first.public_ip() {
        let path = first.path.key("publicIP");
        match context.facts.network.elastic_ips.iter().find(|(_, address)| *address == wanted) {
            Some((id, _)) => {
                let shared = ElasticIp { address: Some(wanted.to_owned()), ..ElasticIp::default() };
                graph.share(name, id.as_str(), shared, Origin::new(reason, path));
            }
            None => {
                let message = format!("the account has no elastic IP `{wanted}`");
                let help = "allocate it, or leave `publicIP` out to have one made";
                graph.problem(Diagnostic::error(UNKNOWN_ADDRESS, message).at(path).help(help));
            }
        }
    } else {
        let tags = context.tags(&name);
        graph.own(name, ElasticIp { address: None, tags }, Origin::new(reason, first.path.clone()));
    }
    reference
}

/// Adds a NAT gateway that exists, under its own id: several zones may use it.
fn shared_nat_gateway(context: &Context<'_>, graph: &mut Builder, id: &str, path: &SpecPath) -> Ref {
    let subnet = context.facts.network.nat_gateways.get(id).map_or("", |gateway| gateway.subnet.as_str());
    let gateway = NatGateway { subnet: Ref::from(subnet), ..NatGateway::default() };
    graph.share(id, id, gateway, Origin::new("leads private subnets to the internet", path.clone())).reference()
}

fn mixed(key: &str, zone: &str, first: &PlacedSubnet<'_>, other: &PlacedSubnet<'_>) -> Diagnostic {
    let other_path = other.path.key(key);
    let (first, other) = (first.name(), other.name());
    Diagnostic::error(MIXED, format!("subnets `{first}` and `{other}` of zone `{zone}` differ in `{key}`"))
        .at(other_path)
        .help(format!("subnets of a zone share a route table: give all of them the same `{key}`"))
}
