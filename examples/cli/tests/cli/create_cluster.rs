//! `kops create cluster`: a cluster from options.

use crate::support::{Place, SSH_KEY};

/// The options of a script of 2017, with a network and a version of today. `-v` and the names with `master` are of that time.
const OPTIONS: &str = "create cluster --cloud sim:account.json --topology private --networking cilium --node-count 3 \
     --zones us-east-2a,us-east-2b,us-east-2c --master-zones us-east-2a --dns-zone kube.example.com \
     --node-size t3.large --master-size t3.medium -v 10 --ssh-public-key key.pub --vpc vpc-0a1b2c3d4e5f60718 \
     --network-cidr 172.20.0.0/16 --name new.kube.example.com --kubernetes-version=1.35.5";

/// CIDRs beside those of the subnets that the VPC has.
const FREE: &[&str] = &["--set", "spec.subnets[3].cidr=172.20.4.0/22", "--set", "spec.subnets[0].cidr=172.20.16.0/20"];

fn options(further: &[&'static str]) -> Vec<&'static str> {
    OPTIONS.split_whitespace().chain(further.iter().copied()).collect()
}

fn place() -> Place {
    let place = Place::with_account();
    place.write("key.pub", SSH_KEY);
    place
}

#[test]
fn dry_run_prints_the_spec_and_stores_nothing() {
    let place = place();
    let answer = place.run(&options(&[FREE, &["--dry-run", "-o", "yaml"]].concat())).succeeds();
    for line in [
        "  dnsZone: kube.example.com\n",
        "  masterPublicName: api.new.kube.example.com\n",
        "  networkID: vpc-0a1b2c3d4e5f60718\n",
        "  configBase: file://state/new.kube.example.com\n",
        "kind: SSHCredential\n",
        "  name: control-plane-us-east-2a\n",
        "  name: nodes-us-east-2c\n",
    ] {
        assert!(answer.out.contains(line), "{line}: {}", answer.out);
    }
    assert_eq!(place.files("state"), [""; 0]);
    let json = place.run(&options(&[FREE, &["--dry-run=true", "-ojson"]].concat())).succeeds();
    let objects: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!(objects[0]["kind"], "Cluster");
    // What is printed is read again.
    let file = place.write("spec.yml", &answer.out);
    place.run(&["create", "-f", &file]).succeeds();
}

#[test]
fn cluster_is_stored_and_its_changes_are_shown_and_applied() {
    let place = place();
    let zones = ["create", "cluster", "new.kube.example.com", "--cloud", "sim:account.json", "--zones", "us-east-2a"];
    let shown = place.run(&zones).succeeds();
    assert!(shown.out.contains("Plan: ") && shown.err.contains("--yes"), "{}\n{}", shown.out, shown.err);
    place.run(&["get", "ig", "--name", "new.kube.example.com"]).succeeds().prints("nodes-us-east-2a");
    place.run(&zones).fails_with("are already in the state store");
    let other =
        ["create", "cluster", "b.kube.example.com", "--cloud", "sim:account.json", "--zones", "us-east-2a", "--yes"];
    place.run(&other).succeeds();
    let again = place.run(&["update", "cluster", "b.kube.example.com"]).succeeds();
    assert!(again.out.contains("No changes."), "{}", again.out);
}

#[test]
fn subnets_that_overlap_those_of_the_vpc_are_refused_and_nothing_is_stored() {
    let place = place();
    let answer = place.run(&options(&["--yes"])).has_status(1);
    let wrong = "`172.20.0.0/21` of the subnet `utility-us-east-2a` overlaps `172.20.0.0/24` of the subnet \
                 `subnet-0aa00000000000001`";
    let help = "give it a `cidr` that is free, or the `id` of a subnet that exists";
    for words in [wrong, "in the VPC `vpc-0a1b2c3d4e5f60718`", help] {
        assert!(answer.err.contains(words), "{words}: {}", answer.err);
    }
    assert_eq!(place.files("state"), [""; 0]);
}

#[test]
fn wrong_options_are_reported_at_once_and_nothing_is_stored() {
    let place = Place::new();
    let wrong = "create cluster new.example.com --bastion --set spec.kubelet.maxPod=1 --kubernetes-feature-gates=+";
    let wrong: Vec<&str> = wrong.split(' ').collect();
    let answer = place.run(&wrong).has_status(1);
    for part in
        ["error[create/zones]", "error[create/bastion]", "error[create/feature-gate]", "did you mean `maxPods`?"]
    {
        assert!(answer.err.contains(part), "{part}: {}", answer.err);
    }
    let old = "create cluster new.example.com --zones us-east-2a --kubernetes-version 1.5.3";
    place.run(&old.split(' ').collect::<Vec<_>>()).fails_with("error[cluster/kubernetes-version]");
    let weave = "create cluster new.example.com --zones us-east-2a --networking weave";
    let answer = place.run(&weave.split(' ').collect::<Vec<_>>()).has_status(64);
    assert!(answer.err.contains("no longer maintained"), "{}", answer.err);
    assert_eq!(place.files("state"), [""; 0]);
}

#[test]
fn each_option_that_cannot_be_is_answered_with_what_can() {
    let place = place();
    let base = "create cluster new.k8s.local --cloud sim:account.json --dry-run -o yaml";
    for (options, status, expected) in [
        ("--zones us-east-2a --zonez x", 64, "a similar argument exists: '--zones'"),
        ("--zones us-east-2a --gce-service-account x", 64, "`--gce-service-account` is for clusters on Google Cloud"),
        ("--zones us-east-2a --os-ext-net x", 64, "`--os-ext-net` is for clusters on OpenStack"),
        ("--zones us-east-2z", 1, "us-east-2 has `us-east-2a`, `us-east-2b` or `us-east-2c`"),
        ("--zones us-east-2a,eu-west-1a", 1, "there is no zone `eu-west-1a` in us-east-2"),
        ("--zones us-east-2a,us-east-2b --control-plane-count 2", 1, "an even number"),
        ("--zones us-east-2a --control-plane-zones us-east-2a,us-east-2b", 1, "an even number"),
        ("--zones us-east-2a --set spec.kubelet.maxPod=1", 1, "did you mean `maxPods`?"),
        ("--zones us-east-2a --set spec.kubelet.maxPods=many", 1, "expected a whole number, found the text `many`"),
        ("--zones us-east-2a --unset spec.nothing", 1, "nothing"),
        ("--zones us-east-2a --channel stabel", 1, "did you mean `stable`?"),
        (
            "--zones us-east-2a --network-id vpc-0ffffffffffffffff",
            1,
            "there is no VPC `vpc-0ffffffffffffffff` in us-east-2",
        ),
        (
            "--zones us-east-2a --network-id vpc-0a1b2c3d4e5f60718 --subnets subnet-0ff00000000000009",
            1,
            "there is no subnet `subnet-0ff00000000000009` in the VPC",
        ),
        (
            "--zones us-east-2a,us-east-2b,us-east-2c --topology private --network-cidr 172.20.0.0/28",
            1,
            "there is no room left in the VPC for the subnet `utility-us-east-2a`",
        ),
    ] {
        let words: Vec<&str> = base.split(' ').chain(options.split(' ')).collect();
        let answer = place.run(&words).has_status(status);
        assert!(answer.err.contains(expected), "{options}: {}", answer.err);
        assert!(answer.out.is_empty(), "{options}: {}", answer.out);
    }
}
