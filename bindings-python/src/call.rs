//! Calls of the library's functions by name, and what crosses the border with them.

use std::sync::{Mutex, PoisonError};
use std::vec::IntoIter;

use kops_core::interop::{self, Arguments, CallError, Returned, Size};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};
use serde_json::{Map, Value};

use crate::cluster::Cluster;
use crate::errors::{called, failure};
use crate::work::working;

/// A value that stays in Rust. The classes of the package wrap it.
#[pyclass(frozen, module = "kops._native")]
pub(crate) struct Handle(interop::Handle);

#[pymethods]
impl Handle {
    /// The name of the class that wraps it.
    #[getter]
    fn class_name(&self) -> &'static str {
        self.0.class()
    }
}

/// The arguments of a call: data as JSON, handles by name, and bytes.
#[derive(FromPyObject)]
pub(crate) struct Given<'py>(String, Vec<(String, Bound<'py, PyAny>)>, Vec<Vec<u8>>);

impl Given<'_> {
    pub(crate) fn read(self, py: Python<'_>) -> PyResult<Arguments> {
        let Self(data, handles, contents) = self;
        let handle = |(name, value): (String, Bound<'_, PyAny>)| match value.cast::<Cluster>() {
            Ok(cluster) => Ok((name, interop::Handle::Cluster(cluster.get().open(py)?))),
            Err(_) => Ok((name, value.cast::<Handle>()?.get().0.clone())),
        };
        let handles = handles.into_iter().map(handle).collect::<PyResult<Vec<_>>>()?;
        Arguments::new(&data, handles, contents.into_iter().map(Into::into)).map_err(|error| called(&error))
    }
}

/// Call a pure function by its name.
#[pyfunction]
pub(crate) fn call<'py>(py: Python<'py>, name: &str, given: Given<'py>) -> PyResult<Bound<'py, PyAny>> {
    let arguments = given.read(py)?;
    returned(py, py.detach(|| working(Size::of(&arguments), || interop::call(name, arguments))))
}

/// What a call returned, as Python's values.
pub(crate) fn returned<'py>(py: Python<'py>, result: Result<Returned, CallError>) -> PyResult<Bound<'py, PyAny>> {
    match result.map_err(|error| called(&error))? {
        Returned::Json(text) => py.import("json")?.call_method1("loads", (text,)),
        Returned::Text(text) => Ok(PyString::new(py, &text).into_any()),
        Returned::Bytes(bytes) => Ok(PyBytes::new(py, &bytes).into_any()),
        Returned::Parts(parts) => py.import("kops._call")?.call_method1("joined", (Parts::of(parts),)),
        Returned::Handle(handle) => Ok(Bound::new(py, Handle(handle))?.into_any()),
        _ => unreachable!("every form of a result is above"),
    }
}

/// The parts of data, each of which becomes a text of Python when it is asked for.
#[pyclass(frozen, module = "kops._native")]
struct Parts(Mutex<IntoIter<String>>);

impl Parts {
    fn of(parts: Vec<String>) -> Self {
        Self(Mutex::new(parts.into_iter()))
    }
}

#[pymethods]
impl Parts {
    fn __iter__(this: Bound<'_, Self>) -> Bound<'_, Self> {
        this
    }

    fn __next__(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).next()
    }
}

/// Render a Jinja2 template of a spec with values as JSON.
#[pyfunction]
pub(crate) fn render_template(py: Python<'_>, name: &str, template: &str, values: &str) -> PyResult<String> {
    let values: Map<String, Value> = serde_json::from_str(values).map_err(|error| failure_of_json(&error))?;
    py.detach(|| working(Size::Small, || kops_template::render(name, template, &values)))
        .map_err(|error| failure(&error))
}

fn failure_of_json(error: &serde_json::Error) -> PyErr {
    pyo3::exceptions::PyTypeError::new_err(format!("argument 'values': {error}"))
}

/// Return the names of the pure functions, of the methods of an engine, and of its runs.
#[pyfunction]
pub(crate) fn tables() -> (Vec<&'static str>, Vec<&'static str>, Vec<&'static str>) {
    (interop::functions().collect(), interop::methods().collect(), interop::runs().collect())
}
