//! Rolling updates: replacing the instances of a cluster that are not what the account would launch today.
//!
//! In: instances, nodes, pods and the health of the cluster at one moment. Out: which instances are replaced next, and what is done
//! to each. The decision is pure and made anew from every observation: the only state of a rolling update is what is marked on nodes
//! and instances, so that the next run continues an interrupted one, from any machine.
//!
//! Two runs on one cluster take turns by a [`Lease`](crate::cluster_api::Lease), which ends by itself where its holder has died.
//!
//! Invariants: of the instances that an autoscaling group should have, at most `maxUnavailable` are missing or being drained because
//! of a rolling update, and at most `maxSurge` run beyond them; of those that Karpenter has launched for a group, `maxUnavailable` are
//! drained at once. One instance is replaced alone until one that is up to date serves, so that a launch template that makes no working
//! nodes costs one. Most members of the control plane serve at any time, where it has three or more.

mod action;
mod calls;
mod choose;
mod decide;
mod differences;
mod event;
mod lock;
mod options;
mod plan;
mod report;
mod run;
mod settings;
mod task;

pub use calls::Ports;
pub use differences::SpecDifference;
pub(crate) use differences::template_versions;
pub use event::RollingUpdateEvent;
pub use options::RollingUpdateOptions;
pub(crate) use plan::at_worst;
pub use plan::{BlockedPod, ClusterObjects, GroupPlan, ReplaceReason, Replacement, RollingUpdatePlan, plan};
pub use report::{GroupOutcome, GroupResult, RollingUpdateFailure, RollingUpdateReport};
pub use run::run;
pub use settings::GroupSettings;

use std::collections::BTreeMap;

use crate::cloud::{Instance, InstanceState, RunningGroup};
use crate::cluster_api::{Node, by_instance};
use crate::naming::Role;

/// Nodes by the instances that they run on.
type Nodes<'a> = BTreeMap<&'a str, &'a Node>;

/// An instance of a group, and its node where it is one.
#[derive(Clone, Copy)]
struct Member<'a> {
    instance: &'a Instance,
    node: Option<&'a Node>,
}

impl<'a> Member<'a> {
    fn new(instance: &'a Instance, nodes: &Nodes<'a>) -> Self {
        Self { instance, node: nodes.get(instance.id.as_str()).copied() }
    }

    fn is_available(&self) -> bool {
        self.node.is_some_and(|node| node.is_ready() && !node.is_draining())
    }

    fn is_draining(&self) -> bool {
        self.node.is_some_and(Node::is_draining)
    }
}

/// How many instances a group should have now. Where Karpenter decides that, they are those that it has: others may never follow.
fn desired(running: &RunningGroup) -> usize {
    match running.is_autoscaling() {
        true => usize::try_from(running.desired).unwrap_or_default(),
        false => running.members().count(),
    }
}

/// True where a cluster has instances that must be nodes, and none of them is among these nodes: they are those of another cluster, or
/// nothing has joined. Every instance would be terminated without a drain.
pub(crate) fn has_no_node_of(running: &[RunningGroup], nodes: &[Node]) -> bool {
    let nodes = by_instance(nodes);
    let groups = running.iter().filter(|group| group.role != Some(Role::Bastion));
    let instances = groups.flat_map(|group| &group.instances);
    let mut in_service = instances.filter(|instance| instance.state == InstanceState::InService).peekable();
    in_service.peek().is_some() && in_service.all(|instance| !nodes.contains_key(instance.id.as_str()))
}

/// The instances of a group that must be replaced; `is_forced` tells those that the user wants replaced anyway.
fn to_replace<'a>(
    group: &'a RunningGroup,
    nodes: &Nodes<'a>,
    options: &RollingUpdateOptions,
    is_forced: impl Fn(&Instance) -> bool,
) -> Vec<Member<'a>> {
    let is_named = |instance: &Instance| options.instances.contains(&instance.id.0);
    let must_be_replaced = |member: &Member<'_>| match member.instance.state {
        InstanceState::Terminating => false,
        _ if !options.instances.is_empty() => is_named(member.instance),
        InstanceState::Detached => true,
        _ => {
            let is_outdated = group.is_outdated(member.instance) || member.node.is_some_and(Node::needs_update);
            // An interrupted run has cordoned it, so that it would count as missing for good.
            is_outdated || member.is_draining() || is_forced(member.instance)
        }
    };
    group.instances.iter().map(|instance| Member::new(instance, nodes)).filter(must_be_replaced).collect()
}

/// True where an instance as the group launches them today serves, and with the API of the cluster is a node that takes pods. Until then
/// the group may launch what cannot serve.
fn is_proven(group: &RunningGroup, nodes: Option<&Nodes<'_>>) -> bool {
    let is_current = |instance: &&Instance| instance.state == InstanceState::InService && !group.is_outdated(instance);
    let serves = |instance: &Instance| nodes.is_none_or(|nodes| Member::new(instance, nodes).is_available());
    group.instances.iter().filter(is_current).any(serves)
}

/// The order in which groups are replaced.
fn turn(role: Role) -> u8 {
    match role {
        Role::Bastion => 0,
        Role::Master => 1,
        Role::ApiServer => 2,
        Role::Node => 3,
    }
}
