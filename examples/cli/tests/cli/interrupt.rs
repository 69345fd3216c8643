//! Ctrl-C while the account is being changed.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Command, Stdio};

use crate::support::{CLUSTER, Place, fairwinds};

#[test]
fn an_interrupted_run_says_how_far_it_came_and_can_be_gone_on_with() {
    let place = Place::with_account();
    place.run(&["create", "-f", &fairwinds("cluster_spec.yml")]).succeeds();
    // A load balancer that takes for ever keeps the run from coming to its end by itself.
    let account = place.account();
    let mut slow = account.clone();
    slow["delays"] = serde_json::json!({"available": 1_000_000});
    place.write("account.json", &slow.to_string());

    let mut kops = place
        .std_command(&["update", "cluster", CLUSTER, "--yes"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("runs");
    let mut stderr = BufReader::new(kops.stderr.take().expect("a pipe"));
    let mut said = String::new();
    while !said.contains("waiting for ") {
        assert_ne!(stderr.read_line(&mut said).expect("reads"), 0, "ended too early: {said}");
    }
    let interrupted = Command::new("kill").args(["-INT", &kops.id().to_string()]).status().expect("runs");
    assert!(interrupted.success());
    stderr.read_to_string(&mut said).expect("reads");
    let status = kops.wait().expect("ends");
    assert_eq!(status.code(), Some(130), "{said}");
    assert!(said.contains("stopped: ") && said.contains(" in flight, "), "{said}");
    assert!(said.contains("in flight: network-load-balancer/"), "{said}");

    // Nothing is lost: the account holds what was made, and the next run goes on from there.
    let mut left = place.account();
    assert_ne!(left["resources"], account["resources"]);
    left["delays"] = serde_json::json!({"available": 1});
    left["phases"] = serde_json::json!({});
    place.write("account.json", &left.to_string());
    place.run(&["update", "cluster", CLUSTER, "--yes"]).succeeds();
    place.run(&["update", "cluster", CLUSTER, "--detailed-exitcode"]).succeeds();
}
