//! Load balancers, listeners, target groups.

use std::collections::BTreeSet;

use super::gateway::user_of;
use super::{
    ApiError, ApiResult, IdGenerator, LoadBalancerKind, Operations, Rules, State, check_name, check_one_of,
    check_quota, check_range, operations,
};
use crate::resource::{
    AutoscalingGroup, ClassicLoadBalancer, CloudId, ElasticIp, Field, HealthCheck, InternetGateway, Kind, Listener,
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
        check_balancer_name("load balancer", &self.name)?;
        if this.is_none() {
            if account.find::<Self>(&self.name).is_some() {
                let message = format!("there is a classic load balancer `{}` already", self.name);
                return Err(ApiError::conflict("DuplicateLoadBalancerName", message));
            }
            let limit = account.limits.classic_load_balancers;
            check_quota("TooManyLoadBalancers", "classic load balancers", account.all::<Self>().count(), limit)?;
        }
        if self.listeners.is_empty() {
            return Err(ApiError::invalid("ValidationError", "a classic load balancer needs a listener"));
        }
        for listener in &self.listeners {
            check_range("the port of a listener", listener.port, 1, 65535)?;
            check_range("the port on instances", listener.instance_port, 1, 65535)?;
            check_certificate(listener.certificate.as_deref(), account)?;
        }
        check_health("the health check", &self.health_check)?;
        check_range("the idle timeout in seconds", self.idle_timeout, 1, 4000)?;
        check_range("the draining timeout in seconds", self.draining_timeout, 0, 3600)?;
        let subnets: Vec<_> = self.subnets.iter().collect();
        check_placement(&subnets, &self.security_groups, self.internal, account)
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
        check_balancer_name("load balancer", &self.name)?;
        if this.is_none() {
            if account.all::<Self>().any(|(_, other)| other.name == self.name) {
                let message = format!("there is a load balancer `{}` already", self.name);
                return Err(ApiError::conflict("DuplicateLoadBalancerName", message));
            }
            let limit = account.limits.network_load_balancers;
            check_quota("TooManyLoadBalancers", "network load balancers", account.all::<Self>().count(), limit)?;
        }
        if let Some(kind) = &self.ip_address_type {
            check_one_of("the type of addresses", kind, &["ipv4", "dualstack"])?;
        }
        let subnets: Vec<_> = self.subnets.iter().map(|mapping| &mapping.subnet).collect();
        check_placement(&subnets, &self.security_groups, self.internal, account)?;
        if self.ip_address_type.as_deref() == Some("dualstack") {
            for subnet in subnets {
                let (id, found) = account.need::<Subnet>(subnet)?;
                if found.ipv6_cidr.is_none() {
                    let message = format!("the subnet `{id}` of a dual-stack load balancer has no IPv6 range");
                    return Err(ApiError::invalid("InvalidConfigurationRequest", message));
                }
            }
        }
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
        ]
        .into()
    }

    fn cascade_delete(&self, id: &CloudId, account: &mut State) {
        account.forget_where(|listener: &Listener| listener.load_balancer.known() == Some(id.as_str()));
    }
}

