//! VPCs, address ranges, DHCP options, subnets.

use ipnet::{Ipv4Net, Ipv6Net};

use super::{
    ApiError, ApiResult, IdGenerator, Operations, Rules, State, check_one_of, check_quota, operations, still_used,
};
use crate::resource::{
    AutoscalingGroup, ClassicLoadBalancer, CloudId, DhcpOptions, DhcpOptionsAssociation, DnsZoneAssociation,
    EgressOnlyInternetGateway, InternetGateway, Kind, NatGateway, NetworkLoadBalancer, Output, Outputs, Ref,
    RouteTable, RouteTableAssociation, SecurityGroup, Subnet, Vpc, VpcCidrBlock,
};

impl Rules for Vpc {
    const OPERATIONS: Operations = operations("CreateVpc", "ModifyVpcAttribute", "DeleteVpc");
    const MISSING: &'static str = "InvalidVpcID.NotFound";

    fn id(&self, id_generator: &IdGenerator) -> CloudId {
        id_generator.ec2("vpc").into()
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        if this.is_none() {
            check_quota("VpcLimitExceeded", "VPCs", account.all::<Self>().count(), account.limits.vpcs)?;
        }
        let cidr = self.cidr.as_deref().ok_or_else(|| ApiError::value("a VPC needs an IPv4 range"))?;
        check_block("VPC", cidr, "InvalidVpc.Range").map(|_| ())
    }

    fn check_change(&self, old: &Self) -> ApiResult {
        if old.amazon_ipv6 == Some(true) && self.amazon_ipv6 != Some(true) {
            return Err(ApiError::in_use("DependencyViolation", "the IPv6 range of a VPC is not taken away here"));
        }
        Ok(())
    }

    fn check_deletion(&self, id: &CloudId, account: &State) -> ApiResult {
        let of_vpc = |vpc: &Ref| vpc.known() == Some(id.as_str());
        still_used::<Subnet>(account, id, |x| of_vpc(&x.vpc))?;
        still_used::<InternetGateway>(account, id, |x| of_vpc(&x.vpc))?;
        still_used::<EgressOnlyInternetGateway>(account, id, |x| of_vpc(&x.vpc))?;
        still_used::<RouteTable>(account, id, |x| of_vpc(&x.vpc))?;
        still_used::<SecurityGroup>(account, id, |x| of_vpc(&x.vpc))
    }

    fn complete(&mut self, _: &CloudId, _: &State) {
        self.amazon_ipv6.get_or_insert(false);
        self.dns_support.get_or_insert(true);
        self.dns_hostnames.get_or_insert(false);
    }

    fn outputs(&self, id: &CloudId, account: &State) -> Outputs {
        let ipv6 =
            (self.amazon_ipv6 == Some(true)).then(|| (Output::Ipv6Cidr, IdGenerator::of(account, id.as_str()).ipv6()));
        ipv6.into_iter().collect()
    }

    fn cascade_delete(&self, id: &CloudId, account: &mut State) {
        account.forget_where(|block: &VpcCidrBlock| block.vpc.known() == Some(id.as_str()));
        account.forget_where(|association: &DhcpOptionsAssociation| association.vpc.known() == Some(id.as_str()));
        account.forget_where(|association: &DnsZoneAssociation| association.vpc.known() == Some(id.as_str()));
    }
}

impl Rules for VpcCidrBlock {
    const OPERATIONS: Operations =
        operations("AssociateVpcCidrBlock", "AssociateVpcCidrBlock", "DisassociateVpcCidrBlock");
    const MISSING: &'static str = "InvalidVpcCidrBlockAssociationID.NotFound";

    fn id(&self, id_generator: &IdGenerator) -> CloudId {
        id_generator.ec2("vpc-cidr-assoc").into()
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        let (vpc_id, vpc) = account.need::<Vpc>(&self.vpc)?;
        let block = check_block("VPC", &self.cidr, "InvalidVpc.Range")?;
        let blocks = account.others::<Self>(this).filter(|(_, other)| other.vpc == self.vpc);
        let taken = blocks.map(|(_, other)| other.cidr.as_str()).chain(vpc.cidr.as_deref());
        match taken.filter_map(|cidr| cidr.parse::<Ipv4Net>().ok()).find(|other| overlap(&block, other)) {
            Some(other) => Err(ApiError::conflict(
                "CidrConflict",
                format!("the range `{block}` overlaps with `{other}` of the VPC `{vpc_id}`"),
            )),
            None => Ok(()),
        }
    }

    fn check_deletion(&self, _: &CloudId, account: &State) -> ApiResult {
        let block: Option<Ipv4Net> = self.cidr.parse().ok();
        let inside = |subnet: &Subnet| {
            let cidr = subnet.cidr.as_deref().and_then(|cidr| cidr.parse::<Ipv4Net>().ok());
            subnet.vpc == self.vpc && block.zip(cidr).is_some_and(|(block, cidr)| block.contains(&cidr))
        };
        still_used::<Subnet>(account, &CloudId::from(self.cidr.as_str()), inside)
    }
}

