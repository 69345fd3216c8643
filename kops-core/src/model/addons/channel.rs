//! The bootstrap channel: the list of the addons that kops-channels applies, with what each needs and how it is pruned.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::addon::Addon;
use super::object::{KUBE_SYSTEM, Object};
use super::pipeline;
use crate::naming::MANAGED_BY;
use crate::resource::Text;

/// The entries of the channel.
#[derive(Debug, Default)]
pub(super) struct Channel(Vec<Value>);

impl Channel {
    /// Adds an addon with the SHA-256 of its manifest in hexadecimal: a text, or a reference to the file.
    pub(super) fn add(&mut self, addon: &Addon, hash: Value) {
        let mut entry = Map::new();
        let mut set = |field: &str, value: Value| entry.insert(field.to_owned(), value);
        set("name", addon.name.as_str().into());
        set("selector", if addon.selector.is_empty() { Value::Null } else { json!(addon.selector) });
        set("manifest", addon.location.as_str().into());
        set("manifestHash", hash);
        if let Some(id) = &addon.id {
            set("id", id.as_str().into());
        }
        if let Some(nodes) = addon.rolling_update {
            set("needsRollingUpdate", nodes.as_str().into());
        }
        if addon.needs_pki {
            set("needsPKI", true.into());
        }
        if addon.prunes {
            set("prune", json!({"kinds": prune(addon)}));
        }
        self.0.push(entry.into());
    }

    /// Returns the channel as YAML.
    pub(super) fn to_yaml(&self) -> Text {
        Text::yaml(&json!({"kind": "Addons", "metadata": {"name": "bootstrap"}, "spec": {"addons": self.0}}))
    }
}

/// The kinds of which objects are deleted that left a manifest, by group. Never namespaces or custom resource definitions,
/// with which everything in them would go.
const PRUNED: &[(&str, &str)] = &[
    ("", "ConfigMap"),
    ("", "Service"),
    ("", "ServiceAccount"),
    ("admissionregistration.k8s.io", "MutatingWebhookConfiguration"),
    ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"),
    ("apps", "DaemonSet"),
    ("apps", "Deployment"),
    ("apps", "StatefulSet"),
    ("policy", "PodDisruptionBudget"),
    ("rbac.authorization.k8s.io", "ClusterRole"),
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"),
    ("rbac.authorization.k8s.io", "Role"),
    ("rbac.authorization.k8s.io", "RoleBinding"),
];

/// A kind of which objects are deleted that left a manifest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct PrunedKind {
    /// The API group; empty for the core group.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub group: String,
    /// The kind.
    pub kind: String,
    /// The labels that the addon's objects have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label_selector: Option<String>,
    /// The namespaces. Default: all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub namespaces: Vec<String>,
    /// Fields that the addon's objects have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field_selector: Option<String>,
}

/// Where channels looks for objects of an addon that are no longer wanted.
fn prune(addon: &Addon) -> Vec<PrunedKind> {
    let label_selector = format!("{}={},{}=kops", pipeline::ADDON, addon.name, MANAGED_BY);
    let mut kinds: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for kind in PRUNED.iter().chain(&addon.also_prunes) {
        kinds.insert(*kind, BTreeSet::new());
    }
    for object in &addon.objects {
        if let Some(namespaces) = kinds.get_mut(&(object.group(), object.kind())) {
            namespaces.extend(Object::in_namespace(object));
        }
    }
    for kind in &addon.in_kube_system {
        kinds.entry(*kind).or_default().insert(KUBE_SYSTEM);
    }
    let entry = |((group, kind), namespaces): ((&str, &str), BTreeSet<&str>)| PrunedKind {
        group: group.to_owned(),
        kind: kind.to_owned(),
        namespaces: namespaces.into_iter().map(str::to_owned).collect(),
        label_selector: Some(label_selector.clone()),
        field_selector: None,
    };
    kinds.into_iter().map(entry).collect()
}
