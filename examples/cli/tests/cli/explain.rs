//! `kops explain`.

use kops_core::codes;
use kops_core::diag::Example;
use serde_json::Value;

use crate::support::{CLUSTER, Place};

fn explain(words: &[&str]) -> crate::support::Answer {
    Place::new().run(&[&["explain"], words].concat())
}

#[test]
fn a_code_is_explained_with_an_example() {
    let answer = explain(&["network/vpc-id"]).succeeds();
    for part in [
        "CODE: network/vpc-id\n",
        "A text is not the id of a VPC.\n",
        "EXAMPLE:\n    kind: Cluster\n    spec:\n      networkID: VPC-ID\n",
        "INSTEAD:\n    kind: Cluster\n    spec:\n      networkID: vpc-0a1b2c3d4e5f60718\n",
    ] {
        assert!(answer.out.contains(part), "{part}: {}", answer.out);
    }
    let json: Value = serde_json::from_str(&explain(&["-o", "json", "cluster/docker"]).succeeds().out).expect("JSON");
    assert_eq!(json["code"], "cluster/docker");
    assert!(json["right"].as_str().is_some_and(|right| right.contains("containerd")), "{json}");
    explain(&["network/vpcid"]).fails_with("did you mean `network/vpc-id`?");
    explain(&["network/vpc-id", "--recursive"]).refuses(64, "--recursive is for fields");
}

#[test]
fn commands_of_examples_end_with_their_finding() {
    let place = Place::with_cluster();
    let mut failed = Vec::new();
    for code in codes::all().iter().filter(|code| matches!(code.example, Example::Command(_))) {
        let run = |line: &str, dry: &[&str]| {
            let words: Vec<&str> = line.split_whitespace().skip(1).chain(dry.iter().copied()).collect();
            place.run(&words)
        };
        let wrong = code.example.wrong().expect("an example");
        let right = code.example.right().expect("what to run instead");
        let dry: &[&str] = if wrong.contains("create ") { &["--dry-run", "-o", "yaml"] } else { &[] };
        let answer = run(&wrong, dry);
        let shown = format!("error[{}]", code.id);
        if answer.status == 0 || !answer.err.contains(&shown) {
            failed.push(format!("{}: {wrong}\n{}", code.id, answer.err));
        }
        let answer = run(&right, dry);
        if answer.err.contains(&shown) {
            failed.push(format!("{}: {right}\n{}", code.id, answer.err));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    place.run(&["get", "cluster", CLUSTER]).succeeds();
}

#[test]
fn a_field_is_explained_as_kubectl_does() {
    let answer = explain(&["cluster.spec.networking.cilium.ingress"]).succeeds();
    for part in [
        "GROUP:      kops.k8s.io\nKIND:       Cluster\nVERSION:    v1alpha2\n\nFIELD: ingress <CiliumIngress>\n",
        "\nDESCRIPTION:\n    ",
        "\nFIELDS:\n",
        "  defaultLoadBalancerMode\t<string>\n    ",
    ] {
        assert!(answer.out.contains(part), "{part}: {}", answer.out);
    }
    explain(&["ig"]).succeeds().prints("KIND:       InstanceGroup");
    explain(&["ig.spec.role"]).succeeds().prints("ENUM:\n    Master\n");
    explain(&["cluster.spec.subnets"]).succeeds().prints("FIELD: subnets <[]SubnetSpec>");
    explain(&["cluster.spec.cloudLabels"]).succeeds().prints("<map[string]string>");
    explain(&["cluster.spec.etcdClusters[0].etcdMembers.name"]).succeeds().prints("FIELD: name <string>");
}

#[test]
fn all_fields_below_are_listed() {
    let answer = explain(&["cluster", "--recursive"]).succeeds();
    for line in [
        "  spec\t<ClusterSpec> -required-\n",
        "      cilium\t<Cilium>\n",
        "        hubble\t<Hubble>\n          enabled\t<boolean>\n",
    ] {
        assert!(answer.out.contains(line), "{line}");
    }
    let json: Value =
        serde_json::from_str(&explain(&["cluster", "--recursive", "-o", "json"]).succeeds().out).expect("JSON");
    assert_eq!(json["fields"].as_array().map(Vec::len), Some(4));
}

#[test]
fn fields_that_do_not_exist_are_answered_with_what_was_meant() {
    for (path, help) in [
        ("cluster.spec.networking.cilum", "did you mean `cilium`?"),
        ("clutser.spec", "did you mean `cluster`?"),
        ("pod.spec", "a path begins with `cluster`"),
        ("cluster.spec.networkCIDR.size", "has no field `size`"),
        ("", "a path begins with"),
    ] {
        explain(&[path]).fails_with(help);
    }
}
