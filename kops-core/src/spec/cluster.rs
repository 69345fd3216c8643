//! The cluster object: its networks, names, access and the sections of every component.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_with::skip_serializing_none;

use super::addons::{
    AwsLoadBalancerController, CertManager, ClusterAutoscaler, ExternalDns, Karpenter, MetricsServer,
    NodeProblemDetector, NodeTerminationHandler, PodIdentityWebhook, SnapshotController,
};
use super::api::Api;
use super::cloud_config::CloudConfig;
use super::containerd::Containerd;
use super::etcd::EtcdCluster;
use super::iam::{Authentication, Authorization, Iam};
use super::kube_api_server::KubeApiServer;
use super::kube_controller_manager::{CloudControllerManager, KubeControllerManager};
use super::kube_dns::KubeDns;
use super::kube_proxy::KubeProxy;
use super::kube_scheduler::KubeScheduler;
use super::kubelet::Kubelet;
use super::networking::Networking;
use super::node_assets::{FileAsset, Hook};
use super::scalar::IntOrString;
use super::subnet::Subnet;
use super::topology::Topology;

/// What the user wants of a cluster.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ClusterSpec {
    /// Where recommended versions and images come from: `stable`, `alpha`, `none`, or a URL.
    pub channel: Option<String>,
    /// Manifests that are applied beside the built-in addons.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addons: Vec<Addon>,
    /// Where the configuration that nodes read is kept: `s3://bucket/cluster`. Default: below the state store.
    pub config_base: Option<String>,
    /// The cloud: `aws`.
    pub cloud_provider: Option<String>,
    /// Retired. How nodes gossip names.
    pub gossip_config: Option<Value>,
    /// The container runtime. Default and only value: `containerd`.
    pub container_runtime: Option<String>,
    /// The version of Kubernetes, with or without `v`. Default: the one that the channel recommends.
    pub kubernetes_version: Option<String>,
    /// The subnets that groups may use.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subnets: Vec<Subnet>,
    /// Not for AWS: the project of Google Cloud.
    pub project: Option<String>,
    /// The DNS name of the API. Default: `api.` before the cluster's name.
    pub master_public_name: Option<String>,
    /// Retired. The API's name inside the cluster, which is always `api.internal.` before the cluster's name.
    pub master_internal_name: Option<String>,
    /// The IPv4 range of the VPC. Default: `172.20.0.0/16`, or the range of a VPC that exists.
    #[serde(rename = "networkCIDR")]
    pub network_cidr: Option<String>,
    /// Further IPv4 ranges of the VPC.
    #[serde(rename = "additionalNetworkCIDRs", skip_serializing_if = "Vec::is_empty")]
    pub additional_network_cidrs: Vec<String>,
    /// The id of a VPC that exists and is shared. Unset: the cluster makes its own.
    #[serde(rename = "networkID")]
    pub network_id: Option<String>,
    /// How the cluster is reached: DNS and bastion.
    pub topology: Option<Topology>,
    /// Where secrets are kept. Default: below the state store.
    pub secret_store: Option<String>,
    /// Where keys and certificates are kept. Default: below the state store.
    pub key_store: Option<String>,
    /// Where the cluster's own objects are kept. Default: the state store.
    pub config_store: Option<String>,
    /// The name or id of the hosted zone that holds the API's name. Default: the longest zone that fits the
    /// cluster's name.
    pub dns_zone: Option<String>,
    /// Retired. How the DNS controller gossips names.
    pub dns_controller_gossip_config: Option<Value>,
    /// Further names and addresses in the API server's certificate.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub additional_sans: Vec<String>,
    /// The DNS domain of services. Default: `cluster.local`.
    #[serde(rename = "clusterDNSDomain")]
    pub cluster_dns_domain: Option<String>,
    /// The range of service addresses. Default: carved from `nonMasqueradeCIDR`.
    #[serde(rename = "serviceClusterIPRange")]
    pub service_cluster_ip_range: Option<String>,
    /// The range of pod addresses. Default: carved from `nonMasqueradeCIDR`.
    #[serde(rename = "podCIDR")]
    pub pod_cidr: Option<String>,
    /// The range that holds pods and services, which is reached without address translation. Default:
    /// `100.64.0.0/10`, or `::/0` for IPv6.
    #[serde(rename = "nonMasqueradeCIDR")]
    pub non_masquerade_cidr: Option<String>,
    /// Ranges and prefix lists (`pl-…`) that may reach nodes, or bastions where there are some, by SSH.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ssh_access: Vec<String>,
    /// Ranges and prefix lists that may reach node ports.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub node_port_access: Vec<String>,
    /// The HTTP proxy through which nodes reach the internet.
    pub egress_proxy: Option<EgressProxy>,
    /// The name of an EC2 key pair that exists. Unset: one is made from the cluster's SSH key; empty: no key.
    pub ssh_key_name: Option<String>,
    /// Ranges and prefix lists that may reach the API.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kubernetes_api_access: Vec<String>,
    /// Closes the ports of the control plane that nodes do not need.
    pub isolate_masters: Option<bool>,
    /// How nodes update their operating system: `automatic` or `external`. Default: `automatic`.
    pub update_policy: Option<String>,
    /// Managed IAM policies (ARNs) to attach, by role: `master`, `node`, `bastion`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub external_policies: BTreeMap<String, Vec<String>>,
    /// IAM statements to add as a JSON list, by role: `master`, `node`, `bastion`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub additional_policies: BTreeMap<String, String>,
    /// Files to write on every node.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub file_assets: Vec<FileAsset>,
    /// The etcd clusters: `main`, `events`, and `cilium` where it is used.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub etcd_clusters: Vec<EtcdCluster>,
    /// Retired. Settings of Docker as the container runtime.
    pub docker: Option<Value>,
    /// The container runtime of every node.
    pub containerd: Option<Containerd>,
    /// DNS for pods.
    #[serde(rename = "kubeDNS")]
    pub kube_dns: Option<KubeDns>,
    /// The API server.
    #[serde(rename = "kubeAPIServer")]
    pub kube_api_server: Option<KubeApiServer>,
    /// The controller manager.
    pub kube_controller_manager: Option<KubeControllerManager>,
    /// The cloud controller manager.
    pub cloud_controller_manager: Option<CloudControllerManager>,
    /// The scheduler.
    pub kube_scheduler: Option<KubeScheduler>,
    /// The proxy of services on every node.
    pub kube_proxy: Option<KubeProxy>,
    /// The kubelet of every node.
    pub kubelet: Option<Kubelet>,
    /// The kubelet of control-plane nodes, over `kubelet`.
    pub master_kubelet: Option<Kubelet>,
    /// How the cluster uses the cloud.
    pub cloud_config: Option<CloudConfig>,
    /// What publishes DNS names of services and nodes.
    pub external_dns: Option<ExternalDns>,
    /// How nodes set their clocks.
    pub ntp: Option<Ntp>,
    /// Packages of the operating system to install on every node.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub packages: Vec<String>,
    /// The addon that drains nodes before AWS ends them.
    pub node_termination_handler: Option<NodeTerminationHandler>,
    /// The addon that reports problems of nodes.
    pub node_problem_detector: Option<NodeProblemDetector>,
    /// The addon that serves resource metrics.
    pub metrics_server: Option<MetricsServer>,
    /// The addon that issues certificates.
    pub cert_manager: Option<CertManager>,
    /// The addon that makes AWS load balancers for services and ingresses.
    pub aws_load_balancer_controller: Option<AwsLoadBalancerController>,
    /// The network of pods: exactly one option.
    pub networking: Option<Networking>,
    /// How the API is reached.
    pub api: Option<Api>,
    /// How users prove who they are.
    pub authentication: Option<Authentication>,
    /// Who may do what.
    pub authorization: Option<Authorization>,
    /// Retired. How nodes were admitted.
    pub node_authorization: Option<NodeAuthorization>,
    /// Tags on everything that the cluster makes in AWS.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub cloud_labels: BTreeMap<String, String>,
    /// Units of systemd or containers to run on every node.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hooks: Vec<Hook>,
    /// Where nodes get images and files from.
    pub assets: Option<Assets>,
    /// How roles and permissions are made.
    pub iam: Option<Iam>,
    /// Encrypts secrets in etcd with the configuration kept in the secret store.
    pub encryption_config: Option<bool>,
    /// Leaves the tags of shared subnets alone.
    #[serde(rename = "DisableSubnetTags")]
    pub disable_subnet_tags: Option<bool>,
    /// Settings of rendered Terraform.
    pub target: Option<Target>,
    /// Mounts the node's certificate authorities into components.
    pub use_host_certificates: Option<bool>,
    /// Kernel parameters of every node, as `name=value`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sysctl_parameters: Vec<String>,
    /// How nodes are replaced, where a group does not say.
    pub rolling_update: Option<RollingUpdate>,
    /// The addon that scales groups.
    pub cluster_autoscaler: Option<ClusterAutoscaler>,
    /// Stopped instances kept ready, where a group does not say.
    pub warm_pool: Option<WarmPool>,
    /// Where the keys of service accounts are published.
    pub service_account_issuer_discovery: Option<ServiceAccountIssuerDiscovery>,
    /// The addon that takes snapshots of volumes.
    pub snapshot_controller: Option<SnapshotController>,
    /// The addon that makes nodes as pods need them.
    pub karpenter: Option<Karpenter>,
    /// The addon that gives pods the role of their service account.
    pub pod_identity_webhook: Option<PodIdentityWebhook>,
}

