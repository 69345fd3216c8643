//! `kops update cluster` and `kops delete cluster`: the Fairwinds cluster from a plan to nothing left.

use crate::support::{Answer, CLUSTER, Place, SSH_KEY, fairwinds, without_config_base};

/// A place with the Fairwinds cluster in the state store and its account.
fn ready() -> Place {
    let place = Place::with_account();
    place.run(&["create", "-f", &fairwinds("cluster_spec.yml")]).succeeds();
    let key = place.write("id.pub", SSH_KEY);
    place.run(&["create", "secret", "--name", CLUSTER, "sshpublickey", "admin", "-i", &key]).succeeds();
    place
}

#[test]
fn planning_writes_nothing() {
    let place = ready();
    let (account, state) = (place.read("account.json"), place.files("state"));
    let plan = place.run(&["update", "cluster", CLUSTER]).succeeds();
    assert!(plan.err.contains("add --yes to make these changes"), "{}", plan.err);
    place.run(&["update", "cluster", CLUSTER, "--detailed-exitcode"]).has_status(2);
    place.run(&["delete", "cluster", CLUSTER]).succeeds();
    assert_eq!(place.read("account.json"), account);
    assert_eq!(place.files("state"), state);
    assert_eq!(place.files(".").len(), state.len() + 2, "the account and the key");
}

#[test]
fn a_cluster_is_made_found_as_it_should_be_and_deleted() {
    let place = ready();
    let (account, state) = (place.account(), place.files("state"));
    let applied = place.run(&["update", "cluster", CLUSTER, "--yes"]).succeeds();
    assert!(applied.err.contains("created autoscaling-group/"), "{}", applied.err);
    assert!(applied.err.contains("done: "), "{}", applied.err);
    assert_ne!(place.account(), account);

    let again = place.run(&["update", "cluster", CLUSTER, "--detailed-exitcode"]).succeeds();
    assert!(!again.err.contains("--yes"), "{}", again.err);
    let nothing = place.run(&["update", "cluster", CLUSTER, "--yes", "--prune", "-o", "json"]).succeeds();
    assert!(nothing.out.contains("\"steps\": []"), "{}", nothing.out);

    place.run(&["delete", "cluster", CLUSTER, "--yes"]).succeeds();
    assert_eq!(place.account(), account, "what Terraform made is as it was");
    assert_eq!(place.files("state"), Vec::<String>::new());
    assert!(!state.is_empty());
    place.run(&["update", "cluster", CLUSTER]).fails_with("the state store has no cluster `demo.kube.example.com`");
}

#[test]
fn a_spec_in_a_file_needs_no_state_store() {
    let place = Place::with_account();
    let file = fairwinds("cluster_spec.yml");
    let run = |args: &[&str]| {
        let mut command = place.command(&[&["update", "cluster", "-f", &file], args].concat());
        command.env_remove("KOPS_STATE_STORE").assert().code(0);
    };
    run(&[]);
    run(&["--yes"]);
    run(&["--detailed-exitcode"]);
    assert_eq!(place.files("."), ["account.json"]);
}

#[test]
fn a_file_without_a_place_can_be_planned() {
    let place = Place::with_account();
    let file = place.write("spec.yml", &without_config_base());
    let mut command = place.command(&["update", "cluster", "-f", &file]);
    let plan = Answer::of(&command.env_remove("KOPS_STATE_STORE").output().expect("runs")).succeeds();
    assert!(plan.out.contains("to create; 5 shared things left alone."), "{}", plan.out);
    assert!(plan.err.contains("neither the spec's `configBase` nor --state says"), "{}", plan.err);
    let kept = place.run(&["update", "cluster", "-f", &file]).succeeds();
    assert!(!kept.err.contains("configBase"), "{}", kept.err);
}

