//! The queue of the node termination handler, and what fills it.

use super::access::document;
use super::attributes::Attributes;
use super::links::Links;
use crate::resource::{EventRule, EventTarget, Queue};

pub(super) fn queue(queue: &Queue) -> Attributes {
    let Queue { name, retention_seconds, policy, tags } = queue;
    Attributes::new()
        .set("name", name.as_str())
        .set("message_retention_seconds", *retention_seconds)
        .file("policy", "policy", document(policy))
        .tags(tags)
}

pub(super) fn rule(rule: &EventRule) -> Attributes {
    let EventRule { name, pattern, tags } = rule;
    Attributes::new().set("name", name.as_str()).file("event_pattern", "event_pattern", pattern.clone()).tags(tags)
}

pub(super) fn target(links: Links<'_>, target: &EventTarget) -> Attributes {
    let EventTarget { rule, queue } = target;
    Attributes::new().set("rule", links.follow(rule)).set("arn", links.follow(queue))
}
