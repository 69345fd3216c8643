//! AWS accounts, and the threads that move the bytes of connections, with the feature `aws`.

use std::fmt::Display;
use std::str::FromStr;
use std::sync::Arc;
use std::time::SystemTime;

use aws_credential_types::provider::{self, ProvideCredentials, error::CredentialsError, future};
use kops_aws::{Aws, CaCertificates, Config, Credentials, Endpoint, S3Store as Bucket, TokioClock};
use kops_core::apply::{Clock, Retrying};
use kops_core::cloud::Cloud;
use kops_core::state::{StateError, StateStore};
use pyo3::exceptions::{PyException, PyTypeError};
use pyo3::prelude::*;
use tokio::runtime::{Builder, Handle, Runtime};

use crate::port::Raised;
use crate::process::PerProcess;
use crate::wait::{interrupt, is_interrupted};
use crate::work::attach;

static RUNTIME: PerProcess<&Runtime> = PerProcess::new();

/// What drives sockets and timers, where an AWS account or a real cluster has been used.
pub(crate) fn runtime() -> Option<&'static Handle> {
    RUNTIME.get().map(Runtime::handle)
}

/// Starts it where this process has none.
pub(crate) fn start_runtime() -> PyResult<&'static Handle> {
    let make = || Builder::new_multi_thread().worker_threads(2).thread_name("kops-io").enable_all().build();
    let runtime = RUNTIME.get_or_try_make(|| make().map(|runtime| &*Box::leak(Box::new(runtime))))?;
    Ok(runtime.handle())
}

/// How an account is reached in this process.
#[derive(Clone)]
pub(crate) struct Connection {
    config: Config,
    pub(crate) cloud: Arc<dyn Cloud>,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Connection {
    /// A bucket of the account, in whichever region it is.
    pub(crate) fn bucket(&self, url: &str) -> Result<Arc<dyn StateStore>, StateError> {
        Ok(Arc::new(Retrying::new(Bucket::new(&self.config, url)?, self.clock.clone())))
    }
}

/// An AWS account in one region. Engines on it share connections and the budget of calls.
#[derive(Clone)]
pub(crate) struct Account(Arc<Reached>);

/// Where an account is, and how it is reached in this process.
struct Reached {
    region: String,
    endpoint: Option<Endpoint>,
    authorities: Option<CaCertificates>,
    keys: Keys,
    connection: PerProcess<Connection>,
}

impl Account {
    /// Names an account. `keys` returns its keys; `endpoint` is the URL of a server to use in place of AWS, `authorities` are the
    /// certificates to trust in place of the system's, as PEM. No call is made.
    pub(crate) fn new(
        region: String,
        keys: Py<PyAny>,
        endpoint: Option<&str>,
        authorities: Option<&str>,
    ) -> PyResult<Self> {
        let keys = Keys(Arc::new(keys));
        let (endpoint, authorities) = (parsed("endpoint", endpoint)?, parsed("ca_certificates", authorities)?);
        Ok(Self(Arc::new(Reached { region, endpoint, authorities, keys, connection: PerProcess::new() })))
    }

    /// Connects this process. No call is made.
    pub(crate) fn connect(&self) -> PyResult<Connection> {
        let _runtime = start_runtime()?.enter();
        let Reached { region, endpoint, authorities, keys, connection } = &*self.0;
        connection.get_or_try_make(|| {
            let config = Config::new(region, keys.clone());
            let config = if let Some(server) = endpoint { config.endpoint(server.clone()) } else { config };
            let config = if let Some(trusted) = authorities { config.ca_certificates(trusted) } else { config };
            let clock: Arc<dyn Clock> = Arc::new(TokioClock::start());
            let aws = Aws::new(&config);
            Ok(Connection { config, cloud: Arc::new(Retrying::new(aws, clock.clone())), clock })
        })
    }
}

/// Reads an argument that may be missing.
fn parsed<T: FromStr<Err: Display>>(argument: &str, text: Option<&str>) -> PyResult<Option<T>> {
    let wrong = |error| PyTypeError::new_err(format!("argument '{argument}': {error}"));
    text.map(str::parse).transpose().map_err(wrong)
}

/// A Python function that returns keys. It is called on the thread of the call that needs them.
#[derive(Clone, Debug)]
struct Keys(Arc<Py<PyAny>>);

impl Keys {
    fn request(&self) -> provider::Result {
        type Fields = (String, String, Option<String>, Option<SystemTime>);
        if is_interrupted() {
            return Err(CredentialsError::provider_error("the call was interrupted before this"));
        }
        let answer = attach(|py| {
            let keys = self.0.bind(py).call0().and_then(|keys| keys.extract::<Fields>());
            keys.map_err(|error| {
                if error.is_instance_of::<PyException>(py) {
                    return CredentialsError::provider_error(Raised::new(py, error));
                }
                let text = error.to_string();
                interrupt(error);
                CredentialsError::provider_error(text)
            })
        });
        let (id, secret, token, expiry) = answer?;
        Ok(Credentials::new(id, secret, token, expiry, "kops.aws.Account"))
    }
}

impl ProvideCredentials for Keys {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::ready(self.request())
    }
}
