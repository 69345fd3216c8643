//! Commands on a running cluster: `validate cluster`, `get instances`, `rolling-update cluster`, on a simulated account.

use serde_json::Value;

use crate::support::{Answer, CLUSTER, Place, SSH_KEY, fairwinds, fairwinds_spec};

/// The Fairwinds cluster, applied to a simulated account.
pub(crate) fn running() -> Place {
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
fn addons_are_shown_and_then_applied() {
    let place = running();
    let addons = |arguments: &[&str]| place.run(&[&["toolbox", "addons"], arguments, &["--name", CLUSTER]].concat());
    let answer = addons(&["apply"]).succeeds();
    assert!(answer.out.starts_with("NAME ") && answer.out.contains("coredns.addons.k8s.io "), "{}", answer.out);
    assert!(answer.err.contains("--yes") && answer.err.contains("is simulated"), "{}", answer.err);

    let answer = addons(&["apply", "--yes", "--wait", "10m"]).succeeds();
    assert!(answer.err.contains("applied coredns.addons.k8s.io: "), "{}", answer.err);
    assert!(answer.err.contains("\napplied 10 addons\n"), "{}", answer.err);
    let answer = addons(&["apply", "--yes", "--addon", "coredns.addons.k8s.io", "-o", "json"]).succeeds();
    let events: Vec<Value> = answer.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let kinds: Vec<_> = events.iter().map(|event| event["event"].as_str().unwrap_or_default()).collect();
    assert_eq!(kinds, ["applied", "ended"]);

    let answer = addons(&["apply", "--addon", "coredns"]).has_status(1);
    assert!(answer.err.contains("no addon `coredns`; there are ") && answer.out.is_empty(), "{}", answer.err);
    addons(&["apply", "--wait", "10m"]).has_status(64);
    let answer = addons(&["list"]).succeeds();
    assert!(answer.err.contains("No managed addons found"), "{}", answer.err);
}

#[test]
fn addons_of_files_are_applied_with_the_manifests_beside_them() {
    let place = running();
    let object = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: mine, namespace: default}\n";
    place.write("mine.yaml", object);
    let list = place.write("list.yaml", "kind: Addons\nspec: {addons: [{name: mine, manifest: mine.yaml}]}\n");
    let apply = |list: &str| place.run(&["toolbox", "addons", "apply", list, "--yes", "--name", CLUSTER]);
    for list in [list.clone(), format!("file://{list}")] {
        let answer = apply(&list).succeeds();
        assert!(answer.err.contains("applied mine: 1 object\n"), "{}", answer.err);
    }
    place.write("mine.yaml", &object.replace("default", "nowhere"));
    let answer = apply(&list).has_status(1);
    assert!(answer.err.contains("there is no namespace `nowhere`"), "{}", answer.err);
    assert!(answer.err.contains("`mine` could not be applied"), "{}", answer.err);
}

