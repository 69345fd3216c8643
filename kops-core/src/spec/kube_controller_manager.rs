//! The controller managers: Kubernetes's and the cloud's.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::kube_scheduler::LeaderElection;
use super::quantity::Quantity;
use super::scalar::Duration;

/// Settings of the controller manager.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct KubeControllerManager {
    /// The URL of the API server. Unset: that of the kubeconfig file.
    pub master: Option<String>,
    /// The format of the log: `text` or `json`. Unset: kube-controller-manager's default, `text`.
    pub log_format: Option<String>,
    /// Verbosity of the log, from 0. Default: 2.
    pub log_level: Option<i32>,
    /// The path of the private key that signs tokens of service accounts. Unset: kops sets the path where instances
    /// write it.
    pub service_account_private_key_file: Option<String>,
    /// The image of the controller manager. Default: `registry.k8s.io/kube-controller-manager` in the version of
    /// Kubernetes.
    pub image: Option<String>,
    /// The cloud provider inside of the controller manager. Default: `external`, because the cloud controller manager
    /// does its work.
    pub cloud_provider: Option<String>,
    /// The name of the cluster. Default: the name in `metadata`.
    pub cluster_name: Option<String>,
    /// The CIDR of pods. Default: `podCIDR` for IPv4; unset for IPv6.
    #[serde(rename = "clusterCIDR")]
    pub cluster_cidr: Option<String>,
    /// Assigns a part of `clusterCIDR` to each node. Default: true for IPv4, false for IPv6.
    #[serde(rename = "allocateNodeCIDRs")]
    pub allocate_node_cidrs: Option<bool>,
    /// The prefix length of each node's CIDR. Unset for IPv4: kube-controller-manager's default, 24. Default for an
    /// IPv6 `clusterCIDR`: half of its remaining bits.
    #[serde(rename = "nodeCIDRMaskSize")]
    pub node_cidr_mask_size: Option<i32>,
    /// Creates a route in AWS for each node. Default: true with `networking.kubenet`, else false.
    pub configure_cloud_routes: Option<bool>,
    /// Controllers to run; `*` for the default ones, `-name` for not. Default: all; without `nodeipam` for IPv6.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub controllers: Vec<String>,
    /// How CIDRs are assigned to nodes: `RangeAllocator` or `CloudAllocator`. Unset: kube-controller-manager's default,
    /// `RangeAllocator`.
    pub cidr_allocator_type: Option<String>,
    /// The path of the CA certificate that is published to pods. Unset: kops sets the path where instances write it.
    #[serde(rename = "rootCAFile")]
    pub root_ca_file: Option<String>,
    /// How one of several replicas is elected.
    pub leader_election: Option<LeaderElection>,
    /// Time between two checks of attached volumes. Default: 1m0s, which spares the EC2 API.
    pub attach_detach_reconcile_sync_period: Option<Duration>,
    /// Does not check attached volumes. Unset: kube-controller-manager's default, false.
    pub disable_attach_detach_reconcile_sync: Option<bool>,
    /// The number of terminated pods above which they are deleted. Unset: kube-controller-manager's default, 12500.
    #[serde(rename = "terminatedPodGCThreshold")]
    pub terminated_pod_gc_threshold: Option<i32>,
    /// Time between two checks of nodes' status (`5s`). Unset: kube-controller-manager's default, 5s.
    pub node_monitor_period: Option<Duration>,
    /// Time without a status after which a node is not ready (`50s`). Unset: kube-controller-manager's default.
    pub node_monitor_grace_period: Option<Duration>,
    /// Retired: pods tolerate an unready node for a time of their own.
    pub pod_eviction_timeout: Option<Duration>,
    /// Runs each controller with a service account of its own. Default: true.
    pub use_service_account_credentials: Option<bool>,
    /// Time between two checks of horizontal pod autoscalers (`15s`). Unset: kube-controller-manager's default, 15s.
    pub horizontal_pod_autoscaler_sync_period: Option<Duration>,
    /// Retired: use `horizontalPodAutoscalerDownscaleStabilization`.
    pub horizontal_pod_autoscaler_downscale_delay: Option<Duration>,
    /// Time for which the highest recommendation is kept before scaling down (`5m`). Unset: kube-controller-manager's
    /// default, 5m.
    pub horizontal_pod_autoscaler_downscale_stabilization: Option<Duration>,
    /// Retired: Kubernetes scales up without delay.
    pub horizontal_pod_autoscaler_upscale_delay: Option<Duration>,
    /// Time after the start of a pod in which changes of readiness count as its start (`30s`). Unset:
    /// kube-controller-manager's default, 30s.
    pub horizontal_pod_autoscaler_initial_readiness_delay: Option<Duration>,
    /// Time after the start of a pod in which its CPU use may be skipped (`5m`). Unset: kube-controller-manager's
    /// default, 5m.
    pub horizontal_pod_autoscaler_cpu_initialization_period: Option<Duration>,
    /// The relative difference that does not lead to scaling (`100m` is 10 %). Unset: kube-controller-manager's
    /// default, 100m.
    pub horizontal_pod_autoscaler_tolerance: Option<Quantity>,
    /// Retired: the autoscaler always reads the metrics API.
    pub horizontal_pod_autoscaler_use_rest_clients: Option<bool>,
    /// Retired: use `ClusterSigningDuration`.
    pub experimental_cluster_signing_duration: Option<Duration>,
    /// Validity of certificates that the controller manager signs (`8760h`). Unset: kube-controller-manager's default,
    /// 8760h.
    #[serde(rename = "ClusterSigningDuration")]
    pub cluster_signing_duration: Option<Duration>,
    /// Feature gates of Kubernetes, by name: `"true"` or `"false"`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub feature_gates: BTreeMap<String, String>,
    /// The path of the certificate that the controller manager presents. Unset: a self-signed one.
    pub tls_cert_file: Option<String>,
    /// The cipher suites that the controller manager accepts, by Go's names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tls_cipher_suites: Vec<String>,
    /// The lowest version of TLS that it accepts: `VersionTLS12` or `VersionTLS13`. Unset: kube-controller-manager's
    /// default, `VersionTLS12`.
    pub tls_min_version: Option<String>,
    /// The path of the private key of `tlsCertFile`. Unset: a generated one.
    pub tls_private_key_file: Option<String>,
    /// Minimum time between two full reads of objects (`12h`). Unset: kube-controller-manager's default, 12h.
    pub min_resync_period: Option<String>,
    /// Requests per second to the API server. Unset: kube-controller-manager's default, 20.
    #[serde(rename = "kubeAPIQPS")]
    pub kube_api_qps: Option<Quantity>,
    /// Requests that may exceed `kubeAPIQPS` at once. Unset: kube-controller-manager's default, 30.
    #[serde(rename = "kubeAPIBurst")]
    pub kube_api_burst: Option<i32>,
    /// The number of deployments that are processed at a time. Unset: kube-controller-manager's default, 5.
    pub concurrent_deployment_syncs: Option<i32>,
    /// The number of endpoints that are processed at a time. Unset: kube-controller-manager's default, 5.
    pub concurrent_endpoint_syncs: Option<i32>,
    /// The number of namespaces that are processed at a time. Unset: kube-controller-manager's default, 10.
    pub concurrent_namespace_syncs: Option<i32>,
    /// The number of replica sets that are processed at a time. Unset: kube-controller-manager's default, 5.
    pub concurrent_replicaset_syncs: Option<i32>,
    /// The number of services that are processed at a time. Unset: kube-controller-manager's default, 1.
    pub concurrent_service_syncs: Option<i32>,
    /// The number of resource quotas that are processed at a time. Unset: kube-controller-manager's default, 5.
    pub concurrent_resource_quota_syncs: Option<i32>,
    /// The number of service account tokens that are processed at a time. Unset: kube-controller-manager's default, 5.
    pub concurrent_serviceaccount_token_syncs: Option<i32>,
    /// The number of replication controllers that are processed at a time. Unset: kube-controller-manager's default, 5.
    pub concurrent_rc_syncs: Option<i32>,
    /// The number of horizontal pod autoscalers that are processed at a time; spelled as kops spells it. Unset:
    /// kube-controller-manager's default, 5.
    pub concurrent_horizontal_pod_austoscaler_syncs: Option<i32>,
    /// The number of jobs that are processed at a time. Unset: kube-controller-manager's default, 5.
    pub concurrent_job_syncs: Option<i32>,
    /// The path of the kubeconfig file for authenticating requests (TokenReview). Unset: kops sets the path where
    /// instances write it.
    pub authentication_kubeconfig: Option<String>,
    /// The path of the kubeconfig file for authorizing requests (SubjectAccessReview). Unset: kops sets the path where
    /// instances write it.
    pub authorization_kubeconfig: Option<String>,
    /// HTTP paths that need no authorization, such as `/healthz`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authorization_always_allow_paths: Vec<String>,
    /// Retired: volumes are attached by CSI drivers.
    pub external_cloud_volume_plugin: Option<String>,
    /// Time for which updates of endpoints are collected (`500ms`). Unset: kube-controller-manager's default, 0s.
    pub endpoint_updates_batch_period: Option<Duration>,
    /// Time for which updates of endpoint slices are collected (`500ms`). Unset: kube-controller-manager's default, 0s.
    pub endpoint_slice_updates_batch_period: Option<Duration>,
    /// Serves profiles at `/debug/pprof`. Unset: kube-controller-manager's default, true.
    pub enable_profiling: Option<bool>,
    /// Profiles lock contention, with `enableProfiling`. Unset: kube-controller-manager's default, false.
    pub enable_contention_profiling: Option<bool>,
    /// Hands over the leader lock of controllers that move to another manager. Unset: kube-controller-manager's
    /// default, false.
    pub enable_leader_migration: Option<bool>,
    /// CPU request of the controller manager's pod. Default: 100m.
    pub cpu_request: Option<Quantity>,
    /// CPU limit of the controller manager's pod. Unset: no limit.
    pub cpu_limit: Option<Quantity>,
    /// Memory request of the controller manager's pod. Unset: none.
    pub memory_request: Option<Quantity>,
    /// Memory limit of the controller manager's pod. Unset: no limit.
    pub memory_limit: Option<Quantity>,
}

