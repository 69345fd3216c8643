//! What leads out of the subnets of a zone: a NAT gateway of their own, or what the spec names.

use crate::diag::{Diagnostic, SpecPath};
use crate::graph::{Builder, Origin};
use crate::model::codes;
use crate::model::context::{Context, PlacedSubnet};
use crate::resource::{ElasticIp, Kind, NatGateway, Ref, RouteTarget};
use crate::spec::SubnetType;

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
            let known = ["nat-", "tgw-", "i-"].iter().any(|prefix| id.starts_with(prefix));
            let target = if known { target(context, graph, id, &path) } else { None };
            if target.is_none() {
                let message = format!("`{id}` is not a supported egress");
                let help = "use the ID of a NAT gateway (`nat-…`), elastic IP (`eipalloc-…`), transit gateway (`tgw-…`) or instance (`i-…`), or `External`";
                graph.problem(Diagnostic::error(codes::UNKNOWN_EGRESS.id, message).at(path).help(help));
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
        let reason = format!("outbound internet access of private subnets in {zone}");
        let id = graph.own(&name, gateway, Origin::new(reason, path).field(NatGateway::SUBNET, home.path));
        graph.after_if_present(&id, context.internet_gateway());
    } else {
        let message = format!("zone `{zone}` has no subnet for a NAT gateway");
        let help = "add a subnet of type `Utility` in that zone, or set `egress` on its private subnets";
        graph.problem(Diagnostic::error(codes::NO_NAT_SUBNET.id, message).at(path).help(help));
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
    let reason = format!("address of the NAT gateway in {zone}");
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
                let message = format!("elastic IP `{wanted}` not found in the account");
                let help = "allocate it, or omit `publicIP` to create one";
                graph.problem(Diagnostic::error(codes::UNKNOWN_ADDRESS.id, message).at(path).help(help));
            }
        }
    } else {
        let tags = context.tags(&name);
        graph.own(name, ElasticIp { address: None, tags }, Origin::new(reason, first.path.clone()));
    }
    reference
}

/// The id of a NAT gateway of others; none for every other way out.
pub(super) fn shared_nat_gateway_id(way_out: &RouteTarget) -> Option<&str> {
    match way_out {
        RouteTarget::NatGateway(Ref::Resource { id, .. }) if id.name.starts_with("nat-") => Some(&id.name),
        _ => None,
    }
}

/// Adds a NAT gateway that exists, under its own id: several zones may use it.
fn shared_nat_gateway(context: &Context<'_>, graph: &mut Builder, id: &str, path: &SpecPath) -> Ref {
    let subnet = context.facts.network.nat_gateways.get(id).map_or("", |gateway| gateway.subnet.as_str());
    let gateway = NatGateway { subnet: Ref::from(subnet), ..NatGateway::default() };
    graph.share(id, id, gateway, Origin::new("outbound internet access of private subnets", path.clone())).reference()
}

