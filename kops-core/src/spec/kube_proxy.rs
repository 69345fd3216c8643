//! The proxy of services on nodes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::quantity::Quantity;
use super::scalar::Duration;

/// The proxy of services.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct KubeProxy {
    /// Its image.
    pub image: Option<String>,
    /// CPU to request. Default: 100m.
    pub cpu_request: Option<Quantity>,
    /// The most CPU.
    pub cpu_limit: Option<Quantity>,
    /// Memory to request.
    pub memory_request: Option<Quantity>,
    /// The most memory.
    pub memory_limit: Option<Quantity>,
    /// How much it logs. Default: 2.
    pub log_level: Option<i32>,
    /// The range of pods.
    #[serde(rename = "clusterCIDR")]
    pub cluster_cidr: Option<String>,
    /// The node's name.
    pub hostname_override: Option<String>,
    /// The address that it listens on.
    pub bind_address: Option<String>,
    /// Where the API is.
    pub master: Option<String>,
    /// Where it serves metrics.
    pub metrics_bind_address: Option<String>,
    /// Whether it runs. Default: true, unless the network replaces it.
    pub enabled: Option<bool>,
    /// How it works: `iptables`, `ipvs` or `nftables`. Default: by the version of Kubernetes.
    pub proxy_mode: Option<String>,
    /// Ranges that IPVS leaves alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ipvs_exclude_cidrs: Vec<String>,
    /// The least time between updates of IPVS.
    pub ipvs_min_sync_period: Option<Duration>,
    /// How IPVS chooses.
    pub ipvs_scheduler: Option<String>,
    /// How often IPVS is updated.
    pub ipvs_sync_period: Option<Duration>,
    /// Features to turn on or off.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub feature_gates: BTreeMap<String, String>,
    /// Connections to keep track of for every CPU. Default: 131072.
    pub conntrack_max_per_core: Option<i32>,
    /// Connections to keep track of at least.
    pub conntrack_min: Option<i32>,
}
