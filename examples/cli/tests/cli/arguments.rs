//! Words and flags: usage, help, colours, exit statuses.

use crate::support::{CLUSTER, Place, SSH_KEY, fairwinds};

#[test]
fn wrong_usage_ends_with_64() {
    let place = Place::new();
    for args in [
        vec!["updat"],
        vec!["update", "cluster", "--nonsense"],
        vec!["update", "cluster", "--target", "terraform"],
        vec!["replace"],
        vec!["create"],
        vec!["update", "cluster"],
        vec!["get", "cluster", "--cloud", "azure"],
        vec!["get", "cluster", "--state", "state"],
        vec!["create", "-f", "spec.yml", "sshpublickey", "-i", "id.pub"],
        vec!["update", "cluster", "--plan", "p.json", "--yes", "--target", "direct"],
        vec!["update", "cluster", "--plan", "p.json", "--yes", "--detailed-exitcode"],
        vec!["delete", "cluster", "a.example.com", "--name", "b.example.com"],
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
    place.run(&["rolling-update", "cluster", "--help"]).succeeds().prints("kops.k8s.io/needs-update");
    place.run(&["create", "keypair", "--help"]).succeeds().prints("By default, a new private key");
    place.run(&["version"]).succeeds().prints(env!("CARGO_PKG_VERSION"));
    assert_eq!(place.run(&["version", "--short"]).succeeds().out, concat!(env!("CARGO_PKG_VERSION"), "\n"));
    for shell in ["bash", "zsh", "fish"] {
        place.run(&["completion", shell]).succeeds().prints("sshpublickey");
    }
}

#[test]
fn an_account_file_is_one() {
    let place = Place::new();
    place.run(&["get", "clusters", "--cloud", "sim:nowhere.json"]).fails_with("reading `nowhere.json` failed");
    place.write("broken.json", "{\"region\": \"us-east-2\", \"vpcs\": []}");
    let answer = place.run(&["get", "clusters", "--cloud", "sim:broken.json"]);
    let answer = answer.fails_with("`broken.json` is not a simulated account");
    assert!(answer.err.contains("caused by: line 1, column 30: unknown field `vpcs`"), "{}", answer.err);
}

#[cfg(not(feature = "aws"))]
#[test]
fn a_build_without_aws_says_so() {
    let place = Place::with_cluster();
    let file = fairwinds("cluster_spec.yml");
    place.run(&["version"]).succeeds().prints("simulated (built without AWS support)");
    for args in [
        &["get", "clusters", "--state", "s3://bucket"][..],
        &["update", "cluster", CLUSTER],
        &["delete", "cluster", CLUSTER],
        &["update", "cluster", "-f", &file, "--target", "terraform", "--out", "tf", "--cloud", "aws"],
        &["get", "cluster", CLUSTER, "--full", "--cloud", "aws"],
    ] {
        place.run(args).fails_with("does not support AWS");
    }
}

#[test]
fn an_account_is_asked_only_where_one_is_named() {
    let place = Place::with_cluster();
    let file = fairwinds("cluster_spec.yml");
    for args in [
        &["replace", "-f", &file][..],
        &["get", "cluster", CLUSTER, "--full", "-o", "yaml"],
        &["get", "ig", "-f", &file, "--full"],
    ] {
        place.run(args).succeeds();
    }
}

#[test]
fn options_may_stand_before_the_word_that_they_are_for() {
    let place = Place::with_cluster();
    let key = place.write("id.pub", SSH_KEY);
    for args in [
        &["get", "--name", CLUSTER, "ig", "nodes"][..],
        &["get", "--state", "file://state", "clusters"],
        &["get", "-v", "10", "ig", "nodes"],
        &["create", "--name", CLUSTER, "secret", "sshpublickey", "admin", "-i", &key],
    ] {
        place.run(args).succeeds();
    }
    let group = place.run(&["get", "-o", "yaml", "ig", "nodes"]).succeeds();
    assert_eq!(group.out, place.run(&["get", "ig", "nodes", "-o", "yaml"]).succeeds().out);
    assert!(group.out.starts_with("apiVersion: "), "{}", group.out);
}

#[test]
fn variables_that_are_empty_are_unset() {
    let place = Place::with_cluster();
    let mut command = place.command(&["get", "ig", "nodes"]);
    command.env("KOPS_CLOUD", "").env("KOPS_CLUSTER_NAME", "").env("AWS_REGION", "").assert().success();
    let mut command = place.command(&["get", "clusters"]);
    let refused = command.env("KOPS_STATE_STORE", "").assert().code(64).get_output().clone();
    assert!(String::from_utf8_lossy(&refused.stderr).contains("no state store configured"), "{refused:?}");
    let mut command = place.command(&["get", "clusters"]);
    let refused = command.env("KOPS_CLOUD", "azure").assert().code(64).get_output().clone();
    assert!(
        String::from_utf8_lossy(&refused.stderr).contains("invalid value `azure` of KOPS_CLOUD: expected"),
        "{refused:?}"
    );
}

#[test]
fn what_names_no_state_store_is_answered_with_what_does() {
    for place in [Place::new(), Place::with_account()] {
        for url in ["s3://", "kops-state-store", "file://", "ftp://somewhere"] {
            place.run(&["get", "clusters", "--state", url]).refuses(64, "expected s3://BUCKET, file://DIR or memfs://");
        }
    }
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
