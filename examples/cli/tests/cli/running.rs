//! Commands on a running cluster: `validate cluster`, `get instances`, `rolling-update cluster`, on a simulated account.

use serde_json::Value;

use crate::support::{CLUSTER, Place, SSH_KEY, fairwinds};

/// The Fairwinds cluster, applied to a simulated account.
fn running() -> Place {
    let place = Place::with_account();
    place.run(&["create", "-f", &fairwinds("cluster_spec.yml")]).succeeds();
    let key = place.write("key.pub", SSH_KEY);
    place.run(&["create", "secret", "sshpublickey", "admin", "-i", &key, "--name", CLUSTER]).succeeds();
    place.run(&["update", "cluster", CLUSTER, "--yes"]).succeeds();
    place
}

#[test]
fn a_cluster_is_ready_once_it_is_applied() {
    let place = running();
    let answer = place.run(&["validate", "cluster", CLUSTER]).succeeds();
    assert!(answer.out.contains("INSTANCE GROUPS") && answer.out.contains("NODE STATUS"), "{}", answer.out);
    assert!(answer.out.ends_with(&format!("Your cluster {CLUSTER} is ready\n")), "{}", answer.out);
    let answer = place.run(&["validate", "cluster", CLUSTER, "-o", "json"]).succeeds();
    let found: Value = serde_json::from_str(&answer.out).expect("JSON");
    assert_eq!(found["failures"], Value::Array(Vec::new()));
    assert_eq!(found["nodes"][0]["role"], "control-plane");
}

#[test]
fn a_cluster_that_was_not_applied_is_not_ready_and_waiting_does_not_help() {
    let place = Place::with_account();
    place.run(&["create", "-f", &fairwinds("cluster_spec.yml")]).succeeds();
    let answer = place.run(&["validate", "cluster", CLUSTER, "--wait", "10m"]).has_status(1);
    assert!(answer.out.contains("the account has no autoscaling group"), "{}", answer.out);
    assert!(answer.out.contains("kops update cluster --yes"), "{}", answer.out);
    assert!(answer.err.contains("validation failed"), "{}", answer.err);
    let answer = place.run(&["validate", "cluster", CLUSTER, "--wait", "10m", "-o", "json"]).has_status(1);
    let documents: Vec<Value> =
        answer.out.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    assert_eq!(documents.len(), 1, "a failure that cannot heal ends the wait");
    assert_eq!(documents[0]["failures"][0]["canHeal"], false);
}

#[test]
fn instances_are_listed_with_their_nodes() {
    let place = running();
    let answer = place.run(&["get", "instances", "--name", CLUSTER, "-o", "json"]).succeeds();
    let found: Value = serde_json::from_str(&answer.out).expect("JSON");
    let instances = found.as_array().expect("a list");
    assert!(instances.len() > 3, "{found}");
    for instance in instances {
        let is_bastion = instance["role"] == "Bastion";
        assert_eq!(instance["nodeName"].is_null(), is_bastion, "{instance}");
        assert_eq!(instance["status"], "UpToDate");
    }
    let answer = place.run(&["get", "instances", "--name", CLUSTER]).succeeds();
    assert!(answer.out.starts_with("ID "), "{}", answer.out);
}

#[test]
fn a_changed_group_is_rolled() {
    let place = running();
    let answer = place.run(&["rolling-update", "cluster", CLUSTER]).succeeds();
    assert!(answer.err.contains("No rolling-update required."), "{}", answer.err);
    let spec = place.run(&["get", "ig", "nodes", "--name", CLUSTER, "-o", "yaml"]).succeeds().out;
    let spec = place.write(
        "nodes.yml",
        &spec
            .replace("rootVolumeSize: 128", "rootVolumeSize: 200")
            .replace("spec:\n", "spec:\n  rootVolumeThroughput: 200\n"),
    );
    place.run(&["replace", "-f", &spec]).succeeds();
    place.run(&["update", "cluster", CLUSTER, "--yes"]).succeeds();

    let answer = place.run(&["rolling-update", "cluster", CLUSTER]).succeeds();
    assert!(answer.out.contains("NeedsUpdate") && answer.out.contains("Takes "), "{}", answer.out);
    assert!(answer.err.contains("Must specify --yes to rolling-update."), "{}", answer.err);
    let before = place.account();
    let answer = place.run(&["rolling-update", "cluster", CLUSTER, "--instance-group", "masters"]).succeeds();
    assert!(answer.err.contains("No rolling-update required."), "{}", answer.err);
    assert_eq!(place.account(), before);

    let answer = place.run(&["rolling-update", "cluster", CLUSTER, "--yes"]).succeeds();
    assert!(answer.err.contains("nodes: done") && answer.err.contains("Rolling update completed."), "{}", answer.err);
    let answer = place.run(&["rolling-update", "cluster", CLUSTER]).succeeds();
    assert!(answer.err.contains("No rolling-update required."), "{}", answer.err);
    place.run(&["validate", "cluster", CLUSTER]).succeeds();
}

#[test]
fn events_are_json_on_a_line_each() {
    let place = running();
    let answer = place.run(&["rolling-update", "cluster", CLUSTER, "--force", "--yes", "-o", "json"]).succeeds();
    let events: Vec<Value> =
        answer.out.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    assert_eq!(events[0]["event"], "group-started");
    assert_eq!(events[events.len() - 1]["event"], "ended");
}

#[test]
fn wrong_arguments_are_named() {
    let place = running();
    let cases: [(&[&str], i32, &str); 4] = [
        (&["--instance-group", "nodez"], 1, "has no instance group `nodez`"),
        (&["--instance-group-roles", "worker"], 64, "expected `control-plane`"),
        (&["--drain-timeout", "soon"], 64, "expected a duration"),
        (&["--kubeconfig", "x"], 64, "--use-kubeconfig"),
    ];
    for (args, status, message) in cases {
        let all: Vec<&str> = ["rolling-update", "cluster", CLUSTER].into_iter().chain(args.iter().copied()).collect();
        let answer = place.run(&all).has_status(status);
        assert!(answer.err.contains(message), "{args:?}: {}", answer.err);
    }
}
