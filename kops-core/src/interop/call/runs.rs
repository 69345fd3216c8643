//! The methods of an engine that tell what happens while they run, and that end in their own way when they are cancelled.

use futures::future::{BoxFuture, Either, select};
use serde::Serialize;

use super::arguments::Arguments;
use super::error::CallError;
use super::value::Returned;
use crate::apply::{Cancel, Options};
use crate::engine::{Engine, Error, Wait};
use crate::lifecycle::addons::AddonOptions;
use crate::lifecycle::reconcile::ReconcileOptions;
use crate::lifecycle::rolling::RollingUpdateOptions;
use crate::lifecycle::validation::{Validation, ValidationEvent};

/// Where events go, as JSON.
type Events<'a> = dyn Fn(String) + Send + Sync + 'a;

type Run = for<'a> fn(Engine, Arguments, &'a Events<'a>, &'a Cancel) -> BoxFuture<'a, Result<Returned, CallError>>;

/// Every run with its name.
const RUNS: &[(&str, Run)] = &[
    ("apply", |engine, mut given, events, cancel| {
        Box::pin(async move {
            let (plan, options) = (given.plan("plan")?, given.rest::<Options>()?);
            let applied = engine.apply(&*plan).options(options).cancel(cancel);
            Returned::json(&applied.events(|event| events(json(&event))).await?)
        })
    }),
    ("apply_set", |engine, mut given, events, cancel| {
        Box::pin(async move {
            let (plan, options) = (given.set_plan("plan")?, given.rest::<Options>()?);
            let tell = |event| events(json(&event));
            Returned::json(&engine.apply_set(&plan, &options, &tell, cancel).await.map_err(Error::from)?)
        })
    }),
    ("rolling_update", |engine, mut given, events, cancel| {
        Box::pin(async move {
            let (spec, cluster) = (given.spec("spec")?, given.cluster_if_any("cluster")?);
            let options = given.rest::<RollingUpdateOptions>()?;
            let tell = |event| events(json(&event));
            Returned::json(&engine.rolling_update(&spec, cluster.as_deref(), &options, &tell, cancel).await?)
        })
    }),
    ("reconcile", |engine, mut given, events, cancel| {
        Box::pin(async move {
            let (spec, cluster) = (given.spec("spec")?, given.cluster("cluster")?);
            let options = given.rest::<ReconcileOptions>()?;
            let tell = |event| events(json(&event));
            Returned::json(&engine.reconcile(&spec, cluster.as_ref(), &options, &tell, cancel).await?)
        })
    }),
    ("apply_addons", |engine, mut given, events, cancel| {
        Box::pin(async move {
            let (spec, cluster) = (given.spec("spec")?, given.cluster("cluster")?);
            let options = given.rest::<AddonOptions>()?;
            let tell = |event| events(json(&event));
            let applied = engine.apply_addons(&spec, cluster.as_ref(), &options, &tell);
            // Every write is whole, and what was not recorded is applied again.
            unless_cancelled(applied, cancel).await
        })
    }),
    ("validate_cluster", |engine, mut given, events, cancel| {
        Box::pin(async move {
            let (spec, cluster) = (given.spec("spec")?, given.cluster("cluster")?);
            let wait = given.rest::<Wait>()?;
            let tell = |attempt: Result<&Validation, &Error>| events(json(&ValidationEvent::from(attempt)));
            let valid = engine.wait_until_valid(&spec, cluster.as_ref(), &wait, &tell);
            unless_cancelled(valid, cancel).await
        })
    }),
];

/// What a run that has no end of its own for a cancel returns, unless it is cancelled before.
async fn unless_cancelled<T: Serialize>(
    run: impl Future<Output = Result<T, Error>>,
    cancel: &Cancel,
) -> Result<Returned, CallError> {
    match select(Box::pin(run), Box::pin(cancel.cancelled())).await {
        Either::Left((returned, _)) => Returned::json(&returned?),
        Either::Right(_) => Err(CallError::Cancelled),
    }
}

/// Calls a method of an engine by its name and tells what happens meanwhile, each event as JSON.
///
/// # Errors
/// Arguments that are not those of the method, and what the method returns.
pub async fn run_engine(
    engine: &Engine,
    name: &str,
    arguments: Arguments,
    events: &Events<'_>,
    cancel: &Cancel,
) -> Result<Returned, CallError> {
    match RUNS.iter().find(|(known, _)| *known == name) {
        Some((_, run)) => run(engine.clone(), arguments, events, cancel).await,
        None => Err(CallError::value("name", format!("an engine has no run `{name}`"))),
    }
}

/// The name of every run.
pub fn runs() -> impl Iterator<Item = &'static str> {
    RUNS.iter().map(|(name, _)| *name)
}

fn json(event: &impl Serialize) -> String {
    serde_json::to_string(event).unwrap_or_default()
}
