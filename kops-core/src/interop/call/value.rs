//! What crosses the border to another language.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use serde::Serialize;

use super::error::CallError;
use super::parts::parts;
use crate::cluster_api::ClusterApi;
use crate::engine::{Checked, Planned};
use crate::spec::Spec;

/// A value that stays in Rust: the other language holds a reference to it. Clones share it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Handle {
    /// A spec as the user wrote it.
    Spec(Arc<Spec>),
    /// A spec that was filled in and found valid.
    FullSpec(Arc<Checked>),
    /// A plan, with the findings about its spec.
    Plan(Arc<Planned>),
    /// The API of a running cluster.
    Cluster(Arc<dyn ClusterApi>),
}

impl Handle {
    /// The name of the class that other languages wrap it in.
    pub fn class(&self) -> &'static str {
        match self {
            Self::Spec(_) => "Spec",
            Self::FullSpec(_) => "FullSpec",
            Self::Plan(_) => "Plan",
            Self::Cluster(_) => "Cluster",
        }
    }
}

/// What a call returns.
#[derive(Clone)]
#[non_exhaustive]
pub enum Returned {
    /// Data, as JSON, where they are small.
    Json(String),
    /// A text that is read as it is.
    Text(String),
    /// Bytes.
    Bytes(Bytes),
    /// Data, as JSON in parts, so that their reader can let others run in between. Each is merged into those before it: the entries of a
    /// list come after those that are there, and so do those of an object; a list, an object or a text that is there under a name already goes on.
    Parts(Vec<String>),
    /// A value that stays in Rust.
    Handle(Handle),
}

/// Shows how much was returned and nothing of it, as it may be a secret.
impl fmt::Debug for Returned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, size) = match self {
            Self::Json(text) => ("Json", text.len()),
            Self::Text(text) => ("Text", text.len()),
            Self::Bytes(bytes) => ("Bytes", bytes.len()),
            Self::Parts(parts) => ("Parts", parts.iter().map(String::len).sum()),
            Self::Handle(handle) => return f.debug_tuple("Handle").field(handle).finish(),
        };
        f.debug_tuple(kind).field(&format_args!("{size} bytes")).finish()
    }
}

impl Returned {
    /// Returns data.
    pub(super) fn json(value: &(impl Serialize + ?Sized)) -> Result<Self, CallError> {
        Ok(Self::data(serde_json::to_string(value).expect("what calls return serialises")))
    }

    /// Returns data that are written as JSON already.
    pub(super) fn data(text: String) -> Self {
        parts(&text).map_or_else(|| Self::Json(text), Self::Parts)
    }

    pub(super) fn spec(spec: Spec) -> Result<Self, CallError> {
        Ok(Self::Handle(Handle::Spec(Arc::new(spec))))
    }

    pub(super) fn full_spec(checked: Checked) -> Result<Self, CallError> {
        Ok(Self::Handle(Handle::FullSpec(Arc::new(checked))))
    }

    pub(super) fn plan(planned: Planned) -> Result<Self, CallError> {
        Ok(Self::Handle(Handle::Plan(Arc::new(planned))))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    #[should_panic(expected = "what calls return serialises")]
    fn data_that_is_not_json_is_no_empty_answer() {
        let _ = Returned::json(&BTreeMap::from([([1, 2], "a key that is a list")]));
    }
}
