//! What must be looked at again before a plan is applied: a graph of what the plan knows.

use crate::cloud::Scope;
use crate::graph::{Graph, Node, Origin, Ownership};
use crate::plan::{Action, Plan};
use crate::resource::{CloudId, Keyset, Kind, ManagedFile, Output, Resource, Secret};

/// Returns what a plan's steps are about, as far as that is known before they are applied.
pub(super) fn graph(plan: &Plan) -> Graph {
    let owned = |resource| {
        let (ownership, origin) = (Ownership::Owned, Origin::default());
        Node { resource, ownership, origin, after: Vec::new() }
    };
    let known = |resource: &_, output| plan.bindings.get(resource)?.get(&output).cloned();
    let nodes = plan.steps.iter().map(|step| {
        let resource = match &step.action {
            Action::Create { desired } => desired.bind(&known),
            Action::Update { current, .. } | Action::Delete { current, .. } => current.clone(),
        };
        (step.resource.clone(), owned(resource))
    });
    // What the store holds and steps only refer to is found by its name.
    let referred = plan.bindings.iter().filter_map(|(id, outputs)| {
        let resource: Resource = match id.kind {
            Kind::Keyset => Keyset { name: id.name.clone() }.into(),
            Kind::Secret => Secret { name: id.name.clone() }.into(),
            Kind::ManagedFile => {
                ManagedFile { key: outputs.get(&Output::Id)?.clone(), ..ManagedFile::default() }.into()
            }
            _ => return None,
        };
        let mut node = owned(resource);
        // The hash of a secret is looked up where users give the secret.
        if id.kind == Kind::Secret {
            node.ownership = Ownership::Shared(id.name.as_str().into());
        }
        Some((id.clone(), node))
    });
    // A secret that users give is counted on also where no step refers to it.
    let given = plan.shared.iter().filter(|shared| shared.resource.kind == Kind::Secret).map(|shared| {
        let mut node = owned(Secret { name: shared.resource.name.clone() }.into());
        node.ownership = Ownership::Shared(shared.id.clone());
        (shared.resource.clone(), node)
    });
    let nodes = given.chain(referred).chain(nodes).collect();
    let (cluster, region, account) = (plan.cluster.clone(), plan.region.clone(), plan.account.clone());
    Graph { cluster, region, account, nodes, ..Graph::default() }
}

/// Returns the scope of everything that a plan counts on: what its steps are about, and what they refer to.
///
/// What exists is named by its id, so that it is found also without the cluster's tags, and by its name where AWS finds it by that only.
pub(super) fn scope(plan: &Plan, graph: &Graph) -> Scope {
    let mut scope = Scope::of(graph);
    for step in &plan.steps {
        let is_network = matches!(step.resource.kind, Kind::Vpc | Kind::Subnet | Kind::SecurityGroup);
        let is_read_with_them = is_network || step.resource.kind.properties().made_in_cluster;
        scope.occupants |= is_read_with_them && matches!(step.action, Action::Delete { .. });
        if let Action::Update { id, .. } | Action::Delete { id, .. } = &step.action {
            scope.ids.entry(step.resource.kind).or_default().insert(id.clone());
        }
    }
    let bound = plan.bindings.iter().filter_map(|(resource, outputs)| {
        outputs.get(&Output::Id).map(|id| (resource.kind, CloudId::from(id.as_str())))
    });
    let shared = plan.shared.iter().map(|shared| (shared.resource.kind, shared.id.clone()));
    for (kind, id) in bound.chain(shared) {
        // Of the kinds that AWS finds by name, the id is the name, or begins with it: a hosted zone and a VPC.
        scope.names.entry(kind).or_default().extend(id.parts().next().map(str::to_owned));
        scope.ids.entry(kind).or_default().insert(id);
    }
    scope
}
