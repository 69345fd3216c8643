//! A cloud and a state store keep their promises behind the border to another language.

use futures::executor::block_on;

use super::super::call::CallError;
use super::*;
use crate::apply::SimulatedClock;
use crate::cloud::memory::Account;
use crate::cloud::{Cloud, CloudError, ErrorKind, Fault, FaultInjecting, Scope};
use crate::cluster_api::memory::SimulatedCluster;
use crate::cluster_api::{ClusterApi, ClusterApiError, ClusterApiErrorKind, Lease, NodeChange};
use crate::engine::Engine;
use crate::errors::ErrorData;
use crate::lifecycle::rolling::RollingUpdateOptions;
use crate::spec::Spec;
use crate::state::{Key, MemoryStore, Put, StateError, StateStore};
use crate::testkit::{Subject, cloud_suite, store_suite};

/// What another language has round a cloud.
#[derive(Debug)]
struct Wrapped<C>(C);

#[async_trait]
impl<C: Cloud> JsonPort for Wrapped<C> {
    async fn call(&self, call: Call) -> Result<Answer, PortError> {
        let value = call_cloud(&self.0, &call.method, &call.arguments).await.map_err(data)?;
        Ok(Answer { value, content: None })
    }

    async fn open_bucket(&self, name: &str) -> Result<Arc<dyn StateStore>, PortError> {
        Ok(self.0.open_bucket(name).await.map_err(|error| ErrorData::from(&error))?.into())
    }
}

/// What a call of a port failed with, as data.
fn data(error: CallError) -> ErrorData {
    match error {
        CallError::Failed(error) => ErrorData::from(&error),
        other => panic!("{other}"),
    }
}

/// What another language has round the API of a cluster.
#[derive(Debug)]
struct WrappedCluster(SimulatedCluster);

#[async_trait]
impl JsonPort for WrappedCluster {
    async fn call(&self, call: Call) -> Result<Answer, PortError> {
        let value = call_cluster(&self.0, &call.method, &call.arguments).await.map_err(data)?;
        Ok(Answer { value, content: None })
    }
}

#[derive(Debug)]
struct WrappedStore<S>(S);

#[async_trait]
impl<S: StateStore> JsonPort for WrappedStore<S> {
    async fn call(&self, call: Call) -> Result<Answer, PortError> {
        Ok(call_store(&self.0, call).await.map_err(data)?)
    }
}

/// A port of which every method raises the same.
#[derive(Debug)]
struct Raises(PortError);

#[async_trait]
impl JsonPort for Raises {
    async fn call(&self, _: Call) -> Result<Answer, PortError> {
        Err(self.0.clone())
    }
}

#[test]
fn a_cloud_of_another_language_passes_the_conformance_suite() {
    let findings = block_on(cloud_suite::run(async || Subject {
        cloud: Arc::new(JsonCloud(Wrapped(Subject::simulated_account()))),
        ..Subject::simulated()
    }));
    assert!(findings.is_empty(), "{findings}");
}

#[test]
fn a_store_of_another_language_passes_the_conformance_suite() {
    let store = JsonStore(WrappedStore(MemoryStore::default()));
    let findings = block_on(store_suite::run(&store, "suite"));
    assert!(findings.is_empty(), "{findings}");
}

#[test]
fn a_store_of_another_language_publishes_objects_where_it_can() {
    let bucket = Account::new("us-east-2").bucket("keys").expect("a bucket");
    let findings = block_on(store_suite::run(&JsonStore(WrappedStore(bucket)), "suite"));
    assert!(findings.is_empty(), "{findings}");
    let store = JsonStore(Raises(PortError::NoMethod));
    let key = Key::new("openid/v1/jwks").expect("a key");
    let error = block_on(store.put_public(&key, "{}".into(), Put::Any)).expect_err("has no such method");
    assert!(matches!(error, StateError::Public { key } if key == "openid/v1/jwks"));
    assert!(!block_on(store.is_public(&key)).expect("answers"));
}

#[test]
fn a_cluster_of_another_language_has_leases_where_it_has_the_methods() {
    let api = JsonClusterApi(WrappedCluster(SimulatedCluster::new(Account::new("us-east-2"), "demo")));
    let lease = Lease { name: "a".into(), holder: Some("alice".into()), duration: 60, ..Lease::default() };
    let version = block_on(api.write_lease(&lease)).expect("is created");
    let found = block_on(api.lease("a")).expect("is read");
    assert_eq!(found, Some(Lease { version: Some(version), ..lease.clone() }));
    let error = block_on(api.write_lease(&lease)).expect_err("is there already");
    assert_eq!(error.kind, ClusterApiErrorKind::Conflict);
    let error = block_on(JsonClusterApi(Raises(PortError::NoMethod)).lease("a")).expect_err("has none");
    assert_eq!(error.kind, ClusterApiErrorKind::Invalid, "which a rolling update takes as having no leases");
}

