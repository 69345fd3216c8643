//! Changed fields: scalars as `old -> new`, lists entry by entry, texts as a unified diff.

use std::iter;

use serde::Deserialize as _;
use serde_json::Value;
use similar::algorithms::{Capture, Compact, Replace, myers};
use similar::udiff::UnifiedHunkHeader;
use similar::{Change, ChangeTag, DiffOp};

use super::format::{Words, place};
use super::hidden;
use super::style::Tone;
use crate::plan::FieldChange;
use crate::resource::{Compare, Kind, MixedInstancesPolicy, Text, label};

/// A changed field.
#[derive(Debug, PartialEq)]
pub(super) struct Difference {
    /// The field's label.
    pub(super) label: String,
    /// The old and the new value.
    pub(super) lines: Vec<(Tone, String)>,
    /// The reason and the source.
    pub(super) aside: String,
}

/// Formats a changed field.
pub(super) fn difference(words: Words<'_>, kind: Kind, change: &FieldChange) -> Difference {
    let FieldChange { field: name, old, new, .. } = change;
    let compare = kind.field(name).map(|field| field.compare);
    let (old, new) = match compare {
        Some(Compare::Text | Compare::UserData) => (&readable(old), &readable(new)),
        Some(Compare::MixedInstances) if !old.is_null() => (old, &filled(new)),
        _ => (old, new),
    };
    let lines = match (old, new) {
        _ if compare == Some(Compare::Document) => text_lines(&pretty(old), &pretty(new)),
        (Value::String(old), Value::String(new)) if is_text(old) || is_text(new) => {
            let (old, new) = hidden::hide(old, new);
            text_lines(&old, &new)
        }
        (Value::Null, Value::String(new)) if is_text(new) => text_lines("", &hidden::hide("", new).1),
        (Value::String(old), Value::Null) if is_text(old) => text_lines(&hidden::hide(old, "").0, ""),
        (Value::Array(old), Value::Array(new)) => list_lines(words, old, new),
        (Value::Object(_), Value::Object(_)) if compare == Some(Compare::Tags) => tag_lines(old, new),
        _ if has_parts(old, new) => part_lines(words, old, new),
        _ => vec![(Tone::Changed, arrow(words, inside(old), inside(new)))],
    };
    Difference { label: label(name), aside: aside(words, change, &lines), lines }
}

/// `3 -> 5`
fn arrow(words: Words<'_>, old: &Value, new: &Value) -> String {
    format!("{} -> {}", words.value(old), words.value(new))
}

/// The reason, unless the source or the `lines` of the change say it, and the source.
fn aside(words: Words<'_>, change: &FieldChange, lines: &[(Tone, String)]) -> String {
    let is_said = || change.reason.ends_with(" is new") && lines.iter().any(|(_, line)| line.ends_with("(new)"));
    match &change.source {
        // A source implies that the spec has the value.
        Some(source) if change.reason.ends_with("spec") || is_said() => place(words, source),
        Some(source) => format!("{}; {}", change.reason, place(words, source)),
        None => change.reason.clone(),
    }
}

/// A text with the references in it as people read them.
fn readable(value: &Value) -> Value {
    match Text::deserialize(value) {
        Ok(text) => text.to_string().into(),
        Err(_) => Value::Null,
    }
}

/// A mixed instances policy with what AWS takes where it is unset, as AWS shows the old one.
fn filled(policy: &Value) -> Value {
    let Ok(mut filled) = MixedInstancesPolicy::deserialize(policy) else { return policy.clone() };
    filled.fill();
    serde_json::json!(filled)
}

fn is_text(text: &str) -> bool {
    text.contains('\n')
}

/// True for two enum values with content: maps whose only key names the variant.
fn is_choice(old: &Value, new: &Value) -> bool {
    let single = |value: &Value| value.as_object().is_some_and(|map| map.len() == 1 && !map.contains_key("ref"));
    single(old) && single(new)
}

/// The value of a map's only entry, or the value itself.
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

