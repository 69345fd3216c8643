//! The network of pods: one option and its settings.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_with::skip_serializing_none;

use super::calico::Calico;
use super::cilium::Cilium;
use super::etcd::EnvVar;
use super::scalar::Empty;

/// The pod network of the cluster: exactly one option.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Networking {
    /// Retired: the network of kops's first releases.
    pub classic: Option<Value>,
    /// Gives each node a part of `podCIDR`, with routes in the VPC's route tables. AWS limits these to about 50 nodes.
    pub kubenet: Option<Empty>,
    /// Retired: a network that is set up outside of Kubernetes.
    pub external: Option<Empty>,
    /// Leaves the network to a CNI plugin that the user installs.
    pub cni: Option<Cni>,
    /// Retired: the network of kopeio. It is still installed where it is set.
    pub kopeio: Option<Value>,
    /// Retired: the network Weave Net, which is no longer maintained.
    pub weave: Option<Value>,
    /// Installs Flannel, a simple overlay network without network policies.
    pub flannel: Option<Flannel>,
    /// Installs Calico, with network policies. Its manifest comes from the addon source.
    pub calico: Option<Calico>,
    /// Retired: Flannel with Calico's network policies.
    pub canal: Option<Value>,
    /// Installs kube-router, which also replaces kube-proxy.
    pub kuberouter: Option<Empty>,
    /// Retired: the network Romana, which is no longer maintained.
    pub romana: Option<Value>,
    /// Gives pods addresses of the VPC, with AWS's VPC CNI plugin.
    pub amazonvpc: Option<AmazonVpc>,
    /// Installs Cilium, an eBPF network with network policies. `create cluster` uses it by default.
    pub cilium: Option<Cilium>,
    /// Retired: Lyft's CNI plugin.
    pub lyftvpc: Option<Value>,
    /// Not used on AWS: IP aliases of Google Cloud.
    pub gce: Option<Value>,
    /// Installs kindnet, a small network with network policies.
    pub kindnet: Option<Kindnet>,
}

/// A CNI plugin that the user installs.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Cni {
    /// Says that the plugin gives pods secondary addresses of the VPC, which limits the number of pods by instance
    /// type. Default: false.
    #[serde(rename = "usesSecondaryIP")]
    pub uses_secondary_ip: Option<bool>,
}

/// Flannel.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Flannel {
    /// How packets travel between nodes: `vxlan` or `udp`. Default: `udp`, as kops reads a spec without it; `create
    /// cluster` writes `vxlan`.
    pub backend: Option<String>,
    /// Retired: the workaround for an old kernel bug.
    pub disable_tx_checksum_offloading: Option<bool>,
    /// Seconds between two checks of Flannel's iptables rules. Default: 5.
    pub iptables_resync_seconds: Option<i32>,
}

/// AWS's CNI plugin.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct AmazonVpc {
    /// The image of the VPC CNI plugin. Default: the release that kops 1.36.2 installs.
    pub image_name: Option<String>,
    /// The image of the init container that prepares nodes. Default: the release that kops 1.36.2 installs.
    pub init_image_name: Option<String>,
    /// The image of the network policy agent. Default: the release that kops 1.36.2 installs.
    pub network_policy_agent_image: Option<String>,
    /// Environment variables of the VPC CNI plugin, such as `WARM_IP_TARGET`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub env: Vec<EnvVar>,
}

/// kindnet.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Kindnet {
    /// The version of kindnet. Default: v1.0.0.
    pub version: Option<String>,
    /// Enforces `NetworkPolicy` objects. Unset: the default of kindnet, true.
    pub network_policies: Option<bool>,
    /// Enforces `AdminNetworkPolicy` objects, whose types must be installed in the cluster. Unset: the default of
    /// kindnet, false.
    pub admin_network_policies: Option<bool>,
    /// Enforces `BaselineAdminNetworkPolicy` objects, whose types must be installed in the cluster. Unset: the default
    /// of kindnet, false.
    pub baseline_admin_network_policies: Option<bool>,
    /// Caches DNS answers on each node. Default: true.
    pub dns_caching: Option<bool>,
    /// Translates between IPv6 pods and IPv4 destinations. Default: false.
    pub nat64: Option<bool>,
    /// The number of packets after which a connection is handled by the kernel's fast path. Default: 0, never.
    pub fast_path_threshold: Option<i32>,
    /// Whether the source addresses of pods are translated. Default: enabled for IPv4, with the cluster's own CIDRs
    /// left out.
    pub masquerade: Option<KindnetMasquerade>,
    /// Verbosity of kindnet's log, from 0. Default: 2.
    pub log_level: Option<i32>,
}

/// Translation of the source addresses of pods.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct KindnetMasquerade {
    /// Translates source addresses of pods that leave the cluster. Default: true for IPv4, false for IPv6.
    pub enabled: Option<bool>,
    /// Destination CIDRs that keep the pods' source addresses. Default, where `masquerade` is not set: `networkCIDR`,
    /// `podCIDR` and `serviceClusterIPRange`.
    #[serde(rename = "nonMasqueradeCIDRs", skip_serializing_if = "Vec::is_empty")]
    pub non_masquerade_cidrs: Vec<String>,
}
