//! Route tables, their routes, and which subnet uses which.
//!
//! Public subnets share one table. Private subnets have one table in each zone, and so have public subnets with IPv6 where
//! pods have IPv6 only, because they reach IPv4 through the zone's NAT gateway. Subnets that are shared, or whose way out
//! users manage, are left alone.

use std::collections::BTreeMap;

use super::{egress, vpc};
use crate::diag::{Diagnostic, SpecPath};
use crate::graph::{Builder, Origin};
use crate::model::codes;
use crate::model::context::{Context, PlacedSubnet};
use crate::naming::tags;
use crate::resource::{Kind, Ref, Route, RouteTable, RouteTableAssociation, RouteTarget, canonical_cidr};
use crate::spec::SubnetType;

const EVERYWHERE: &str = "0.0.0.0/0";
const EVERYWHERE_IPV6: &str = "::/0";
/// The range of IPv6 addresses that stand for IPv4 addresses (RFC 6052).
const NAT64: &str = "64:ff9b::/96";

/// Adds every route table of the cluster.
pub(super) fn build(context: &Context<'_>, graph: &mut Builder) {
    public_table(context, graph);
    let mut zones: BTreeMap<&str, Vec<PlacedSubnet<'_>>> = BTreeMap::new();
    for subnet in context.subnets().filter(|s| s.shared().is_none() && !s.is_unmanaged()) {
        associate(context, graph, &subnet);
        if uses_table_of_zone(context, &subnet) {
            zones.entry(subnet.zone()).or_default().push(subnet);
        }
    }
    for (zone, subnets) in zones {
        let way_out = egress::build(context, graph, zone, &subnets);
        let (private, public): (Vec<_>, Vec<_>) = subnets.into_iter().partition(|subnet| !subnet.is_public());
        if let Some(first) = private.first() {
            require_private_subnet(context, graph, first);
            private_table(context, graph, zone, &first.path, way_out.as_ref());
            additional_routes(context, graph, zone);
        }
        if let Some(first) = public.first() {
            public_table_of_zone(context, graph, zone, &first.path, way_out.as_ref());
        }
    }
}

/// Refuses a zone whose private routes no subnet of type `Private` has, as kops does.
fn require_private_subnet(context: &Context<'_>, graph: &mut Builder, first: &PlacedSubnet<'_>) {
    let zone = first.zone();
    if context.subnets().any(|subnet| subnet.kind() == SubnetType::Private && subnet.zone() == zone) {
        return;
    }
    let message = format!("zone `{zone}` has the dual-stack subnet `{}` and no private subnet", first.name());
    let help = format!("add a subnet of type `Private` in {zone}");
    graph.problem(Diagnostic::error(codes::NO_PRIVATE_SUBNET.id, message).at(first.path.key("type")).help(help));
}

/// True where a subnet uses a table of its zone, and not the one that all public subnets share.
fn uses_table_of_zone(context: &Context<'_>, subnet: &PlacedSubnet<'_>) -> bool {
    match subnet.kind() {
        SubnetType::Private | SubnetType::DualStack => true,
        SubnetType::Public => context.ipv6_only() && subnet.ipv6_cidr().is_some(),
        SubnetType::Utility => false,
    }
}

fn associate(context: &Context<'_>, graph: &mut Builder, subnet: &PlacedSubnet<'_>) {
    let names = &context.names;
    let (association, table) = match (uses_table_of_zone(context, subnet), subnet.is_public()) {
        (false, _) => (names.subnet(subnet.name()), names.cluster().to_owned()),
        (true, true) => (names.public(subnet.name()), names.public(subnet.zone())),
        (true, false) => (names.private(subnet.name()), names.private(subnet.zone())),
    };
    let resource = RouteTableAssociation {
        subnet: context.subnet_ref(subnet.name()),
        route_table: Ref::to(Kind::RouteTable, table),
    };
    let reason = format!("route table of subnet {}", subnet.name());
    graph.own(association, resource, Origin::new(reason, subnet.path.clone()));
}

/// Adds the table that all public subnets share. A cluster of private subnets only has it too, as kops makes it.
fn public_table(context: &Context<'_>, graph: &mut Builder) {
    let mut own = context.subnets().filter(|subnet| subnet.shared().is_none());
    let Some(first) = own.next() else { return };
    if context.subnets().all(|subnet| subnet.is_unmanaged()) {
        return;
    }
    let name = context.names.cluster();
    let table = Table { name: name.to_owned(), role: "public".to_owned(), path: &first.path };
    table.add(context, graph, None, "routes of public subnets");
    let gateway = RouteTarget::InternetGateway(vpc::internet_gateway_ref(context));
    for range in [EVERYWHERE, EVERYWHERE_IPV6] {
        table.route(graph, range.to_owned(), range, gateway.clone(), "type", "default route of public subnets");
    }
}

