//! The built-in addons that a cluster may run.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::quantity::Quantity;

/// The addon that drains nodes before AWS terminates their instances.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct NodeTerminationHandler {
    /// Deletes messages about instances that are not nodes from the queue. Default: false.
    #[serde(rename = "deleteSQSMsgIfNodeNotFound")]
    pub delete_sqs_msg_if_node_not_found: Option<bool>,
    /// Installs the addon. Default: true, unless Karpenter is enabled.
    pub enabled: Option<bool>,
    /// Drains a node when its spot instance gets an interruption notice. Cannot be disabled in queue mode. Default:
    /// true.
    pub enable_spot_interruption_draining: Option<bool>,
    /// Drains a node before scheduled maintenance of its instance. Cannot be disabled in queue mode. Default: true.
    pub enable_scheduled_event_draining: Option<bool>,
    /// Cordons a node when AWS recommends to replace its spot instance. In queue mode only together with
    /// `enableRebalanceDraining`. Default: false.
    pub enable_rebalance_monitoring: Option<bool>,
    /// Drains a node when AWS recommends to replace its spot instance. Default: false.
    pub enable_rebalance_draining: Option<bool>,
    /// Taints nodes that did not shut down gracefully as out of service, so that their volumes are detached at once.
    /// Default: false.
    pub enable_out_of_service_taint: Option<bool>,
    /// Serves Prometheus metrics. Default: false.
    pub prometheus_enable: Option<bool>,
    /// Uses queue mode: events come from an SQS queue, which the cluster creates, instead of each instance's metadata.
    /// Default: true.
    #[serde(rename = "enableSQSTerminationDraining")]
    pub enable_sqs_termination_draining: Option<bool>,
    /// Takes a node out of load balancers before it is drained. Default: true.
    pub exclude_from_load_balancers: Option<bool>,
    /// The tag of the instances that the addon handles. Default: `aws-node-termination-handler/managed`.
    #[serde(rename = "managedASGTag")]
    pub managed_asg_tag: Option<String>,
    /// Seconds that each pod gets to end; -1 for the pod's own grace period. Default: -1.
    pub pod_termination_grace_period: Option<i32>,
    /// Taints a node when its instance is about to be terminated. Default: false.
    pub taint_node: Option<bool>,
    /// Memory limit of the pods. Unset: no limit.
    pub memory_limit: Option<Quantity>,
    /// Memory request of the pods. Default: 64Mi.
    pub memory_request: Option<Quantity>,
    /// CPU request of the pods. Default: 50m.
    pub cpu_request: Option<Quantity>,
    /// The version of the addon. Default: v1.25.5.
    pub version: Option<String>,
    /// The body that is sent to `webhookURL`, as a Go template. Unset: the addon's own template.
    pub webhook_template: Option<String>,
    /// The URL that an event is posted to when a node is drained. Unset: none.
    #[serde(rename = "webhookURL")]
    pub webhook_url: Option<String>,
}

impl NodeTerminationHandler {
    /// Returns true where it runs and takes events from a queue.
    pub fn works_by_queue(&self) -> bool {
        self.enabled == Some(true) && self.enable_sqs_termination_draining != Some(false)
    }
}

/// The addon that reports hardware and system problems as conditions of nodes.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct NodeProblemDetector {
    /// Installs the addon. Default: false.
    pub enabled: Option<bool>,
    /// The image of the addon. Default: `registry.k8s.io/node-problem-detector/node-problem-detector:v0.8.18`.
    pub image: Option<String>,
    /// Memory request of the pods. Default: 100Mi.
    pub memory_request: Option<Quantity>,
    /// CPU request of the pods. Default: 20m.
    pub cpu_request: Option<Quantity>,
    /// Memory limit of the pods. Default: 100Mi.
    pub memory_limit: Option<Quantity>,
    /// CPU limit of the pods. Unset: no limit.
    pub cpu_limit: Option<Quantity>,
}