/// Settings of the cloud controller manager.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct CloudControllerManager {
    /// The URL of the API server. Unset: that of the pod's service account.
    pub master: Option<String>,
    /// Verbosity of the log, from 0. Default: 2.
    pub log_level: Option<i32>,
    /// The image of the cloud controller manager. Default:
    /// `registry.k8s.io/provider-aws/cloud-controller-manager:v1.36.1`.
    pub image: Option<String>,
    /// The name of the cloud. Default: `aws`.
    pub cloud_provider: Option<String>,
    /// The name of the cluster. Default: the name in `metadata`.
    pub cluster_name: Option<String>,
    /// Uses resources in AWS that lack the tag of the cluster. Unset: the cloud controller manager's default, false.
    pub allow_untagged_cloud: Option<bool>,
    /// The CIDR of pods. Default: `podCIDR` for IPv4; unset for IPv6.
    #[serde(rename = "clusterCIDR")]
    pub cluster_cidr: Option<String>,
    /// Assigns a part of `clusterCIDR` to each node. Default: true for IPv4, false for IPv6.
    #[serde(rename = "allocateNodeCIDRs")]
    pub allocate_node_cidrs: Option<bool>,
    /// Creates a route in AWS for each node. Default: true with `networking.kubenet`, else false.
    pub configure_cloud_routes: Option<bool>,
    /// Controllers to run; `*` for the default ones, `-name` for not.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub controllers: Vec<String>,
    /// How CIDRs are assigned to nodes: `RangeAllocator` or `CloudAllocator`. Unset: the cloud controller manager's
    /// default, `RangeAllocator`.
    pub cidr_allocator_type: Option<String>,
    /// How one of several replicas is elected.
    pub leader_election: Option<LeaderElection>,
    /// Runs each controller with a service account of its own. Default: true.
    pub use_service_account_credentials: Option<bool>,
    /// Hands over the leader lock of controllers that move to another manager. Unset: the cloud controller manager's
    /// default, false.
    pub enable_leader_migration: Option<bool>,
    /// CPU request of the pods. Default: 200m.
    pub cpu_request: Option<Quantity>,
    /// Time between two updates of nodes' addresses and labels (`5m`). Unset: the cloud controller manager's default,
    /// 5m.
    pub node_status_update_frequency: Option<Duration>,
    /// The number of nodes that are processed at a time. Unset: the cloud controller manager's default, 1.
    pub concurrent_node_syncs: Option<i32>,
    /// Not used on AWS: the image of Azure's node manager.
    pub azure_node_manager_image: Option<String>,
}
