//! Applying plans: events, and stopping a run or a plan in the making.

use std::time::Duration;

use kops_core::apply::Options;
use napi::Status;
use napi::bindgen_prelude::{Result, Unknown};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi_derive::napi;

use crate::engine::Engine;
use crate::plan::Plan;

/// Stops a run or a plan in the making.
#[napi]
pub struct Cancel(pub(crate) kops_core::Cancel);

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

/// How a plan is applied.
#[napi(object)]
pub struct ApplyOptions {
    /// How many steps may be under way at once.
    pub parallel: Option<u32>,
    /// How many seconds a resource may take to become ready.
    pub ready_within: Option<f64>,
    /// How many seconds calls that are out may take to come back when the run is stopped.
    pub grace: Option<f64>,
}

impl From<ApplyOptions> for Options {
    fn from(ApplyOptions { parallel, ready_within, grace }: ApplyOptions) -> Self {
        let seconds = |value: Option<f64>| value.and_then(|value| Duration::try_from_secs_f64(value).ok());
        let defaults = Self::default();
        Self {
            parallel: parallel.map_or(defaults.parallel, |parallel| parallel as usize),
            ready_within: seconds(ready_within).unwrap_or(defaults.ready_within),
            grace: seconds(grace).unwrap_or(defaults.grace),
            ..defaults
        }
    }
}

/// Gets each event as JSON, and an empty text after the last.
type Events = ThreadsafeFunction<String, Unknown<'static>, String, Status, false>;

#[napi]
impl Engine {
    /// Applies a plan; returns the report as JSON.
    #[napi]
    pub async fn apply_text(
        &self,
        plan: &Plan,
        options: ApplyOptions,
        cancel: &Cancel,
        events: Events,
    ) -> Result<String> {
        let (plan, cancel) = (plan.plan.clone(), cancel.0.clone());
        let applied = self.call(async move |engine| {
            let tell = |event: String| {
                // A process that ends listens no more.
                events.call(event, ThreadsafeFunctionCallMode::NonBlocking);
            };
            let run = engine.apply(&*plan).options(options.into()).cancel(&cancel);
            let result = run.events(|event| tell(serde_json::to_string(&event).unwrap_or_default())).await;
            tell(String::new());
            result
        });
        Ok(serde_json::to_string(&applied.await?).unwrap_or_default())
    }
}
