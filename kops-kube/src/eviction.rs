//! Evictions: the subresource of a pod that respects pod disruption budgets.

use http::Request;
use kops_core::cluster_api::{ClusterApiError, ClusterApiErrorKind, Eviction, PodId};
use kube::Client;
use kube::core::Status;
use serde_json::json;

use crate::error;

/// Why an API server refuses what would change a namespace that is being deleted.
const NAMESPACE_TERMINATING: &str = "NamespaceTerminating";

/// Asks for an eviction. The uid is a precondition, so that a pod of the same name that was made since is not evicted.
pub(crate) async fn evict(client: &Client, pod: &PodId) -> Result<Eviction, ClusterApiError> {
    let PodId { namespace, name, uid } = pod;
    let operation = format!("evict pod {pod}");
    let body = json!({
        "apiVersion": "policy/v1",
        "kind": "Eviction",
        "metadata": {"name": name, "namespace": namespace},
        "deleteOptions": {"preconditions": {"uid": uid}},
    });
    let request = Request::post(format!("/api/v1/namespaces/{namespace}/pods/{name}/eviction"))
        .header("content-type", "application/json")
        .body(body.to_string().into_bytes())
        .map_err(|error| {
            let message = format!("`{pod}` is not the name of a pod");
            ClusterApiError::new(ClusterApiErrorKind::Invalid, operation.clone(), message).caused_by(error)
        })?;
    match client.request::<Status>(request).await {
        Ok(_) => Ok(Eviction::Accepted),
        Err(kube::Error::Api(status)) => match status.code {
            // It is gone, or another pod has its name.
            404 | 409 => Ok(Eviction::Accepted),
            429 => Ok(Eviction::Blocked { message: reason(&status) }),
            // The pod is deleted with its namespace.
            403 if is_namespace_terminating(&status) => Ok(Eviction::Blocked { message: status.message.clone() }),
            _ => Err(error::answered(&operation, &status)),
        },
        Err(error) => Err(error::of(&operation, error)),
    }
}

fn is_namespace_terminating(status: &Status) -> bool {
    let mut causes = status.details.iter().flat_map(|details| &details.causes);
    causes.any(|cause| cause.reason == NAMESPACE_TERMINATING)
}

/// What the API server says of the budget that blocks, which it tells apart from its general words.
fn reason(status: &Status) -> String {
    let causes = status.details.iter().flat_map(|details| &details.causes);
    let budgets: Vec<&str> = causes.map(|cause| cause.message.as_str()).filter(|text| !text.is_empty()).collect();
    if budgets.is_empty() { status.message.clone() } else { budgets.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pod_of_a_namespace_that_is_deleted_is_waited_for() {
        let status = |details: serde_json::Value| {
            serde_json::from_value::<Status>(json!({"code": 403, "details": details})).expect("a status")
        };
        let cause =
            json!({"causes": [{"reason": "NamespaceTerminating", "message": "namespace x is being terminated"}]});
        assert!(is_namespace_terminating(&status(cause)));
        assert!(!is_namespace_terminating(&status(json!({}))), "the caller may not evict");
    }
}
