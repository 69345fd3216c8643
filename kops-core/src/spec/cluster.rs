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
use super::gossip::{DnsControllerGossipConfig, GossipConfig};
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

/// The desired state of a cluster.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ClusterSpec {
    /// Where recommended versions and images come from: `stable`, `alpha`, `none`, or a file or URL in kops's format.
    /// Default: `stable`.
    pub channel: Option<String>,
    /// Manifests in the state store or at URLs that are applied beside the built-in addons.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addons: Vec<Addon>,
    /// The location of the files that instances read (`s3://bucket/cluster`). Default: the state store and the
    /// cluster's name.
    pub config_base: Option<String>,
    /// The cloud: `aws`, the only one that is supported. Required.
    pub cloud_provider: Option<String>,
    /// How instances of a cluster whose name ends in `.k8s.local` learn its names by gossip. Other clusters do not gossip.
    pub gossip_config: Option<GossipConfig>,
    /// Retired: the container runtime is always `containerd`.
    pub container_runtime: Option<String>,
    /// The version of Kubernetes, with or without `v`. Default: the version that `channel` recommends.
    pub kubernetes_version: Option<String>,
    /// The subnets that instance groups may use.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subnets: Vec<Subnet>,
    /// Not used on AWS: the project of Google Cloud.
    pub project: Option<String>,
    /// The DNS name of the API for clients. Default: `api.` and the cluster's name, where a hosted zone can hold it.
    pub master_public_name: Option<String>,
    /// Retired: the name of the API inside the cluster is always `api.internal.` and the cluster's name.
    pub master_internal_name: Option<String>,
    /// The IPv4 CIDR of the VPC. Default: that of the existing VPC, or `172.20.0.0/16`.
    #[serde(rename = "networkCIDR")]
    pub network_cidr: Option<String>,
    /// Additional IPv4 CIDRs of the VPC.
    #[serde(rename = "additionalNetworkCIDRs", skip_serializing_if = "Vec::is_empty")]
    pub additional_network_cidrs: Vec<String>,
    /// The id (`vpc-…`) of an existing VPC, which is then shared: used, but never changed or deleted. Unset: the
    /// cluster creates its own VPC.
    #[serde(rename = "networkID")]
    pub network_id: Option<String>,
    /// How the cluster is reached: bastion and DNS.
    pub topology: Option<Topology>,
    /// The location of secrets in the state store; only the default is supported. Default: `secrets` below `configBase`.
    pub secret_store: Option<String>,
    /// The location of keys and certificates in the state store; only the default is supported. Default: `pki` below
    /// `configBase`.
    pub key_store: Option<String>,
    /// Retired: the location of the cluster's objects, which is the state store.
    pub config_store: Option<String>,
    /// The name or id of the Route 53 hosted zone that holds the names of the API. Default: the hosted zone whose name
    /// is the longest suffix of the cluster's name.
    pub dns_zone: Option<String>,
    /// How dns-controller publishes names by gossip in a cluster whose name ends in `.k8s.local`. In other clusters it
    /// does not gossip.
    pub dns_controller_gossip_config: Option<DnsControllerGossipConfig>,
    /// Additional names and addresses in the API server's certificate.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub additional_sans: Vec<String>,
    /// The DNS domain of services. Default: `cluster.local`.
    #[serde(rename = "clusterDNSDomain")]
    pub cluster_dns_domain: Option<String>,
    /// The CIDR of services' addresses. Default: `100.64.0.0/13`, or `fd00:5e4f:ce::/108` for IPv6.
    #[serde(rename = "serviceClusterIPRange")]
    pub service_cluster_ip_range: Option<String>,
    /// The IPv4 CIDR of pods' addresses. Default: the upper half of `nonMasqueradeCIDR`.
    #[serde(rename = "podCIDR")]
    pub pod_cidr: Option<String>,
    /// The CIDR of pods and services, whose source addresses stay as they are; `::/0` makes the cluster an IPv6
    /// cluster. Default: `100.64.0.0/10`; with `networking.amazonvpc`, the CIDR of the VPC.
    #[serde(rename = "nonMasqueradeCIDR")]
    pub non_masquerade_cidr: Option<String>,
    /// CIDRs and prefix lists (`pl-…`) that may connect to port 22 of the bastions, or of all instances where there are
    /// none. `create cluster` writes `0.0.0.0/0` and `::/0`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ssh_access: Vec<String>,
    /// CIDRs and prefix lists (`pl-…`) that may connect to node ports.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub node_port_access: Vec<String>,
    /// The HTTP proxy through which instances and pods of the system reach the internet.
    pub egress_proxy: Option<EgressProxy>,
    /// The name of an existing EC2 key pair; the empty text for no key. Unset: a key pair is created from the cluster's
    /// SSH key.
    pub ssh_key_name: Option<String>,
    /// CIDRs and prefix lists (`pl-…`) that may connect to the API. `create cluster` writes `0.0.0.0/0` and `::/0`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kubernetes_api_access: Vec<String>,
    /// Keeps control-plane nodes off the pod network and disables the debugging handlers of their kubelets. Default:
    /// false.
    pub isolate_masters: Option<bool>,
    /// Whether instances install security updates of the operating system: `automatic` or `external`. Default:
    /// `automatic`.
    pub update_policy: Option<String>,
    /// ARNs of managed IAM policies to attach, by role: `master`, `apiserver`, `node`, `bastion`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub external_policies: BTreeMap<String, Vec<String>>,
    /// Additional IAM statements, as a JSON list, by role: `master`, `apiserver`, `node`, `bastion`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub additional_policies: BTreeMap<String, String>,
    /// Files to write on all instances.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub file_assets: Vec<FileAsset>,
    /// The etcd clusters: `main` and `events`, and `cilium` or `leases` where they are used.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub etcd_clusters: Vec<EtcdCluster>,
    /// Retired: settings of Docker, which Kubernetes no longer supports. Refused.
    pub docker: Option<Value>,
    /// Settings of containerd on all instances.
    pub containerd: Option<Containerd>,
    /// DNS for pods and services.
    #[serde(rename = "kubeDNS")]
    pub kube_dns: Option<KubeDns>,
    /// Settings of the API server.
    #[serde(rename = "kubeAPIServer")]
    pub kube_api_server: Option<KubeApiServer>,
    /// Settings of the controller manager.
    pub kube_controller_manager: Option<KubeControllerManager>,
    /// Settings of the cloud controller manager.
    pub cloud_controller_manager: Option<CloudControllerManager>,
    /// Settings of the scheduler.
    pub kube_scheduler: Option<KubeScheduler>,
    /// Settings of kube-proxy on all nodes.
    pub kube_proxy: Option<KubeProxy>,
    /// Settings of the kubelet on all nodes.
    pub kubelet: Option<Kubelet>,
    /// Settings of the kubelet on control-plane nodes, over `kubelet`.
    pub master_kubelet: Option<Kubelet>,
    /// How the cluster uses AWS.
    pub cloud_config: Option<CloudConfig>,
    /// What publishes DNS names of services, nodes and ingresses.
    pub external_dns: Option<ExternalDns>,
    /// How instances set their clocks.
    pub ntp: Option<Ntp>,
    /// Packages of the operating system to install on all instances.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub packages: Vec<String>,
    /// The addon that drains nodes before AWS terminates their instances.
    pub node_termination_handler: Option<NodeTerminationHandler>,
    /// The addon that reports hardware and system problems as conditions of nodes.
    pub node_problem_detector: Option<NodeProblemDetector>,
    /// The addon that serves CPU and memory use of nodes and pods.
    pub metrics_server: Option<MetricsServer>,
    /// The addon that issues certificates.
    pub cert_manager: Option<CertManager>,
    /// The addon that creates AWS load balancers for services and ingresses.
    pub aws_load_balancer_controller: Option<AwsLoadBalancerController>,
    /// The pod network of the cluster: exactly one option.
    pub networking: Option<Networking>,
    /// How the API is reached.
    pub api: Option<Api>,
    /// How users authenticate, beside client certificates.
    pub authentication: Option<Authentication>,
    /// What decides whether a request to the API is allowed.
    pub authorization: Option<Authorization>,
    /// Retired: how nodes were admitted to the cluster.
    pub node_authorization: Option<NodeAuthorization>,
    /// Tags of everything that the cluster creates in AWS.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub cloud_labels: BTreeMap<String, String>,
    /// Systemd units or containers to run on all instances.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hooks: Vec<Hook>,
    /// Where instances download images and files from.
    pub assets: Option<Assets>,
    /// How IAM roles and their permissions are made.
    pub iam: Option<Iam>,
    /// Encrypts secrets in etcd, with the secret `encryptionconfig` of the state store. Default: false.
    pub encryption_config: Option<bool>,
    /// Does not tag the subnets that the cluster uses. Default: false.
    #[serde(rename = "DisableSubnetTags")]
    pub disable_subnet_tags: Option<bool>,
    /// Settings of Terraform files.
    pub target: Option<Target>,
    /// Mounts the CA certificates of the operating system into pods: `true` into those of etcd-manager and kops-controller, `false` into
    /// those of kops-controller only, as in kops. Unset: into none.
    pub use_host_certificates: Option<bool>,
    /// Kernel parameters of all instances, as `name=value`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sysctl_parameters: Vec<String>,
    /// How a rolling update replaces instances, where their instance group does not say.
    pub rolling_update: Option<RollingUpdate>,
    /// The addon that changes the size of instance groups to what pods need.
    pub cluster_autoscaler: Option<ClusterAutoscaler>,
    /// Stopped instances kept ready, where the instance group does not say. Nodes and API servers only.
    pub warm_pool: Option<WarmPool>,
    /// Where the public keys of service account tokens are published, for AWS and others to verify them.
    pub service_account_issuer_discovery: Option<ServiceAccountIssuerDiscovery>,
    /// The addon that takes snapshots of EBS volumes.
    pub snapshot_controller: Option<SnapshotController>,
    /// The addon that creates instances as pending pods need them.
    pub karpenter: Option<Karpenter>,
    /// The addon that injects the IAM role of a pod's service account.
    pub pod_identity_webhook: Option<PodIdentityWebhook>,
}

