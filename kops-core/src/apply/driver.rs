//! The loop round the scheduler: start what is ready, up to the limit, and note what came back.

use std::collections::BTreeMap;

use futures::stream::{FuturesUnordered, StreamExt as _};

use super::scheduler::{End, Scheduler};
use super::step::{Context, Effort, Stop};
use super::work::{RunId, bind};
use super::{Event, InvalidPlan, Lease, Report};
use crate::plan::{Plan, Step, StepId};
use crate::resource::{CloudId, Output, Outputs, ResourceId};

/// Runs every step that can be run.
pub(super) async fn drive(plan: &Plan, context: &Context<'_>) -> Result<Report, InvalidPlan> {
    let steps: BTreeMap<StepId, &Step> = plan.steps.iter().map(|step| (step.id, step)).collect();
    let mut run = Run {
        scheduler: Scheduler::new(&plan.steps)?,
        known: plan.bindings.clone(),
        report: Report::default(),
        events: context.events,
    };
    let began = context.ports.clock.now();
    let id = RunId::new(plan, context.ports.clock.unix_time(), context.options.nonce);
    let mut running = FuturesUnordered::new();
    loop {
        if context.cancel.is_cancelled() || context.ports.lease.is_some_and(Lease::is_lost) {
            run.scheduler.cancel();
        }
        while running.len() < context.options.parallel.max(1) {
            let Some(step) = run.scheduler.ready().next().and_then(|id| steps.get(&id).copied()) else { break };
            run.start(step);
            match bind(plan, step, &run.known, &id) {
                Ok(work) => running.push(async move { (step, context.execute(step, work).await) }),
                Err(error) => run.finish(step, Err(Stop::Failed(error)), Effort::default()),
            }
        }
        let Some((step, (result, effort))) = running.next().await else { break };
        if let Ok(outputs) = &result {
            context.made.note(outputs);
        }
        run.finish(step, result, effort);
    }
    run.report.cancelled = context.cancel.is_cancelled();
    run.report.not_started = run.scheduler.not_started();
    let elapsed = context.ports.clock.now().saturating_sub(began);
    (context.events)(Event::Ended { report: (&run.report).into(), elapsed });
    Ok(run.report)
}

/// How far a run is.
struct Run<'a> {
    scheduler: Scheduler,
    /// The one table that resolves references: what existed, and what the run made.
    known: BTreeMap<ResourceId, Outputs>,
    report: Report,
    events: &'a (dyn Fn(Event) + Send + Sync),
}

impl Run<'_> {
    fn start(&mut self, step: &Step) {
        self.scheduler.start(step.id);
        (self.events)(Event::Started { step: step.id, resource: step.resource.clone() });
    }

    fn finish(&mut self, step: &Step, result: Result<Outputs, Stop>, Effort { elapsed, calls }: Effort) {
        let resource = step.resource.clone();
        match result {
            Ok(outputs) => {
                self.scheduler.finish(step.id, End::Done);
                self.report.done.push(step.id);
                let id = outputs.get(&Output::Id).cloned().map(CloudId);
                (self.events)(Event::Finished { step: step.id, resource: resource.clone(), id, elapsed, calls });
                if !outputs.is_empty() {
                    self.known.entry(resource.clone()).or_default().extend(outputs.clone());
                    self.report.outputs.insert(resource, outputs);
                }
            }
            Err(Stop::Failed(error)) => {
                self.scheduler.finish(step.id, End::Failed);
                let data = (&error).into();
                (self.events)(Event::Failed { step: step.id, resource, error: data, elapsed, calls });
                self.report.failed.push((step.id, error));
            }
            Err(Stop::Cut) => {
                self.scheduler.finish(step.id, End::Failed);
                self.report.in_flight.push(step.id);
            }
        }
    }
}
