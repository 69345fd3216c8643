//! VPCs, address ranges, DHCP options, subnets.

use ipnet::{Ipv4Net, Ipv6Net};

use super::{
    ApiError, ApiResult, IdGenerator, Operations, Rules, State, attachment_title, check_quota, operations, still_used,
};
use crate::resource::limits::Found;
use crate::resource::{
    AutoscalingGroup, ClassicLoadBalancer, CloudId, DhcpOptions, DhcpOptionsAssociation, DnsZoneAssociation,
    EgressOnlyInternetGateway, InternetGateway, Kind, Limits, NatGateway, NetworkInterface, NetworkLoadBalancer,
    Output, Outputs, Ref, RouteTable, RouteTableAssociation, SecurityGroup, SecurityGroupRule, StandaloneInstance,
    Subnet, Vpc, VpcCidrBlock, canonical_cidr,
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
        Ok(())
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
        if let Some((attached, _)) = account.attachments.iter().find(|(_, vpcs)| vpcs.contains(id.as_str())) {
            let message = format!("`{id}` is still used by the {} `{attached}`", attachment_title(attached));
            return Err(ApiError::in_use("DependencyViolation", message));
        }
        // The group that every VPC has goes with it.
        still_used::<SecurityGroup>(account, id, |x| of_vpc(&x.vpc) && !x.is_default())
    }

    fn complete(&mut self, _: &CloudId, _: &State) {
        self.cidr = self.cidr.as_deref().map(canonical_cidr);
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
        let groups = account.all::<SecurityGroup>().filter(|(_, group)| group.vpc.known() == Some(id.as_str()));
        let groups: Vec<CloudId> = groups.map(|(group, _)| group.clone()).collect();
        account
            .forget_where(|rule: &SecurityGroupRule| groups.iter().any(|id| rule.group.known() == Some(id.as_str())));
        account.forget_where(|group: &SecurityGroup| group.vpc.known() == Some(id.as_str()));
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
        let mut found = Found::default();
        let blocks = account.others::<Self>(this).filter(|(_, other)| other.vpc == self.vpc);
        for cidr in blocks.map(|(_, other)| Some(other.cidr.as_str())).chain([vpc.cidr.as_deref()]) {
            self.check_beside(vpc_id.as_str(), cidr, &mut found);
        }
        ApiError::of_first(found.into_faults())
    }

    fn complete(&mut self, _: &CloudId, _: &State) {
        self.cidr = canonical_cidr(&self.cidr);
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
        let zone = self.zone.as_deref().unwrap_or_default();
        if !account.zone_names().iter().any(|known| known == zone) {
            let known = account.zone_names().join(", ");
            return Err(ApiError::value(format!("`{zone}` is not an availability zone; there are {known}")));
        }
        self.check_inside(vpc_id, vpc, account)?;
        ApiError::of_first(self.faults_among(account))?;
        let mut resolved = self.clone();
        resolved.complete(&CloudId::default(), account);
        let mut found = Found::default();
        for (id, sibling) in siblings {
            resolved.check_beside(id.as_str(), sibling, &mut found);
        }
        ApiError::of_first(found.into_faults())
    }

    fn check_deletion(&self, id: &CloudId, account: &State) -> ApiResult {
        let is_this = |subnet: &Ref| subnet.known() == Some(id.as_str());
        still_used::<NatGateway>(account, id, |x| is_this(&x.subnet))?;
        still_used::<NetworkLoadBalancer>(account, id, |x| x.subnets.iter().any(|s| is_this(&s.subnet)))?;
        still_used::<ClassicLoadBalancer>(account, id, |x| x.subnets.iter().any(is_this))?;
        still_used::<NetworkInterface>(account, id, |x| is_this(&x.subnet))?;
        still_used::<StandaloneInstance>(account, id, |x| is_this(&x.subnet))?;
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
        self.cidr = self.cidr.as_deref().map(canonical_cidr);
        if let Some(wanted) = &self.ipv6_cidr {
            self.ipv6_cidr =
                self.ipv6_block_in(wanted, account).map(|block| block.to_string()).or_else(|| Some(wanted.clone()));
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
    /// Checks that the CIDRs are inside those of the VPC.
    fn check_inside(&self, vpc_id: &CloudId, vpc: &Vpc, account: &State) -> ApiResult {
        let outside = |cidr: &str, what: &str| {
            let message = format!("the CIDR `{cidr}` is not inside {what} of the VPC `{vpc_id}`");
            Err(ApiError::invalid("InvalidSubnet.Range", message))
        };
        if let Some(cidr) = &self.cidr {
            let further =
                account.all::<VpcCidrBlock>().filter(|(_, b)| b.vpc == self.vpc).map(|(_, b)| b.cidr.as_str());
            let mut ranges = further.chain(vpc.cidr.as_deref()).filter_map(|range| range.parse::<Ipv4Net>().ok());
            let block = cidr.parse::<Ipv4Net>().ok();
            if !ranges.any(|range| block.is_some_and(|block| range.contains(&block))) {
                return outside(cidr, "a CIDR");
            }
        }
        match &self.ipv6_cidr {
            Some(cidr) if self.ipv6_block_in(cidr, account).is_none() => outside(cidr, "the IPv6 CIDR"),
            _ => Ok(()),
        }
    }

    /// The block that is meant by a range or by `/64#N`, where the VPC has it.
    fn ipv6_block_in(&self, wanted: &str, account: &State) -> Option<Ipv6Net> {
        let id = self.vpc.known()?;
        let outputs = account.find::<Vpc>(id)?.outputs(&id.into(), account);
        let range: Ipv6Net = outputs.get(&Output::Ipv6Cidr)?.parse().ok()?;
        match wanted.strip_prefix('/').and_then(|part| part.split_once('#')) {
            Some((size, number)) => {
                range.subnets(size.parse().ok()?).ok()?.nth(usize::from_str_radix(number, 16).ok()?)
            }
            None => wanted.parse().ok().map(|block: Ipv6Net| block.trunc()).filter(|block| range.contains(block)),
        }
    }
}
