//! Queues, EventBridge rules and targets.

use serde_json::Value;

use super::access::check_policy;
use super::{Found, Limits, codes};
use crate::resource::{EventRule, EventTarget, Keyset, ManagedFile, Queue, Secret};

impl Limits for Queue {
    fn check_values(&self, found: &mut Found) {
        found.name(Self::NAME, "queue name", &self.name, 80, "-_");
        let retention = self.retention_seconds;
        found.number(Self::RETENTION_SECONDS, "message retention", retention, "seconds", 60..=1_209_600);
        if !self.policy.is_null() {
            check_policy(Self::POLICY, "policy of the queue", &self.policy, 10_240, found);
        }
    }
}

impl Limits for EventRule {
    fn check_values(&self, found: &mut Found) {
        found.name(Self::NAME, "event rule name", &self.name, 64, "-_.");
        if !matches!(serde_json::from_str(&self.pattern), Ok(Value::Object(pattern)) if !pattern.is_empty()) {
            let message = "the pattern of an event rule must be an object with fields";
            found.refuse_with("InvalidEventPatternException", Self::PATTERN, codes::VALUE, message);
        }
    }
}

impl Limits for EventTarget {
    fn check_values(&self, _: &mut Found) {}
}

/// Objects of the state store are written to it and not to AWS's services.
impl Limits for ManagedFile {
    fn check_values(&self, _: &mut Found) {}
}

impl Limits for Keyset {
    fn check_values(&self, _: &mut Found) {}
}

impl Limits for Secret {
    fn check_values(&self, _: &mut Found) {}
}
