//! Objects of the state store by what they do: what kops wrote stays where ours would do the same.
//!
//! Some manifests of ours have another prose than those of kops, which Kubernetes shows to people and does not act on, or other
//! words in a script. Replacing one by the other would change the hash of the manifest, and kops-channels asks for a rolling update of all
//! nodes where an addon of networking changes.

use serde::Deserialize as _;
use serde_json::{Map, Value};

use super::user_data;
use crate::resource::sha256;
use crate::yaml;

/// Scripts of ours and those of kops that do the same, by their SHA-256.
///
/// Cilium's agent removes the rules of AWS's own plugin when it starts.
const SCRIPTS: [[&str; 2]; 1] = [[
    "ba6b4a72f619a38308c2f67c98559eaebe33678151c15df0372ebcef83f69881",
    "bfb6cc450a119057622e2ed886f5900a53d445d58169d00ff8a2988bdf30b799",
]];

/// Returns what an object of the state store becomes that keeps what kops wrote and does the same: all of it, or the texts of a manifest of
/// which something else changes. Nothing where nothing stays.
pub(super) fn keeping(desired: &Value, found: &Value) -> Option<String> {
    // Reading manifests takes time, and most have not changed.
    let (desired, found) = (desired.as_str().filter(|_| desired != found)?, found.as_str()?);
    if user_data::boots_alike(desired, found) {
        return Some(found.to_owned());
    }
    let (wanted, there) = (objects(desired)?, objects(found)?);
    let mut kept = wanted.clone();
    let mut stays = false;
    for object in &mut kept {
        let is_it = |other: &&Map<String, Value>| {
            other["kind"] == object["kind"] && name_of(other).is_some() && name_of(other) == name_of(object)
        };
        if let Some(other) = there.iter().find(is_it) {
            stays |= keep(object, other);
        }
    }
    if kept.iter().map(without_prose).eq(there.iter().map(without_prose)) {
        return Some(found.to_owned());
    }
    // What is written again must differ in these texts only.
    (stays && written(&wanted) == desired).then(|| written(&kept))
}

fn name_of(object: &Map<String, Value>) -> Option<&str> {
    object.get("metadata")?.get("name")?.as_str()
}

/// Takes the texts of a map that do the same, and tells whether there were any.
fn keep(desired: &mut Map<String, Value>, found: &Map<String, Value>) -> bool {
    let mut stays = false;
    for (key, value) in desired {
        if let Some(found) = found.get(key) {
            stays |= keep_value(value, found);
        }
    }
    stays
}

fn keep_value(desired: &mut Value, found: &Value) -> bool {
    match (desired, found) {
        (Value::Object(desired), Value::Object(found)) => keep(desired, found),
        (Value::Array(desired), Value::Array(found)) if desired.len() == found.len() => {
            let mut stays = false;
            for (desired, found) in desired.iter_mut().zip(found) {
                stays |= keep_value(desired, found);
            }
            stays
        }
        (Value::String(desired), Value::String(found))
            if desired != found && (user_data::boots_alike(desired, found) || is_same_script(desired, found)) =>
        {
            desired.clone_from(found);
            true
        }
        _ => false,
    }
}

fn is_same_script(desired: &str, found: &str) -> bool {
    desired.starts_with("set -o") && SCRIPTS.contains(&[sha256(desired).as_str(), sha256(found).as_str()])
}

/// An object without the descriptions of a schema, where it has such.
fn without_prose(object: &Map<String, Value>) -> Value {
    let mut object = Value::Object(object.clone());
    if object["kind"] == "CustomResourceDefinition" {
        drop_descriptions(&mut object);
    }
    object
}

fn drop_descriptions(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|key, value| !(key == "description" && value.is_string()));
            map.values_mut().for_each(drop_descriptions);
        }
        Value::Array(list) => list.iter_mut().for_each(drop_descriptions),
        _ => {}
    }
}

/// Writes objects as the manifests of addons are written.
fn written(objects: &[Map<String, Value>]) -> String {
    let documents = objects.iter().map(|object| yaml::to_yaml(&Value::Object(object.clone())));
    documents.collect::<Vec<_>>().join("\n---\n\n").trim_end().to_owned()
}

/// The objects of a manifest; nothing where a text is none.
fn objects(text: &str) -> Option<Vec<Map<String, Value>>> {
    if !text.contains("apiVersion: ") {
        return None;
    }
    let documents = serde_yaml::Deserializer::from_str(text).map(|document| Value::deserialize(document).ok());
    let objects = documents.filter(|document| document != &Some(Value::Null));
    objects.map(|document| document?.as_object().filter(|object| object.contains_key("kind")).cloned()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const DEFINITION: &str = "\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: a.example.com
spec:
  versions:
  - name: v1
    schema:
      openAPIV3Schema:
        properties:
          description:
            type: string
          port:
            format: int32
            type: integer
        type: object
";

    #[test]
    fn manifests_are_the_same_but_for_descriptions_of_schemas() {
        let port = "          port:\n";
        let described = DEFINITION.replace(port, &format!("{port}            description: The port.\n"));
        let service = "apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n  annotations:\n    description: one\n";
        let both = |definition: &str, service: &str| format!("{definition}---\n{service}");
        for (case, desired, found, expected) in [
            ("a description", DEFINITION.to_owned(), described.clone(), true),
            ("the other way round", described.clone(), DEFINITION.to_owned(), true),
            ("another format", DEFINITION.to_owned(), described.replace("int32", "int64"), false),
            (
                "a property of this name",
                DEFINITION.to_owned(),
                DEFINITION.replace("          description:\n            type: string\n", ""),
                false,
            ),
            ("further objects", both(DEFINITION, service), both(&described, service), true),
            ("an object less", both(DEFINITION, service), described.clone(), false),
            (
                "a description of something else",
                both(DEFINITION, service),
                both(DEFINITION, &service.replace("one", "two")),
                false,
            ),
            ("text that is no manifest", DEFINITION.to_owned(), "apiVersion: [".to_owned(), false),
            ("documents that are no objects", "apiVersion: a\n".to_owned(), "apiVersion: b\n".to_owned(), false),
        ] {
            assert_eq!(keeping(&json!(desired), &json!(found)) == Some(found), expected, "{case}");
        }
        assert_eq!(keeping(&json!({"text": [DEFINITION]}), &json!(DEFINITION)), None, "not known yet");
    }

    #[test]
    fn what_does_the_same_stays_where_something_else_changes() {
        let (ours, of_kops) = (user_data::tests::ours("a: b"), user_data::tests::kops("a: b"));
        let class = |name: &str, data: &str| json!({"apiVersion": "v1", "kind": "EC2NodeClass", "metadata": {"name": name}, "spec": {"userData": data}});
        let deployment = |cpu: &str| json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "karpenter"}, "spec": {"cpu": cpu}});
        let text = |objects: &[Value]| {
            let objects: Vec<_> = objects.iter().map(|object| object.as_object().expect("a map").clone()).collect();
            Value::from(written(&objects))
        };
        let found = text(&[class("a", &of_kops), deployment("500m")]);
        let desired = text(&[class("a", &ours), class("b", &ours), deployment("600m")]);
        let expected = text(&[class("a", &of_kops), class("b", &ours), deployment("600m")]);
        assert_eq!(keeping(&desired, &found).map(Value::from), Some(expected));
        assert_eq!(keeping(&desired, &desired), None);
        let changed = text(&[class("a", &ours.replace("a: b", "a: c")), deployment("600m")]);
        assert_eq!(keeping(&changed, &found), None);
    }
}