impl NetworkLoadBalancer {
    fn check_address(&self, this: Option<&CloudId>, mapping: &SubnetMapping, account: &State) -> ApiResult {
        if let Some(allocation) = &mapping.allocation_id {
            if self.internal {
                return Err(ApiError::value("an internal load balancer has no elastic IPs"));
            }
            let (address, _) = account.need::<ElasticIp>(&allocation.as_str().into())?;
            if self.subnets.iter().filter(|other| other.allocation_id == mapping.allocation_id).count() > 1 {
                let message = format!("the elastic IP `{address}` is named for two subnets");
                return Err(ApiError::conflict("AllocationIdNotFound", message));
            }
            if let Some((kind, user)) = user_of(address, account).filter(|(_, user)| Some(*user) != this) {
                let message = format!("the elastic IP `{address}` is used by the {} `{user}`", kind.title());
                return Err(ApiError::conflict("ResourceInUse", message));
            }
        }
        let Some(address) = &mapping.private_ipv4 else { return Ok(()) };
        if !self.internal {
            return Err(ApiError::value("only an internal load balancer can have private addresses of choice"));
        }
        let (_, subnet) = account.need::<Subnet>(&mapping.subnet)?;
        let range = subnet.cidr.as_deref().and_then(|cidr| cidr.parse::<ipnet::Ipv4Net>().ok());
        match (range, address.parse::<std::net::Ipv4Addr>()) {
            (Some(range), Ok(parsed)) if range.contains(&parsed) => Ok(()),
            _ => Err(ApiError::value(format!("the address `{address}` is not inside the subnet"))),
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
        check_balancer_name("target group", &self.name)?;
        account.need::<Vpc>(&self.vpc)?;
        if this.is_none() {
            if account.all::<Self>().any(|(_, other)| other.name == self.name) {
                let message = format!("there is a target group `{}` already", self.name);
                return Err(ApiError::conflict("DuplicateTargetGroupName", message));
            }
            let limit = account.limits.target_groups;
            check_quota("TooManyTargetGroups", "target groups", account.all::<Self>().count(), limit)?;
        }
        check_one_of("the protocol", &self.protocol, &["TCP", "TLS", "UDP", "TCP_UDP"])?;
        check_range("the port", self.port, 1, 65535)?;
        check_range("the deregistration delay in seconds", self.deregistration_delay, 0, 3600)?;
        check_one_of("the protocol of the health check", &self.health_check.target, &["TCP", "HTTP", "HTTPS"])?;
        if self.health_check.path.is_some() && self.health_check.target == "TCP" {
            return Err(ApiError::value("a health check over TCP has no path"));
        }
        check_health("the health check", &self.health_check)
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
        check_range("the port", self.port, 1, 65535)?;
        let taken = |other: &Self| other.load_balancer == self.load_balancer && other.port == self.port;
        if account.others::<Self>(this).any(|(_, other)| taken(other)) {
            let message = format!("the load balancer `{balancer_id}` listens on port {} already", self.port);
            return Err(ApiError::conflict("DuplicateListener", message));
        }
        check_one_of("the protocol", &self.protocol, &["TCP", "TLS", "UDP", "TCP_UDP"])?;
        check_certificate(self.certificate.as_deref(), account)?;
        if (self.protocol == "TLS") != self.certificate.is_some() {
            let message = "a listener has a certificate where its protocol is `TLS`, and only there";
            return Err(ApiError::invalid("InvalidConfigurationRequest", message));
        }
        if self.ssl_policy.is_some() && self.protocol != "TLS" {
            return Err(ApiError::invalid("InvalidConfigurationRequest", "only a TLS listener has a policy for TLS"));
        }
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

fn check_balancer_name(what: &str, name: &str) -> ApiResult {
    check_name(&format!("name of a {what}"), name, 32, "-")?;
    if name.starts_with('-') || name.ends_with('-') || name.starts_with("internal-") {
        let message = format!("the name `{name}` must not begin with `-` or `internal-` nor end with `-`");
        return Err(ApiError::invalid("ValidationError", message));
    }
    Ok(())
}

/// Checks the subnets and security groups of a load balancer.
fn check_placement(subnets: &[&Ref], groups: &[Ref], internal: bool, account: &State) -> ApiResult {
    let (mut zones, mut vpcs) = (BTreeSet::new(), BTreeSet::new());
    for reference in subnets {
        let (id, subnet) = account.need::<Subnet>(reference)?;
        vpcs.insert(&subnet.vpc);
        if !zones.insert(&subnet.zone) {
            let message = format!("the subnet `{id}` is the second one of its zone");
            return Err(ApiError::invalid("InvalidConfigurationRequest", message));
        }
    }
    let vpc = match Vec::from_iter(vpcs).as_slice() {
        [vpc] => (*vpc).clone(),
        [] => return Err(ApiError::invalid("ValidationError", "a load balancer needs at least one subnet")),
        _ => return Err(ApiError::invalid("InvalidSubnet", "the subnets of a load balancer are in different VPCs")),
    };
    if !internal && !account.all::<InternetGateway>().any(|(_, gateway)| gateway.vpc == vpc) {
        let message = "the VPC of a public load balancer has no internet gateway";
        return Err(ApiError::invalid("InvalidSubnet", message));
    }
    for group in groups {
        let (id, found) = account.need::<SecurityGroup>(group)?;
        if found.vpc != vpc {
            let message = format!("the security group `{id}` is in another VPC than the load balancer");
            return Err(ApiError::invalid("InvalidSecurityGroup", message));
        }
    }
    Ok(())
}

fn check_health(what: &str, check: &HealthCheck) -> ApiResult {
    check_range(&format!("the interval of {what} in seconds"), check.interval, 5, 300)?;
    check_range(&format!("the healthy threshold of {what}"), check.healthy_threshold, 2, 10)?;
    check_range(&format!("the unhealthy threshold of {what}"), check.unhealthy_threshold, 2, 10)?;
    match check.timeout {
        Some(timeout) => check_range(&format!("the timeout of {what} in seconds"), timeout, 2, 120),
        None => Ok(()),
    }
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
