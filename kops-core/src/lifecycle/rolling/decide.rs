//! What is done next to the instances of one group: a pure function of what is observed and of what this run remembers.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::action::{Action, Observation, Start};
use super::choose::{control_planes, cordon, in_service, serving_in, surge, terminate};
use super::{
    BlockedPod, GroupSettings, Member, RollingUpdateFailure, RollingUpdateOptions, desired, is_proven, to_replace,
};
use crate::cloud::{Instance, InstanceState, RunningGroup};
use crate::cluster_api::{Node, Pod, PodId, SCHEDULED_FOR_UPDATE};
use crate::lifecycle::ExpectedGroup;
use crate::lifecycle::validation::{Failure, FailureKind};
use crate::naming::Role;
use crate::resource::CloudId;

/// What is next for a group.
#[derive(Debug, PartialEq)]
pub(super) enum Next {
    /// These actions, which may be none while something is waited for.
    Act(Vec<Action>),
    /// Nothing is left to do.
    Finished,
    /// It is given up, and with `ends_run` the whole update.
    Failed { failure: RollingUpdateFailure, ends_run: bool },
}

/// What a run remembers of a group. Nothing of it is needed to go on after the run was interrupted.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// Instances that are replaced because the user wants everything replaced.
    pub(super) forced: BTreeSet<CloudId>,
    /// Drains under way.
    pub(super) drains: BTreeMap<CloudId, Drain>,
    /// Those that this run has detached, which AWS may list as they were for a while.
    pub(super) detached: BTreeSet<CloudId>,
    /// Those that this run has terminated, in order; AWS may list them as they were for a while.
    pub(super) terminated: Vec<CloudId>,
    /// When an instance was last terminated.
    pub(super) terminated_at: Option<Duration>,
    /// Something was replaced, so that the cluster must be found healthy at the end.
    pub(super) has_changed: bool,
    /// How many times in a row the cluster was found healthy since the last change.
    pub(super) healthy: u32,
    /// Since when it was not found healthy often enough, with nothing being drained.
    pub(super) unhealthy_since: Option<Duration>,
    /// What is wrong with the cluster, as far as it keeps the group from going on.
    pub(super) wrong: Vec<String>,
    /// Since when nothing can be done though the cluster is healthy.
    pub(super) idle_since: Option<Duration>,
}

/// A drain under way.
#[derive(Debug)]
pub(super) struct Drain {
    since: Duration,
    drained_at: Option<Duration>,
    /// The load balancers have let go of the instance.
    pub(super) is_deregistered: bool,
    /// The pods to wait for: those that were on the node when the first was to be evicted. One that tolerates every taint may come back to
    /// the node, as often as it is evicted.
    pods: Option<BTreeSet<PodId>>,
    /// Why evictions are refused, by pod.
    pub(super) blocked: BTreeMap<PodId, String>,
}

impl Drain {
    fn new(since: Duration) -> Self {
        Self { since, drained_at: None, is_deregistered: false, pods: None, blocked: BTreeMap::new() }
    }
}

impl Memory {
    /// Notes that instances change, after which the cluster must be found healthy anew.
    pub(super) fn changed(&mut self) {
        self.has_changed = true;
        self.healthy = 0;
        self.unhealthy_since = None;
        self.idle_since = None;
    }

    /// Gives up drains of instances that have gone without this run.
    fn forget_gone(&mut self, running: &RunningGroup) {
        let is_there = |id: &CloudId| running.instances.iter().any(|one| one.id == *id && one.state.is_live());
        let before = self.drains.len();
        self.drains.retain(|id, _| is_there(id));
        if self.drains.len() < before {
            self.changed();
        }
    }
}

/// A group that is being replaced.
pub(super) struct Group<'a> {
    pub(super) expected: &'a ExpectedGroup,
    pub(super) options: &'a RollingUpdateOptions,
    /// The groups of the control plane, whose health matters to every group.
    pub(super) control_plane: &'a [&'a ExpectedGroup],
}

