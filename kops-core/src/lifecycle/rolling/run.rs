//! The loop of a rolling update: look, decide, act, wait.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use futures::future::{Either, select, try_join};
use futures::stream::{self, StreamExt as _};

use super::action::{Action, Cluster, Observation};
use super::calls::{CallError, Outcome, Ports, make};
use super::decide::{Group, Memory, Next};
use super::lock::{Lock, Turn};
use super::task::Task;
use super::{
    BlockedPod, GroupResult, RollingUpdateEvent, RollingUpdateFailure, RollingUpdateOptions, RollingUpdateReport,
    has_no_node_of, to_replace, turn,
};
use crate::apply::Cancel;
use crate::cloud::{Instance, InstanceState, RunningGroup};
use crate::cluster_api::{Node, NodeChange, Pod, PodQuery, by_instance};
use crate::lifecycle::validation::{self, Validation};
use crate::lifecycle::{ExpectedGroup, RunningByName};
use crate::naming::Role;
use crate::resource::CloudId;

/// How long there is between two looks while a node is drained.
const LOOK_AT_DRAINS: Duration = Duration::from_secs(5);
/// How long there is between two looks otherwise.
const LOOK: Duration = Duration::from_secs(10);
/// How long a call may fail in a row before it is given up.
const PATIENCE: Duration = Duration::from_secs(5 * 60);
/// How many calls are made at once: each takes a connection of its own to the API server.
const AT_ONCE: usize = 50;
/// How long a cancelled run waits for changes that are under way.
const GRACE: Duration = Duration::from_secs(10);

/// Replaces instances until none is left that must be replaced, something fails for good, or the run is cancelled. Changes that are under
/// way then have a moment left to come back.
pub async fn run(
    cluster: &str,
    expected: &[ExpectedGroup],
    ports: Ports<'_>,
    options: &RollingUpdateOptions,
    events: &(dyn Fn(RollingUpdateEvent) + Send + Sync),
    cancel: &Cancel,
) -> RollingUpdateReport {
    let mut run = Run::new(cluster, expected, ports, options, events);
    let out_of_time = async {
        cancel.cancelled().await;
        ports.clock.sleep(GRACE).await;
    };
    let ended = select(Box::pin(run.work(cancel)), Box::pin(out_of_time)).await;
    drop(ended);
    let report = run.report(cancel.is_cancelled()).await;
    events(RollingUpdateEvent::Ended { report: report.clone() });
    report
}

struct Run<'a> {
    cluster: &'a str,
    expected: &'a [ExpectedGroup],
    ports: Ports<'a>,
    options: &'a RollingUpdateOptions,
    events: &'a (dyn Fn(RollingUpdateEvent) + Send + Sync),
    control_plane: Vec<&'a ExpectedGroup>,
    /// The groups with something to replace, in the order of the update; none before the first look.
    tasks: Option<Vec<Task<'a>>>,
    /// Since when the cluster cannot be looked at.
    blind_since: Option<Duration>,
    /// Since when actions fail that are repeated.
    failing_since: BTreeMap<Action, Duration>,
    /// The nodes that this run has cordoned and not replaced yet, by their instances.
    cordoned: BTreeMap<CloudId, String>,
    lock: Option<Lock<'a>>,
    /// A failure that ended the run before there were tasks, or beside them.
    failure: Option<RollingUpdateFailure>,
}

/// What was observed.
struct Seen {
    running: Vec<RunningGroup>,
    nodes: Vec<Node>,
    pods: Vec<Pod>,
    health: Validation,
}

