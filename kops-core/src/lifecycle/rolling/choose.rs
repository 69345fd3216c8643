//! Which instances of a group go next, and how many of them serve.

use super::action::{Action, Observation, Start};
use super::{GroupSettings, Member, Nodes, desired};
use crate::cloud::{InstanceState, RunningGroup};
use crate::cluster_api::Node;
use crate::naming::Role;

/// Detaches instances, so that others are launched before the first of them goes.
pub(super) fn surge(running: &RunningGroup, old: &[Member<'_>], settings: GroupSettings) -> Vec<Action> {
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
pub(super) fn cordon(
    running: &RunningGroup,
    old: &[Member<'_>],
    nodes: &Nodes<'_>,
    settings: GroupSettings,
    (start, spare): (Start, usize),
) -> Vec<Action> {
    let least = desired(running).saturating_sub(settings.max_unavailable);
    let slots = available(running, nodes).saturating_sub(least);
    let mut slots = slots.max(usize::from(start == Start::Anyway)).min(spare);
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
pub(super) fn terminate(
    running: &RunningGroup,
    old: &[Member<'_>],
    settings: GroupSettings,
    spare: usize,
) -> Vec<Action> {
    let least = desired(running).saturating_sub(settings.max_unavailable.max(1));
    let slots = in_service(running).saturating_sub(least).min(spare);
    let live = old.iter().filter(|old| old.instance.state.is_live());
    live.take(slots).map(|old| Action::Terminate { instance: old.instance.id.clone() }).collect()
}

pub(super) fn in_service(running: &RunningGroup) -> usize {
    running.instances.iter().filter(|instance| instance.state == InstanceState::InService).count()
}

/// How many instances of a group serve, as far as is known without the API of the cluster.
pub(super) fn serving_in(running: &RunningGroup, seen: &Observation<'_>) -> usize {
    if seen.cluster.is_some() { available(running, seen.nodes) } else { in_service(running) }
}

/// How many instances of a group are nodes that take pods.
pub(super) fn available(running: &RunningGroup, nodes: &Nodes<'_>) -> usize {
    let live = running.instances.iter().filter(|instance| instance.state.is_live());
    live.filter(|instance| Member::new(instance, nodes).is_available()).count()
}

pub(super) fn control_planes(nodes: &[Node]) -> usize {
    nodes.iter().filter(|node| matches!(node.role(), Role::Master | Role::ApiServer)).count()
}
