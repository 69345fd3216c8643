//! The budget of calls to AWS that everything in one account and region shares.
//!
//! In: the operation that is about to be called. Out: the moment when the limits that AWS publishes allow it. AWS limits calls by token buckets:
//! each call takes a token, and tokens come back at a fixed rate.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::call_limits::{TokenBucket, token_bucket};
use super::clock::Clock;

/// How many calls an account and region can take, by operation. Clones share it.
///
/// A call waits until AWS's token buckets allow it. After AWS has refused a call for its rate, calls on the same bucket are slower for a
/// while: other programs may use the same account.
///
/// ```
/// use std::sync::Arc;
///
/// use kops_core::apply::{CallBudget, Clock, SimulatedClock};
///
/// let clock = Arc::new(SimulatedClock::default());
/// let budget = CallBudget::new(clock.clone());
/// futures::executor::block_on(async {
///     for _ in 0..20 {
///         budget.take("ec2", "CreateNatGateway").await;
///     }
/// });
/// assert_eq!(clock.now().as_secs(), 11, "nine at once, and one more each second");
/// ```
#[derive(Clone, Debug)]
pub struct CallBudget {
    clock: Arc<dyn Clock>,
    share: f64,
    buckets: Arc<Mutex<BTreeMap<String, Bucket>>>,
}

impl CallBudget {
    /// Returns the whole budget of an account and region.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, share: 1.0, buckets: Arc::default() }
    }

    /// Takes only a share of the account's limits: 0.5 where other programs use the same account, 2.0 where AWS has doubled them. For a
    /// budget that was not used yet.
    #[must_use]
    pub fn with_share(self, share: f64) -> Self {
        Self { share: share.max(0.01), ..self }
    }

    /// Waits until a call is within the limits. Service and operation are named as in IAM: `ec2`, `CreateVpc`.
    pub async fn take(&self, service: &str, operation: &str) {
        let now = self.clock.now();
        let wait = self.with_bucket(service, operation, |bucket| bucket.take(now)).unwrap_or_default();
        if !wait.is_zero() {
            self.clock.sleep(wait).await;
        }
    }

    /// Gives back what was taken for a call that was not made.
    pub fn give_back(&self, service: &str, operation: &str) {
        self.with_bucket(service, operation, |bucket| bucket.tokens += 1.0);
    }

    /// Learns from an answer how fast to go on.
    pub fn answered(&self, service: &str, operation: &str, throttled: bool) {
        self.with_bucket(service, operation, |bucket| if throttled { bucket.slow_down() } else { bucket.speed_up() });
    }

    /// Nothing where the service has no limit that matters.
    fn with_bucket<T>(&self, service: &str, operation: &str, change: impl FnOnce(&mut Bucket) -> T) -> Option<T> {
        let (name, size) = token_bucket(service, operation)?;
        let mut buckets = self.buckets();
        let bucket = buckets.entry(name).or_insert_with(|| Bucket::full(size, self.share, self.clock.now()));
        Some(change(bucket))
    }

    /// Every change under this lock is whole, so a poisoned one is as good as any.
    fn buckets(&self) -> MutexGuard<'_, BTreeMap<String, Bucket>> {
        self.buckets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The tokens of a bucket: they grow with time up to its size, and below zero they are lent.
#[derive(Debug)]
struct Bucket {
    size: f64,
    per_second: f64,
    /// Tokens each second now: fewer after a refusal.
    rate: f64,
    tokens: f64,
    at: Duration,
}

impl Bucket {
    /// AWS fills buckets once a second. One second's tokens are left in each, so that neither that nor calls that overtake each other on the
    /// way exceed it.
    fn full(size: TokenBucket, share: f64, now: Duration) -> Self {
        let per_second = size.per_second * share;
        let size = (size.burst * share - per_second).max(1.0);
        Self { size, per_second, rate: per_second, tokens: size, at: now }
    }

