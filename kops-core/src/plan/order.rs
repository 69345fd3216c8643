//! Orders the operations of a plan: which creates, updates and deletes each of them depends on.
//!
//! A resource is created after everything that it refers to, because AWS wants the ids. It is deleted after everything
//! that refers to it was deleted or updated, because AWS refuses to delete what is in use. Where neither decides, creates
//! and updates come before deletes, so that a replacement exists before the original is gone.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::conflict::Blocker;
use super::decide::{Decision, Decisions, NodeAction};
use super::inventory::{Inventory, Item};
use super::obsolete::Deletions;
use super::ownership::Owner;
use crate::graph::{Cycle, Graph};
use crate::naming::tags;
use crate::resource::{Holders, Kind, Ref, ResourceId};

/// A step of the plan before it has an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Operation<'a> {
    /// Create the resource of a node.
    Create(&'a ResourceId),
    /// Update the resource of a node in place; with the index of the resource in the inventory.
    Update(&'a ResourceId, usize),
    /// Delete a resource of the inventory; with the name that the plan gives it.
    Delete(ResourceId, usize),
}

/// An operation with the indices, in the same list, of the operations that it depends on.
#[derive(Debug)]
pub(super) struct Ordered<'a> {
    pub(super) operation: Operation<'a>,
    pub(super) depends_on: Vec<usize>,
}

/// Lists all operations, each after those that it depends on.
///
/// # Errors
/// Operations that depend on each other. A graph without cycles leads to none, unless CIDRs overlap: see `conflict`.
pub(super) fn order<'a>(
    graph: &'a Graph,
    inventory: &Inventory<'_>,
    decisions: &Decisions<'a>,
    deletions: &Deletions,
    blockers: &[Blocker<'a>],
) -> Result<Vec<Ordered<'a>>, Cycle> {
    let mut operations = Operations::list(decisions, deletions);
    operations.create_after_references(graph, inventory, decisions);
    operations.separate_exclusive_parts(inventory, decisions, deletions);
    if !deletions.by_step.is_empty() {
        operations.delete_after_referrers(inventory, deletions);
        operations.delete_after_holders(inventory, deletions);
        operations.delete_after_readers(inventory, deletions);
        operations.delete_after_detached(inventory, deletions);
        operations.replace_parts_without_gap(graph, inventory, decisions, deletions);
        operations.create_after_blockers(blockers);
    }
    operations.sort()
}

/// The operations, and for each the operations that it depends on.
#[derive(Default)]
struct Operations<'a> {
    operations: Vec<Operation<'a>>,
    depends_on: Vec<BTreeSet<usize>>,
    creates: HashMap<&'a ResourceId, usize>,
    updates: HashMap<&'a ResourceId, usize>,
    /// Updates by the index of the resource in the inventory.
    changes: HashMap<usize, usize>,
    /// Deletes by the index of the resource in the inventory.
    deletes: HashMap<usize, usize>,
}

impl<'a> Operations<'a> {
    fn list(decisions: &Decisions<'a>, deletions: &Deletions) -> Self {
        let mut operations = Self::default();
        for id in &decisions.order {
            let Some(decision) = decisions.by_id.get(id) else { continue };
            match (decision.action, decision.item) {
                (NodeAction::Create, _) => {
                    let place = operations.push(Operation::Create(id));
                    operations.creates.insert(id, place);
                }
                (NodeAction::Update, Some(item)) => {
                    let place = operations.push(Operation::Update(id, item));
                    operations.updates.insert(id, place);
                    operations.changes.insert(item, place);
                }
                _ => {}
            }
        }
        for (item, name) in &deletions.by_step {
            let place = operations.push(Operation::Delete(name.clone(), *item));
            operations.deletes.insert(*item, place);
        }
        operations
    }

    fn push(&mut self, operation: Operation<'a>) -> usize {
        self.operations.push(operation);
        self.depends_on.push(BTreeSet::new());
        self.operations.len() - 1
    }

    /// A reference is resolved to an id or another output when the step starts, so the referred resource has to exist by then.
    fn create_after_references(&mut self, graph: &'a Graph, inventory: &Inventory<'_>, decisions: &Decisions<'a>) {
        for place in 0..self.operations.len() {
            let (Operation::Create(id) | Operation::Update(id, _)) = &self.operations[place] else { continue };
            let (Some(node), Some(decision)) = (graph.nodes.get(*id), decisions.by_id.get(id)) else { continue };
            let mut depends_on: BTreeSet<usize> = BTreeSet::new();
            for (other, output) in &decision.refers {
                depends_on.extend(self.creates.get(other));
                let gives = |decision: &Decision| decision.is_yet_to_give(inventory, *output);
                depends_on.extend(self.updates.get(other).filter(|_| decisions.by_id.get(other).is_some_and(gives)));
            }
            depends_on.extend(self.awaited(decisions, decision));
            for other in &node.after {
                depends_on.extend(self.creates.get(other).or(self.updates.get(other)));
            }
            depends_on.remove(&place);
            self.depends_on[place].extend(depends_on);
        }
    }

