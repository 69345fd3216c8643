//! The kubelet's settings: flags and the fields of its configuration file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::scalar::Duration;

/// Settings of the kubelet.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Kubelet {
    /// Retired: the kubeconfig file names the API server.
    pub api_servers: Option<String>,
    /// Serves requests without authentication as the user `system:anonymous`. Default: false. As in kops, true has an
    /// effect only in the `kubelet` of an instance group.
    pub anonymous_auth: Option<bool>,
    /// What decides whether a request to the kubelet is allowed: `AlwaysAllow` or `Webhook`. Default: `Webhook`.
    pub authorization_mode: Option<String>,
    /// The path of the kubeconfig file with which the kubelet requests a certificate. Unset: kops sets up the
    /// certificate.
    pub bootstrap_kubeconfig: Option<String>,
    /// The path of the CA certificates that client certificates are verified with. Unset: kops sets the path where
    /// instances write it.
    pub client_ca_file: Option<String>,
    /// The path of the certificate that the kubelet presents. Unset: kops sets the path where instances write it.
    pub tls_cert_file: Option<String>,
    /// The path of the private key of `tlsCertFile`. Unset: kops sets the path where instances write it.
    pub tls_private_key_file: Option<String>,
    /// The cipher suites that the kubelet accepts, by Go's names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tls_cipher_suites: Vec<String>,
    /// The lowest version of TLS that the kubelet accepts: `VersionTLS12` or `VersionTLS13`. Unset: the kubelet's
    /// default, `VersionTLS12`.
    pub tls_min_version: Option<String>,
    /// The path of the kubeconfig file with which the kubelet reaches the API server. Default:
    /// `/var/lib/kubelet/kubeconfig`.
    pub kubeconfig_path: Option<String>,
    /// Retired: the kubeconfig file is always required.
    pub require_kubeconfig: Option<bool>,
    /// The format of the log: `text` or `json`. Unset: the kubelet's default, `text`.
    pub log_format: Option<String>,
    /// Verbosity of the log, from 0. Default: 2.
    pub log_level: Option<i32>,
    /// The folder of static pods. Default: `/etc/kubernetes/manifests`.
    pub pod_manifest_path: Option<String>,
    /// The name of the node. Unset: the instance's private DNS name or id.
    pub hostname_override: Option<String>,
    /// Retired: use `containerd.sandboxImage`.
    pub pod_infra_container_image: Option<String>,
    /// Uses the runtime's seccomp profile for containers that name none. Unset: the kubelet's default, false.
    pub seccomp_default: Option<bool>,
    /// The folder of seccomp profiles. Unset: the kubelet's default, `/var/lib/kubelet/seccomp`.
    pub seccomp_profile_root: Option<String>,
    /// Retired: the API server decides whether containers may be privileged.
    pub allow_privileged: Option<bool>,
    /// Serves logs of containers and runs commands in them, for `kubectl logs` and `kubectl exec`. Default: true; false
    /// on control-plane nodes with `isolateMasters`.
    pub enable_debugging_handlers: Option<bool>,
    /// Registers the node with the API server. Unset: the kubelet's default, true.
    pub register_node: Option<bool>,
    /// Time between two reports of the node's status (`10s`). Unset: the kubelet's default, 10s.
    pub node_status_update_frequency: Option<Duration>,
    /// The DNS domain of services. Default: `clusterDNSDomain`.
    pub cluster_domain: Option<String>,
    /// The address of the DNS server of pods. Default: `kubeDNS.serverIP`, or the address of the cache on the node.
    #[serde(rename = "clusterDNS")]
    pub cluster_dns: Option<String>,
    /// Retired: the container runtime sets up the network.
    pub network_plugin_name: Option<String>,
    /// The cloud provider inside of the kubelet. Default: `external`, because the cloud controller manager does its
    /// work.
    pub cloud_provider: Option<String>,
    /// The cgroup of the kubelet. Unset: kops sets it for the container runtime.
    pub kubelet_cgroups: Option<String>,
    /// The cgroup of the container runtime. Unset: kops sets it for the container runtime.
    pub runtime_cgroups: Option<String>,
    /// The port that serves without authentication; 0 for none. Unset: the kubelet's default, 0.
    pub read_only_port: Option<i32>,
    /// The cgroup of processes that are in none. Unset: the kubelet leaves them alone.
    pub system_cgroups: Option<String>,
    /// The cgroup that contains the cgroups of pods. Default: `/`.
    pub cgroup_root: Option<String>,
    /// Retired: the pod network sets up its bridge.
    pub configure_cbr0: Option<bool>,
    /// Retired: the pod network decides how a pod reaches itself by a service. Default: `none` on control-plane nodes
    /// with `isolateMasters`.
    pub hairpin_mode: Option<String>,
    /// Retired: systemd restarts processes.
    pub babysit_daemons: Option<bool>,
    /// The maximum number of pods on the node. Unset: the kubelet's default, 110; with `networking.amazonvpc`, what the
    /// instance type allows.
    pub max_pods: Option<i32>,
    /// Retired: device plugins report GPUs.
    #[serde(rename = "nvidiaGPUs")]
    pub nvidia_gpus: Option<i32>,
    /// The CIDR of pods where the API server assigns none, as on isolated control-plane nodes. Unset: the assigned one.
    #[serde(rename = "podCIDR")]
    pub pod_cidr: Option<String>,
    /// The file with the node's DNS servers. Unset: kops chooses it by the operating system.
    pub resolv_conf: Option<String>,
    /// Retired: the kubelet always follows the CIDR of its node.
    #[serde(rename = "reconcileCIDR")]
    pub reconcile_cidr: Option<bool>,
    /// Retired: use taints. Default: true before Kubernetes 1.34.
    pub register_schedulable: Option<bool>,
    /// Pulls one image at a time. Unset: the kubelet's default, true.
    pub serialize_image_pulls: Option<bool>,
    /// Labels that the kubelet gives to its node; prefer the instance group's `nodeLabels`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub node_labels: BTreeMap<String, String>,
    /// Retired: the pod network translates addresses.
    #[serde(rename = "nonMasqueradeCIDR")]
    pub non_masquerade_cidr: Option<String>,
    /// Retired: pods publish their own metrics.
    pub enable_custom_metrics: Option<bool>,
    /// Retired: the pod network sets the MTU.
    #[serde(rename = "networkPluginMTU")]
    pub network_plugin_mtu: Option<i32>,
    /// The minimum age of an unused image before it is removed (`2m`). Unset: the kubelet's default, 2m.
    #[serde(rename = "imageMinimumGCAge")]
    pub image_minimum_gc_age: Option<Duration>,
    /// The age at which an unused image is removed in any case (`720h`). Unset: never.
    #[serde(rename = "imageMaximumGCAge")]
    pub image_maximum_gc_age: Option<Duration>,
    /// The maximum number of images pulled at a time, with `serializeImagePulls: false`. Unset: no limit.
    pub max_parallel_image_pulls: Option<i32>,
    /// Disk use in percent above which images are removed. Unset: the kubelet's default, 85.
    #[serde(rename = "imageGCHighThresholdPercent")]
    pub image_gc_high_threshold_percent: Option<i32>,
    /// Disk use in percent down to which images are removed. Unset: the kubelet's default, 80.
    #[serde(rename = "imageGCLowThresholdPercent")]
    pub image_gc_low_threshold_percent: Option<i32>,
    /// Retired: the container runtime decides when a pull has failed.
    pub image_pull_progress_deadline: Option<Duration>,
    /// Thresholds below which pods are evicted at once. Default: `memory.available<100Mi`, `nodefs.available<10%`,
    /// `nodefs.inodesFree<5%`, `imagefs.available<10%`, `imagefs.inodesFree<5%`, comma-separated.
    pub eviction_hard: Option<String>,
    /// Thresholds below which pods are evicted after `evictionSoftGracePeriod`, comma-separated. Unset: none.
    pub eviction_soft: Option<String>,
    /// The grace periods of `evictionSoft`, as `memory.available=1m30s`, comma-separated. Unset: none.
    pub eviction_soft_grace_period: Option<String>,
    /// Time for which a node keeps a pressure condition (`5m`). Unset: the kubelet's default, 5m.
    pub eviction_pressure_transition_period: Option<Duration>,
    /// Maximum seconds that a pod gets to end on a soft eviction. Unset: the kubelet's default, 0.
    pub eviction_max_pod_grace_period: Option<i32>,
    /// The minimum amounts to free on an eviction, as `memory.available=100Mi`, comma-separated. Unset: what gets over
    /// the threshold.
    pub eviction_minimum_reclaim: Option<String>,
    /// The folder of flex volume plugins. Default: `/var/lib/kubelet/volumeplugins/` where an instance group has an image of
    /// Flatcar; otherwise each instance chooses it by its operating system.
    pub volume_plugin_directory: Option<String>,
    /// Taints of the node when it registers, as `key=value:effect`, beside the instance group's `taints`. Default:
    /// `node-role.kubernetes.io/control-plane=:NoSchedule` on control-plane nodes,
    /// `node-role.kubernetes.io/api-server=:NoSchedule` on API servers, `karpenter.sh/unregistered=:NoExecute` with
    /// Karpenter; these are always added.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub taints: Vec<String>,
    /// Feature gates of Kubernetes, by name: `"true"` or `"false"`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub feature_gates: BTreeMap<String, String>,
    /// Uses the kernel's notifications about memory thresholds instead of polling. Unset: the kubelet's default, false.
    pub kernel_memcg_notification: Option<bool>,
    /// Resources reserved for Kubernetes itself, as `cpu: 100m`, which pods cannot use.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub kube_reserved: BTreeMap<String, String>,
    /// The cgroup of Kubernetes itself, which `enforceNodeAllocatable` limits. Unset: none.
    pub kube_reserved_cgroup: Option<String>,
    /// Resources reserved for the operating system, as `memory: 200Mi`, which pods cannot use.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub system_reserved: BTreeMap<String, String>,
    /// The cgroup of the operating system, which `enforceNodeAllocatable` limits. Unset: none.
    pub system_reserved_cgroup: Option<String>,
    /// What is limited to its resources: `pods`, `system-reserved`, `kube-reserved`, comma-separated. Unset: the
    /// kubelet's default, `pods`.
    pub enforce_node_allocatable: Option<String>,
    /// Time that a request to the container runtime may take (`2m`), other than pulls and logs. Unset: the kubelet's
    /// default, 2m.
    pub runtime_request_timeout: Option<Duration>,
    /// Time between two measurements of volumes' use (`1m`). Unset: the kubelet's default, 1m.
    pub volume_stats_agg_period: Option<Duration>,
    /// Refuses to start where swap is enabled. Unset: the kubelet's default, true.
    pub fail_swap_on: Option<bool>,
    /// Retired: use `allowedUnsafeSysctls`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub experimental_allowed_unsafe_sysctls: Vec<String>,
    /// Unsafe kernel parameters that pods may set, such as `net.core.somaxconn`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allowed_unsafe_sysctls: Vec<String>,
    /// Time for which a stream may be idle (`4h`). Unset: the kubelet's default, 4h.
    pub streaming_connection_idle_timeout: Option<Duration>,
    /// Retired: pods decide whether containers share process ids.
    #[serde(rename = "dockerDisableSharedPID")]
    pub docker_disable_shared_pid: Option<bool>,
    /// The folder of the kubelet's data. Default: `/var/lib/kubelet`.
    pub root_dir: Option<String>,
    /// Verifies bearer tokens by the API server. Default: true.
    pub authentication_token_webhook: Option<bool>,
    /// Time for which an answer about a token is cached (`2m`). Unset: the kubelet's default, 2m.
    pub authentication_token_webhook_cache_ttl: Option<Duration>,
    /// Enforces CPU limits of containers. Unset: the kubelet's default, true.
    #[serde(rename = "cpuCFSQuota")]
    pub cpu_cfs_quota: Option<bool>,
    /// The period over which CPU limits are enforced (`100ms`). Unset: the kubelet's default, 100ms.
    #[serde(rename = "cpuCFSQuotaPeriod")]
    pub cpu_cfs_quota_period: Option<Duration>,
    /// How CPUs are assigned to containers: `none` or `static`. Unset: the kubelet's default, `none`.
    pub cpu_manager_policy: Option<String>,
    /// Image pulls per second. Unset: the kubelet's default, 5.
    #[serde(rename = "registryPullQPS")]
    pub registry_pull_qps: Option<i32>,
    /// Image pulls that may exceed `registryPullQPS` at once. Unset: the kubelet's default, 10.
    pub registry_burst: Option<i32>,
    /// How CPUs and devices are placed together: `none`, `best-effort`, `restricted` or `single-numa-node`. Unset: the
    /// kubelet's default, `none`.
    pub topology_manager_policy: Option<String>,
    /// Renews the kubelet's client certificate before it expires. Unset: the kubelet's default, false.
    pub rotate_certificates: Option<bool>,
    /// Refuses to start where kernel parameters are not what the kubelet needs. Default: true.
    pub protect_kernel_defaults: Option<bool>,
    /// What manages cgroups: `systemd` or `cgroupfs`. Default: `systemd`.
    pub cgroup_driver: Option<String>,
    /// Time between two measurements of containers (`10s`). Unset: the kubelet's default, 10s.
    pub housekeeping_interval: Option<Duration>,
    /// Events per second. Unset: the kubelet's default, 50.
    #[serde(rename = "eventQPS")]
    pub event_qps: Option<i32>,
    /// Events that may exceed `eventQPS` at once. Unset: the kubelet's default, 100.
    pub event_burst: Option<i32>,
    /// The size at which a container's log is rotated (`10Mi`). Unset: the kubelet's default, 10Mi.
    pub container_log_max_size: Option<String>,
    /// The number of log files that are kept for each container. Unset: the kubelet's default, 5.
    pub container_log_max_files: Option<i32>,
    /// Retired: the kubelet serves metrics at `/metrics/cadvisor`.
    pub enable_cadvisor_json_endpoints: Option<bool>,
    /// The maximum number of processes of a pod; -1 for no limit. Unset: the kubelet's default, -1.
    pub pod_pids_limit: Option<i64>,
    /// Does not subtract eviction thresholds from the allocatable resources. Unset: the kubelet's default, false.
    pub experimental_allocatable_ignore_eviction: Option<bool>,
    /// Time for which a node that shuts down waits for its pods. Default: 30s; 0s with `networking.amazonvpc`, whose
    /// plugin would leave network interfaces behind.
    pub shutdown_grace_period: Option<Duration>,
    /// The part of `shutdownGracePeriod` that is reserved for critical pods. Default: 10s; 0s with
    /// `networking.amazonvpc`.
    pub shutdown_grace_period_critical_pods: Option<Duration>,
    /// How pods may use swap: `NoSwap` or `LimitedSwap`. Unset: the kubelet's default, `NoSwap`.
    pub memory_swap_behavior: Option<String>,
    /// The maximum time before a failed container is restarted (`5m`). Unset: the kubelet's default, 5m.
    pub crash_loop_back_off_max_container_restart_period: Option<Duration>,
    /// Requests per second to the API server. Unset: the kubelet's default, 50.
    #[serde(rename = "kubeAPIQPS")]
    pub kube_api_qps: Option<i32>,
    /// Events per second that the kubelet records; 0 for no limit. Unset: the kubelet's default, 50.
    #[serde(rename = "eventRecordQPS")]
    pub event_record_qps: Option<i32>,
    /// Seconds for which the node's lease is valid. Unset: the kubelet's default, 40.
    pub node_lease_duration_seconds: Option<i32>,
}
