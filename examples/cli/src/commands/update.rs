//! `kops update cluster`: plans changes to the account; with `--yes` applies them.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;

use kops_core::Engine;
use kops_core::apply::Report;
use kops_core::plan::{self, Plan, PlanOptions};
use kops_core::render;
use kops_core::spec::Spec;

use super::apply::{apply, apply_new};
use super::{kubeconfig, preflight, terraform};
use crate::args::{GroupSelection, PlanFormat, Target, UpdateClusterArgs};
use crate::channel::Channel;
use crate::failure::Failure;
use crate::session::{Loaded, Session};
use crate::write::{self, Readers};
use crate::{input, output};

/// Exit status of `--detailed-exitcode` if there are changes.
pub(super) const CHANGES: u8 = 2;

/// Where `--target terraform` writes files without `--out`, as kops does.
const TERRAFORM_FOLDER: &str = "out/terraform";

/// Plans the changes; with `--yes` applies them.
pub(crate) async fn run(session: &Session, args: &UpdateClusterArgs) -> Result<ExitCode, Failure> {
    if let Some(file) = &args.plan {
        return run_saved(session, file, args).await;
    }
    if args.facts.is_some() && args.target != Target::Terraform {
        return Err(Failure::usage("--facts is for --target terraform"));
    }
    if args.out.is_some() && args.target != Target::Terraform {
        output::warning(
            "--out has no effect without --target terraform; --out-plan of `kops update cluster` saves the plan",
        );
    }
    let mut loaded = session.load(args.cluster.as_deref(), &args.files).await?;
    if loaded.has_no_store() {
        output::warning("neither `configBase` in the spec nor --state specifies where nodes read their configuration");
    }
    if args.target == Target::Terraform {
        let folder = args.out.as_deref().unwrap_or(Path::new(TERRAFORM_FOLDER));
        let cluster = loaded.spec.cluster.name().to_owned();
        terraform::write(session, loaded, folder, args.facts.as_deref()).await?;
        kubeconfig::add_updated(session, &cluster, args).await?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(file) = &args.out_plan {
        write::check(file)?;
    }
    loop {
        match plan_and_apply(session, &loaded, args).await? {
            Some(code) => return Ok(code),
            None if loaded.is_stored() => loaded = session.load(args.cluster.as_deref(), &args.files).await?,
            None => {}
        }
    }
}

/// Plans the changes; with `--yes` applies them. Nothing is returned where the plan was outdated once it was its turn.
async fn plan_and_apply(
    session: &Session,
    loaded: &Loaded,
    args: &UpdateClusterArgs,
) -> Result<Option<ExitCode>, Failure> {
    let engine = session.engine(loaded).await?;
    let allow = args.allow.iter().cloned().collect();
    let instance_groups = chosen(&loaded.spec, &args.groups)?;
    let policy = PlanOptions { prune: args.prune, allow, instance_groups, ..PlanOptions::default() };
    let planned = engine.plan_with(&loaded.clone().placed(), &policy).await.map_err(Failure::engine)?;
    output::findings(&planned.warnings, &planned.texts);
    show(&planned.plan, args.format)?;
    if let Some(file) = &args.out_plan {
        write::write(file, planned.plan.to_json().as_bytes(), Readers::Owner)?;
        output::note(&format!("plan saved to {}", file.display()));
    }
    let changes = !planned.plan.steps.is_empty();
    if args.yes && args.target == Target::Direct {
        if changes {
            check(&engine, &planned.plan, args).await?;
            match apply_new(session, &engine, &planned.plan).await? {
                Some(report) => print_applied(&report),
                None => return Ok(None),
            }
        }
        kubeconfig::add_updated(session, &planned.plan.cluster, args).await?;
        return Ok(Some(ExitCode::SUCCESS));
    }
    if !changes {
        return Ok(Some(ExitCode::SUCCESS));
    }
    let without_target = if args.target == Target::DryRun { " and without --target" } else { "" };
    output::hint(&format!("run again with --yes{without_target} to apply these changes"));
    Ok(Some(ExitCode::from(if args.detailed_exitcode { CHANGES } else { 0 })))
}

/// The instance groups that `--instance-group` and `--instance-group-roles` name; none where all are updated.
fn chosen(spec: &Spec, selection: &GroupSelection) -> Result<BTreeSet<String>, Failure> {
    let selected = spec.select_groups(&selection.instance_groups, &selection.roles);
    selected.map_err(|problem| Failure::Invalid { findings: problem.into(), texts: spec.sources.texts() })
}

/// Shows a saved plan, for which nothing is asked; with `--yes` applies it.
async fn run_saved(session: &Session, file: &Path, args: &UpdateClusterArgs) -> Result<ExitCode, Failure> {
    let plan = read_plan(file)?;
    session.expect(args.cluster.as_deref(), &plan.cluster, "the plan is for")?;
    if !args.yes {
        show(&plan, args.format)?;
        output::hint("run again with --yes to apply exactly this plan");
        return Ok(ExitCode::SUCCESS);
    }
    let store = session.store_of_plan(&plan.cluster, &args.files).await?;
    let engine = session.engine_in(&plan.region, store, Channel::of(None)).await?;
    show(&plan, args.format)?;
    check(&engine, &plan, args).await?;
    print_applied(&apply(session, &engine, &plan).await?);
    kubeconfig::add_updated(session, &plan.cluster, args).await?;
    Ok(ExitCode::SUCCESS)
}

/// Reads a saved plan.
pub(super) fn read_plan(file: &Path) -> Result<Plan, Failure> {
    let text = input::read(file)?;
    Ok(Plan::from_json(&text.text).map_err(|source| ParsePlanError { file: text.name.to_string(), source })?)
}

/// Checks whether the account has what a plan needs, unless told otherwise.
async fn check(engine: &Engine, plan: &Plan, args: &UpdateClusterArgs) -> Result<(), Failure> {
    if args.skip_preflight { Ok(()) } else { preflight::check(engine, plan).await }
}

fn print_applied(report: &Report) {
    output::note(&format!("applied {}", output::count(report.done.len(), "step")));
}

/// Prints a plan.
pub(super) fn show(plan: &Plan, format: PlanFormat) -> Result<(), Failure> {
    let text = match format {
        PlanFormat::Text => render::text::render(plan, &output::Colours),
        PlanFormat::Wide => render::text::render_wide(plan, &output::Colours),
        PlanFormat::Markdown => render::markdown(plan),
        PlanFormat::Json => plan.to_json(),
    };
    Ok(output::data(&text)?)
}

/// A file that is not a saved plan.
#[derive(Debug, thiserror::Error)]
#[error("cannot read the plan `{file}`")]
struct ParsePlanError {
    file: String,
    #[source]
    source: plan::ParsePlanError,
}
