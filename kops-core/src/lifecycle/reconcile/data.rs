//! Plans, events and reports of reconciling a cluster, as data.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::serves_api;
use crate::apply::{self, seconds};
use crate::cluster_api::Node;
use crate::errors::ErrorData;
use crate::lifecycle::rolling::{RollingUpdateEvent, RollingUpdateOptions, RollingUpdateReport};
use crate::lifecycle::validation::Failure;
use crate::spec::ExactVersion;

/// The versions of Kubernetes that run in a cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct RunningVersions {
    /// The oldest of the control plane; null where none runs.
    pub control_plane: Option<String>,
    /// The newest of the control plane, which Kubernetes cannot go back from; null where none runs.
    pub newest_control_plane: Option<String>,
    /// The oldest of the nodes; null where there are none.
    pub nodes: Option<String>,
}

impl RunningVersions {
    /// Finds the versions of kubelets. The control plane of a kops cluster has the version of its kubelets, and nodes that run an API server
    /// are a part of it.
    pub fn of(nodes: &[Node]) -> Self {
        let versions = |is_control_plane: bool| {
            let wanted = nodes.iter().filter(move |node| serves_api(node.role()) == is_control_plane);
            wanted.filter_map(|node| ExactVersion::parse(&node.kubelet_version))
        };
        let text = |version: Option<ExactVersion>| version.map(|version| version.to_string());
        Self {
            control_plane: text(versions(true).min()),
            newest_control_plane: text(versions(true).max()),
            nodes: text(versions(false).min()),
        }
    }

    pub(super) fn control_plane(&self) -> Option<ExactVersion> {
        self.control_plane.as_deref().and_then(ExactVersion::parse)
    }

    pub(super) fn newest_control_plane(&self) -> Option<ExactVersion> {
        self.newest_control_plane.as_deref().and_then(ExactVersion::parse)
    }

    pub(super) fn nodes(&self) -> Option<ExactVersion> {
        self.nodes.as_deref().and_then(ExactVersion::parse)
    }
}

/// The steps that bring a cluster to its spec.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ReconcilePlan {
    /// The cluster's full name.
    pub cluster: String,
    /// What runs.
    pub running: RunningVersions,
    /// The steps, in order. A step that has nothing to do is passed over when its turn comes.
    pub steps: Vec<ReconcileStep>,
}

/// A step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ReconcileStep {
    /// The version of Kubernetes that the spec has in this step.
    pub kubernetes_version: String,
    /// What is done.
    pub action: ReconcileAction,
    /// The instance groups that it is for.
    pub instance_groups: Vec<String>,
}

/// What a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ReconcileAction {
    /// Updates the cloud resources of the groups, and those that are of no group.
    Update,
    /// Waits until the instances of the groups are nodes and ready.
    Validate,
    /// Replaces the outdated instances of the groups.
    RollingUpdate,
    /// Updates everything, and deletes what the cluster no longer needs.
    Prune,
}

/// What a user wants of reconciling a cluster.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ReconcileOptions {
    /// How instances are replaced. The groups that it names are not looked at, as each step has its own.
    pub rolling_update: RollingUpdateOptions,
    /// How updates are applied.
    pub apply: apply::Options,
    /// What the updates may delete beyond what they always may; see [`crate::PlanOptions::allow`].
    pub allow: BTreeSet<String>,
    /// How long the control plane may take to become ready after its update, in seconds. Default: 10 minutes.
    #[serde(with = "seconds")]
    #[cfg_attr(feature = "schemars", schemars(with = "f64"))]
    pub validation_timeout: Duration,
}

impl Default for ReconcileOptions {
    fn default() -> Self {
        Self {
            rolling_update: RollingUpdateOptions::default(),
            apply: apply::Options::default(),
            allow: BTreeSet::new(),
            validation_timeout: Duration::from_secs(10 * 60),
        }
    }
}

/// What happens while a cluster is reconciled. The last event of a run is `ended`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "event")]
#[non_exhaustive]
pub enum ReconcileEvent {
    /// A step began.
    StepStarted {
        /// Its number, from 1.
        number: usize,
        /// What it does.
        step: ReconcileStep,
    },
    /// Something happened to a step of an update.
    Apply {
        /// What.
        what: apply::Event,
    },
    /// Something happened in a rolling update.
    RollingUpdate {
        /// What.
        what: RollingUpdateEvent,
    },
    /// The control plane is not ready yet. Said again when the reasons change.
    Waiting {
        /// What is wrong.
        reasons: Vec<String>,
    },
    /// A step is done.
    StepFinished {
        /// Its number, from 1.
        number: usize,
    },
    /// The run ended; no event follows.
    Ended {
        /// How far it came.
        report: ReconcileReport,
    },
}

/// How far reconciling a cluster came. A further run goes on where this one ended.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ReconcileReport {
    /// It was cancelled.
    pub cancelled: bool,
    /// How many steps there are.
    pub steps: usize,
    /// How many of them are done.
    pub done: usize,
    /// Why the next step was not done.
    pub failure: Option<ReconcileFailure>,
}

impl ReconcileReport {
    /// True where the cluster is what its spec says.
    pub fn is_complete(&self) -> bool {
        self.done == self.steps
    }
}

/// Why a step was not done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "reason")]
#[non_exhaustive]
pub enum ReconcileFailure {
    /// No plan could be made, or it was not applied.
    Error {
        /// What went wrong.
        error: ErrorData,
    },
    /// The control plane did not become ready in time.
    NotReady {
        /// What was wrong with it in the end.
        failures: Vec<Failure>,
    },
    /// Instances were not replaced.
    RollingUpdate {
        /// How far the rolling update came.
        report: RollingUpdateReport,
    },
}
