//! Carries out a plan: a scheduler that is plain data, and a driver that is a loop round it.
//!
//! In: a [`crate::plan::Plan`], a [`crate::cloud::Cloud`], a [`crate::state::StateStore`], [`Options`] and a sink of
//! [`Event`]s. Out: a [`Report`]. The executor decides nothing: order, content and danger are the plan's.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::cloud::CloudError;
use crate::plan::StepId;
use crate::resource::{CloudId, ResourceId};
use crate::state::StateError;

/// How a plan is carried out.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many steps may be under way at once.
    pub parallel: usize,
    /// How often a step is tried before it has failed, where its errors say that trying again helps.
    pub attempts: u32,
    /// How long to wait before the second try; doubles each time.
    pub first_delay: Duration,
    /// The longest wait between two tries.
    pub longest_delay: Duration,
    /// How long a resource may take to become ready.
    pub ready_within: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            parallel: 16,
            attempts: 12,
            first_delay: Duration::from_millis(250),
            longest_delay: Duration::from_secs(10),
            ready_within: Duration::from_secs(600),
        }
    }
}

/// What happens while a plan is carried out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "event")]
#[non_exhaustive]
pub enum Event {
    /// A step began.
    Started {
        /// The step.
        step: StepId,
        /// What it is about.
        resource: ResourceId,
    },
    /// A step will be tried again.
    Retrying {
        /// The step.
        step: StepId,
        /// What it is about.
        resource: ResourceId,
        /// The number of the next try, from 2.
        attempt: u32,
        /// What went wrong.
        error: String,
    },
    /// A step waits until what it made can be used.
    Waiting {
        /// The step.
        step: StepId,
        /// What it is about.
        resource: ResourceId,
        /// What it waits for.
        reason: String,
    },
    /// A step is done.
    Finished {
        /// The step.
        step: StepId,
        /// What it is about.
        resource: ResourceId,
        /// The id, where the step made something.
        id: Option<CloudId>,
    },
    /// A step has failed for good.
    Failed {
        /// The step.
        step: StepId,
        /// What it is about.
        resource: ResourceId,
        /// What went wrong.
        error: String,
    },
}

/// What came of carrying out a plan.
#[derive(Debug, Default)]
pub struct Report {
    /// Steps that are done.
    pub done: Vec<StepId>,
    /// Steps that failed, and why.
    pub failed: Vec<(StepId, StepError)>,
    /// Steps that were under way when the run was cancelled: they may or may not have taken effect.
    pub in_flight: Vec<StepId>,
    /// Steps that were not started.
    pub not_started: Vec<StepId>,
    /// The run was cancelled.
    pub cancelled: bool,
}

/// Why a step failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StepError {
    /// The cloud refused it.
    #[error("{resource} could not be brought about")]
    Cloud {
        /// What the step was about.
        resource: ResourceId,
        /// What went wrong.
        #[source]
        source: CloudError,
    },
    /// The state store refused it.
    #[error("{resource} could not be written")]
    State {
        /// What the step was about.
        resource: ResourceId,
        /// What went wrong.
        #[source]
        source: StateError,
    },
    /// What it made did not become ready in time, or never will.
    #[error("{resource} did not become ready: {reason}")]
    NotReady {
        /// What the step was about.
        resource: ResourceId,
        /// What it was waiting for.
        reason: String,
    },
    /// A reference of the step leads to nothing.
    #[error("{resource} refers to {missing}, which is not known")]
    Unbound {
        /// What the step was about.
        resource: ResourceId,
        /// What it refers to.
        missing: ResourceId,
    },
}
