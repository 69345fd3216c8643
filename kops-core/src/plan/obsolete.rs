//! What the cluster owns and the graph does not want: which of it goes now, and which is kept until the user says more.

use std::collections::{BTreeMap, BTreeSet};

use super::decide::Decisions;
use super::identity::tag;
use super::inventory::{Inventory, Item};
use super::ownership::Owner;
use super::{PlanError, PlanOptions, Retained, in_use};
use crate::naming::tags;
use crate::resource::{Field, Kind, Label, OnParentDelete, Peer, Ref, Removal, Resource, ResourceId};

/// What leaves the account.
#[derive(Debug, Default)]
pub(super) struct Deletions {
    /// What is deleted by a step, with what the plan calls it.
    pub(super) by_step: BTreeMap<usize, ResourceId>,
    /// What goes with something that is deleted, and with what.
    pub(super) cascaded: BTreeMap<usize, usize>,
    /// What is kept for now.
    pub(super) kept: Vec<Retained>,
    /// What keeps a cluster from being deleted.
    pub(super) errors: Vec<PlanError>,
}

/// Finds what leaves the account: what is obsolete, and what cannot stay without that.
pub(super) fn leave(
    inventory: &Inventory<'_>,
    decisions: &Decisions<'_>,
    cluster: &str,
    options: &PlanOptions,
) -> Deletions {
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
        let name = names.name(inventory, item);
        if options.allows_deletion(&name, &item.id) {
            leaving.by_step.insert(index, name);
        } else {
            kept.insert(index, keep(item, name));
        }
    }
    leaving.keep_parts(inventory, &unwanted, &mut kept);
    let uses = in_use::Uses::new(inventory, cluster, options.delete_cluster);
    while let Some(held) = leaving.held(&uses, &matched) {
        if options.delete_cluster {
            let error = |(index, users): (usize, Vec<String>)| {
                let (resource, id) = (leaving.by_step[&index].clone(), inventory.items[index].id.clone().into_owned());
                PlanError::InUse { resource, id, users }
            };
            leaving.errors = held.into_iter().map(error).collect();
            return leaving;
        }
        for (index, users) in held {
            let Some(resource) = leaving.by_step.remove(&index) else { continue };
            let until = format!("{} is gone", users.join(", "));
            kept.insert(index, Retained { resource, id: inventory.items[index].id.clone().into_owned(), until });
        }
        leaving.keep_parts(inventory, &unwanted, &mut kept);
    }
    leaving.take_parts(inventory, &unwanted, &mut names);
    kept.retain(|index, _| !leaving.cascaded.contains_key(index) && !leaving.by_step.contains_key(index));
    leaving.kept = unwanted.iter().filter_map(|index| kept.remove(index)).collect();
    leaving
}

impl Deletions {
    /// Finds what would be deleted although something that stays uses it; nothing where there is none.
    fn held(&self, uses: &in_use::Uses<'_>, matched: &BTreeSet<usize>) -> Option<Vec<(usize, Vec<String>)>> {
        let (goes, kept) = (|index| self.by_step.contains_key(&index), |index| matched.contains(&index));
        let users = self.by_step.keys().map(|index| (*index, uses.of(*index, &goes, &kept)));
        let held: Vec<_> = users.filter(|(_, users)| !users.is_empty()).collect();
        (!held.is_empty()).then_some(held)
    }

    /// Keeps the parts of what is kept, as long as that: a role that instances still have does nothing without its policies.
    fn keep_parts(&mut self, inventory: &Inventory<'_>, unwanted: &[usize], kept: &mut BTreeMap<usize, Retained>) {
        for index in unwanted {
            let item = &inventory.items[*index];
            let whole = inventory.whole(item).and_then(|(whole, _)| kept.get(&whole));
            let Some(until) = whole.map(|whole| whole.until.clone()) else { continue };
            if let Some(resource) = self.by_step.remove(index) {
                kept.insert(*index, Retained { resource, id: item.id.clone().into_owned(), until });
            }
        }
    }

    /// Takes along the parts of what leaves or is leaving already, regardless of their owner.
    fn take_parts(&mut self, inventory: &Inventory<'_>, unwanted: &[usize], names: &mut Names) {
        for &index in unwanted {
            let item = &inventory.items[index];
            let Some((whole, on_delete)) = inventory.whole(item) else { continue };
            if inventory.items[whole].deleting {
                self.by_step.remove(&index);
                self.cascaded.insert(index, whole);
                continue;
            }
            if !self.by_step.contains_key(&whole) {
                continue;
            }
            let other = item.kind.properties().ties_to.and_then(|(field, kind)| {
                inventory.referred(item, field).filter(|other| inventory.items[*other].kind == kind)
            });
            let ties = other.is_some_and(|other| other != whole && self.by_step.contains_key(&other));
            if on_delete == OnParentDelete::DeleteFirst || ties {
                self.by_step.entry(index).or_insert_with(|| names.name(inventory, item));
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

    fn name(&mut self, inventory: &Inventory<'_>, item: &Item<'_>) -> ResourceId {
        let mut id = name_of(inventory, item);
        if self.taken.contains(&id) {
            id.name = format!("{} ({})", id.name, item.id);
        }
        self.taken.insert(id.clone());
        id
    }
}

/// What a plan calls a resource that is not in the graph.
pub(super) fn name_of(inventory: &Inventory<'_>, item: &Item<'_>) -> ResourceId {
    let text = |field: &Field| field.text(&item.fields).map(str::to_owned);
    let tag = || tag(&item.resource, tags::NAME).map(str::to_owned);
    let own = match item.kind.properties().label {
        Label::NameTag => tag(),
        Label::NameTagOrRule => tag().or_else(|| rule_name(inventory, item)),
        Label::NameTagOr(field) => tag().or_else(|| text(field)),
        Label::Field(field) => text(field),
        Label::Pair(first, second) => text(first).zip(text(second)).map(|(a, b)| format!("{a}/{b}")),
        Label::LastSegment(field) => text(field).and_then(|text| Some(text.rsplit('/').next()?.to_owned())),
        Label::Numbered(word, field) => field.of(&item.fields).map(|number| format!("{word}-{number}")),
    };
    let name = own.filter(|name| !name.is_empty()).unwrap_or_else(|| item.id.0.clone());
    ResourceId::new(item.kind, name)
}

/// The name of a rule from what it allows. Groups of the cluster are called by their names, others by their ids.
fn rule_name(inventory: &Inventory<'_>, item: &Item<'_>) -> Option<String> {
    let Resource::SecurityGroupRule(rule) = &*item.resource else { return None };
    let group = |id: &Ref| {
        let id = id.known()?;
        let group = inventory.by_word(Kind::SecurityGroup, id).map(|index| &inventory.items[index]);
        let name = group.filter(|group| group.owner == Owner::Spec).and_then(|group| tag(&group.resource, tags::NAME));
        Some(name.unwrap_or(id).to_owned())
    };
    let peer = match &rule.peer {
        Peer::Group(id) => group(id)?,
        Peer::Ipv4(range) | Peer::Ipv6(range) | Peer::PrefixList(range) => range.clone(),
    };
    Some(rule.name(&group(&rule.group)?, &peer))
}
