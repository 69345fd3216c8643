//! What the node termination handler hears from AWS: a queue, the rules that fill it, and a hook in every group that gives
//! it time to drain.

use super::Context;
use super::iam::document::{Statement, single};
use crate::graph::{Builder, Origin};
use crate::resource::{EventRule, EventTarget, Kind, LifecycleHook, Output, Queue, Ref, ResourceId};
use crate::spec::InstanceManager;

/// Seconds that a message waits for the handler, and that AWS waits for an instance to be drained.
const PATIENCE: i32 = 300;

/// Adds the queue, its rules and the hooks, where the handler works by a queue.
pub(super) fn build(context: &Context<'_>, graph: &mut Builder) {
    known_names(context, graph);
    if !context.drains_by_queue() {
        return;
    }
    for group in context.groups.iter().filter(|group| group.spec.manager != Some(InstanceManager::Karpenter)) {
        let name = context.names.termination_hook(group.name());
        let hook = LifecycleHook {
            group: Ref::to(Kind::AutoscalingGroup, context.autoscaling_group(group)),
            name: name.clone(),
            transition: "autoscaling:EC2_INSTANCE_TERMINATING".into(),
            default_result: "CONTINUE".into(),
            heartbeat_timeout: PATIENCE,
        };
        let origin = origin(context, "time to drain a node before its instance is terminated");
        graph.own(name, hook, origin.field(LifecycleHook::NAME, group.reference().field("metadata.name")));
    }
    let queue = queue(context, graph);
    for event in EVENTS.iter().filter(|event| !event.only_for_rebalance || drains_on_rebalance(context)) {
        let name = context.names.event_rule(event.name);
        let rule = EventRule { name: name.clone(), pattern: event.pattern(), tags: context.tags(&name) };
        let rule = graph.own(name.clone(), rule, origin(context, event.reason));
        let target =
            EventTarget { rule: rule.reference(), queue: Ref::Resource { id: queue.clone(), output: Output::Arn } };
        let reason = "target of the rule: the queue of the node termination handler";
        graph.own(context.names.event_target(&name), target, origin(context, reason));
    }
}

/// The names that a handler which is not wanted any more left behind.
fn known_names(context: &Context<'_>, graph: &mut Builder) {
    graph.may_have(Kind::Queue, context.names.queue());
    for event in &EVENTS {
        graph.may_have(Kind::EventRule, context.names.event_rule(event.name));
    }
}

fn queue(context: &Context<'_>, graph: &mut Builder) -> ResourceId {
    let name = context.names.queue();
    let facts = context.facts;
    let arn = format!("arn:{}:sqs:{}:{}:{name}", facts.partition, facts.region, facts.account_id);
    let senders = ["events.amazonaws.com", "sqs.amazonaws.com"];
    let queue = Queue {
        name: name.clone(),
        retention_seconds: PATIENCE,
        policy: single(&Statement::allow("sqs:SendMessage").on(arn).for_service(senders)),
        tags: context.tags(&name),
    };
    graph.own(name, queue, origin(context, "queue of the node termination handler"))
}

fn drains_on_rebalance(context: &Context<'_>) -> bool {
    let handler = context.spec().node_termination_handler.as_ref();
    handler.is_some_and(|handler| handler.enable_rebalance_draining == Some(true))
}

fn origin(context: &Context<'_>, reason: &str) -> Origin {
    Origin::new(reason, context.path("spec.nodeTerminationHandler"))
}

/// What happens in AWS that the handler wants to know.
struct Event {
    name: &'static str,
    source: &'static str,
    detail_type: &'static str,
    reason: &'static str,
    /// Of all that the health service reports, only planned maintenance of EC2.
    only_maintenance: bool,
    only_for_rebalance: bool,
    /// kops writes the pattern without a space behind colons.
    is_tight: bool,
}

impl Event {
    const fn new(name: &'static str, source: &'static str, detail_type: &'static str, reason: &'static str) -> Self {
        Self { name, source, detail_type, reason, only_maintenance: false, only_for_rebalance: false, is_tight: false }
    }

