//! The etcd clusters and the volumes of their members.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_with::skip_serializing_none;

use super::quantity::Quantity;
use super::scalar::Duration;

/// A cluster of etcd members.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct EtcdCluster {
    /// The name of the etcd cluster: `main`, `events`, `cilium` or `leases`. Required.
    pub name: Option<String>,
    /// What runs etcd. Default, and the only supported value: `Manager`.
    pub provider: Option<EtcdProvider>,
    /// The members of the cluster, an odd number, each with its own volume. They cannot be removed or moved to another
    /// instance group once created.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub etcd_members: Vec<EtcdMember>,
    /// Retired: connections between members always use TLS.
    #[serde(rename = "enableEtcdTLS")]
    pub enable_etcd_tls: Option<bool>,
    /// Retired: clients always authenticate with certificates.
    #[serde(rename = "enableTLSAuth")]
    pub enable_tls_auth: Option<bool>,
    /// The version of etcd. Default: 3.6.12 from Kubernetes 1.34, 3.5.31 before.
    pub version: Option<String>,
    /// Time without a heartbeat after which a member stands for election (`1s`). Unset: etcd's default, 1s.
    pub leader_election_timeout: Option<Duration>,
    /// Time between two heartbeats of the leader (`100ms`). Unset: etcd's default, 100ms.
    pub heartbeat_interval: Option<Duration>,
    /// Retired: etcd-manager chooses the image of etcd by `version`.
    pub image: Option<String>,
    /// Where etcd-manager writes backups of this cluster.
    pub backups: Option<EtcdBackup>,
    /// Settings of etcd-manager, which runs etcd and makes its backups.
    pub manager: Option<EtcdManager>,
    /// Memory request of the etcd pod. Default: 100Mi.
    pub memory_request: Option<Quantity>,
    /// CPU request of the etcd pod. Default: 200m; 100m for `events`.
    pub cpu_request: Option<Quantity>,
}

/// A member of an etcd cluster and its volume.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct EtcdMember {
    /// The name of the member, unique in its etcd cluster; often the letter of the zone. Part of the name of its
    /// volume. Required.
    pub name: Option<String>,
    /// The control-plane instance group that runs the member. Its zone is the zone of the volume. Required.
    pub instance_group: Option<String>,
    /// The EBS type of the member's volume. Default: `gp3`.
    pub volume_type: Option<String>,
    /// I/O operations per second of the volume. Default: 3000 for `gp3`, 100 for `io1` and `io2`.
    pub volume_iops: Option<i32>,
    /// Throughput of a `gp3` volume in MiB/s. Default: 125.
    pub volume_throughput: Option<i32>,
    /// Size of the volume in GiB. Default: 20.
    pub volume_size: Option<i32>,
    /// The id or ARN of the KMS key that encrypts the volume. Unset: the account's default key for EBS.
    pub kms_key_id: Option<String>,
    /// Encrypts the volume. Default: false, as kops reads a spec without it; `create cluster` writes true.
    pub encrypted_volume: Option<bool>,
}

/// Where backups of an etcd cluster go.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct EtcdBackup {
    /// The location of the backups in the state store (`s3://bucket/path`). Default: `backups/etcd/` and the etcd
    /// cluster's name, below `configBase`.
    pub backup_store: Option<String>,
    /// Retired: etcd-manager makes the backups.
    pub image: Option<String>,
}

/// Settings of etcd-manager.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct EtcdManager {
    /// The image of etcd-manager. Default: the release that kops 1.36.2 installs.
    pub image: Option<String>,
    /// Environment variables of etcd-manager. Those with the prefix `ETCD_` configure etcd itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub env: Vec<EnvVar>,
    /// Time between two backups (`15m`). Unset: etcd-manager's default, 15m.
    pub backup_interval: Option<Duration>,
    /// Days for which backups are kept. Default: 90.
    pub backup_retention_days: Option<u32>,
    /// Time between two searches for the volumes of other members (`1m`). Unset: etcd-manager's default, 1m.
    pub discovery_poll_interval: Option<Duration>,
    /// URLs on which etcd serves metrics. Unset: metrics are served on the client URL only.
    #[serde(rename = "listenMetricsURLs", skip_serializing_if = "Vec::is_empty")]
    pub listen_metrics_urls: Vec<String>,
    /// URLs on which etcd serves HTTP clients, apart from gRPC clients. Unset: one listener serves both.
    #[serde(rename = "listenClientHTTPURLs", skip_serializing_if = "Vec::is_empty")]
    pub listen_client_http_urls: Vec<String>,
    /// Verbosity of etcd-manager's log, from 0. Default: 6.
    pub log_level: Option<i32>,
}

/// What runs etcd.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum EtcdProvider {
    /// etcd-manager.
    Manager,
    /// Retired: protokube.
    Legacy,
}

impl EtcdProvider {
    /// Returns the text that a spec uses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Manager => "Manager",
            Self::Legacy => "Legacy",
        }
    }
}

impl fmt::Display for EtcdProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A variable of a container's environment.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct EnvVar {
    /// The name of the environment variable. Required.
    pub name: Option<String>,
    /// The value of the environment variable. Unset: the empty text.
    pub value: Option<String>,
    /// The source of the value, as in a Kubernetes container; only in `kubeAPIServer.env`.
    pub value_from: Option<Value>,
}
