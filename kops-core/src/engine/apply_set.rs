//! A declarative set of clusters and instance groups: what is new in it is created, what differs is changed, and what left it since it
//! was applied last is deleted, as one plan.
//!
//! In: the objects of the set, and the state store. Out: a [`SetPlan`], which [`Engine::apply_set`] applies. Which set an object is of
//! stands in an annotation of the object as it is stored ([`tags::APPLY_SET`]), which kops tolerates: it comes and goes with the object, so
//! that the next run continues an interrupted one, and what was never applied with a set is in none.

mod check;
mod data;
mod decide;
mod format;
mod report;

use futures::FutureExt as _;
use futures::stream::{self, StreamExt as _};

use super::run::With;
use super::{Engine, Error, Planned, Run, protection};
use crate::apply::{Event, LockWait, Options};
use crate::errors::ReportData;
use crate::naming::tags;
use crate::plan::{Plan, PlanErrors, PlanOptions, Total};
use crate::spec::{Objects, Spec};
use crate::state::{IfMissing, Lock, changed, clusters_of};
use crate::yaml::Source;

pub use data::{
    AppliedCluster, PlannedSet, Retained, SetAction, SetCluster, SetError, SetEvent, SetOptions, SetPlan, SetReport,
};
use decide::{Member, decide};

/// How many clusters are read at once.
const AT_ONCE: usize = 8;

impl Engine {
    /// Plans what would make the clusters and instance groups of a set what its objects say. Nothing is written anywhere.
    ///
    /// Without [`SetOptions::prune`], what left the set is retained and named. Clusters and groups of the state store that are in no set, or
    /// in another one, are not touched. All clusters are in the region of the engine.
    ///
    /// # Errors
    /// [`Error::Invalid`] where objects are invalid, in another set or region, or protected and to be deleted, and where a set
    /// without objects would be pruned; [`Error::NoCluster`] where an instance group has no cluster; and as [`Engine::plan`] and [`Engine::plan_deletion`].
    pub async fn plan_set(&self, objects: &Objects, options: &SetOptions) -> Result<PlannedSet, Error> {
        let stored = self.stored_specs().await?;
        let given = decide::marked(objects, &options.set, &stored, self.clock.unix_time());
        let wanted = self.stored().with(&given).await?;
        for name in clusters_of(&given).map_err(|error| Error::write(error, &given))? {
            if !wanted.iter().any(|spec| spec.cluster.name() == name) {
                self.load(&name).await?;
            }
        }
        let decision = decide(options, &given, wanted, &stored)
            .map_err(|findings| Error::Invalid { findings, texts: given.sources.texts() })?;
        let (mut clusters, mut errors) = (Vec::new(), Vec::new());
        let (mut warnings, mut texts) = (given.warnings.clone(), given.sources.texts());
        for member in decision.members {
            match self.plan_member(&member, options).await {
                Ok(Planned { plan, warnings: found, texts: read }) => {
                    warnings.extend(found);
                    add(&mut texts, read);
                    clusters.push(planned_cluster(member, plan, &stored)?);
                }
                Err(error @ (Error::Invalid { .. } | Error::Plan { .. })) => errors.push(error),
                // What fails for one cluster, such as expired credentials, would be waited for once for each of the others.
                Err(error) => return Err(error),
            }
        }
        match merged(errors) {
            Some(Error::Invalid { mut findings, texts }) => {
                findings.extend(given.warnings);
                findings.sort();
                Err(Error::Invalid { findings, texts })
            }
            Some(error) => Err(error),
            None => {
                warnings.sort();
                let total = Total::of(clusters.iter().map(|member| &member.plan));
                let plan = SetPlan { set: options.set.clone(), clusters, total, retained: decision.retained };
                Ok(PlannedSet { plan, warnings, texts })
            }
        }
    }

    async fn plan_member(&self, member: &Member, options: &SetOptions) -> Result<Planned, Error> {
        let spec = match &options.store_url {
            Some(url) => member.spec.clone().in_store(url),
            None => member.spec.clone(),
        };
        if member.action == SetAction::Delete {
            return self.plan_deletion_with(&spec, &options.allow).await;
        }
        if !member.left.is_empty() {
            let before = self.load(&member.cluster).await?;
            member.left.iter().try_for_each(|group| protection::refuse(&before, Some(group)))?;
        }
        let allowed = PlanOptions { prune: options.prune, allow: options.allow.clone(), ..PlanOptions::default() };
        self.plan_with(&spec, &allowed).await
    }

