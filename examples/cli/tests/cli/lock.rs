//! The lock of a cluster, as other processes leave it.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use serde_json::json;

use crate::support::{Answer, CLUSTER, Place, fairwinds};

/// A stored cluster that another process has locked until so many seconds after 1970.
fn locked(until: u64) -> Place {
    let place = Place::with_account();
    place.run(&["create", "-f", &fairwinds("cluster_spec.yml")]).succeeds();
    let lock = json!({"holder": "jane@laptop (process 4711)", "id": "a", "since": 1_767_225_600, "until": until});
    place.write(&format!("state/{CLUSTER}/lock"), &lock.to_string());
    place
}

/// The year 2100.
const FAR: u64 = 4_102_444_800;

#[test]
fn a_locked_cluster_is_not_written_by_any_command() {
    let place = locked(FAR);
    let account = place.account();
    let commands: [&[&str]; 7] = [
        &["update", "cluster", CLUSTER, "--yes"],
        &["delete", "cluster", CLUSTER, "--yes"],
        &["set", "cluster", CLUSTER, "spec.kubernetesVersion=1.31.0"],
        &["replace", "-f", &fairwinds("cluster_spec.yml")],
        &["create", "keypair", "kubernetes-ca", "--primary", "--name", CLUSTER],
        &["delete", "sshpublickey", CLUSTER],
        &["update", "cluster", CLUSTER, "--yes", "--lock-timeout", "1s"],
    ];
    for command in commands {
        let answer = place.run(command);
        let expected = format!("cluster `{CLUSTER}` is locked by jane@laptop (process 4711)");
        assert!(answer.status == 1 && answer.err.contains(&expected), "{command:?}: {}", answer.err);
        let unlock = format!("kops toolbox unlock {CLUSTER} --yes");
        assert!(answer.err.contains(&unlock), "{command:?}: {}", answer.err);
    }
    assert_eq!(place.account(), account);
    // Plans and reading take no lock.
    place.run(&["update", "cluster", CLUSTER]).succeeds();
    place.run(&["get", "cluster", CLUSTER]).succeeds();
}

/// The other command changes the cluster, and ends.
#[test]
fn a_command_that_waited_plans_again() {
    let place = locked(FAR);
    let update = ["update", "cluster", CLUSTER, "--yes", "--lock-timeout", "60s"];
    let mut command = place.std_command(&update);
    let mut kops = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs");
    let mut lines = BufReader::new(kops.stderr.take().expect("is piped")).lines().map(|line| line.expect("text"));
    lines.by_ref().find(|line| line.contains("waiting for the lock")).expect("waits");
    place.write(&format!("state/{CLUSTER}/cluster-completed.spec"), "kind: Cluster\n");
    fs::remove_file(place.path(&format!("state/{CLUSTER}/lock"))).expect("was there");
    assert!(lines.any(|line| line.contains("another command changed the cluster: planning again")));
    lines.for_each(drop);
    let answer = Answer::of(&kops.wait_with_output().expect("ends")).succeeds();
    let plans: Vec<_> = answer.out.lines().filter(|line| line.starts_with("Plan: ")).collect();
    assert!(plans.len() == 2 && plans[0] != plans[1], "{plans:?}");
    let left = place.run(&["update", "cluster", CLUSTER]).succeeds();
    assert!(left.out.contains("No changes."), "{}", left.out);
}

#[test]
fn unlock_shows_the_holder_and_removes_the_lock_when_told_so() {
    let place = locked(FAR);
    let shown = "is locked by jane@laptop (process 4711) since 2026-01-01T00:00:00Z, until 2100-01-01T00:00:00Z";
    place.run(&["toolbox", "unlock", CLUSTER]).succeeds().prints(shown);
    assert!(place.path(&format!("state/{CLUSTER}/lock")).exists());
    place.run(&["toolbox", "unlock", CLUSTER, "--yes"]).succeeds();
    place.run(&["update", "cluster", CLUSTER, "--yes"]).succeeds();
    assert!(!place.path(&format!("state/{CLUSTER}/lock")).exists());
    assert!(place.run(&["toolbox", "unlock", CLUSTER]).succeeds().err.contains("is not locked"));
    for more in [&[][..], &["--yes"]] {
        let typo = place.run(&[&["toolbox", "unlock", "demo.kube.example.org"], more].concat());
        typo.fails_with(&format!("did you mean `{CLUSTER}`?"));
    }
}

#[test]
fn a_lock_that_has_ended_is_taken_over() {
    let place = locked(1_767_225_720);
    place.run(&["update", "cluster", CLUSTER, "--yes"]).succeeds();
    assert!(!place.path(&format!("state/{CLUSTER}/lock")).exists());
}

#[test]
fn a_damaged_lock_is_told_of_and_can_be_removed() {
    let place = locked(FAR);
    fs::write(place.path(&format!("state/{CLUSTER}/lock")), "{").expect("writes");
    let answer = place.run(&["update", "cluster", CLUSTER, "--yes"]);
    assert!(answer.status == 1 && answer.err.contains("whose lock cannot be read"), "{}", answer.err);
    place.run(&["toolbox", "unlock", CLUSTER, "--yes"]).succeeds();
    place.run(&["update", "cluster", CLUSTER, "--yes"]).succeeds();
}
