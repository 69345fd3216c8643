//! Errors as the exceptions that the package `kops` defines in Python.

use std::error::Error;

use kops_core::engine::SetError;
use kops_core::errors::ErrorData;
use kops_core::interop::CallError;
use pyo3::exceptions::{PyRuntimeError, PyTypeError, PyValueError};
use pyo3::prelude::*;

use crate::port::cause;

pyo3::import_exception!(asyncio, CancelledError);

/// Makes the exception of the package that is called like the error, with the facts as its fields. An exception of the caller's code
/// that is behind it is its cause.
pub(crate) fn failure<E: Error + 'static>(error: &E) -> PyErr
where
    ErrorData: for<'a> From<&'a E>,
{
    let data = ErrorData::from(error);
    let text = serde_json::to_string(&data).expect("errors serialise");
    Python::attach(|py| {
        let made = py.import("kops._errors").and_then(|module| module.call_method1("exception", (text,)));
        match made {
            Ok(exception) => {
                // One that lacks them says what it is all the same.
                let _ = give_causes(py, &exception, error);
                PyErr::from_value(exception)
            }
            Err(broken) => PyRuntimeError::new_err(format!("{} ({broken})", data.message)),
        }
    })
}

/// Gives an exception, and that of each step that failed, the exception of the caller's code that is behind it. Behind that of a set is that
/// of the cluster.
fn give_causes(py: Python<'_>, exception: &Bound<'_, PyAny>, error: &(dyn Error + 'static)) -> PyResult<()> {
    if let Some(set) = error.downcast_ref::<SetError>().filter(|set| set.cluster.is_some()) {
        let behind = exception.getattr("error")?;
        give_causes(py, &behind, &*set.error)?;
        return exception.setattr("__cause__", behind);
    }
    if let Some(cause) = cause(py, error) {
        exception.setattr("__cause__", cause)?;
    }
    let Some(kops_core::Error::Incomplete(incomplete)) = error.downcast_ref::<kops_core::Error>() else {
        return Ok(());
    };
    for (failure, (_, error)) in exception.getattr("failed")?.try_iter()?.zip(&incomplete.0.failed) {
        if let Some(cause) = cause(py, error) {
            failure?.getattr("error")?.setattr("__cause__", cause)?;
        }
    }
    Ok(())
}

/// The exception of a call.
pub(crate) fn called(error: &CallError) -> PyErr {
    match error {
        CallError::Type { argument, problem } => PyTypeError::new_err(of_argument(argument, problem)),
        CallError::Value { argument, problem } => PyValueError::new_err(of_argument(argument, problem)),
        CallError::Failed(error) => failure(error),
        CallError::SetFailed(error) => failure(error),
        _ => CancelledError::new_err(()),
    }
}

/// Names an argument as Python does.
fn of_argument(argument: &str, problem: &str) -> String {
    let mut name = String::new();
    for letter in argument.chars() {
        if letter.is_ascii_uppercase() {
            name.push('_');
        }
        name.push(letter.to_ascii_lowercase());
    }
    format!("argument '{name}': {problem}")
}