#[test]
fn a_list_or_manifest_that_cannot_be_read_keeps_no_other_from_being_applied() {
    let place = running();
    let mine = |name: &str| {
        let text = format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}, namespace: default}}\n");
        place.write(&format!("{name}.yaml"), &text)
    };
    let (first, _) = (mine("first"), mine("second"));
    let bad = place.write("bad.yaml", "a: 1\n");
    let entries = "[{name: gone, manifest: gone.yaml}, {name: second, manifest: second.yaml}]";
    let list = place.write("list.yaml", &format!("kind: Addons\nspec: {{addons: {entries}}}\n"));
    let args = ["toolbox", "addons", "apply", &bad, "missing.yaml", &list, &first, "--yes", "--name", CLUSTER];
    let answer = place.run(&args).has_status(1);
    for line in [
        format!("warning: {bad}: `{bad}` cannot be read: document 1 has no `apiVersion`"),
        "warning: `missing.yaml` cannot be read: reading `missing.yaml` failed: ".to_owned(),
        "gone.yaml` cannot be read: ".to_owned(),
        "applied second: 1 object\n".to_owned(),
        "applied manifest-".to_owned(),
        "3 addons could not be applied".to_owned(),
    ] {
        assert!(answer.err.contains(&line), "{line}: {}", answer.err);
    }
    let file = place.path("state").join(CLUSTER).join("config");
    let text = std::fs::read_to_string(&file).expect("reads");
    let addons = format!("spec:\n  addons:\n  - manifest: file://{bad}\n  - manifest: file://{first}\n");
    std::fs::write(file, text.replacen("spec:\n", &addons, 1)).expect("writes");
    let answer = place.run(&["toolbox", "addons", "apply", "--yes", "--name", CLUSTER]).has_status(1);
    for line in ["applied coredns.addons.k8s.io: ", "applied manifest-", "bad.yaml` could not be applied"] {
        assert!(answer.err.contains(line), "{line}: {}", answer.err);
    }
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
    let no_cluster = if cfg!(feature = "aws") { "the kubeconfig has no context" } else { "reaches no real cluster" };
    let cases: [(&[&str], i32, &str); 6] = [
        (&["--instance-group", "nodez"], 1, "has no instance group `nodez`"),
        (&["--instance-group-roles", "worker"], 64, "expected `control-plane`"),
        (&["--drain-timeout", "soon"], 64, "expected a duration"),
        (&["--drain-timeout", "0s"], 64, "more than 0"),
        (&["--validation-timeout", "0"], 64, "more than 0"),
        (&["--kubeconfig", "x"], 1, no_cluster),
    ];
    for (args, status, message) in cases {
        let all: Vec<&str> = ["rolling-update", "cluster", CLUSTER].into_iter().chain(args.iter().copied()).collect();
        let answer = place.run(&all).has_status(status);
        assert!(answer.err.contains(message), "{args:?}: {}", answer.err);
    }
}

#[test]
fn settings_that_let_no_node_be_replaced_are_refused() {
    let place = running();
    let never = ["--set", "spec.rollingUpdate.maxSurge=0", "--set", "spec.rollingUpdate.maxUnavailable=0"];
    let args = [&["edit", "ig", "nodes", "--name", CLUSTER], &never[..]].concat();
    let answer = place.run(&args).has_status(1);
    assert!(answer.err.contains("no node may be missing and none added, so none could be replaced"), "{}", answer.err);
    let surge = ["edit", "ig", "masters", "--name", CLUSTER, "--set", "spec.rollingUpdate.maxSurge=1"];
    let answer = place.run(&surge).has_status(1);
    assert!(answer.err.contains("control planes cannot be added for an update"), "{}", answer.err);
}

#[test]
fn one_instance_is_deleted_by_its_id_or_the_name_of_its_node() {
    let place = running();
    let instances = || -> Vec<Value> {
        let answer = place.run(&["get", "instances", "--name", CLUSTER, "-o", "json"]).succeeds();
        serde_json::from_str(&answer.out).expect("JSON")
    };
    let of = |role: &str| {
        let found = instances().into_iter().find(|instance| instance["role"] == role).expect("is there");
        found["id"].as_str().expect("an id").to_owned()
    };
    let (node, control_plane) = (of("Node"), of("Master"));
    let before = place.account();
    let answer = place.run(&["delete", "instance", &node, "--name", CLUSTER]).succeeds();
    assert!(answer.out.contains(&format!("  {node}: named by the command")), "{}", answer.out);
    assert!(answer.err.contains("Must specify --yes to delete instance."), "{}", answer.err);
    assert_eq!(place.account(), before);

    let answer = place.run(&["delete", "instance", &node, "--name", CLUSTER, "--yes"]).succeeds();
    assert!(answer.err.contains("detached") && answer.err.contains("draining"), "{}", answer.err);
    let answer = place.run(&["delete", "instance", &control_plane, "--name", CLUSTER, "--yes"]).succeeds();
    assert!(!answer.err.contains("detached") && answer.err.contains("whatever --surge says"), "{}", answer.err);
    let node_again = of("Node");
    let shown = place.run(&["delete", "instance", "--surge", &node_again, "--name", CLUSTER]).succeeds();
    assert!(shown.out.contains(&node_again), "{}", shown.out);
    let all = ["delete", "instance", &node_again, "--name", CLUSTER, "--yes", "--surge=false"];
    let answer = place.run(&all).succeeds();
    assert!(!answer.err.contains("detached"), "{}", answer.err);
    let left = instances();
    assert!(left.iter().all(|instance| instance["id"] != node && instance["id"] != control_plane), "{left:?}");
    place.run(&["validate", "cluster", CLUSTER]).succeeds();
    let answer = place.run(&["delete", "instance", "i-none", "--name", CLUSTER, "--yes"]).has_status(1);
    assert!(answer.err.contains("has no instance or node `i-none`"), "{}", answer.err);
}

