//! `kops update cluster` and `kops delete cluster`: the Fairwinds cluster from a plan to nothing left.

use crate::support::{Answer, CLUSTER, Place, SSH_KEY, fairwinds, fairwinds_spec, without_config_base};

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
    assert!(plan.err.contains("run again with --yes to apply these changes"), "{}", plan.err);
    place.run(&["update", "cluster", CLUSTER, "--detailed-exitcode"]).has_status(2);
    let deletion = place.run(&["delete", "cluster", CLUSTER]).succeeds();
    assert!(deletion.err.contains("run again with --yes to delete the state store objects of"), "{}", deletion.err);
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
    assert!(applied.err.contains("applied "), "{}", applied.err);
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
fn a_flag_or_command_of_kops_that_is_not_here_is_answered_with_what_to_do() {
    let place = ready();
    for (args, expected) in [
        (&["update", "cluster", CLUSTER, "--phase", "network"][..], "a plan has every phase"),
        (&["update", "cluster", CLUSTER, "--lifecycle-overrides=Subnet=Ignore"], "is named in its spec"),
        (&["update", "cluster", CLUSTER, "--ssh-public-key", "id.pub"], "kops create sshpublickey CLUSTER -i FILE"),
        (&["delete", "cluster", CLUSTER, "--wait", "1m"], "there is no `--wait` here: deleting waits"),
        (&["get", "cluster", "--config", "kops.yaml"], "environment variables, such as KOPS_STATE_STORE"),
        (&["update", "cluster", CLUSTER, "--use-kubeconfig"], "an update does not call the API server"),
        (&["toolbox", "dump", CLUSTER, "--ssh-user", "ubuntu"], "a dump does not log in to nodes"),
        (&["toolbox", "template", "--template=a", "--snippets=b"], "there is no `--snippets` here"),
        (&["completion", "bash", "--no-descriptions"], "there is no `--no-descriptions` here"),
        (&["version", "--server"], "kops-version.txt"),
        (&["get", "secrets", "--type", "secret"], "such as `kops get keypairs`"),
        (&["toolbox", "enroll", CLUSTER], "there is no `kops toolbox enroll` here: nodes are"),
        (&["toolbox", "instance-selector", "nodes"], "`kops create instancegroup`"),
        (&["toolbox", "clusterapi"], "there is no `kops toolbox clusterapi` here"),
        (&["get", CLUSTER], "run `kops get all demo.kube.example.com`"),
        (&["get", "enroll"], "unrecognized subcommand 'enroll'"),
    ] {
        place.run(args).refuses(64, expected);
    }
}

#[test]
fn a_cluster_that_is_unregistered_leaves_its_resources() {
    let place = ready();
    place.run(&["update", "cluster", CLUSTER, "--yes"]).succeeds();
    let account = place.account();
    let preview = place.run(&["delete", "cluster", CLUSTER, "--unregister"]).succeeds();
    assert!(preview.err.contains("its cloud resources stay"), "{}", preview.err);
    assert!(!place.files("state").is_empty());
    place.run(&["delete", "cluster", CLUSTER, "--unregister", "--yes"]).succeeds();
    assert_eq!((place.account(), place.files("state")), (account, Vec::<String>::new()));
}

#[test]
fn a_cluster_whose_spec_cannot_be_read_is_unregistered_unless_it_is_protected() {
    let place = ready();
    let config = format!("state/{CLUSTER}/config");
    let unreadable = place.read(&config).replacen("  channel: stable\n", "  channel: [stable]\n", 1);
    let marked = "\nmetadata:\n  labels:\n    kops-core.io/protected: \"true\"\n";
    place.write(&config, &unreadable.replacen("\nmetadata:\n", marked, 1));
    let unregister = || place.run(&["delete", "cluster", CLUSTER, "--unregister", "--yes"]);
    place.run(&["delete", "cluster", CLUSTER]).fails_with("channel");
    unregister().fails_with("is protected from deletion");
    place.write(&config, &unreadable);
    unregister().succeeds();
    assert_eq!(place.files("state"), Vec::<String>::new());
    unregister().fails_with("the state store has no cluster");
}

