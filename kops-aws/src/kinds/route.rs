//! Routes.

use aws_sdk_ec2::types;
use kops_core::cloud::{CloudError, ErrorKind, Observed};
use kops_core::resource::{Outputs, Ref, Route, RouteTarget};

use crate::error::Call;
use crate::reader::observed_by;
use crate::step::{StepContext, Update, known, unseen, with_composite};

/// A route of a table as an observed resource, where it is one that was made.
pub(crate) fn observe(table: &str, route: &types::Route) -> Option<Observed> {
    let route = from_aws(table, route)?;
    let destination = route.destination.clone();
    Some(observed_by([table, &destination], route))
}

/// A route that was made with `CreateRoute`; `local` routes and those that AWS propagates are the table's own.
fn from_aws(table: &str, route: &types::Route) -> Option<Route> {
    if route.origin().is_some_and(|origin| *origin != types::RouteOrigin::CreateRoute) {
        return None;
    }
    let destination = destination_of(route)?;
    let target = |id: &Option<String>| id.as_deref().filter(|id| !id.is_empty()).map(Ref::from);
    let target = if let Some(id) = target(&route.nat_gateway_id) {
        RouteTarget::NatGateway(id)
    } else if let Some(id) = target(&route.egress_only_internet_gateway_id) {
        RouteTarget::EgressOnlyInternetGateway(id)
    } else if let Some(id) = target(&route.transit_gateway_id) {
        RouteTarget::TransitGateway(id)
    } else if let Some(id) = target(&route.instance_id).or(target(&route.network_interface_id)) {
        // Of an instance that is gone, a route names the network interface only.
        RouteTarget::Instance(id)
    } else if let Some(id) = target(&route.vpc_peering_connection_id) {
        RouteTarget::PeeringConnection(id)
    } else {
        RouteTarget::InternetGateway(target(&route.gateway_id).filter(|gateway| gateway.known() != Some("local"))?)
    };
    Some(Route { route_table: table.into(), destination: destination.to_owned(), target })
}

/// The range of addresses that a route is for; none where it is for a prefix list.
fn destination_of(route: &types::Route) -> Option<&str> {
    route.destination_cidr_block().or(route.destination_ipv6_cidr_block())
}

/// The route in the words of EC2, which `CreateRoute` and `ReplaceRoute` share.
fn to_aws(route: &Route) -> Result<types::Route, CloudError> {
    let Route { route_table: _, destination, target } = route;
    let builder = to_destination(types::Route::builder(), destination);
    let builder = match target {
        RouteTarget::InternetGateway(id) => builder.gateway_id(known(id)?),
        RouteTarget::EgressOnlyInternetGateway(id) => builder.egress_only_internet_gateway_id(known(id)?),
        RouteTarget::NatGateway(id) => builder.nat_gateway_id(known(id)?),
        RouteTarget::TransitGateway(id) => builder.transit_gateway_id(known(id)?),
        RouteTarget::Instance(id) => builder.instance_id(known(id)?),
        RouteTarget::PeeringConnection(id) => builder.vpc_peering_connection_id(known(id)?),
        other => {
            let message = format!("this release cannot route to {other:?}");
            return Err(CloudError::new(ErrorKind::Invalid, "CreateRoute", message));
        }
    };
    Ok(builder.build())
}

/// The destination as IPv4 or as IPv6.
fn to_destination(builder: types::builders::RouteBuilder, range: &str) -> types::builders::RouteBuilder {
    if range.contains(':') { builder.destination_ipv6_cidr_block(range) } else { builder.destination_cidr_block(range) }
}

/// Makes a route. One that is there and leads to the same target is it.
pub(crate) async fn create(ctx: StepContext<'_>, route: &Route) -> Result<Outputs, CloudError> {
    let table = known(&route.route_table)?;
    let sent = to_aws(route)?;
    let request = ctx
        .clients
        .ec2
        .create_route()
        .route_table_id(table)
        .set_destination_cidr_block(sent.destination_cidr_block)
        .set_destination_ipv6_cidr_block(sent.destination_ipv6_cidr_block)
        .set_gateway_id(sent.gateway_id)
        .set_egress_only_internet_gateway_id(sent.egress_only_internet_gateway_id)
        .set_nat_gateway_id(sent.nat_gateway_id)
        .set_transit_gateway_id(sent.transit_gateway_id)
        .set_instance_id(sent.instance_id)
        .set_vpc_peering_connection_id(sent.vpc_peering_connection_id);
    match ctx.calls.send(Call::new("ec2", "CreateRoute"), request.send()).await {
        Err(error) if error.code.as_deref() == Some("RouteAlreadyExists") => {
            let Some(there) = listed(ctx, table, &route.destination).await? else { return Err(unseen(error)) };
            if from_aws(table, &there).is_none_or(|there| there.target != route.target) {
                return Err(error);
            }
        }
        made => made.map(drop)?,
    }
    Ok(with_composite([table, &route.destination]))
}

