//! `kops toolbox diff`: two specs, and nothing else.

use std::fs;

use crate::support::{Answer, Place, fairwinds, fairwinds_spec};

/// Compares the Fairwinds cluster with what becomes of it, without an account and a state store.
fn diff(place: &Place, from: &str, to: &str, further: &[&str]) -> Answer {
    let new = place.write("new.yml", &fairwinds_spec(from, to));
    let old = fairwinds("cluster_spec.yml");
    let mut command = place.command(&[&["toolbox", "diff", &old, &new], further].concat());
    Answer::of(&command.env_remove("KOPS_STATE_STORE").output().expect("runs"))
}

#[test]
fn changes_have_their_old_and_new_value_their_line_and_what_they_disrupt() {
    let place = Place::new();
    let answer = diff(&place, "machineType: t3.large", "machineType: t3.xlarge", &[]).succeeds();
    for part in [
        "t3.large -> t3.xlarge",
        "spec.machineType at new.yml:98",
        "rolling update required",
        "Rolling update required\n  nodes\n    spec.machineType at new.yml:98\n",
        "Plan: 0 to create, 1 to change, 0 to delete. Unchanged: 111.\n",
    ] {
        assert!(answer.out.contains(part), "{part}\n{}", answer.out);
    }
    diff(&place, "machineType: t3.large", "machineType: t3.xlarge", &["--detailed-exitcode"]).has_status(2);
    diff(&place, "t3.large", "t3.large", &["--detailed-exitcode"])
        .has_status(0)
        .prints("No changes. Unchanged: 112.\n");
}

#[test]
fn markdown_and_json_say_the_same() {
    let place = Place::new();
    let markdown = diff(&place, "maxSize: 3", "maxSize: 6", &["-o", "markdown"]).succeeds();
    assert!(markdown.out.contains("\n**0 to create, 1 to change, 0 to delete."), "{}", markdown.out);
    assert!(markdown.out.contains("| max size `3 -> 6` | spec.maxSize at new.yml:99 |"), "{}", markdown.out);
    let json = diff(&place, "maxSize: 3", "maxSize: 6", &["-o", "json"]).succeeds();
    let plan: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    let change = &plan["steps"][0]["action"]["changes"][0];
    assert_eq!((&change["field"], &change["old"], &change["new"]), (&"max_size".into(), &3.into(), &6.into()));
}

#[test]
fn groups_and_subnets_are_added_and_removed() {
    let place = Place::new();
    let text = fs::read_to_string(fairwinds("cluster_spec.yml")).expect("reads");
    let more = format!(
        "{text}---\napiVersion: kops.k8s.io/v1alpha2\nkind: InstanceGroup\nmetadata:\n  name: batch\n  labels:\n    \
         kops.k8s.io/cluster: demo.kube.example.com\nspec:\n  role: Node\n  subnets: [us-east-2a]\n"
    );
    let (old, new) = (fairwinds("cluster_spec.yml"), place.write("more.yml", &more));
    let added = place.run(&["toolbox", "diff", &old, &new]).succeeds().prints("+ batch.demo.kube.example.com");
    assert!(!added.out.contains("to change, 1 to delete"), "{}", added.out);
    let removed = place.run(&["toolbox", "diff", &new, &old]).succeeds().prints("- batch.demo.kube.example.com");
    assert!(removed.out.contains("terminates instances"), "{}", removed.out);
}

#[test]
fn changes_that_interrupt_what_runs_are_said_in_every_format() {
    let place = Place::new();
    for format in ["text", "markdown", "json"] {
        let older = diff(&place, "kubernetesVersion: 1.35.5", "kubernetesVersion: 1.34.8", &["-o", format]).succeeds();
        assert!(
            older.out.contains("cannot go back to `1.34.8` safely") && older.err.contains("warning[change/"),
            "{}",
            older.out
        );
    }
    let events = "  - etcdMembers:\n    - encryptedVolume: true\n      instanceGroup: masters\n      name: a\n    name: events\n";
    diff(&place, events, "", &[]).fails_with("error[change/etcd-cluster]");
}

#[test]
fn what_cannot_be_compared_is_an_error() {
    let place = Place::new();
    diff(&place, "minSize: 3", "minSize: 9", &[]).fails_with("error[group/sizes]");
    diff(&place, "minSize: 3", "minSise: 3", &[]).fails_with("did you mean `minSize`?");
    let other = fs::read_to_string(fairwinds("cluster_spec.yml")).expect("reads").replace("demo.kube", "other.kube");
    let other = place.write("other.yml", &other);
    let old = fairwinds("cluster_spec.yml");
    place.run(&["toolbox", "diff", &old, &other]).fails_with("the old spec is of the cluster `demo.kube.example.com`");
    place.run(&["toolbox", "diff", &old, "missing.yml"]).fails_with("reading `missing.yml` failed");
    place.run(&["toolbox", "diff", &old]).refuses(64, "<NEW>");
}

#[test]
fn what_is_wrong_with_both_specs_is_reported_at_once() {
    let place = Place::new();
    place.write("old.yml", &fairwinds_spec("channel: stable", "chanel: stable"));
    place.write("new.yml", &fairwinds_spec("minSize: 3", "minSise: 3"));
    let report = ["did you mean `channel`?", " --> old.yml:12:3\n", "did you mean `minSize`?", " --> new.yml:"];
    for (args, expected) in [
        (&["toolbox", "diff", "old.yml", "new.yml"][..], &report[..]),
        (&["toolbox", "upgrade-plan", "old.yml", "new.yml"], &report),
        (&["toolbox", "diagram", "-f", "new.yml", "--old", "old.yml"], &report),
        (&["toolbox", "diff", "missing.yml", "new.yml"], &["reading `missing.yml` failed", "did you mean `minSize`?"]),
        (&["toolbox", "diff", "old.yml", "missing.yml"], &["did you mean `channel`?", "reading `missing.yml` failed"]),
    ] {
        let answer = place.run(args).fails_with(expected[0]);
        for part in expected {
            assert!(answer.err.contains(part), "{args:?}: {part}\n{}", answer.err);
        }
    }
    let same = place.run(&["toolbox", "diff", "old.yml", "old.yml"]).fails_with("did you mean `channel`?");
    assert_eq!(same.err.matches("error[spec/unknown-field]").count(), 1, "{}", same.err);
}
