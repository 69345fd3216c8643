//! The objects of the API as kops-core's.

use k8s_openapi::api::core::v1 as core;
use k8s_openapi::api::policy::v1::PodDisruptionBudget;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, LabelSelectorRequirement};
use kops_core::cluster_api::{Budget, LabelRule, Node, Operator, Owner, Pod, PodId, Taint, Warning};

use crate::partial;

const MIRROR: &str = "kubernetes.io/config.mirror";

pub(crate) fn node(node: partial::Node) -> Node {
    let (spec, status) = (node.spec.unwrap_or_default(), node.status.unwrap_or_default());
    let taint = |taint: core::Taint| Taint { key: taint.key, value: taint.value, effect: taint.effect };
    let conditions = status.conditions.unwrap_or_default().into_iter();
    Node {
        name: node.metadata.name.unwrap_or_default(),
        provider_id: spec.provider_id,
        labels: node.metadata.labels.unwrap_or_default(),
        annotations: node.metadata.annotations.unwrap_or_default(),
        taints: spec.taints.unwrap_or_default().into_iter().map(taint).collect(),
        unschedulable: spec.unschedulable.unwrap_or_default(),
        conditions: conditions.map(|condition| (condition.name, condition.status)).collect(),
        addresses: status.addresses.unwrap_or_default().into_iter().map(|address| address.address).collect(),
        kubelet_version: status.node_info.map(|info| info.kubelet_version).unwrap_or_default(),
    }
}

pub(crate) fn pod(pod: partial::Pod) -> Pod {
    let (spec, status) = (pod.spec.unwrap_or_default(), pod.status.unwrap_or_default());
    let metadata = pod.metadata;
    let owner = metadata.owner_references.unwrap_or_default().into_iter().find(|owner| owner.controller == Some(true));
    let containers = status.container_statuses.unwrap_or_default().into_iter();
    Pod {
        id: PodId {
            namespace: metadata.namespace.unwrap_or_default(),
            name: metadata.name.unwrap_or_default(),
            uid: metadata.uid.unwrap_or_default(),
        },
        labels: metadata.labels.unwrap_or_default(),
        node: spec.node_name.filter(|name| !name.is_empty()),
        host_ip: status.host_ip,
        phase: status.phase.unwrap_or_default(),
        unready: containers.filter(|container| !container.ready).map(|container| container.name).collect(),
        priority_class: spec.priority_class_name,
        owner: owner.map(|owner| Owner { kind: owner.kind, name: owner.name }),
        is_mirror: metadata.annotations.is_some_and(|found| found.contains_key(MIRROR)),
        is_terminating: metadata.deletion_timestamp.is_some(),
    }
}

pub(crate) fn budget(budget: PodDisruptionBudget) -> Budget {
    Budget {
        namespace: budget.metadata.namespace.unwrap_or_default(),
        name: budget.metadata.name.unwrap_or_default(),
        // In policy/v1 a budget without a selector covers no pod, and an empty selector all of them.
        selector: budget.spec.and_then(|spec| spec.selector).map(rules),
        disruptions_allowed: budget.status.and_then(|status| status.disruptions_allowed).unwrap_or_default(),
    }
}

pub(crate) fn warning(event: core::Event) -> Warning {
    let object = event.involved_object;
    let series = event.series.unwrap_or_default();
    // Events of the newer API have a series, those of the older one a count.
    let last = [series.last_observed_time.map(|time| time.0), event.last_timestamp.map(|time| time.0)];
    let last = last.into_iter().chain([event.event_time.map(|time| time.0)]).flatten().max();
    Warning {
        kind: object.kind.unwrap_or_default(),
        namespace: object.namespace.filter(|namespace| !namespace.is_empty()),
        name: object.name.unwrap_or_default(),
        reason: event.reason.unwrap_or_default(),
        message: event.message.unwrap_or_default(),
        count: u32::try_from(series.count.or(event.count).unwrap_or(1)).unwrap_or(1),
        last: last.and_then(|time| u64::try_from(time.as_second()).ok()).unwrap_or_default(),
    }
}

fn rules(selector: LabelSelector) -> Vec<LabelRule> {
    let labels = selector.match_labels.unwrap_or_default().into_iter();
    let labels = labels.map(|(key, value)| LabelRule { key, operator: Operator::In, values: vec![value] });
    labels.chain(selector.match_expressions.unwrap_or_default().into_iter().map(rule)).collect()
}