/// The route of a table to a destination, as it is now.
async fn listed(ctx: StepContext<'_>, table: &str, destination: &str) -> Result<Option<types::Route>, CloudError> {
    let request = ctx.clients.ec2.describe_route_tables().route_table_ids(table).send();
    let seen = ctx.calls.send(Call::new("ec2", "DescribeRouteTables"), request).await?;
    let mut routes = seen.route_tables().iter().flat_map(|table| table.routes());
    Ok(routes.find(|route| destination_of(route) == Some(destination)).cloned())
}

/// Gives a route another target.
pub(crate) async fn update(ctx: StepContext<'_>, update: Update<'_, Route>) -> Result<Outputs, CloudError> {
    let route = update.desired;
    let table = known(&route.route_table)?;
    let sent = to_aws(route)?;
    let request = ctx
        .clients
        .ec2
        .replace_route()
        .route_table_id(table)
        .set_destination_cidr_block(sent.destination_cidr_block)
        .set_destination_ipv6_cidr_block(sent.destination_ipv6_cidr_block)
        .set_gateway_id(sent.gateway_id)
        .set_egress_only_internet_gateway_id(sent.egress_only_internet_gateway_id)
        .set_nat_gateway_id(sent.nat_gateway_id)
        .set_transit_gateway_id(sent.transit_gateway_id)
        .set_instance_id(sent.instance_id)
        .set_vpc_peering_connection_id(sent.vpc_peering_connection_id);
    ctx.calls.send(Call::new("ec2", "ReplaceRoute"), request.send()).await?;
    Ok(with_composite([table, &route.destination]))
}

pub(crate) async fn delete(ctx: StepContext<'_>, _: &str, route: &Route) -> Result<(), CloudError> {
    let sent = to_destination(types::Route::builder(), &route.destination).build();
    let request = ctx
        .clients
        .ec2
        .delete_route()
        .route_table_id(known(&route.route_table)?)
        .set_destination_cidr_block(sent.destination_cidr_block)
        .set_destination_ipv6_cidr_block(sent.destination_ipv6_cidr_block);
    ctx.calls.send(Call::new("ec2", "DeleteRoute"), request.send()).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::testing::each_sample;

    #[test]
    fn routes_read_back_as_written() {
        each_sample(|route: &Route| {
            let sent = to_aws(route).expect("bound");
            assert_eq!(from_aws(known(&route.route_table).expect("bound"), &sent).as_ref(), Some(route));
        });
    }

    #[test]
    fn routes_of_the_table_itself_are_not_read() {
        let route = |gateway: &str, origin: types::RouteOrigin| {
            types::Route::builder().destination_cidr_block("10.0.0.0/16").gateway_id(gateway).origin(origin).build()
        };
        assert_eq!(from_aws("rtb-1", &route("local", types::RouteOrigin::CreateRouteTable)), None);
        assert_eq!(from_aws("rtb-1", &route("vgw-1", types::RouteOrigin::EnableVgwRoutePropagation)), None);
        assert!(from_aws("rtb-1", &route("igw-1", types::RouteOrigin::CreateRoute)).is_some());
    }

    #[test]
    fn a_route_to_an_instance_is_there_after_the_instance_is_gone() {
        let route = |instance: Option<&str>| {
            let route = types::Route::builder().destination_cidr_block("0.0.0.0/0").network_interface_id("eni-1");
            let route = route.set_instance_id(instance.map(str::to_owned)).origin(types::RouteOrigin::CreateRoute);
            from_aws("rtb-1", &route.build()).map(|route| route.target)
        };
        assert_eq!(route(Some("i-1")), Some(RouteTarget::Instance("i-1".into())));
        assert_eq!(route(None), Some(RouteTarget::Instance("eni-1".into())));
    }
}
