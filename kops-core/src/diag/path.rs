//! Where something stands: the field of an object, and the place in a file.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// An object of the spec by kind and name, shown as `InstanceGroup/nodes`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ObjectRef {
    /// `Cluster`, `InstanceGroup`, …
    pub kind: String,
    /// `metadata.name`.
    pub name: String,
}

impl ObjectRef {
    /// Names an object.
    pub fn new(kind: impl Into<String>, name: impl Into<String>) -> Self {
        Self { kind: kind.into(), name: name.into() }
    }

    /// Names a field of this object: `spec.subnets[0].cidr`.
    pub fn field(&self, field: impl Into<String>) -> SpecPath {
        SpecPath { object: self.clone(), field: field.into() }
    }
}

impl fmt::Display for ObjectRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.name)
    }
}

/// A field of the spec, shown as `InstanceGroup/nodes spec.minSize`.
///
/// Field names are v1alpha2's, list entries are `[0]`, keys that are not plain words are quoted: `spec.cloudLabels["a.b/c"]`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SpecPath {
    /// The object that has the field.
    #[serde(flatten)]
    pub object: ObjectRef,
    /// The field inside it.
    pub field: String,
}

impl fmt::Display for SpecPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.object, self.field)
    }
}

/// A place in a file, shown as `file:line:column`. Lines and columns count from 1; columns count characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Location {
    /// The file as the user named it, or `-` for standard input.
    pub file: Arc<str>,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}
