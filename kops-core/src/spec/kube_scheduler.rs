//! The scheduler.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_with::skip_serializing_none;

use super::quantity::Quantity;
use super::scalar::Duration;

/// Settings of the scheduler.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct KubeScheduler {
    /// The URL of the API server. Unset: that of the kubeconfig file.
    pub master: Option<String>,
    /// The format of the log: `text` or `json`. Unset: kube-scheduler's default, `text`.
    pub log_format: Option<String>,
    /// Verbosity of the log, from 0. Default: 2.
    pub log_level: Option<i32>,
    /// The image of the scheduler. Default: `registry.k8s.io/kube-scheduler` in the version of Kubernetes.
    pub image: Option<String>,
    /// How one of several replicas is elected.
    pub leader_election: Option<LeaderElection>,
    /// Retired: the scheduler is configured by a `KubeSchedulerConfiguration` beside the cluster.
    pub use_policy_config_map: Option<bool>,
    /// Feature gates of Kubernetes, by name: `"true"` or `"false"`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub feature_gates: BTreeMap<String, String>,
    /// The maximum number of volumes that the scheduler assigns to a node. Unset: what the CSI driver reports.
    pub max_persistent_volumes: Option<i32>,
    /// Retired: use `kubeAPIQPS`.
    pub qps: Option<Quantity>,
    /// Retired: use `kubeAPIBurst`.
    pub burst: Option<i32>,
    /// Requests per second to the API server. Unset: kube-scheduler's default, 50.
    #[serde(rename = "kubeAPIQPS")]
    pub kube_api_qps: Option<Quantity>,
    /// Requests that may exceed `kubeAPIQPS` at once. Unset: kube-scheduler's default, 100.
    #[serde(rename = "kubeAPIBurst")]
    pub kube_api_burst: Option<i32>,
    /// The path of the kubeconfig file for authenticating requests (TokenReview). Unset: kops sets the path where
    /// instances write it.
    pub authentication_kubeconfig: Option<String>,
    /// The path of the kubeconfig file for authorizing requests (SubjectAccessReview). Unset: kops sets the path where
    /// instances write it.
    pub authorization_kubeconfig: Option<String>,
    /// HTTP paths that need no authorization, such as `/healthz`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authorization_always_allow_paths: Vec<String>,
    /// Serves profiles at `/debug/pprof`. Unset: kube-scheduler's default, true.
    pub enable_profiling: Option<bool>,
    /// Profiles lock contention, with `enableProfiling`. Unset: kube-scheduler's default, true.
    pub enable_contention_profiling: Option<bool>,
    /// The path of the certificate that the scheduler presents. Unset: kops sets the path where instances write it.
    pub tls_cert_file: Option<String>,
    /// The path of the private key of `tlsCertFile`. Unset: kops sets the path where instances write it.
    pub tls_private_key_file: Option<String>,
    /// CPU request of the scheduler's pod. Default: 100m.
    pub cpu_request: Option<Quantity>,
    /// CPU limit of the scheduler's pod. Unset: no limit.
    pub cpu_limit: Option<Quantity>,
    /// Memory request of the scheduler's pod. Unset: none.
    pub memory_request: Option<Quantity>,
    /// Memory limit of the scheduler's pod. Unset: no limit.
    pub memory_limit: Option<Quantity>,
}

/// How one of several replicas is elected as the leader.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct LeaderElection {
    /// Elects a leader before controllers start. Default: true.
    pub leader_elect: Option<bool>,
    /// Time without a renewal after which another replica may take over (`15s`). Unset: the component's default, 15s.
    pub leader_elect_lease_duration: Option<Duration>,
    /// Time for which the leader tries to renew before it gives up (`10s`). Unset: the component's default, 10s.
    pub leader_elect_renew_deadline_duration: Option<Duration>,
    /// The kind of object that is the lock: `leases`. Unset: the component's default, `leases`.
    pub leader_elect_resource_lock: Option<String>,
    /// The name of the object that is the lock. Unset: the name of the component.
    pub leader_elect_resource_name: Option<String>,
    /// The namespace of the object that is the lock. Unset: the component's default, `kube-system`.
    pub leader_elect_resource_namespace: Option<String>,
    /// Time between two attempts to become or stay the leader (`2s`). Unset: the component's default, 2s.
    pub leader_elect_retry_period: Option<Duration>,
}

/// The kind of an object beside the cluster that configures the scheduler.
pub(crate) const SCHEDULER_CONFIGURATION: &str = "KubeSchedulerConfiguration";

/// True for an object that configures the scheduler.
pub(crate) fn is_scheduler_configuration(object: &Value) -> bool {
    let group = object["apiVersion"].as_str().and_then(|version| Some(version.split_once('/')?.0));
    object["kind"] == SCHEDULER_CONFIGURATION && group == Some("kubescheduler.config.k8s.io")
}
