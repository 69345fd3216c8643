//! Plans and events of rolling updates as text.

use std::time::Duration;

use kops_core::lifecycle::rolling::{
    GroupPlan, ReplaceReason, Replacement, RollingUpdateEvent, RollingUpdateFailure, RollingUpdatePlan, SpecDifference,
};

use crate::output;
use crate::table::table;

/// A plan for people.
pub(super) fn plan(plan: &RollingUpdatePlan, cloud_only: bool) -> String {
    let row = |group: &GroupPlan| {
        let status = if group.replace.is_empty() { "Ready" } else { "NeedsUpdate" };
        [
            group.instance_group.clone(),
            status.to_owned(),
            group.replace.len().to_string(),
            group.ready.to_string(),
            group.min_size.to_string(),
            group.desired.to_string(),
            group.max_size.to_string(),
            if cloud_only { "-".to_owned() } else { group.nodes.to_string() },
        ]
    };
    let head = ["NAME", "STATUS", "NEEDUPDATE", "READY", "MIN", "TARGET", "MAX", "NODES"];
    let mut text = table(head, &plan.groups.iter().map(row).collect::<Vec<_>>());
    for group in plan.groups.iter().filter(|group| !group.replace.is_empty()) {
        let settings = group.settings;
        text += &format!(
            "\n{}: {} in {}, {} started in advance, at most {} missing\n",
            group.instance_group,
            output::count(group.replace.len(), "instance"),
            output::count(group.rounds, "round"),
            settings.max_surge,
            settings.max_unavailable,
        );
        text.extend(group.replace.iter().map(replacement));
    }
    if !plan.blocked.is_empty() {
        text += "\nPods that their budgets do not let go now:\n";
        text.extend(plan.blocked.iter().map(|pod| format!("  {} on {} (budget {})\n", pod.pod, pod.node, pod.reason)));
    }
    if !plan.is_empty() {
        text += &format!(
            "\nTakes about {} if all goes well, and fails after {} at the latest.\n",
            minutes(plan.at_best),
            minutes(plan.at_worst)
        );
    }
    text
}

fn replacement(replacement: &Replacement) -> String {
    let reason = |reason: &ReplaceReason| match reason {
        ReplaceReason::Template { old, new, differences } => {
            let differences: String = differences.iter().map(difference).collect();
            let new = if new.is_empty() { "(gone)" } else { new.as_str() };
            format!("launch template {} -> {new}{differences}", old.as_deref().unwrap_or("(unknown)"))
        }
        ReplaceReason::Marked => "its node is marked with kops.k8s.io/needs-update".to_owned(),
        ReplaceReason::Detached => "detached by an update that was not finished".to_owned(),
        ReplaceReason::Cordoned => "its node was cordoned by an update that was not finished".to_owned(),
        ReplaceReason::Forced => "--force".to_owned(),
        ReplaceReason::Named => "named by the command".to_owned(),
        _ => "needs an update".to_owned(),
    };
    let node = match &replacement.node {
        Some(node) if *node != replacement.instance => format!(" (node {node})"),
        _ => String::new(),
    };
    let reasons: Vec<String> = replacement.reasons.iter().map(reason).collect();
    format!("  {}{node}: {}\n", replacement.instance, reasons.join("; "))
}

fn difference(SpecDifference { field, old, new, .. }: &SpecDifference) -> String {
    format!(", {field} {old} -> {new}")
}

/// Prints an event.
pub(in crate::commands) fn print(event: &RollingUpdateEvent) {
    let text = match event {
        RollingUpdateEvent::GroupStarted { instance_group, instances } => {
            format!("{instance_group}: replacing {}", output::count(*instances, "instance"))
        }
        RollingUpdateEvent::Detached { instance_group, instance } => {
            format!("{instance_group}: detached {instance}, another is launched in its place")
        }
        RollingUpdateEvent::Cordoned { instance_group, node } => format!("{instance_group}: draining {node}"),
        RollingUpdateEvent::Evicted { node, pod } => format!("  evicted {pod} from {node}"),
        RollingUpdateEvent::Blocked { node, pod, reason } => format!("  cannot evict {pod} from {node} yet: {reason}"),
        RollingUpdateEvent::Terminated { instance_group, instance } => {
            format!("{instance_group}: terminated {instance}")
        }
        RollingUpdateEvent::Locked { holder, .. } => {
            format!("waiting for another rolling update of the cluster, by {holder}, to end")
        }
        RollingUpdateEvent::Waiting { instance_group, reasons } => {
            format!("{instance_group}: waiting until the cluster is healthy: {}", reasons.join("; "))
        }
        RollingUpdateEvent::Retrying { error } => format!("trying again: {}", error.message),
        RollingUpdateEvent::GroupFinished { instance_group, replaced } => {
            format!("{instance_group}: done, {} replaced", output::count(*replaced, "instance"))
        }
        RollingUpdateEvent::GroupFailed { instance_group, failure } => format!("{instance_group}: {}", reason(failure)),
        _ => return,
    };
    output::note(&text);
}

/// Why a group was given up.
pub(super) fn reason(failure: &RollingUpdateFailure) -> String {
    match failure {
        RollingUpdateFailure::NotHealthy { failures } => {
            let failures: Vec<&str> = failures.iter().map(|failure| failure.message.as_str()).collect();
            format!("the cluster did not become healthy in time: {}", failures.join("; "))
        }
        RollingUpdateFailure::NotDrained { node, pods } => {
            let pods: Vec<String> = pods.iter().map(|pod| format!("{} ({})", pod.pod, pod.reason)).collect();
            format!("the node {node} could not be drained in time: {}", pods.join("; "))
        }
        RollingUpdateFailure::NoLaunchTemplate { group } => format!(
            "the launch template of the autoscaling group {group} is gone, so that no instance can be replaced; \
             `kops update cluster --yes` makes it anew"
        ),
        RollingUpdateFailure::OtherCluster { nodes } => format!(
            "none of the {} of the API server runs on an instance of the cluster: it is that of another cluster, or no \
             instance has joined; with --cloudonly instances are replaced without it, and without draining them",
            output::count(*nodes, "node")
        ),
        RollingUpdateFailure::TakenOver { holder } => {
            let holder = holder.as_deref().unwrap_or("another run");
            format!("the API could not be reached for too long, and {holder} has taken the rolling update over")
        }
        RollingUpdateFailure::Error { error } => error.message.clone(),
        _ => "it failed".to_owned(),
    }
}

fn minutes(duration: Duration) -> String {
    output::count(usize::try_from(duration.as_secs().div_ceil(60)).unwrap_or(usize::MAX), "minute")
}
