//! What came of applying a plan.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::time::Duration;

use serde::{Serialize, Serializer};

use crate::cloud::CloudError;
use crate::errors::{ErrorData, ErrorFacts, ReportData, StepFailedFields, StepFailedKind, StepFailure};
use crate::plan::StepId;
use crate::resource::{Outputs, ResourceId};
use crate::state::StateError;

/// What came of applying a plan. Every step is in exactly one of the lists.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Report {
    /// Steps that are done, in the order in which they were.
    pub done: Vec<StepId>,
    /// Steps that failed, and why.
    pub failed: Vec<(StepId, StepError)>,
    /// Steps that were under way when the run was cancelled: they may or may not have taken effect.
    pub in_flight: Vec<StepId>,
    /// Steps that were not started: something they need failed, or the run was cancelled.
    pub not_started: Vec<StepId>,
    /// The run was cancelled.
    pub cancelled: bool,
    /// What the cloud assigned to what the run made or changed.
    pub outputs: BTreeMap<ResourceId, Outputs>,
}

impl Report {
    /// True where every step is done.
    pub fn is_complete(&self) -> bool {
        self.failed.is_empty() && self.in_flight.is_empty() && self.not_started.is_empty()
    }
}

impl From<&Report> for ReportData {
    fn from(report: &Report) -> Self {
        let failed = report.failed.iter().map(|(step, error)| StepFailure {
            step: *step,
            resource: error.resource().clone(),
            error: error.into(),
        });
        Self {
            cancelled: report.cancelled,
            done: report.done.clone(),
            failed: failed.collect(),
            in_flight: report.in_flight.clone(),
            not_started: report.not_started.clone(),
            outputs: report.outputs.clone(),
        }
    }
}

/// As [`ReportData`].
impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        ReportData::from(self).serialize(serializer)
    }
}

/// A plan of which not every step was done: some failed, or the run was cancelled. Planning again shows what is left.
///
/// Its source is the first failure; the report has all of them.
#[derive(Clone, Debug)]
pub struct Incomplete(pub Report);

impl fmt::Display for Incomplete {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Report { done, failed, in_flight, not_started, cancelled, .. } = &self.0;
        f.write_str(if *cancelled { "the run was cancelled" } else { "not every step could be done" })?;
        write!(f, ": {} done, {} failed", done.len(), failed.len())?;
        write!(f, ", {} in flight, {} not started", in_flight.len(), not_started.len())
    }
}

impl Error for Incomplete {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.failed.first().map(|(_, error)| error as _)
    }
}

/// Why a step failed.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StepError {
    /// The cloud refused it.
    #[error("{resource} could not be {verb}")]
    Cloud {
        /// What the step was about.
        resource: ResourceId,
        /// What was tried: `created`, `changed`, `deleted`.
        verb: &'static str,
        /// What went wrong.
        #[source]
        source: Box<CloudError>,
    },
    /// Something that this run does not delete still uses it.
    #[error("{resource} could not be deleted, and nothing changed about that for {} s", .waited.as_secs())]
    StillUsed {
        /// What the step was about.
        resource: ResourceId,
        /// How long the answer was the same.
        waited: Duration,
        /// What the cloud said.
        #[source]
        source: Box<CloudError>,
    },
    /// The state store refused it.
    #[error("{resource} could not be {verb}")]
    State {
        /// What the step was about.
        resource: ResourceId,
        /// What was tried: `created`, `changed`, `deleted`.
        verb: &'static str,
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

impl StepError {
    /// The resource that the step was about.
    pub fn resource(&self) -> &ResourceId {
        match self {
            Self::Cloud { resource, .. }
            | Self::StillUsed { resource, .. }
            | Self::State { resource, .. }
            | Self::NotReady { resource, .. }
            | Self::Unbound { resource, .. } => resource,
        }
    }
}

impl From<&StepError> for ErrorData {
    fn from(error: &StepError) -> Self {
        let step_failed = |kind| ErrorFacts::StepFailed(StepFailedFields { kind, resource: error.resource().clone() });
        let facts = match error {
            StepError::Cloud { source, .. } | StepError::StillUsed { source, .. } => {
                ErrorFacts::CloudError((&**source).into())
            }
            StepError::State { source, .. } => ErrorFacts::StateError(source.into()),
            StepError::NotReady { .. } => step_failed(StepFailedKind::NotReady),
            StepError::Unbound { .. } => step_failed(StepFailedKind::Unbound),
        };
        Self::new(error, facts)
    }
}

/// A plan that contradicts itself, which no plan that this library made does.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidPlan {
    /// Two steps have the same number.
    #[error("step {} of the plan is there twice", .0.0)]
    Twice(StepId),
    /// A step needs one that does not come before it.
    #[error("step {} of the plan needs step {}, which does not come before it", .step.0, .needs.0)]
    Order {
        /// The step.
        step: StepId,
        /// What it needs.
        needs: StepId,
    },
    /// What the plan of a set says of a cluster is not what is planned for it.
    #[error(
        "the plan of the set contradicts itself about cluster `{cluster}`, and nothing was done: {problem}; make a new plan"
    )]
    Member {
        /// The cluster.
        cluster: String,
        /// In which way.
        problem: String,
    },
}