    /// The pattern in the very bytes of kops, which compares it as a text.
    fn pattern(&self) -> String {
        let space = if self.is_tight { "" } else { " " };
        let detail = if self.only_maintenance {
            r#","detail": {"service": ["EC2"],"eventTypeCategory": ["scheduledChange"]}"#
        } else {
            ""
        };
        let Self { source, detail_type, .. } = self;
        format!(r#"{{"source":{space}["{source}"],"detail-type":{space}["{detail_type}"]{detail}}}"#)
    }
}

const EVENTS: [Event; 5] = [
    Event {
        is_tight: true,
        ..Event::new(
            "ASGLifecycle",
            "aws.autoscaling",
            "EC2 Instance-terminate Lifecycle Action",
            "instance terminations by autoscaling groups",
        )
    },
    Event::new("SpotInterruption", "aws.ec2", "EC2 Spot Instance Interruption Warning", "spot interruption warnings"),
    Event::new("InstanceStateChange", "aws.ec2", "EC2 Instance State-change Notification", "instance state changes"),
    Event {
        only_maintenance: true,
        ..Event::new("InstanceScheduledChange", "aws.health", "AWS Health Event", "scheduled maintenance events")
    },
    Event {
        only_for_rebalance: true,
        ..Event::new(
            "RebalanceRecommendation",
            "aws.ec2",
            "EC2 Instance Rebalance Recommendation",
            "spot rebalance recommendations",
        )
    },
];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::testing::{get, list, public};
    use crate::resource::{Kind, Resource};

    #[test]
    fn a_queue_hears_of_every_event_that_ends_a_node() {
        let plain = ["ASGLifecycle", "InstanceScheduledChange", "InstanceStateChange", "SpotInterruption"];
        let with_rebalance = [
            "ASGLifecycle",
            "InstanceScheduledChange",
            "InstanceStateChange",
            "RebalanceRecommendation",
            "SpotInterruption",
        ];
        for (handler, rules) in [
            (json!({"enabled": true}), &plain[..]),
            (json!({"enabled": true, "enableRebalanceDraining": true}), &with_rebalance),
            (json!({"enabled": true, "enableSQSTerminationDraining": false}), &[]),
            (json!({"enabled": false}), &[]),
        ] {
            let graph = public(json!({"nodeTerminationHandler": handler})).build();
            let named: Vec<String> = rules.iter().map(|rule| format!("(cluster)-{rule}")).collect();
            assert_eq!(list(&graph, Kind::EventRule), named, "{handler}");
            assert_eq!(list(&graph, Kind::EventTarget).len(), rules.len());
            let on = !rules.is_empty();
            assert_eq!(graph.of_kind(Kind::Queue).count(), usize::from(on));
            assert_eq!(graph.of_kind(Kind::LifecycleHook).count(), if on { 2 } else { 0 });
        }
    }

    #[test]
    fn patterns_are_the_bytes_of_kops() {
        let graph = public(json!({"nodeTerminationHandler": {"enabled": true}})).build();
        for (event, pattern) in [
            (
                "ASGLifecycle",
                r#"{"source":["aws.autoscaling"],"detail-type":["EC2 Instance-terminate Lifecycle Action"]}"#,
            ),
            (
                "SpotInterruption",
                r#"{"source": ["aws.ec2"],"detail-type": ["EC2 Spot Instance Interruption Warning"]}"#,
            ),
            (
                "InstanceScheduledChange",
                r#"{"source": ["aws.health"],"detail-type": ["AWS Health Event"],"detail": {"service": ["EC2"],"eventTypeCategory": ["scheduledChange"]}}"#,
            ),
        ] {
            let name = format!("demo.example.com-{event}");
            let Resource::EventRule(rule) = get(&graph, Kind::EventRule, &name) else { panic!("no rule") };
            assert_eq!(rule.pattern, pattern);
        }
    }

    #[test]
    fn karpenter_ends_its_own_instances() {
        let handler = json!({"nodeTerminationHandler": {"enabled": true}});
        let graph = public(handler).group("nodes", json!({"manager": "Karpenter"})).build();
        assert_eq!(list(&graph, Kind::LifecycleHook), ["control-plane-NTHLifecycleHook"]);
    }

    #[test]
    fn aws_may_fill_the_queue_and_nobody_else() {
        let graph = public(json!({"nodeTerminationHandler": {"enabled": true}})).build();
        let Resource::Queue(queue) = get(&graph, Kind::Queue, "demo-example-com-nth") else { panic!("no queue") };
        let expected = json!([{
            "Effect": "Allow",
            "Principal": {"Service": ["events.amazonaws.com", "sqs.amazonaws.com"]},
            "Action": "sqs:SendMessage",
            "Resource": "arn:aws:sqs:us-east-2:123456789012:demo-example-com-nth",
        }]);
        assert_eq!(queue.policy["Statement"], expected);
    }
}
