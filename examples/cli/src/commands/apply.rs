//! Applies plans with progress and interrupts, for `update`, `delete` and `apply`.

use std::error::Error as _;

use kops_core::apply::{Cancel, Event, Options, Report};
use kops_core::{Engine, Error, Plan};

use crate::failure::Failure;
use crate::interrupt::{Interrupt, cancelling};
use crate::progress::Progress;
use crate::session::Session;
use crate::{input, output};

/// How a run ended that had no failure of its own.
pub(super) enum End<T> {
    /// What it returned, and the signal that it was interrupted by.
    Done(T, Option<Interrupt>),
    /// Nothing more was done, because another command changed the cluster.
    Outdated(Error),
}

impl<T> End<T> {
    /// What it returned. Nothing where the plan, which this run has made, is to be made again: this run was told to wait for others.
    ///
    /// # Errors
    /// Where the plan is outdated and this run was not told to wait.
    pub(super) fn unless_outdated(self, session: &Session) -> Result<Option<(T, Option<Interrupt>)>, Failure> {
        match self {
            Self::Done(report, interrupted) => Ok(Some((report, interrupted))),
            Self::Outdated(_) if session.waits_for_others() => {
                output::note("another command changed the cluster: planning again");
                Ok(None)
            }
            Self::Outdated(error) => Err(Failure::engine(error)),
        }
    }
}

/// Applies a plan that was saved. The state of a simulated account is saved even after errors.
///
/// # Errors
/// If not all steps succeeded; the summary is printed.
pub(crate) async fn apply(session: &Session, engine: &Engine, plan: &Plan) -> Result<Report, Failure> {
    match run(session, engine, plan).await? {
        End::Done(report, _) => Ok(report),
        End::Outdated(error) => Err(Failure::engine(error)),
    }
}

/// Applies a plan that this run has made. Nothing is done and returned where it is to be made again: another command changed what it is
/// about, and this one was told to wait for others.
///
/// # Errors
/// As [`apply`].
pub(crate) async fn apply_new(session: &Session, engine: &Engine, plan: &Plan) -> Result<Option<Report>, Failure> {
    let ended = run(session, engine, plan).await?.unless_outdated(session)?;
    Ok(ended.map(|(report, _)| report))
}

async fn run(session: &Session, engine: &Engine, plan: &Plan) -> Result<End<Report>, Failure> {
    let cancel = Cancel::default();
    let run = async {
        let progress = Progress::new(plan);
        let events = |event: Event| progress.show(&event);
        let applied = engine.apply(plan).options(options()).events(events).cancel(&cancel).await;
        applied.map_err(|error| (error, Some(plan)))
    };
    to_its_end(session, engine, &[plan], run, &cancel).await
}

/// How this command applies plans.
pub(super) fn options() -> Options {
    Options { nonce: input::nonce(), ..Options::default() }
}

/// Waits for a run that applies plans: the first signal cancels it, and the second one abandons it. What fails comes with the plan that it
/// is about. The state of a simulated account is saved even after errors.
///
/// # Errors
/// If not all steps succeeded; the summary is printed.
pub(super) async fn to_its_end<'a, T>(
    session: &Session,
    engine: &Engine,
    plans: &[&'a Plan],
    run: impl Future<Output = Result<T, (Error, Option<&'a Plan>)>>,
    cancel: &Cancel,
) -> Result<End<T>, Failure> {
    let waiting = "interrupted: waiting for calls in flight to finish; interrupt again to stop immediately";
    let (result, interrupted) = cancelling(run, cancel, || output::note(waiting)).await?;
    let saved = session.save();
    let failure = match result {
        Some(Ok(report)) => {
            saved?;
            return Ok(End::Done(report, interrupted));
        }
        Some(Err((error @ Error::StalePlan(_), _))) => {
            saved?;
            return Ok(End::Outdated(error));
        }
        Some(Err((Error::Incomplete(incomplete), plan))) => {
            print_summary(plan, &incomplete.0);
            incomplete_run(incomplete.0, interrupted)
        }
        Some(Err((error, _))) => Failure::engine(error),
        None => {
            for plan in plans {
                engine.unlock_own(&plan.cluster).await.map_err(Failure::engine)?;
            }
            output::warning(
                "stopped immediately: calls in flight may or may not have taken effect; plan again to see the current state",
            );
            interrupted.map_or_else(|| Failure::Errors(Vec::new()), Failure::Interrupted)
        }
    };
    saved?;
    Err(failure)
}

/// The failure of a run that is not complete: the errors of its steps, which are printed here where it was interrupted.
fn incomplete_run(report: Report, interrupted: Option<Interrupt>) -> Failure {
    let failed = report.failed.into_iter().map(|(_, error)| error);
    match interrupted {
        Some(interrupt) => {
            failed.for_each(|error| output::error(&error.to_string(), error.source()));
            Failure::Interrupted(interrupt)
        }
        None => Failure::Errors(failed.map(Into::into).collect()),
    }
}

/// Prints the summary of an incomplete run.
fn print_summary(plan: Option<&Plan>, report: &Report) {
    let stopped = if report.cancelled { "interrupted" } else { "not all steps succeeded" };
    output::warning(&format!(
        "{stopped}: {} done, {} failed, {} in flight, {} not started",
        report.done.len(),
        report.failed.len(),
        report.in_flight.len(),
        report.not_started.len(),
    ));
    let steps = plan.into_iter().flat_map(|plan| &plan.steps);
    for step in steps.filter(|step| report.in_flight.contains(&step.id)) {
        output::note(&format!("in flight: {} (it may or may not have taken effect)", step.resource));
    }
    print_how_to_continue();
}

/// Says how to go on with a run that is not complete.
pub(super) fn print_how_to_continue() {
    output::hint("run the same command again to continue");
}
