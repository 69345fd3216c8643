//! The kubelet, of the cluster and of groups.

use std::collections::BTreeSet;

use super::codes::KUBELET;
use super::rules::{self, Rules, given};
use crate::defaults::codes::IGNORED_FIELD;
use crate::diag::SpecPath;
use crate::spec::{Duration, InstanceGroup, Kubelet};

/// The longest time between restarts of a container that Kubernetes takes.
const LONGEST_RESTART: Duration = Duration::from_secs(300);

/// What components of Kubernetes can be told of the cloud: that its controller manager is apart, or AWS.
pub(super) const CLOUDS: [&str; 2] = ["external", "aws"];

/// How pods may use swap, since Kubernetes 1.30 removed `UnlimitedSwap`.
const SWAP: [&str; 2] = ["LimitedSwap", "NoSwap"];

/// What is wrong with the kubelet of all nodes is wrong with that of control planes too, and told once.
pub(super) fn check_cluster(rules: &mut Rules<'_>) {
    let spec = rules.spec();
    let mut told = BTreeSet::new();
    for (section, kubelet) in [("kubelet", &spec.kubelet), ("masterKubelet", &spec.master_kubelet)] {
        if let Some(kubelet) = kubelet {
            let path = rules.at(section);
            check(rules, &path, kubelet, &mut told);
            if kubelet.anonymous_auth == Some(true) && told.insert("anonymousAuth") {
                let wrong = "`anonymousAuth` of a cluster opens no kubelet, as in kops";
                let help = "remove it, or set it for the groups whose kubelets may answer everybody";
                rules.warn(path.key("anonymousAuth"), IGNORED_FIELD, wrong, help);
            }
            if given(&kubelet.memory_swap_behavior) == Some("NoSwap") && told.insert("memorySwapBehavior") {
                let wrong = "kops takes `NoSwap` of instance groups, not of a cluster";
                rules.warn(path.key("memorySwapBehavior"), KUBELET, wrong, "remove it: `NoSwap` is the default");
            }
        }
    }
}

/// Where the user set nothing for the group, its kubelet is the cluster's, whose faults are not told again.
pub(super) fn check_group(rules: &mut Rules<'_>, group: &InstanceGroup) {
    let path = rules::at(group, "kubelet");
    if let Some(kubelet) = &group.spec.kubelet
        && rules.is_written(&path)
    {
        check(rules, &path, kubelet, &mut BTreeSet::new());
    }
}

