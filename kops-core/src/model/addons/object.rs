//! An object of the Kubernetes API, built field by field.
//!
//! Fields are named as the API names them. A value may hold what is not known before a cluster is applied, in the JSON form
//! of a [`crate::resource::Ref`]; not so in objects that others wrote, where a map that looks like one is just that.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::resource::Text;
use crate::yaml;

/// The namespace of what belongs to the cluster itself.
pub(crate) const KUBE_SYSTEM: &str = "kube-system";

/// A map of a few entries. They are inserted one by one, as collecting them would compile a sort for each number of entries.
pub(crate) fn map<'a, V: Into<Value>>(entries: impl IntoIterator<Item = (&'a str, V)>) -> Map<String, Value> {
    let mut map = Map::new();
    map.extend(entries.into_iter().map(|(key, value)| (key.to_owned(), value.into())));
    map
}

/// An object of the Kubernetes API.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Object {
    fields: Map<String, Value>,
    /// True where others wrote it: nothing in it is a reference.
    is_foreign: bool,
}

impl Object {
    /// Starts an object that is in no namespace.
    pub(crate) fn cluster_wide(api_version: &str, kind: &str, name: &str) -> Self {
        let fields = json!({"apiVersion": api_version, "kind": kind, "metadata": {"name": name}});
        Self { is_foreign: false, ..Self::foreign(fields) }
    }

    /// Starts an object in `kube-system`.
    pub(crate) fn new(api_version: &str, kind: &str, name: &str) -> Self {
        Self::cluster_wide(api_version, kind, name).namespace(KUBE_SYSTEM)
    }

    /// Takes an object that others wrote as it is.
    pub(crate) fn foreign(fields: Value) -> Self {
        let fields = match fields {
            Value::Object(fields) => fields,
            _ => Map::new(),
        };
        Self { fields, is_foreign: true }
    }

    /// Puts it in a namespace.
    #[must_use]
    pub(crate) fn namespace(self, namespace: &str) -> Self {
        self.set("metadata.namespace", namespace)
    }

    /// Adds a label.
    #[must_use]
    pub(crate) fn label(mut self, key: &str, value: &str) -> Self {
        self.add_label(key, value);
        self
    }

    /// Adds labels.
    #[must_use]
    pub(crate) fn labels<'a>(self, labels: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        labels.into_iter().fold(self, |object, (key, value)| object.label(key, value))
    }

    /// Adds an annotation.
    #[must_use]
    pub(crate) fn annotation(mut self, key: &str, value: &str) -> Self {
        map_in(self.metadata_mut(), "annotations").insert(key.to_owned(), value.into());
        self
    }

    /// Sets a field by its path: `spec.strategy.type`.
    #[must_use]
    pub(crate) fn set(mut self, path: &str, value: impl Serialize) -> Self {
        let (parents, field) = path.rsplit_once('.').map_or((None, path), |(parents, field)| (Some(parents), field));
        let mut at = &mut self.fields;
        for parent in parents.into_iter().flat_map(|parents| parents.split('.')) {
            at = map_in(at, parent);
        }
        at.insert(field.to_owned(), json!(value));
        self
    }

    /// Sets a field where there is a value for it.
    #[must_use]
    pub(crate) fn set_some(self, path: &str, value: Option<impl Serialize>) -> Self {
        match value {
            Some(value) => self.set(path, value),
            None => self,
        }
    }

    /// Sets several fields by JSON: maps are merged, everything else is replaced.
    #[must_use]
    pub(crate) fn with(mut self, fields: Value) -> Self {
        if let Value::Object(fields) = fields {
            merge(&mut self.fields, fields);
        }
        self
    }
}

/// What the pipeline asks of an object and changes in it.
impl Object {
    /// Its fields.
    pub(crate) fn fields(&self) -> &Map<String, Value> {
        &self.fields
    }

    /// `apps/v1`.
    pub(crate) fn api_version(&self) -> &str {
        self.fields.get("apiVersion").and_then(Value::as_str).unwrap_or_default()
    }

    /// `apps` of `apps/v1`; empty for the core group.
    pub(crate) fn group(&self) -> &str {
        self.api_version().split_once('/').map_or("", |(group, _)| group)
    }

    /// `DaemonSet`.
    pub(crate) fn kind(&self) -> &str {
        self.fields.get("kind").and_then(Value::as_str).unwrap_or_default()
    }

    /// The namespace that it is in.
    pub(crate) fn in_namespace(&self) -> Option<&str> {
        self.fields.get("metadata")?.get("namespace")?.as_str()
    }

    /// Adds a label.
    pub(crate) fn add_label(&mut self, key: &str, value: &str) {
        map_in(self.metadata_mut(), "labels").insert(key.to_owned(), value.into());
    }

    /// Its name.
    pub(crate) fn name(&self) -> &str {
        self.fields.get("metadata").and_then(|metadata| metadata.get("name")?.as_str()).unwrap_or_default()
    }

    /// True for the object of a kind and name.
    pub(crate) fn is(&self, kind: &str, name: &str) -> bool {
        self.kind() == kind && self.name() == name
    }

    /// The text in a field: `data.key`.
    pub(crate) fn text(&self, path: &str) -> Option<String> {
        let (first, rest) = path.split_once('.')?;
        rest.split('.').try_fold(self.fields.get(first)?, |value, field| value.get(field))?.as_str().map(str::to_owned)
    }

    /// Calls a function with every field in it, which may change the value.
    pub(crate) fn each_field(&mut self, change: &mut impl FnMut(&str, &mut Value)) {
        fields_in(&mut self.fields, change);
    }

    /// The spec of its pods, where it is a deployment or a daemon set.
    pub(crate) fn pods(&mut self) -> Option<&mut Map<String, Value>> {
        self.pod_template()?.get_mut("spec")?.as_object_mut()
    }

