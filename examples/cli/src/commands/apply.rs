//! Carrying out a plan: progress, Ctrl-C, and what came of it. Used by `update` and `delete`.

use std::error::Error as _;

use kops_core::apply::{Cancel, Event, Options, Report};
use kops_core::{Engine, Error, Plan};

use crate::failure::Failure;
use crate::interrupt::Interrupts;
use crate::progress::Progress;
use crate::session::Session;
use crate::{input, output};

/// Carries out a plan, and keeps what happened in a simulated account however the run ended.
///
/// # Errors
/// Where not everything could be done, which is then printed.
pub(crate) async fn apply(session: &Session, engine: &Engine, plan: &Plan) -> Result<Report, Failure> {
    let cancel = Cancel::default();
    let options = Options { nonce: input::nonce(), ..Options::default() };
    let progress = Progress::new(plan);
    let events = |event: Event| progress.show(&event);
    let mut interrupts = Interrupts::listen()?;
    let mut interrupted = None;
    let result = {
        let mut run = engine.apply(plan).options(options).events(events).cancel(&cancel).into_future();
        loop {
            tokio::select! {
                result = &mut run => break Some(result),
                interrupt = interrupts.next() => {
                    interrupted.get_or_insert(interrupt);
                    if cancel.is_cancelled() {
                        break None;
                    }
                    cancel.cancel();
                    output::note("stopping: no further call is made; once more to stop without waiting for those that are out");
                }
            }
        }
    };
    drop(progress);
    let saved = session.save();
    let report = match result.transpose() {
        Err(Error::Incomplete(incomplete)) => Some(incomplete.0),
        other => other.map_err(Failure::engine)?,
    };
    match &report {
        Some(report) => tell(plan, report),
        None => {
            output::warning("stopped at once: calls that were out may or may not have taken effect; plan again to see");
        }
    }
    saved?;
    match (report, interrupted) {
        (Some(report), _) if report.is_complete() => Ok(report),
        (report, Some(interrupt)) => {
            let failed = report.into_iter().flat_map(|report| report.failed);
            failed.for_each(|(_, error)| output::error(&error.to_string(), error.source()));
            Err(Failure::Interrupted(interrupt))
        }
        (report, None) => {
            let failed = report.into_iter().flat_map(|report| report.failed);
            Err(Failure::Errors(failed.map(|(_, error)| error.into()).collect()))
        }
    }
}

/// Says how far a run came that did not come to its end.
fn tell(plan: &Plan, report: &Report) {
    if report.is_complete() {
        return;
    }
    let stopped = if report.cancelled { "stopped" } else { "not everything could be done" };
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
    output::hint("run the same command again to go on from here");
}
