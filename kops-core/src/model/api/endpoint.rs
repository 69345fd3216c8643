//! The load balancer before the API, classic or network.

use super::load_balancer::{Port, address_type, after_gateway, best_subnets, by_name};
use crate::graph::{Builder, Origin};
use crate::model::context::{Context, PlacedSubnet};
use crate::model::firewall;
use crate::model::ports::{CLIENT_CERTIFICATES, ETCD_CILIUM, HTTPS, KOPS_CONTROLLER};
use crate::resource::{
    AccessLog, ClassicListener, ClassicLoadBalancer, Field, HealthCheck, Listener, NetworkLoadBalancer, Ref,
    SubnetMapping,
};
use crate::spec::{ApiLoadBalancer, LoadBalancerType};

/// What the load balancer and what belongs to it is named after.
const API: &str = "api";

/// Seconds until an idle connection of a classic load balancer is closed.
const IDLE_TIMEOUT: i32 = 300;
/// The TLS policy that AWS takes where none is named.
const SSL_POLICY: &str = "ELBSecurityPolicy-2016-08";

/// Fields of the load balancer and its listeners, and the fields of the spec that they come from.
const FIELDS: [(&Field, &str); 9] = [
    (NetworkLoadBalancer::ACCESS_LOG, "accessLog"),
    (Listener::CERTIFICATE, "sslCertificate"),
    (NetworkLoadBalancer::CROSS_ZONE, "crossZoneLoadBalancing"),
    (ClassicLoadBalancer::IDLE_TIMEOUT, "idleTimeoutSeconds"),
    (NetworkLoadBalancer::INTERNAL, "type"),
    (ClassicLoadBalancer::LISTENERS, "sslCertificate"),
    (NetworkLoadBalancer::SECURITY_GROUPS, "additionalSecurityGroups"),
    (Listener::SSL_POLICY, "sslPolicy"),
    (NetworkLoadBalancer::SUBNETS, "subnets"),
];

/// Adds the load balancer that the spec asks for, with its security group and its rules.
pub(super) fn build(context: &Context<'_>, graph: &mut Builder) {
    let Some(spec) = context.api_load_balancer() else { return };
    let group = firewall::api::build(context, graph, spec);
    let path = context.path("spec.api.loadBalancer");
    let mut security_groups = vec![group.reference()];
    for (index, id) in spec.additional_security_groups.iter().enumerate() {
        let path = path.key("additionalSecurityGroups").index(index);
        let origin = Origin::new("additional security group of the API load balancer", path);
        security_groups.push(firewall::security_group::share(context, graph, id, origin));
    }
    let mut origin = Origin::new("load balancing of the API endpoint", path.clone());
    for (field, key) in FIELDS {
        origin = origin.field(field, path.key(key));
    }
    if context.uses_network_load_balancer() {
        network(context, graph, spec, security_groups, &origin);
    } else {
        classic(context, graph, spec, security_groups, origin);
    }
}

/// The subnets that the load balancer stands in, by name: those that the spec lists, otherwise the best of each zone.
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
    let mut listed: Vec<_> = listed.collect();
    listed.sort_by_cached_key(|(subnet, _)| by_name(context, subnet));
    listed
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
        interval: if classic { interval } else { None },
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
        name: context.names.load_balancer_name(API),
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
    let id = graph.own(name, load_balancer, origin);
    after_gateway(context, graph, &id, is_internal(spec));
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
        name: context.names.load_balancer_name(API),
        internal: is_internal(spec),
        ip_address_type: Some(address_type(&placed)),
        cross_zone: crosses_zones(context, spec),
        access_log: access_log(spec, false),
        security_groups,
        subnets: mappings,
        tags: context.tags(&name),
    };
    let id = graph.own(name, load_balancer, origin.clone());
    after_gateway(context, graph, &id, is_internal(spec));
    for port in ports(context, spec) {
        port.add(context, graph, API, origin);
    }
}

