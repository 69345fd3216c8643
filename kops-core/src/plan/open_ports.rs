//! Node ports that stay open although the spec does not open them any more.

use std::collections::BTreeSet;

use super::inventory::Inventory;
use super::ownership::Owner;
use crate::resource::{Direction, Peer, Resource, SecurityGroupRule};

/// The range from which Kubernetes takes node ports by default.
const NODE_PORTS: (i32, i32) = (30000, 32767);

/// Returns a note for each rule that opens node ports of the cluster's nodes to a CIDR or a prefix list and that the spec does
/// not want.
///
/// kops does not tag these rules. They could be of the user, who may open the same ports by hand: nothing deletes them, and the
/// user is to know. `wanted` are the resources that the spec wants; of these the range is taken where it is not the default.
pub(super) fn notes(inventory: &Inventory<'_>, wanted: &BTreeSet<usize>) -> Vec<String> {
    let rules =
        || inventory.items.iter().enumerate().filter_map(|(index, item)| Some((index, item, rule(&item.resource)?)));
    let mut ranges = BTreeSet::from([NODE_PORTS]);
    ranges.extend(rules().filter(|(index, ..)| wanted.contains(index)).filter_map(|(_, _, rule)| node_ports(rule)));
    let open = rules().filter(|(index, item, rule)| {
        let of_cluster = inventory.referred(item, SecurityGroupRule::GROUP).map(|group| &inventory.items[group].owner);
        !wanted.contains(index)
            && !item.deleting
            && item.owner == Owner::Unsaid
            && of_cluster == Some(&Owner::Spec)
            && node_ports(rule).is_some_and(|range| ranges.contains(&range))
    });
    open.filter_map(|(_, item, rule)| {
        let (Peer::Ipv4(from) | Peer::Ipv6(from) | Peer::PrefixList(from)) = &rule.peer else { return None };
        let (protocol, (first, last)) = (&rule.protocol, node_ports(rule)?);
        Some(format!(
            "node ports stay open to `{from}` ({protocol} {first}-{last}), which is not in `nodePortAccess`: as kops tags no such rule, revoke `{}` by hand if nothing else needs it",
            item.id
        ))
    })
    .collect()
}

fn rule(resource: &Resource) -> Option<&SecurityGroupRule> {
    match resource {
        Resource::SecurityGroupRule(rule) => Some(rule),
        _ => None,
    }
}

/// The ports of a rule that could be one for node ports: inbound, from outside of the cluster, and several of them.
fn node_ports(rule: &SecurityGroupRule) -> Option<(i32, i32)> {
    let from_outside = rule.direction == Direction::Ingress && !matches!(rule.peer, Peer::Group(_));
    let range = rule.from_port.zip(rule.to_port).filter(|(first, last)| first < last);
    range.filter(|_| from_outside && matches!(rule.protocol.as_str(), "tcp" | "udp"))
}
