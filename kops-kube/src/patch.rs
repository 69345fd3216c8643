//! Changes of nodes as strategic merge patches, of which a repetition changes nothing.

use kops_core::cluster_api::{
    ClusterApiError, ClusterApiErrorKind, DRAINING, EXCLUDED_FROM_LOAD_BALANCERS, NEEDS_UPDATE, NodeChange,
    SCHEDULED_FOR_UPDATE,
};
use serde_json::{Value, json};

pub(crate) fn of(change: NodeChange) -> Result<Value, ClusterApiError> {
    Ok(match change {
        NodeChange::Taint => json!({
            "spec": {"taints": [{"key": SCHEDULED_FOR_UPDATE, "effect": "PreferNoSchedule"}]},
        }),
        NodeChange::Cordon => json!({
            "metadata": {"labels": {EXCLUDED_FROM_LOAD_BALANCERS: ""}, "annotations": {DRAINING: ""}},
            "spec": {"unschedulable": true},
        }),
        NodeChange::Uncordon => json!({
            "metadata": {"labels": {EXCLUDED_FROM_LOAD_BALANCERS: null}, "annotations": {DRAINING: null}},
            "spec": {"unschedulable": null, "taints": [{"key": SCHEDULED_FOR_UPDATE, "$patch": "delete"}]},
        }),
        NodeChange::MarkForUpdate => json!({"metadata": {"annotations": {NEEDS_UPDATE: ""}}}),
        other => {
            let message = format!("the change {other:?} of a node is not known here");
            return Err(ClusterApiError::new(ClusterApiErrorKind::Invalid, "patch node", message));
        }
    })
}
