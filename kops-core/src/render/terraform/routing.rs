//! Ways out of the VPC, and the tables that lead to them.

use hcl::expr::Expression;

use super::attributes::Attributes;
use super::links::Links;
use super::{expressions, names};
use crate::naming::tags;
use crate::resource::{
    EgressOnlyInternetGateway, ElasticIp, InternetGateway, NatGateway, Ref, Route, RouteTable, RouteTableAssociation,
    RouteTarget,
};

/// The data source of an instance.
const INSTANCE: &str = "aws_instance";

pub(super) fn internet_gateway(links: Links<'_>, gateway: &InternetGateway) -> Attributes {
    let InternetGateway { vpc, tags } = gateway;
    Attributes::new().set("vpc_id", links.follow(vpc)).tags(tags)
}

pub(super) fn egress_only_internet_gateway(links: Links<'_>, gateway: &EgressOnlyInternetGateway) -> Attributes {
    let EgressOnlyInternetGateway { vpc, tags } = gateway;
    Attributes::new().set("vpc_id", links.follow(vpc)).tags(tags)
}

pub(super) fn elastic_ip(address: &ElasticIp) -> Attributes {
    let ElasticIp { address: _, tags } = address;
    Attributes::new().set("domain", "vpc").tags(tags)
}

pub(super) fn nat_gateway(links: Links<'_>, gateway: &NatGateway) -> Attributes {
    let NatGateway { subnet, elastic_ip, tags } = gateway;
    Attributes::new()
        .set_some("allocation_id", elastic_ip.as_ref().map(|address| links.follow(address)))
        .set("subnet_id", links.follow(subnet))
        .tags(tags)
}

pub(super) fn route_table(links: Links<'_>, table: &RouteTable) -> Attributes {
    let RouteTable { vpc, tags } = table;
    // kops has this one only where it calls AWS itself.
    let mut tags = tags.clone();
    tags.remove(tags::SHARED_NAT_GATEWAY);
    Attributes::new().set("vpc_id", links.follow(vpc)).tags(&tags)
}

pub(super) fn route_table_association(links: Links<'_>, association: &RouteTableAssociation) -> Attributes {
    let RouteTableAssociation { subnet, route_table } = association;
    Attributes::new().set("subnet_id", links.follow(subnet)).set("route_table_id", links.follow(route_table))
}

pub(super) fn route(links: Links<'_>, route: &Route) -> Attributes {
    let Route { route_table, destination, target } = route;
    let is_ipv6 = destination.contains(':');
    let range_argument = if is_ipv6 { "destination_ipv6_cidr_block" } else { "destination_cidr_block" };
    let attributes =
        Attributes::new().set("route_table_id", links.follow(route_table)).set(range_argument, destination.as_str());
    let (argument, target) = match target {
        RouteTarget::Instance(target) => {
            return attributes.set("network_interface_id", network_interface(links, target));
        }
        RouteTarget::InternetGateway(target) => ("gateway_id", target),
        RouteTarget::EgressOnlyInternetGateway(target) => ("egress_only_gateway_id", target),
        RouteTarget::NatGateway(target) => ("nat_gateway_id", target),
        RouteTarget::TransitGateway(target) => ("transit_gateway_id", target),
        RouteTarget::PeeringConnection(target) => ("vpc_peering_connection_id", target),
    };
    attributes.set(argument, links.follow(target))
}

/// The network interface of an instance. The AWS provider takes no instances as targets since its version 5.
fn network_interface(links: Links<'_>, instance: &Ref) -> Expression {
    match instance {
        Ref::Known(id) => expressions::traversal("data", [INSTANCE, &names::identifier(id), "network_interface_id"]),
        Ref::Resource { .. } => links.follow(instance).into(),
    }
}

/// The instance that a route leads to, with the arguments of a data source that finds it.
pub(super) fn instance_to_look_up(route: &Route) -> Option<(&'static str, String, Attributes)> {
    match &route.target {
        RouteTarget::Instance(Ref::Known(id)) => {
            Some((INSTANCE, names::identifier(id), Attributes::new().set("instance_id", id.as_str())))
        }
        _ => None,
    }
}