#[test]
fn an_interactive_update_asks_before_each_further_instance() {
    let place = running();
    let settings = ["spec.rollingUpdate.maxSurge=0", "spec.rollingUpdate.maxUnavailable=3"];
    place.run(&[&["set", "instancegroup", "nodes", "--name", CLUSTER][..], &settings].concat()).succeeds();
    let args = ["rolling-update", "cluster", CLUSTER, "--force", "--yes", "--interactive"];
    let run = |input: &str| Answer::of(&place.command(&args).write_stdin(input).output().expect("runs"));
    let answer = run("y\nmaybe\nn\n").has_status(3);
    assert_eq!(answer.err.matches("terminated").count(), 2, "{}", answer.err);
    assert!(answer.err.contains("run the same command again to continue"), "{}", answer.err);
    let answer = run("").has_status(3);
    assert_eq!(answer.err.matches("terminated").count(), 1, "{}", answer.err);
    let answer = run("a\n").succeeds();
    assert_eq!(answer.err.matches("Continue?").count(), 1, "{}", answer.err);
}

#[test]
fn a_cluster_two_minor_versions_behind_is_reconciled_in_two_passes() {
    let place = Place::with_account();
    let old = place.write("old.yml", &fairwinds_spec("1.35.5", "1.33.2"));
    let new = fairwinds("cluster_spec.yml");
    place.run(&["create", "-f", &old]).succeeds();
    let key = place.write("key.pub", SSH_KEY);
    place.run(&["create", "secret", "sshpublickey", "admin", "-i", &key, "--name", CLUSTER]).succeeds();
    place.run(&["update", "cluster", CLUSTER, "--yes"]).succeeds();
    place.run(&["replace", "-f", &new]).succeeds();

    let before = place.account();
    let answer = place.run(&["reconcile", "cluster", CLUSTER]).succeeds();
    assert!(answer.out.starts_with("1. Kubernetes 1.34.8: update masters\n"), "{}", answer.out);
    assert_eq!(answer.out.lines().count(), 11, "{}", answer.out);
    assert_eq!(place.account(), before);
    let answer = place.run(&["reconcile", "cluster", CLUSTER, "-o", "json"]).succeeds();
    let plan: Value = serde_json::from_str(&answer.out).expect("JSON");
    assert_eq!((&plan["running"]["controlPlane"], &plan["running"]["nodes"]), (&"1.33.2".into(), &"1.33.2".into()));

    let answer = place.run(&["reconcile", "cluster", CLUSTER, "--yes"]).succeeds();
    assert!(answer.err.contains("11. Kubernetes 1.35.5: delete what is no longer needed"), "{}", answer.err);
    assert_eq!(answer.err.matches("masters: done, 1 instance replaced").count(), 2, "{}", answer.err);
    assert_eq!(answer.err.matches("nodes: done, 3 instances replaced").count(), 2, "{}", answer.err);
    let answer = place.run(&["update", "cluster", CLUSTER, "--prune"]).succeeds();
    assert!(answer.out.contains("No changes"), "{}", answer.out);
    let answer = place.run(&["reconcile", "cluster", CLUSTER, "--yes"]).succeeds();
    assert!(!answer.err.contains("replacing") && !answer.err.contains("done: "), "{}", answer.err);

    place.run(&["replace", "-f", &old]).succeeds();
    let answer = place.run(&["reconcile", "cluster", CLUSTER, "--yes"]).has_status(1);
    assert!(answer.err.contains("runs Kubernetes 1.35.5 and cannot go back to `1.33.2`"), "{}", answer.err);
}

