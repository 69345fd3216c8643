//! Rules of security groups, many on few lines: who, which ports, from whom.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::format::Words;
use crate::resource::{Field, Resource, SecurityGroupRule};

/// One rule: `nodes in tcp 22 from 10.0.0.0/8`.
pub(super) fn one(words: Words<'_>, fields: &Map<String, Value>) -> String {
    let Rule { group, inwards, ports, peer } = Rule::read(words, fields);
    format!("{group} {} {ports} {} {peer}", if inwards { "in" } else { "out" }, if inwards { "from" } else { "to" })
}

/// Rows of a table for many rules: the group, the direction, the ports, the other side.
///
/// Rules that differ in their ports only share a row, then those that differ in the other side only.
pub(super) fn table<'a>(words: Words<'_>, rules: impl Iterator<Item = &'a Resource>) -> Vec<[String; 4]> {
    let mut by_peer: BTreeMap<(String, bool, String), Vec<String>> = BTreeMap::new();
    for rule in rules {
        let rule = Rule::read(words, &rule.to_value());
        by_peer.entry((rule.group, rule.inwards, rule.peer)).or_default().push(rule.ports);
    }
    let mut by_ports: BTreeMap<(String, bool, Vec<String>), Vec<String>> = BTreeMap::new();
    for ((group, inwards, peer), mut ports) in by_peer {
        ports.sort_by_cached_key(|ports| order_of_ports(ports));
        by_ports.entry((group, !inwards, ports)).or_default().push(peer);
    }
    by_ports
        .into_iter()
        .map(|((group, outwards, ports), peers)| {
            let (direction, to) = if outwards { ("out", "to") } else { ("in", "from") };
            [group, direction.to_owned(), join_ports(&ports), format!("{to} {}", peers.join(", "))]
        })
        .collect()
}

struct Rule {
    group: String,
    inwards: bool,
    ports: String,
    peer: String,
}

impl Rule {
    fn read(words: Words<'_>, fields: &Map<String, Value>) -> Self {
        let value = |field: &Field| field.of(fields).cloned().unwrap_or_default();
        let name = |value: &Value| words.value(value).replace(" (new)", "");
        let peer = value(SecurityGroupRule::PEER);
        let peer = peer.as_object().and_then(|peer| peer.values().next()).map(name).unwrap_or_default();
        Self {
            group: name(&value(SecurityGroupRule::GROUP)),
            inwards: value(SecurityGroupRule::DIRECTION) != "egress",
            ports: ports(
                value(SecurityGroupRule::PROTOCOL).as_str().unwrap_or_default(),
                &value(SecurityGroupRule::FROM_PORT),
                &value(SecurityGroupRule::TO_PORT),
            ),
            peer,
        }
    }
}

fn ports(protocol: &str, from: &Value, to: &Value) -> String {
    let protocol = match protocol {
        "-1" => return "everything".to_owned(),
        "4" => "IPIP".to_owned(),
        other if other.chars().all(|c| c.is_ascii_digit()) => format!("protocol {other}"),
        other => other.to_owned(),
    };
    match (from.as_i64(), to.as_i64()) {
        (None | Some(-1), _) => protocol,
        (Some(from), Some(to)) if from != to => format!("{protocol} {from}-{to}"),
        (Some(from), _) => format!("{protocol} {from}"),
    }
}

/// By protocol and the first port as a number.
fn order_of_ports(ports: &str) -> (String, u32) {
    let (protocol, range) = ports.split_once(' ').unwrap_or((ports, ""));
    let first = range.split('-').next().and_then(|first| first.parse().ok());
    (protocol.to_owned(), first.unwrap_or(0))
}

/// Says a protocol once for all of its ports: `tcp 22, 443; udp 53`.
fn join_ports(ports: &[String]) -> String {
    let mut joined = String::new();
    let mut last = "";
    for entry in ports {
        let (protocol, range) = entry.split_once(' ').unwrap_or((entry, ""));
        if protocol == last && !range.is_empty() {
            joined.push_str(", ");
            joined.push_str(range);
        } else {
            if !joined.is_empty() {
                joined.push_str("; ");
            }
            joined.push_str(entry);
        }
        last = protocol;
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource::{Direction, Kind, Peer, Ref};

    fn rule(protocol: &str, ports: Option<(i32, i32)>, direction: Direction, peer: Peer) -> Resource {
        SecurityGroupRule {
            group: Ref::to(Kind::SecurityGroup, "nodes.demo"),
            direction,
            protocol: protocol.into(),
            from_port: ports.map(|(from, _)| from),
            to_port: ports.map(|(_, to)| to),
            peer,
            ..SecurityGroupRule::default()
        }
        .into()
    }

    #[test]
    fn alike_rules_share_a_row() {
        use Direction::{Egress, Ingress};
        let (v4, v6) = (Peer::Ipv4("0.0.0.0/0".into()), Peer::Ipv6("::/0".into()));
        let masters = Peer::Group(Ref::to(Kind::SecurityGroup, "masters.demo"));
        let rules = [
            rule("tcp", Some((2382, 4000)), Ingress, masters.clone()),
            rule("tcp", Some((1, 2379)), Ingress, masters.clone()),
            rule("udp", Some((1, 65535)), Ingress, masters.clone()),
            rule("4", None, Ingress, masters),
            rule("-1", None, Egress, v4.clone()),
            rule("-1", None, Egress, v6),
            rule("tcp", Some((22, 22)), Ingress, v4),
        ];
        let rows: Vec<String> = table(Words { cluster: "demo", names: &BTreeMap::new() }, rules.iter())
            .iter()
            .map(|row| row.join(" | "))
            .collect();
        assert_eq!(
            rows,
            [
                "nodes | in | IPIP; tcp 1-2379, 2382-4000; udp 1-65535 | from masters",
                "nodes | in | tcp 22 | from 0.0.0.0/0",
                "nodes | out | everything | to 0.0.0.0/0, ::/0",
            ]
        );
    }
}
