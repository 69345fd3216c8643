//! The events of applying a plan.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::seconds;
use crate::errors::{ErrorData, ReportData};
use crate::plan::StepId;
use crate::resource::{CloudId, ResourceId};
use crate::state::Lock;

/// What happens while a plan is applied. The last event of a run is `ended`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "event")]
#[non_exhaustive]
pub enum Event {
    /// Another writer holds the lock of the cluster, and the run waits for it.
    WaitingForLock {
        /// Who holds it, and until when.
        lock: Lock,
    },
    /// A step began.
    Started {
        /// The step.
        step: StepId,
        /// The resource that the step is about.
        resource: ResourceId,
    },
    /// A call of a step failed and will be repeated.
    Retrying {
        /// The step.
        step: StepId,
        /// The resource that the step is about.
        resource: ResourceId,
        /// The number of the next attempt, from 2.
        attempt: u32,
        /// What went wrong.
        error: ErrorData,
    },
    /// A step waits until what it created can be used, or what it deleted is gone.
    Waiting {
        /// The step.
        step: StepId,
        /// The resource that the step is about.
        resource: ResourceId,
        /// What it waits for.
        reason: String,
    },
    /// A step is done.
    Finished {
        /// The step.
        step: StepId,
        /// The resource that the step is about.
        resource: ResourceId,
        /// The id that AWS gave it; null after a deletion.
        id: Option<CloudId>,
        /// How long the step took, in seconds.
        #[serde(with = "seconds")]
        #[cfg_attr(feature = "schemars", schemars(with = "f64"))]
        elapsed: Duration,
        /// How many calls of the cloud and the state store the step took, retries and polls among them.
        calls: u32,
    },
    /// A step failed for good.
    Failed {
        /// The step.
        step: StepId,
        /// The resource that the step is about.
        resource: ResourceId,
        /// What went wrong.
        error: ErrorData,
        /// How long the step took, in seconds.
        #[serde(with = "seconds")]
        #[cfg_attr(feature = "schemars", schemars(with = "f64"))]
        elapsed: Duration,
        /// How many calls of the cloud and the state store the step took, retries and polls among them.
        calls: u32,
    },
    /// The run ended; no event follows.
    Ended {
        /// How far the plan was applied.
        report: ReportData,
        /// How long the run took, in seconds.
        #[serde(with = "seconds")]
        #[cfg_attr(feature = "schemars", schemars(with = "f64"))]
        elapsed: Duration,
    },
}
