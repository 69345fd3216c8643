//! The engine: calls by name, each on a thread of its own.

use kops_core::interop::{self, CallError, Returned, Size, in_turns};
use napi::Status;
use napi::bindgen_prelude::{Result, Unknown, spawn_blocking};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi_derive::napi;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use crate::call::{Answer, Given, answer};
use crate::cloud::Cloud;
use crate::errors::{called, lost};
use crate::store::Store;

/// How many calls of engines, and how many runs, have a thread at once. They wait for accounts and stores meanwhile, which may need threads
/// of the same pool, of 512, to resolve names and to answer in JavaScript.
static CALLS: Semaphore = Semaphore::const_new(256);
static RUNS: Semaphore = Semaphore::const_new(128);

/// Clusters in one account and one state store. The class of the package wraps it.
#[napi]
pub struct Engine(kops_core::Engine);

/// Stops a call or a run.
#[napi]
pub struct Cancel(kops_core::Cancel);

#[napi]
impl Cancel {
    /// One that nothing was stopped with.
    #[napi(constructor)]
    pub fn new() -> Self {
        Self(kops_core::Cancel::default())
    }

    /// Stops.
    #[napi]
    pub fn cancel(&self) {
        self.0.cancel();
    }
}

/// Gets each event as JSON, and an empty text after the last.
type Events = ThreadsafeFunction<String, Unknown<'static>, String, Status, false>;

#[napi]
impl Engine {
    /// Works in an account.
    #[napi(constructor)]
    pub fn new(cloud: &Cloud, store: &Store, options: &Given) -> Result<Self> {
        let engine = interop::engine(cloud.cloud.clone(), store.0.clone(), cloud.clock.clone(), options.read()?);
        engine.map(Self).map_err(called)
    }

    /// Calls a method by its name; nothing where that was cancelled.
    #[napi]
    pub async fn call(&self, name: String, given: &Given, cancel: &Cancel) -> Result<Option<Answer>> {
        let (engine, arguments, cancel) = (self.0.clone(), given.read()?, cancel.0.clone());
        let (runtime, size) = (Handle::current(), Size::of(&arguments));
        let call = move || runtime.block_on(in_turns(size, interop::call_engine(&engine, &name, arguments, &cancel)));
        let _turn = CALLS.acquire().await;
        answered(spawn_blocking(call).await.map_err(lost)?)
    }

    /// Calls a method by its name and tells what happens meanwhile; nothing where that was cancelled without a report.
    #[napi]
    pub async fn run(&self, name: String, given: &Given, cancel: &Cancel, events: Events) -> Result<Option<Answer>> {
        let (engine, arguments, cancel) = (self.0.clone(), given.read()?, cancel.0.clone());
        let (runtime, size) = (Handle::current(), Size::of(&arguments));
        let run = move || {
            let tell = |event: String| {
                // A process that ends listens no more.
                events.call(event, ThreadsafeFunctionCallMode::NonBlocking);
            };
            let running = interop::run_engine(&engine, &name, arguments, &tell, &cancel);
            let ran = runtime.block_on(in_turns(size, running));
            tell(String::new());
            ran
        };
        let _turn = RUNS.acquire().await;
        answered(spawn_blocking(run).await.map_err(lost)?)
    }
}

/// What a call returned; nothing where it was cancelled.
fn answered(result: std::result::Result<Returned, CallError>) -> Result<Option<Answer>> {
    match result {
        Err(CallError::Cancelled) => Ok(None),
        result => answer(result).map(Some),
    }
}