/// The changed lines of a text with two lines of context.
///
/// `TextDiff` does the same, and links every algorithm for every kind of text.
fn text_lines(old: &str, new: &str) -> Vec<(Tone, String)> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let (old, new) = (old.as_slice(), new.as_slice());
    let mut changes = Compact::new(Replace::new(Capture::new()), old, new);
    let Ok(()) = myers::diff(&mut changes, old, 0..old.len(), new, 0..new.len());
    let line = |change: Change<&str>| {
        let tone = match change.tag() {
            ChangeTag::Insert => Tone::Added,
            ChangeTag::Delete => Tone::Removed,
            ChangeTag::Equal => Tone::Aside,
        };
        (tone, format!("{}{}", change.tag(), change.value().trim_end_matches(['\r', '\n'])))
    };
    let hunk = |hunk: Vec<DiffOp>| -> Vec<_> {
        let header = (Tone::Aside, UnifiedHunkHeader::new(&hunk).to_string());
        let lines = hunk.iter().flat_map(|operation| operation.iter_changes(old, new)).map(line);
        iter::once(header).chain(lines).collect()
    };
    changes.into_inner().into_inner().into_grouped_ops(2).into_iter().flat_map(hunk).collect()
}

/// The removed and added entries.
fn list_lines(words: Words<'_>, old: &[Value], new: &[Value]) -> Vec<(Tone, String)> {
    let removed = old.iter().filter(|entry| !new.contains(entry));
    let added = new.iter().filter(|entry| !old.contains(entry));
    let removed = removed.map(|entry| (Tone::Removed, format!("- {}", words.value(entry))));
    let lines: Vec<_> = removed.chain(added.map(|entry| (Tone::Added, format!("+ {}", words.value(entry))))).collect();
    if lines.is_empty() {
        let list = |entries: &[Value]| words.value(&Value::Array(entries.to_vec()));
        return vec![(Tone::Changed, format!("{} -> {}", list(old), list(new)))];
    }
    lines
}

/// The added, changed and removed tags; `old` and `new` hold only those that differ.
fn tag_lines(old: &Value, new: &Value) -> Vec<(Tone, String)> {
    let tags = new.as_object().into_iter().flatten();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    tags.map(|(key, value)| match (old.get(key).unwrap_or(&Value::Null), value) {
        (Value::Null, value) => (Tone::Added, format!("+ {key}={}", text(value))),
        (old, Value::Null) => (Tone::Removed, format!("- {key}={}", text(old))),
        (old, value) => (Tone::Changed, format!("~ {key}={} -> {}", text(old), text(value))),
    })
    .collect()
}

/// The entries of a map that differ, with those of the maps and lists in it. What is unset is a map without entries.
fn part_lines(words: Words<'_>, old: &Value, new: &Value) -> Vec<(Tone, String)> {
    let none = serde_json::Map::new();
    let (old, new) = (old.as_object().unwrap_or(&none), new.as_object().unwrap_or(&none));
    let mut keys: Vec<&String> = old.keys().chain(new.keys()).collect();
    keys.sort();
    keys.dedup();
    let part = |map: &serde_json::Map<String, Value>, key: &str| map.get(key).cloned().unwrap_or_default();
    let parts = keys.into_iter().map(|key| (label(key), part(old, key), part(new, key)));
    let differing = parts.filter(|(_, old, new)| old != new);
    differing.flat_map(|(label, old, new)| lines_of_part(words, &label, &old, &new)).collect()
}

fn lines_of_part(words: Words<'_>, label: &str, old: &Value, new: &Value) -> Vec<(Tone, String)> {
    let lines = match (old, new) {
        (Value::Array(old), Value::Array(new)) => list_lines(words, old, new),
        (Value::Null, Value::Array(new)) => list_lines(words, &[], new),
        _ if has_parts(old, new) => part_lines(words, old, new),
        _ => vec![(Tone::Changed, arrow(words, old, new))],
    };
    let labelled = |(tone, line): (Tone, String)| match line.split_once(' ') {
        Some((sign @ ("+" | "-"), entry)) => (tone, format!("{sign} {label} {entry}")),
        _ => (tone, format!("{label} {line}")),
    };
    lines.into_iter().map(labelled).collect()
}

