//! `kops-core/src/schema.json` is what the types say, and everything that other languages exchange with the library is what it says.

#![allow(clippy::disallowed_methods, reason = "a test reads its cases")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use jsonschema::Validator;
use kops_core::apply::{SimulatedClock, SimulatedEntropy};
use kops_core::cloud::{BoundStep, Cloud, CloudError, Fault, FaultInjecting, Outcome, Readiness, Scope, Snapshot};
use kops_core::errors::{ErrorData, ErrorFacts, ReportData};
use kops_core::facts::{Facts, FactsQuery};
use kops_core::resource::{CloudId, Kind};
use kops_core::sim::Account;
use kops_core::spec::{self, Cluster, InstanceGroup, ObjectMeta, SshCredential, UnknownFields, encode};
use kops_core::testkit::{block_on, samples, schema_of_types};
use kops_core::yaml::{self, Source};
use kops_core::{Engine, Event, PlanOptions, Spec, engine};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::arbitrary::Arbitrary;
use crate::common::{cases, files};

const WRITE: &str = "KOPS_WRITE_SCHEMA";
const SPEC: &str = include_str!("../../../examples/fairwinds/cluster_spec.yml");
const ACCOUNT: &str = include_str!("../../../examples/fairwinds/account.json");

/// Checks values against definitions.
struct Schema(Value);

impl Schema {
    fn new() -> Self {
        Self(kops_core::schema().clone())
    }

    fn of(&self, name: &str) -> Validator {
        assert!(self.0["$defs"].get(name).is_some(), "`{name}` is not defined");
        let mut schema = self.0.clone();
        schema["$ref"] = format!("#/$defs/{name}").into();
        jsonschema::validator_for(&schema).expect("a schema")
    }
}

fn faults(schema: &Validator, value: &Value) -> Vec<String> {
    schema.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).expect("is JSON")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The documents of a text as JSON, as the library reads YAML.
fn documents(text: &str) -> Vec<Value> {
    let documents = yaml::parse(&Source::new("f", text)).expect("YAML");
    documents.iter().map(|document| document.root.to_json()).collect()
}

#[test]
fn the_committed_document_is_what_the_types_say() {
    let path = root().join("kops-core/src/schema.json");
    let text = format!("{:#}\n", schema_of_types());
    if std::env::var_os(WRITE).is_some() {
        fs::write(&path, &text).expect("writes");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == text, "{} is stale: run this test with {WRITE}=1, then `make types`", path.display());
}

