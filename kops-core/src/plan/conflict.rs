//! What stands in the way of something that is to be made.

use std::str::FromStr;

use ipnet::IpNet;
use serde_json::{Map, Value};

use super::PlanError;
use super::decide::{Decisions, NodeAction};
use super::inventory::{Inventory, Item};
use super::obsolete::Deletions;
use super::reason::source;
use crate::graph::{Cycle, Graph, Node};
use crate::resource::{CloudId, Kind, Ref, ResourceId};

/// A resource that must be gone before another can be made.
#[derive(Debug)]
pub(super) struct Blocker<'a> {
    /// What is to be made.
    pub(super) wanted: &'a ResourceId,
    /// What has to go first.
    pub(super) item: usize,
}

/// Finds subnets whose addresses a subnet of the account has already: AWS gives an address to one subnet only.
///
/// Where that one leaves, it has to leave first.
///
/// # Errors
/// One for each that stays.
pub(super) fn conflicts<'a>(
    graph: &'a Graph,
    inventory: &Inventory<'_>,
    decisions: &Decisions<'a>,
    leaving: &Deletions,
) -> Result<Vec<Blocker<'a>>, Vec<PlanError>> {
    let (mut found, mut errors) = (Vec::new(), Vec::new());
    let made = decisions.by_id.iter().filter(|(id, d)| id.kind == Kind::Subnet && d.action == NodeAction::Create);
    for (wanted, _) in made {
        let Some(node) = graph.nodes.get(*wanted) else { continue };
        let Some((vpc, range)) = place_of(node, inventory, decisions) else { continue };
        for (index, item) in inventory.items.iter().enumerate() {
            let theirs = range_of(item, &vpc).filter(|theirs| overlap(theirs, &range));
            let Some(theirs) = theirs.filter(|_| !item.deleting) else { continue };
            if leaving.by_step.contains_key(&index) {
                found.push(Blocker { wanted, item: index });
            } else {
                errors.push(occupied(graph, wanted, range.to_string(), item, theirs.to_string()));
            }
        }
    }
    if errors.is_empty() { Ok(found) } else { Err(errors) }
}

/// Says why acts wait for each other: a subnet that has to leave first is in use until the new one is there.
pub(super) fn deadlock(
    graph: &Graph,
    inventory: &Inventory<'_>,
    blockers: &[Blocker<'_>],
    cycle: Cycle,
) -> Vec<PlanError> {
    let stuck = blockers.iter().filter(|held| cycle.0.contains(held.wanted));
    let errors: Vec<PlanError> = stuck
        .filter_map(|held| {
            let item = &inventory.items[held.item];
            let wanted = graph.nodes.get(held.wanted)?.resource.to_value();
            let range = |fields: &Map<String, Value>| Some(fields.get("cidr")?.as_str()?.to_owned());
            Some(occupied(graph, held.wanted, range(&wanted)?, item, range(&item.fields)?))
        })
        .collect();
    if errors.is_empty() { vec![PlanError::Cycle(cycle)] } else { errors }
}

fn occupied(graph: &Graph, wanted: &ResourceId, range: String, item: &Item<'_>, held: String) -> PlanError {
    let path = graph.nodes.get(wanted).and_then(|node| node.origin.path.as_ref());
    PlanError::Occupied {
        resource: wanted.clone(),
        range,
        holder: item.id.clone().into_owned(),
        held,
        origin: path.map(|path| source(graph, path)),
    }
}

/// The VPC and the range of a subnet that is to be made; nothing in a VPC that is new itself.
fn place_of(node: &Node, inventory: &Inventory<'_>, decisions: &Decisions<'_>) -> Option<(CloudId, IpNet)> {
    let fields = node.resource.to_value();
    let range = IpNet::from_str(fields.get("cidr")?.as_str()?).ok()?;
    let vpc = match Ref::in_value(fields.get("vpc")?) {
        Some((id, _)) => decisions.by_id.get(&id)?.item?,
        None => inventory.by_word(Kind::Vpc, fields.get("vpc")?.as_str()?)?,
    };
    Some((inventory.items[vpc].id.clone().into_owned(), range))
}

fn range_of(item: &Item<'_>, vpc: &CloudId) -> Option<IpNet> {
    let text = |field: &str| item.fields.get(field).and_then(Value::as_str);
    let inside = item.kind == Kind::Subnet && text("vpc") == Some(vpc.0.as_str());
    IpNet::from_str(text("cidr").filter(|_| inside)?).ok()
}

fn overlap(a: &IpNet, b: &IpNet) -> bool {
    a.contains(b) || b.contains(a)
}
