//! Where an engine works: accounts and state stores.

use std::path::PathBuf;
use std::sync::Arc;

use kops_core::apply::{Clock, SimulatedClock, SystemClock};
use kops_core::cloud::Cloud;
use kops_core::interop::{self, JsonCloud, JsonStore};
use kops_core::sim::Account;
use kops_core::state::{self, StateStore};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;

#[cfg(feature = "aws")]
use crate::aws;
use crate::errors::failure;
use crate::port::Port;

/// A simulated AWS account in one region. Engines on it share what is in it.
#[pyclass(frozen, module = "kops")]
pub(crate) struct SimulatedAccount(pub(crate) Account);

#[pymethods]
impl SimulatedAccount {
    /// Read an account file. Raises InvalidAccount.
    #[staticmethod]
    fn from_json(py: Python<'_>, text: &str) -> PyResult<Self> {
        let account = py.detach(|| Account::from_json(text));
        account.map(Self).map_err(|error| failure(&kops_core::Error::from(error)))
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

/// A cloud that records what another one answers. Engines on it share what is recorded.
#[pyclass(frozen, module = "kops.testing")]
pub(crate) struct Recorder {
    recorder: interop::Recorder<Arc<dyn Cloud>>,
    clock: Arc<dyn Clock>,
}

#[pymethods]
impl Recorder {
    #[new]
    fn new(cloud: &Bound<'_, PyAny>) -> PyResult<Self> {
        let (cloud, clock) = Place::from_python(cloud)?.open()?;
        Ok(Self { recorder: interop::Recorder::new(cloud), clock })
    }

    /// Return everything so far, as JSON that `Replay.from_json` reads.
    fn to_json(&self, py: Python<'_>) -> String {
        py.detach(|| self.recorder.to_json())
    }
}

/// A cloud that answers what a `Recorder` recorded, and raises CloudError for any other call.
#[pyclass(frozen, module = "kops.testing")]
pub(crate) struct Replay(interop::Replay);

#[pymethods]
impl Replay {
    /// Read what `Recorder.to_json` returned. Raises ValueError.
    #[staticmethod]
    fn from_json(py: Python<'_>, text: &str) -> PyResult<Self> {
        let read = py.detach(|| interop::Replay::from_json(text));
        read.map(Self).map_err(|error| PyValueError::new_err(error.to_string()))
    }
}

/// An account, or anything that answers like one.
#[derive(Clone)]
pub(crate) enum Place {
    /// One that does not depend on the process.
    Here(Arc<dyn Cloud>, Arc<dyn Clock>),
    Simulated(Account),
    #[cfg(feature = "aws")]
    Aws(aws::Account),
}

impl Place {
    /// Raises TypeError where a value is no account.
    pub(crate) fn from_python(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        if let Ok(account) = value.cast::<SimulatedAccount>() {
            return Ok(Self::Simulated(account.get().0.clone()));
        }
        #[cfg(feature = "aws")]
        if let Ok(account) = value.cast::<aws::Account>() {
            return Ok(Self::Aws(account.get().clone()));
        }
        if let Ok(recorder) = value.cast::<Recorder>() {
            let Recorder { recorder, clock } = recorder.get();
            return Ok(Self::Here(Arc::new(recorder.clone()), clock.clone()));
        }
        if let Ok(replay) = value.cast::<Replay>() {
            let cloud = JsonCloud(replay.get().0.clone());
            return Ok(Self::Here(Arc::new(cloud), Arc::new(SimulatedClock::default())));
        }
        if has_methods(value, &["facts", "observe", "execute", "probe"])? {
            let cloud = JsonCloud(Port::new(value));
            return Ok(Self::Here(Arc::new(cloud), Arc::new(SystemClock::default())));
        }
        Err(wrong("cloud", "an account or a kops.Cloud", value))
    }

    /// Opens it for this process.
    pub(crate) fn open(&self) -> PyResult<(Arc<dyn Cloud>, Arc<dyn Clock>)> {
        match self {
            Self::Here(cloud, clock) => Ok((cloud.clone(), clock.clone())),
            Self::Simulated(account) => Ok((Arc::new(account.clone()), Arc::new(SimulatedClock::default()))),
            #[cfg(feature = "aws")]
            Self::Aws(account) => account.connect().map(|connection| (connection.cloud, connection.clock)),
        }
    }

    /// Opens the state store of a URL.
    fn open_store(&self, url: &str) -> PyResult<Arc<dyn StateStore>> {
        let opened = match self {
            Self::Here(..) => state::open(url),
            Self::Simulated(account) => account.open_store(url),
            #[cfg(feature = "aws")]
            Self::Aws(account) if url.starts_with("s3://") => account.connect()?.bucket(url),
            #[cfg(feature = "aws")]
            Self::Aws(_) => state::open(url),
        };
        opened.map_err(|error| failure(&kops_core::Error::from(error)))
    }
}

/// A state store.
pub(crate) enum Store {
    /// One that does not depend on the process.
    Here(Arc<dyn StateStore>),
    /// A bucket of an account.
    Bucket(Place, String),
    #[cfg(feature = "aws")]
    S3(aws::S3Store),
}

impl Default for Store {
    fn default() -> Self {
        Self::Here(Arc::new(state::MemoryStore::default()))
    }
}

impl Store {
    /// Reads a store, or the URL of one in an account. Raises TypeError where a value is no state store, and StateError.
    pub(crate) fn from_python(value: &Bound<'_, PyAny>, place: &Place) -> PyResult<Self> {
        let Ok(url) = value.extract::<String>() else { return Self::from_object(value) };
        let store = place.open_store(&url)?;
        Ok(if url.starts_with("s3://") { Self::Bucket(place.clone(), url) } else { Self::Here(store) })
    }

    /// Raises TypeError where a value is no state store.
    pub(crate) fn from_object(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        if let Ok(store) = value.cast::<MemoryStore>() {
            return Ok(Self::Here(store.get().0.clone()));
        }
        if let Ok(store) = value.cast::<FileStore>() {
            return Ok(Self::Here(Arc::new(state::FileStore::new(&store.get().0))));
        }
        #[cfg(feature = "aws")]
        if let Ok(store) = value.cast::<aws::S3Store>() {
            return Ok(Self::S3(store.get().clone()));
        }
        if has_methods(value, &["get", "put", "delete", "list"])? {
            return Ok(Self::Here(Arc::new(JsonStore(Port::new(value)))));
        }
        Err(wrong("store", "a URL, a state store or a kops.StateStore", value))
    }

    /// Opens it for this process.
    pub(crate) fn open(&self) -> PyResult<Arc<dyn StateStore>> {
        match self {
            Self::Here(store) => Ok(store.clone()),
            Self::Bucket(place, url) => place.open_store(url),
            #[cfg(feature = "aws")]
            Self::S3(store) => store.open(),
        }
    }
}

fn has_methods(value: &Bound<'_, PyAny>, methods: &[&str]) -> PyResult<bool> {
    for method in methods {
        if !value.hasattr(*method)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The methods of `kops.Cloud` for an account of the package.
macro_rules! cloud_methods {
    ($account:ty) => {
        #[pymethods]
        impl $account {
            /// Look up what the library needs to know of the account, its region and of AWS. Raises CloudError.
            fn facts<'py>(slf: &Bound<'py, Self>, query: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
                crate::port::ask(slf, "facts", (query,))
            }

            /// Read everything that belongs to a cluster. Raises CloudError.
            fn observe<'py>(slf: &Bound<'py, Self>, scope: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
                crate::port::ask(slf, "observe", (scope,))
            }

            /// Carry out one step. Repeating it has no further effect and gives the same outcome. Raises CloudError.
            fn execute<'py>(slf: &Bound<'py, Self>, step: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
                crate::port::ask(slf, "execute", (step,))
            }

            /// Return whether a resource can be used by those that refer to it. Raises CloudError.
            fn probe<'py>(slf: &Bound<'py, Self>, kind: &str, id: &str) -> PyResult<Bound<'py, PyAny>> {
                crate::port::ask(slf, "probe", (kind, id))
            }
        }
    };
}