fn private_table(
    context: &Context<'_>,
    graph: &mut Builder,
    zone: &str,
    path: &SpecPath,
    way_out: Option<&RouteTarget>,
) {
    let role = format!("private-{zone}");
    let table = Table { name: context.names.private(zone), role, path };
    table.add(context, graph, way_out, &format!("routes of private subnets in {zone}"));
    if let Some(target) = way_out {
        let reason = format!("default route of private subnets in {zone}");
        table.route(graph, table.route_name(EVERYWHERE), EVERYWHERE, target.clone(), "egress", &reason);
    }
    if context.ipv6_only() {
        table.nat64(graph, zone, way_out);
        let gateway = RouteTarget::EgressOnlyInternetGateway(vpc::egress_only_gateway_ref(context));
        let reason = format!("default IPv6 route of private subnets in {zone}");
        table.route(graph, table.route_name(EVERYWHERE_IPV6), EVERYWHERE_IPV6, gateway, "type", &reason);
    }
}

fn public_table_of_zone(
    context: &Context<'_>,
    graph: &mut Builder,
    zone: &str,
    path: &SpecPath,
    way_out: Option<&RouteTarget>,
) {
    let role = format!("public-{zone}");
    let table = Table { name: context.names.public(zone), role, path };
    table.add(context, graph, way_out, &format!("routes of public subnets in {zone}"));
    let gateway = RouteTarget::InternetGateway(vpc::internet_gateway_ref(context));
    for range in [EVERYWHERE, EVERYWHERE_IPV6] {
        let reason = format!("default route of public subnets in {zone}");
        table.route(graph, table.route_name(range), range, gateway.clone(), "type", &reason);
    }
    table.nat64(graph, zone, way_out);
}

/// Adds the routes that the spec lists for private subnets. All private subnets of a zone share its table, so that a route
/// of one is a route of all; the same route of two subnets is one. As with kops, it has the routes of a subnet too that does not use it.
fn additional_routes(context: &Context<'_>, graph: &mut Builder, zone: &str) {
    let is_listed = |subnet: &PlacedSubnet<'_>| subnet.zone() == zone && subnet.kind() == SubnetType::Private;
    let mut targets: BTreeMap<String, &str> = BTreeMap::new();
    for subnet in context.subnets().filter(|subnet| is_listed(subnet) && subnet.shared().is_none()) {
        for (index, route) in subnet.spec.additional_routes.iter().enumerate() {
            let (Some(cidr), Some(target)) = (&route.cidr, &route.target) else { continue };
            let path = subnet.path.key("additionalRoutes").index(index);
            match targets.insert(canonical_cidr(cidr), target) {
                Some(first) if first != target => {
                    let message =
                        format!("`{cidr}` leads to `{target}` here and to `{first}` for another subnet of {zone}");
                    graph.problem(
                        Diagnostic::error(codes::ROUTE_CONFLICT.id, message)
                            .at(path.key("target"))
                            .help("private subnets of a zone share a route table; use one target per CIDR"),
                    );
                }
                Some(_) => {}
                None => {
                    let Some(target) = egress::target(context, graph, target, &path) else { continue };
                    let table = Table { name: context.names.private(zone), role: String::new(), path: &path };
                    let name = format!("{}.{cidr}", subnet.name());
                    table.route(graph, name, cidr, target, "target", "additional route of the subnet");
                }
            }
        }
    }
}

/// A route table while it is put together.
struct Table<'a> {
    name: String,
    role: String,
    path: &'a SpecPath,
}

