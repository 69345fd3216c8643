//! What can go wrong between this library and an API server, in kinds that a program can act on.

use std::error::Error;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A call to the API server that failed.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{operation} failed: {message}")]
#[non_exhaustive]
pub struct ClusterApiError {
    /// What kind of failure it was.
    pub kind: ClusterApiErrorKind,
    /// What was asked for: `list nodes`.
    pub operation: String,
    /// The HTTP status, where the API server answered.
    pub status: Option<u16>,
    /// One sentence.
    pub message: String,
    /// What lies underneath.
    #[source]
    pub source: Option<Arc<dyn Error + Send + Sync>>,
    /// The same call fails again, whatever the kind says.
    pub(crate) is_permanent: bool,
}

/// Kinds of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ClusterApiErrorKind {
    /// What the call names does not exist.
    NotFound,
    /// The caller is not known, or may not do this; an expired certificate is one reason.
    Denied,
    /// The certificate of the API server is not signed by the cluster's authority, or is for another name.
    Untrusted,
    /// The name of the API server does not resolve.
    Unresolved,
    /// The kubeconfig cannot be used.
    Kubeconfig,
    /// Another writer was faster.
    Conflict,
    /// Too many calls.
    Throttled,
    /// The call can never succeed as it is.
    Invalid,
    /// The API server could not be reached, or broke off.
    Network,
    /// The API server failed.
    Internal,
}

impl ClusterApiErrorKind {
    /// True where the same call may succeed a little later.
    pub fn retryable(self) -> bool {
        matches!(self, Self::Unresolved | Self::Conflict | Self::Throttled | Self::Network | Self::Internal)
    }
}

impl ClusterApiError {
    /// Makes an error with what was asked for and one sentence.
    pub fn new(kind: ClusterApiErrorKind, operation: impl Into<String>, message: impl Into<String>) -> Self {
        let (operation, message) = (operation.into(), message.into());
        Self { kind, operation, status: None, message, source: None, is_permanent: false }
    }

    /// Adds the HTTP status.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// Adds what lies underneath.
    #[must_use]
    pub fn caused_by(mut self, source: impl Error + Send + Sync + 'static) -> Self {
        self.source = Some(Arc::new(source));
        self
    }

    /// True where the same call may succeed a little later.
    pub fn retryable(&self) -> bool {
        self.kind.retryable() && !self.is_permanent
    }
}
