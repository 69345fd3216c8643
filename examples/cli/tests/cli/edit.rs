//! `kops edit`, with `sed` for an editor.

use std::fs;

use crate::support::{Answer, CLUSTER, Place};

fn edit(place: &Place, editor: &str, what: &[&str]) -> Answer {
    let mut command = place.command(&[&["edit"], what, &["--name", CLUSTER]].concat());
    Answer::of(&command.env("EDITOR", editor).output().expect("runs"))
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
        ("s/name: nodes/name: other/", "neither its kind, its name nor its cluster"),
        ("s/role: Node/role: [/", "error[text/"),
    ] {
        let answer = edit(&place, &format!("sed -i '{edit_}'"), &["ig", "nodes"]).fails_with(message);
        let kept = answer.err.lines().find_map(|line| line.split_once("your text is kept in ")).expect("is kept").1;
        assert_ne!(fs::read_to_string(kept).expect("is there"), before);
        fs::remove_file(kept).expect("deletes");
        assert_eq!(place.read("state/demo.kube.example.com/instancegroup/nodes"), before);
    }
}

#[test]
fn leaving_it_as_it_is_writes_nothing() {
    let place = Place::with_cluster();
    let answer = edit(&place, "true", &["cluster"]).succeeds();
    assert!(answer.err.contains("nothing was changed"));
    edit(&place, "false", &["cluster"]).fails_with("the editor `false` ended with exit status: 1");
    edit(&place, "true", &["ig", "more"]).fails_with("has no group `more`");
}

#[test]
fn a_change_by_somebody_else_is_not_overwritten() {
    let place = Place::with_cluster();
    let meanwhile = "sed -i 's/minSize: 3/minSize: 2/' state/demo.kube.example.com/instancegroup/nodes; sed -i 's/maxSize: 3/maxSize: 9/'";
    edit(&place, meanwhile, &["ig", "nodes"]).fails_with("somebody else changed it while you were editing");
    assert!(place.read("state/demo.kube.example.com/instancegroup/nodes").contains("minSize: 2\n"));
}
