//! Route tables, and which one a subnet uses.

use aws_sdk_ec2::types::{self, ResourceType};
use kops_core::cloud::{CloudError, ErrorKind, Observed};
use kops_core::resource::{Kind, Outputs, RouteTable, RouteTableAssociation};

use super::route;
use crate::ec2::{find_created, retag};
use crate::error::Call;
use crate::filter::{filter, filters};
use crate::inventory::Inventory;
use crate::reader::{Reader, observed};
use crate::step::{StepContext, Update, known, unseen, with_id};
use crate::tags;

pub(crate) const READ: Call = Call::new("ec2", "DescribeRouteTables");

/// Reads route tables with their routes and the subnets that use them.
pub(crate) async fn read(reader: Reader<'_>, inventory: &Inventory) -> Result<Vec<Observed>, CloudError> {
    let mut found = Vec::new();
    for filter in filters("route-table-id", inventory.ids(reader, Kind::RouteTable)) {
        let request = reader.clients.ec2.describe_route_tables().filters(filter).into_paginator().send();
        for page in reader.calls.pages(READ, request).await? {
            for table in page.route_tables.unwrap_or_default() {
                found.extend(with_children(&table)?);
            }
        }
    }
    Ok(found)
}

fn with_children(table: &types::RouteTable) -> Result<Vec<Observed>, CloudError> {
    let id = READ.require(table.route_table_id(), "RouteTableId")?;
    let vpc = READ.require(table.vpc_id(), "VpcId")?;
    let mut found = vec![observed(id, RouteTable { vpc: vpc.into(), tags: tags::ec2(table.tags()) })];
    found.extend(table.routes().iter().filter_map(|route| route::observe(id, route)));
    for association in table.associations() {
        // The main association has no subnet.
        let Some(subnet) = association.subnet_id() else { continue };
        let association = READ.require(association.route_table_association_id(), "RouteTableAssociationId")?;
        found.push(observed(association, RouteTableAssociation { subnet: subnet.into(), route_table: id.into() }));
    }
    Ok(found)
}

pub(crate) async fn create(ctx: StepContext<'_>, table: &RouteTable) -> Result<Outputs, CloudError> {
    let RouteTable { vpc, tags } = table;
    let created = find_created!(ctx, tags, "DescribeRouteTables", describe_route_tables, route_tables, route_table_id);
    if let Some(id) = created {
        return Ok(with_id(id));
    }
    let call = Call::new("ec2", "CreateRouteTable");
    let request = ctx
        .clients
        .ec2
        .create_route_table()
        .client_token(ctx.token)
        .vpc_id(known(vpc)?)
        .set_tag_specifications(tags::specification(ResourceType::RouteTable, tags));
    let made = ctx.calls.send(call, request.send()).await?.route_table;
    Ok(with_id(call.require(made.and_then(|table| table.route_table_id), "RouteTableId")?))
}

pub(crate) async fn update(ctx: StepContext<'_>, update: Update<'_, RouteTable>) -> Result<Outputs, CloudError> {
    let RouteTable { vpc: _, tags } = update.desired;
    retag(ctx, update.id, &update.current.tags, tags).await
}

/// Deletes a table. Associations with subnets that are gone are ended first; those with others keep the table.
pub(crate) async fn delete(ctx: StepContext<'_>, id: &str, _: &RouteTable) -> Result<(), CloudError> {
    let call = Call::new("ec2", "DeleteRouteTable");
    let delete = || ctx.calls.send(call, ctx.clients.ec2.delete_route_table().route_table_id(id).send());
    match delete().await {
        Err(error) if error.kind == ErrorKind::InUse => {
            if end_stale_associations(ctx, id).await? {
                delete().await.map(drop)
            } else {
                Err(error)
            }
        }
        deleted => deleted.map(drop),
    }
}

