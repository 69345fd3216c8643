//! The minimum IAM permissions for a cluster: what planning, applying and deleting it takes, and nothing else.
//!
//! In: the graph of a cluster, or a saved plan, and where it is. Out: policies that are limited by tags, names and regions as far as
//! AWS's condition keys allow, each within the size of a managed policy. `actions` is the one table of what each step takes;
//! `kops-aws` is checked against it.

mod actions;
mod dry_runs;
mod names;
mod need;
mod objects;
mod policy;
mod requests;
mod scope;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::graph::{Graph, Node, Ownership};
use crate::plan::{Action, Plan, Step};
use crate::resource::{Kind, Output, Ref, Removal, Resource, ResourceId};
use names::Known;
use objects::Files;
use scope::{Arns, Shared, Statements};

pub use actions::{
    Actions, DISCOVERY_READ, DISCOVERY_WRITE, ENCRYPTION_READ, FACTS, PREFLIGHT, STORE_READ, STORE_WRITE, actions,
};
pub(crate) use dry_runs::dry_runs;
pub use policy::{POLICY_LIMIT, Policy};
pub use requests::requests;
pub use scope::{Need, Place, Scope, When};

/// What controllers of a cluster make for services, volume claims and pods, beside the kinds that only they make.
const OF_CONTROLLERS: [Kind; 7] = [
    Kind::SecurityGroup,
    Kind::SecurityGroupRule,
    Kind::Volume,
    Kind::ClassicLoadBalancer,
    Kind::NetworkLoadBalancer,
    Kind::TargetGroup,
    Kind::LaunchTemplate,
];

/// The policies of a cluster. Applying and deleting take those of planning too.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "IamPolicies"))]
#[non_exhaustive]
pub struct Policies {
    /// What planning and rendering files for Terraform take: they read only.
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
///
/// Of KMS keys, only those are known that the spec names. Keys that a bucket or EBS encrypts with by default are not in the policies: reading
/// objects takes `kms:Decrypt` on the key of their bucket, writing them `kms:GenerateDataKey`. The keys of instances' volumes are used by the
/// service-linked role of Auto Scaling, and not by the caller.
pub fn of_graph(graph: &Graph, place: &Place) -> Policies {
    let known = Known(graph.nodes.iter().map(|(id, node)| (id, &node.resource)).collect());
    let owned = || graph.nodes.values().filter(|node| node.ownership == Ownership::Owned);
    let (mut apply, mut delete) = (Statements::default(), Statements::default());
    for node in owned() {
        let Some(row) = actions(node.resource.kind()) else { continue };
        let shared = shared_whole(graph, node);
        let arns = known.arns(place, &node.resource);
        let mark = scope::mark(&place.cluster, &node.resource);
        let at_once = node.resource.kind().removal() == Removal::Immediate;
        let needs = row.create.iter().chain(row.update).chain(row.delete.iter().filter(|_| at_once));
        for need in needs.filter(|need| need.is_of(&node.resource)) {
            apply.need(place, *need, &arns, shared.as_ref(), &mark);
        }
        let deletes = row.delete.iter().filter(|need| need.is_of(&node.resource));
        deletes.for_each(|need| delete.need(place, *need, &arns, shared.as_ref(), &mark));
    }
    let files = Files::of(place, owned().map(|node| &node.resource));
    files.write(&mut apply);
    files.write(&mut delete);
    let made_in_cluster = |kind: &Kind| kind.properties().made_in_cluster || OF_CONTROLLERS.contains(kind);
    for kind in Kind::ALL.iter().filter(|kind| made_in_cluster(kind)) {
        let arns = names::of_any(place, *kind);
        for need in actions(*kind).into_iter().flat_map(|row| row.delete) {
            delete.need_of_controllers(place, *need, &arns);
        }
    }
    let mut plan = reading(place, &files);
    files.read_encryption(&mut plan);
    let name = |what: &str| format!("{}-{what}", graph.cluster);
    Policies {
        plan: policy::pack(&name("plan"), plan.into_json(place)),
        apply: policy::pack(&name("apply"), apply.into_json(place)),
        delete: policy::pack(&name("delete"), delete.into_json(place)),
    }
}

/// Returns the policies that applying exactly one plan takes. They include reading, as the account is looked at again before the first
/// change. Where the plan does not say which role instances get, as where a group gets other instance types and keeps its launch template,
/// they allow to pass any role to EC2.
pub fn of_plan(plan: &Plan, place: &Place) -> Vec<Policy> {
    let files = Files::of(place, plan.steps.iter().map(|step| step.action.resource()));
    let mut statements = reading(place, &files);
    for StepNeeds { needs, arns, shared, mark, .. } in steps(plan, place) {
        needs.iter().for_each(|need| statements.need(place, *need, &arns, shared.as_ref(), &mark));
    }
    if plan.steps.iter().any(|step| step.resource.kind.is_in_store()) {
        files.write(&mut statements);
    }
    policy::pack(&format!("{}-plan", plan.cluster), statements.into_json(place))
}

/// What a step of a plan takes.
struct StepNeeds<'a> {
    resource: &'a ResourceId,
    action: &'a Action,
    row: &'static Actions,
    needs: Vec<Need>,
    arns: Arns,
    /// What it is a part of, where others own that.
    shared: Option<Shared>,
    /// The tag by which it is the cluster's.
    mark: (String, String),
}

