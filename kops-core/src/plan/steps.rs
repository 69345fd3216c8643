//! Operations as steps of a plan: everything that applying them takes, with reasons.

use std::collections::BTreeMap;

use super::decide::{Decisions, NodeAction, target};
use super::inventory::Inventory;
use super::order::{Operation, Ordered};
use super::{Action, Plan, PlanOptions, Shared, Step, StepId, disruption, reason};
use crate::graph::{Graph, Node, Ownership};
use crate::resource::{Kind, Outputs, ResourceId};

/// What steps are made of.
pub(super) struct Making<'a> {
    pub(super) graph: &'a Graph,
    pub(super) inventory: &'a Inventory<'a>,
    pub(super) decisions: &'a Decisions<'a>,
    pub(super) options: &'a PlanOptions,
}

impl Making<'_> {
    /// Makes steps of operations, numbered from 1.
    pub(super) fn steps(&self, operations: &[Ordered<'_>]) -> Vec<Step> {
        operations.iter().enumerate().filter_map(|(place, ordered)| self.step(place, ordered)).collect()
    }

    fn step(&self, place: usize, ordered: &Ordered<'_>) -> Option<Step> {
        let resource = ordered.operation.resource();
        let node = self.graph.nodes.get(resource);
        let (action, reason, disruption) = match &ordered.operation {
            Operation::Create(_) => self.creation(node?),
            Operation::Update(id, item) => self.update(id, node?, *item)?,
            Operation::Delete(id, item) => self.deletion(id.kind, *item),
        };
        let path = node.and_then(|node| node.origin.path.as_ref());
        Some(Step {
            id: number(place),
            resource: resource.clone(),
            action,
            depends_on: ordered.depends_on.iter().copied().map(number).collect(),
            reason,
            source: path.map(|path| reason::source(self.graph, path)),
            disruption,
        })
    }

    fn creation(&self, node: &Node) -> (Action, String, super::Disruption) {
        let action = Action::Create { desired: node.resource.clone() };
        (action, reason::of_creation(node), disruption::of_creation())
    }

    fn update(&self, id: &ResourceId, node: &Node, item: usize) -> Option<(Action, String, super::Disruption)> {
        let (item, decision) = (&self.inventory.items[item], self.decisions.by_id.get(id)?);
        let changes = &decision.changes;
        let action = Action::Update {
            id: item.id.clone().into_owned(),
            current: item.resource.clone().into_owned(),
            desired: target(node, item, decision.text.as_deref()),
            changes: changes.clone(),
        };
        Some((action, reason::of_update(changes), disruption::of_update(id.kind, changes)))
    }

    fn deletion(&self, kind: Kind, item: usize) -> (Action, String, super::Disruption) {
        let item = &self.inventory.items[item];
        let action = Action::Delete { id: item.id.clone().into_owned(), current: item.resource.clone().into_owned() };
        (action, reason::of_deletion(self.options.delete_cluster), disruption::of_deletion(kind))
    }

    /// What is known of the resources that the steps refer to and that are there already: of deletions too, so that a plan
    /// can name what it takes something off.
    pub(super) fn bindings(&self, operations: &[Ordered<'_>]) -> BTreeMap<ResourceId, Outputs> {
        let mut bindings = BTreeMap::new();
        let by_item: BTreeMap<usize, &ResourceId> =
            self.decisions.by_id.iter().filter_map(|(id, decision)| Some((decision.item?, *id))).collect();
        for ordered in operations {
            if let Operation::Delete(_, item) = &ordered.operation {
                for referred in self.inventory.references(*item) {
                    if let Some(id) = by_item.get(&referred) {
                        let outputs = &self.inventory.items[referred].outputs;
                        bindings.insert((*id).clone(), outputs.clone().into_owned());
                    }
                }
            }
            let (Operation::Create(id) | Operation::Update(id, _)) = &ordered.operation else { continue };
            // A new version of a launch template takes the place of the one that the plan knows. The hash of a file follows from
            // its content, which the step has.
            if let Operation::Update(id, item) = &ordered.operation
                && !id.kind.properties().renews.is_empty()
                && id.kind.properties().hashed.is_none()
            {
                bindings.insert((*id).clone(), self.inventory.items[*item].outputs.clone().into_owned());
            }
            for (referred, _) in self.decisions.by_id.get(*id).map(|decision| &decision.refers).into_iter().flatten() {
                let Some(decision) = self.decisions.by_id.get(referred).filter(|_| !bindings.contains_key(referred))
                else {
                    continue;
                };
                let is_rewritten = decision.action == NodeAction::Update && referred.kind.properties().hashed.is_some();
                if let Some(item) = decision.item.filter(|_| !is_rewritten) {
                    bindings.insert(referred.clone(), self.inventory.items[item].outputs.clone().into_owned());
                }
            }
        }
        bindings
    }

    /// The shared things that the graph uses, as far as they are there.
    pub(super) fn shared(&self) -> Vec<Shared> {
        let is_there = |id| self.decisions.by_id.get(id).is_some_and(|decision| decision.item.is_some());
        let borrowed = self.graph.nodes.iter().filter_map(|(id, node)| match &node.ownership {
            Ownership::Shared(cloud_id) if is_there(id) => Some((id, cloud_id, node)),
            _ => None,
        });
        borrowed
            .map(|(id, cloud_id, node)| Shared {
                resource: id.clone(),
                id: cloud_id.clone(),
                reason: node.origin.reason.clone(),
                source: node.origin.path.as_ref().map(|path| reason::source(self.graph, path)),
            })
            .collect()
    }

    /// The number of resources that are as they should be.
    pub(super) fn unchanged(&self) -> usize {
        self.decisions.by_id.values().filter(|decision| decision.action == NodeAction::Unchanged).count()
    }
}

impl Plan {
    /// True where there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }
}

fn number(place: usize) -> StepId {
    StepId(u32::try_from(place + 1).unwrap_or(u32::MAX))
}
