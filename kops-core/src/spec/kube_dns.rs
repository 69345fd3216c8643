//! DNS for pods: CoreDNS and the cache on nodes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_with::skip_serializing_none;

use super::quantity::Quantity;

/// DNS for pods and services.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct KubeDns {
    /// The maximum number of names in the cache of kube-dns. Default: 1000.
    pub cache_max_size: Option<i64>,
    /// The maximum number of queries that kube-dns handles at a time. Default: 150.
    pub cache_max_concurrent: Option<i64>,
    /// Additional taints that the DNS pods tolerate.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tolerations: Vec<Toleration>,
    /// The affinity of the DNS pods, as in a Kubernetes pod.
    pub affinity: Option<Value>,
    /// The image of CoreDNS. Default: the release that kops 1.36.2 installs.
    #[serde(rename = "coreDNSImage")]
    pub core_dns_image: Option<String>,
    /// The image of the autoscaler of the DNS pods. Default: the release that kops 1.36.2 installs.
    pub cpa_image: Option<String>,
    /// The DNS domain of services. Default: `clusterDNSDomain`.
    pub domain: Option<String>,
    /// The whole configuration (Corefile) of CoreDNS. Unset: it is generated from the other fields.
    pub external_core_file: Option<String>,
    /// Retired: the image of kube-dns follows the release.
    pub image: Option<String>,
    /// Retired: an autoscaler sets the number of replicas.
    pub replicas: Option<i64>,
    /// The DNS server: `CoreDNS` or `KubeDNS`. Default: `CoreDNS`.
    pub provider: Option<String>,
    /// The address of the DNS service. Default: the tenth address of `serviceClusterIPRange`.
    #[serde(rename = "serverIP")]
    pub server_ip: Option<String>,
    /// DNS servers of other domains, by domain.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub stub_domains: BTreeMap<String, Vec<String>>,
    /// DNS servers for all other names. Default: those of the node; for IPv6, `fd00:ec2::253`, the VPC's own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub upstream_nameservers: Vec<String>,
    /// Memory request of the DNS pods. Default: 70Mi.
    pub memory_request: Option<Quantity>,
    /// CPU request of the DNS pods. Default: 100m.
    pub cpu_request: Option<Quantity>,
    /// Memory limit of the DNS pods. Default: 170Mi.
    pub memory_limit: Option<Quantity>,
    /// A DNS cache on each node.
    #[serde(rename = "nodeLocalDNS")]
    pub node_local_dns: Option<NodeLocalDns>,
    /// Annotations of the DNS pods.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub pod_annotations: BTreeMap<String, String>,
}

/// A DNS cache on each node.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct NodeLocalDns {
    /// Installs the cache. Default: false.
    pub enabled: Option<bool>,
    /// The whole configuration (Corefile) of the cache. Unset: it is generated from the other fields.
    pub external_core_file: Option<String>,
    /// Text to append to the cache's configuration. Unset: none.
    pub additional_config: Option<String>,
    /// The image of the cache. Default: `registry.k8s.io/dns/k8s-dns-node-cache:1.26.0`.
    pub image: Option<String>,
    /// The link-local address that the cache listens on. Default: `169.254.20.10`; `fd00:90de:d95::1` for IPv6.
    #[serde(rename = "localIP")]
    pub local_ip: Option<String>,
    /// Forwards all queries to the cluster's DNS, also those for other domains. Default: false.
    #[serde(rename = "forwardToKubeDNS")]
    pub forward_to_kube_dns: Option<bool>,
    /// Memory request of the cache's pods. Default: 5Mi.
    pub memory_request: Option<Quantity>,
    /// CPU request of the cache's pods. Default: 25m.
    pub cpu_request: Option<Quantity>,
    /// Annotations of the cache's pods.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub pod_annotations: BTreeMap<String, String>,
}

/// A taint that a pod tolerates.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Toleration {
    /// The key of the taint. Unset: any taint.
    pub key: Option<String>,
    /// How the value is compared: `Exists` or `Equal`. Default: `Equal`.
    pub operator: Option<String>,
    /// The value of the taint, with `Equal`. Unset: the empty value.
    pub value: Option<String>,
    /// The effect of the taint: `NoSchedule`, `PreferNoSchedule` or `NoExecute`. Unset: any effect.
    pub effect: Option<String>,
    /// Seconds for which a `NoExecute` taint is tolerated. Unset: forever.
    pub toleration_seconds: Option<i64>,
}
