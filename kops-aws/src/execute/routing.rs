//! Route tables, their routes, and the subnets that use them.

use aws_sdk_ec2::types::ResourceType;
use kops_core::cloud::{CloudError, ErrorKind};
use kops_core::resource::{Outputs, Route, RouteTable, RouteTableAssociation, RouteTarget};

use super::{ExecContext, id_of, incomplete, made_before, with_composed, with_id};
use crate::error::Call;
use crate::filter::filter;
use crate::observe::vpc::read_route;
use crate::tags;

pub(super) async fn create_table(act: ExecContext<'_>, table: &RouteTable) -> Result<Outputs, CloudError> {
    if let Some(id) = made_before(act, ResourceType::RouteTable, &table.tags).await? {
        return Ok(with_id(id));
    }
    let call = Call::new("ec2", "CreateRouteTable");
    let request = act.clients.ec2.create_route_table().client_token(act.token).vpc_id(id_of(&table.vpc));
    let request = request.tag_specifications(tags::specification(ResourceType::RouteTable, &table.tags)).send();
    let made = act.calls.send(call, request).await?.route_table;
    Ok(with_id(made.and_then(|t| t.route_table_id).ok_or_else(|| incomplete(call, "route table"))?))
}

/// Deletes a table. Subnets that are gone may still hold on to it, which is undone; others keep it from going.
pub(super) async fn delete_table(act: ExecContext<'_>, id: &str) -> Result<(), CloudError> {
    let call = Call::new("ec2", "DeleteRouteTable");
    let delete = || act.calls.send(call, act.clients.ec2.delete_route_table().route_table_id(id).send());
    match delete().await {
        Err(error) if error.kind == ErrorKind::InUse => {
            if leave_gone_subnets(act, id).await? {
                delete().await.map(drop)
            } else {
                Err(error)
            }
        }
        deleted => deleted.map(drop),
    }
}

/// Ends the associations of a table with subnets that are gone; true where there was one.
async fn leave_gone_subnets(act: ExecContext<'_>, table: &str) -> Result<bool, CloudError> {
    let request = act.clients.ec2.describe_route_tables().route_table_ids(table).send();
    let seen = act.calls.send(Call::new("ec2", "DescribeRouteTables"), request).await?;
    let mut left = false;
    for association in seen.route_tables().iter().flat_map(|t| t.associations()) {
        let (Some(id), Some(subnet)) = (association.route_table_association_id(), association.subnet_id()) else {
            continue;
        };
        let request = act.clients.ec2.describe_subnets().subnet_ids(subnet).send();
        if act.calls.find(Call::new("ec2", "DescribeSubnets"), request).await?.is_none() {
            disassociate(act, id).await?;
            left = true;
        }
    }
    Ok(left)
}

pub(super) async fn associate(
    act: ExecContext<'_>,
    association: &RouteTableAssociation,
) -> Result<Outputs, CloudError> {
    let (subnet, table) = (id_of(&association.subnet), id_of(&association.route_table));
    if let Some((id, used)) = association_of(act, subnet).await? {
        return if used == table { Ok(with_id(id)) } else { Err(taken(subnet, &used)) };
    }
    let call = Call::new("ec2", "AssociateRouteTable");
    let request = act.clients.ec2.associate_route_table().subnet_id(subnet).route_table_id(table).send();
    let made = act.calls.send(call, request).await?;
    Ok(with_id(made.association_id.ok_or_else(|| incomplete(call, "association"))?))
}

fn taken(subnet: &str, table: &str) -> CloudError {
    let message = format!("the subnet `{subnet}` uses the route table `{table}`");
    CloudError::new(ErrorKind::Conflict, "AssociateRouteTable", message).code("Resource.AlreadyAssociated")
}

/// The association of a subnet and the table that it is with.
async fn association_of(act: ExecContext<'_>, subnet: &str) -> Result<Option<(String, String)>, CloudError> {
    let of_subnet = filter("association.subnet-id", [subnet]);
    let request = act.clients.ec2.describe_route_tables().filters(of_subnet).send();
    let seen = act.calls.send(Call::new("ec2", "DescribeRouteTables"), request).await?;
    let associations = seen.route_tables().iter().flat_map(|t| t.associations());
    Ok(associations
        .filter(|a| a.subnet_id() == Some(subnet))
        .filter_map(|a| Some((a.route_table_association_id.clone()?, a.route_table_id.clone()?)))
        .next())
}

