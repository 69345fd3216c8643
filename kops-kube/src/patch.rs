//! Changes of nodes as merge patches, of which a repetition changes nothing.

use k8s_openapi::api::core::v1::Taint;
use kops_core::cluster_api::{
    ClusterApiError, ClusterApiErrorKind, DRAINING, EXCLUDED_FROM_LOAD_BALANCERS, NEEDS_UPDATE, NodeChange,
    SCHEDULED_FOR_UPDATE,
};
use serde_json::{Value, json};

use crate::partial::Node;

/// True for a change that needs the node as it is: taints are one list, which a patch replaces as a whole.
pub(crate) fn needs_node(change: NodeChange) -> bool {
    matches!(change, NodeChange::Taint | NodeChange::Uncordon)
}

/// Makes the patch. With a node it holds for that version of it only, so that no taint of another writer is lost.
pub(crate) fn of(change: NodeChange, node: Option<&Node>) -> Result<Value, ClusterApiError> {
    let version = node.and_then(|node| node.metadata.resource_version.as_deref());
    Ok(match change {
        NodeChange::Taint => json!({
            "metadata": {"resourceVersion": version},
            "spec": {"taints": taints(node, true)},
        }),
        NodeChange::Cordon => json!({
            "metadata": {"labels": {EXCLUDED_FROM_LOAD_BALANCERS: ""}, "annotations": {DRAINING: ""}},
            "spec": {"unschedulable": true},
        }),
        NodeChange::Uncordon => json!({
            "metadata": {
                "resourceVersion": version,
                "labels": {EXCLUDED_FROM_LOAD_BALANCERS: null},
                "annotations": {DRAINING: null},
            },
            "spec": {"unschedulable": null, "taints": taints(node, false)},
        }),
        NodeChange::MarkForUpdate => json!({"metadata": {"annotations": {NEEDS_UPDATE: ""}}}),
        other => {
            let message = format!("the change {other:?} of a node is not known here");
            return Err(ClusterApiError::new(ClusterApiErrorKind::Invalid, "patch node", message));
        }
    })
}

/// The taints of a node with or without that of a rolling update.
fn taints(node: Option<&Node>, wanted: bool) -> Vec<Taint> {
    let there = node.and_then(|node| node.spec.as_ref()?.taints.clone()).unwrap_or_default();
    let mut taints: Vec<Taint> = there.into_iter().filter(|taint| taint.key != SCHEDULED_FOR_UPDATE).collect();
    if wanted {
        let (key, effect) = (SCHEDULED_FOR_UPDATE.to_owned(), "PreferNoSchedule".to_owned());
        taints.push(Taint { key, effect, ..Taint::default() });
    }
    taints
}
