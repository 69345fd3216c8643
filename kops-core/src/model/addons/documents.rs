//! The objects in the text of a manifest.

use serde_json::Value;

use crate::diag::{Diagnostic, Source};
use crate::yaml;

/// Reads the documents of a text as kops does, whose YAML is that of version 1.1. Empty ones are left out.
///
/// # Errors
/// One sentence.
pub(crate) fn documents(text: &str) -> Result<Vec<Value>, String> {
    let parsed = yaml::parse(&Source::new("manifest", text)).map_err(|findings| {
        let line = |found: &Diagnostic| found.location.as_ref().map(|at| format!(" (line {})", at.line));
        let first = findings.iter().next().map(|found| found.message.clone() + &line(found).unwrap_or_default());
        first.unwrap_or_default()
    })?;
    Ok(parsed.iter().map(|document| document.root.to_json()).filter(|value| !value.is_null()).collect())
}

/// Reads the documents of a manifest, each of which must be a Kubernetes object.
///
/// # Errors
/// One sentence.
pub(crate) fn manifest_objects(text: &str) -> Result<Vec<Value>, String> {
    let mut objects = Vec::new();
    for (index, value) in documents(text)?.into_iter().enumerate() {
        let has = |pointer: &str| value.pointer(pointer).and_then(Value::as_str).is_some_and(|text| !text.is_empty());
        if !(has("/apiVersion") && has("/kind") && has("/metadata/name")) {
            return Err(format!("document {} has no `apiVersion`, `kind` and `metadata.name`", index + 1));
        }
        objects.push(value);
    }
    if objects.is_empty() { Err("it has no object".to_owned()) } else { Ok(objects) }
}
