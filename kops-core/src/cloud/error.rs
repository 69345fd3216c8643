//! What can go wrong in a cloud, in kinds that a program can act on.

use std::error::Error;
use std::sync::Arc;

/// A call to the cloud that failed.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{operation} failed{}: {message}", .code.as_ref().map(|c| format!(" with {c}")).unwrap_or_default())]
#[non_exhaustive]
pub struct CloudError {
    /// What kind of failure it was.
    pub kind: ErrorKind,
    /// The operation in the cloud's words: `CreateSubnet`.
    pub operation: String,
    /// The cloud's word for the failure: `InvalidSubnet.Conflict`.
    pub code: Option<String>,
    /// The cloud's id of the request, for its support.
    pub request_id: Option<String>,
    /// The resource that the call was about.
    pub resource: Option<String>,
    /// One sentence.
    pub message: String,
    /// The permission that was missing, for [`ErrorKind::Denied`]: `ec2:CreateSubnet`.
    pub permission: Option<String>,
    /// What lies underneath.
    #[source]
    pub source: Option<Arc<dyn Error + Send + Sync>>,
    /// The same call fails again, whatever the kind says: what failed was no cloud, but the code that stands for one.
    pub(crate) is_permanent: bool,
}

/// Kinds of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ErrorKind {
    /// What the call names does not exist.
    NotFound,
    /// It exists already, or differs from what the call expects.
    Conflict,
    /// Something still uses it.
    InUse,
    /// It exists but cannot be used yet: made a moment ago, or not ready. Or it cannot be deleted yet: the NAT gateway that uses it is being
    /// deleted itself, which takes minutes.
    NotReady,
    /// Too many calls.
    Throttled,
    /// The caller may not do this.
    Denied,
    /// A limit of the account is reached.
    Quota,
    /// The call can never succeed as it is.
    Invalid,
    /// The cloud could not be reached or broke off; the call may have taken effect.
    Network,
    /// The cloud failed; the call may have taken effect.
    Internal,
}

impl ErrorKind {
    /// True where the same call may succeed a little later.
    pub fn retryable(self) -> bool {
        matches!(self, Self::InUse | Self::NotReady | Self::Throttled | Self::Network | Self::Internal)
    }
}

impl CloudError {
    /// Makes an error with the operation and one sentence.
    pub fn new(kind: ErrorKind, operation: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            kind,
            operation: operation.into(),
            code: None,
            request_id: None,
            resource: None,
            message: message.into(),
            permission: None,
            source: None,
            is_permanent: false,
        }
    }

    /// Adds the cloud's word for the failure.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// Adds the resource that the call was about.
    #[must_use]
    pub fn resource(mut self, resource: impl Into<String>) -> Self {
        self.resource = Some(resource.into());
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
