//! A fleet whose cloud is slow, throttles, or is asked by a run that is cancelled meanwhile.

use std::fmt::Debug;
use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;
use kops_core::apply::{Cancel, Clock, SimulatedClock};
use kops_core::cloud::{
    BoundStep, Cloud, CloudError, ErrorKind, InstanceChange, Outcome, Readiness, RunningGroup, Scope, Snapshot,
};
use kops_core::cluster_api::memory::SimulatedCluster;
use kops_core::cluster_api::{ClusterApi, Lease};
use kops_core::facts::{Facts, FactsQuery};
use kops_core::resource::{CloudId, Kind};

use super::fleet::Fleet;

/// What happens around the calls of a cloud.
#[async_trait]
pub(crate) trait Disturbance: Debug + Send + Sync {
    /// Before instances are listed.
    async fn listing(&self) -> Result<(), CloudError> {
        Ok(())
    }

    /// Before an instance is changed.
    async fn changing(&self) -> Result<(), CloudError> {
        Ok(())
    }

    /// After an instance was changed, before the answer comes.
    async fn changed(&self, _: &InstanceChange) {}
}

/// A fleet with a disturbance.
#[derive(Debug)]
pub(crate) struct Disturbed<D> {
    pub(crate) fleet: Fleet,
    pub(crate) by: D,
}

#[async_trait]
impl<D: Disturbance> Cloud for Disturbed<D> {
    async fn facts(&self, query: &FactsQuery) -> Result<Facts, CloudError> {
        self.fleet.facts(query).await
    }

    async fn observe(&self, scope: &Scope) -> Result<Snapshot, CloudError> {
        self.fleet.observe(scope).await
    }

    async fn execute(&self, step: &BoundStep) -> Result<Outcome, CloudError> {
        self.fleet.execute(step).await
    }

    async fn probe(&self, kind: Kind, id: &CloudId) -> Result<Readiness, CloudError> {
        self.fleet.probe(kind, id).await
    }

    async fn instances(&self, cluster: &str) -> Result<Vec<RunningGroup>, CloudError> {
        self.by.listing().await?;
        self.fleet.instances(cluster).await
    }

    async fn change_instance(&self, change: &InstanceChange) -> Result<Readiness, CloudError> {
        self.by.changing().await?;
        let answer = self.fleet.change_instance(change).await;
        self.by.changed(change).await;
        answer
    }
}

/// Lists of instances take longer than a run has the turn, from the third on.
#[derive(Debug)]
pub(crate) struct Slow<'a> {
    pub(crate) clock: &'a SimulatedClock,
    pub(crate) cluster: &'a SimulatedCluster,
    pub(crate) lists: Mutex<usize>,
    /// Who takes the turn during the third list.
    pub(crate) taker: Option<&'static str>,
}

#[async_trait]
impl Disturbance for Slow<'_> {
    async fn listing(&self) -> Result<(), CloudError> {
        let list = {
            let mut lists = self.lists.lock().unwrap();
            *lists += 1;
            *lists
        };
        if list >= 3 {
            self.clock.sleep(Duration::from_secs(70)).await;
        }
        if let Some(taker) = self.taker.filter(|_| list == 3) {
            let found = self.cluster.lease("kops-rolling-update").await.unwrap().unwrap();
            let taken = Lease { holder: Some(taker.into()), acquired: found.acquired + 70, ..found };
            self.cluster.write_lease(&taken).await.unwrap();
        }
        Ok(())
    }
}

/// Two in a row of so many calls are answered, and the others refused because there are too many.
#[derive(Debug)]
pub(crate) struct Throttling {
    pub(crate) answers_two_of: usize,
    pub(crate) calls: Mutex<usize>,
}

impl Throttling {
    fn called(&self, operation: &str) -> Result<(), CloudError> {
        let mut calls = self.calls.lock().unwrap();
        *calls += 1;
        match *calls % self.answers_two_of < 2 {
            true => Ok(()),
            false => Err(CloudError::new(ErrorKind::Throttled, operation, "there are too many calls")),
        }
    }
}

#[async_trait]
impl Disturbance for Throttling {
    async fn listing(&self) -> Result<(), CloudError> {
        self.called("list instances")
    }

    async fn changing(&self) -> Result<(), CloudError> {
        self.called("change instance")
    }
}

/// The first change of an instance is refused, as it is on its way out.
#[derive(Debug)]
pub(crate) struct Leaving<'a> {
    pub(crate) fleet: &'a Fleet,
    pub(crate) instance: CloudId,
    pub(crate) left: Mutex<bool>,
}

#[async_trait]
impl Disturbance for Leaving<'_> {
    async fn changing(&self) -> Result<(), CloudError> {
        if std::mem::replace(&mut *self.left.lock().unwrap(), true) {
            return Ok(());
        }
        let terminate = InstanceChange::Terminate { instance: self.instance.clone() };
        self.fleet.change_instance(&terminate).await?;
        Err(CloudError::new(ErrorKind::Invalid, "detach instances", "the instance is not in service"))
    }
}

/// The run is cancelled as soon as an instance is terminated, before the answer comes.
#[derive(Debug)]
pub(crate) struct Cancelling<'a> {
    pub(crate) clock: &'a SimulatedClock,
    pub(crate) cancel: Cancel,
    /// How long the answer takes.
    pub(crate) takes: Duration,
}

#[async_trait]
impl Disturbance for Cancelling<'_> {
    async fn changed(&self, change: &InstanceChange) {
        if matches!(change, InstanceChange::Terminate { .. }) {
            self.cancel.cancel();
            self.clock.sleep(self.takes).await;
        }
    }
}
