//! Obsolete resources, which the cluster owns and the graph lacks: which of them are deleted now, and which are retained
//! until the user allows their deletion.

use std::collections::{BTreeMap, BTreeSet};

use super::decide::Decisions;
use super::identity::tag;
use super::inventory::{Inventory, Item};
use super::ownership::Owner;
use super::{PlanError, PlanOptions, Retained, in_use};
use crate::naming::tags;
use crate::resource::{Field, Kind, Label, OnParentDelete, Peer, Ref, Removal, Resource, ResourceId};

/// What the plan deletes.
#[derive(Debug, Default)]
pub(super) struct Deletions {
    /// Resources that a step deletes, by index in the inventory, with the names that the plan gives them.
    pub(super) by_step: BTreeMap<usize, ResourceId>,
    /// Parts that AWS deletes along with their parent, with the parent.
    pub(super) cascaded: BTreeMap<usize, usize>,
    /// Obsolete resources that are retained.
    pub(super) kept: Vec<Retained>,
    /// Why a cluster cannot be deleted.
    pub(super) errors: Vec<PlanError>,
}

/// Decides what is deleted.
///
/// Three rules decide beyond the options of the plan. What others still use is not deleted, since AWS would refuse it after
/// other steps were done: then the deletion of a cluster is an error, and an update retains the resource until the next run. A part of
/// something retained is retained, too: instances that keep their role need its policies, and those that a retained autoscaling group still
/// starts read its node configuration. A part of something deleted is deleted,
/// regardless of its owner, because AWS deletes it anyway or refuses to delete the parent before.
pub(super) fn deletions(
    inventory: &Inventory<'_>,
    decisions: &Decisions<'_>,
    cluster: &str,
    options: &PlanOptions,
) -> Deletions {
    let matched: BTreeSet<usize> = decisions.by_id.values().filter_map(|decision| decision.item).collect();
    let mut deletions = Deletions::default();
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
        if is_protected(&item.resource) {
            let id = item.id.clone().into_owned();
            if options.delete_cluster {
                deletions.errors.push(PlanError::Protected { resource: name.clone(), id: Some(id.clone()) });
            }
            kept.insert(index, Retained { resource: name, id, until: UNMARKED.to_owned() });
        } else if options.allows_deletion(&name, &item.id, item.owner == Owner::Workload) {
            deletions.by_step.insert(index, name);
        } else {
            kept.insert(index, retain(item, name));
        }
    }
    if !deletions.errors.is_empty() {
        return deletions;
    }
    deletions.retain_parts(inventory, &unwanted, &mut kept);
    let uses = in_use::Uses::new(inventory, cluster, options.delete_cluster);
    // What is shared stays where it is when the cluster goes.
    let lets_go = if options.delete_cluster { BTreeSet::new() } else { matched };
    while let Some(held) = deletions.in_use(&uses, &lets_go) {
        if options.delete_cluster {
            let error = |(index, users): (usize, Vec<String>)| {
                let (resource, id) =
                    (deletions.by_step[&index].clone(), inventory.items[index].id.clone().into_owned());
                PlanError::InUse { resource, id, users }
            };
            deletions.errors = held.into_iter().map(error).collect();
            return deletions;
        }
        for (index, users) in held {
            let Some(resource) = deletions.by_step.remove(&index) else { continue };
            let until = format!("{} is gone", users.join(", "));
            kept.insert(index, Retained { resource, id: inventory.items[index].id.clone().into_owned(), until });
        }
        deletions.retain_parts(inventory, &unwanted, &mut kept);
    }
    deletions.delete_parts(inventory, &unwanted, &mut names);
    kept.retain(|index, _| !deletions.cascaded.contains_key(index) && !deletions.by_step.contains_key(index));
    deletions.kept = unwanted.iter().filter_map(|index| kept.remove(index)).collect();
    deletions
}

impl Deletions {
    /// Returns what would be deleted although something that stays uses it, with its users; `None` where there is no such resource.
    /// What `lets_go` refers to nothing that goes, once the plan is applied.
    fn in_use(&self, uses: &in_use::Uses<'_>, lets_go: &BTreeSet<usize>) -> Option<Vec<(usize, Vec<String>)>> {
        let (goes, kept) = (|index| self.by_step.contains_key(&index), |index| lets_go.contains(&index));
        let users = self.by_step.keys().map(|index| (*index, uses.of(*index, &goes, &kept)));
        let held: Vec<_> = users.filter(|(_, users)| !users.is_empty()).collect();
        (!held.is_empty()).then_some(held)
    }

    /// Retains the parts of what is retained and what its instances read when they start, for as long.
    fn retain_parts(&mut self, inventory: &Inventory<'_>, unwanted: &[usize], kept: &mut BTreeMap<usize, Retained>) {
        for index in unwanted {
            if !self.by_step.contains_key(index) {
                continue;
            }
            let item = &inventory.items[*index];
            let whole = inventory.whole(item).map(|(whole, _)| whole);
            let retained = whole.into_iter().chain(inventory.readers(item)).find_map(|needs_it| kept.get(&needs_it));
            let Some(until) = retained.map(|retained| retained.until.clone()) else { continue };
            if let Some(resource) = self.by_step.remove(index) {
                kept.insert(*index, Retained { resource, id: item.id.clone().into_owned(), until });
            }
        }
    }

    /// Deletes the parts of what is deleted, with a step of their own where AWS does not delete them along with the parent or where they
    /// tie it to something else that is deleted.
    fn delete_parts(&mut self, inventory: &Inventory<'_>, unwanted: &[usize], names: &mut Names) {
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

/// True for what is tagged as something that must not be deleted.
pub(super) fn is_protected(resource: &Resource) -> bool {
    tag(resource, tags::PROTECTED) == Some("true")
}

/// When something protected can be deleted.
pub(super) const UNMARKED: &str = "its tag `kops-core.io/protected` is gone";

fn retain(item: &Item<'_>, resource: ResourceId) -> Retained {
    let until = until(&resource);
    Retained { resource, id: item.id.clone().into_owned(), until }
}

/// When an obsolete resource that is retained will be deleted.
pub(super) fn until(resource: &ResourceId) -> String {
    match resource.kind.removal() {
        Removal::Guarded => format!("`--allow {resource}`"),
        Removal::WithCluster => "the cluster is deleted".to_owned(),
        _ => "`--prune`".to_owned(),
    }
}

/// Names resources that are not in the graph, each differently.
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
