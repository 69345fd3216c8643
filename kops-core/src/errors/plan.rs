//! Errors of planning, and of what keeps a plan from being applied.

use serde::{Deserialize, Serialize};

use super::{ErrorFacts, PlanTarget};
use crate::diag::{Location, SpecPath};
use crate::plan::{Drift, PlanError, PlanErrors, Rule, StepId, Violation};
use crate::resource::{CloudId, ResourceId};

/// Why no plan can be made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PlanningFailedFields {
    /// Everything that stands in the way.
    pub errors: Vec<PlanProblem>,
}

/// One problem that keeps a plan from being made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PlanProblem {
    /// What kind of problem it is.
    pub error: PlanProblemKind,
    /// One sentence in lower case.
    pub message: String,
    /// What the user can do.
    pub help: Option<String>,
    /// The resource that it is about.
    pub resource: Option<ResourceId>,
    /// The field of the spec that asks for it.
    pub path: Option<SpecPath>,
    /// Where the user wrote that field.
    pub location: Option<Location>,
}

/// Kinds of problems that keep a plan from being made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PlanProblemKind {
    /// A shared resource does not exist.
    MissingShared,
    /// A shared resource is not what the spec says of it.
    SharedDiffers,
    /// A field differs that AWS cannot change.
    Fixed,
    /// Several resources in the account match.
    Ambiguous,
    /// The resource exists, and another cluster owns it.
    OthersOwn,
    /// The resource exists, and its tags say that the cluster does not own it.
    NotOurs,
    /// Another subnet has addresses of a new one.
    Occupied,
    /// A resource that is to be deleted is in use.
    InUse,
    /// A resource that is to be deleted is marked as protected.
    Protected,
    /// Resources depend on each other in a circle.
    Cycle,
}

/// A plan that is for another account or region.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PlanTargetMismatchFields {
    /// What the plan is for.
    pub planned: PlanTarget,
    /// Where the engine works.
    pub found: PlanTarget,
}

/// A plan whose account changed since it was made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PlanStaleFields {
    /// What changed.
    pub moved: Vec<Drift>,
}

/// A plan with steps that are not allowed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PlanNotAllowedFields {
    /// Each rule that is broken.
    pub violations: Vec<ViolationData>,
}

/// A step that a plan of this account would not have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "Violation"))]
#[non_exhaustive]
pub struct ViolationData {
    /// The step; null for a resource that steps only refer to.
    pub step: Option<StepId>,
    /// The resource.
    pub resource: ResourceId,
    /// Its id; null for one that is to be created.
    pub id: Option<CloudId>,
    /// The rule that is broken.
    pub rule: ViolationRule,
    /// One sentence in lower case.
    pub message: String,
}

/// Rules that a plan can break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ViolationRule {
    /// Nothing in the account shows that the cluster owns it.
    NotOwned,
    /// Another cluster owns it.
    OwnedBy,
    /// It is shared.
    Shared,
    /// A controller in the cluster made it.
    MadeInCluster,
    /// The options of the plan do not allow its deletion.
    NotAllowed,
    /// It is marked as protected from deletion.
    Protected,
    /// Something that stays uses it.
    InUse,
    /// It would become a part of something that the cluster does not own.
    PartOfOthers,
    /// Updates do not write objects of the state store at such a key.
    NotManaged,
    /// It has another name than the plan says.
    Misnamed,
}

impl From<&PlanErrors> for ErrorFacts {
    fn from(errors: &PlanErrors) -> Self {
        Self::PlanningFailed(PlanningFailedFields { errors: errors.0.iter().map(PlanProblem::from).collect() })
    }
}

impl From<&PlanError> for PlanProblem {
    fn from(error: &PlanError) -> Self {
        let origin = error.origin();
        Self {
            error: error.into(),
            message: error.to_string(),
            help: error.help(),
            resource: error.resource().cloned(),
            path: origin.map(|origin| origin.path.clone()),
            location: origin.and_then(|origin| origin.location.clone()),
        }
    }
}

impl From<&PlanError> for PlanProblemKind {
    fn from(error: &PlanError) -> Self {
        match error {
            PlanError::MissingShared { .. } => Self::MissingShared,
            PlanError::SharedDiffers { .. } => Self::SharedDiffers,
            PlanError::Fixed { .. } => Self::Fixed,
            PlanError::Ambiguous { .. } => Self::Ambiguous,
            PlanError::OthersOwn { .. } => Self::OthersOwn,
            PlanError::NotOurs { .. } => Self::NotOurs,
            PlanError::Occupied { .. } => Self::Occupied,
            PlanError::InUse { .. } => Self::InUse,
            PlanError::Protected { .. } => Self::Protected,
            PlanError::Cycle(_) => Self::Cycle,
        }
    }
}

impl From<&Violation> for ViolationData {
    fn from(violation: &Violation) -> Self {
        Self {
            step: violation.step,
            resource: violation.resource.clone(),
            id: violation.id.clone(),
            rule: (&violation.rule).into(),
            message: violation.to_string(),
        }
    }
}

impl From<&Rule> for ViolationRule {
    fn from(rule: &Rule) -> Self {
        match rule {
            Rule::NotOwned => Self::NotOwned,
            Rule::OwnedBy { .. } => Self::OwnedBy,
            Rule::Shared => Self::Shared,
            Rule::MadeInCluster => Self::MadeInCluster,
            Rule::NotAllowed { .. } => Self::NotAllowed,
            Rule::Protected => Self::Protected,
            Rule::InUse { .. } => Self::InUse,
            Rule::PartOfOthers { .. } => Self::PartOfOthers,
            Rule::NotManaged => Self::NotManaged,
            Rule::Misnamed { .. } => Self::Misnamed,
        }
    }
}
