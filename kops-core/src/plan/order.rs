//! What must be done before what: makes steps of operations.
//!
//! Something is made after what it refers to. It is deleted after everything that refers to it was deleted or changed.
//! Where both are open, making comes first, so that nothing is missing in between.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::conflict::Blocker;
use super::decide::{Decision, Decisions, NodeAction};
use super::inventory::Inventory;
use super::obsolete::Deletions;
use super::references::part_of;
use crate::graph::{Cycle, Graph};
use crate::naming::tags;
use crate::resource::{Kind, Ref, ResourceId};

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
    operations.keep_warm_pools_apart(inventory, decisions, leaving);
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
            depends_on.extend(self.gained_ipv6(decisions, decision));
            for other in &node.after {
                depends_on.extend(self.creates.get(other).or(self.updates.get(other)));
            }
            depends_on.remove(&place);
            self.depends_on[place].extend(depends_on);
        }
    }

    /// The changes that give subnets their first IPv6 range: what is inside may ask for addresses of it.
    fn gained_ipv6(&self, decisions: &Decisions<'a>, decision: &Decision) -> Vec<usize> {
        let is_wider = |id: &&ResourceId| {
            let changes = decisions.by_id.get(*id).map(|subnet| subnet.changes.as_slice()).unwrap_or_default();
            id.kind == Kind::Subnet && changes.iter().any(|change| change.field == "ipv6_cidr")
        };
        let subnets = decision.refers.iter().map(|(id, _)| id).filter(is_wider);
        subnets.filter_map(|id| self.updates.get(id).copied()).collect()
    }

    /// A group has a warm pool or mixed instances, never both: one goes before the other comes.
    fn keep_warm_pools_apart(&mut self, inventory: &Inventory<'_>, decisions: &Decisions<'a>, leaving: &Deletions) {
        for item in leaving.by_step.keys().filter(|item| inventory.items[**item].kind == Kind::WarmPool) {
            let group = inventory.referred(&inventory.items[*item], "group");
            if let (Some(delete), Some(change)) = (self.deletes.get(item), group.and_then(|g| self.changes.get(&g))) {
                self.depends_on[*change].insert(*delete);
            }
        }
        for (pool, create) in self.creates.iter().filter(|(id, _)| id.kind == Kind::WarmPool) {
            let group = decisions.by_id.get(*pool).and_then(|decision| decision.refers.first());
            self.depends_on[*create].extend(group.and_then(|(group, _)| self.updates.get(group)));
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

    /// Waits for what no field refers to: instances hold on to volumes, and public addresses to the internet gateway.
    fn delete_after_what_hangs_on_it(&mut self, inventory: &Inventory<'_>, leaving: &Deletions) {
        let leaves = |wanted: &[Kind]| -> Vec<usize> {
            let items = leaving.by_step.keys().filter(|item| wanted.contains(&inventory.items[**item].kind));
            items.filter_map(|item| self.deletes.get(item).copied()).collect()
        };
        let public = leaves(&[Kind::Subnet, Kind::NatGateway, Kind::ClassicLoadBalancer, Kind::NetworkLoadBalancer]);
        let instances = self.groups_with_volumes(inventory, leaving);
        for item in leaving.by_step.keys() {
            let holders = match inventory.items[*item].kind {
                Kind::Volume => &instances,
                Kind::InternetGateway | Kind::EgressOnlyInternetGateway => &public,
                _ => continue,
            };
            if let Some(delete) = self.deletes.get(item) {
                self.depends_on[*delete].extend(holders);
            }
        }
    }

    /// The deletions of groups whose instances may hold a volume: those of control planes, where they say that they are.
    fn groups_with_volumes(&self, inventory: &Inventory<'_>, leaving: &Deletions) -> Vec<usize> {
        let groups: Vec<usize> = leaving
            .by_step
            .keys()
            .copied()
            .filter(|item| inventory.items[*item].kind == Kind::AutoscalingGroup)
            .collect();
        let has_role = |item: &usize| {
            let found = inventory.items[*item].fields.get("tags");
            let has = |role: &&str| found.and_then(|found| found.get(tags::role_key(role))).is_some();
            tags::CONTROL_PLANE_ROLES.iter().any(has)
        };
        let control_planes: Vec<usize> = groups.iter().copied().filter(has_role).collect();
        let chosen = if control_planes.is_empty() { groups } else { control_planes };
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
            let Some((field, _)) = part_of(id.kind) else { continue };
            let Some(node) = graph.nodes.get(*id) else { continue };
            let fields = node.resource.to_value();
            let whole =
                fields.get(field).and_then(Ref::in_value).and_then(|(whole, _)| decisions.by_id.get(&whole)?.item);
            if let Some(whole) = whole {
                made.entry((id.kind, whole)).or_default().push(*place);
            }
        }
        for item in leaving.by_step.keys() {
            let old = &inventory.items[*item];
            let Some((field, _)) = part_of(old.kind) else { continue };
            let Some(whole) = inventory.referred(old, field).filter(|whole| !leaving.by_step.contains_key(whole))
            else {
                continue;
            };
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
