//! Calico's settings.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::quantity::Quantity;

/// Settings of Calico.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Calico {
    /// The registry of Calico's images. Unset: that of the published manifest.
    pub registry: Option<String>,
    /// The version of Calico's images. Unset: that of the published manifest.
    pub version: Option<String>,
    /// Lets pods forward packets between their interfaces. Default: false.
    #[serde(rename = "allowIPForwarding")]
    pub allow_ip_forwarding: Option<bool>,
    /// What happens to the source/destination check of the instances: `Enable`, `Disable` or `DoNothing`. Default:
    /// `Disable`; `DoNothing` for IPv6.
    pub aws_src_dst_check: Option<String>,
    /// Uses eBPF instead of iptables, and replaces kube-proxy. Default: false.
    pub bpf_enabled: Option<bool>,
    /// How packets from outside reach a service's pod with eBPF: `Tunnel` or `DSR`. Default: `Tunnel`.
    pub bpf_external_service_mode: Option<String>,
    /// Removes the iptables rules of kube-proxy when eBPF is enabled. Default: false.
    pub bpf_kube_proxy_iptables_cleanup_enabled: Option<bool>,
    /// The log level of the eBPF programs: `Off`, `Info` or `Debug`. Default: `Off`.
    pub bpf_log_level: Option<String>,
    /// Whether Calico's rules are inserted before others or appended: `insert` or `append`. Default: `insert`.
    pub chain_insert_mode: Option<String>,
    /// CPU request of the agent. Unset: that of the published manifest, 250m.
    pub cpu_request: Option<Quantity>,
    /// Retired: use `ipipMode: CrossSubnet`, which is the default.
    pub cross_subnet: Option<bool>,
    /// How packets travel between nodes: `ipip`, `vxlan` or `none`. Default: `ipip`; `none` for IPv6.
    pub encapsulation_mode: Option<String>,
    /// When IP-in-IP is used: `Always`, `CrossSubnet` or `Never`. Default: `CrossSubnet` with `encapsulationMode:
    /// ipip`, else `Never`.
    pub ipip_mode: Option<String>,
    /// How the IPv4 address of a node is found: `first-found`, `can-reach=…`, `interface=…`. Default: `first-found`.
    pub ipv4_auto_detection_method: Option<String>,
    /// How the IPv6 address of a node is found: `first-found`, `can-reach=…`, `interface=…`. Default: `first-found` in
    /// an IPv6 cluster, else `none`.
    pub ipv6_auto_detection_method: Option<String>,
    /// The iptables backend: `Legacy`, `NFT` or `Auto`. Default: `Auto`.
    pub iptables_backend: Option<String>,
    /// The level of the log: `debug`, `info`, `warning`, `error` or `fatal`. Default: `info`.
    pub log_severity_screen: Option<String>,
    /// The MTU of pods' interfaces in bytes. Default: 0, which means it is detected.
    pub mtu: Option<i32>,
    /// Whether nftables are used: `Enabled`, `Disabled` or `Auto`. Unset: Calico's default.
    pub nftables_mode: Option<String>,
    /// Serves Prometheus metrics of the agent. Default: false.
    pub prometheus_metrics_enabled: Option<bool>,
    /// The port of the agent's metrics. Default: 9091.
    pub prometheus_metrics_port: Option<i32>,
    /// Serves metrics of the Go runtime too. Default: false.
    pub prometheus_go_metrics_enabled: Option<bool>,
    /// Serves metrics of the process too. Default: false.
    pub prometheus_process_metrics_enabled: Option<bool>,
    /// Retired: the major version of Calico, which is always 3.
    pub major_version: Option<String>,
    /// Serves Prometheus metrics of Typha. Default: false.
    pub typha_prometheus_metrics_enabled: Option<bool>,
    /// The port of Typha's metrics. Default: 9093.
    pub typha_prometheus_metrics_port: Option<i32>,
    /// The number of replicas of Typha, which relieves the API server in large clusters. Default: 0, no Typha.
    pub typha_replicas: Option<i32>,
    /// When VXLAN is used: `Always`, `CrossSubnet` or `Never`. Default: `CrossSubnet` with `encapsulationMode: vxlan`,
    /// else `Never`.
    pub vxlan_mode: Option<String>,
    /// Encrypts traffic between nodes with WireGuard. Default: false.
    pub wireguard_enabled: Option<bool>,
}
