//! What is done next to the instances of one group: a pure function of what is observed and of what this run remembers.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::{BlockedPod, GroupSettings, Member, Nodes, RollingUpdateFailure, RollingUpdateOptions, to_replace};
use crate::cloud::{InstanceState, RunningGroup};
use crate::cluster_api::{Node, Pod, PodId, SCHEDULED_FOR_UPDATE};
use crate::lifecycle::ExpectedGroup;
use crate::lifecycle::validation::{Failure, Validation};
use crate::naming::Role;
use crate::resource::CloudId;

/// A cluster at one moment.
pub(super) struct Observation<'a> {
    pub(super) now: Duration,
    pub(super) running: &'a [RunningGroup],
    /// Its nodes by the instances that they run on.
    pub(super) nodes: &'a Nodes<'a>,
    /// Nodes and pods; none where the update works without the cluster's API.
    pub(super) cluster: Option<Cluster<'a>>,
}

#[derive(Clone, Copy)]
pub(super) struct Cluster<'a> {
    pub(super) nodes: &'a [Node],
    pub(super) pods: &'a [Pod],
    pub(super) health: &'a Validation,
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Action {
    Taint { node: String },
    Detach { group: CloudId, instance: CloudId },
    Cordon { node: String, instance: CloudId },
    Deregister { group: CloudId, instance: CloudId },
    Evict { pod: PodId, node: String, instance: CloudId },
    Terminate { instance: CloudId },
}

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

/// What a run remembers of a group. Nothing of it is needed to go on after the run was cut.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// Instances that are replaced because the user wants everything replaced.
    pub(super) forced: BTreeSet<CloudId>,
    /// Drains under way.
    pub(super) drains: BTreeMap<CloudId, Drain>,
    /// Those that this run has terminated.
    pub(super) terminated: Vec<CloudId>,
    /// When an instance was last terminated.
    pub(super) terminated_at: Option<Duration>,
    /// Something was replaced, so that the cluster must be found healthy at the end.
    pub(super) has_changed: bool,
    /// How often in a row the cluster was found healthy since the last change.
    pub(super) healthy: u32,
    /// Since when it is not.
    pub(super) unhealthy_since: Option<Duration>,
}

/// A drain under way.
#[derive(Debug)]
pub(super) struct Drain {
    since: Duration,
    drained_at: Option<Duration>,
    pub(super) is_deregistered: bool,
    /// Why evictions are refused, by pod.
    pub(super) blocked: BTreeMap<PodId, String>,
}

impl Memory {
    /// Notes that instances change, after which the cluster must be found healthy anew.
    pub(super) fn changed(&mut self) {
        self.has_changed = true;
        self.healthy = 0;
        self.unhealthy_since = None;
    }
}

/// Whether a further instance may be replaced now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Start {
    /// The cluster is not healthy yet.
    NotYet,
    /// The cluster is healthy.
    Healthy,
    /// The cluster did not become healthy in time, and the user wants to go on.
    Anyway,
}

/// A group that is being replaced.
pub(super) struct Group<'a> {
    pub(super) expected: &'a ExpectedGroup,
    pub(super) options: &'a RollingUpdateOptions,
    /// The groups of the control plane, whose health matters to every group.
    pub(super) control_plane: &'a BTreeSet<String>,
}

