//! One step from its first call to being ready, with retries, and with an eye on the cancel token.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use futures::future::{Either, select};
use serde_json::Value;

use super::backoff::{Patience, Transient, delay};
use super::entropy::new_keyset;
use super::work::{FileWork, Work, verb};
use super::{Cancel, Event, Options, Ports, StepError};
use crate::cloud::{BoundAction, BoundStep, CloudError, ErrorKind, Readiness};
use crate::errors::ErrorData;
use crate::pki::{self, token};
use crate::plan::{Action, Step, StepId};
use crate::resource::{CloudId, OfKind, Output, Outputs, Resource, Volume};
use crate::state::{self, Delete, Put, StateError, StateStore};

/// What every step of a run shares.
pub(super) struct Context<'a> {
    /// The cluster that the run is about.
    pub(super) cluster: &'a str,
    pub(super) ports: Ports<'a>,
    pub(super) options: &'a Options,
    pub(super) events: &'a (dyn Fn(Event) + Send + Sync),
    pub(super) cancel: &'a Cancel,
    /// What the steps before each step do to the account.
    pub(super) before: BTreeMap<StepId, Before>,
    /// What the cloud assigned to what this run has made so far.
    pub(super) made: Made,
}

/// What a step took.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Effort {
    pub(super) elapsed: Duration,
    /// Calls of the cloud and the state store.
    pub(super) calls: u32,
}

/// Why a step is not done.
pub(super) enum Stop {
    /// It failed for good.
    Failed(StepError),
    /// The run was cancelled under it: it may or may not have taken effect.
    Cut,
}

/// The last error of a call that is not made again.
struct GivenUp<E> {
    error: E,
    /// For how long the answer was the same.
    unchanged: Duration,
}

/// The run was cancelled.
struct Cut;

impl From<Cut> for Stop {
    fn from(_: Cut) -> Self {
        Self::Cut
    }
}

impl Context<'_> {
    /// Executes one step and returns what the cloud assigned, and what the step took.
    pub(super) async fn execute(&self, step: &Step, work: Work) -> (Result<Outputs, Stop>, Effort) {
        let before = self.before.get(&step.id).copied().unwrap_or_default();
        let attempt = Attempt { context: self, step, before, calls: AtomicU32::new(0) };
        let began = self.ports.clock.now();
        let result = match work {
            Work::File(work) => attempt.write(&work).await.map(|()| work.outputs()),
            Work::Keyset(name) => attempt.make_keyset(&name).await,
            Work::Secret(name) => attempt.make_secret(&name).await,
            Work::Cloud(bound) => attempt.execute(&bound).await,
        };
        let elapsed = self.ports.clock.now().saturating_sub(began);
        (result, Effort { elapsed, calls: attempt.calls.into_inner() })
    }

    /// Waits, unless the run is cancelled.
    async fn sleep(&self, duration: Duration) -> Result<(), Cut> {
        match select(self.ports.clock.sleep(duration), pin!(self.cancel.cancelled())).await {
            Either::Left(_) => Ok(()),
            Either::Right(_) => Err(Cut),
        }
    }

    /// Makes a call, unless the run is cancelled; one that is out by then has a moment left to come back.
    async fn call<T>(&self, call: impl Future<Output = T>) -> Result<T, Cut> {
        if self.cancel.is_cancelled() {
            return Err(Cut);
        }
        let out_of_time = async {
            self.cancel.cancelled().await;
            self.ports.clock.sleep(self.options.grace).await;
        };
        match select(pin!(call), pin!(out_of_time)).await {
            Either::Left((result, _)) => Ok(result),
            Either::Right(_) => Err(Cut),
        }
    }
}

/// A step under way.
struct Attempt<'a> {
    context: &'a Context<'a>,
    step: &'a Step,
    before: Before,
    /// How many calls were made.
    calls: AtomicU32,
}

