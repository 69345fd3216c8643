//! The reference pages of the book that are made from the types: fields of specs, plans, events, and what other commands print.

#![expect(clippy::disallowed_methods, reason = "the test is about the files of the book")]

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

const WRITE: &str = "KOPS_WRITE_BOOK";

/// What stands above everything that is made. What is written above it is written by hand.
const MARKER: &str = "<!-- Made from the types of the library: run `make book` after a change, and do not edit it. -->";

/// The pages, each with the types that it begins with, and the types that another page has.
const PAGES: [(&str, &[&str], &[&str]); 4] = [
    ("spec.md", &["Cluster", "InstanceGroup", "SSHCredential"], &[]),
    ("plan.md", &["Plan"], &[]),
    ("events.md", &["Event", "Report", "ErrorData"], &["Resource", "ResourceId"]),
    ("outputs.md", OUTPUTS, ELSEWHERE),
];

/// What commands print with `-o json` that is no plan of one cluster.
const OUTPUTS: &[&str] = &[
    "SetPlan",
    "UpgradePlan",
    "CostEstimate",
    "IamPolicies",
    "Preflight",
    "Validation",
    "RollingUpdatePlan",
    "RollingUpdateEvent",
    "ReconcilePlan",
    "ReconcileEvent",
    "InstanceStatus",
    "KeypairInfo",
    "Assets",
    "Explained",
    "AddonsPlan",
    "AddonEvent",
    "InstalledAddon",
    "Migration",
    "CodePage",
    "FieldPage",
    "Dump",
    "Facts",
];

/// Types that these have, and that the other pages document.
const ELSEWHERE: &[&str] = &[
    "CostChange",
    "Diagnostic",
    "ErrorData",
    "Event",
    "Impact",
    "InstanceGroupRole",
    "Location",
    "MonthlyCost",
    "ObjectRef",
    "Plan",
    "ResourceId",
    "RollingUpdate",
    "SetAction",
    "SpecPath",
];

#[test]
fn reference_pages_are_what_the_types_say() {
    let schema = kops_core::schema();
    let definitions = &schema["$defs"];
    let mut stale = Vec::new();
    for (name, roots, elsewhere) in PAGES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/src/reference").join(name);
        let page = fs::read_to_string(&path).expect("reads");
        let (head, _) = page.split_once(MARKER).unwrap_or_else(|| panic!("{name} has no line `{MARKER}`"));
        let now = format!("{head}{MARKER}\n{}", render(definitions, roots, elsewhere));
        if std::env::var_os(WRITE).is_some() {
            fs::write(&path, &now).expect("writes");
        } else if page != now {
            stale.push(name);
        }
    }
    assert!(stale.is_empty(), "{stale:?} of docs/src/reference are stale: run `make book`");
}

/// Documents types and everything that they hold, each once.
fn render(definitions: &Value, roots: &[&str], elsewhere: &[&str]) -> String {
    let mut text = String::new();
    let (mut seen, mut next): (BTreeSet<String>, VecDeque<String>) =
        (elsewhere.iter().map(|name| (*name).to_owned()).collect(), VecDeque::new());
    let mut others = BTreeMap::new();
    next.extend(roots.iter().map(|name| (*name).to_owned()));
    seen.extend(next.iter().cloned());
    let shown = |name: &str| !elsewhere.contains(&name);
    // What the page is about comes first, and the types below it in the order of their names.
    while let Some(name) = next.pop_front() {
        let section = section(&name, &definitions[&name], &shown);
        for reference in references(&definitions[&name]) {
            if seen.insert(reference.clone()) {
                next.push_back(reference);
            }
        }
        match roots.contains(&name.as_str()) {
            true => text += &section,
            false => drop(others.insert(name, section)),
        }
    }
    others.into_values().for_each(|section| text += &section);
    text
}

fn section(name: &str, definition: &Value, shown: &dyn Fn(&str) -> bool) -> String {
    let mut text = format!("\n## {name}\n\n{}\n", paragraphs(definition));
    write_fields(definition, shown, &mut text);
    let choices = ["oneOf", "anyOf"].iter().filter_map(|word| definition[word].as_array()).flatten();
    for choice in choices.filter(|choice| choice["properties"].is_object()) {
        let of = choice["title"].as_str().map(|title| format!("**{title}**: ")).unwrap_or_default();
        write!(text, "\n{of}{}\n", paragraphs(choice)).expect("writes");
        write_fields(choice, shown, &mut text);
    }
    text
}

fn write_fields(object: &Value, shown: &dyn Fn(&str) -> bool, text: &mut String) {
    let Some(properties) = object["properties"].as_object().filter(|fields| !fields.is_empty()) else { return };
    text.push('\n');
    for (field, property) in properties {
        let description = property["description"].as_str().unwrap_or_default().replace('\n', " ");
        let constant = property["const"].as_str().map(|value| format!("always `{value}`"));
        let what = constant.unwrap_or_else(|| type_name(property, shown));
        let line = format!("- `{field}` ({what}): {description}");
        writeln!(text, "{}", line.trim_end_matches([':', ' '])).expect("writes");
    }
}

/// The description of a type: lines that list values become a list.
fn paragraphs(definition: &Value) -> String {
    let text = definition["description"].as_str().unwrap_or_default();
    text.replacen("\n- ", "\n\n- ", 1)
}

/// The type of a property, with a link to its section.
fn type_name(property: &Value, shown: &dyn Fn(&str) -> bool) -> String {
    if let Some(name) = property["$ref"].as_str().and_then(|to| to.strip_prefix("#/$defs/")) {
        return match shown(name) {
            true => format!("[{name}](#{})", name.to_lowercase()),
            false => name.to_owned(),
        };
    }
    if property["items"].is_object() {
        return format!("list of {}", type_name(&property["items"], shown));
    }
    let values = property["patternProperties"].as_object().and_then(|patterns| patterns.values().next());
    if let Some(value) = values.or(property.get("additionalProperties")).filter(|value| value.is_object()) {
        return format!("map to {}", type_name(value, shown));
    }
    let choices = property["anyOf"].as_array().or(property["oneOf"].as_array());
    if let Some(choices) = choices {
        let names: Vec<String> = choices.iter().map(|choice| type_name(choice, shown)).collect();
        return names.join(" or ");
    }
    match &property["type"] {
        Value::String(name) => name.clone(),
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or "),
        _ => "any value".to_owned(),
    }
}

/// The names of the types that a definition holds.
fn references(value: &Value) -> Vec<String> {
    match value {
        Value::Object(map) => {
            let own = map.get("$ref").and_then(Value::as_str).and_then(|to| to.strip_prefix("#/$defs/"));
            own.map(str::to_owned).into_iter().chain(map.values().flat_map(references)).collect()
        }
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}
