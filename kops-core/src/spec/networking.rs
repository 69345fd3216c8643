//! The network of pods: one option and its settings.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_with::skip_serializing_none;

use super::calico::Calico;
use super::cilium::Cilium;
use super::etcd::EnvVar;
use super::scalar::Empty;

/// The network of pods: exactly one option.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Networking {
    /// Retired. The network of the first releases.
    pub classic: Option<Value>,
    /// Routes of the VPC, made by the cloud controller.
    pub kubenet: Option<Empty>,
    /// A network that is set up outside of Kubernetes.
    pub external: Option<Empty>,
    /// A CNI plugin that the user installs.
    pub cni: Option<Cni>,
    /// Retired. kopeio's network.
    pub kopeio: Option<Value>,
    /// Retired. Weave.
    pub weave: Option<Value>,
    /// Flannel.
    pub flannel: Option<Flannel>,
    /// Calico.
    pub calico: Option<Calico>,
    /// Retired. Flannel with Calico's policies.
    pub canal: Option<Value>,
    /// kube-router.
    pub kuberouter: Option<Empty>,
    /// Retired. Romana.
    pub romana: Option<Value>,
    /// Addresses of the VPC for pods, by AWS's CNI plugin.
    pub amazonvpc: Option<AmazonVpc>,
    /// Cilium.
    pub cilium: Option<Cilium>,
    /// Retired. Lyft's CNI plugin.
    pub lyftvpc: Option<Value>,
    /// Not for AWS: aliases of Google Cloud.
    pub gce: Option<Value>,
    /// kindnet.
    pub kindnet: Option<Kindnet>,
}

/// A CNI plugin that the user installs.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Cni {
    /// Whether it gives pods secondary addresses of the VPC.
    #[serde(rename = "usesSecondaryIP")]
    pub uses_secondary_ip: Option<bool>,
}

/// Flannel.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Flannel {
    /// How packets travel: `vxlan` or `udp`. Default: `vxlan` for new clusters.
    pub backend: Option<String>,
    /// Retired. Works round an old fault of the kernel.
    pub disable_tx_checksum_offloading: Option<bool>,
    /// Seconds between checks of the rules. Default: 5.
    pub iptables_resync_seconds: Option<i32>,
}

/// AWS's CNI plugin.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct AmazonVpc {
    /// Its image.
    pub image_name: Option<String>,
    /// The image that prepares nodes.
    pub init_image_name: Option<String>,
    /// The image of the agent for network policies.
    pub network_policy_agent_image: Option<String>,
    /// Its environment.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub env: Vec<EnvVar>,
}

/// kindnet.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Kindnet {
    /// Its version.
    pub version: Option<String>,
    /// Follows NetworkPolicy objects.
    pub network_policies: Option<bool>,
    /// Follows AdminNetworkPolicy objects.
    pub admin_network_policies: Option<bool>,
    /// Follows BaselineAdminNetworkPolicy objects.
    pub baseline_admin_network_policies: Option<bool>,
    /// Keeps DNS answers on the node.
    pub dns_caching: Option<bool>,
    /// Lets IPv6 pods reach IPv4.
    pub nat64: Option<bool>,
    /// Packets after which a flow takes the fast path; 0 turns it off.
    pub fast_path_threshold: Option<i32>,
    /// Whose addresses are translated.
    pub masquerade: Option<KindnetMasquerade>,
    /// How much it logs.
    pub log_level: Option<i32>,
}

/// Whose addresses are translated.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct KindnetMasquerade {
    /// Whether addresses are translated.
    pub enabled: Option<bool>,
    /// Ranges that are reached without translation.
    #[serde(rename = "nonMasqueradeCIDRs", skip_serializing_if = "Vec::is_empty")]
    pub non_masquerade_cidrs: Vec<String>,
}
