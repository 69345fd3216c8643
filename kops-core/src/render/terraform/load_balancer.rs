//! Load balancers, their listeners and target groups.

use super::attributes::Attributes;
use super::links::Links;
use crate::resource::{
    AccessLog, ClassicListener, ClassicLoadBalancer, HealthCheck, Listener, NetworkLoadBalancer, SubnetMapping,
    TargetGroup,
};

pub(super) fn classic(links: Links<'_>, balancer: &ClassicLoadBalancer) -> Attributes {
    let ClassicLoadBalancer {
        name,
        internal,
        listeners,
        health_check,
        idle_timeout,
        draining_timeout,
        cross_zone,
        access_log,
        security_groups,
        subnets,
        tags,
    } = balancer;
    let attributes = Attributes::new()
        .set("name", name.as_str())
        .set_true("internal", *internal)
        .blocks("listener", listeners.iter().map(classic_listener))
        .block("health_check", health_check_block(health_check).set("target", health_check.target.as_str()))
        .set("idle_timeout", *idle_timeout)
        .set("connection_draining", true)
        .set("connection_draining_timeout", *draining_timeout)
        .set("cross_zone_load_balancing", *cross_zone)
        .set_of_links("security_groups", links.follow_all(security_groups))
        .set_of_links("subnets", links.follow_all(subnets))
        .tags(tags);
    match access_log {
        Some(log) => {
            attributes.block("access_logs", access_log_block(log, "bucket_prefix").set_some("interval", log.interval))
        }
        None => attributes,
    }
}

fn classic_listener(listener: &ClassicListener) -> Attributes {
    let ClassicListener { port, instance_port, certificate } = listener;
    let protocol = if certificate.is_some() { "SSL" } else { "TCP" };
    Attributes::new()
        .set("lb_port", *port)
        .set("lb_protocol", protocol)
        .set("instance_port", *instance_port)
        .set("instance_protocol", protocol)
        .set_some("ssl_certificate_id", certificate.as_deref())
}

pub(super) fn network(links: Links<'_>, balancer: &NetworkLoadBalancer) -> Attributes {
    let NetworkLoadBalancer { name, internal, ip_address_type, cross_zone, access_log, security_groups, subnets, tags } =
        balancer;
    let attributes = Attributes::new()
        .set("name", name.as_str())
        .set("load_balancer_type", "network")
        .set("internal", *internal)
        // AWS's own default needs no word.
        .set_some("ip_address_type", ip_address_type.as_deref().filter(|kind| *kind != "ipv4"))
        .set("enable_cross_zone_load_balancing", *cross_zone)
        .set_of_links("security_groups", links.follow_all(security_groups))
        .blocks("subnet_mapping", subnets.iter().map(|mapping| subnet_mapping(links, mapping)))
        .tags(tags);
    match access_log {
        Some(log) => attributes.block("access_logs", access_log_block(log, "prefix")),
        None => attributes,
    }
}

fn subnet_mapping(links: Links<'_>, mapping: &SubnetMapping) -> Attributes {
    let SubnetMapping { subnet, allocation_id, private_ipv4 } = mapping;
    Attributes::new()
        .set("subnet_id", links.follow(subnet))
        .set_some("allocation_id", allocation_id.as_deref())
        .set_some("private_ipv4_address", private_ipv4.as_deref())
}

pub(super) fn target_group(links: Links<'_>, group: &TargetGroup) -> Attributes {
    let TargetGroup { name, vpc, protocol, port, health_check, deregistration_delay, connection_termination, tags } =
        group;
    let check = health_check_block(health_check)
        .set("protocol", health_check.target.as_str())
        .set_some("path", health_check.path.as_deref());
    Attributes::new()
        .set("name", name.as_str())
        .set("vpc_id", links.follow(vpc))
        .set("protocol", protocol.as_str())
        .set("port", *port)
        .block("health_check", check)
        // The provider takes both as text.
        .set("deregistration_delay", deregistration_delay.to_string())
        .set("connection_termination", connection_termination.to_string())
        .tags(tags)
}

pub(super) fn listener(links: Links<'_>, listener: &Listener) -> Attributes {
    let Listener { load_balancer, port, protocol, certificate, ssl_policy, target_group } = listener;
    let forward = Attributes::new().set("type", "forward").set("target_group_arn", links.follow(target_group));
    Attributes::new()
        .set("load_balancer_arn", links.follow(load_balancer))
        .set("port", *port)
        .set("protocol", protocol.as_str())
        .set_some("certificate_arn", certificate.as_deref())
        .set_some("ssl_policy", ssl_policy.as_deref())
        .block("default_action", forward)
}

fn health_check_block(check: &HealthCheck) -> Attributes {
    let HealthCheck { target: _, path: _, interval, timeout, healthy_threshold, unhealthy_threshold } = check;
    Attributes::new()
        .set("interval", *interval)
        .set_some("timeout", *timeout)
        .set("healthy_threshold", *healthy_threshold)
        .set("unhealthy_threshold", *unhealthy_threshold)
}

fn access_log_block(log: &AccessLog, prefix_argument: &'static str) -> Attributes {
    let AccessLog { bucket, prefix, interval: _ } = log;
    Attributes::new().set("enabled", true).set("bucket", bucket.as_str()).set_some(prefix_argument, prefix.as_deref())
}
