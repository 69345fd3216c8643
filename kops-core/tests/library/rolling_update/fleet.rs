//! Autoscaling groups of a test, and a cloud that throttles.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use kops_core::apply::{Cancel, Clock, SimulatedClock};
use kops_core::cloud::{
    BoundStep, Cloud, CloudError, ErrorKind, Instance, InstanceChange, InstanceState, Outcome, Readiness, RunningGroup,
    Scope, Snapshot,
};
use kops_core::cluster_api::memory::SimulatedCluster;
use kops_core::cluster_api::{ClusterApi, Lease};
use kops_core::facts::{Facts, FactsQuery};
use kops_core::lifecycle::ExpectedGroup;
use kops_core::naming::Role;
use kops_core::resource::{CloudId, Kind};

pub(crate) const OLD: &str = "lt-1:1";
pub(crate) const NEW: &str = "lt-1:2";

/// Autoscaling groups that launch an instance for each that leaves.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fleet(pub(crate) Arc<Mutex<State>>);

#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) groups: BTreeMap<String, RunningGroup>,
    pub(crate) launched: usize,
    /// How often instances were listed.
    pub(crate) lists: usize,
    /// What AWS takes its time for, in lists.
    pub(crate) delays: Delays,
    /// Those that were terminated, and at which list.
    pub(crate) ended: BTreeMap<CloudId, usize>,
    /// Groups that launch an instance, and at which list.
    pub(crate) launching: Vec<(String, usize)>,
    /// The fewest members of the control plane that ran at any time.
    pub(crate) fewest_masters: Option<usize>,
    /// Changes of instances, in order.
    pub(crate) log: Vec<InstanceChange>,
    /// How many changes may still be made, where the run is to be cut.
    pub(crate) left: Option<usize>,
}

/// How many lists of instances it takes until a change shows.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Delays {
    /// A terminated instance is still in service.
    pub(crate) in_service: usize,
    /// It is on its way out.
    pub(crate) terminating: usize,
    /// Another is launched in its place.
    pub(crate) launch: usize,
}

impl Fleet {
    pub(crate) fn with(self, group: &ExpectedGroup, outdated: usize) -> Self {
        let mut state = self.0.lock().unwrap();
        let name = group.autoscaling_group.clone().unwrap();
        let running = RunningGroup {
            name: name.clone(),
            role: Some(group.role),
            template: Some(NEW.into()),
            min_size: group.min_size,
            max_size: group.max_size,
            desired: group.min_size,
            instances: Vec::new(),
        };
        state.groups.insert(name.0.clone(), running);
        for number in 0..usize::try_from(group.min_size).unwrap() {
            state.launch(&name.0, if number < outdated { OLD } else { NEW });
        }
        drop(state);
        self
    }

    /// The groups as they are, whatever a list of them says.
    pub(crate) fn groups(&self) -> Vec<RunningGroup> {
        let state = self.0.lock().unwrap();
        let mut groups: Vec<_> = state.groups.values().cloned().collect();
        for group in &mut groups {
            group.instances.retain(|instance| !state.ended.contains_key(&instance.id));
        }
        groups
    }

    pub(crate) fn delay(&self, delays: Delays) {
        self.0.lock().unwrap().delays = delays;
    }

    pub(crate) fn fewest_masters(&self) -> Option<usize> {
        self.0.lock().unwrap().fewest_masters
    }

    pub(crate) fn log(&self) -> Vec<InstanceChange> {
        self.0.lock().unwrap().log.clone()
    }

    /// Lets calls fail for good after so many changes.
    pub(crate) fn cut_after(&self, changes: Option<usize>) {
        self.0.lock().unwrap().left = changes;
    }

    pub(crate) fn is_up_to_date(&self) -> bool {
        self.groups().iter().all(|group| {
            let all_new = group.instances.iter().all(|instance| instance.template.as_deref() == Some(NEW));
            all_new && group.instances.len() == usize::try_from(group.desired).unwrap()
        })
    }
}

