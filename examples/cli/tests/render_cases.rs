//! `render-cases` over all conformance cases: every case renders, always to the same bytes, to a configuration that holds
//! together and declares what kops declares.

#![allow(clippy::disallowed_methods, reason = "tests read and compare files")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use kops_core::render::terraform::Files;
use kops_core::testkit;
use serde_json::Value;

/// Arguments that differ from kops's: (block, argument, why).
const KNOWN_DIFFERENCES: [(&str, &str, &str); 3] = [
    ("resource.aws_launch_template", "user_data", "the script is no part of the graph yet"),
    ("resource.aws_launch_template", "block_device_mappings", "kops deletes volumes that the spec wants to keep"),
    ("resource.aws_subnet", "depends_on", "kops lets Terraform make a subnet before the VPC has its CIDR"),
];

/// The conformance data: `KOPS_CONFORMANCE`, or beside the workspace. `None`, loudly, where there is none.
fn conformance() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/conformance");
    let root = std::env::var_os("KOPS_CONFORMANCE").map_or(beside, PathBuf::from);
    if root.join("cases").is_dir() {
        return Some(root);
    }
    // The test harness hides what tests print, but not what they write.
    let _ = writeln!(
        std::io::stderr(),
        "SKIPPED: there are no conformance cases in {}; set KOPS_CONFORMANCE",
        root.display()
    );
    None
}

/// Renders every case; returns the files of each.
fn rendered(conformance: &Path) -> BTreeMap<String, Files> {
    let out = tempfile::tempdir().expect("a folder");
    let mut command = Command::cargo_bin("render-cases").expect("is built");
    command.arg("--environment").arg(conformance.join("environment.json"));
    command.arg("--cases").arg(conformance.join("cases")).arg("--out").arg(out.path());
    command.assert().success();
    folders(&out.path().join("update")).into_iter().map(|folder| (name(&folder), files(&folder))).collect()
}

fn folders(root: &Path) -> Vec<PathBuf> {
    fs::read_dir(root).expect("a folder").map(|entry| entry.expect("an entry").path()).collect()
}

fn name(path: &Path) -> String {
    path.file_name().expect("a name").to_string_lossy().into_owned()
}

/// Reads what was written for one case.
fn files(folder: &Path) -> Files {
    let data = folder.join("data");
    let others = if data.is_dir() { folders(&data) } else { Vec::new() };
    let mut files: Files =
        others.iter().map(|path| (format!("data/{}", name(path)), fs::read(path).expect("reads").into())).collect();
    files.insert("kubernetes.tf".into(), fs::read(folder.join("kubernetes.tf")).expect("reads").into());
    files
}

/// The arguments of every block by what it declares, in a form in which order does not matter.
fn blocks(text: &[u8]) -> BTreeMap<String, Value> {
    let body = hcl::parse(std::str::from_utf8(text).expect("is text")).expect("is HCL");
    let named = body.blocks().map(|block| {
        let labels = block.labels().iter().map(|label| format!(".{}", label.as_str()));
        let arguments: Value = hcl::from_body(block.body().clone()).expect("are values");
        let alias = arguments.get("alias").map(|alias| format!(".{alias}"));
        (block.identifier().to_owned() + &labels.chain(alias).collect::<String>(), unordered(arguments))
    });
    named.collect()
}

fn unordered(value: Value) -> Value {
    match value {
        Value::Array(items) => {
            let mut items: Vec<Value> = items.into_iter().map(unordered).collect();
            items.sort_by_cached_key(Value::to_string);
            Value::Array(items)
        }
        Value::Object(map) => map.into_iter().map(|(key, value)| (key, unordered(value))).collect(),
        other => other,
    }
}

/// Everything that one side has and the other has not, or differently. Objects of the state store are looked at elsewhere.
fn differences(expected: &BTreeMap<String, Value>, found: &BTreeMap<String, Value>) -> Vec<String> {
    let names = expected.keys().chain(found.keys().filter(|name| !expected.contains_key(*name)));
    let mut differences = Vec::new();
    for name in names.filter(|name| !name.starts_with("resource.aws_s3_object.")) {
        match (expected.get(name), found.get(name)) {
            (Some(Value::Object(expected)), Some(Value::Object(found))) => {
                let arguments = expected.keys().chain(found.keys().filter(|key| !expected.contains_key(*key)));
                let differ = arguments.filter(|key| expected.get(*key) != found.get(*key) && !is_known(name, key));
                differences.extend(differ.map(|key| format!("{name} {key}")));
            }
            (Some(_), Some(_)) => {}
            (expected, _) => {
                differences.push(format!("{name}: {}", if expected.is_some() { "missing" } else { "superfluous" }))
            }
        }
    }
    differences
}

fn is_known(block: &str, argument: &str) -> bool {
    KNOWN_DIFFERENCES.iter().any(|(start, known, _)| block.starts_with(start) && argument == *known)
}

#[test]
fn every_case_renders_what_kops_renders() {
    let Some(conformance) = conformance() else { return };
    let (once, twice) = (rendered(&conformance), rendered(&conformance));
    let mut faults = Vec::new();
    for case in folders(&conformance.join("cases/update")) {
        let case_name = name(&case);
        let Some(files) = once.get(&case_name) else {
            faults.push(format!("{case_name}: is not there"));
            continue;
        };
        if twice.get(&case_name) != Some(files) {
            faults.push(format!("{case_name}: differs from one run to the next"));
        }
        let broken = testkit::terraform::check(files).err().unwrap_or_default();
        faults.extend(broken.into_iter().map(|fault| format!("{case_name}: {fault}")));
        let expected = fs::read(case.join("expected/kubernetes.tf")).expect("reads");
        let differ = differences(&blocks(&expected), &blocks(&files["kubernetes.tf"]));
        faults.extend(differ.into_iter().map(|difference| format!("{case_name}: {difference}")));
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
