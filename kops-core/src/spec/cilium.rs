//! Cilium's settings.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::quantity::Quantity;

/// Cilium.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Cilium {
    /// Where its images are.
    pub registry: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// Memory to request. Default: 128Mi.
    pub memory_request: Option<Quantity>,
    /// CPU to request. Default: 25m.
    pub cpu_request: Option<Quantity>,
    /// The port of the agent's metrics. Default: 9090.
    pub agent_prometheus_port: Option<i64>,
    /// Metrics to add (`+name`) or remove (`-name`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metrics: Vec<String>,
    /// The CNI plugin that it runs behind: `none`, `aws-cni`, `portmap`, ….
    pub chaining_mode: Option<String>,
    /// Logs more.
    pub debug: Option<bool>,
    /// Parts that log most: `flow`, `kvstore`, `envoy`, `datapath`, `policy`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub debug_verbose: Vec<String>,
    /// Keeps no CiliumEndpoint objects.
    #[serde(rename = "disableEndpointCRD")]
    pub disable_endpoint_crd: Option<bool>,
    /// When policies hold: `default`, `always`, `never`.
    pub enable_policy: Option<String>,
    /// Runs the proxy for policies of requests. Default: true.
    pub enable_l7_proxy: Option<bool>,
    /// Follows CiliumLocalRedirectPolicy objects.
    pub enable_local_redirect_policy: Option<bool>,
    /// Translates addresses in eBPF. Default: true with `ipam: eni`, false otherwise.
    #[serde(rename = "enableBPFMasquerade")]
    pub enable_bpf_masquerade: Option<bool>,
    /// Checks that pods of the agent are reached. Default: true.
    pub enable_endpoint_health_checking: Option<bool>,
    /// Applies policies to nodes.
    pub enable_host_firewall: Option<bool>,
    /// Serves metrics.
    pub enable_prometheus_metrics: Option<bool>,
    /// Encrypts between nodes.
    pub enable_encryption: Option<bool>,
    /// How it encrypts. Default: `ipsec`.
    pub encryption_type: Option<CiliumEncryption>,
    /// Encrypts from node to node also.
    pub node_encryption: Option<bool>,
    /// Where identities are kept: `crd` or `kvstore`. Default: `crd`.
    pub identity_allocation_mode: Option<String>,
    /// How long a changed identity waits. Default: `5s`.
    pub identity_change_grace_period: Option<String>,
    /// Leaves pods' addresses as they are.
    pub disable_masquerade: Option<bool>,
    /// Annotations of the agent's pods.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub agent_pod_annotations: BTreeMap<String, String>,
    /// Annotations of the operator's pods.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub operator_pod_annotations: BTreeMap<String, String>,
    /// How packets travel: `vxlan`, `geneve` or `disabled`. Default: `vxlan`; `disabled` with `ipam: eni` or IPv6.
    pub tunnel: Option<String>,
    /// How events are put together. Default: `medium`.
    pub monitor_aggregation: Option<String>,
    /// Entries of the table of TCP connections. Default: 524288.
    #[serde(rename = "bpfCTGlobalTCPMax")]
    pub bpf_ct_global_tcp_max: Option<i64>,
    /// Entries of the table of other connections. Default: 262144.
    #[serde(rename = "bpfCTGlobalAnyMax")]
    pub bpf_ct_global_any_max: Option<i64>,
    /// How backends are chosen: `random` or `maglev`. Default: `random`.
    #[serde(rename = "bpfLBAlgorithm")]
    pub bpf_lb_algorithm: Option<String>,
    /// Entries of Maglev's table. Default: 16381.
    #[serde(rename = "bpfLBMaglevTableSize")]
    pub bpf_lb_maglev_table_size: Option<String>,
    /// Entries of the table of translations. Default: 524288.
    #[serde(rename = "bpfNATGlobalMax")]
    pub bpf_nat_global_max: Option<i64>,
    /// Entries of the table of neighbours. Default: 524288.
    pub bpf_neigh_global_max: Option<i64>,
    /// Entries of the table of policies. Default: 16384.
    pub bpf_policy_map_max: Option<i64>,
    /// Entries of the tables of services. Default: 65536.
    #[serde(rename = "bpfLBMapMax")]
    pub bpf_lb_map_max: Option<i64>,
    /// Chooses backends at the socket.
    #[serde(rename = "bpfLBSock")]
    pub bpf_lb_sock: Option<bool>,
    /// Chooses backends at the socket on nodes only.
    #[serde(rename = "bpfLBSockHostNSOnly")]
    pub bpf_lb_sock_host_ns_only: Option<bool>,
    /// Takes the memory of tables at the start.
    #[serde(rename = "preallocateBPFMaps")]
    pub preallocate_bpf_maps: Option<bool>,
    /// The name of the cluster in a mesh. Default: `default`.
    pub cluster_name: Option<String>,
    /// The number of the cluster in a mesh.
    #[serde(rename = "clusterID")]
    pub cluster_id: Option<u8>,
    /// The answer to a DNS question that is not allowed. Default: `refused`.
    pub to_fqdns_dns_reject_response_code: Option<String>,
    /// Asks DNS from the agent in place of a proxy.
    pub to_fqdns_enable_poller: Option<bool>,
    /// Where pods' addresses come from: `kubernetes`, `hostscope`, `crd`, `eni`, `cluster-pool`. Default:
    /// `kubernetes`.
    pub ipam: Option<String>,
    /// Installs no rules of iptables.
    #[serde(rename = "IPTablesRulesNoinstall")]
    pub ip_tables_rules_noinstall: Option<bool>,
    /// Makes routes between nodes of one network.
    pub auto_direct_node_routes: Option<bool>,
    /// Retired. Chooses backends at the socket.
    pub enable_host_reachable_services: Option<bool>,
    /// Serves node ports and replaces kube-proxy.
    pub enable_node_port: Option<bool>,
    /// Keeps identities in the etcd cluster `cilium`.
    pub etcd_managed: Option<bool>,
    /// Gives nodes an identity of their own. Default: true.
    pub enable_remote_node_identity: Option<bool>,
    /// Marks routes of pods that went away as unreachable.
    pub enable_unreachable_routes: Option<bool>,
    /// Removes the configurations of other CNI plugins. Default: true.
    pub cni_exclusive: Option<bool>,
    /// What watches flows.
    pub hubble: Option<Hubble>,
    /// Keeps no status of policies. Default: true.
    #[serde(rename = "disableCNPStatusUpdates")]
    pub disable_cnp_status_updates: Option<bool>,
    /// Follows the topology of services.
    pub enable_service_topology: Option<bool>,
    /// Ingress by Cilium.
    pub ingress: Option<CiliumIngress>,
    /// Gateway API by Cilium.
    #[serde(rename = "gatewayAPI")]
    pub gateway_api: Option<CiliumGatewayApi>,
    /// Further settings of the agent, as they are.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extra_config: BTreeMap<String, String>,
    /// Retired.
    pub access_log: Option<String>,
    /// Retired.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub agent_labels: Vec<String>,
    /// Retired.
    pub allow_localhost: Option<String>,
    /// Retired.
    pub auto_ipv6_node_routes: Option<bool>,
    /// Retired.
    pub bpf_root: Option<String>,
    /// Retired.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub container_runtime: Vec<String>,
    /// Retired.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub container_runtime_endpoint: BTreeMap<String, String>,
    /// Retired.
    pub container_runtime_labels: Option<String>,
    /// Retired.
    pub device: Option<String>,
    /// Retired.
    pub disable_conntrack: Option<bool>,
    /// Retired.
    pub disable_ipv4: Option<bool>,
    /// Retired.
    pub disable_k8s_services: Option<bool>,
    /// Retired.
    pub enable_tracing: Option<bool>,
    /// Retired.
    pub envoy_log: Option<String>,
    /// Retired.
    pub ipv4_cluster_cidr_mask_size: Option<i64>,
    /// Retired.
    pub ipv4_node: Option<String>,
    /// Retired.
    pub ipv4_range: Option<String>,
    /// Retired.
    pub ipv4_service_range: Option<String>,
    /// Retired.
    pub ipv6_cluster_alloc_cidr: Option<String>,
    /// Retired.
    pub ipv6_node: Option<String>,
    /// Retired.
    pub ipv6_range: Option<String>,
    /// Retired.
    pub ipv6_service_range: Option<String>,
    /// Retired.
    pub k8s_api_server: Option<String>,
    /// Retired.
    pub k8s_kubeconfig_path: Option<String>,
    /// Retired.
    pub keep_bpf_templates: Option<bool>,
    /// Retired.
    pub keep_config: Option<bool>,
    /// Retired.
    pub label_prefix_file: Option<String>,
    /// Retired.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    /// Retired.
    pub lb: Option<String>,
    /// Retired.
    pub lib_dir: Option<String>,
    /// Retired.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub log_driver: Vec<String>,
    /// Retired.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub log_opt: BTreeMap<String, String>,
    /// Retired.
    pub logstash: Option<bool>,
    /// Retired.
    pub logstash_agent: Option<String>,
    /// Retired.
    pub logstash_probe_timer: Option<u32>,
    /// Retired.
    pub nat46_range: Option<String>,
    /// Retired.
    pub pprof: Option<bool>,
    /// Retired.
    pub prefilter_device: Option<String>,
    /// Retired.
    pub prometheus_serve_addr: Option<String>,
    /// Retired.
    pub restore: Option<bool>,
    /// Retired.
    pub single_cluster_route: Option<bool>,
    /// Retired.
    pub socket_path: Option<String>,
    /// Retired.
    pub state_dir: Option<String>,
    /// Retired.
    pub trace_payloadlen: Option<i64>,
    /// Retired.
    pub enableipv6: Option<bool>,
    /// Retired.
    pub enableipv4: Option<bool>,
    /// Retired.
    pub sidecar_istio_proxy_image: Option<String>,
    /// Retired.
    pub remove_cbr_bridge: Option<bool>,
    /// Retired.
    pub restart_pods: Option<bool>,
    /// Retired.
    pub reconfigure_kubelet: Option<bool>,
    /// Retired.
    pub node_init_bootstrap_file: Option<String>,
    /// Retired.
    pub cni_bin_path: Option<String>,
}

/// How Cilium encrypts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

/// Ingress by Cilium.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct CiliumIngress {
    /// Whether it serves ingresses.
    pub enabled: Option<bool>,
    /// Sends HTTP requests to HTTPS.
    pub enforce_https: Option<bool>,
    /// Copies the secrets of certificates to its namespace.
    pub enable_secrets_sync: Option<bool>,
    /// Prefixes of annotations that are handed to load balancers, separated by commas.
    pub load_balancer_annotation_prefixes: Option<String>,
    /// Whether ingresses share a load balancer: `shared` or `dedicated`.
    pub default_load_balancer_mode: Option<String>,
    /// The name of the shared load balancer's service.
    pub shared_load_balancer_service_name: Option<String>,
}

/// Gateway API by Cilium.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct CiliumGatewayApi {
    /// Whether it serves gateways.
    pub enabled: Option<bool>,
    /// Copies the secrets of certificates to its namespace.
    pub enable_secrets_sync: Option<bool>,
}

/// What watches Cilium's flows.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Hubble {
    /// Whether it runs.
    pub enabled: Option<bool>,
    /// Metrics of flows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metrics: Vec<String>,
}
