//! `kops explain`.

use std::fs;

use kops_core::codes;
use kops_core::diag::Example;
use serde_json::Value;

use crate::support::{CLUSTER, Place, fairwinds, fairwinds_spec};

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

/// The files that commands of examples name, beside the cluster in the state store.
fn prepare(place: &Place) {
    let spec = fs::read_to_string(fairwinds("cluster_spec.yml")).expect("reads");
    place.write("cluster_spec.yml", &spec);
    place.write("utf8.yml", &spec);
    fs::write(place.path("latin1.yml"), [spec.as_bytes(), b"# f\xfcr alle\n"].concat()).expect("writes");
    place.write("restored.yml", &spec.replace(CLUSTER, "restored.example.com"));
    place.run(&["create", "-f", "restored.yml"]).succeeds();
    fs::create_dir_all(place.path("state/damaged.example.com")).expect("a folder");
    place.write("state/damaged.example.com/config", "apiVersion: kops.k8s.io/v1alpha2\nkind: Clus");
    let name = format!("  name: {CLUSTER}\n");
    let set = "  annotations:\n    kops-core.io/applyset: default\n  name: shared.example.com\n";
    place.write("shared.yml", &spec.replacen(&name, set, 1).replace(CLUSTER, "shared.example.com"));
    place.run(&["create", "-f", "shared.yml"]).succeeds();
    place.write("empty.yml", "# moved away\n");
    let manager = "  certManager:\n    enabled: true\n  authorization:\n";
    place.write("cert-manager.yml", &fairwinds_spec("  authorization:\n", manager));
    let manifest = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: cert-manager, namespace: cert-manager}\n\
                    spec: {template: {spec: {containers: [{name: controller}]}}}\n";
    for (folder, text) in
        [("addons", manifest), ("addons-cut-off", &manifest[..40]), ("addons-without-cert-manager", "")]
    {
        fs::create_dir_all(place.path(folder).join("certmanager.io")).expect("a folder");
        if !text.is_empty() {
            place.write(&format!("{folder}/certmanager.io/k8s-1.16.yaml"), text);
        }
    }
}

/// The account of the Fairwinds cluster, with a second subnet in a zone.
fn account() -> String {
    let text = fs::read_to_string(fairwinds("account.json")).expect("reads");
    let mut account: Value = serde_json::from_str(&text).expect("JSON");
    let subnets = &mut account["resources"]["subnet"];
    let mut second = subnets["subnet-0aa00000000000001"].clone();
    second["cidr"] = "172.20.9.0/24".into();
    subnets["subnet-0aa00000000000009"] = second;
    account.to_string()
}

#[test]
fn commands_of_examples_end_with_their_finding() {
    let place = Place::with_cluster();
    prepare(&place);
    let mut failed = Vec::new();
    for code in codes::all().iter().filter(|code| matches!(code.example, Example::Command(_))) {
        let (wrong, right) = (code.example.wrong(), code.example.right().expect("what to run instead"));
        // Subnets and instance groups to delete are looked up in an account.
        match ["--subnets", "delete ", "apply "].iter().any(|word| wrong.contains(word)) {
            true => drop(place.write("account.json", &account())),
            false => drop(fs::remove_file(place.path("account.json"))),
        }
        let run = |line: &str| {
            let dry: &[&str] = if line.contains("create ") { &["--dry-run", "-o", "yaml"] } else { &[] };
            let words: Vec<&str> = line.split_whitespace().skip(1).chain(dry.iter().copied()).collect();
            place.run(&words)
        };
        let answer = run(&wrong);
        let shown = format!("error[{}]", code.id);
        if answer.status == 0 || !answer.err.contains(&shown) {
            failed.push(format!("{}: {wrong}\n{}", code.id, answer.err));
        }
        let answer = run(&right);
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
    explain(&["cluster.spec.cloudLabels.Owner"]).succeeds().prints("FIELD: cloudLabels <map[string]string>");
    explain(&["cluster.spec.additionalPolicies.node"])
        .succeeds()
        .prints("FIELD: additionalPolicies <map[string]string>");
    explain(&["cluster.spec.etcdClusters[0].etcdMembers.name"]).succeeds().prints("FIELD: name <string>");
    // As findings name a field, and as `--set` takes it.
    explain(&["spec.kubelet.maxPods"]).succeeds().prints("KIND:       Cluster\nVERSION:    v1alpha2\n\nFIELD: maxPods");
    explain(&["spec.minSize"]).succeeds().prints("KIND:       InstanceGroup\nVERSION:    v1alpha2\n\nFIELD: minSize");
    explain(&["ig.spec.rootVolume.size"]).succeeds().prints("FIELD: rootVolumeSize <integer>");
    explain(&["spec.networking.networkCIDR"]).succeeds().prints("FIELD: networkCIDR <string>");
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
        ("networkCIDR", "did you mean `cluster.spec.networkCIDR`?"),
        ("machineType", "did you mean `ig.spec.machineType`?"),
        ("cluster.spec.networkCIDR.size", "has no field `size`"),
        ("spec.kubelet.maxPod", "did you mean `maxPods`?"),
        ("", "a path begins with"),
    ] {
        explain(&[path]).fails_with(help);
    }
}