    /// The updates of referred resources that are awaited although no output depends on them: instances that start in a subnet
    /// before it has its first IPv6 CIDR get no IPv6 address.
    fn awaited(&self, decisions: &Decisions<'a>, decision: &Decision) -> Vec<usize> {
        let is_awaited = |id: &&ResourceId| {
            let changes = decisions.by_id.get(*id).map(|referred| referred.changes.as_slice()).unwrap_or_default();
            changes.iter().any(|change| id.kind.field(&change.field).is_some_and(|field| field.awaited))
        };
        let referred = decision.refers.iter().map(|(id, _)| id).filter(is_awaited);
        referred.filter_map(|id| self.updates.get(id).copied()).collect()
    }

    /// A warm pool is deleted before its group is updated, and created after that: until November 2025, AWS refused an autoscaling
    /// group with both a warm pool and mixed instances.
    fn separate_exclusive_parts(
        &mut self,
        inventory: &Inventory<'_>,
        decisions: &Decisions<'a>,
        deletions: &Deletions,
    ) {
        let excludes = |kind: Kind| kind.properties().excludes_changes_of_whole;
        for item in deletions.by_step.keys().filter(|item| excludes(inventory.items[**item].kind)) {
            let whole = inventory.whole(&inventory.items[*item]).and_then(|(whole, _)| self.changes.get(&whole));
            if let (Some(delete), Some(change)) = (self.deletes.get(item), whole) {
                self.depends_on[*change].insert(*delete);
            }
        }
        for (part, create) in self.creates.iter().filter(|(id, _)| excludes(id.kind)) {
            let whole = decisions.by_id.get(*part).and_then(|decision| decision.refers.first());
            self.depends_on[*create].extend(whole.and_then(|(whole, _)| self.updates.get(whole)));
        }
    }

    /// AWS refuses to delete what another resource refers to (`DependencyViolation`). A part that is deleted along with its parent
    /// has no step of its own: then the step of the parent counts.
    fn delete_after_referrers(&mut self, inventory: &Inventory<'_>, deletions: &Deletions) {
        for user in 0..inventory.items.len() {
            if inventory.items[user].deleting {
                continue;
            }
            for used in inventory.references(user) {
                let Some(&delete) = self.deletes.get(&used) else { continue };
                let whole = deletions.cascaded.get(&user).copied().unwrap_or(user);
                if whole == used {
                    continue;
                }
                self.depends_on[delete].extend(self.deletes.get(&whole).or(self.changes.get(&whole)));
            }
        }
    }

    /// Some resources are in use although no field refers to them: volumes that instances have attached, an internet gateway
    /// that public addresses need.
    fn delete_after_holders(&mut self, inventory: &Inventory<'_>, deletions: &Deletions) {
        let mut by_kind: BTreeMap<(Kind, bool), Vec<usize>> = BTreeMap::new();
        for item in deletions.by_step.keys() {
            let Item { kind, owner, .. } = &inventory.items[*item];
            let mut held_by = kind.properties().held_by;
            if held_by.kinds.is_empty() || inventory.detached_from(&inventory.items[*item]).is_some() {
                continue;
            }
            // What controllers made may be attached to any instance.
            let by_any = *owner == Owner::Workload;
            if by_any {
                held_by.roles = &[];
            }
            let holders =
                by_kind.entry((*kind, by_any)).or_insert_with(|| self.holders(&held_by, inventory, deletions));
            if let Some(delete) = self.deletes.get(item) {
                self.depends_on[*delete].extend(holders.iter());
            }
        }
    }

    /// The deletes of what may use a resource. Only those with the tag of a role count where there are any: etcd volumes are
    /// attached to control-plane instances, so nodes need not be gone.
    fn holders(&self, held_by: &Holders, inventory: &Inventory<'_>, deletions: &Deletions) -> Vec<usize> {
        let of_kind = |item: &usize| held_by.kinds.contains(&inventory.items[*item].kind);
        let all: Vec<usize> = deletions.by_step.keys().copied().filter(of_kind).collect();
        let is_tagged = |item: &usize| {
            let found = inventory.items[*item].resource.tags();
            held_by.roles.iter().any(|role| found.is_some_and(|found| found.contains_key(&tags::role_key(role))))
        };
        let tagged: Vec<usize> = all.iter().copied().filter(is_tagged).collect();
        let chosen = if tagged.is_empty() { all } else { tagged };
        chosen.iter().filter_map(|item| self.deletes.get(item).copied()).collect()
    }

    /// An autoscaling group may start instances until it is deleted, which read its node configuration.
    fn delete_after_readers(&mut self, inventory: &Inventory<'_>, deletions: &Deletions) {
        for item in deletions.by_step.keys() {
            let readers = inventory.readers(&inventory.items[*item]);
            if let Some(delete) = self.deletes.get(item) {
                self.depends_on[*delete].extend(readers.iter().filter_map(|reader| self.deletes.get(reader)));
            }
        }
    }

