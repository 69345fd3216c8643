//! Specs that are wrong: a clear message with its place, exit status 1, and nothing written anywhere.

use crate::support::{Place, fairwinds_spec};

/// Creates, updates and replaces with a spec in which `from` is replaced by `to`.
#[track_caller]
fn refuses(from: &str, to: &str, message: &str) {
    refuses_text(&fairwinds_spec(from, to), message);
}

#[track_caller]
fn refuses_text(spec: &str, message: &str) {
    let place = Place::with_account();
    place.write("bad.yml", spec);
    let account = place.read("account.json");
    for args in [
        &["create", "-f", "bad.yml"][..],
        &["replace", "-f", "bad.yml", "--force"],
        &["update", "cluster", "-f", "bad.yml"],
        &["update", "cluster", "-f", "bad.yml", "--yes"],
    ] {
        place.run(args).fails_with(message);
    }
    assert_eq!(place.files("state"), Vec::<String>::new());
    assert_eq!(place.read("account.json"), account);
}

#[test]
fn what_cannot_be_read() {
    refuses("channel: stable", "channel: [stable", " --> bad.yml:");
    refuses("channel: stable", "chanel: stable", "= help: did you mean `channel`?");
    refuses("networkCIDR: 172.20.0.0/16", "networkCIDR: [172.20.0.0/16]", " --> bad.yml:");
    refuses("maxSize: 1\n", "maxSize: one\n", " --> bad.yml:");
    refuses("name: nodes\n", "name: masters\n", "there are two objects `InstanceGroup/masters`");
    refuses_text("just text", "this is not a Kubernetes object");
}

#[test]
fn what_belongs_to_nobody() {
    let spec = fairwinds_spec("", "");
    let (cluster, groups) = spec.split_once("---\n").expect("documents");
    let place = Place::with_account();
    place.write("groups.yml", groups);
    let create = place.run(&["create", "-f", "groups.yml"]);
    create.fails_with("`Cluster/demo.kube.example.com` is not in the state store");
    place.run(&["update", "cluster", "-f", "groups.yml"]).fails_with("there is no `Cluster`");
    let other = groups.replacen("demo.kube", "other.kube", 1);
    place.write("mixed.yml", &format!("{cluster}---\n{other}"));
    let create = place.run(&["create", "-f", "mixed.yml"]);
    create.fails_with("`Cluster/other.kube.example.com` is not in the state store");
    place.run(&["update", "cluster", "-f", "mixed.yml"]).fails_with("belongs to `other.kube.example.com`");
    assert_eq!(place.files("state"), Vec::<String>::new());
}
