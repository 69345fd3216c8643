//! Deleting a cluster: a plan of nothing, in an account that holds something.

use crate::cloud::Snapshot;
use crate::graph::{Graph, Ownership};
use crate::plan::{self, Plan, PlanErrors, PlanOptions, StoreView};

/// Plans the deletion of everything that a cluster owns; what it shares is left alone.
///
/// `graph` is what the cluster was; the snapshot must cover its scope.
///
/// # Errors
/// As [`plan::plan`].
pub fn plan(graph: &Graph, snapshot: &Snapshot, store: &StoreView) -> Result<Plan, PlanErrors> {
    let mut shared = graph.clone();
    shared.nodes.retain(|_, node| node.ownership != Ownership::Owned);
    plan::plan(&shared, snapshot, store, &PlanOptions::delete_cluster())
}
