//! The specs that kops is tested with: every one is read, and what kops wrote is written again to the letter.

#![allow(clippy::disallowed_methods, reason = "a test reads its cases")]

use std::path::Path;

use kops_core::spec::{self, Objects, UnknownFields, encode};
use kops_core::yaml::{self, Source};

use crate::common::{cases, files};

fn read(path: &Path) -> (String, Objects) {
    let text = std::fs::read_to_string(path).expect("text");
    let source = Source::new(path.display().to_string(), text.clone());
    match spec::read(&[source], UnknownFields::Warn) {
        Ok(objects) => (text, objects),
        Err(found) => panic!("{found}"),
    }
}

fn is_input(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "yaml")
        && path.file_stem().is_some_and(|s| s.to_string_lossy().starts_with("in"))
}

#[test]
fn every_input_is_read_and_comes_back_the_same() {
    let Some(root) = cases() else { return };
    for path in files(&root.join("update"), is_input) {
        let (_, objects) = read(&path);
        for warning in objects.warnings.iter() {
            assert!(warning.message.contains("serviceOIDCProvider"), "{warning}");
        }
        let again = spec::read(&[Source::new("again", objects.to_yaml())], UnknownFields::Deny).expect("its own text");
        assert_eq!(again.clusters, objects.clusters, "{}", path.display());
        assert_eq!(again.groups, objects.groups, "{}", path.display());
        assert_eq!(again.ssh_credentials, objects.ssh_credentials, "{}", path.display());
        assert_eq!(again.additional, objects.additional, "{}", path.display());
        objects.into_spec().unwrap_or_else(|found| panic!("{}: {found}", path.display()));
    }
}

#[test]
fn what_kops_wrote_is_written_again_to_the_letter() {
    let Some(root) = cases() else { return };
    let mut failed = Vec::new();
    for path in files(&root.join("create"), |path| path.ends_with("expected.yaml")) {
        let (text, objects) = read(&path);
        let mut documents: Vec<String> = objects.clusters.iter().map(encode::to_yaml).collect();
        documents.extend(objects.groups.iter().map(encode::to_yaml));
        let given: Vec<String> = text.split("\n---\n").map(|document| document.trim().to_owned()).collect();
        let written: Vec<String> = documents.iter().map(|document| document.trim().to_owned()).collect();
        if given != written {
            failed.push(difference(&path, &given, &written));
        }
    }
    let completed = |path: &Path| path.to_string_lossy().contains("cluster-completed.spec_content");
    for path in files(&root.join("update"), completed) {
        let (text, objects) = read(&path);
        let written = encode::to_yaml(&objects.clusters[0]);
        if text.trim() != written.trim() {
            failed.push(difference(&path, &[text], &[written]));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn every_yaml_that_kops_wrote_is_written_again_to_the_letter() {
    let Some(root) = cases() else { return };
    let written_as_yaml = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        ["-addons-", "nodeupconfig", "manifests-"].iter().any(|part| name.contains(part)) && name.ends_with("_content")
    };
    let mut failed = Vec::new();
    for path in files(&root.join("update"), written_as_yaml) {
        let text = std::fs::read_to_string(&path).expect("text");
        let documents =
            yaml::parse(&Source::new("f", text.as_str())).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let written: Vec<_> = documents.iter().map(|document| yaml::to_yaml(&document.root.to_json())).collect();
        let written = written.join("\n---\n\n");
        if written.trim() != text.trim() {
            failed.push(difference(&path, &[text], &[written]));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

fn difference(path: &Path, given: &[String], written: &[String]) -> String {
    let (given, written) = (given.join("\n"), written.join("\n"));
    let pair = given.lines().zip(written.lines()).find(|(a, b)| a != b);
    format!("{}: {pair:?}", path.display())
}
