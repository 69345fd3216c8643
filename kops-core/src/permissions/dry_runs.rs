//! The calls of a plan that EC2 can be asked to check without making them.

use std::collections::BTreeSet;

use super::scope::{Need, Place, Scope};
use super::{StepNeeds, actions, resource_type, steps};
use crate::cloud::DryRun;
use crate::plan::{Action, Plan};
use crate::resource::{Output, Ref};

/// Returns one call for each action of EC2 that needs nothing but what exists before the plan is applied: what is created by itself or in
/// a VPC that is there, and what changes or deletes resources that are there.
pub(crate) fn dry_runs(plan: &Plan, place: &Place) -> Vec<DryRun> {
    let mut seen = BTreeSet::new();
    let steps = steps(plan, place);
    let calls = steps.iter().flat_map(|step| step.needs.iter().filter_map(|need| of_need(plan, *need, step)));
    calls.filter(|call| seen.insert(call.action.clone())).collect()
}

fn of_need(plan: &Plan, need: Need, step: &StepNeeds<'_>) -> Option<DryRun> {
    let call = |id: Option<String>| DryRun {
        action: need.action.to_owned(),
        id,
        tags: step.action.resource().tags().cloned().unwrap_or_default(),
    };
    let existing = || match step.action {
        Action::Create { .. } => None,
        Action::Update { id, .. } | Action::Delete { id, .. } => Some(id.0.clone()),
    };
    match need.scope {
        Scope::New([_]) => Some(call(None)),
        Scope::New([_, whole]) => Some(call(Some(other(plan, step, whole)?))),
        Scope::Own([of, ..]) if Some(*of) == resource_type(step.row) => Some(call(Some(existing()?))),
        Scope::Retag if resource_type(step.row).is_some() => Some(call(Some(existing()?))),
        _ => None,
    }
}

/// The id of the resource of a type, as in ARNs, that a new resource names; none where that is not there yet.
fn other(plan: &Plan, step: &StepNeeds<'_>, of: &str) -> Option<String> {
    let resource = step.action.resource();
    let is_of = |kind| actions(kind).and_then(resource_type) == Some(of);
    let field = resource.kind().fields().iter().find(|field| field.refers_to.iter().any(|kind| is_of(*kind)))?;
    match serde_json::from_value(resource.value(field)).ok()? {
        Ref::Known(id) => Some(id),
        Ref::Resource { id, .. } => plan.bindings.get(&id)?.get(&Output::Id).cloned(),
    }
}
