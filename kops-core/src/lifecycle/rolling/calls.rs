//! The calls of a rolling update: one for each action.

use super::action::Action;
use crate::apply::Clock;
use crate::cloud::{Cloud, CloudError, ErrorKind, InstanceChange, Readiness};
use crate::cluster_api::{ClusterApi, ClusterApiError, ClusterApiErrorKind, Eviction, NodeChange};
use crate::errors::ErrorData;

/// What a rolling update works with.
#[derive(Clone, Copy, Debug)]
pub struct Ports<'a> {
    /// The account.
    pub cloud: &'a dyn Cloud,
    /// The cluster's API. Without it nothing is drained, started in advance or checked.
    pub api: Option<&'a dyn ClusterApi>,
    /// The time.
    pub clock: &'a dyn Clock,
}

/// A call that failed.
pub(super) enum CallError {
    Cloud(CloudError),
    Api(ClusterApiError),
}

impl From<CloudError> for CallError {
    fn from(error: CloudError) -> Self {
        Self::Cloud(error)
    }
}

impl From<ClusterApiError> for CallError {
    fn from(error: ClusterApiError) -> Self {
        Self::Api(error)
    }
}

impl CallError {
    pub(super) fn retryable(&self) -> bool {
        match self {
            Self::Cloud(error) => error.retryable(),
            Self::Api(error) => error.retryable(),
        }
    }

    /// True for an API server that refuses its caller, or that the caller cannot trust or has no credentials for. After it has answered
    /// before, that may pass: one that has just started may not know its callers yet, the address of one that is gone may be another
    /// server's, and a command for credentials may fail once.
    pub(super) fn is_refusal(&self) -> bool {
        use ClusterApiErrorKind::{Denied, Kubeconfig, Untrusted};
        let Self::Api(error) = self else { return false };
        matches!(error.kind, Denied | Kubeconfig | Untrusted) && !error.is_permanent
    }

    /// True where the account takes a call to be wrong, as it does for an instance that has left since it was listed.
    pub(super) fn is_wrong(&self) -> bool {
        matches!(self, Self::Cloud(error) if matches!(error.kind, ErrorKind::Invalid | ErrorKind::NotFound))
    }

    pub(super) fn data(&self) -> ErrorData {
        match self {
            Self::Cloud(error) => error.into(),
            Self::Api(error) => error.into(),
        }
    }
}

/// What came of an action.
pub(super) enum Outcome {
    Done,
    Pending,
    Blocked(String),
}

/// Makes the call of an action.
pub(super) async fn make(ports: Ports<'_>, action: &Action) -> Result<Outcome, CallError> {
    let change = match action {
        Action::Detach { group, instance } => {
            InstanceChange::Detach { group: group.clone(), instance: instance.clone() }
        }
        Action::Deregister { group, instance } => {
            InstanceChange::Deregister { group: group.clone(), instance: instance.clone() }
        }
        Action::Terminate { instance } => InstanceChange::Terminate { instance: instance.clone() },
        Action::Taint { node } => return change_node(ports, node, NodeChange::Taint).await,
        Action::Cordon { node, .. } => return change_node(ports, node, NodeChange::Cordon).await,
        Action::Evict { pod, .. } => {
            let Some(api) = ports.api else { return Ok(Outcome::Done) };
            return Ok(match api.evict(pod).await? {
                Eviction::Accepted => Outcome::Done,
                Eviction::Blocked { message } => Outcome::Blocked(message),
            });
        }
    };
    Ok(match ports.cloud.change_instance(&change).await? {
        Readiness::Pending(_) => Outcome::Pending,
        Readiness::Ready | Readiness::Failed(_) | Readiness::Gone => Outcome::Done,
    })
}

async fn change_node(ports: Ports<'_>, node: &str, change: NodeChange) -> Result<Outcome, CallError> {
    let Some(api) = ports.api else { return Ok(Outcome::Done) };
    match api.change_node(node, &change).await {
        // It has gone since it was listed.
        Err(error) if error.kind == ClusterApiErrorKind::NotFound => Ok(Outcome::Done),
        answer => Ok(answer.map(|()| Outcome::Done)?),
    }
}
