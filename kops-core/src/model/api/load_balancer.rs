//! What the load balancers of the API and of bastions have in common.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{Builder, Origin};
use crate::model::context::{Context, PlacedSubnet};
use crate::resource::{
    AliasTarget, DnsRecord, HealthCheck, Kind, Listener, Output, Ref, ResourceId, SubnetMapping, TargetGroup,
};
use crate::spec::{Role, SubnetType};

/// Chooses the subnets of a load balancer, one in each zone: public ones where it can be reached from the internet,
/// otherwise private ones.
///
/// Among several, utility subnets are best, then dual-stack ones, then those of control planes, then the first name. They come in
/// the order of [`by_name`].
pub(super) fn best_subnets<'a>(context: &Context<'a>, public: bool) -> Vec<PlacedSubnet<'a>> {
    let control_planes: BTreeSet<&str> =
        context.groups_with(Role::Master).flat_map(|group| group.spec.subnets.iter().map(String::as_str)).collect();
    let score = |subnet: &PlacedSubnet<'_>| {
        let kind = match subnet.kind() {
            SubnetType::Utility => 3,
            SubnetType::DualStack => 2,
            SubnetType::Public | SubnetType::Private => 0,
        };
        kind + i32::from(control_planes.contains(subnet.name()))
    };
    let mut best: BTreeMap<&str, PlacedSubnet<'a>> = BTreeMap::new();
    for subnet in context.subnets().filter(|subnet| subnet.is_public() == public) {
        let better =
            best.get(subnet.zone()).is_none_or(|other| (score(&subnet), other.name()) > (score(other), subnet.name()));
        if better {
            best.insert(subnet.zone(), subnet);
        }
    }
    let mut chosen: Vec<_> = best.into_values().collect();
    chosen.sort_by_cached_key(|subnet| by_name(context, subnet));
    chosen
}

/// What kops sorts the subnets of a load balancer by: their names in AWS.
pub(super) fn by_name(context: &Context<'_>, subnet: &PlacedSubnet<'_>) -> String {
    context.names.subnet(subnet.name())
}

/// Maps subnets without fixed addresses.
pub(super) fn mappings(context: &Context<'_>, subnets: &[PlacedSubnet<'_>]) -> Vec<SubnetMapping> {
    let mapping = |subnet: &PlacedSubnet<'_>| SubnetMapping {
        subnet: context.subnet_ref(subnet.name()),
        ..SubnetMapping::default()
    };
    subnets.iter().map(mapping).collect()
}

/// The kind of addresses of a network load balancer: IPv6 beside IPv4 where every subnet has both.
pub(super) fn address_type(subnets: &[PlacedSubnet<'_>]) -> String {
    let both = subnets.iter().all(|subnet| subnet.ipv6_cidr().is_some());
    if both && !subnets.is_empty() { "dualstack" } else { "ipv4" }.to_owned()
}

/// Makes a load balancer wait for the internet gateway, where it can be reached from the internet.
pub(super) fn after_gateway(context: &Context<'_>, graph: &mut Builder, load_balancer: &ResourceId, internal: bool) {
    if !internal {
        graph.after_if_present(load_balancer, context.internet_gateway());
    }
}

/// A port of a network load balancer, with the target group behind it.
#[derive(Clone, Debug)]
pub(super) struct Port<'a> {
    /// What the target group is named after.
    pub(super) group: &'a str,
    /// The port that clients use.
    pub(super) port: i32,
    /// The port on the instances.
    pub(super) target: i32,
    /// The certificate that clients are shown, with the policy for TLS.
    pub(super) certificate: Option<(&'a str, &'a str)>,
    /// The path that is asked by HTTPS to find out whether an instance works; without one, a connection is opened.
    pub(super) health_path: Option<&'a str>,
}

impl Port<'_> {
    /// Adds the target group and the listener.
    pub(super) fn add(&self, context: &Context<'_>, graph: &mut Builder, load_balancer: &str, origin: &Origin) {
        let protocol = if self.certificate.is_some() { "TLS" } else { "TCP" };
        let name = context.names.load_balancer_name(self.group);
        let group = TargetGroup {
            vpc: context.vpc(),
            protocol: protocol.to_owned(),
            port: self.target,
            health_check: HealthCheck {
                target: if self.health_path.is_some() { "HTTPS" } else { "TCP" }.to_owned(),
                path: self.health_path.map(str::to_owned),
                interval: 10,
                timeout: None,
                healthy_threshold: 2,
                unhealthy_threshold: 2,
            },
            deregistration_delay: 30,
            connection_termination: true,
            tags: context.tags(&name),
            name: name.clone(),
        };
        graph.own(&name, group, origin.clone());
        let listener = Listener {
            load_balancer: Ref::output(
                Kind::NetworkLoadBalancer,
                context.names.load_balancer(load_balancer),
                Output::Arn,
            ),
            port: self.port,
            protocol: protocol.to_owned(),
            certificate: self.certificate.map(|(certificate, _)| certificate.to_owned()),
            ssl_policy: self.certificate.map(|(_, policy)| policy.to_owned()),
            target_group: Ref::output(Kind::TargetGroup, name, Output::Arn),
        };
        graph.own(context.names.listener(load_balancer, self.port), listener, origin.clone());
    }
}

/// Adds the records that lead from a name to a load balancer, for IPv4 and IPv6, where names are published at all.
pub(super) fn records(
    context: &Context<'_>,
    graph: &mut Builder,
    name: &str,
    (kind, load_balancer): (Kind, &str),
    origin: &Origin,
) {
    if !context.publishes_dns_records() {
        return;
    }
    let Some(zone) = context.hosted_zone() else { return };
    for (record_type, suffix) in [("A", ""), ("AAAA", "-AAAA")] {
        let target = |output| Ref::output(kind, context.names.load_balancer(load_balancer), output);
        let record = DnsRecord {
            zone: zone.id.clone(),
            name: name.to_owned(),
            record_type: record_type.to_owned(),
            alias: Some(AliasTarget {
                dns_name: target(Output::DnsName),
                hosted_zone: target(Output::HostedZone),
                evaluate_health: false,
            }),
            ttl: None,
            values: None,
        };
        graph.own(format!("{name}{suffix}"), record, origin.clone());
    }
}