/// A manifest that is applied beside the built-in addons.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Addon {
    /// The location of the manifest, a list of addons in kops's format. Required.
    pub manifest: Option<String>,
}

/// The HTTP proxy through which instances reach the internet.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct EgressProxy {
    /// The host and port of the proxy.
    pub http_proxy: Option<HttpProxy>,
    /// Hosts and CIDRs that are reached without the proxy, comma-separated. Default: the cluster's own names and CIDRs,
    /// which are always added.
    pub excludes: Option<String>,
}

/// An HTTP proxy.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct HttpProxy {
    /// The host name or address of the proxy. Required.
    pub host: Option<String>,
    /// The port of the proxy. Unset: the URL of the proxy has no port.
    pub port: Option<i64>,
}

/// Where instances download images and files from.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "AssetsSpec"))]
#[serde(rename_all = "camelCase", default)]
pub struct Assets {
    /// A registry that holds copies of all images. `kops get assets` lists them. Unset: the original registries.
    pub container_registry: Option<String>,
    /// The URL of a web server or bucket that holds copies of all files. Unset: the original locations.
    pub file_repository: Option<String>,
    /// A registry that fetches images from the original registries on demand. Unset: none.
    pub container_proxy: Option<String>,
}

/// Settings of Terraform files.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "TargetSpec"))]
#[serde(rename_all = "camelCase", default)]
pub struct Target {
    /// Arguments to add to the providers in Terraform files.
    pub terraform: Option<Terraform>,
}

