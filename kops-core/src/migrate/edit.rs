//! An edit of an object: what it does to the text, and how it is reported.

use serde_json::Value as Json;

use super::text::{Steps, Text, entry};
use crate::diag::{Position, push_key};
use crate::yaml::{Document, Node, Value};

/// An edit of an object.
#[derive(Clone, Debug)]
pub(super) enum Edit {
    Remove(Steps),
    Rename(Steps, &'static str),
    /// Another key and value.
    Become(Steps, String, Json),
    /// A value at a path, in place of what is removed.
    Move(Steps, Vec<String>, Json),
    /// A value at a path, beside the field that it is of.
    Copy(Steps, Vec<String>, Json),
}

impl Edit {
    pub(super) fn apply(&self, text: &mut Text, document: &Document) {
        match self {
            Self::Remove(steps) => text.remove(document, steps),
            Self::Rename(steps, key) => text.rename(document, steps, key),
            Self::Become(steps, key, value) => text.replace(document, steps, key, value),
            Self::Move(steps, path, value) => {
                // What is removed may be before or after what is added: the text is read again between the two.
                text.remove(document, steps);
                let Ok(documents) = super::objects(&text.source()) else { return };
                let is_same = |other: &&Document| {
                    ["kind", "metadata"].iter().all(|field| same(&other.root, &document.root, field))
                };
                if let Some(document) = documents.iter().find(is_same) {
                    text.insert(document, &keys(path), value);
                }
            }
            Self::Copy(_, path, value) => text.insert(document, &keys(path), value),
        }
    }

    fn steps(&self) -> &Steps {
        match self {
            Self::Remove(steps)
            | Self::Rename(steps, _)
            | Self::Become(steps, ..)
            | Self::Move(steps, ..)
            | Self::Copy(steps, ..) => steps,
        }
    }

    /// Where the field is now.
    pub(super) fn place(&self, document: &Document) -> Position {
        match entry(&document.root, self.steps()) {
            Some(entry) => entry.at,
            None => walk(&document.root, self.steps()).map_or(document.root.at, |node| node.at),
        }
    }

    /// The path of the field.
    pub(super) fn field(&self, document: &Document) -> String {
        path_of(&document.root, self.steps())
    }

    /// What is done, in words.
    pub(super) fn action(&self, document: &Document) -> String {
        let above = || {
            let steps = self.steps();
            path_of(&document.root, &steps[..steps.len() - 1])
        };
        match self {
            Self::Remove(_) => "removed".to_owned(),
            Self::Rename(_, key) => format!("renamed to `{}`", child(&above(), key)),
            Self::Become(steps, key, value) => {
                let is_same = entry(&document.root, steps).is_some_and(|entry| *entry.key == **key);
                let shown = match value {
                    Json::String(text) => text.clone(),
                    other => other.to_string(),
                };
                match is_same {
                    true => format!("changed to `{shown}`"),
                    false => format!("replaced by `{}: {shown}`", child(&above(), key)),
                }
            }
            Self::Move(_, path, _) => format!("moved to `{}`", path.join(".")),
            Self::Copy(_, path, _) => format!("added as `{}`", path.join(".")),
        }
    }
}

fn keys(path: &[String]) -> Vec<&str> {
    path.iter().map(String::as_str).collect()
}

fn child(path: &str, key: &str) -> String {
    let mut path = path.to_owned();
    push_key(&mut path, key);
    path
}

fn same(a: &Node, b: &Node, field: &str) -> bool {
    a.field(field).map(Node::to_json) == b.field(field).map(Node::to_json)
}

fn walk<'a>(root: &'a Node, steps: &[usize]) -> Option<&'a Node> {
    steps.iter().try_fold(root, |node, step| match &node.value {
        Value::Mapping(entries) => entries.get(*step).map(|entry| &entry.value),
        Value::Sequence(items) => items.get(*step),
        _ => None,
    })
}

fn path_of(root: &Node, steps: &[usize]) -> String {
    let (mut path, mut node) = (String::new(), root);
    for step in steps {
        match &node.value {
            Value::Mapping(entries) => {
                push_key(&mut path, &entries[*step].key);
                node = &entries[*step].value;
            }
            Value::Sequence(items) => {
                path.push_str(&format!("[{step}]"));
                node = &items[*step];
            }
            _ => break,
        }
    }
    path
}
