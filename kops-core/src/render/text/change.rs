//! Differences in fields: old and new beside each other, lists entry by entry, texts line by line.

use serde_json::Value;
use similar::TextDiff;

use super::format::{Words, field, place};
use super::style::Tone;
use crate::plan::FieldChange;
use crate::resource::{Compare, Kind};

/// The lines about one field.
#[derive(Debug, PartialEq)]
pub(super) struct Difference {
    /// The field in words.
    pub(super) label: String,
    /// What differs.
    pub(super) lines: Vec<(Tone, String)>,
    /// Why, and where the user wrote it.
    pub(super) aside: String,
}

/// Puts a difference into lines.
pub(super) fn difference(words: Words<'_>, kind: Kind, change: &FieldChange) -> Difference {
    let FieldChange { field: name, old, new, .. } = change;
    let compare = kind.field(name).map(|field| field.compare);
    let lines = match (old, new) {
        _ if compare == Some(Compare::Document) => text_lines(&pretty(old), &pretty(new)),
        (Value::String(old), Value::String(new)) if is_text(old) || is_text(new) => text_lines(old, new),
        (Value::Null, Value::String(new)) if is_text(new) => text_lines("", new),
        (Value::String(old), Value::Null) if is_text(old) => text_lines(old, ""),
        (Value::Array(old), Value::Array(new)) => list_lines(words, old, new),
        (Value::Object(_), Value::Object(_)) if compare == Some(Compare::Tags) => tag_lines(old, new),
        (Value::Object(_), Value::Object(_)) if !is_choice(old, new) => part_lines(words, old, new),
        _ => vec![(Tone::Changed, arrow(words, inside(old), inside(new)))],
    };
    Difference { label: field(name), lines, aside: aside(change) }
}

/// `3 → 5`
fn arrow(words: Words<'_>, old: &Value, new: &Value) -> String {
    format!("{} → {}", words.value(old), words.value(new))
}

fn aside(change: &FieldChange) -> String {
    let place = change.source.as_ref().map(place);
    // A place says by itself that the spec asks for it.
    let told = change.reason.ends_with("spec") || change.reason.ends_with("says so");
    match place {
        Some(place) if told => place,
        Some(place) => format!("{}; {place}", change.reason),
        None => change.reason.clone(),
    }
}

fn is_text(text: &str) -> bool {
    text.contains('\n')
}

/// True for maps that hold one of several things: the key says which.
fn is_choice(old: &Value, new: &Value) -> bool {
    let single = |value: &Value| value.as_object().is_some_and(|map| map.len() == 1 && !map.contains_key("ref"));
    single(old) && single(new)
}

/// What a map of one entry holds.
fn inside(value: &Value) -> &Value {
    match value.as_object() {
        Some(map) if map.len() == 1 => map.values().next().unwrap_or(value),
        _ => value,
    }
}

fn pretty(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => match serde_json::from_str::<Value>(text) {
            Ok(document) => format!("{document:#}\n"),
            Err(_) => format!("{text}\n"),
        },
        value => format!("{value:#}\n"),
    }
}

/// The lines of a text that differ, with a little of what is round them.
fn text_lines(old: &str, new: &str) -> Vec<(Tone, String)> {
    let diff = TextDiff::from_lines(old, new).unified_diff().context_radius(2).missing_newline_hint(false).to_string();
    let tone = |line: &str| match line.as_bytes().first() {
        Some(b'+') => Tone::Added,
        Some(b'-') => Tone::Removed,
        _ => Tone::Aside,
    };
    diff.lines().map(|line| (tone(line), line.to_owned())).collect()
}

/// The entries that come and go.
fn list_lines(words: Words<'_>, old: &[Value], new: &[Value]) -> Vec<(Tone, String)> {
    let removed = old.iter().filter(|entry| !new.contains(entry));
    let added = new.iter().filter(|entry| !old.contains(entry));
    let removed = removed.map(|entry| (Tone::Removed, format!("- {}", words.value(entry))));
    let lines: Vec<_> = removed.chain(added.map(|entry| (Tone::Added, format!("+ {}", words.value(entry))))).collect();
    if lines.is_empty() {
        let list = |entries: &[Value]| words.value(&Value::Array(entries.to_vec()));
        return vec![(Tone::Changed, format!("{} → {}", list(old), list(new)))];
    }
    lines
}

