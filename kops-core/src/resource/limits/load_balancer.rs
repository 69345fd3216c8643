//! Load balancers, listeners, target groups.

use std::collections::BTreeMap;

use ipnet::Ipv4Net;

use super::{Found, Limits, Neighbors, codes};
use crate::resource::{
    ClassicLoadBalancer, Field, HealthCheck, Listener, NetworkLoadBalancer, Ref, Subnet, TargetGroup,
};

/// What Elastic Load Balancing answers to what it does not accept.
const INVALID_CONFIGURATION: &str = "InvalidConfigurationRequest";
const VALIDATION: &str = "ValidationError";
/// The protocols of network load balancers.
const PROTOCOLS: &[&str] = &["TCP", "TLS", "UDP", "TCP_UDP"];

impl Limits for ClassicLoadBalancer {
    fn check_values(&self, found: &mut Found) {
        check_name(Self::NAME, "load balancer name", &self.name, found);
        if self.listeners.is_empty() {
            let message = "a classic load balancer needs a listener";
            found.refuse_with(VALIDATION, Self::LISTENERS, codes::COMBINATION, message);
        }
        for listener in &self.listeners {
            found.number(Self::LISTENERS, "port of a listener", listener.port, "", 1..=65535);
            found.number(Self::LISTENERS, "instance port of a listener", listener.instance_port, "", 1..=65535);
        }
        check_health(Self::HEALTH_CHECK, &self.health_check, found);
        found.number(Self::IDLE_TIMEOUT, "idle timeout", self.idle_timeout, "seconds", 1..=4000);
        found.number(Self::DRAINING_TIMEOUT, "draining timeout", self.draining_timeout, "seconds", 0..=3600);
        check_subnets(Self::SUBNETS, self.subnets.len(), found);
        let interval = self.access_log.as_ref().and_then(|log| log.interval);
        if let Some(minutes) = interval.filter(|minutes| ![5, 60].contains(minutes)) {
            let message = format!("the interval of the access log is `{minutes}` minutes and must be 5 or 60");
            found.refuse_with(INVALID_CONFIGURATION, Self::ACCESS_LOG, codes::VALUE, message);
        }
    }

    fn check_among<N: Neighbors>(&self, others: &N, found: &mut Found) {
        check_zones(Self::SUBNETS, &self.subnets.iter().collect::<Vec<_>>(), others, found);
    }
}

impl Limits for NetworkLoadBalancer {
    fn check_values(&self, found: &mut Found) {
        check_name(Self::NAME, "load balancer name", &self.name, found);
        if let Some(kind) = &self.ip_address_type {
            found.one_of(Self::IP_ADDRESS_TYPE, "IP address type", kind, &["ipv4", "dualstack"]);
        }
        check_subnets(Self::SUBNETS, self.subnets.len(), found);
        for mapping in &self.subnets {
            let mut refuse = |message: String| found.refuse(Self::SUBNETS, codes::COMBINATION, message);
            if let Some(allocation) = &mapping.allocation_id {
                if self.internal {
                    refuse(format!("an internal load balancer cannot have the elastic IP `{allocation}`"));
                }
                if self.subnets.iter().filter(|other| other.allocation_id == mapping.allocation_id).count() > 1 {
                    refuse(format!("the elastic IP `{allocation}` is given to two subnets"));
                }
            }
            if let Some(address) = mapping.private_ipv4.as_ref().filter(|_| !self.internal) {
                refuse(format!("only an internal load balancer can have the private address `{address}`"));
            }
        }
    }

    fn check_among<N: Neighbors>(&self, others: &N, found: &mut Found) {
        let subnets: Vec<_> = self.subnets.iter().map(|mapping| &mapping.subnet).collect();
        check_zones(Self::SUBNETS, &subnets, others, found);
        for mapping in &self.subnets {
            let Some((name, subnet)) = others.neighbor::<Subnet>(&mapping.subnet) else { continue };
            if self.ip_address_type.as_deref() == Some("dualstack") && subnet.ipv6_cidr.is_none() {
                let message = format!("the subnet `{name}` of a dual-stack load balancer has no IPv6 CIDR");
                found.refuse_with(INVALID_CONFIGURATION, Self::SUBNETS, codes::PLACEMENT, message);
            }
            let cidr = subnet.cidr.as_deref().and_then(|cidr| cidr.parse::<Ipv4Net>().ok());
            if let Some((address, cidr)) = mapping.private_ipv4.as_deref().zip(cidr)
                && !address.parse().is_ok_and(|address: std::net::Ipv4Addr| cidr.contains(&address))
            {
                let message = format!("the address `{address}` is not in the CIDR `{cidr}` of the subnet `{name}`");
                found.refuse(Self::SUBNETS, codes::PLACEMENT, message);
            }
        }
    }
}

