//! EventBridge rules and their targets.

use std::collections::BTreeSet;

use aws_sdk_eventbridge::types::{self, Target};
use futures::future::try_join_all;
use kops_core::cloud::{CloudError, ErrorKind, Observed};
use kops_core::resource::{EventRule, EventTarget, Kind, Output, Outputs, Tags};
use serde_json::Value;

use super::queue;
use crate::error::{Call, kind_of};
use crate::reader::{Reader, observed_by, observed_with};
use crate::step::{StepContext, Update, known, with_composite, with_id};
use crate::tags;

const READ: Call = Call::new("events", "ListRules");
const READ_TAGS: Call = Call::new("events", "ListTagsForResource");
const WRITE: Call = Call::new("events", "PutRule");

/// The id of the one target that a rule has; kops uses the same.
const TARGET: &str = "1";

/// Reads the rules that the scope names.
pub(crate) async fn read(reader: Reader<'_>) -> Result<Vec<Observed>, CloudError> {
    let names = reader.names(Kind::EventRule);
    // The names begin with the cluster's name, and one call lists what has one beginning.
    let prefixes: BTreeSet<&str> = names.iter().filter_map(|name| Some(name.rsplit_once('-')?.0)).collect();
    let mut rules = Vec::new();
    for prefix in prefixes {
        let mut token = None;
        loop {
            let request = reader.clients.events.list_rules().name_prefix(prefix).set_next_token(token).send();
            let answer = reader.calls.send(READ, request).await?;
            for rule in answer.rules.unwrap_or_default() {
                if names.contains(READ.require(rule.name(), "Name")?) {
                    rules.push(rule);
                }
            }
            token = answer.next_token;
            if token.is_none() {
                break;
            }
        }
    }
    let found = try_join_all(rules.iter().map(|rule| with_tags(reader, rule))).await?;
    Ok(found.into_iter().flatten().collect())
}

/// A rule with its tags; `None` where it was deleted since it was listed.
async fn with_tags(reader: Reader<'_>, rule: &types::Rule) -> Result<Option<Observed>, CloudError> {
    let arn = READ.require(rule.arn(), "Arn")?;
    let request = reader.clients.events.list_tags_for_resource().resource_arn(arn).send();
    let Some(answer) = reader.calls.find(READ_TAGS, request).await? else { return Ok(None) };
    let rule = from_aws(rule, tags::events(answer.tags()))?;
    Ok(Some(observed_with(rule.name.clone(), rule, Outputs::from([(Output::Arn, arn.to_owned())]))))
}

fn from_aws(rule: &types::Rule, tags: Tags) -> Result<EventRule, CloudError> {
    let name = READ.require(rule.name.clone(), "Name")?;
    // A rule with a schedule has no pattern.
    let pattern = rule.event_pattern.clone().unwrap_or_default();
    if !pattern.is_empty() {
        serde_json::from_str::<Value>(&pattern).map_err(|error| {
            let message = format!("the pattern of the rule `{name}` is not JSON");
            CloudError::new(ErrorKind::Internal, READ.operation, message).caused_by(error)
        })?;
    }
    Ok(EventRule { name, pattern, tags })
}

fn to_aws(rule: &EventRule) -> types::Rule {
    let EventRule { name, pattern, tags: _ } = rule;
    types::Rule::builder().name(name).event_pattern(pattern).build()
}

/// Puts a rule, which replaces one of the same name.
pub(crate) async fn create(ctx: StepContext<'_>, rule: &EventRule) -> Result<Outputs, CloudError> {
    // EventBridge refuses tags for a rule that exists.
    let arn = match put(ctx, rule, Some(tags::to_events(&rule.tags)?)).await {
        Err(error) if error.kind == ErrorKind::Conflict => put(ctx, rule, None).await?,
        made => made?,
    };
    Ok(outputs(&rule.name, arn))
}