/// Checks a kubelet but for the fields that were told of already.
fn check(rules: &mut Rules<'_>, path: &SpecPath, kubelet: &Kubelet, told: &mut BTreeSet<&'static str>) {
    for (field, _, wrong, right) in faults(kubelet).into_iter().filter(|(_, wrong, ..)| *wrong) {
        if told.insert(field) {
            rules.refuse(path.key(field), KUBELET, format!("`{field}` of the kubelet cannot be used: {wrong}"), right);
        }
    }
    let texts: [(&'static str, &Option<String>, &[&str]); 4] = [
        ("cloudProvider", &kubelet.cloud_provider, &CLOUDS),
        ("logFormat", &kubelet.log_format, &["text", "json"]),
        (
            "topologyManagerPolicy",
            &kubelet.topology_manager_policy,
            &["none", "best-effort", "restricted", "single-numa-node"],
        ),
        ("memorySwapBehavior", &kubelet.memory_swap_behavior, &SWAP),
    ];
    for (field, text, possible) in texts {
        if given(text).is_some_and(|text| !possible.contains(&text)) && told.insert(field) {
            rules.one_of(path.key(field), given(text), possible);
        }
    }
}

/// A field, whether it is wrong, why, and what is right.
type Fault = (&'static str, bool, &'static str, &'static str);

/// What can be wrong with the fields of a kubelet: most are flags that Kubernetes has removed and kops passes on.
fn faults(kubelet: &Kubelet) -> Vec<Fault> {
    let period = kubelet.crash_loop_back_off_max_container_restart_period;
    let (all, critical) = (kubelet.shutdown_grace_period, kubelet.shutdown_grace_period_critical_pods);
    vec![
        ("configureCbr0", kubelet.configure_cbr0.is_some(), "it was removed in Kubernetes 1.5", "remove it"),
        ("apiServers", given(&kubelet.api_servers).is_some(), "it was removed in Kubernetes 1.6", "remove it"),
        ("reconcileCIDR", kubelet.reconcile_cidr.is_some(), "it was removed in Kubernetes 1.6", "remove it"),
        (
            "nvidiaGPUs",
            kubelet.nvidia_gpus.is_some_and(|gpus| gpus != 0),
            "it was removed in Kubernetes 1.6",
            "remove it",
        ),
        ("babysitDaemons", kubelet.babysit_daemons.is_some(), "it was removed in Kubernetes 1.7", "remove it"),
        (
            "requireKubeconfig",
            kubelet.require_kubeconfig.is_some(),
            "it was removed in Kubernetes 1.10",
            "remove it; a spec should hold what was asked for, not what `get cluster --full` prints",
        ),
        (
            "experimentalAllowedUnsafeSysctls",
            !kubelet.experimental_allowed_unsafe_sysctls.is_empty(),
            "it was renamed in Kubernetes 1.11",
            "write `allowedUnsafeSysctls`",
        ),
        (
            "enableCustomMetrics",
            kubelet.enable_custom_metrics.is_some(),
            "it was removed in Kubernetes 1.11",
            "remove it",
        ),
        (
            "enableCadvisorJsonEndpoints",
            kubelet.enable_cadvisor_json_endpoints.is_some(),
            "it was removed in Kubernetes 1.21",
            "remove it",
        ),
        (
            "cpuCFSQuotaPeriod",
            kubelet.cpu_cfs_quota_period.is_some(),
            "it cannot be set since Kubernetes 1.20",
            "remove it",
        ),
        (
            "seccompProfileRoot",
            given(&kubelet.seccomp_profile_root).is_some(),
            "it was removed in Kubernetes 1.23",
            "remove it",
        ),
        (
            "imagePullProgressDeadline",
            kubelet.image_pull_progress_deadline.is_some(),
            "it was removed in Kubernetes 1.24",
            "remove it",
        ),
        ("networkPluginName", kubelet.network_plugin_name.is_some(), "it was removed in Kubernetes 1.24", "remove it"),
        ("networkPluginMTU", kubelet.network_plugin_mtu.is_some(), "it was removed in Kubernetes 1.24", "remove it"),
        ("nonMasqueradeCIDR", kubelet.non_masquerade_cidr.is_some(), "it was removed in Kubernetes 1.24", "remove it"),
        (
            "podInfraContainerImage",
            given(&kubelet.pod_infra_container_image).is_some(),
            "it was removed in Kubernetes 1.35",
            "write `containerd.sandboxImage`",
        ),
        (
            "bootstrapKubeconfig",
            given(&kubelet.bootstrap_kubeconfig).is_some(),
            "nodes do not join by bootstrap tokens",
            "remove it",
        ),
        (
            "shutdownGracePeriodCriticalPods",
            critical.is_some() && all.is_none(),
            "it is a part of `shutdownGracePeriod`, which is not set",
            "set `shutdownGracePeriod`",
        ),
        (
            "shutdownGracePeriodCriticalPods",
            critical.zip(all).is_some_and(|(critical, all)| critical > all),
            "it is a part of `shutdownGracePeriod`, and longer than that",
            "make it shorter",
        ),
        (
            "crashLoopBackOffMaxContainerRestartPeriod",
            period.is_some_and(|period| period < Duration::from_secs(1) || period > LONGEST_RESTART),
            "it must be from 1s to 5m",
            "choose a time between them",
        ),
    ]
}
