//! The pages that show commands with their output, the walk through a cluster's life in `examples/fairwinds/README.md` and the book in
//! `docs`: what they show is what the commands print.
//!
//! Each page is run in a folder of its own, which begins as a copy of `examples/fairwinds`. A block `yaml file=NAME` is written
//! to that file; of a block `console`, each line that begins with `$` is run. `…` stands for any number of lines.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Answer, CLUSTER, Place, fairwinds};

/// Set, it writes what commands print into the pages, where the output is shown whole.
const WRITE: &str = "KOPS_WRITE_PAGES";

/// What happens on a page, in order.
#[derive(Debug, PartialEq)]
enum Scene {
    /// A file that the reader writes.
    File { name: String, text: String },
    /// A command and what the page shows of its output.
    Command { line: String, shown: Vec<String> },
}

#[test]
fn pages_show_what_the_commands_print() {
    let mut pages = book();
    pages.push(fairwinds("README.md").into());
    let told = pages.iter().filter(|page| run(page) > 0).count();
    assert!(told >= 8, "only {told} pages show commands");
}

/// Runs what a page shows, and returns how many commands that were.
fn run(path: &Path) -> usize {
    let page = fs::read_to_string(path).expect("reads");
    let scenes = scenes(&page);
    if scenes.is_empty() {
        return 0;
    }
    let place = Place::with_account();
    for file in fs::read_dir(fairwinds("")).expect("reads") {
        let path = file.expect("reads").path();
        fs::copy(&path, place.path(&path.file_name().expect("a file").to_string_lossy())).expect("copies");
    }
    let (mut commands, mut status, mut written) = (0, 0, page.clone());
    for scene in scenes {
        let (line, shown) = match scene {
            Scene::File { name, text } => {
                place.write(&name, &text);
                continue;
            }
            Scene::Command { line, shown } => (line, shown),
        };
        commands += 1;
        let printed = match line.as_str() {
            "echo $?" => status.to_string(),
            line if line.starts_with("rm ") => {
                fs::remove_file(place.path(&line[3..])).expect("was there");
                String::new()
            }
            _ => {
                let answer = command(&place, &line);
                status = answer.status;
                format!("{}{}", answer.out, answer.err)
            }
        };
        let printed: Vec<&str> = printed.lines().map(str::trim_end).collect();
        if matches(&shown, &printed) {
            continue;
        }
        if std::env::var_os(WRITE).is_some() && !shown.iter().any(|line| line == "…") {
            let block = |lines: &[String]| [&[format!("$ {line}")], lines].concat().join("\n") + "\n";
            let now: Vec<String> = printed.iter().map(|line| (*line).to_owned()).collect();
            written = written.replacen(&block(&shown), &block(&now), 1);
            continue;
        }
        panic!(
            "{}: `{line}` prints\n{}\nbut the page shows\n{}\n(with {WRITE}=1, output that is shown whole is written)",
            path.display(),
            printed.join("\n"),
            shown.join("\n")
        );
    }
    if written != page {
        fs::write(path, written).expect("writes");
    }
    commands
}

/// Runs a command, whose output can go to a file.
fn command(place: &Place, line: &str) -> Answer {
    let line = line.replace("$CLUSTER_NAME", CLUSTER);
    let (line, file) = line.split_once(" > ").map_or((line.as_str(), None), |(line, file)| (line, Some(file)));
    let args: Vec<&str> = line.split_whitespace().skip(1).collect();
    let mut answer = place.run(&args);
    if let Some(file) = file {
        place.write(file, &answer.out);
        answer.out.clear();
    }
    answer
}

/// The pages of the book.
fn book() -> Vec<PathBuf> {
    fn below(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("reads") {
            let path = entry.expect("reads").path();
            match path.is_dir() {
                true => below(&path, found),
                false => found.extend((path.extension().is_some_and(|end| end == "md")).then_some(path)),
            }
        }
    }
    let mut found = Vec::new();
    below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/src"), &mut found);
    found.sort();
    found
}

fn scenes(page: &str) -> Vec<Scene> {
    let mut scenes: Vec<Scene> = Vec::new();
    // The block that a line is in: that of a file, or of commands.
    let mut block: Option<Option<String>> = None;
    for line in page.lines() {
        match (&block, line) {
            (None, "```console") => block = Some(None),
            (None, _) => {
                let name = line.strip_prefix("```").and_then(|info| info.split_once(" file="));
                block = name.map(|(_, name)| Some(name.to_owned()));
                if let Some((_, name)) = name {
                    scenes.push(Scene::File { name: name.to_owned(), text: String::new() });
                }
            }
            (Some(_), "```") => block = None,
            (Some(Some(_)), line) => {
                if let Some(Scene::File { text, .. }) = scenes.last_mut() {
                    text.push_str(line);
                    text.push('\n');
                }
            }
            (Some(None), line) => match (line.strip_prefix("$ "), scenes.last_mut()) {
                (Some(command), _) => scenes.push(Scene::Command { line: command.to_owned(), shown: Vec::new() }),
                (None, Some(Scene::Command { shown, .. })) => shown.push(line.trim_end().to_owned()),
                (None, _) => panic!("`{line}` belongs to no command"),
            },
        }
    }
    scenes
}

/// Whether lines are what a page shows of them.
fn matches(shown: &[String], printed: &[&str]) -> bool {
    match shown.split_first() {
        None => printed.is_empty(),
        Some((line, rest)) if line == "…" => (0..=printed.len()).any(|skipped| matches(rest, &printed[skipped..])),
        Some((line, rest)) => printed.first() == Some(&line.as_str()) && matches(rest, &printed[1..]),
    }
}

#[test]
fn files_and_commands_of_a_page_are_found_in_order() {
    let page =
        "# A\n```yaml file=a.yml\na: 1\n```\n```text\n$ no\n```\n```console\n$ kops get\nNAME\n…\n$ echo $?\n0\n```\n";
    let command = |line: &str, shown: &[&str]| Scene::Command {
        line: line.into(),
        shown: shown.iter().map(|s| (*s).into()).collect(),
    };
    let expected = [
        Scene::File { name: "a.yml".into(), text: "a: 1\n".into() },
        command("kops get", &["NAME", "…"]),
        command("echo $?", &["0"]),
    ];
    assert_eq!(scenes(page), expected);
}
