//! The objects of a simulated cluster that are neither nodes nor pods, as an API server keeps them.
//!
//! Nothing runs that a deployment asks for. Its status follows one write behind, as a controller would set it: what was just written is
//! not rolled out yet, and what is written again is, where there are nodes that are ready. The kind of a custom resource definition is
//! served when that is written again, too.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::selector::Selector;
use crate::cluster_api::{
    ClusterApiError, ClusterApiErrorKind as ErrorKind, LAST_APPLIED, ListedObject, ObjectId, ObjectQuery, ObjectWrite,
};

const DEFINITION: &str = "CustomResourceDefinition";
const NAMESPACES: [&str; 4] = ["default", "kube-node-lease", "kube-public", "kube-system"];

/// The kinds that an API server has by itself: those in no namespace, and those in one.
const CLUSTER_WIDE: &[(&str, &str)] = &[
    ("", "Namespace"),
    ("", "PersistentVolume"),
    ("admissionregistration.k8s.io", "MutatingWebhookConfiguration"),
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicy"),
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding"),
    ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"),
    ("apiextensions.k8s.io", DEFINITION),
    ("apiregistration.k8s.io", "APIService"),
    ("networking.k8s.io", "IngressClass"),
    ("node.k8s.io", "RuntimeClass"),
    ("rbac.authorization.k8s.io", "ClusterRole"),
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"),
    ("scheduling.k8s.io", "PriorityClass"),
    ("storage.k8s.io", "CSIDriver"),
    ("storage.k8s.io", "StorageClass"),
    ("storage.k8s.io", "VolumeAttributesClass"),
];
const NAMESPACED: &[(&str, &str)] = &[
    ("", "ConfigMap"),
    ("", "LimitRange"),
    ("", "ResourceQuota"),
    ("", "Secret"),
    ("", "Service"),
    ("", "ServiceAccount"),
    ("apps", "DaemonSet"),
    ("apps", "Deployment"),
    ("apps", "StatefulSet"),
    ("autoscaling", "HorizontalPodAutoscaler"),
    ("batch", "CronJob"),
    ("batch", "Job"),
    ("networking.k8s.io", "Ingress"),
    ("networking.k8s.io", "NetworkPolicy"),
    ("policy", "PodDisruptionBudget"),
    ("rbac.authorization.k8s.io", "Role"),
    ("rbac.authorization.k8s.io", "RoleBinding"),
];

#[derive(Debug)]
pub(super) struct Objects {
    live: BTreeMap<ObjectId, Value>,
    /// What was applied last of each.
    applied: BTreeMap<ObjectId, Value>,
    /// Kinds of custom resource definitions that are established, and whether they are in namespaces.
    custom: BTreeMap<(String, String), bool>,
    written: u64,
}

/// How many nodes there are, and how many of them are ready.
#[derive(Clone, Copy, Debug)]
pub(super) struct Nodes {
    pub(super) all: usize,
    pub(super) ready: usize,
}

impl Default for Objects {
    fn default() -> Self {
        let namespace = |name: &str| json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}});
        let objects = NAMESPACES.iter().map(|name| namespace(name));
        let live = objects.filter_map(|object| Some((ObjectId::of(&object)?, object))).collect();
        Self { live, applied: BTreeMap::new(), custom: BTreeMap::new(), written: 0 }
    }
}

impl Objects {
    pub(super) fn list(&self, query: &ObjectQuery) -> Result<Vec<ListedObject>, ClusterApiError> {
        let selector = Selector::parse(query).map_err(|message| {
            ClusterApiError::new(ErrorKind::Invalid, format!("list {}", query.kind), message).status(400)
        })?;
        let is_wanted = |(id, object): &(&ObjectId, &Value)| {
            (&id.group, &id.kind) == (&query.group, &query.kind)
                && (query.namespace.is_none() || query.namespace == id.namespace)
                && selector.takes(id, object)
        };
        Ok(self.live.iter().filter(is_wanted).map(|(id, object)| listed(id, object)).collect())
    }

