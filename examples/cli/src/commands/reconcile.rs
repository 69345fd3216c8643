//! `kops reconcile cluster`: updates a cluster and replaces its instances, step by step.

use std::collections::BTreeSet;
use std::sync::Arc;

use kops_core::apply::{self, Cancel, Event};
use kops_core::cluster_api::ClusterApi;
use kops_core::lifecycle::reconcile::{
    ReconcileEvent, ReconcileFailure, ReconcileOptions, ReconcilePlan, ReconcileReport,
};
use kops_core::lifecycle::rolling::RollingUpdateOptions;
use kops_core::plan::PlanOptions;

use super::preflight;
use super::rolling_update::{failures, text, warn_of_cordoned};
use super::upgrade_plan::title;
use crate::args::{ReconcileClusterArgs, RunningFormat};
use crate::failure::Failure;
use crate::interrupt::cancelling;
use crate::session::Session;
use crate::{cluster_api, document, environment, input, output};

/// Shows the steps; with `--yes` runs them.
pub(crate) async fn run(session: &Session, args: &ReconcileClusterArgs) -> Result<(), Failure> {
    let loaded = session.load(args.running.cluster.as_deref(), &args.running.files).await?;
    let engine = session.engine_of_running(&loaded).await?;
    let simulated = cluster_api::simulated(session, &loaded, &args.running.api).await?;
    let api: Arc<dyn ClusterApi> = match &simulated {
        Some(cluster) => Arc::new(cluster.clone()),
        None => cluster_api::connect(session, &loaded, &args.running.api).await?,
    };
    let spec = loaded.placed();
    if !args.yes {
        show(&engine.plan_reconcile(&spec, api.as_ref()).await.map_err(Failure::engine)?, args.format)?;
        output::hint("run again with --yes to run these steps; `kops update cluster` shows what an update changes");
        return Ok(());
    }
    let allow: BTreeSet<String> = args.allow.iter().cloned().collect();
    if !args.skip_preflight {
        let policy = PlanOptions { allow: allow.clone(), ..PlanOptions::default() };
        let planned = engine.plan_with(&spec, &policy).await.map_err(Failure::engine)?;
        preflight::check(&engine, &planned.plan).await?;
    }
    let rolling_update = RollingUpdateOptions {
        parallel: args.parallel,
        holder: environment::lock_holder(),
        ..args.care.apply_to(RollingUpdateOptions::default())
    };
    let options = ReconcileOptions {
        apply: apply::Options { nonce: input::nonce(), ..apply::Options::default() },
        allow,
        rolling_update,
        ..ReconcileOptions::default()
    };
    let (cancel, format) = (Cancel::default(), args.format);
    let events = |event: ReconcileEvent| {
        // The nodes of a simulated cluster run what its instances were launched with.
        if let (Some(cluster), ReconcileEvent::StepStarted { step, .. }) = (&simulated, &event) {
            cluster.set_kubelet_version(&format!("v{}", step.kubernetes_version));
        }
        print(&event, format);
    };
    let run = engine.reconcile(&spec, api.as_ref()).options(options).events(events).cancel(&cancel);
    let ended = cancelling(run, &cancel, || output::note("interrupted: waiting for calls in flight to finish")).await;
    session.save()?;
    match ended? {
        (None, Some(interrupt)) => Err(Failure::Interrupted(interrupt)),
        (report, interrupted) => {
            let report = report.transpose().map_err(Failure::engine)?.unwrap_or_default();
            let result = finish(&report);
            match interrupted {
                Some(interrupt) if !report.is_complete() => Err(Failure::Interrupted(interrupt)),
                _ => result,
            }
        }
    }
}

fn finish(report: &ReconcileReport) -> Result<(), Failure> {
    if report.is_complete() {
        output::note("The cluster is what its spec says.");
        return Ok(());
    }
    output::hint("run the same command again to continue");
    Err(match &report.failure {
        Some(ReconcileFailure::RollingUpdate { report }) => {
            warn_of_cordoned(report);
            Failure::Errors(failures(report))
        }
        Some(ReconcileFailure::NotReady { failures }) => {
            let reasons: Vec<&str> = failures.iter().map(|failure| failure.message.as_str()).collect();
            Failure::message(format!("the control plane did not become ready in time: {}", reasons.join("; ")))
        }
        Some(ReconcileFailure::Error { error }) => Failure::message(error.message.clone()),
        _ => Failure::message(format!("{} of {} steps are done", report.done, report.steps)),
    })
}

fn show(plan: &ReconcilePlan, format: RunningFormat) -> Result<(), Failure> {
    match document::whole(format, plan) {
        Some(text) => output::data(&text)?,
        None => {
            let steps = plan.steps.iter().enumerate();
            let lines: String = steps.map(|(place, step)| format!("{}. {}\n", place + 1, title(step))).collect();
            output::result(&lines)?;
        }
    }
    Ok(())
}

fn print(event: &ReconcileEvent, format: RunningFormat) {
    if let Some(text) = document::one_of_several(format, event) {
        return drop(output::data(&text));
    }
    match event {
        ReconcileEvent::StepStarted { number, step } => output::note(&format!("{number}. {}", title(step))),
        ReconcileEvent::Apply { what: Event::Finished { resource, .. } } => {
            output::note(&format!("  done: {resource}"))
        }
        ReconcileEvent::Apply { what: Event::Retrying { resource, error, .. } } => {
            output::note(&format!("  trying {resource} again: {}", error.message));
        }
        ReconcileEvent::RollingUpdate { what } => text::print(what),
        ReconcileEvent::Waiting { reasons } => output::note(&format!("  waiting: {}", reasons.join("; "))),
        _ => {}
    }
}
