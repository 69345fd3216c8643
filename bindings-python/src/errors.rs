//! Errors as the exceptions that the package `kops` defines in Python.

use kops_core::cloud::CloudError;
use kops_core::cloud::memory::AccountError;
use kops_core::diag::{Diagnostics, Report};
use kops_core::engine::Error;
use kops_core::text::Source;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// What is wrong with a spec.
pub(crate) fn invalid(findings: &Diagnostics, texts: &[Source]) -> PyErr {
    raise("InvalidSpec", &Report::new(findings, texts).to_string(), |py, fields| {
        let data = serde_json::to_string(findings).unwrap_or_default();
        fields.set_item("diagnostics", py.import("json")?.call_method1("loads", (data,))?)
    })
}

/// What is wrong with an account file.
pub(crate) fn account(error: AccountError) -> PyErr {
    raise("InvalidAccount", &chain(&error), |_, _| Ok(()))
}

/// Why the engine could not do what it was asked.
pub(crate) fn engine(error: &Error) -> PyErr {
    match error {
        Error::Invalid { findings, texts } => invalid(findings, texts),
        Error::Cloud(error) => cloud(error),
        other => raise("KopsError", &chain(other), |_, _| Ok(())),
    }
}

fn cloud(error: &CloudError) -> PyErr {
    raise("CloudError", &chain(error), |_, fields| {
        let kind = serde_json::to_value(error.kind).ok();
        fields.set_item("kind", kind.as_ref().and_then(|k| k.as_str()))?;
        fields.set_item("retryable", error.retryable())?;
        fields.set_item("operation", &error.operation)?;
        fields.set_item("code", &error.code)?;
        fields.set_item("request_id", &error.request_id)?;
        fields.set_item("resource", &error.resource)
    })
}

/// An error with everything that lies underneath.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        text.push_str(": ");
        text.push_str(&source.to_string());
        next = source.source();
    }
    text
}

/// Makes an exception of the package by its name, with fields as keyword arguments.
fn raise(class: &str, message: &str, fill: impl FnOnce(Python<'_>, &Bound<'_, PyDict>) -> PyResult<()>) -> PyErr {
    Python::attach(|py| {
        let made = (|| {
            let fields = PyDict::new(py);
            fill(py, &fields)?;
            let exception = py.import("kops._errors")?.getattr(class)?;
            exception.call((message,), Some(&fields))
        })();
        match made {
            Ok(exception) => PyErr::from_value(exception),
            Err(broken) => PyRuntimeError::new_err(format!("{message} ({broken})")),
        }
    })
}
