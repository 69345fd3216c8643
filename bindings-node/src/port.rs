//! Clouds and state stores in JavaScript: objects of the caller's, and calls of the package's own accounts and stores.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use kops_core::cloud::ErrorKind;
use kops_core::errors::ErrorData;
use kops_core::interop::{self, Answer, Call, JsonCloud, JsonPort, JsonStore, PortError, call_cloud, call_store};
use kops_core::testkit::{Subject, cloud_suite, store_suite};
use napi::Status;
use napi::bindgen_prelude::{Buffer, Promise, Result, spawn_blocking};
use napi::threadsafe_function::ThreadsafeFunction;
use napi_derive::napi;
use tokio::runtime::Handle;

use crate::account::{Cloud, Store};
use crate::errors::{failure, lost};

/// A call of a method: its arguments are a list as JSON, without the bytes of an object.
#[napi(object)]
pub struct PortCall {
    pub method: String,
    pub arguments: String,
    pub content: Option<Buffer>,
}

/// What a method returned, or what it threw: an error of the package as JSON, or the number of another one.
#[napi(object)]
pub struct PortAnswer {
    pub value: Option<String>,
    pub content: Option<Buffer>,
    pub error: Option<String>,
    pub cause: Option<u32>,
}

/// Calls a method. It does not keep the process alive.
type Method = ThreadsafeFunction<PortCall, Promise<PortAnswer>, PortCall, Status, false, true>;

struct Port(Arc<Method>);

impl fmt::Debug for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Port").finish_non_exhaustive()
    }
}

#[async_trait::async_trait]
impl JsonPort for Port {
    async fn call(&self, call: Call) -> std::result::Result<Answer, PortError> {
        let Call { method, arguments, content } = call;
        let call = PortCall { method, arguments, content: content.map(|content| Buffer::from(&content[..])) };
        let answer = async { self.0.call_async(call).await?.await };
        let answer = answer.await.map_err(|error: napi::Error| Raised { text: error.reason.clone(), cause: None })?;
        match (answer.cause, answer.error) {
            (None, None) => Ok(Answer {
                value: answer.value.unwrap_or_default(),
                content: answer.content.map(|content| content.to_vec().into()),
            }),
            (cause, error) => {
                let text = error.unwrap_or_default();
                let data = serde_json::from_str::<ErrorData>(&text).ok().filter(|_| cause.is_none());
                Err(data.map_or_else(|| Raised { text, cause }.into(), PortError::from))
            }
        }
    }
}

/// What the caller's code threw.
#[derive(Debug)]
pub(crate) struct Raised {
    text: String,
    /// What `index.cjs` keeps it under.
    pub(crate) cause: Option<u32>,
}

impl fmt::Display for Raised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Error for Raised {}

impl From<Raised> for PortError {
    fn from(raised: Raised) -> Self {
        Self::Other(Arc::new(raised))
    }
}

