//! What a method of another language raised, as an error of its port.

use std::error::Error;
use std::sync::Arc;

use crate::cloud::{CloudError, ErrorKind};
use crate::cluster_api::{ClusterApiError, ClusterApiErrorKind};
use crate::errors::{ErrorData, ErrorFacts, StateErrorKind};
use crate::state::{Key, StateError};

/// What a method of another language raised.
#[derive(Clone, Debug)]
pub enum PortError {
    /// An error of this library.
    Data {
        /// What it is, with its facts.
        data: Box<ErrorData>,
        /// What the method raised it from. It stays among the sources of the error of the port.
        source: Option<Arc<dyn Error + Send + Sync>>,
    },
    /// Anything else. It stays among the sources of the error of the port, so that a binding finds it there.
    Other(Arc<dyn Error + Send + Sync>),
    /// Nothing: there is no such method, which is fine for those that a port need not have.
    NoMethod,
}

impl From<ErrorData> for PortError {
    fn from(data: ErrorData) -> Self {
        Self::Data { data: Box::new(data), source: None }
    }
}

/// What is said of an error that is none of this library.
const RAISED: &str = "the method raised an error";

/// An error of another language that was reduced to its message and what lies underneath.
#[derive(Debug, thiserror::Error)]
#[error("{text}")]
struct Message {
    text: String,
    source: Option<Arc<dyn Error + Send + Sync>>,
}

impl Message {
    fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), source: None }
    }
}

/// What an error says of itself: one of this library has what lies underneath at the end of its message.
fn without_source(message: &str, source: Option<&Arc<dyn Error + Send + Sync>>) -> String {
    let below = source.map(|source| format!(": {source}")).unwrap_or_default();
    message.strip_suffix(&below).unwrap_or(message).to_owned()
}

impl PortError {
    /// The error of a cloud. What is not an error of a cloud is an internal one, and one of another language is not repeated: it is most
    /// often a bug there.
    pub(super) fn of_cloud(self, method: &str) -> CloudError {
        match self {
            Self::Data { data, source } => {
                let message = without_source(&data.message, source.as_ref());
                let mut error = match data.facts {
                    ErrorFacts::CloudError(fields) => {
                        let mut error = CloudError::new(fields.kind, fields.operation, "");
                        if error.operation.is_empty() {
                            error.operation = method.to_owned();
                        }
                        error.code = fields.code;
                        // One that comes from a cloud of this library has its operation in the message already.
                        let before = error.to_string();
                        error.message = message.strip_prefix(&before).unwrap_or(&message).to_owned();
                        (error.request_id, error.resource, error.permission) =
                            (fields.request_id, fields.resource, fields.permission);
                        error.is_permanent = !fields.retryable;
                        error
                    }
                    _ => CloudError::new(ErrorKind::Internal, method, message),
                };
                error.source = source;
                error
            }
            Self::Other(source) => {
                let error = CloudError::new(ErrorKind::Internal, method, RAISED);
                CloudError { source: Some(source), is_permanent: true, ..error }
            }
            Self::NoMethod => CloudError::new(ErrorKind::Invalid, method, "the cloud has no such method"),
        }
    }

    /// The error of the API of a cluster. What is not one is an internal one, and one of another language is not repeated.
    pub(super) fn of_cluster(self, method: &str) -> ClusterApiError {
        let internal = |message| ClusterApiError::new(ClusterApiErrorKind::Internal, method, message);
        match self {
            Self::Data { data, source } => {
                let message = without_source(&data.message, source.as_ref());
                let mut error = match data.facts {
                    ErrorFacts::ClusterApiError(fields) => {
                        let operation = if fields.operation.is_empty() { method.to_owned() } else { fields.operation };
                        let mut error = ClusterApiError::new(fields.kind, operation, "");
                        let before = error.to_string();
                        error.message = message.strip_prefix(&before).unwrap_or(&message).to_owned();
                        error.status = fields.status;
                        error.is_permanent = !fields.retryable;
                        error
                    }
                    _ => internal(message),
                };
                error.source = source;
                error
            }
            Self::Other(source) => {
                ClusterApiError { source: Some(source), is_permanent: true, ..internal(RAISED.to_owned()) }
            }
            Self::NoMethod => {
                ClusterApiError::new(ClusterApiErrorKind::Invalid, method, "the cluster has no such method")
            }
        }
    }

    /// The error of opening a bucket. A cloud that has no method for it has no buckets.
    pub(super) fn of_bucket(self, name: &str) -> StateError {
        let none = || StateError::NoStore { store: format!("s3://{name}") };
        match self {
            Self::NoMethod => none(),
            Self::Data { data, .. } if matches!(&data.facts, ErrorFacts::StateError(fields) if fields.kind == StateErrorKind::NoStore) => {
                none()
            }
            error => error.of_store("opening", &Key::new(name).unwrap_or_default()),
        }
    }

    /// The error of a state store.
    pub(super) fn of_store(self, operation: &'static str, key: &Key) -> StateError {
        let failed = |retryable, source| StateError::Failed { operation, key: key.clone(), retryable, source };
        let (data, source) = match self {
            Self::Data { data, source } => (data, source),
            Self::Other(source) => return failed(false, source),
            Self::NoMethod => return failed(false, Arc::new(Message::new("the store has no such method"))),
        };
        let message = Message { text: without_source(&data.message, source.as_ref()), source };
        let ErrorFacts::StateError(fields) = data.facts else { return failed(false, Arc::new(message)) };
        match fields.kind {
            StateErrorKind::Conflict => StateError::moved(key, true),
            StateErrorKind::Public => StateError::Public { key: key.to_string() },
            StateErrorKind::NotAnObject => StateError::NotAnObject { key: key.clone() },
            StateErrorKind::Denied => {
                StateError::Denied { operation, key: key.clone(), source: Some(Arc::new(message)) }
            }
            _ => failed(fields.retryable, Arc::new(message)),
        }
    }
}

/// The error of a cloud that answered with something else than it should.
pub(super) fn unreadable_cloud(method: &str, error: &serde_json::Error) -> CloudError {
    CloudError::new(ErrorKind::Invalid, method, format!("what the method returned cannot be read: {error}"))
}

/// The error of the API of a cluster that answered with something else than it should.
pub(super) fn unreadable_cluster(method: &str, error: &serde_json::Error) -> ClusterApiError {
    let message = format!("what the method returned cannot be read: {error}");
    ClusterApiError::new(ClusterApiErrorKind::Invalid, method, message)
}

/// The error of a state store that answered with something else than it should.
pub(super) fn unreadable_store(operation: &'static str, key: &Key, what: &str) -> StateError {
    let source = Arc::new(Message::new(format!("what the method returned cannot be read: {what}")));
    StateError::Failed { operation, key: key.clone(), retryable: false, source }
}
