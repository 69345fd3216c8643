//! The least permissions of IAM for a cluster: what planning, applying and deleting it takes, and nothing else.
//!
//! In: the graph of a cluster, or a saved plan, and where it is. Out: policies that are limited by tags, names and regions as far as
//! AWS's condition keys allow, each within the size of a managed policy. `actions` is the one table of what each step takes;
//! `kops-aws` is checked against it.

mod actions;
mod names;
mod policy;
mod scope;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::graph::{Graph, Node, Ownership};
use crate::plan::{Action, Plan};
use crate::resource::{Kind, Ref, Removal, Resource};
use names::Known;
use scope::Statements;

pub use actions::{Actions, FACTS, STORE_READ, STORE_WRITE, actions};
pub use policy::{POLICY_LIMIT, Policy};
pub use scope::{Need, Place, Scope, When};

/// The policies of a cluster. Applying and deleting take those of planning too.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "IamPolicies"))]
#[non_exhaustive]
pub struct Policies {
    /// What planning takes: it reads only.
    pub plan: Vec<Policy>,
    /// What creating and changing the cluster takes beyond that.
    pub apply: Vec<Policy>,
    /// What deleting it takes beyond that.
    pub delete: Vec<Policy>,
}

/// Returns the policies for a cluster, whether it is there already or not.
///
/// Applying deletes what is always deleted at once, such as security group rules that left the spec. `--prune` deletes more, for
/// which the policies of deleting are needed.
pub fn of_graph(graph: &Graph, place: &Place) -> Policies {
    let known = Known(graph.nodes.iter().map(|(id, node)| (id, &node.resource)).collect());
    let owned = || graph.nodes.values().filter(|node| node.ownership == Ownership::Owned);
    let (mut apply, mut delete) = (Statements::default(), Statements::default());
    for node in owned() {
        let Some(row) = actions(node.resource.kind()) else { continue };
        let is_tagged = is_of_owned(graph, node);
        let arns = known.arns(place, &node.resource);
        let at_once = node.resource.kind().removal() == Removal::Immediate;
        let needs = row.create.iter().chain(row.update).chain(row.delete.iter().filter(|_| at_once));
        for need in needs.filter(|need| need.is_of(&node.resource)) {
            apply.need(place, *need, &arns, is_tagged);
        }
        let deletes = row.delete.iter().filter(|need| need.is_of(&node.resource));
        deletes.for_each(|need| delete.need(place, *need, &arns, is_tagged));
    }
    write_store(&mut apply, place);
    write_store(&mut delete, place);
    let name = |what: &str| format!("{}-{what}", graph.cluster);
    Policies {
        plan: policy::pack(&name("plan"), reading(place).into_json(place)),
        apply: policy::pack(&name("apply"), apply.into_json(place)),
        delete: policy::pack(&name("delete"), delete.into_json(place)),
    }
}

/// Returns the policies that applying exactly one plan takes. They include reading, as the account is looked at again before the first
/// change.
pub fn of_plan(plan: &Plan, place: &Place) -> Vec<Policy> {
    let known = Known(plan.steps.iter().map(|step| (&step.resource, step.action.resource())).collect());
    let shared: BTreeSet<(Kind, &str)> =
        plan.shared.iter().map(|shared| (shared.resource.kind, shared.id.as_str())).collect();
    let mut statements = reading(place);
    for step in &plan.steps {
        let resource = step.action.resource();
        let Some(row) = actions(resource.kind()) else { continue };
        let needs = match &step.action {
            Action::Create { .. } => row.create,
            Action::Update { .. } => row.update,
            Action::Delete { .. } => row.delete,
        };
        let is_shared = |whole: &Ref, kinds: &[Kind]| {
            kinds.iter().any(|kind| whole.known().is_some_and(|id| shared.contains(&(*kind, id))))
        };
        let is_tagged = whole(resource).is_none_or(|(whole, kinds)| !is_shared(&whole, kinds));
        let arns = known.arns(place, resource);
        let needs = needs.iter().filter(|need| need.is_of(resource));
        needs.for_each(|need| statements.need(place, *need, &arns, is_tagged));
    }
    if plan.steps.iter().any(|step| step.resource.kind.is_in_store()) {
        write_store(&mut statements, place);
    }
    policy::pack(&format!("{}-plan", plan.cluster), statements.into_json(place))
}

/// What every plan reads: all kinds, as any of them may be left from an earlier spec.
fn reading(place: &Place) -> Statements {
    let mut statements = Statements::default();
    let kinds = Kind::ALL.iter().filter_map(|kind| actions(*kind)).flat_map(|row| row.read);
    kinds.chain(FACTS).for_each(|action| statements.read(place, action));
    if let Some((bucket, path)) = &place.store {
        let bucket = format!("arn:{}:s3:::{bucket}", place.partition);
        for action in STORE_READ {
            let resource = if *action == "s3:GetObject" { objects(&bucket, path, place) } else { bucket.clone() };
            statements.allow(action, [resource], &serde_json::json!({}));
        }
    }
    statements
}

fn write_store(statements: &mut Statements, place: &Place) {
    let Some((bucket, path)) = &place.store else { return };
    let bucket = format!("arn:{}:s3:::{bucket}", place.partition);
    STORE_WRITE
        .iter()
        .for_each(|action| statements.allow(action, [objects(&bucket, path, place)], &serde_json::json!({})));
}

/// The objects of a cluster in the bucket of its state store.
fn objects(bucket: &str, path: &str, place: &Place) -> String {
    let folder = if path.is_empty() { String::new() } else { format!("{path}/") };
    format!("{bucket}/{folder}{}/*", place.cluster)
}

/// True where the whole that a resource is a part of is the cluster's, and has its tags.
fn is_of_owned(graph: &Graph, node: &Node) -> bool {
    whole(&node.resource).is_none_or(|(whole, _)| match whole {
        Ref::Resource { id, .. } => graph.nodes.get(&id).is_none_or(|whole| whole.ownership == Ownership::Owned),
        Ref::Known(_) => false,
    })
}

/// What a resource is a part of, and what that can be.
fn whole(resource: &Resource) -> Option<(Ref, &'static [Kind])> {
    let field = resource.kind().properties().part_of?.field;
    Some((serde_json::from_value(resource.value(field)).ok()?, field.refers_to))
}
