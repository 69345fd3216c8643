//! The controller managers: Kubernetes's and the cloud's.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::kube_scheduler::LeaderElection;
use super::quantity::Quantity;
use super::scalar::Duration;

/// The controller manager.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct KubeControllerManager {
    /// Where the API is.
    pub master: Option<String>,
    /// How it logs: `text` or `json`.
    pub log_format: Option<String>,
    /// How much it logs. Default: 2.
    pub log_level: Option<i32>,
    /// The key that signs tokens of service accounts.
    pub service_account_private_key_file: Option<String>,
    /// Its image.
    pub image: Option<String>,
    /// What looks after the cloud: `external`.
    pub cloud_provider: Option<String>,
    /// The cluster's name.
    pub cluster_name: Option<String>,
    /// The range of pods.
    #[serde(rename = "clusterCIDR")]
    pub cluster_cidr: Option<String>,
    /// Gives every node a range of pods.
    #[serde(rename = "allocateNodeCIDRs")]
    pub allocate_node_cidrs: Option<bool>,
    /// The size of a node's range. Default: 24.
    #[serde(rename = "nodeCIDRMaskSize")]
    pub node_cidr_mask_size: Option<i32>,
    /// Makes routes in the cloud.
    pub configure_cloud_routes: Option<bool>,
    /// Controllers to run; `-name` for not. Default: `*`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub controllers: Vec<String>,
    /// How ranges are given.
    pub cidr_allocator_type: Option<String>,
    /// The certificate authority that is published to pods.
    #[serde(rename = "rootCAFile")]
    pub root_ca_file: Option<String>,
    /// How one of several is chosen.
    pub leader_election: Option<LeaderElection>,
    /// How often attached volumes are checked. Default: one minute.
    pub attach_detach_reconcile_sync_period: Option<Duration>,
    /// Checks attached volumes never.
    pub disable_attach_detach_reconcile_sync: Option<bool>,
    /// How many ended pods are kept.
    #[serde(rename = "terminatedPodGCThreshold")]
    pub terminated_pod_gc_threshold: Option<i32>,
    /// How often nodes are looked at.
    pub node_monitor_period: Option<Duration>,
    /// How long a node may be silent.
    pub node_monitor_grace_period: Option<Duration>,
    /// Retired. How long pods stay on a silent node.
    pub pod_eviction_timeout: Option<Duration>,
    /// Runs every controller with its own account.
    pub use_service_account_credentials: Option<bool>,
    /// How often deployments are scaled.
    pub horizontal_pod_autoscaler_sync_period: Option<Duration>,
    /// Retired. How long to wait before scaling down again.
    pub horizontal_pod_autoscaler_downscale_delay: Option<Duration>,
    /// How far back to look before scaling down.
    pub horizontal_pod_autoscaler_downscale_stabilization: Option<Duration>,
    /// Retired. How long to wait before scaling up again.
    pub horizontal_pod_autoscaler_upscale_delay: Option<Duration>,
    /// How long a new pod may be not ready.
    pub horizontal_pod_autoscaler_initial_readiness_delay: Option<Duration>,
    /// How long a new pod's CPU is not counted.
    pub horizontal_pod_autoscaler_cpu_initialization_period: Option<Duration>,
    /// The least change that counts.
    pub horizontal_pod_autoscaler_tolerance: Option<Quantity>,
    /// Retired. Takes figures from the API.
    pub horizontal_pod_autoscaler_use_rest_clients: Option<bool>,
    /// Retired. See `ClusterSigningDuration`.
    pub experimental_cluster_signing_duration: Option<Duration>,
    /// How long certificates that it signs hold.
    #[serde(rename = "ClusterSigningDuration")]
    pub cluster_signing_duration: Option<Duration>,
    /// Features to turn on or off.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub feature_gates: BTreeMap<String, String>,
    /// The certificate that it presents.
    pub tls_cert_file: Option<String>,
    /// The ciphers that it accepts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tls_cipher_suites: Vec<String>,
    /// The oldest TLS that it accepts.
    pub tls_min_version: Option<String>,
    /// The key of that certificate.
    pub tls_private_key_file: Option<String>,
    /// How often everything is read again at most.
    pub min_resync_period: Option<String>,
    /// Requests per second to the API.
    #[serde(rename = "kubeAPIQPS")]
    pub kube_api_qps: Option<Quantity>,
    /// Requests at once to the API.
    #[serde(rename = "kubeAPIBurst")]
    pub kube_api_burst: Option<i32>,
    /// Deployments at once.
    pub concurrent_deployment_syncs: Option<i32>,
    /// Endpoints at once.
    pub concurrent_endpoint_syncs: Option<i32>,
    /// Namespaces at once.
    pub concurrent_namespace_syncs: Option<i32>,
    /// Replica sets at once.
    pub concurrent_replicaset_syncs: Option<i32>,
    /// Services at once.
    pub concurrent_service_syncs: Option<i32>,
    /// Quotas at once.
    pub concurrent_resource_quota_syncs: Option<i32>,
    /// Tokens at once.
    pub concurrent_serviceaccount_token_syncs: Option<i32>,
    /// Replication controllers at once.
    pub concurrent_rc_syncs: Option<i32>,
    /// Autoscalers at once. The name is spelled as kops spells it.
    pub concurrent_horizontal_pod_austoscaler_syncs: Option<i32>,
    /// Jobs at once.
    pub concurrent_job_syncs: Option<i32>,
    /// The kubeconfig file for authenticating requests (TokenReview).
    pub authentication_kubeconfig: Option<String>,
    /// The kubeconfig file for authorizing requests (SubjectAccessReview).
    pub authorization_kubeconfig: Option<String>,
    /// Paths that need no authorization.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authorization_always_allow_paths: Vec<String>,
    /// Retired. The plugin of volumes beside an external cloud.
    pub external_cloud_volume_plugin: Option<String>,
    /// How long changes of endpoints are gathered.
    pub endpoint_updates_batch_period: Option<Duration>,
    /// How long changes of endpoint slices are gathered.
    pub endpoint_slice_updates_batch_period: Option<Duration>,
    /// Serves profiles.
    pub enable_profiling: Option<bool>,
    /// Serves profiles of locks.
    pub enable_contention_profiling: Option<bool>,
    /// Hands its lock over to another manager.
    pub enable_leader_migration: Option<bool>,
    /// CPU to request. Default: 100m.
    pub cpu_request: Option<Quantity>,
    /// The most CPU.
    pub cpu_limit: Option<Quantity>,
    /// Memory to request.
    pub memory_request: Option<Quantity>,
    /// The most memory.
    pub memory_limit: Option<Quantity>,
}

