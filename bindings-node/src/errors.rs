//! Errors as data: the message of the native error is JSON, which `index.js` turns into an exception with fields.

use kops_core::cloud::memory::AccountError;
use kops_core::diag::{Diagnostics, Report};
use kops_core::engine;
use kops_core::text::Source;
use napi::{Error, Status};
use serde_json::{Value, json};

/// What is wrong with a spec.
pub(crate) fn invalid(findings: &Diagnostics, texts: &[Source]) -> Error {
    error(&json!({
        "name": "InvalidSpec",
        "message": Report::new(findings, texts).to_string(),
        "fields": {"diagnostics": findings},
    }))
}

/// What is wrong with an account file.
pub(crate) fn account(failure: &AccountError) -> Error {
    error(&json!({"name": "InvalidAccount", "message": chain(failure), "fields": {}}))
}

/// Why the engine could not do what it was asked.
pub(crate) fn engine(failure: &engine::Error) -> Error {
    match failure {
        engine::Error::Invalid { findings, texts } => invalid(findings, texts),
        engine::Error::Cloud(cause) => error(&json!({
            "name": "CloudError",
            "message": chain(cause),
            "fields": {
                "kind": cause.kind,
                "retryable": cause.retryable(),
                "operation": cause.operation,
                "code": cause.code,
                "requestId": cause.request_id,
                "resource": cause.resource,
            },
        })),
        other => error(&json!({"name": "KopsError", "message": chain(other), "fields": {}})),
    }
}

fn error(data: &Value) -> Error {
    Error::new(Status::GenericFailure, data.to_string())
}

/// An error with everything that lies underneath.
fn chain(error: &dyn std::error::Error) -> String {
    let sources = std::iter::successors(Some(error), |error| error.source());
    sources.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