/// A manifest to apply beside the built-in addons.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Addon {
    /// Where the manifest is.
    pub manifest: Option<String>,
}

/// The HTTP proxy through which nodes reach the internet.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct EgressProxy {
    /// The proxy.
    pub http_proxy: Option<HttpProxy>,
    /// Hosts and ranges that are reached directly, separated by commas.
    pub excludes: Option<String>,
}

/// An HTTP proxy.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct HttpProxy {
    /// The name or address of the proxy.
    pub host: Option<String>,
    /// The port of the proxy.
    pub port: Option<i64>,
}

/// Where nodes get images and files from.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "AssetsSpec"))]
#[serde(rename_all = "camelCase", default)]
pub struct Assets {
    /// A registry that holds copies of all images.
    pub container_registry: Option<String>,
    /// A place that holds copies of all files.
    pub file_repository: Option<String>,
    /// A proxy that fetches images on demand.
    pub container_proxy: Option<String>,
}

/// Settings of rendered Terraform.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "TargetSpec"))]
#[serde(rename_all = "camelCase", default)]
pub struct Target {
    /// What is added to the rendered providers.
    pub terraform: Option<Terraform>,
}

/// What is added to the rendered providers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Terraform {
    /// Arguments added to the provider of resources.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub provider_extra_config: BTreeMap<String, String>,
    /// Arguments added to the provider of files.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub files_provider_extra_config: BTreeMap<String, String>,
}

