//! Parts of a pod's spec that recur: environment, probes, resources, volumes, tolerations and affinity.

use serde_json::{Value, json};

use super::object::map;
use crate::model::Context;

/// The label of nodes of the control plane, and their taint.
pub(crate) const CONTROL_PLANE: &str = "node-role.kubernetes.io/control-plane";
/// The label and taint that they had before Kubernetes 1.24.
pub(crate) const MASTER: &str = "node-role.kubernetes.io/master";

/// The label of nodes that run the API server and no etcd, and their taint.
pub(crate) const API_SERVER: &str = "node-role.kubernetes.io/api-server";

/// Drops the fields that are null, so that optional fields can stand in `json!` as an `Option`.
pub(crate) fn without_nulls(fields: Value) -> Value {
    match fields {
        Value::Object(fields) => fields.into_iter().filter(|(_, value)| !value.is_null()).collect(),
        other => other,
    }
}

/// What lets a container of nodes with SELinux use the files of the node.
pub(crate) fn selinux_options(context: &Context<'_>) -> Option<Value> {
    let enabled = context.spec().containerd.as_ref().and_then(|containerd| containerd.selinux_enabled);
    (enabled == Some(true)).then(|| json!({"type": "spc_t", "level": "s0"}))
}

/// A variable with a value.
pub(crate) fn env(name: &str, value: &str) -> Value {
    json!({"name": name, "value": value})
}

/// A variable with the value of a field of the pod: `spec.nodeName`.
pub(crate) fn env_of_field(name: &str, field: &str) -> Value {
    json!({"name": name, "valueFrom": {"fieldRef": {"fieldPath": field}}})
}

/// A variable with the value of a field of the pod, with the version of the API written out.
pub(crate) fn env_of_v1_field(name: &str, field: &str) -> Value {
    json!({"name": name, "valueFrom": {"fieldRef": {"apiVersion": "v1", "fieldPath": field}}})
}

/// A variable with a value of a secret, which need not exist.
pub(crate) fn env_of_optional_secret(name: &str, secret: &str, key: &str) -> Value {
    json!({"name": name, "valueFrom": {"secretKeyRef": {"name": secret, "key": key, "optional": true}}})
}

/// A variable with a value of a config map, which need not exist.
pub(crate) fn env_of_optional_config_map(name: &str, config_map: &str, key: &str) -> Value {
    json!({"name": name, "valueFrom": {"configMapKeyRef": {"name": config_map, "key": key, "optional": true}}})
}

/// The variables that send a component through the cluster's proxy, sorted by name.
pub(crate) fn proxy_env(context: &Context<'_>) -> Vec<Value> {
    let Some(proxy) = &context.spec().egress_proxy else { return Vec::new() };
    let mut variables = Vec::new();
    if let Some(excludes) = proxy.excludes.as_deref().filter(|excludes| !excludes.is_empty()) {
        variables.push(env("NO_PROXY", excludes));
    }
    let http = proxy.http_proxy.as_ref();
    if let Some(host) = http.and_then(|http| http.host.as_deref()).filter(|host| !host.is_empty()) {
        let port = http.and_then(|http| http.port).filter(|port| *port != 0);
        let url = format!("http://{host}{}", port.map(|port| format!(":{port}")).unwrap_or_default());
        variables.extend(["http_proxy", "https_proxy"].map(|name| env(name, &url)));
    }
    if let Some(excludes) = proxy.excludes.as_deref().filter(|excludes| !excludes.is_empty()) {
        variables.push(env("no_proxy", excludes));
    }
    variables
}

/// A request of HTTP by which the kubelet finds out how a container is.
pub(crate) fn http_get(path: &str, port: impl Into<Value>) -> Value {
    json!({"path": path, "port": port.into()})
}

/// Requests of CPU and memory.
pub(crate) fn requests(cpu: &str, memory: &str) -> Value {
    json!({"requests": {"cpu": cpu, "memory": memory}})
}

/// Where a container finds a volume.
pub(crate) fn mount(volume: &str, path: &str) -> Value {
    json!({"name": volume, "mountPath": path})
}

/// Where a container finds a volume that it cannot change.
pub(crate) fn mount_read_only(volume: &str, path: &str) -> Value {
    json!({"name": volume, "mountPath": path, "readOnly": true})
}

/// A volume that lives as long as its pod.
pub(crate) fn empty_dir(name: &str) -> Value {
    json!({"name": name, "emptyDir": {}})
}

/// A volume with the files of a config map.
pub(crate) fn config_map_volume(name: &str, config_map: &str) -> Value {
    json!({"name": name, "configMap": {"name": config_map}})
}

/// A place of the node's disk.
pub(crate) fn host_path(name: &str, path: &str) -> Value {
    json!({"name": name, "hostPath": {"path": path}})
}

/// A place of the node's disk that must be, or is made, of a type: `Directory`, `FileOrCreate`.
pub(crate) fn host_path_of(name: &str, path: &str, kind: &str) -> Value {
    json!({"name": name, "hostPath": {"path": path, "type": kind}})
}

/// Tolerates every taint with a key, or every one of an effect with it.
pub(crate) fn tolerates(key: &str) -> Value {
    json!({"key": key, "operator": "Exists"})
}

/// Tolerates every taint.
pub(crate) fn tolerates_everything() -> Value {
    json!({"operator": "Exists"})
}

/// Tolerates every taint of an effect.
pub(crate) fn tolerates_effect(effect: &str) -> Value {
    json!({"effect": effect, "operator": "Exists"})
}

/// Puts pods on control-plane nodes only.
pub(crate) fn on_control_plane() -> Value {
    on_nodes_with_any(&[CONTROL_PLANE, MASTER])
}

/// Puts pods on nodes only that have one of some labels.
pub(crate) fn on_nodes_with_any(labels: &[&str]) -> Value {
    let exists = |label: &&str| json!({"matchExpressions": [{"key": label, "operator": "Exists"}]});
    let terms: Vec<Value> = labels.iter().map(exists).collect();
    json!({"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": terms}}})
}

/// Spreads pods with labels over the values of a label of nodes, no more than one apart.
pub(crate) fn spread<'a>(
    topology: &str,
    when_unsatisfiable: &str,
    labels: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Value {
    let labels = map(labels);
    json!({
        "maxSkew": 1,
        "topologyKey": topology,
        "whenUnsatisfiable": when_unsatisfiable,
        "labelSelector": {"matchLabels": labels},
    })
}
