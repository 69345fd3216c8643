//! Real plans are what their JSON Schema says.

use serde_json::{Value, json};

use super::cluster::{demo, edit};
use super::fake_account::FakeAccount;
use super::{empty, made, plan_with};
use crate::plan::{Plan, PlanOptions};
use crate::resource::{AutoscalingGroup, Kind, ResourceId};

#[test]
fn plans_are_what_their_schema_says() {
    let schema = Plan::schema();
    let mut graph = demo(2);
    let toy = FakeAccount::of(&graph);
    let creation = made(&graph, &FakeAccount::default());
    let deletion = plan_with(&empty(&graph), &toy, &PlanOptions::delete_cluster());
    edit::<AutoscalingGroup>(&mut graph, Kind::AutoscalingGroup, "nodes-0.demo", |x| x.max_size = 5);
    graph.nodes.remove(&ResourceId::new(Kind::Volume, "a.etcd-main.demo"));
    for plan in [creation, deletion, made(&graph, &toy), Plan::default()] {
        let value = serde_json::from_str(&plan.to_json()).expect("is JSON");
        assert_eq!(faults(&schema, &schema, &value, "plan"), Vec::<String>::new());
    }
}

#[test]
fn what_is_no_plan_is_found() {
    let schema = Plan::schema();
    let plan: Value = serde_json::from_str(&made(&demo(1), &FakeAccount::default()).to_json()).expect("is JSON");
    for (pointer, value) in [
        ("/format", json!("1")),
        ("/steps", json!({})),
        ("/steps/0/resource", json!("planet/earth")),
        ("/steps/0/disruption", json!("total")),
        ("/steps/0/action/do", json!("wish")),
        ("/steps/0/action/desired/kind", json!("planet")),
    ] {
        let mut wrong = plan.clone();
        *wrong.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer} is there")) = value;
        assert_ne!(faults(&schema, &schema, &wrong, "plan"), Vec::<String>::new(), "{pointer}");
    }
}

/// What in a value is not as a schema says; knows the words of JSON Schema that schemars uses here.
fn faults(root: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let Some(rules) = schema.as_object() else {
        return if schema == &json!(false) { vec![format!("{at} must not be")] } else { Vec::new() };
    };
    let mut found = Vec::new();
    for (word, rule) in rules {
        let fits = |schema: &Value| faults(root, schema, value, at).is_empty();
        let all = |schemas: &Value| schemas.as_array().expect("a list").clone();
        match word.as_str() {
            "$ref" => {
                let pointer = rule.as_str().and_then(|to| to.strip_prefix('#')).expect("a place in the schema");
                found.extend(faults(root, root.pointer(pointer).expect("is defined"), value, at));
            }
            "type" => {
                let types = rule.as_array().cloned().unwrap_or_else(|| vec![rule.clone()]);
                if !types.iter().any(|name| is_a(name.as_str().expect("a name"), value)) {
                    found.push(format!("{at} is not {rule}"));
                }
            }
            "properties" => {
                let given = rule
                    .as_object()
                    .expect("a map")
                    .iter()
                    .filter_map(|(key, rule)| Some((key, rule, value.get(key)?)));
                given.for_each(|(key, rule, value)| found.extend(faults(root, rule, value, &format!("{at}.{key}"))));
            }
            "required" => {
                let missing = all(rule).into_iter().filter(|key| value.get(key.as_str().expect("a key")).is_none());
                found.extend(missing.map(|key| format!("{at} lacks {key}")));
            }
            "patternProperties" => {
                let (_, rule) = rule.as_object().and_then(|patterns| patterns.iter().next()).expect("a pattern");
                let ids = value.as_object().into_iter().flatten().filter(|(key, _)| is_id(key));
                ids.for_each(|(key, value)| found.extend(faults(root, rule, value, &format!("{at}.{key}"))));
            }
            "additionalProperties" => {
                let known = rules.get("properties").and_then(Value::as_object);
                let by_pattern = rules.contains_key("patternProperties");
                let others = value.as_object().into_iter().flatten();
                let others = others.filter(|(key, _)| known.is_none_or(|known| !known.contains_key(*key)));
                let others = others.filter(|(key, _)| !(by_pattern && is_id(key)));
                others.for_each(|(key, value)| found.extend(faults(root, rule, value, &format!("{at}.{key}"))));
            }
            "items" => {
                let items = value.as_array().into_iter().flatten().enumerate();
                items.for_each(|(index, item)| found.extend(faults(root, rule, item, &format!("{at}[{index}]"))));
            }
            "enum" if !all(rule).contains(value) => found.push(format!("{at} is none of {rule}")),
            "const" if rule != value => found.push(format!("{at} is not {rule}")),
            "oneOf" if all(rule).iter().filter(|schema| fits(schema)).count() != 1 => {
                found.push(format!("{at} is not just one of what it may be"));
            }
            "anyOf" if !all(rule).iter().any(fits) => found.push(format!("{at} is nothing of what it may be")),
            "pattern" => {
                if !value.as_str().is_some_and(is_id) {
                    found.push(format!("{at} is not a resource id"));
                }
            }
            "enum" | "const" | "oneOf" | "anyOf" | "$schema" | "$defs" | "title" | "description" | "default"
            | "format" | "minimum" | "maximum" | "uniqueItems" => {}
            other => panic!("the checker does not know `{other}`, at {at}"),
        }
    }
    found
}

/// Only resource ids have a pattern: a kind and a slash.
fn is_id(text: &str) -> bool {
    text.parse::<ResourceId>().is_ok()
}

fn is_a(name: &str, value: &Value) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("no type of JSON: {other}"),
    }
}
