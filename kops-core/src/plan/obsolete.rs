//! What the cluster owns and the graph does not want: which of it goes now, and which is kept until the user says more.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::decide::Decisions;
use super::inventory::{Inventory, Item};
use super::ownership::Owner;
use super::references::{OnParentDelete, part_of};
use super::{PlanOptions, Retained};
use crate::naming::tags;
use crate::resource::{Kind, Removal, ResourceId};

/// What leaves the account.
#[derive(Debug, Default)]
pub(super) struct Deletions {
    /// What is deleted by a step, with what the plan calls it.
    pub(super) by_step: BTreeMap<usize, ResourceId>,
    /// What goes with something that is deleted, and with what.
    pub(super) cascaded: BTreeMap<usize, usize>,
    /// What is kept for now.
    pub(super) kept: Vec<Retained>,
}

/// Finds what leaves the account: what is obsolete, and what cannot stay without that.
pub(super) fn leave(inventory: &Inventory<'_>, decisions: &Decisions<'_>, options: &PlanOptions) -> Deletions {
    let matched: BTreeSet<usize> = decisions.by_id.values().filter_map(|decision| decision.item).collect();
    let mut leaving = Deletions::default();
    let mut names = Names::new(decisions);
    let mut unwanted: Vec<usize> = (0..inventory.items.len()).collect();
    unwanted.retain(|index| !matched.contains(index) && !inventory.items[*index].deleting);
    unwanted.sort_by_key(|index| (inventory.items[*index].kind, inventory.items[*index].id.clone()));

    let mut kept = BTreeMap::new();
    for &index in &unwanted {
        let item = &inventory.items[index];
        let ours = item.owner == Owner::Spec || (options.delete_cluster && item.owner == Owner::Workload);
        if !ours {
            continue;
        }
        let name = names.name(item);
        if options.allows_deletion(&name, &item.id) {
            leaving.by_step.insert(index, name);
        } else {
            kept.insert(index, keep(item, name));
        }
    }
    leaving.keep_parts(inventory, &unwanted, &mut kept);
    leaving.take_parts(inventory, &unwanted, &mut names);
    kept.retain(|index, _| !leaving.cascaded.contains_key(index) && !leaving.by_step.contains_key(index));
    leaving.kept = unwanted.iter().filter_map(|index| kept.remove(index)).collect();
    leaving
}

impl Deletions {
    /// Keeps the parts of what is kept, as long as that: a role that instances still have does nothing without its policies.
    fn keep_parts(&mut self, inventory: &Inventory<'_>, unwanted: &[usize], kept: &mut BTreeMap<usize, Retained>) {
        for index in unwanted {
            let item = &inventory.items[*index];
            let whole = part_of(item.kind).and_then(|(field, _)| inventory.referred(item, field));
            let Some(until) = whole.and_then(|whole| kept.get(&whole)).map(|whole| whole.until.clone()) else {
                continue;
            };
            if let Some(resource) = self.by_step.remove(index) {
                kept.insert(*index, Retained { resource, id: item.id.clone().into_owned(), until });
            }
        }
    }

    /// Takes along the parts of what leaves or is leaving already, whoever made them.
    fn take_parts(&mut self, inventory: &Inventory<'_>, unwanted: &[usize], names: &mut Names) {
        for &index in unwanted {
            let item = &inventory.items[index];
            let Some((field, parting)) = part_of(item.kind) else { continue };
            let Some(whole) = inventory.referred(item, field) else { continue };
            if inventory.items[whole].deleting {
                self.by_step.remove(&index);
                self.cascaded.insert(index, whole);
                continue;
            }
            if !self.by_step.contains_key(&whole) {
                continue;
            }
            // Groups whose rules name each other would wait for each other.
            let peer = (item.kind == Kind::SecurityGroupRule).then(|| inventory.referred(item, "peer")).flatten();
            let ties = peer.is_some_and(|peer| peer != whole && self.by_step.contains_key(&peer));
            if parting == OnParentDelete::DeleteFirst || ties {
                self.by_step.entry(index).or_insert_with(|| names.name(item));
            } else {
                self.by_step.remove(&index);
                self.cascaded.insert(index, whole);
            }
        }
    }
}

fn keep(item: &Item<'_>, resource: ResourceId) -> Retained {
    let until = until(&resource);
    Retained { resource, id: item.id.clone().into_owned(), until }
}

/// What would delete a resource that is not wanted any more.
pub(super) fn until(resource: &ResourceId) -> String {
    match resource.kind.removal() {
        Removal::Guarded => format!("`--allow {resource}`"),
        Removal::WithCluster => "the cluster is deleted".to_owned(),
        _ => "`--prune`".to_owned(),
    }
}

/// Gives names to what the graph does not know, each once.
struct Names {
    taken: BTreeSet<ResourceId>,
}

impl Names {
    fn new(decisions: &Decisions<'_>) -> Self {
        Self { taken: decisions.by_id.keys().map(|id| (*id).clone()).collect() }
    }

    fn name(&mut self, item: &Item<'_>) -> ResourceId {
        let mut id = name_of(item);
        if self.taken.contains(&id) {
            id.name = format!("{} ({})", id.name, item.id);
        }
        self.taken.insert(id.clone());
        id
    }
}

/// What a plan calls a resource that is not in the graph.
pub(super) fn name_of(item: &Item<'_>) -> ResourceId {
    let text = |field: &str| item.fields.get(field).and_then(Value::as_str);
    let tag = item.fields.get("tags").and_then(|tags| tags.get(tags::NAME)).and_then(Value::as_str);
    let own = match item.kind {
        Kind::DnsRecord => text("name").zip(text("record_type")).map(|(name, of)| format!("{name}/{of}")),
        Kind::WarmPool => text("group").map(str::to_owned),
        Kind::EventTarget => text("rule").map(str::to_owned),
        Kind::Route => text("destination").map(str::to_owned),
        Kind::RolePolicyAttachment => text("policy_arn").and_then(|arn| arn.rsplit('/').next()).map(str::to_owned),
        Kind::Listener => item.fields.get("port").map(|port| format!("port-{port}")),
        _ => tag.or(text("name")).map(str::to_owned),
    };
    let name = own.filter(|name| !name.is_empty()).unwrap_or_else(|| item.id.0.clone());
    ResourceId::new(item.kind, name)
}