/// The tags that come, change and go; only those that differ are given.
fn tag_lines(old: &Value, new: &Value) -> Vec<(Tone, String)> {
    let tags = new.as_object().into_iter().flatten();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    tags.map(|(key, value)| match (old.get(key).unwrap_or(&Value::Null), value) {
        (Value::Null, value) => (Tone::Added, format!("+ {key}={}", text(value))),
        (old, Value::Null) => (Tone::Removed, format!("- {key}={}", text(old))),
        (old, value) => (Tone::Changed, format!("~ {key}={} → {}", text(old), text(value))),
    })
    .collect()
}

/// The parts of a map that differ.
fn part_lines(words: Words<'_>, old: &Value, new: &Value) -> Vec<(Tone, String)> {
    let none = serde_json::Map::new();
    let (old, new) = (old.as_object().unwrap_or(&none), new.as_object().unwrap_or(&none));
    let mut keys: Vec<&String> = old.keys().chain(new.keys()).collect();
    keys.sort();
    keys.dedup();
    let part = |map: &serde_json::Map<String, Value>, key: &str| map.get(key).cloned().unwrap_or_default();
    let differing = keys.into_iter().filter(|key| part(old, key) != part(new, key));
    differing
        .map(|key| (Tone::Changed, format!("{} {}", field(key), arrow(words, &part(old, key), &part(new, key)))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::collections::BTreeMap;

    fn lines(kind: Kind, field: &str, old: Value, new: Value) -> Vec<String> {
        let change = FieldChange { field: field.into(), old, new, reason: "the spec says so".into(), source: None };
        difference(Words { cluster: "demo", names: &BTreeMap::new() }, kind, &change)
            .lines
            .into_iter()
            .map(|(_, line)| line)
            .collect()
    }

    #[test]
    fn each_shape_has_its_own_lines() {
        let group = Kind::AutoscalingGroup;
        for (kind, field, old, new, expected) in [
            (group, "max_size", json!(3), json!(5), &["3 → 5"][..]),
            (group, "mixed_instances", json!(null), json!({"a": 1, "b": 2}), &["unset → a 1, b 2"]),
            (group, "subnets", json!(["a", "b"]), json!(["b", "c"]), &["- a", "+ c"]),
            (group, "metrics", json!(["a", "b"]), json!(["b", "a"]), &["a, b → b, a"]),
            (
                group,
                "tags",
                json!({"a": "1", "b": "2", "c": null}),
                json!({"a": "9", "b": null, "c": "3"}),
                &["~ a=1 → 9", "- b=2", "+ c=3"],
            ),
            (
                Kind::TargetGroup,
                "health_check",
                json!({"interval": 10, "target": "TCP"}),
                json!({"interval": 30, "target": "TCP"}),
                &["interval 10 → 30"],
            ),
            (
                Kind::Route,
                "target",
                json!({"nat-gateway": "nat-1"}),
                json!({"nat-gateway": {"ref": "nat-gateway/a.demo", "output": "id"}}),
                &["nat-1 → a (new)"],
            ),
            (
                Kind::LaunchTemplate,
                "user_data",
                json!("a\nb\n"),
                json!("a\nc\n"),
                &["@@ -1,2 +1,2 @@", " a", "-b", "+c"],
            ),
            (
                Kind::RolePolicy,
                "policy",
                json!({"Action": "a"}),
                json!({"Action": "b"}),
                &["@@ -1,3 +1,3 @@", " {", "-  \"Action\": \"a\"", "+  \"Action\": \"b\"", " }"],
            ),
        ] {
            assert_eq!(lines(kind, field, old, new), expected, "{kind} {field}");
        }
    }
}
