//! The walk through a cluster's life in `examples/fairwinds/README.md`: what it shows is what the commands print.

use std::fs;

use crate::support::{Answer, CLUSTER, Place, fairwinds};

/// A command of the walk and what the page shows of its output; `…` stands for any number of lines.
struct Scene {
    command: String,
    shown: Vec<String>,
}

#[test]
fn the_readme_shows_what_the_commands_print() {
    let page = fs::read_to_string(fairwinds("README.md")).expect("reads");
    let place = Place::with_account();
    for file in fs::read_dir(fairwinds("")).expect("reads") {
        let path = file.expect("reads").path();
        fs::copy(&path, place.path(&path.file_name().expect("a file").to_string_lossy())).expect("copies");
    }
    let scenes = scenes(&page);
    assert!(scenes.len() >= 10, "the page tells the whole story");
    for scene in scenes {
        let line = scene.command.replace("$CLUSTER_NAME", CLUSTER);
        let args: Vec<&str> = line.split_whitespace().skip(1).collect();
        let Answer { out, err, .. } = place.run(&args);
        let printed = format!("{out}{err}");
        let printed: Vec<&str> = printed.lines().map(str::trim_end).collect();
        assert!(
            matches(&scene.shown, &printed),
            "`{}` prints\n{}\nbut the page shows\n{}",
            scene.command,
            printed.join("\n"),
            scene.shown.join("\n")
        );
    }
}

/// The commands of the page's `console` blocks.
fn scenes(page: &str) -> Vec<Scene> {
    let mut scenes: Vec<Scene> = Vec::new();
    let mut within = false;
    for line in page.lines() {
        match (within, line) {
            (false, "```console") => within = true,
            (true, "```") => within = false,
            (true, line) => match (line.strip_prefix("$ "), scenes.last_mut()) {
                (Some(command), _) => scenes.push(Scene { command: command.to_owned(), shown: Vec::new() }),
                (None, Some(scene)) => scene.shown.push(line.trim_end().to_owned()),
                (None, None) => panic!("`{line}` belongs to no command"),
            },
            (false, _) => {}
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
