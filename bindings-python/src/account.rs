//! Where an engine works: accounts and state stores.

use std::path::PathBuf;
use std::sync::Arc;

use kops_core::apply::SimulatedClock;
use kops_core::engine::EngineBuilder;
use kops_core::sim::Account;
use kops_core::state::{self, StateStore};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;

#[cfg(feature = "aws")]
use crate::aws;
use crate::errors::failure;

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

/// A state store in memory. Engines on it share what is in it.
#[pyclass(frozen, module = "kops")]
pub(crate) struct MemoryStore(Arc<dyn StateStore>);

#[pymethods]
impl MemoryStore {
    #[new]
    fn new() -> Self {
        Self(Arc::new(state::MemoryStore::default()))
    }
}

/// A state store in a folder.
#[pyclass(frozen, module = "kops")]
pub(crate) struct FileStore(PathBuf);

#[pymethods]
impl FileStore {
    #[new]
    fn new(path: PathBuf) -> Self {
        Self(path)
    }

    fn __repr__(&self) -> String {
        format!("<kops.FileStore {}>", self.0.display())
    }
}

/// An account.
pub(crate) enum Cloud {
    Simulated(Account),
    #[cfg(feature = "aws")]
    Aws(aws::Account),
}

impl Cloud {
    /// Raises TypeError where a value is no account.
    pub(crate) fn from_python(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        if let Ok(account) = value.cast::<SimulatedAccount>() {
            return Ok(Self::Simulated(account.get().0.clone()));
        }
        #[cfg(feature = "aws")]
        if let Ok(account) = value.cast::<aws::Account>() {
            return Ok(Self::Aws(account.get().share()));
        }
        Err(wrong("cloud", "a SimulatedAccount or an aws.Account", value))
    }

    /// Begins an engine.
    pub(crate) fn engine(&self) -> PyResult<EngineBuilder> {
        match self {
            Self::Simulated(account) => {
                Ok(kops_core::Engine::builder(account.clone()).clock(SimulatedClock::default()))
            }
            #[cfg(feature = "aws")]
            Self::Aws(account) => {
                let connection = account.connect()?;
                Ok(kops_core::Engine::builder(connection.cloud).clock(connection.clock))
            }
        }
    }

    /// Opens the state store of a URL.
    fn open(&self, url: &str) -> PyResult<Arc<dyn StateStore>> {
        let opened = match self {
            Self::Simulated(account) => account.open_store(url),
            #[cfg(feature = "aws")]
            Self::Aws(account) if url.starts_with("s3://") => account.connect()?.bucket(url),
            #[cfg(feature = "aws")]
            Self::Aws(_) => state::open(url),
        };
        opened.map_err(|error| failure(&error.into()))
    }
}

/// A state store.
pub(crate) enum Store {
    /// One that does not depend on the process.
    Here(Arc<dyn StateStore>),
    /// A bucket of the engine's own account.
    Bucket(String),
    #[cfg(feature = "aws")]
    S3(aws::S3Store),
}

impl Default for Store {
    fn default() -> Self {
        Self::Here(Arc::new(state::MemoryStore::default()))
    }
}

impl Store {
    /// Raises TypeError where a value is no state store, and StateError.
    pub(crate) fn from_python(value: &Bound<'_, PyAny>, cloud: &Cloud) -> PyResult<Self> {
        if let Ok(url) = value.extract::<String>() {
            let store = cloud.open(&url)?;
            return Ok(if url.starts_with("s3://") { Self::Bucket(url) } else { Self::Here(store) });
        }
        if let Ok(store) = value.cast::<MemoryStore>() {
            return Ok(Self::Here(store.get().0.clone()));
        }
        if let Ok(store) = value.cast::<FileStore>() {
            return Ok(Self::Here(Arc::new(state::FileStore::new(&store.get().0))));
        }
        #[cfg(feature = "aws")]
        if let Ok(store) = value.cast::<aws::S3Store>() {
            return Ok(Self::S3(store.get().share()));
        }
        Err(wrong("store", "a URL, a MemoryStore, a FileStore or an aws.S3Store", value))
    }

    /// Opens it for this process.
    pub(crate) fn open(&self, cloud: &Cloud) -> PyResult<Arc<dyn StateStore>> {
        match self {
            Self::Here(store) => Ok(store.clone()),
            Self::Bucket(url) => cloud.open(url),
            #[cfg(feature = "aws")]
            Self::S3(store) => store.open(),
        }
    }
}

/// The TypeError of an argument, which names the argument and the type of what was passed, and does not show the value.
pub(crate) fn wrong(argument: &str, expected: &str, value: &Bound<'_, PyAny>) -> PyErr {
    let found = value.get_type().name().map(|name| name.to_string()).unwrap_or_default();
    PyTypeError::new_err(format!("argument '{argument}': expected {expected}, not '{found}'"))
}
