//! Errors as data: the message of the native error is JSON, which `index.cjs` turns into an exception with fields.

use kops_core::engine;
use kops_core::errors::ErrorData;
use napi::{Error, Status};

/// Makes the native error.
pub(crate) fn failure(error: engine::Error) -> Error {
    let data = ErrorData::from(&error);
    Error::new(Status::GenericFailure, serde_json::to_string(&data).unwrap_or(data.message))
}

/// The error of a call whose thread was lost.
pub(crate) fn lost(error: tokio::task::JoinError) -> Error {
    Error::new(Status::GenericFailure, error.to_string())
}