/// The addon that changes the size of instance groups to what pods need.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ClusterAutoscaler {
    /// Installs the addon. Default: false.
    pub enabled: Option<bool>,
    /// How an instance group is chosen to grow: `random`, `least-waste`, `most-pods`, `priority`, or several,
    /// comma-separated. Default: `random`.
    pub expander: Option<String>,
    /// Keeps similar instance groups at the same size. Default: false.
    pub balance_similar_node_groups: Option<bool>,
    /// Publishes metrics for each instance group. Default: false.
    pub emit_per_nodegroup_metrics: Option<bool>,
    /// Uses a list of instance types that is built into the addon instead of asking AWS. Default: false.
    pub aws_use_static_instance_list: Option<bool>,
    /// Does not count pods of daemon sets as use of a node. Default: false.
    pub ignore_daemon_sets_utilization: Option<bool>,
    /// The share of requested resources below which a node may be removed (`0.5` is half). Default: `0.5`.
    pub scale_down_utilization_threshold: Option<String>,
    /// Keeps nodes that run pods of controllers other than Kubernetes's own. Default: true.
    pub skip_nodes_with_custom_controller_pods: Option<bool>,
    /// Keeps nodes that run pods of `kube-system`, other than those of daemon sets. Default: true.
    pub skip_nodes_with_system_pods: Option<bool>,
    /// Keeps nodes that run pods with local storage, such as `emptyDir` volumes. Default: true.
    pub skip_nodes_with_local_storage: Option<bool>,
    /// The age from which an unschedulable pod is considered. Default: `0s`.
    pub new_pod_scale_up_delay: Option<String>,
    /// Time after a node was added during which none is removed. Default: `10m0s`.
    pub scale_down_delay_after_add: Option<String>,
    /// Time that a node must be unneeded before it is removed. Default: `10m0s`.
    pub scale_down_unneeded_time: Option<String>,
    /// Time that an unready node must be unneeded before it is removed. Default: `20m0s`.
    pub scale_down_unready_time: Option<String>,
    /// Cordons a node before it is removed. Default: true.
    pub cordon_node_before_terminating: Option<bool>,
    /// The image of the addon. Default: the release for the minor version of Kubernetes.
    pub image: Option<String>,
    /// Memory request of the pods. Default: 300Mi.
    pub memory_request: Option<Quantity>,
    /// CPU request of the pods. Default: 100m.
    pub cpu_request: Option<Quantity>,
    /// Time that a new instance may take to become a node. Default: `15m0s`.
    pub max_node_provision_time: Option<String>,
    /// Annotations of the addon's pods.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub pod_annotations: BTreeMap<String, String>,
    /// Creates the configuration of the `priority` expander from `autoscalePriority` of the instance groups. Default:
    /// true with that expander.
    pub create_priority_expander_config: Option<bool>,
    /// Patterns of instance group names by priority, in place of `autoscalePriority`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub custom_priority_expander_config: BTreeMap<String, Vec<String>>,
}

/// The addon that serves CPU and memory use of nodes and pods.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct MetricsServer {
    /// Installs the addon. Default: false.
    pub enabled: Option<bool>,
    /// The image of the addon. Default: the release that kops 1.36.2 installs.
    pub image: Option<String>,
    /// Does not verify the certificate with which the addon serves the API server. False needs cert-manager. Default:
    /// true.
    pub insecure: Option<bool>,
}

/// The addon that issues certificates.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct CertManager {
    /// Says that cert-manager is in the cluster. Default: false.
    pub enabled: Option<bool>,
    /// Installs cert-manager. With false, the user installs it. Default: true.
    pub managed: Option<bool>,
    /// Not used, as in kops: the image is that of the published manifest. Unset: none.
    pub image: Option<String>,
    /// The name of the cluster issuer for ingresses that name none. Unset: none.
    pub default_issuer: Option<String>,
    /// DNS servers that are asked whether the record of a challenge is visible.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nameservers: Vec<String>,
    /// Ids of the Route 53 hosted zones in which cert-manager may write the records of challenges.
    #[serde(rename = "hostedZoneIDs", skip_serializing_if = "Vec::is_empty")]
    pub hosted_zone_ids: Vec<String>,
    /// Feature gates of the controller, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub feature_gates: BTreeMap<String, bool>,
}

