//! Clouds, state stores and clusters in Python: objects of the caller's with the methods of `kops.Cloud`, `kops.StateStore` or
//! `kops.ClusterApi`.

use std::error::Error;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use futures::channel::oneshot;
use kops_core::errors::ErrorData;
use kops_core::interop::{Answer, Call, JsonPort, PortError};
use kops_core::state::StateStore;
use pyo3::exceptions::{PyBaseException, PyException};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::store::Store;
use crate::wait::{interrupt, is_interrupted};
use crate::work::attach;

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

impl Port {
    /// Calls a method and waits for what it returned, as `kops._ports` gives it.
    async fn ask(&self, call: Call) -> Result<Py<PyAny>, PortError> {
        if is_interrupted() {
            return Err(PortError::Other(Arc::new(Interrupted("the call was interrupted before this".to_owned()))));
        }
        let (sender, receiver) = oneshot::channel();
        attach(|py| {
            let port = self.0.bind(py);
            if !port.hasattr(call.method.as_str()).unwrap_or_default() {
                return Err(PortError::NoMethod);
            }
            let content = call.content.as_ref().map(|content| PyBytes::new(py, content));
            let done = Done(Mutex::new(Some(sender)));
            let arguments = (port, call.method, call.arguments, content, done);
            let begun = py.import("kops._ports").and_then(|ports| ports.call_method1("begin", arguments));
            begun.map(drop).map_err(|error| raised(py, error))
        })?;
        match receiver.await {
            Ok(result) => result,
            Err(_) => Err(PortError::Other(Arc::new(Lost))),
        }
    }
}

#[async_trait::async_trait]
impl JsonPort for Port {
    async fn call(&self, call: Call) -> Result<Answer, PortError> {
        let returned = self.ask(call).await?;
        attach(|py| {
            let (value, content) =
                returned.extract::<(String, Option<Vec<u8>>)>(py).map_err(|error| raised(py, error))?;
            Ok(Answer { value, content: content.map(Into::into) })
        })
    }

    async fn open_bucket(&self, name: &str) -> Result<Arc<dyn StateStore>, PortError> {
        let arguments = serde_json::to_string(&[name]).expect("a text serialises");
        let returned = self.ask(Call { method: "open_bucket".to_owned(), arguments, content: None }).await?;
        attach(|py| {
            let store = returned.bind(py).cast::<Store>().map_err(PyErr::from).and_then(|store| store.get().open());
            store.map_err(|error| raised(py, error))
        })
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

type Sender = oneshot::Sender<Result<Py<PyAny>, PortError>>;

/// Takes what a method returned, or the exception that it raised.
#[pyclass(frozen, module = "kops")]
struct Done(Mutex<Option<Sender>>);

#[pymethods]
impl Done {
    fn __call__(&self, py: Python<'_>, returned: Py<PyAny>, error: Option<Bound<'_, PyAny>>) {
        let result = match error {
            Some(error) => Err(raised(py, PyErr::from_value(error))),
            None => Ok(returned),
        };
        if let Some(sender) = self.0.lock().unwrap_or_else(PoisonError::into_inner).take() {
            // A call that was cancelled listens no more.
            let _ = sender.send(result);
        }
    }
}

/// An exception of a method: one of the package has its facts, and the exception that it was raised from.
fn raised(py: Python<'_>, error: PyErr) -> PortError {
    if !error.is_instance_of::<PyException>(py) {
        let text = error.to_string();
        interrupt(error);
        return PortError::Other(Arc::new(Interrupted(text)));
    }
    let data = py.import("kops._ports").and_then(|ports| ports.call_method1("described", (error.value(py),)));
    let data = data.and_then(|data| data.extract::<Option<String>>()).ok().flatten();
    match data.and_then(|data| serde_json::from_str::<ErrorData>(&data).ok()) {
        Some(data) => {
            let source = error.cause(py).map(|cause| -> Shared { Arc::new(Raised::new(py, cause)) });
            PortError::Data { data: Box::new(data), source }
        }
        None => PortError::Other(Arc::new(Raised::new(py, error))),
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

impl Raised {
    pub(crate) fn new(py: Python<'_>, error: PyErr) -> Self {
        Self { text: error.to_string(), error: error.into_value(py) }
    }
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

/// How errors hold what lies underneath.
type Shared = Arc<dyn Error + Send + Sync>;

/// The exception of the caller's code among the sources of an error.
pub(crate) fn cause(py: Python<'_>, error: &(dyn Error + 'static)) -> Option<Py<PyBaseException>> {
    let mut sources = std::iter::successors(Some(error), |&error| error.source());
    let raised = |error: &'_ (dyn Error + 'static)| {
        let shared = error.downcast_ref::<Shared>().and_then(|error| error.downcast_ref::<Raised>());
        Some(shared.or_else(|| error.downcast_ref())?.error.clone_ref(py))
    };
    sources.find_map(raised)
}
