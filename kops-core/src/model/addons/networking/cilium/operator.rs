//! The operator, which does once for the cluster what agents need: addresses, identities, garbage collection.

use serde_json::{Value, json};

use super::{CONFIG, OPERATOR, PART_OF, Setup, one_per_node, place_of_pod, version};
use crate::model::addons::Object;
use crate::model::addons::pod::{
    self, config_map_volume, env_of_optional_config_map, mount_read_only, on_control_plane, tolerates,
};
use crate::model::addons::workload::{Pods, deployment, disruption_budget};
use crate::model::tags;

/// The port at which the operator says on its node how it is.
pub(super) const HEALTH_PORT: i32 = 9234;
const APP: (&str, &str) = ("io.cilium/app", "operator");
const SELECTOR: [(&str, &str); 2] = [APP, ("name", OPERATOR)];
const LABELS: [(&str, &str); 2] = [PART_OF, ("app.kubernetes.io/name", OPERATOR)];

/// Returns the budget of its disruptions.
pub(super) fn budget() -> Object {
    disruption_budget(OPERATOR, SELECTOR, json!({"maxUnavailable": 1})).labels(SELECTOR).labels(LABELS)
}

/// Returns the deployment.
pub(super) fn pods(setup: Setup<'_>) -> Object {
    let mut affinity = on_control_plane();
    affinity["podAntiAffinity"] = one_per_node(APP);
    let taints = [
        pod::CONTROL_PLANE,
        pod::MASTER,
        "node.kubernetes.io/not-ready",
        "node.cloudprovider.kubernetes.io/uninitialized",
        "node.cilium.io/agent-not-ready",
    ];
    let mut volumes = vec![config_map_volume("cilium-config-path", CONFIG)];
    volumes.extend(setup.etcd_volumes());
    let spec = json!({
        "securityContext": {"seccompProfile": {"type": "RuntimeDefault"}},
        "containers": [container(setup)],
        "hostNetwork": true,
        "restartPolicy": "Always",
        "priorityClassName": "system-cluster-critical",
        "serviceAccountName": OPERATOR,
        "automountServiceAccountToken": true,
        "affinity": affinity,
        "nodeSelector": {"kubernetes.io/os": "linux"},
        "tolerations": taints.map(tolerates),
        "volumes": volumes,
    });
    let pods = Pods::new(SELECTOR, spec).labels(LABELS).annotations(&setup.cilium.operator_pod_annotations);
    let strategy = json!({"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "25%", "maxUnavailable": "50%"}});
    deployment(OPERATOR, pods)
        .labels(SELECTOR)
        .labels(LABELS)
        .set("spec.replicas", setup.context.controller_replicas())
        .set("spec.strategy", strategy)
}

fn container(setup: Setup<'_>) -> Value {
    let mut environment = Vec::from(place_of_pod());
    environment.push(env_of_optional_config_map("CILIUM_DEBUG", CONFIG, "debug"));
    environment.extend(setup.api());
    let mut mounts = vec![mount_read_only("cilium-config-path", "/tmp/cilium/config-map")];
    mounts.extend(setup.etcd_mounts());
    let mut container = json!({
        "name": OPERATOR,
        "image": version::cilium(setup.cilium, "operator"),
        "imagePullPolicy": "IfNotPresent",
        "command": [OPERATOR],
        "args": [
            "--config-dir=/tmp/cilium/config-map",
            "--debug=$(CILIUM_DEBUG)",
            format!("--eni-tags={}", tags::of_controllers(setup.context.cluster)),
        ],
        "env": environment,
        "resources": setup.resources(),
        "livenessProbe": {
            "httpGet": setup.health(HEALTH_PORT),
            "initialDelaySeconds": 60, "periodSeconds": 10, "timeoutSeconds": 3,
        },
        "readinessProbe": {
            "httpGet": setup.health(HEALTH_PORT),
            "initialDelaySeconds": 0, "periodSeconds": 5, "timeoutSeconds": 3, "failureThreshold": 5,
        },
        "volumeMounts": mounts,
        "securityContext": {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}},
        "terminationMessagePolicy": "FallbackToLogsOnError",
    });
    if setup.prometheus_port().is_some() {
        container["ports"] =
            json!([{"name": "prometheus", "containerPort": 9963, "hostPort": 9963, "protocol": "TCP"}]);
    }
    container
}
