//! The methods of an engine that tell what happens while they run.

use futures::future::BoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::arguments::Arguments;
use super::error::CallError;
use super::value::Returned;
use crate::apply::Cancel;
use crate::engine::{self, Engine};

/// Where events go, as JSON.
type Events<'a> = dyn Fn(String) + Send + Sync + 'a;

type Run = for<'a> fn(Engine, Arguments, &'a Events<'a>, &'a Cancel) -> BoxFuture<'a, Result<Returned, CallError>>;

/// Every run with its name.
const RUNS: &[(&str, Run)] = &[
    ("apply", |engine, given, events, cancel| {
        Box::pin(async move {
            let plan = given.plan("plan")?;
            ran(engine.apply(&*plan), given, events, cancel).await
        })
    }),
    ("apply_set", |engine, mut given, events, cancel| {
        Box::pin(async move {
            let plan = given.set_plan("plan")?;
            ran(engine.apply_set(&plan), given, events, cancel).await
        })
    }),
    ("rolling_update", |engine, given, events, cancel| {
        Box::pin(async move {
            let (spec, cluster) = (given.spec("spec")?, given.cluster_if_any("cluster")?);
            ran(engine.rolling_update(&spec, cluster.as_deref()), given, events, cancel).await
        })
    }),
    ("reconcile", |engine, given, events, cancel| {
        Box::pin(async move {
            let (spec, cluster) = (given.spec("spec")?, given.cluster("cluster")?);
            ran(engine.reconcile(&spec, cluster.as_ref()), given, events, cancel).await
        })
    }),
    ("apply_addons", |engine, given, events, cancel| {
        Box::pin(async move {
            let (spec, cluster) = (given.spec("spec")?, given.cluster("cluster")?);
            ran(engine.apply_addons(&spec, cluster.as_ref()), given, events, cancel).await
        })
    }),
    ("validate_cluster", |engine, given, events, cancel| {
        Box::pin(async move {
            let (spec, cluster) = (given.spec("spec")?, given.cluster("cluster")?);
            ran(engine.wait_until_valid(&spec, cluster.as_ref()), given, events, cancel).await
        })
    }),
];

/// What a run returns that gets the rest of the arguments as its options.
async fn ran<'a, O, E, R, X>(
    run: engine::Run<'a, O, E, R, X>,
    mut given: Arguments,
    events: &'a Events<'a>,
    cancel: &Cancel,
) -> Result<Returned, CallError>
where
    O: Default + DeserializeOwned,
    E: Serialize,
    R: Serialize,
    CallError: From<X>,
{
    let tell = |event: E| events(serde_json::to_string(&event).expect("events serialise"));
    let returned = run.options(given.rest()?).events(tell).cancel(cancel).await;
    Returned::json(&returned?)
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
