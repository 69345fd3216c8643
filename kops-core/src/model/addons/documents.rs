//! The objects in the text of a manifest.

use serde::Deserialize;
use serde_json::Value;

/// Reads the documents of a manifest, each of which must be a Kubernetes object.
///
/// # Errors
/// One sentence.
pub(crate) fn manifest_objects(text: &str) -> Result<Vec<Value>, String> {
    let mut objects = Vec::new();
    for (index, document) in serde_yaml::Deserializer::from_str(text).enumerate() {
        let value = Value::deserialize(document).map_err(|fault| fault.to_string())?;
        if value.is_null() {
            continue;
        }
        let has = |pointer: &str| value.pointer(pointer).and_then(Value::as_str).is_some_and(|text| !text.is_empty());
        if !(has("/apiVersion") && has("/kind") && has("/metadata/name")) {
            return Err(format!("document {} has no `apiVersion`, `kind` and `metadata.name`", index + 1));
        }
        objects.push(value);
    }
    if objects.is_empty() { Err("it has no object".to_owned()) } else { Ok(objects) }
}
