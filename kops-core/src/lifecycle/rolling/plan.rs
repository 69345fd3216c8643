//! What a rolling update would do, before it begins.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::differences::{SpecDifference, differences};
use super::{GroupSettings, Member, Nodes, RollingUpdateOptions, is_proven, to_replace, turn};
use crate::apply::seconds;
use crate::cloud::{InstanceState, RunningGroup};
use crate::cluster_api::{Budget, Node, Pod, by_instance};
use crate::lifecycle::{ExpectedGroup, RunningByName};
use crate::naming::Role;
use crate::resource::LaunchTemplate;

/// How long a new instance takes to become a node that is ready: the usual time of an image of Ubuntu.
const BOOT: Duration = Duration::from_secs(3 * 60);
/// How long there is between two looks at the cluster.
const LOOK: Duration = Duration::from_secs(10);

/// What a rolling update would do.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RollingUpdatePlan {
    /// The groups of the cluster, in the order of the update, those with nothing to replace among them.
    pub groups: Vec<GroupPlan>,
    /// Pods on nodes that will be drained, whose budgets allow no disruption as they are now.
    pub blocked: Vec<BlockedPod>,
    /// How long it takes where every instance boots in three minutes and every node is drained at once, in seconds.
    #[serde(with = "seconds")]
    #[cfg_attr(feature = "schemars", schemars(with = "f64"))]
    pub at_best: Duration,
    /// How long it takes at most before it is given up, in seconds.
    #[serde(with = "seconds")]
    #[cfg_attr(feature = "schemars", schemars(with = "f64"))]
    pub at_worst: Duration,
}

impl RollingUpdatePlan {
    /// True where there is nothing to replace.
    pub fn is_empty(&self) -> bool {
        self.groups.iter().all(|group| group.replace.is_empty())
    }
}

/// What a rolling update would do with a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GroupPlan {
    /// The instance group.
    pub instance_group: String,
    /// Its role.
    pub role: Role,
    /// The instances to replace, in the order of the update.
    pub replace: Vec<Replacement>,
    /// In how many rounds they are replaced, each of which waits until the cluster is healthy.
    pub rounds: usize,
    /// How many instances are up to date.
    pub ready: usize,
    /// The smallest size; 0 where Karpenter decides on it, as are the next two.
    pub min_size: i32,
    /// How many instances it should have now.
    pub desired: i32,
    /// The largest size.
    pub max_size: i32,
    /// How many of its instances are nodes.
    pub nodes: usize,
    /// How many are replaced at once.
    pub settings: GroupSettings,
}

/// An instance to replace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Replacement {
    /// The instance.
    pub instance: String,
    /// Its node; null where it has not joined.
    pub node: Option<String>,
    /// Why it is replaced.
    pub reasons: Vec<ReplaceReason>,
}

/// Why an instance is replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "reason")]
#[non_exhaustive]
pub enum ReplaceReason {
    /// It was launched from another version of the launch template.
    Template {
        /// What it was launched from.
        old: Option<String>,
        /// What new instances are launched from; empty where that is gone.
        new: String,
        /// In which fields of the spec the instance differs: what the two versions of the launch template say, its instance type, and the
        /// version of Kubernetes that its node runs. Which fields the configuration of the node comes from is in the plan of the update
        /// that outdated it.
        differences: Vec<SpecDifference>,
    },
    /// Its node is marked with the annotation `kops.k8s.io/needs-update`.
    Marked,
    /// It was detached from its group by an update that was not finished.
    Detached,
    /// Its node was cordoned by an update that was not finished.
    Cordoned,
    /// The user wants every instance replaced.
    Forced,
    /// The user wants this instance replaced.
    Named,
}

/// A pod that cannot be evicted now.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct BlockedPod {
    /// The node that it is on.
    pub node: String,
    /// The pod, as `namespace/name`.
    pub pod: String,
    /// The budget that allows no disruption, as `namespace/name`, or what the API server says of it.
    pub reason: String,
}

