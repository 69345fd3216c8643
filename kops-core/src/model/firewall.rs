//! Security groups of instances, and who of the cluster may talk to whom.
//!
//! Control planes reach everything. Nodes reach each other, and on control planes all but etcd; what pods need beyond that
//! depends on the network of pods.

use super::context::Context;
use super::security_group::{Group, Rule, groups_of};
use crate::graph::{Builder, Origin};
use crate::resource::SecurityGroup;
use crate::spec::Role;

/// Ports of etcd that nodes never reach: clients and peers of `main` and `events`.
const ETCD_PORTS: [i32; 4] = [2380, 2381, 4001, 4002];
/// Ports of the etcd cluster for leases: peers and clients.
const ETCD_LEASES_PORTS: [i32; 2] = [2383, 4004];
/// The port on which members of Cilium's etcd talk to each other.
const ETCD_CILIUM_PEER_PORT: i32 = 2382;
/// The number of the protocol that carries IP packets inside IP packets.
const IP_IN_IP: &str = "4";

/// Adds the groups of nodes and control planes, and the rules between them.
pub(super) fn build(context: &Context<'_>, graph: &mut Builder) {
    let nodes = add_groups(context, graph, Role::Node);
    let control_planes = add_groups(context, graph, Role::Master);
    let all = [
        (&nodes, &nodes, "nodes reach each other"),
        (&control_planes, &control_planes, "control planes reach each other"),
        (&control_planes, &nodes, "control planes reach nodes"),
    ];
    for (sources, targets, reason) in all {
        for (source, target) in pairs(sources, targets) {
            Rule::between(source, target).add(context, graph, target.origin(reason));
        }
    }
    for (node, control_plane) in pairs(&nodes, &control_planes) {
        node_to_control_plane(context, graph, node, control_plane);
    }
}

/// Adds the security groups of a role, which reach everything; returns them.
pub(super) fn add_groups(context: &Context<'_>, graph: &mut Builder, role: Role) -> Vec<Group> {
    let (plural, described) = match role {
        Role::Node => ("nodes", "nodes"),
        Role::Bastion => ("bastions", "bastion"),
        Role::Master | Role::ApiServer => ("control planes", "masters"),
    };
    let groups = groups_of(context, role);
    for group in &groups {
        let resource = SecurityGroup {
            vpc: context.vpc(),
            name: group.name.clone(),
            description: Some(format!("Security group for {described}")),
            tags: context.tags(&group.name),
        };
        group.add(graph, resource, &format!("firewall of {plural}"));
        allow_egress(context, graph, group, &format!("{plural} reach everything"));
    }
    groups
}

/// Lets a group reach everything by IPv4 and IPv6.
pub(super) fn allow_egress(context: &Context<'_>, graph: &mut Builder, group: &Group, reason: &str) {
    for range in ["0.0.0.0/0", "::/0"] {
        Rule::leaving(group, range).add(context, graph, group.origin(reason));
    }
}

/// Every member of one list with every member of another.
pub(super) fn pairs<'a>(sources: &'a [Group], targets: &'a [Group]) -> impl Iterator<Item = (&'a Group, &'a Group)> {
    sources.iter().flat_map(move |source| targets.iter().map(move |target| (source, target)))
}

fn node_to_control_plane(context: &Context<'_>, graph: &mut Builder, node: &Group, control_plane: &Group) {
    let rule = || Rule::between(node, control_plane);
    let origin = || control_plane.origin("nodes reach control planes, but not etcd");
    rule().ports("udp", 1, 65535).add(context, graph, origin());
    for (first, last) in ranges_without(blocked_ports(context)) {
        rule().ports("tcp", first, last).add(context, graph, origin());
    }
    let Some(networking) = context.networking() else { return };
    let path = |key| context.path("spec.networking").key(key);
    for (key, tunnels) in [("calico", networking.calico.is_some()), ("kuberouter", networking.kuberouter.is_some())] {
        if tunnels {
            let origin = Origin::new("pods reach control planes through tunnels", path(key));
            rule().protocol(IP_IN_IP).add(context, graph, origin);
        }
    }
    if networking.amazonvpc.is_some() {
        let origin = Origin::new("pods reach pods on control planes by addresses of the VPC", path("amazonvpc"));
        rule().add(context, graph, origin);
    }
}

fn blocked_ports(context: &Context<'_>) -> Vec<i32> {
    let mut ports = ETCD_PORTS.to_vec();
    if context.has_etcd_cluster("leases") {
        ports.extend(ETCD_LEASES_PORTS);
    }
    if context.cilium_has_etcd() {
        ports.push(ETCD_CILIUM_PEER_PORT);
    }
    ports
}

/// The ranges of all ports but those that are blocked.
fn ranges_without(mut blocked: Vec<i32>) -> Vec<(i32, i32)> {
    blocked.sort_unstable();
    blocked.push(65536);
    let mut first = 1;
    let mut ranges = Vec::new();
    for port in blocked {
        if first < port {
            ranges.push((first, port - 1));
        }
        first = port + 1;
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn etcd_is_left_out_of_the_ports() {
        for (blocked, expected) in [
            (vec![], vec![(1, 65535)]),
            (ETCD_PORTS.to_vec(), vec![(1, 2379), (2382, 4000), (4003, 65535)]),
            (vec![4002, 2380, 1, 65535], vec![(2, 2379), (2381, 4001), (4003, 65534)]),
        ] {
            assert_eq!(ranges_without(blocked), expected);
        }
    }
}
