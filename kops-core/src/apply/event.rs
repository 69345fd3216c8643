//! The events of applying a plan.

use std::error::Error;

use serde::{Deserialize, Serialize};

use crate::plan::StepId;
use crate::resource::{CloudId, ResourceId};

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
    /// A step waits until what it made can be used, or what it deleted is gone.
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

/// Puts an error and everything that lies underneath into one line.
pub(super) fn one_line(error: &dyn Error) -> String {
    let chain = std::iter::successors(Some(error), |error| (*error).source());
    chain.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
