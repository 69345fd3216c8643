//! How far a set of clusters was applied, as data.

use serde::{Deserialize, Serialize};

use super::{ErrorData, ReportData};

/// What came of applying a set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SetReport {
    /// The clusters that are done, in their order; fewer than those of the plan where the run was cancelled or a cluster failed.
    pub clusters: Vec<AppliedCluster>,
    /// The run was cancelled.
    pub cancelled: bool,
}

/// A cluster of a set that was applied or deleted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct AppliedCluster {
    /// Its name.
    pub cluster: String,
    /// What became of it.
    pub action: SetAction,
    /// What was done in the account.
    pub report: ReportData,
}

/// What becomes of a cluster of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SetAction {
    /// It is created or changed, where there is anything to do.
    Apply,
    /// It is deleted.
    Delete,
}

/// A cluster of a set that failed, and the clusters that were done before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ApplySetIncompleteFields {
    /// The cluster that failed.
    pub cluster: String,
    /// The clusters that were done before.
    pub report: SetReport,
    /// Why the cluster failed.
    pub error: Box<ErrorData>,
}
