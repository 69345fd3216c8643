//! An edit of an object: what it does to the text, what the object is then, and how it is reported.

use serde_json::{Map, Value as Json};

use super::text::{Steps, Text, entry, node};
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
    /// Edits the text of the object at an index.
    pub(super) fn apply(&self, text: &mut Text, document: &Document, index: usize) {
        match self {
            Self::Remove(steps) => text.remove(document, steps),
            Self::Rename(steps, key) => text.rename(document, steps, key),
            Self::Become(steps, key, value) => text.replace(document, steps, key, value),
            Self::Move(steps, path, value) => {
                // What is removed may be before or after what is added: the text is read again between the two.
                text.remove(document, steps);
                let documents = super::objects(&text.source()).unwrap_or_default();
                if let Some(document) = documents.get(index) {
                    text.insert(document, path, value);
                }
            }
            Self::Copy(_, path, value) => text.insert(document, path, value),
        }
    }

    /// Edits the value of an object that has a tree. Nothing where something else would be lost.
    pub(super) fn apply_to(&self, object: &mut Json, root: &Node) -> Option<()> {
        let (last, above) = self.steps().split_last()?;
        match self {
            Self::Remove(steps) => remove(object, root, steps),
            Self::Rename(_, key) => {
                let fields = value_at(object, root, above)?.as_object_mut()?;
                let value = fields.remove(key_at(root, above, *last)?)?;
                put(fields, key, value)
            }
            Self::Become(_, key, value) => {
                let fields = value_at(object, root, above)?.as_object_mut()?;
                fields.remove(key_at(root, above, *last)?)?;
                put(fields, key, value.clone())
            }
            Self::Move(steps, path, value) => {
                remove(object, root, steps)?;
                insert(object, path, value)
            }
            Self::Copy(_, path, value) => insert(object, path, value),
        }
    }

    /// True for another edit that changes the same place of the text: that of what an alias stands for.
    pub(super) fn shares_place(&self, other: &Self, document: &Document) -> bool {
        let is_alike = std::mem::discriminant(self) == std::mem::discriminant(other);
        is_alike && self.steps() != other.steps() && self.place(document) == other.place(document)
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
            None => node(&document.root, self.steps()).map_or(document.root.at, |node| node.at),
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

/// The value at the end of some steps into the tree that it had.
fn value_at<'a>(object: &'a mut Json, root: &Node, steps: &[usize]) -> Option<&'a mut Json> {
    steps.iter().enumerate().try_fold(object, |value, (depth, step)| match value {
        Json::Array(items) => items.get_mut(*step),
        value => value.get_mut(key_at(root, &steps[..depth], *step)?),
    })
}

fn key_at<'a>(root: &'a Node, above: &[usize], step: usize) -> Option<&'a str> {
    match &node(root, above)?.value {
        Value::Mapping(entries) => entries.get(step).map(|entry| &*entry.key),
        _ => None,
    }
}

/// Removes a value, and what is empty then above it, up to the object's own fields.
fn remove(object: &mut Json, root: &Node, steps: &[usize]) -> Option<()> {
    let (last, above) = steps.split_last()?;
    let is_empty = match value_at(object, root, above)? {
        Json::Array(items) => {
            items.get(*last)?;
            items.remove(*last);
            items.is_empty()
        }
        value => {
            let fields = value.as_object_mut()?;
            fields.remove(key_at(root, above, *last)?)?;
            fields.is_empty() && above.len() > 1
        }
    };
    if is_empty { remove(object, root, above) } else { Some(()) }
}

/// Adds a value at a path.
fn insert(object: &mut Json, path: &[String], value: &Json) -> Option<()> {
    let (last, above) = path.split_last()?;
    let mut at = object;
    for key in above {
        at = map(at)?.entry(key.as_str()).or_insert(Json::Null);
    }
    put(map(at)?, last, value.clone())
}

/// A map, also of nothing.
fn map(value: &mut Json) -> Option<&mut Map<String, Json>> {
    if value.is_null() {
        *value = Json::Object(Map::new());
    }
    value.as_object_mut()
}

/// Sets a field that has no other value yet.
fn put(fields: &mut Map<String, Json>, key: &str, value: Json) -> Option<()> {
    (*fields.entry(key).or_insert_with(|| value.clone()) == value).then_some(())
}

fn child(path: &str, key: &str) -> String {
    let mut path = path.to_owned();
    push_key(&mut path, key);
    path
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
