//! Bringing a running cluster to what its spec says: updates and rolling updates in the order that keeps it available.

use std::collections::BTreeSet;
use std::pin::pin;
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::select;

use super::run::With;
use super::{Engine, Error, Run, fill_offline};
use crate::cloud::Instance;
use crate::cluster_api::{ClusterApi, by_instance};
use crate::errors::ErrorData;
use crate::lifecycle::ExpectedGroup;
use crate::lifecycle::reconcile::{
    self, ReconcileAction, ReconcileEvent, ReconcileFailure, ReconcileOptions, ReconcilePlan, ReconcileReport,
    ReconcileStep, RunningVersions,
};
use crate::lifecycle::rolling::RollingUpdateOptions;
use crate::lifecycle::validation::{Failure, FailureKind, is_member};
use crate::naming::Role;
use crate::plan::PlanOptions;
use crate::spec::Spec;

/// A run of [`Engine::reconcile`].
struct Reconciliation<'a> {
    engine: &'a Engine,
    spec: &'a Spec,
    api: &'a dyn ClusterApi,
    with: With<'a, ReconcileOptions, ReconcileEvent>,
}

impl Engine {
    /// Plans the steps that bring a running cluster to its spec, as `kops reconcile cluster` takes them: several passes where the spec is
    /// several minor versions of Kubernetes ahead. The spec is checked with the version of each pass. Nothing is changed.
    ///
    /// # Errors
    /// [`Error::Invalid`] with everything that is wrong with the spec, or where Kubernetes cannot go back to its version;
    /// [`Error::UnknownVersion`] while instances of the control plane are no nodes; [`Error::Cloud`] and [`Error::ClusterApi`].
    pub async fn plan_reconcile(&self, spec: &Spec, api: &dyn ClusterApi) -> Result<ReconcilePlan, Error> {
        self.refuse_other_config_base(spec)?;
        let running = self.running_versions(spec, api).await?;
        let checked = self.check(spec).await?;
        let plan = reconcile::plan(&checked.spec, &running, &checked.facts.components);
        let plan = plan.map_err(|findings| Error::Invalid { findings, texts: spec.sources.texts() })?;
        let mut known: BTreeSet<&str> =
            plan.steps.last().map(|step| step.kubernetes_version.as_str()).into_iter().collect();
        for step in &plan.steps {
            if known.insert(&step.kubernetes_version) {
                self.check(&reconcile::spec_at(spec, step)).await?;
            }
        }
        Ok(plan)
    }

    /// The versions that run, where the control plane has instances: otherwise there is no API to ask.
    async fn running_versions(&self, spec: &Spec, api: &dyn ClusterApi) -> Result<RunningVersions, Error> {
        let cluster = spec.cluster.name();
        let running = self.cloud.instances(cluster).await?;
        let control_plane: Vec<&Instance> = running
            .iter()
            .filter(|group| group.role == Some(Role::Master))
            .flat_map(|group| &group.instances)
            .collect();
        if control_plane.is_empty() {
            return Ok(RunningVersions::default());
        }
        let nodes = api.nodes().await?;
        let joined = by_instance(&nodes);
        let missing = control_plane.iter().filter(|found| is_member(found) && !joined.contains_key(found.id.as_str()));
        let instances: Vec<String> = missing.map(|instance| instance.id.to_string()).collect();
        if !instances.is_empty() {
            return Err(Error::UnknownVersion { cluster: cluster.to_owned(), instances });
        }
        Ok(RunningVersions::of(&nodes))
    }

