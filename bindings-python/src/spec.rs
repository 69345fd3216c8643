//! Specs: read from texts or made from values, placed in a state store, checked without an account.

use kops_core::create::ClusterOptions;
use kops_core::diag::Diagnostics;
use kops_core::engine;
use kops_core::spec::{SpecValues, UnknownFields};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use serde_json::{Map, Value};

use crate::errors::{failure, json, python};

/// A cluster as the user wrote it, with its instance groups.
#[pyclass(frozen, module = "kops")]
pub(crate) struct Spec(pub(crate) kops_core::Spec);

#[pymethods]
impl Spec {
    /// Make a spec of Python values with kops's names: a cluster, its instance groups, its SSH keys, and objects that are not
    /// kops's. `apiVersion`, `kind` and the label of the cluster may be left out.
    ///
    /// Raises InvalidSpec.
    #[staticmethod]
    #[pyo3(signature = (*, cluster, groups = None, ssh_credentials = None, additional = None))]
    fn of(
        py: Python<'_>,
        cluster: &Bound<'_, PyAny>,
        groups: Option<&Bound<'_, PyAny>>,
        ssh_credentials: Option<&Bound<'_, PyAny>>,
        additional: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let parts = (cluster, groups, ssh_credentials, additional);
        let parts = json::<SpecValues>("cluster", &py.import("kops._specs")?.call_method1("parts", parts)?)?;
        let spec = py.detach(|| kops_core::Spec::from_values(parts));
        spec.map(Self).map_err(|error| failure(&kops_core::Error::from(error)))
    }

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

    /// Return the spec as Python values: `cluster`, `groups`, and where there are any `ssh_credentials` and `additional`, the
    /// objects that are not kops's. `Spec.of` takes the same.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        values(py, &self.0)
    }

    /// Return the cluster and everything of it as one YAML text, in the form of the state store.
    fn to_yaml(&self, py: Python<'_>) -> String {
        py.detach(|| self.0.to_yaml())
    }

    fn __repr__(&self) -> String {
        format!("<kops.Spec {}>", self.0.cluster.name())
    }
}

/// A spec with every default, found valid in an account.
#[pyclass(frozen, module = "kops")]
pub(crate) struct FullSpec(pub(crate) engine::Checked);

#[pymethods]
impl FullSpec {
    /// What was found that stops nothing.
    #[getter]
    fn warnings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        diagnostics(py, &self.0.spec.warnings)
    }

    /// The world as it was looked up.
    #[getter]
    fn facts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        python(py, &self.0.facts)
    }

    /// Return the spec as Python values; see `Spec.to_dict`.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        values(py, &self.0.spec)
    }

    /// Return the spec as one YAML text; see `Spec.to_yaml`.
    fn to_yaml(&self, py: Python<'_>) -> String {
        py.detach(|| self.0.spec.to_yaml())
    }

    fn __repr__(&self) -> String {
        format!("<kops.FullSpec {}>", self.0.spec.cluster.name())
    }
}

/// The objects of a spec, with the names of `Spec.of`.
fn values<'py>(py: Python<'py>, spec: &kops_core::Spec) -> PyResult<Bound<'py, PyAny>> {
    let values = python(py, &py.detach(|| SpecValues::from(spec)))?;
    if values.contains("sshCredentials")? {
        values.set_item("ssh_credentials", values.call_method1("pop", ("sshCredentials",))?)?;
    }
    Ok(values)
}

/// Read a cluster and its instance groups from texts, each with the name of its file.
#[pyfunction]
pub(crate) fn read(py: Python<'_>, texts: Vec<(String, Vec<u8>)>, allow_unknown_fields: bool) -> PyResult<Spec> {
    let unknown = if allow_unknown_fields { UnknownFields::Warn } else { UnknownFields::Deny };
    let spec = py.detach(|| kops_core::Spec::from_files(texts, unknown));
    spec.map(Spec).map_err(|error| failure(&kops_core::Error::from(error)))
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
    python(py, &assets)
}

/// Explain the code of a finding: what it means, an example, and what to write instead.
#[pyfunction]
pub(crate) fn explain<'py>(py: Python<'py>, code: &str) -> PyResult<Bound<'py, PyAny>> {
    let page = kops_core::codes::explain(code).map_err(|unknown| PyValueError::new_err(unknown.to_string()))?;
    python(py, &page)
}

/// Make a spec that is supported today of an old one, given as texts, each with the name of its file.
#[pyfunction]
pub(crate) fn migrate<'py>(py: Python<'py>, texts: Vec<(String, Vec<u8>)>) -> PyResult<Bound<'py, PyAny>> {
    let migration = py.detach(|| kops_core::migrate::migrate_files(texts));
    python(py, &migration.map_err(|error| failure(&kops_core::Error::from(error)))?)
}

/// Make a cluster with its instance groups of options, by what the library knows of the region; see `Engine.new_cluster`.
///
/// Raises InvalidSpec with everything that is wrong with the options.
#[pyfunction]
pub(crate) fn new_cluster_offline(py: Python<'_>, options: &Bound<'_, PyAny>) -> PyResult<Spec> {
    let options = cluster_options(options)?;
    let spec = py.detach(|| engine::new_cluster_offline(&options));
    spec.map(Spec).map_err(|error| failure(&error))
}

/// The options of a new cluster.
pub(crate) fn cluster_options(options: &Bound<'_, PyAny>) -> PyResult<ClusterOptions> {
    let options: Value = json("options", options)?;
    ClusterOptions::from_json(&options.to_string()).map_err(|findings| failure(&kops_core::Error::from(findings)))
}

/// Render a Jinja2 template of a spec, with the filters that Ansible and Go templates have. `name` is the file's name in errors.
///
/// Raises InvalidTemplate.
#[pyfunction]
#[pyo3(signature = (template, values, *, name = "-"))]
pub(crate) fn render_template(
    py: Python<'_>,
    template: &str,
    values: &Bound<'_, PyAny>,
    name: &str,
) -> PyResult<String> {
    let values: Map<String, Value> = json("values", values)?;
    py.detach(|| kops_template::render(name, template, &values)).map_err(|error| failure(&error))
}

/// Findings as the package's own class.
pub(crate) fn diagnostics<'py>(py: Python<'py>, findings: &Diagnostics) -> PyResult<Bound<'py, PyAny>> {
    let data = serde_json::to_string(findings).unwrap_or_default();
    py.import("kops._errors")?.call_method1("diagnostics", (data,))
}
