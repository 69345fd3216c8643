//! Errors of the cloud, of the API of a cluster and of the state store.

use serde::{Deserialize, Serialize};

use super::{ErrorData, ErrorFacts};
use crate::cloud::{CloudError, ErrorKind};
use crate::cluster_api::{ClusterApiError, ClusterApiErrorKind};
use crate::diag::ObjectRef;
use crate::state::{Lock, StateError, WriteError};

/// A call to the cloud that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CloudErrorFields {
    /// What kind of failure it was.
    pub kind: ErrorKind,
    /// The same call may succeed later.
    pub retryable: bool,
    /// The operation in AWS's words: `CreateSubnet`.
    pub operation: String,
    /// AWS's code: `InvalidSubnet.Conflict`.
    pub code: Option<String>,
    /// The id of the request, which AWS's support asks for.
    pub request_id: Option<String>,
    /// The resource that the call was about.
    pub resource: Option<String>,
    /// The permission that was missing, for the kind `denied`: `ec2:CreateSubnet`.
    pub permission: Option<String>,
}

/// A call to the API of a cluster that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ClusterApiErrorFields {
    /// What kind of failure it was.
    pub kind: ClusterApiErrorKind,
    /// The same call may succeed later.
    pub retryable: bool,
    /// What was asked for: `list nodes`.
    pub operation: String,
    /// The HTTP status, where the API server answered.
    pub status: Option<u16>,
}

/// A state store that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct StateErrorFields {
    /// What kind of failure it was.
    pub kind: StateErrorKind,
    /// The object that it is about.
    pub key: Option<String>,
    /// The same call may succeed later.
    pub retryable: bool,
    /// Who holds the lock of the cluster, for the kinds `locked` and `lock-lost`.
    #[serde(default)]
    pub lock: Option<Lock>,
}

/// Kinds of failures of state stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum StateErrorKind {
    /// A text is not a key.
    InvalidKey,
    /// A key names a folder.
    NotAnObject,
    /// The store does not exist.
    NoStore,
    /// Another writer changed the object.
    Conflict,
    /// No store has such a URL.
    UnknownStore,
    /// The store lies in another account or region.
    Foreign,
    /// The store can be read by the public.
    Public,
    /// Another writer holds the lock of the cluster.
    Locked,
    /// The lock of the cluster was lost while it was written.
    LockLost,
    /// A stored keyset cannot be used.
    Keyset,
    /// A stored secret cannot be used.
    Secret,
    /// The caller may not do this.
    Denied,
    /// The store could not be reached, or failed.
    Failed,
}

/// Objects that could not be stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct WriteErrorFields {
    /// What kind of failure it was.
    pub kind: WriteErrorKind,
    /// The objects that it is about.
    pub objects: Vec<ObjectRef>,
}

/// Why objects could not be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum WriteErrorKind {
    /// They exist already.
    Exists,
    /// They are not there.
    Missing,
    /// The cluster has another SSH key.
    OtherKey,
}

impl From<&CloudError> for CloudErrorFields {
    fn from(error: &CloudError) -> Self {
        Self {
            kind: error.kind,
            retryable: error.retryable(),
            operation: error.operation.clone(),
            code: error.code.clone(),
            request_id: error.request_id.clone(),
            resource: error.resource.clone(),
            permission: error.permission.clone(),
        }
    }
}

impl From<&ClusterApiError> for ClusterApiErrorFields {
    fn from(error: &ClusterApiError) -> Self {
        let (operation, status) = (error.operation.clone(), error.status);
        Self { kind: error.kind, retryable: error.retryable(), operation, status }
    }
}

impl From<&StateError> for StateErrorFields {
    fn from(error: &StateError) -> Self {
        let (kind, key) = match error {
            StateError::InvalidKey { key } => (StateErrorKind::InvalidKey, Some(key.as_str())),
            StateError::NotAnObject { key } => (StateErrorKind::NotAnObject, Some(key.as_str())),
            StateError::NoStore { .. } => (StateErrorKind::NoStore, None),
            StateError::Conflict { key, .. } => (StateErrorKind::Conflict, Some(key.as_str())),
            StateError::UnknownStore { .. } | StateError::NotABucket { .. } => (StateErrorKind::UnknownStore, None),
            StateError::Foreign { key } => (StateErrorKind::Foreign, Some(key.as_str())),
            StateError::Public { key } => (StateErrorKind::Public, Some(key.as_str())),
            StateError::Locked { .. } => (StateErrorKind::Locked, None),
            StateError::LockLost { .. } => (StateErrorKind::LockLost, None),
            StateError::Keyset { key, .. } => (StateErrorKind::Keyset, Some(key.as_str())),
            StateError::Secret { key, .. } => (StateErrorKind::Secret, Some(key.as_str())),
            StateError::Denied { key, .. } => (StateErrorKind::Denied, Some(key.as_str())),
            StateError::Failed { key, .. } => (StateErrorKind::Failed, Some(key.as_str())),
        };
        let lock = match error {
            StateError::Locked { lock, .. } => Some(Lock::clone(lock)),
            StateError::LockLost { lock, .. } => lock.as_deref().cloned(),
            _ => None,
        };
        Self { kind, key: key.map(str::to_owned), retryable: error.retryable(), lock }
    }
}

impl From<&CloudError> for ErrorData {
    fn from(error: &CloudError) -> Self {
        Self::new(error, ErrorFacts::CloudError(error.into()))
    }
}

impl From<&ClusterApiError> for ErrorData {
    fn from(error: &ClusterApiError) -> Self {
        Self::new(error, ErrorFacts::ClusterApiError(error.into()))
    }
}

impl From<&StateError> for ErrorData {
    fn from(error: &StateError) -> Self {
        Self::new(error, ErrorFacts::StateError(error.into()))
    }
}

impl From<&WriteError> for ErrorData {
    fn from(error: &WriteError) -> Self {
        let fields = match error {
            WriteError::State(error) => return error.into(),
            WriteError::Invalid(findings) => return Self::invalid(findings, &[]),
            WriteError::Exists(objects) => WriteErrorFields::new(WriteErrorKind::Exists, objects),
            WriteError::Missing(objects) => WriteErrorFields::new(WriteErrorKind::Missing, objects),
            WriteError::OtherKey { .. } => WriteErrorFields::new(WriteErrorKind::OtherKey, &[]),
        };
        Self::new(error, ErrorFacts::WriteError(fields))
    }
}

impl WriteErrorFields {
    fn new(kind: WriteErrorKind, objects: &[ObjectRef]) -> Self {
        Self { kind, objects: objects.to_vec() }
    }
}
