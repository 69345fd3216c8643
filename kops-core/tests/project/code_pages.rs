//! The page of every code: its example has the finding, what it says to write instead does not, and `docs/src/reference/rules.md` holds all pages.
//!
//! Examples are parts of specs: they change the cluster of `examples/fairwinds`, in whose account there are a few resources more.

#![allow(clippy::disallowed_methods, reason = "a test compares a file")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use kops_core::cloud::Cloud as _;
use kops_core::create::ClusterOptions;
use kops_core::diag::{Code, Diagnostics, Example};
use kops_core::engine::{MissingKeys, new_cluster_offline, terraform_offline};
use kops_core::facts::{self, Channel, Facts, VpcFacts};
use kops_core::resource::limits::codes as limits;
use kops_core::sim::Account;
use kops_core::spec::{self, Objects, UnknownFields};
use kops_core::testkit::block_on;
use kops_core::yaml::{self, Source};
use kops_core::{Engine, Error, Spec, codes, defaults, model, validate};
use serde_json::{Map, Value, json};

const WRITE: &str = "KOPS_WRITE_RULES";
const SPEC: &str = include_str!("../../../examples/fairwinds/cluster_spec.yml");
const ACCOUNT: &str = include_str!("../../../examples/fairwinds/account.json");

/// A channel of an example.
const STRICT: &str = "https://example.com/channels/strict";
const STRICT_CHANNEL: &str =
    "spec:\n  kubernetesVersions:\n  - {range: '>=1.34.0', recommendedVersion: 1.34.1, requiredVersion: 1.34.1}\n";

/// The account of the example, with a VPC that has neither DNS nor a gateway, an image and an instance type that one zone lacks.
fn account() -> Account {
    let mut account: Value = serde_json::from_str(ACCOUNT).expect("JSON");
    account["resources"]["vpc"]["vpc-0d00000000000000d"] = json!({"cidr": "172.20.0.0/16", "dns_support": false});
    account["images"] = json!([{"id": "ami-0aaaaaaaaaaaaaaaa", "architecture": "x86_64"}]);
    Account::from_json(&account.to_string()).expect("an account")
}

fn values(text: &str) -> Vec<Value> {
    let documents = yaml::parse(&Source::new("example.yml", text)).unwrap_or_else(|found| panic!("{found}\n{text}"));
    documents.iter().map(|document| document.root.to_json()).collect()
}

/// Changes a value as a strategic merge patch: maps are merged, entries of lists by their name, null removes a field.
fn merge(value: &mut Value, patch: Value) {
    match (value, patch) {
        (Value::Object(fields), Value::Object(patch)) => {
            for (key, patch) in patch {
                if patch.is_null() {
                    fields.remove(&key);
                } else {
                    merge(fields.entry(key).or_insert(Value::Null), patch);
                }
            }
        }
        (Value::Array(entries), Value::Array(patch))
            if patch.first().is_some_and(|entry| entry["name"].is_string()) =>
        {
            let mut merged = BTreeSet::new();
            for patch in patch {
                let name = patch["name"].clone();
                match entries.iter_mut().find(|entry| entry["name"] == name) {
                    Some(entry) if merged.insert(name.to_string()) => merge(entry, patch),
                    _ => entries.push(patch),
                }
            }
        }
        (value, Value::Object(patch)) => {
            *value = Value::Object(Map::new());
            merge(value, Value::Object(patch));
        }
        (value, patch) => *value = patch,
    }
}

/// The cluster of the example with what an example says instead.
fn changed(text: &str) -> String {
    let mut objects = values(SPEC);
    for patch in values(text) {
        let is_cluster = patch["kind"] == "Cluster";
        let found = objects.iter_mut().find(|object| {
            object["kind"] == patch["kind"] && (is_cluster || object["metadata"]["name"] == patch["metadata"]["name"])
        });
        match found {
            Some(object) => merge(object, patch),
            None => objects.push(patch),
        }
    }
    let cluster = objects[0]["metadata"]["name"].clone();
    for object in objects.iter_mut().skip(1) {
        let labels = &mut object["metadata"]["labels"];
        if labels["kops.k8s.io/cluster"] == "demo.kube.example.com" {
            labels["kops.k8s.io/cluster"] = cluster.clone();
        }
    }
    objects.iter().map(|object| format!("{object:#}")).collect::<Vec<_>>().join("\n---\n")
}

fn read(text: &str) -> Result<Spec, Diagnostics> {
    spec::read(&[Source::new("example.yml", text)], UnknownFields::Deny).and_then(Objects::into_spec)
}

/// What stands for many values in an example: `<48 labels>`.
fn expanded(text: &str) -> String {
    let Some((before, rest)) = text.split_once('<') else { return text.to_owned() };
    let Some((many, after)) = rest.split_once('>') else { return text.to_owned() };
    let Some((count, what)) = many.split_once(' ') else { return text.to_owned() };
    let Ok(count) = count.parse::<usize>() else { return text.to_owned() };
    let indent = " ".repeat(before.lines().last().unwrap_or_default().len());
    let lines = |line: &dyn Fn(usize) -> String| (0..count).map(line).collect::<Vec<_>>().join(&format!("\n{indent}"));
    let values = match what {
        "characters" => "a".repeat(count),
        "labels" => lines(&|i| format!("label{i}: x")),
        "maps" => vec!["{}"; count].join(", "),
        "brackets" => "[".repeat(count) + &"]".repeat(count),
        "security groups" => (0..count).map(|i| format!("sg-{i:08x}")).collect::<Vec<_>>().join(", "),
        _ => panic!("<{many}> is not known"),
    };
    format!("{before}{values}{after}")
}

