//! Security group rules: grouped by security group, direction, ports and peers.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::format::Words;
use crate::plan::SourceRef;
use crate::resource::{Direction, Field, Peer, Ref, Resource, SecurityGroupRule};

/// A rule on one line: `nodes.demo in tcp 22 from 10.0.0.0/8`.
pub(super) fn one(words: Words<'_>, fields: &Map<String, Value>) -> String {
    let Rule { group, inwards, ports, peer } = Rule::read(words, fields);
    format!("{group} {} {ports} {} {peer}", if inwards { "in" } else { "out" }, if inwards { "from" } else { "to" })
}

/// True for a rule that lets in what is not in a security group of the cluster.
pub(super) fn opens(resource: &Resource) -> bool {
    match resource {
        Resource::SecurityGroupRule(rule) => {
            rule.direction == Direction::Ingress && !matches!(rule.peer, Peer::Group(Ref::Resource { .. }))
        }
        _ => false,
    }
}

/// A row of rules.
pub(super) struct RuleRow<'a> {
    /// Direction and ports, then peers.
    pub(super) columns: [String; 2],
    /// Where the rules come from.
    pub(super) sources: Vec<&'a SourceRef>,
}

/// What rules have that share a row.
#[derive(Default)]
struct Joined<'a> {
    parts: Vec<String>,
    sources: Vec<&'a SourceRef>,
}

/// The rows of each security group, of rules that may each have a source.
///
/// Rules that differ only in their ports share a row; so do rules that differ only in their peers.
pub(super) fn table<'a>(
    words: Words<'_>,
    rules: impl Iterator<Item = (&'a Resource, Option<&'a SourceRef>)>,
) -> BTreeMap<String, Vec<RuleRow<'a>>> {
    let mut by_peer: BTreeMap<(String, bool, String), Joined<'_>> = BTreeMap::new();
    for (rule, source) in rules {
        let rule = Rule::read(words, &rule.to_value());
        let joined = by_peer.entry((rule.group, rule.inwards, rule.peer)).or_default();
        joined.parts.push(rule.ports);
        joined.sources.extend(source);
    }
    let mut by_ports: BTreeMap<(String, bool, Vec<String>), Joined<'_>> = BTreeMap::new();
    for ((group, inwards, peer), Joined { parts: mut ports, sources }) in by_peer {
        ports.sort_by_cached_key(|ports| order_of_ports(ports));
        let joined = by_ports.entry((group, !inwards, ports)).or_default();
        joined.parts.push(peer);
        joined.sources.extend(sources);
    }
    let mut groups: BTreeMap<String, Vec<RuleRow<'_>>> = BTreeMap::new();
    for ((group, outwards, ports), Joined { parts: peers, sources }) in by_ports {
        let (direction, to) = if outwards { ("out", "to") } else { ("in ", "from") };
        let columns = [format!("{direction} {}", join_ports(&ports)), format!("{to} {}", peers.join(", "))];
        groups.entry(group).or_default().push(RuleRow { columns, sources });
    }
    groups
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
        "-1" => return "all traffic".to_owned(),
        "4" => "IPIP".to_owned(),
        other if other.chars().all(|c| c.is_ascii_digit()) => format!("protocol {other}"),
        other => other.to_owned(),
    };
    match (from.as_i64(), to.as_i64()) {
        (None | Some(-1), _) => protocol,
        // The ports of ICMP rules are a type and a code.
        (Some(kind), code) if protocol.starts_with("icmp") => format!("{protocol} {}", icmp(&protocol, kind, code)),
        (Some(from), Some(to)) if from != to => format!("{protocol} {from}-{to}"),
        (Some(from), _) => format!("{protocol} {from}"),
    }
}

fn icmp(protocol: &str, kind: i64, code: Option<i64>) -> String {
    match (protocol, kind, code) {
        ("icmp", 3, Some(4)) => "fragmentation-needed (type 3 code 4)".to_owned(),
        ("icmpv6", 2, Some(0)) => "packet-too-big (type 2 code 0)".to_owned(),
        (_, kind, None | Some(-1)) => format!("type {kind}"),
        (_, kind, Some(code)) => format!("type {kind} code {code}"),
    }
}

/// By protocol, then by the first port as a number.
fn order_of_ports(ports: &str) -> (String, u32) {
    let (protocol, range) = ports.split_once(' ').unwrap_or((ports, ""));
    let first = range.split('-').next().and_then(|first| first.parse().ok());
    (protocol.to_owned(), first.unwrap_or(0))
}

/// Joins ports and writes each protocol once: `tcp 22, 443; udp 53`.
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
    use crate::resource::Kind;

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

    fn rows(rules: &[Resource]) -> Vec<String> {
        let groups = table(
            Words { names: &BTreeMap::new(), new: &BTreeMap::new(), titles: &BTreeMap::new(), folder: "" },
            rules.iter().map(|rule| (rule, None)),
        );
        let line = |(group, rows): (String, Vec<RuleRow<'_>>)| {
            rows.iter().map(|row| format!("{group} | {}", row.columns.join(" | "))).collect::<Vec<_>>()
        };
        groups.into_iter().flat_map(line).collect()
    }

    #[test]
    fn similar_rules_share_a_row() {
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
        assert_eq!(
            rows(&rules),
            [
                "nodes.demo | in  IPIP; tcp 1-2379, 2382-4000; udp 1-65535 | from masters.demo",
                "nodes.demo | in  tcp 22 | from 0.0.0.0/0",
                "nodes.demo | out all traffic | to 0.0.0.0/0, ::/0",
            ]
        );
    }

    #[test]
    fn icmp_has_types_and_codes_not_ports() {
        let from =
            |protocol, ports| rows(&[rule(protocol, ports, Direction::Ingress, Peer::Ipv4("10.0.0.0/8".into()))]);
        for (protocol, ports, expected) in [
            ("icmp", Some((3, 4)), "icmp fragmentation-needed (type 3 code 4)"),
            ("icmp", Some((8, -1)), "icmp type 8"),
            ("icmp", Some((11, 0)), "icmp type 11 code 0"),
            ("icmpv6", Some((2, 0)), "icmpv6 packet-too-big (type 2 code 0)"),
            ("icmpv6", Some((-1, -1)), "icmpv6"),
            ("icmp", None, "icmp"),
        ] {
            assert_eq!(from(protocol, ports), [format!("nodes.demo | in  {expected} | from 10.0.0.0/8")]);
        }
    }
}
