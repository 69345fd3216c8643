//! Errors as data: the message of the native error is JSON, which `errors.cjs` turns into an exception with fields.

use std::error::Error as StdError;

use kops_core::engine::SetError;
use kops_core::errors::ErrorData;
use kops_core::interop::CallError;
use napi::{Error, Status};
use serde_json::{Value, json};

use crate::port::cause;

/// Makes the native error. What the caller's code threw, where that is behind it, is its cause.
pub(crate) fn failure<E: StdError + 'static>(error: E) -> Error
where
    ErrorData: for<'a> From<&'a E>,
{
    let mut data = serde_json::to_value(ErrorData::from(&error)).expect("errors serialise");
    give_causes(&mut data, &error);
    Error::new(Status::GenericFailure, data.to_string())
}

/// Gives an error, and that of each step that failed, what the caller's code threw, where that is behind it. Behind that of a set is that of
/// the cluster.
fn give_causes(data: &mut Value, error: &(dyn StdError + 'static)) {
    if let Some(set) = error.downcast_ref::<SetError>().filter(|set| set.cluster.is_some()) {
        return give_causes(&mut data["fields"]["error"], &*set.error);
    }
    if let Some(cause) = cause(error) {
        data["cause"] = cause.into();
    }
    let Some(kops_core::Error::Incomplete(incomplete)) = error.downcast_ref::<kops_core::Error>() else { return };
    for (place, (_, error)) in incomplete.0.failed.iter().enumerate() {
        let failed = data.pointer_mut(&format!("/fields/failed/{place}/error"));
        if let (Some(failed), Some(cause)) = (failed, cause(error)) {
            failed["cause"] = cause.into();
        }
    }
}

/// The native error of a call.
pub(crate) fn called(error: CallError) -> Error {
    match error {
        CallError::Failed(error) => failure(error),
        CallError::SetFailed(error) => failure(error),
        error => Error::new(Status::InvalidArg, json!({"name": "TypeError", "message": error.to_string()}).to_string()),
    }
}

/// The error of a call whose thread was lost.
pub(crate) fn lost(error: tokio::task::JoinError) -> Error {
    Error::new(Status::GenericFailure, error.to_string())
}

/// The error of an argument that is not the JSON that it should be.
pub(crate) fn unreadable(error: serde_json::Error) -> Error {
    Error::new(Status::InvalidArg, error.to_string())
}
