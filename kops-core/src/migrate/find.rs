//! Finds fields of old objects by their paths, and makes the edits that they need.

use serde_json::Value as Json;

use super::edit::Edit;
use super::text::Steps;
use crate::yaml::{Node, Value};

/// Finds every field of a path, of which `[]` stands for each entry of a list.
pub(super) fn find(root: &Node, path: &str) -> Vec<(Steps, Node)> {
    let mut found: Vec<(Steps, &Node)> = vec![(Vec::new(), root)];
    for segment in path.split('.') {
        let (key, is_list) = segment.strip_suffix("[]").map_or((segment, false), |key| (key, true));
        let mut next = Vec::new();
        for (steps, node) in found {
            let Value::Mapping(entries) = &node.value else { continue };
            let Some(at) = entries.iter().position(|entry| *entry.key == *key) else { continue };
            let below = [&steps[..], &[at]].concat();
            match (&entries[at].value.value, is_list) {
                (Value::Sequence(items), true) => {
                    next.extend(items.iter().enumerate().map(|(i, item)| ([&below[..], &[i]].concat(), item)));
                }
                (_, true) => {}
                (_, false) => next.push((below, &entries[at].value)),
            }
        }
        found = next;
    }
    found.into_iter().map(|(steps, node)| (steps, node.clone())).collect()
}

/// Removes fields that are set.
pub(super) fn removed(root: &Node, paths: &[&str]) -> Vec<Edit> {
    removed_where(root, paths, |_| true)
}

pub(super) fn removed_where(root: &Node, paths: &[&str], is_wrong: impl Fn(&Node) -> bool) -> Vec<Edit> {
    let found = paths.iter().flat_map(|path| find(root, path));
    found.filter(|(_, node)| is_wrong(node)).map(|(steps, _)| Edit::Remove(steps)).collect()
}

pub(super) fn renamed(root: &Node, path: &str, key: &'static str) -> Vec<Edit> {
    find(root, path).into_iter().map(|(steps, _)| Edit::Rename(steps, key)).collect()
}

pub(super) fn replaced(
    root: &Node,
    path: &str,
    key: &str,
    value: &Json,
    is_wrong: impl Fn(&Node) -> bool,
) -> Vec<Edit> {
    let found = find(root, path).into_iter().filter(|(_, node)| is_wrong(node));
    found.map(|(steps, _)| Edit::Become(steps, key.to_owned(), value.clone())).collect()
}

pub(super) fn moved(root: &Node, path: &str, to: &str, value: impl Fn(&Node) -> Option<Json>) -> Vec<Edit> {
    let to: Vec<String> = to.split('.').map(str::to_owned).collect();
    let found =
        find(root, path).into_iter().filter_map(|(steps, node)| Some(Edit::Move(steps, to.clone(), value(&node)?)));
    found.collect()
}

pub(super) fn is(node: &Node, value: bool) -> bool {
    matches!(node.value, Value::Bool(is, _) if is == value)
}

/// A scalar as the user wrote it.
pub(super) fn scalar(node: &Node) -> Option<&str> {
    match &node.value {
        Value::String(text) | Value::Bool(_, text) | Value::Int(_, text) | Value::Float(_, text) => Some(text),
        _ => None,
    }
}