    /// The template of its pods, where it is a deployment or a daemon set.
    pub(crate) fn pod_template(&mut self) -> Option<&mut Map<String, Value>> {
        let has_pods = self.api_version() == "apps/v1" && matches!(self.kind(), "Deployment" | "DaemonSet");
        let template = self.fields.get_mut("spec")?.get_mut("template")?.as_object_mut();
        template.filter(|_| has_pods)
    }

    /// The admission webhooks that it configures.
    pub(crate) fn webhooks(&mut self) -> Option<&mut Vec<Value>> {
        self.fields.get_mut("webhooks")?.as_array_mut()
    }

    /// Every image that its containers run.
    pub(crate) fn images(&self) -> Vec<String> {
        let mut images = Vec::new();
        self.clone().each_image(&mut |image| images.push(image.clone()));
        images
    }

    /// Calls a function with every image of its containers, which may change it.
    pub(crate) fn each_image(&mut self, change: &mut impl FnMut(&mut String)) {
        self.fields.values_mut().for_each(|value| images_in(value, change));
    }

    fn metadata_mut(&mut self) -> &mut Map<String, Value> {
        map_in(&mut self.fields, "metadata")
    }
}

/// Writes objects as the documents of one YAML file, as kops does: keys sorted, no line break at the end.
pub(crate) fn to_yaml(objects: &[Object]) -> Text {
    let documents = objects.iter().filter(|object| !object.fields.is_empty());
    let documents = documents.map(|object| {
        let fields = Value::Object(object.fields.clone());
        if object.is_foreign { yaml::to_yaml(&fields).into() } else { Text::yaml(&fields) }
    });
    let text = documents.enumerate().fold(Text::default(), |text, (index, document)| {
        let text = if index == 0 { text } else { text.then("\n---\n\n") };
        text.then_text(document)
    });
    text.trim_end()
}

/// The map in a field, which is made where there is none.
pub(crate) fn map_in<'a>(parent: &'a mut Map<String, Value>, field: &str) -> &'a mut Map<String, Value> {
    let value = parent.entry(field).or_insert(Value::Null);
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    value.as_object_mut().expect("is an object now")
}

/// The list in a field, which is made where there is none.
pub(crate) fn list_in<'a>(parent: &'a mut Map<String, Value>, field: &str) -> &'a mut Vec<Value> {
    let value = parent.entry(field).or_insert(Value::Null);
    if !value.is_array() {
        *value = Value::Array(Vec::new());
    }
    value.as_array_mut().expect("is a list now")
}

/// Adds an item to a list, in place of one with its name.
pub(crate) fn put_named(items: &mut Vec<Value>, item: Value) {
    items.retain(|other| other["name"] != item["name"]);
    items.push(item);
}

fn merge(into: &mut Map<String, Value>, fields: Map<String, Value>) {
    for (key, value) in fields {
        match (into.get_mut(&key), value) {
            (Some(Value::Object(known)), Value::Object(value)) => merge(known, value),
            (_, value) => {
                into.insert(key, value);
            }
        }
    }
}

fn fields_in(fields: &mut Map<String, Value>, change: &mut impl FnMut(&str, &mut Value)) {
    for (field, value) in fields {
        change(field, value);
        match value {
            Value::Object(fields) => fields_in(fields, change),
            Value::Array(items) => {
                items.iter_mut().filter_map(Value::as_object_mut).for_each(|item| fields_in(item, change))
            }
            _ => {}
        }
    }
}

fn images_in(value: &mut Value, change: &mut impl FnMut(&mut String)) {
    match value {
        Value::Object(fields) => {
            for (field, value) in fields {
                if matches!(field.as_str(), "containers" | "initContainers") {
                    let containers = value.as_array_mut().into_iter().flatten();
                    for container in containers {
                        if let Some(Value::String(image)) = container.get_mut("image") {
                            change(image);
                        }
                    }
                }
                images_in(value, change);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| images_in(item, change)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_set_by_path_and_merged() {
        let object = Object::new("v1", "ConfigMap", "a")
            .label("k", "v")
            .annotation("a.b/c", "d")
            .set("spec.strategy.type", "Recreate")
            .set_some("spec.replicas", None::<i32>)
            .with(json!({"spec": {"strategy": {"rollingUpdate": null}}, "data": {"x": "y"}}));
        let expected = json!({
            "apiVersion": "v1", "kind": "ConfigMap",
            "metadata": {"name": "a", "namespace": "kube-system", "labels": {"k": "v"}, "annotations": {"a.b/c": "d"}},
            "spec": {"strategy": {"type": "Recreate", "rollingUpdate": null}},
            "data": {"x": "y"},
        });
        assert_eq!(Value::Object(object.fields().clone()), expected);
    }

    #[test]
    fn only_images_of_containers_are_found() {
        let pods = json!({
            "initContainers": [{"image": "a"}],
            "containers": [{"image": "b"}, {"name": "without"}],
        });
        let object = Object::new("apps/v1", "Deployment", "a")
            .set("spec.template.spec", pods)
            .set("spec.image", "no")
            .set("spec.versions", json!([{"image": "no"}]));
        assert_eq!(object.images(), ["b", "a"]);
    }

    #[test]
    fn documents_are_separated_as_kops_separates_them() {
        let object = |name| Object::cluster_wide("v1", "Namespace", name);
        let expected = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n\n---\n\n\
                        apiVersion: v1\nkind: Namespace\nmetadata:\n  name: b";
        let written = to_yaml(&[object("a"), Object::foreign(json!({})), object("b")]);
        assert_eq!(written.known(), Some(expected));
        assert_eq!(to_yaml(&[]).known(), Some(""));
    }
}
