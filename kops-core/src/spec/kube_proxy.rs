//! The proxy of services on nodes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::quantity::Quantity;
use super::scalar::Duration;

/// Settings of kube-proxy.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct KubeProxy {
    /// The image of kube-proxy. Default: `registry.k8s.io/kube-proxy` in the version of Kubernetes.
    pub image: Option<String>,
    /// CPU request of kube-proxy's pods. Default: 100m.
    pub cpu_request: Option<Quantity>,
    /// CPU limit of kube-proxy's pods. Unset: no limit.
    pub cpu_limit: Option<Quantity>,
    /// Memory request of kube-proxy's pods. Unset: none.
    pub memory_request: Option<Quantity>,
    /// Memory limit of kube-proxy's pods. Unset: no limit.
    pub memory_limit: Option<Quantity>,
    /// Verbosity of the log, from 0. Default: 2.
    pub log_level: Option<i32>,
    /// The CIDR of pods; traffic from other addresses is masqueraded. Default: `podCIDR`; unset with
    /// `networking.amazonvpc` and for IPv6.
    #[serde(rename = "clusterCIDR")]
    pub cluster_cidr: Option<String>,
    /// The name of the node. Unset: kops sets the node's name.
    pub hostname_override: Option<String>,
    /// The address that kube-proxy listens on. Unset: kube-proxy's default, all addresses.
    pub bind_address: Option<String>,
    /// The URL of the API server. Unset: kops sets that of the API server for the node.
    pub master: Option<String>,
    /// The address and port of Prometheus metrics. Unset: kube-proxy's default, `127.0.0.1:10249`.
    pub metrics_bind_address: Option<String>,
    /// Runs kube-proxy. Set it to false where the pod network replaces it. Default: true.
    pub enabled: Option<bool>,
    /// How services are implemented: `iptables`, `ipvs` or `nftables`. Unset: kube-proxy's default, `iptables`.
    pub proxy_mode: Option<String>,
    /// CIDRs whose rules kube-proxy leaves alone in IPVS mode.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ipvs_exclude_cidrs: Vec<String>,
    /// Minimum time between two updates of IPVS rules (`1s`). Unset: kube-proxy's default, 1s.
    pub ipvs_min_sync_period: Option<Duration>,
    /// How IPVS chooses a backend: `rr`, `lc`, `sh` and others. Unset: kube-proxy's default, `rr`.
    pub ipvs_scheduler: Option<String>,
    /// Maximum time between two updates of IPVS rules (`30s`). Unset: kube-proxy's default, 30s.
    pub ipvs_sync_period: Option<Duration>,
    /// Feature gates of Kubernetes, by name: `"true"` or `"false"`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub feature_gates: BTreeMap<String, String>,
    /// The maximum number of tracked connections per CPU core. Default: 131072.
    pub conntrack_max_per_core: Option<i32>,
    /// The minimum number of tracked connections, whatever the number of cores. Unset: kube-proxy's default, 131072.
    pub conntrack_min: Option<i32>,
}
