//! Definitions of custom resources, with the structure of their schemas. Descriptions, which `kubectl explain` prints, are
//! left out.

use serde_json::{Value, json};

use super::Object;
use super::object::map;

/// A definition with one version.
pub(crate) fn definition(group: &str, plural: &str, kind: &str, scope: &str, version: Value) -> Object {
    let names = json!({"kind": kind, "plural": plural, "singular": kind.to_lowercase()});
    Object::cluster_wide("apiextensions.k8s.io/v1", "CustomResourceDefinition", &format!("{plural}.{group}"))
        .set("spec", json!({"group": group, "names": names, "scope": scope, "versions": [version]}))
}

/// The version `v1alpha1` with a schema.
pub(crate) fn alpha(schema: Value) -> Value {
    json!({"name": "v1alpha1", "served": true, "storage": true, "schema": {"openAPIV3Schema": schema}})
}

/// The schema of an object with a spec, and a status of any shape.
pub(crate) fn root(spec: Value) -> Value {
    object([
        ("apiVersion", text()),
        ("kind", text()),
        ("metadata", json!({"type": "object"})),
        ("spec", spec),
        ("status", json!({"type": "object"})),
    ])
}

/// An object with properties.
pub(crate) fn object<const N: usize>(properties: [(&str, Value); N]) -> Value {
    json!({"type": "object", "properties": map(properties)})
}

/// An object that must have some of its properties.
pub(crate) fn requiring(mut object: Value, properties: &[&str]) -> Value {
    object["required"] = json!(properties);
    object
}

/// A list.
pub(crate) fn list(items: Value) -> Value {
    json!({"type": "array", "items": items})
}

/// A text.
pub(crate) fn text() -> Value {
    json!({"type": "string"})
}

/// A whole number of 32 bits.
pub(crate) fn integer() -> Value {
    json!({"type": "integer", "format": "int32"})
}

/// A selector of labels, as the API has it everywhere.
pub(crate) fn label_selector() -> Value {
    let mut values = list(text());
    values["x-kubernetes-list-type"] = "atomic".into();
    let requirement = object([("key", text()), ("operator", text()), ("values", values)]);
    let mut expressions = list(requiring(requirement, &["key", "operator"]));
    expressions["x-kubernetes-list-type"] = "atomic".into();
    let labels = json!({"type": "object", "additionalProperties": {"type": "string"}});
    let mut selector = object([("matchExpressions", expressions), ("matchLabels", labels)]);
    selector["x-kubernetes-map-type"] = "atomic".into();
    selector
}