/// What the API of a cluster knows.
#[derive(Clone, Copy, Debug, Default)]
pub struct ClusterObjects<'a> {
    /// Its nodes.
    pub nodes: &'a [Node],
    /// Its pods.
    pub pods: &'a [Pod],
    /// Its pod disruption budgets.
    pub budgets: &'a [Budget],
}

/// Plans a rolling update of those groups that the options name; without `cluster` for a run that does without its API. `templates` are
/// the versions of launch templates, by id and number, that say why instances are outdated.
pub fn plan(
    expected: &[ExpectedGroup],
    running: &[RunningGroup],
    cluster: Option<ClusterObjects<'_>>,
    templates: &BTreeMap<String, LaunchTemplate>,
    options: &RollingUpdateOptions,
) -> RollingUpdatePlan {
    let ClusterObjects { nodes, pods, budgets } = cluster.unwrap_or_default();
    let nodes = cluster.map(|_| by_instance(nodes));
    let running = RunningByName::new(running);
    let mut groups: Vec<GroupPlan> = expected
        .iter()
        .filter(|group| options.includes(group))
        .filter_map(|group| {
            let running = group.running_among(&running)?;
            Some(group_plan(group, &running, nodes.as_ref(), templates, options))
        })
        .collect();
    groups.sort_by_key(|group| (turn(group.role), group.instance_group.clone()));
    let drained = groups.iter().flat_map(|group| &group.replace).filter_map(|replacement| replacement.node.as_deref());
    let mut blocked = blocked_on(&drained.collect(), pods, budgets);
    blocked.sort();
    let has_api = cluster.is_some();
    let at_best = total(&groups, options, |role| best(role, options, has_api));
    let at_worst = total(&groups, options, |role| worst(role, options, has_api));
    RollingUpdatePlan { groups, blocked, at_best, at_worst: at_worst.max(at_best) }
}

fn group_plan(
    group: &ExpectedGroup,
    running: &RunningGroup,
    nodes: Option<&Nodes<'_>>,
    templates: &BTreeMap<String, LaunchTemplate>,
    options: &RollingUpdateOptions,
) -> GroupPlan {
    let settings = options.settings(group, running, nodes.is_some());
    let is_proven = is_proven(running, nodes);
    let nodes = nodes.unwrap_or(const { &Nodes::new() });
    let there = || running.instances.iter().filter(|instance| instance.state != InstanceState::Terminating);
    let mut replace = Vec::new();
    for Member { instance, node } in to_replace(running, nodes, options, |_| options.force) {
        let mut reasons = Vec::new();
        if let Some(new) = running.template.clone().filter(|_| running.is_outdated(instance)) {
            let old = instance.template.clone();
            let known = old.as_ref().and_then(|old| templates.get(old)).zip(templates.get(&new));
            reasons.push(ReplaceReason::Template { old, new, differences: differences(group, instance, node, known) });
        }
        if node.is_some_and(Node::needs_update) {
            reasons.push(ReplaceReason::Marked);
        }
        if instance.state == InstanceState::Detached {
            reasons.push(ReplaceReason::Detached);
        }
        if node.is_some_and(Node::is_draining) {
            reasons.push(ReplaceReason::Cordoned);
        }
        if reasons.is_empty() {
            reasons.push(if options.instances.is_empty() { ReplaceReason::Forced } else { ReplaceReason::Named });
        }
        let node = node.map(|node| node.name.clone());
        replace.push((instance.state, Replacement { instance: instance.id.to_string(), node, reasons }));
    }
    // Those that were detached already go last.
    replace.sort_by_key(|(state, _)| *state == InstanceState::Detached);
    let replace: Vec<Replacement> = replace.into_iter().map(|(_, replacement)| replacement).collect();
    GroupPlan {
        instance_group: group.name.clone(),
        role: group.role,
        rounds: rounds(settings, replace.len(), is_proven),
        ready: there().count() - replace.len(),
        min_size: running.min_size,
        desired: running.desired,
        max_size: running.max_size,
        nodes: there().filter(|instance| nodes.contains_key(instance.id.as_str())).count(),
        replace,
        settings,
    }
}

