//! Changes that reach machines say which groups have to roll, and because of which field of the spec.

use futures::executor::block_on;
use kops_core::spec::Objects;
use kops_core::{Engine, Plan, Spec, sim::Account};

const SPEC: &str = include_str!("../../../examples/fairwinds/cluster_spec.yml");
const ACCOUNT: &str = include_str!("../../../examples/fairwinds/account.json");

fn spec(text: &str) -> Spec {
    Objects::from_yaml("spec.yml", text).expect("a spec").into_spec().expect("one cluster")
}

/// The plan for a changed spec in an account that has the cluster.
fn plan_after(change: impl FnOnce(&str) -> String) -> Plan {
    let engine = Engine::simulated(Account::from_json(ACCOUNT).expect("an account"));
    let first = block_on(engine.plan(&spec(SPEC))).expect("plans").plan;
    assert!(first.rolling_updates.is_empty(), "new machines are up to date");
    block_on(engine.apply(&first).into_future()).expect("every step is done");
    block_on(engine.plan(&spec(&change(SPEC)))).expect("plans").plan
}

/// The groups with the fields, as `nodes: InstanceGroup/nodes spec.machineType`.
fn causes(plan: &Plan) -> Vec<String> {
    let text = |update: &kops_core::plan::RollingUpdate| {
        let causes: Vec<String> = update.causes.iter().map(|cause| cause.path.to_string()).collect();
        format!("{}: {}", update.group, causes.join(", "))
    };
    plan.rolling_updates.iter().map(text).collect()
}

#[test]
fn a_field_of_the_cluster_that_every_node_reads_rolls_every_group() {
    let plan =
        plan_after(|spec| spec.replace("    anonymousAuth: false\n", "    anonymousAuth: false\n    maxPods: 50\n"));
    let field = "Cluster/demo.kube.example.com spec.kubelet.maxPods";
    assert_eq!(causes(&plan), [format!("masters: {field}"), format!("nodes: {field}")]);
    let text = plan.to_string();
    assert!(text.contains("Rolling update") && text.contains("spec.kubelet.maxPods"), "{text}");
    let source = &plan.rolling_updates[0].causes[0];
    assert_eq!(source.location.as_ref().map(|location| location.file.as_ref()), Some("spec.yml"), "{source:?}");
}

#[test]
fn a_field_of_a_group_rolls_that_group() {
    let of_nodes =
        |field: &'static str| move |spec: &str| spec.replace("  role: Node\n", &format!("  role: Node\n{field}"));
    for (field, cause) in [
        ("  kubelet:\n    maxPods: 50\n", "spec.kubelet.maxPods"),
        ("  nodeLabels:\n    team: a\n", "spec.nodeLabels.team"),
        ("  sysctlParameters:\n  - vm.swappiness=1\n", "spec.sysctlParameters"),
    ] {
        let plan = plan_after(of_nodes(field));
        assert_eq!(causes(&plan), [format!("nodes: InstanceGroup/nodes {cause}")]);
    }
    let plan = plan_after(|spec| spec.replacen("machineType: t3.large", "machineType: t3.xlarge", 1));
    assert_eq!(causes(&plan), ["nodes: InstanceGroup/nodes spec.machineType"]);
}

#[test]
fn what_only_control_planes_read_rolls_control_planes() {
    let plan = plan_after(|spec| {
        spec.replace("  kubeProxy:\n", "  kubeAPIServer:\n    maxRequestsInflight: 500\n  kubeProxy:\n")
    });
    let field = "Cluster/demo.kube.example.com spec.kubeAPIServer.maxRequestsInflight";
    assert_eq!(causes(&plan), [format!("masters: {field}")]);
}

#[test]
fn what_no_machine_reads_rolls_nothing() {
    let plan = plan_after(|spec| spec.replacen("maxSize: 3", "maxSize: 4", 1));
    assert!(!plan.steps.is_empty() && plan.rolling_updates.is_empty(), "{:?}", causes(&plan));
}
