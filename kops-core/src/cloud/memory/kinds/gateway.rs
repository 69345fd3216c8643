//! Internet gateways, elastic IPs, NAT gateways.

use super::{ApiError, ApiResult, IdGenerator, Operations, Rules, State, check_quota, operations, still_used, used_by};
use crate::resource::{
    ClassicLoadBalancer, CloudId, EgressOnlyInternetGateway, ElasticIp, InternetGateway, Kind, NatGateway,
    NetworkLoadBalancer, Output, Outputs, Subnet, Vpc,
};

impl Rules for InternetGateway {
    const OPERATIONS: Operations = operations("AttachInternetGateway", "CreateTags", "DetachInternetGateway");
    const MISSING: &'static str = "InvalidInternetGatewayID.NotFound";

    fn id(&self, id_generator: &IdGenerator) -> CloudId {
        id_generator.ec2("igw").into()
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        let (vpc, _) = account.need::<Vpc>(&self.vpc)?;
        match account.others::<Self>(this).find(|(_, other)| other.vpc == self.vpc) {
            Some((id, _)) => {
                let message = format!("the VPC `{vpc}` has the internet gateway `{id}` already");
                Err(ApiError::conflict("Resource.AlreadyAssociated", message))
            }
            None if this.is_none() => {
                let count = account.all::<Self>().count();
                check_quota(
                    "InternetGatewayLimitExceeded",
                    "internet gateways",
                    count,
                    account.limits.internet_gateways,
                )
            }
            None => Ok(()),
        }
    }

    fn check_deletion(&self, id: &CloudId, account: &State) -> ApiResult {
        let in_vpc = |subnet: &crate::resource::Ref| {
            subnet.known().and_then(|id| account.find::<Subnet>(id)).is_some_and(|subnet| subnet.vpc == self.vpc)
        };
        still_used::<NatGateway>(account, id, |gateway| in_vpc(&gateway.subnet))?;
        still_used::<NetworkLoadBalancer>(account, id, |x| !x.internal && x.subnets.iter().any(|s| in_vpc(&s.subnet)))?;
        still_used::<ClassicLoadBalancer>(account, id, |x| !x.internal && x.subnets.iter().any(&in_vpc))?;
        let public = account.instances.values().find(|i| i.public_ip && in_vpc(&i.subnet.as_str().into()));
        match public {
            Some(instance) => {
                let message =
                    format!("the VPC still has public addresses: instances of the group `{}`", instance.group);
                let api_error = ApiError::in_use("DependencyViolation", message);
                Err(api_error.waiting_for(Kind::AutoscalingGroup, &instance.group))
            }
            None => Ok(()),
        }
    }
}

impl Rules for EgressOnlyInternetGateway {
    const OPERATIONS: Operations =
        operations("CreateEgressOnlyInternetGateway", "CreateTags", "DeleteEgressOnlyInternetGateway");
    const MISSING: &'static str = "InvalidEgressOnlyInternetGatewayId.NotFound";

    fn id(&self, id_generator: &IdGenerator) -> CloudId {
        id_generator.ec2("eigw").into()
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        let (vpc, _) = account.need::<Vpc>(&self.vpc)?;
        match account.others::<Self>(this).find(|(_, other)| other.vpc == self.vpc) {
            Some((id, _)) => {
                let message = format!("the VPC `{vpc}` has the egress-only internet gateway `{id}` already");
                Err(ApiError::conflict("Resource.AlreadyAssociated", message))
            }
            None if this.is_none() => {
                let count = account.all::<Self>().count();
                check_quota(
                    "EgressOnlyInternetGatewayLimitExceeded",
                    "egress-only internet gateways",
                    count,
                    account.limits.egress_only_internet_gateways,
                )
            }
            None => Ok(()),
        }
    }
}

impl Rules for ElasticIp {
    const OPERATIONS: Operations = operations("AllocateAddress", "CreateTags", "ReleaseAddress");
    const MISSING: &'static str = "InvalidAllocationID.NotFound";

    fn id(&self, id_generator: &IdGenerator) -> CloudId {
        id_generator.ec2("eipalloc").into()
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        if this.is_none() {
            if let Some(address) = &self.address {
                return Err(ApiError::value(format!("the address `{address}` cannot be chosen; AWS assigns one")));
            }
            let count = account.all::<Self>().count();
            check_quota("AddressLimitExceeded", "elastic IPs", count, account.limits.elastic_ips)?;
        }
        Ok(())
    }

    fn check_deletion(&self, id: &CloudId, account: &State) -> ApiResult {
        match user_of(id, account) {
            Some((kind, user)) => Err(used_by(account, "InvalidIPAddress.InUse", id, kind, user)),
            None => Ok(()),
        }
    }

    fn complete(&mut self, id: &CloudId, account: &State) {
        self.address.get_or_insert_with(|| IdGenerator::of(account, id.as_str()).address());
    }

    fn outputs(&self, _: &CloudId, _: &State) -> Outputs {
        self.address.iter().map(|address| (Output::Address, address.clone())).collect()
    }
}

impl Rules for NatGateway {
    const OPERATIONS: Operations = operations("CreateNatGateway", "CreateTags", "DeleteNatGateway");
    const MISSING: &'static str = "NatGatewayNotFound";

    fn id(&self, id_generator: &IdGenerator) -> CloudId {
        id_generator.ec2("nat").into()
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        let (_, subnet) = account.need::<Subnet>(&self.subnet)?;
        // A private gateway has no address; steps make public ones only.
        let address = match &self.elastic_ip {
            Some(address) => address,
            None if this.is_some() => return Ok(()),
            None => return Err(ApiError::invalid("MissingParameter", "a NAT gateway needs an elastic IP")),
        };
        let (address_id, _) = account.need::<ElasticIp>(address)?;
        if let Some((kind, user)) = user_of(address_id, account).filter(|(_, user)| Some(*user) != this) {
            let message = format!("the elastic IP `{address_id}` is used by the {} `{user}`", kind.title());
            return Err(ApiError::conflict("Resource.AlreadyAssociated", message));
        }
        if !account.all::<InternetGateway>().any(|(_, gateway)| gateway.vpc == subnet.vpc) {
            let message = "the VPC of a NAT gateway has no internet gateway";
            return Err(ApiError::invalid("Gateway.NotAttached", message));
        }
        if this.is_none() {
            let zone_of =
                |gateway: &Self| gateway.subnet.known().and_then(|id| account.find::<Subnet>(id)?.zone.clone());
            let count = account.all::<Self>().filter(|(_, other)| zone_of(other) == subnet.zone).count();
            let limit = account.limits.nat_gateways_per_zone;
            check_quota("NatGatewayLimitExceeded", "NAT gateways in this zone", count, limit)?;
        }
        Ok(())
    }
}

/// What uses an elastic IP.
pub(super) fn user_of<'a>(address: &CloudId, account: &'a State) -> Option<(Kind, &'a CloudId)> {
    let is_this = |allocation: Option<&str>| allocation == Some(address.as_str());
    let mut gateways = account.all::<NatGateway>();
    if let Some((user, _)) = gateways.find(|(_, x)| is_this(x.elastic_ip.as_ref().and_then(|eip| eip.known()))) {
        return Some((Kind::NatGateway, user));
    }
    let mut balancers = account.all::<NetworkLoadBalancer>();
    let user = balancers.find(|(_, x)| x.subnets.iter().any(|s| is_this(s.allocation_id.as_deref())));
    user.map(|(user, _)| (Kind::NetworkLoadBalancer, user))
}
