//! The VPC, its address ranges, its DHCP options and its gateways.

use crate::diag::Diagnostic;
use crate::graph::{Builder, Origin};
use crate::model::codes;
use crate::model::context::{Context, PlacedSubnet};
use crate::resource::{
    DhcpOptions, DhcpOptionsAssociation, EgressOnlyInternetGateway, InternetGateway, Kind, Ref, Vpc, VpcCidrBlock,
    canonical_cidr,
};

/// The region whose host names have a domain of their own.
const FIRST_REGION: &str = "us-east-1";

/// Adds the VPC with what belongs to it as a whole. Of a VPC that is shared only its gateways are looked up; it gets no
/// tags, ranges or DHCP options.
pub(super) fn build(context: &Context<'_>, graph: &mut Builder) {
    match context.shared_vpc() {
        Some(id) => shared_vpc(context, graph, id),
        None => {
            own_vpc(context, graph);
            dhcp_options(context, graph);
        }
    }
    internet_gateway(context, graph);
    egress_only_gateway(context, graph);
}

/// Refers to the gateway through which public subnets reach the internet.
pub(super) fn internet_gateway_ref(context: &Context<'_>) -> Ref {
    context.internet_gateway().reference()
}

/// Refers to the gateway through which private subnets reach the internet by IPv6.
pub(super) fn egress_only_gateway_ref(context: &Context<'_>) -> Ref {
    Ref::to(Kind::EgressOnlyInternetGateway, context.names.cluster())
}

fn shared_vpc(context: &Context<'_>, graph: &mut Builder, id: &str) {
    let vpc = Vpc { cidr: cidr(context), dns_support: Some(true), ..Vpc::default() };
    let origin = Origin::new("VPC of the cluster", context.path("spec.networkID"))
        .field(Vpc::CIDR, context.path("spec.networkCIDR"));
    graph.share(context.names.cluster(), id, vpc, origin);
}

fn own_vpc(context: &Context<'_>, graph: &mut Builder) {
    let name = context.names.cluster();
    let vpc = Vpc {
        cidr: cidr(context),
        amazon_ipv6: Some(true),
        dns_hostnames: Some(true),
        dns_support: Some(true),
        tags: context.tags(name),
    };
    graph.own(name, vpc, Origin::new("VPC of the cluster", context.path("spec.networkCIDR")));
    for (index, cidr) in context.spec().additional_network_cidrs.iter().enumerate() {
        let range = VpcCidrBlock { vpc: context.vpc(), cidr: canonical_cidr(cidr) };
        let path = context.path("spec.additionalNetworkCIDRs").index(index);
        graph.own(cidr, range, Origin::new("additional CIDR block of the VPC", path));
    }
}

/// The CIDR of the VPC.
fn cidr(context: &Context<'_>) -> Option<String> {
    context.spec().network_cidr.as_deref().map(canonical_cidr)
}

fn dhcp_options(context: &Context<'_>, graph: &mut Builder) {
    let name = context.names.cluster();
    let region = &context.facts.region;
    let domain = if region == FIRST_REGION { "ec2.internal".to_owned() } else { format!("{region}.compute.internal") };
    let options = DhcpOptions {
        domain_name: Some(domain),
        domain_name_servers: vec!["AmazonProvidedDNS".to_owned()],
        tags: context.tags(name),
    };
    let origin = |reason| Origin::new(reason, context.path("spec.networkCIDR"));
    graph.own(name, options, origin("domain name and DNS server of instances"));
    let dhcp_options = Ref::to(Kind::DhcpOptions, name);
    let association = DhcpOptionsAssociation { vpc: context.vpc(), dhcp_options };
    graph.own(name, association, origin("association of the DHCP options with the VPC"));
}

/// Adds the internet gateway: of an own VPC unless users manage every way out, of a shared one where a table of the
/// cluster leads to it.
fn internet_gateway(context: &Context<'_>, graph: &mut Builder) {
    let needed = |subnet: &PlacedSubnet<'_>| {
        !subnet.is_unmanaged() && (!context.shares_vpc() || context.subnets().any(|s| s.shared().is_none()))
    };
    let Some(subnet) = context.subnets().find(needed) else { return };
    let name = context.names.cluster();
    let gateway = InternetGateway { vpc: context.vpc(), ..InternetGateway::default() };
    let reason = "internet access of public subnets";
    let Some(vpc) = context.shared_vpc() else {
        let gateway = InternetGateway { tags: context.tags(name), ..gateway };
        graph.own(name, gateway, Origin::new(reason, subnet.path));
        return;
    };
    match gateway_of(&context.facts.network.internet_gateways, vpc) {
        Some(id) => {
            graph.share(name, id, gateway, Origin::new(reason, context.path("spec.networkID")));
        }
        None => graph.problem(no_gateway(context, vpc, "internet gateway")),
    }
}

/// Adds the egress-only internet gateway where private subnets have IPv6 only.
fn egress_only_gateway(context: &Context<'_>, graph: &mut Builder) {
    let needed = |subnet: &PlacedSubnet<'_>| {
        !subnet.is_public() && !subnet.is_unmanaged() && (!context.shares_vpc() || subnet.shared().is_none())
    };
    let Some(subnet) = context.subnets().find(|s| context.ipv6_only() && needed(s)) else { return };
    let name = context.names.cluster();
    let gateway = EgressOnlyInternetGateway { vpc: context.vpc(), ..EgressOnlyInternetGateway::default() };
    let reason = "outbound IPv6 access of private subnets";
    let Some(vpc) = context.shared_vpc() else {
        let gateway = EgressOnlyInternetGateway { tags: context.tags(name), ..gateway };
        graph.own(name, gateway, Origin::new(reason, subnet.path));
        return;
    };
    match gateway_of(&context.facts.network.egress_only_internet_gateways, vpc) {
        Some(id) => {
            graph.share(name, id, gateway, Origin::new(reason, context.path("spec.networkID")));
        }
        None => graph.problem(no_gateway(context, vpc, "egress-only internet gateway")),
    }
}

