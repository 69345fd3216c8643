//! Autoscaling groups of a test.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use kops_core::cloud::{
    BoundStep, Cloud, CloudError, ErrorKind, Instance, InstanceChange, InstanceState, Outcome, Readiness, RunningGroup,
    Scope, Snapshot,
};
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
            launch_failure: None,
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
