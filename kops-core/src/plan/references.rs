//! Which texts of a resource name other resources.
//!
//! In a snapshot references are plain texts; the rows of fields say which of them to read as references, and to what.

use serde_json::{Map, Value};

use crate::resource::{Field, Kind};

/// Calls `found` for every text inside the fields of a resource that may name another, with the field.
pub(super) fn each<'a>(kind: Kind, fields: &'a Map<String, Value>, found: &mut dyn FnMut(&'static Field, &'a str)) {
    for field in kind.fields().iter().filter(|field| !field.refers_to.is_empty()) {
        if let Some(value) = field.of(fields) {
            texts(value, &mut |text| found(field, text));
        }
    }
}

/// Calls `found` for every text inside a value.
pub(super) fn texts<'a>(value: &'a Value, found: &mut dyn FnMut(&'a str)) {
    match value {
        Value::String(text) => found(text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(map) => map.values().for_each(|item| texts(item, found)),
        _ => {}
    }
}
