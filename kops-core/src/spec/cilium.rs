//! Cilium's settings.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::quantity::Quantity;

/// Settings of Cilium.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Cilium {
    /// The registry of Cilium's images. Default: `quay.io`.
    pub registry: Option<String>,
    /// The version of Cilium, a release of 1.18. Default: `v1.18.6`.
    pub version: Option<String>,
    /// Memory request of the agent and the operator. Default: 128Mi.
    pub memory_request: Option<Quantity>,
    /// CPU request of the agent and the operator. Default: 25m.
    pub cpu_request: Option<Quantity>,
    /// The port of the agent's metrics. Default: 9090.
    pub agent_prometheus_port: Option<i64>,
    /// Metrics to add to the agent's default ones (`+name`) or to remove (`-name`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metrics: Vec<String>,
    /// The CNI plugin that Cilium is chained behind: `none`, `aws-cni`, `flannel`, `generic-veth`, `portmap`. Default:
    /// `none`.
    pub chaining_mode: Option<String>,
    /// Logs debug messages. Default: false.
    pub debug: Option<bool>,
    /// Parts of the agent that log details: `flow`, `kvstore`, `envoy`, `datapath`, `policy`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub debug_verbose: Vec<String>,
    /// Creates no `CiliumEndpoint` objects. Default: false.
    #[serde(rename = "disableEndpointCRD")]
    pub disable_endpoint_crd: Option<bool>,
    /// When network policies are enforced: `default` (for pods that a policy selects), `always` or `never`. Default:
    /// `default`.
    pub enable_policy: Option<String>,
    /// Runs the proxy that enforces policies on HTTP and DNS. Default: true.
    pub enable_l7_proxy: Option<bool>,
    /// Supports `CiliumLocalRedirectPolicy`, which sends pods to a backend on their own node. Default: false.
    pub enable_local_redirect_policy: Option<bool>,
    /// Translates source addresses with eBPF instead of iptables. Default: true with `ipam: eni`, otherwise false.
    #[serde(rename = "enableBPFMasquerade")]
    pub enable_bpf_masquerade: Option<bool>,
    /// Checks connectivity between the agents' pods. Default: true.
    pub enable_endpoint_health_checking: Option<bool>,
    /// Enforces host policies on nodes. Default: false.
    pub enable_host_firewall: Option<bool>,
    /// Serves Prometheus metrics of the agent and the operator. Default: false.
    pub enable_prometheus_metrics: Option<bool>,
    /// Encrypts traffic between pods on different nodes. Default: false.
    pub enable_encryption: Option<bool>,
    /// How traffic is encrypted. Default: `ipsec` with `enableEncryption`.
    pub encryption_type: Option<CiliumEncryption>,
    /// Encrypts traffic between the nodes themselves too. Default: false.
    pub node_encryption: Option<bool>,
    /// Where identities are stored: `crd` or `kvstore`. Default: `crd`.
    pub identity_allocation_mode: Option<String>,
    /// Time to wait before a changed identity is used. Default: `5s`.
    pub identity_change_grace_period: Option<String>,
    /// Keeps the source addresses of pods that leave the cluster. Default: false for IPv4, true for IPv6.
    pub disable_masquerade: Option<bool>,
    /// Annotations of the agent's pods.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub agent_pod_annotations: BTreeMap<String, String>,
    /// Annotations of the operator's pods.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub operator_pod_annotations: BTreeMap<String, String>,
    /// How packets travel between nodes: `vxlan`, `geneve` or `disabled`. Default: `vxlan`; `disabled` with `ipam: eni`
    /// or IPv6.
    pub tunnel: Option<String>,
    /// How events of packets are aggregated: `low`, `medium` or `maximum`. Default: `medium`.
    pub monitor_aggregation: Option<String>,
    /// Maximum number of entries in the connection table for TCP. Default: 524288.
    #[serde(rename = "bpfCTGlobalTCPMax")]
    pub bpf_ct_global_tcp_max: Option<i64>,
    /// Maximum number of entries in the connection table for other protocols. Default: 262144.
    #[serde(rename = "bpfCTGlobalAnyMax")]
    pub bpf_ct_global_any_max: Option<i64>,
    /// How a backend of a service is chosen: `random` or `maglev`. Default: `random`.
    #[serde(rename = "bpfLBAlgorithm")]
    pub bpf_lb_algorithm: Option<String>,
    /// Size of the Maglev table of each service, a prime number. Default: `16381`.
    #[serde(rename = "bpfLBMaglevTableSize")]
    pub bpf_lb_maglev_table_size: Option<String>,
    /// Maximum number of entries in the table of translated addresses. Default: 524288.
    #[serde(rename = "bpfNATGlobalMax")]
    pub bpf_nat_global_max: Option<i64>,
    /// Maximum number of entries in the table of neighbors. Default: 524288.
    pub bpf_neigh_global_max: Option<i64>,
    /// Maximum number of entries in the policy table of each endpoint. Default: 16384.
    pub bpf_policy_map_max: Option<i64>,
    /// Maximum number of entries in the tables of services and backends. Default: 65536.
    #[serde(rename = "bpfLBMapMax")]
    pub bpf_lb_map_max: Option<i64>,
    /// Chooses the backend of a service when a socket connects, instead of for each packet. Default: false.
    #[serde(rename = "bpfLBSock")]
    pub bpf_lb_sock: Option<bool>,
    /// Chooses the backend when a socket connects only in the host namespace, which service meshes need. Default:
    /// false.
    #[serde(rename = "bpfLBSockHostNSOnly")]
    pub bpf_lb_sock_host_ns_only: Option<bool>,
    /// Allocates the memory of eBPF tables at the start, which lowers latency. Default: false.
    #[serde(rename = "preallocateBPFMaps")]
    pub preallocate_bpf_maps: Option<bool>,
    /// The name of this cluster in a cluster mesh. Default: `default`.
    pub cluster_name: Option<String>,
    /// The number of this cluster in a cluster mesh, 1 to 255. Default: 0, no mesh.
    #[serde(rename = "clusterID")]
    pub cluster_id: Option<u8>,
    /// The answer to a DNS query that a policy denies: `refused` or `nameError`. Default: `refused`.
    pub to_fqdns_dns_reject_response_code: Option<String>,
    /// Resolves the names of policies in the agent instead of a DNS proxy. Default: false.
    pub to_fqdns_enable_poller: Option<bool>,
    /// What assigns addresses to pods: `kubernetes` (a part of `podCIDR` for each node), `eni` (addresses of the VPC),
    /// `cluster-pool`, `crd`, `hostscope`. Default: `kubernetes`.
    pub ipam: Option<String>,
    /// Installs no iptables rules. Default: false.
    #[serde(rename = "IPTablesRulesNoinstall")]
    pub ip_tables_rules_noinstall: Option<bool>,
    /// Installs routes to nodes of the same network instead of a tunnel. Default: false.
    pub auto_direct_node_routes: Option<bool>,
    /// Retired: use `bpfLBSock`.
    pub enable_host_reachable_services: Option<bool>,
    /// Replaces kube-proxy. Needs `kubeProxy.enabled: false`; `create cluster` writes both. Default: false.
    pub enable_node_port: Option<bool>,
    /// Stores identities in the etcd cluster `cilium`, which must be in `etcdClusters`. Default: false.
    pub etcd_managed: Option<bool>,
    /// Gives remote nodes an identity of their own in policies. Default: true.
    pub enable_remote_node_identity: Option<bool>,
    /// Marks the address of a deleted pod as unreachable, so that clients fail at once. Default: false.
    pub enable_unreachable_routes: Option<bool>,
    /// Removes the configuration of other CNI plugins from nodes. Default: true.
    pub cni_exclusive: Option<bool>,
    /// Settings of Hubble, which observes flows. Setting it, even to `{}`, enables Hubble.
    pub hubble: Option<Hubble>,
    /// Does not write the status of network policies to the API server. Default: true.
    #[serde(rename = "disableCNPStatusUpdates")]
    pub disable_cnp_status_updates: Option<bool>,
    /// Prefers backends in the zone that a service's topology hints name. Default: false.
    pub enable_service_topology: Option<bool>,
    /// Settings of Cilium's ingress controller. Setting it, even to `{}`, enables the controller.
    pub ingress: Option<CiliumIngress>,
    /// Settings of Cilium's Gateway API. Setting it, even to `{}`, enables it; its types must be installed in the
    /// cluster.
    #[serde(rename = "gatewayAPI")]
    pub gateway_api: Option<CiliumGatewayApi>,
    /// Additional keys of the `cilium-config` config map, over those that this spec leads to.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extra_config: BTreeMap<String, String>,
    /// Retired: no version of Cilium that is supported reads it.
    pub access_log: Option<String>,
    /// Retired: no version of Cilium that is supported reads it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub agent_labels: Vec<String>,
    /// Retired: no version of Cilium that is supported reads it.
    pub allow_localhost: Option<String>,
    /// Retired: no version of Cilium that is supported reads it.
    pub auto_ipv6_node_routes: Option<bool>,
    /// Retired: no version of Cilium that is supported reads it.
    pub bpf_root: Option<String>,
    /// Retired: no version of Cilium that is supported reads it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub container_runtime: Vec<String>,
    /// Retired: no version of Cilium that is supported reads it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub container_runtime_endpoint: BTreeMap<String, String>,
    /// Retired: no version of Cilium that is supported reads it.
    pub container_runtime_labels: Option<String>,
    /// Retired: no version of Cilium that is supported reads it.
    pub device: Option<String>,
    /// Retired: no version of Cilium that is supported reads it.
    pub disable_conntrack: Option<bool>,
    /// Retired: the IP families are those of the cluster's network.
    pub disable_ipv4: Option<bool>,
    /// Retired: no version of Cilium that is supported reads it.
    pub disable_k8s_services: Option<bool>,
    /// Retired: no version of Cilium that is supported reads it.
    pub enable_tracing: Option<bool>,
    /// Retired: no version of Cilium that is supported reads it.
    pub envoy_log: Option<String>,
    /// Retired: no version of Cilium that is supported reads it.
    pub ipv4_cluster_cidr_mask_size: Option<i64>,
    /// Retired: no version of Cilium that is supported reads it.
    pub ipv4_node: Option<String>,
    /// Retired: no version of Cilium that is supported reads it.
    pub ipv4_range: Option<String>,
    /// Retired: no version of Cilium that is supported reads it.
    pub ipv4_service_range: Option<String>,
    /// Retired: no version of Cilium that is supported reads it.
    pub ipv6_cluster_alloc_cidr: Option<String>,
    /// Retired: no version of Cilium that is supported reads it.
    pub ipv6_node: Option<String>,
    /// Retired: no version of Cilium that is supported reads it.
    pub ipv6_range: Option<String>,
    /// Retired: no version of Cilium that is supported reads it.
    pub ipv6_service_range: Option<String>,
    /// Retired: no version of Cilium that is supported reads it.
    pub k8s_api_server: Option<String>,
    /// Retired: no version of Cilium that is supported reads it.
    pub k8s_kubeconfig_path: Option<String>,
    /// Retired: no version of Cilium that is supported reads it.
    pub keep_bpf_templates: Option<bool>,
    /// Retired: no version of Cilium that is supported reads it.
    pub keep_config: Option<bool>,
    /// Retired: no version of Cilium that is supported reads it.
    pub label_prefix_file: Option<String>,
    /// Retired: no version of Cilium that is supported reads it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    /// Retired: no version of Cilium that is supported reads it.
    pub lb: Option<String>,
    /// Retired: no version of Cilium that is supported reads it.
    pub lib_dir: Option<String>,
    /// Retired: no version of Cilium that is supported reads it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub log_driver: Vec<String>,
    /// Retired: no version of Cilium that is supported reads it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub log_opt: BTreeMap<String, String>,
    /// Retired: no version of Cilium that is supported reads it.
    pub logstash: Option<bool>,
    /// Retired: no version of Cilium that is supported reads it.
    pub logstash_agent: Option<String>,
    /// Retired: no version of Cilium that is supported reads it.
    pub logstash_probe_timer: Option<u32>,
    /// Retired: no version of Cilium that is supported reads it.
    pub nat46_range: Option<String>,
    /// Retired: no version of Cilium that is supported reads it.
    pub pprof: Option<bool>,
    /// Retired: no version of Cilium that is supported reads it.
    pub prefilter_device: Option<String>,
    /// Retired: use `enablePrometheusMetrics` and `agentPrometheusPort`.
    pub prometheus_serve_addr: Option<String>,
    /// Retired: no version of Cilium that is supported reads it.
    pub restore: Option<bool>,
    /// Retired: no version of Cilium that is supported reads it.
    pub single_cluster_route: Option<bool>,
    /// Retired: no version of Cilium that is supported reads it.
    pub socket_path: Option<String>,
    /// Retired: no version of Cilium that is supported reads it.
    pub state_dir: Option<String>,
    /// Retired: no version of Cilium that is supported reads it.
    pub trace_payloadlen: Option<i64>,
    /// Retired: the IP families are those of the cluster's network.
    pub enableipv6: Option<bool>,
    /// Retired: the IP families are those of the cluster's network.
    pub enableipv4: Option<bool>,
    /// Retired: no version of Cilium that is supported reads it. Default: `cilium/istio_proxy`, which kops still fills
    /// in.
    pub sidecar_istio_proxy_image: Option<String>,
    /// Retired: no version of Cilium that is supported reads it.
    pub remove_cbr_bridge: Option<bool>,
    /// Retired: no version of Cilium that is supported reads it.
    pub restart_pods: Option<bool>,
    /// Retired: no version of Cilium that is supported reads it.
    pub reconfigure_kubelet: Option<bool>,
    /// Retired: no version of Cilium that is supported reads it.
    pub node_init_bootstrap_file: Option<String>,
    /// Retired: no version of Cilium that is supported reads it.
    pub cni_bin_path: Option<String>,
}

