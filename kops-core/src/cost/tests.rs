//! Estimates of known clusters, computed by hand, and what has no price.

use super::*;
use crate::engine::graph_offline;
use crate::facts::Facts;
use crate::spec::Spec;

const FAIRWINDS: &str = include_str!("../../../examples/fairwinds/cluster_spec.yml");

fn of(text: &str) -> Estimate {
    let spec = Spec::from_yaml("cluster.yml", text).unwrap_or_else(|error| panic!("{error}"));
    estimate(&graph_offline(&spec).expect("is valid").graph, &Prices::built_in())
}

fn cents(estimate: &Estimate, resource: &str) -> (i64, i64) {
    let line = estimate.lines.iter().find(|line| line.resource.to_string() == resource);
    let monthly = line.unwrap_or_else(|| panic!("no {resource} in {estimate:?}")).monthly;
    (monthly.low_cents, monthly.high_cents)
}

#[test]
fn each_part_of_a_cluster_costs_what_the_price_list_says() {
    let estimate = of(FAIRWINDS);
    for (resource, expected) in [
        // 0.0416 × 730 + 64 × 0.08
        ("autoscaling-group/masters.masters.demo.kube.example.com", (3549, 3549)),
        // 3 × (0.0832 × 730 + 128 × 0.08)
        ("autoscaling-group/nodes.demo.kube.example.com", (21293, 21293)),
        // (0.0225 + 3 × 0.005) × 730
        ("network-load-balancer/api.demo.kube.example.com", (2738, 2738)),
        // 20 × 0.08
        ("volume/a.etcd-main.demo.kube.example.com", (160, 160)),
    ] {
        assert_eq!(cents(&estimate, resource), expected, "{resource}");
    }
    assert_eq!(estimate.total, estimate.lines.iter().map(|line| line.monthly).sum());
    assert!(estimate.applies && estimate.unpriced.is_empty(), "{estimate:?}");
    assert!(
        !estimate.lines.iter().any(|line| line.resource.to_string().contains("nat-0aa")),
        "shared things cost the cluster nothing"
    );
}

#[test]
fn groups_that_scale_have_a_range() {
    let estimate = of(&FAIRWINDS.replace("maxSize: 3", "maxSize: 6"));
    assert_eq!(cents(&estimate, "autoscaling-group/nodes.demo.kube.example.com"), (21293, 42586));
    assert_eq!(estimate.total.high_cents - estimate.total.low_cents, 21293);
}

#[test]
fn what_has_no_price_is_named_and_not_counted() {
    let estimate = of(&FAIRWINDS.replace("machineType: t3.large", "machineType: p5.48xlarge"));
    assert_eq!(estimate.unpriced, ["instance type `p5.48xlarge` of autoscaling group nodes.demo.kube.example.com"]);
    assert!(!estimate.lines.iter().any(|line| line.resource.name.starts_with("nodes.")), "{estimate:?}");
}

#[test]
fn the_volumes_of_warm_pools_are_named_and_not_counted() {
    let estimate = of(&FAIRWINDS.replace("  maxSize: 3\n  minSize: 3", "  maxSize: 3\n  minSize: 3\n  warmPool: {}"));
    assert_eq!(estimate.unpriced, ["volumes of stopped instances of warm pool nodes.demo.kube.example.com"]);
    assert_eq!(estimate.total, of(FAIRWINDS).total);
}

#[test]
fn what_karpenter_starts_is_named_and_not_counted() {
    let text = FAIRWINDS.replace("  iam:\n", "  iam:\n    useServiceAccountExternalPermissions: true\n").replace(
        "  channel: stable\n",
        "  channel: stable\n  karpenter: {enabled: true}\n  serviceAccountIssuerDiscovery: \
             {discoveryStore: s3://keys/demo, enableAWSOIDCProvider: true}\n",
    );
    let group = "---\napiVersion: kops.k8s.io/v1alpha2\nkind: InstanceGroup\nmetadata: {name: burst, labels: \
                 {kops.k8s.io/cluster: demo.kube.example.com}}\nspec: {manager: Karpenter, role: Node, machineType: m5.large, \
                 subnets: [us-east-2a]}\n";
    let text = text + group;
    let estimate = of(&text);
    assert_eq!(estimate.unpriced, ["instances that Karpenter starts for group `burst`"]);
    assert_eq!(estimate.total, of(FAIRWINDS).total);
    // A plan that adds a group says the same of it.
    let spec = |text: &str| Spec::from_yaml("cluster.yml", text).unwrap_or_else(|error| panic!("{error}"));
    let another = format!("{text}{}", group.replace("burst", "batch"));
    let plan = crate::engine::diff(&spec(&text), &spec(&another)).expect("plans").plan;
    let change = plan.cost.expect("has a cost");
    assert_eq!(change.unpriced, ["instances that Karpenter starts for group `batch`"]);
    assert_eq!(change.monthly, Monthly::default());
}

#[test]
fn every_machine_type_that_is_known_offline_has_a_price_and_larger_ones_cost_more() {
    let prices = Prices::built_in();
    let types = Facts::built_in("us-east-1").machine_types;
    for (name, machine) in &types {
        let price = prices.instances.get(name).unwrap_or_else(|| panic!("no price of {name}"));
        let family = name.split('.').next().unwrap_or_default();
        for (other, smaller) in types.iter().filter(|(other, _)| other.split('.').next() == Some(family)) {
            if !machine.gpu && smaller.memory_mib < machine.memory_mib {
                assert!(prices.instances[other] < *price, "{other} and {name}");
            }
        }
    }
}

#[test]
fn a_table_of_ones_own_takes_the_place_of_the_one_that_ships() {
    let text = Prices::BUILT_IN.replace("us-east-1", "eu-central-1").replace("t3.large: 0.0832", "t3.large: 1");
    let prices = Prices::from_yaml(&text).expect("is a table");
    assert!(prices.apply_in("eu-central-1") && !prices.apply_in("eu-west-1"));
    assert_eq!(prices.instances["t3.large"], 1.0);
    let wrong = Prices::from_yaml("date: 2025-06\nprice: 1\n").expect_err("is no table");
    let source = std::error::Error::source(&wrong).expect("has a source").to_string();
    assert!(source.contains("unknown field `price`") && source.contains("line 2"), "{source}");
}