    /// Applies the plan of a set: of each cluster, the objects are stored, its plan is applied, and then what left the set is deleted
    /// from the state store. Nothing of a cluster is stored or done after one that failed.
    ///
    /// # Errors
    /// As [`Engine::replace`] and [`Engine::apply`], with the clusters that were done before. A plan for another account or region
    /// ([`Error::TargetMismatch`]), and one that contradicts itself ([`Error::InvalidPlan`]), as an edited one may, is refused before the first
    /// change. Planning and applying the set again continues.
    pub fn apply_set<'a>(&'a self, plan: &'a SetPlan) -> Run<'a, Options, SetEvent, SetReport, SetError> {
        Run::new(move |with| async move { self.apply_members(plan, &with).await }.boxed())
    }

    async fn apply_members(&self, plan: &SetPlan, with: &With<'_, Options, SetEvent>) -> Result<SetReport, SetError> {
        let mut report = SetReport::default();
        let refused = |error| SetError::new(None, SetReport::default(), error);
        let objects = check::objects(plan).map_err(refused)?;
        self.check_places(plan.plans()).await.map_err(refused)?;
        for (member, objects) in plan.clusters.iter().zip(&objects) {
            if with.cancel.is_cancelled() {
                break;
            }
            match self.apply_member(member, objects, with).await {
                Ok(applied) => report.clusters.push(applied),
                Err(error) => {
                    report.cancelled = with.cancel.is_cancelled();
                    return Err(SetError::new(Some(&member.cluster), report, error));
                }
            }
        }
        report.cancelled = with.cancel.is_cancelled();
        Ok(report)
    }

    async fn apply_member(
        &self,
        member: &SetCluster,
        objects: &Objects,
        with: &With<'_, Options, SetEvent>,
    ) -> Result<AppliedCluster, Error> {
        for group in &member.deleted_groups {
            protection::refuse_marked(self.stored(), &member.cluster, Some(group)).await?;
        }
        let tell = |event: Event| (with.events)(SetEvent { cluster: member.cluster.clone(), event });
        if member.action == SetAction::Apply {
            let waiting = |lock: &Lock| tell(Event::WaitingForLock { lock: lock.clone() });
            self.replace_waiting(objects, IfMissing::Create, LockWait { waiting: &waiting, cancel: &with.cancel })
                .await?;
        }
        let applied = self.apply(&member.plan).options(with.options.clone()).events(tell).cancel(&with.cancel).await?;
        for group in &member.deleted_groups {
            self.forget_instance_group(&member.cluster, group).await?;
        }
        if member.action == SetAction::Delete {
            self.forget(&member.cluster).await?;
        }
        let report = ReportData::from(&applied);
        Ok(AppliedCluster { cluster: member.cluster.clone(), action: member.action, report })
    }

    /// Every cluster of the state store. One whose objects cannot be read is in no set.
    async fn stored_specs(&self) -> Result<Vec<Spec>, Error> {
        let (store, names) = (self.stored(), self.clusters().await?);
        let reads: Vec<_> = names.iter().map(|name| store.read(name)).collect();
        let found: Vec<_> = stream::iter(reads).buffered(AT_ONCE).collect().await;
        let mut specs = Vec::new();
        for stored in found {
            specs.extend(stored?.and_then(|stored| stored.spec().ok()));
        }
        Ok(specs)
    }
}

fn planned_cluster(member: Member, plan: Plan, stored: &[Spec]) -> Result<SetCluster, Error> {
    let Member { cluster, action, spec: _, objects, left: deleted_groups } = member;
    let before = stored.iter().find(|before| before.cluster.name() == cluster);
    let changed_objects = changed(&objects, before).map_err(|error| Error::write(error, &objects))?;
    let objects = objects.to_yaml();
    Ok(SetCluster { cluster, action, objects, changed_objects, deleted_groups, plan })
}

/// Adds texts, each once.
fn add(texts: &mut Vec<Source>, read: Vec<Source>) {
    for text in read {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
}

/// All findings about the clusters of a set as one error, where errors are of one kind; else the first.
fn merged(errors: Vec<Error>) -> Option<Error> {
    errors.into_iter().reduce(|first, next| match (first, next) {
        (Error::Invalid { mut findings, mut texts }, Error::Invalid { findings: more, texts: read }) => {
            findings.extend(more);
            add(&mut texts, read);
            Error::Invalid { findings, texts }
        }
        (Error::Plan { errors: PlanErrors(mut errors), texts }, Error::Plan { errors: PlanErrors(more), .. }) => {
            errors.extend(more);
            Error::Plan { errors: PlanErrors(errors), texts }
        }
        (first, _) => first,
    })
}
