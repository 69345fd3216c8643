//! Rolling updates: replacing the instances of a cluster that are not what the account would launch today.
//!
//! In: instances, nodes, pods and the health of the cluster at one moment. Out: which instances are replaced next, and what is done
//! to each. The decision is pure and made anew from every observation: the only state of a rolling update is what is marked on nodes
//! and instances, so that a run that was cut is continued by the next one, from any machine.
//!
//! Invariant: of the instances that an autoscaling group should have, at most `maxUnavailable` are missing or being drained because
//! of a rolling update.

mod decide;
mod event;
mod options;
mod plan;
mod report;
mod run;
mod settings;

pub use event::RollingUpdateEvent;
pub use options::RollingUpdateOptions;
pub use plan::{BlockedPod, GroupPlan, ReplaceReason, Replacement, RollingUpdatePlan, plan};
pub use report::{GroupOutcome, GroupResult, RollingUpdateFailure, RollingUpdateReport};
pub use run::{Ports, run};
pub use settings::GroupSettings;

use crate::cloud::{Instance, InstanceState, RunningGroup};
use crate::cluster_api::Node;
use crate::naming::Role;

/// True for an instance that must be replaced; `is_forced` tells those that the user wants replaced anyway.
fn must_be_replaced(group: &RunningGroup, instance: &Instance, node: Option<&Node>, is_forced: bool) -> bool {
    let is_outdated = group.is_outdated(instance) || node.is_some_and(Node::needs_update) || is_forced;
    match instance.state {
        InstanceState::Terminating => false,
        InstanceState::Detached => true,
        _ => is_outdated,
    }
}

fn node_of<'a>(nodes: &'a [Node], instance: &Instance) -> Option<&'a Node> {
    nodes.iter().find(|node| node.instance() == Some(instance.id.as_str()))
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