impl Table<'_> {
    fn add(&self, context: &Context<'_>, graph: &mut Builder, way_out: Option<&RouteTarget>, reason: &str) {
        let mut tags = context.tags(&self.name);
        tags.insert(tags::ROUTE_TABLE_ROLE.to_owned(), self.role.clone());
        if let Some(id) = way_out.and_then(egress::shared_nat_gateway_id) {
            tags.insert(tags::SHARED_NAT_GATEWAY.to_owned(), id.to_owned());
        }
        let table = RouteTable { vpc: context.vpc(), tags };
        graph.own(&self.name, table, Origin::new(reason, self.path.clone()));
    }

    fn route_name(&self, destination: &str) -> String {
        format!("{}-{destination}", self.role)
    }

    /// Adds a route, whose target comes from the field `source` below the table's path.
    fn route(
        &self,
        graph: &mut Builder,
        name: String,
        destination: &str,
        target: RouteTarget,
        source: &str,
        reason: &str,
    ) {
        let route_table = Ref::to(Kind::RouteTable, self.name.clone());
        let route = Route { route_table, destination: canonical_cidr(destination), target };
        let origin = Origin::new(reason, self.path.clone()).field(Route::TARGET, self.path.key(source));
        graph.own(name, route, origin);
    }

    /// Adds the route by which hosts that have IPv6 only reach IPv4. An instance translates no such packets.
    fn nat64(&self, graph: &mut Builder, zone: &str, way_out: Option<&RouteTarget>) {
        match way_out {
            Some(RouteTarget::Instance(_)) => graph.note(format!(
                "IPv6-only instances in {zone} cannot reach IPv4 addresses: their egress is an instance, not a NAT gateway"
            )),
            Some(target) => {
                let reason = format!("NAT64 route for IPv6-only instances in {zone}");
                self.route(graph, self.route_name(NAT64), NAT64, target.clone(), "egress", &reason);
            }
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::model::testing::{list, private, public, subnet};

    use super::*;
    use crate::graph::Graph;
    use crate::resource::Resource;

    #[test]
    fn tables_name_the_nat_gateway_of_others_that_kops_must_not_delete() {
        let mut demo = private(json!({"networkID": "vpc-1"}));
        demo.cluster.spec.subnets[0].egress = Some("nat-1".into());
        let graph = demo.build();
        let tag = |zone: &str| match graph.of_kind(Kind::RouteTable).find(|(name, _)| name.starts_with(zone)) {
            Some((_, node)) => node.resource.tags().and_then(|tags| tags.get(tags::SHARED_NAT_GATEWAY)).cloned(),
            None => panic!("no table of {zone}"),
        };
        assert_eq!((tag("private-us-east-2a"), tag("private-us-east-2b")), (Some("nat-1".to_owned()), None));
    }

    /// Every route as `table: destination -> target`.
    fn routes(graph: &Graph) -> Vec<String> {
        let name = |reference: &Ref| match reference {
            Ref::Known(id) => id.clone(),
            Ref::Resource { id, .. } => {
                id.name.replace(".demo.example.com", "").replace("demo.example.com", "(cluster)")
            }
        };
        let shown = |(_, node): (&str, &crate::graph::Node)| {
            let Resource::Route(route) = &node.resource else { return String::new() };
            let target = match &route.target {
                RouteTarget::InternetGateway(id) => format!("igw {}", name(id)),
                RouteTarget::EgressOnlyInternetGateway(id) => format!("eigw {}", name(id)),
                RouteTarget::NatGateway(id) => format!("nat {}", name(id)),
                RouteTarget::TransitGateway(id) => format!("tgw {}", name(id)),
                RouteTarget::Instance(id) => format!("instance {}", name(id)),
                RouteTarget::PeeringConnection(id) => format!("pcx {}", name(id)),
            };
            format!("{}: {} -> {target}", name(&route.route_table), route.destination)
        };
        graph.of_kind(Kind::Route).map(shown).collect()
    }

    #[test]
    fn public_subnets_share_a_table() {
        let graph = public(json!({})).build();
        assert_eq!(routes(&graph), ["(cluster): 0.0.0.0/0 -> igw (cluster)", "(cluster): ::/0 -> igw (cluster)"]);
        assert_eq!(list(&graph, Kind::RouteTableAssociation), ["us-east-2a"]);
    }

    #[test]
    fn private_subnets_have_a_table_in_each_zone() {
        let graph = private(json!({})).build();
        assert_eq!(
            routes(&graph)[2..],
            ["private-us-east-2a: 0.0.0.0/0 -> nat us-east-2a", "private-us-east-2b: 0.0.0.0/0 -> nat us-east-2b"]
        );
        assert_eq!(
            list(&graph, Kind::RouteTableAssociation),
            ["private-us-east-2a", "private-us-east-2b", "utility-us-east-2a", "utility-us-east-2b"]
        );
    }

    #[test]
    fn hosts_with_ipv6_only_reach_ipv4_through_the_nat_gateway() {
        let mut subnets = [
            subnet("us-east-2a", "Private", "10.0.0.0/24"),
            subnet("utility-us-east-2a", "Utility", "10.0.1.0/24"),
            subnet("us-east-2b", "Public", "10.0.2.0/24"),
        ];
        subnets[0].as_object_mut().expect("is a map").remove("cidr");
        for (i, subnet) in subnets.iter_mut().enumerate() {
            subnet["ipv6CIDR"] = json!(format!("/64#{i}"));
        }
        let graph = private(json!({"nonMasqueradeCIDR": "::/0", "subnets": subnets})).build();
        assert_eq!(
            routes(&graph)[2..],
            [
                "private-us-east-2a: 0.0.0.0/0 -> nat us-east-2a",
                "private-us-east-2a: 64:ff9b::/96 -> nat us-east-2a",
                "private-us-east-2a: ::/0 -> eigw (cluster)",
                "public-us-east-2b: 0.0.0.0/0 -> igw (cluster)",
                "public-us-east-2b: 64:ff9b::/96 -> nat us-east-2b",
                "public-us-east-2b: ::/0 -> igw (cluster)",
            ]
        );
        assert_eq!(
            list(&graph, Kind::RouteTableAssociation),
            ["private-us-east-2a", "public-us-east-2b", "utility-us-east-2a"]
        );

        subnets[0]["egress"] = json!("i-1");
        let graph = private(json!({"nonMasqueradeCIDR": "::/0", "subnets": subnets})).build();
        let notes = "IPv6-only instances in us-east-2a cannot reach IPv4 addresses: their egress is an instance, not a NAT gateway";
        assert_eq!(graph.notes, [notes]);
    }

    #[test]
    fn what_is_shared_or_managed_by_users_has_no_routes_of_the_cluster() {
        let one_zone = json!({"subnets": ["us-east-2a"]});
        let mut subnets = vec![
            subnet("us-east-2a", "Private", "10.0.0.0/24"),
            subnet("utility-us-east-2a", "Utility", "10.0.1.0/24"),
        ];
        for subnet in &mut subnets {
            subnet["egress"] = json!("External");
        }
        let graph = private(json!({"subnets": subnets})).group("nodes", one_zone.clone()).build();
        assert_eq!(routes(&graph), Vec::<String>::new());
        assert_eq!(list(&graph, Kind::RouteTable), Vec::<String>::new());
        for subnet in &mut subnets {
            subnet["egress"] = Value::Null;
            subnet["id"] = json!("subnet-1");
        }
        subnets.pop();
        let graph = private(json!({"networkID": "vpc-1", "subnets": subnets})).group("nodes", one_zone).build();
        assert_eq!(routes(&graph), Vec::<String>::new());
        assert_eq!(list(&graph, Kind::RouteTableAssociation), Vec::<String>::new());
    }

    #[test]
    fn a_subnet_whose_routes_users_manage_stands_beside_others_in_its_zone() {
        let mut demo = private(json!({}));
        let other = &mut demo.cluster.spec.subnets[1];
        (other.zone, other.egress) = (Some("us-east-2a".into()), Some("External".into()));
        let route = json!([{"cidr": "192.0.2.0/24", "target": "tgw-1"}]);
        other.additional_routes = serde_json::from_value(route).expect("are routes");
        let graph = demo.build();
        assert_eq!(
            routes(&graph)[2..],
            ["private-us-east-2a: 0.0.0.0/0 -> nat us-east-2a", "private-us-east-2a: 192.0.2.0/24 -> tgw tgw-1"]
        );
        assert_eq!(
            list(&graph, Kind::RouteTableAssociation),
            ["private-us-east-2a", "utility-us-east-2a", "utility-us-east-2b"]
        );
    }

    #[test]
    fn further_routes_lead_to_what_their_target_names() {
        let with = |routes: Value| {
            let mut demo = private(json!({}));
            demo.cluster.spec.subnets[0].additional_routes = serde_json::from_value(routes).expect("are routes");
            demo
        };
        for (target, shown) in [
            ("pcx-1", "pcx pcx-1"),
            ("i-1", "instance i-1"),
            ("nat-1", "nat nat-1"),
            ("tgw-1", "tgw tgw-1"),
            ("igw-1", "igw igw-1"),
            ("eigw-1", "eigw eigw-1"),
        ] {
            let graph = with(json!([{"cidr": "192.0.2.0/24", "target": target}])).build();
            let expected = format!("private-us-east-2a: 192.0.2.0/24 -> {shown}");
            assert!(routes(&graph).contains(&expected), "{:?}", routes(&graph));
        }
        let twice = json!([
            {"cidr": "192.0.2.0/24", "target": "tgw-1"}, {"cidr": "192.0.2.0/24", "target": "tgw-2"},
        ]);
        let problems = with(twice).try_build().expect_err("is a conflict").to_string();
        let expected = "`192.0.2.0/24` leads to `tgw-2` here and to `tgw-1` for another subnet of us-east-2a";
        assert!(problems.contains(expected), "{problems}");
    }

    #[test]
    fn a_route_belongs_to_the_subnet_that_names_it_only() {
        let mut demo = private(json!({}));
        let route = json!([{"cidr": "192.0.2.0/24", "target": "tgw-1"}]);
        demo.cluster.spec.subnets[1].additional_routes = serde_json::from_value(route).expect("are routes");
        demo.cluster.spec.subnets[1].name = Some("us".into());
        let demo = demo.group("nodes", json!({"subnets": ["us-east-2a"]}));
        let further: Vec<String> = routes(&demo.build()).into_iter().filter(|route| route.contains("tgw")).collect();
        assert_eq!(further, ["private-us-east-2b: 192.0.2.0/24 -> tgw tgw-1"]);
    }
}
