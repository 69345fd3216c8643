//! The queue of the node termination handler, and what fills it.

use super::access::document;
use super::attributes::Attributes;
use super::links::Links;
use crate::resource::{EventRule, EventTarget, Queue};

pub(super) fn queue(queue: &Queue) -> Attributes {
    Attributes::new()
        .set("name", queue.name.as_str())
        .set("message_retention_seconds", queue.retention_seconds)
        .file("policy", "policy", document(&queue.policy))
        .tags(&queue.tags)
}

pub(super) fn rule(rule: &EventRule) -> Attributes {
    Attributes::new()
        .set("name", rule.name.as_str())
        .file("event_pattern", "event_pattern", document(&rule.pattern))
        .tags(&rule.tags)
}

pub(super) fn target(links: Links<'_>, target: &EventTarget) -> Attributes {
    Attributes::new().set("rule", links.follow(&target.rule)).set("arn", links.follow(&target.queue))
}
