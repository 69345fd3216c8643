//! What must be done before what: makes steps of operations.
//!
//! Something is made after what it refers to. It is deleted after everything that refers to it was deleted or changed.
//! Where both are open, making comes first, so that nothing is missing in between.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::conflict::Blocker;
use super::decide::{Decision, Decisions, NodeAction};
use super::inventory::Inventory;
use super::obsolete::Deletions;
use crate::graph::{Cycle, Graph};
use crate::naming::tags;
use crate::resource::{Holders, Kind, Ref, ResourceId};

/// Something to be done, before it has a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Operation<'a> {
    /// Make a node.
    Create(&'a ResourceId),
    /// Change a node in place.
    Update(&'a ResourceId, usize),
    /// Delete a resource of the account, which the plan calls by this name.
    Delete(ResourceId, usize),
}

/// An operation with the places, in the same list, of the operations that must be done first.
#[derive(Debug)]
pub(super) struct Ordered<'a> {
    pub(super) operation: Operation<'a>,
    pub(super) depends_on: Vec<usize>,
}

/// Lists everything to be done, each after what it depends_on.
///
/// # Errors
/// Operations that wait for each other, which no graph without cycles leads to.
pub(super) fn order<'a>(
    graph: &'a Graph,
    inventory: &Inventory<'_>,
    decisions: &Decisions<'a>,
    leaving: &Deletions,
    blockers: &[Blocker<'a>],
) -> Result<Vec<Ordered<'a>>, Cycle> {
    let mut operations = Operations::list(decisions, leaving);
    operations.make_after_what_it_refers_to(graph, inventory, decisions);
    operations.keep_apart(inventory, decisions, leaving);
    if !leaving.by_step.is_empty() {
        operations.delete_after_what_refers_to_it(inventory, leaving);
        operations.delete_after_what_hangs_on_it(inventory, leaving);
        operations.add_before_taking_away(graph, inventory, decisions, leaving);
        operations.make_after_what_is_in_the_way(blockers);
    }
    operations.sort()
}

/// The operations, and for each the operations that must be done first.
#[derive(Default)]
struct Operations<'a> {
    operations: Vec<Operation<'a>>,
    depends_on: Vec<BTreeSet<usize>>,
    creates: HashMap<&'a ResourceId, usize>,
    updates: HashMap<&'a ResourceId, usize>,
    /// By the resource of the account that is changed.
    changes: HashMap<usize, usize>,
    /// By the resource of the account that is deleted.
    deletes: HashMap<usize, usize>,
}