#[test]
fn published_addons_come_from_a_folder() {
    let place = Place::with_account();
    let spec = fairwinds_spec("  networking:", "  certManager:\n    enabled: true\n  networking:");
    let file = place.write("cluster.yml", &spec);
    let plan = |args: &[&str]| place.run(&[&["update", "cluster", "-f", &file], args].concat());
    let key = "addons/certmanager.io/k8s-1.16.yaml";
    let without = plan(&[]).succeeds();
    assert!(!without.out.contains(key) && without.err.contains("fetch cert-manager v1.19.5"), "{}", without.err);
    assert!(without.err.contains("warning[addon/no-manifest]"), "{}", without.err);

    let folder = place.path("published").display().to_string();
    plan(&["--addons", &folder]).fails_with("published");
    std::fs::create_dir_all(place.path("published/certmanager.io")).expect("makes the folder");
    plan(&["--addons", &folder])
        .fails_with("neither the addon source nor the state store has a manifest of `certmanager.io`");
    place.write("published/certmanager.io/k8s-1.16.yaml", "a: [");
    plan(&["--addons", &folder]).fails_with("`certmanager.io/k8s-1.16.yaml` of the addon source cannot be read");
    let manifest = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: cert-manager\n\
                    spec: {template: {spec: {containers: [{name: controller}]}}}\n";
    place.write("published/certmanager.io/k8s-1.16.yaml", manifest);
    let with = plan(&["--addons", &folder]).succeeds();
    assert!(with.out.contains(key), "{}", with.out);

    // An archive of the folder is the same source.
    let mut archive = tar::Builder::new(Vec::new());
    archive.append_dir_all("published", place.path("published")).expect("archives");
    let archived = place.path("published.tar");
    std::fs::write(&archived, archive.into_inner().expect("archives")).expect("writes");
    assert_eq!(plan(&["--addons", &archived.display().to_string()]).succeeds().out, with.out);
    let text = place.write("text.tgz", "a: b\n");
    plan(&["--addons", &text]).fails_with("it is no folder and no tar archive");

    // Once it is in the state store, it stays without the folder.
    place.run(&["create", "-f", &file]).succeeds();
    place.run(&["update", "cluster", CLUSTER, "--yes", "--addons", &folder]).succeeds();
    let stored = place.read(&format!("state/{CLUSTER}/{key}"));
    let again = place.run(&["update", "cluster", CLUSTER, "--yes"]).succeeds();
    assert!(again.out.contains("No changes.") && again.out.contains("keeps the version"), "{}", again.out);
    assert_eq!(place.read(&format!("state/{CLUSTER}/{key}")), stored);
}

#[test]
fn hashes_of_downloaded_files_come_from_a_file() {
    let place = Place::with_account();
    let plan = |hashes: &str| {
        let hashes = place.write("hashes", hashes);
        place.run(&["update", "cluster", "-f", &fairwinds("cluster_spec.yml"), "--file-hashes", &hashes])
    };
    let hash = "0A".repeat(32);
    let line = |program: &str, arch: &str| {
        format!("{hash}  https://artifacts.k8s.io/binaries/kops/1.36.2/linux/{arch}/{program}\n")
    };
    let all = ["amd64", "arm64"].map(|arch| line("nodeup", arch) + &line("protokube", arch)).concat();
    assert!(plan("").succeeds().out.contains("has no SHA-256 for nodeup, protokube"));
    assert!(!plan(&format!("{all}\n")).succeeds().out.contains("real instances could not boot"));
    for wrong in ["0a0b  https://example.com/nodeup", &hash, &format!("{hash}  nodeup"), "not a hash at all"] {
        plan(&format!("{all}{wrong}\n")).fails_with("hashes:5: expected a SHA-256 (64 hexadecimal digits) and a URL");
    }
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
    assert!(plan.out.contains(" to create, 0 to change, 0 to delete. Shared (not managed): 5."), "{}", plan.out);
    assert!(plan.err.contains("neither `configBase` in the spec nor --state specifies"), "{}", plan.err);
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
        place.run(args).refuses(64, "cluster `demo.kube.example.com`, not `staging.example.com`");
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
    run(&["--plan", "plan.json", "--yes"]).refuses(64, "or pass the spec file of the plan with -f");
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
    assert!(refused.err.contains("now exists as"), "{}", refused.err);
    assert_eq!(place.read("account.json"), account);

    place.write("plan.json", "{\"format\": 99}");
    place.run(&["update", "cluster", "--plan", "plan.json", "--yes"]).fails_with("cannot read the plan `plan.json`");
    place.write("plan.json", "[]");
    place.run(&["update", "cluster", "--plan", "plan.json", "--yes"]).fails_with("cannot read the plan `plan.json`");
}

