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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct EtcdCluster {
    /// Its name: `main`, `events` or `cilium`.
    pub name: Option<String>,
    /// What runs it. Default and only value of use: `Manager`.
    pub provider: Option<EtcdProvider>,
    /// Its members; an odd number.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub etcd_members: Vec<EtcdMember>,
    /// Retired. TLS between members, which is always on.
    #[serde(rename = "enableEtcdTLS")]
    pub enable_etcd_tls: Option<bool>,
    /// Retired. Certificates for clients, which are always asked for.
    #[serde(rename = "enableTLSAuth")]
    pub enable_tls_auth: Option<bool>,
    /// The version of etcd. Default: by the version of Kubernetes.
    pub version: Option<String>,
    /// How long a member waits for the leader before it stands for election.
    pub leader_election_timeout: Option<Duration>,
    /// How often the leader makes itself heard.
    pub heartbeat_interval: Option<Duration>,
    /// Retired. The image of etcd.
    pub image: Option<String>,
    /// Where backups go.
    pub backups: Option<EtcdBackup>,
    /// Settings of etcd-manager.
    pub manager: Option<EtcdManager>,
    /// Memory to request. Default: 100Mi.
    pub memory_request: Option<Quantity>,
    /// CPU to request. Default: 200m; 100m for `events`.
    pub cpu_request: Option<Quantity>,
}

/// A member of an etcd cluster and its volume.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct EtcdMember {
    /// Its name, unique in the cluster: often the letter of the zone.
    pub name: Option<String>,
    /// The control-plane group that runs it; names its zone.
    pub instance_group: Option<String>,
    /// The EBS type of its volume. Default: `gp3`.
    pub volume_type: Option<String>,
    /// Operations per second of its volume. Default: 3000 for `gp3`, 100 for `io1` and `io2`.
    pub volume_iops: Option<i32>,
    /// Throughput of a `gp3` volume in MiB/s. Default: 125.
    pub volume_throughput: Option<i32>,
    /// Size of its volume in GiB. Default: 20.
    pub volume_size: Option<i32>,
    /// The key that encrypts the volume. Default: the account's own.
    pub kms_key_id: Option<String>,
    /// Whether the volume is encrypted. Default: true for new clusters.
    pub encrypted_volume: Option<bool>,
}

/// Where backups of an etcd cluster go.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct EtcdBackup {
    /// The place: `s3://bucket/path`. Default: below the state store.
    pub backup_store: Option<String>,
    /// Retired. The image of the backup program.
    pub image: Option<String>,
}

/// Settings of etcd-manager.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct EtcdManager {
    /// The image of etcd-manager.
    pub image: Option<String>,
    /// Environment of etcd-manager; `ETCD_…` is handed to etcd.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub env: Vec<EnvVar>,
    /// How often a backup is made. Default: 15 minutes.
    pub backup_interval: Option<Duration>,
    /// Days that backups are kept.
    pub backup_retention_days: Option<u32>,
    /// How often members look for each other. Default: one minute.
    pub discovery_poll_interval: Option<Duration>,
    /// Where etcd serves metrics.
    #[serde(rename = "listenMetricsURLs", skip_serializing_if = "Vec::is_empty")]
    pub listen_metrics_urls: Vec<String>,
    /// Where etcd serves clients by HTTP alone.
    #[serde(rename = "listenClientHTTPURLs", skip_serializing_if = "Vec::is_empty")]
    pub listen_client_http_urls: Vec<String>,
    /// How much etcd-manager logs. Default: 6.
    pub log_level: Option<i32>,
}

/// What runs etcd.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct EnvVar {
    /// Its name.
    pub name: Option<String>,
    /// Its value.
    pub value: Option<String>,
    /// Where Kubernetes takes its value from; `kubeAPIServer.env` only.
    pub value_from: Option<Value>,
}
