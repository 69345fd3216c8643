//! Queues, EventBridge rules and targets.

use super::{ApiError, ApiResult, IdGenerator, Operations, Rules, State, operations};
use crate::resource::{CloudId, EventRule, EventTarget, Output, Outputs, Queue};

impl Rules for Queue {
    const OPERATIONS: Operations = operations("CreateQueue", "SetQueueAttributes", "DeleteQueue");
    const MISSING: &'static str = "AWS.SimpleQueueService.NonExistentQueue";

    fn id(&self, id_generator: &IdGenerator) -> CloudId {
        id_generator.queue_url(&self.name).into()
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        if account.others::<Self>(this).any(|(_, other)| other.name == self.name) {
            return Err(ApiError::conflict("QueueAlreadyExists", format!("there is a queue `{}` already", self.name)));
        }
        Ok(())
    }

    fn outputs(&self, _: &CloudId, account: &State) -> Outputs {
        [(Output::Arn, IdGenerator::of(account, "").arn("sqs", &self.name))].into()
    }
}

impl Rules for EventRule {
    const OPERATIONS: Operations = operations("PutRule", "PutRule", "DeleteRule");
    const MISSING: &'static str = "ResourceNotFoundException";

    fn id(&self, _: &IdGenerator) -> CloudId {
        self.name.as_str().into()
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        if this.is_none() && account.find::<Self>(&self.name).is_some() {
            let message = format!("there is a rule `{}` already", self.name);
            return Err(ApiError::conflict("ResourceAlreadyExistsException", message));
        }
        Ok(())
    }

    fn check_deletion(&self, id: &CloudId, account: &State) -> ApiResult {
        let is_kept_by = |target: &EventTarget| target.is_of(id) && target.has_queue(account);
        if account.all::<EventTarget>().any(|(_, target)| is_kept_by(target)) {
            return Err(ApiError::in_use("ValidationException", format!("the rule `{id}` still has targets")));
        }
        Ok(())
    }

    fn cascade_delete(&self, id: &CloudId, account: &mut State) {
        account.forget_where(|target: &EventTarget| target.is_of(id));
    }

    fn outputs(&self, id: &CloudId, account: &State) -> Outputs {
        [(Output::Arn, IdGenerator::of(account, id.as_str()).arn("events", &format!("rule/{}", self.name)))].into()
    }
}

impl Rules for EventTarget {
    const OPERATIONS: Operations = operations("PutTargets", "PutTargets", "RemoveTargets");
    const MISSING: &'static str = "ResourceNotFoundException";

    fn id(&self, _: &IdGenerator) -> CloudId {
        CloudId::composite([self.rule.known().unwrap_or_default(), self.queue.known().unwrap_or_default()])
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        let (rule, _) = account.need::<EventRule>(&self.rule)?;
        if !self.has_queue(account) {
            let arn = self.queue.known().unwrap_or_default();
            return Err(ApiError::missing("ResourceNotFoundException", format!("there is no queue `{arn}`")));
        }
        if this.is_none() && account.all::<Self>().any(|(_, other)| other == self) {
            let message = format!("the rule `{rule}` has this target already");
            return Err(ApiError::conflict("ResourceAlreadyExistsException", message));
        }
        let siblings = account.others::<Self>(this).filter(|(_, other)| other.rule == self.rule).count();
        if siblings >= 5 {
            return Err(ApiError::quota("LimitExceededException", format!("the rule `{rule}` has 5 targets already")));
        }
        Ok(())
    }
}

impl EventTarget {
    fn is_of(&self, rule: &CloudId) -> bool {
        self.rule.known() == Some(rule.as_str())
    }

    /// True while the queue that it leads to is there: AWS keeps the targets of queues that are deleted.
    fn has_queue(&self, account: &State) -> bool {
        let arn = self.queue.known().unwrap_or_default();
        let is_it = |(id, queue): (&CloudId, &Queue)| {
            queue.outputs(id, account).get(&Output::Arn).map(String::as_str) == Some(arn)
        };
        account.all::<Queue>().any(is_it)
    }
}
