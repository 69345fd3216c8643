//! Load balancers, their listeners and target groups.

use super::attributes::Attributes;
use super::links::Links;
use crate::resource::{
    AccessLog, ClassicListener, ClassicLoadBalancer, HealthCheck, Listener, NetworkLoadBalancer, SubnetMapping,
    TargetGroup,
};

pub(super) fn classic(links: Links<'_>, balancer: &ClassicLoadBalancer) -> Attributes {
    let attributes = Attributes::new()
        .set("name", balancer.name.as_str())
        .set_true("internal", balancer.internal)
        .blocks("listener", balancer.listeners.iter().map(classic_listener))
        .block(
            "health_check",
            health_check(&balancer.health_check).set("target", balancer.health_check.target.as_str()),
        )
        .set("idle_timeout", balancer.idle_timeout)
        .set("connection_draining", true)
        .set("connection_draining_timeout", balancer.draining_timeout)
        .set("cross_zone_load_balancing", balancer.cross_zone)
        .set_of_links("security_groups", links.follow_all(&balancer.security_groups))
        .set_of_links("subnets", links.follow_all(&balancer.subnets))
        .tags(&balancer.tags);
    match &balancer.access_log {
        Some(log) => {
            attributes.block("access_logs", access_log(log, "bucket_prefix").set_some("interval", log.interval))
        }
        None => attributes,
    }
}

fn classic_listener(listener: &ClassicListener) -> Attributes {
    let protocol = if listener.certificate.is_some() { "SSL" } else { "TCP" };
    Attributes::new()
        .set("lb_port", listener.port)
        .set("lb_protocol", protocol)
        .set("instance_port", listener.instance_port)
        .set("instance_protocol", protocol)
        .set_some("ssl_certificate_id", listener.certificate.as_deref())
}

pub(super) fn network(links: Links<'_>, balancer: &NetworkLoadBalancer) -> Attributes {
    let attributes = Attributes::new()
        .set("name", balancer.name.as_str())
        .set("load_balancer_type", "network")
        .set("internal", balancer.internal)
        // AWS's own default needs no word.
        .set_some("ip_address_type", balancer.ip_address_type.as_deref().filter(|kind| *kind != "ipv4"))
        .set("enable_cross_zone_load_balancing", balancer.cross_zone)
        .set_of_links("security_groups", links.follow_all(&balancer.security_groups))
        .blocks("subnet_mapping", balancer.subnets.iter().map(|mapping| subnet_mapping(links, mapping)))
        .tags(&balancer.tags);
    match &balancer.access_log {
        Some(log) => attributes.block("access_logs", access_log(log, "prefix")),
        None => attributes,
    }
}

fn subnet_mapping(links: Links<'_>, mapping: &SubnetMapping) -> Attributes {
    Attributes::new()
        .set("subnet_id", links.follow(&mapping.subnet))
        .set_some("allocation_id", mapping.allocation_id.as_deref())
        .set_some("private_ipv4_address", mapping.private_ipv4.as_deref())
}

pub(super) fn target_group(links: Links<'_>, group: &TargetGroup) -> Attributes {
    let check = health_check(&group.health_check)
        .set("protocol", group.health_check.target.as_str())
        .set_some("path", group.health_check.path.as_deref());
    Attributes::new()
        .set("name", group.name.as_str())
        .set("vpc_id", links.follow(&group.vpc))
        .set("protocol", group.protocol.as_str())
        .set("port", group.port)
        .block("health_check", check)
        // The provider takes both as text.
        .set("deregistration_delay", group.deregistration_delay.to_string())
        .set("connection_termination", group.connection_termination.to_string())
        .tags(&group.tags)
}

pub(super) fn listener(links: Links<'_>, listener: &Listener) -> Attributes {
    let forward =
        Attributes::new().set("type", "forward").set("target_group_arn", links.follow(&listener.target_group));
    Attributes::new()
        .set("load_balancer_arn", links.follow(&listener.load_balancer))
        .set("port", listener.port)
        .set("protocol", listener.protocol.as_str())
        .set_some("certificate_arn", listener.certificate.as_deref())
        .set_some("ssl_policy", listener.ssl_policy.as_deref())
        .block("default_action", forward)
}

fn health_check(check: &HealthCheck) -> Attributes {
    Attributes::new()
        .set("interval", check.interval)
        .set_some("timeout", check.timeout)
        .set("healthy_threshold", check.healthy_threshold)
        .set("unhealthy_threshold", check.unhealthy_threshold)
}

fn access_log(log: &AccessLog, prefix: &'static str) -> Attributes {
    Attributes::new().set("enabled", true).set("bucket", log.bucket.as_str()).set_some(prefix, log.prefix.as_deref())
}
