//! Where something stands: the field of an object, and the place in a file.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// An object of the spec by kind and name, shown as `InstanceGroup/nodes`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct SpecPath {
    /// The object that has the field.
    #[serde(flatten)]
    pub object: ObjectRef,
    /// The field inside it.
    pub field: String,
}

impl SpecPath {
    /// Returns the path of a key below this field, quoted where it is not a plain word.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        let mut field = self.field.clone();
        push_key(&mut field, key);
        Self { object: self.object.clone(), field }
    }

    /// Returns the path of a list entry of this field.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self { object: self.object.clone(), field: format!("{}[{index}]", self.field) }
    }
}

/// Adds a key to the text of a field.
pub(crate) fn push_key(field: &mut String, key: &str) {
    let plain = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if plain {
        if !field.is_empty() {
            field.push('.');
        }
        field.push_str(key);
    } else {
        field.push_str("[\"");
        for c in key.chars() {
            if matches!(c, '"' | '\\') {
                field.push('\\');
            }
            field.push(c);
        }
        field.push_str("\"]");
    }
}

/// One step of a field's path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// A key of a map.
    Key(String),
    /// An entry of a list.
    Index(usize),
}

/// Takes the text of a field apart; stops at what is not one.
pub fn segments(field: &str) -> Vec<Segment> {
    segments_and_rest(field).0
}

/// As [`segments`], with the text that is not a field.
pub(crate) fn segments_and_rest(field: &str) -> (Vec<Segment>, &str) {
    let mut found = Vec::new();
    let mut rest = field;
    while !rest.is_empty() {
        if let Some(quoted) = rest.strip_prefix("[\"") {
            let mut key = String::new();
            let mut chars = quoted.chars();
            loop {
                match chars.next() {
                    Some('\\') => key.extend(chars.next()),
                    Some('"') => break,
                    Some(c) => key.push(c),
                    None => return (found, rest),
                }
            }
            found.push(Segment::Key(key));
            rest = chars.as_str().strip_prefix(']').unwrap_or_default();
        } else if let Some((index, tail)) = rest.strip_prefix('[').and_then(|r| r.split_once(']')) {
            let Ok(index) = index.parse() else { return (found, rest) };
            found.push(Segment::Index(index));
            rest = tail;
        } else {
            let word = rest.strip_prefix('.').unwrap_or(rest);
            let end = word.find(['.', '[']).unwrap_or(word.len());
            if end == 0 {
                return (found, rest);
            }
            found.push(Segment::Key(word[..end].to_owned()));
            rest = &word[end..];
        }
    }
    (found, rest)
}

impl fmt::Display for SpecPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.object, self.field)
    }
}

/// A place in a file, shown as `file:line:column`. Lines and columns count from 1; columns count characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_written_and_taken_apart() {
        let key = |k: &str| Segment::Key(k.to_owned());
        let path = ObjectRef::new("Cluster", "c").field("spec").key("subnets").index(3).key("cidr");
        assert_eq!(path.to_string(), "Cluster/c spec.subnets[3].cidr");
        assert_eq!(segments(&path.field), [key("spec"), key("subnets"), Segment::Index(3), key("cidr")]);
        for odd in ["a.b/c", "say \"hi\"", "back\\slash", "", "1", "a]b", "ünï"] {
            let path = ObjectRef::new("Cluster", "c").field("spec").key("cloudLabels").key(odd).index(0);
            assert_eq!(segments(&path.field), [key("spec"), key("cloudLabels"), key(odd), Segment::Index(0)], "{path}");
        }
    }

    #[test]
    fn text_that_is_no_path_ends_the_path() {
        assert_eq!(segments("spec..x"), [Segment::Key("spec".into())]);
        assert_eq!(segments("spec[x]"), [Segment::Key("spec".into())]);
        assert_eq!(segments("spec[\"x"), [Segment::Key("spec".into())]);
        assert_eq!(segments(""), []);
    }
}
