//! What is put on nodes beside Kubernetes: files, hooks, user data.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, Serializer};
use serde_with::skip_serializing_none;

use crate::naming::Role;

/// A file to write on nodes.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "FileAssetSpec"))]
#[serde(rename_all = "camelCase", default)]
pub struct FileAsset {
    /// The name of the file asset, unique in its list. Required.
    pub name: Option<String>,
    /// The absolute path of the file. Default: `/srv/kubernetes/assets/` and its name.
    pub path: Option<String>,
    /// The roles of the instances that get the file. `Master` is stored as `ControlPlane`, the only one that kops reads here. Default: all.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "as_kops_reads_them")]
    pub roles: Vec<Role>,
    /// The content of the file, as text or base64. Required.
    pub content: Option<String>,
    /// Says that `content` is base64-encoded. Default: false.
    pub is_base64: Option<bool>,
    /// The file mode in octal. Default: `0440`.
    pub mode: Option<String>,
}

/// A systemd unit, or a container, to run on instances.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Hook {
    /// The name of the systemd unit. Default: `kops-hook-` and the position of the hook.
    pub name: Option<String>,
    /// Disables the hook. In an instance group, disables the cluster's hook of the same name. Default: false.
    pub disabled: Option<bool>,
    /// The roles of the instances that run the hook. Default: all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
    /// Systemd units that the hook requires.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<String>,
    /// Systemd units that the hook is started before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<String>,
    /// The container to run, in place of `manifest`.
    pub exec_container: Option<ExecContainer>,
    /// The `[Service]` section of the systemd unit, or the whole unit with `useRawManifest`. Unset where
    /// `execContainer` is set.
    pub manifest: Option<String>,
    /// Takes `manifest` as the whole systemd unit. Default: false.
    pub use_raw_manifest: Option<bool>,
}

/// A container to run on an instance.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ExecContainer {
    /// The image of the container. Required.
    pub image: Option<String>,
    /// The command and its arguments. Unset: the command of the image.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub command: Vec<String>,
    /// Environment variables of the container.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub environment: BTreeMap<String, String>,
}

/// Writes `ControlPlane`: unlike everywhere else in a spec, kops takes `Master` for no role of an instance here.
fn as_kops_reads_them<S: Serializer>(roles: &[Role], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(roles.iter().copied().map(Role::on_nodes))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn control_planes_have_the_name_by_which_kops_knows_them() {
        for written in ["Master", "ControlPlane"] {
            let file: FileAsset = serde_json::from_value(json!({"roles": [written, "Node"]})).expect("a file asset");
            assert_eq!(file.roles, [Role::Master, Role::Node], "{written}");
            let stored = serde_json::to_value(&file).expect("fields");
            assert_eq!(stored, json!({"roles": ["ControlPlane", "Node"]}), "{written}");
            assert_eq!(serde_json::from_value::<FileAsset>(stored).expect("a file asset"), file, "{written}");
            let hook: Hook = serde_json::from_value(json!({"roles": [written]})).expect("a hook");
            assert_eq!(serde_json::to_value(&hook).expect("fields"), json!({"roles": ["Master"]}), "{written}");
        }
    }
}
