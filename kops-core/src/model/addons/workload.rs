//! Deployments and daemon sets, and the pods that they run.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::object::{Object, map};

/// The template of the pods of a workload.
#[derive(Clone, Debug)]
pub(crate) struct Pods {
    selector: Map<String, Value>,
    labels: Map<String, Value>,
    annotations: Map<String, Value>,
    spec: Value,
}

impl Pods {
    /// Pods that are found by labels, with their spec.
    pub(crate) fn new<'a>(selector: impl IntoIterator<Item = (&'a str, &'a str)>, spec: Value) -> Self {
        let selector = map(selector);
        Self { labels: selector.clone(), selector, annotations: Map::new(), spec }
    }

    /// Adds labels by which they are not selected.
    #[must_use]
    pub(crate) fn labels<'a>(mut self, labels: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        self.labels.append(&mut map(labels));
        self
    }

    /// Adds an annotation.
    #[must_use]
    pub(crate) fn annotation(mut self, key: &str, value: &str) -> Self {
        self.annotations.insert(key.to_owned(), value.into());
        self
    }

    /// Adds the annotations that a spec asks for.
    #[must_use]
    pub(crate) fn annotations(self, annotations: &BTreeMap<String, String>) -> Self {
        annotations.iter().fold(self, |pods, (key, value)| pods.annotation(key, value))
    }

    fn into_workload(self, kind: &str, name: &str) -> Object {
        let Self { selector, labels, annotations, spec } = self;
        let mut metadata = json!({"labels": labels});
        if !annotations.is_empty() {
            metadata["annotations"] = annotations.into();
        }
        let spec = json!({"selector": {"matchLabels": selector}, "template": {"metadata": metadata, "spec": spec}});
        Object::new("apps/v1", kind, name).set("spec", spec)
    }
}

/// A deployment in `kube-system`.
pub(crate) fn deployment(name: &str, pods: Pods) -> Object {
    pods.into_workload("Deployment", name)
}

/// A daemon set in `kube-system`.
pub(crate) fn daemon_set(name: &str, pods: Pods) -> Object {
    pods.into_workload("DaemonSet", name)
}

/// The budget of voluntary disruptions of pods that carry labels; `allowed` is `{"maxUnavailable": 1}` or `{"minAvailable": 1}`.
pub(crate) fn disruption_budget<'a>(
    name: &str,
    selector: impl IntoIterator<Item = (&'a str, &'a str)>,
    allowed: Value,
) -> Object {
    Object::new("policy/v1", "PodDisruptionBudget", name)
        .set("spec.selector.matchLabels", map(selector))
        .with(json!({"spec": allowed}))
}

/// A service in `kube-system`.
pub(crate) fn service(name: &str, spec: Value) -> Object {
    Object::new("v1", "Service", name).set("spec", spec)
}

/// A config map in `kube-system`.
pub(crate) fn config_map(name: &str, data: Value) -> Object {
    Object::new("v1", "ConfigMap", name).set("data", data)
}
