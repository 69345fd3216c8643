//! What a rolling update observes, and what it can do.

use std::time::Duration;

use super::Nodes;
use crate::cloud::RunningGroup;
use crate::cluster_api::{Node, Pod, PodId};
use crate::lifecycle::validation::Validation;
use crate::resource::CloudId;

/// A cluster at one moment.
pub(super) struct Observation<'a> {
    pub(super) now: Duration,
    pub(super) running: &'a [RunningGroup],
    /// Its nodes by the instances that they run on.
    pub(super) nodes: &'a Nodes<'a>,
    /// Nodes and pods; none where the update works without the cluster's API.
    pub(super) cluster: Option<Cluster<'a>>,
}

#[derive(Clone, Copy)]
pub(super) struct Cluster<'a> {
    pub(super) nodes: &'a [Node],
    pub(super) pods: &'a [Pod],
    pub(super) health: &'a Validation,
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Action {
    Taint { node: String },
    Detach { group: CloudId, instance: CloudId },
    Cordon { node: String, instance: CloudId },
    Deregister { group: CloudId, instance: CloudId },
    Evict { pod: PodId, node: String, instance: CloudId },
    Terminate { instance: CloudId },
}

/// Whether a further instance may be replaced now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// The cluster is not healthy yet.
    NotYet,
    /// The cluster is healthy.
    Healthy,
    /// The cluster did not become healthy in time, and the user wants to go on.
    Anyway,
}
