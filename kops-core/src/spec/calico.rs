//! Calico's settings.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::quantity::Quantity;

/// Calico.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Calico {
    /// Where its images are.
    pub registry: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// Lets pods forward packets.
    #[serde(rename = "allowIPForwarding")]
    pub allow_ip_forwarding: Option<bool>,
    /// What happens to the source/destination check of instances: `Enable`, `Disable`, `DoNothing`.
    pub aws_src_dst_check: Option<String>,
    /// Uses eBPF in place of iptables.
    pub bpf_enabled: Option<bool>,
    /// How packets from outside reach services: `Tunnel` or `DSR`.
    pub bpf_external_service_mode: Option<String>,
    /// Removes the rules of kube-proxy.
    pub bpf_kube_proxy_iptables_cleanup_enabled: Option<bool>,
    /// How much the eBPF programs log: `Off`, `Info`, `Debug`.
    pub bpf_log_level: Option<String>,
    /// Where its rules go: `insert` or `append`.
    pub chain_insert_mode: Option<String>,
    /// CPU to request. Default: 250m.
    pub cpu_request: Option<Quantity>,
    /// Retired. Encapsulates between subnets only.
    pub cross_subnet: Option<bool>,
    /// How packets travel: `ipip`, `vxlan` or `none`.
    pub encapsulation_mode: Option<String>,
    /// When IP-in-IP is used: `Always`, `CrossSubnet`, `Never`.
    pub ipip_mode: Option<String>,
    /// How a node's IPv4 address is found. Default: `first-found`.
    pub ipv4_auto_detection_method: Option<String>,
    /// How a node's IPv6 address is found. Default: `first-found`.
    pub ipv6_auto_detection_method: Option<String>,
    /// Which iptables: `Legacy`, `NFT`, `Auto`.
    pub iptables_backend: Option<String>,
    /// How much it logs. Default: `info`.
    pub log_severity_screen: Option<String>,
    /// The largest packet.
    pub mtu: Option<i32>,
    /// Whether nftables are used: `Enabled`, `Disabled`, `Auto`.
    pub nftables_mode: Option<String>,
    /// Serves metrics.
    pub prometheus_metrics_enabled: Option<bool>,
    /// The port of metrics. Default: 9091.
    pub prometheus_metrics_port: Option<i32>,
    /// Serves metrics of the Go runtime.
    pub prometheus_go_metrics_enabled: Option<bool>,
    /// Serves metrics of the process.
    pub prometheus_process_metrics_enabled: Option<bool>,
    /// Retired. The major version.
    pub major_version: Option<String>,
    /// Serves metrics of Typha.
    pub typha_prometheus_metrics_enabled: Option<bool>,
    /// The port of Typha's metrics. Default: 9093.
    pub typha_prometheus_metrics_port: Option<i32>,
    /// How many replicas of Typha.
    pub typha_replicas: Option<i32>,
    /// When VXLAN is used: `Always`, `CrossSubnet`, `Never`.
    pub vxlan_mode: Option<String>,
    /// Encrypts between nodes with WireGuard.
    pub wireguard_enabled: Option<bool>,
}
