//! The queue from which the node termination handler learns what happens to instances.

use serde_json::Value;

use super::{Compare, Kind, Ref, Tags};
use crate::naming::Names;

resource! {
    /// An SQS queue. Its identity is the name.
    Queue {
        /// The name, at most 75 characters here.
        name: String => Identity;
        /// Seconds that a message is kept.
        retention_seconds: i32 => InPlace;
        /// Who may send; compared by meaning.
        policy: Value => InPlace { compare: Compare::Document };
        /// Tags.
        tags: Tags => InPlace;
    }
}

resource! {
    /// An EventBridge rule. Its identity is the name.
    EventRule {
        /// The name.
        name: String => Identity;
        /// Which events match, as JSON; compared by meaning.
        pattern: String => InPlace { compare: Compare::Document };
        /// Tags.
        tags: Tags => InPlace;
    }
}

resource! {
    /// Where the events of a rule go. Its identity is the rule and the target's ARN.
    EventTarget {
        /// The rule, by name.
        rule: Ref => Identity { refers_to: &[Kind::EventRule] };
        /// The queue, by ARN.
        queue: Ref => Identity { refers_to: &[Kind::Queue], may_dangle: true };
    }
}

/// True for the name of the queue of a cluster.
pub(super) fn is_queue_of(name: &str, cluster: &str) -> bool {
    name == Names::new(cluster).queue()
}

/// True for a name that only an event rule of a cluster can have.
pub(super) fn is_event_rule_of(name: &str, cluster: &str) -> bool {
    name.strip_prefix(&Names::new(cluster).event_rule("")).is_some_and(|event| !event.contains(['-', '.']))
}
