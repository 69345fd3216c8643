//! Whether an object that was applied is healthy, and whether what it asks for runs.

use serde_json::Value;

use crate::cluster_api::ObjectId;

/// The conditions that are true of a healthy object.
const CONDITIONS: &[&str] = &[
    "Available",
    "ContainersReady",
    "Established",
    "Healthy",
    "Initialized",
    "NamesAccepted",
    "PodScheduled",
    "Ready",
];
/// Those of one kind, by group and kind.
const CONDITIONS_OF_KINDS: &[(&str, &str, &[&str])] = &[
    ("apps", "Deployment", &["Progressing"]),
    ("gateway.networking.k8s.io", "Gateway", &["Accepted", "Programmed"]),
    ("gateway.networking.k8s.io", "GatewayClass", &["Accepted"]),
];

/// Why an addon with this object does not count as installed, by the rules of kops; nothing where it is healthy.
pub(super) fn unhealthy(id: &ObjectId, object: &Value) -> Option<String> {
    if object.pointer("/metadata/deletionTimestamp").is_some_and(|time| !time.is_null()) {
        return Some("is being deleted".to_owned());
    }
    let of_kind = CONDITIONS_OF_KINDS.iter().find(|(group, kind, _)| (*group, *kind) == (&id.group, &id.kind));
    let own = of_kind.map_or(&[][..], |(_, _, conditions)| *conditions);
    let conditions = object.pointer("/status/conditions").and_then(Value::as_array);
    conditions.into_iter().flatten().find_map(|condition| {
        let text = |field: &str| condition.get(field).and_then(Value::as_str).filter(|text| !text.is_empty());
        let kind = text("type").filter(|kind| CONDITIONS.contains(kind) || own.contains(kind))?;
        let because = text("message").or_else(|| text("reason")).map(|why| format!(": {why}")).unwrap_or_default();
        (text("status") == Some("False")).then(|| format!("is not `{kind}`{because}"))
    })
}

/// What a workload lacks until it runs as it was applied, by the rules of `kubectl rollout status`; nothing where it does, and for
/// what is no workload. Pods that its strategy leaves as they are need not be of its new version: those that are replaced once they are
/// deleted, as with their nodes, and those below a partition.
pub(super) fn unready(id: &ObjectId, object: &Value) -> Option<String> {
    let number = |pointer: &str| object.pointer(pointer).and_then(Value::as_i64).unwrap_or_default();
    let replicas = object.pointer("/spec/replicas").and_then(Value::as_i64).unwrap_or(1);
    let (wanted, updated, running) = match (id.group.as_str(), id.kind.as_str()) {
        ("apps", "Deployment") => (replicas, "/status/updatedReplicas", "/status/availableReplicas"),
        ("apps", "StatefulSet") => (replicas, "/status/updatedReplicas", "/status/readyReplicas"),
        ("apps", "DaemonSet") => {
            let wanted = number("/status/desiredNumberScheduled");
            (wanted, "/status/updatedNumberScheduled", "/status/numberAvailable")
        }
        _ => return None,
    };
    let (updated, running) = (number(updated), number(running));
    let new = match object.pointer("/spec/updateStrategy/type").and_then(Value::as_str) {
        Some("OnDelete") => 0,
        _ => wanted - number("/spec/updateStrategy/rollingUpdate/partition"),
    };
    if number("/status/observedGeneration") < number("/metadata/generation") {
        return Some("has just been changed".to_owned());
    }
    if updated < new {
        return Some(format!("has {updated} of {new} pods of its new version"));
    }
    (running < wanted).then(|| format!("has {running} of {wanted} pods that are available"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn id(kind: &str) -> ObjectId {
        ObjectId { group: "apps".into(), kind: kind.into(), namespace: Some("kube-system".into()), name: "a".into() }
    }

    #[test]
    fn conditions_that_are_false_are_unhealthy() {
        let with = |kind: &str, status: &str| json!({"status": {"conditions": [{"type": kind, "status": status, "message": "no node"}]}});
        for (kind, object, expected) in [
            ("Deployment", json!({}), None),
            ("Deployment", with("Available", "True"), None),
            ("Deployment", with("Available", "False"), Some("is not `Available`: no node")),
            ("Deployment", with("Progressing", "False"), Some("is not `Progressing`: no node")),
            ("DaemonSet", with("Progressing", "False"), None),
            ("DaemonSet", with("Paused", "False"), None),
            ("DaemonSet", json!({"metadata": {"deletionTimestamp": "2026-01-01T00:00:00Z"}}), Some("is being deleted")),
            ("DaemonSet", json!({"status": {"conditions": null}}), None),
        ] {
            assert_eq!(unhealthy(&id(kind), &object).as_deref(), expected, "{kind} {object}");
        }
    }

    #[test]
    fn a_workload_is_ready_when_every_pod_of_its_new_version_is_available() {
        let deployment = |seen: i64, updated: i64, available: i64| {
            json!({
                "metadata": {"generation": 2},
                "spec": {"replicas": 2},
                "status": {"observedGeneration": seen, "updatedReplicas": updated, "availableReplicas": available},
            })
        };
        let daemon_set = |available: i64| json!({"status": {"desiredNumberScheduled": 3, "updatedNumberScheduled": 3, "numberAvailable": available}});
        let on_delete = |available: i64| {
            json!({
                "spec": {"updateStrategy": {"type": "OnDelete"}},
                "status": {"desiredNumberScheduled": 3, "updatedNumberScheduled": 1, "numberAvailable": available},
            })
        };
        let partitioned = |updated: i64| {
            json!({
                "spec": {"replicas": 3, "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"partition": 2}}},
                "status": {"updatedReplicas": updated, "readyReplicas": 3},
            })
        };
        for (kind, object, expected) in [
            ("Deployment", deployment(1, 2, 2), Some("has just been changed")),
            ("Deployment", deployment(2, 1, 2), Some("has 1 of 2 pods of its new version")),
            ("Deployment", deployment(2, 2, 1), Some("has 1 of 2 pods that are available")),
            ("Deployment", deployment(2, 2, 2), None),
            ("DaemonSet", daemon_set(2), Some("has 2 of 3 pods that are available")),
            ("DaemonSet", daemon_set(3), None),
            ("DaemonSet", on_delete(2), Some("has 2 of 3 pods that are available")),
            ("DaemonSet", on_delete(3), None),
            ("StatefulSet", partitioned(0), Some("has 0 of 1 pods of its new version")),
            ("StatefulSet", partitioned(1), None),
            ("ControllerRevision", json!({}), None),
        ] {
            assert_eq!(unready(&id(kind), &object).as_deref(), expected, "{kind} {object}");
        }
    }
}
