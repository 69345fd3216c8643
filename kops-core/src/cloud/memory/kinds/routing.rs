//! Route tables, associations, routes.

use super::{ApiError, ApiResult, IdGenerator, Operations, Rules, State, check_quota, operations, still_used};
use crate::resource::{
    CloudId, EgressOnlyInternetGateway, InternetGateway, NatGateway, Ref, Route, RouteTable, RouteTableAssociation,
    RouteTarget, Subnet, Vpc, VpcCidrBlock, canonical_cidr,
};

impl Rules for RouteTable {
    const OPERATIONS: Operations = operations("CreateRouteTable", "CreateTags", "DeleteRouteTable");
    const MISSING: &'static str = "InvalidRouteTableID.NotFound";

    fn id(&self, id_generator: &IdGenerator) -> CloudId {
        id_generator.ec2("rtb").into()
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        account.need::<Vpc>(&self.vpc)?;
        if this.is_none() {
            let count = account.all::<Self>().filter(|(_, table)| table.vpc == self.vpc).count();
            let limit = account.limits.route_tables_per_vpc;
            check_quota("RouteTableLimitExceeded", "route tables in this VPC", count, limit)?;
        }
        Ok(())
    }

    fn check_deletion(&self, id: &CloudId, account: &State) -> ApiResult {
        still_used::<RouteTableAssociation>(account, id, |x| x.route_table.known() == Some(id.as_str()))
    }

    fn cascade_delete(&self, id: &CloudId, account: &mut State) {
        account.forget_where(|route: &Route| route.route_table.known() == Some(id.as_str()));
    }
}

impl Rules for RouteTableAssociation {
    const OPERATIONS: Operations =
        operations("AssociateRouteTable", "ReplaceRouteTableAssociation", "DisassociateRouteTable");
    const MISSING: &'static str = "InvalidAssociationID.NotFound";

    fn id(&self, id_generator: &IdGenerator) -> CloudId {
        id_generator.ec2("rtbassoc").into()
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        let (_, subnet) = account.need::<Subnet>(&self.subnet)?;
        let (table_id, table) = account.need::<RouteTable>(&self.route_table)?;
        if subnet.vpc != table.vpc {
            let message = format!("the route table `{table_id}` and the subnet are in different VPCs");
            return Err(ApiError::value(message));
        }
        match account.others::<Self>(this).find(|(_, other)| other.subnet == self.subnet) {
            Some((id, _)) => {
                let message = format!("the subnet has a route table already, by the association `{id}`");
                Err(ApiError::conflict("Resource.AlreadyAssociated", message))
            }
            None => Ok(()),
        }
    }
}

impl Rules for Route {
    const OPERATIONS: Operations = operations("CreateRoute", "ReplaceRoute", "DeleteRoute");
    const MISSING: &'static str = "InvalidRoute.NotFound";

    fn id(&self, _: &IdGenerator) -> CloudId {
        CloudId::composite([self.route_table.known().unwrap_or_default(), &canonical_cidr(&self.destination)])
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        let (table_id, table) = account.need::<RouteTable>(&self.route_table)?;
        let destination = canonical_cidr(&self.destination);
        if this.is_none() {
            let siblings: Vec<_> = account.all::<Self>().filter(|(_, r)| r.route_table == self.route_table).collect();
            if siblings.iter().any(|(_, other)| canonical_cidr(&other.destination) == destination) {
                let message = format!("the route table `{table_id}` has a route to `{destination}` already");
                return Err(ApiError::conflict("RouteAlreadyExists", message));
            }
            let limit = account.limits.routes_per_table;
            check_quota("RouteLimitExceeded", "routes in this table", siblings.len(), limit)?;
        }
        if is_local(&destination, table, account) {
            let message = format!("`{destination}` is a range of the VPC itself, whose route is made by AWS");
            return Err(ApiError::value(message));
        }
        check_target(&self.target, table, account)
    }

    fn complete(&mut self, _: &CloudId, _: &State) {
        self.destination = canonical_cidr(&self.destination);
    }
}

fn check_target(target: &RouteTarget, table: &RouteTable, account: &State) -> ApiResult {
    let vpc = match target {
        RouteTarget::InternetGateway(gateway) => &account.need::<InternetGateway>(gateway)?.1.vpc,
        RouteTarget::EgressOnlyInternetGateway(gateway) => &account.need::<EgressOnlyInternetGateway>(gateway)?.1.vpc,
        RouteTarget::NatGateway(gateway) => {
            let (_, found) = account.need_ready::<NatGateway>(gateway)?;
            &account.need::<Subnet>(&found.subnet)?.1.vpc
        }
        RouteTarget::TransitGateway(other) => return account.need_other(other, "InvalidTransitGatewayID.NotFound"),
        RouteTarget::Instance(other) => return account.need_other(other, "InvalidInstanceID.NotFound"),
        RouteTarget::PeeringConnection(other) => {
            return account.need_other(other, "InvalidVpcPeeringConnectionID.NotFound");
        }
    };
    if *vpc != table.vpc {
        let (there, here) = (vpc.known().unwrap_or_default(), table.vpc.known().unwrap_or_default());
        let message = format!("the target of a route is in the VPC `{there}`, the table in `{here}`");
        return Err(ApiError::value(message));
    }
    Ok(())
}

fn is_local(destination: &str, table: &RouteTable, account: &State) -> bool {
    let primary = table.vpc.known().and_then(|id| account.find::<Vpc>(id)).and_then(|vpc| vpc.cidr.as_deref());
    let further = account.all::<VpcCidrBlock>().filter(|(_, block)| block.vpc == table.vpc);
    let mut ranges = further.map(|(_, block)| block.cidr.as_str()).chain(primary);
    ranges.any(|range| range == destination)
}

impl State {
    /// Something that the account has and no step makes.
    pub(super) fn need_other(&self, reference: &Ref, code: &str) -> ApiResult {
        match reference.known() {
            Some(id) if self.has_other(id) || self.instances.contains_key(id) => Ok(()),
            Some(id) => Err(ApiError::missing(code, format!("`{id}` does not exist"))),
            None => Err(ApiError::value("something is named by a reference that is not bound")),
        }
    }
}
