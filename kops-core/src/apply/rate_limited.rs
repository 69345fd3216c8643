//! Asking no faster than an account can bear: a wrapper round any [`Cloud`].

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;

use super::Clock;
use crate::cloud::{
    BoundStep, Cloud, CloudError, ErrorKind, InstanceChange, Outcome, PreflightFacts, PreflightQuery, Readiness,
    RunningGroup, Scope, Snapshot,
};
use crate::facts::{Facts, FactsQuery};
use crate::resource::{CloudId, Kind};
use crate::state::{StateError, StateStore};

/// How fast a cloud may be asked.
///
/// The default is what EC2 grants an account in a region for reading: a hundred calls at once, and twenty each second
/// ("Request throttling for the Amazon EC2 API").
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateLimit {
    /// Calls each second, over a long time.
    pub per_second: f64,
    /// Calls at once, after a time of rest.
    pub burst: f64,
}

impl Default for RateLimit {
    fn default() -> Self {
        Self { per_second: 20.0, burst: 100.0 }
    }
}

/// A cloud that is asked no faster than a [`RateLimit`] allows, and slower for a while after it said that there are too many calls.
///
/// Clones share one budget. Make one for each account and region, and let every engine that works there have a clone.
///
/// ```
/// use std::sync::Arc;
///
/// use kops_core::apply::{RateLimit, RateLimited, SimulatedClock};
/// use kops_core::cloud::memory::Account;
///
/// let clock = Arc::new(SimulatedClock::default());
/// let cloud = RateLimited::new(Account::new("us-east-2"), RateLimit::default(), clock);
/// ```
#[derive(Clone, Debug)]
pub struct RateLimited<C> {
    inner: C,
    clock: Arc<dyn Clock>,
    budget: Arc<Mutex<Budget>>,
}

impl<C: Cloud> RateLimited<C> {
    /// Wraps a cloud.
    pub fn new(inner: C, pace: RateLimit, clock: Arc<dyn Clock>) -> Self {
        let budget = Budget { pace, rate: pace.per_second, calls: pace.burst, at: clock.now() };
        Self { inner, clock, budget: Arc::new(Mutex::new(budget)) }
    }

    /// Waits until one more call is within the budget, which it then takes.
    async fn take(&self) {
        let wait = self.budget().take(self.clock.now(), 1.0);
        if !wait.is_zero() {
            self.clock.sleep(wait).await;
        }
    }

    /// Learns from an answer how fast to go on.
    fn learn<T>(&self, answer: Result<T, CloudError>) -> Result<T, CloudError> {
        match &answer {
            Ok(_) => self.budget().speed_up(),
            Err(error) if error.kind == ErrorKind::Throttled => self.budget().slow_down(),
            Err(_) => {}
        }
        answer
    }

    /// Every change under this lock leaves whole numbers behind, so a poisoned one is as good as any.
    fn budget(&self) -> MutexGuard<'_, Budget> {
        self.budget.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Calls that may be made: they grow with time up to the burst, and below zero they are lent.
#[derive(Debug)]
struct Budget {
    pace: RateLimit,
    rate: f64,
    calls: f64,
    at: Duration,
}

impl Budget {
    /// Takes calls, and tells how long to wait until they are there.
    fn take(&mut self, now: Duration, calls: f64) -> Duration {
        let grown = now.saturating_sub(self.at).as_secs_f64() * self.rate;
        self.at = self.at.max(now);
        self.calls = (self.calls + grown).min(self.pace.burst) - calls;
        if self.calls >= 0.0 { Duration::ZERO } else { Duration::from_secs_f64(-self.calls / self.rate) }
    }

    /// Halves the rate, down to a twentieth of the pace, and spends what was saved.
    fn slow_down(&mut self) {
        self.rate = (self.rate / 2.0).max(self.pace.per_second / 20.0);
        self.calls = self.calls.min(0.0);
    }