impl Rules for DhcpOptions {
    const OPERATIONS: Operations = operations("CreateDhcpOptions", "CreateTags", "DeleteDhcpOptions");
    const MISSING: &'static str = "InvalidDhcpOptionsID.NotFound";

    fn id(&self, id_generator: &IdGenerator) -> CloudId {
        id_generator.ec2("dopt").into()
    }

    fn check(&self, _: Option<&CloudId>, _: &State) -> ApiResult {
        if self.domain_name.is_none() && self.domain_name_servers.is_empty() {
            return Err(ApiError::value("DHCP options need a domain name or domain name servers"));
        }
        Ok(())
    }

    fn check_deletion(&self, id: &CloudId, account: &State) -> ApiResult {
        still_used::<DhcpOptionsAssociation>(account, id, |x| x.dhcp_options.known() == Some(id.as_str()))
    }
}

impl Rules for DhcpOptionsAssociation {
    const OPERATIONS: Operations = operations("AssociateDhcpOptions", "AssociateDhcpOptions", "AssociateDhcpOptions");
    const MISSING: &'static str = "InvalidDhcpOptionsID.NotFound";

    fn id(&self, _: &IdGenerator) -> CloudId {
        self.vpc.known().unwrap_or_default().into()
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        let (vpc, _) = account.need::<Vpc>(&self.vpc)?;
        account.need::<DhcpOptions>(&self.dhcp_options)?;
        if this.is_none() && account.find::<Self>(vpc.as_str()).is_some() {
            let message = format!("the VPC `{vpc}` has DHCP options already; change the association instead");
            return Err(ApiError::conflict("Resource.AlreadyAssociated", message));
        }
        Ok(())
    }
}

impl Rules for Subnet {
    const OPERATIONS: Operations = operations("CreateSubnet", "ModifySubnetAttribute", "DeleteSubnet");
    const MISSING: &'static str = "InvalidSubnetID.NotFound";

    fn id(&self, id_generator: &IdGenerator) -> CloudId {
        id_generator.ec2("subnet").into()
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        let (vpc_id, vpc) = account.need::<Vpc>(&self.vpc)?;
        let siblings: Vec<_> = account.others::<Self>(this).filter(|(_, s)| s.vpc == self.vpc).collect();
        if this.is_none() {
            let limit = account.limits.subnets_per_vpc;
            check_quota("SubnetLimitExceeded", "subnets in this VPC", siblings.len(), limit)?;
        }
        let zone = self.zone.as_deref().ok_or_else(|| ApiError::value("a subnet needs an availability zone"))?;
        if !account.zone_names().iter().any(|known| known == zone) {
            let known = account.zone_names().join(", ");
            return Err(ApiError::value(format!("`{zone}` is not an availability zone; there are {known}")));
        }
        if self.cidr.is_none() && self.ipv6_cidr.is_none() {
            return Err(ApiError::invalid("MissingParameter", "a subnet needs an IPv4 or an IPv6 range"));
        }
        if let Some(cidr) = &self.cidr {
            self.check_ipv4(cidr, vpc_id, vpc, &siblings, account)?;
        }
        if self.ipv6_cidr.is_some() {
            self.check_ipv6(vpc_id, &siblings, account)?;
        }
        if let Some(hostname_type) = &self.hostname_type {
            check_one_of("the hostname type", hostname_type, &["ip-name", "resource-name"])?;
        }
        if self.dns64 == Some(true) && self.ipv6_cidr.is_none() {
            return Err(ApiError::value("DNS64 needs a subnet with an IPv6 range"));
        }
        if self.assign_ipv6 == Some(true) && self.ipv6_cidr.is_none() {
            return Err(ApiError::value("instances can get IPv6 addresses only in a subnet with an IPv6 range"));
        }
        Ok(())
    }

    fn check_deletion(&self, id: &CloudId, account: &State) -> ApiResult {
        let is_this = |subnet: &Ref| subnet.known() == Some(id.as_str());
        still_used::<NatGateway>(account, id, |x| is_this(&x.subnet))?;
        still_used::<NetworkLoadBalancer>(account, id, |x| x.subnets.iter().any(|s| is_this(&s.subnet)))?;
        still_used::<ClassicLoadBalancer>(account, id, |x| x.subnets.iter().any(is_this))?;
        match account.instances.values().find(|instance| instance.subnet == id.as_str()) {
            Some(instance) => {
                let message = format!("the subnet `{id}` still has instances of the group `{}`", instance.group);
                let api_error = ApiError::in_use("DependencyViolation", message);
                Err(api_error.waiting_for(Kind::AutoscalingGroup, &instance.group))
            }
            None => still_used::<AutoscalingGroup>(account, id, |x| x.subnets.iter().any(is_this)),
        }
    }