impl Attempt<'_> {
    async fn execute(&self, bound: &BoundStep) -> Result<Outputs, Stop> {
        let cloud = self.context.ports.cloud;
        let outcome = self.retry(|| cloud.execute(bound), |error| self.patience(&bound.action, error)).await?;
        let outcome = outcome.map_err(|GivenUp { error, unchanged }| match (error.kind, &bound.action) {
            (ErrorKind::InUse, BoundAction::Delete { .. }) => {
                let resource = self.step.resource.clone();
                Stop::Failed(StepError::StillUsed { resource, waited: unchanged, source: Box::new(error) })
            }
            _ => self.cloud_error(error),
        })?;
        match &bound.action {
            BoundAction::Create { desired } => {
                if let Some(id) = outcome.outputs.get(&Output::Id) {
                    self.await_ready(&CloudId(id.clone()), desired).await?;
                }
            }
            BoundAction::Delete { id, .. } => self.await_gone(id).await?,
            BoundAction::Update { .. } => {}
        }
        Ok(outcome.outputs)
    }

    async fn make_keyset(&self, name: &str) -> Result<Outputs, Stop> {
        let Ports { store, clock, entropy, .. } = self.context.ports;
        let make = || new_keyset(entropy, name, clock.unix_time());
        let ensure = || state::ensure_keyset(store, self.context.cluster, name, make);
        let made = self.retry(|| Box::pin(ensure()), Transient::patience).await?;
        made.map_err(|given_up| self.state_error(given_up.error))
    }

    async fn make_secret(&self, name: &str) -> Result<Outputs, Stop> {
        let Ports { store, entropy, .. } = self.context.ports;
        let ensure = || state::ensure_secret(store, self.context.cluster, name, || token(entropy.rng().as_mut()));
        let made = self.retry(|| Box::pin(ensure()), Transient::patience).await?;
        made.map(|()| Outputs::new()).map_err(|given_up| self.state_error(given_up.error))
    }

    async fn write(&self, work: &FileWork) -> Result<(), Stop> {
        let ports = self.context.ports;
        let result =
            self.retry(|| Box::pin(write_file(ports, self.context.cluster, work)), Transient::patience).await?;
        result.map_err(|given_up| self.state_error(given_up.error))
    }

    /// Waits until those that refer to a new resource can use it. One that cannot be seen yet will be, but AWS takes a volume whose KMS key
    /// it cannot use, and deletes it a moment later.
    async fn await_ready(&self, id: &CloudId, desired: &Resource) -> Result<(), Stop> {
        let key = Volume::of(desired).and_then(|volume| volume.kms_key.as_deref());
        // How often in a row it was gone since it was shown: AWS may answer once or twice from where it is not known yet.
        let gone = Cell::new(None::<u32>);
        self.wait(id, move |readiness| match (readiness, key) {
            (Readiness::Ready, _) => Verdict::Enough,
            (Readiness::Pending(reason), _) => {
                gone.set(Some(0));
                Verdict::Wait(reason)
            }
            (Readiness::Gone, Some(key)) => {
                gone.set(gone.get().map(|times| times + 1));
                let cause = format!("the KMS key `{key}` does not exist, is disabled or may not be used");
                match gone.get() {
                    Some(3..) => Verdict::Never(format!("the cloud has deleted it again, as it does where {cause}")),
                    _ => Verdict::Wait(format!("the cloud does not show it, and will not where {cause}")),
                }
            }
            (Readiness::Gone, None) => Verdict::Wait("the cloud does not show it yet".to_owned()),
            (Readiness::Failed(reason), _) => Verdict::Never(reason),
        })
        .await
    }

    /// Waits until a resource that is being deleted no longer holds on to what it used. Kinds that go at once may still
    /// be answered as ready for a moment, which blocks nothing.
    async fn await_gone(&self, id: &CloudId) -> Result<(), Stop> {
        self.wait(id, |readiness| match readiness {
            Readiness::Pending(reason) => Verdict::Wait(reason),
            _ => Verdict::Enough,
        })
        .await
    }

    async fn wait(&self, id: &CloudId, judge: impl Fn(Readiness) -> Verdict + Send) -> Result<(), Stop> {
        let Context { ports, options, .. } = self.context;
        let deadline = ports.clock.now().saturating_add(options.ready_within);
        let mut told = None;
        for attempt in 1.. {
            let probe = || ports.cloud.probe(self.step.resource.kind, id);
            let readiness = self.retry(probe, Transient::patience).await?;
            let reason = match judge(readiness.map_err(|given_up| self.cloud_error(given_up.error))?) {
                Verdict::Enough => break,
                Verdict::Wait(reason) if ports.clock.now() < deadline => reason,
                Verdict::Wait(reason) | Verdict::Never(reason) => {
                    return Err(Stop::Failed(StepError::NotReady { resource: self.step.resource.clone(), reason }));
                }
            };
            if told.as_ref() != Some(&reason) {
                self.tell(|step, resource| Event::Waiting { step, resource, reason: reason.clone() });
                told = Some(reason);
            }
            self.context.sleep(delay(options, self.step.id, attempt)).await?;
        }
        Ok(())
    }

    /// How long to repeat a step. What this run has made may not be seen everywhere yet, what a step itself has just made
    /// included; anything else that does not exist will not exist later. What something still uses may be let go by what this
    /// run has deleted.
    fn patience(&self, action: &BoundAction, error: &CloudError) -> Patience {
        let names_new = match action {
            BoundAction::Create { .. } => true,
            BoundAction::Update { .. } => self.before.creates,
            BoundAction::Delete { .. } => false,
        };
        match (error.kind, action) {
            (ErrorKind::NotFound, _) if names_new && !self.names_old(action, error) => Patience::Settling,
            (ErrorKind::InUse, BoundAction::Delete { .. }) if self.before.deletes => Patience::Releasing,
            (ErrorKind::InUse, BoundAction::Delete { .. }) => Patience::Settling,
            _ => error.patience(),
        }
    }

    /// True where an error names something that the step was given, and nothing that this run has made.
    fn names_old(&self, action: &BoundAction, error: &CloudError) -> bool {
        let words = error.message.split(|c: char| c.is_whitespace() || "`'\"(),".contains(c));
        let words: BTreeSet<&str> = words.map(|word| word.trim_end_matches(['.', ':'])).collect();
        if self.context.made.has_any(&words) {
            return false;
        }
        let desired = match action {
            BoundAction::Update { id, .. } if words.contains(id.as_str()) => return true,
            BoundAction::Create { desired } | BoundAction::Update { desired, .. } => desired,
            BoundAction::Delete { .. } => return false,
        };
        let mut fields = desired.to_value();
        fields.remove("name");
        let mut found = false;
        texts(&Value::Object(fields), &mut |text| found |= is_id(text) && words.contains(text));
        found
    }

    /// Makes a call as often as its errors ask for.
    async fn retry<T, E, F>(
        &self,
        call: impl Fn() -> F + Send,
        patience: impl Fn(&E) -> Patience + Send,
    ) -> Result<Result<T, GivenUp<E>>, Stop>
    where
        E: std::error::Error,
        ErrorData: for<'e> From<&'e E>,
        F: Future<Output = Result<T, E>> + Send,
    {
        let Context { ports, options, .. } = self.context;
        let began = ports.clock.now();
        let (mut attempt, mut broken, mut last) = (1, 0, (String::new(), began));
        loop {
            if let Some(lease) = ports.lease {
                self.context.call(lease.keep()).await?.map_err(|source| self.state_error(source))?;
            }
            self.calls.fetch_add(1, Ordering::Relaxed);
            let error = match self.context.call(call()).await? {
                Ok(value) => return Ok(Ok(value)),
                Err(error) => error,
            };
            let (data, now) = (ErrorData::from(&error), ports.clock.now());
            if last.0 != data.message {
                last = (data.message.clone(), now);
            }
            let unchanged = now.saturating_sub(last.1);
            let asked = patience(&error);
            broken = asked.broken(broken);
            if !asked.lasts(options, broken, now.saturating_sub(began), unchanged) {
                return Ok(Err(GivenUp { error, unchanged }));
            }
            drop(error);
            self.tell(|step, resource| Event::Retrying { step, resource, attempt: attempt + 1, error: data });
            self.context.sleep(delay(options, self.step.id, attempt)).await?;
            attempt += 1;
        }
    }

    fn tell(&self, event: impl FnOnce(StepId, crate::resource::ResourceId) -> Event) {
        (self.context.events)(event(self.step.id, self.step.resource.clone()));
    }

    fn state_error(&self, source: StateError) -> Stop {
        let resource = self.step.resource.clone();
        Stop::Failed(StepError::State { resource, verb: verb(&self.step.action), source })
    }

    fn cloud_error(&self, source: CloudError) -> Stop {
        let resource = self.step.resource.clone();
        Stop::Failed(StepError::Cloud { resource, verb: verb(&self.step.action), source: Box::new(source) })
    }
}