    /// Takes a token, and tells how long to wait until it is there.
    fn take(&mut self, now: Duration) -> Duration {
        let grown = now.saturating_sub(self.at).as_secs_f64() * self.rate;
        self.at = self.at.max(now);
        self.tokens = (self.tokens + grown).min(self.size) - 1.0;
        if self.tokens >= 0.0 { Duration::ZERO } else { Duration::from_secs_f64(-self.tokens / self.rate) }
    }

    /// Halves the rate, down to a twentieth, and spends what was saved.
    fn slow_down(&mut self) {
        self.rate = (self.rate / 2.0).max(self.per_second / 20.0);
        self.tokens = self.tokens.min(0.0);
    }

    /// Comes back to the whole rate over fifty good answers.
    fn speed_up(&mut self) {
        self.rate = (self.rate + self.per_second / 50.0).min(self.per_second);
    }
}

#[cfg(test)]
mod tests {
    use futures::executor::block_on;

    use super::*;
    use crate::apply::SimulatedClock;

    fn budget() -> (CallBudget, Arc<SimulatedClock>) {
        let clock = Arc::new(SimulatedClock::default());
        (CallBudget::new(clock.clone()), clock)
    }

    fn take(budget: &CallBudget, operation: &str, times: usize) {
        let (service, operation) = operation.split_once(':').expect("has a service");
        block_on(async {
            for _ in 0..times {
                budget.take(service, operation).await;
            }
        });
    }

    #[test]
    fn clones_share_what_each_operation_may_be_called() {
        let (budget, clock) = budget();
        take(&budget, "ec2:CreateSubnet", 45);
        take(&budget.clone(), "ec2:DeleteSubnet", 45);
        assert_eq!(clock.now(), Duration::ZERO, "each operation of EC2 has a bucket");
        take(&budget.clone(), "ec2:CreateSubnet", 10);
        assert_eq!(clock.now().as_millis(), 2000);
    }

    #[test]
    fn services_without_published_limits_for_operations_share_one_bucket_for_changes() {
        let (budget, clock) = budget();
        take(&budget, "iam:CreateRole", 30);
        take(&budget, "iam:PutRolePolicy", 15);
        take(&budget, "iam:GetRole", 80);
        assert_eq!(clock.now(), Duration::ZERO);
        take(&budget, "iam:AttachRolePolicy", 5);
        assert_eq!(clock.now().as_millis(), 1000);
        take(&budget, "s3:GetObject", 10_000);
        assert_eq!(clock.now().as_millis(), 1000, "S3 has no limit that matters");
    }

    #[test]
    fn route_53_takes_five_requests_a_second_whatever_they_are() {
        let (budget, clock) = budget();
        take(&budget, "route53:ListHostedZones", 6);
        take(&budget, "route53:ChangeResourceRecordSets", 5);
        assert_eq!(clock.now().as_millis(), 2000);
    }

    #[test]
    fn a_call_that_was_not_made_leaves_its_token_to_others() {
        let (budget, clock) = budget();
        take(&budget, "ec2:CreateNatGateway", 9);
        budget.give_back("ec2", "CreateNatGateway");
        take(&budget, "ec2:CreateNatGateway", 1);
        assert_eq!(clock.now(), Duration::ZERO);
    }

    #[test]
    fn a_share_of_the_limits_is_slower() {
        let (budget, clock) = budget();
        let budget = budget.with_share(0.5);
        take(&budget, "ec2:CreateSubnet", 23 + 5);
        assert_eq!(clock.now().as_millis(), 2200, "22.5 at once, and 2.5 each second");
    }

    #[test]
    fn a_refused_call_makes_the_next_ones_slower_for_a_while() {
        let (budget, clock) = budget();
        budget.answered("ec2", "CreateSubnet", true);
        take(&budget, "ec2:CreateSubnet", 5);
        assert_eq!(clock.now().as_millis(), 2000, "the saved tokens are gone, and the rate is 2.5 a second");
        (0..100).for_each(|_| budget.answered("ec2", "CreateSubnet", true));
        (0..50).for_each(|_| budget.answered("ec2", "CreateSubnet", false));
        let before = clock.now();
        take(&budget, "ec2:CreateSubnet", 10);
        assert!((clock.now() - before).as_millis() <= 2000, "the whole rate again");
    }
}
