//! `kops get … --full --explain`: where each value comes from.

use serde_json::Value;

use crate::support::{CLUSTER, Place, fairwinds};

#[test]
fn each_line_says_where_it_is_written_or_which_rule_inferred_it() {
    let place = Place::new();
    let file = fairwinds("cluster_spec.yml");
    let answer = place.run(&["get", "cluster", "-f", &file, "--full", "--explain"]).succeeds();
    let line = |field: &str| {
        let found = answer.out.lines().find(|line| line.trim_start().starts_with(field));
        found.unwrap_or_else(|| panic!("{field} in {}", answer.out)).to_owned()
    };
    assert!(line("kubernetesVersion:").contains("cluster_spec.yml:"), "{}", line("kubernetesVersion:"));
    assert!(line("clusterDNSDomain:").ends_with("# the default domain of services"), "{}", line("clusterDNSDomain:"));
    let groups = place.run(&["get", "ig", "nodes", "-f", &file, "--full", "--explain"]).succeeds();
    assert!(
        groups.out.contains("machineType: t3.large") && groups.out.contains("cluster_spec.yml:98\n"),
        "{}",
        groups.out
    );
    assert!(!groups.out.contains("kind: Cluster"), "{}", groups.out);
}

#[test]
fn json_has_the_place_and_the_rule_of_each_value() {
    let place = Place::with_cluster();
    let answer = place.run(&["get", "ig", "nodes", "--full", "--explain", "-o", "json", "--name", CLUSTER]).succeeds();
    let values: Vec<Value> = serde_json::from_str(&answer.out).expect("JSON");
    let of = |field: &str| values.iter().find(|value| value["field"]["field"] == field).expect("is explained");
    assert_eq!(of("spec.machineType")["value"], "t3.large");
    let file = &of("spec.machineType")["location"]["file"];
    assert!(file.as_str().is_some_and(|file| file.ends_with("instancegroup/nodes")), "{file}");
    let manager = of("spec.manager");
    assert_eq!((&manager["location"], &manager["rule"]), (&Value::Null, &"the default manager of machines".into()));
    place.run(&["get", "ig", "--explain", "--name", CLUSTER]).refuses(64, "--full");
}
