//! What would change, why, in which order and what it disrupts: plain data, made by a pure function.
//!
//! In: a [`Graph`], a [`Snapshot`], the objects of the state store and a [`PlanOptions`]. Out: a [`Plan`]. Invariants: nothing
//! shared is in a step, every step comes after what it needs, and the same input gives the same bytes.

mod between;
mod bind;
mod check;
mod compare;
mod conflict;
mod cost;
mod data;
mod decide;
mod diff;
mod disruption;
mod documents;
mod drift;
mod error;
mod files;
mod format;
mod group_deletion;
mod identity;
mod impact;
mod in_use;
mod inventory;
mod marked_nodes;
mod obsolete;
mod open_ports;
mod options;
mod order;
mod ownership;
mod reason;
mod references;
mod rolling;
mod scope;
mod steps;
mod tags;
#[cfg(test)]
pub(crate) mod tests;
mod total;
mod user_data;
mod violations;

use std::collections::{BTreeMap, BTreeSet};

use crate::cloud::Snapshot;
use crate::graph::{Graph, Ownership};
use crate::state::StoreView;

pub use crate::resource::Disruption;
pub use between::between;
pub use check::{Defect, check};
#[cfg(feature = "schemars")]
pub(crate) use data::add_hash;
pub use data::{Action, CostChange, FieldChange, Plan, Retained, RollingUpdate, Shared, SourceRef, Step, StepId};
pub use drift::{Drift, drift};
pub use error::{PlanError, PlanErrors};
pub use format::ParsePlanError;
pub(crate) use format::{Head, sort};
pub use group_deletion::group_deletion;
pub use impact::{Impact, Instances};
pub use options::PlanOptions;
pub(crate) use reason::WHOLE_CLUSTER;
pub use total::{Interruption, Total};
pub(crate) use user_data::differences as user_data_differences;
pub use violations::{Rule, Violation, violations};

/// The version of the plan's data format.
pub const FORMAT: u32 = 2;

/// Compares what a cluster should be with what there is, and plans what would make them the same.
///
/// [`deletion`] plans the end of a cluster.
///
/// # Errors
/// Everything that keeps the account from becoming what the graph says, all at once.
pub fn plan(graph: &Graph, snapshot: &Snapshot, store: &StoreView, options: &PlanOptions) -> Result<Plan, PlanErrors> {
    plan_claimed(graph, ownership::Claim::of(graph), snapshot, store, options)
}

/// As [`plan`], with what tells the things of the cluster from those of others.
fn plan_claimed(
    graph: &Graph,
    claim: ownership::Claim<'_>,
    snapshot: &Snapshot,
    store: &StoreView,
    options: &PlanOptions,
) -> Result<Plan, PlanErrors> {
    let inventory = inventory::Inventory::new(&claim, snapshot, store);
    let mut decisions = decide::decide(graph, &inventory, options);
    if !decisions.errors.is_empty() {
        return Err(PlanErrors(decisions.errors));
    }
    let deletions = obsolete::deletions(&inventory, &decisions, &graph.cluster, options);
    if !deletions.errors.is_empty() {
        return Err(PlanErrors(deletions.errors));
    }
    let blockers = conflict::conflicts(graph, &inventory, &decisions, &deletions).map_err(PlanErrors)?;
    let operations = order::order(graph, &inventory, &decisions, &deletions, &blockers);
    let operations = operations.map_err(|cycle| PlanErrors(conflict::deadlock(graph, &inventory, &blockers, cycle)))?;
    let wanted = decisions.by_id.values().filter_map(|decision| decision.item).collect();
    let open_ports = if options.delete_cluster { Vec::new() } else { open_ports::notes(&inventory, &wanted) };
    // What a graph says is about the cluster that it makes.
    let of_graph = if options.delete_cluster { &[][..] } else { graph.notes.as_slice() };
    let of_decisions = std::mem::take(&mut decisions.notes);
    let made = steps::Making { graph, inventory: &inventory, decisions: &decisions, options };
    let steps = made.steps(&operations);
    let marked_nodes = marked_nodes::notes(&steps);
    let notes = of_graph.iter().cloned().chain(of_decisions).chain(open_ports).chain(marked_nodes).collect();
    Ok(Plan {
        format: FORMAT,
        cluster: graph.cluster.clone(),
        region: graph.region.clone(),
        account: graph.account.clone(),
        options: options.clone(),
        own_marks: claim.marks_in_use(),
        bindings: made.bindings(&operations),
        shared: made.shared(),
        unchanged: made.unchanged(),
        steps,
        rolling_updates: rolling::rolling_updates(graph, &inventory, &decisions),
        cost: cost::change(graph, &inventory, &decisions, &deletions),
        forecast: Vec::new(),
        kept: deletions.kept,
        notes,
        calls: snapshot.calls.clone(),
        apply_calls: BTreeMap::new(),
    })
}

/// Plans the deletion of everything that a cluster owns; what it shares is left alone.
///
/// `graph` is what the cluster was; the snapshot must cover its scope, with occupants. Persistent volumes and their snapshots are retained,
/// but for those that `allow` names, as [`PlanOptions::allow`] does.
///
/// # Errors
/// As [`plan`].
pub fn deletion(
    graph: &Graph,
    snapshot: &Snapshot,
    store: &StoreView,
    allow: &BTreeSet<String>,
) -> Result<Plan, PlanErrors> {
    let mut shared = graph.clone();
    shared.nodes.retain(|_, node| node.ownership != Ownership::Owned);
    plan(&shared, snapshot, store, &PlanOptions { allow: allow.clone(), ..PlanOptions::delete_cluster() })
}
