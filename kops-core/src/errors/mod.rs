//! Errors as data: what events and reports carry, and what the packages for other languages make their exceptions of.
//!
//! In: a typed error of any module below. Out: [`ErrorData`], which has the same JSON in every language. The facts of an error
//! are fields, so that no program needs to parse a message.

mod help;
mod keys;
mod plan;
mod report;
mod set;
mod template;
mod world;

use std::error::Error as StdError;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::diag::{Diagnostic, Diagnostics, Report};
use crate::yaml::Source;

pub use keys::{KeysetErrorFields, KeysetErrorKind, SecretErrorFields, SecretErrorKind};
pub use plan::{
    PlanNotAllowedFields, PlanProblem, PlanProblemKind, PlanStaleFields, PlanTargetMismatchFields,
    PlanningFailedFields, ViolationData, ViolationRule,
};
pub use report::{ReportData, StepFailedFields, StepFailedKind, StepFailure};
pub use set::{AppliedCluster, ApplySetIncompleteFields, SetAction, SetReport};
pub use template::InvalidTemplateFields;
pub use world::{
    CloudErrorFields, ClusterApiErrorFields, StateErrorFields, StateErrorKind, WriteErrorFields, WriteErrorKind,
};

/// An error as data, the same in every language.
///
/// ```
/// use kops_core::errors::{ErrorData, ErrorFacts, StateErrorKind};
/// use kops_core::state::StateError;
///
/// let data = ErrorData::from(&StateError::NoStore { store: "s3://nowhere".into() });
/// let ErrorFacts::StateError(fields) = data.facts else { panic!() };
/// assert_eq!(fields.kind, StateErrorKind::NoStore);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct ErrorData {
    /// The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is
    /// about.
    pub message: String,
    /// What would help.
    #[serde(default)]
    pub help: Option<String>,
    /// What failed, and the facts about it.
    #[serde(flatten)]
    pub facts: ErrorFacts,
}

/// What failed, as the name of an exception, with the facts about it. Errors of one name always have the same fields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(tag = "name", content = "fields")]
#[non_exhaustive]
pub enum ErrorFacts {
    /// The spec is wrong.
    // Not read back, as the codes of findings are constants of this library.
    #[serde(skip_deserializing)]
    InvalidSpec(InvalidSpecFields),
    /// A template cannot be rendered.
    InvalidTemplate(InvalidTemplateFields),
    /// A text is not a simulated account.
    InvalidAccount(NoFields),
    /// A text is not a plan, or the steps of a plan have no order.
    InvalidPlan(NoFields),
    /// The account cannot become what the spec says.
    PlanningFailed(PlanningFailedFields),
    /// The plan is for another account or region.
    PlanTargetMismatch(PlanTargetMismatchFields),
    /// Something changed since the plan was made.
    PlanStale(PlanStaleFields),
    /// Steps of the plan are not allowed.
    PlanNotAllowed(PlanNotAllowedFields),
    /// Not every step of a plan was done.
    ApplyIncomplete(ReportData),
    /// Not every cluster of a set was applied.
    ApplySetIncomplete(ApplySetIncompleteFields),
    /// A step did not become ready in time, or refers to nothing.
    StepFailed(StepFailedFields),
    /// A call to the cloud failed.
    CloudError(CloudErrorFields),
    /// A call to the API of a cluster failed.
    ClusterApiError(ClusterApiErrorFields),
    /// The state store failed.
    StateError(StateErrorFields),
    /// Objects could not be stored.
    WriteError(WriteErrorFields),
    /// The cluster is not in the state store.
    NoCluster(NoClusterFields),
    /// A keyset or a keypair cannot be used or changed.
    KeysetError(KeysetErrorFields),
    /// A secret is missing, exists already, or is not what nodes expect.
    SecretError(SecretErrorFields),
    /// A text is not a kubeconfig, or a user is not in it.
    KubeconfigError(NoFields),
    /// Anything else.
    KopsError(NoFields),
}

/// An error that has no facts but its message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct NoFields {}

/// What is wrong with a spec.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct InvalidSpecFields {
    /// Every finding, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
}

/// A cluster that is not in the state store.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct NoClusterFields {
    /// The name.
    pub cluster: String,
    /// A cluster that is there and has a similar name.
    pub similar: Option<String>,
}

/// The account and the region of a plan, or of an engine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PlanTarget {
    /// The number of the account; empty where it is not known.
    pub account: String,
    /// The region.
    pub region: String,
}

impl PlanTarget {
    /// Names an account and a region.
    pub(crate) fn new(account: impl Into<String>, region: impl Into<String>) -> Self {
        Self { account: account.into(), region: region.into() }
    }
}

impl fmt::Display for PlanTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.account.as_str() {
            "" => write!(f, "`{}`", self.region),
            account => write!(f, "the account `{account}` in `{}`", self.region),
        }
    }
}

impl ErrorData {
    /// Describes an error by its message and facts.
    pub fn new(error: &dyn StdError, facts: ErrorFacts) -> Self {
        let sources = std::iter::successors(Some(error), |&error| error.source());
        let help = help::help(&facts);
        Self { message: sources.map(ToString::to_string).collect::<Vec<_>>().join(": "), help, facts }
    }

    /// Describes what is wrong with a spec.
    pub fn invalid(findings: &Diagnostics, texts: &[Source]) -> Self {
        let diagnostics = findings.iter().cloned().collect();
        Self {
            message: Report::new(findings, texts).to_string(),
            help: None,
            facts: ErrorFacts::InvalidSpec(InvalidSpecFields { diagnostics }),
        }
    }
}
