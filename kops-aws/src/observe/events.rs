//! The queue of the node termination handler and the rules that feed it.

use aws_sdk_sqs::types::QueueAttributeName;
use futures::future::try_join_all;
use kops_core::cloud::{CloudError, Observed};
use kops_core::resource::{EventRule, EventTarget, Kind, Output, Outputs, Queue};
use serde_json::Value;

use super::{Reader, observed_by, observed_with};
use crate::error::Call;

pub(super) async fn read(reader: Reader<'_>) -> Result<Vec<Observed>, CloudError> {
    let queues = async {
        let mut found = Vec::new();
        for (seen, arn) in try_join_all(reader.names(Kind::Queue).into_iter().map(|name| queue(reader, name)))
            .await?
            .into_iter()
            .flatten()
        {
            found.extend(targets(reader, &arn).await?);
            found.push(seen);
        }
        Ok(found)
    };
    let (queues, rules) = futures::try_join!(queues, rules(reader))?;
    Ok(queues.into_iter().chain(rules).collect())
}

async fn queue(reader: Reader<'_>, name: &str) -> Result<Option<(Observed, String)>, CloudError> {
    let sqs = &reader.clients.sqs;
    let request = sqs.get_queue_url().queue_name(name).send();
    let Some(url) = reader.calls.find(Call::new("sqs", "GetQueueUrl"), request).await?.and_then(|a| a.queue_url) else {
        return Ok(None);
    };
    let request = sqs.get_queue_attributes().queue_url(&url).attribute_names(QueueAttributeName::All).send();
    let Some(answer) = reader.calls.find(Call::new("sqs", "GetQueueAttributes"), request).await? else {
        return Ok(None);
    };
    let attributes = answer.attributes.unwrap_or_default();
    let text = |name: QueueAttributeName| attributes.get(&name).map(String::as_str).unwrap_or_default();
    let arn = text(QueueAttributeName::QueueArn).to_owned();
    let resource = Queue {
        name: name.to_owned(),
        retention_seconds: text(QueueAttributeName::MessageRetentionPeriod).parse().unwrap_or_default(),
        policy: serde_json::from_str(text(QueueAttributeName::Policy)).unwrap_or(Value::Null),
        tags: kops_core::resource::Tags::new(),
    };
    Ok(Some((observed_with(url, resource, Outputs::from([(Output::Arn, arn.clone())])), arn)))
}

/// Which rules send to a queue.
async fn targets(reader: Reader<'_>, queue: &str) -> Result<Vec<Observed>, CloudError> {
    let (mut rules, mut token) = (Vec::new(), None);
    loop {
        let request = reader.clients.events.list_rule_names_by_target().target_arn(queue).set_next_token(token);
        let call = Call::new("events", "ListRuleNamesByTarget");
        let Some(answer) = reader.calls.find(call, request.send()).await? else { break };
        rules.extend(answer.rule_names.unwrap_or_default());
        token = answer.next_token;
        if token.is_none() {
            break;
        }
    }
    Ok(rules
        .into_iter()
        .map(|rule| {
            let resource = EventTarget { rule: rule.as_str().into(), queue: queue.into() };
            observed_by([rule.as_str(), queue], resource)
        })
        .collect())
}

async fn rules(reader: Reader<'_>) -> Result<Vec<Observed>, CloudError> {
    let names = reader.names(Kind::EventRule);
    // The names have the cluster's name as their common beginning, and one list call takes one beginning.
    let prefixes: std::collections::BTreeSet<&str> =
        names.iter().filter_map(|name| Some(name.rsplit_once('-')?.0)).collect();
    let mut found = Vec::new();
    for prefix in prefixes {
        let mut token = None;
        loop {
            let request = reader.clients.events.list_rules().name_prefix(prefix).set_next_token(token).send();
            let answer = reader.calls.send(Call::new("events", "ListRules"), request).await?;
            for rule in answer.rules.unwrap_or_default() {
                let Some(name) = rule.name.filter(|name| names.contains(name.as_str())) else { continue };
                let pattern = rule.event_pattern.and_then(|p| serde_json::from_str(&p).ok()).unwrap_or(Value::Null);
                let resource = EventRule { name: name.clone(), pattern, tags: kops_core::resource::Tags::new() };
                let arn = rule.arn.unwrap_or_default();
                found.push(observed_with(name, resource, Outputs::from([(Output::Arn, arn)])));
            }
            token = answer.next_token;
            if token.is_none() {
                break;
            }
        }
    }
    Ok(found)
}
