//! State stores.

use std::path::PathBuf;
use std::sync::Arc;

use kops_core::interop::{Answer, Call, JsonStore, call_store};
use kops_core::state::{FileStore, MemoryStore, StateStore};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::cloud::Place;
use crate::errors::called;
use crate::port::Port;
use crate::wait::wait;

/// A state store. The classes of the package wrap it.
#[pyclass(frozen, module = "kops._native")]
pub(crate) struct Store(Kind);

enum Kind {
    /// One that does not depend on the process.
    Here(Arc<dyn StateStore>),
    /// One that an account opens.
    Opened(Place, String),
}

impl Store {
    pub(crate) fn here(store: Arc<dyn StateStore>) -> Self {
        Self(Kind::Here(store))
    }

    pub(crate) fn opened(place: Place, url: String) -> Self {
        Self(Kind::Opened(place, url))
    }

    /// Opens it for this process.
    pub(crate) fn open(&self) -> PyResult<Arc<dyn StateStore>> {
        match &self.0 {
            Kind::Here(store) => Ok(store.clone()),
            Kind::Opened(place, url) => place.open_store(url),
        }
    }
}

#[pymethods]
impl Store {
    /// Make one in memory.
    #[staticmethod]
    fn memory() -> Self {
        Self::here(Arc::new(MemoryStore::default()))
    }

    /// Make one in a folder.
    #[staticmethod]
    fn folder(path: PathBuf) -> Self {
        Self::here(Arc::new(FileStore::new(path)))
    }

    /// Make one of an object with the methods of `kops.StateStore`.
    #[staticmethod]
    fn port(object: &Bound<'_, PyAny>) -> Self {
        Self::here(Arc::new(JsonStore(Port::new(object))))
    }

    /// Call a method with arguments and answer as JSON, and the bytes of an object beside them.
    fn call<'py>(
        &self,
        py: Python<'py>,
        method: String,
        arguments: String,
        content: Option<Vec<u8>>,
    ) -> PyResult<(String, Option<Bound<'py, PyBytes>>)> {
        let (store, call) = (self.open()?, Call { method, arguments, content: content.map(Into::into) });
        let answer = wait(py, call_store(&*store, call), Err)?;
        let Answer { value, content } = answer.map_err(|error| called(&error))?;
        Ok((value, content.map(|content| PyBytes::new(py, &content))))
    }
}
