//! `kops edit`, with `sed` for an editor.

use std::fs;

use crate::support::{Answer, CLUSTER, Place, SSH_KEY, fairwinds, without_config_base};

fn edit(place: &Place, editor: &str, what: &[&str]) -> Answer {
    let mut command = place.command(&[&["edit"], what, &["--name", CLUSTER]].concat());
    Answer::of(&command.env("EDITOR", editor).env("TMPDIR", place.path("")).output().expect("runs"))
}

/// The file in which a text is kept that was not stored.
fn kept(answer: &Answer) -> &str {
    answer.err.lines().find_map(|line| line.split_once("run: kops replace -f ")).expect("is kept").1
}

#[test]
fn a_valid_change_is_stored() {
    let place = Place::with_cluster();
    edit(&place, "sed -i 's/maxSize: 3/maxSize: 5/'", &["ig", "nodes"])
        .succeeds()
        .prints("changed InstanceGroup/nodes");
    edit(&place, "sed -i 's/channel: stable/channel: alpha/'", &["cluster"]).succeeds();
    place.run(&["get", "ig", "nodes", "--name", CLUSTER]).succeeds().prints("3     5");
    place.run(&["get", "cluster", CLUSTER, "-o", "yaml"]).succeeds().prints("channel: alpha");
}

#[test]
fn what_is_not_valid_is_refused_and_kept() {
    let place = Place::with_cluster();
    let before = place.read("state/demo.kube.example.com/instancegroup/nodes");
    for (edit_, message) in [
        ("s/maxSize: 3/maxxSize: 3/", "did you mean `maxSize`?"),
        ("s/name: nodes/name: other/", "exactly one object with the same kind, name and cluster"),
        ("s/role: Node/role: [/", "error[text/"),
    ] {
        let answer = edit(&place, &format!("sed -i '{edit_}'"), &["ig", "nodes"]).fails_with(message);
        let kept = kept(&answer);
        assert_ne!(fs::read_to_string(kept).expect("is there"), before);
        assert_eq!(place.read("state/demo.kube.example.com/instancegroup/nodes"), before);
    }
}

#[test]
fn rules_hold_without_an_account() {
    let place = Place::with_cluster();
    let before = place.read("state/demo.kube.example.com/instancegroup/nodes");
    let answer = edit(&place, "sed -i 's/minSize: 3/minSize: 9/'", &["ig", "nodes"]).fails_with("error[group/sizes]");
    assert_ne!(fs::read_to_string(kept(&answer)).expect("is there"), before);
    assert_eq!(place.read("state/demo.kube.example.com/instancegroup/nodes"), before);
}

#[test]
fn changes_of_an_applied_cluster_are_checked_before_they_are_stored() {
    let place = Place::with_account();
    place.run(&["create", "-f", &fairwinds("cluster_spec.yml")]).succeeds();
    let key = place.write("id.pub", SSH_KEY);
    place.run(&["create", "secret", "--name", CLUSTER, "sshpublickey", "admin", "-i", &key]).succeeds();
    place.run(&["update", "cluster", CLUSTER, "--yes"]).succeeds();
    let before = place.read("state/demo.kube.example.com/config");
    let without_events = "sed -i '/name: main/,/name: events/{/name: main/!d}'";
    edit(&place, without_events, &["cluster"]).fails_with("error[change/etcd-cluster]");
    assert_eq!(place.read("state/demo.kube.example.com/config"), before);
    let set = place.run(&["set", "cluster", CLUSTER, "spec.kubernetesVersion=1.34.2"]).succeeds();
    assert!(set.err.contains("warning[change/kubernetes-version]"), "{}", set.err);
}

#[test]
fn a_cluster_that_does_not_say_where_it_is_kept_can_be_edited() {
    let place = Place::new();
    let file = place.write("spec.yml", &without_config_base());
    place.run(&["create", "-f", &file]).succeeds();
    edit(&place, "sed -i 's/channel: stable/channel: alpha/'", &["cluster"]).succeeds();
    let config = place.read("state/demo.kube.example.com/config");
    assert!(config.contains("channel: alpha") && !config.contains("configBase"), "{config}");
}

#[test]
fn labels_of_a_group_are_its_own_but_for_the_cluster() {
    let place = Place::with_cluster();
    edit(&place, "sed -i 's/^  labels:/&\\n    team: blue/'", &["ig", "nodes"]).succeeds();
    assert!(place.read("state/demo.kube.example.com/instancegroup/nodes").contains("team: blue"));
    let refused = "exactly one object with the same kind, name and cluster";
    for change in ["sed -i 's/cluster: demo/cluster: other/'", "(echo ---; cat id.yml) >> \"$1\"; true"] {
        place.write(
            "id.yml",
            &format!(
                "apiVersion: kops.k8s.io/v1alpha2\nkind: SSHCredential\nmetadata: {{name: admin}}\nspec: {{publicKey: {SSH_KEY:?}}}\n"
            ),
        );
        edit(&place, change, &["ig", "nodes"]).fails_with(refused);
    }
}

#[test]
fn no_failure_loses_the_text() {
    let place = Place::with_cluster();
    for editor in [
        "sed -i 's/maxSize: 3/maxSize: 5/' \"$1\"; false",
        "printf '\\377' > \"$1\"; true",
        "rm -r state; sed -i 's/maxSize: 3/maxSize: 5/'",
    ] {
        let answer = edit(&place, editor, &["ig", "nodes"]).has_status(1);
        assert_ne!(fs::read(kept(&answer)).expect("is there"), b"", "{editor}");
    }
}

#[test]
fn leaving_it_as_it_is_writes_nothing() {
    let place = Place::with_cluster();
    let answer = edit(&place, "true", &["cluster"]).succeeds();
    assert!(answer.err.contains("no changes"));
    edit(&place, "false", &["cluster"]).fails_with("editor `false` failed with exit status: 1");
    edit(&place, "true", &["ig", "more"]).fails_with("instance group `more` not found");
}

#[test]
fn a_change_by_somebody_else_is_not_overwritten() {
    let place = Place::with_cluster();
    let meanwhile = "sed -i 's/minSize: 3/minSize: 2/' state/demo.kube.example.com/instancegroup/nodes; sed -i 's/maxSize: 3/maxSize: 9/'";
    edit(&place, meanwhile, &["ig", "nodes"])
        .fails_with("the object was modified by someone else while you were editing it");
    assert!(place.read("state/demo.kube.example.com/instancegroup/nodes").contains("minSize: 2\n"));
}
