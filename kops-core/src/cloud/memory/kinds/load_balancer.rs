//! Load balancers, listeners, target groups.

use std::collections::BTreeSet;

use ipnet::Ipv4Net;

use super::gateway::user_of;
use super::{ApiError, ApiResult, IdGenerator, LoadBalancerKind, Operations, Rules, State, check_quota, operations};
use crate::resource::{
    AutoscalingGroup, ClassicLoadBalancer, CloudId, ElasticIp, Field, InternetGateway, Kind, Limits, Listener,
    NetworkLoadBalancer, Output, Outputs, Ref, SecurityGroup, Subnet, SubnetMapping, TargetGroup, Vpc,
};

impl Rules for ClassicLoadBalancer {
    const OPERATIONS: Operations =
        operations("CreateLoadBalancer", "ModifyLoadBalancerAttributes", "DeleteLoadBalancer");
    const MISSING: &'static str = "LoadBalancerNotFound";

    fn id(&self, _: &IdGenerator) -> CloudId {
        self.name.as_str().into()
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        if this.is_none() {
            if account.find::<Self>(&self.name).is_some() {
                let message = format!("there is a classic load balancer `{}` already", self.name);
                return Err(ApiError::conflict("DuplicateLoadBalancerName", message));
            }
            let limit = account.limits.classic_load_balancers;
            check_quota("TooManyLoadBalancers", "classic load balancers", account.all::<Self>().count(), limit)?;
        }
        for listener in &self.listeners {
            check_certificate(listener.certificate.as_deref(), account)?;
        }
        let subnets: Vec<_> = self.subnets.iter().collect();
        check_placement(&subnets, &self.security_groups, self.internal, account)?;
        ApiError::of_first(self.faults_among(account))
    }

    /// Groups that still name it would fail to start instances: take it off them first.
    fn check_deletion(&self, id: &CloudId, account: &State) -> ApiResult {
        let uses = |group: &AutoscalingGroup| group.load_balancers.iter().any(|x| x.known() == Some(id.as_str()));
        still_attached(id, uses, account)
    }

    fn complete(&mut self, _: &CloudId, _: &State) {
        if let Some(log) = &mut self.access_log {
            log.interval.get_or_insert(60);
        }
    }

    fn outputs(&self, id: &CloudId, account: &State) -> Outputs {
        let id_generator = IdGenerator::of(account, id.as_str());
        [
            (Output::Arn, id_generator.arn("elasticloadbalancing", &format!("loadbalancer/{}", self.name))),
            (Output::DnsName, id_generator.load_balancer_dns(&self.name, LoadBalancerKind::Classic)),
            (Output::HostedZone, id_generator.load_balancer_zone(LoadBalancerKind::Classic)),
        ]
        .into()
    }
}

impl Rules for NetworkLoadBalancer {
    const OPERATIONS: Operations =
        operations("CreateLoadBalancer", "ModifyLoadBalancerAttributes", "DeleteLoadBalancer");
    const MISSING: &'static str = "LoadBalancerNotFound";

    fn id(&self, id_generator: &IdGenerator) -> CloudId {
        id_generator
            .arn("elasticloadbalancing", &format!("loadbalancer/net/{}/{}", self.name, id_generator.suffix()))
            .into()
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        if this.is_none() {
            if account.all::<Self>().any(|(_, other)| other.name == self.name) {
                let message = format!("there is a load balancer `{}` already", self.name);
                return Err(ApiError::conflict("DuplicateLoadBalancerName", message));
            }
            let limit = account.limits.network_load_balancers;
            check_quota("TooManyLoadBalancers", "network load balancers", account.all::<Self>().count(), limit)?;
        }
        let subnets: Vec<_> = self.subnets.iter().map(|mapping| &mapping.subnet).collect();
        check_placement(&subnets, &self.security_groups, self.internal, account)?;
        ApiError::of_first(self.faults_among(account))?;
        self.subnets.iter().try_for_each(|mapping| self.check_address(this, mapping, account))
    }

