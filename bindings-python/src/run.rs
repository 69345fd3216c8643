//! Runs: events, and what stops them.

use std::cell::RefCell;
use std::sync::{Mutex, PoisonError};

use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::prelude::*;

use crate::work::attach;

/// Stops a run from another thread: nothing new is started, and calls that are out get the grace to come back.
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
    static CURRENT: RefCell<Option<kops_core::Cancel>> = const { RefCell::new(None) };
}

/// Make a call that a `Cancel` ends early, with a CancelledError.
#[pyfunction]
pub(crate) fn cancellable<'py>(cancel: &Cancel, call: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let before = CURRENT.replace(Some(cancel.0.clone()));
    let result = call.call0();
    CURRENT.set(before);
    result
}

/// What ends the call that this thread makes, if anything does.
pub(crate) fn current() -> Option<kops_core::Cancel> {
    CURRENT.with_borrow(Clone::clone)
}

/// A run under way.
pub(crate) struct Run {
    events: Option<Py<PyAny>>,
    cancel: kops_core::Cancel,
    /// What stopped it: an exception of a signal handler or of the caller's function.
    stopped: Mutex<Option<PyErr>>,
}

impl Run {
    pub(crate) fn new(events: Option<Py<PyAny>>, cancel: Option<&Cancel>) -> Self {
        Self { events, cancel: cancel.cloned().unwrap_or_default().0, stopped: Mutex::default() }
    }

    pub(crate) fn cancel(&self) -> &kops_core::Cancel {
        &self.cancel
    }

    /// Calls the caller's function. This is the thread of the run, without the GIL.
    pub(crate) fn tell(&self, event: String) {
        let Some(events) = &self.events else { return };
        let told = attach(|py| {
            let event = py.import("json")?.call_method1("loads", (event,))?;
            events.bind(py).call1((event,)).map(drop)
        });
        if let Err(error) = told {
            self.stop(error);
        }
    }

    pub(crate) fn stop(&self, error: PyErr) {
        self.cancel.cancel();
        self.stopped.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }

    /// What the run returned, or what stopped it: Ctrl-C as the exception of the package that says how far the run came.
    pub(crate) fn end<'py>(self, py: Python<'py>, result: PyResult<Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyAny>> {
        match self.stopped.into_inner().unwrap_or_else(PoisonError::into_inner) {
            None => result,
            Some(error) if error.is_instance_of::<PyKeyboardInterrupt>(py) => {
                let (returned, raised) = match result {
                    Ok(returned) => (Some(returned), None),
                    Err(raised) => (None, Some(raised.into_value(py))),
                };
                let exception = py.import("kops._runs")?.call_method1("interrupted", (returned, raised))?;
                Err(PyErr::from_value(exception))
            }
            Some(error) => Err(error),
        }
    }
}
