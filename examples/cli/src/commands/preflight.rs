//! `kops toolbox preflight`: whether the account has what the changes to a cluster need.

use kops_core::engine::SetPlan;
use kops_core::preflight::{Check, CheckResult, Preflight};
use kops_core::{Engine, Plan};

use super::update::read_plan;
use crate::args::{ExplainFormat, PreflightArgs};
use crate::channel::Channel;
use crate::failure::Failure;
use crate::output;
use crate::session::Session;
use crate::table::table;

/// Checks the account and prints every check.
pub(crate) async fn run(session: &Session, args: &PreflightArgs) -> Result<(), Failure> {
    let found = if let Some(file) = &args.plan {
        let plan = read_plan(file)?;
        session.expect(args.cluster.as_deref(), &plan.cluster, "the plan is for")?;
        let store = session.store_of_plan(&plan.cluster, &args.files).await?;
        let engine = session.engine_in(&plan.region, store, Channel::of(None)).await?;
        engine.preflight(&plan).await.map_err(Failure::engine)?
    } else {
        let loaded = session.load(args.cluster.as_deref(), &args.files).await?;
        let engine = session.engine(&loaded).await?;
        let planned = engine.plan(&loaded.placed()).await.map_err(Failure::engine)?;
        output::findings(&planned.warnings, &planned.texts);
        engine.preflight(&planned).await.map_err(Failure::engine)?
    };
    match args.format {
        ExplainFormat::Text => output::result(&text(&found))?,
        ExplainFormat::Json => {
            let json = serde_json::to_string_pretty(&found).map_err(|error| Failure::message(error.to_string()))?;
            output::data(&json)?;
        }
    }
    refuse(found.with(CheckResult::Failed).cloned())
}

/// Checks the account before a plan is applied. What cannot be read stops nothing.
pub(super) async fn check(engine: &Engine, plan: &Plan) -> Result<(), Failure> {
    before_apply(&engine.preflight(plan).await.map_err(Failure::engine)?.checks)
}

/// As [`check`], for a set: each cluster by itself, and what they need together.
pub(super) async fn check_set(engine: &Engine, plan: &SetPlan) -> Result<(), Failure> {
    before_apply(engine.preflight_set(plan).await.map_err(Failure::engine)?.checks())
}

fn before_apply<'a>(checks: impl IntoIterator<Item = &'a Check>) -> Result<(), Failure> {
    let checks: Vec<&Check> = checks.into_iter().collect();
    let with = |result: CheckResult| checks.iter().filter(move |check| check.result == result);
    let unknown = with(CheckResult::NotChecked).count();
    if unknown > 0 {
        let checks = output::count(unknown, "check");
        output::note(&format!("preflight: {checks} could not be made; kops toolbox preflight says why"));
    }
    refuse(with(CheckResult::Failed).map(|check| (*check).clone())).map_err(|failure| {
        failure.advise("nothing was changed; to apply in spite of the failed checks, pass --skip-preflight")
    })
}

/// Fails where a check failed.
fn refuse(failed: impl Iterator<Item = Check>) -> Result<(), Failure> {
    let failed: Vec<_> = failed.map(|check| FailedCheck(check).into()).collect();
    if failed.is_empty() { Ok(()) } else { Err(Failure::Errors(failed)) }
}

/// A check that failed.
#[derive(Debug, thiserror::Error)]
#[error("{}: {}{}", .0.subject, .0.message.as_deref().unwrap_or_default(), needed_for(.0))]
struct FailedCheck(Check);

/// How many resources are named.
const NAMED: usize = 3;

fn needed_for(check: &Check) -> String {
    let named: Vec<String> = check.resources.iter().take(NAMED).map(ToString::to_string).collect();
    let more = check.resources.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let needed = if named.is_empty() { String::new() } else { format!(", for {}{more}", named.join(", ")) };
    match &check.help {
        Some(help) => format!("{needed}\n  {help}"),
        None => needed,
    }
}

fn text(found: &Preflight) -> String {
    if found.checks.is_empty() {
        return "Nothing is changed that needs anything of the account.\n".to_owned();
    }
    let number = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    let row = |check: &Check| {
        let (result, subject) = match check.result {
            CheckResult::Passed => ("passed", check.subject.clone()),
            CheckResult::Failed => ("failed", check.subject.clone()),
            _ => ("not checked", format!("{}: {}", check.subject, check.message.as_deref().unwrap_or_default())),
        };
        [result.to_owned(), number(check.need), number(check.used), number(check.limit), subject]
    };
    let rows: Vec<_> = found.checks.iter().map(row).collect();
    // A subject may name many resources: in the last column it makes no other row wider.
    table(["RESULT", "NEED", "USED", "LIMIT", "CHECK"], &rows)
}
