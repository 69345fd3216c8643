//! Security groups and their rules.

use super::attributes::Attributes;
use super::links::Links;
use crate::resource::{Direction, Peer, SecurityGroup, SecurityGroupRule};

/// Any protocol.
const ALL: &str = "-1";

pub(super) fn security_group(links: Links<'_>, group: &SecurityGroup) -> Attributes {
    let SecurityGroup { vpc, name, description, tags } = group;
    Attributes::new()
        .set("name", name.as_str())
        .set_some("description", description.as_deref())
        .set("vpc_id", links.follow(vpc))
        .tags(tags)
}

/// Terraform wants ports in every rule: 0 and 0 stand for all protocols, 0 and 65535 for all ports of one.
pub(super) fn rule(links: Links<'_>, rule: &SecurityGroupRule) -> Attributes {
    let SecurityGroupRule { group, direction, protocol, from_port, to_port, peer, tags: _ } = rule;
    let last_port = if protocol == ALL { 0 } else { 65535 };
    let attributes = Attributes::new()
        .set("type", direction_name(*direction))
        .set("security_group_id", links.follow(group))
        .set("protocol", protocol.as_str())
        .set("from_port", from_port.unwrap_or(0))
        .set("to_port", to_port.unwrap_or(last_port));
    match peer {
        Peer::Ipv4(range) => attributes.list("cidr_blocks", [range.as_str()]),
        Peer::Ipv6(range) => attributes.list("ipv6_cidr_blocks", [range.as_str()]),
        Peer::PrefixList(id) => attributes.list("prefix_list_ids", [id.as_str()]),
        Peer::Group(group) => attributes.set("source_security_group_id", links.follow(group)),
    }
}

fn direction_name(direction: Direction) -> &'static str {
    match direction {
        Direction::Ingress => "ingress",
        Direction::Egress => "egress",
    }
}