/// True where maps are compared entry by entry: neither a reference nor a choice.
fn has_parts(old: &Value, new: &Value) -> bool {
    let parts =
        |value: &Value| value.as_object().is_some_and(|map| !map.contains_key("ref") && !map.contains_key("text"));
    match (old, new) {
        (Value::Null, Value::Object(map)) => map.len() > 1 && parts(new),
        _ => parts(old) && parts(new) && !is_choice(old, new),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::ObjectRef;
    use crate::plan::SourceRef;
    use crate::resource::{Output, Ref};
    use serde_json::json;
    use std::collections::BTreeMap;

    fn lines(kind: Kind, field: &str, old: Value, new: Value) -> Vec<String> {
        let change = FieldChange { field: field.into(), old, new, reason: "set in the spec".into(), source: None };
        difference(
            Words { names: &BTreeMap::new(), new: &BTreeMap::new(), titles: &BTreeMap::new(), folder: "" },
            kind,
            &change,
        )
        .lines
        .into_iter()
        .map(|(_, line)| line)
        .collect()
    }

    #[test]
    fn what_a_value_calls_new_is_no_reason_beside_it() {
        let path = ObjectRef::new("InstanceGroup", "nodes").field("spec.subnets");
        let words = Words { names: &BTreeMap::new(), new: &BTreeMap::new(), titles: &BTreeMap::new(), folder: "" };
        let aside = |kind: Kind, field: &str, old: Value, new: Value| {
            let reason = "the resource `b` is new".to_owned();
            let source = Some(SourceRef { path: path.clone(), location: None });
            difference(words, kind, &FieldChange { field: field.into(), old, new, reason, source }).aside
        };
        let subnets = json!(["subnet-1", Ref::to(Kind::Subnet, "b")]);
        assert_eq!(aside(Kind::AutoscalingGroup, "subnets", json!(["subnet-1"]), subnets), path.to_string());
        let alias = |name: Ref| json!({"dns_name": name, "hosted_zone": "Z1"});
        let new = alias(Ref::output(Kind::NetworkLoadBalancer, "b", Output::DnsName));
        let expected = format!("the resource `b` is new; {path}");
        assert_eq!(aside(Kind::DnsRecord, "alias", alias(Ref::from("a")), new), expected);
    }

    #[test]
    fn each_shape_of_value_has_its_own_format() {
        let group = Kind::AutoscalingGroup;
        for (kind, field, old, new, expected) in [
            (group, "max_size", json!(3), json!(5), &["3 -> 5"][..]),
            (
                group,
                "mixed_instances",
                json!(null),
                json!({"overrides": [{"instance_type": "m5.large"}], "distribution": {"base": 1, "above": 0}}),
                &[
                    "distribution above (unset) -> 0",
                    "distribution base (unset) -> 1",
                    "+ overrides instance type m5.large",
                ],
            ),
            (
                group,
                "mixed_instances",
                json!({"overrides": ["a", "b"], "distribution": {"base": 1, "above": 0}}),
                json!({"overrides": ["a", "c"], "distribution": {"base": 1, "above": 50}}),
                &["distribution above 0 -> 50", "- overrides b", "+ overrides c"],
            ),
            (
                group,
                "mixed_instances",
                json!({
                    "overrides": [{"instance_type": "m5.large"}],
                    "distribution": {
                        "on_demand_allocation_strategy": "prioritized",
                        "on_demand_base_capacity": 5,
                        "on_demand_percentage_above_base": 0,
                        "spot_allocation_strategy": "lowest-price",
                        "spot_instance_pools": 2,
                    },
                }),
                json!({
                    "overrides": [{"instance_type": "m5.large"}],
                    "distribution": {"on_demand_percentage_above_base": 10},
                }),
                &[
                    "distribution on demand base capacity 5 -> 0",
                    "distribution on demand percentage above base 0 -> 10",
                ],
            ),
            (group, "subnets", json!(["a", "b"]), json!(["b", "c"]), &["- a", "+ c"]),
            (group, "metrics", json!(["a", "b"]), json!(["b", "a"]), &["a, b -> b, a"]),
            (
                group,
                "tags",
                json!({"a": "1", "b": "2", "c": null}),
                json!({"a": "9", "b": null, "c": "3"}),
                &["~ a=1 -> 9", "- b=2", "+ c=3"],
            ),
            (
                Kind::TargetGroup,
                "health_check",
                json!({"interval": 10, "target": "TCP"}),
                json!({"interval": 30, "target": "TCP"}),
                &["interval 10 -> 30"],
            ),
            (
                Kind::Route,
                "target",
                json!({"nat-gateway": "nat-1"}),
                json!({"nat-gateway": {"ref": "nat-gateway/a.demo", "output": "id"}}),
                &["nat-1 -> a.demo (new)"],
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