impl State {
    pub(crate) fn launch(&mut self, group: &str, template: &str) {
        self.launched += 1;
        let number = self.launched;
        self.groups.get_mut(group).unwrap().instances.push(Instance {
            id: format!("i-{number:04}").as_str().into(),
            template: Some(template.into()),
            state: InstanceState::InService,
            instance_type: "t3.medium".into(),
            zone: "us-east-2a".into(),
            private_ip: Some(format!("10.0.{}.{}", number / 250, number % 250 + 1)),
            public_ip: None,
        });
    }

    /// What a list of the instances says now.
    pub(crate) fn list(&mut self) -> Vec<RunningGroup> {
        self.lists += 1;
        let (lists, delays) = (self.lists, self.delays);
        let (due, later) = std::mem::take(&mut self.launching).into_iter().partition(|(_, at)| *at <= lists);
        self.launching = later;
        let due: Vec<(String, usize)> = due;
        due.iter().for_each(|(group, _)| self.launch(group, NEW));
        let mut groups: Vec<_> = self.groups.values().cloned().collect();
        for group in &mut groups {
            group.instances.retain_mut(|instance| {
                let Some(since) = self.ended.get(&instance.id).map(|at| lists - at) else { return true };
                if since > delays.in_service {
                    instance.state = InstanceState::Terminating;
                }
                since <= delays.in_service + delays.terminating
            });
        }
        groups
    }

    pub(crate) fn launch_later(&mut self, group: String) {
        let at = self.lists + self.delays.launch;
        if at == self.lists { self.launch(&group, NEW) } else { self.launching.push((group, at)) }
    }

    pub(crate) fn count_masters(&mut self) {
        let masters = self.groups.values().filter(|group| group.role == Some(Role::Master));
        let instances = masters.flat_map(|group| &group.instances);
        let count = instances.filter(|instance| !self.ended.contains_key(&instance.id)).count();
        self.fewest_masters = Some(self.fewest_masters.map_or(count, |fewest| fewest.min(count)));
    }

    pub(crate) fn group_of(&self, instance: &CloudId) -> Option<(String, usize)> {
        self.groups.iter().find_map(|(name, group)| {
            Some((name.clone(), group.instances.iter().position(|found| found.id == *instance)?))
        })
    }
}

#[async_trait]
impl Cloud for Fleet {
    async fn facts(&self, _: &FactsQuery) -> Result<Facts, CloudError> {
        unreachable!("a rolling update asks for no facts")
    }

    async fn observe(&self, _: &Scope) -> Result<Snapshot, CloudError> {
        unreachable!("a rolling update observes instances only")
    }

    async fn execute(&self, _: &BoundStep) -> Result<Outcome, CloudError> {
        unreachable!("a rolling update has no steps")
    }

    async fn probe(&self, _: Kind, _: &CloudId) -> Result<Readiness, CloudError> {
        unreachable!("a rolling update has no steps")
    }

    async fn instances(&self, _: &str) -> Result<Vec<RunningGroup>, CloudError> {
        Ok(self.0.lock().unwrap().list())
    }

    async fn change_instance(&self, change: &InstanceChange) -> Result<Readiness, CloudError> {
        let mut state = self.0.lock().unwrap();
        if state.left == Some(0) {
            return Err(CloudError::new(ErrorKind::Denied, "change instance", "the run was cut here"));
        }
        state.left = state.left.map(|left| left - 1);
        let Some((group, at)) = state.group_of(change.instance()) else { return Ok(Readiness::Gone) };
        state.log.push(change.clone());
        let instances = &mut state.groups.get_mut(&group).unwrap().instances;
        match change {
            InstanceChange::Detach { .. } if instances[at].state == InstanceState::Detached => {}
            InstanceChange::Detach { .. } => {
                instances[at].state = InstanceState::Detached;
                state.launch_later(group);
            }
            InstanceChange::Terminate { instance } => {
                let was_in_service = instances[at].state == InstanceState::InService;
                let lists = state.lists;
                if state.ended.insert(instance.clone(), lists).is_none() && was_in_service {
                    state.launch_later(group);
                }
                state.count_masters();
            }
            _ => {}
        }
        Ok(Readiness::Ready)
    }
}

/// A cloud whose lists of instances take longer than a run has the turn, from the third on.
#[derive(Debug)]
pub(crate) struct Slow<'a> {
    pub(crate) inner: Fleet,
    pub(crate) clock: &'a SimulatedClock,
    pub(crate) cluster: &'a SimulatedCluster,
    pub(crate) lists: Mutex<usize>,
    /// Who takes the turn during the third list.
    pub(crate) taker: Option<&'static str>,
}