    fn cascade_delete(&self, id: &CloudId, account: &mut State) {
        account.forget_where(|association: &RouteTableAssociation| association.subnet.known() == Some(id.as_str()));
    }

    fn complete(&mut self, _: &CloudId, account: &State) {
        if let Some(wanted) = &self.ipv6_cidr {
            self.ipv6_cidr =
                self.ipv6_block(wanted, account).map(|block| block.to_string()).or_else(|| Some(wanted.clone()));
        }
        self.ipv6_cidr_of = None;
        self.assign_ipv6.get_or_insert(false);
        self.dns64.get_or_insert(false);
        self.hostname_type.get_or_insert_with(|| "ip-name".to_owned());
        self.resource_name_a.get_or_insert(false);
        self.resource_name_aaaa.get_or_insert(false);
        self.tags.get_or_insert_default();
    }
}

impl Subnet {
    fn check_ipv4(
        &self,
        cidr: &str,
        vpc_id: &CloudId,
        vpc: &Vpc,
        siblings: &[(&CloudId, &Subnet)],
        account: &State,
    ) -> ApiResult {
        let block = check_block("subnet", cidr, "InvalidSubnet.Range")?;
        let further = account.all::<VpcCidrBlock>().filter(|(_, b)| b.vpc == self.vpc).map(|(_, b)| b.cidr.as_str());
        let mut ranges = further.chain(vpc.cidr.as_deref()).filter_map(|range| range.parse::<Ipv4Net>().ok());
        if !ranges.any(|range| range.contains(&block)) {
            let message = format!("the range `{cidr}` is not inside a range of the VPC `{vpc_id}`");
            return Err(ApiError::invalid("InvalidSubnet.Range", message));
        }
        let taken = |other: &Subnet| {
            let other = other.cidr.as_deref().and_then(|other| other.parse::<Ipv4Net>().ok());
            other.is_some_and(|other| overlap(&block, &other))
        };
        match siblings.iter().find(|(_, other)| taken(other)) {
            Some((id, _)) => Err(ApiError::conflict(
                "InvalidSubnet.Conflict",
                format!("the range `{cidr}` overlaps with that of the subnet `{id}`"),
            )),
            None => Ok(()),
        }
    }

    fn check_ipv6(&self, vpc_id: &CloudId, siblings: &[(&CloudId, &Subnet)], account: &State) -> ApiResult {
        let wanted = self.ipv6_cidr.as_deref().unwrap_or_default();
        let Some(block) = self.ipv6_block(wanted, account) else {
            let message = format!("the IPv6 range `{wanted}` is not a /64 inside the IPv6 range of the VPC `{vpc_id}`");
            return Err(ApiError::invalid("InvalidSubnet.Range", message));
        };
        let block = block.to_string();
        match siblings.iter().find(|(_, other)| other.ipv6_cidr.as_deref() == Some(block.as_str())) {
            Some((id, _)) => {
                let message = format!("the IPv6 range `{block}` is that of the subnet `{id}`");
                Err(ApiError::conflict("InvalidSubnet.Conflict", message))
            }
            None => Ok(()),
        }
    }

    /// The /64 that is meant by a range or by `/64#N`, where the VPC has it.
    fn ipv6_block(&self, wanted: &str, account: &State) -> Option<Ipv6Net> {
        let id = self.vpc.known()?;
        let outputs = account.find::<Vpc>(id)?.outputs(&id.into(), account);
        let range: Ipv6Net = outputs.get(&Output::Ipv6Cidr)?.parse().ok()?;
        match wanted.strip_prefix("/64#") {
            Some(number) => range.subnets(64).ok()?.nth(usize::from_str_radix(number, 16).ok()?),
            None => wanted.parse().ok().filter(|block: &Ipv6Net| block.prefix_len() == 64 && range.contains(block)),
        }
    }
}

/// Reads the IPv4 range of a VPC or a subnet.
fn check_block(what: &str, cidr: &str, code: &str) -> Result<Ipv4Net, ApiError> {
    let block: Ipv4Net = cidr
        .parse()
        .map_err(|_| ApiError::value(format!("the range `{cidr}` of a {what} is not one such as `172.20.0.0/16`")))?;
    if block.trunc() != block {
        return Err(ApiError::value(format!("the range `{cidr}` should be `{}`", block.trunc())));
    }
    if !(16..=28).contains(&block.prefix_len()) {
        return Err(ApiError::invalid(code, format!("the range `{cidr}` of a {what} must be from /16 to /28")));
    }
    Ok(block)
}

fn overlap(a: &Ipv4Net, b: &Ipv4Net) -> bool {
    a.contains(b) || b.contains(a)
}
