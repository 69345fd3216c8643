//! What is marked as protected is deleted by no call, until the mark is gone from the spec and from the account.

use std::sync::Arc;

use bytes::Bytes;
use futures::executor::block_on;
use kops_core::plan::{PlanError, Rule};
use kops_core::sim::Account;
use kops_core::spec::Objects;
use kops_core::state::{Delete, IfMissing, Key, MemoryStore, Put, StateError, StateStore, Version, Versioned};
use kops_core::{Engine, Error, PlanOptions, Spec};

const NAME: &str = "demo.kube.example.com";
const SPEC: &str = include_str!("../../../examples/fairwinds/cluster_spec.yml");
const ACCOUNT: &str = include_str!("../../../examples/fairwinds/account.json");
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

/// The mark is in the state store, and no update has brought it to the account yet.
#[test]
fn a_plan_that_is_older_than_a_mark_deletes_nothing() {
    let engine = running(SPEC);
    let plan = block_on(engine.plan_deletion(&spec(SPEC))).expect("is free");
    for (object, name) in [(NAME, format!("Cluster/{NAME}")), ("nodes", "InstanceGroup/nodes".to_owned())] {
        let objects = Objects::from_yaml("cluster.yml", &marked(object)).expect("is valid");
        block_on(engine.replace(&objects, IfMissing::Fail)).expect("stores");
        let expected = [format!("cluster/protected `{name}` is protected from deletion")];
        assert_eq!(refused(block_on(engine.apply(&plan).into_future())), expected);
    }
    let again = block_on(engine.plan_deletion(&spec(SPEC))).expect("is free");
    assert_eq!(again.plan.steps, plan.plan.steps);
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

/// What is there of a group decides, not whether the whole is a spec; an object of which the marks cannot be read may be protected.
#[test]
fn a_cluster_that_cannot_be_loaded_is_forgotten_only_where_nothing_of_it_can_be_protected() {
    let unreadable = |key: &str| {
        format!(
            "state/unreadable `{NAME}/{key}` in the state store has no metadata that can be read, so that it may be protected from deletion"
        )
    };
    let marked_cluster = format!("cluster/protected `Cluster/{NAME}` is protected from deletion");
    let marked_group = "cluster/protected `InstanceGroup/nodes` is protected from deletion".to_owned();
    let nodes = "instancegroup/nodes";
    let group =
        |metadata: &str| format!("apiVersion: kops.k8s.io/v1alpha2\nkind: InstanceGroup\n{metadata}spec:\n  role: 5\n");
    let named = "metadata:\n  name: nodes\n";
    let cases = [
        ("a wrong role", SPEC.to_owned(), nodes, Some(group(named)), None),
        ("a wrong role in a protected cluster", marked(NAME), nodes, Some(group(named)), Some(marked_cluster)),
        (
            "a wrong role, protected",
            SPEC.to_owned(),
            nodes,
            Some(group(&format!("{MARK}  name: nodes\n"))),
            Some(marked_group.clone()),
        ),
        (
            "a mark without quotes",
            SPEC.to_owned(),
            nodes,
            Some(group(&format!("{}  name: nodes\n", MARK.replace('"', "")))),
            Some(unreadable(nodes)),
        ),
        ("empty", SPEC.to_owned(), nodes, Some(String::new()), Some(unreadable(nodes))),
        (
            "cut off before its name",
            SPEC.to_owned(),
            nodes,
            Some(group("metadata:\n  annotations: {}\n")),
            Some(unreadable(nodes)),
        ),
        (
            "of another name",
            SPEC.to_owned(),
            nodes,
            Some(group("metadata:\n  name: masters\n")),
            Some(unreadable(nodes)),
        ),
        ("a cluster that is no YAML", SPEC.to_owned(), "config", Some("{".to_owned()), Some(unreadable("config"))),
        ("a protected group without a cluster", marked("nodes"), "config", None, Some(marked_group)),
    ];
    for (case, text, key, content, expected) in cases {
        let store = Arc::new(MemoryStore::default());
        let engine = Engine::builder(Account::from_json(ACCOUNT).expect("an account")).store(store.clone()).build();
        block_on(engine.create(&Objects::from_yaml("cluster.yml", &text).expect("is valid"))).expect("stores");
        let key = Key::new(format!("{NAME}/{key}")).expect("a key");
        let all = || block_on(store.list(&Key::default())).expect("lists");
        match content {
            Some(content) => drop(block_on(store.put(&key, content.into(), Put::Any)).expect("writes")),
            None => block_on(store.delete(&key, Delete::Any)).expect("deletes"),
        }
        let before = all();
        let Some(expected) = expected else {
            assert_eq!(block_on(engine.forget(NAME)).expect(case), before.len());
            continue;
        };
        if expected.contains("nodes") {
            let of_group = refused(block_on(engine.forget_instance_group(NAME, "nodes")));
            assert_eq!(of_group, std::slice::from_ref(&expected), "{case}");
        }
        assert_eq!(refused(block_on(engine.forget(NAME))), std::slice::from_ref(&expected), "{case}");
        assert_eq!(all(), before, "{case}");
        if expected.starts_with("state/unreadable") {
            block_on(store.delete(&key, Delete::Any)).expect("deletes");
            assert_eq!(block_on(engine.forget(NAME)).expect(case), before.len() - 1);
        }
    }
}

#[test]
fn an_error_of_the_state_store_lifts_no_protection() {
    let store = Arc::new(MemoryStore::default());
    let engine = |store: Arc<dyn StateStore>| {
        Engine::builder(Account::from_json(ACCOUNT).expect("an account")).store(store).build()
    };
    let objects = Objects::from_yaml("cluster.yml", &marked("nodes")).expect("is valid");
    block_on(engine(store.clone()).create(&objects)).expect("stores");
    let before = block_on(store.list(&Key::default())).expect("lists");
    let failing = engine(Arc::new(Unread(store.clone())));
    let forgotten = [block_on(failing.forget(NAME)).map(drop), block_on(failing.forget_instance_group(NAME, "nodes"))];
    for result in forgotten {
        assert!(matches!(result, Err(Error::State(_))), "{result:?}");
    }
    assert_eq!(block_on(store.list(&Key::default())).expect("lists"), before);
}

/// A store that fails where an instance group is read.
#[derive(Debug)]
struct Unread(Arc<MemoryStore>);

#[async_trait::async_trait]
impl StateStore for Unread {
    async fn get(&self, key: &Key) -> Result<Option<Versioned>, StateError> {
        if key.as_str().contains("/instancegroup/") {
            return Err(StateError::NoStore { store: "s3://busy".into() });
        }
        self.0.get(key).await
    }

    async fn put(&self, key: &Key, value: Bytes, mode: Put) -> Result<Version, StateError> {
        self.0.put(key, value, mode).await
    }

    async fn delete(&self, key: &Key, mode: Delete) -> Result<(), StateError> {
        self.0.delete(key, mode).await
    }

    async fn list(&self, prefix: &Key) -> Result<Vec<Key>, StateError> {
        self.0.list(prefix).await
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