#[test]
fn an_update_of_some_groups_leaves_the_others_as_they_are() {
    let place = running();
    let spec = place.run(&["get", "ig", "--name", CLUSTER, "-o", "yaml"]).succeeds().out;
    let spec = place.write("groups.yml", &spec.replace("\nspec:\n", "\nspec:\n  rootVolumeThroughput: 200\n"));
    place.run(&["replace", "-f", &spec]).succeeds();
    let update = |args: &[&str]| place.run(&[&["update", "cluster", CLUSTER], args].concat()).succeeds();
    let changes = |args: &[&str]| {
        let out = update(args).out;
        (out.contains("~ masters.masters"), out.contains("~ nodes.demo"))
    };
    assert_eq!(changes(&[]), (true, true));
    assert_eq!(changes(&["--instance-group", "nodes"]), (false, true));
    assert_eq!(changes(&["--instance-group-roles", "control-plane,apiserver"]), (true, false));
    update(&["--instance-group-roles", "control-plane", "--yes"]);
    assert_eq!(changes(&[]), (false, true));
    let answer = place.run(&["update", "cluster", CLUSTER, "--instance-group", "nodez"]).has_status(1);
    assert!(answer.err.contains("nodez"), "{}", answer.err);
    let answer = place.run(&["update", "cluster", CLUSTER, "--instance-group-roles", "bastion"]).has_status(1);
    assert!(answer.err.contains("no instance group has these names and roles"), "{}", answer.err);
}

