//! The container runtime of nodes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::scalar::{Duration, IntOrString};

/// The container runtime.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Containerd {
    /// The socket that it listens on. Default: `/run/containerd/containerd.sock`.
    pub address: Option<String>,
    /// Settings to add to its configuration, by dotted path.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub config_additions: BTreeMap<String, IntOrString>,
    /// The whole of its configuration, in place of the one that would be made.
    pub config_override: Option<String>,
    /// How much it logs: `trace`, `debug`, `info`, `warn`, `error`, `fatal`, `panic`. Default: `info`.
    pub log_level: Option<String>,
    /// Where its archive is, and the hash.
    pub packages: Option<Packages>,
    /// Mirrors of image registries, by registry.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub registry_mirrors: BTreeMap<String, Vec<String>>,
    /// Where it keeps data. Default: `/var/lib/containerd`.
    pub root: Option<String>,
    /// Uses the one that the image has.
    pub skip_install: Option<bool>,
    /// Where it keeps its state. Default: `/run/containerd`.
    pub state: Option<String>,
    /// Its version. Default: by the version of Kubernetes.
    pub version: Option<String>,
    /// GPUs of NVIDIA.
    #[serde(rename = "nvidiaGPU")]
    pub nvidia_gpu: Option<NvidiaGpu>,
    /// gVisor's runtime.
    pub gvisor: Option<Gvisor>,
    /// runc.
    pub runc: Option<Runc>,
    /// Uses SELinux.
    pub selinux_enabled: Option<bool>,
    /// Plugins of nodes.
    pub nri: Option<Nri>,
    /// Asks mirrors in ECR with the node's credentials.
    #[serde(rename = "useECRCredentialsForMirrors")]
    pub use_ecr_credentials_for_mirrors: Option<bool>,
    /// Installs crictl. Default: false.
    pub install_cri_ctl: Option<bool>,
    /// Installs nerdctl. Default: false.
    pub install_nerd_ctl: Option<bool>,
    /// The image that holds a pod's network.
    pub sandbox_image: Option<String>,
}

/// Where archives of a component are.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Packages {
    /// SHA-256 of the archive for amd64.
    pub hash_amd64: Option<String>,
    /// SHA-256 of the archive for arm64.
    pub hash_arm64: Option<String>,
    /// Where the archive for amd64 is.
    pub url_amd64: Option<String>,
    /// Where the archive for arm64 is.
    pub url_arm64: Option<String>,
}

/// GPUs of NVIDIA.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct NvidiaGpu {
    /// The driver's package.
    pub package: Option<String>,
    /// Whether the driver is installed.
    pub enabled: Option<bool>,
    /// The image of the device plugin.
    pub image: Option<String>,
    /// Metrics of GPUs.
    pub dcgm_exporter: Option<DcgmExporter>,
}

/// Metrics of GPUs.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct DcgmExporter {
    /// Whether they are served.
    pub enabled: Option<bool>,
}

/// gVisor's runtime.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Gvisor {
    /// Whether it is installed.
    pub enabled: Option<bool>,
    /// How it traps calls: `systrap` or `kvm`.
    pub platform: Option<String>,
}

/// runc.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Runc {
    /// Its version.
    pub version: Option<String>,
    /// Where it is, and the hash.
    pub packages: Option<Packages>,
}

/// Plugins of nodes.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Nri {
    /// Whether plugins are used.
    pub enabled: Option<bool>,
    /// How long a plugin may take to register.
    pub plugin_registration_timeout: Option<Duration>,
    /// How long a plugin may take to answer.
    pub plugin_request_timeout: Option<Duration>,
}
