//! DNS for pods: CoreDNS and the cache on nodes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_with::skip_serializing_none;

use super::quantity::Quantity;

/// DNS for pods.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct KubeDns {
    /// Of kube-dns: the most names in the cache. Default: 1000.
    pub cache_max_size: Option<i64>,
    /// Of kube-dns: the most queries at once. Default: 150.
    pub cache_max_concurrent: Option<i64>,
    /// Taints that its pods tolerate.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tolerations: Vec<Toleration>,
    /// Where its pods go: Kubernetes's `Affinity`, as it is.
    pub affinity: Option<Value>,
    /// The image of CoreDNS.
    #[serde(rename = "coreDNSImage")]
    pub core_dns_image: Option<String>,
    /// The image of its autoscaler.
    pub cpa_image: Option<String>,
    /// The domain of services. Default: `clusterDNSDomain`.
    pub domain: Option<String>,
    /// The whole of its configuration, in place of the one that would be made.
    pub external_core_file: Option<String>,
    /// Retired. The image of kube-dns.
    pub image: Option<String>,
    /// Retired. How many replicas.
    pub replicas: Option<i64>,
    /// What serves: `CoreDNS` or `KubeDNS`. Default: `CoreDNS`.
    pub provider: Option<String>,
    /// The service's address. Default: the tenth of `serviceClusterIPRange`.
    #[serde(rename = "serverIP")]
    pub server_ip: Option<String>,
    /// Servers for other domains.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub stub_domains: BTreeMap<String, Vec<String>>,
    /// Servers for everything else. Default: the node's.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub upstream_nameservers: Vec<String>,
    /// Memory to request. Default: 70Mi.
    pub memory_request: Option<Quantity>,
    /// CPU to request. Default: 100m.
    pub cpu_request: Option<Quantity>,
    /// The most memory. Default: 170Mi.
    pub memory_limit: Option<Quantity>,
    /// A cache on every node.
    #[serde(rename = "nodeLocalDNS")]
    pub node_local_dns: Option<NodeLocalDns>,
    /// Annotations of its pods.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub pod_annotations: BTreeMap<String, String>,
}

/// A DNS cache on every node.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct NodeLocalDns {
    /// Whether it runs. Default: false.
    pub enabled: Option<bool>,
    /// The whole of its configuration, in place of the one that would be made.
    pub external_core_file: Option<String>,
    /// Text to add to its configuration.
    pub additional_config: Option<String>,
    /// Its image.
    pub image: Option<String>,
    /// The address that it listens on. Default: `169.254.20.10`.
    #[serde(rename = "localIP")]
    pub local_ip: Option<String>,
    /// Asks the cluster's DNS about everything. Default: false.
    #[serde(rename = "forwardToKubeDNS")]
    pub forward_to_kube_dns: Option<bool>,
    /// Memory to request. Default: 5Mi.
    pub memory_request: Option<Quantity>,
    /// CPU to request. Default: 25m.
    pub cpu_request: Option<Quantity>,
    /// Annotations of its pods.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub pod_annotations: BTreeMap<String, String>,
}

/// A taint that a pod tolerates.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Toleration {
    /// The taint's key; empty for all.
    pub key: Option<String>,
    /// How the value is compared: `Exists` or `Equal`. Default: `Equal`.
    pub operator: Option<String>,
    /// The taint's value.
    pub value: Option<String>,
    /// The taint's effect; empty for all.
    pub effect: Option<String>,
    /// Seconds that a `NoExecute` taint is tolerated.
    pub toleration_seconds: Option<i64>,
}
