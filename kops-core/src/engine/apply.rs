//! Applying a plan: in the place that it was made for, under the lock of its cluster, and only where a second look shows that it still
//! holds.

use super::buckets::MissingBucket;
use super::run::With;
use super::{Engine, Error, protection, recheck};
use crate::apply::{Event, Incomplete, Lease, LockWait, Options, Ports, Report, run};
use crate::errors::PlanTarget;
use crate::facts::{Facts, FactsQuery};
use crate::plan::{self, Plan};
use crate::state::Lock;

impl Engine {
    pub(super) async fn apply_plan(&self, plan: &Plan, with: With<'_, Options, Event>) -> Result<Report, Error> {
        self.check_places([plan]).await?;
        let waiting = |lock: &Lock| (with.events)(Event::WaitingForLock { lock: lock.clone() });
        let wait = LockWait { waiting: &waiting, cancel: &with.cancel };
        let lease = self.acquire_each([plan.cluster.clone()], wait).await?;
        lease.during(self.apply_locked(plan, &with, &lease)).await
    }

    async fn apply_locked(&self, plan: &Plan, with: &With<'_, Options, Event>, lease: &Lease) -> Result<Report, Error> {
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
        if plan.options.delete_cluster {
            protection::refuse_marked(self.stored(), &plan.cluster, None).await?;
        }
        let (cloud, store) = (self.cloud.as_ref(), self.store.as_ref());
        let ports =
            Ports { cloud, store, clock: self.clock.as_ref(), entropy: self.entropy.as_ref(), lease: Some(lease) };
        let report = run(plan, ports, &with.options, &*with.events, &with.cancel).await?;
        if report.is_complete() { Ok(report) } else { Err(Error::Incomplete(Box::new(Incomplete(report)))) }
    }

    /// Refuses plans for another account or region.
    pub(super) async fn check_places<'p>(&self, plans: impl IntoIterator<Item = &'p Plan> + Send) -> Result<(), Error> {
        let Facts { account_id: account, region, .. } = self.cloud.facts(&FactsQuery::default()).await?;
        let is_other = |planned: &str, found: &str| !planned.is_empty() && planned != found;
        match plans.into_iter().find(|plan| is_other(&plan.account, &account) || is_other(&plan.region, &region)) {
            Some(plan) => {
                let planned = PlanTarget::new(&plan.account, &plan.region);
                Err(Error::TargetMismatch { planned, found: PlanTarget::new(account, region) })
            }
            None => Ok(()),
        }
    }
}
