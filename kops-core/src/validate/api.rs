//! The load balancer before the API.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use super::access::{check_security_group, check_security_groups};
use super::codes;
use super::rules::{Rules, advice, given};
use crate::spec::{ApiLoadBalancer, LoadBalancerClass, LoadBalancerSubnet, LoadBalancerType, SubnetType};

pub(super) fn check(rules: &mut Rules<'_>) {
    let Some(balancer) = rules.spec().api.as_ref().and_then(|api| api.load_balancer.as_ref()) else { return };
    let at = |rules: &Rules<'_>, field: &str| rules.at(&format!("api.loadBalancer.{field}"));
    let network = balancer.class == Some(LoadBalancerClass::Network);
    let internal = balancer.r#type == Some(LoadBalancerType::Internal);
    let private = rules.spec().subnets.iter().any(|subnet| subnet.r#type == Some(SubnetType::Private));
    let certificate = given(&balancer.ssl_certificate).is_some();
    let faults = [
        (
            "type",
            internal && !private,
            "an internal load balancer stands in private subnets, and there is none",
            "write `Public`, or add subnets of type `Private`",
        ),
        (
            "useForInternalAPI",
            network && internal && balancer.use_for_internal_api == Some(true),
            "control planes cannot reach themselves through an internal network load balancer",
            "remove `useForInternalAPI`",
        ),
        (
            "sslCertificate",
            certificate && !network,
            "only a network load balancer can present a certificate and let clients log in with theirs",
            "set `class` to `Network`",
        ),
        (
            "sslPolicy",
            balancer.ssl_policy.is_some() && !network,
            "`sslPolicy` is for network load balancers",
            "set `class` to `Network`",
        ),
        (
            "sslPolicy",
            balancer.ssl_policy.is_some() && !certificate,
            "`sslPolicy` has no meaning without a certificate",
            "add `sslCertificate`, or remove `sslPolicy`",
        ),
        (
            "accessLog",
            balancer.access_log.as_ref().is_some_and(|log| given(&log.bucket).is_none()),
            "the load balancer has no bucket to write its log to",
            "add `accessLog.bucket`",
        ),
    ];
    for (field, _, wrong, right) in faults.into_iter().filter(|(_, wrong, ..)| *wrong) {
        rules.refuse(at(rules, field), codes::LOAD_BALANCER, wrong, right);
    }
    let classic_log = balancer.access_log.as_ref().filter(|_| !network);
    match classic_log.map(|log| log.interval.unwrap_or_default()) {
        None | Some(5 | 60) => {}
        Some(0) => {
            let wrong = "kops asks for a log every 0 minutes, which AWS refuses";
            rules.warn(at(rules, "accessLog"), codes::LOAD_BALANCER, wrong, "add `interval: 60`, the default of AWS");
        }
        Some(minutes) => {
            let wrong = format!("AWS does not write the log of a classic load balancer every `{minutes}` minutes");
            rules.refuse(at(rules, "accessLog.interval"), codes::LOAD_BALANCER, wrong, "write 5 or 60");
        }
    }
    if let Some(id) = &balancer.security_group_override {
        check_security_group(rules, at(rules, "securityGroupOverride"), id);
    }
    let path = at(rules, "additionalSecurityGroups");
    check_security_groups(rules, &path, &balancer.additional_security_groups);
    for (i, subnet) in balancer.subnets.iter().enumerate() {
        check_subnet(rules, balancer, i, subnet);
    }
}

fn check_subnet(rules: &mut Rules<'_>, balancer: &ApiLoadBalancer, index: usize, entrance: &LoadBalancerSubnet) {
    let path = rules.at("api.loadBalancer.subnets").index(index);
    let code = codes::LOAD_BALANCER_SUBNET;
    let subnets = &rules.spec().subnets;
    let name = given(&entrance.name).unwrap_or_default();
    let subnet = subnets.iter().find(|subnet| subnet.name.as_deref() == Some(name));
    if subnet.is_none() {
        let help = advice(name, subnets.iter().filter_map(|subnet| subnet.name.as_deref()));
        rules.refuse(path.key("name"), code, format!("there is no subnet `{name}`"), help);
    }
    let network = balancer.class == Some(LoadBalancerClass::Network);
    let internal = balancer.r#type == Some(LoadBalancerType::Internal);
    if let Some(text) = &entrance.private_ipv4_address {
        let path = path.key("privateIPv4Address");
        let inside = subnet.and_then(|subnet| subnet.cidr.as_deref()?.parse::<Ipv4Net>().ok());
        match text.parse::<Ipv4Addr>() {
            Err(_) => rules.refuse(
                path.clone(),
                code,
                format!("`{text}` is not an IPv4 address"),
                "write one such as `172.20.32.10`",
            ),
            Ok(address) => {
                if let Some(range) = inside.filter(|range| !range.contains(&address)) {
                    let wrong = format!("`{text}` is not an address of the subnet `{name}`");
                    rules.refuse(path.clone(), code, wrong, format!("choose one of `{range}`"));
                }
            }
        }
        if !network || !internal {
            let wrong = "only internal network load balancers can have private addresses of choice";
            rules.refuse(path, code, wrong, "remove it, or set `class: Network` and `type: Internal`");
        }
    }
    if let Some(id) = &entrance.allocation_id {
        let path = path.key("allocationId");
        if !id.starts_with("eipalloc-") {
            let wrong = format!("`{id}` is not the id of an elastic address");
            rules.refuse(path.clone(), code, wrong, "an id is written `eipalloc-0a1b2c3d4e5f60718`");
        } else if !rules.facts.network.elastic_ips.contains_key(id) {
            // kops does not look, so that a cluster of its own may be planned without access to the address.
            let help = "allocate it before the load balancer is made, or name one that is there";
            rules.warn(path.clone(), codes::UNKNOWN_ADDRESS, format!("there is no elastic address `{id}`"), help);
        }
        if !network || internal {
            let wrong = "only public network load balancers can have elastic addresses";
            rules.refuse(path, code, wrong, "remove it, or set `class: Network` and `type: Public`");
        }
    }
}