    pub(super) fn write(&mut self, object: &Value, write: ObjectWrite, nodes: Nodes) -> Result<Value, ClusterApiError> {
        let id = ObjectId::of(object).ok_or_else(|| {
            let message = "an object needs `apiVersion`, `kind` and `metadata.name`";
            ClusterApiError::new(ErrorKind::Invalid, "write object", message).status(400)
        })?;
        self.check(&id)?;
        check_annotations(&id, object)?;
        let there = self.live.get(&id);
        let refused = |kind, status, message: String| {
            Err(ClusterApiError::new(kind, format!("write {id}"), message).status(status))
        };
        let new = match (write, there) {
            (ObjectWrite::Create, Some(_)) => {
                return refused(ErrorKind::Conflict, 409, format!("`{id}` is there already"));
            }
            (ObjectWrite::Annotate, None) => {
                return refused(ErrorKind::NotFound, 404, format!("`{id}` is not there"));
            }
            (ObjectWrite::Annotate, Some(there)) => {
                let annotations = object.pointer("/metadata/annotations").cloned().unwrap_or_else(|| json!({}));
                merged(there.clone(), &json!({"metadata": {"annotations": annotations}}))
            }
            (_, there) => {
                let before = self.applied.insert(id.clone(), object.clone());
                let kept = without(there.cloned().unwrap_or_default(), &before.unwrap_or_default(), object);
                merged(kept, object)
            }
        };
        Ok(self.keep(id, new, nodes))
    }

    /// Keeps an object and returns it as it is before any controller has seen the change.
    fn keep(&mut self, id: ObjectId, mut object: Value, nodes: Nodes) -> Value {
        self.written += 1;
        let is_changed = self.live.get(&id).is_none_or(|before| before.get("spec") != object.get("spec"));
        let metadata = &mut object["metadata"];
        let generation = metadata.get("generation").and_then(Value::as_u64).unwrap_or_default() + u64::from(is_changed);
        metadata["generation"] = generation.into();
        metadata["resourceVersion"] = self.written.to_string().into();
        let answer = object.clone();
        if let Some(status) = status(&id, &object, nodes) {
            object["status"] = status;
        }
        if id.kind == DEFINITION && self.live.contains_key(&id) {
            let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
            let is_namespaced = text("/spec/scope") == "Namespaced";
            self.custom.insert((text("/spec/group"), text("/spec/names/kind")), is_namespaced);
        }
        self.live.insert(id, object);
        answer
    }

    pub(super) fn delete(&mut self, id: &ObjectId) {
        let Some(gone) = self.live.remove(id) else { return };
        self.applied.remove(id);
        if id.kind == "Namespace" {
            self.live.retain(|other, _| other.namespace.as_ref() != Some(&id.name));
        }
        if id.kind == DEFINITION {
            let text = |pointer: &str| gone.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
            let (group, kind) = (text("/spec/group"), text("/spec/names/kind"));
            self.live.retain(|other, _| (&other.group, &other.kind) != (&group, &kind));
            self.custom.remove(&(group, kind));
        }
        self.applied.retain(|id, _| self.live.contains_key(id));
    }

    /// Refuses a kind that is not served, and a namespace that is not there, or is not for the kind.
    fn check(&self, id: &ObjectId) -> Result<(), ClusterApiError> {
        let is = |(group, kind): &&(&str, &str)| (*group, *kind) == (id.group.as_str(), id.kind.as_str());
        let is_namespaced = match self.custom.get(&(id.group.clone(), id.kind.clone())) {
            Some(is_namespaced) => Some(*is_namespaced),
            None if NAMESPACED.iter().any(|kind| is(&kind)) => Some(true),
            None => CLUSTER_WIDE.iter().find(is).map(|_| false),
        };
        let namespace = |name: &String| ObjectId {
            group: String::new(),
            kind: "Namespace".to_owned(),
            namespace: None,
            name: name.clone(),
        };
        let (kind, status, message) = match (is_namespaced, &id.namespace) {
            (None, _) => {
                let message = format!("the API server serves no kind `{}` in the group `{}`", id.kind, id.group);
                (ErrorKind::NotFound, 404, message)
            }
            (Some(true), None) => (ErrorKind::Invalid, 400, format!("`{id}` needs a namespace")),
            (Some(false), Some(_)) => (ErrorKind::Invalid, 400, format!("`{}` is in no namespace", id.kind)),
            (Some(true), Some(name)) if !self.live.contains_key(&namespace(name)) => {
                (ErrorKind::NotFound, 404, format!("there is no namespace `{name}`"))
            }
            _ => return Ok(()),
        };
        Err(ClusterApiError::new(kind, format!("write {id}"), message).status(status))
    }
}