/// How nodes are replaced.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RollingUpdateSpec"))]
#[serde(rename_all = "camelCase", default)]
pub struct RollingUpdate {
    /// Whether a node is drained and ended, not only marked. Default: true.
    pub drain_and_terminate: Option<bool>,
    /// How many nodes, or what share (`10%`), may be missing at a time. Default: 1, or 0 with a surge.
    pub max_unavailable: Option<IntOrString>,
    /// How many nodes, or what share (`10%`), may be added at a time. Default: 1; 0 for groups of Karpenter.
    pub max_surge: Option<IntOrString>,
}

/// Stopped instances kept ready to join.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "WarmPoolSpec"))]
#[serde(rename_all = "camelCase", default)]
pub struct WarmPool {
    /// The least number of instances in the pool. Default: 0.
    pub min_size: Option<i64>,
    /// The largest number of instances, in the pool and in service; 0 turns the pool off.
    pub max_size: Option<i64>,
    /// Keeps an instance waiting until it has booted.
    pub enable_lifecycle_hook: Option<bool>,
    /// Seconds that AWS waits for an instance to boot. Default: 600.
    pub lifecycle_hook_timeout: Option<i32>,
    /// Images to pull while an instance waits.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub additional_images: Vec<String>,
}

/// Where the keys of service accounts are published.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ServiceAccountIssuerDiscovery {
    /// The public place of the discovery documents: `s3://bucket/path`.
    pub discovery_store: Option<String>,
    /// A server that publishes the documents.
    pub discovery_service: Option<DiscoveryService>,
    /// Makes an OIDC provider in IAM, so that pods can have roles.
    #[serde(rename = "enableAWSOIDCProvider")]
    pub enable_aws_oidc_provider: Option<bool>,
    /// Further audiences that the OIDC provider accepts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub additional_audiences: Vec<String>,
}

/// A server of discovery documents.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct DiscoveryService {
    /// Where the server is.
    pub url: Option<String>,
}

/// Retired. How nodes were admitted.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct NodeAuthorization {
    /// The server that admitted nodes.
    pub node_authorizer: Option<Value>,
}

/// How nodes set their clocks.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Ntp {
    /// Whether nodes are set up with Amazon's time server. Default: true.
    pub managed: Option<bool>,
}
