//! `kops apply -f`: plans a set of clusters and instance groups; with `--yes` applies it.

use std::collections::BTreeSet;
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use kops_core::apply::Cancel;
use kops_core::engine::{PlannedSet, SetAction, SetError, SetEvent, SetOptions, SetPlan, SetReport};
use kops_core::render::Format;
use kops_core::spec::{Objects, Spec};
use kops_core::{Engine, Plan};

use super::apply::{options, print_how_to_continue, to_its_end};
use super::preflight;
use super::update::CHANGES;
use crate::args::{ApplyArgs, PlanFormat};
use crate::failure::Failure;
use crate::progress::Progress;
use crate::session::Session;
use crate::{input, output};

/// Plans the set; with `--yes` applies it.
pub(crate) async fn run(session: &Session, args: &ApplyArgs) -> Result<ExitCode, Failure> {
    let objects = input::objects_in(&args.files)?;
    let engine = session.engine_of_set(&objects, region(&objects)?.as_deref()).await?;
    let options = SetOptions {
        set: args.set.clone(),
        prune: args.prune,
        allow: args.allow.iter().cloned().collect(),
        store_url: Some(session.store_url()?.to_owned()),
    };
    loop {
        if let Some(code) = plan_and_apply(session, &engine, (&objects, &options), args).await? {
            return Ok(code);
        }
    }
}

/// Plans the set; with `--yes` applies it. Nothing is returned where the plan was outdated once it was its turn.
async fn plan_and_apply(
    session: &Session,
    engine: &Engine,
    (objects, options): (&Objects, &SetOptions),
    args: &ApplyArgs,
) -> Result<Option<ExitCode>, Failure> {
    let PlannedSet { plan, warnings, texts, .. } = engine.plan_set(objects, options).await.map_err(Failure::engine)?;
    output::findings(&warnings, &texts);
    output::data(&shown(&plan, args.format))?;
    if plan.clusters.is_empty() && plan.retained.is_empty() {
        output::note(&format!("nothing to do: neither the files nor the apply set `{}` have a cluster", plan.set));
    }
    for left in &plan.retained {
        let data = if left.instance_group.is_none() { ", with the data of its etcd" } else { "" };
        output::note(&format!("{left} is no longer in the files; --prune deletes it{data}"));
    }
    if !args.yes {
        if !plan.is_empty() {
            output::hint("run again with --yes to apply these changes");
        }
        let status = if args.detailed_exitcode && !plan.is_empty() { CHANGES } else { 0 };
        return Ok(Some(ExitCode::from(status)));
    }
    if !args.skip_preflight {
        preflight::check_set(engine, &plan).await?;
    }
    Ok(apply(session, engine, &plan).await?.then_some(ExitCode::SUCCESS))
}

/// The region of the clusters in the files.
fn region(objects: &Objects) -> Result<Option<String>, Failure> {
    let region = |cluster: &_| Spec { cluster: Clone::clone(cluster), ..Spec::default() }.region().map(str::to_owned);
    let regions: BTreeSet<String> = objects.clusters.iter().filter_map(region).collect();
    if regions.len() > 1 {
        let regions: Vec<_> = regions.into_iter().collect();
        return Err(Failure::usage(format!("the clusters are in several regions: {}", regions.join(", "))));
    }
    Ok(regions.into_iter().next())
}

fn shown(plan: &SetPlan, format: PlanFormat) -> String {
    let format = match format {
        PlanFormat::Text => Format::Text,
        PlanFormat::Wide => Format::Wide,
        PlanFormat::Markdown => Format::Markdown,
        PlanFormat::Json => return plan.to_json(),
    };
    plan.styled_report(format, &output::Colours)
}

/// Applies the plan of a set. False where nothing more was done, because another command changed what it is about.
async fn apply(session: &Session, engine: &Engine, plan: &SetPlan) -> Result<bool, Failure> {
    let cancel = Cancel::default();
    let run = async {
        let shown: Mutex<Option<(String, Progress)>> = Mutex::new(None);
        let events = |SetEvent { cluster, event, .. }: SetEvent| {
            let mut shown = shown.lock().unwrap_or_else(PoisonError::into_inner);
            if shown.as_ref().is_none_or(|(of, _)| *of != cluster) {
                let member = plan.clusters.iter().find(|member| member.cluster == cluster);
                *shown = member.map(|member| (cluster, Progress::new(&member.plan)));
            }
            if let Some((_, progress)) = &*shown {
                progress.show(&event);
            }
        };
        let applied = engine.apply_set(plan).options(options()).events(events).cancel(&cancel).await;
        drop(shown);
        applied.map_err(|SetError { cluster, report, error, .. }| {
            print_done(&report);
            let failed = plan.clusters.iter().find(|member| Some(&member.cluster) == cluster.as_ref());
            (*error, failed.map(|member| &member.plan))
        })
    };
    let plans: Vec<&Plan> = plan.clusters.iter().map(|member| &member.plan).collect();
    let ended = to_its_end(session, engine, &plans, run, &cancel).await?;
    let Some((report, interrupted)) = ended.unless_outdated(session)? else { return Ok(false) };
    print_done(&report);
    let (done, all) = (report.clusters.len(), plan.clusters.len());
    match interrupted.filter(|_| done < all) {
        Some(interrupt) => {
            output::warning(&format!("interrupted: {done} of {all} clusters are done"));
            print_how_to_continue();
            Err(Failure::Interrupted(interrupt))
        }
        None => Ok(true),
    }
}

/// Says what was done to the clusters that are done.
fn print_done(report: &SetReport) {
    for done in &report.clusters {
        let steps = output::count(done.report.done.len(), "step");
        let verb = if done.action == SetAction::Delete { "deleted" } else { "applied" };
        output::note(&format!("{verb} cluster {}: {steps}", done.cluster));
    }
}