#[test]
fn a_name_that_was_typed_is_the_clusters() {
    let place = ready();
    let file = fairwinds("cluster_spec.yml");
    place.run(&["update", "cluster", CLUSTER, "--yes"]).succeeds();
    let plan = ["update", "cluster", CLUSTER, "--prune", "--out-plan", "plan.json"];
    place.run(&plan).succeeds();
    let account = place.read("account.json");
    for args in [
        &["delete", "cluster", "--name", "staging.example.com", "-f", &file, "--yes"][..],
        &["delete", "cluster", "staging.example.com", "-f", &file, "--yes"],
        &["update", "cluster", "--name", "staging.example.com", "-f", &file],
        &["update", "cluster", "--name", "staging.example.com", "--plan", "plan.json", "--yes"],
        &["get", "--name", "staging.example.com", "-f", &file],
    ] {
        place.run(args).refuses(64, "the cluster `demo.kube.example.com`, not `staging.example.com`");
    }
    assert_eq!(place.read("account.json"), account);
    let mut usual = place.command(&["delete", "cluster", "-f", &file]);
    usual.env("KOPS_CLUSTER_NAME", "staging.example.com").assert().success();
}

#[test]
fn a_saved_plan_of_a_file_asks_for_the_file_again() {
    let place = Place::with_account();
    let file = fairwinds("cluster_spec.yml");
    let run = |args: &[&str]| {
        let mut command = place.command(&[&["update", "cluster"], args].concat());
        Answer::of(&command.env_remove("KOPS_STATE_STORE").output().expect("runs"))
    };
    run(&["-f", &file, "--out-plan", "plan.json"]).succeeds();
    run(&["--plan", "plan.json", "--yes"]).refuses(64, "or give the file that the plan was made of with -f");
    run(&["--plan", "plan.json", "-f", &file, "--yes"]).succeeds();
    run(&["-f", &file, "--detailed-exitcode"]).succeeds();
}

#[test]
fn a_saved_plan_is_applied_exactly_or_not_at_all() {
    let place = ready();
    place.run(&["update", "cluster", CLUSTER, "--out-plan", "plan.json"]).succeeds();
    let planned = place.run(&["update", "cluster", CLUSTER, "-o", "json"]).succeeds();
    assert_eq!(place.read("plan.json"), planned.out);
    place.run(&["update", "cluster", "--plan", "plan.json", "--yes"]).succeeds();
    place.run(&["update", "cluster", CLUSTER, "--detailed-exitcode"]).succeeds();

    let account = place.read("account.json");
    let refused = place.run(&["update", "cluster", "--plan", "plan.json", "--yes", "-o", "json"]).has_status(1);
    assert!(refused.err.contains("exists by now"), "{}", refused.err);
    assert_eq!(place.read("account.json"), account);

    place.write("plan.json", "{\"format\": 99}");
    place.run(&["update", "cluster", "--plan", "plan.json", "--yes"]).fails_with("`plan.json` cannot be applied");
    place.write("plan.json", "[]");
    place.run(&["update", "cluster", "--plan", "plan.json", "--yes"]).fails_with("`plan.json` cannot be applied");
}

#[test]
fn terraform_gets_files_and_the_account_nothing() {
    let place = ready();
    let account = place.read("account.json");
    place.run(&["update", "cluster", CLUSTER, "--target", "terraform", "--out", "tf"]).succeeds();
    assert!(place.read("tf/kubernetes.tf").contains("resource \"aws_launch_template\""));
    assert_eq!(place.read("account.json"), account);
}

#[test]
fn a_change_in_the_spec_becomes_a_change_in_the_account() {
    let place = ready();
    place.run(&["update", "cluster", CLUSTER, "--yes"]).succeeds();
    let mut edit = place.command(&["edit", "ig", "nodes", "--name", CLUSTER]);
    edit.env("EDITOR", "sed -i 's/maxSize: 3/maxSize: 5/'").assert().success();
    let plan = place.run(&["update", "cluster", CLUSTER, "--detailed-exitcode"]).has_status(2);
    assert!(plan.out.contains("max"), "{}", plan.out);
    place.run(&["update", "cluster", CLUSTER, "--yes"]).succeeds();
    place.run(&["update", "cluster", CLUSTER, "--detailed-exitcode"]).succeeds();
}
