//! `kops toolbox migrate`.

use serde_json::Value;

use crate::support::Place;

const OLD: &str = "apiVersion: kops/v1alpha2
kind: Cluster
metadata:
  name: c.k8s.local
spec:
  cloudProvider: aws
  kubernetesVersion: 1.5.3
  networking:
    weave: {} # the network of 2017
";

#[test]
fn the_new_spec_is_printed_and_the_changes_beside_it() {
    let place = Place::new();
    let file = place.write("old.yml", OLD);
    let answer = place.run(&["toolbox", "migrate", "-f", &file]).has_status(1);
    assert!(
        answer.out.starts_with("apiVersion: kops.k8s.io/v1alpha2\n") && answer.out.contains("cilium: {}"),
        "{}",
        answer.out
    );
    for part in [
        "old.yml:9:5: Cluster/c.k8s.local spec.networking.weave: replaced by `spec.networking.cilium: {}`: the network",
        "error[etcd/missing]",
        "3 changes, ",
    ] {
        assert!(answer.err.contains(part), "{part}: {}", answer.err);
    }
    let json = place.run(&["toolbox", "migrate", "-f", &file, "-o", "json"]).has_status(1).out;
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["changes"].as_array().map(Vec::len), Some(3));
    assert_eq!(json["documents"][0]["name"], file.as_str());
}

#[test]
fn a_file_that_is_no_spec_is_refused_with_its_place() {
    let place = Place::new();
    let file = place.write("old.yml", "spec: {\n");
    place.run(&["toolbox", "migrate", "-f", &file]).fails_with("error[text/syntax]");
    place.run(&["toolbox", "migrate"]).refuses(64, "--filename");
}
