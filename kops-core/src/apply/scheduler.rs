//! Which steps can begin: plain data, without time, threads or calls.

use std::collections::{BTreeMap, BTreeSet};

use super::InvalidPlan;
use crate::plan::{Step, StepId};

/// The steps of a plan and how far each is.
///
/// The driver repeats: start what is [`ready`](Self::ready), and [`finish`](Self::finish) what came back. When nothing
/// is ready and nothing runs, what is left can never begin.
#[derive(Clone, Debug)]
pub(super) struct Scheduler {
    /// How many needs each step that has not begun still waits for.
    waiting: BTreeMap<StepId, usize>,
    /// Who waits for a step.
    needed_by: BTreeMap<StepId, Vec<StepId>>,
    ready: BTreeSet<StepId>,
    cancelled: bool,
}

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// It is done.
    Done,
    /// It failed or was cut off: what needs it cannot begin.
    Failed,
}

impl Scheduler {
    /// Takes the steps of a plan.
    ///
    /// # Errors
    /// Where a step is there twice or needs one that does not come before it.
    pub(super) fn new(steps: &[Step]) -> Result<Self, InvalidPlan> {
        let mut scheduler =
            Self { waiting: BTreeMap::new(), needed_by: BTreeMap::new(), ready: BTreeSet::new(), cancelled: false };
        for step in steps {
            let needs: BTreeSet<_> = step.depends_on.iter().copied().collect();
            if let Some(&needs) = needs.iter().find(|need| !scheduler.waiting.contains_key(need)) {
                return Err(InvalidPlan::Order { step: step.id, needs });
            }
            if scheduler.waiting.insert(step.id, needs.len()).is_some() {
                return Err(InvalidPlan::Twice(step.id));
            }
            if needs.is_empty() {
                scheduler.ready.insert(step.id);
            }
            for need in needs {
                scheduler.needed_by.entry(need).or_default().push(step.id);
            }
        }
        Ok(scheduler)
    }

    /// The steps that can begin now, in the order of the plan; none once cancelled.
    pub(super) fn ready(&self) -> impl Iterator<Item = StepId> {
        let ready = if self.cancelled { None } else { Some(&self.ready) };
        ready.into_iter().flatten().copied()
    }

    /// Notes that a step has begun.
    pub(super) fn start(&mut self, step: StepId) {
        self.ready.remove(&step);
        self.waiting.remove(&step);
    }

    /// Notes that a step has ended.
    pub(super) fn finish(&mut self, step: StepId, end: End) {
        if end == End::Failed {
            return;
        }
        for waiting in self.needed_by.remove(&step).unwrap_or_default() {
            let Some(needs) = self.waiting.get_mut(&waiting) else { continue };
            *needs -= 1;
            if *needs == 0 {
                self.ready.insert(waiting);
            }
        }
    }

    /// Lets no further step begin.
    pub(super) fn cancel(&mut self) {
        self.cancelled = true;
    }

    /// The steps that have not begun.
    pub(super) fn not_started(&self) -> Vec<StepId> {
        self.waiting.keys().copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Action, Disruption};
    use crate::resource::{Kind, ResourceId, Vpc};

    fn step(id: u32, needs: &[u32]) -> Step {
        Step {
            id: StepId(id),
            resource: ResourceId::new(Kind::Vpc, id.to_string()),
            action: Action::Create { desired: Vpc::default().into() },
            depends_on: needs.iter().copied().map(StepId).collect(),
            reason: String::new(),
            source: None,
            disruption: Disruption::None,
        }
    }

    fn ready(scheduler: &Scheduler) -> Vec<u32> {
        scheduler.ready().map(|step| step.0).collect()
    }

    fn diamond() -> Scheduler {
        let steps = [step(1, &[]), step(2, &[1]), step(3, &[1]), step(4, &[2, 3, 2]), step(5, &[])];
        Scheduler::new(&steps).expect("an order")
    }

    #[test]
    fn a_step_begins_after_everything_it_needs() {
        let mut scheduler = diamond();
        assert_eq!(ready(&scheduler), [1, 5]);
        for (finished, next) in [(1, vec![2, 3, 5]), (2, vec![3, 5]), (3, vec![4, 5]), (4, vec![5]), (5, vec![])] {
            scheduler.start(StepId(finished));
            scheduler.finish(StepId(finished), End::Done);
            assert_eq!(ready(&scheduler), next);
        }
        assert_eq!(scheduler.not_started(), []);
    }

    #[test]
    fn a_failure_stops_only_what_needs_it() {
        let mut scheduler = diamond();
        scheduler.start(StepId(1));
        scheduler.finish(StepId(1), End::Failed);
        assert_eq!(ready(&scheduler), [5]);
        scheduler.start(StepId(5));
        scheduler.finish(StepId(5), End::Done);
        assert!(ready(&scheduler).is_empty());
        assert_eq!(scheduler.not_started(), [StepId(2), StepId(3), StepId(4)]);
    }

    #[test]
    fn nothing_begins_once_cancelled() {
        let mut scheduler = diamond();
        scheduler.start(StepId(1));
        scheduler.cancel();
        scheduler.finish(StepId(1), End::Done);
        assert!(ready(&scheduler).is_empty());
        assert_eq!(scheduler.not_started().len(), 4);
    }

    #[test]
    fn steps_without_an_order_are_refused() {
        let cases = [
            (vec![step(1, &[2]), step(2, &[])], InvalidPlan::Order { step: StepId(1), needs: StepId(2) }),
            (vec![step(1, &[1])], InvalidPlan::Order { step: StepId(1), needs: StepId(1) }),
            (vec![step(1, &[]), step(1, &[])], InvalidPlan::Twice(StepId(1))),
        ];
        for (steps, error) in cases {
            assert_eq!(Scheduler::new(&steps).err(), Some(error));
        }
    }
}
