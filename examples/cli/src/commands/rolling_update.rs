//! `kops rolling-update cluster`: shows which instances would be replaced, and replaces them.

use std::time::Duration;

use kops_core::apply::Cancel;
use kops_core::cluster_api::ClusterApi;
use kops_core::lifecycle::rolling::{
    GroupPlan, GroupResult, ReplaceReason, Replacement, RollingUpdateEvent, RollingUpdateFailure, RollingUpdateOptions,
    RollingUpdatePlan, RollingUpdateReport,
};
use kops_core::{Engine, Spec, yaml};
use serde_json::Value;

use crate::args::{RollingUpdateClusterArgs, RunningFormat};
use crate::failure::Failure;
use crate::interrupt::Interrupts;
use crate::session::Session;
use crate::table::table;
use crate::{cluster_api, output};

/// Shows the plan, and with `--yes` carries it out.
pub(crate) async fn run(session: &Session, args: &RollingUpdateClusterArgs) -> Result<(), Failure> {
    let loaded = session.load(args.running.cluster.as_deref(), &args.running.files).await?;
    let (spec, engine, options) = (loaded.spec.clone(), session.engine_of_running(&loaded).await?, args.options());
    let api = match args.cloud_only {
        true => None,
        false => Some(cluster_api::connect(session, &loaded, &args.running.api).await?),
    };
    let plan = engine.plan_rolling_update(&spec, api.as_deref(), &options).await.map_err(|error| {
        let unreachable = matches!(error, kops_core::Error::ClusterApi(_));
        let failure = Failure::engine(error);
        if unreachable {
            failure
                .advise("with --cloudonly instances are replaced without the cluster's API, and without draining them")
        } else {
            failure
        }
    })?;
    let events_only = args.yes && args.format != RunningFormat::Table;
    if !events_only {
        show(&plan, args)?;
    }
    if plan.is_empty() {
        output::note("No rolling-update required.");
        return Ok(());
    }
    if !args.yes {
        output::hint("Must specify --yes to rolling-update.");
        return Ok(());
    }
    let result = carry_out(&engine, &spec, api.as_deref(), &options, args).await;
    session.save()?;
    result
}

async fn carry_out(
    engine: &Engine,
    spec: &Spec,
    api: Option<&dyn ClusterApi>,
    options: &RollingUpdateOptions,
    args: &RollingUpdateClusterArgs,
) -> Result<(), Failure> {
    let cancel = Cancel::default();
    let events = |event: RollingUpdateEvent| match args.format {
        RunningFormat::Table => print(&event),
        RunningFormat::Json => drop(output::data(&value(&event).to_string())),
        RunningFormat::Yaml => drop(output::data(&format!("---\n{}", yaml::to_yaml(&value(&event))))),
    };
    let mut interrupts = Interrupts::listen()?;
    let mut interrupted = None;
    let report = {
        let mut run = Box::pin(engine.rolling_update(spec, api, options, &events, &cancel));
        loop {
            tokio::select! {
                report = &mut run => break report,
                interrupt = interrupts.next() => {
                    if interrupted.is_some() {
                        return Err(Failure::Interrupted(interrupt));
                    }
                    interrupted = Some(interrupt);
                    cancel.cancel();
                }
            }
        }
    };
    let report = report.map_err(Failure::engine)?;
    if !report.cordoned.is_empty() {
        let nodes = report.cordoned.join(" ");
        output::warning(&format!(
            "left cordoned: {nodes} (the next run drains them, `kubectl uncordon {nodes}` takes them back)"
        ));
    }
    if report.is_complete() {
        output::note("Rolling update completed.");
        return Ok(());
    }
    output::hint("run the same command again to continue");
    match interrupted {
        Some(interrupt) => Err(Failure::Interrupted(interrupt)),
        None => Err(Failure::Errors(failures(&report))),
    }
}

fn failures(report: &RollingUpdateReport) -> Vec<Box<dyn std::error::Error>> {
    let failed = report.groups.iter().filter(|group| group.result != GroupResult::Finished);
    failed
        .map(|group| match &group.failure {
            Some(failure) => format!("instance group {}: {}", group.instance_group, reason(failure)).into(),
            None => format!("instance group {} was not updated to its end", group.instance_group).into(),
        })
        .collect()
}

fn show(plan: &RollingUpdatePlan, args: &RollingUpdateClusterArgs) -> Result<(), Failure> {
    let text = match args.format {
        RunningFormat::Table => return Ok(output::result(&text(plan, args.cloud_only))?),
        RunningFormat::Json => format!("{:#}", value(plan)),
        RunningFormat::Yaml => yaml::to_yaml(&value(plan)),
    };
    Ok(output::data(&text)?)
}

fn value(data: &impl serde::Serialize) -> Value {
    serde_json::to_value(data).expect("plans and events serialise")
}

fn text(plan: &RollingUpdatePlan, cloud_only: bool) -> String {
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
        ReplaceReason::Template { old, new } => {
            format!("launch template {} -> {new}", old.as_deref().unwrap_or("(unknown)"))
        }
        ReplaceReason::Marked => "its node is marked with kops.k8s.io/needs-update".to_owned(),
        ReplaceReason::Detached => "detached by an update that was not finished".to_owned(),
        ReplaceReason::Forced => "--force".to_owned(),
        _ => "needs an update".to_owned(),
    };
    let node = match &replacement.node {
        Some(node) if *node != replacement.instance => format!(" (node {node})"),
        _ => String::new(),
    };
    let reasons: Vec<String> = replacement.reasons.iter().map(reason).collect();
    format!("  {}{node}: {}\n", replacement.instance, reasons.join("; "))
}

fn print(event: &RollingUpdateEvent) {
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

fn reason(failure: &RollingUpdateFailure) -> String {
    match failure {
        RollingUpdateFailure::NotHealthy { failures } => {
            let failures: Vec<&str> = failures.iter().map(|failure| failure.message.as_str()).collect();
            format!("the cluster did not become healthy in time: {}", failures.join("; "))
        }
        RollingUpdateFailure::NotDrained { node, pods } => {
            let pods: Vec<String> = pods.iter().map(|pod| format!("{} ({})", pod.pod, pod.reason)).collect();
            format!("the node {node} could not be drained in time: {}", pods.join("; "))
        }
        RollingUpdateFailure::Error { error } => error.message.clone(),
        _ => "it failed".to_owned(),
    }
}

fn minutes(duration: Duration) -> String {
    output::count(usize::try_from(duration.as_secs().div_ceil(60)).unwrap_or(usize::MAX), "minute")
}
