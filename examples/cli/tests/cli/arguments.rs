//! Words and flags: usage, help, colours, exit statuses.

use crate::support::{Place, fairwinds};

#[test]
fn wrong_usage_ends_with_64() {
    let place = Place::new();
    for args in [
        vec!["updat"],
        vec!["update", "cluster", "--nonsense"],
        vec!["update", "cluster", "--plan", "p.json"],
        vec!["update", "cluster", "--target", "terraform"],
        vec!["replace"],
        vec!["create"],
        vec!["update", "cluster"],
        vec!["get", "cluster", "--cloud", "azure"],
        vec!["get", "cluster", "--state", "state"],
    ] {
        let answer = place.run(&args).has_status(64);
        assert!(answer.out.is_empty() && answer.err.starts_with("error: "), "{args:?}\n{}", answer.err);
    }
    let mut command = place.command(&["get", "clusters"]);
    command.env_remove("KOPS_STATE_STORE").assert().code(64);
}

#[test]
fn help_and_version_are_results() {
    let place = Place::new();
    place.run(&["--help"]).succeeds().prints("--state <URL>");
    place.run(&["version"]).succeeds().prints(env!("CARGO_PKG_VERSION"));
    for shell in ["bash", "zsh", "fish"] {
        place.run(&["completion", shell]).succeeds().prints("sshpublickey");
    }
}

#[test]
fn what_this_build_cannot_do_is_said() {
    let place = Place::new();
    place.run(&["get", "clusters", "--state", "s3://bucket"]).fails_with("built without AWS");
    place.run(&["get", "clusters", "--cloud", "sim:nowhere.json"]).fails_with("reading `nowhere.json` failed");
    place.write("broken.json", "{\"region\": \"us-east-2\", \"vpcs\": []}");
    let answer = place.run(&["get", "clusters", "--cloud", "sim:broken.json"]);
    let answer = answer.fails_with("`broken.json` is not a simulated account");
    assert!(answer.err.contains("because line 1, column 30: unknown field `vpcs`"), "{}", answer.err);
}

#[test]
fn colours_are_for_terminals() {
    let place = Place::new();
    let spec = place.write("spec.yml", "kind: Cluster\n");
    assert!(!place.run(&["create", "-f", &spec]).has_status(1).err.contains('\u{1b}'));
    let forced = place.command(&["create", "-f", &spec]).env("CLICOLOR_FORCE", "1").output().expect("runs");
    assert!(forced.stderr.contains(&0x1b));
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let place = Place::new();
    let file = fairwinds("cluster_spec.yml");
    let kops = assert_cmd::cargo::cargo_bin("kops");
    let line = format!("'{}' get all -f '{file}' -o yaml | true; echo ${{PIPESTATUS[0]}}", kops.display());
    let shell = std::process::Command::new("bash").args(["-c", &line]).output().expect("runs");
    assert!(!String::from_utf8_lossy(&shell.stderr).contains("panicked"), "{shell:?}");
    drop(place);
}
