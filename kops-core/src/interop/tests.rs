//! A cloud and a state store keep their promises behind the border to another language.

use futures::executor::block_on;

use super::*;
use crate::cloud::memory::Account;
use crate::cloud::{Cloud, CloudError, ErrorKind, Fault, FaultInjecting, Scope};
use crate::errors::ErrorData;
use crate::state::{Key, MemoryStore, StateError, StateStore};
use crate::testkit::{Subject, cloud_suite, store_suite};

/// What another language has round a cloud.
#[derive(Debug)]
struct Wrapped<C>(C);

#[async_trait]
impl<C: Cloud> JsonPort for Wrapped<C> {
    async fn call(&self, call: Call) -> Result<Answer, PortError> {
        let answer = call_cloud(&self.0, &call.method, &call.arguments).await;
        let value = answer.map_err(|error| ErrorData::from(&error))?;
        Ok(Answer { value, content: None })
    }
}

#[derive(Debug)]
struct WrappedStore(MemoryStore);

#[async_trait]
impl JsonPort for WrappedStore {
    async fn call(&self, call: Call) -> Result<Answer, PortError> {
        Ok(call_store(&self.0, call).await.map_err(|error| ErrorData::from(&error))?)
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
    assert_eq!((error.kind, error.operation.as_str()), (ErrorKind::Internal, "observe"));
    assert!(error.source.is_some_and(|source| source.is::<std::io::Error>()));
    let key = Key::new("a").expect("a key");
    let error = block_on(JsonStore(Raises(other())).get(&key)).expect_err("it raises");
    assert!(matches!(error, StateError::Failed { retryable: false, .. }), "{error:?}");
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
