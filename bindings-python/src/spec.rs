//! Specs: read from text, placed in a state store, checked without an account.

use kops_core::diag::Diagnostics;
use kops_core::engine;
use pyo3::prelude::*;

use crate::errors::failure;

/// A cluster as the user wrote it, with its instance groups.
#[pyclass(frozen, module = "kops")]
pub(crate) struct Spec(pub(crate) kops_core::Spec);

#[pymethods]
impl Spec {
    /// The cluster's full name.
    #[getter]
    fn name(&self) -> &str {
        self.0.cluster.name()
    }

    /// The names of the instance groups.
    #[getter]
    fn instance_groups(&self) -> Vec<&str> {
        self.0.groups.iter().map(|group| group.name()).collect()
    }

    /// The AWS region of the subnets' zones, or None where they name no zone.
    #[getter]
    fn region(&self) -> Option<&str> {
        self.0.region()
    }

    /// The URL of the state store that `configBase` lies in, or None where it is not set.
    #[getter]
    fn store_url(&self) -> Option<&str> {
        self.0.store_url()
    }

    /// Return the spec with `configBase` in this state store. A `configBase` that is set stays.
    fn in_store(&self, url: &str) -> Self {
        Self(self.0.clone().in_store(url))
    }

    fn __repr__(&self) -> String {
        format!("<kops.Spec {}>", self.0.cluster.name())
    }
}

/// Read a cluster and its instance groups from YAML or JSON. `name` is the file's name in errors.
///
/// Raises InvalidSpec.
#[pyfunction]
#[pyo3(signature = (text, *, name = "-"))]
pub(crate) fn load(py: Python<'_>, text: &str, name: &str) -> PyResult<Spec> {
    let spec = py.detach(|| kops_core::Spec::from_yaml(name, text));
    spec.map(Spec).map_err(|error| failure(&error.into()))
}

/// Check everything in a spec that can be checked without an account, and return all findings.
#[pyfunction]
pub(crate) fn check_offline<'py>(py: Python<'py>, spec: &Spec) -> PyResult<Bound<'py, PyAny>> {
    let findings = py.detach(|| engine::check_offline(&spec.0));
    diagnostics(py, &findings)
}

/// List every file and container image that the machines of a cluster download, with its digest where that is known.
#[pyfunction]
pub(crate) fn list_assets<'py>(py: Python<'py>, spec: &Spec) -> PyResult<Bound<'py, PyAny>> {
    let assets = py.detach(|| engine::list_assets(&spec.0));
    let data = serde_json::to_string(&assets).unwrap_or_default();
    py.import("json")?.call_method1("loads", (data,))
}

/// Findings as the package's own class.
pub(crate) fn diagnostics<'py>(py: Python<'py>, findings: &Diagnostics) -> PyResult<Bound<'py, PyAny>> {
    let data = serde_json::to_string(findings).unwrap_or_default();
    py.import("kops._errors")?.call_method1("diagnostics", (data,))
}