#[test]
fn a_saved_plan_is_shown_without_an_account_or_a_state_store() {
    let place = ready();
    let planned = place.run(&["update", "cluster", CLUSTER, "--out-plan", "plan.json"]).succeeds();
    let account = place.read("account.json");
    let show = |args: &[&str]| {
        let mut command = place.command(&[&["update", "cluster", "--plan", "plan.json"], args].concat());
        Answer::of(&command.env_remove("KOPS_STATE_STORE").env_remove("KOPS_CLOUD").output().expect("runs"))
    };
    let shown = show(&[]).succeeds();
    assert_eq!(shown.out, planned.out);
    assert!(shown.err.contains("run again with --yes to apply exactly this plan"), "{}", shown.err);
    assert_eq!(show(&["-o", "json"]).succeeds().out, place.read("plan.json"));
    show(&["-o", "markdown"]).succeeds().prints("### Plan for `demo.kube.example.com`");
    show(&["staging.example.com"]).refuses(64, "the plan is for cluster `demo.kube.example.com`");
    assert_eq!(place.read("account.json"), account);
}

#[test]
fn terraform_gets_files_and_the_account_nothing() {
    let place = ready();
    let account = place.read("account.json");
    place.run(&["update", "cluster", CLUSTER, "--target", "terraform", "--out", "tf"]).succeeds();
    assert!(place.read("tf/kubernetes.tf").contains("resource \"aws_launch_template\""));
    place.run(&["update", "cluster", CLUSTER, "--target", "terraform"]).succeeds();
    assert_eq!(place.read("out/terraform/kubernetes.tf"), place.read("tf/kubernetes.tf"));
    let shown = place.run(&["update", "cluster", CLUSTER, "--target", "dryrun", "--yes"]).succeeds();
    assert!(shown.out.contains("Plan: ") && shown.err.contains("without --target"), "{}{}", shown.out, shown.err);
    let out = place.run(&["update", "cluster", CLUSTER, "--out", "plan.json"]).succeeds();
    assert!(out.err.contains("warning: --out has no effect without --target terraform; --out-plan"), "{}", out.err);
    assert_eq!(place.read("account.json"), account);
}

#[test]
fn terraform_makes_no_keys_where_its_files_cannot_be_written() {
    let place = ready();
    place.write("main.tf", "");
    let stored = place.files("state");
    let update = ["update", "cluster", CLUSTER, "--target", "terraform", "--out"];
    place.run(&[&update[..], &["main.tf"]].concat()).refuses(64, "`main.tf` is a file: --out names the folder");
    place.run(&[&update[..], &["main.tf/cluster"]].concat()).fails_with("main.tf/cluster/kubernetes.tf` failed");
    assert_eq!(place.files("state"), stored);
}

