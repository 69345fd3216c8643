//! What is marked as protected is deleted by no call, until the mark is gone from the spec and from the account.

use futures::executor::block_on;
use kops_core::plan::{PlanError, Rule};
use kops_core::sim::Account;
use kops_core::spec::Objects;
use kops_core::state::IfMissing;
use kops_core::{Engine, Error, PlanOptions, Spec};

const NAME: &str = "demo.kube.example.com";
const SPEC: &str = include_str!("../../examples/fairwinds/cluster_spec.yml");
const ACCOUNT: &str = include_str!("../../examples/fairwinds/account.json");
const MARK: &str = "metadata:\n  annotations:\n    kops-core.io/protected: \"true\"\n";

/// The Fairwinds cluster with its mark, or with that of its group of nodes.
fn marked(object: &str) -> String {
    let name = format!("  name: {object}\n");
    let (before, after) = SPEC.split_once(&name).expect("has the object");
    let at = before.rfind("metadata:\n").expect("has metadata");
    let labels = &before[at + "metadata:\n".len()..];
    format!("{}{MARK}{labels}{name}{after}", &before[..at])
}

fn spec(text: &str) -> Spec {
    Spec::from_yaml("cluster.yml", text).unwrap_or_else(|error| panic!("{error}"))
}

/// The cluster of a spec, stored and applied.
fn running(text: &str) -> Engine {
    let engine = Engine::simulated(Account::from_json(ACCOUNT).expect("an account"));
    store(&engine, text);
    engine
}

fn store(engine: &Engine, text: &str) {
    let objects = Objects::from_yaml("cluster.yml", text).expect("is valid");
    block_on(engine.replace(&objects, IfMissing::Create)).expect("stores");
    let plan = block_on(engine.plan(&spec(text))).expect("plans");
    block_on(engine.apply(&plan).into_future()).expect("applies");
}

/// The codes of findings, or the resources that are protected in the account.
fn refused<T: std::fmt::Debug>(result: Result<T, Error>) -> Vec<String> {
    match result.expect_err("is protected") {
        Error::Invalid { findings, .. } => {
            findings.iter().map(|finding| format!("{} {}", finding.code, finding.message)).collect()
        }
        Error::Plan { errors, .. } => {
            let resource = |error: &PlanError| match error {
                PlanError::Protected { resource, .. } => resource.to_string(),
                other => panic!("{other}"),
            };
            let mut resources: Vec<String> = errors.0.iter().map(resource).collect();
            resources.sort();
            resources
        }
        other => panic!("{other}"),
    }
}

#[test]
fn a_protected_cluster_is_neither_deleted_nor_forgotten_until_its_mark_is_gone() {
    let (text, engine) = (marked(NAME), running(&marked(NAME)));
    let expected = [format!("cluster/protected `Cluster/{NAME}` is protected from deletion")];
    assert_eq!(refused(block_on(engine.plan_deletion(&spec(&text)))), expected);
    assert_eq!(refused(block_on(engine.forget(NAME))), expected);
    // A file without the mark does not lift the protection of what runs.
    let volumes = ["volume/a.etcd-events.demo.kube.example.com", "volume/a.etcd-main.demo.kube.example.com"];
    assert_eq!(refused(block_on(engine.plan_deletion(&spec(SPEC)))), volumes);

    store(&engine, SPEC);
    let plan = block_on(engine.plan_deletion(&spec(SPEC))).expect("is free");
    block_on(engine.apply(&plan).into_future()).expect("deletes");
    block_on(engine.forget(NAME)).expect("forgets");
}

#[test]
fn a_protected_group_stays_through_a_deletion_a_prune_and_the_deletion_of_its_cluster() {
    let (text, engine) = (marked("nodes"), running(&marked("nodes")));
    let expected = ["cluster/protected `InstanceGroup/nodes` is protected from deletion"];
    assert_eq!(refused(block_on(engine.plan_deletion(&spec(&text)))), expected);
    assert_eq!(refused(block_on(engine.plan_instance_group_deletion(&spec(&text), "nodes"))), expected);
    assert_eq!(refused(block_on(engine.forget_instance_group(NAME, "nodes"))), expected);
    let group = ["autoscaling-group/nodes.demo.kube.example.com"];
    assert_eq!(refused(block_on(engine.plan_deletion(&spec(SPEC)))), group);
    assert_eq!(refused(block_on(engine.plan_instance_group_deletion(&spec(SPEC), "nodes"))), group);

    let renamed = SPEC.replace("  name: nodes\n", "  name: workers\n");
    let options = PlanOptions { prune: true, allow: ["*".to_owned()].into(), ..PlanOptions::default() };
    let plan = block_on(engine.plan_with(&spec(&renamed), &options)).expect("plans");
    // The instances that the group still starts read its configuration.
    for resource in [group[0], "managed-file/igconfig/node/nodes/nodeupconfig.yaml"] {
        let kept = plan.kept.iter().find(|kept| kept.resource.to_string() == resource).expect("is retained");
        assert_eq!(kept.until, "its tag `kops-core.io/protected` is gone", "{resource}");
    }
}

#[test]
fn a_plan_that_was_made_before_the_mark_is_refused() {
    let engine = running(SPEC);
    let before = block_on(engine.plan_deletion(&spec(SPEC))).expect("is free");
    store(&engine, &marked(NAME));
    match block_on(engine.apply(&before).into_future()) {
        Err(Error::StalePlan(_)) => {}
        Err(Error::PlanNotAllowed(violations)) => {
            assert!(violations.iter().any(|violation| violation.rule == Rule::Protected), "{violations:?}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn marking_a_cluster_replaces_no_instance() {
    let engine = running(SPEC);
    let plan = block_on(engine.plan(&spec(&marked("nodes")))).expect("plans");
    assert!(plan.rolling_updates.is_empty(), "{plan}");
    let steps: Vec<String> = plan.steps.iter().map(|step| step.resource.to_string()).collect();
    assert!(steps.contains(&"autoscaling-group/nodes.demo.kube.example.com".to_owned()), "{steps:?}");
    assert!(!steps.iter().any(|step| step.starts_with("launch-template/")), "{steps:?}");
}
