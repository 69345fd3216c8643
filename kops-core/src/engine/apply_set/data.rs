//! The plan of a set, its options, and what came of it, as data.

use std::collections::BTreeSet;
use std::ops::Deref;
use std::{error, fmt};

use serde::{Deserialize, Serialize, Serializer};

use crate::apply::Event;
use crate::diag::{Diagnostics, ObjectRef};
use crate::engine::Error;
use crate::errors::{ApplySetIncompleteFields, ErrorData, ErrorFacts};
use crate::plan::{Plan, Total};
use crate::yaml::Source;

pub use crate::errors::{AppliedCluster, SetAction, SetReport};

/// What a set is called, and what its plan may do.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct SetOptions {
    /// The name of the set. Default: `default`.
    pub set: String,
    /// Also delete clusters and instance groups that left the set, and what clusters own and no longer need. Default: false.
    pub prune: bool,
    /// Dangerous steps that are allowed, as in [`crate::PlanOptions::allow`]. Default: none.
    pub allow: BTreeSet<String>,
    /// The URL of the state store, for clusters that do not set `configBase`. Default: none.
    pub store_url: Option<String>,
}

impl Default for SetOptions {
    fn default() -> Self {
        Self { set: "default".to_owned(), prune: false, allow: BTreeSet::new(), store_url: None }
    }
}

/// What would make the clusters and instance groups of a set what its objects say.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(transform = crate::plan::add_hash))]
#[non_exhaustive]
pub struct SetPlan {
    /// The name of the set.
    pub set: String,
    /// Its clusters in the order in which they are applied: those of the objects by name, then those that are deleted.
    pub clusters: Vec<SetCluster>,
    /// What the plans of its clusters come to together.
    pub total: Total,
    /// What left the set and is retained until the set is pruned.
    pub retained: Vec<Retained>,
}

/// A cluster of a set, and what would be done to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SetCluster {
    /// Its name.
    pub cluster: String,
    /// What becomes of it.
    pub action: SetAction,
    /// Its objects in the set as YAML, which are stored before the plan is applied; empty for a deletion.
    pub objects: String,
    /// Its objects in the set that are new in the state store, or differ from what it has.
    pub changed_objects: Vec<ObjectRef>,
    /// Instance groups that left the set, which are deleted from the state store once the plan was applied.
    pub deleted_groups: Vec<String>,
    /// What changes in the account.
    #[serde(serialize_with = "with_hash")]
    #[cfg_attr(feature = "schemars", schemars(with = "Plan"))]
    pub plan: Plan,
}

/// A cluster or an instance group that left a set and is retained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "RetainedObject"))]
#[non_exhaustive]
pub struct Retained {
    /// The cluster.
    pub cluster: String,
    /// The instance group; null for the cluster as a whole.
    pub instance_group: Option<String>,
}

/// Something that happened to a cluster while a set was applied.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SetEvent {
    /// The cluster.
    pub cluster: String,
    /// What happened.
    pub event: Event,
}

/// Why not every cluster of a set was applied, and those that were.
#[derive(Debug)]
#[non_exhaustive]
pub struct SetError {
    /// The cluster that failed; unset where the plan as a whole was refused.
    pub cluster: Option<String>,
    /// The clusters that were done before.
    pub report: SetReport,
    /// Why.
    pub error: Box<Error>,
}

impl SetError {
    pub(super) fn new(cluster: Option<&str>, report: SetReport, error: Error) -> Self {
        Self { cluster: cluster.map(str::to_owned), report, error: Box::new(error) }
    }
}

impl fmt::Display for SetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cluster {
            Some(cluster) => write!(f, "cluster `{cluster}`: {}", self.error),
            None => self.error.fmt(f),
        }
    }
}

impl error::Error for SetError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        self.error.source()
    }
}

impl From<&SetError> for ErrorData {
    fn from(error: &SetError) -> Self {
        let failed = Self::from(&*error.error);
        let Some(cluster) = error.cluster.clone() else { return failed };
        let (message, help) = (format!("cluster `{cluster}`: {}", failed.message), failed.help.clone());
        let fields = ApplySetIncompleteFields { cluster, report: error.report.clone(), error: Box::new(failed) };
        Self { message, help, facts: ErrorFacts::ApplySetIncomplete(fields) }
    }
}

impl From<SetError> for Error {
    /// Leaves out what was done before.
    fn from(error: SetError) -> Self {
        *error.error
    }
}

/// The plan of a set, and what was found in the specs that it was made from. It dereferences to the plan.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PlannedSet {
    /// What would change.
    pub plan: SetPlan,
    /// Findings about the specs that do not stop anything. Not part of the plan's data.
    pub warnings: Diagnostics,
    /// The texts that the warnings point into.
    pub texts: Vec<Source>,
}

impl Deref for PlannedSet {
    type Target = SetPlan;

    fn deref(&self) -> &SetPlan {
        &self.plan
    }
}

impl SetPlan {
    /// True where nothing would be done: no plan has a step, and nothing changes in the state store.
    pub fn is_empty(&self) -> bool {
        self.clusters.iter().all(SetCluster::is_empty)
    }

    /// The plan of each cluster.
    pub(in crate::engine) fn plans(&self) -> impl Iterator<Item = &Plan> {
        self.clusters.iter().map(|member| &member.plan)
    }
}

impl SetCluster {
    /// True where nothing would be done to the cluster.
    pub(super) fn is_empty(&self) -> bool {
        let Self { cluster: _, action, objects: _, changed_objects, deleted_groups, plan } = self;
        *action == SetAction::Apply && changed_objects.is_empty() && deleted_groups.is_empty() && plan.steps.is_empty()
    }
}

impl fmt::Display for Retained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.instance_group {
            Some(group) => write!(f, "instance group `{group}` of cluster `{}`", self.cluster),
            None => write!(f, "cluster `{}`", self.cluster),
        }
    }
}

/// Writes a plan as [`Plan::to_json`] does.
fn with_hash<S: Serializer>(plan: &Plan, serializer: S) -> Result<S::Ok, S::Error> {
    plan.to_value().serialize(serializer)
}