/// What the caller's code threw, among the sources of an error.
pub(crate) fn cause(error: &(dyn Error + 'static)) -> Option<u32> {
    type Shared = Arc<dyn Error + Send + Sync>;
    let mut sources = std::iter::successors(Some(error), |&error| error.source());
    sources.find_map(|error| error.downcast_ref::<Shared>()?.downcast_ref::<Raised>()?.cause)
}

#[napi]
impl Cloud {
    /// A cloud of the caller's.
    #[napi(factory)]
    pub fn port(method: Method) -> Self {
        Self::real(Arc::new(JsonCloud(Port(Arc::new(method)))))
    }

    /// A cloud that answers what a recorder recorded.
    #[napi(factory)]
    pub fn replay(text: String) -> Result<Self> {
        let replay = interop::Replay::from_json(&text);
        let replay = replay.map_err(|error| napi::Error::new(Status::InvalidArg, error.to_string()))?;
        Ok(Self::unreal(Arc::new(JsonCloud(replay))))
    }

    /// The simulated account of the conformance suite.
    #[napi(factory)]
    pub fn conformance() -> Self {
        Self::unreal(Arc::new(Subject::simulated_account()))
    }

    /// Calls a method with arguments as JSON; returns the answer as JSON.
    #[napi]
    pub async fn call(&self, method: String, arguments: String) -> Result<String> {
        let (cloud, runtime) = (self.cloud.clone(), Handle::current());
        let call = move || runtime.block_on(call_cloud(&*cloud, &method, &arguments));
        spawn_blocking(call).await.map_err(lost)?.map_err(|error| failure(kops_core::Error::from(error)))
    }
}

#[napi]
impl Store {
    /// A state store of the caller's.
    #[napi(factory)]
    pub fn port(method: Method) -> Self {
        Self(Arc::new(JsonStore(Port(Arc::new(method)))))
    }

    /// Calls a method.
    #[napi]
    pub async fn call(&self, call: PortCall) -> Result<PortAnswer> {
        let PortCall { method, arguments, content } = call;
        let call = Call { method, arguments, content: content.map(|content| content.to_vec().into()) };
        let (store, runtime) = (self.0.clone(), Handle::current());
        let answer = spawn_blocking(move || runtime.block_on(call_store(&*store, call))).await.map_err(lost)?;
        let Answer { value, content } = answer.map_err(|error| failure(kops_core::Error::from(error)))?;
        let content = content.map(|content| Buffer::from(&content[..]));
        Ok(PortAnswer { value: Some(value), content, error: None, cause: None })
    }

    /// Runs the conformance suite; returns what failed.
    #[napi]
    pub async fn check(&self) -> Result<Vec<String>> {
        let (store, runtime) = (self.0.clone(), Handle::current());
        let run = move || runtime.block_on(store_suite::run(&*store, "conformance"));
        let findings = spawn_blocking(run).await.map_err(lost)?;
        Ok(findings.iter().map(|finding| format!("{}: {}", finding.check, finding.problem)).collect())
    }
}

/// A cloud that records what another one answers.
#[napi]
pub struct Recorder {
    recorder: interop::Recorder<Arc<dyn kops_core::cloud::Cloud>>,
    cloud: Cloud,
}

#[napi]
impl Recorder {
    /// Records a cloud.
    #[napi(constructor)]
    pub fn new(cloud: &Cloud) -> Self {
        let recorder = interop::Recorder::new(cloud.cloud.clone());
        let cloud = cloud.behind(Arc::new(recorder.clone()));
        Self { recorder, cloud }
    }

    /// The cloud to work with.
    #[napi]
    pub fn cloud(&self) -> Cloud {
        self.cloud.clone()
    }

    /// Everything so far.
    #[napi]
    pub fn to_text(&self) -> String {
        self.recorder.to_json()
    }
}

/// Runs of the conformance suite of clouds.
#[napi]
#[derive(Default)]
pub struct CloudSuite(Mutex<Vec<Arc<dyn kops_core::cloud::Cloud>>>);

#[napi]
impl CloudSuite {
    /// One without accounts.
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many accounts it needs.
    #[napi(getter)]
    pub fn size(&self) -> u32 {
        u32::try_from(cloud_suite::names().count()).unwrap_or(u32::MAX)
    }

    /// Adds an account.
    #[napi]
    pub fn add(&self, cloud: &Cloud) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(cloud.cloud.clone());
    }

    /// Runs every check but some; returns what failed.
    #[napi]
    pub async fn run(&self, lacks: Vec<String>) -> Result<Vec<String>> {
        let clouds = Mutex::new(std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner)));
        let lacks = cloud_suite::names().filter(|name| lacks.iter().any(|lacked| lacked == name));
        let lacks: BTreeMap<_, _> = lacks.map(|name| (name, "")).collect();
        let runtime = Handle::current();
        let run = move || {
            runtime.block_on(cloud_suite::run(async || {
                let cloud = clouds.lock().unwrap_or_else(PoisonError::into_inner).pop();
                let cloud = cloud.unwrap_or_else(|| Arc::new(Subject::simulated_account()));
                Subject { cloud, lacks: lacks.clone(), ..Subject::simulated() }
            }))
        };
        let findings = spawn_blocking(run).await.map_err(lost)?;
        Ok(findings.iter().map(|finding| format!("{}: {}", finding.check, finding.problem)).collect())
    }
}

/// Whether a call that failed with an error of this kind may succeed a little later.
#[napi]
pub fn is_retryable(kind: String) -> bool {
    serde_json::from_value::<ErrorKind>(kind.into()).is_ok_and(ErrorKind::retryable)
}