    fn check_change(&self, old: &Self) -> ApiResult {
        let unsupported = |message: String| Err(ApiError::invalid("InvalidConfigurationRequest", message));
        for mapping in &old.subnets {
            match self.subnets.iter().find(|new| new.subnet == mapping.subnet) {
                Some(new) if new == mapping => {}
                Some(_) => return unsupported("the addresses of a network load balancer do not change".to_owned()),
                None => {}
            }
        }
        if !old.subnets.iter().any(|mapping| self.subnets.contains(mapping)) {
            return unsupported("one subnet of a network load balancer must stay".to_owned());
        }
        if old.security_groups.is_empty() != self.security_groups.is_empty() {
            return unsupported("a network load balancer keeps having, or not having, security groups".to_owned());
        }
        Ok(())
    }

    fn complete(&mut self, _: &CloudId, _: &State) {
        self.ip_address_type.get_or_insert_with(|| "ipv4".to_owned());
    }

    fn outputs(&self, id: &CloudId, account: &State) -> Outputs {
        let id_generator = IdGenerator::of(account, id.as_str());
        [
            (Output::Arn, id.0.clone()),
            (Output::DnsName, id_generator.load_balancer_dns(&self.name, LoadBalancerKind::Network)),
            (Output::HostedZone, id_generator.load_balancer_zone(LoadBalancerKind::Network)),
            (Output::PrivateAddresses, self.private_addresses(id, account)),
        ]
        .into()
    }

    fn cascade_delete(&self, id: &CloudId, account: &mut State) {
        account.forget_where(|listener: &Listener| listener.load_balancer.known() == Some(id.as_str()));
    }
}

impl NetworkLoadBalancer {
    /// The addresses of its network interfaces, one in each subnet: those that were asked for, others anywhere in the subnet.
    fn private_addresses(&self, id: &CloudId, account: &State) -> String {
        let address = |mapping: &SubnetMapping| {
            let subnet = mapping.subnet.known()?;
            let found = account.find::<Subnet>(subnet)?;
            let range: Ipv4Net = found.cidr.as_deref()?.parse().ok()?;
            let interface = IdGenerator::of(account, &format!("{id}|{subnet}"));
            Some(mapping.private_ipv4.clone().unwrap_or_else(|| interface.address_in(range).to_string()))
        };
        let addresses: BTreeSet<String> = self.subnets.iter().filter_map(address).collect();
        addresses.into_iter().collect::<Vec<_>>().join("\n")
    }

    fn check_address(&self, this: Option<&CloudId>, mapping: &SubnetMapping, account: &State) -> ApiResult {
        let Some(allocation) = &mapping.allocation_id else { return Ok(()) };
        let (address, _) = account.need::<ElasticIp>(&allocation.as_str().into())?;
        match user_of(address, account).filter(|(_, user)| Some(*user) != this) {
            Some((kind, user)) => {
                let message = format!("the elastic IP `{address}` is used by the {} `{user}`", kind.title());
                Err(ApiError::conflict("ResourceInUse", message))
            }
            None => Ok(()),
        }
    }
}

impl Rules for TargetGroup {
    const OPERATIONS: Operations = operations("CreateTargetGroup", "ModifyTargetGroup", "DeleteTargetGroup");
    const MISSING: &'static str = "TargetGroupNotFound";

    fn id(&self, id_generator: &IdGenerator) -> CloudId {
        id_generator.arn("elasticloadbalancing", &format!("targetgroup/{}/{}", self.name, id_generator.suffix())).into()
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        account.need::<Vpc>(&self.vpc)?;
        if this.is_none() {
            if account.all::<Self>().any(|(_, other)| other.name == self.name) {
                let message = format!("there is a target group `{}` already", self.name);
                return Err(ApiError::conflict("DuplicateTargetGroupName", message));
            }
            let limit = account.limits.target_groups;
            check_quota("TooManyTargetGroups", "target groups", account.all::<Self>().count(), limit)?;
        }
        Ok(())
    }

