//! Errors as data: the message of the native error is JSON, which `index.cjs` turns into an exception with fields.

use kops_core::engine::ErrorData;
use napi::{Error, Status};

/// Makes the native error of an error that is described as data.
pub(crate) fn throw(error: &ErrorData) -> Error {
    Error::new(Status::GenericFailure, serde_json::to_string(error).unwrap_or_else(|_| error.message.clone()))
}
