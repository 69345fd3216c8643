//! Reading again where that helps: a wrapper round any [`Cloud`] and any [`StateStore`].

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;

use super::backoff::{Transient, delay};
use super::{Clock, Options};
use crate::cloud::{
    BoundStep, Cloud, CloudError, InstanceChange, Outcome, PreflightFacts, PreflightQuery, Readiness, RunningGroup,
    Scope, Snapshot,
};
use crate::facts::{Facts, FactsQuery};
use crate::plan::StepId;
use crate::resource::{CloudId, Kind, LaunchTemplate};
use crate::state::{Delete, Key, Put, StateError, StateStore, Version, Versioned};

/// A cloud or a state store whose reads are repeated where their errors say that it helps.
///
/// What changes something is passed on as it is: the executor repeats steps, because it reports each attempt and can be
/// cancelled between two. Errors that no repetition helps against come back at once.
///
/// ```
/// use std::sync::Arc;
///
/// use kops_core::apply::{Retrying, SimulatedClock};
/// use kops_core::cloud::memory::Account;
/// use kops_core::cloud::{Cloud as _, Fault, FaultInjecting, Scope};
///
/// let busy = FaultInjecting::new(Account::new("us-east-2")).observing(Fault::Throttled(2));
/// let cloud = Retrying::new(busy, Arc::new(SimulatedClock::default()));
/// futures::executor::block_on(cloud.observe(&Scope::default())).expect("the third try is answered");
/// ```
#[derive(Clone, Debug)]
pub struct Retrying<P> {
    inner: P,
    clock: Arc<dyn Clock>,
    options: Options,
}

impl<P> Retrying<P> {
    /// Wraps a cloud or a state store, with the patience that [`Options`] has by default.
    pub fn new(inner: P, clock: Arc<dyn Clock>) -> Self {
        Self { inner, clock, options: Options::default() }
    }

    async fn retry<T, E, F>(&self, read: impl Fn() -> F + Send) -> Result<T, E>
    where
        E: Transient + Send,
        T: Send,
        F: Future<Output = Result<T, E>> + Send,
    {
        let began = self.clock.now();
        let (mut attempt, mut broken) = (1, 0);
        loop {
            match read().await {
                Err(error) => {
                    let (asked, elapsed) = (error.patience(), self.clock.now().saturating_sub(began));
                    broken = asked.broken(broken);
                    if !asked.lasts(&self.options, broken, elapsed, elapsed) {
                        return Err(error);
                    }
                }
                answer => return answer,
            }
            self.clock.sleep(delay(&self.options, StepId(0), attempt)).await;
            attempt += 1;
        }
    }
}

#[async_trait]
impl<C: Cloud> Cloud for Retrying<C> {
    async fn facts(&self, query: &FactsQuery) -> Result<Facts, CloudError> {
        self.retry(|| self.inner.facts(query)).await
    }

    async fn observe(&self, scope: &Scope) -> Result<Snapshot, CloudError> {
        self.retry(|| self.inner.observe(scope)).await
    }

    async fn execute(&self, step: &BoundStep) -> Result<Outcome, CloudError> {
        self.inner.execute(step).await
    }

    async fn probe(&self, kind: Kind, id: &CloudId) -> Result<Readiness, CloudError> {
        self.inner.probe(kind, id).await
    }

    async fn open_bucket(&self, name: &str) -> Result<Box<dyn StateStore>, StateError> {
        self.retry(|| self.inner.open_bucket(name)).await
    }

    async fn launch_templates(
        &self,
        versions: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, LaunchTemplate>, CloudError> {
        self.retry(|| self.inner.launch_templates(versions)).await
    }

    async fn user_data(&self, instances: &BTreeSet<CloudId>) -> Result<BTreeMap<CloudId, String>, CloudError> {
        self.retry(|| self.inner.user_data(instances)).await
    }

    async fn instances(&self, cluster: &str) -> Result<Vec<RunningGroup>, CloudError> {
        self.retry(|| self.inner.instances(cluster)).await
    }

    async fn change_instance(&self, change: &InstanceChange) -> Result<Readiness, CloudError> {
        self.inner.change_instance(change).await
    }

    async fn preflight(&self, query: &PreflightQuery) -> Result<PreflightFacts, CloudError> {
        self.retry(|| self.inner.preflight(query)).await
    }
}

#[async_trait]
impl<S: StateStore> StateStore for Retrying<S> {
    async fn get(&self, key: &Key) -> Result<Option<Versioned>, StateError> {
        self.retry(|| self.inner.get(key)).await
    }

    async fn put(&self, key: &Key, value: Bytes, mode: Put) -> Result<Version, StateError> {
        self.inner.put(key, value, mode).await
    }

    async fn delete(&self, key: &Key, mode: Delete) -> Result<(), StateError> {
        self.inner.delete(key, mode).await
    }

    async fn list(&self, prefix: &Key) -> Result<Vec<Key>, StateError> {
        self.retry(|| self.inner.list(prefix)).await
    }

    async fn put_public(&self, key: &Key, value: Bytes, mode: Put) -> Result<Version, StateError> {
        self.inner.put_public(key, value, mode).await
    }

    async fn is_public(&self, key: &Key) -> Result<bool, StateError> {
        self.retry(|| self.inner.is_public(key)).await
    }

    fn url(&self) -> Option<String> {
        self.inner.url()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures::executor::block_on;

    use super::*;
    use crate::apply::SimulatedClock;
    use crate::cloud::memory::Account;
    use crate::cloud::{ErrorKind, Fault, FaultInjecting};

    /// Observes an account in which that goes wrong, and tells the kind of the error and how long it took.
    fn observe(fault: Fault) -> (Option<ErrorKind>, Duration) {
        let clock = Arc::new(SimulatedClock::default());
        let cloud = Retrying::new(FaultInjecting::new(Account::new("us-east-2")).observing(fault), clock.clone());
        let answer = block_on(cloud.observe(&Scope::default()));
        (answer.err().map(|error| error.kind), clock.now())
    }

    #[test]
    fn a_read_is_repeated_as_its_errors_ask_for() {
        assert_eq!(observe(Fault::Denied), (Some(ErrorKind::Denied), Duration::ZERO));
        assert_eq!(observe(Fault::Quota), (Some(ErrorKind::Quota), Duration::ZERO));
        for fault in [Fault::Broken, Fault::Throttled(3), Fault::Internal(5)] {
            let (error, waited) = observe(fault);
            assert_eq!(error, None, "{fault:?}");
            assert!(waited > Duration::ZERO, "{fault:?}");
        }
        let (error, waited) = observe(Fault::Throttled(u32::MAX));
        assert_eq!(error, Some(ErrorKind::Throttled));
        assert!(waited < Duration::from_secs(120), "{waited:?}");
    }
}