impl Group<'_> {
    /// Decides what is next.
    pub(super) fn next(&self, seen: &Observation<'_>, memory: &mut Memory) -> Next {
        let Some(running) = self.expected.running_in(seen.running) else { return Next::Finished };
        let old = to_replace(running, seen.nodes, self.options, |instance| memory.forced.contains(&instance.id));
        let wrong = self.what_is_wrong(seen, &old);
        self.remember_health(seen, memory, wrong.is_empty());
        if old.is_empty() {
            return self.end(seen, running, memory, wrong);
        }
        let settings = self.options.settings(self.expected, running.instances.len());
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
        if !surge.is_empty() && seen.cluster.is_some() {
            actions.extend(surge);
            return Next::Act(actions);
        }
        if !settings.drain_and_terminate {
            return if actions.is_empty() { Next::Finished } else { Next::Act(actions) };
        }
        actions.extend(match seen.cluster {
            Some(_) if self.expected.role != Role::Bastion => cordon(running, &old, seen.nodes, settings, start),
            _ => terminate(running, &old, settings),
        });
        Next::Act(actions)
    }

    /// Those failures of the cluster that keep this group from going on. What is wrong with instances that are replaced anyway
    /// does not.
    fn what_is_wrong<'a>(&self, seen: &Observation<'a>, old: &[Member<'_>]) -> Vec<&'a Failure> {
        let Some(cluster) = seen.cluster.filter(|_| self.expected.role != Role::Bastion) else { return Vec::new() };
        let is_about_old = |failure: &Failure| {
            old.iter().any(|old| {
                let is_it = failure.name == old.instance.id.as_str();
                !old.is_available() && (is_it || old.node.is_some_and(|node| node.name == failure.name))
            })
        };
        let is_relevant = |failure: &&Failure| {
            let of_group = failure.instance_group.as_ref();
            of_group.is_none_or(|group| *group == self.expected.name || self.control_plane.contains(group))
        };
        cluster.health.failures.iter().filter(is_relevant).filter(|failure| !is_about_old(failure)).collect()
    }

    fn remember_health(&self, seen: &Observation<'_>, memory: &mut Memory, is_healthy: bool) {
        if is_healthy {
            memory.healthy = memory.healthy.saturating_add(1);
            memory.unhealthy_since = None;
        } else {
            memory.healthy = 0;
            memory.unhealthy_since.get_or_insert(seen.now);
        }
    }

    /// How often in a row the cluster must be found healthy.
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
        let is_late = memory
            .unhealthy_since
            .is_some_and(|since| seen.now.saturating_sub(since) >= self.options.validation_timeout);
        match (is_late, self.options.fail_on_validate_error) {
            (false, _) => Ok(Start::NotYet),
            (true, false) => Ok(Start::Anyway),
            (true, true) => {
                let failures = wrong.iter().map(|failure| (*failure).clone()).collect();
                Err(RollingUpdateFailure::NotHealthy { failures })
            }
        }
    }

    /// The end of a group: after something was replaced its cluster must be healthy.
    fn end(&self, seen: &Observation<'_>, running: &RunningGroup, memory: &Memory, wrong: Vec<&Failure>) -> Next {
        let is_whole = in_service(running) >= desired(running);
        if !memory.has_changed || (self.needed(seen, memory) == 0 && is_whole) {
            return Next::Finished;
        }
        match self.may_start(seen, memory, &wrong) {
            Ok(Start::NotYet) => Next::Act(Vec::new()),
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
        let new = || Drain { since: seen.now, drained_at: None, is_deregistered: false, blocked: BTreeMap::new() };
        let drain = memory.drains.entry(instance.clone()).or_insert_with(new);
        let is_late = seen.now.saturating_sub(drain.since) >= self.options.drain_timeout;
        let must_deregister = !(self.expected.role == Role::Master && control_planes(cluster.nodes) <= 1);
        if must_deregister && !drain.is_deregistered && !is_late {
            return Ok(vec![Action::Deregister { group: running.name.clone(), instance }]);
        }
        let pods: Vec<&Pod> = cluster
            .pods
            .iter()
            .filter(|pod| pod.node.as_ref() == Some(&node.name) && pod.is_evicted_by_drain() && !pod.has_ended())
            .collect();
        if pods.is_empty() || (is_late && !self.options.fail_on_drain_error) {
            let drained_at = *drain.drained_at.get_or_insert(seen.now);
            let is_time = seen.now.saturating_sub(drained_at) >= self.options.post_drain_delay;
            return Ok(if is_time { vec![Action::Terminate { instance }] } else { Vec::new() });
        }
        if is_late {
            let blocked = |pod: &&Pod| BlockedPod {
                node: node.name.clone(),
                pod: pod.id.to_string(),
                reason: drain.blocked.get(&pod.id).cloned().unwrap_or_else(|| "it has not ended".to_owned()),
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

/// Detaches instances, so that others are launched before the first of them goes.
fn surge(running: &RunningGroup, old: &[Member<'_>], settings: GroupSettings) -> Vec<Action> {
    let old = || old.iter().filter(|old| old.instance.state != InstanceState::WarmPool);
    let detached = old().filter(|old| old.instance.state == InstanceState::Detached).count();
    let wanted = settings.max_surge.min(old().count());
    let members: Vec<_> =
        old().filter(|old| old.instance.state == InstanceState::InService && !old.is_draining()).collect();
    let chosen = members.iter().rev().take(wanted.saturating_sub(detached));
    chosen.map(|old| Action::Detach { group: running.name.clone(), instance: old.instance.id.clone() }).collect()
}

/// Cordons as many nodes as may be missing, and at least one where the user goes on with a cluster that is not healthy. Instances that
/// serve no pods go first, and detached ones last.
fn cordon(
    running: &RunningGroup,
    old: &[Member<'_>],
    nodes: &Nodes<'_>,
    settings: GroupSettings,
    start: Start,
) -> Vec<Action> {
    let all = running.instances.iter().filter(|instance| instance.state.is_live());
    let available = all.filter(|instance| Member::new(instance, nodes).is_available()).count();
    let slots = available.saturating_sub(desired(running).saturating_sub(settings.max_unavailable));
    let mut slots = slots.max(usize::from(start == Start::Anyway));
    let draining = old.iter().filter(|old| old.is_draining()).count();
    let mut room = settings.concurrency().saturating_sub(draining);
    let mut candidates: Vec<_> = old.iter().filter(|old| !old.is_draining() && old.instance.state.is_live()).collect();
    candidates.sort_by_key(|old| (old.is_available(), old.instance.state == InstanceState::Detached));
    let mut actions = Vec::new();
    for old in candidates {
        let costs = usize::from(old.is_available());
        if room == 0 || costs > slots {
            break;
        }
        (room, slots) = (room - 1, slots - costs);
        let instance = old.instance.id.clone();
        actions.push(match old.node {
            Some(node) => Action::Cordon { node: node.name.clone(), instance },
            None => Action::Terminate { instance },
        });
    }
    actions
}

/// Terminates as many instances as may be missing, where there is nothing to drain.
fn terminate(running: &RunningGroup, old: &[Member<'_>], settings: GroupSettings) -> Vec<Action> {
    let least = desired(running).saturating_sub(settings.max_unavailable.max(1));
    let slots = in_service(running).saturating_sub(least);
    let live = old.iter().filter(|old| old.instance.state.is_live());
    live.take(slots).map(|old| Action::Terminate { instance: old.instance.id.clone() }).collect()
}

fn desired(running: &RunningGroup) -> usize {
    usize::try_from(running.desired).unwrap_or_default()
}

fn in_service(running: &RunningGroup) -> usize {
    running.instances.iter().filter(|instance| instance.state == InstanceState::InService).count()
}

fn control_planes(nodes: &[Node]) -> usize {
    nodes.iter().filter(|node| matches!(node.role(), Role::Master | Role::ApiServer)).count()
}
