//! What is put on nodes beside Kubernetes: files, hooks, user data.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::naming::Role;

/// A file to write on nodes.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "FileAssetSpec"))]
#[serde(rename_all = "camelCase", default)]
pub struct FileAsset {
    /// Its name in this spec.
    pub name: Option<String>,
    /// Where it is written. Default: below the asset folder, by its name.
    pub path: Option<String>,
    /// The roles of the nodes that get it. Default: all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
    /// Its content.
    pub content: Option<String>,
    /// Whether the content is base64.
    pub is_base64: Option<bool>,
    /// Its mode in octal. Default: `0440`.
    pub mode: Option<String>,
}

/// A unit of systemd, or a container, to run on nodes.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Hook {
    /// The name of the unit.
    pub name: Option<String>,
    /// Turns the hook off; a group can so turn off the cluster's.
    pub disabled: Option<bool>,
    /// The roles of the nodes that run it. Default: all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
    /// Units that it needs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<String>,
    /// Units that it runs before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<String>,
    /// A container to run.
    pub exec_container: Option<ExecContainer>,
    /// The section `[Service]` of the unit, or all of it with `useRawManifest`.
    pub manifest: Option<String>,
    /// Takes `manifest` as the whole unit.
    pub use_raw_manifest: Option<bool>,
}

/// A container to run on a node.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ExecContainer {
    /// Its image.
    pub image: Option<String>,
    /// Its command.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub command: Vec<String>,
    /// Its environment.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub environment: BTreeMap<String, String>,
}