/// Arguments to add to the providers in Terraform files.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Terraform {
    /// Arguments of the `aws` provider of resources.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub provider_extra_config: BTreeMap<String, String>,
    /// Arguments of the `aws` provider of files in the state store.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub files_provider_extra_config: BTreeMap<String, String>,
}

/// How a rolling update replaces instances.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "RollingUpdateSpec"))]
#[serde(rename_all = "camelCase", default)]
pub struct RollingUpdate {
    /// Drains and terminates nodes. With false, they are only tainted, and something else replaces them. Default: true.
    pub drain_and_terminate: Option<bool>,
    /// The number or percentage (`10%`) of instances that may be missing at a time. Default: 1; 0 where `maxSurge` is
    /// more than 0.
    pub max_unavailable: Option<IntOrString>,
    /// The number or percentage (`10%`) of instances that may be added at a time. Default: 1 for nodes and API servers,
    /// 0 for control-plane nodes and with Karpenter, where it is 0 whatever is written.
    pub max_surge: Option<IntOrString>,
}

/// Stopped instances that are kept ready.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "WarmPoolSpec"))]
#[serde(rename_all = "camelCase", default)]
pub struct WarmPool {
    /// The minimum number of instances in the pool. Default: 0.
    pub min_size: Option<i64>,
    /// The maximum number of instances in the pool and in service together; 0 disables the pool. Unset: the `maxSize`
    /// of the instance group.
    pub max_size: Option<i64>,
    /// Stops an instance only after it has booted and pulled images. Default: false.
    pub enable_lifecycle_hook: Option<bool>,
    /// Seconds that an instance may take to boot, with `enableLifecycleHook`. Default: 600.
    pub lifecycle_hook_timeout: Option<i32>,
    /// Images to pull before an instance is stopped.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub additional_images: Vec<String>,
}

/// Where the public keys of service account tokens are published.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ServiceAccountIssuerDiscovery {
    /// The public location of the discovery documents (`s3://bucket/path`). Its URL becomes the issuer of tokens.
    /// Unset: the documents are not published.
    pub discovery_store: Option<String>,
    /// A server that publishes the discovery documents, in place of `discoveryStore`.
    pub discovery_service: Option<DiscoveryService>,
    /// Creates an OIDC provider in IAM, so that service accounts can have IAM roles. Default: false.
    #[serde(rename = "enableAWSOIDCProvider")]
    pub enable_aws_oidc_provider: Option<bool>,
    /// Additional audiences that the OIDC provider accepts, beside `amazonaws.com`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub additional_audiences: Vec<String>,
}

/// A server that publishes discovery documents.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct DiscoveryService {
    /// The URL of the server, which becomes the issuer of tokens. Required.
    pub url: Option<String>,
}

/// Retired: how nodes were admitted to the cluster.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct NodeAuthorization {
    /// Retired: the settings of the server that admitted nodes.
    pub node_authorizer: Option<Value>,
}

/// How instances set their clocks.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Ntp {
    /// Configures the Amazon Time Sync Service. With false, the image's own setup stays. Default: true.
    pub managed: Option<bool>,
}
