//! Who may do what, against what kops grants for the specs that it is tested with.

#![allow(clippy::disallowed_methods, reason = "a test reads its cases")]

use std::collections::BTreeMap;
use std::path::Path;

use kops_core::graph::{Graph, Ownership};
use kops_core::resource::Resource;
use kops_core::spec::{self, Objects, UnknownFields};
use kops_core::yaml::Source;
use kops_core::{defaults, model, validate};
use serde_json::Value;

use crate::account::facts_for;
use crate::common::{cases, files};

#[test]
fn documents_are_those_of_kops() {
    let Some(root) = cases() else { return };
    let mut failed = Vec::new();
    for input in files(&root.join("update"), |path| path.file_name().is_some_and(|name| name == "in.yaml")) {
        let graph = graph(&input);
        let mut ours = documents(&graph);
        for (name, theirs) in expected(&input.with_file_name("expected").join("data"), &ours) {
            let own = ours.remove(&name);
            if own.map(sorted) != Some(sorted(theirs)) {
                failed.push(format!("{}: {name} differs", input.display()));
            }
        }
        failed.extend(ours.keys().map(|name| format!("{}: {name} is too much", input.display())));
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn addons_are_those_of_kops_to_the_byte() {
    let Some(root) = cases() else { return };
    let mut failed = Vec::new();
    for input in files(&root.join("update"), |path| path.file_name().is_some_and(|name| name == "in.yaml")) {
        let graph = graph(&input);
        for (id, node) in &graph.nodes {
            let Resource::ManagedFile(file) = &node.resource else { continue };
            let theirs = input.with_file_name("expected").join(format!("data/aws_s3_object_{}_content", id.name));
            // The list also names the hashes of manifests that only an addon source has.
            let is_manifest = file.key.starts_with("addons/") && file.key != "addons/bootstrap-channel.yaml";
            if let (true, Some(ours), Ok(theirs)) =
                (is_manifest, file.content.known(), std::fs::read_to_string(&theirs))
                && ours != theirs.trim_end()
                && !(has_prose(&file.key) && without_prose(ours) == without_prose(&theirs))
            {
                failed.push(format!("{}: {} differs", input.display(), id.name));
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

fn graph(input: &Path) -> Graph {
    let text = std::fs::read_to_string(input).expect("text");
    let source = Source::new(input.display().to_string(), text);
    let spec =
        spec::read(&[source], UnknownFields::Warn).and_then(Objects::into_spec).unwrap_or_else(|e| panic!("{e}"));
    let facts = facts_for(&spec);
    let valid = validate::check(defaults::fill(spec, &facts), &facts).unwrap_or_else(|e| panic!("{e}"));
    model::build(&valid, &facts).unwrap_or_else(|e| panic!("{e}"))
}

/// Every document of IAM, SQS and EventBridge, by the name that its file has beside rendered Terraform.
fn documents(graph: &Graph) -> BTreeMap<String, Value> {
    let owned = graph.nodes.iter().filter(|(_, node)| node.ownership == Ownership::Owned);
    let documents = owned.filter_map(|(id, node)| match &node.resource {
        Resource::Role(role) => Some((format!("aws_iam_role_{}_policy", id.name), role.assume_role_policy.clone())),
        Resource::RolePolicy(policy) => {
            Some((format!("aws_iam_role_policy_{}_policy", id.name), policy.policy.clone()))
        }
        Resource::Queue(queue) => Some((format!("aws_sqs_queue_{}_policy", id.name), queue.policy.clone())),
        Resource::EventRule(rule) => {
            let pattern = serde_json::from_str(&rule.pattern).expect("JSON");
            Some((format!("aws_cloudwatch_event_rule_{}_event_pattern", id.name), pattern))
        }
        _ => None,
    });
    documents.collect()
}

/// The documents that kops rendered. Two cases still hold the queue of a cluster that was renamed, which no rendering has.
fn expected(data: &Path, ours: &BTreeMap<String, Value>) -> Vec<(String, Value)> {
    let is_document =
        |name: &str| ["aws_iam_", "aws_sqs_", "aws_cloudwatch_"].iter().any(|kind| name.starts_with(kind));
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let documents = files(data, |path| is_document(&name(path)));
    let read = |path: &Path| {
        let text = std::fs::read_to_string(path).expect("text");
        (name(path), serde_json::from_str(&text).expect("JSON"))
    };
    let stale = |name: &str| name.starts_with("aws_sqs_queue_") && !ours.contains_key(name);
    documents.iter().map(|path| read(path)).filter(|(name, _)| !stale(name)).collect()
}

/// Lists of a document have no order.
fn sorted(document: Value) -> Value {
    match document {
        Value::Array(items) => {
            let mut items: Vec<Value> = items.into_iter().map(sorted).collect();
            items.sort_by_key(Value::to_string);
            Value::Array(items)
        }
        Value::Object(fields) => fields.into_iter().map(|(key, value)| (key, sorted(value))).collect(),
        other => other,
    }
}

/// True for manifests in which kops has prose of other projects, and ours do not: descriptions of schemas, comments of a script.
fn has_prose(key: &str) -> bool {
    ["networking.amazon-vpc-routed-eni", "networking.cilium.io"].iter().any(|addon| key.contains(addon))
}

/// The objects of a manifest without descriptions and without what runs once a container has started.
fn without_prose(manifest: &str) -> Vec<Value> {
    let documents = manifest.split("\n---\n").map(|document| serde_yaml::from_str(document).expect("YAML"));
    documents.map(drop_prose).collect()
}

fn drop_prose(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let kept = fields.into_iter().filter(|(field, _)| !matches!(field.as_str(), "description" | "postStart"));
            kept.map(|(field, value)| (field, drop_prose(value))).collect()
        }
        Value::Array(items) => items.into_iter().map(drop_prose).collect(),
        other => other,
    }
}