/// Ids, ARNs and names that the cloud assigned in a run.
#[derive(Debug, Default)]
pub(super) struct Made(Mutex<BTreeSet<String>>);

impl Made {
    pub(super) fn note(&self, outputs: &Outputs) {
        self.words().extend(outputs.values().cloned());
    }

    fn has_any(&self, words: &BTreeSet<&str>) -> bool {
        let made = self.words();
        words.iter().any(|word| made.contains(*word))
    }

    /// Every change under this lock is one call, so a poisoned one is as good as any.
    fn words(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the steps do that come before a step, directly or not.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Before {
    /// One of them creates something.
    creates: bool,
    /// One of them deletes something.
    deletes: bool,
}

impl Before {
    /// Looks at every step of a plan, each of which comes after those that it needs.
    pub(super) fn each(steps: &[Step]) -> BTreeMap<StepId, Self> {
        let mut before: BTreeMap<StepId, Self> = BTreeMap::new();
        let mut with: BTreeMap<StepId, Self> = BTreeMap::new();
        for step in steps {
            let mut own = Self::default();
            for needed in step.depends_on.iter().filter_map(|needed| with.get(needed)) {
                own.creates |= needed.creates;
                own.deletes |= needed.deletes;
            }
            before.insert(step.id, own);
            own.creates |= matches!(step.action, Action::Create { .. });
            own.deletes |= matches!(step.action, Action::Delete { .. });
            with.insert(step.id, own);
        }
        before
    }
}

/// True for a text that can be an id, an ARN or a name of one resource, rather than a word.
fn is_id(text: &str) -> bool {
    text.len() > 3 && text.contains(|c: char| c.is_ascii_digit()) && text.contains(['-', ':', '/', '.'])
}

fn texts(value: &Value, found: &mut dyn FnMut(&str)) {
    match value {
        Value::String(text) => found(text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(map) => map.values().for_each(|item| texts(item, found)),
        _ => {}
    }
}

/// What a poll of a resource means for a wait.
enum Verdict {
    Enough,
    Wait(String),
    Never(String),
}

/// Brings a managed file to what it should be, where it is kept.
async fn write_file(ports: Ports<'_>, cluster: &str, work: &FileWork) -> Result<(), StateError> {
    let Some(bucket) = &work.bucket else { return write_object(ports.store, cluster, work).await };
    write_object(ports.cloud.open_bucket(bucket).await?.as_ref(), cluster, work).await
}

/// Brings an object to what it should be, unless it changed since the plan was made. Repeating it has no further
/// effect.
///
/// What is there may hold a secret, which plans have sealed.
async fn write_object(store: &dyn StateStore, cluster: &str, work: &FileWork) -> Result<(), StateError> {
    let FileWork { key, before, after, .. } = work;
    let found = store.get(key).await?;
    let is_content = |wanted: &Option<String>| match (&found, wanted) {
        (Some(object), Some(wanted)) => {
            object.value == wanted.as_bytes() || pki::seal(&String::from_utf8_lossy(&object.value)) == *wanted
        }
        (found, wanted) => found.is_none() && wanted.is_none(),
    };
    if is_content(after) {
        if !work.public || store.is_public(key).await? {
            return Ok(());
        }
    } else if !is_content(before) {
        return Err(StateError::moved(key, found.is_some()));
    }
    let version = found.map(|object| object.version);
    match (after, version) {
        (Some(after), version) => {
            let content = state::unsealed(store, cluster, after).await?;
            let content = Bytes::copy_from_slice(content.expose());
            let mode = version.map_or(Put::Create, Put::Replace);
            let written =
                if work.public { store.put_public(key, content, mode) } else { store.put(key, content, mode) };
            written.await.map(|_| ())
        }
        (None, Some(version)) => store.delete(key, Delete::Version(version)).await,
        (None, None) => Ok(()),
    }
}