#[test]
fn a_dump_has_what_a_maintainer_asks_for_and_no_secret() {
    let place = running();
    let secret = place.write("docker.json", r#"{"auths": {"example.com": {"auth": "c4n4ry"}}}"#);
    place.run(&["create", "secret", "dockerconfig", CLUSTER, "-f", &secret]).succeeds();
    let answer = place.run(&["toolbox", "dump", CLUSTER, "-o", "json"]).succeeds();
    let dump: Value = serde_json::from_str(&answer.out).expect("JSON");
    assert_eq!(dump["cluster"], CLUSTER);
    assert_eq!(dump["missing"], Value::Array(Vec::new()));
    assert_eq!(dump["spec"]["cluster"]["spec"]["kubernetesVersion"], "1.35.5");
    let of_type = |kind: &str| dump["resources"].as_array().expect("a list").iter().any(|one| one["type"] == kind);
    assert!(of_type("vpc") && of_type("launch-template"), "{}", dump["resources"]);
    assert!(dump["nodes"].as_array().is_some_and(|nodes| !nodes.is_empty()));
    assert!(!answer.out.contains("c4n4ry") && !answer.out.contains("PRIVATE KEY"));
    let answer = place.run(&["toolbox", "dump", CLUSTER]).succeeds();
    assert!(
        answer.out.starts_with("budgets:") || answer.out.contains("\ncluster: demo.kube.example.com\n"),
        "{}",
        answer.out
    );
}

#[test]
fn the_way_between_two_specs_is_shown_without_an_account() {
    let place = Place::new();
    let (old, new) = (place.write("old.yml", &fairwinds_spec("1.35.5", "1.33.2")), fairwinds("cluster_spec.yml"));
    let answer = place.run(&["toolbox", "upgrade-plan", &old, &new]).succeeds();
    assert!(answer.out.starts_with("demo.kube.example.com: Kubernetes 1.33.2 -> 1.35.5\n"), "{}", answer.out);
    assert!(answer.out.contains("3. Kubernetes 1.34.8: replace the outdated instances of masters"), "{}", answer.out);
    let of_nodes: Vec<&str> = answer.out.lines().filter(|line| line.starts_with("  nodes: ")).collect();
    let names_the_field =
        |line: &&&str| line.contains("spec.kubernetesVersion at ") && line.contains("cluster_spec.yml:35");
    assert_eq!(of_nodes.iter().filter(names_the_field).count(), 2, "{}", answer.out);
    let answer = place.run(&["toolbox", "upgrade-plan", &old, &new, "-o", "markdown"]).succeeds();
    assert!(answer.out.contains("### 11. Kubernetes 1.35.5: delete what is no longer needed"), "{}", answer.out);
    let answer = place.run(&["toolbox", "upgrade-plan", &old, &new, "-o", "json"]).succeeds();
    let plan: Value = serde_json::from_str(&answer.out).expect("JSON");
    let steps = plan["steps"].as_array().expect("steps");
    assert_eq!(
        (steps.len(), &steps[0]["action"], &steps[2]["action"]),
        (11, &"update".into(), &"rolling-update".into())
    );
    let templates = |step: &Value| {
        let steps = step["plan"]["steps"].as_array().cloned().unwrap_or_default();
        let names = steps.iter().filter_map(|step| step["resource"].as_str());
        names.filter(|name| name.starts_with("launch-template/")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(templates(&steps[0]), ["launch-template/masters.masters.demo.kube.example.com"]);
    assert_eq!(templates(&steps[3]), ["launch-template/nodes.demo.kube.example.com"]);
    assert_eq!(steps[0]["plan"]["hash"].as_str().map(str::len), Some(64));
    let answer = place.run(&["toolbox", "upgrade-plan", &old, &new, "-o", "yaml"]).succeeds();
    assert!(answer.out.starts_with("cluster: demo.kube.example.com"), "{}", answer.out);
    let answer = place.run(&["toolbox", "upgrade-plan", &new, &new]).succeeds();
    assert!(answer.out.starts_with("demo.kube.example.com: Kubernetes 1.35.5\n"), "{}", answer.out);
    assert!(answer.out.contains("nothing to do"), "{}", answer.out);
    let answer = place.run(&["toolbox", "upgrade-plan", &new, &old]).has_status(1);
    assert!(answer.err.contains("cannot go back to `1.33.2`") && answer.err.contains("old.yml:"), "{}", answer.err);
}

#[test]
fn keys_are_rotated_further_only_once_every_group_has_rolled() {
    let place = running();
    let name = ["--name", CLUSTER];
    let keys = |args: &[&str]| place.run(&[args, &name].concat());
    let roll = || {
        place.run(&["update", "cluster", CLUSTER, "--yes"]).succeeds();
        place.run(&["rolling-update", "cluster", CLUSTER, "--yes"]).succeeds();
    };
    keys(&["create", "keypair", "kubernetes-ca"]).succeeds();
    let promote = ["promote", "keypair", "kubernetes-ca"];
    let answer = keys(&promote).has_status(1);
    assert!(
        answer.err.contains("`masters` must be updated and rolled; `nodes` must be updated and rolled"),
        "{}",
        answer.err
    );
    let answer = keys(&["promote", "keypair", "nope"]).has_status(1);
    assert!(answer.err.contains("the cluster has no keyset `nope`; it has"), "{}", answer.err);
    place.run(&["update", "cluster", CLUSTER, "--yes"]).succeeds();
    let answer = keys(&promote).has_status(1);
    assert!(answer.err.contains("`nodes` must be rolled (3 instances outdated)"), "{}", answer.err);
    roll();
    keys(&promote).succeeds().prints("promoted keypair");
    let distrust = ["distrust", "keypair", "kubernetes-ca"];
    let answer = keys(&distrust).has_status(1);
    assert!(answer.err.contains("kops rolling-update cluster --yes"), "{}", answer.err);
    roll();
    keys(&distrust).succeeds().prints("distrusted keypair");
    keys(&["create", "keypair", "kubernetes-ca"]).succeeds();
    keys(&[&promote[..], &["--force"]].concat()).succeeds().prints("promoted keypair");
}
