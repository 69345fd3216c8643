//! Errors as the exceptions that the package `kops` defines in Python, and data as Python's values.

use std::error::Error;

use kops_core::cloud::ErrorKind;
use kops_core::errors::ErrorData;
use pyo3::exceptions::{PyRuntimeError, PyTypeError};
use pyo3::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::port::cause;

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

/// Data as Python's values.
pub(crate) fn python<'py>(py: Python<'py>, data: &(impl Serialize + Sync)) -> PyResult<Bound<'py, PyAny>> {
    let text = py.detach(|| serde_json::to_string(data)).map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
    py.import("json")?.call_method1("loads", (text,))
}

/// Python's values as JSON. Raises TypeError, which names the argument, where JSON does not have them.
pub(crate) fn json<T: DeserializeOwned>(argument: &str, value: &Bound<'_, PyAny>) -> PyResult<T> {
    let text: Vec<u8> = value.py().import("kops._specs")?.call_method1("json_text", (value, argument))?.extract()?;
    serde_json::from_slice(&text).map_err(|error| PyTypeError::new_err(format!("argument '{argument}': {error}")))
}

/// Return whether a call that failed with an error of this kind may succeed a little later.
#[pyfunction]
pub(crate) fn is_retryable(kind: &str) -> bool {
    serde_json::from_value::<ErrorKind>(kind.into()).is_ok_and(ErrorKind::retryable)
}