    /// Without the autoscaling group, nothing tells that an instance which was detached from it goes with it.
    fn delete_after_detached(&mut self, inventory: &Inventory<'_>, deletions: &Deletions) {
        for item in deletions.by_step.keys() {
            let group = inventory.detached_from(&inventory.items[*item]).and_then(|group| self.deletes.get(&group));
            if let (Some(delete), Some(group)) = (self.deletes.get(item), group) {
                self.depends_on[*group].insert(*delete);
            }
        }
    }

    /// AWS gives a CIDR to one subnet only: the subnet that has it is deleted first.
    fn create_after_blockers(&mut self, blockers: &[Blocker<'a>]) {
        for Blocker { wanted, item } in blockers {
            if let (Some(create), Some(delete)) = (self.creates.get(wanted), self.deletes.get(item)) {
                self.depends_on[*create].insert(*delete);
            }
        }
    }

    /// A changed rule or route is a new part and an obsolete part of the same parent. The new one is created first, so that
    /// traffic is never without a rule.
    fn replace_parts_without_gap(
        &mut self,
        graph: &'a Graph,
        inventory: &Inventory<'_>,
        decisions: &Decisions<'a>,
        deletions: &Deletions,
    ) {
        let mut made: BTreeMap<(Kind, usize), Vec<usize>> = BTreeMap::new();
        for (id, place) in &self.creates {
            let Some(part) = &id.kind.properties().part_of else { continue };
            let Some(node) = graph.nodes.get(*id) else { continue };
            let whole = Ref::in_value(&node.resource.value(part.field));
            let whole = whole.and_then(|(whole, _)| decisions.by_id.get(&whole)?.item);
            if let Some(whole) = whole {
                made.entry((id.kind, whole)).or_default().push(*place);
            }
        }
        for item in deletions.by_step.keys() {
            let old = &inventory.items[*item];
            let stays = |(whole, _): &(usize, _)| !deletions.by_step.contains_key(whole);
            let Some((whole, _)) = inventory.whole(old).filter(stays) else { continue };
            if let (Some(new), Some(delete)) = (made.get(&(old.kind, whole)), self.deletes.get(item)) {
                self.depends_on[*delete].extend(new);
            }
        }
    }

    /// Topological order. Among operations that are ready, creates and updates come before deletes, then kind and name decide, so that
    /// the same input always gives the same order.
    fn sort(self) -> Result<Vec<Ordered<'a>>, Cycle> {
        let mut waiting: Vec<usize> = self.depends_on.iter().map(BTreeSet::len).collect();
        let mut dependents: Vec<Vec<usize>> = vec![Vec::new(); self.operations.len()];
        for (place, depends_on) in self.depends_on.iter().enumerate() {
            depends_on.iter().for_each(|dependency| dependents[*dependency].push(place));
        }
        let rank = |place: usize| match &self.operations[place] {
            Operation::Create(id) | Operation::Update(id, _) => (0, id.kind as i32, id.name.as_str(), place),
            Operation::Delete(id, _) => (1, -(id.kind as i32), id.name.as_str(), place),
        };
        let mut ready: BTreeSet<_> =
            (0..self.operations.len()).filter(|place| waiting[*place] == 0).map(rank).collect();
        let mut order = Vec::with_capacity(self.operations.len());
        while let Some((.., place)) = ready.pop_first() {
            order.push(place);
            for next in &dependents[place] {
                waiting[*next] -= 1;
                if waiting[*next] == 0 {
                    ready.insert(rank(*next));
                }
            }
        }
        if order.len() < self.operations.len() {
            let stuck = (0..self.operations.len()).filter(|place| waiting[*place] > 0);
            return Err(Cycle(stuck.map(|place| self.operations[place].resource().clone()).collect()));
        }
        let mut number = vec![0; self.operations.len()];
        order.iter().enumerate().for_each(|(new, old)| number[*old] = new);
        let depends_on = |place: usize| {
            let mut depends_on: Vec<usize> =
                self.direct_dependencies(place).into_iter().map(|dependency| number[dependency]).collect();
            depends_on.sort_unstable();
            depends_on
        };
        Ok(order
            .iter()
            .map(|place| Ordered { operation: self.operations[*place].clone(), depends_on: depends_on(*place) })
            .collect())
    }

    /// The dependencies of an operation without those that another of its dependencies has as well: fewer edges, same order.
    fn direct_dependencies(&self, place: usize) -> Vec<usize> {
        let depends_on = &self.depends_on[place];
        let indirect: BTreeSet<usize> =
            depends_on.iter().flat_map(|dependency| self.depends_on[*dependency].iter().copied()).collect();
        depends_on.difference(&indirect).copied().collect()
    }
}

impl Operation<'_> {
    /// The resource that it creates, updates or deletes.
    pub(super) fn resource(&self) -> &ResourceId {
        match self {
            Self::Create(id) | Self::Update(id, _) => id,
            Self::Delete(id, _) => id,
        }
    }
}