/// The ports of a network load balancer.
///
/// A load balancer that shows a certificate of its own ends TLS, so that client certificates do not reach the API: a
/// second port takes those.
fn ports<'a>(context: &Context<'a>, spec: &'a ApiLoadBalancer) -> Vec<Port<'a>> {
    let plain = Port { group: "tcp", port: HTTPS, target: HTTPS, certificate: None, health_path: None };
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
            ports.push(Port { group: "etcd-cilium", port, target, ..plain });
        }
    }
    ports
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::model::testing::{get, list, private, public, subnet};
    use crate::resource::{Kind, Resource, ResourceId};

    fn network_of(graph: &crate::graph::Graph) -> NetworkLoadBalancer {
        match get(graph, Kind::NetworkLoadBalancer, "api.demo.example.com") {
            Resource::NetworkLoadBalancer(found) => found.clone(),
            other => panic!("is {other:?}"),
        }
    }

    #[test]
    fn the_class_and_the_topology_decide_what_stands_before_the_api() {
        let utility: &[&str] = &["utility-us-east-2a", "utility-us-east-2b"];
        let inside: &[&str] = &["us-east-2a", "us-east-2b"];
        for (class, kind, internal, subnets) in [
            ("Network", "Public", false, utility),
            ("Network", "Internal", true, inside),
            ("Classic", "Public", false, utility),
            ("Classic", "Internal", true, inside),
        ] {
            let spec = json!({"api": {"loadBalancer": {"class": class, "type": kind}}});
            let graph = private(spec).build();
            let (classic, network) = if class == "Classic" { (vec!["api"], vec![]) } else { (vec![], vec!["api"]) };
            assert_eq!(list(&graph, Kind::ClassicLoadBalancer), classic, "{class} {kind}");
            assert_eq!(list(&graph, Kind::NetworkLoadBalancer), network, "{class} {kind}");
            let kind = if class == "Classic" { Kind::ClassicLoadBalancer } else { Kind::NetworkLoadBalancer };
            let resource = get(&graph, kind, "api.demo.example.com");
            assert_eq!(resource.to_value()["internal"], internal, "{class} {kind}");
            let id = ResourceId::new(resource.kind(), "api.demo.example.com");
            let gateway = ResourceId::new(Kind::InternetGateway, "demo.example.com");
            assert_eq!(graph.nodes[&id].after.contains(&gateway), !internal, "{class} {kind}");
            let stands_in: Vec<String> = resource
                .references()
                .into_iter()
                .map(|(id, _)| id)
                .filter(|id| id.kind == Kind::Subnet)
                .map(|id| id.name.replace(".demo.example.com", ""))
                .collect();
            assert_eq!(stands_in, subnets, "{class} {kind}");
        }
    }

    #[test]
    fn ports_follow_certificates_and_dns() {
        let network = |more: Value| {
            let mut load_balancer = json!({"class": "Network", "type": "Public"});
            load_balancer.as_object_mut().expect("is a map").extend(more.as_object().cloned().unwrap_or_default());
            json!({"api": {"loadBalancer": load_balancer}})
        };
        let with = |mut spec: Value, key: &str, value: Value| {
            spec[key] = value;
            spec
        };
        let certificate = json!({"sslCertificate": "arn:aws:acm:us-east-2:1:certificate/1"});
        let no_dns = json!({"dns": {"type": "None"}});
        let cilium = json!({"cni": null, "cilium": {"etcdManaged": true}});
        let cases: [(&str, Value, &[&str], &[&str]); 4] = [
            ("plain", network(json!({})), &["api-443"], &["tcp"]),
            ("with a certificate", network(certificate), &["api-443", "api-8443"], &["tcp", "tls"]),
            (
                "without DNS",
                with(network(json!({})), "topology", no_dns.clone()),
                &["api-3988", "api-443"],
                &["kops-controller", "tcp"],
            ),
            (
                "without DNS, Cilium's etcd",
                with(with(network(json!({})), "topology", no_dns), "networking", cilium),
                &["api-3988", "api-4003", "api-443"],
                &["etcd-cilium", "kops-controller", "tcp"],
            ),
        ];
        for (name, spec, listeners, groups) in cases {
            let graph = public(spec).build();
            let found: Vec<String> =
                list(&graph, Kind::Listener).iter().map(|name| name.replace(".demo.example.com", "")).collect();
            assert_eq!(found, listeners, "{name}");
            let found: Vec<String> = list(&graph, Kind::TargetGroup)
                .iter()
                .filter_map(|name| name.split_once("-demo-").map(|(prefix, _)| prefix.to_owned()))
                .collect();
            assert_eq!(found, groups, "{name}");
            let crosses = name.starts_with("without DNS");
            assert_eq!(network_of(&graph).cross_zone, crosses, "{name}");
        }
    }

    #[test]
    fn gossip_goes_through_a_network_load_balancer_only() {
        for (class, kops_controller) in [("Network", true), ("Classic", false)] {
            let demo =
                public(json!({"api": {"loadBalancer": {"class": class, "type": "Public"}}})).named("demo.k8s.local");
            let rules = list(&demo.build(), Kind::SecurityGroupRule);
            let found = rules.iter().any(|rule| rule.as_str() == "kops-controller-elb-to-cp");
            assert_eq!(found, kops_controller, "{class}");
        }
    }

    #[test]
    fn one_subnet_of_each_zone_is_best() {
        let subnets = json!([
            subnet("b-us-east-2a", "Public", "10.0.0.0/24"),
            subnet("a-us-east-2a", "Public", "10.0.1.0/24"),
            subnet("us-east-2b", "Public", "10.0.2.0/24"),
            subnet("z-us-east-2b", "Utility", "10.0.3.0/24"),
            subnet("us-east-2c", "Private", "10.0.4.0/24"),
        ]);
        let spec = json!({"subnets": subnets, "api": {"loadBalancer": {"class": "Network", "type": "Public"}},
                          "networkID": "vpc-1"});
        let mut demo = public(spec);
        demo.cluster.spec.subnets[4].egress = Some("External".into());
        let stands_in = |control_plane: &str| -> Vec<String> {
            let demo = demo.clone().group("control-plane", json!({"subnets": [control_plane]}));
            let demo = demo.group("nodes", json!({"subnets": ["us-east-2b"]}));
            let subnets = network_of(&demo.build()).subnets.into_iter();
            subnets.map(|mapping| serde_json::to_value(mapping.subnet).expect("writes")["ref"].to_string()).collect()
        };
        let shown = |names: [&str; 2]| names.map(|name| format!("\"subnet/{name}.demo.example.com\""));
        assert_eq!(stands_in("us-east-2b"), shown(["a-us-east-2a", "z-us-east-2b"]));
        assert_eq!(stands_in("b-us-east-2a"), shown(["b-us-east-2a", "z-us-east-2b"]));
    }

    #[test]
    fn listed_subnets_keep_their_addresses_and_come_by_name() {
        let listed = json!([{"name": "us-east-2b"}, {"name": "us-east-2a", "allocationId": "eipalloc-1"}]);
        let subnets =
            json!([subnet("us-east-2a", "Public", "10.0.0.0/24"), subnet("us-east-2b", "Public", "10.0.1.0/24")]);
        let load_balancer = json!({"class": "Network", "type": "Public", "subnets": listed});
        let spec = json!({"subnets": subnets, "api": {"loadBalancer": load_balancer}});
        let subnets = network_of(&public(spec).build()).subnets;
        let addresses: Vec<_> = subnets.iter().map(|mapping| mapping.allocation_id.as_deref()).collect();
        assert_eq!(addresses, [Some("eipalloc-1"), None]);
    }

    #[test]
    fn addresses_are_of_both_families_where_every_subnet_has_both() {
        for (ipv6, expected) in [(json!("/64#1"), "dualstack"), (Value::Null, "ipv4")] {
            let mut only = subnet("us-east-2a", "Public", "10.0.0.0/24");
            only["ipv6CIDR"] = ipv6;
            let spec = json!({"subnets": [only], "api": {"loadBalancer": {"class": "Network", "type": "Public"}}});
            assert_eq!(network_of(&public(spec).build()).ip_address_type.as_deref(), Some(expected));
        }
    }
}
