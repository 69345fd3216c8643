//! kops-core for Python: converts, lets go of the interpreter's lock, and maps errors to exceptions with fields.
//!
//! No logic lives here: `load` is the reader, `plan` is the engine.

mod errors;

use std::sync::Arc;

use errors::raise;

use kops_core::apply::SimulatedClock;
use kops_core::cloud::memory::Account;
use kops_core::diag::Diagnostics;
use kops_core::engine::{Engine, ErrorData};
use kops_core::plan::{Plan as CorePlan, PlanOptions};
use kops_core::render::text::{Plain, render};
use kops_core::spec::{self, Spec as CoreSpec, UnknownFields};
use kops_core::state::MemoryStore;
use kops_core::yaml::Source;
use pyo3::prelude::*;

/// A cluster as the user wrote it, with its instance groups.
#[pyclass(frozen, module = "kops")]
struct Spec(CoreSpec);

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

    fn __repr__(&self) -> String {
        format!("<kops.Spec {}>", self.0.cluster.name())
    }
}

/// A simulated AWS account in one region.
#[pyclass(frozen, module = "kops")]
struct SimulatedAccount(Account);

#[pymethods]
impl SimulatedAccount {
    /// Reads an account file.
    #[staticmethod]
    fn from_json(text: &str) -> PyResult<Self> {
        let account = Account::from_json(text);
        account.map(Self).map_err(|error| raise(&ErrorData::new("InvalidAccount", &error)))
    }

    /// Writes the account file.
    fn to_json(&self) -> String {
        self.0.to_json()
    }
}

/// What would change, why, in which order and what it disrupts.
#[pyclass(frozen, module = "kops")]
struct Plan(CorePlan, Diagnostics);

#[pymethods]
impl Plan {
    /// True where nothing would change.
    #[getter]
    fn is_empty(&self) -> bool {
        self.0.steps.is_empty()
    }

    /// Findings about the spec that stop nothing.
    #[getter]
    fn warnings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let data = serde_json::to_string(&self.1).unwrap_or_default();
        py.import("kops._errors")?.call_method1("diagnostics", (data,))
    }

    /// The hash of the plan's canonical JSON, the same in every language.
    #[getter]
    fn hash(&self) -> String {
        self.0.hash()
    }

    /// The plan as canonical JSON.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    /// The plan as Python values.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("json")?.call_method1("loads", (self.0.to_json(),))
    }

    fn __str__(&self) -> String {
        render(&self.0, &Plain)
    }

    fn __len__(&self) -> usize {
        self.0.steps.len()
    }

    fn __repr__(&self) -> String {
        format!("<kops.Plan {}: {} steps>", self.0.cluster, self.0.steps.len())
    }
}

/// Reads a cluster and its instance groups from YAML or JSON.
#[pyfunction]
#[pyo3(signature = (text, *, name = "-"))]
fn load(py: Python<'_>, text: &str, name: &str) -> PyResult<Spec> {
    let source = Source::new(name, text);
    py.detach(|| spec::read(std::slice::from_ref(&source), UnknownFields::Deny).and_then(spec::Objects::into_spec))
        .map(Spec)
        .map_err(|findings| raise(&ErrorData::invalid(&findings, &[source])))
}

/// Plans what would change in an account: a future of asyncio, which `kops.plan` awaits.
#[pyfunction]
#[pyo3(signature = (spec, account, *, prune = false, allow = None))]
fn plan<'py>(
    py: Python<'py>,
    spec: &Spec,
    account: &SimulatedAccount,
    prune: bool,
    allow: Option<Vec<String>>,
) -> PyResult<Bound<'py, PyAny>> {
    let spec = spec.0.clone();
    let engine =
        Engine::new(Arc::new(account.0.clone()), Arc::new(MemoryStore::default()), Arc::new(SimulatedClock::default()));
    let policy = PlanOptions { prune, allow: allow.into_iter().flatten().collect(), ..PlanOptions::default() };
    pyo3_async_runtimes::tokio::future_into_py(py, async move {
        let planned = engine.plan(spec, &policy).await.map_err(|error| raise(&ErrorData::from(&error)))?;
        Ok(Plan(planned.plan, planned.warnings))
    })
}

/// What the package `kops` is made of.
#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Spec>()?;
    module.add_class::<SimulatedAccount>()?;
    module.add_class::<Plan>()?;
    module.add_function(wrap_pyfunction!(load, module)?)?;
    module.add_function(wrap_pyfunction!(plan, module)?)?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    Ok(())
}
