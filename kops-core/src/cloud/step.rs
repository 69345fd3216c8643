//! One step in the cloud, with nothing left to decide.

use serde::{Deserialize, Serialize};

use crate::resource::{CloudId, Outputs, Resource, ResourceId};

/// A step whose references are all cloud ids.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct BoundStep {
    /// The cluster that it is for.
    pub cluster: String,
    /// The resource in the plan's words, for messages.
    pub resource: ResourceId,
    /// The same for every repetition of this step and different for every other step: a client token.
    pub token: String,
    /// What to do.
    pub action: BoundAction,
}

/// What to do to a resource.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "do")]
#[non_exhaustive]
#[allow(clippy::large_enum_variant, reason = "a step is made once and passed by reference")]
pub enum BoundAction {
    /// Make it. Where it was made by an earlier try of the same step, find it.
    Create {
        /// What it should be.
        desired: Resource,
    },
    /// Bring the named fields to what `desired` says; the others are left alone.
    Update {
        /// Its id.
        id: CloudId,
        /// What it was when the plan was made.
        current: Resource,
        /// What it should be.
        desired: Resource,
        /// The fields to change.
        fields: Vec<String>,
    },
    /// Delete it. One that is gone is fine.
    Delete {
        /// Its id.
        id: CloudId,
        /// What it was when the plan was made.
        current: Resource,
    },
}

/// What came of a step.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Outcome {
    /// What the cloud assigned: after a creation or an update everything that others may refer to, after a deletion nothing.
    pub outputs: Outputs,
}

/// Whether a resource can be used by those that refer to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Readiness {
    /// It can be used.
    Ready,
    /// Not yet; the text says what it waits for.
    Pending(String),
    /// It will never be; the text says why.
    Failed(String),
    /// It is not there.
    Gone,
}