/// Ends the associations of a table with subnets that are gone; true where there was one.
async fn end_stale_associations(ctx: StepContext<'_>, table: &str) -> Result<bool, CloudError> {
    let request = ctx.clients.ec2.describe_route_tables().route_table_ids(table).send();
    let seen = ctx.calls.send(READ, request).await?;
    let mut ended = false;
    for association in seen.route_tables().iter().flat_map(|table| table.associations()) {
        let (Some(id), Some(subnet)) = (association.route_table_association_id(), association.subnet_id()) else {
            continue;
        };
        let request = ctx.clients.ec2.describe_subnets().subnet_ids(subnet).send();
        if ctx.calls.find(Call::new("ec2", "DescribeSubnets"), request).await?.is_none() {
            disassociate(ctx, id).await?;
            ended = true;
        }
    }
    Ok(ended)
}

pub(crate) async fn create_association(
    ctx: StepContext<'_>,
    association: &RouteTableAssociation,
) -> Result<Outputs, CloudError> {
    let RouteTableAssociation { subnet, route_table } = association;
    let (subnet, table) = (known(subnet)?, known(route_table)?);
    let call = Call::new("ec2", "AssociateRouteTable");
    if let Some((id, used)) = association_of(ctx, subnet).await? {
        if used == table {
            return Ok(with_id(id));
        }
        let message = format!("the subnet `{subnet}` uses the route table `{used}`");
        let conflict = CloudError::new(ErrorKind::Conflict, call.operation, message);
        return Err(conflict.code("Resource.AlreadyAssociated"));
    }
    let request = ctx.clients.ec2.associate_route_table().subnet_id(subnet).route_table_id(table).send();
    let made = match ctx.calls.send(call, request).await {
        Err(error) if error.code.as_deref() == Some("Resource.AlreadyAssociated") => return Err(unseen(error)),
        made => made?,
    };
    Ok(with_id(call.require(made.association_id, "AssociationId")?))
}

/// The association of a subnet and the table that it is with.
async fn association_of(ctx: StepContext<'_>, subnet: &str) -> Result<Option<(String, String)>, CloudError> {
    let of_subnet = filter("association.subnet-id", [subnet]);
    let request = ctx.clients.ec2.describe_route_tables().filters(of_subnet).send();
    let seen = ctx.calls.send(READ, request).await?;
    let mut associations = seen.route_tables().iter().flat_map(|table| table.associations());
    let Some(found) = associations.find(|association| association.subnet_id() == Some(subnet)) else {
        return Ok(None);
    };
    let id = READ.require(found.route_table_association_id.clone(), "RouteTableAssociationId")?;
    Ok(Some((id, READ.require(found.route_table_id.clone(), "RouteTableId")?)))
}

pub(crate) async fn update_association(
    ctx: StepContext<'_>,
    update: Update<'_, RouteTableAssociation>,
) -> Result<Outputs, CloudError> {
    let RouteTableAssociation { subnet, route_table } = update.desired;
    let (subnet, table) = (known(subnet)?, known(route_table)?);
    let call = Call::new("ec2", "ReplaceRouteTableAssociation");
    let request =
        ctx.clients.ec2.replace_route_table_association().association_id(update.id).route_table_id(table).send();
    let replaced = match ctx.calls.send(call, request).await {
        // A replaced association gets another id: an earlier try may have done it.
        Err(error) if error.kind == ErrorKind::NotFound => {
            return match association_of(ctx, subnet).await? {
                Some((id, used)) if used == table => Ok(with_id(id)),
                _ => Err(error),
            };
        }
        replaced => replaced?,
    };
    Ok(with_id(call.require(replaced.new_association_id, "NewAssociationId")?))
}

pub(crate) async fn delete_association(
    ctx: StepContext<'_>,
    id: &str,
    _: &RouteTableAssociation,
) -> Result<(), CloudError> {
    disassociate(ctx, id).await
}

async fn disassociate(ctx: StepContext<'_>, id: &str) -> Result<(), CloudError> {
    let request = ctx.clients.ec2.disassociate_route_table().association_id(id).send();
    ctx.calls.send(Call::new("ec2", "DisassociateRouteTable"), request).await.map(drop)
}
