//! The node problem detector: reports what is wrong with a node's kernel and services.

use serde_json::json;

use super::pod::{
    env_of_field, host_path, host_path_of, mount, mount_read_only, tolerates, tolerates_effect, without_nulls,
};
use super::rbac::{account, cluster_role_binding, service_account};
use super::workload::{Pods, daemon_set};
use super::{Addon, Object};
use crate::model::Context;
use crate::spec::NodeProblemDetector;

const NAME: &str = "node-problem-detector";
const APP: (&str, &str) = ("app", NAME);

/// Returns the addon where the spec switches it on.
pub(super) fn addon(context: &Context<'_>) -> Option<Addon> {
    let detector = context.spec().node_problem_detector.as_ref().filter(|detector| detector.enabled == Some(true))?;
    let objects = [
        service_account(NAME),
        // Its role is one that comes with Kubernetes.
        cluster_role_binding(NAME, "system:node-problem-detector", account(NAME)),
        pods(detector),
    ];
    let objects = objects.map(|object| object.labels([APP]));
    let addon = Addon::new("node-problem-detector.addons.k8s.io", "k8s-1.17", objects).prunes();
    Some(addon.because_of(context.path("spec.nodeProblemDetector")))
}

fn pods(detector: &NodeProblemDetector) -> Object {
    let mut dbus = mount("dbus", "/var/run/dbus/");
    dbus["mountPropagation"] = "Bidirectional".into();
    let container = json!({
        "name": NAME,
        "image": detector.image,
        "command": [
            "/node-problem-detector",
            "--logtostderr",
            "--config.system-log-monitor=/config/kernel-monitor.json,/config/systemd-monitor.json",
            "--config.custom-plugin-monitor=/config/kernel-monitor-counter.json,/config/systemd-monitor-counter.json",
            "--config.system-stats-monitor=/config/system-stats-monitor.json",
        ],
        "securityContext": {"privileged": true},
        "resources": {
            "limits": without_nulls(json!({"cpu": detector.cpu_limit, "memory": detector.memory_limit})),
            "requests": {"cpu": detector.cpu_request, "memory": detector.memory_request},
        },
        "env": [env_of_field("NODE_NAME", "spec.nodeName")],
        "volumeMounts": [
            mount_read_only("log", "/var/log"),
            mount_read_only("kmsg", "/dev/kmsg"),
            mount_read_only("localtime", "/etc/localtime"),
            mount_read_only("machine-id", "/etc/machine-id"),
            mount("systemd", "/run/systemd/system"),
            dbus,
        ],
    });
    let on_linux = json!({"key": "kubernetes.io/os", "operator": "In", "values": ["linux"]});
    let spec = json!({
        "affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {
            "nodeSelectorTerms": [{"matchExpressions": [on_linux]}],
        }}},
        "containers": [container],
        "priorityClassName": "system-node-critical",
        "serviceAccountName": NAME,
        "volumes": [
            host_path("log", "/var/log/"),
            host_path("kmsg", "/dev/kmsg"),
            host_path_of("localtime", "/etc/localtime", "FileOrCreate"),
            host_path_of("machine-id", "/etc/machine-id", "File"),
            host_path_of("systemd", "/run/systemd/system/", ""),
            host_path_of("dbus", "/var/run/dbus/", ""),
        ],
        "tolerations": [tolerates_effect("NoExecute"), tolerates_effect("NoSchedule"), tolerates("CriticalAddonsOnly")],
    });
    daemon_set(NAME, Pods::new([APP], spec))
}
