//! How far a plan was applied, as data.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ErrorData;
use crate::plan::StepId;
use crate::resource::{Outputs, ResourceId};

/// How far a plan was applied. Every step is in exactly one of the lists.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "Report"))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ReportData {
    /// The run was cancelled.
    pub cancelled: bool,
    /// Steps that are done, in the order in which they finished.
    pub done: Vec<StepId>,
    /// Steps that failed, and why.
    pub failed: Vec<StepFailure>,
    /// Steps that were in flight when the run was cancelled: they may or may not have taken effect.
    pub in_flight: Vec<StepId>,
    /// Steps that were not started, because a step that they depend on failed or because the run was cancelled.
    pub not_started: Vec<StepId>,
    /// What AWS assigned to each resource that the run created or changed.
    pub outputs: BTreeMap<ResourceId, Outputs>,
}

/// A step that failed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct StepFailure {
    /// The step.
    pub step: StepId,
    /// The resource that the step is about.
    pub resource: ResourceId,
    /// Why it failed.
    pub error: ErrorData,
}

/// A step that failed although no call did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct StepFailedFields {
    /// What kind of failure it was.
    pub kind: StepFailedKind,
    /// The resource that the step is about.
    pub resource: ResourceId,
}

/// Why a step failed although no call did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum StepFailedKind {
    /// The resource did not become ready in time, or never will.
    NotReady,
    /// The step refers to a resource that does not exist.
    Unbound,
}
