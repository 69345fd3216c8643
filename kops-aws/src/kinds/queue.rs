//! SQS queues.

use std::collections::HashMap;

use aws_sdk_sqs::types::QueueAttributeName;
use futures::future::try_join_all;
use kops_core::cloud::{CloudError, ErrorKind, Observed};
use kops_core::resource::{Kind, Output, Outputs, Queue, Tags};
use serde_json::Value;

use super::event_rule;
use crate::error::Call;
use crate::reader::{Reader, observed_with};
use crate::step::{StepContext, Update, has_tags, with_id};
use crate::tags;

const READ_URL: Call = Call::new("sqs", "GetQueueUrl");
const READ: Call = Call::new("sqs", "GetQueueAttributes");
const READ_TAGS: Call = Call::new("sqs", "ListQueueTags");

/// Reads queues with the rules that send to them.
pub(crate) async fn read(reader: Reader<'_>) -> Result<Vec<Observed>, CloudError> {
    let queues = try_join_all(reader.names(Kind::Queue).into_iter().map(|name| one(reader, name))).await?;
    let mut found = Vec::new();
    for queue in queues.into_iter().flatten() {
        if let Some(arn) = queue.outputs.get(&Output::Arn) {
            found.extend(event_rule::read_targets(reader, arn).await?);
        }
        found.push(queue);
    }
    Ok(found)
}

async fn one(reader: Reader<'_>, name: &str) -> Result<Option<Observed>, CloudError> {
    let sqs = &reader.clients.sqs;
    let request = sqs.get_queue_url().queue_name(name).send();
    let Some(answer) = reader.calls.find(READ_URL, request).await? else { return Ok(None) };
    let url = READ_URL.require(answer.queue_url, "QueueUrl")?;
    let attributes = sqs.get_queue_attributes().queue_url(&url).attribute_names(QueueAttributeName::All).send();
    let tags = sqs.list_queue_tags().queue_url(&url).send();
    let (attributes, tags) =
        futures::try_join!(reader.calls.find(READ, attributes), reader.calls.find(READ_TAGS, tags))?;
    let (Some(attributes), Some(tags)) = (attributes, tags) else { return Ok(None) };
    let attributes = attributes.attributes.unwrap_or_default();
    let tags = tags::sqs(&tags.tags.unwrap_or_default());
    let arn = READ.require(attributes.get(&QueueAttributeName::QueueArn), "QueueArn")?;
    let outputs = Outputs::from([(Output::Arn, arn.clone())]);
    Ok(Some(observed_with(url, from_aws(name, &attributes, tags)?, outputs)))
}

fn from_aws(name: &str, attributes: &HashMap<QueueAttributeName, String>, tags: Tags) -> Result<Queue, CloudError> {
    let retention = attributes.get(&QueueAttributeName::MessageRetentionPeriod).and_then(|text| text.parse().ok());
    // A queue without a policy has no such attribute.
    let policy = match attributes.get(&QueueAttributeName::Policy).filter(|text| !text.is_empty()) {
        Some(text) => serde_json::from_str(text).map_err(|error| {
            let message = format!("the policy of the queue `{name}` is not JSON");
            CloudError::new(ErrorKind::Internal, READ.operation, message).caused_by(error)
        })?,
        None => Value::Null,
    };
    Ok(Queue {
        name: name.to_owned(),
        retention_seconds: READ.require(retention, "MessageRetentionPeriod")?,
        policy,
        tags,
    })
}

fn to_aws(queue: &Queue) -> HashMap<QueueAttributeName, String> {
    let Queue { name: _, retention_seconds, policy, tags: _ } = queue;
    HashMap::from([
        (QueueAttributeName::MessageRetentionPeriod, retention_seconds.to_string()),
        (QueueAttributeName::Policy, policy.to_string()),
    ])
}

pub(crate) async fn create(ctx: StepContext<'_>, queue: &Queue) -> Result<Outputs, CloudError> {
    let call = Call::new("sqs", "CreateQueue");
    let request = ctx
        .clients
        .sqs
        .create_queue()
        .queue_name(&queue.name)
        .set_attributes(Some(to_aws(queue)))
        .set_tags(Some(tags::to_sqs(&queue.tags)));
    let url = match ctx.calls.send(call, request.send()).await {
        // A queue of that name with other attributes.
        Err(error) if error.kind == ErrorKind::Conflict => return adopt(ctx, queue, error).await,
        made => call.require(made?.queue_url, "QueueUrl")?,
    };
    outputs(ctx, &url).await
}