#[test]
fn an_error_of_a_cloud_keeps_its_facts() {
    let cloud = FaultInjecting::new(Account::new("us-east-2")).observing(Fault::Throttled(2));
    let expected = block_on(cloud.observe(&Scope::default())).expect_err("there is a fault");
    let found = block_on(JsonCloud(Wrapped(cloud)).observe(&Scope::default())).expect_err("there is a fault");
    assert_eq!(found.to_string(), expected.to_string());
    assert_eq!((found.kind, found.code), (ErrorKind::Throttled, expected.code));
}

#[test]
fn any_other_error_is_internal_and_stays_among_the_sources() {
    let other = || PortError::Other(Arc::new(std::io::Error::other("boom")));
    let error = block_on(JsonCloud(Raises(other())).observe(&Scope::default())).expect_err("it raises");
    assert_eq!((error.kind, error.retryable(), error.operation.as_str()), (ErrorKind::Internal, false, "observe"));
    assert!(error.source.is_some_and(|source| source.is::<std::io::Error>()));
    let error = block_on(JsonClusterApi(Raises(other())).nodes()).expect_err("it raises");
    assert_eq!((error.kind, error.retryable()), (ClusterApiErrorKind::Internal, false));
    let key = Key::new("a").expect("a key");
    let error = block_on(JsonStore(Raises(other())).get(&key)).expect_err("it raises");
    assert!(matches!(error, StateError::Failed { retryable: false, .. }), "{error:?}");
}

#[test]
fn what_an_error_was_raised_from_stays_among_the_sources_and_is_said_once() {
    let raises = |data: ErrorData| {
        let source: Arc<dyn std::error::Error + Send + Sync> = Arc::new(std::io::Error::other("boom"));
        Raises(PortError::Data { data: Box::new(data), source: Some(source) })
    };
    let expected = "observe failed: slow down: boom";
    let data = ErrorData::from(&CloudError::new(ErrorKind::Throttled, "observe", ""));
    for message in ["slow down", "slow down: boom", "observe failed: slow down", expected] {
        let raised = raises(ErrorData { message: message.to_owned(), ..data.clone() });
        let error = block_on(JsonCloud(raised).observe(&Scope::default())).expect_err("it raises");
        assert_eq!((error.kind, error.retryable()), (ErrorKind::Throttled, true));
        assert!(error.source.as_ref().is_some_and(|source| source.is::<std::io::Error>()));
        assert_eq!(ErrorData::from(&error).message, expected);
    }
    let error = ClusterApiError::new(ClusterApiErrorKind::Conflict, "nodes", "too late");
    let error = block_on(JsonClusterApi(raises(ErrorData::from(&error))).nodes()).expect_err("it raises");
    assert_eq!(ErrorData::from(&error).message, "nodes failed: too late: boom");
    let key = Key::new("a").expect("a key");
    let error = StateError::Failed { operation: "reading", key: key.clone(), retryable: true, source: Arc::new(error) };
    let error = block_on(JsonStore(raises(ErrorData::from(&error))).get(&key)).expect_err("it raises");
    assert_eq!(ErrorData::from(&error).message.matches("boom").count(), 1, "{error:?}");
    assert!(matches!(error, StateError::Failed { retryable: true, .. }), "{error:?}");
}

#[test]
fn an_answer_that_cannot_be_read_is_an_error() {
    #[derive(Debug)]
    struct Wrong;
    #[async_trait]
    impl JsonPort for Wrong {
        async fn call(&self, _: Call) -> Result<Answer, PortError> {
            Ok(Answer { value: "[1]".to_owned(), content: None })
        }
    }
    let error: CloudError = block_on(JsonCloud(Wrong).observe(&Scope::default())).expect_err("it is no snapshot");
    assert_eq!(error.kind, ErrorKind::Invalid);
    assert!(block_on(JsonStore(Wrong).list(&Key::default())).is_err());
    assert!(block_on(JsonStore(Wrong).get(&Key::default())).is_err());
}

#[test]
fn a_replay_knows_only_what_was_recorded() {
    let recorder = Recorder::new(Account::new("us-east-2"));
    let scope = Scope { cluster: "demo".into(), ..Scope::default() };
    let answer = block_on(recorder.observe(&scope)).expect("answers");
    let replay = JsonCloud(Replay::from_json(&recorder.to_json()).expect("a recording"));
    for _ in 0..2 {
        assert_eq!(block_on(replay.observe(&scope)).expect("answers"), answer);
    }
    let error = block_on(replay.observe(&Scope::default())).expect_err("was not recorded");
    assert_eq!(error.to_string(), "observe failed: the recording has no such call");
    assert!(Replay::from_json("{}").is_err());
}