impl<'a> Run<'a> {
    fn new(
        cluster: &'a str,
        expected: &'a [ExpectedGroup],
        ports: Ports<'a>,
        options: &'a RollingUpdateOptions,
        events: &'a (dyn Fn(RollingUpdateEvent) + Send + Sync),
    ) -> Self {
        let control_plane = expected.iter().filter(|group| group.role == Role::Master).collect();
        let lock = ports.api.map(|api| Lock::new(api, ports.clock, &options.holder));
        Self {
            cluster,
            expected,
            ports,
            options,
            events,
            control_plane,
            tasks: None,
            blind_since: None,
            failing_since: BTreeMap::new(),
            cordoned: BTreeMap::new(),
            lock,
            failure: None,
        }
    }

    async fn work(&mut self, cancel: &Cancel) {
        while !cancel.is_cancelled() {
            let Some(looked) = unless_cancelled(cancel, self.look_in_turn()).await else { return };
            let seen = match looked {
                Ok(Some(seen)) => seen,
                Ok(None) if self.failure.is_some() => return,
                Ok(None) => {
                    self.pause(LOOK, cancel).await;
                    continue;
                }
                Err(error) => {
                    let since = *self.blind_since.get_or_insert(self.ports.clock.now());
                    let can_pass = error.retryable() || (self.tasks.is_some() && error.is_refusal());
                    if let Some(failure) = self.failed(&error, can_pass, since, self.patience()) {
                        self.failure = Some(failure);
                        return;
                    }
                    self.pause(LOOK, cancel).await;
                    continue;
                }
            };
            if self.tasks.is_none() {
                self.begin(&seen).await;
            }
            if self.failure.is_some() || cancel.is_cancelled() || self.turn(&seen).await {
                return;
            }
            let is_draining = self.tasks().any(|task| !task.memory.drains.is_empty());
            self.pause(if is_draining { LOOK_AT_DRAINS } else { LOOK }, cancel).await;
        }
    }

    /// Waits, unless the run is cancelled.
    async fn pause(&self, duration: Duration, cancel: &Cancel) {
        unless_cancelled(cancel, self.ports.clock.sleep(duration)).await;
    }

