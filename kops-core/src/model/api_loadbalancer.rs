//! The load balancer before the API, classic or network.

use super::api_firewall;
use super::context::{Context, PlacedSubnet};
use super::load_balancer::{Port, address_type, best_subnets};
use super::security_group;
use crate::graph::{Builder, Origin};
use crate::resource::{
    AccessLog, ClassicListener, ClassicLoadBalancer, HealthCheck, NetworkLoadBalancer, Ref, SubnetMapping,
};
use crate::spec::{ApiLoadBalancer, LoadBalancerType};

/// What the load balancer and what belongs to it is named after.
const API: &str = "api";
/// The port of the API.
pub(super) const HTTPS: i32 = 443;
/// The port of the API that takes client certificates, where the main one shows a certificate of the load balancer.
pub(super) const CLIENT_CERTIFICATES: i32 = 8443;
/// The port of kops-controller.
pub(super) const KOPS_CONTROLLER: i32 = 3988;
/// The port of Cilium's etcd for clients.
pub(super) const ETCD_CILIUM: i32 = 4003;

/// Seconds until an idle connection of a classic load balancer is closed.
const IDLE_TIMEOUT: i32 = 300;
/// The TLS policy that AWS takes where none is named.
const SSL_POLICY: &str = "ELBSecurityPolicy-2016-08";

/// Adds the load balancer that the spec asks for, with its security group and its rules.
pub(super) fn build(context: &Context<'_>, graph: &mut Builder) {
    let Some(spec) = context.api_load_balancer() else { return };
    let group = api_firewall::build(context, graph, spec);
    let path = context.path("spec.api.loadBalancer");
    let mut security_groups = vec![group.reference()];
    for (index, id) in spec.additional_security_groups.iter().enumerate() {
        let path = path.key("additionalSecurityGroups").index(index);
        let origin = Origin::new("a further firewall of the API's load balancer", path);
        security_groups.push(security_group::share(context, graph, id, origin));
    }
    let origin = Origin::new("the way to the API", path);
    if context.uses_network_load_balancer() {
        network(context, graph, spec, security_groups, &origin);
    } else {
        classic(context, graph, spec, security_groups, origin);
    }
}

/// The subnets that the load balancer stands in: those that the spec lists, otherwise the best of each zone.
fn subnets<'a>(context: &Context<'a>, spec: &ApiLoadBalancer) -> Vec<(PlacedSubnet<'a>, SubnetMapping)> {
    let mapping = |name: &str| SubnetMapping { subnet: context.subnet_ref(name), ..SubnetMapping::default() };
    if spec.subnets.is_empty() {
        let chosen = best_subnets(context, !is_internal(spec)).into_iter();
        return chosen.map(|subnet| (subnet.clone(), mapping(subnet.name()))).collect();
    }
    let listed = spec.subnets.iter().filter_map(|listed| {
        let subnet = context.subnets().find(|subnet| Some(subnet.name()) == listed.name.as_deref())?;
        let mapping = SubnetMapping {
            allocation_id: listed.allocation_id.clone(),
            private_ipv4: listed.private_ipv4_address.clone(),
            ..mapping(subnet.name())
        };
        Some((subnet, mapping))
    });
    listed.collect()
}

fn is_internal(spec: &ApiLoadBalancer) -> bool {
    spec.r#type == Some(LoadBalancerType::Internal)
}

/// Balances across zones where asked to, and always where nodes find kops-controller this way: the load balancer's
/// addresses are written into their configuration, and each must lead to a control plane.
fn crosses_zones(context: &Context<'_>, spec: &ApiLoadBalancer) -> bool {
    context.load_balancer_serves_kops_controller() || spec.cross_zone_load_balancing == Some(true)
}

fn access_log(spec: &ApiLoadBalancer, classic: bool) -> Option<AccessLog> {
    let log = spec.access_log.as_ref()?;
    let interval = log.interval.and_then(|minutes| i32::try_from(minutes).ok()).filter(|minutes| *minutes > 0);
    Some(AccessLog {
        bucket: log.bucket.clone().unwrap_or_default(),
        prefix: log.bucket_prefix.clone(),
        interval: interval.filter(|_| classic),
    })
}

fn classic(
    context: &Context<'_>,
    graph: &mut Builder,
    spec: &ApiLoadBalancer,
    security_groups: Vec<Ref>,
    origin: Origin,
) {
    let name = context.names.load_balancer(API);
    let idle_timeout = spec.idle_timeout_seconds.and_then(|seconds| i32::try_from(seconds).ok());
    let load_balancer = ClassicLoadBalancer {
        name: context.names.load_balancer_32(API),
        internal: is_internal(spec),
        listeners: vec![ClassicListener {
            port: HTTPS,
            instance_port: HTTPS,
            certificate: context.api_certificate().map(str::to_owned),
        }],
        health_check: HealthCheck {
            target: format!("SSL:{HTTPS}"),
            path: None,
            interval: 10,
            timeout: Some(5),
            healthy_threshold: 2,
            unhealthy_threshold: 2,
        },
        idle_timeout: idle_timeout.unwrap_or(IDLE_TIMEOUT),
        draining_timeout: 300,
        cross_zone: crosses_zones(context, spec),
        access_log: access_log(spec, true),
        security_groups,
        subnets: subnets(context, spec).into_iter().map(|(_, mapping)| mapping.subnet).collect(),
        tags: context.tags(&name),
    };
    graph.own(name, load_balancer, origin);
}

fn network(
    context: &Context<'_>,
    graph: &mut Builder,
    spec: &ApiLoadBalancer,
    security_groups: Vec<Ref>,
    origin: &Origin,
) {
    let name = context.names.load_balancer(API);
    let (placed, mappings): (Vec<_>, Vec<_>) = subnets(context, spec).into_iter().unzip();
    let load_balancer = NetworkLoadBalancer {
        name: context.names.load_balancer_32(API),
        internal: is_internal(spec),
        ip_address_type: Some(address_type(&placed)),
        cross_zone: crosses_zones(context, spec),
        access_log: access_log(spec, false),
        security_groups,
        subnets: mappings,
        tags: context.tags(&name),
    };
    graph.own(name, load_balancer, origin.clone());
    for port in ports(context, spec) {
        port.add(context, graph, API, origin);
    }
}

/// The ports of a network load balancer.
///
/// A load balancer that shows a certificate of its own ends TLS, so that client certificates do not reach the API: a
/// second port takes those.
fn ports<'a>(context: &Context<'a>, spec: &'a ApiLoadBalancer) -> Vec<Port<'a>> {
    let plain = Port { group: "tcp", listener: API, port: HTTPS, target: HTTPS, certificate: None, health_path: None };
    let mut ports = Vec::new();
    match context.api_certificate() {
        None => ports.push(plain.clone()),
        Some(certificate) => {
            let policy = spec.ssl_policy.as_deref().filter(|policy| !policy.is_empty()).unwrap_or(SSL_POLICY);
            ports.push(Port { port: CLIENT_CERTIFICATES, ..plain.clone() });
            ports.push(Port { group: "tls", certificate: Some((certificate, policy)), ..plain.clone() });
        }
    }
    if context.load_balancer_serves_kops_controller() {
        let (port, target) = (KOPS_CONTROLLER, KOPS_CONTROLLER);
        ports.push(Port { group: "kops-controller", port, target, health_path: Some("/healthz"), ..plain.clone() });
        if context.cilium_has_etcd() {
            let (port, target) = (ETCD_CILIUM, ETCD_CILIUM);
            ports.push(Port { group: "etcd-cilium", listener: "etcd-cilium", port, target, ..plain });
        }
    }
    ports
}