fn gateway_of<'a>(gateways: &'a std::collections::BTreeMap<String, String>, vpc: &str) -> Option<&'a str> {
    gateways.iter().find(|(_, of)| *of == vpc).map(|(id, _)| id.as_str())
}

fn no_gateway(context: &Context<'_>, vpc: &str, kind: &str) -> Diagnostic {
    Diagnostic::error(codes::NO_GATEWAY.id, format!("the shared VPC `{vpc}` has no {kind}"))
        .at(context.path("spec.networkID"))
        .help(format!("attach an {kind} to it, or give every subnet `egress: External` and manage its routes"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::model::testing::{get, list, private, public, subnet};
    use crate::resource::Resource;

    #[test]
    fn an_own_vpc_gets_everything() {
        let graph = public(json!({"additionalNetworkCIDRs": ["10.1.0.0/16"]})).build();
        let Resource::Vpc(vpc) = get(&graph, Kind::Vpc, "demo.example.com") else { panic!("is a VPC") };
        assert_eq!(vpc.cidr.as_deref(), Some("10.0.0.0/16"));
        assert_eq!((vpc.amazon_ipv6, vpc.dns_hostnames, vpc.dns_support), (Some(true), Some(true), Some(true)));
        for kind in [Kind::DhcpOptions, Kind::DhcpOptionsAssociation, Kind::InternetGateway] {
            assert_eq!(list(&graph, kind), ["(cluster)"], "{kind}");
        }
        assert_eq!(list(&graph, Kind::VpcCidrBlock), ["10.1.0.0/16"]);
    }

    #[test]
    fn a_shared_vpc_is_only_used() {
        let graph = public(json!({"networkID": "vpc-1", "additionalNetworkCIDRs": ["10.1.0.0/16"]})).build();
        assert_eq!(list(&graph, Kind::Vpc), ["(cluster) (vpc-1)"]);
        assert_eq!(list(&graph, Kind::InternetGateway), ["(cluster) (igw-1)"]);
        for kind in [Kind::DhcpOptions, Kind::DhcpOptionsAssociation, Kind::VpcCidrBlock] {
            assert_eq!(list(&graph, kind), Vec::<String>::new(), "{kind}");
        }
    }

    #[test]
    fn hosts_of_the_first_region_have_a_domain_of_their_own() {
        for (region, domain) in [("us-east-1", "ec2.internal"), ("us-east-2", "us-east-2.compute.internal")] {
            let graph = public(json!({})).facts(|facts| facts.region = region.into()).build();
            let options = get(&graph, Kind::DhcpOptions, "demo.example.com").to_value();
            assert_eq!(options["domain_name"], domain);
        }
    }

    #[test]
    fn gateways_are_there_where_a_route_leads_to_them() {
        let external = |name: &str, kind: &str, cidr: &str| {
            let mut subnet = subnet(name, kind, cidr);
            subnet["egress"] = json!("External");
            subnet
        };
        let unmanaged = json!([external("us-east-2a", "Public", "10.0.0.0/24")]);
        let shared = json!([{"name": "us-east-2a", "zone": "us-east-2a", "type": "Public", "id": "subnet-1"}]);
        let cases: [(&str, Value, &[&str]); 4] = [
            ("own", json!({}), &["(cluster)"]),
            ("every way out is the users'", json!({"subnets": unmanaged}), &[]),
            ("shared", json!({"networkID": "vpc-1"}), &["(cluster) (igw-1)"]),
            ("every subnet is shared", json!({"networkID": "vpc-1", "subnets": shared}), &[]),
        ];
        for (name, patch, expected) in cases {
            assert_eq!(list(&public(patch).build(), Kind::InternetGateway), expected, "{name}");
        }
    }

    #[test]
    fn ipv6_leaves_private_subnets_through_a_gateway_of_its_own() {
        let ipv6 = json!({"nonMasqueradeCIDR": "::/0"});
        assert_eq!(list(&private(ipv6.clone()).build(), Kind::EgressOnlyInternetGateway), ["(cluster)"]);
        assert_eq!(list(&private(json!({})).build(), Kind::EgressOnlyInternetGateway), Vec::<String>::new());
        assert_eq!(list(&public(ipv6).build(), Kind::EgressOnlyInternetGateway), Vec::<String>::new());

        let shared = private(json!({"nonMasqueradeCIDR": "::/0", "networkID": "vpc-1"}));
        let problems = shared.try_build().expect_err("has no such gateway").to_string();
        assert!(problems.contains("the shared VPC `vpc-1` has no egress-only internet gateway"), "{problems}");
        let with_gateway = shared
            .facts(|facts| drop(facts.network.egress_only_internet_gateways.insert("eigw-1".into(), "vpc-1".into())));
        assert_eq!(list(&with_gateway.build(), Kind::EgressOnlyInternetGateway), ["(cluster) (eigw-1)"]);
    }
}
