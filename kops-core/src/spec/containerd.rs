//! The container runtime of nodes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::scalar::{Duration, IntOrString};

/// Settings of containerd.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Containerd {
    /// The socket that containerd listens on. Default: `/run/containerd/containerd.sock`.
    pub address: Option<String>,
    /// Values to set in containerd's configuration file, by dotted path.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub config_additions: BTreeMap<String, IntOrString>,
    /// The whole configuration file of containerd. Unset: it is generated from the other fields.
    pub config_override: Option<String>,
    /// The level of the log: `trace`, `debug`, `info`, `warn`, `error`, `fatal` or `panic`. Default: `info`.
    pub log_level: Option<String>,
    /// The URLs and hashes of containerd's archive, in place of the published one.
    pub packages: Option<Packages>,
    /// URLs of mirrors by registry; `*` stands for all registries.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub registry_mirrors: BTreeMap<String, Vec<String>>,
    /// The folder of persistent data. Default: `/var/lib/containerd`.
    pub root: Option<String>,
    /// Uses the containerd of the image instead of installing one. Default: false.
    pub skip_install: Option<bool>,
    /// The folder of temporary state. Default: `/run/containerd`.
    pub state: Option<String>,
    /// The version of containerd. Default: 2.2.4 from Kubernetes 1.32, 1.7.32 before.
    pub version: Option<String>,
    /// Drivers and device plugin for NVIDIA GPUs.
    #[serde(rename = "nvidiaGPU")]
    pub nvidia_gpu: Option<NvidiaGpu>,
    /// The gVisor runtime, which isolates containers from the kernel.
    pub gvisor: Option<Gvisor>,
    /// The version of runc, which starts containers.
    pub runc: Option<Runc>,
    /// Labels containers for SELinux. Default: false.
    pub selinux_enabled: Option<bool>,
    /// The Node Resource Interface, by which plugins adjust containers.
    pub nri: Option<Nri>,
    /// Authenticates to mirrors in ECR with the instance's role. Default: false.
    #[serde(rename = "useECRCredentialsForMirrors")]
    pub use_ecr_credentials_for_mirrors: Option<bool>,
    /// Installs crictl. Default: false.
    pub install_cri_ctl: Option<bool>,
    /// Installs nerdctl. Default: false.
    pub install_nerd_ctl: Option<bool>,
    /// The image of the container that holds a pod's network. Default: `registry.k8s.io/pause:3.10.1`.
    pub sandbox_image: Option<String>,
}

/// URLs and hashes of a component's archive.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Packages {
    /// The SHA-256 of the archive for amd64. Unset: that of the published archive.
    pub hash_amd64: Option<String>,
    /// The SHA-256 of the archive for arm64. Unset: that of the published archive.
    pub hash_arm64: Option<String>,
    /// The URL of the archive for amd64. Unset: that of the published archive.
    pub url_amd64: Option<String>,
    /// The URL of the archive for arm64. Unset: that of the published archive.
    pub url_arm64: Option<String>,
}

/// Drivers and device plugin for NVIDIA GPUs.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct NvidiaGpu {
    /// The package of the driver. Default: `nvidia-driver-535-server`.
    pub package: Option<String>,
    /// Installs the driver and the device plugin on instances with GPUs. Default: false.
    pub enabled: Option<bool>,
    /// The image of the device plugin. Default: `nvcr.io/nvidia/k8s-device-plugin:v0.17.3`.
    pub image: Option<String>,
    /// The exporter of GPU metrics.
    pub dcgm_exporter: Option<DcgmExporter>,
}

/// The exporter of GPU metrics.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct DcgmExporter {
    /// Installs the exporter. Default: false.
    pub enabled: Option<bool>,
}

/// The gVisor runtime.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Gvisor {
    /// Installs gVisor, for pods with the runtime class `gvisor`. Default: false.
    pub enabled: Option<bool>,
    /// How gVisor intercepts system calls: `systrap` or `kvm`. Default: `systrap`.
    pub platform: Option<String>,
}

/// The version of runc.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Runc {
    /// The version of runc. Default: 1.3.5.
    pub version: Option<String>,
    /// The URLs and hashes of runc, in place of the published ones.
    pub packages: Option<Packages>,
}

/// The Node Resource Interface of containerd.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Nri {
    /// Enables plugins. Unset: containerd's default, true from version 2.0.
    pub enabled: Option<bool>,
    /// Time that a plugin may take to register (`5s`). Unset: containerd's default, 5s.
    pub plugin_registration_timeout: Option<Duration>,
    /// Time that a plugin may take to answer (`2s`). Unset: containerd's default, 2s.
    pub plugin_request_timeout: Option<Duration>,
}
