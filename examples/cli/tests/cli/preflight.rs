//! `kops toolbox preflight`, and the same checks before a cluster is updated.

use std::fs;

use serde_json::{Value, json};

use crate::support::{CLUSTER, Place, fairwinds};

/// A stored cluster, in an account that may have only so many vCPUs.
fn with_vcpus(vcpus: u64) -> Place {
    let place = Place::with_account();
    place.run(&["create", "-f", &fairwinds("cluster_spec.yml")]).succeeds();
    let mut account = place.account();
    account["limits"] = json!({"vcpus": vcpus});
    place.write("account.json", &account.to_string());
    place
}

#[test]
fn one_vcpu_too_few_is_refused_before_the_first_write_and_enough_are_not() {
    let place = with_vcpus(7);
    let before = fs::read_to_string(place.path("account.json")).expect("is there");
    let refused = place.run(&["update", "cluster", CLUSTER, "--yes"]).has_status(1);
    let message = "error: vCPUs of on-demand standard instances: 8 more are needed, and 0 of 7 are in use, for autoscaling-group/";
    assert!(refused.err.contains(message), "{}", refused.err);
    for help in ["--quota-code L-1216C47A --desired-value 8", "pass --skip-preflight"] {
        assert!(refused.err.contains(help), "{}", refused.err);
    }
    assert_eq!(fs::read_to_string(place.path("account.json")).expect("is there"), before);

    place.run(&["update", "cluster", CLUSTER, "--yes", "--skip-preflight"]).succeeds();
    with_vcpus(8).run(&["update", "cluster", CLUSTER, "--yes"]).succeeds();
}

/// Each of two clusters has enough, and both do not.
#[test]
fn the_clusters_of_a_set_are_checked_together_before_the_first_write() {
    let place = Place::with_account();
    let mut account = place.account();
    account["limits"] = json!({"vcpus": 15});
    place.write("account.json", &account.to_string());
    let spec = fs::read_to_string(fairwinds("cluster_spec.yml")).expect("is there");
    let other =
        spec.replace(CLUSTER, "other.kube.example.com").replace("172.20.1", "172.20.3").replace("172.20.2", "172.20.4");
    place.write("both.yml", &format!("{spec}---\n{other}"));
    let before = place.account();
    let refused = place.run(&["apply", "-f", "both.yml", "--yes"]).has_status(1);
    let message =
        "vCPUs of on-demand standard instances: the clusters need 16 more together, and 0 of 15 are in use, for ";
    assert!(refused.err.contains(message), "{}", refused.err);
    for heading in [format!("Cluster {CLUSTER}\n\n"), "Cluster other.kube.example.com\n\n".to_owned()] {
        assert!(refused.out.contains(&heading), "{}", refused.out);
    }
    assert_eq!(place.account(), before);
    assert!(place.files("state").is_empty());
    place.run(&["apply", "-f", "both.yml", "--yes", "--skip-preflight"]).succeeds();
}

#[test]
fn the_deletion_of_an_instance_group_is_checked() {
    let place = with_vcpus(8);
    place.run(&["update", "cluster", CLUSTER, "--yes"]).succeeds();
    let mut account = place.account();
    account["denied"] = json!(["autoscaling:DeleteAutoScalingGroup"]);
    place.write("account.json", &account.to_string());
    let delete = ["delete", "instancegroup", "nodes", "--name", CLUSTER, "--yes"];
    let refused = place.run(&delete).has_status(1);
    assert!(refused.err.contains("autoscaling:DeleteAutoScalingGroup"), "{}", refused.err);
    assert!(refused.err.contains("pass --skip-preflight"), "{}", refused.err);
    assert_eq!(place.account(), account);
}

#[test]
fn a_saved_plan_is_checked_too() {
    let place = with_vcpus(7);
    place.run(&["update", "cluster", CLUSTER, "--out-plan", "plan.json"]).succeeds();
    let account = place.account();
    for arguments in
        [["toolbox", "preflight", "--plan", "plan.json"], ["update", "cluster", "--yes", "--plan=plan.json"]]
    {
        let refused = place.run(&arguments).has_status(1);
        assert!(refused.err.contains("vCPUs of on-demand standard instances"), "{}", refused.err);
    }
    assert_eq!(place.account(), account);
}

#[test]
fn a_deletion_and_a_reconciliation_are_checked_before_their_first_write() {
    let place = with_vcpus(8);
    place.run(&["update", "cluster", CLUSTER, "--yes"]).succeeds();
    let mut account = place.account();
    account["denied"] = json!(["autoscaling:DeleteAutoScalingGroup"]);
    account["limits"] = json!({"vcpus": 7});
    place.write("account.json", &account.to_string());
    let spec = place.run(&["get", "ig", "nodes", "--name", CLUSTER, "-o", "yaml"]).succeeds().out;
    let more = place.write("nodes.yml", &spec.replace("minSize: 3", "minSize: 4").replace("maxSize: 3", "maxSize: 4"));
    place.run(&["replace", "-f", &more]).succeeds();
    let account = place.account();
    for (command, message) in
        [("delete", "autoscaling:DeleteAutoScalingGroup"), ("reconcile", "vCPUs of on-demand standard instances")]
    {
        let refused = place.run(&[command, "cluster", CLUSTER, "--yes"]).has_status(1);
        assert!(refused.err.contains(message) && refused.err.contains("pass --skip-preflight"), "{}", refused.err);
        assert_eq!(place.account(), account, "{command}");
    }
}

#[test]
fn every_check_is_listed_as_a_table_and_as_json() {
    let place = with_vcpus(8);
    let table = place.run(&["toolbox", "preflight", CLUSTER]).succeeds().out;
    let rows: Vec<Vec<&str>> =
        table.lines().map(|line| line.split("   ").map(str::trim).filter(|cell| !cell.is_empty()).collect()).collect();
    assert_eq!(rows[0], ["RESULT", "NEED", "USED", "LIMIT", "CHECK"]);
    assert!(rows.contains(&vec!["passed", "8", "0", "8", "vCPUs of on-demand standard instances"]), "{table}");
    assert!(rows[1..].iter().all(|row| row.first() == Some(&"passed")), "{table}");

    let json = place.run(&["toolbox", "preflight", "-f", &fairwinds("cluster_spec.yml"), "-o", "json"]).succeeds().out;
    let found: Value = serde_json::from_str(&json).expect("is JSON");
    let checks = found["checks"].as_array().expect("a list");
    let groups = checks.iter().find(|check| check["subject"] == "autoscaling groups").expect("a check");
    assert_eq!(groups["quota"], json!({"service": "autoscaling", "code": "L-CDE20ADC"}));
    assert_eq!((groups["need"].as_u64(), groups["result"].as_str()), (Some(2), Some("passed")));
}
