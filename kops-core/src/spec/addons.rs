//! The built-in addons that a cluster may run.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::quantity::Quantity;

/// The addon that drains nodes before AWS ends them.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct NodeTerminationHandler {
    /// Drops messages about machines that are no nodes. Default: false.
    #[serde(rename = "deleteSQSMsgIfNodeNotFound")]
    pub delete_sqs_msg_if_node_not_found: Option<bool>,
    /// Whether it runs. Default: true.
    pub enabled: Option<bool>,
    /// Drains before a spot machine is taken. Default: true.
    pub enable_spot_interruption_draining: Option<bool>,
    /// Drains before maintenance by AWS. Default: true.
    pub enable_scheduled_event_draining: Option<bool>,
    /// Marks nodes that AWS advises to replace. Default: false.
    pub enable_rebalance_monitoring: Option<bool>,
    /// Drains nodes that AWS advises to replace. Default: false.
    pub enable_rebalance_draining: Option<bool>,
    /// Taints nodes that went out of service. Default: false.
    pub enable_out_of_service_taint: Option<bool>,
    /// Serves metrics. Default: false.
    pub prometheus_enable: Option<bool>,
    /// Takes events from a queue in place of the node's metadata. Default: true.
    #[serde(rename = "enableSQSTerminationDraining")]
    pub enable_sqs_termination_draining: Option<bool>,
    /// Takes nodes out of load balancers before they are drained. Default: true.
    pub exclude_from_load_balancers: Option<bool>,
    /// The tag of the groups that it looks after. Default: `aws-node-termination-handler/managed`.
    #[serde(rename = "managedASGTag")]
    pub managed_asg_tag: Option<String>,
    /// Seconds that pods get to end. Default: -1, as many as each asks for.
    pub pod_termination_grace_period: Option<i32>,
    /// Taints nodes that will end. Default: false.
    pub taint_node: Option<bool>,
    /// The most memory.
    pub memory_limit: Option<Quantity>,
    /// Memory to request. Default: 64Mi.
    pub memory_request: Option<Quantity>,
    /// CPU to request. Default: 50m.
    pub cpu_request: Option<Quantity>,
    /// Its version.
    pub version: Option<String>,
    /// The text that is sent to the webhook.
    pub webhook_template: Option<String>,
    /// Where to send a text when a node is drained.
    #[serde(rename = "webhookURL")]
    pub webhook_url: Option<String>,
}

impl NodeTerminationHandler {
    /// Returns true where it runs and takes events from a queue.
    pub fn works_by_queue(&self) -> bool {
        self.enabled == Some(true) && self.enable_sqs_termination_draining != Some(false)
    }
}

/// The addon that reports problems of nodes.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct NodeProblemDetector {
    /// Whether it runs. Default: false.
    pub enabled: Option<bool>,
    /// Its image.
    pub image: Option<String>,
    /// Memory to request. Default: 100Mi.
    pub memory_request: Option<Quantity>,
    /// CPU to request. Default: 20m.
    pub cpu_request: Option<Quantity>,
    /// The most memory. Default: 100Mi.
    pub memory_limit: Option<Quantity>,
    /// The most CPU.
    pub cpu_limit: Option<Quantity>,
}

/// The addon that scales groups.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ClusterAutoscaler {
    /// Whether it runs. Default: false.
    pub enabled: Option<bool>,
    /// How a group is chosen: `random`, `least-waste`, `most-pods`, `priority`, …. Default: `random`.
    pub expander: Option<String>,
    /// Keeps groups that are alike equally large. Default: false.
    pub balance_similar_node_groups: Option<bool>,
    /// Serves metrics of every group. Default: false.
    pub emit_per_nodegroup_metrics: Option<bool>,
    /// Takes machine types from its own list. Default: false.
    pub aws_use_static_instance_list: Option<bool>,
    /// Leaves daemon sets out of a node's use. Default: false.
    pub ignore_daemon_sets_utilization: Option<bool>,
    /// The use below which a node is not needed. Default: `0.5`.
    pub scale_down_utilization_threshold: Option<String>,
    /// Keeps nodes with pods of unknown controllers. Default: true.
    pub skip_nodes_with_custom_controller_pods: Option<bool>,
    /// Keeps nodes with pods of `kube-system`. Default: true.
    pub skip_nodes_with_system_pods: Option<bool>,
    /// Keeps nodes with pods that use the node's disk. Default: true.
    pub skip_nodes_with_local_storage: Option<bool>,
    /// How old a pod must be before it counts. Default: `0s`.
    pub new_pod_scale_up_delay: Option<String>,
    /// How long to wait after a node was added. Default: `10m0s`.
    pub scale_down_delay_after_add: Option<String>,
    /// How long a node must not be needed. Default: `10m0s`.
    pub scale_down_unneeded_time: Option<String>,
    /// How long a node must not be ready. Default: `20m0s`.
    pub scale_down_unready_time: Option<String>,
    /// Cordons a node before it ends. Default: true.
    pub cordon_node_before_terminating: Option<bool>,
    /// Its image. Default: by the version of Kubernetes.
    pub image: Option<String>,
    /// Memory to request. Default: 300Mi.
    pub memory_request: Option<Quantity>,
    /// CPU to request. Default: 100m.
    pub cpu_request: Option<Quantity>,
    /// How long a new node may take. Default: `15m0s`.
    pub max_node_provision_time: Option<String>,
    /// Annotations of its pods.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub pod_annotations: BTreeMap<String, String>,
    /// Makes the configuration of the `priority` expander from groups' priorities. Default: true with that
    /// expander.
    pub create_priority_expander_config: Option<bool>,
    /// Group name patterns by priority, in place of groups' priorities.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub custom_priority_expander_config: BTreeMap<String, Vec<String>>,
}

