//! The invariants of every plan, independent of the planner.
//!
//! The checker knows nothing of how plans are made: it reads the graph, the account and the plan, and follows the steps.

use std::collections::{BTreeMap, BTreeSet};

use super::{Action, Plan, Step, StepId, references};
use crate::cloud::Snapshot;
use crate::graph::{Graph, Ownership};
use crate::resource::{CloudId, Kind, Output, ResourceId};

/// An invariant that a plan breaks: a fault of the program that made it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Defect {
    /// A step has the number of another one, or needs one that does not come before it.
    #[error("step {} ({resource}) is out of order", .step.0)]
    Order {
        /// The step.
        step: StepId,
        /// What it is about.
        resource: ResourceId,
    },
    /// A shared thing is changed.
    #[error("{resource} is shared and step {} touches it", .step.0)]
    TouchesShared {
        /// The step.
        step: StepId,
        /// The shared thing.
        resource: ResourceId,
    },
    /// A reference leads to what is neither there nor made by a step that is needed.
    #[error("step {} ({resource}) refers to {missing} before it is there", .step.0)]
    Unbound {
        /// The step.
        step: StepId,
        /// What it is about.
        resource: ResourceId,
        /// What it refers to.
        missing: ResourceId,
    },
    /// Something is deleted while something else uses it.
    #[error("step {} deletes {resource} before step {} is done with it", .step.0, .user.0)]
    InUse {
        /// The step that deletes.
        step: StepId,
        /// What it deletes.
        resource: ResourceId,
        /// The step that deletes or changes what refers to it.
        user: StepId,
    },
    /// The same is done twice.
    #[error("step {} does to {resource} what another step does", .step.0)]
    Twice {
        /// The step.
        step: StepId,
        /// What it is about.
        resource: ResourceId,
    },
    /// A node of the graph is neither there nor made.
    #[error("{0} is in the graph and no step makes it")]
    Forgotten(ResourceId),
}

/// Returns every invariant that a plan breaks; none for a plan that can be applied.
pub fn check(graph: &Graph, snapshot: &Snapshot, plan: &Plan) -> Vec<Defect> {
    let mut checker = Checker { plan, before: BTreeMap::new(), defects: Vec::new() };
    checker.check_order();
    checker.check_twice();
    checker.check_shared(graph);
    checker.check_references();
    checker.check_deletions(snapshot);
    checker.check_completeness(graph);
    checker.defects
}

struct Checker<'a> {
    plan: &'a Plan,
    /// The steps that are done when a step begins.
    before: BTreeMap<StepId, BTreeSet<StepId>>,
    defects: Vec<Defect>,
}

impl Checker<'_> {
    fn check_order(&mut self) {
        for step in &self.plan.steps {
            let mut before = BTreeSet::new();
            let mut ordered = !self.before.contains_key(&step.id);
            for need in &step.depends_on {
                match self.before.get(need) {
                    Some(earlier) => before.extend(earlier.iter().copied().chain([*need])),
                    None => ordered = false,
                }
            }
            if !ordered {
                self.defects.push(Defect::Order { step: step.id, resource: step.resource.clone() });
            }
            self.before.insert(step.id, before);
        }
    }

    fn check_twice(&mut self) {
        let mut seen = BTreeSet::new();
        for step in &self.plan.steps {
            let deletes = matches!(step.action, Action::Delete { .. });
            if !seen.insert((&step.resource, deletes)) {
                self.defects.push(Defect::Twice { step: step.id, resource: step.resource.clone() });
            }
        }
    }

    fn check_shared(&mut self, graph: &Graph) {
        let shared: BTreeSet<(Kind, &CloudId)> = graph
            .nodes
            .iter()
            .filter_map(|(id, node)| match &node.ownership {
                Ownership::Shared(cloud_id) => Some((id.kind, cloud_id)),
                Ownership::Owned => None,
            })
            .collect();
        for step in &self.plan.steps {
            let by_name = graph.nodes.get(&step.resource).is_some_and(|node| node.ownership != Ownership::Owned);
            let by_id = match &step.action {
                Action::Create { .. } => false,
                Action::Update { id, .. } | Action::Delete { id, .. } => shared.contains(&(step.resource.kind, id)),
            };
            if by_name || by_id {
                self.defects.push(Defect::TouchesShared { step: step.id, resource: step.resource.clone() });
            }
        }
    }

    fn check_references(&mut self) {
        let makers: BTreeMap<&ResourceId, &Step> = self
            .plan
            .steps
            .iter()
            .filter(|step| matches!(step.action, Action::Create { .. } | Action::Update { .. }))
            .map(|step| (&step.resource, step))
            .collect();
        for step in &self.plan.steps {
            let (Action::Create { desired } | Action::Update { desired, .. }) = &step.action else { continue };
            for (referred, output) in desired.references() {
                let made = makers.get(&referred).is_some_and(|maker| self.before[&step.id].contains(&maker.id));
                let bound = self.plan.bindings.get(&referred).is_some_and(|known| known.contains_key(&output));
                if !made && !bound {
                    let resource = step.resource.clone();
                    self.defects.push(Defect::Unbound { step: step.id, resource, missing: referred });
                }
            }
        }
    }

    fn check_deletions(&mut self, snapshot: &Snapshot) {
        let mut words: BTreeMap<(Kind, &str), &CloudId> = BTreeMap::new();
        for observed in &snapshot.resources {
            let named = observed
                .outputs
                .iter()
                .filter(|(output, _)| matches!(output, Output::Id | Output::Arn | Output::DnsName));
            for word in named.map(|(_, word)| word.as_str()).chain([observed.id.0.as_str()]) {
                words.insert((observed.resource.kind(), word), &observed.id);
            }
        }
        let by_id: BTreeMap<(Kind, &CloudId), &Step> = self
            .plan
            .steps
            .iter()
            .filter_map(|step| match &step.action {
                Action::Create { .. } => None,
                Action::Update { id, .. } | Action::Delete { id, .. } => Some(((step.resource.kind, id), step)),
            })
            .collect();
        for user in snapshot.resources.iter().filter(|user| !user.deleting) {
            let Some(using) = by_id.get(&(user.resource.kind(), &user.id)) else { continue };
            references::each(user.resource.kind(), &user.resource.to_value(), &mut |field, word| {
                let used = field.refers_to.iter().find_map(|kind| Some((*kind, *words.get(&(*kind, word))?)));
                let Some(deleting) = used.and_then(|used| by_id.get(&used)) else { return };
                let deletes = matches!(deleting.action, Action::Delete { .. });
                if deletes && !self.before[&deleting.id].contains(&using.id) {
                    let resource = deleting.resource.clone();
                    self.defects.push(Defect::InUse { step: deleting.id, resource, user: using.id });
                }
            });
        }
    }

    fn check_completeness(&mut self, graph: &Graph) {
        let steps: BTreeSet<&ResourceId> = self.plan.steps.iter().map(|step| &step.resource).collect();
        let untouched =
            graph.nodes.iter().filter(|(id, node)| node.ownership == Ownership::Owned && !steps.contains(id));
        let untouched: Vec<&ResourceId> = untouched.map(|(id, _)| id).collect();
        if untouched.len() != self.plan.unchanged {
            self.defects.extend(untouched.into_iter().cloned().map(Defect::Forgotten));
        }
    }
}
