//! The engine: calls by name, on the caller's thread and without the GIL.

use kops_core::interop::{self, Arguments, Size};
use pyo3::prelude::*;

use crate::call::{Given, returned};
use crate::cloud::{Cloud, Place};
use crate::errors::called;
use crate::process::PerProcess;
use crate::run::{Cancel, Run, current};
use crate::store::Store;
use crate::wait::{stopping, wait_in_turns};

/// Clusters in one account and one state store. `kops.Engine` wraps it.
#[pyclass(frozen, module = "kops._native")]
pub(crate) struct Engine {
    place: Place,
    store: Py<Store>,
    options: Arguments,
    made: PerProcess<kops_core::Engine>,
}

#[pymethods]
impl Engine {
    /// Work in an account and a state store.
    #[new]
    fn new(py: Python<'_>, cloud: &Cloud, store: Py<Store>, options: Given<'_>) -> PyResult<Self> {
        let options = options.read(py)?;
        let engine = Self { place: cloud.0.clone(), store, options, made: PerProcess::new() };
        engine.engine().map(|_| engine)
    }

    /// Call a method by its name.
    fn call<'py>(&self, py: Python<'py>, name: &str, given: Given<'py>) -> PyResult<Bound<'py, PyAny>> {
        let (engine, arguments, cancel) = (self.engine()?, given.read(py)?, current().unwrap_or_default());
        let size = Size::of(&arguments);
        let called = wait_in_turns(py, size, interop::call_engine(&engine, name, arguments, &cancel), Err)?;
        returned(py, called)
    }

    /// Call a method by its name and tell what happens meanwhile; `cancel` stops it.
    fn run<'py>(
        &self,
        py: Python<'py>,
        name: &str,
        given: Given<'py>,
        events: Option<Py<PyAny>>,
        cancel: Option<&Cancel>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (engine, arguments) = (self.engine()?, given.read(py)?);
        let run = Run::new(events, cancel);
        let tell = |event| run.tell(event);
        let size = Size::of(&arguments);
        let running = interop::run_engine(&engine, name, arguments, &tell, run.cancel());
        let stop = |error| {
            run.stop(error);
            Ok(())
        };
        let ran = stopping(run.cancel(), || wait_in_turns(py, size, running, stop))?;
        run.end(py, returned(py, ran))
    }
}

impl Engine {
    /// The engine of this process.
    fn engine(&self) -> PyResult<kops_core::Engine> {
        self.made.get_or_try_make(|| {
            let (cloud, clock) = self.place.open()?;
            interop::engine(cloud, self.store.get().open()?, clock, self.options.clone())
                .map_err(|error| called(&error))
        })
    }
}