/// The cloud controller manager.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct CloudControllerManager {
    /// Where the API is.
    pub master: Option<String>,
    /// How much it logs. Default: 2.
    pub log_level: Option<i32>,
    /// Its image. Default: by the version of Kubernetes.
    pub image: Option<String>,
    /// The cloud.
    pub cloud_provider: Option<String>,
    /// The cluster's name.
    pub cluster_name: Option<String>,
    /// Works with resources that have no tag of the cluster.
    pub allow_untagged_cloud: Option<bool>,
    /// The range of pods.
    #[serde(rename = "clusterCIDR")]
    pub cluster_cidr: Option<String>,
    /// Gives every node a range of pods.
    #[serde(rename = "allocateNodeCIDRs")]
    pub allocate_node_cidrs: Option<bool>,
    /// Makes routes in the cloud.
    pub configure_cloud_routes: Option<bool>,
    /// Controllers to run; `-name` for not. Default: `*`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub controllers: Vec<String>,
    /// How ranges are given.
    pub cidr_allocator_type: Option<String>,
    /// How one of several is chosen.
    pub leader_election: Option<LeaderElection>,
    /// Runs every controller with its own account.
    pub use_service_account_credentials: Option<bool>,
    /// Hands its lock over to another manager.
    pub enable_leader_migration: Option<bool>,
    /// CPU to request. Default: 200m.
    pub cpu_request: Option<Quantity>,
    /// How often the status of nodes is written.
    pub node_status_update_frequency: Option<Duration>,
    /// Nodes at once.
    pub concurrent_node_syncs: Option<i32>,
    /// Not for AWS.
    pub azure_node_manager_image: Option<String>,
}