fn mixed(key: &str, zone: &str, first: &PlacedSubnet<'_>, other: &PlacedSubnet<'_>) -> Diagnostic {
    let other_path = other.path.key(key);
    let (first, other) = (first.name(), other.name());
    Diagnostic::error(
        codes::MIXED_EGRESS.id,
        format!("subnets `{first}` and `{other}` of zone `{zone}` have different values of `{key}`"),
    )
    .at(other_path)
    .help(format!("subnets of a zone share a route table; set the same `{key}` on all of them"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::testing::{get, list, private, subnet};
    use crate::resource::{Resource, ResourceId, Route};

    #[test]
    fn egress_decides_what_leads_out_of_a_zone() {
        type Case =
            (&'static str, Option<&'static str>, &'static [&'static str], &'static [&'static str], &'static str);
        let cases: [Case; 6] = [
            (
                "own",
                None,
                &["us-east-2a", "us-east-2b"],
                &["us-east-2a", "us-east-2b"],
                "nat-gateway/us-east-2a.demo.example.com",
            ),
            ("NAT gateway", Some("nat-1"), &["us-east-2b"], &["nat-1 (nat-1)", "us-east-2b"], "nat-gateway/nat-1"),
            (
                "address",
                Some("eipalloc-1"),
                &["us-east-2a (eipalloc-1)", "us-east-2b"],
                &["us-east-2a", "us-east-2b"],
                "nat-gateway/us-east-2a.demo.example.com",
            ),
            ("transit gateway", Some("tgw-1"), &["us-east-2b"], &["us-east-2b"], "tgw-1"),
            ("instance", Some("i-1"), &["us-east-2b"], &["us-east-2b"], "i-1"),
            ("users' own", Some("External"), &["us-east-2b"], &["us-east-2b"], ""),
        ];
        for (name, egress, addresses, gateways, target) in cases {
            let mut demo = private(json!({"networkID": "vpc-1"}));
            demo.cluster.spec.subnets[0].egress = egress.map(str::to_owned);
            let graph = demo.build();
            assert_eq!(list(&graph, Kind::ElasticIp), addresses, "{name}");
            assert_eq!(list(&graph, Kind::NatGateway), gateways, "{name}");
            let route = graph.of_kind(Kind::Route).find(|(name, _)| *name == "private-us-east-2a-0.0.0.0/0");
            let shown = route.map_or(String::new(), |(_, node)| match &node.resource {
                Resource::Route(Route { target, .. }) => match target {
                    RouteTarget::NatGateway(Ref::Resource { id, .. }) => id.to_string(),
                    RouteTarget::TransitGateway(Ref::Known(id)) | RouteTarget::Instance(Ref::Known(id)) => id.clone(),
                    other => format!("{other:?}"),
                },
                other => format!("{other:?}"),
            });
            assert_eq!(shown, target, "{name}");
        }
    }

    #[test]
    fn an_address_is_found_by_itself() {
        let mut demo = private(json!({"networkID": "vpc-1"}));
        demo.cluster.spec.subnets[0].public_ip = Some("203.0.113.7".into());
        assert_eq!(list(&demo.build(), Kind::ElasticIp), ["us-east-2a (eipalloc-1)", "us-east-2b"]);
        demo.cluster.spec.subnets[0].public_ip = Some("203.0.113.8".into());
        let problems = demo.try_build().expect_err("is not there").to_string();
        assert!(problems.contains("elastic IP `203.0.113.8` not found in the account"), "{problems}");
    }

    #[test]
    fn gateways_stand_in_utility_subnets() {
        let graph = private(json!({})).build();
        let Resource::NatGateway(gateway) = get(&graph, Kind::NatGateway, "us-east-2b.demo.example.com") else {
            panic!("is a NAT gateway");
        };
        assert_eq!(gateway.subnet, Ref::to(Kind::Subnet, "utility-us-east-2b.demo.example.com"));
    }

    #[test]
    fn gateways_wait_for_the_internet_gateway() {
        let graph = private(json!({})).build();
        let id = ResourceId::new(Kind::NatGateway, "us-east-2b.demo.example.com");
        assert_eq!(graph.nodes[&id].after, [ResourceId::new(Kind::InternetGateway, "demo.example.com")]);
    }

    #[test]
    fn what_cannot_be_is_refused_with_advice() {
        let subnets = |second: serde_json::Value| {
            let mut second = second;
            second["type"] = json!("Private");
            json!({"networkID": "vpc-1", "subnets": [
                subnet("a-us-east-2a", "Private", "10.0.0.0/24"),
                second,
                subnet("us-east-2b", "Private", "10.0.1.0/24"),
                subnet("utility-us-east-2b", "Utility", "10.0.2.0/24"),
                subnet("us-east-2a", "Utility", "10.0.3.0/24"),
            ]})
        };
        let of_a = |egress: &str| json!({"name": "b", "zone": "us-east-2a", "cidr": "10.0.4.0/24", "egress": egress});
        let cases = [
            (
                subnets(of_a("nat-1")),
                "subnets `a-us-east-2a` and `b` of zone `us-east-2a` have different values of `egress`",
            ),
            (
                json!({"subnets": [subnet("us-east-2a", "Private", "10.0.0.0/24"), subnet("us-east-2b", "Utility", "10.0.1.0/24")]}),
                "zone `us-east-2a` has no subnet for a NAT gateway",
            ),
            (
                json!({"subnets": [{"name": "us-east-2a", "zone": "us-east-2a", "type": "Private", "egress": "pcx-1"}]}),
                "`pcx-1` is not a supported egress",
            ),
            (
                json!({"subnets": [subnet("dual-us-east-2a", "DualStack", "10.0.0.0/24"), subnet("us-east-2a", "Utility", "10.0.1.0/24")]}),
                "zone `us-east-2a` has the dual-stack subnet `dual-us-east-2a` and no private subnet",
            ),
            (json!({"networkID": "vpc-9"}), "the shared VPC `vpc-9` has no internet gateway"),
        ];
        for (patch, expected) in cases {
            let problems = private(patch).try_build().expect_err(expected).to_string();
            assert!(problems.contains(expected), "{problems}");
        }
    }
}