    /// Runs the steps of [`Engine::plan_reconcile`]: updates the control plane, waits for it, replaces its instances, then the
    /// same for the nodes, and in the end deletes what the cluster no longer needs. Steps that have nothing to do take no time, so a
    /// run that failed or was cancelled is continued by the next one. What failed is in the report, and not an error. The control plane
    /// is not updated to a version that nodes which were not replaced are too old for ([`Error::VersionSkew`]).
    ///
    /// # Errors
    /// As [`Engine::plan_reconcile`], before anything is done. For instances of the control plane that are no nodes yet it waits as long
    /// as for the control plane to become ready.
    pub fn reconcile<'a>(
        &'a self,
        spec: &'a Spec,
        api: &'a dyn ClusterApi,
    ) -> Run<'a, ReconcileOptions, ReconcileEvent, ReconcileReport> {
        Run::new(move |with| {
            let reconciliation = Reconciliation { engine: self, spec, api, with };
            async move { reconciliation.run().await }.boxed()
        })
    }
}

impl Reconciliation<'_> {
    async fn run(&self) -> Result<ReconcileReport, Error> {
        let With { events, cancel, .. } = &self.with;
        let plan = self.plan().await?;
        let mut report = ReconcileReport { steps: plan.steps.len(), ..ReconcileReport::default() };
        for (place, step) in plan.steps.iter().enumerate() {
            if cancel.is_cancelled() {
                break;
            }
            let number = place + 1;
            events(ReconcileEvent::StepStarted { number, step: step.clone() });
            if let Err(failure) = self.step(step).await {
                report.failure = Some(failure);
                break;
            }
            report.done = number;
            events(ReconcileEvent::StepFinished { number });
        }
        report.cancelled = cancel.is_cancelled();
        events(ReconcileEvent::Ended { report: report.clone() });
        Ok(report)
    }

    /// Plans once the versions that run are known.
    async fn plan(&self) -> Result<ReconcilePlan, Error> {
        let clock = self.engine.clock.as_ref();
        let (began, mut said) = (clock.now(), Vec::new());
        loop {
            let planned = self.engine.plan_reconcile(self.spec, self.api).await;
            let Err(error @ Error::UnknownVersion { .. }) = planned else { return planned };
            if self.is_late(began) {
                return Err(error);
            }
            self.say_waiting(vec![error.to_string()], &mut said);
            self.pause().await;
        }
    }

    fn is_late(&self, began: Duration) -> bool {
        let waited = self.engine.clock.now().saturating_sub(began);
        waited >= self.with.options.validation_timeout || self.with.cancel.is_cancelled()
    }

    /// Waits before another look, unless the run is cancelled.
    async fn pause(&self) {
        let interval = super::Wait::default().interval;
        select(self.engine.clock.sleep(interval), pin!(self.with.cancel.cancelled())).await;
    }

    fn say_waiting(&self, reasons: Vec<String>, said: &mut Vec<String>) {
        if reasons != *said {
            (self.with.events)(ReconcileEvent::Waiting { reasons: reasons.clone() });
            *said = reasons;
        }
    }

    async fn step(&self, step: &ReconcileStep) -> Result<(), ReconcileFailure> {
        let spec = reconcile::spec_at(self.spec, step);
        if reconcile::raises_control_plane(&spec, step) {
            self.check_skew(&spec, step).await.map_err(|error| ReconcileFailure::Error { error: (&error).into() })?;
        }
        let done = match step.action {
            ReconcileAction::Update => self.update(&spec, step, false).await,
            ReconcileAction::Prune => self.update(&spec, step, true).await,
            ReconcileAction::Validate => return self.wait(&spec, step).await,
            ReconcileAction::RollingUpdate => return self.replace(&spec, step).await,
        };
        done.map_err(|error| ReconcileFailure::Error { error: (&error).into() })
    }

    /// Refuses a version of the control plane that nodes which run are too old for. An account or an API server that fails for a while is
    /// asked again.
    async fn check_skew(&self, spec: &Spec, step: &ReconcileStep) -> Result<(), Error> {
        let (began, mut said) = (self.engine.clock.now(), Vec::new());
        loop {
            match self.refuse_old_nodes(spec, step).await {
                Err(error) if error.retryable() && !self.is_late(began) => {
                    self.say_waiting(vec![error.to_string()], &mut said);
                    self.pause().await;
                }
                found => return found,
            }
        }
    }

    async fn refuse_old_nodes(&self, spec: &Spec, step: &ReconcileStep) -> Result<(), Error> {
        let running = self.engine.cloud.instances(self.spec.cluster.name()).await?;
        if running.iter().all(|group| group.role != Some(Role::Master) || group.instances.is_empty()) {
            return Ok(());
        }
        match reconcile::too_old(&fill_offline(spec), &running, &self.api.nodes().await?, step) {
            groups if groups.is_empty() => Ok(()),
            groups => Err(Error::VersionSkew { kubernetes_version: step.kubernetes_version.clone(), groups }),
        }
    }

    async fn update(&self, spec: &Spec, step: &ReconcileStep, prune: bool) -> Result<(), Error> {
        let instance_groups = match prune {
            true => BTreeSet::new(),
            false => step.instance_groups.iter().cloned().collect(),
        };
        let options =
            PlanOptions { prune, allow: self.with.options.allow.clone(), instance_groups, ..PlanOptions::default() };
        let planned = self.engine.plan_with(spec, &options).await?;
        if planned.steps.is_empty() {
            return Ok(());
        }
        let events = |what| (self.with.events)(ReconcileEvent::Apply { what });
        let options = self.with.options.apply.clone();
        self.engine.apply(&planned).options(options).events(events).cancel(&self.with.cancel).await?;
        Ok(())
    }

    async fn replace(&self, spec: &Spec, step: &ReconcileStep) -> Result<(), ReconcileFailure> {
        let (instance_groups, roles, instances) = (step.instance_groups.clone(), Vec::new(), Vec::new());
        let options =
            RollingUpdateOptions { instance_groups, roles, instances, ..self.with.options.rolling_update.clone() };
        let events = |what| (self.with.events)(ReconcileEvent::RollingUpdate { what });
        let run = self.engine.rolling_update(spec, Some(self.api)).options(options);
        let report = run
            .events(events)
            .cancel(&self.with.cancel)
            .await
            .map_err(|error| ReconcileFailure::Error { error: (&error).into() })?;
        if report.is_complete() && !report.cancelled {
            return Ok(());
        }
        Err(ReconcileFailure::RollingUpdate { report })
    }

    /// Waits until the instances of the step's groups are nodes and ready; what pods do does not matter.
    async fn wait(&self, spec: &Spec, step: &ReconcileStep) -> Result<(), ReconcileFailure> {
        let clock = self.engine.clock.as_ref();
        let (began, mut said) = (clock.now(), Vec::new());
        let is_relevant = |failure: &Failure| {
            let of_step = failure.instance_group.as_ref().is_none_or(|group| step.instance_groups.contains(group));
            of_step && failure.kind != FailureKind::Pod
        };
        loop {
            let is_late = self.is_late(began);
            let reasons: Vec<String> = match self.engine.validate_cluster(spec, self.api).await {
                Ok(found) => {
                    let failures: Vec<Failure> = found.failures.into_iter().filter(is_relevant).collect();
                    if failures.is_empty() {
                        return Ok(());
                    }
                    if is_late {
                        return Err(ReconcileFailure::NotReady { failures });
                    }
                    failures.into_iter().map(|failure| failure.message).collect()
                }
                Err(error) if is_late || !error.retryable() => {
                    return Err(ReconcileFailure::Error { error: ErrorData::from(&error) });
                }
                Err(error) => vec![error.to_string()],
            };
            self.say_waiting(reasons, &mut said);
            self.pause().await;
        }
    }
}

/// The oldest versions that run in a cluster that is as a spec says.
pub(super) fn versions_of(spec: &Spec) -> RunningVersions {
    let filled = fill_offline(spec);
    let version = filled.cluster.spec.kubernetes_version.clone();
    let has_nodes = ExpectedGroup::all(&filled).iter().any(|group| group.role == Role::Node);
    let (nodes, newest_control_plane) = (version.clone().filter(|_| has_nodes), version.clone());
    RunningVersions { control_plane: version, newest_control_plane, nodes }
}
