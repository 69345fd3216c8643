//! Comments and messages use the words of the field: none of those that CONTRIBUTING's list of words replaces by a precise one.

#![expect(clippy::disallowed_methods, reason = "the test is about the files of sources")]

use std::fs;
use std::path::{Path, PathBuf};

/// Words, and what says the same precisely.
const AVOIDED: &[(&str, &str)] = &[
    ("whoever", "name the role: the caller, the owner, the author"),
    ("somebody", "name the role, or what changed"),
    ("nobody", "say what does not happen"),
    ("everybody", "public, any source, every client"),
    ("by now", "now, or since the plan was made"),
    ("lets go of", "releases"),
    ("tells of", "reports"),
    ("is told", "is reported, is advertised, is identified"),
    ("are told", "are reported, are advertised, are identified"),
    ("unasked", "without confirmation"),
];

/// Words of CONTRIBUTING's table that messages do not use either, and those that replace them.
const REPLACED: &[(&str, &str)] = &[
    ("machine type", "instance type"),
    ("machine types", "instance types"),
    ("carry out", "apply, run or execute"),
    ("carries out", "applies, runs or executes"),
    ("carried out", "applied, run or executed"),
];

/// The sources whose comments are read.
const SOURCES: [&str; 8] = [
    "kops-core/src",
    "kops-core/tests",
    "kops-aws/src",
    "kops-aws/tests",
    "bindings-python/src",
    "bindings-node/src",
    "examples/cli",
    "benches",
];

#[test]
fn comments_and_messages_use_precise_words() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for file in SOURCES.iter().flat_map(|folder| files(&root.join(folder))) {
        let text = fs::read_to_string(&file).expect("is text");
        for (number, line) in text.lines().enumerate() {
            let comment = comment(line).unwrap_or_default();
            let avoided = AVOIDED.iter().filter(|(word, _)| has_word(&comment, word));
            let whole = if is_this_file(&file) { String::new() } else { line.to_lowercase() };
            let replaced = REPLACED.iter().filter(|(word, _)| has_word(&whole, word));
            found.extend(avoided.chain(replaced).map(|(word, right)| {
                format!("{}:{}: `{word}`: {right}", file.strip_prefix(&root).unwrap_or(&file).display(), number + 1)
            }));
        }
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

/// The comment that a line is, in lower case.
fn comment(line: &str) -> Option<String> {
    line.trim_start().strip_prefix("//").map(str::to_lowercase)
}

/// The lists of words are in this file.
fn is_this_file(path: &Path) -> bool {
    path.ends_with("kops-core/tests/project/words.rs")
}

fn has_word(text: &str, word: &str) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(word)
        .any(|(at, _)| !is_letter(text[..at].chars().next_back()) && !is_letter(text[at + word.len()..].chars().next()))
}

/// The Rust files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut found: Vec<PathBuf> = paths
        .flat_map(|path| match path.is_dir() {
            true => files(&path),
            false => vec![path],
        })
        .collect();
    found.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    found.sort();
    found
}

#[test]
fn words_are_found_as_whole_words() {
    for (text, word, expected) in [
        ("whoever made it", "whoever", true),
        ("made by whoever", "whoever", true),
        ("it is toldest", "is told", false),
        ("this told", "is told", false),
    ] {
        assert_eq!(has_word(text, word), expected, "{text}");
    }
}
