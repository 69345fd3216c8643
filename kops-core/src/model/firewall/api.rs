//! The security group of the API's load balancer, and the rules between it, its clients and control planes.

use super::roles::allow_egress;
use super::security_group::{Group, Rule, Source, group_of_load_balancer, groups_of, sources_in};
use crate::graph::{Builder, Origin};
use crate::model::Context;
use crate::model::ports::{CLIENT_CERTIFICATES, ETCD_CILIUM, HTTPS, KOPS_CONTROLLER};
use crate::resource::{Peer, SecurityGroup};
use crate::spec::{ApiLoadBalancer, Role};

/// Adds the group of the load balancer with every rule that it takes part in; returns it.
pub(in crate::model) fn build(context: &Context<'_>, graph: &mut Builder, spec: &ApiLoadBalancer) -> Group {
    let path = context.path("spec.api.loadBalancer");
    let instead = spec.security_group_override.as_deref().filter(|id| !id.is_empty());
    let path = if instead.is_some() { path.key("securityGroupOverride") } else { path };
    let group = group_of_load_balancer(context, "api", instead, path);
    let resource = SecurityGroup {
        vpc: context.vpc(),
        name: group.name.clone(),
        description: Some("Security group for api ELB".to_owned()),
        tags: context.tags(&group.name),
    };
    group.add(context, graph, resource, "security group for the API load balancer");
    allow_egress(context, graph, &group, "outbound traffic of the API load balancer");
    for source in sources_in(context, "spec.kubernetesApiAccess", &context.spec().kubernetes_api_access) {
        from_clients(context, graph, &source, &group);
    }
    for control_plane in groups_of(context, Role::Master) {
        to_control_planes(context, graph, &group, &control_plane);
    }
    if context.load_balancer_serves_kops_controller() {
        for node in groups_of(context, Role::Node) {
            let name = format!("node{}-to-elb", node.suffix);
            let origin = group.origin("access of nodes to kops-controller through the API load balancer");
            Rule::between(&node, &group).add_as(name, graph, origin);
        }
    }
    group
}

/// True where a second port takes client certificates.
fn has_second_port(context: &Context<'_>) -> bool {
    context.uses_network_load_balancer() && context.api_certificate().is_some()
}

fn from_clients(context: &Context<'_>, graph: &mut Builder, source: &Source, group: &Group) {
    let origin = |reason| Origin::new(reason, source.path.clone());
    Rule::admitting(source, group).tcp(HTTPS).add(context, graph, origin("client access to the API"));
    if has_second_port(context) {
        let origin = origin("client access to the API with client certificates");
        Rule::admitting(source, group).tcp(CLIENT_CERTIFICATES).add(context, graph, origin);
    }
    allow_packet_too_big(graph, source, group, "api-elb", &origin("path MTU discovery"));
}

/// Admits the messages by which clients and a load balancer find out how big packets may be (RFC 1191, RFC 8201): of each
/// family that a source may be of. A prefix list may be of either.
pub(in crate::model) fn allow_packet_too_big(
    graph: &mut Builder,
    source: &Source,
    group: &Group,
    label: &str,
    origin: &Origin,
) {
    if !matches!(source.peer, Peer::Ipv4(_)) {
        let name = format!("icmpv6-pmtu-{label}-{}", source.text);
        Rule::admitting(source, group).icmpv6().add_as(name, graph, origin.clone());
    }
    if !matches!(source.peer, Peer::Ipv6(_)) {
        let name = format!("icmp-pmtu-{label}-{}", source.text);
        Rule::admitting(source, group).packet_too_big().add_as(name, graph, origin.clone());
    }
}

fn to_control_planes(context: &Context<'_>, graph: &mut Builder, group: &Group, control_plane: &Group) {
    let suffix = &control_plane.suffix;
    let to = || Rule::between(group, control_plane);
    let from = || Rule::between(control_plane, group);
    let sizes = "path MTU discovery";
    let mut rules = vec![
        (format!("https-elb-to-master{suffix}"), to().tcp(HTTPS), "traffic from the load balancer to the API"),
        (format!("icmp-pmtu-elb-to-cp{suffix}"), to().packet_too_big(), sizes),
        (format!("icmp-pmtu-cp{suffix}-to-elb"), from().packet_too_big(), sizes),
    ];
    if has_second_port(context) {
        let rule = to().tcp(CLIENT_CERTIFICATES);
        rules.push((
            format!("tcp-api-cp{suffix}"),
            rule,
            "traffic from the load balancer to the second port of the API",
        ));
    }
    if context.load_balancer_serves_kops_controller() {
        let rule = to().tcp(KOPS_CONTROLLER);
        rules.push((
            format!("kops-controller-elb-to-cp{suffix}"),
            rule,
            "traffic from the load balancer to kops-controller",
        ));
        if context.cilium_has_etcd() {
            let rule = to().tcp(ETCD_CILIUM);
            rules.push((
                format!("etcd-cilium-elb-to-cp{suffix}"),
                rule,
                "traffic from the load balancer to the etcd of Cilium",
            ));
        }
    }
    for (name, rule, reason) in rules {
        rule.add_as(name, graph, group.origin(reason));
    }
}
