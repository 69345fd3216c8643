//! CIDRs that a new subnet wants and another subnet has.
//!
//! AWS refuses a subnet whose CIDR overlaps with another in the VPC. Planning finds that out, since the step would fail after others
//! were done.

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

/// A resource that must be deleted before another can be created.
#[derive(Debug)]
pub(super) struct Blocker<'a> {
    /// The resource to create.
    pub(super) wanted: &'a ResourceId,
    /// The index in the inventory of the resource that has to be deleted first.
    pub(super) item: usize,
}

/// Finds new resources whose CIDR overlaps with that of an existing one of the same kind. Where the existing one is deleted, that
/// has to happen first.
///
/// # Errors
/// One for each overlap with a resource that stays.
pub(super) fn conflicts<'a>(
    graph: &'a Graph,
    inventory: &Inventory<'_>,
    decisions: &Decisions<'a>,
    deletions: &Deletions,
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
            if deletions.by_step.contains_key(&index) {
                found.push(Blocker { wanted, item: index });
            } else {
                errors.push(occupied(graph, wanted, range.to_string(), item, theirs.to_string()));
            }
        }
    }
    if errors.is_empty() { Ok(found) } else { Err(errors) }
}

/// Explains a cycle: a renamed subnet cannot be created before the old one is deleted, and the old one is in use until the new one
/// exists. Only the user can resolve that, with another CIDR.
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

/// The parent that a new resource has its CIDR in, and the CIDR; `None` where the parent is new, too, and so has nothing in it.
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