pub(super) async fn reassociate(
    act: ExecContext<'_>,
    id: &str,
    association: &RouteTableAssociation,
) -> Result<Outputs, CloudError> {
    let call = Call::new("ec2", "ReplaceRouteTableAssociation");
    let (subnet, table) = (id_of(&association.subnet), id_of(&association.route_table));
    let request = act.clients.ec2.replace_route_table_association().association_id(id).route_table_id(table).send();
    let made = match act.calls.send(call, request).await {
        // A replaced association gets another id: an earlier try may have done it.
        Err(error) if error.kind == ErrorKind::NotFound => {
            return match association_of(act, subnet).await? {
                Some((id, used)) if used == table => Ok(with_id(id)),
                _ => Err(error),
            };
        }
        made => made?,
    };
    Ok(with_id(made.new_association_id.ok_or_else(|| incomplete(call, "association"))?))
}

pub(super) async fn disassociate(act: ExecContext<'_>, id: &str) -> Result<(), CloudError> {
    let request = act.clients.ec2.disassociate_route_table().association_id(id).send();
    act.calls.send(Call::new("ec2", "DisassociateRouteTable"), request).await.map(drop)
}

/// Makes a route. One that is there and leads to the same target is it.
pub(super) async fn create_route(act: ExecContext<'_>, route: &Route) -> Result<Outputs, CloudError> {
    let table = id_of(&route.route_table);
    let (v4, v6) = destination(&route.destination);
    let request = act.clients.ec2.create_route().route_table_id(table);
    let request = request.set_destination_cidr_block(v4.clone()).set_destination_ipv6_cidr_block(v6.clone());
    let request = match &route.target {
        RouteTarget::InternetGateway(id) => request.gateway_id(id_of(id)),
        RouteTarget::EgressOnlyInternetGateway(id) => request.egress_only_internet_gateway_id(id_of(id)),
        RouteTarget::NatGateway(id) => request.nat_gateway_id(id_of(id)),
        RouteTarget::TransitGateway(id) => request.transit_gateway_id(id_of(id)),
        RouteTarget::Instance(id) => request.instance_id(id_of(id)),
        RouteTarget::PeeringConnection(id) => request.vpc_peering_connection_id(id_of(id)),
        _ => request,
    };
    match act.calls.send(Call::new("ec2", "CreateRoute"), request.send()).await {
        Err(error) if error.code.as_deref() == Some("RouteAlreadyExists") => {
            if target_of(act, route).await?.as_ref() != Some(&route.target) {
                return Err(error);
            }
        }
        made => made.map(drop)?,
    }
    Ok(with_composed([table, &route.destination]))
}

/// Where a table leads packets to a destination now.
async fn target_of(act: ExecContext<'_>, route: &Route) -> Result<Option<RouteTarget>, CloudError> {
    let table = id_of(&route.route_table);
    let request = act.clients.ec2.describe_route_tables().route_table_ids(table).send();
    let seen = act.calls.send(Call::new("ec2", "DescribeRouteTables"), request).await?;
    let mut routes = seen.route_tables().iter().flat_map(|t| t.routes()).filter_map(|r| read_route(table, r));
    Ok(routes.find(|seen| seen.destination == route.destination).map(|seen| seen.target))
}

/// Leads a route elsewhere.
pub(super) async fn replace_route(act: ExecContext<'_>, route: &Route) -> Result<Outputs, CloudError> {
    let (v4, v6) = destination(&route.destination);
    let request = act.clients.ec2.replace_route().route_table_id(id_of(&route.route_table));
    let request = request.set_destination_cidr_block(v4).set_destination_ipv6_cidr_block(v6);
    let request = match &route.target {
        RouteTarget::InternetGateway(id) => request.gateway_id(id_of(id)),
        RouteTarget::EgressOnlyInternetGateway(id) => request.egress_only_internet_gateway_id(id_of(id)),
        RouteTarget::NatGateway(id) => request.nat_gateway_id(id_of(id)),
        RouteTarget::TransitGateway(id) => request.transit_gateway_id(id_of(id)),
        RouteTarget::Instance(id) => request.instance_id(id_of(id)),
        RouteTarget::PeeringConnection(id) => request.vpc_peering_connection_id(id_of(id)),
        _ => request,
    };
    act.calls.send(Call::new("ec2", "ReplaceRoute"), request.send()).await?;
    Ok(with_composed([id_of(&route.route_table), &route.destination]))
}

pub(super) async fn delete_route(act: ExecContext<'_>, route: &Route) -> Result<(), CloudError> {
    let (v4, v6) = destination(&route.destination);
    let request = act.clients.ec2.delete_route().route_table_id(id_of(&route.route_table));
    let request = request.set_destination_cidr_block(v4).set_destination_ipv6_cidr_block(v6).send();
    act.calls.send(Call::new("ec2", "DeleteRoute"), request).await.map(drop)
}

/// The destination as IPv4 or as IPv6.
fn destination(range: &str) -> (Option<String>, Option<String>) {
    if range.contains(':') { (None, Some(range.to_owned())) } else { (Some(range.to_owned()), None) }
}
