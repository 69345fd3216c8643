//! CONTRIBUTING.md says which files a new kind or field touches. The files are there, and the kinds are in them.

#![expect(clippy::disallowed_methods, reason = "the test is about the files of sources")]

use std::fs;
use std::path::{Path, PathBuf};

use kops_core::resource::{Kind, Section};

/// What has something for every kind.
const OF_EVERY_KIND: [&str; 6] = [
    "kops-core/src/resource/kinds.rs",
    "kops-core/src/resource/limits/",
    "kops-core/src/cloud/memory/kinds/",
    "kops-core/src/render/terraform/",
    "kops-core/src/render/text/summary.rs",
    "kops-core/src/testkit/samples/complete.rs",
];
/// What has something for every kind that AWS has.
const OF_EVERY_KIND_OF_AWS: [&str; 3] = ["kops-aws/src/kinds/", "kops-aws/src/execute.rs", "kops-aws/src/observe.rs"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The steps for adding a kind and a field of one.
fn steps() -> String {
    let text = fs::read_to_string(root().join("CONTRIBUTING.md")).expect("is there");
    let (_, steps) = text.split_once("- **A kind of resource**").expect("has the steps");
    steps.split("- **A store or a cloud").next().unwrap_or_default().to_owned()
}

/// The sources at a place: a file, or a folder with all that is in it.
fn sources(place: &Path) -> String {
    if place.is_file() {
        return fs::read_to_string(place).expect("is text");
    }
    let entries = fs::read_dir(place).unwrap_or_else(|error| panic!("{}: {error}", place.display()));
    entries.map(|entry| sources(&entry.expect("is there").path())).collect()
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|found| found == word)
}

#[test]
fn the_files_that_a_new_kind_or_field_touches_are_there() {
    let steps = steps();
    let places: Vec<&str> = steps.split('`').skip(1).step_by(2).filter(|text| text.contains('/')).collect();
    for place in &places {
        assert!(root().join(place).exists(), "`{place}` of CONTRIBUTING.md is not there");
    }
    for place in OF_EVERY_KIND.iter().chain(&OF_EVERY_KIND_OF_AWS) {
        assert!(places.contains(place), "CONTRIBUTING.md does not name `{place}`");
    }
}

#[test]
fn every_kind_is_in_the_files_that_a_new_one_touches() {
    let lacks = |place: &str, is_meant: &dyn Fn(Kind) -> bool| {
        let text = sources(&root().join(place));
        let missing = Kind::ALL.iter().filter(|kind| is_meant(**kind) && !has_word(&text, &format!("{kind:?}")));
        missing.map(|kind| format!("{place}: {kind:?}")).collect::<Vec<_>>()
    };
    let of_aws = |kind: Kind| kind.properties().section != Section::StateStore;
    let mut missing: Vec<String> = OF_EVERY_KIND.iter().flat_map(|place| lacks(place, &|_| true)).collect();
    missing.extend(OF_EVERY_KIND_OF_AWS.iter().flat_map(|place| lacks(place, &of_aws)));
    assert_eq!(missing, [""; 0]);
}
