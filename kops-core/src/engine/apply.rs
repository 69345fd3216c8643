//! Carrying out a plan, with what differs from the defaults set beforehand.

use std::fmt;
use std::future::IntoFuture;

use futures::future::{BoxFuture, FutureExt as _};

use super::{Engine, Error};
use crate::apply::{Cancel, Event, Options, Report};
use crate::plan::Plan;

/// A plan that is applied once it is awaited, made by [`Engine::apply`].
///
/// ```
/// # use kops_core::{Cancel, Engine, Error, Plan, apply::Options};
/// # async fn example(engine: Engine, plan: Plan) -> Result<(), Error> {
/// let cancel = Cancel::default();
/// let options = Options { parallel: 4, ..Options::default() };
/// let report = engine.apply(&plan).events(|event| println!("{event:?}")).cancel(&cancel).options(options).await?;
/// assert_eq!(report.done.len(), plan.steps.len());
/// # Ok(())
/// # }
/// ```
#[must_use = "a plan is applied once this is awaited"]
pub struct Apply<'a> {
    engine: &'a Engine,
    plan: &'a Plan,
    options: Options,
    events: Box<dyn Fn(Event) + Send + Sync + 'a>,
    cancel: Cancel,
}

impl<'a> Apply<'a> {
    pub(super) fn new(engine: &'a Engine, plan: &'a Plan) -> Self {
        Self { engine, plan, options: Options::default(), events: Box::new(|_| ()), cancel: Cancel::default() }
    }

    /// Sets how many steps run at once and how patiently calls are repeated.
    pub fn options(self, options: Options) -> Self {
        Self { options, ..self }
    }

    /// Calls `events` for everything that happens to a step. It is called between two calls to the account, so it should
    /// return quickly.
    pub fn events(self, events: impl Fn(Event) + Send + Sync + 'a) -> Self {
        Self { events: Box::new(events), ..self }
    }

    /// Stops the run once `cancel` is cancelled: no new step is started, and calls that are out get
    /// [`Options::grace`] to come back.
    pub fn cancel(self, cancel: &Cancel) -> Self {
        Self { cancel: cancel.clone(), ..self }
    }
}

impl<'a> IntoFuture for Apply<'a> {
    type Output = Result<Report, Error>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        async move { self.engine.carry_out(self.plan, &self.options, &*self.events, &self.cancel).await }.boxed()
    }
}

impl fmt::Debug for Apply<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Apply").field("options", &self.options).finish_non_exhaustive()
    }
}