#[test]
fn nothing_of_what_is_passed_and_recorded_is_shown() {
    let content = Some(Bytes::from_static(b"hunter2"));
    let call = Call { method: "put".to_owned(), arguments: "[\"hunter2\"]".to_owned(), content: content.clone() };
    let answer = Answer { value: "\"hunter2\"".to_owned(), content };
    let recorder = Recorder::new(Account::new("us-east-2"));
    block_on(recorder.observe(&Scope { cluster: "hunter2".into(), ..Scope::default() })).expect("answers");
    let replay = Replay::from_json(&recorder.to_json()).expect("a recording");
    let shown = format!("{call:?} {answer:?} {recorder:?} {replay:?}");
    assert!(!shown.contains("hunter2"), "{shown}");
    assert_eq!(shown.matches("calls: 1").count(), 2, "{shown}");
}

#[test]
fn a_rolling_update_works_over_a_cloud_and_a_cluster_of_another_language() {
    const SPEC: &str = include_str!("../../../../examples/fairwinds/cluster_spec.yml");
    let account = Account::from_json(include_str!("../../../../examples/fairwinds/account.json")).expect("an account");
    let spec = Spec::from_yaml("cluster_spec.yml", SPEC).expect("a spec");
    let cloud = JsonCloud(Wrapped(account.clone()));
    let engine = Engine::builder(cloud).clock(SimulatedClock::default()).build();
    let cluster = SimulatedCluster::new(account.clone(), spec.cluster.name());
    let api = JsonClusterApi(WrappedCluster(cluster));
    block_on(async {
        engine.apply(&engine.plan(&spec).await?).await?;
        let options = RollingUpdateOptions { force: true, ..RollingUpdateOptions::default() };
        let report = engine.rolling_update(&spec, Some(&api)).options(options).await?;
        assert!(report.is_complete(), "{report:?}");
        assert!(engine.validate_cluster(&spec, &api).await?.is_valid());
        Ok::<(), crate::engine::Error>(())
    })
    .expect("works");
    let error = block_on(api.change_node("nowhere", &NodeChange::Cordon)).expect_err("there is no such node");
    assert_eq!((error.kind, error.status), (ClusterApiErrorKind::NotFound, Some(404)));
    assert_eq!(error.to_string(), "patch node failed: there is no node `nowhere`");
}

#[test]
fn a_cloud_without_the_optional_methods_has_no_buckets_and_no_instances() {
    let cloud = JsonCloud(Raises(PortError::NoMethod));
    let error = block_on(cloud.open_bucket("backups")).expect_err("has none");
    assert!(matches!(error, StateError::NoStore { store } if store == "s3://backups"));
    let error = block_on(cloud.instances("demo")).expect_err("has none");
    assert_eq!(
        (error.kind, error.to_string()),
        (ErrorKind::Invalid, "instances failed: the cloud has no such method".into())
    );
}

#[test]
fn a_simulated_cluster_is_made_and_changed_by_json() {
    let account = || Arc::new(Account::new("us-east-2"));
    let options = r#"{"workloads": [{"name": "web", "replicas": 2, "minAvailable": 1}], "addresses": ["10.0.0.1"]}"#;
    let cluster = simulated_cluster(account(), "demo", options).expect("options");
    assert_eq!(
        block_on(cluster.addresses()).expect("answers"),
        ["10.0.0.1".parse::<std::net::IpAddr>().expect("is one")]
    );
    change_simulated_cluster(&cluster, r#"{"do": "set-ready", "node": "a", "ready": false}"#).expect("a change");
    assert!(change_simulated_cluster(&cluster, r#"{"do": "explode"}"#).is_err());
    assert!(simulated_cluster(account(), "demo", r#"{"workload": []}"#).is_err());
}

#[test]
fn wrong_arguments_of_a_port_are_named_and_not_shown() {
    let (cloud, store) = (Account::new("us-east-2"), MemoryStore::default());
    let cluster = SimulatedCluster::new(cloud.clone(), "demo");
    let put = |arguments: &str| Call { method: "put".into(), arguments: arguments.into(), content: None };
    let of_cloud = |method, arguments| block_on(call_cloud(&cloud, method, arguments)).expect_err("is wrong");
    let of_cluster = |method, arguments| block_on(call_cluster(&cluster, method, arguments)).expect_err("is wrong");
    for (argument, error) in [
        ("query", of_cloud("facts", r#"["c4n4ry"]"#)),
        ("kind", of_cloud("probe", r#"["c4n4ry", "c4n4ry"]"#)),
        ("id", of_cloud("probe", r#"["vpc"]"#)),
        ("change", of_cluster("change_node", r#"["a", {"do": "c4n4ry"}]"#)),
        ("mode", block_on(call_store(&store, put(r#"["c4n4ry", {"when": "c4n4ry"}]"#))).expect_err("is wrong")),
        ("pod", change_simulated_cluster(&cluster, r#"{"do": "place", "pod": "c4n4ry"}"#).expect_err("is wrong")),
        (
            "workloads",
            simulated_cluster(Arc::new(cloud.clone()), "a", r#"{"workloads": "c4n4ry"}"#).expect_err("is wrong"),
        ),
    ] {
        assert!(matches!(&error, CallError::Type { argument: found, .. } if found == argument), "{error}");
        assert!(!error.to_string().contains("c4n4ry"), "{error}");
    }
}
