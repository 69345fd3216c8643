//! EventBridge rules and their targets.

use std::collections::BTreeSet;

use aws_sdk_eventbridge::types::{self, Tag, Target};
use kops_core::cloud::{CloudError, ErrorKind, Observed};
use kops_core::resource::{EventRule, EventTarget, Kind, Output, Outputs, Tags};
use serde_json::Value;

use crate::error::{Call, kind_of};
use crate::reader::{Reader, observed_by, observed_with};
use crate::step::{StepContext, Update, known, with_composite, with_id};

const READ: Call = Call::new("events", "ListRules");
const WRITE: Call = Call::new("events", "PutRule");

/// The id of the one target that a rule has; kops uses the same.
const TARGET: &str = "1";

/// Reads the rules that the scope names.
pub(crate) async fn read(reader: Reader<'_>) -> Result<Vec<Observed>, CloudError> {
    let names = reader.names(Kind::EventRule);
    // The names begin with the cluster's name, and one call lists what has one beginning.
    let prefixes: BTreeSet<&str> = names.iter().filter_map(|name| Some(name.rsplit_once('-')?.0)).collect();
    let mut found = Vec::new();
    for prefix in prefixes {
        let mut token = None;
        loop {
            let request = reader.clients.events.list_rules().name_prefix(prefix).set_next_token(token).send();
            let answer = reader.calls.send(READ, request).await?;
            for rule in answer.rules() {
                let name = READ.require(rule.name(), "Name")?;
                if names.contains(name) {
                    let outputs = Outputs::from([(Output::Arn, READ.require(rule.arn.clone(), "Arn")?)]);
                    found.push(observed_with(name, from_aws(rule)?, outputs));
                }
            }
            token = answer.next_token;
            if token.is_none() {
                break;
            }
        }
    }
    Ok(found)
}

fn from_aws(rule: &types::Rule) -> Result<EventRule, CloudError> {
    let name = READ.require(rule.name.clone(), "Name")?;
    // A rule with a schedule has no pattern.
    let pattern = rule.event_pattern.clone().unwrap_or_default();
    if !pattern.is_empty() {
        serde_json::from_str::<Value>(&pattern).map_err(|error| {
            let message = format!("the pattern of the rule `{name}` is not JSON");
            CloudError::new(ErrorKind::Internal, READ.operation, message).caused_by(error)
        })?;
    }
    Ok(EventRule { name, pattern, tags: Tags::new() })
}

fn to_aws(rule: &EventRule) -> types::Rule {
    let EventRule { name, pattern, tags: _ } = rule;
    types::Rule::builder().name(name).event_pattern(pattern).build()
}

fn tags_to_aws(tags: &Tags) -> Result<Vec<Tag>, CloudError> {
    let tags = tags.iter().map(|(key, value)| Tag::builder().key(key).value(value).build());
    tags.collect::<Result<_, _>>().map_err(|error| {
        CloudError::new(ErrorKind::Invalid, WRITE.operation, "a tag lacks its key or value").caused_by(error)
    })
}

/// Puts a rule, which replaces one of the same name.
pub(crate) async fn create(ctx: StepContext<'_>, rule: &EventRule) -> Result<Outputs, CloudError> {
    let put = |tags: Option<Vec<Tag>>| {
        let sent = to_aws(rule);
        let request = ctx.clients.events.put_rule().set_name(sent.name).set_event_pattern(sent.event_pattern);
        ctx.calls.send(WRITE, request.set_tags(tags).send())
    };
    // EventBridge refuses tags for a rule that exists.
    let made = match put(Some(tags_to_aws(&rule.tags)?)).await {
        Err(error) if error.kind == ErrorKind::Conflict => put(None).await?,
        made => made?,
    };
    let mut outputs = with_id(&rule.name);
    outputs.insert(Output::Arn, WRITE.require(made.rule_arn, "RuleArn")?);
    Ok(outputs)
}

pub(crate) async fn update(ctx: StepContext<'_>, update: Update<'_, EventRule>) -> Result<Outputs, CloudError> {
    create(ctx, update.desired).await
}

pub(crate) async fn delete(ctx: StepContext<'_>, _: &str, rule: &EventRule) -> Result<(), CloudError> {
    let request = ctx.clients.events.delete_rule().name(&rule.name).send();
    ctx.calls.send(Call::new("events", "DeleteRule"), request).await.map(drop)
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
    let call = Call::new("events", "RemoveTargets");
    let request = ctx.clients.events.remove_targets().rule(known(&target.rule)?).ids(TARGET).send();
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
        // Tags are not read.
        each_sample(|rule: &EventRule| {
            let expected = EventRule { tags: Tags::new(), ..rule.clone() };
            assert_eq!(from_aws(&to_aws(rule)).expect("whole"), expected);
        });
    }

    #[test]
    fn pattern_that_is_not_json_is_an_error() {
        let rule = types::Rule::builder().name("rule").event_pattern("{").build();
        assert!(from_aws(&rule).expect_err("cut off").message.contains("`rule` is not JSON"));
    }
}