/// The addon that creates AWS load balancers for services and ingresses.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct AwsLoadBalancerController {
    /// Installs the addon. Needs cert-manager. Default: false.
    pub enabled: Option<bool>,
    /// The version of the addon. Unset: that of the published manifest.
    pub version: Option<String>,
    /// Lets ingresses use AWS WAF Classic. Default: false.
    #[serde(rename = "enableWAF")]
    pub enable_waf: Option<bool>,
    /// Lets ingresses use AWS WAF. Default: false.
    #[serde(rename = "enableWAFv2")]
    pub enable_wafv2: Option<bool>,
    /// Lets ingresses use AWS Shield. Default: false.
    pub enable_shield: Option<bool>,
    /// CPU request of the pods. Unset: that of the published manifest.
    pub cpu_request: Option<Quantity>,
    /// CPU limit of the pods. Unset: that of the published manifest.
    pub cpu_limit: Option<Quantity>,
    /// Memory request of the pods. Unset: that of the published manifest.
    pub memory_request: Option<Quantity>,
    /// Memory limit of the pods. Unset: that of the published manifest.
    pub memory_limit: Option<Quantity>,
}

/// The addon that takes snapshots of EBS volumes.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct SnapshotController {
    /// Installs the addon. Needs cert-manager. Default: false.
    pub enabled: Option<bool>,
    /// Creates a default `VolumeSnapshotClass`. Default: false.
    pub install_default_class: Option<bool>,
}

/// The addon that creates instances as pending pods need them.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Karpenter {
    /// Installs the addon. Needs IAM roles for service accounts. Default: false.
    pub enabled: Option<bool>,
    /// The format of the log: `console` or `json`. Default: `console`.
    pub log_encoding: Option<String>,
    /// The level of the log: `debug`, `info`, `warn` or `error`. Default: `debug`.
    pub log_level: Option<String>,
    /// The image of the addon. Default: `public.ecr.aws/karpenter/controller:1.13.0`.
    pub image: Option<String>,
    /// Feature gates, as `Name=true,Other=false`. Default: the set that kops 1.36.2 uses.
    pub feature_gates: Option<String>,
    /// Memory limit of the pods. Unset: that of the published manifest, or 1Gi.
    pub memory_limit: Option<Quantity>,
    /// Memory request of the pods. Unset: that of the published manifest, or 1Gi.
    pub memory_request: Option<Quantity>,
    /// CPU request of the pods. Unset: that of the published manifest, or 500m.
    pub cpu_request: Option<Quantity>,
}

/// The addon that injects the IAM role of a pod's service account.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct PodIdentityWebhook {
    /// Installs the addon. Needs cert-manager. Default: false.
    pub enabled: Option<bool>,
    /// The number of replicas. Default: 2.
    pub replicas: Option<i64>,
}

/// What publishes DNS names of services, nodes and ingresses.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ExternalDns {
    /// Retired: use `provider: none`. Publishes no names. Default: false.
    pub disable: Option<bool>,
    /// Publishes the names of ingresses too. Default: false.
    pub watch_ingress: Option<bool>,
    /// The only namespace whose services and ingresses are published. Unset: all namespaces.
    pub watch_namespace: Option<String>,
    /// The controller that publishes names. Default: `dns-controller`; none where `topology.dns.type` is `None`.
    pub provider: Option<ExternalDnsProvider>,
    /// The priority class of the controller's pods. Default: `system-cluster-critical`.
    pub priority_class_name: Option<String>,
}

/// The controller that publishes DNS names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
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