#[async_trait]
impl Cloud for Slow<'_> {
    async fn facts(&self, query: &FactsQuery) -> Result<Facts, CloudError> {
        self.inner.facts(query).await
    }

    async fn observe(&self, scope: &Scope) -> Result<Snapshot, CloudError> {
        self.inner.observe(scope).await
    }

    async fn execute(&self, step: &BoundStep) -> Result<Outcome, CloudError> {
        self.inner.execute(step).await
    }

    async fn probe(&self, kind: Kind, id: &CloudId) -> Result<Readiness, CloudError> {
        self.inner.probe(kind, id).await
    }

    async fn instances(&self, cluster: &str) -> Result<Vec<RunningGroup>, CloudError> {
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
        self.inner.instances(cluster).await
    }

    async fn change_instance(&self, change: &InstanceChange) -> Result<Readiness, CloudError> {
        self.inner.change_instance(change).await
    }
}

/// A cloud that answers two in a row of so many calls, and refuses the others because there are too many.
#[derive(Debug)]
pub(crate) struct Throttling {
    pub(crate) inner: Fleet,
    pub(crate) answers_two_of: usize,
    pub(crate) calls: Mutex<usize>,
}

impl Throttling {
    pub(crate) fn called(&self, operation: &str) -> Result<(), CloudError> {
        let mut calls = self.calls.lock().unwrap();
        *calls += 1;
        match *calls % self.answers_two_of < 2 {
            true => Ok(()),
            false => Err(CloudError::new(ErrorKind::Throttled, operation, "there are too many calls")),
        }
    }
}

#[async_trait]
impl Cloud for Throttling {
    async fn facts(&self, query: &FactsQuery) -> Result<Facts, CloudError> {
        self.inner.facts(query).await
    }

    async fn observe(&self, scope: &Scope) -> Result<Snapshot, CloudError> {
        self.inner.observe(scope).await
    }

    async fn execute(&self, step: &BoundStep) -> Result<Outcome, CloudError> {
        self.inner.execute(step).await
    }

    async fn probe(&self, kind: Kind, id: &CloudId) -> Result<Readiness, CloudError> {
        self.inner.probe(kind, id).await
    }

    async fn instances(&self, cluster: &str) -> Result<Vec<RunningGroup>, CloudError> {
        self.called("list instances")?;
        self.inner.instances(cluster).await
    }

    async fn change_instance(&self, change: &InstanceChange) -> Result<Readiness, CloudError> {
        self.called("change instance")?;
        self.inner.change_instance(change).await
    }
}

/// A cloud in which the run is cancelled as soon as an instance is terminated, before the answer comes.
#[derive(Debug)]
pub(crate) struct Cancelling<'a> {
    pub(crate) inner: Fleet,
    pub(crate) clock: &'a SimulatedClock,
    pub(crate) cancel: Cancel,
    /// How long the answer takes.
    pub(crate) takes: Duration,
}

#[async_trait]
impl Cloud for Cancelling<'_> {
    async fn facts(&self, query: &FactsQuery) -> Result<Facts, CloudError> {
        self.inner.facts(query).await
    }

    async fn observe(&self, scope: &Scope) -> Result<Snapshot, CloudError> {
        self.inner.observe(scope).await
    }

    async fn execute(&self, step: &BoundStep) -> Result<Outcome, CloudError> {
        self.inner.execute(step).await
    }

    async fn probe(&self, kind: Kind, id: &CloudId) -> Result<Readiness, CloudError> {
        self.inner.probe(kind, id).await
    }

    async fn instances(&self, cluster: &str) -> Result<Vec<RunningGroup>, CloudError> {
        self.inner.instances(cluster).await
    }

    async fn change_instance(&self, change: &InstanceChange) -> Result<Readiness, CloudError> {
        let answer = self.inner.change_instance(change).await;
        if matches!(change, InstanceChange::Terminate { .. }) {
            self.cancel.cancel();
            self.clock.sleep(self.takes).await;
        }
        answer
    }
}