    fn tasks(&self) -> impl Iterator<Item = &Task<'a>> {
        self.tasks.iter().flatten()
    }

    /// Looks at the cluster, unless another run has the turn.
    async fn look_in_turn(&mut self) -> Result<Option<Seen>, CallError> {
        if !self.has_turn().await? {
            return Ok(None);
        }
        let seen = self.look().await?;
        self.blind_since = None;
        // The look may have taken so long that another run has taken the turn.
        Ok(self.has_turn().await?.then_some(seen))
    }

    /// True where it is this run's turn, also because nothing keeps runs apart.
    async fn has_turn(&mut self) -> Result<bool, CallError> {
        let Some(lock) = &mut self.lock else { return Ok(true) };
        match lock.turn().await? {
            Turn::Ours => return Ok(true),
            Turn::Others(told) => {
                self.blind_since = None;
                if let Some((holder, since)) = told {
                    (self.events)(RollingUpdateEvent::Locked { holder, since });
                }
            }
            Turn::Lost(holder) => self.failure = Some(RollingUpdateFailure::TakenOver { holder }),
        }
        Ok(false)
    }

    async fn look(&self) -> Result<Seen, CallError> {
        let running = async { Ok(self.ports.cloud.instances(self.cluster).await?) };
        let objects = async {
            let every = PodQuery::default();
            let Some(api) = self.ports.api else { return Ok((Vec::new(), Vec::new())) };
            Ok::<_, CallError>(try_join(api.nodes(), api.pods(&every)).await?)
        };
        let (mut running, (nodes, pods)) = try_join(running, objects).await?;
        self.correct(&mut running);
        let health = validation::check(self.expected, &running, &nodes, &pods);
        Ok(Seen { running, nodes, pods, health })
    }

    /// Writes into what AWS lists what this run has done, where the list is older.
    fn correct(&self, running: &mut [RunningGroup]) {
        let terminated: BTreeSet<&CloudId> = self.tasks().flat_map(|task| &task.memory.terminated).collect();
        let detached: BTreeSet<&CloudId> = self.tasks().flat_map(|task| &task.memory.detached).collect();
        for instance in running.iter_mut().flat_map(|group| &mut group.instances) {
            if terminated.contains(&instance.id) {
                instance.state = InstanceState::Terminating;
            } else if detached.contains(&instance.id) && instance.state.is_live() {
                instance.state = InstanceState::Detached;
            }
        }
    }

    /// How long the cluster may be out of sight. The API is away while the only member of the control plane is replaced.
    fn patience(&self) -> Duration {
        if self.tasks.is_some() { PATIENCE.max(self.options.validation_timeout) } else { PATIENCE }
    }

    /// Reports a call that failed, and gives it up where that cannot pass or lasts too long.
    fn failed(
        &self,
        error: &CallError,
        can_pass: bool,
        since: Duration,
        patience: Duration,
    ) -> Option<RollingUpdateFailure> {
        if can_pass && self.ports.clock.now().saturating_sub(since) < patience {
            (self.events)(RollingUpdateEvent::Retrying { error: error.data() });
            return None;
        }
        Some(RollingUpdateFailure::Error { error: error.data() })
    }

    /// Finds what there is to replace, at the first look.
    async fn begin(&mut self, seen: &Seen) {
        let (mut tasks, nodes) = (Vec::new(), by_instance(&seen.nodes));
        let running = RunningByName::new(&seen.running);
        for group in self.expected.iter().filter(|group| self.options.includes(group)) {
            let Some(running) = group.running_among(&running) else { continue };
            let old = to_replace(&running, &nodes, self.options, |_| self.options.force);
            let old: BTreeSet<CloudId> = old.iter().map(|old| old.instance.id.clone()).collect();
            if !old.is_empty() {
                let forced = if self.options.force { old } else { BTreeSet::new() };
                let memory = Memory { forced, ..Memory::default() };
                let state = GroupResult::NotStarted;
                tasks.push(Task { expected: group, memory, state, failure: None, waits_for: Vec::new() });
            }
        }
        tasks.sort_by_key(|task| (turn(task.expected.role), task.expected.name.clone()));
        let is_other_cluster =
            self.ports.api.is_some() && !tasks.is_empty() && has_no_node_of(&seen.running, &seen.nodes);
        self.tasks = Some(tasks);
        if is_other_cluster {
            self.failure = Some(RollingUpdateFailure::OtherCluster { nodes: seen.nodes.len() });
        } else if self.options.force {
            self.mark(seen).await;
        }
    }

    /// Marks the nodes of instances that are replaced by force, so that a later run goes on with them.
    async fn mark(&mut self, seen: &Seen) {
        let Some(api) = self.ports.api else { return };
        let forced: BTreeSet<&CloudId> = self.tasks().flat_map(|task| &task.memory.forced).collect();
        let is_forced = |node: &&Node| node.instance().is_some_and(|id| forced.contains(&CloudId::from(id)));
        let nodes = seen.nodes.iter().filter(is_forced).filter(|node| !node.needs_update());
        let calls: Vec<_> = nodes.map(|node| api.change_node(&node.name, &NodeChange::MarkForUpdate)).collect();
        let marked: Vec<_> = stream::iter(calls).buffered(AT_ONCE).collect().await;
        for error in marked.into_iter().filter_map(Result::err) {
            (self.events)(RollingUpdateEvent::Retrying { error: (&error).into() });
        }
    }

    /// The groups whose turn it is, by their places in the list.
    fn active(&self) -> Vec<usize> {
        let is_open = |task: &Task<'_>| matches!(task.state, GroupResult::NotStarted | GroupResult::Unfinished);
        let open: Vec<(usize, Role)> = self
            .tasks()
            .enumerate()
            .filter(|(_, task)| is_open(task))
            .map(|(at, task)| (at, task.expected.role))
            .collect();
        let Some((_, first)) = open.first() else { return Vec::new() };
        let at_once = self.options.groups_at_once(*first);
        open.iter().filter(|(_, role)| turn(*role) == turn(*first)).take(at_once).map(|(at, _)| *at).collect()
    }

    /// Decides and acts once for every group whose turn it is. Returns true when the run has ended.
    async fn turn(&mut self, seen: &Seen) -> bool {
        let active = self.active();
        if active.is_empty() {
            return true;
        }
        let cluster = self.ports.api.map(|_| Cluster { nodes: &seen.nodes, pods: &seen.pods, health: &seen.health });
        let nodes = by_instance(&seen.nodes);
        let observation = Observation { now: self.ports.clock.now(), running: &seen.running, nodes: &nodes, cluster };
        let mut actions = Vec::new();
        for at in active {
            let (options, control_plane, events) = (self.options, &self.control_plane, self.events);
            let Some(task) = self.tasks.as_mut().and_then(|tasks| tasks.get_mut(at)) else { continue };
            let expected = task.expected;
            if task.state == GroupResult::NotStarted {
                task.state = GroupResult::Unfinished;
                let is_forced = |instance: &Instance| task.memory.forced.contains(&instance.id);
                let running = expected.running_in(&seen.running);
                let instances = running.map_or(0, |running| to_replace(&running, &nodes, options, is_forced).len());
                events(RollingUpdateEvent::GroupStarted { instance_group: expected.name.clone(), instances });
            }
            match (Group { expected, options, control_plane }).next(&observation, &mut task.memory) {
                Next::Act(next) => {
                    task.say_what_it_waits_for(&next, events);
                    actions.extend(next.into_iter().map(|action| (at, action)));
                }
                Next::Finished => {
                    task.state = GroupResult::Finished;
                    let (instance_group, replaced) = (expected.name.clone(), task.memory.terminated.len());
                    events(RollingUpdateEvent::GroupFinished { instance_group, replaced });
                }
                Next::Failed { failure, ends_run } => {
                    task.fail(failure, events);
                    if ends_run || turn(expected.role) <= turn(Role::Master) {
                        return true;
                    }
                }
            }
        }
        self.act(actions).await
    }

    /// Carries actions out at once, as far as that many calls may be made. Returns true where one failed so that the run has ended.
    async fn act(&mut self, actions: Vec<(usize, Action)>) -> bool {
        let ports = self.ports;
        let calls: Vec<_> = actions.iter().map(|(_, action)| make(ports, action)).collect();
        let done: Vec<_> = stream::iter(calls).buffered(AT_ONCE).collect().await;
        let (mut ended, mut failing) = (false, BTreeMap::new());
        for ((at, action), result) in actions.into_iter().zip(done) {
            match result {
                Ok(outcome) => self.note(at, action, outcome),
                Err(error) => {
                    let since = self.failing_since.get(&action).copied().unwrap_or_else(|| self.ports.clock.now());
                    ended |= self.note_failed(at, &action, &error, since);
                    failing.insert(action, since);
                }
            }
        }
        self.failing_since = failing;
        ended
    }

    /// Notes that an action failed. Returns true where the run has ended by it.
    fn note_failed(&mut self, at: usize, action: &Action, error: &CallError, since: Duration) -> bool {
        let events = self.events;
        // The drain timeout ends it there, and the instance is terminated anyway.
        let is_of_drain = matches!(action, Action::Deregister { .. } | Action::Evict { .. });
        let failure = if is_of_drain && !self.options.fail_on_drain_error {
            events(RollingUpdateEvent::Retrying { error: error.data() });
            None
        } else {
            // The next look tells whether an instance that could not be detached is still a member of its group.
            let can_pass = matches!(action, Action::Detach { .. }) && error.is_wrong();
            self.failed(error, can_pass || error.retryable(), since, PATIENCE)
        };
        let Some(task) = self.tasks.as_mut().and_then(|tasks| tasks.get_mut(at)) else { return false };
        match action {
            // A call whose answer was lost may have taken effect.
            Action::Detach { .. } | Action::Terminate { .. } => task.memory.changed(),
            Action::Evict { pod, instance, .. } => {
                if let Some(drain) = task.memory.drains.get_mut(instance) {
                    drain.blocked.insert(pod.clone(), error.data().message);
                }
            }
            _ => {}
        }
        let Some(failure) = failure else { return false };
        let failure = match action {
            Action::Evict { pod, node, .. } => RollingUpdateFailure::NotDrained {
                node: node.clone(),
                pods: vec![BlockedPod { node: node.clone(), pod: pod.to_string(), reason: error.data().message }],
            },
            _ => failure,
        };
        let ends_run = turn(task.expected.role) <= turn(Role::Master) || matches!(action, Action::Deregister { .. });
        if task.state != GroupResult::Failed {
            task.fail(failure, events);
        }
        ends_run
    }

    /// Notes what an action led to, and reports it.
    fn note(&mut self, at: usize, action: Action, outcome: Outcome) {
        let (now, events) = (self.ports.clock.now(), self.events);
        let Some(task) = self.tasks.as_mut().and_then(|tasks| tasks.get_mut(at)) else { return };
        let instance_group = task.expected.name.clone();
        let memory = &mut task.memory;
        match (action, outcome) {
            (Action::Detach { instance, .. }, _) => {
                memory.changed();
                memory.detached.insert(instance.clone());
                events(RollingUpdateEvent::Detached { instance_group, instance: instance.to_string() });
            }
            (Action::Cordon { node, instance }, _) => {
                self.cordoned.insert(instance, node.clone());
                events(RollingUpdateEvent::Cordoned { instance_group, node });
            }
            (Action::Deregister { instance, .. }, Outcome::Done) => {
                if let Some(drain) = memory.drains.get_mut(&instance) {
                    drain.is_deregistered = true;
                }
            }
            (Action::Evict { pod, node, .. }, Outcome::Done) => {
                events(RollingUpdateEvent::Evicted { node, pod: pod.to_string() });
            }
            (Action::Evict { pod, node, instance }, Outcome::Blocked(reason)) => {
                let drain = memory.drains.get_mut(&instance);
                let known = drain.and_then(|drain| drain.blocked.insert(pod.clone(), reason.clone()));
                if known.as_ref() != Some(&reason) {
                    events(RollingUpdateEvent::Blocked { node, pod: pod.to_string(), reason });
                }
            }
            (Action::Terminate { instance }, _) => {
                memory.drains.remove(&instance);
                self.cordoned.remove(&instance);
                memory.changed();
                memory.terminated_at = Some(now);
                memory.terminated.push(instance.clone());
                events(RollingUpdateEvent::Terminated { instance_group, instance: instance.to_string() });
            }
            _ => {}
        }
    }

    async fn report(&mut self, cancelled: bool) -> RollingUpdateReport {
        if let Some(lock) = &mut self.lock {
            lock.give_back().await;
        }
        let groups = self.tasks().map(Task::outcome).collect();
        let nodes = match self.ports.api {
            Some(api) => api.nodes().await,
            None => Ok(Vec::new()),
        };
        let mut cordoned: Vec<String> = match nodes {
            Ok(nodes) => nodes.into_iter().filter(Node::is_draining).map(|node| node.name).collect(),
            // Those of other runs are not known then.
            Err(_) => self.cordoned.values().cloned().collect(),
        };
        cordoned.sort();
        RollingUpdateReport { cancelled, groups, cordoned, failure: self.failure.take() }
    }
}

/// What work leads to; nothing where the run is cancelled first, which drops the work.
async fn unless_cancelled<T>(cancel: &Cancel, work: impl Future<Output = T>) -> Option<T> {
    match select(Box::pin(work), Box::pin(cancel.cancelled())).await {
        Either::Left((done, _)) => Some(done),
        Either::Right(_) => None,
    }
}
