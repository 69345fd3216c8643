//! The part of a rolling update that is about one group: what it remembers and what became of it.

use super::action::Action;
use super::decide::Memory;
use super::{GroupOutcome, GroupResult, RollingUpdateEvent, RollingUpdateFailure};
use crate::lifecycle::ExpectedGroup;

/// The part of a run that is about one group.
pub(super) struct Task<'a> {
    pub(super) expected: &'a ExpectedGroup,
    pub(super) memory: Memory,
    pub(super) state: GroupResult,
    pub(super) failure: Option<RollingUpdateFailure>,
    /// What was last said to be waited for.
    pub(super) waits_for: Vec<String>,
}

impl Task<'_> {
    pub(super) fn outcome(&self) -> GroupOutcome {
        GroupOutcome {
            instance_group: self.expected.name.clone(),
            result: self.state,
            terminated: self.memory.terminated.iter().map(ToString::to_string).collect(),
            failure: self.failure.clone(),
        }
    }

    pub(super) fn fail(&mut self, failure: RollingUpdateFailure, events: &(dyn Fn(RollingUpdateEvent) + Send + Sync)) {
        self.state = GroupResult::Failed;
        self.failure = Some(failure.clone());
        events(RollingUpdateEvent::GroupFailed { instance_group: self.expected.name.clone(), failure });
    }

    /// Tells what is waited for, once for the same reasons.
    pub(super) fn say_what_it_waits_for(
        &mut self,
        actions: &[Action],
        events: &(dyn Fn(RollingUpdateEvent) + Send + Sync),
    ) {
        let is_idle = actions.is_empty() && self.memory.drains.is_empty();
        let reasons = if is_idle { self.memory.wrong.clone() } else { Vec::new() };
        if !reasons.is_empty() && reasons != self.waits_for {
            let instance_group = self.expected.name.clone();
            events(RollingUpdateEvent::Waiting { instance_group, reasons: reasons.clone() });
        }
        self.waits_for = reasons;
    }
}