    /// Comes back to the pace over fifty good answers.
    fn speed_up(&mut self) {
        self.rate = (self.rate + self.pace.per_second / 50.0).min(self.pace.per_second);
    }
}

#[async_trait]
impl<C: Cloud> Cloud for RateLimited<C> {
    async fn facts(&self, query: &FactsQuery) -> Result<Facts, CloudError> {
        self.take().await;
        self.learn(self.inner.facts(query).await)
    }

    async fn observe(&self, scope: &Scope) -> Result<Snapshot, CloudError> {
        self.take().await;
        let answer = self.learn(self.inner.observe(scope).await);
        if let Ok(snapshot) = &answer {
            // Its cost is known only afterwards; the next caller waits for it.
            let calls = snapshot.calls.values().sum::<u32>().saturating_sub(1);
            self.budget().take(self.clock.now(), f64::from(calls));
        }
        answer
    }

    async fn execute(&self, step: &BoundStep) -> Result<Outcome, CloudError> {
        self.take().await;
        self.learn(self.inner.execute(step).await)
    }

    async fn probe(&self, kind: Kind, id: &CloudId) -> Result<Readiness, CloudError> {
        self.take().await;
        self.learn(self.inner.probe(kind, id).await)
    }

    async fn open_bucket(&self, name: &str) -> Result<Box<dyn StateStore>, StateError> {
        self.inner.open_bucket(name).await
    }

    async fn instances(&self, cluster: &str) -> Result<Vec<RunningGroup>, CloudError> {
        self.take().await;
        self.learn(self.inner.instances(cluster).await)
    }

    async fn change_instance(&self, change: &InstanceChange) -> Result<Readiness, CloudError> {
        self.take().await;
        self.learn(self.inner.change_instance(change).await)
    }

    async fn preflight(&self, query: &PreflightQuery) -> Result<PreflightFacts, CloudError> {
        self.take().await;
        self.learn(self.inner.preflight(query).await)
    }
}

#[cfg(test)]
mod tests {
    use futures::executor::block_on;

    use super::*;
    use crate::apply::SimulatedClock;
    use crate::cloud::memory::Account;
    use crate::cloud::{Fault, FaultInjecting};

    const PACE: RateLimit = RateLimit { per_second: 10.0, burst: 5.0 };

    #[test]
    fn calls_beyond_the_burst_wait_for_their_turn() {
        let clock = Arc::new(SimulatedClock::default());
        let cloud = RateLimited::new(Account::new("us-east-2"), PACE, clock.clone());
        let probe = || block_on(cloud.clone().probe(Kind::Vpc, &CloudId::from("vpc-1"))).expect("is answered");
        (0..5).for_each(|_| drop(probe()));
        assert_eq!(clock.now(), Duration::ZERO);
        (0..20).for_each(|_| drop(probe()));
        assert_eq!(clock.now().as_millis(), 2000, "clones share one budget");
    }

    #[test]
    fn a_bulk_read_costs_as_many_calls_as_it_made() {
        let clock = Arc::new(SimulatedClock::default());
        let cloud = RateLimited::new(Account::new("us-east-2"), PACE, clock.clone());
        let calls: u32 = block_on(cloud.observe(&Scope::default())).expect("is read").calls.values().sum();
        block_on(cloud.observe(&Scope::default())).expect("is read");
        assert_eq!(clock.now().as_millis(), u128::from(calls + 1 - 5) * 100);
    }

    #[test]
    fn too_many_calls_make_it_slower_for_a_while() {
        let took = |fault| {
            let clock = Arc::new(SimulatedClock::default());
            let cloud =
                RateLimited::new(FaultInjecting::new(Account::new("us-east-2")).observing(fault), PACE, clock.clone());
            (0..10).for_each(|_| drop(block_on(cloud.observe(&Scope::default()))));
            clock.now()
        };
        assert!(took(Fault::Throttled(3)) > took(Fault::Throttled(0)));
        let mut budget = Budget { pace: PACE, rate: PACE.per_second, calls: 5.0, at: Duration::ZERO };
        (0..100).for_each(|_| budget.slow_down());
        assert_eq!((budget.rate, budget.calls), (0.5, 0.0));
        (0..50).for_each(|_| budget.speed_up());
        assert_eq!(budget.rate, PACE.per_second);
    }
}
