//! Security groups and their rules.

use super::attributes::Attributes;
use super::links::Links;
use crate::resource::{Direction, Peer, SecurityGroup, SecurityGroupRule};

/// Any protocol.
const ALL: &str = "-1";

pub(super) fn security_group(links: Links<'_>, group: &SecurityGroup) -> Attributes {
    Attributes::new()
        .set("name", group.name.as_str())
        .set_some("description", group.description.as_deref())
        .set("vpc_id", links.follow(&group.vpc))
        .tags(&group.tags)
}

/// Terraform wants ports in every rule: 0 and 0 stand for all protocols, 0 and 65535 for all ports of one.
pub(super) fn rule(links: Links<'_>, rule: &SecurityGroupRule) -> Attributes {
    let last_port = if rule.protocol == ALL { 0 } else { 65535 };
    let attributes = Attributes::new()
        .set("type", direction(rule.direction))
        .set("security_group_id", links.follow(&rule.group))
        .set("protocol", rule.protocol.as_str())
        .set("from_port", rule.from_port.unwrap_or(0))
        .set("to_port", rule.to_port.unwrap_or(last_port));
    match &rule.peer {
        Peer::Ipv4(range) => attributes.list("cidr_blocks", [range.as_str()]),
        Peer::Ipv6(range) => attributes.list("ipv6_cidr_blocks", [range.as_str()]),
        Peer::PrefixList(id) => attributes.list("prefix_list_ids", [id.as_str()]),
        Peer::Group(group) => attributes.set("source_security_group_id", links.follow(group)),
    }
}

fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Ingress => "ingress",
        Direction::Egress => "egress",
    }
}
