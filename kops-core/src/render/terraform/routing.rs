//! Ways out of the VPC, and the tables that lead to them.

use super::attributes::Attributes;
use super::links::Links;
use crate::resource::{
    EgressOnlyInternetGateway, ElasticIp, InternetGateway, NatGateway, Route, RouteTable, RouteTableAssociation,
    RouteTarget,
};

pub(super) fn internet_gateway(links: Links<'_>, gateway: &InternetGateway) -> Attributes {
    Attributes::new().set("vpc_id", links.follow(&gateway.vpc)).tags(&gateway.tags)
}

pub(super) fn egress_only_internet_gateway(links: Links<'_>, gateway: &EgressOnlyInternetGateway) -> Attributes {
    Attributes::new().set("vpc_id", links.follow(&gateway.vpc)).tags(&gateway.tags)
}

pub(super) fn elastic_ip(address: &ElasticIp) -> Attributes {
    Attributes::new().set("domain", "vpc").tags(&address.tags)
}

pub(super) fn nat_gateway(links: Links<'_>, gateway: &NatGateway) -> Attributes {
    Attributes::new()
        .set_some("allocation_id", gateway.elastic_ip.as_ref().map(|address| links.follow(address)))
        .set("subnet_id", links.follow(&gateway.subnet))
        .tags(&gateway.tags)
}

pub(super) fn route_table(links: Links<'_>, table: &RouteTable) -> Attributes {
    Attributes::new().set("vpc_id", links.follow(&table.vpc)).tags(&table.tags)
}

pub(super) fn route_table_association(links: Links<'_>, association: &RouteTableAssociation) -> Attributes {
    Attributes::new()
        .set("subnet_id", links.follow(&association.subnet))
        .set("route_table_id", links.follow(&association.route_table))
}

pub(super) fn route(links: Links<'_>, route: &Route) -> Attributes {
    let is_ipv6 = route.destination.contains(':');
    let destination = if is_ipv6 { "destination_ipv6_cidr_block" } else { "destination_cidr_block" };
    let (argument, target) = match &route.target {
        RouteTarget::InternetGateway(target) => ("gateway_id", target),
        RouteTarget::EgressOnlyInternetGateway(target) => ("egress_only_gateway_id", target),
        RouteTarget::NatGateway(target) => ("nat_gateway_id", target),
        RouteTarget::TransitGateway(target) => ("transit_gateway_id", target),
        RouteTarget::Instance(target) => ("instance_id", target),
        RouteTarget::PeeringConnection(target) => ("vpc_peering_connection_id", target),
    };
    Attributes::new()
        .set("route_table_id", links.follow(&route.route_table))
        .set(destination, route.destination.as_str())
        .set(argument, links.follow(target))
}
