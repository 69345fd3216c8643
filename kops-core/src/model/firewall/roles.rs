//! Security groups of instances, and who of the cluster may talk to whom.
//!
//! Control planes reach everything. Nodes reach each other, and on control planes all but etcd; what pods need beyond that
//! depends on the network of pods.

use super::security_group::{Group, Rule, groups_of};
use crate::graph::{Builder, Origin};
use crate::model::Context;
use crate::model::ports::{ETCD_CILIUM_PEER_PORT, ETCD_LEASES_PORTS, ETCD_PORTS};
use crate::resource::SecurityGroup;
use crate::spec::Role;

/// The number of the protocol that carries IP packets inside IP packets.
const IP_IN_IP: &str = "4";

/// Adds the groups of nodes and control planes, and the rules between them.
pub(super) fn build(context: &Context<'_>, graph: &mut Builder) {
    let nodes = add_groups(context, graph, Role::Node);
    let control_planes = add_groups(context, graph, Role::Master);
    let all = [
        (&nodes, &nodes, "traffic between nodes"),
        (&control_planes, &control_planes, "traffic between control-plane nodes"),
        (&control_planes, &nodes, "traffic from control-plane nodes to nodes"),
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
pub(in crate::model) fn add_groups(context: &Context<'_>, graph: &mut Builder, role: Role) -> Vec<Group> {
    let (plural, described) = match role {
        Role::Node => ("nodes", "nodes"),
        Role::Bastion => ("bastions", "bastion"),
        Role::Master | Role::ApiServer => ("control-plane nodes", "masters"),
    };
    let groups = groups_of(context, role);
    for group in &groups {
        let resource = SecurityGroup {
            vpc: context.vpc(),
            name: group.name.clone(),
            description: Some(format!("Security group for {described}")),
            tags: context.tags(&group.name),
        };
        group.add(context, graph, resource, &format!("security group for {plural}"));
        allow_egress(context, graph, group, &format!("outbound traffic of {plural}"));
    }
    groups
}

/// Lets a group reach everything by IPv4 and IPv6.
pub(in crate::model) fn allow_egress(context: &Context<'_>, graph: &mut Builder, group: &Group, reason: &str) {
    for range in ["0.0.0.0/0", "::/0"] {
        Rule::leaving(group, range).add(context, graph, group.origin(reason));
    }
}

/// Every member of one list with every member of another.
pub(in crate::model) fn pairs<'a>(
    sources: &'a [Group],
    targets: &'a [Group],
) -> impl Iterator<Item = (&'a Group, &'a Group)> {
    sources.iter().flat_map(move |source| targets.iter().map(move |target| (source, target)))
}

fn node_to_control_plane(context: &Context<'_>, graph: &mut Builder, node: &Group, control_plane: &Group) {
    let rule = || Rule::between(node, control_plane);
    let origin = || control_plane.origin("traffic from nodes to control-plane nodes, except to etcd");
    rule().ports("udp", 1, 65535).add(context, graph, origin());
    for (first, last) in ranges_without(blocked_ports(context)) {
        rule().ports("tcp", first, last).add(context, graph, origin());
    }
    let Some(networking) = context.networking() else { return };
    let path = |key| context.path("spec.networking").key(key);
    for (key, tunnels) in [("calico", networking.calico.is_some()), ("kuberouter", networking.kuberouter.is_some())] {
        if tunnels {
            let origin = Origin::new("tunneled pod traffic to control-plane nodes", path(key));
            rule().protocol(IP_IN_IP).add(context, graph, origin);
        }
    }
    if networking.amazonvpc.is_some() {
        let origin = Origin::new("pod traffic to control-plane nodes with VPC addresses", path("amazonvpc"));
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
    use serde_json::{Value, json};

    use super::*;
    use crate::model::testing::{Demo, list, public};
    use crate::resource::{Kind, Peer, Ref, Resource};

    /// The rules between the cluster's own groups as `source > target protocol ports`.
    fn between_groups(demo: &Demo) -> Vec<String> {
        let name = |reference: &Ref| match reference {
            Ref::Resource { id, .. } => id.name.replace(".demo.example.com", ""),
            Ref::Known(id) => id.clone(),
        };
        let shown = |node: &crate::graph::Node| {
            let Resource::SecurityGroupRule(rule) = &node.resource else { return None };
            let Peer::Group(source) = &rule.peer else { return None };
            let ports = rule.from_port.zip(rule.to_port).map_or(String::new(), |(a, b)| format!(" {a}-{b}"));
            Some(format!("{} > {} {}{ports}", name(source), name(&rule.group), rule.protocol))
        };
        demo.build().of_kind(Kind::SecurityGroupRule).filter_map(|(_, node)| shown(node)).collect()
    }

    #[test]
    fn the_network_of_pods_decides_what_nodes_reach_on_control_planes() {
        let always = [
            "masters > masters -1",
            "masters > nodes -1",
            "nodes > nodes -1",
            "nodes > masters tcp 1-2379",
            "nodes > masters tcp 2382-4000",
            "nodes > masters tcp 4003-65535",
            "nodes > masters udp 1-65535",
        ];
        let cilium_etcd = ["nodes > masters tcp 2383-4000"];
        let cases: [(Value, &[&str], &[&str]); 11] = [
            (json!({"cni": {}}), &[], &[]),
            (json!({"kubenet": {}}), &[], &[]),
            (json!({"kopeio": {}}), &[], &[]),
            (json!({"flannel": {"backend": "vxlan"}}), &[], &[]),
            (json!({"kindnet": {}}), &[], &[]),
            (json!({"cilium": {}}), &[], &[]),
            (json!({"cilium": {"ipam": "eni"}}), &[], &[]),
            (json!({"cilium": {"etcdManaged": true}}), &cilium_etcd, &["nodes > masters tcp 2382-4000"]),
            (json!({"calico": {}}), &["nodes > masters 4"], &[]),
            (json!({"kuberouter": {}}), &["nodes > masters 4"], &[]),
            (json!({"amazonvpc": {}}), &["nodes > masters -1"], &[]),
        ];
        for (networking, added, taken) in cases {
            let mut demo = public(json!({}));
            demo.cluster.spec.networking = Some(serde_json::from_value(networking.clone()).expect("is a network"));
            let mut expected: Vec<&str> = always.iter().chain(added).copied().filter(|r| !taken.contains(r)).collect();
            expected.sort_unstable();
            let mut rules = between_groups(&demo);
            rules.sort_unstable();
            assert_eq!(rules, expected, "{networking}");
        }
    }

    #[test]
    fn groups_may_bring_their_own_security_group() {
        let demo = public(json!({"sshAccess": []}))
            .group("nodes", json!({"securityGroupOverride": "sg-1"}))
            .group("others", json!({"role": "Node", "subnets": ["us-east-2a"]}));
        let graph = demo.build();
        assert_eq!(list(&graph, Kind::SecurityGroup), ["masters", "nodes", "sg-1-Node (sg-1)"]);
        let rules = between_groups(&demo);
        for rule in
            ["masters > sg-1-Node -1", "sg-1-Node > nodes -1", "nodes > sg-1-Node -1", "sg-1-Node > sg-1-Node -1"]
        {
            assert!(rules.iter().any(|known| known == rule), "{rule}: {rules:?}");
        }
        assert_eq!(graph.notes, ["security group rules are added to the shared security group `sg-1`"]);

        let all = public(json!({})).group("nodes", json!({"securityGroupOverride": "sg-1"}));
        assert_eq!(list(&all.build(), Kind::SecurityGroup), ["masters", "sg-1-Node (sg-1)"]);
    }

    #[test]
    fn one_security_group_may_stand_for_all_roles() {
        let load_balancer = json!({"securityGroupOverride": "sg-1", "additionalSecurityGroups": ["sg-1", "sg-2"]});
        let graph = public(json!({"api": {"loadBalancer": load_balancer}}))
            .group("nodes", json!({"securityGroupOverride": "sg-1"}))
            .group("control-plane", json!({"securityGroupOverride": "sg-1", "additionalSecurityGroups": ["sg-2"]}))
            .build();
        assert_eq!(list(&graph, Kind::SecurityGroup), ["sg-1-ControlPlane (sg-1)", "sg-2 (sg-2)"]);
    }

    #[test]
    fn rules_have_the_clusters_tags_only_where_kops_gives_them() {
        let api = json!({"loadBalancer": {"type": "Public", "class": "Network"}});
        let spec = json!({"api": api, "kubernetesApiAccess": ["0.0.0.0/0", "::/0"], "nodePortAccess": ["10.0.0.0/8"],
            "topology": {"dns": {"type": "None"}}});
        let graph = public(spec).build();
        let untagged = graph.of_kind(Kind::SecurityGroupRule).filter_map(|(id, node)| match &node.resource {
            Resource::SecurityGroupRule(rule) if rule.tags.is_empty() => Some(id),
            _ => None,
        });
        assert_eq!(
            untagged.collect::<Vec<_>>(),
            [
                "https-elb-to-master",
                "icmp-pmtu-api-elb-0.0.0.0/0",
                "icmp-pmtu-cp-to-elb",
                "icmp-pmtu-elb-to-cp",
                "icmpv6-pmtu-api-elb-::/0",
                "kops-controller-elb-to-cp",
                "node-to-elb",
                "nodeport-tcp-external-to-node-10.0.0.0/8",
                "nodeport-udp-external-to-node-10.0.0.0/8",
            ]
        );
    }

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
