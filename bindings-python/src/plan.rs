//! Plans.

use std::sync::OnceLock;

use kops_core::diag::Diagnostics;
use kops_core::engine::Planned;
use kops_core::render::Format;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::errors::failure;
use crate::spec::diagnostics;

/// How many steps are read at once: other threads run in between.
const STEPS: usize = 100;

/// What would change, why, in which order and what it disrupts.
#[pyclass(frozen, module = "kops")]
pub(crate) struct Plan {
    pub(crate) plan: kops_core::Plan,
    warnings: Diagnostics,
    hash: OnceLock<String>,
}

impl Plan {
    fn new(plan: kops_core::Plan, warnings: Diagnostics) -> Self {
        Self { plan, warnings, hash: OnceLock::new() }
    }
}

impl From<Planned> for Plan {
    fn from(planned: Planned) -> Self {
        Self::new(planned.plan, planned.warnings)
    }
}

#[pymethods]
impl Plan {
    /// Read a plan that `to_json` wrote. Raises InvalidPlan.
    #[staticmethod]
    fn from_json(py: Python<'_>, text: &str) -> PyResult<Self> {
        let plan = py.detach(|| kops_core::Plan::from_json(text));
        let plan = plan.map_err(|error| failure(&kops_core::Error::from(error)))?;
        Ok(Self::new(plan, Diagnostics::default()))
    }

    /// Read a plan that `save` wrote. Raises InvalidPlan, and OSError.
    #[staticmethod]
    fn load(py: Python<'_>, path: &Bound<'_, PyAny>) -> PyResult<Self> {
        let file = py.import("pathlib")?.call_method1("Path", (path,))?;
        Self::from_json(py, &file.call_method1("read_text", ("utf-8",))?.extract::<String>()?)
    }

    /// Write the plan to a file, as canonical JSON. Raises OSError.
    fn save(&self, py: Python<'_>, path: &Bound<'_, PyAny>) -> PyResult<()> {
        let file = py.import("pathlib")?.call_method1("Path", (path,))?;
        file.call_method1("write_text", (self.to_json(py), "utf-8")).map(drop)
    }

    /// The cluster's full name.
    #[getter]
    fn cluster(&self) -> &str {
        &self.plan.cluster
    }

    /// The AWS region.
    #[getter]
    fn region(&self) -> &str {
        &self.plan.region
    }

    /// True where nothing would change.
    #[getter]
    fn is_empty(&self) -> bool {
        self.plan.steps.is_empty()
    }

    /// Findings about the spec that stop nothing.
    #[getter]
    fn warnings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        diagnostics(py, &self.warnings)
    }

    /// The hash of the plan: 64 hexadecimal digits, the same in every language and for every path of the spec's file.
    #[getter]
    fn hash(&self, py: Python<'_>) -> &str {
        py.detach(|| self.hash.get_or_init(|| self.plan.hash()))
    }

    /// Return the plan as canonical JSON.
    fn to_json(&self, py: Python<'_>) -> String {
        py.detach(|| self.plan.to_json())
    }

    /// Return the plan as Python values.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let parts = py.detach(|| self.plan.to_json_parts(STEPS));
        py.import("kops._plans")?.call_method1("joined", (parts,))
    }

    /// The steps, each after what it needs.
    #[getter]
    fn steps<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.to_dict(py)?.get_item("steps")
    }

    /// Return the report that people read: as `text`, as `wide` text with the purpose and source of each resource, or as `markdown`
    /// that fits the comment of a pull request.
    #[pyo3(signature = (*, format = "text"))]
    fn report(&self, py: Python<'_>, format: &str) -> PyResult<String> {
        let names = || Format::ALL.map(|(name, _)| format!("'{name}'")).join(", ");
        let found = Format::named(format);
        let format =
            found.ok_or_else(|| PyValueError::new_err(format!("argument 'format': expected one of {}", names())))?;
        Ok(py.detach(|| self.plan.report(format)))
    }

    fn __str__(&self, py: Python<'_>) -> String {
        py.detach(|| self.plan.to_string())
    }

    fn __len__(&self) -> usize {
        self.plan.steps.len()
    }

    fn __repr__(&self) -> String {
        format!("<kops.Plan {}: {} steps>", self.plan.cluster, self.plan.steps.len())
    }
}
