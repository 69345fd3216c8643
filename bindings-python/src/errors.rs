//! Errors as the exceptions that the package `kops` defines in Python, and data as Python's values.

use kops_core::engine::Error;
use kops_core::errors::ErrorData;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use serde::Serialize;

/// Makes the exception of the package that is called like the error, with the facts as its fields.
pub(crate) fn failure(error: &Error) -> PyErr {
    let data = ErrorData::from(error);
    let text = serde_json::to_string(&data).unwrap_or_default();
    Python::attach(|py| {
        let made = py.import("kops._errors").and_then(|module| module.call_method1("exception", (text,)));
        match made {
            Ok(exception) => PyErr::from_value(exception),
            Err(broken) => PyRuntimeError::new_err(format!("{} ({broken})", data.message)),
        }
    })
}

/// Data as Python's values.
pub(crate) fn python<'py>(py: Python<'py>, data: &(impl Serialize + Sync)) -> PyResult<Bound<'py, PyAny>> {
    let text = py.detach(|| serde_json::to_string(data)).map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
    py.import("json")?.call_method1("loads", (text,))
}
