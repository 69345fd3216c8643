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
use crate::resource::{CloudId, Occupied, Ref, ResourceId};

/// A resource that must be gone before another can be made.
#[derive(Debug)]
pub(super) struct Blocker<'a> {
    /// What is to be made.
    pub(super) wanted: &'a ResourceId,
    /// What has to go first.
    pub(super) item: usize,
}

/// Finds what is to be made with addresses that another of the kind has already: AWS gives an address to one subnet only.
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
    let made = decisions.by_id.iter().filter(|(_, decision)| decision.action == NodeAction::Create);
    for (wanted, _) in made {
        let Some(occupied_by) = &wanted.kind.properties().occupies else { continue };
        let Some(node) = graph.nodes.get(*wanted) else { continue };
        let Some((whole, range)) = place_of(node, occupied_by, inventory, decisions) else { continue };
        for (index, item) in inventory.items.iter().enumerate().filter(|(_, item)| item.kind == wanted.kind) {
            let theirs = range_of(item, occupied_by, &whole).filter(|theirs| overlap(theirs, &range));
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

/// Says why operations wait for each other: a subnet that has to leave first is in use until the new one is there.
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
            let field = held.wanted.kind.properties().occupies?.range;
            let range = |fields: &Map<String, Value>| Some(field.text(fields)?.to_owned());
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

/// What the addresses are in and the range of something that is to be made; nothing inside of what is new itself.
fn place_of(
    node: &Node,
    occupied: &Occupied,
    inventory: &Inventory<'_>,
    decisions: &Decisions<'_>,
) -> Option<(CloudId, IpNet)> {
    let fields = node.resource.to_value();
    let range = IpNet::from_str(occupied.range.text(&fields)?).ok()?;
    let within = occupied.within.of(&fields)?;
    let whole = match Ref::in_value(within) {
        Some((id, _)) => decisions.by_id.get(&id)?.item?,
        None => inventory.by_word(*occupied.within.refers_to.first()?, within.as_str()?)?,
    };
    Some((inventory.items[whole].id.clone().into_owned(), range))
}

fn range_of(item: &Item<'_>, occupied: &Occupied, whole: &CloudId) -> Option<IpNet> {
    let inside = occupied.within.text(&item.fields) == Some(whole.as_str());
    IpNet::from_str(occupied.range.text(&item.fields).filter(|_| inside)?).ok()
}

fn overlap(a: &IpNet, b: &IpNet) -> bool {
    a.contains(b) || b.contains(a)
}