#[test]
fn every_object_has_a_title_of_its_own_and_a_description() {
    let schema = Schema::new();
    let definitions = schema.0["$defs"].as_object().expect("definitions");
    let (mut titles, mut wrong) = (BTreeSet::new(), Vec::new());
    for (name, definition) in definitions {
        if definition["description"].as_str().unwrap_or_default().is_empty() {
            wrong.push(format!("{name} has no description"));
        }
        // A generator of schemas numbers types that have one name.
        if name.ends_with('2') && definitions.contains_key(&name[..name.len() - 1]) {
            wrong.push(format!("two types are called {name}"));
        }
        let choices = ["oneOf", "anyOf"].iter().filter_map(|word| definition[word].as_array()).flatten();
        let objects = choices.filter(|choice| choice["type"] == "object").chain([definition]);
        for object in objects {
            let title = object["title"].as_str().unwrap_or_default();
            if title.is_empty() || !titles.insert(title.to_owned()) {
                wrong.push(format!("{name}: the title `{title}` is missing or there twice"));
            }
            for (field, property) in object["properties"].as_object().into_iter().flatten() {
                // The description of an object with one field is about that field.
                let is_described = ["const", "$ref", "description"].iter().any(|word| property.get(word).is_some())
                    || object["properties"].as_object().is_some_and(|fields| fields.len() == 1);
                if !is_described {
                    wrong.push(format!("{title}: {field} has no description"));
                }
                if property.get("properties").is_some() && property.get("title").is_none() {
                    wrong.push(format!("{title}: {field} is an object without a name"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The names of the fields in a schema, and of the types that it refers to.
fn names(schema: &Value, fields: &mut BTreeSet<String>, types: &mut BTreeSet<String>) {
    match schema {
        Value::Object(parts) => {
            let properties = parts.get("properties").and_then(Value::as_object);
            fields.extend(properties.into_iter().flatten().map(|(name, _)| name.clone()));
            let named = parts.get("$ref").and_then(Value::as_str).and_then(|to| to.strip_prefix("#/$defs/"));
            types.extend(named.map(str::to_owned));
            parts.values().for_each(|part| names(part, fields, types));
        }
        Value::Array(parts) => parts.iter().for_each(|part| names(part, fields, types)),
        _ => {}
    }
}

#[test]
fn fields_of_plans_graphs_snapshots_and_costs_are_in_snake_case_and_all_others_in_camel_case() {
    let schema = Schema::new();
    let definitions = schema.0["$defs"].as_object().expect("definitions");
    let mut open: Vec<String> = ["Plan", "SetPlan", "Graph", "Snapshot", "CostEstimate"].map(str::to_owned).into();
    let mut snake = BTreeSet::new();
    while let Some(name) = open.pop() {
        let mut types = BTreeSet::new();
        names(&definitions[&name], &mut BTreeSet::new(), &mut types);
        snake.insert(name);
        open.extend(types.difference(&snake).cloned());
    }
    let mut wrong = Vec::new();
    for (name, definition) in definitions {
        let mut fields = BTreeSet::new();
        names(definition, &mut fields, &mut BTreeSet::new());
        let is_right =
            |field: &str| if snake.contains(name) { field == field.to_lowercase() } else { !field.contains('_') };
        wrong.extend(fields.iter().filter(|field| !is_right(field)).map(|field| format!("{name}: {field}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn descriptions_are_plain_text() {
    let text = kops_core::schema().to_string();
    for markup in ["[`", "`]", "crate::", "super::", "```", "# Errors"] {
        assert!(!text.contains(markup), "{markup}");
    }
}

#[test]
fn specs_are_what_their_schema_says() {
    let schema = Schema::new();
    let kinds = ["Cluster", "InstanceGroup", "SSHCredential"].map(|kind| (kind, schema.of(kind)));
    let is_spec = |path: &Path| path.extension().is_some_and(|end| end == "yml" || end == "yaml");
    let mut paths = files(&root().join("examples"), is_spec);
    paths.extend(files(&root().join("kops-core/tests/scenarios"), is_spec));
    if let Some(cases) = cases() {
        let is_input = |path: &Path| {
            is_spec(path) && path.file_stem().is_some_and(|stem| stem.to_string_lossy().starts_with("in"))
        };
        paths.extend(files(&cases, is_input));
    }
    let (mut wrong, mut count) = (Vec::new(), 0);
    for path in paths {
        let text = fs::read_to_string(&path).expect("text");
        if spec::read(&[Source::new("f", text.as_str())], UnknownFields::Deny).is_err() {
            continue;
        }
        for document in documents(&text) {
            let Some((_, schema)) = kinds.iter().find(|(kind, _)| document["kind"] == *kind) else { continue };
            count += 1;
            wrong.extend(faults(schema, &document).into_iter().map(|fault| format!("{}: {fault}", path.display())));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 20, "only {count} objects");
}

#[test]
fn any_spec_that_the_library_writes_is_what_its_schema_says() {
    let schema = Schema::new();
    let (clusters, groups, keys) = (schema.of("Cluster"), schema.of("InstanceGroup"), schema.of("SSHCredential"));
    for seed in 0..40 {
        let density = u8::try_from(seed % 20 + 1).expect("small") * 3;
        let mut cluster = Cluster::deserialize(Arbitrary::new(seed, density)).expect("any cluster");
        let mut group = InstanceGroup::deserialize(Arbitrary::new(seed + 100, density)).expect("any group");
        let mut key = SshCredential::deserialize(Arbitrary::new(seed + 200, density)).expect("any key");
        cluster.metadata = ObjectMeta::named("c.example.com");
        group.metadata = ObjectMeta::named("nodes");
        key.metadata = ObjectMeta::named("admin");
        assert_eq!(faults(&clusters, &encode::to_value(&cluster)), [""; 0], "seed {seed}");
        assert_eq!(faults(&groups, &encode::to_value(&group)), [""; 0], "seed {seed}");
        assert_eq!(faults(&keys, &encode::to_value(&key)), [""; 0], "seed {seed}");
    }
}

#[test]
fn a_field_that_the_reader_does_not_know_is_one_that_the_schema_refuses() {
    let schema = Schema::new();
    let mut tried = 0;
    for document in documents(SPEC) {
        let kind = document["kind"].as_str().expect("a kind");
        let schema = schema.of(kind);
        for pointer in objects(&document) {
            let mut changed = document.clone();
            let object = changed.pointer_mut(&pointer).and_then(Value::as_object_mut).expect("an object");
            object.insert("machineTypo".to_owned(), "t3.medium".into());
            let read = spec::read(&[Source::new("f", changed.to_string())], UnknownFields::Deny);
            assert_eq!(faults(&schema, &changed).is_empty(), read.is_ok(), "{kind} {pointer}");
            tried += 1;
        }
    }
    assert!(tried > 30, "only {tried} objects");
}

/// Pointers to every object of a value.
fn objects(value: &Value) -> Vec<String> {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(map) => {
            map.iter().map(|(key, value)| (key.replace('~', "~0").replace('/', "~1"), value)).collect()
        }
        Value::Array(items) => items.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    let below =
        inner.into_iter().flat_map(|(key, value)| objects(value).into_iter().map(move |at| format!("/{key}{at}")));
    value.is_object().then(String::new).into_iter().chain(below).collect()
}

#[test]
fn values_that_the_reader_refuses_are_refused_by_the_schema() {
    let schema = Schema::new();
    let cluster = |spec: Value| json!({"apiVersion": "kops.k8s.io/v1alpha2", "kind": "Cluster", "metadata": {"name": "a.b"}, "spec": spec});
    let clusters = schema.of("Cluster");
    for (spec, is_right) in [
        (json!({"kubernetesVersion": "1.35.5"}), true),
        (json!({"kubernetesVersion": 1.35}), false),
        (json!({"subnets": [{"type": "Private"}]}), true),
        (json!({"subnets": [{"type": "private"}]}), false),
        (json!({"subnets": {}}), false),
        (json!({"kubelet": {"streamingConnectionIdleTimeout": "4h"}}), true),
        (json!({"kubelet": {"streamingConnectionIdleTimeout": "4 hours"}}), false),
        (json!({"metricsServer": {"enabled": "yes"}}), false),
        (json!({"clusterAutoscaler": {"memoryRequest": "300Mi", "cpuRequest": 1}}), true),
        (json!({"clusterAutoscaler": {"memoryRequest": "300MB"}}), false),
        (json!({"rollingUpdate": {"maxSurge": "25%", "maxUnavailable": 1}}), true),
        (json!({"rollingUpdate": {"maxSurge": true}}), false),
        (json!({"networking": {"calico": {}}}), true),
        (json!({"networking": {"kubenet": {"mtu": 1}}}), false),
    ] {
        let value = cluster(spec.clone());
        let read = spec::read(&[Source::new("f", value.to_string())], UnknownFields::Deny);
        assert_eq!((faults(&clusters, &value).is_empty(), read.is_ok()), (is_right, is_right), "{spec}");
    }
    let groups = schema.of("InstanceGroup");
    for (role, is_right) in [("Master", true), ("ControlPlane", true), ("Node", true), ("Worker", false)] {
        let value = json!({"apiVersion": "kops.k8s.io/v1alpha2", "kind": "InstanceGroup", "metadata": {"name": "a"}, "spec": {"role": role}});
        let read = spec::read(&[Source::new("f", value.to_string())], UnknownFields::Deny);
        assert_eq!((faults(&groups, &value).is_empty(), read.is_ok()), (is_right, is_right), "{role}");
    }
}

/// An account that notes what goes in and out.
#[derive(Debug)]
struct Recorder<C> {
    inner: C,
    seen: Arc<Mutex<Vec<(&'static str, Value)>>>,
}

impl<C> Recorder<C> {
    fn note<T: Serialize>(&self, name: &'static str, value: &T) {
        self.seen.lock().expect("no test panics in it").push((name, json(value)));
    }
}

#[async_trait]
impl<C: Cloud> Cloud for Recorder<C> {
    async fn facts(&self, query: &FactsQuery) -> Result<Facts, CloudError> {
        self.note("FactsQuery", query);
        self.inner.facts(query).await.inspect(|facts| self.note("Facts", facts))
    }

    async fn observe(&self, scope: &Scope) -> Result<Snapshot, CloudError> {
        self.note("Scope", scope);
        self.inner.observe(scope).await.inspect(|snapshot| self.note("Snapshot", snapshot))
    }

    async fn execute(&self, step: &BoundStep) -> Result<Outcome, CloudError> {
        self.note("BoundStep", step);
        let outcome = self.inner.execute(step).await;
        outcome
            .inspect(|outcome| self.note("Outcome", outcome))
            .inspect_err(|error| self.note("ErrorData", &ErrorData::from(error)))
    }

    async fn probe(&self, kind: Kind, id: &CloudId) -> Result<Readiness, CloudError> {
        self.note("Kind", &kind);
        self.inner.probe(kind, id).await.inspect(|readiness| self.note("Readiness", readiness))
    }
}

#[test]
fn what_an_engine_and_an_account_say_to_each_other_is_what_the_schema_says() {
    let schema = Schema::new();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let account = Account::from_json(ACCOUNT).expect("an account");
    let faulty = FaultInjecting::new(account).at(3, Fault::Throttled(1)).at(20, Fault::Denied);
    let cloud = Recorder { inner: faulty, seen: Arc::clone(&seen) };
    let note = |name, value: &Value| seen.lock().expect("no test panics in it").push((name, value.clone()));
    let engine = Engine::builder(cloud).clock(SimulatedClock::default()).entropy(SimulatedEntropy).build();
    let spec = Spec::from_yaml("spec.yml", SPEC).expect("a spec");

    let plan = block_on(engine.plan(&spec)).expect("plans").plan;
    note("Plan", &serde_json::from_str(&plan.to_json()).expect("JSON"));
    let events = |event: Event| {
        let value = json(&event);
        assert_eq!(Event::deserialize(&value).expect("reads"), event);
        note("Event", &value);
    };
    let error = block_on(engine.apply(&plan).events(events).into_future()).expect_err("a step is denied");
    let data = ErrorData::from(&error);
    assert_eq!(ErrorData::deserialize(json(&data)).expect("reads"), data);
    note("ErrorData", &json(&data));
    let ErrorFacts::ApplyIncomplete(report) = &data.facts else { panic!("{data:?}") };
    assert_eq!(ReportData::deserialize(json(report)).expect("reads"), *report);
    note("Report", &json(report));
    assert!(matches!(report.failed[0].error.facts, ErrorFacts::CloudError(_)), "{report:?}");

    let deletion = block_on(engine.plan_deletion(&spec)).expect("plans").plan;
    note("Plan", &serde_json::from_str(&deletion.to_json()).expect("JSON"));
    let invalid =
        Spec::from_yaml("spec.yml", &SPEC.replace("machineType", "machineTypo")).expect_err("a misspelt field");
    note("ErrorData", &json(&ErrorData::from(&kops_core::Error::from(invalid))));
    note("Assets", &json(&engine::list_assets(&spec)));
    note("PlanOptions", &json(&PlanOptions::default()));
    note("ApplyOptions", &json(&kops_core::apply::Options::default()));

    let seen = seen.lock().expect("no test panics in it");
    let names: BTreeSet<_> = seen.iter().map(|(name, _)| *name).collect();
    for name in names {
        let schema = schema.of(name);
        for (_, value) in seen.iter().filter(|(of, _)| *of == name) {
            assert_eq!(faults(&schema, value), [""; 0], "{name}: {value}");
        }
    }
    let kinds: BTreeSet<_> =
        seen.iter().filter(|(name, _)| *name == "Event").map(|(_, event)| event["event"].to_string()).collect();
    assert!(kinds.len() >= 5, "{kinds:?}");
}

#[test]
fn resources_of_every_kind_are_what_their_schema_says() {
    let schema = Schema::new().of("Resource");
    for resource in samples::complete() {
        let value = json(&resource);
        assert_eq!(faults(&schema, &value), [""; 0], "{value}");
        let without = json!({"kind": value["kind"]});
        assert_ne!(faults(&schema, &without), [""; 0], "{value}");
    }
}

/// A value of a schema with every field set.
fn filled(schema: &Value, all: &Value) -> Value {
    let named = schema["$ref"].as_str().and_then(|reference| reference.strip_prefix("#/$defs/"));
    let schema = named.map_or(schema, |name| &all[name]);
    if let Some(constant) = schema.get("const") {
        return constant.clone();
    }
    if let Some(value) = schema["enum"].as_array().and_then(|values| values.first()) {
        return value.clone();
    }
    if let Some(choices) = schema["anyOf"].as_array().or(schema["oneOf"].as_array()) {
        return filled(&choices[0], all);
    }
    if named == Some("Duration") {
        return json!("1m0s");
    }
    match schema["type"].as_str() {
        Some("string") if schema["pattern"].is_string() => json!("1"),
        Some("string") => json!("text"),
        Some("boolean") => json!(true),
        Some("integer") => json!(1),
        Some("number") => json!(1.5),
        Some("array") => json!([filled(&schema["items"], all)]),
        Some("object") if schema["properties"].is_object() => {
            let fields = schema["properties"].as_object().expect("fields").iter();
            fields.map(|(name, field)| (name.clone(), filled(field, all))).collect::<serde_json::Map<_, _>>().into()
        }
        Some("object") if schema["additionalProperties"].is_object() => {
            json!({"key": filled(&schema["additionalProperties"], all)})
        }
        Some("object") => json!({}),
        _ => json!({"any": ["value"]}),
    }
}

/// Every place of a value, without what is at it.
fn places(value: &Value, at: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            fields.iter().for_each(|(name, value)| places(value, &format!("{at}.{name}"), found))
        }
        Value::Array(items) => items.iter().for_each(|item| places(item, &format!("{at}[]"), found)),
        _ => drop(found.insert(at.to_owned())),
    }
}

#[test]
fn an_object_with_every_field_is_read_and_written_without_loss() {
    let schema = Schema::new();
    let read = |kind: &str| {
        let mut object = filled(&json!({"$ref": format!("#/$defs/{kind}")}), &schema.0["$defs"]);
        object["metadata"] = json!({"name": "a", "labels": {"kops.k8s.io/cluster": "a"}});
        object
    };
    let (cluster, group) = (read("Cluster"), read("InstanceGroup"));
    let text = format!("{cluster}\n---\n{group}");
    let objects = spec::read(&[Source::new("f", text)], UnknownFields::Deny).unwrap_or_else(|found| panic!("{found}"));
    let written = [encode::to_value(&objects.clusters[0]), encode::to_value(&objects.groups[0])];
    for (given, written) in [cluster, group].iter().zip(&written) {
        let (mut before, mut after) = (BTreeSet::new(), BTreeSet::new());
        places(&given["spec"], "spec", &mut before);
        places(&written["spec"], "spec", &mut after);
        let lost: Vec<_> = before.difference(&after).collect();
        assert!(lost.is_empty(), "{lost:?}");
        assert!(before.len() > 200, "{}", before.len());
    }
}