/// The methods of `kops.StateStore` for a store of the package.
macro_rules! store_methods {
    ($store:ty) => {
        #[pymethods]
        impl $store {
            /// Read an object with its version; None where there is none. Raises StateError.
            fn get<'py>(slf: &Bound<'py, Self>, key: &str) -> PyResult<Bound<'py, PyAny>> {
                crate::port::ask(slf, "get", (key,))
            }

            /// Write a whole object and return its version. Raises StateError.
            fn put<'py>(
                slf: &Bound<'py, Self>,
                key: &str,
                value: &Bound<'py, PyAny>,
                mode: &Bound<'py, PyAny>,
            ) -> PyResult<Bound<'py, PyAny>> {
                crate::port::ask(slf, "put", (key, value, mode))
            }

            /// Delete an object. Raises StateError.
            fn delete<'py>(slf: &Bound<'py, Self>, key: &str, mode: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
                crate::port::ask(slf, "delete", (key, mode))
            }

            /// Return every key at or below a prefix, sorted. Raises StateError.
            fn list<'py>(slf: &Bound<'py, Self>, prefix: &str) -> PyResult<Bound<'py, PyAny>> {
                crate::port::ask(slf, "list", (prefix,))
            }
        }
    };
}

cloud_methods!(SimulatedAccount);
cloud_methods!(Recorder);
cloud_methods!(Replay);
#[cfg(feature = "aws")]
cloud_methods!(aws::Account);
store_methods!(MemoryStore);
store_methods!(FileStore);
#[cfg(feature = "aws")]
store_methods!(aws::S3Store);

/// The TypeError of an argument, which names the argument and the type of what was passed, and does not show the value.
pub(crate) fn wrong(argument: &str, expected: &str, value: &Bound<'_, PyAny>) -> PyErr {
    let found = value.get_type().name().map(|name| name.to_string()).unwrap_or_default();
    PyTypeError::new_err(format!("argument '{argument}': expected {expected}, not '{found}'"))
}
