//! Links in Markdown files lead somewhere: to a file that is there, and to a heading that it has. The book's summary names every
//! page, and its pages link to nothing outside of it, which it would not have where it is published.

#![expect(clippy::disallowed_methods, reason = "the test is about the files of the documentation")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

/// Files and folders with documentation.
const PLACES: [&str; 11] = [
    "README.md",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "bindings-node",
    "bindings-python",
    "docs",
    "examples",
    "fuzz",
    "kops-core/tests",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("is there")
}

#[test]
fn links_lead_to_files_and_headings() {
    let (root, mut wrong, mut count) = (root(), Vec::new(), 0);
    let files: Vec<PathBuf> = PLACES.iter().flat_map(|place| pages(&root.join(place))).collect();
    for file in &files {
        let text = fs::read_to_string(file).expect("is text");
        for (line, link) in links(&text) {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            count += 1;
            if let Some(fault) = fault(&root, file, &link) {
                wrong.push(format!("{}:{line}: {fault}", file.strip_prefix(&root).unwrap_or(file).display()));
            }
        }
        for (path, part) in included(file, &text) {
            let text = fs::read_to_string(&path).unwrap_or_default();
            let has = part.is_none_or(|part| text.contains(&format!("ANCHOR: {part}")));
            if text.is_empty() || !has {
                wrong.push(format!("{} includes a part of {} that is not there", file.display(), path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(files.len() > 20 && count > 100, "{} files, {count} links", files.len());
}

/// What is wrong with a link in a file.
fn fault(root: &Path, file: &Path, link: &str) -> Option<String> {
    let (path, anchor) = link.split_once('#').map_or((link, None), |(path, anchor)| (path, Some(anchor)));
    let target = match path {
        "" => file.to_owned(),
        _ => clean(&file.parent().unwrap_or(root).join(path)),
    };
    if !target.exists() {
        return Some(format!("`{link}` leads to no file"));
    }
    let book = root.join("docs/src");
    if file.starts_with(&book) && !target.starts_with(&book) {
        return Some(format!("`{link}` leads out of the book"));
    }
    let anchor = anchor?;
    let has = target.extension().is_some_and(|end| end == "md") && anchors(&target).contains(anchor);
    (!has).then(|| format!("`{link}` leads to no heading"))
}

#[test]
fn the_summary_of_the_book_names_every_page_once() {
    let book = root().join("docs/src");
    let summary = book.join("SUMMARY.md");
    let mut named = BTreeMap::new();
    for (_, link) in links(&fs::read_to_string(&summary).expect("is there")) {
        *named.entry(clean(&book.join(link))).or_insert(0) += 1;
    }
    let pages: BTreeMap<PathBuf, i32> =
        pages(&book).into_iter().filter(|page| *page != summary).map(|page| (page, 1)).collect();
    assert_eq!(named, pages);
}

/// The links of a page, each with its line: `[text](link)` outside of code.
fn links(text: &str) -> Vec<(usize, String)> {
    let (mut found, mut is_code) = (Vec::new(), false);
    for (number, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        }
        if is_code || line.starts_with("    ") {
            continue;
        }
        // What stands between backticks is every second part.
        let plain: String =
            line.split('`').enumerate().map(|(i, part)| if i % 2 == 0 { part } else { "code" }).collect();
        for (at, _) in plain.match_indices("](") {
            let rest = &plain[at + 2..];
            let link = rest.split([')', ' ']).next().unwrap_or_default();
            found.push((number + 1, link.to_owned()));
        }
    }
    found
}

/// The anchors of a page's headings, as GitHub and mdBook make them, and those of the files that it includes.
fn anchors(file: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(file).expect("is text");
    let mut texts = vec![text.clone()];
    texts.extend(included(file, &text).into_iter().filter_map(|(path, _)| fs::read_to_string(path).ok()));
    let (mut found, mut is_code) = (BTreeSet::new(), false);
    for line in texts.iter().flat_map(|text| text.lines()) {
        if line.starts_with("```") {
            is_code = !is_code;
        }
        let Some(heading) = line.strip_prefix('#').filter(|_| !is_code) else { continue };
        let anchor = slug(heading.trim_start_matches('#').trim());
        let taken = (1..).map(|number| format!("{anchor}-{number}")).find(|name| !found.contains(name));
        match found.contains(&anchor) {
            true => drop(taken.map(|name| found.insert(name))),
            false => drop(found.insert(anchor)),
        }
    }
    found
}

fn slug(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect()
}

/// The files that a page of the book includes, each with the name of the part.
fn included(file: &Path, text: &str) -> Vec<(PathBuf, Option<String>)> {
    let names = text.match_indices("{{#include ").filter_map(|(at, start)| {
        let name = text[at + start.len()..].split_once("}}")?.0;
        let (path, part) = name.split_once(':').map_or((name, None), |(path, part)| (path, Some(part.to_owned())));
        Some((clean(&file.parent()?.join(path)), part))
    });
    names.collect()
}

/// A path without `.` and `..`.
fn clean(path: &Path) -> PathBuf {
    let mut cleaned = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(cleaned.pop()),
            Component::CurDir => {}
            part => cleaned.push(part),
        }
    }
    cleaned
}

/// The Markdown files at a place, without those of installed packages.
fn pages(place: &Path) -> Vec<PathBuf> {
    if place.is_file() {
        return vec![place.to_owned()];
    }
    let Ok(entries) = fs::read_dir(place) else { return Vec::new() };
    let mut found = Vec::new();
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match path.is_dir() {
            true if name == "node_modules" || name == "target" || name.starts_with('.') => {}
            true => found.extend(pages(&path)),
            false => found.extend(name.ends_with(".md").then_some(path)),
        }
    }
    found.sort();
    found
}

#[test]
fn links_and_anchors_are_read_as_markdown_has_them() {
    let text = "see [a](b.md#c) and [d](https://e)\n```\n[no](f)\n```\n    [no](g)\n`[no](h)` [i](j \"title\")\n";
    let found: Vec<String> = links(text).into_iter().map(|(_, link)| link).collect();
    assert_eq!(found, ["b.md#c", "https://e", "j"]);
    for (heading, anchor) in
        [("The spec of 2017", "the-spec-of-2017"), ("`access/security-group`", "accesssecurity-group")]
    {
        assert_eq!(slug(heading), anchor);
    }
}