fn rule(rule: LabelSelectorRequirement) -> LabelRule {
    let operator = match rule.operator.as_str() {
        "In" => Operator::In,
        "NotIn" => Operator::NotIn,
        "DoesNotExist" => Operator::DoesNotExist,
        _ => Operator::Exists,
    };
    LabelRule { key: rule.key, operator, values: rule.values.unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use k8s_openapi::serde_json::{from_value, json};

    use super::*;

    #[test]
    fn a_node_keeps_what_decisions_need() {
        let read = node(from_value(json!({
            "metadata": {"name": "i-1", "labels": {"node-role.kubernetes.io/control-plane": ""}},
            "spec": {
                "providerID": "aws:///us-east-2a/i-1", "unschedulable": true,
                "taints": [{"key": "a", "value": "b", "effect": "NoSchedule"}],
            },
            "status": {
                "conditions": [{"type": "Ready", "status": "True"}, {"type": "NetworkUnavailable", "status": "False"}],
                "addresses": [{"type": "InternalIP", "address": "10.0.0.1"}],
            },
        })).expect("is a node"));
        assert_eq!((read.instance(), read.is_ready(), read.unschedulable), (Some("i-1"), true, true));
        assert_eq!(read.role(), kops_core::naming::Role::Master);
        assert_eq!(read.taints, [Taint { key: "a".into(), value: Some("b".into()), effect: "NoSchedule".into() }]);
    }

    #[test]
    fn a_pod_says_what_a_drain_does_with_it() {
        let of = |metadata, status| pod(from_value(json!({"metadata": metadata, "status": status})).expect("is a pod"));
        let owned = |kind: &str| {
            json!({"ownerReferences": [
            {"apiVersion": "apps/v1", "kind": kind, "name": "x", "uid": "1", "controller": true}]})
        };
        let running = json!({"phase": "Running", "containerStatuses": [
            {"name": "a", "ready": false, "image": "", "imageID": "", "restartCount": 0}]});
        let replica = of(owned("ReplicaSet"), running.clone());
        assert!(replica.is_evicted_by_drain());
        assert_eq!(replica.unready, ["a"]);
        assert!(!of(owned("DaemonSet"), running.clone()).is_evicted_by_drain());
        assert!(of(owned("DaemonSet"), json!({"phase": "Failed"})).is_evicted_by_drain());
        assert!(!of(json!({"annotations": {MIRROR: "x"}}), running).is_evicted_by_drain());
    }

    #[test]
    fn an_event_says_what_happened_how_often_and_when() {
        let read = |event| warning(from_value(event).expect("is an event"));
        let object = json!({"kind": "Pod", "namespace": "kube-system", "name": "coredns-1"});
        let older = read(json!({
            "metadata": {}, "involvedObject": object, "type": "Warning", "reason": "FailedScheduling",
            "message": "0/1 nodes are available", "count": 7, "lastTimestamp": "2026-01-02T03:04:05Z",
        }));
        assert_eq!((older.kind.as_str(), older.namespace.as_deref()), ("Pod", Some("kube-system")));
        assert_eq!((older.reason.as_str(), older.count, older.last), ("FailedScheduling", 7, 1_767_323_045));
        let newer = read(json!({
            "metadata": {}, "involvedObject": {"kind": "Node", "name": "i-1"}, "eventTime": "2026-01-02T03:04:05.000000Z",
            "series": {"count": 3, "lastObservedTime": "2026-01-02T03:05:05.000000Z"},
        }));
        assert_eq!((newer.namespace, newer.count, newer.last), (None, 3, 1_767_323_105));
    }

    #[test]
    fn a_budget_covers_the_pods_that_its_selector_names() {
        let web = Pod {
            id: PodId { namespace: "a".into(), ..PodId::default() },
            labels: [("app".to_owned(), "web".to_owned())].into(),
            ..Pod::default()
        };
        for (selector, covers) in [
            (json!(null), false),
            (json!({}), true),
            (json!({"matchLabels": {"app": "web"}}), true),
            (json!({"matchLabels": {"app": "db"}}), false),
            (json!({"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["web"]}]}), false),
            (json!({"matchExpressions": [{"key": "app", "operator": "Exists"}]}), true),
            (json!({"matchExpressions": [{"key": "tier", "operator": "DoesNotExist"}]}), true),
        ] {
            let read = budget(
                from_value(json!({
                    "metadata": {"namespace": "a", "name": "b"}, "spec": {"selector": selector},
                    "status": {"disruptionsAllowed": 1, "currentHealthy": 1, "desiredHealthy": 1, "expectedPods": 1},
                }))
                .expect("is a budget"),
            );
            assert_eq!(read.covers(&web), covers, "{selector}");
            assert_eq!(read.disruptions_allowed, 1);
        }
    }
}