/// Tells whether the account has a queue of this name.
pub(super) async fn exists(ctx: StepContext<'_>, name: &str) -> Result<bool, CloudError> {
    let request = ctx.clients.sqs.get_queue_url().queue_name(name).send();
    Ok(ctx.calls.find(READ_URL, request).await?.is_some())
}

/// Brings a queue that exists to what it should be, where it has the tags that its creation would have given it.
async fn adopt(ctx: StepContext<'_>, queue: &Queue, conflict: CloudError) -> Result<Outputs, CloudError> {
    let request = ctx.clients.sqs.get_queue_url().queue_name(&queue.name).send();
    let url = READ_URL.require(ctx.calls.send(READ_URL, request).await?.queue_url, "QueueUrl")?;
    let request = ctx.clients.sqs.list_queue_tags().queue_url(&url).send();
    let seen = ctx.calls.send(READ_TAGS, request).await?.tags.unwrap_or_default();
    if !has_tags(&tags::sqs(&seen), &queue.tags) {
        return Err(conflict);
    }
    set_attributes(ctx, &url, queue).await?;
    outputs(ctx, &url).await
}

pub(crate) async fn update(ctx: StepContext<'_>, update: Update<'_, Queue>) -> Result<Outputs, CloudError> {
    let (url, sqs) = (update.id, &ctx.clients.sqs);
    if update.touches(&Queue::ATTRIBUTES) {
        set_attributes(ctx, url, update.desired).await?;
    }
    if update.touches(&[Queue::TAGS]) {
        let (write, remove) = tags::difference(&update.current.tags, &update.desired.tags);
        if !write.is_empty() {
            let request = sqs.tag_queue().queue_url(url).set_tags(Some(tags::to_sqs(&write))).send();
            ctx.calls.send(Call::new("sqs", "TagQueue"), request).await?;
        }
        if !remove.is_empty() {
            let request = sqs.untag_queue().queue_url(url).set_tag_keys(Some(remove)).send();
            ctx.calls.send(Call::new("sqs", "UntagQueue"), request).await?;
        }
    }
    outputs(ctx, url).await
}

async fn set_attributes(ctx: StepContext<'_>, url: &str, queue: &Queue) -> Result<(), CloudError> {
    let request = ctx.clients.sqs.set_queue_attributes().queue_url(url).set_attributes(Some(to_aws(queue))).send();
    ctx.calls.send(Call::new("sqs", "SetQueueAttributes"), request).await.map(drop)
}

async fn outputs(ctx: StepContext<'_>, url: &str) -> Result<Outputs, CloudError> {
    let request = ctx.clients.sqs.get_queue_attributes().queue_url(url);
    let seen = ctx.calls.send(READ, request.attribute_names(QueueAttributeName::QueueArn).send()).await?;
    let arn = seen.attributes.unwrap_or_default().remove(&QueueAttributeName::QueueArn);
    let mut outputs = with_id(url);
    outputs.insert(Output::Arn, READ.require(arn, "QueueArn")?);
    Ok(outputs)
}

pub(crate) async fn delete(ctx: StepContext<'_>, url: &str, _: &Queue) -> Result<(), CloudError> {
    let request = ctx.clients.sqs.delete_queue().queue_url(url).send();
    ctx.calls.send(Call::new("sqs", "DeleteQueue"), request).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::testing::each_sample;

    #[test]
    fn queues_read_back_as_written() {
        each_sample(|queue: &Queue| {
            let seen = from_aws(&queue.name, &to_aws(queue), queue.tags.clone());
            assert_eq!(seen.expect("whole"), *queue);
        });
    }

    #[test]
    fn policy_that_is_not_json_is_an_error() {
        let mut attributes = to_aws(&Queue::default());
        attributes.insert(QueueAttributeName::Policy, "{".to_owned());
        let seen = |attributes: &HashMap<_, _>| from_aws("queue", attributes, Tags::new());
        assert!(seen(&attributes).expect_err("cut off").message.contains("`queue` is not JSON"));
        attributes.remove(&QueueAttributeName::Policy);
        assert_eq!(seen(&attributes).expect("no policy").policy, Value::Null);
    }
}
