//! Who may come in from outside: SSH, node ports, and the API where no load balancer stands before it.

use super::security_group::{Rule, groups_of, sources_in};
use crate::diag::Diagnostic;
use crate::graph::{Builder, Origin};
use crate::model::Context;
use crate::model::codes;
use crate::spec::Role;

const SSH: i32 = 22;
const HTTPS: i32 = 443;
/// The range from which Kubernetes takes node ports by default.
const NODE_PORTS: (i32, i32) = (30000, 32767);

/// Opens ports of nodes and control planes to the ranges of the spec.
pub(super) fn build(context: &Context<'_>, graph: &mut Builder) {
    if !context.has_bastion() {
        ssh(context, graph);
    }
    node_ports(context, graph);
    if context.api_load_balancer().is_none() {
        api(context, graph);
    }
}

/// Opens SSH on every instance. With bastions there is no direct access.
fn ssh(context: &Context<'_>, graph: &mut Builder) {
    for source in sources_in(context, "spec.sshAccess", &context.spec().ssh_access) {
        for (role, reason) in [(Role::Master, "SSH access to control-plane nodes"), (Role::Node, "SSH access to nodes")]
        {
            for group in groups_of(context, role) {
                let origin = Origin::new(reason, source.path.clone());
                Rule::admitting(&source, &group).tcp(SSH).add(context, graph, origin);
            }
        }
    }
}

fn node_ports(context: &Context<'_>, graph: &mut Builder) {
    let sources = sources_in(context, "spec.nodePortAccess", &context.spec().node_port_access);
    if sources.is_empty() {
        return;
    }
    let server = context.spec().kube_api_server.as_ref();
    let text = server.and_then(|server| server.service_node_port_range.as_deref()).filter(|text| !text.is_empty());
    let Some((first, last)) = text.map_or(Some(NODE_PORTS), port_range) else {
        let message = format!("`{}` is not a range of ports", text.unwrap_or_default());
        let path = context.path("spec.kubeAPIServer.serviceNodePortRange");
        graph.problem(Diagnostic::error(codes::NODE_PORTS.id, message).at(path).help("use the form `30000-32767`"));
        return;
    };
    for source in sources {
        for group in groups_of(context, Role::Node) {
            for protocol in ["tcp", "udp"] {
                let name = format!("nodeport-{protocol}-external-to-node-{}{}", source.text, group.suffix);
                let origin = Origin::new("client access to node ports", source.path.clone());
                let rule = Rule::admitting(&source, &group).ports(protocol, first, last);
                rule.add_as(name, graph, origin);
            }
        }
    }
}

fn api(context: &Context<'_>, graph: &mut Builder) {
    for source in sources_in(context, "spec.kubernetesApiAccess", &context.spec().kubernetes_api_access) {
        for group in groups_of(context, Role::Master) {
            let origin = Origin::new("client access to the API on control-plane nodes", source.path.clone());
            Rule::admitting(&source, &group).tcp(HTTPS).add(context, graph, origin);
        }
    }
}

/// Reads a range of ports as Kubernetes writes it: `30000-32767`, `30000+2767`, or one port.
fn port_range(text: &str) -> Option<(i32, i32)> {
    let port = |text: &str| text.trim().parse::<u16>().ok().map(i32::from);
    let (first, last) = if let Some((first, last)) = text.split_once('-') {
        (port(first)?, port(last)?)
    } else if let Some((first, more)) = text.split_once('+') {
        let first = port(first)?;
        (first, (first + port(more)?).min(65535))
    } else {
        (port(text)?, port(text)?)
    };
    (first <= last).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::testing::{list, public};
    use crate::resource::Kind;

    #[test]
    fn thousands_of_ranges_and_of_shared_security_groups_make_a_graph() {
        let ranges: Vec<String> = (0..4_000).map(|n| format!("10.0.{}.{}/32", n / 256, n % 256)).collect();
        let groups: Vec<String> = (0..4_000).map(|n| format!("sg-{n}")).collect();
        let demo = public(json!({"sshAccess": ranges})).group("nodes", json!({"additionalSecurityGroups": groups}));
        let graph = demo.build();
        let rules = list(&graph, Kind::SecurityGroupRule);
        let of_ssh = rules.iter().filter(|name| name.contains("-ingress-tcp-22to22-"));
        assert_eq!(of_ssh.count(), 2 * 4_000, "of control planes and of nodes");
        assert!(list(&graph, Kind::SecurityGroup).len() > 4_000);
    }

    #[test]
    fn port_ranges_are_read_as_kubernetes_writes_them() {
        for (text, expected) in [
            ("30000-32767", Some((30000, 32767))),
            ("28000+10", Some((28000, 28010))),
            ("65000+1000", Some((65000, 65535))),
            ("30000", Some((30000, 30000))),
            ("32767-30000", None),
            ("many", None),
            ("1-99999", None),
            ("", None),
        ] {
            assert_eq!(port_range(text), expected, "{text}");
        }
    }
}
