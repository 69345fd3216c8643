//! The scheduler.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_with::skip_serializing_none;

use super::quantity::Quantity;
use super::scalar::Duration;

/// The scheduler.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct KubeScheduler {
    /// Where the API is.
    pub master: Option<String>,
    /// How it logs: `text` or `json`.
    pub log_format: Option<String>,
    /// How much it logs. Default: 2.
    pub log_level: Option<i32>,
    /// Its image.
    pub image: Option<String>,
    /// How one of several is chosen.
    pub leader_election: Option<LeaderElection>,
    /// Retired. Takes its policy from a config map.
    pub use_policy_config_map: Option<bool>,
    /// Features to turn on or off.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub feature_gates: BTreeMap<String, String>,
    /// The most volumes on a node.
    pub max_persistent_volumes: Option<i32>,
    /// Retired. See `kubeAPIQPS`.
    pub qps: Option<Quantity>,
    /// Retired. See `kubeAPIBurst`.
    pub burst: Option<i32>,
    /// Requests per second to the API.
    #[serde(rename = "kubeAPIQPS")]
    pub kube_api_qps: Option<Quantity>,
    /// Requests at once to the API.
    #[serde(rename = "kubeAPIBurst")]
    pub kube_api_burst: Option<i32>,
    /// The kubeconfig file for authenticating requests (TokenReview).
    pub authentication_kubeconfig: Option<String>,
    /// The kubeconfig file for authorizing requests (SubjectAccessReview).
    pub authorization_kubeconfig: Option<String>,
    /// Paths that need no authorization.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authorization_always_allow_paths: Vec<String>,
    /// Serves profiles.
    pub enable_profiling: Option<bool>,
    /// Serves profiles of locks.
    pub enable_contention_profiling: Option<bool>,
    /// The certificate that it presents.
    pub tls_cert_file: Option<String>,
    /// The key of that certificate.
    pub tls_private_key_file: Option<String>,
    /// CPU to request. Default: 100m.
    pub cpu_request: Option<Quantity>,
    /// The most CPU.
    pub cpu_limit: Option<Quantity>,
    /// Memory to request.
    pub memory_request: Option<Quantity>,
    /// The most memory.
    pub memory_limit: Option<Quantity>,
}

/// How one of several replicas is chosen.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct LeaderElection {
    /// Whether one is chosen. Default: true.
    pub leader_elect: Option<bool>,
    /// How long the others wait.
    pub leader_elect_lease_duration: Option<Duration>,
    /// How long the leader tries to stay.
    pub leader_elect_renew_deadline_duration: Option<Duration>,
    /// The kind of the lock.
    pub leader_elect_resource_lock: Option<String>,
    /// The name of the lock.
    pub leader_elect_resource_name: Option<String>,
    /// The namespace of the lock.
    pub leader_elect_resource_namespace: Option<String>,
    /// How often it is tried.
    pub leader_elect_retry_period: Option<Duration>,
}

/// The kind of an object beside the cluster that configures the scheduler.
pub(crate) const SCHEDULER_CONFIGURATION: &str = "KubeSchedulerConfiguration";

/// True for an object that configures the scheduler.
pub(crate) fn is_scheduler_configuration(object: &Value) -> bool {
    let group = object["apiVersion"].as_str().and_then(|version| Some(version.split_once('/')?.0));
    object["kind"] == SCHEDULER_CONFIGURATION && group == Some("kubescheduler.config.k8s.io")
}
