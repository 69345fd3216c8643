//! Clouds and state stores in Python: objects of the caller's with the methods of `kops.Cloud` or `kops.StateStore`, and those
//! methods of the package's own accounts and stores.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use futures::channel::oneshot;
use kops_core::cloud::Cloud;
use kops_core::errors::ErrorData;
use kops_core::interop::{Answer, Call, JsonPort, PortError, call_cloud, call_store};
use kops_core::testkit::{Subject, cloud_suite, store_suite};
use pyo3::PyTypeInfo;
use pyo3::exceptions::{PyBaseException, PyException};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};

use crate::account::{Place, SimulatedAccount, Store};
use crate::errors::failure;
use crate::wait::{interrupt, wait};

/// An object of the caller's.
#[derive(Clone)]
pub(crate) struct Port(Arc<Py<PyAny>>);

impl Port {
    pub(crate) fn new(object: &Bound<'_, PyAny>) -> Self {
        Self(Arc::new(object.clone().unbind()))
    }
}

impl fmt::Debug for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Port").finish_non_exhaustive()
    }
}

/// What a method returned, as `kops._ports` gives it: the value as JSON, and the bytes of an object.
type Returned = (String, Option<Vec<u8>>);

#[async_trait::async_trait]
impl JsonPort for Port {
    async fn call(&self, call: Call) -> Result<Answer, PortError> {
        let (sender, receiver) = oneshot::channel();
        Python::attach(|py| {
            let content = call.content.as_ref().map(|content| PyBytes::new(py, content));
            let done = Done(Mutex::new(Some(sender)));
            let arguments = (self.0.bind(py), call.method, call.arguments, content, done);
            let begun = py.import("kops._ports").and_then(|ports| ports.call_method1("begin", arguments));
            begun.map(drop).map_err(|error| raised(py, error))
        })?;
        match receiver.await {
            Ok(result) => result,
            Err(_) => Err(PortError::Other(Arc::new(Lost))),
        }
    }
}

/// A coroutine that never ended, as its event loop was closed.
#[derive(Debug)]
struct Lost;

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the event loop was closed before the method returned")
    }
}

impl Error for Lost {}

type Sender = oneshot::Sender<Result<Answer, PortError>>;

/// Takes what a method returned, or the exception that it raised.
#[pyclass(frozen, module = "kops")]
struct Done(Mutex<Option<Sender>>);

#[pymethods]
impl Done {
    fn __call__(&self, py: Python<'_>, returned: Option<Returned>, error: Option<Bound<'_, PyAny>>) {
        let result = match (returned, error) {
            (_, Some(error)) => Err(raised(py, PyErr::from_value(error))),
            (returned, None) => {
                let (value, content) = returned.unwrap_or_default();
                Ok(Answer { value, content: content.map(Into::into) })
            }
        };
        if let Some(sender) = self.0.lock().unwrap_or_else(PoisonError::into_inner).take() {
            // A call that was cancelled listens no more.
            let _ = sender.send(result);
        }
    }
}

/// An exception of a method: one of the package has its facts.
fn raised(py: Python<'_>, error: PyErr) -> PortError {
    if !error.is_instance_of::<PyException>(py) {
        let text = error.to_string();
        interrupt(error);
        return PortError::Other(Arc::new(Interrupted(text)));
    }
    let data = py.import("kops._ports").and_then(|ports| ports.call_method1("described", (error.value(py),)));
    let data = data.and_then(|data| data.extract::<Option<String>>()).ok().flatten();
    match data.and_then(|data| serde_json::from_str::<ErrorData>(&data).ok()) {
        Some(data) => data.into(),
        None => PortError::Other(Arc::new(Raised { text: error.to_string(), error: error.into_value(py) })),
    }
}

/// An exception of a signal handler, which ends the call.
#[derive(Debug)]
struct Interrupted(String);

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Interrupted {}

