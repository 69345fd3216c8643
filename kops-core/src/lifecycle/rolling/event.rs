//! The events of a rolling update.

use serde::{Deserialize, Serialize};

use super::{RollingUpdateFailure, RollingUpdateReport};
use crate::errors::ErrorData;

/// What happens during a rolling update. The last event of a run is `ended`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase", tag = "event")]
#[non_exhaustive]
pub enum RollingUpdateEvent {
    /// The instances of a group are being replaced.
    GroupStarted {
        /// The instance group.
        instance_group: String,
        /// How many instances there are to replace.
        instances: usize,
    },
    /// An instance was detached from its group, which launches another in its place.
    Detached {
        /// The instance group.
        instance_group: String,
        /// The instance.
        instance: String,
    },
    /// A node takes no new pods.
    Cordoned {
        /// The instance group.
        instance_group: String,
        /// The node.
        node: String,
    },
    /// The eviction of a pod was accepted.
    Evicted {
        /// The node.
        node: String,
        /// The pod, as `namespace/name`.
        pod: String,
    },
    /// A pod disruption budget does not allow an eviction now. It is asked for again.
    Blocked {
        /// The node.
        node: String,
        /// The pod, as `namespace/name`.
        pod: String,
        /// What the API server says of it.
        reason: String,
    },
    /// An instance was terminated.
    Terminated {
        /// The instance group.
        instance_group: String,
        /// The instance.
        instance: String,
    },
    /// Another rolling update of the cluster is under way. Nothing is done until it has ended, or its holder has died. Said again when
    /// another one follows it.
    Locked {
        /// Who replaces instances now.
        holder: String,
        /// Since when, in seconds since 1970 (UTC).
        since: u64,
    },
    /// Nothing further is replaced until the cluster is healthy. Said again when the reasons change.
    Waiting {
        /// The instance group.
        instance_group: String,
        /// What is wrong.
        reasons: Vec<String>,
    },
    /// A call failed and is repeated.
    Retrying {
        /// What went wrong.
        error: ErrorData,
    },
    /// Every instance of a group is replaced, and the cluster is healthy.
    GroupFinished {
        /// The instance group.
        instance_group: String,
        /// How many instances were replaced.
        replaced: usize,
    },
    /// A group was given up.
    GroupFailed {
        /// The instance group.
        instance_group: String,
        /// Why.
        failure: RollingUpdateFailure,
    },
    /// The run ended; no event follows.
    Ended {
        /// How far it came.
        report: RollingUpdateReport,
    },
}