/// Puts a rule and returns its ARN.
async fn put(ctx: StepContext<'_>, rule: &EventRule, tags: Option<Vec<types::Tag>>) -> Result<String, CloudError> {
    let sent = to_aws(rule);
    let request = ctx.clients.events.put_rule().set_name(sent.name).set_event_pattern(sent.event_pattern);
    let made = ctx.calls.send(WRITE, request.set_tags(tags).send()).await?;
    WRITE.require(made.rule_arn, "RuleArn")
}

fn outputs(name: &str, arn: String) -> Outputs {
    let mut outputs = with_id(name);
    outputs.insert(Output::Arn, arn);
    outputs
}

pub(crate) async fn update(ctx: StepContext<'_>, update: Update<'_, EventRule>) -> Result<Outputs, CloudError> {
    let rule = update.desired;
    // Putting a rule takes away its description and state, which people may have set.
    let arn = match update.touches(&[EventRule::PATTERN]) {
        true => put(ctx, rule, None).await?,
        false => arn(ctx, &rule.name).await?,
    };
    if update.touches(&[EventRule::TAGS]) {
        let (write, remove) = tags::difference(&update.current.tags, &rule.tags);
        let events = &ctx.clients.events;
        if !write.is_empty() {
            let request = events.tag_resource().resource_arn(&arn).set_tags(Some(tags::to_events(&write)?)).send();
            ctx.calls.send(Call::new("events", "TagResource"), request).await?;
        }
        if !remove.is_empty() {
            let request = events.untag_resource().resource_arn(&arn).set_tag_keys(Some(remove)).send();
            ctx.calls.send(Call::new("events", "UntagResource"), request).await?;
        }
    }
    Ok(outputs(&rule.name, arn))
}

async fn arn(ctx: StepContext<'_>, name: &str) -> Result<String, CloudError> {
    let call = Call::new("events", "DescribeRule");
    let request = ctx.clients.events.describe_rule().name(name).send();
    call.require(ctx.calls.send(call, request).await?.arn, "Arn")
}

pub(crate) async fn delete(ctx: StepContext<'_>, _: &str, rule: &EventRule) -> Result<(), CloudError> {
    let refused = match delete_rule(ctx, &rule.name).await {
        Err(error) if error.kind == ErrorKind::InUse => error,
        deleted => return deleted,
    };
    // Targets are found by their queue, so no step removes one whose queue is gone.
    let stale = targets_without_queue(ctx, &rule.name).await?;
    if stale.is_empty() {
        return Err(refused);
    }
    remove_targets(ctx, &rule.name, stale).await?;
    delete_rule(ctx, &rule.name).await
}

async fn delete_rule(ctx: StepContext<'_>, name: &str) -> Result<(), CloudError> {
    let request = ctx.clients.events.delete_rule().name(name).send();
    ctx.calls.send(Call::new("events", "DeleteRule"), request).await.map(drop)
}

/// The ids of the targets of a rule that lead to queues which are not there.
async fn targets_without_queue(ctx: StepContext<'_>, rule: &str) -> Result<Vec<String>, CloudError> {
    let arn = arn(ctx, rule).await?;
    let call = Call::new("events", "ListTargetsByRule");
    let mut found = Vec::new();
    let mut token = None;
    loop {
        let request = ctx.clients.events.list_targets_by_rule().rule(rule).set_next_token(token).send();
        let answer = ctx.calls.send(call, request).await?;
        for target in answer.targets() {
            if let Some(name) = queue_beside(&arn, target.arn())
                && !queue::exists(ctx, name).await?
            {
                found.push(target.id().to_owned());
            }
        }
        token = answer.next_token;
        if token.is_none() {
            return Ok(found);
        }
    }
}

/// The name of the queue that a target leads to, where it is in the account and region of the rule: of others it is not known whether they
/// are there.
fn queue_beside<'a>(rule: &str, target: &'a str) -> Option<&'a str> {
    // arn:aws:sqs:us-east-2:123456789012:NAME
    let (partition, queue) = target.split_once(":sqs:")?;
    let (place, name) = queue.rsplit_once(':')?;
    rule.starts_with(&format!("{partition}:events:{place}:rule/")).then_some(name)
}

