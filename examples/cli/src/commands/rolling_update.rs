//! `kops rolling-update cluster`: shows which instances would be replaced, and replaces them.

mod question;
pub(super) mod text;

use std::sync::Arc;

use kops_core::apply::Cancel;
use kops_core::cluster_api::{ClusterApi, DRAINING, EXCLUDED_FROM_LOAD_BALANCERS, SCHEDULED_FOR_UPDATE};
use kops_core::lifecycle::rolling::{
    GroupResult, RollingUpdateEvent, RollingUpdateOptions, RollingUpdatePlan, RollingUpdateReport,
};
use kops_core::{Engine, Spec};

use crate::args::{RollingUpdateClusterArgs, RunningFormat};
use crate::cluster_api::Limits;
use crate::failure::Failure;
use crate::interrupt::cancelling;
use crate::session::{Loaded, Session};
use crate::{cluster_api, document, environment, output};
use question::Question;

/// Shows the plan, and with `--yes` runs it.
pub(crate) async fn run(session: &Session, args: &RollingUpdateClusterArgs) -> Result<(), Failure> {
    let loaded = session.load(args.running.cluster.as_deref(), &args.running.files).await?;
    let shown =
        Shown { format: args.format, cloud_only: args.cloud_only, yes: args.yes, interactive: args.interactive };
    let api = match args.cloud_only {
        true => None,
        false => {
            let limits = Limits { certificate: args.admin, ..Limits::default() };
            Some(cluster_api::connect_within(session, &loaded, &args.running.api, limits).await?)
        }
    };
    let rolling = Rolling::new(session, &loaded, api, args.options(), shown).await?;
    let plan = rolling.plan().await?;
    if plan.is_empty() {
        output::note("No rolling-update required.");
        return Ok(());
    }
    if !args.yes {
        output::hint("Must specify --yes to rolling-update.");
        return Ok(());
    }
    rolling.run().await
}

/// How a rolling update is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown {
    pub(super) format: RunningFormat,
    pub(super) cloud_only: bool,
    /// It is run, so that JSON and YAML are its events and not its plan.
    pub(super) yes: bool,
    /// It asks before each further instance.
    pub(super) interactive: bool,
}

/// A rolling update of a cluster, or of one instance of it.
pub(super) struct Rolling<'a> {
    session: &'a Session,
    engine: Engine,
    spec: Spec,
    api: Option<Arc<dyn ClusterApi>>,
    options: RollingUpdateOptions,
    shown: Shown,
}

impl<'a> Rolling<'a> {
    /// A rolling update through the API of a cluster, or without it.
    pub(super) async fn new(
        session: &'a Session,
        loaded: &Loaded,
        api: Option<Arc<dyn ClusterApi>>,
        options: RollingUpdateOptions,
        shown: Shown,
    ) -> Result<Self, Failure> {
        let (spec, engine) = (loaded.spec.clone(), session.engine_of_running(loaded).await?);
        let options = RollingUpdateOptions { holder: environment::lock_holder(), ..options };
        Ok(Self { session, engine, spec, api, options, shown })
    }

    /// Plans, and shows the plan.
    pub(super) async fn plan(&self) -> Result<RollingUpdatePlan, Failure> {
        let planned = self.engine.plan_rolling_update(&self.spec, self.api.as_deref(), &self.options).await;
        let plan = planned.map_err(|error| {
            let unreachable = matches!(error, kops_core::Error::ClusterApi(_));
            let failure = Failure::engine(error);
            if unreachable {
                failure.advise(
                    "with --cloudonly instances are replaced without the cluster's API, and without draining them",
                )
            } else {
                failure
            }
        })?;
        match document::whole(self.shown.format, &plan) {
            None => output::result(&text::plan(&plan, self.shown.cloud_only))?,
            Some(_) if self.shown.yes => {}
            Some(text) => output::data(&text)?,
        }
        Ok(plan)
    }

    /// Runs the update. The state of a simulated account is saved even after errors.
    pub(super) async fn run(&self) -> Result<(), Failure> {
        let result = self.replace().await;
        self.session.save()?;
        result
    }

    async fn replace(&self) -> Result<(), Failure> {
        let (cancel, format) = (Cancel::default(), self.shown.format);
        let question = Question::new(self.shown.interactive, &cancel);
        let events = |event: RollingUpdateEvent| {
            print(&event, format);
            if matches!(event, RollingUpdateEvent::Terminated { .. }) && !question.go_on() {
                cancel.cancel();
            }
        };
        let (api, nothing) = (self.api.as_deref(), || ());
        let run =
            self.engine.rolling_update(&self.spec, api).options(self.options.clone()).events(events).cancel(&cancel);
        let (report, interrupted) = match cancelling(run, &cancel, nothing).await? {
            (None, Some(interrupt)) => return Err(Failure::Interrupted(interrupt)),
            (report, interrupted) => (report.transpose().map_err(Failure::engine)?.unwrap_or_default(), interrupted),
        };
        warn_of_cordoned(&report);
        if report.is_complete() {
            match &self.options.instances[..] {
                [] => output::note("Rolling update completed."),
                instances => output::note(&format!("deleted {}", instances.join(", "))),
            }
            return Ok(());
        }
        output::hint("run the same command again to continue");
        match interrupted {
            Some(interrupt) => Err(Failure::Interrupted(interrupt)),
            None if question.is_declined() => Err(Failure::Declined),
            None => Err(Failure::Errors(failures(&report))),
        }
    }
}

/// Says which nodes a run leaves cordoned.
pub(super) fn warn_of_cordoned(report: &RollingUpdateReport) {
    if !report.cordoned.is_empty() {
        let nodes = report.cordoned.join(" ");
        output::warning(&format!("left cordoned: {nodes} (the next rolling update replaces them)"));
        output::hint(&format!("to take them back: {}", take_back(&nodes)));
    }
}

/// The commands that take back what a rolling update has done to nodes. One that keeps its annotation would be replaced once it is cordoned
/// for another reason.
fn take_back(nodes: &str) -> String {
    format!(
        "kubectl uncordon {nodes} && kubectl label node {nodes} {EXCLUDED_FROM_LOAD_BALANCERS}- && \
         kubectl annotate node {nodes} {DRAINING}- && kubectl taint node {nodes} {SCHEDULED_FOR_UPDATE}-"
    )
}

fn print(event: &RollingUpdateEvent, format: RunningFormat) {
    match document::one_of_several(format, event) {
        None => text::print(event),
        Some(text) => drop(output::data(&text)),
    }
}

/// Why groups were not updated to their end.
pub(super) fn failures(report: &RollingUpdateReport) -> Vec<Box<dyn std::error::Error>> {
    let of_run = report.failure.iter().map(|failure| text::reason(failure).into());
    let failed = report.groups.iter().filter(|group| group.result != GroupResult::Finished);
    of_run
        .chain(failed.map(|group| match &group.failure {
            Some(failure) => format!("instance group {}: {}", group.instance_group, text::reason(failure)).into(),
            None => format!("instance group {} was not updated to its end", group.instance_group).into(),
        }))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_that_are_taken_back_keep_nothing_of_the_update() {
        let commands = take_back("i-1 i-2");
        for left in [EXCLUDED_FROM_LOAD_BALANCERS, DRAINING, SCHEDULED_FOR_UPDATE] {
            assert!(commands.contains(&format!(" node i-1 i-2 {left}-")), "{commands}");
        }
    }
}
