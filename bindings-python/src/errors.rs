//! Errors as the exceptions that the package `kops` defines in Python.

use std::error::Error;

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
    let text = serde_json::to_string(&data).unwrap_or_default();
    Python::attach(|py| {
        let made = py.import("kops._errors").and_then(|module| module.call_method1("exception", (text,)));
        match made {
            Ok(exception) => {
                // One that lacks them says what it is all the same.
                let _ = give_steps_causes(py, &exception, error);
                let made = PyErr::from_value(exception);
                if let Some(cause) = cause(py, error) {
                    made.set_cause(py, Some(PyErr::from_value(cause.into_bound(py).into_any())));
                }
                made
            }
            Err(broken) => PyRuntimeError::new_err(format!("{} ({broken})", data.message)),
        }
    })
}

/// Gives the error of each step that failed the exception of the caller's code that is behind it.
fn give_steps_causes(py: Python<'_>, exception: &Bound<'_, PyAny>, error: &(dyn Error + 'static)) -> PyResult<()> {
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