    fn check_deletion(&self, id: &CloudId, account: &State) -> ApiResult {
        let of_this = |listener: &Listener| listener.target_group.known() == Some(id.as_str());
        if let Some((listener, _)) = account.all::<Listener>().find(|(_, listener)| of_this(listener)) {
            let message = format!("the target group is still used by the listener `{listener}`");
            return Err(ApiError::in_use("ResourceInUse", message));
        }
        let uses = |group: &AutoscalingGroup| group.target_groups.iter().any(|x| x.known() == Some(id.as_str()));
        still_attached(id, uses, account)
    }

    fn outputs(&self, id: &CloudId, _: &State) -> Outputs {
        [(Output::Arn, id.0.clone())].into()
    }
}

impl Rules for Listener {
    const OPERATIONS: Operations = operations("CreateListener", "ModifyListener", "DeleteListener");
    const MISSING: &'static str = "ListenerNotFound";

    fn id(&self, id_generator: &IdGenerator) -> CloudId {
        let balancer = self.load_balancer.known().unwrap_or_default();
        format!("{}/{}", balancer.replacen(":loadbalancer/", ":listener/", 1), id_generator.suffix()).into()
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        let (balancer_id, balancer) = account.need::<NetworkLoadBalancer>(&self.load_balancer)?;
        let (target_id, target) = account.need::<TargetGroup>(&self.target_group)?;
        let taken = |other: &Self| other.load_balancer == self.load_balancer && other.port == self.port;
        if account.others::<Self>(this).any(|(_, other)| taken(other)) {
            let message = format!("the load balancer `{balancer_id}` listens on port {} already", self.port);
            return Err(ApiError::conflict("DuplicateListener", message));
        }
        check_certificate(self.certificate.as_deref(), account)?;
        let first = balancer.subnets.first().and_then(|mapping| account.find::<Subnet>(mapping.subnet.known()?));
        if first.is_some_and(|subnet| subnet.vpc != target.vpc) {
            let message = format!("the target group `{target_id}` is in another VPC than the load balancer");
            return Err(ApiError::invalid("InvalidConfigurationRequest", message));
        }
        Ok(())
    }

    fn normalize_update(&mut self, _: &Self, names: &dyn Fn(&Field) -> bool) {
        if self.protocol != "TLS" {
            self.ssl_policy = self.ssl_policy.take().filter(|_| names(Self::SSL_POLICY));
        }
    }

    fn complete(&mut self, _: &CloudId, _: &State) {
        if self.protocol == "TLS" {
            self.ssl_policy.get_or_insert_with(|| "ELBSecurityPolicy-2016-08".to_owned());
        }
    }

    fn outputs(&self, id: &CloudId, _: &State) -> Outputs {
        [(Output::Arn, id.0.clone())].into()
    }
}

/// Checks the subnets and security groups of a load balancer.
fn check_placement(subnets: &[&Ref], groups: &[Ref], internal: bool, account: &State) -> ApiResult {
    let mut vpc = None;
    for reference in subnets {
        vpc = Some(&account.need::<Subnet>(reference)?.1.vpc);
    }
    let Some(vpc) = vpc else { return Ok(()) };
    if !internal && !account.all::<InternetGateway>().any(|(_, gateway)| gateway.vpc == *vpc) {
        let message = "the VPC of a public load balancer has no internet gateway";
        return Err(ApiError::invalid("InvalidSubnet", message));
    }
    for group in groups {
        let (id, found) = account.need::<SecurityGroup>(group)?;
        if found.vpc != *vpc {
            let message = format!("the security group `{id}` is in another VPC than the load balancer");
            return Err(ApiError::invalid("InvalidSecurityGroup", message));
        }
    }
    Ok(())
}

fn check_certificate(arn: Option<&str>, account: &State) -> ApiResult {
    match arn {
        Some(arn) => account.need_other(&arn.into(), "CertificateNotFound"),
        None => Ok(()),
    }
}

fn still_attached(id: &CloudId, uses: impl Fn(&AutoscalingGroup) -> bool, account: &State) -> ApiResult {
    match account.all::<AutoscalingGroup>().find(|(_, group)| uses(group)) {
        Some((group, _)) => {
            let message = format!("`{id}` is still used by the autoscaling group `{group}`");
            Err(ApiError::in_use("ResourceInUse", message).waiting_for(Kind::AutoscalingGroup, group))
        }
        None => Ok(()),
    }
}
