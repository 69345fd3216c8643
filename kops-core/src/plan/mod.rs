//! What would change, why, in which order and what it disrupts: plain data, made by a pure function.
//!
//! In: a [`crate::graph::Graph`], a [`crate::cloud::Snapshot`], the objects of the state store and a [`Policy`]. Out:
//! [`Plan`]. Invariants: nothing shared is in a step, every step comes after what it needs, and the same input gives the
//! same bytes.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::diag::{Location, SpecPath};
use crate::resource::{CloudId, Outputs, Resource, ResourceId};

/// The version of the plan's data format.
pub const FORMAT: u32 = 1;

/// What the user lets a plan do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    /// Also delete what the cluster owns and no longer wants although something may run on it.
    pub prune: bool,
    /// Dangerous steps that the user allows, by resource: a guarded deletion, or `*` for all of them.
    pub allow: BTreeSet<String>,
}

/// Everything that would change. Plain data: it can be stored, shown, compared and applied later.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// [`FORMAT`].
    pub format: u32,
    /// The cluster's full name.
    pub cluster: String,
    /// The AWS region.
    pub region: String,
    /// The steps, each after what it needs.
    pub steps: Vec<Step>,
    /// What is the cluster's, no longer wanted, and kept until the user asks for its deletion.
    pub kept: Vec<Kept>,
    /// Shared things that are used and left alone.
    pub shared: Vec<Shared>,
    /// What the user would want to know: advice, and differences in shared things.
    pub notes: Vec<String>,
    /// The number of resources that are as they should be.
    pub unchanged: usize,
    /// What is known of resources that exist, for steps that refer to them.
    pub bindings: BTreeMap<ResourceId, Outputs>,
    /// The number of calls that observing took, by operation.
    pub calls: BTreeMap<String, u32>,
}

/// The number of a step inside its plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StepId(pub u32);

/// One act.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Its number.
    pub id: StepId,
    /// What it is about.
    pub resource: ResourceId,
    /// What is done.
    pub action: Action,
    /// Steps that must be done first.
    pub needs: Vec<StepId>,
    /// Why, in a few words.
    pub reason: String,
    /// The field of the spec that caused it, and where the user wrote it.
    pub source: Option<SourceRef>,
    /// What users of the cluster may notice.
    pub disruption: Disruption,
}

/// A field of the spec and where the user wrote it, or the nearest thing that the user wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRef {
    /// The field.
    pub path: SpecPath,
    /// The place.
    pub location: Option<Location>,
}

/// What is done to a resource. References inside may be symbolic: [`Plan::bindings`] and the outcomes of earlier steps
/// resolve them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "do")]
#[non_exhaustive]
pub enum Action {
    /// Make it.
    Create {
        /// What to make.
        desired: Resource,
    },
    /// Change fields in place.
    Update {
        /// Its id.
        id: CloudId,
        /// What it is.
        current: Resource,
        /// What it should be.
        desired: Resource,
        /// The differences.
        changes: Vec<FieldChange>,
    },
    /// Delete it.
    Delete {
        /// Its id.
        id: CloudId,
        /// What it is.
        current: Resource,
        /// It is deleted to be made anew; the differences that call for it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        replaced_for: Vec<FieldChange>,
    },
}

/// A difference in one field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The field.
    pub field: String,
    /// What it is; null where unset.
    pub old: Value,
    /// What it should be; symbolic references stand for what is not known before apply.
    pub new: Value,
    /// Why.
    pub reason: String,
    /// The field of the spec that caused it, and where the user wrote it.
    pub source: Option<SourceRef>,
}

/// What users of the cluster may notice of a step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Disruption {
    /// Nothing.
    #[default]
    None,
    /// Instances that run now keep what they have; new ones get the change. A rolling update brings it to all.
    NewInstances,
    /// Connections may be interrupted for a moment.
    Connections,
    /// Instances are stopped.
    Instances,
    /// Data is lost.
    Data,
}

/// Something that the cluster owns and no longer wants.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// What it is.
    pub resource: ResourceId,
    /// Its id.
    pub id: CloudId,
    /// What would delete it: `--prune`, or allowing it by name.
    pub until: String,
}

/// Something that others own and the cluster uses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shared {
    /// What the graph calls it.
    pub resource: ResourceId,
    /// Its id.
    pub id: CloudId,
    /// What it is used for.
    pub reason: String,
    /// Where the spec names it.
    pub source: Option<SourceRef>,
}

/// Why no plan can be made of a desired state and an account.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// A shared thing is not there.
    #[error("the shared {} `{id}` does not exist", .resource.kind.title())]
    MissingShared {
        /// What the graph calls it.
        resource: ResourceId,
        /// Its id.
        id: CloudId,
        /// Where the spec names it.
        source_ref: Option<SourceRef>,
    },
    /// A field differs that AWS cannot change.
    #[error("{resource} cannot change `{}` from {} to {}", .change.field, .change.old, .change.new)]
    Fixed {
        /// The resource.
        resource: ResourceId,
        /// The difference.
        change: Box<FieldChange>,
    },
    /// Two things in the account answer to the same identity.
    #[error("{resource} exists more than once: {}", .ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))]
    Ambiguous {
        /// The resource.
        resource: ResourceId,
        /// The ids that were found.
        ids: Vec<CloudId>,
    },
}
