//! Accounts, and anything that answers like one.

use std::sync::Arc;

use kops_core::apply::{Clock, SimulatedClock, SystemClock};
use kops_core::interop::{self, JsonCloud, Size, call_cloud};
use kops_core::sim::Account;
use kops_core::state::{self, StateStore};
use kops_core::testkit::Subject;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

#[cfg(feature = "aws")]
use crate::aws;
use crate::errors::{called, failure};
use crate::port::Port;
use crate::store::Store;
use crate::wait::wait;
use crate::work::working;

type Recorder = interop::Recorder<Arc<dyn kops_core::cloud::Cloud>>;

/// An account. The classes of the package wrap it.
#[pyclass(frozen, module = "kops._native")]
pub(crate) struct Cloud(pub(crate) Place);

/// An account, or anything that answers like one.
#[derive(Clone)]
pub(crate) enum Place {
    /// One that does not depend on the process.
    Here(Arc<dyn kops_core::cloud::Cloud>, Arc<dyn Clock>),
    Recorded(Recorder, Arc<dyn Clock>),
    Simulated(Account),
    #[cfg(feature = "aws")]
    Aws(aws::Account),
}

impl Place {
    /// Opens it for this process.
    pub(crate) fn open(&self) -> PyResult<(Arc<dyn kops_core::cloud::Cloud>, Arc<dyn Clock>)> {
        match self {
            Self::Here(cloud, clock) => Ok((cloud.clone(), clock.clone())),
            Self::Recorded(recorder, clock) => Ok((Arc::new(recorder.clone()), clock.clone())),
            Self::Simulated(account) => Ok((Arc::new(account.clone()), Arc::new(SimulatedClock::default()))),
            #[cfg(feature = "aws")]
            Self::Aws(account) => account.connect().map(|connection| (connection.cloud, connection.clock)),
        }
    }

    /// Opens the state store of a URL.
    pub(crate) fn open_store(&self, url: &str) -> PyResult<Arc<dyn StateStore>> {
        let opened = match self {
            Self::Simulated(account) => account.open_store(url),
            #[cfg(feature = "aws")]
            Self::Aws(account) if url.starts_with("s3://") => account.connect()?.bucket(url),
            _ => state::open(url),
        };
        opened.map_err(|error| failure(&kops_core::Error::from(error)))
    }
}

#[pymethods]
impl Cloud {
    /// Read the file of a simulated account.
    #[staticmethod]
    fn simulated(py: Python<'_>, text: &str) -> PyResult<Self> {
        let account = py.detach(|| working(Size::Small, || Account::from_json(text)));
        account.map(Place::Simulated).map(Self).map_err(|error| failure(&kops_core::Error::from(error)))
    }

    /// Make the simulated account that the conformance suite expects.
    #[staticmethod]
    fn conformance() -> Self {
        Self(Place::Simulated(Subject::simulated_account()))
    }

    /// Name an AWS account in one region. `keys` returns them. No call is made.
    #[cfg(feature = "aws")]
    #[staticmethod]
    fn aws(region: String, keys: Py<PyAny>, endpoint: Option<&str>, ca_certificates: Option<&str>) -> PyResult<Self> {
        Ok(Self(Place::Aws(aws::Account::new(region, keys, endpoint, ca_certificates)?)))
    }

    /// Make one of an object with the methods of `kops.Cloud`.
    #[staticmethod]
    fn port(object: &Bound<'_, PyAny>) -> Self {
        Self(Place::Here(Arc::new(JsonCloud(Port::new(object))), Arc::new(SystemClock::default())))
    }

    /// Record what another one answers.
    #[staticmethod]
    fn recorder(cloud: &Self) -> PyResult<Self> {
        let (cloud, clock) = cloud.0.open()?;
        Ok(Self(Place::Recorded(Recorder::new(cloud), clock)))
    }

    /// Answer what a recorder recorded.
    #[staticmethod]
    fn replay(py: Python<'_>, text: &str) -> PyResult<Self> {
        let replay = py.detach(|| working(Size::Small, || interop::Replay::from_json(text)));
        let replay = replay.map_err(|error| PyValueError::new_err(error.to_string()))?;
        Ok(Self(Place::Here(Arc::new(JsonCloud(replay)), Arc::new(SimulatedClock::default()))))
    }

    /// Write the file of a simulated account, or what was recorded.
    fn text(&self, py: Python<'_>) -> Option<String> {
        match &self.0 {
            Place::Simulated(account) => Some(py.detach(|| working(Size::Small, || account.to_json()))),
            Place::Recorded(recorder, _) => Some(py.detach(|| working(Size::Small, || recorder.to_json()))),
            _ => None,
        }
    }

    /// Open the state store of a URL.
    fn store(&self, url: String) -> PyResult<Store> {
        let store = self.0.open_store(&url)?;
        Ok(if url.starts_with("s3://") { Store::opened(self.0.clone(), url) } else { Store::here(store) })
    }

    /// Name a bucket of an AWS account by its URL. No call is made.
    #[cfg(feature = "aws")]
    fn bucket(&self, url: String) -> PyResult<Store> {
        let Place::Aws(account) = &self.0 else { return self.store(url) };
        match account.connect()?.bucket(&url) {
            Ok(_) => Ok(Store::opened(self.0.clone(), url)),
            Err(error) => Err(failure(&kops_core::Error::from(error))),
        }
    }

    /// Open a bucket.
    fn open_bucket(&self, py: Python<'_>, name: &str) -> PyResult<Store> {
        let (cloud, _) = self.0.open()?;
        let opened = wait(py, cloud.open_bucket(name), Err)?;
        opened.map(|store| Store::here(store.into())).map_err(|error| failure(&kops_core::Error::from(error)))
    }

    /// Call a method with arguments and answer as JSON.
    fn call(&self, py: Python<'_>, method: &str, arguments: &str) -> PyResult<String> {
        let (cloud, _) = self.0.open()?;
        let answer = wait(py, call_cloud(&*cloud, method, arguments), Err)?;
        answer.map_err(|error| called(&error))
    }
}
