//! What is published: every package says what it is and under which license, and has nothing in it but its sources.

#![expect(clippy::disallowed_methods, reason = "the test is about the manifests of the packages")]

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

const PUBLISHED: [&str; 5] = ["kops-aws", "kops-cli", "kops-core", "kops-kube", "kops-template"];

fn cargo(args: &[&str]) -> String {
    let mut cargo = Command::new(env!("CARGO"));
    let output = cargo.args(args).arg("--offline").current_dir(root()).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("is text")
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn read_json(text: &str) -> Value {
    serde_json::from_str(text).expect("is JSON")
}

/// The manifests of the workspace, as cargo reads them.
fn packages() -> Vec<Value> {
    let metadata = read_json(&cargo(&["metadata", "--no-deps", "--format-version", "1"]));
    metadata["packages"].as_array().expect("is a list").clone()
}

#[test]
fn every_published_crate_describes_itself() {
    let mut published = Vec::new();
    for package in packages().iter().filter(|package| package["publish"].is_null()) {
        let name = package["name"].as_str().expect("has a name");
        for field in ["description", "license", "readme", "rust_version"] {
            assert!(package[field].is_string(), "{name} has no `{field}`");
        }
        for field in ["keywords", "categories"] {
            assert!(package[field].as_array().is_some_and(|list| !list.is_empty()), "{name} has no `{field}`");
        }
        published.push(name.to_owned());
    }
    published.sort();
    assert_eq!(published, PUBLISHED);
}

#[test]
fn a_crate_holds_its_sources_its_readme_and_the_license_only() {
    for package in PUBLISHED {
        let files = cargo(&["package", "--package", package, "--list", "--allow-dirty"]);
        let is_meant = |file: &str| {
            file.starts_with("src/")
                || ["LICENSE", "README.md", "Cargo.toml", "Cargo.toml.orig", "Cargo.lock", ".cargo_vcs_info.json"]
                    .contains(&file)
        };
        let others: Vec<&str> = files.lines().filter(|file| !is_meant(file)).collect();
        assert!(others.is_empty(), "{package} also holds {others:?}");
        for file in ["LICENSE", "README.md"] {
            assert!(files.lines().any(|found| found == file), "{package} has no {file}");
        }
    }
}

#[test]
fn all_packages_and_the_changelog_have_one_version() {
    let version = env!("CARGO_PKG_VERSION");
    for package in packages() {
        assert_eq!(package["version"], version, "{}", package["name"]);
    }
    let read = |file: &str| fs::read_to_string(root().join(file)).expect("is text");
    assert_eq!(read_json(&read("bindings-node/package.json"))["version"], version);

    let changelog = read("CHANGELOG.md");
    let newest = changelog.lines().find_map(|line| line.strip_prefix("## ")).expect("has a version");
    assert_eq!(newest.split([',', ' ']).next(), Some(version), "the newest version of CHANGELOG.md");
}
