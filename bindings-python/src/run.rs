//! Applying plans: events, and stopping a run.

use std::cell::RefCell;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use kops_core::apply::Options;
use kops_core::engine::Error;
use kops_core::{Event, Report};
use pyo3::exceptions::{PyKeyboardInterrupt, PyValueError};
use pyo3::prelude::*;

use crate::engine::Engine;
use crate::errors::{failure, python};
use crate::plan::Plan;
use crate::wait::wait;

/// Stops a run from another thread: no new step is started, and calls that are out get the grace to come back.
#[pyclass(frozen, module = "kops")]
#[derive(Clone, Default)]
pub(crate) struct Cancel(kops_core::Cancel);

#[pymethods]
impl Cancel {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Stop the run. Doing so again has no further effect.
    fn cancel(&self) {
        self.0.cancel();
    }

    /// True once the run was stopped.
    #[getter]
    fn is_cancelled(&self) -> bool {
        self.0.is_cancelled()
    }
}

thread_local! {
    /// What ends the call that this thread makes.
    static CURRENT: RefCell<Option<Cancel>> = const { RefCell::new(None) };
}

/// Make a call that a `Cancel` ends early, with a CancelledError.
#[pyfunction]
pub(crate) fn cancellable<'py>(cancel: &Cancel, call: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let before = CURRENT.replace(Some(cancel.clone()));
    let result = call.call0();
    CURRENT.set(before);
    result
}

/// True where the call of this thread should end.
pub(crate) fn is_cancelled() -> bool {
    CURRENT.with_borrow(|cancel| cancel.as_ref().is_some_and(Cancel::is_cancelled))
}

#[pymethods]
impl Engine {
    /// Apply a plan.
    ///
    /// `parallel` is how many steps may be under way at once, 16 unless set; `ready_within` how many seconds a resource may take
    /// to become ready, 600 unless set; `grace` how many seconds calls that are out may take to come back when the run is
    /// stopped, 10 unless set. `events` is called with what happens, between two calls to the account; `cancel` stops the run.
    ///
    /// Raises PlanTargetMismatch, PlanStale, PlanNotAllowed or InvalidPlan before the first change, and ApplyIncomplete where
    /// not every step was done. Planning again shows what is left. Ctrl-C stops the run and raises Interrupted, with the report;
    /// what `events` raises stops it too.
    #[pyo3(signature = (plan, *, parallel = None, ready_within = None, grace = None, events = None, cancel = None))]
    #[expect(clippy::too_many_arguments, reason = "they are keywords in Python")]
    fn apply<'py>(
        &self,
        py: Python<'py>,
        plan: &Plan,
        parallel: Option<usize>,
        ready_within: Option<f64>,
        grace: Option<f64>,
        events: Option<Bound<'py, PyAny>>,
        cancel: Option<&Cancel>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let defaults = Options::default();
        let options = Options {
            parallel: parallel.unwrap_or(defaults.parallel),
            ready_within: seconds("ready_within", ready_within)?.unwrap_or(defaults.ready_within),
            grace: seconds("grace", grace)?.unwrap_or(defaults.grace),
            ..defaults
        };
        let run = Run {
            events: events.map(Bound::unbind),
            cancel: cancel.cloned().unwrap_or_default(),
            stopped: Mutex::default(),
        };
        let engine = self.engine()?;
        let applied = engine.apply(&plan.plan).options(options).events(|event| run.tell(&event)).cancel(&run.cancel.0);
        let result = wait(py, applied.into_future(), |error| {
            run.stop(error);
            Ok(())
        })?;
        let stopped = run.stopped.into_inner().unwrap_or_else(PoisonError::into_inner);
        match (result, stopped) {
            (Ok(report), None) => described(py, &report),
            (Err(error), None) => Err(failure(&error)),
            (result, Some(error)) if error.is_instance_of::<PyKeyboardInterrupt>(py) => Err(interrupted(py, result)?),
            (_, Some(error)) => Err(error),
        }
    }
}

/// A plan that is being applied.
struct Run {
    events: Option<Py<PyAny>>,
    cancel: Cancel,
    /// What stopped it: an exception of a signal handler or of the caller's function.
    stopped: Mutex<Option<PyErr>>,
}

impl Run {
    /// Calls the caller's function. This is the thread that applies the plan, without the GIL.
    fn tell(&self, event: &Event) {
        let Some(events) = &self.events else { return };
        let told = Python::attach(|py| events.bind(py).call1((python(py, event)?,)).map(drop));
        if let Err(error) = told {
            self.stop(error);
        }
    }

    fn stop(&self, error: PyErr) {
        self.cancel.0.cancel();
        self.stopped.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }
}

/// The exception after Ctrl-C, with how far the run came.
fn interrupted(py: Python<'_>, result: Result<Report, Error>) -> PyResult<PyErr> {
    let report = match &result {
        Ok(report) => Some(described(py, report)?),
        Err(Error::Incomplete(incomplete)) => Some(described(py, &incomplete.0)?),
        Err(_) => None,
    };
    let exception = py.import("kops._errors")?.getattr("Interrupted")?.call1((report,))?;
    Ok(PyErr::from_value(exception))
}

/// A report as the package's own class.
fn described<'py>(py: Python<'py>, report: &Report) -> PyResult<Bound<'py, PyAny>> {
    py.import("kops._errors")?.call_method1("report", (python(py, report)?,))
}

fn seconds(argument: &str, value: Option<f64>) -> PyResult<Option<Duration>> {
    let read = |value| Duration::try_from_secs_f64(value);
    let invalid = |_| PyValueError::new_err(format!("argument '{argument}': expected a number of seconds from 0"));
    value.map(read).transpose().map_err(invalid)
}