fn blocked_on(nodes: &BTreeSet<&str>, pods: &[Pod], budgets: &[Budget]) -> Vec<BlockedPod> {
    // The API server evicts these whatever budgets say.
    let is_free = |pod: &Pod| pod.phase == "Pending" || pod.has_ended() || pod.is_terminating;
    let blocked = |pod: &Pod| {
        let is_asked = pod.is_evicted_by_drain() && !is_free(pod);
        let node = pod.node.as_deref().filter(|node| nodes.contains(node) && is_asked)?;
        let budget = budgets.iter().find(|budget| budget.disruptions_allowed < 1 && budget.covers(pod))?;
        let reason = format!("{}/{}", budget.namespace, budget.name);
        Some(BlockedPod { node: node.to_owned(), pod: pod.id.to_string(), reason })
    };
    pods.iter().filter_map(blocked).collect()
}

/// The time of all groups: of the control plane one after the other, of nodes as many at once as the options say.
fn total(groups: &[GroupPlan], options: &RollingUpdateOptions, round: impl Fn(Role) -> Duration) -> Duration {
    let time = |group: &GroupPlan| times(round(group.role), group.rounds);
    let mut sum = Duration::ZERO;
    for role in [Role::Bastion, Role::Master, Role::ApiServer, Role::Node] {
        let at_once = options.groups_at_once(role);
        let each: Vec<Duration> = groups.iter().filter(|group| group.role == role).map(time).collect();
        sum = sum.saturating_add(in_lanes(&each, at_once.min(each.len())));
    }
    sum
}

/// How long tasks take that start in order, so many at once.
fn in_lanes(times: &[Duration], lanes: usize) -> Duration {
    let mut ends = vec![Duration::ZERO; lanes];
    for time in times {
        if let Some(first) = ends.iter_mut().min() {
            *first = first.saturating_add(*time);
        }
    }
    ends.into_iter().max().unwrap_or_default()
}

/// How long a round takes where every instance boots in three minutes and every node is drained at once.
fn best(role: Role, options: &RollingUpdateOptions, has_api: bool) -> Duration {
    let boot = if role == Role::Bastion { Duration::ZERO } else { BOOT };
    let drain = options.post_drain_delay.saturating_add(LOOK * options.validate_count);
    boot.max(options.interval(role)).saturating_add(if has_api { drain } else { Duration::ZERO })
}

/// How long a round takes at most before it is given up.
fn worst(role: Role, options: &RollingUpdateOptions, has_api: bool) -> Duration {
    let drain = options.drain_timeout.saturating_add(options.post_drain_delay);
    let waits = options.validation_timeout.saturating_add(if has_api { drain } else { Duration::ZERO });
    options.interval(role).saturating_add(if role == Role::Bastion { Duration::ZERO } else { waits })
}

/// The time of so many rounds. Timeouts without an end have a sum without an end.
fn times(round: Duration, rounds: usize) -> Duration {
    round.saturating_mul(u32::try_from(rounds).unwrap_or(u32::MAX))
}

/// In how many rounds instances are replaced: one alone where none of the group is proven to work yet, those that are started in advance,
/// and then as many at once as may be.
fn rounds(settings: GroupSettings, instances: usize, is_proven: bool) -> usize {
    let (surge, at_once) = (settings.max_surge.min(instances), settings.concurrency());
    match (instances, surge) {
        (0, _) => 0,
        (_, 0) if is_proven => instances.div_ceil(at_once),
        (_, 0) => 1 + (instances - 1).div_ceil(at_once),
        (_, 1) => 1 + instances.div_ceil(at_once),
        _ => 1 + usize::from(!is_proven) + instances.div_ceil(at_once),
    }
}

/// How long replacing every instance of a group takes at most before it is given up.
pub(crate) fn at_worst(group: &ExpectedGroup, instances: usize, options: &RollingUpdateOptions) -> Duration {
    let rounds = rounds(GroupSettings::of(group, instances), instances, false);
    times(worst(group.role, options, true), rounds)
}
