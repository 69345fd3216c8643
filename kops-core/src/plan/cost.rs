//! By how much a plan changes what the cluster costs a month.

use std::collections::BTreeSet;

use super::CostChange;
use super::decide::{Decisions, NodeAction};
use super::inventory::Inventory;
use super::obsolete::Deletions;
use crate::cost::{Monthly, Priced, Prices};
use crate::graph::{Graph, Ownership};
use crate::resource::{AutoscalingGroup, Kind, LaunchTemplate, OfKind, Ref, Resource, ResourceId};

/// Adds up what is made and changed, and takes off what was and is deleted. None where neither costs anything.
pub(super) fn change(
    graph: &Graph,
    inventory: &Inventory<'_>,
    decisions: &Decisions<'_>,
    deletions: &Deletions,
) -> Option<CostChange> {
    let prices = Prices::built_in();
    let mut sum = Sum::default();
    for (id, node) in graph.nodes.iter().filter(|(_, node)| node.ownership == Ownership::Owned) {
        let Some(decision) = decisions.by_id.get(id).filter(|_| changes(decisions, id, &node.resource)) else {
            continue;
        };
        let before = decision.item.map(|item| &*inventory.items[item].resource);
        let (now, then) = (
            before.and_then(|resource| Priced::of(&prices, id, resource, observed_template(inventory, resource))),
            Priced::of(&prices, id, &node.resource, desired_template(graph, &node.resource)),
        );
        if now != then {
            sum.replace(now, then);
        }
    }
    let deleted = deletions.by_step.iter().map(|(item, id)| (*item, id.clone()));
    let cascaded = deletions.cascaded.keys().map(|item| {
        let item = (*item, &inventory.items[*item]);
        (item.0, ResourceId::new(item.1.kind, item.1.id.as_str()))
    });
    for (item, id) in deleted.chain(cascaded) {
        let resource = &*inventory.items[item].resource;
        sum.replace(Priced::of(&prices, &id, resource, observed_template(inventory, resource)), None);
    }
    sum.is_any.then(|| CostChange {
        monthly: sum.monthly,
        price_region: prices.region.clone(),
        price_date: prices.date.clone(),
        applies: prices.apply_in(&graph.region),
        unpriced: sum.unpriced.into_iter().collect(),
    })
}

/// True where a step makes or changes a resource, or the launch template of an autoscaling group.
fn changes(decisions: &Decisions<'_>, id: &ResourceId, resource: &Resource) -> bool {
    let is_changed = |id: &ResourceId| {
        decisions
            .by_id
            .get(id)
            .is_some_and(|decision| matches!(decision.action, NodeAction::Create | NodeAction::Update))
    };
    let template = AutoscalingGroup::of(resource).map(|group| &group.launch_template);
    is_changed(id) || matches!(template, Some(Ref::Resource { id, .. }) if is_changed(id))
}

#[derive(Default)]
struct Sum {
    monthly: Monthly,
    unpriced: BTreeSet<String>,
    is_any: bool,
}

impl Sum {
    /// Counts what something costs now and then, where the prices of both are known.
    fn replace(&mut self, now: Option<Priced>, then: Option<Priced>) {
        self.is_any |= now.is_some() || then.is_some();
        let cost = |priced: Option<Priced>| priced.map_or(Ok(Monthly::default()), |priced| priced.monthly);
        match (cost(now), cost(then)) {
            (Ok(now), Ok(then)) => self.monthly = self.monthly + then - now,
            (now, then) => self.unpriced.extend([now, then].into_iter().filter_map(Result::err)),
        }
    }
}

fn desired_template<'a>(graph: &'a Graph, resource: &Resource) -> Option<&'a LaunchTemplate> {
    match &AutoscalingGroup::of(resource)?.launch_template {
        Ref::Resource { id, .. } => LaunchTemplate::of(&graph.nodes.get(id)?.resource),
        Ref::Known(_) => None,
    }
}

fn observed_template<'a>(inventory: &'a Inventory<'_>, resource: &Resource) -> Option<&'a LaunchTemplate> {
    let template = AutoscalingGroup::of(resource)?.launch_template.known()?;
    LaunchTemplate::of(&inventory.items[inventory.by_word(Kind::LaunchTemplate, template)?].resource)
}
