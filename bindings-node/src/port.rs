//! Clouds, state stores and clusters in JavaScript: objects of the caller's.

use std::error::Error;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use kops_core::errors::ErrorData;
use kops_core::interop::{Answer, Call, JsonPort, PortError};
use kops_core::state::StateStore;
use napi::Status;
use napi::bindgen_prelude::{Buffer, Promise};
use napi::threadsafe_function::ThreadsafeFunction;
use napi_derive::napi;

use crate::store::Store;

/// A call of a method: its arguments are a list as JSON, without the bytes of an object.
#[napi(object, object_from_js = false)]
pub struct PortCall {
    pub method: String,
    pub arguments: String,
    pub content: Option<Buffer>,
    /// Takes the bucket that the method opens.
    pub bucket: Option<Bucket>,
}

/// Where a bucket goes that the caller's code opens.
#[napi]
#[derive(Clone, Default)]
pub struct Bucket(Arc<Mutex<Option<Arc<dyn StateStore>>>>);

#[napi]
impl Bucket {
    /// Takes the bucket.
    #[napi]
    pub fn fill(&self, store: &Store) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(store.0.clone());
    }
}

/// What a method returned, or what it threw: an error of the package as JSON, with the text and the number of its cause where it has one,
/// or the text and the number of another error. An answer without any of these says that there is no such method.
#[napi(object)]
pub struct PortAnswer {
    pub value: Option<String>,
    pub content: Option<Buffer>,
    pub facts: Option<String>,
    pub error: Option<String>,
    pub cause: Option<u32>,
}

/// Calls a method. It does not keep the process alive.
pub(crate) type Method = ThreadsafeFunction<PortCall, Promise<PortAnswer>, PortCall, Status, false, true>;

pub(crate) struct Port(Arc<Method>);

impl Port {
    pub(crate) fn new(method: Method) -> Self {
        Self(Arc::new(method))
    }

    async fn ask(&self, call: PortCall) -> std::result::Result<PortAnswer, PortError> {
        let answer = async { self.0.call_async(call).await?.await };
        let mut answer =
            answer.await.map_err(|error: napi::Error| Raised { text: error.reason.clone(), cause: None })?;
        let raised = answer.error.take().map(|text| Raised { text, cause: answer.cause });
        match (answer.facts.take(), raised) {
            (None, None) if answer.value.is_none() => Err(PortError::NoMethod),
            (None, None) => Ok(answer),
            (None, Some(raised)) => Err(raised.into()),
            (Some(facts), raised) => Err(match serde_json::from_str::<ErrorData>(&facts) {
                Ok(data) => {
                    let source = raised.map(|raised| -> Shared { Arc::new(raised) });
                    PortError::Data { data: Box::new(data), source }
                }
                Err(_) => Raised { text: facts, cause: answer.cause }.into(),
            }),
        }
    }
}

impl fmt::Debug for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Port").finish_non_exhaustive()
    }
}

#[async_trait::async_trait]
impl JsonPort for Port {
    async fn call(&self, call: Call) -> std::result::Result<Answer, PortError> {
        let Call { method, arguments, content } = call;
        let content = content.map(|content| Buffer::from(&content[..]));
        let answer = self.ask(PortCall { method, arguments, content, bucket: None }).await?;
        let content = answer.content.map(|content| content.to_vec().into());
        Ok(Answer { value: answer.value.unwrap_or_default(), content })
    }

    async fn open_bucket(&self, name: &str) -> std::result::Result<Arc<dyn StateStore>, PortError> {
        let (bucket, arguments) = (Bucket::default(), serde_json::to_string(&[name]).expect("a text serialises"));
        let method = "open_bucket".to_owned();
        self.ask(PortCall { method, arguments, content: None, bucket: Some(bucket.clone()) }).await?;
        let opened = bucket.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        opened.ok_or(PortError::NoMethod)
    }
}

/// What the caller's code threw.
#[derive(Debug)]
pub(crate) struct Raised {
    pub(crate) text: String,
    /// What `errors.cjs` keeps it under.
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

/// How errors hold what lies underneath.
type Shared = Arc<dyn Error + Send + Sync>;

/// What the caller's code threw, among the sources of an error.
pub(crate) fn cause(error: &(dyn Error + 'static)) -> Option<u32> {
    let mut sources = std::iter::successors(Some(error), |&error| error.source());
    sources.find_map(|error| {
        let shared = error.downcast_ref::<Shared>().and_then(|error| error.downcast_ref::<Raised>());
        shared.or_else(|| error.downcast_ref())?.cause
    })
}
