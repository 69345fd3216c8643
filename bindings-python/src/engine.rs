//! The engine on a simulated account: plans and applies, on the caller's thread and without the GIL.

use futures::executor::block_on;
use kops_core::PlanOptions;
use kops_core::apply::SimulatedClock;
use kops_core::engine::{Error, ErrorData};
use kops_core::sim::Account;
use pyo3::prelude::*;

use crate::errors::raise;
use crate::plan::{Plan, Report};
use crate::spec::Spec;

/// A simulated AWS account in one region. Engines on it share what is in it.
#[pyclass(frozen, module = "kops")]
pub(crate) struct SimulatedAccount(Account);

#[pymethods]
impl SimulatedAccount {
    /// Read an account file. Raises InvalidAccount.
    #[staticmethod]
    fn from_json(py: Python<'_>, text: &str) -> PyResult<Self> {
        let account = py.detach(|| Account::from_json(text));
        account.map(Self).map_err(|error| failure(&error.into()))
    }

    /// Write the account file.
    fn to_json(&self, py: Python<'_>) -> String {
        py.detach(|| self.0.to_json())
    }
}

/// Clusters in one account and one state store. Every call blocks; `AsyncEngine` has the same calls for asyncio.
#[pyclass(frozen, module = "kops")]
pub(crate) struct Engine(kops_core::Engine);

#[pymethods]
impl Engine {
    /// Work in an account. `store` is the URL of the state store: `file://DIR`, `s3://BUCKET` of the account, or
    /// `memfs://`, the default: a new one in memory. Raises StateError.
    #[new]
    #[pyo3(signature = (account, *, store = "memfs://"))]
    fn new(account: &SimulatedAccount, store: &str) -> PyResult<Self> {
        let store = account.0.open_store(store).map_err(|error| failure(&error.into()))?;
        let engine = kops_core::Engine::builder(account.0.clone()).clock(SimulatedClock::default());
        Ok(Self(engine.store(store).build()))
    }

    /// Plan what would change in the account. Nothing is written anywhere.
    ///
    /// `prune` also deletes what the cluster owns and no longer wants although something may run on it; `allow` names the
    /// resources whose dangerous steps are allowed, `*` for all.
    ///
    /// Raises InvalidSpec, PlanningFailed, CloudError or StateError.
    #[pyo3(signature = (spec, *, prune = false, allow = None))]
    fn plan(&self, py: Python<'_>, spec: &Spec, prune: bool, allow: Option<Vec<String>>) -> PyResult<Plan> {
        let options = PlanOptions { prune, allow: allow.into_iter().flatten().collect(), ..PlanOptions::default() };
        let plan = py.detach(|| block_on(self.0.plan_with(&spec.0, &options)));
        plan.map(Plan::from).map_err(|error| failure(&error))
    }

    /// Plan the deletion of everything that a cluster owns. Nothing is written anywhere.
    ///
    /// Raises PlanningFailed, CloudError or StateError.
    fn plan_deletion(&self, py: Python<'_>, spec: &Spec) -> PyResult<Plan> {
        let plan = py.detach(|| block_on(self.0.plan_deletion(&spec.0)));
        plan.map(Plan::from).map_err(|error| failure(&error))
    }

    /// Apply a plan.
    ///
    /// Raises PlanTargetMismatch, PlanStale or InvalidPlan before the first change, and ApplyIncomplete where not every
    /// step was done. Planning again shows what is left.
    fn apply(&self, py: Python<'_>, plan: &Plan) -> PyResult<Report> {
        let report = py.detach(|| block_on(self.0.apply(&plan.plan).into_future()));
        report.map(Report).map_err(|error| failure(&error))
    }
}

fn failure(error: &Error) -> PyErr {
    raise(&ErrorData::from(error))
}
