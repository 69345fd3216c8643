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

#[test]
fn networks_that_cannot_be() {
    refuses("cidr: 172.20.16.0/24", "cidr: 10.1.0.0/24", "error[subnet/outside-vpc]");
    refuses("cidr: 172.20.17.0/24", "cidr: 172.20.16.0/25", "error[subnet/overlap]");
    let zone = "    name: us-east-2b\n    type: Private\n    zone: us-east-2";
    refuses(&format!("{zone}b"), &format!("{zone}a"), "error[subnet/egress-mixed]");
    refuses("zone: us-east-2c", "zone: us-east-2z", "error[subnet/unknown-zone]");
    refuses("    cilium:\n", "    calico: {}\n    cilium:\n", " --> bad.yml:");
}

#[test]
fn what_the_account_does_not_have() {
    refuses("vpc-0a1b2c3d4e5f60718", "vpc-0ffffffffffffffff", "error[network/unknown-vpc]");
    refuses("nat-0aa00000000000001", "nat-0ffffffffffffffff", "error[subnet/unknown-nat-gateway]");
    let range = "cidr: 172.20.16.0/24\n";
    refuses(range, &format!("{range}    id: subnet-0ffffffffffffffff\n"), "error[subnet/unknown-id]");
}

#[test]
fn groups_and_members_that_cannot_be() {
    refuses("  subnets:\n  - us-east-2a\n---", "  subnets:\n  - us-east-2x\n---", "us-east-2x");
    refuses("maxSize: 3\n  minSize: 3", "maxSize: 3\n  minSize: 4", " --> bad.yml:");
    let member = "    - encryptedVolume: true\n      instanceGroup: masters\n      name: a\n";
    refuses(member, &format!("{member}{}", member.replace("name: a", "name: b")), " --> bad.yml:");
    refuses("kubernetesVersion: 1.35.5", "kubernetesVersion: 1.5.3", "error[cluster/kubernetes-version]");
}

#[test]
fn the_cluster_of_2017_is_answered_with_places_and_advice() {
    let place = Place::with_account();
    let spec = "
apiVersion: kops/v1alpha2
kind: Cluster
metadata:
  name: old.example.com
spec:
  kubernetesVersion: 1.5.3
  networking:
    weave: {}
---
apiVersion: kops/v1alpha2
kind: InstanceGroup
metadata:
  name: nodes
  labels:
    kops.k8s.io/cluster: old.example.com
spec:
  role: Node
  image: kope.io/k8s-1.5-debian-jessie-amd64-hvm-ebs-2017-01-09
";
    place.write("old.yml", spec);
    let answer = place.run(&["update", "cluster", "-f", "old.yml"]).fails_with(" --> old.yml:7:3");
    assert!(answer.err.contains("= help: "), "{}", answer.err);
}
