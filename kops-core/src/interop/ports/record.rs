//! What a cloud answered, recorded as JSON and replayed without it: a plan for an account that is made again elsewhere, or in a test.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Answer, Call, JsonPort, PortError};
use crate::cloud::{
    BoundStep, Cloud, CloudError, ErrorKind, InstanceChange, Outcome, PreflightFacts, PreflightQuery, Readiness,
    RunningGroup, Scope, Snapshot,
};
use crate::errors::ErrorData;
use crate::facts::{Facts, FactsQuery};
use crate::resource::{CloudId, Kind, LaunchTemplate};
use crate::state::{StateError, StateStore};

/// A call and what came of it.
#[derive(Clone, Serialize, Deserialize)]
struct Recorded {
    method: String,
    arguments: Value,
    #[serde(flatten)]
    result: Result,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Result {
    Answer(Value),
    Error(Box<ErrorData>),
}

/// A cloud that records what another one answers. Buckets are passed through, and what is in them is not recorded.
///
/// ```
/// use kops_core::interop::{JsonCloud, Recorder, Replay};
/// use kops_core::{Engine, Spec, sim::Account};
///
/// # futures::executor::block_on(async {
/// # macro_rules! include_str { ($file:literal) => { core::include_str!(concat!("../../../../examples/fairwinds/", $file)) } }
/// let spec = Spec::from_yaml("cluster_spec.yml", include_str!("cluster_spec.yml"))?;
/// let recorder = Recorder::new(Account::from_json(include_str!("account.json"))?);
/// let plan = Engine::builder(recorder.clone()).build().plan(&spec).await?;
///
/// let replay = Replay::from_json(&recorder.to_json()).unwrap();
/// let again = Engine::builder(JsonCloud(replay)).build().plan(&spec).await?;
/// assert_eq!(again.hash(), plan.hash());
/// # Ok::<(), kops_core::Error>(()) }).unwrap();
/// ```
pub struct Recorder<C> {
    inner: Arc<C>,
    calls: Arc<Mutex<Vec<Recorded>>>,
}

impl<C> Clone for Recorder<C> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), calls: self.calls.clone() }
    }
}

/// Shows how many calls were recorded and nothing of them: answers hold user data.
impl<C: fmt::Debug> fmt::Debug for Recorder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { inner, calls } = self;
        f.debug_struct("Recorder").field("inner", inner).field("calls", &lock(calls).len()).finish()
    }
}

impl<C: Cloud> Recorder<C> {
    /// Records what a cloud answers. Clones record together.
    pub fn new(inner: C) -> Self {
        Self { inner: Arc::new(inner), calls: Arc::default() }
    }

    /// Returns everything so far, as JSON that [`Replay::from_json`] reads.
    pub fn to_json(&self) -> String {
        format!("{:#}\n", json!({"calls": *lock(&self.calls)}))
    }

    fn note<T: Serialize>(
        &self,
        method: &str,
        arguments: Value,
        result: std::result::Result<T, CloudError>,
    ) -> std::result::Result<T, CloudError> {
        let noted = match &result {
            Ok(answer) => Result::Answer(serde_json::to_value(answer).expect("what clouds answer serialises")),
            Err(error) => Result::Error(Box::new(error.into())),
        };
        lock(&self.calls).push(Recorded { method: method.to_owned(), arguments, result: noted });
        result
    }
}

#[async_trait]
impl<C: Cloud> Cloud for Recorder<C> {
    async fn facts(&self, query: &FactsQuery) -> std::result::Result<Facts, CloudError> {
        self.note("facts", json!([query]), self.inner.facts(query).await)
    }

    async fn observe(&self, scope: &Scope) -> std::result::Result<Snapshot, CloudError> {
        self.note("observe", json!([scope]), self.inner.observe(scope).await)
    }

    async fn execute(&self, step: &BoundStep) -> std::result::Result<Outcome, CloudError> {
        self.note("execute", json!([step]), self.inner.execute(step).await)
    }

    async fn probe(&self, kind: Kind, id: &CloudId) -> std::result::Result<Readiness, CloudError> {
        self.note("probe", json!([kind, id]), self.inner.probe(kind, id).await)
    }

    async fn open_bucket(&self, name: &str) -> std::result::Result<Box<dyn StateStore>, StateError> {
        self.inner.open_bucket(name).await
    }

    async fn launch_templates(
        &self,
        versions: &BTreeSet<String>,
    ) -> std::result::Result<BTreeMap<String, LaunchTemplate>, CloudError> {
        self.note("launch_templates", json!([versions]), self.inner.launch_templates(versions).await)
    }

    async fn user_data(
        &self,
        instances: &BTreeSet<CloudId>,
    ) -> std::result::Result<BTreeMap<CloudId, String>, CloudError> {
        self.note("user_data", json!([instances]), self.inner.user_data(instances).await)
    }

    async fn instances(&self, cluster: &str) -> std::result::Result<Vec<RunningGroup>, CloudError> {
        self.note("instances", json!([cluster]), self.inner.instances(cluster).await)
    }

    async fn change_instance(&self, change: &InstanceChange) -> std::result::Result<Readiness, CloudError> {
        self.note("change_instance", json!([change]), self.inner.change_instance(change).await)
    }

    async fn preflight(&self, query: &PreflightQuery) -> std::result::Result<PreflightFacts, CloudError> {
        self.note("preflight", json!([query]), self.inner.preflight(query).await)
    }
}

/// A text that is not a recording.
#[derive(Debug, thiserror::Error)]
#[error("this is not a recording")]
pub struct ParseRecordingError(#[from] serde_json::Error);

/// What a [`Recorder`] recorded, as the port of a [`JsonCloud`](super::JsonCloud). The same call is answered as it was then, several in
/// their order; the last answer is repeated.
#[derive(Clone)]
pub struct Replay(Arc<Mutex<BTreeMap<String, VecDeque<Result>>>>);

impl Replay {
    /// Reads a recording.
    ///
    /// # Errors
    /// A text that is none.
    pub fn from_json(text: &str) -> std::result::Result<Self, ParseRecordingError> {
        #[derive(Deserialize)]
        struct Recording {
            calls: Vec<Recorded>,
        }
        let mut answers: BTreeMap<String, VecDeque<Result>> = BTreeMap::new();
        for Recorded { method, arguments, result } in serde_json::from_str::<Recording>(text)?.calls {
            answers.entry(name(&method, &arguments)).or_default().push_back(result);
        }
        Ok(Self(Arc::new(Mutex::new(answers))))
    }

    fn next(&self, name: &str) -> Option<Result> {
        let mut answers = lock(&self.0);
        let answers = answers.get_mut(name)?;
        if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() }
    }
}

/// Shows how many calls it knows and nothing of them, as [`Recorder`] does.
impl fmt::Debug for Replay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replay").field("calls", &lock(&self.0).len()).finish()
    }
}

#[async_trait]
impl JsonPort for Replay {
    async fn call(&self, call: Call) -> std::result::Result<Answer, PortError> {
        let arguments = serde_json::from_str(&call.arguments).unwrap_or_default();
        match self.next(&name(&call.method, &arguments)) {
            Some(Result::Answer(value)) => Ok(Answer { value: value.to_string(), content: None }),
            Some(Result::Error(error)) => Err((*error).into()),
            None => {
                let message = "the recording has no such call";
                Err(ErrorData::from(&CloudError::new(ErrorKind::Invalid, call.method, message)).into())
            }
        }
    }
}

/// What a call is found by.
fn name(method: &str, arguments: &Value) -> String {
    format!("{method}{arguments}")
}

/// Every change under these locks is one operation, so a poisoned one is as good as any.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