impl Limits for TargetGroup {
    fn check_values(&self, found: &mut Found) {
        check_name(Self::NAME, "target group name", &self.name, found);
        found.one_of(Self::PROTOCOL, "protocol", &self.protocol, PROTOCOLS);
        found.number(Self::PORT, "port", self.port, "", 1..=65535);
        let delay = self.deregistration_delay;
        found.number(Self::DEREGISTRATION_DELAY, "deregistration delay", delay, "seconds", 0..=3600);
        let target = &self.health_check.target;
        found.one_of(Self::HEALTH_CHECK, "protocol of the health check", target, &["TCP", "HTTP", "HTTPS"]);
        if self.health_check.path.is_some() && target == "TCP" {
            found.refuse(Self::HEALTH_CHECK, codes::COMBINATION, "a health check over TCP has no path");
        }
        check_health(Self::HEALTH_CHECK, &self.health_check, found);
    }
}

impl Limits for Listener {
    fn check_values(&self, found: &mut Found) {
        found.number(Self::PORT, "port", self.port, "", 1..=65535);
        found.one_of(Self::PROTOCOL, "protocol", &self.protocol, PROTOCOLS);
        let mut refuse = |field, message| found.refuse_with(INVALID_CONFIGURATION, field, codes::COMBINATION, message);
        if (self.protocol == "TLS") != self.certificate.is_some() {
            refuse(Self::CERTIFICATE, "a TLS listener needs a certificate, and no other listener has one");
        }
        if self.ssl_policy.is_some() && self.protocol != "TLS" {
            refuse(Self::SSL_POLICY, "only a TLS listener has a security policy");
        }
    }
}

fn check_name(field: &'static Field, what: &str, name: &str, found: &mut Found) {
    found.name(field, what, name, 32, "-");
    if name.starts_with('-') || name.ends_with('-') || name.starts_with("internal-") {
        let message = format!("the {what} `{name}` must not begin with `-` or `internal-` nor end with `-`");
        found.refuse_with(VALIDATION, field, codes::NAME, message);
    }
}

fn check_health(field: &'static Field, check: &HealthCheck, found: &mut Found) {
    found.number(field, "interval of the health check", check.interval, "seconds", 5..=300);
    found.number(field, "healthy threshold", check.healthy_threshold, "", 2..=10);
    found.number(field, "unhealthy threshold", check.unhealthy_threshold, "", 2..=10);
    if let Some(timeout) = check.timeout {
        found.number(field, "timeout of the health check", timeout, "seconds", 2..=120);
    }
}

fn check_subnets(field: &'static Field, count: usize, found: &mut Found) {
    if count == 0 {
        found.refuse_with(VALIDATION, field, codes::COMBINATION, "a load balancer needs at least one subnet");
    }
}

/// Checks that the subnets of a load balancer are in one VPC and in different zones.
fn check_zones<N: Neighbors>(field: &'static Field, subnets: &[&Ref], others: &N, found: &mut Found) {
    let mut zones = BTreeMap::new();
    let mut vpc = None;
    for (name, subnet) in subnets.iter().filter_map(|subnet| others.neighbor::<Subnet>(subnet)) {
        if *vpc.get_or_insert(&subnet.vpc) != &subnet.vpc {
            let message = "the subnets of a load balancer are in different VPCs";
            found.refuse_with("InvalidSubnet", field, codes::PLACEMENT, message);
        }
        let Some(zone) = subnet.zone.as_deref() else { continue };
        if let Some(first) = zones.insert(zone, name) {
            let message =
                format!("the load balancer has two subnets in {zone}, `{first}` and `{name}`, and may have one");
            found.refuse_with(INVALID_CONFIGURATION, field, codes::PLACEMENT, message);
        }
    }
}
