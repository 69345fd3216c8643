//! The queue of the node termination handler and the rules that feed it.

use aws_sdk_eventbridge::types::{Tag, Target};
use aws_sdk_sqs::types::QueueAttributeName;
use kops_core::cloud::{CloudError, ErrorKind};
use kops_core::resource::{EventRule, EventTarget, Output, Outputs, Queue};

use super::{ExecContext, bears, id_of, incomplete, with_composed, with_id};
use crate::error::{Call, kind_of};

/// The id of the one target that a rule has.
const TARGET: &str = "1";

pub(super) async fn create_queue(act: ExecContext<'_>, queue: &Queue) -> Result<Outputs, CloudError> {
    let call = Call::new("sqs", "CreateQueue");
    let request = act
        .clients
        .sqs
        .create_queue()
        .queue_name(&queue.name)
        .attributes(QueueAttributeName::MessageRetentionPeriod, queue.retention_seconds.to_string())
        .attributes(QueueAttributeName::Policy, queue.policy.to_string())
        .set_tags(Some(queue.tags.clone().into_iter().collect()));
    let url = match act.calls.send(call, request.send()).await {
        // A queue of that name with other attributes.
        Err(error) if error.kind == ErrorKind::Conflict => return adopt_queue(act, queue, error).await,
        made => made?.queue_url,
    };
    queue_outputs(act, &url.ok_or_else(|| incomplete(call, "queue URL"))?).await
}

/// Brings a queue that is there to what it should be, where it bears the tags that its creation would have given it.
async fn adopt_queue(act: ExecContext<'_>, queue: &Queue, conflict: CloudError) -> Result<Outputs, CloudError> {
    let request = act.clients.sqs.get_queue_url().queue_name(&queue.name).send();
    let Some(url) = act.calls.send(Call::new("sqs", "GetQueueUrl"), request).await?.queue_url else {
        return Err(conflict);
    };
    let request = act.clients.sqs.list_queue_tags().queue_url(&url).send();
    let tags = act.calls.send(Call::new("sqs", "ListQueueTags"), request).await?.tags.unwrap_or_default();
    if !bears(&tags.into_iter().collect(), &queue.tags) {
        return Err(conflict);
    }
    update_queue(act, &url, queue).await
}

pub(super) async fn update_queue(act: ExecContext<'_>, url: &str, queue: &Queue) -> Result<Outputs, CloudError> {
    let request = act
        .clients
        .sqs
        .set_queue_attributes()
        .queue_url(url)
        .attributes(QueueAttributeName::MessageRetentionPeriod, queue.retention_seconds.to_string())
        .attributes(QueueAttributeName::Policy, queue.policy.to_string());
    act.calls.send(Call::new("sqs", "SetQueueAttributes"), request.send()).await?;
    queue_outputs(act, url).await
}

async fn queue_outputs(act: ExecContext<'_>, url: &str) -> Result<Outputs, CloudError> {
    let call = Call::new("sqs", "GetQueueAttributes");
    let request = act.clients.sqs.get_queue_attributes().queue_url(url);
    let seen = act.calls.send(call, request.attribute_names(QueueAttributeName::QueueArn).send()).await?;
    let arn = seen.attributes.unwrap_or_default().remove(&QueueAttributeName::QueueArn);
    let mut outputs = with_id(url);
    outputs.insert(Output::Arn, arn.ok_or_else(|| incomplete(call, "ARN"))?);
    Ok(outputs)
}

pub(super) async fn delete_queue(act: ExecContext<'_>, url: &str) -> Result<(), CloudError> {
    let request = act.clients.sqs.delete_queue().queue_url(url).send();
    act.calls.send(Call::new("sqs", "DeleteQueue"), request).await.map(drop)
}

pub(super) async fn put_rule(act: ExecContext<'_>, rule: &EventRule) -> Result<Outputs, CloudError> {
    let call = Call::new("events", "PutRule");
    let tags = rule.tags.iter().map(|(key, value)| Tag::builder().key(key).value(value).build());
    let tags: Vec<Tag> = tags.collect::<Result<_, _>>().map_err(|error| {
        CloudError::new(ErrorKind::Invalid, call.operation, "a tag lacks its key or value").caused_by(error)
    })?;
    let put = |tags: Option<Vec<Tag>>| {
        let request = act.clients.events.put_rule().name(&rule.name).event_pattern(rule.pattern.to_string());
        act.calls.send(call, request.set_tags(tags).send())
    };
    // EventBridge refuses tags for a rule that exists.
    let made = match put(Some(tags)).await {
        Err(error) if error.kind == ErrorKind::Conflict => put(None).await?,
        made => made?,
    };
    let mut outputs = with_id(&rule.name);
    outputs.extend(made.rule_arn.map(|arn| (Output::Arn, arn)));
    Ok(outputs)
}

pub(super) async fn delete_rule(act: ExecContext<'_>, rule: &EventRule) -> Result<(), CloudError> {
    let request = act.clients.events.delete_rule().name(&rule.name).send();
    act.calls.send(Call::new("events", "DeleteRule"), request).await.map(drop)
}

pub(super) async fn put_target(act: ExecContext<'_>, target: &EventTarget) -> Result<Outputs, CloudError> {
    let call = Call::new("events", "PutTargets");
    let (rule, queue) = (id_of(&target.rule), id_of(&target.queue));
    let sent = Target::builder().id(TARGET).arn(queue).build().map_err(|error| {
        CloudError::new(ErrorKind::Invalid, call.operation, "the target is incomplete").caused_by(error)
    })?;
    let answer = act.calls.send(call, act.clients.events.put_targets().rule(rule).targets(sent).send()).await?;
    refused(call, answer.failed_entries().first().map(|e| (e.error_code(), e.error_message())))?;
    Ok(with_composed([rule, queue]))
}

pub(super) async fn delete_target(act: ExecContext<'_>, target: &EventTarget) -> Result<(), CloudError> {
    let call = Call::new("events", "RemoveTargets");
    // kops gives its target the same id.
    let request = act.clients.events.remove_targets().rule(id_of(&target.rule)).ids(TARGET).send();
    let answer = act.calls.send(call, request).await?;
    refused(call, answer.failed_entries().first().map(|e| (e.error_code(), e.error_message())))
}

/// EventBridge answers with success and a list of what it refused.
fn refused(call: Call, entry: Option<(Option<&str>, Option<&str>)>) -> Result<(), CloudError> {
    let Some((code, message)) = entry else { return Ok(()) };
    let (code, message) = (code.unwrap_or("Unknown"), message.unwrap_or("no message"));
    Err(CloudError::new(kind_of(code, message, 400), call.operation, message).code(code))
}