fn facts_of(spec: &Spec) -> Facts {
    let mut facts = block_on(account().facts(&facts::query(spec, &facts::Components::built_in()))).expect("facts");
    if let Some(machine) = facts.machine_types.get_mut("m6i.large") {
        machine.missing_zones = vec!["us-east-2c".to_owned()];
    }
    // A VPC that does not say its CIDR.
    let vpc = VpcFacts { dns_support: true, ..VpcFacts::default() };
    facts.network.vpcs.insert("vpc-0e00000000000000e".to_owned(), vpc);
    if spec.cluster.spec.channel.as_deref() == Some(STRICT) {
        let channel = Channel::from_yaml(STRICT, STRICT_CHANNEL).expect("a channel");
        facts.components = facts.components.in_channel(&channel);
    }
    facts
}

/// The facts of the example as AWS would have them: with the hashes of what its nodes download.
fn real_facts(spec: &Spec) -> Facts {
    let base = read(SPEC).expect("a spec");
    let known = Facts { simulated: false, ..facts_of(&base) };
    let (_, unknown) = model::build_partial(&defaults::fill(base, &known), &known);
    let urls = unknown.iter().filter_map(|finding| Some(finding.message.split('`').nth(1)?.to_owned()));
    let hashes = urls.map(|url| (url, "0".repeat(64))).collect();
    Facts { simulated: false, published_hashes: hashes, ..facts_of(spec) }
}

/// What reading and checking a spec finds, and building it where the finding is one of the graph's.
fn findings(text: &str, code: &str) -> Vec<&'static str> {
    let codes = |found: &Diagnostics| found.iter().map(|finding| finding.code).collect::<Vec<_>>();
    let spec = match read(text) {
        Ok(spec) => spec,
        Err(found) => return codes(&found),
    };
    let is_of = |known: &[Code]| known.iter().any(|known| known.id == code);
    let of_aws = [model::codes::UNKNOWN_HASH, validate::codes::CONFIG_BASE_FOLDER];
    let facts = if is_of(&of_aws) { real_facts(&spec) } else { facts_of(&spec) };
    // As where files are written for Terraform before the first apply.
    let api_addresses = is_of(&[model::codes::NO_API_ADDRESS]).then(Vec::new);
    let facts = Facts { api_addresses, ..facts };
    let full = defaults::fill(spec, &facts);
    if is_of(model::codes::ALL) || code.starts_with("graph/") {
        return codes(&model::build_partial(&full, &facts).1);
    }
    match validate::check(full, &facts) {
        Ok(valid) if is_of(limits::ALL) => {
            model::build(&valid, &facts).map_or_else(|found| codes(&found), |_| Vec::new())
        }
        Ok(valid) => codes(&valid.warnings),
        Err(found) => codes(&found),
    }
}

/// What is found where the cluster of the example has been applied and is changed.
fn findings_of_change(text: &str) -> Vec<&'static str> {
    let spec = |text: &str| read(text).unwrap_or_else(|found| panic!("{found}\n{text}"));
    let facts = facts_of(&spec(SPEC));
    let applied = defaults::fill(spec(SPEC), &facts).spec.cluster;
    let found = validate::check_change(&applied, &defaults::fill(spec(text), &facts));
    found.iter().map(|finding| finding.code).collect()
}

/// What is not known of the account of the example where its VPC is not, and what is wrong with stated facts.
fn findings_about_facts(code: &Code, text: &str) -> Vec<&'static str> {
    let codes = |found: &Diagnostics| found.iter().map(|finding| finding.code).collect::<Vec<_>>();
    if let Example::Text(_) = code.example {
        return Facts::from_yaml("facts.yml", text, "us-east-2").map_or_else(|found| codes(&found), |_| Vec::new());
    }
    let spec = read(&changed(text)).unwrap_or_else(|found| panic!("{found}\n{text}"));
    let mut known = facts_of(&spec);
    known.network.vpcs.clear();
    match terraform_offline(&spec, "s3://kops-state-store", known) {
        Ok(_) => Vec::new(),
        Err(Error::Invalid { findings, .. }) => codes(&findings),
        Err(error) => panic!("{error}"),
    }
}

/// What is wrong with options of a new cluster.
fn findings_of_options(text: &str) -> Vec<&'static str> {
    let codes = |found: &Diagnostics| found.iter().map(|finding| finding.code).collect::<Vec<_>>();
    let options = match ClusterOptions::from_json(text) {
        Ok(options) => options,
        Err(found) => return codes(&found),
    };
    match new_cluster_offline(&options) {
        Ok(_) => Vec::new(),
        Err(Error::Invalid { findings, .. }) => codes(&findings),
        Err(error) => panic!("{error}"),
    }
}

