//! Progress of a run: a bar on terminals, lines elsewhere.

use std::collections::BTreeMap;
use std::io::{IsTerminal as _, stderr};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use kops_core::apply::Event;
use kops_core::diag::printable;
use kops_core::plan::{Action, Plan, StepId};

/// Displays the events of a run. Dropping it removes the bar.
pub(crate) struct Progress {
    bar: ProgressBar,
    verbs: BTreeMap<StepId, &'static str>,
}

impl Progress {
    /// Starts the progress of a plan.
    pub(crate) fn new(plan: &Plan) -> Self {
        let target = if stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(plan.steps.len() as u64), target);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {elapsed} {wide_msg}") {
            bar.set_style(style);
        }
        let verbs = plan.steps.iter().map(|step| (step.id, verb(&step.action))).collect();
        Self { bar, verbs }
    }

    /// Displays an event.
    pub(crate) fn show(&self, event: &Event) {
        let verb = |step: &StepId| self.verbs.get(step).copied().unwrap_or("done:");
        match event {
            Event::Started { resource, .. } => self.bar.set_message(printable(&resource.to_string()).into_owned()),
            Event::Finished { step, resource, id, .. } => {
                self.bar.inc(1);
                // Composite ids only repeat the names of other resources.
                let id = id.as_ref().filter(|id| id.0 != resource.name && !id.0.contains('|'));
                let id = id.map(|id| format!(" {id}")).unwrap_or_default();
                self.line(&format!("{} {resource}{id}", verb(step)));
            }
            Event::WaitingForLock { lock } => self.line(&format!("waiting for the lock held by {lock}")),
            Event::Waiting { resource, reason, .. } => self.line(&format!("waiting for {resource}: {reason}")),
            Event::Retrying { resource, attempt, error, .. } => {
                self.line(&format!("retrying {resource} (attempt {attempt}): {}", error.message));
            }
            Event::Failed { resource, .. } => self.line(&format!("failed {resource}")),
            _ => {}
        }
    }

    fn line(&self, line: &str) {
        self.bar.suspend(|| crate::output::note(line));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

fn verb(action: &Action) -> &'static str {
    match action {
        Action::Create { .. } => "created",
        Action::Update { .. } => "changed",
        Action::Delete { .. } => "deleted",
        _ => "done:",
    }
}