/// Refuses an annotation whose name the API does not take: `prefix/name` of letters, digits, `-`, `_` and `.`.
fn check_annotations(id: &ObjectId, object: &Value) -> Result<(), ClusterApiError> {
    let is_part = |part: &str| {
        let is_inside = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        let ends = [part.bytes().next(), part.bytes().last()];
        part.bytes().all(is_inside) && ends.iter().all(|end| end.is_some_and(|byte| byte.is_ascii_alphanumeric()))
    };
    let is_name = |name: &str| match name.split_once('/') {
        Some((prefix, name)) => is_part(prefix) && is_part(name) && name.len() <= 63,
        None => is_part(name) && name.len() <= 63,
    };
    let annotations = object.pointer("/metadata/annotations").and_then(Value::as_object);
    match annotations.into_iter().flatten().find(|(name, _)| !is_name(name)) {
        None => Ok(()),
        Some((name, _)) => {
            let message = format!("`{name}` is not the name of an annotation");
            Err(ClusterApiError::new(ErrorKind::Invalid, format!("write {id}"), message).status(422))
        }
    }
}

fn listed(id: &ObjectId, object: &Value) -> ListedObject {
    let annotations = object.pointer("/metadata/annotations").and_then(Value::as_object);
    let annotations = annotations.into_iter().flatten().filter(|(name, _)| *name != LAST_APPLIED);
    let annotations =
        annotations.filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect();
    ListedObject { id: id.clone(), annotations }
}

/// The status that a controller sets, where one looks after the kind.
fn status(id: &ObjectId, object: &Value, nodes: Nodes) -> Option<Value> {
    let generation = object.pointer("/metadata/generation").cloned().unwrap_or_default();
    let replicas = object.pointer("/spec/replicas").and_then(Value::as_u64).unwrap_or(1);
    let running = if nodes.ready > 0 { replicas } else { 0 };
    let condition = |kind: &str, is_true: bool| json!({"type": kind, "status": if is_true { "True" } else { "False" }});
    match id.kind.as_str() {
        "Deployment" | "StatefulSet" => Some(json!({
            "observedGeneration": generation,
            "replicas": replicas,
            "updatedReplicas": replicas,
            "readyReplicas": running,
            "availableReplicas": running,
            "conditions": [condition("Available", running == replicas)],
        })),
        "DaemonSet" => Some(json!({
            "observedGeneration": generation,
            "desiredNumberScheduled": nodes.all,
            "updatedNumberScheduled": nodes.all,
            "numberReady": nodes.ready,
            "numberAvailable": nodes.ready,
        })),
        DEFINITION => Some(json!({"conditions": [condition("NamesAccepted", true), condition("Established", true)]})),
        _ => None,
    }
}

/// The fields of a value with those of another one over them: maps are merged, everything else is replaced.
fn merged(base: Value, over: &Value) -> Value {
    match (base, over) {
        (Value::Object(mut base), Value::Object(over)) => {
            for (field, value) in over {
                let before = base.remove(field).unwrap_or_default();
                base.insert(field.clone(), merged(before, value));
            }
            Value::Object(base)
        }
        (_, over) => over.clone(),
    }
}

/// A value without the fields that were applied before and are no longer.
fn without(value: Value, before: &Value, now: &Value) -> Value {
    let (Value::Object(fields), Value::Object(before)) = (&value, before) else { return value };
    let empty = Value::Null;
    let left = fields.iter().filter_map(|(field, value)| {
        let now = now.get(field).unwrap_or(&empty);
        match before.get(field) {
            Some(before) if now.is_null() && !before.is_object() => None,
            Some(before) => Some((field.clone(), without(value.clone(), before, now))),
            None => Some((field.clone(), value.clone())),
        }
    });
    Value::Object(left.collect::<Map<String, Value>>())
}
