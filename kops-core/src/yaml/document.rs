//! The tree of a document, with the place of every key and value.

use std::sync::Arc;

use crate::diag::{Location, Position, Source};

/// A value with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What is there.
    pub value: Value,
    /// Where it begins.
    pub at: Position,
}

/// What a YAML node holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, `~` or nothing.
    Null,
    /// `true`, `false` or another word for one of them, with the text that the user wrote.
    Bool(bool, Arc<str>),
    /// A whole number, with the text that the user wrote.
    Int(i64, Arc<str>),
    /// Any other number, with the text that the user wrote.
    Float(f64, Arc<str>),
    /// Text.
    String(Arc<str>),
    /// A list.
    Sequence(Vec<Node>),
    /// A map in the order of the text.
    Mapping(Vec<Entry>),
}

/// A key of a map and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key as text; a whole number or a word for `true` or `false` as JSON writes it.
    pub key: Arc<str>,
    /// Where the key stands.
    pub at: Position,
    /// Its value.
    pub value: Node,
}

impl Node {
    /// Returns the entry of a map by its key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        match &self.value {
            Value::Mapping(entries) => entries.iter().find(|entry| &*entry.key == key),
            _ => None,
        }
    }

    /// Returns the value of a map by its key.
    pub fn field(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// Returns the text, where it is one.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the value without places; numbers that JSON does not have become null.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value, _) => (*value).into(),
            Value::Int(number, _) => (*number).into(),
            Value::Float(number, _) => (*number).into(),
            Value::String(text) => (&**text).into(),
            Value::Sequence(items) => items.iter().map(Self::to_json).collect(),
            Value::Mapping(entries) => entries.iter().map(|e| (e.key.to_string(), e.value.to_json())).collect(),
        }
    }
}

/// One document of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The file it came from.
    pub source: Source,
    /// Its root.
    pub root: Node,
}

impl Document {
    /// Returns the place of a position of this document.
    pub fn location(&self, at: Position) -> Location {
        self.source.location(at)
    }
}