/// Reads which rules send to a queue.
pub(super) async fn read_targets(reader: Reader<'_>, queue: &str) -> Result<Vec<Observed>, CloudError> {
    let call = Call::new("events", "ListRuleNamesByTarget");
    let mut found = Vec::new();
    let mut token = None;
    loop {
        let request = reader.clients.events.list_rule_names_by_target().target_arn(queue).set_next_token(token);
        let Some(answer) = reader.calls.find(call, request.send()).await? else { break };
        for rule in answer.rule_names() {
            let target = EventTarget { rule: rule.as_str().into(), queue: queue.into() };
            found.push(observed_by([rule, queue], target));
        }
        token = answer.next_token;
        if token.is_none() {
            break;
        }
    }
    Ok(found)
}

pub(crate) async fn create_target(ctx: StepContext<'_>, target: &EventTarget) -> Result<Outputs, CloudError> {
    let EventTarget { rule, queue } = target;
    let (rule, queue) = (known(rule)?, known(queue)?);
    let call = Call::new("events", "PutTargets");
    let sent = Target::builder().id(TARGET).arn(queue).build().map_err(|error| {
        CloudError::new(ErrorKind::Invalid, call.operation, "the target is incomplete").caused_by(error)
    })?;
    let answer = ctx.calls.send(call, ctx.clients.events.put_targets().rule(rule).targets(sent).send()).await?;
    refused(call, answer.failed_entries().first().map(|entry| (entry.error_code(), entry.error_message())))?;
    Ok(with_composite([rule, queue]))
}

pub(crate) async fn delete_target(ctx: StepContext<'_>, _: &str, target: &EventTarget) -> Result<(), CloudError> {
    remove_targets(ctx, known(&target.rule)?, vec![TARGET.to_owned()]).await
}

async fn remove_targets(ctx: StepContext<'_>, rule: &str, ids: Vec<String>) -> Result<(), CloudError> {
    let call = Call::new("events", "RemoveTargets");
    let request = ctx.clients.events.remove_targets().rule(rule).set_ids(Some(ids)).send();
    let answer = ctx.calls.send(call, request).await?;
    refused(call, answer.failed_entries().first().map(|entry| (entry.error_code(), entry.error_message())))
}

/// EventBridge answers with success and a list of what it refused.
fn refused(call: Call, entry: Option<(Option<&str>, Option<&str>)>) -> Result<(), CloudError> {
    let Some((code, message)) = entry else { return Ok(()) };
    let (code, message) = (code.unwrap_or("Unknown"), message.unwrap_or("no message"));
    Err(CloudError::new(kind_of(code, message, 400), call.operation, message).code(code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::testing::each_sample;

    #[test]
    fn rules_read_back_as_written() {
        each_sample(|rule: &EventRule| {
            assert_eq!(from_aws(&to_aws(rule), rule.tags.clone()).expect("whole"), *rule);
        });
    }

    #[test]
    fn only_queues_beside_their_rule_are_looked_up() {
        let rule = "arn:aws:events:us-east-2:123456789012:rule/demo-spot";
        for (target, expected) in [
            ("arn:aws:sqs:us-east-2:123456789012:demo-nth", Some("demo-nth")),
            ("arn:aws:sqs:us-east-1:123456789012:demo-nth", None),
            ("arn:aws:sqs:us-east-2:999999999999:demo-nth", None),
            ("arn:aws-cn:sqs:us-east-2:123456789012:demo-nth", None),
            ("arn:aws:sns:us-east-2:123456789012:demo-nth", None),
            ("arn:aws:lambda:us-east-2:123456789012:function:demo-nth", None),
            ("arn:aws:events:us-east-2:123456789012:event-bus/demo-nth", None),
            ("demo-nth", None),
        ] {
            assert_eq!(queue_beside(rule, target), expected, "{target}");
        }
    }

    #[test]
    fn pattern_that_is_not_json_is_an_error() {
        let rule = types::Rule::builder().name("rule").event_pattern("{").build();
        assert!(from_aws(&rule, Tags::new()).expect_err("cut off").message.contains("`rule` is not JSON"));
    }
}