#[test]
fn terraform_moves_a_subnet_that_is_renamed() {
    let place = Place::with_account();
    let render = |from: &str, to: &str| {
        let text = fairwinds_spec("us-east-2a\n", "us-east-2a\n").replace(from, to);
        let file = place.write("spec.yml", &text);
        place.run(&["update", "cluster", "-f", &file, "--target", "terraform", "--out", "tf"]).succeeds();
        place.files("tf").contains(&"moved.tf".to_owned())
    };
    assert!(!render("", ""), "nothing was there before");
    assert!(render("utility-us-east-2a", "edge"));
    let block = "moved {\n  from = aws_subnet.utility-us-east-2a-demo-kube-example-com\n  to   = aws_subnet.edge-demo-kube-example-com\n}\n";
    assert!(place.read("tf/moved.tf").contains(block), "{}", place.read("tf/moved.tf"));
    assert!(render("utility-us-east-2a", "edge"), "it may not have been applied yet");
    assert!(render("", ""), "back");
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

#[test]
fn whatever_names_a_cluster_is_enough_to_delete_it() {
    let invalid = format!(
        "{}\n---\napiVersion: kops.k8s.io/v1alpha2\nkind: InstanceGroup\nmetadata:\n  name: odd\nspec: [1]\n",
        fairwinds_spec("networkCIDR: 172.20.0.0/16", "networkCIDR: [172.20.0.0/16]\n  fieldOfYesterday: 1").trim_end()
    );
    let name_only = format!("apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata: {{name: {CLUSTER}}}\n");
    let wrong_version = name_only.replace("}", "}\nspec: {kubernetesVersion: 1.5, cloudProvider: gce}");
    for spec in [invalid, name_only, wrong_version] {
        let place = ready();
        let account = place.account();
        place.run(&["update", "cluster", CLUSTER, "--yes"]).succeeds();
        let file = place.write("spec.yml", &spec);
        place.run(&["update", "cluster", "-f", &file]).has_status(1);
        let deleted = place.run(&["delete", "cluster", "-f", &file, "--yes"]).succeeds();
        assert!(deleted.err.contains("warning["), "{}", deleted.err);
        assert_eq!(place.account(), account, "{spec}");
        assert_eq!(place.files("state"), Vec::<String>::new());
    }
    let place = ready();
    let nameless = place.write("nameless.yml", "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\n");
    place.run(&["delete", "cluster", "-f", &nameless]).fails_with("has no `metadata.name`");
}

#[test]
fn etcd_is_backed_up_to_any_bucket() {
    let place = Place::with_account();
    let text = fairwinds_spec(
        "  - etcdMembers:\n",
        "  - backups:\n      backupStore: s3://vault/demo/main\n    etcdMembers:\n",
    );
    let file = place.write("spec.yml", &text);
    let plan = place.run(&["update", "cluster", "-f", &file]).succeeds();
    assert!(plan.out.contains("s3://vault/demo/main/control/etcd-cluster-spec"), "{}", plan.out);
    place.run(&["update", "cluster", "-f", &file, "--yes"]).succeeds();
    let account = place.account();
    let control = &account["buckets"]["vault"]["demo/main/control/etcd-cluster-spec"];
    let control: serde_json::Value = serde_json::from_str(control.as_str().expect("a text")).expect("JSON");
    assert_eq!(control["memberCount"], 1);
    assert!(place.files("state").iter().any(|file| file.ends_with("backups/etcd/events/control/etcd-cluster-spec")));
    let all = account.to_string();
    for permission in ["arn:aws:s3:::vault/demo/main/*", "\"arn:aws:s3:::vault\""] {
        assert!(all.replace("\\\"", "\"").contains(permission), "{permission}");
    }
    place.run(&["update", "cluster", "-f", &file]).succeeds().prints("No changes.");

    let mut moved = account.clone();
    moved["buckets"]["vault"]["demo/main/control/etcd-cluster-spec"] = "{}".into();
    place.write("account.json", &moved.to_string());
    place.run(&["update", "cluster", "-f", &file]).succeeds().prints("1 to change");

    place.run(&["delete", "cluster", "-f", &file, "--yes"]).succeeds();
    assert!(place.account()["buckets"]["vault"].as_object().is_some_and(|vault| vault.len() == 1), "backups stay");
}

#[test]
fn rules_that_go_are_named_as_those_that_come() {
    let place = Place::with_account();
    let access = "  sshAccess:\n  - 10.0.0.0/8\n";
    let more = place.write("more.yml", &fairwinds_spec(access, &format!("{access}  - 203.0.113.0/24\n")));
    place.run(&["update", "cluster", "-f", &more, "--yes"]).succeeds();
    let plan = place.run(&["update", "cluster", "-f", &fairwinds("cluster_spec.yml"), "--prune"]).succeeds();
    assert!(plan.out.contains("from 203.0.113.0/24") && plan.out.contains("to delete"), "{}", plan.out);
    assert!(!plan.out.contains("sg-"), "{}", plan.out);
    for group in ["masters", "nodes"] {
        assert!(plan.out.contains(&format!("    - {group}.demo.kube.example.com")), "{}", plan.out);
    }
}