/// What keeps objects from being stored.
fn findings_of_storing(text: &str) -> Vec<&'static str> {
    let objects = match Objects::from_yaml("example.yml", &changed(text)) {
        Ok(objects) => objects,
        Err(found) => return found.findings.iter().map(|finding| finding.code).collect(),
    };
    match block_on(Engine::simulated(account()).create(&objects)) {
        Ok(_) => Vec::new(),
        Err(Error::Invalid { findings, .. }) => findings.iter().map(|finding| finding.code).collect(),
        Err(error) => panic!("{error}"),
    }
}

/// What keeps a cluster from being rendered for Terraform.
fn findings_of_rendering(text: &str) -> Vec<&'static str> {
    let spec = read(&changed(text)).unwrap_or_else(|found| panic!("{found}\n{text}"));
    let engine = Engine::simulated(account());
    match block_on(engine.terraform(&spec, "s3://kops-state-store", MissingKeys::Variables)) {
        Ok(_) => Vec::new(),
        Err(Error::Invalid { findings, .. }) => findings.iter().map(|finding| finding.code).collect(),
        Err(error) => panic!("{error}"),
    }
}

fn findings_of(code: &Code, text: &str) -> Vec<&'static str> {
    let text = &expanded(text);
    match code.area() {
        "facts" => return findings_about_facts(code, text),
        "state" => return findings_of_storing(text),
        "terraform" => return findings_of_rendering(text),
        _ => {}
    }
    match code.example {
        Example::Options(_) => findings_of_options(text),
        Example::Text(_) => findings(text, code.id),
        Example::Change(_) => findings_of_change(&changed(text)),
        _ => findings(&changed(text), code.id),
    }
}

#[test]
fn every_example_has_its_finding_and_what_is_written_instead_does_not() {
    for code in ["", "limit/name", "etcd/zone"] {
        assert!(findings(SPEC, code).is_empty(), "the cluster of the examples is valid");
    }
    let mut failed = Vec::new();
    for code in codes::all().iter().filter(|code| !matches!(code.example, Example::Command(_))) {
        let (wrong, right) = (code.example.wrong(), code.example.right());
        let found = findings_of(code, &wrong);
        if !found.contains(&code.id) {
            failed.push(format!("{}: not found, but {found:?}\n{wrong}\n", code.id));
        }
        if let Some(right) = right {
            let found = findings_of(code, &right);
            if found.contains(&code.id) {
                failed.push(format!("{}: still found, {found:?}\n{right}\n", code.id));
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn pages_are_written_in_whole_sentences() {
    for page in codes::pages() {
        for text in [page.summary, page.description] {
            assert!(text.ends_with('.') && !text.contains("  "), "{}: {text}", page.code);
        }
        assert!(page.right.as_ref() != Some(&page.wrong), "{}", page.code);
    }
}

#[test]
fn the_document_of_rules_holds_every_page() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/src/reference/rules.md");
    let text = document();
    if std::env::var_os(WRITE).is_some() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, &text).expect("writes");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == text, "docs/src/reference/rules.md is stale: run this test with {WRITE}=1");
}

fn document() -> String {
    let mut text = String::from(
        "# Rules\n\n\
         Every finding has a code, `area/rule`, which stays the same between releases. `kops explain CODE` prints the page of a code.\n\
         This file is made from the same pages: do not edit it.\n\n\
         Unless they are whole files or commands, the examples are parts of specs. They change the cluster of\n\
         `examples/fairwinds/cluster_spec.yml` as a strategic merge patch does: entries of lists are merged\n\
         by their `name`, and `null` removes a field. `<48 labels>` stands for that many.\n",
    );
    let mut area = "";
    for page in codes::pages() {
        let of = page.code.split('/').next().unwrap_or_default();
        if of != area {
            area = of;
            writeln!(text, "\n## {area}").expect("writes");
        }
        writeln!(text, "\n### {}\n\n{}\n\n{}", page.code, page.summary, page.description).expect("writes");
        let wrong = page.wrong;
        let language = if wrong.starts_with("kops ") { "sh" } else { "yaml" };
        writeln!(text, "\n```{language}\n{wrong}\n```").expect("writes");
        match page.right {
            Some(right) => writeln!(text, "\nInstead:\n\n```{language}\n{right}\n```").expect("writes"),
            None => writeln!(text, "\nInstead, leave the field out.").expect("writes"),
        }
    }
    text
}

#[test]
fn every_code_in_the_table_of_rules_exists() {
    let table = include_str!("../../../docs/src/reference/kops-rules.md");
    let known: BTreeSet<_> = codes::all().iter().map(|code| code.id).collect();
    let rows = table
        .lines()
        .filter(|line| line.starts_with("| "))
        .filter_map(|line| line.trim_end_matches('|').rsplit('|').next());
    let named: BTreeSet<_> =
        rows.flat_map(|cell| cell.split('`')).filter(|word| word.contains('/') && !word.contains('…')).collect();
    let unknown: Vec<_> = named.difference(&known).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}