/// An exception of the caller's code.
pub(crate) struct Raised {
    text: String,
    error: Py<PyBaseException>,
}

impl fmt::Debug for Raised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Raised").finish_non_exhaustive()
    }
}

impl fmt::Display for Raised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Error for Raised {}

/// The exception of the caller's code among the sources of an error.
pub(crate) fn cause(py: Python<'_>, error: &(dyn Error + 'static)) -> Option<Py<PyBaseException>> {
    type Shared = Arc<dyn Error + Send + Sync>;
    let mut sources = std::iter::successors(Some(error), |&error| error.source());
    sources.find_map(|error| Some(error.downcast_ref::<Shared>()?.downcast_ref::<Raised>()?.error.clone_ref(py)))
}

/// Call a method of an account or a state store of the package, with arguments and answer as JSON.
#[pyfunction]
pub(crate) fn call_port<'py>(
    py: Python<'py>,
    port: &Bound<'py, PyAny>,
    method: String,
    arguments: String,
    content: Option<Vec<u8>>,
) -> PyResult<(String, Option<Bound<'py, PyBytes>>)> {
    if let Ok(place) = Place::from_python(port) {
        let (cloud, _) = place.open()?;
        let answer = wait(py, call_cloud(&*cloud, &method, &arguments), Err)?;
        return Ok((answer.map_err(|error| failure(&kops_core::Error::from(error)))?, None));
    }
    let store = Store::from_object(port)?.open()?;
    let call = Call { method, arguments, content: content.map(Into::into) };
    let answer = wait(py, call_store(&*store, call), Err)?;
    let Answer { value, content } = answer.map_err(|error| failure(&kops_core::Error::from(error)))?;
    Ok((value, content.map(|content| PyBytes::new(py, &content))))
}

/// Calls a method of an account or a state store of the package.
pub(crate) fn ask<'py, T: PyTypeInfo>(
    port: &Bound<'py, T>,
    method: &str,
    arguments: impl IntoPyObject<'py, Target = PyTuple>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = port.py();
    py.import("kops._ports")?.call_method1("ask", (port, method, arguments))
}

/// Run the conformance suite of clouds on accounts that `make` makes, and return what failed.
#[pyfunction]
pub(crate) fn check_cloud(py: Python<'_>, make: &Bound<'_, PyAny>, lacks: Vec<String>) -> PyResult<Vec<String>> {
    let place = |_| Place::from_python(&make.call0()?)?.open();
    let clouds = cloud_suite::names().map(place).collect::<PyResult<Vec<_>>>()?;
    let clouds = Mutex::new(clouds);
    let lacks = cloud_suite::names().filter(|name| lacks.iter().any(|lacked| lacked == name));
    let lacks: BTreeMap<_, _> = lacks.map(|name| (name, "")).collect();
    let subject = move || {
        let cloud = clouds.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let cloud: Arc<dyn Cloud> =
            cloud.map_or_else(|| Arc::new(Subject::simulated_account()) as _, |(cloud, _)| cloud);
        let subject = Subject { cloud, lacks: lacks.clone(), ..Subject::simulated() };
        async move { subject }
    };
    let findings = wait(py, cloud_suite::run(subject), Err)?;
    Ok(findings.iter().map(|finding| format!("{}: {}", finding.check, finding.problem)).collect())
}

/// Run the conformance suite of state stores on a store, and return what failed.
#[pyfunction]
pub(crate) fn check_store(py: Python<'_>, store: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
    let store = Store::from_object(store)?.open()?;
    let findings = wait(py, store_suite::run(&*store, "conformance"), Err)?;
    Ok(findings.iter().map(|finding| format!("{}: {}", finding.check, finding.problem)).collect())
}

/// Return the simulated account that the conformance suite of clouds expects: with an image, a machine type, a hosted zone and a
/// prefix list.
#[pyfunction]
pub(crate) fn conformance_account() -> SimulatedAccount {
    SimulatedAccount(Subject::simulated_account())
}
