//! Applies plans with progress and interrupts, for `update` and `delete`.

use std::error::Error as _;

use kops_core::apply::{Cancel, Event, Options, Report};
use kops_core::{Engine, Error, Plan};

use crate::failure::Failure;
use crate::interrupt::{Interrupt, cancelling};
use crate::progress::Progress;
use crate::session::Session;
use crate::{input, output};

/// How a run ended that had no failure of its own.
enum End {
    /// Every step is done.
    Done(Report),
    /// Nothing was done, because another command changed the cluster.
    Outdated(Error),
}

/// Applies a plan that was saved. The state of a simulated account is saved even after errors.
///
/// # Errors
/// If not all steps succeeded; the summary is printed.
pub(crate) async fn apply(session: &Session, engine: &Engine, plan: &Plan) -> Result<Report, Failure> {
    match carry_out(session, engine, plan).await? {
        End::Done(report) => Ok(report),
        End::Outdated(error) => Err(Failure::engine(error)),
    }
}

/// Applies a plan that this run has made. Nothing is done and returned where it is to be made again: another command changed what it is
/// about, and this one was told to wait for others.
///
/// # Errors
/// As [`apply`].
pub(crate) async fn apply_new(session: &Session, engine: &Engine, plan: &Plan) -> Result<Option<Report>, Failure> {
    Ok(match carry_out(session, engine, plan).await? {
        End::Done(report) => Some(report),
        End::Outdated(_) if session.waits_for_others() => {
            print_outdated();
            None
        }
        End::Outdated(error) => return Err(Failure::engine(error)),
    })
}

/// Says that a plan is made again.
pub(super) fn print_outdated() {
    output::note("another command changed the cluster: planning again");
}

async fn carry_out(session: &Session, engine: &Engine, plan: &Plan) -> Result<End, Failure> {
    let cancel = Cancel::default();
    let options = Options { nonce: input::nonce(), ..Options::default() };
    let progress = Progress::new(plan);
    let events = |event: Event| progress.show(&event);
    let (result, interrupted) = {
        let run = engine.apply(plan).options(options).events(events).cancel(&cancel).into_future();
        cancelling(run, &cancel, print_waiting).await?
    };
    drop(progress);
    let saved = session.save();
    let report = match result.transpose() {
        Err(Error::Incomplete(incomplete)) => Some(incomplete.0),
        Err(error @ Error::StalePlan(_)) => return Ok(End::Outdated(error)),
        other => other.map_err(Failure::engine)?,
    };
    match &report {
        Some(report) => print_summary(plan, report),
        None => {
            engine.unlock_own(&plan.cluster).await.map_err(Failure::engine)?;
            output::warning(
                "stopped immediately: calls in flight may or may not have taken effect; plan again to see the current state",
            );
        }
    }
    saved?;
    match report {
        Some(report) if report.is_complete() => Ok(End::Done(report)),
        report => Err(incomplete(report, interrupted)),
    }
}

/// Says that an interrupted run waits.
pub(super) fn print_waiting() {
    output::note("interrupted: waiting for calls in flight to finish; interrupt again to stop immediately");
}

/// The failure of a run that is not complete: the errors of its steps, which are printed here where it was interrupted.
pub(super) fn incomplete(report: Option<Report>, interrupted: Option<Interrupt>) -> Failure {
    let failed = report.into_iter().flat_map(|report| report.failed).map(|(_, error)| error);
    match interrupted {
        Some(interrupt) => {
            failed.for_each(|error| output::error(&error.to_string(), error.source()));
            Failure::Interrupted(interrupt)
        }
        None => Failure::Errors(failed.map(Into::into).collect()),
    }
}

/// Prints the summary of an incomplete run.
fn print_summary(plan: &Plan, report: &Report) {
    if report.is_complete() {
        return;
    }
    let stopped = if report.cancelled { "interrupted" } else { "not all steps succeeded" };
    output::warning(&format!(
        "{stopped}: {} done, {} failed, {} in flight, {} not started",
        report.done.len(),
        report.failed.len(),
        report.in_flight.len(),
        report.not_started.len(),
    ));
    for step in plan.steps.iter().filter(|step| report.in_flight.contains(&step.id)) {
        output::note(&format!("in flight: {} (it may or may not have taken effect)", step.resource));
    }
    output::hint("run the same command again to continue");
}
