//! Why the engine could not do what it was asked.

use std::collections::BTreeMap;

use super::GroupToRoll;
use crate::apply::{Incomplete, InvalidPlan};
use crate::cloud::CloudError;
use crate::cloud::memory::AccountError;
use crate::cluster_api::ClusterApiError;
use crate::diag::Diagnostics;
use crate::errors::PlanTarget;
use crate::kubeconfig::KubeconfigError;
use crate::lifecycle::addons::AddonError;
use crate::pki::KeysetError;
use crate::plan::{Drift, ParsePlanError, PlanErrors, Violation};
use crate::spec::{InvalidSpec, Objects};
use crate::state::{KeysError, LoadError, StateError, WriteError};
use crate::yaml::Source;

/// Why the engine could not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The input is wrong.
    #[error("the spec is not valid")]
    Invalid {
        /// What is wrong.
        #[source]
        findings: Diagnostics,
        /// The texts that the findings point into.
        texts: Vec<Source>,
    },
    /// There is no such cluster.
    #[error(transparent)]
    NoCluster(LoadError),
    /// A spec has no such instance group.
    #[error("cluster `{cluster}` has no instance group `{name}`; it has {}", .known.join(", "))]
    NoInstanceGroup {
        /// The name.
        name: String,
        /// The cluster.
        cluster: String,
        /// The instance groups that it has.
        known: Vec<String>,
    },
    /// A cluster has no such instance.
    #[error("cluster `{cluster}` has no instance or node `{name}`")]
    NoInstance {
        /// The id of an instance, or the name of a node.
        name: String,
        /// The cluster.
        cluster: String,
    },
    /// The options of a rolling update contradict each other.
    #[error("the rolling update could never make progress: {0}")]
    NoProgress(&'static str),
    /// The versions of Kubernetes that run are not known.
    #[error(
        "the version of the control plane is not known: {} of `{cluster}` {} yet; wait until `kops validate cluster` shows no failure of the control plane",
        ids(.instances),
        if .instances.len() == 1 { "is not a node" } else { "are not nodes" }
    )]
    UnknownVersion {
        /// The cluster.
        cluster: String,
        /// The ids of the instances of the control plane that are no nodes.
        instances: Vec<String>,
    },
    /// Nodes are too old for the next version of the control plane.
    #[error(
        "a control plane of Kubernetes {kubernetes_version} supports no {}; replace their instances, with `kops rolling-update cluster` \
         where `drainAndTerminate` and `maxSurge` of the instance group let it, and continue",
        old(.groups)
    )]
    VersionSkew {
        /// The next version of the control plane.
        kubernetes_version: String,
        /// The instance groups with the oldest versions that their nodes run.
        groups: BTreeMap<String, String>,
    },
    /// The API server that was asked is not that of the cluster.
    #[error("the API server is that of another cluster: none of its {nodes} nodes runs on an instance of `{cluster}`")]
    OtherCluster {
        /// The cluster.
        cluster: String,
        /// How many nodes the API server has.
        nodes: usize,
    },
    /// The run was cancelled before it had something to return.
    #[error("the run was cancelled")]
    Cancelled,
    /// Addons cannot be applied.
    #[error(transparent)]
    Addons(#[from] AddonError),
    /// Objects could not be stored.
    #[error(transparent)]
    Write(WriteError),
    /// The account cannot become what the spec says.
    #[error("no plan can be made")]
    Plan {
        /// Everything that stands in the way.
        #[source]
        errors: PlanErrors,
        /// The texts that the errors point into.
        texts: Vec<Source>,
    },
    /// The plan is for another account or region than the engine works in.
    #[error("the plan is for {planned}, and this is {found}, so nothing was done")]
    TargetMismatch {
        /// What the plan is for: the account `123456789012` in `us-east-2`.
        planned: PlanTarget,
        /// Where the engine works.
        found: PlanTarget,
    },
    /// Something is no longer as the plan found it.
    #[error("{} since the plan was made, so nothing was done: plan again", moved(.0))]
    StalePlan(Vec<Drift>),
    /// Steps of the plan are about what is not the cluster's, or delete what its options do not allow.
    #[error("the plan cannot be applied, and nothing was done: {}", list(.0))]
    PlanNotAllowed(Vec<Violation>),
    /// The plan contradicts itself: its steps have no order, or a set has other steps for a cluster than it says.
    #[error(transparent)]
    InvalidPlan(#[from] InvalidPlan),
    /// The plan was not applied to its end.
    #[error(transparent)]
    Incomplete(Box<Incomplete>),
    /// A text is not a plan.
    #[error(transparent)]
    ParsePlan(#[from] ParsePlanError),
    /// A text is not a simulated account.
    #[error("this is not a simulated account")]
    Account(#[from] AccountError),
    /// The state store failed.
    #[error(transparent)]
    State(#[from] StateError),
    /// Keys or secrets cannot be read or changed.
    #[error(transparent)]
    Keys(KeysError),
    /// Instances do not have the keys of the state store, so that keys cannot be rotated further.
    #[error("instances do not have the keys of the state store yet: {}", to_roll(.groups))]
    KeysNotRolledOut {
        /// The keyset.
        keyset: String,
        /// The instance groups that must be updated and replaced first.
        groups: Vec<GroupToRoll>,
    },
    /// The cluster cannot be added to a kubeconfig.
    #[error(transparent)]
    Kubeconfig(#[from] KubeconfigError),
    /// The account failed.
    #[error(transparent)]
    Cloud(#[from] CloudError),
    /// The API of the cluster failed.
    #[error(transparent)]
    ClusterApi(#[from] ClusterApiError),
}

impl Error {
    /// True where the same call may succeed a little later.
    pub fn retryable(&self) -> bool {
        match self {
            Self::Cloud(error) => error.retryable(),
            Self::State(error) => error.retryable(),
            Self::ClusterApi(error) => error.retryable(),
            Self::UnknownVersion { .. } => true,
            _ => false,
        }
    }

    pub(super) fn write(error: WriteError, objects: &Objects) -> Self {
        match error {
            WriteError::Invalid(findings) => Self::Invalid { findings, texts: objects.sources.texts() },
            WriteError::State(error) => Self::State(error),
            other => Self::Write(other),
        }
    }
}

impl From<Diagnostics> for Error {
    /// Findings that point into no text.
    fn from(findings: Diagnostics) -> Self {
        Self::Invalid { findings, texts: Vec::new() }
    }
}

impl From<InvalidSpec> for Error {
    fn from(error: InvalidSpec) -> Self {
        let InvalidSpec { findings, texts } = error;
        Self::Invalid { findings, texts }
    }
}

impl From<LoadError> for Error {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::Invalid { findings, texts, .. } => Self::Invalid { findings, texts },
            LoadError::State(error) => Self::State(error),
            other => Self::NoCluster(other),
        }
    }
}

impl From<KeysError> for Error {
    fn from(error: KeysError) -> Self {
        match error {
            KeysError::NoCluster(error) => error.into(),
            KeysError::State(error) => Self::State(error),
            other => Self::Keys(other),
        }
    }
}

impl From<KeysetError> for Error {
    fn from(error: KeysetError) -> Self {
        Self::Keys(error.into())
    }
}

fn ids(instances: &[String]) -> String {
    instances.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
}

fn old(groups: &BTreeMap<String, String>) -> String {
    let groups = groups.iter().map(|(group, version)| format!("nodes of {version} (`{group}`)"));
    groups.collect::<Vec<_>>().join(", ")
}

fn to_roll(groups: &[GroupToRoll]) -> String {
    groups.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

fn list(violations: &[Violation]) -> String {
    violations.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// How many things that moved a message names: after an apply of the same plan, everything has.
const NAMED: usize = 5;

fn moved(moved: &[Drift]) -> String {
    let named = moved.iter().take(NAMED).map(ToString::to_string).collect::<Vec<_>>().join(", ");
    match moved.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named}, and there are {more} more changes"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::resource::{Kind, ResourceId};

    #[test]
    fn a_stale_plan_names_the_first_of_many_changes() {
        let gone = |name: usize| Drift {
            resource: ResourceId::new(Kind::Volume, format!("v{name}")),
            field: "id".to_owned(),
            planned: format!("vol-{name}").into(),
            found: Value::Null,
        };
        for (number, end) in [
            (2, ", volume/v1 (`vol-1`) is gone since the plan was made, so nothing was done: plan again"),
            (9, ", and there are 4 more changes since the plan was made, so nothing was done: plan again"),
        ] {
            let message = Error::StalePlan((0..number).map(gone).collect()).to_string();
            assert!(message.starts_with("volume/v0 (`vol-0`) is gone, ") && message.ends_with(end), "{message}");
            assert_eq!(message.contains("volume/v4"), number == 9);
            assert!(!message.contains("volume/v5"), "{message}");
        }
    }
}
