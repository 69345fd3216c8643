//! What is known of addons, as plain data.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::apply::seconds;
use crate::cluster_api::ObjectId;
use crate::errors::ErrorData;

/// What tells two versions of an addon apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AddonVersion {
    /// Tells manifests of one addon apart: `k8s-1.16`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The SHA-256 of the manifest in hexadecimal.
    #[serde(default)]
    pub manifest_hash: String,
}

/// An addon that a cluster runs, as an annotation of its namespace says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct InstalledAddon {
    /// The namespace whose annotation it is.
    pub namespace: String,
    /// The name of the addon.
    pub name: String,
    /// Where the list of addons was that it was applied from.
    pub channel: Option<String>,
    /// Its version.
    #[serde(flatten)]
    pub version: AddonVersion,
    /// The generation of the program that applied it, which is 1 since objects are pruned.
    pub system_generation: i64,
}

/// Nodes that need an update after an addon has changed. Exhaustive: these are the values of kops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum NodesToUpdate {
    /// The control plane.
    ControlPlane,
    /// All nodes but the control plane.
    Workers,
    /// All nodes.
    All,
}

/// An addon that is to be applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AddonUpdate {
    /// The name of the addon.
    pub name: String,
    /// The namespace whose annotation says that it is installed.
    pub namespace: String,
    /// Where the list of addons is that has it.
    pub channel: String,
    /// The version that is installed; none for a new one.
    pub current: Option<AddonVersion>,
    /// The version to install; none where only its certificate authority is missing.
    pub update: Option<AddonVersion>,
    /// A certificate authority and an issuer of cert-manager are made for it.
    pub install_pki: bool,
    /// The nodes that are marked, so that the next rolling update replaces them.
    pub marks_nodes: Option<NodesToUpdate>,
    /// Objects that left the addon, and are deleted.
    pub prunes: Vec<ObjectId>,
}

/// What applying the addons of a cluster would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AddonsPlan {
    /// The cluster.
    pub cluster: String,
    /// The addons to apply, in the order of their lists. Empty where all are up to date.
    pub updates: Vec<AddonUpdate>,
    /// The names of those that are up to date.
    pub current: Vec<String>,
    /// Lists of addons and manifests that cannot be read, so that they are not applied.
    pub failed: Vec<FailedAddon>,
}

/// Which addons are applied, and how patiently they are waited for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct AddonOptions {
    /// Only addons of these names. Default: all.
    pub addons: BTreeSet<String>,
    /// Where the lists of addons are, or manifests: below the cluster's base in the state store, in a bucket (`s3://…`), or in
    /// [`AddonOptions::files`]. Default: the bootstrap channel of the cluster, then the `addons` of its spec.
    pub channels: Vec<String>,
    /// The texts of lists and manifests by their location, for those that the caller has read.
    pub files: BTreeMap<String, String>,
    /// How long to go on until everything is applied and runs, also what was up to date, in seconds. Default: not at all, everything is
    /// tried once, and what is applied is not waited for.
    #[serde(with = "seconds")]
    #[cfg_attr(feature = "schemars", schemars(with = "f64"))]
    pub timeout: Duration,
    /// How long to wait between two attempts, in seconds. Default: 5.
    #[serde(with = "seconds")]
    #[cfg_attr(feature = "schemars", schemars(with = "f64"))]
    pub interval: Duration,
}

impl Default for AddonOptions {
    fn default() -> Self {
        Self {
            addons: BTreeSet::new(),
            channels: Vec::new(),
            files: BTreeMap::new(),
            timeout: Duration::ZERO,
            interval: Duration::from_secs(5),
        }
    }
}

/// An addon that could not be applied, or a list that cannot be read. An addon does not count as installed then, and the next attempt applies
/// it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FailedAddon {
    /// The name of the addon, or the location of the list.
    pub name: String,
    /// Each thing that went wrong, in one sentence.
    pub messages: Vec<String>,
}

/// An object that is applied and does not run yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UnreadyObject {
    /// The name of the addon.
    pub addon: String,
    /// The object.
    pub object: ObjectId,
    /// What it lacks, in one sentence.
    pub reason: String,
}

/// What applying addons has come to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AddonsReport {
    /// The names of the addons that were applied.
    pub applied: Vec<String>,
    /// Those that could not be applied.
    pub failed: Vec<FailedAddon>,
    /// Objects that do not run yet: of the addons that were applied, and where they are waited for of all.
    pub unready: Vec<UnreadyObject>,
}

impl AddonsReport {
    /// True where nothing failed, and nothing that was looked at does not run.
    pub fn is_complete(&self) -> bool {
        self.failed.is_empty() && self.unready.is_empty()
    }
}

/// What happens while addons are applied.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase", tag = "event")]
#[non_exhaustive]
pub enum AddonEvent {
    /// An addon was applied and counts as installed.
    Applied {
        /// The name of the addon.
        addon: String,
        /// How many objects it has.
        objects: usize,
    },
    /// An object that left an addon was deleted.
    Pruned {
        /// The name of the addon.
        addon: String,
        /// The object.
        object: ObjectId,
    },
    /// An addon could not be applied, or a list of addons cannot be read.
    Failed {
        /// The name of the addon, or the location of the list.
        addon: String,
        /// Each thing that went wrong, in one sentence.
        messages: Vec<String>,
    },
    /// The API server could not be asked. It is asked again, until time is up.
    Retrying {
        /// What went wrong.
        error: ErrorData,
    },
    /// Not everything is applied and runs. After the interval it is tried again, until time is up.
    Waiting {
        /// Objects that do not run yet.
        unready: Vec<UnreadyObject>,
    },
    /// The run is over.
    Ended {
        /// What it has come to.
        report: AddonsReport,
    },
}
