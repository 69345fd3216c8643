//! The kubelet's settings: flags and the fields of its configuration file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::scalar::Duration;

/// The kubelet.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Kubelet {
    /// Retired. Where the API is.
    pub api_servers: Option<String>,
    /// Whether requests without a name are served. Default: false.
    pub anonymous_auth: Option<bool>,
    /// Who may ask it: `AlwaysAllow` or `Webhook`. Default: `Webhook`.
    pub authorization_mode: Option<String>,
    /// The file with which it asks for a certificate.
    pub bootstrap_kubeconfig: Option<String>,
    /// The authorities of clients.
    pub client_ca_file: Option<String>,
    /// The certificate that it presents.
    pub tls_cert_file: Option<String>,
    /// The key of that certificate.
    pub tls_private_key_file: Option<String>,
    /// The ciphers that it accepts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tls_cipher_suites: Vec<String>,
    /// The oldest TLS that it accepts: `VersionTLS12`, ….
    pub tls_min_version: Option<String>,
    /// The file with which it reaches the API.
    pub kubeconfig_path: Option<String>,
    /// Retired. Whether that file must be there.
    pub require_kubeconfig: Option<bool>,
    /// How it logs: `text` or `json`.
    pub log_format: Option<String>,
    /// How much it logs. Default: 2.
    pub log_level: Option<i32>,
    /// Where static pods are. Default: `/etc/kubernetes/manifests`.
    pub pod_manifest_path: Option<String>,
    /// The node's name.
    pub hostname_override: Option<String>,
    /// Retired. The image that holds a pod's network.
    pub pod_infra_container_image: Option<String>,
    /// Uses the runtime's seccomp profile where a pod has none.
    pub seccomp_default: Option<bool>,
    /// Where seccomp profiles are.
    pub seccomp_profile_root: Option<String>,
    /// Retired. Whether containers may be privileged.
    pub allow_privileged: Option<bool>,
    /// Serves logs and commands. Default: true.
    pub enable_debugging_handlers: Option<bool>,
    /// Registers the node with the API.
    pub register_node: Option<bool>,
    /// How often the node's status is sent.
    pub node_status_update_frequency: Option<Duration>,
    /// The domain of services. Default: `clusterDNSDomain`.
    pub cluster_domain: Option<String>,
    /// The address of the cluster's DNS.
    #[serde(rename = "clusterDNS")]
    pub cluster_dns: Option<String>,
    /// Retired. The network plugin.
    pub network_plugin_name: Option<String>,
    /// What looks after the node in the cloud: `external`.
    pub cloud_provider: Option<String>,
    /// The cgroup of the kubelet.
    pub kubelet_cgroups: Option<String>,
    /// The cgroup of the container runtime.
    pub runtime_cgroups: Option<String>,
    /// The port without authentication; 0 for none.
    pub read_only_port: Option<i32>,
    /// The cgroup of other processes.
    pub system_cgroups: Option<String>,
    /// The cgroup above pods.
    pub cgroup_root: Option<String>,
    /// Retired. Whether it sets up the bridge.
    pub configure_cbr0: Option<bool>,
    /// Retired. How a pod reaches itself through a service.
    pub hairpin_mode: Option<String>,
    /// Retired. Whether it watches other daemons.
    pub babysit_daemons: Option<bool>,
    /// The most pods on a node. Default: 110, or what the network allows.
    pub max_pods: Option<i32>,
    /// Retired. How many GPUs.
    #[serde(rename = "nvidiaGPUs")]
    pub nvidia_gpus: Option<i32>,
    /// The range of pods where the API gives none.
    #[serde(rename = "podCIDR")]
    pub pod_cidr: Option<String>,
    /// The file with the node's DNS servers.
    pub resolv_conf: Option<String>,
    /// Retired. Follows the node's range.
    #[serde(rename = "reconcileCIDR")]
    pub reconcile_cidr: Option<bool>,
    /// Retired. Whether the node takes pods.
    pub register_schedulable: Option<bool>,
    /// Pulls one image at a time.
    pub serialize_image_pulls: Option<bool>,
    /// Labels of the node.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub node_labels: BTreeMap<String, String>,
    /// Retired. The range without address translation.
    #[serde(rename = "nonMasqueradeCIDR")]
    pub non_masquerade_cidr: Option<String>,
    /// Retired. Gathers pods' own metrics.
    pub enable_custom_metrics: Option<bool>,
    /// Retired. The largest packet.
    #[serde(rename = "networkPluginMTU")]
    pub network_plugin_mtu: Option<i32>,
    /// How old an unused image must be before it is removed.
    #[serde(rename = "imageMinimumGCAge")]
    pub image_minimum_gc_age: Option<Duration>,
    /// How old an unused image may become.
    #[serde(rename = "imageMaximumGCAge")]
    pub image_maximum_gc_age: Option<Duration>,
    /// How many images are pulled at once.
    pub max_parallel_image_pulls: Option<i32>,
    /// The use of the disk in percent above which images are removed.
    #[serde(rename = "imageGCHighThresholdPercent")]
    pub image_gc_high_threshold_percent: Option<i32>,
    /// The use of the disk in percent down to which images are removed.
    #[serde(rename = "imageGCLowThresholdPercent")]
    pub image_gc_low_threshold_percent: Option<i32>,
    /// Retired. How long a pull may stand still.
    pub image_pull_progress_deadline: Option<Duration>,
    /// When pods are evicted at once: `memory.available<100Mi,…`.
    pub eviction_hard: Option<String>,
    /// When pods are evicted after a while.
    pub eviction_soft: Option<String>,
    /// How long that while is, by signal.
    pub eviction_soft_grace_period: Option<String>,
    /// How long a node stays marked.
    pub eviction_pressure_transition_period: Option<Duration>,
    /// Seconds that pods get to end at most.
    pub eviction_max_pod_grace_period: Option<i32>,
    /// How much is freed at least, by signal.
    pub eviction_minimum_reclaim: Option<String>,
    /// Where volume plugins are.
    pub volume_plugin_directory: Option<String>,
    /// Taints of the node when it registers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub taints: Vec<String>,
    /// Features to turn on or off.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub feature_gates: BTreeMap<String, String>,
    /// Lets the kernel tell of memory limits.
    pub kernel_memcg_notification: Option<bool>,
    /// What is kept for Kubernetes, by resource.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub kube_reserved: BTreeMap<String, String>,
    /// The cgroup of Kubernetes.
    pub kube_reserved_cgroup: Option<String>,
    /// What is kept for the system, by resource.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub system_reserved: BTreeMap<String, String>,
    /// The cgroup of the system.
    pub system_reserved_cgroup: Option<String>,
    /// What is held to its limits: `pods`, `system-reserved`, `kube-reserved`.
    pub enforce_node_allocatable: Option<String>,
    /// How long the container runtime may take.
    pub runtime_request_timeout: Option<Duration>,
    /// How often the use of volumes is measured.
    pub volume_stats_agg_period: Option<Duration>,
    /// Does not start where swap is on.
    pub fail_swap_on: Option<bool>,
    /// Retired. See `allowedUnsafeSysctls`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub experimental_allowed_unsafe_sysctls: Vec<String>,
    /// Unsafe kernel parameters that pods may set.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allowed_unsafe_sysctls: Vec<String>,
    /// How long a stream may be idle.
    pub streaming_connection_idle_timeout: Option<Duration>,
    /// Retired. Gives every container its own process ids.
    #[serde(rename = "dockerDisableSharedPID")]
    pub docker_disable_shared_pid: Option<bool>,
    /// Where it keeps data. Default: `/var/lib/kubelet`.
    pub root_dir: Option<String>,
    /// Asks the API about tokens. Default: true.
    pub authentication_token_webhook: Option<bool>,
    /// How long such an answer holds.
    pub authentication_token_webhook_cache_ttl: Option<Duration>,
    /// Holds containers to their CPU limits.
    #[serde(rename = "cpuCFSQuota")]
    pub cpu_cfs_quota: Option<bool>,
    /// The period of CPU limits.
    #[serde(rename = "cpuCFSQuotaPeriod")]
    pub cpu_cfs_quota_period: Option<Duration>,
    /// How CPUs are given: `none` or `static`.
    pub cpu_manager_policy: Option<String>,
    /// Pulls per second.
    #[serde(rename = "registryPullQPS")]
    pub registry_pull_qps: Option<i32>,
    /// Pulls at once.
    pub registry_burst: Option<i32>,
    /// How devices and CPUs are placed together.
    pub topology_manager_policy: Option<String>,
    /// Renews its certificate.
    pub rotate_certificates: Option<bool>,
    /// Does not start where kernel parameters are not as it needs them.
    pub protect_kernel_defaults: Option<bool>,
    /// What keeps cgroups: `systemd` or `cgroupfs`. Default: `systemd`.
    pub cgroup_driver: Option<String>,
    /// How often containers are measured.
    pub housekeeping_interval: Option<Duration>,
    /// Events per second.
    #[serde(rename = "eventQPS")]
    pub event_qps: Option<i32>,
    /// Events at once.
    pub event_burst: Option<i32>,
    /// The size at which a log is rotated.
    pub container_log_max_size: Option<String>,
    /// How many logs of a container are kept.
    pub container_log_max_files: Option<i32>,
    /// Retired. Serves cAdvisor's figures.
    pub enable_cadvisor_json_endpoints: Option<bool>,
    /// The most processes of a pod.
    pub pod_pids_limit: Option<i64>,
    /// Leaves eviction out of what can be allocated.
    pub experimental_allocatable_ignore_eviction: Option<bool>,
    /// How long the node waits for pods before it goes down. Default: 30 seconds.
    pub shutdown_grace_period: Option<Duration>,
    /// How much of that is for critical pods. Default: 10 seconds.
    pub shutdown_grace_period_critical_pods: Option<Duration>,
    /// How pods may swap: `LimitedSwap`, `NoSwap`.
    pub memory_swap_behavior: Option<String>,
    /// The longest wait before a container is started again.
    pub crash_loop_back_off_max_container_restart_period: Option<Duration>,
    /// Requests per second to the API.
    #[serde(rename = "kubeAPIQPS")]
    pub kube_api_qps: Option<i32>,
    /// Events per second; 0 for no limit.
    #[serde(rename = "eventRecordQPS")]
    pub event_record_qps: Option<i32>,
    /// Seconds that the node's lease holds.
    pub node_lease_duration_seconds: Option<i32>,
}