impl<'a> Operations<'a> {
    fn list(decisions: &Decisions<'a>, leaving: &Deletions) -> Self {
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
        for (item, name) in &leaving.by_step {
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

    fn make_after_what_it_refers_to(&mut self, graph: &'a Graph, inventory: &Inventory<'_>, decisions: &Decisions<'a>) {
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

    /// The changes that what refers to a resource waits for: instances in a subnet may need addresses of its first IPv6 range.
    fn awaited(&self, decisions: &Decisions<'a>, decision: &Decision) -> Vec<usize> {
        let is_awaited = |id: &&ResourceId| {
            let changes = decisions.by_id.get(*id).map(|referred| referred.changes.as_slice()).unwrap_or_default();
            changes.iter().any(|change| id.kind.field(&change.field).is_some_and(|field| field.awaited))
        };
        let referred = decision.refers.iter().map(|(id, _)| id).filter(is_awaited);
        referred.filter_map(|id| self.updates.get(id).copied()).collect()
    }

    /// AWS refuses mixed instances beside a warm pool: the pool is deleted before its group changes, and made after that.
    fn keep_apart(&mut self, inventory: &Inventory<'_>, decisions: &Decisions<'a>, leaving: &Deletions) {
        let excludes = |kind: Kind| kind.properties().excludes_changes_of_whole;
        for item in leaving.by_step.keys().filter(|item| excludes(inventory.items[**item].kind)) {
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

    fn delete_after_what_refers_to_it(&mut self, inventory: &Inventory<'_>, leaving: &Deletions) {
        for user in 0..inventory.items.len() {
            if inventory.items[user].deleting {
                continue;
            }
            for used in inventory.references(user) {
                let Some(&delete) = self.deletes.get(&used) else { continue };
                let whole = leaving.cascaded.get(&user).copied().unwrap_or(user);
                if whole == used {
                    continue;
                }
                self.depends_on[delete].extend(self.deletes.get(&whole).or(self.changes.get(&whole)));
            }
        }
    }

    /// Waits for what holds on to a resource without a field that says so: instances to volumes, public addresses to the
    /// internet gateway.
    fn delete_after_what_hangs_on_it(&mut self, inventory: &Inventory<'_>, leaving: &Deletions) {
        let mut by_kind: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
        for item in leaving.by_step.keys() {
            let kind = inventory.items[*item].kind;
            let held_by = &kind.properties().held_by;
            if held_by.kinds.is_empty() {
                continue;
            }
            let holders = by_kind.entry(kind).or_insert_with(|| self.holders(held_by, inventory, leaving));
            if let Some(delete) = self.deletes.get(item) {
                self.depends_on[*delete].extend(holders.iter());
            }
        }
    }

    /// The deletions of what may hold on to a resource.
    fn holders(&self, held_by: &Holders, inventory: &Inventory<'_>, leaving: &Deletions) -> Vec<usize> {
        let of_kind = |item: &usize| held_by.kinds.contains(&inventory.items[*item].kind);
        let all: Vec<usize> = leaving.by_step.keys().copied().filter(of_kind).collect();
        let is_tagged = |item: &usize| {
            let found = inventory.items[*item].resource.tags();
            held_by.roles.iter().any(|role| found.is_some_and(|found| found.contains_key(&tags::role_key(role))))
        };
        let tagged: Vec<usize> = all.iter().copied().filter(is_tagged).collect();
        let chosen = if tagged.is_empty() { all } else { tagged };
        chosen.iter().filter_map(|item| self.deletes.get(item).copied()).collect()
    }

    fn make_after_what_is_in_the_way(&mut self, blockers: &[Blocker<'a>]) {
        for Blocker { wanted, item } in blockers {
            if let (Some(create), Some(delete)) = (self.creates.get(wanted), self.deletes.get(item)) {
                self.depends_on[*create].insert(*delete);
            }
        }
    }

    /// New parts of something that stays come before old ones go: a rule before the rule that it takes the place of.
    fn add_before_taking_away(
        &mut self,
        graph: &'a Graph,
        inventory: &Inventory<'_>,
        decisions: &Decisions<'a>,
        leaving: &Deletions,
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
        for item in leaving.by_step.keys() {
            let old = &inventory.items[*item];
            let stays = |(whole, _): &(usize, _)| !leaving.by_step.contains_key(whole);
            let Some((whole, _)) = inventory.whole(old).filter(stays) else { continue };
            if let (Some(new), Some(delete)) = (made.get(&(old.kind, whole)), self.deletes.get(item)) {
                self.depends_on[*delete].extend(new);
            }
        }
    }

    /// Puts the operations in order; among those that are free, what is made comes before what is deleted, by kind and name.
    fn sort(self) -> Result<Vec<Ordered<'a>>, Cycle> {
        let mut waiting: Vec<usize> = self.depends_on.iter().map(BTreeSet::len).collect();
        let mut needed_by: Vec<Vec<usize>> = vec![Vec::new(); self.operations.len()];
        for (place, depends_on) in self.depends_on.iter().enumerate() {
            depends_on.iter().for_each(|need| needed_by[*need].push(place));
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
            for next in &needed_by[place] {
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
            let mut depends_on: Vec<usize> = self.least(place).into_iter().map(|need| number[need]).collect();
            depends_on.sort_unstable();
            depends_on
        };
        Ok(order
            .iter()
            .map(|place| Ordered { operation: self.operations[*place].clone(), depends_on: depends_on(*place) })
            .collect())
    }

    /// The needs of an operation without those that another of its needs has as well.
    fn least(&self, place: usize) -> Vec<usize> {
        let depends_on = &self.depends_on[place];
        let indirect: BTreeSet<usize> =
            depends_on.iter().flat_map(|need| self.depends_on[*need].iter().copied()).collect();
        depends_on.difference(&indirect).copied().collect()
    }
}

impl Operation<'_> {
    /// What it is about.
    pub(super) fn resource(&self) -> &ResourceId {
        match self {
            Self::Create(id) | Self::Update(id, _) => id,
            Self::Delete(id, _) => id,
        }
    }
}
