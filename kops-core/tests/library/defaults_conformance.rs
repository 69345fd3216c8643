//! What is filled in, against what kops fills in for the specs that it is tested with.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "a test reads its cases and says when it has none")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use kops_core::diag::{Segment, segments};
use kops_core::spec::{self, Objects, Spec, UnknownFields, encode};
use kops_core::yaml::Source;
use kops_core::{defaults, validate};
use serde_json::Value;

use crate::account::facts_for;

/// The cases that are rendered, or nothing, loudly, where there are none.
fn cases() -> Vec<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/conformance");
    let root = std::env::var_os("KOPS_CONFORMANCE").map_or(beside, PathBuf::from).join("cases/update");
    if !root.is_dir() {
        eprintln!("SKIPPED: there are no conformance cases in {}; set KOPS_CONFORMANCE", root.display());
        return Vec::new();
    }
    let entries = std::fs::read_dir(&root).expect("a folder that can be read");
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    cases.sort();
    cases
}

fn read(case: &Path) -> Spec {
    let text = std::fs::read_to_string(case.join("in.yaml")).expect("text");
    let source = Source::new(case.display().to_string(), text);
    spec::read(&[source], UnknownFields::Warn).and_then(Objects::into_spec).unwrap_or_else(|found| panic!("{found}"))
}

#[test]
fn completed_clusters_are_those_of_kops() {
    let mut failed = Vec::new();
    for case in cases() {
        let Ok(expected) =
            std::fs::read_to_string(case.join("expected/data/aws_s3_object_cluster-completed.spec_content"))
        else {
            continue;
        };
        let spec = read(&case);
        let facts = facts_for(&spec);
        let full = defaults::fill(spec, &facts);
        let written = encode::to_yaml(&full.cluster);
        if written.trim() != expected.trim() {
            let pair = similar::TextDiff::from_lines(expected.trim(), written.trim());
            failed.push(format!("{}\n{}", case.display(), pair.unified_diff().context_radius(1)));
        }
    }
    assert!(failed.is_empty(), "{} cases differ:\n{}", failed.len(), failed.join("\n"));
}

#[test]
fn valid_clusters_are_found_valid() {
    let mut failed = Vec::new();
    for case in cases() {
        let spec = read(&case);
        let facts = facts_for(&spec);
        if let Err(found) = validate::check(defaults::fill(spec, &facts), &facts) {
            failed.push(found.to_string());
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn every_origin_names_a_value_that_is_there() {
    for case in cases() {
        let spec = read(&case);
        let facts = facts_for(&spec);
        let full = defaults::fill(spec, &facts);
        let objects: BTreeMap<_, Value> = std::iter::once((full.cluster.reference(), encode::to_value(&full.cluster)))
            .chain(full.groups.iter().map(|group| (group.reference(), encode::to_value(group))))
            .collect();
        for path in full.origins.keys() {
            let found =
                segments(&path.field).into_iter().try_fold(&objects[&path.object], |value, segment| match segment {
                    Segment::Key(key) => value.get(key),
                    Segment::Index(index) => value.get(index),
                });
            assert!(found.is_some(), "{}: there is no {path}", case.display());
        }
    }
}
