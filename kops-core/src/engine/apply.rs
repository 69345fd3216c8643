//! Carrying out a plan, with what differs from the defaults set beforehand: in the place that it was made for, under the lock of its
//! cluster, and only where a second look shows that it still holds.

use std::fmt;
use std::future::IntoFuture;

use futures::future::{BoxFuture, FutureExt as _};

use super::buckets::MissingBucket;
use super::{Engine, Error, recheck};
use crate::apply::{Cancel, Event, Incomplete, Lease, LockWait, Options, Ports, Report, run};
use crate::errors::Target;
use crate::facts::{Facts, FactsQuery};
use crate::plan::{self, Plan};
use crate::state::Lock;

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

impl Engine {
    async fn carry_out(
        &self,
        plan: &Plan,
        options: &Options,
        events: &(dyn Fn(Event) + Send + Sync),
        cancel: &Cancel,
    ) -> Result<Report, Error> {
        self.check_places([plan]).await?;
        let waiting = |lock: &Lock| events(Event::WaitingForLock { lock: lock.clone() });
        let lease = self.acquire_each([plan.cluster.clone()], LockWait { waiting: &waiting, cancel }).await?;
        lease.during(self.carry_out_locked(plan, options, events, cancel, &lease)).await
    }

    async fn carry_out_locked(
        &self,
        plan: &Plan,
        options: &Options,
        events: &(dyn Fn(Event) + Send + Sync),
        cancel: &Cancel,
        lease: &Lease,
    ) -> Result<Report, Error> {
        let graph = recheck::graph(plan);
        let missing_bucket = if plan.options.delete_cluster { MissingBucket::Empty } else { MissingBucket::Refused };
        let (snapshot, view) = self.observe(&graph, &recheck::scope(plan, &graph), missing_bucket).await?;
        let moved = plan::drift(plan, &snapshot, &view);
        if !moved.is_empty() {
            return Err(Error::StalePlan(moved));
        }
        let violations = plan::violations(plan, &snapshot, &view);
        if !violations.is_empty() {
            return Err(Error::PlanNotAllowed(violations));
        }
        let (cloud, store) = (self.cloud.as_ref(), self.store.as_ref());
        let ports =
            Ports { cloud, store, clock: self.clock.as_ref(), entropy: self.entropy.as_ref(), lease: Some(lease) };
        let report = run(plan, ports, options, events, cancel).await?;
        if report.is_complete() { Ok(report) } else { Err(Error::Incomplete(Box::new(Incomplete(report)))) }
    }

    /// Refuses plans for another account or region.
    pub(super) async fn check_places<'p>(&self, plans: impl IntoIterator<Item = &'p Plan> + Send) -> Result<(), Error> {
        let Facts { account_id: account, region, .. } = self.cloud.facts(&FactsQuery::default()).await?;
        let is_other = |planned: &str, found: &str| !planned.is_empty() && planned != found;
        match plans.into_iter().find(|plan| is_other(&plan.account, &account) || is_other(&plan.region, &region)) {
            Some(plan) => {
                let planned = Target::new(&plan.account, &plan.region);
                Err(Error::TargetMismatch { planned, found: Target::new(account, region) })
            }
            None => Ok(()),
        }
    }
}