/// The addon that serves resource metrics.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct MetricsServer {
    /// Whether it runs. Default: false.
    pub enabled: Option<bool>,
    /// Its image.
    pub image: Option<String>,
    /// Takes any certificate of kubelets. Default: true; false needs cert-manager.
    pub insecure: Option<bool>,
}

/// The addon that issues certificates.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct CertManager {
    /// Whether it is there. Default: false.
    pub enabled: Option<bool>,
    /// Whether it is installed, or the user installs it. Default: true.
    pub managed: Option<bool>,
    /// Its image.
    pub image: Option<String>,
    /// The issuer of ingresses that name none.
    pub default_issuer: Option<String>,
    /// Servers that are asked whether a DNS challenge is visible.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nameservers: Vec<String>,
    /// Hosted zones that it may write to for DNS challenges.
    #[serde(rename = "hostedZoneIDs", skip_serializing_if = "Vec::is_empty")]
    pub hosted_zone_ids: Vec<String>,
    /// Features to turn on or off.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub feature_gates: BTreeMap<String, bool>,
}

/// The addon that makes AWS load balancers.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct AwsLoadBalancerController {
    /// Whether it runs. Default: false.
    pub enabled: Option<bool>,
    /// Its version.
    pub version: Option<String>,
    /// Lets it use the classic web firewall. Default: false.
    #[serde(rename = "enableWAF")]
    pub enable_waf: Option<bool>,
    /// Lets it use the web firewall. Default: false.
    #[serde(rename = "enableWAFv2")]
    pub enable_wafv2: Option<bool>,
    /// Lets it use Shield. Default: false.
    pub enable_shield: Option<bool>,
    /// CPU to request. Default: 100m.
    pub cpu_request: Option<Quantity>,
    /// The most CPU. Default: 200m.
    pub cpu_limit: Option<Quantity>,
    /// Memory to request. Default: 200Mi.
    pub memory_request: Option<Quantity>,
    /// The most memory. Default: 500Mi.
    pub memory_limit: Option<Quantity>,
}

/// The addon that takes snapshots of volumes.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct SnapshotController {
    /// Whether it runs. Default: false.
    pub enabled: Option<bool>,
    /// Makes a default snapshot class.
    pub install_default_class: Option<bool>,
}

/// The addon that makes nodes as pods need them.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Karpenter {
    /// Whether it runs. Default: false.
    pub enabled: Option<bool>,
    /// How it logs: `console` or `json`. Default: `console`.
    pub log_encoding: Option<String>,
    /// How much it logs: `debug`, `info`, `warn`, `error`. Default: `debug`.
    pub log_level: Option<String>,
    /// Its image.
    pub image: Option<String>,
    /// Features to turn on or off: `Name=true,…`.
    pub feature_gates: Option<String>,
    /// The most memory. Default: 1Gi.
    pub memory_limit: Option<Quantity>,
    /// Memory to request. Default: 1Gi.
    pub memory_request: Option<Quantity>,
    /// CPU to request. Default: 500m.
    pub cpu_request: Option<Quantity>,
}

/// The addon that gives pods the role of their service account.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct PodIdentityWebhook {
    /// Whether it runs. Default: false.
    pub enabled: Option<bool>,
    /// How many replicas. Default: 2.
    pub replicas: Option<i64>,
}

/// What publishes DNS names.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ExternalDns {
    /// Retired: publishes no names.
    pub disable: Option<bool>,
    /// Publishes names of ingresses. Default: false.
    pub watch_ingress: Option<bool>,
    /// The only namespace to publish from.
    pub watch_namespace: Option<String>,
    /// What publishes. Default: `dns-controller`.
    pub provider: Option<ExternalDnsProvider>,
    /// The priority of its pods.
    pub priority_class_name: Option<String>,
}

/// What publishes DNS names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum ExternalDnsProvider {
    /// dns-controller.
    #[serde(rename = "dns-controller")]
    DnsController,
    /// external-dns.
    #[serde(rename = "external-dns")]
    ExternalDns,
    /// Nothing.
    #[serde(rename = "none")]
    None,
}

impl ExternalDnsProvider {
    /// Returns the text that a spec uses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DnsController => "dns-controller",
            Self::ExternalDns => "external-dns",
            Self::None => "none",
        }
    }
}

impl fmt::Display for ExternalDnsProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
