//! How far a rolling update came.

use serde::{Deserialize, Serialize};

use super::BlockedPod;
use crate::errors::ErrorData;
use crate::lifecycle::validation::Failure;

/// How far a rolling update came.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RollingUpdateReport {
    /// It was cancelled. A further run goes on where it ended.
    pub cancelled: bool,
    /// What became of each group that had instances to replace, in the order of the update.
    pub groups: Vec<GroupOutcome>,
    /// The nodes that are left cordoned by this run or an earlier one, sorted: the next run drains them further, and `kubectl uncordon`
    /// takes them back.
    pub cordoned: Vec<String>,
    /// What ended the run beside what is wrong with a group.
    pub failure: Option<RollingUpdateFailure>,
}

impl RollingUpdateReport {
    /// True where every instance was replaced that had to be.
    pub fn is_complete(&self) -> bool {
        self.failure.is_none() && self.groups.iter().all(|group| group.result == GroupResult::Finished)
    }
}

/// What became of a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GroupOutcome {
    /// The instance group.
    pub instance_group: String,
    /// How far it came.
    pub result: GroupResult,
    /// The instances that were terminated, in order.
    pub terminated: Vec<String>,
    /// Why it was given up.
    pub failure: Option<RollingUpdateFailure>,
}

/// How far a group came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum GroupResult {
    /// Every instance that had to be replaced is replaced.
    Finished,
    /// It was given up.
    Failed,
    /// The run ended while it was under way.
    Unfinished,
    /// Its turn did not come.
    NotStarted,
}

/// Why a group, or a whole run, was given up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "reason")]
#[non_exhaustive]
pub enum RollingUpdateFailure {
    /// The cluster did not become healthy in time.
    NotHealthy {
        /// What was wrong with it at last.
        failures: Vec<Failure>,
    },
    /// A node could not be drained in time.
    NotDrained {
        /// The node.
        node: String,
        /// The pods that are still on it.
        pods: Vec<BlockedPod>,
    },
    /// The launch template of the autoscaling group is gone, so that nothing would be launched in place of an instance. The next
    /// update of the cluster makes it anew.
    NoLaunchTemplate {
        /// The autoscaling group.
        group: String,
    },
    /// No node that the API server has runs on an instance of the cluster: it is that of another cluster, or no instance has joined. Nothing
    /// was changed.
    OtherCluster {
        /// How many nodes the API server has.
        nodes: usize,
    },
    /// Another rolling update has gone on in place of this one, which could not reach the cluster's API for too long.
    TakenOver {
        /// Who replaces instances now; null where that run has ended, too.
        holder: Option<String>,
    },
    /// A call failed for good.
    Error {
        /// What went wrong.
        error: ErrorData,
    },
}