impl Group<'_> {
    /// Decides what is next.
    pub(super) fn next(&self, seen: &Observation<'_>, memory: &mut Memory) -> Next {
        let Some(running) = self.expected.running_in(seen.running) else { return Next::Finished };
        let running = running.as_ref();
        memory.forget_gone(running);
        let old = to_replace(running, seen.nodes, self.options, |instance| memory.forced.contains(&instance.id));
        let wrong = self.what_is_wrong(seen, &old);
        memory.wrong = wrong.iter().map(|failure| failure.message.clone()).collect();
        let is_draining = old.iter().any(Member::is_draining);
        self.remember_health(seen, memory, wrong.is_empty(), is_draining);
        if old.is_empty() {
            return self.end(seen, running, memory, wrong);
        }
        if running.has_no_launch_template() {
            let failure = RollingUpdateFailure::NoLaunchTemplate { group: running.name.to_string() };
            return Next::Failed { failure, ends_run: false };
        }
        let settings = self.settings(seen, running);
        let mut actions = self.prepare(&old);
        for drain in old.iter().filter(|old| old.is_draining()) {
            match self.drain(running, drain, seen, memory) {
                Ok(next) => actions.extend(next),
                Err(failure) => return Next::Failed { failure, ends_run: false },
            }
        }
        let start = match self.may_start(seen, memory, &wrong) {
            Ok(Start::NotYet) => return Next::Act(actions),
            Ok(start) => start,
            Err(failure) => return Next::Failed { failure, ends_run: true },
        };
        let surge = surge(running, &old, settings);
        if !surge.is_empty() {
            actions.extend(surge);
            return Next::Act(actions);
        }
        if !settings.drain_and_terminate {
            return if actions.is_empty() { Next::Finished } else { Next::Act(actions) };
        }
        let is_late = self.is_late(seen, memory.idle_since);
        let start = if is_late && !self.options.fail_on_validate_error { Start::Anyway } else { start };
        let spare = if self.expected.role == Role::Master { self.spare_control_planes(seen) } else { usize::MAX };
        actions.extend(match seen.cluster {
            Some(_) if self.expected.role != Role::Bastion => {
                cordon(running, &old, seen.nodes, settings, (start, spare))
            }
            _ => terminate(running, &old, settings, spare),
        });
        if !actions.is_empty() || is_draining {
            memory.idle_since = None;
        } else if is_late {
            let failures = self.what_is_missing(seen, running, &old, wrong);
            return Next::Failed { failure: RollingUpdateFailure::NotHealthy { failures }, ends_run: true };
        } else {
            memory.idle_since.get_or_insert(seen.now);
        }
        Next::Act(actions)
    }

    /// How many instances are replaced at once now.
    fn settings(&self, seen: &Observation<'_>, running: &RunningGroup) -> GroupSettings {
        let settings = self.options.settings(self.expected, running, seen.cluster.is_some());
        // Bastions are no nodes.
        let nodes = seen.cluster.filter(|_| self.expected.role != Role::Bastion).map(|_| seen.nodes);
        if is_proven(running, nodes) { settings } else { settings.one_at_a_time() }
    }

    fn is_late(&self, seen: &Observation<'_>, since: Option<Duration>) -> bool {
        since.is_some_and(|since| seen.now.saturating_sub(since) >= self.options.validation_timeout)
    }

    /// How many members of the control plane may go now, so that etcd keeps its quorum: most of them serve meanwhile. Of one or two members
    /// one goes where all serve, as they cannot be replaced otherwise.
    fn spare_control_planes(&self, seen: &Observation<'_>) -> usize {
        let (mut wanted, mut serving) = (0, 0);
        for running in self.control_plane.iter().filter_map(|group| group.running_in(seen.running)) {
            wanted += desired(&running);
            serving += serving_in(&running, seen);
        }
        serving.saturating_sub(wanted / 2 + 1).max(usize::from(serving >= wanted))
    }

    /// What keeps a group from going on, though nothing is waited for that would show as a failure.
    fn what_is_missing(
        &self,
        seen: &Observation<'_>,
        running: &RunningGroup,
        old: &[Member<'_>],
        wrong: Vec<&Failure>,
    ) -> Vec<Failure> {
        let mut found: Vec<Failure> = wrong.into_iter().cloned().collect();
        let is_old = |instance: &Instance| old.iter().any(|old| old.instance.id == instance.id);
        let others = running.instances.iter().filter(|instance| instance.state.is_live() && !is_old(instance));
        let cordoned =
            others.filter_map(|instance| Member::new(instance, seen.nodes).node.filter(|node| node.is_draining()));
        let group = Some(self.expected.name.clone());
        found.extend(cordoned.map(|node| Failure {
            kind: FailureKind::Node,
            name: node.name.clone(),
            message: format!("the node `{}` is cordoned by an interrupted run, and counts as missing", node.name),
            help: format!(
                "replace its instance: kops delete instance {}; or take it back: kubectl uncordon {0}",
                node.name
            ),
            instance_group: group.clone(),
            can_heal: false,
        }));
        if found.is_empty() {
            let (serving, wanted, last_launch) = (serving_in(running, seen), desired(running), running.last_launch());
            found.push(Failure {
                kind: FailureKind::InstanceGroup,
                name: self.expected.name.clone(),
                message: format!("{serving} of {wanted} instances serve, so that no other can go{last_launch}"),
                help: match running.is_autoscaling() {
                    true => format!("the activity of the autoscaling group `{}` says why", running.name),
                    false => "the log of Karpenter says why".to_owned(),
                },
                instance_group: group,
                can_heal: true,
            });
        }
        found
    }

    /// Those failures of the cluster that keep this group from going on. What is wrong with instances that are replaced anyway
    /// does not.
    fn what_is_wrong<'a>(&self, seen: &Observation<'a>, old: &[Member<'_>]) -> Vec<&'a Failure> {
        let Some(cluster) = seen.cluster.filter(|_| self.expected.role != Role::Bastion) else { return Vec::new() };
        let broken: BTreeSet<&str> = old
            .iter()
            .filter(|old| !old.is_available())
            .flat_map(|old| [Some(old.instance.id.as_str()), old.node.map(|node| node.name.as_str())])
            .flatten()
            .collect();
        let is_on_broken = |pod: &&Pod| pod.node.as_deref().is_some_and(|node| broken.contains(node));
        let on_broken: BTreeSet<String> =
            cluster.pods.iter().filter(is_on_broken).map(|pod| pod.id.to_string()).collect();
        let is_about_old = |failure: &Failure| match failure.kind {
            FailureKind::Pod => on_broken.contains(&failure.name),
            _ => broken.contains(failure.name.as_str()),
        };
        let is_relevant = |failure: &&Failure| {
            let is_of = |name: &String| self.control_plane.iter().any(|group| group.name == *name);
            failure.instance_group.as_ref().is_none_or(|group| *group == self.expected.name || is_of(group))
        };
        cluster.health.failures.iter().filter(is_relevant).filter(|failure| !is_about_old(failure)).collect()
    }

    fn remember_health(&self, seen: &Observation<'_>, memory: &mut Memory, is_healthy: bool, is_draining: bool) {
        if is_healthy {
            memory.healthy = memory.healthy.saturating_add(1);
            if memory.healthy >= self.needed(seen, memory) {
                memory.unhealthy_since = None;
            }
        } else {
            memory.healthy = 0;
            // What is evicted may find no place before the instance is replaced, and a drain has a timeout of its own.
            let since = memory.unhealthy_since.unwrap_or(seen.now);
            memory.unhealthy_since = (!is_draining).then_some(since);
        }
    }

    /// How many times in a row the cluster must be found healthy.
    fn needed(&self, seen: &Observation<'_>, memory: &Memory) -> u32 {
        match self.options.validate_count {
            _ if seen.cluster.is_none() || self.expected.role == Role::Bastion => 0,
            0 => 0,
            _ if !memory.has_changed => 1,
            count => count,
        }
    }

    /// Whether a further instance may be replaced now.
    fn may_start(
        &self,
        seen: &Observation<'_>,
        memory: &Memory,
        wrong: &[&Failure],
    ) -> Result<Start, RollingUpdateFailure> {
        let interval = self.options.interval(self.expected.role);
        if memory.terminated_at.is_some_and(|at| seen.now.saturating_sub(at) < interval) {
            return Ok(Start::NotYet);
        }
        let needed = self.needed(seen, memory);
        if memory.healthy >= needed || needed == 0 {
            return Ok(Start::Healthy);
        }
        match (self.is_late(seen, memory.unhealthy_since), self.options.fail_on_validate_error) {
            (false, _) => Ok(Start::NotYet),
            (true, false) => Ok(Start::Anyway),
            (true, true) => {
                let failures = wrong.iter().map(|failure| (*failure).clone()).collect();
                Err(RollingUpdateFailure::NotHealthy { failures })
            }
        }
    }

    /// The end of a group: after something was replaced its cluster must be healthy.
    fn end(&self, seen: &Observation<'_>, running: &RunningGroup, memory: &mut Memory, wrong: Vec<&Failure>) -> Next {
        if !memory.has_changed {
            return Next::Finished;
        }
        let is_whole = in_service(running) >= desired(running);
        match self.may_start(seen, memory, &wrong) {
            Ok(Start::NotYet) => Next::Act(Vec::new()),
            Ok(Start::Healthy) if self.needed(seen, memory) == 0 && !is_whole => {
                if !self.is_late(seen, Some(*memory.idle_since.get_or_insert(seen.now))) {
                    return Next::Act(Vec::new());
                }
                if !self.options.fail_on_validate_error {
                    return Next::Finished;
                }
                let failures = self.what_is_missing(seen, running, &[], wrong);
                Next::Failed { failure: RollingUpdateFailure::NotHealthy { failures }, ends_run: true }
            }
            Ok(Start::Healthy | Start::Anyway) => Next::Finished,
            Err(failure) => Next::Failed { failure, ends_run: true },
        }
    }

    /// What can be done at any time: new pods should prefer other nodes, and nothing runs in a warm pool.
    fn prepare(&self, old: &[Member<'_>]) -> Vec<Action> {
        let mut actions = Vec::new();
        for old in old {
            if old.instance.state == InstanceState::WarmPool {
                actions.push(Action::Terminate { instance: old.instance.id.clone() });
            }
            let untainted =
                |node: &&Node| !node.unschedulable && node.taints.iter().all(|taint| taint.key != SCHEDULED_FOR_UPDATE);
            if let Some(node) = old.node.filter(untainted) {
                actions.push(Action::Taint { node: node.name.clone() });
            }
        }
        actions
    }

    /// What is next for an instance whose node takes no new pods: out of the load balancers, without pods, terminated.
    fn drain(
        &self,
        running: &RunningGroup,
        old: &Member<'_>,
        seen: &Observation<'_>,
        memory: &mut Memory,
    ) -> Result<Vec<Action>, RollingUpdateFailure> {
        let (Some(node), Some(cluster)) = (old.node, seen.cluster) else { return Ok(Vec::new()) };
        let instance = old.instance.id.clone();
        let drain = memory.drains.entry(instance.clone()).or_insert_with(|| Drain::new(seen.now));
        let is_late = seen.now.saturating_sub(drain.since) >= self.options.drain_timeout;
        let is_last_api = self.expected.role == Role::Master && control_planes(cluster.nodes) <= 1;
        let must_deregister = running.is_autoscaling() && !is_last_api;
        if must_deregister && !drain.is_deregistered && !is_late {
            return Ok(vec![Action::Deregister { group: running.name.clone(), instance }]);
        }
        let is_here =
            |pod: &&Pod| pod.node.as_ref() == Some(&node.name) && pod.is_evicted_by_drain() && !pod.has_ended();
        let here: Vec<&Pod> = cluster.pods.iter().filter(is_here).collect();
        let first = drain.pods.get_or_insert_with(|| here.iter().map(|pod| pod.id.clone()).collect());
        let pods: Vec<&Pod> = here.into_iter().filter(|pod| first.contains(&pod.id)).collect();
        if pods.is_empty() || (is_late && !self.options.fail_on_drain_error) {
            let drained_at = *drain.drained_at.get_or_insert(seen.now);
            let is_time = seen.now.saturating_sub(drained_at) >= self.options.post_drain_delay;
            return Ok(if is_time { vec![Action::Terminate { instance }] } else { Vec::new() });
        }
        if is_late {
            let reason = match must_deregister && !drain.is_deregistered {
                true => "not asked to go, as the load balancers have not let go of its instance yet",
                false => "it has not ended",
            };
            let blocked = |pod: &&Pod| BlockedPod {
                node: node.name.clone(),
                pod: pod.id.to_string(),
                reason: drain.blocked.get(&pod.id).cloned().unwrap_or_else(|| reason.to_owned()),
            };
            return Err(RollingUpdateFailure::NotDrained {
                node: node.name.clone(),
                pods: pods.iter().map(blocked).collect(),
            });
        }
        let evict =
            |pod: &&Pod| Action::Evict { pod: pod.id.clone(), node: node.name.clone(), instance: instance.clone() };
        Ok(pods.iter().filter(|pod| !pod.is_terminating).map(evict).collect())
    }
}
