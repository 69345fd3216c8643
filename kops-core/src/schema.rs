//! The JSON Schema of everything that other languages exchange with the library, from which their types are generated.
//!
//! Out: one document with every type in `$defs`. It is made from the Rust types when they change, and committed: what the library links is
//! the text, and not the code that would make it.

use std::sync::LazyLock;

use serde_json::Value;

static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("schema.json")).expect("the committed document is JSON"));

/// Returns the JSON Schema of everything that other languages exchange with the library: one document with every type in
/// `$defs`, the same bytes for the same version.
///
/// ```
/// let schema = kops_core::schema();
/// assert_eq!(schema["$defs"]["Cluster"]["properties"]["kind"]["const"], "Cluster");
/// ```
pub fn schema() -> &'static Value {
    &DOCUMENT
}