/// How Cilium encrypts traffic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum CiliumEncryption {
    /// IPsec with a key that the secret store holds.
    #[serde(rename = "ipsec")]
    Ipsec,
    /// WireGuard.
    #[serde(rename = "wireguard")]
    Wireguard,
}

impl CiliumEncryption {
    /// Returns the text that a spec uses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ipsec => "ipsec",
            Self::Wireguard => "wireguard",
        }
    }
}

impl fmt::Display for CiliumEncryption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Cilium's ingress controller.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct CiliumIngress {
    /// Runs the ingress controller. Default: true where `ingress` is set, else false.
    pub enabled: Option<bool>,
    /// Redirects HTTP requests of hosts with a certificate to HTTPS. Unset: Cilium's default, true.
    pub enforce_https: Option<bool>,
    /// Copies the TLS secrets of ingresses to Cilium's namespace. Unset: Cilium's default, true.
    pub enable_secrets_sync: Option<bool>,
    /// Prefixes of annotations that are copied from ingresses to the load balancer's service, comma-separated. Unset:
    /// Cilium's default.
    pub load_balancer_annotation_prefixes: Option<String>,
    /// Whether ingresses share one load balancer: `shared` or `dedicated`. Unset: Cilium's default, `dedicated`.
    pub default_load_balancer_mode: Option<String>,
    /// The name of the service of the shared load balancer. Default: `cilium-ingress`.
    pub shared_load_balancer_service_name: Option<String>,
}

/// Cilium's Gateway API.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct CiliumGatewayApi {
    /// Serves gateways. Default: true where `gatewayAPI` is set, else false.
    pub enabled: Option<bool>,
    /// Copies the TLS secrets of gateways to Cilium's namespace. Unset: Cilium's default, true.
    pub enable_secrets_sync: Option<bool>,
}

/// Hubble, which observes Cilium's flows.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Hubble {
    /// Runs Hubble. Default: true where `hubble` is set, else false.
    pub enabled: Option<bool>,
    /// Metrics of flows to publish, such as `dns`, `drop`, `tcp`, `flow`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metrics: Vec<String>,
}