fn steps<'a>(plan: &'a Plan, place: &Place) -> Vec<StepNeeds<'a>> {
    let known = Known(plan.steps.iter().map(|step| (&step.resource, step.action.resource())).collect());
    let shared: BTreeSet<(Kind, &str)> =
        plan.shared.iter().map(|shared| (shared.resource.kind, shared.id.as_str())).collect();
    let of_step = |step: &'a Step| {
        let resource = step.action.resource();
        let row = actions(resource.kind())?;
        let (needs, changes) = match &step.action {
            Action::Create { .. } => (row.create, None),
            Action::Update { changes, .. } => (row.update, Some(changes)),
            Action::Delete { .. } => (row.delete, None),
        };
        let is_shared = |(whole, kind): &(Ref, Kind)| {
            let id = match whole {
                Ref::Known(id) => id,
                Ref::Resource { id, .. } => plan.bindings.get(id)?.get(&Output::Id)?,
            };
            shared.contains(&(*kind, id.as_str())).then(|| Shared::of(*kind, id))?
        };
        let shared = whole(resource).as_ref().and_then(is_shared);
        let needs = needs
            .iter()
            .filter(|need| need.is_of(resource) && need.is_for(changes.into_iter().flatten()))
            .copied()
            .collect();
        let arns = match &step.action {
            // Load balancers of controllers can be of other types, which only their ARNs tell.
            Action::Delete { id, .. } if id.0.contains(":loadbalancer/") => Arns::named(vec![id.0.clone()]),
            _ => known.arns(place, resource),
        };
        let mark = scope::mark(&place.cluster, resource);
        Some(StepNeeds { resource: &step.resource, action: &step.action, row, needs, arns, shared, mark })
    };
    plan.steps.iter().filter_map(of_step).collect()
}

/// What every plan reads: all kinds, as any of them may be left from an earlier spec.
fn reading(place: &Place, files: &Files) -> Statements {
    let mut statements = Statements::default();
    let kinds = Kind::ALL.iter().filter_map(|kind| actions(*kind)).flat_map(|row| row.read);
    kinds.chain(FACTS).chain(PREFLIGHT).for_each(|action| statements.read(place, action));
    files.read(&mut statements);
    statements
}

/// The whole that a resource of a graph is a part of, where others own it.
fn shared_whole(graph: &Graph, node: &Node) -> Option<Shared> {
    let (whole, kind) = whole(&node.resource)?;
    match whole {
        Ref::Resource { id, .. } => match &graph.nodes.get(&id)?.ownership {
            Ownership::Shared(shared) => Shared::of(id.kind, shared.as_str()),
            Ownership::Owned => None,
        },
        Ref::Known(id) => Shared::of(kind, &id),
    }
}

/// What a resource is a part of, and its kind.
fn whole(resource: &Resource) -> Option<(Ref, Kind)> {
    let field = resource.kind().properties().part_of?.field;
    Some((serde_json::from_value(resource.value(field)).ok()?, *field.refers_to.first()?))
}

impl Shared {
    /// A resource of others by its kind and id; none for a kind that is not one of EC2.
    fn of(kind: Kind, id: &str) -> Option<Self> {
        Some(Self { resource_type: resource_type(actions(kind)?)?, id: id.to_owned() })
    }
}

/// The type of the resources of a row in ARNs of EC2.
fn resource_type(row: &Actions) -> Option<&'static str> {
    row.create.iter().find_map(|need| match need.scope {
        Scope::New(types) => types.first().copied(),
        _ => None,
    })
}
