//! One writer of a cluster at a time: a lock that ends with its holder, and a holder that stops once it has lost it.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use futures::channel::oneshot;
use futures::executor::{LocalPool, block_on};
use futures::future::join;
use futures::task::LocalSpawnExt as _;
use kops_core::apply::{Clock, Lease, LockOptions, SimulatedClock, SimulatedEntropy};
use kops_core::engine::IfNotRolledOut;
use kops_core::sim::Account;
use kops_core::spec::Objects;
use kops_core::state::{
    Clusters, Delete, FileStore, Key, Lock, MemoryStore, Put, StateError, StateStore, Version, Versioned,
};
use kops_core::{Cancel, Engine, Error, Event};
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng as _, SeedableRng as _};

const CLUSTER: &str = "demo.kube.example.com";
const SPEC: &str = include_str!("../../../examples/fairwinds/cluster_spec.yml");
const ACCOUNT: &str = include_str!("../../../examples/fairwinds/account.json");

fn options(holder: &str, timeout: u64) -> LockOptions {
    LockOptions { holder: holder.to_owned(), timeout: Duration::from_secs(timeout), ..LockOptions::default() }
}

fn key(path: &str) -> Key {
    Key::new(path).expect("a key")
}

/// Two engines on one account, one state store and one time, as two processes have them.
struct Two {
    clock: Arc<SimulatedClock>,
    store: Arc<dyn StateStore>,
    account: Account,
}

impl Two {
    fn new(store: impl StateStore + 'static) -> Self {
        let account = Account::from_json(ACCOUNT).expect("an account");
        let two = Self { clock: Arc::default(), store: Arc::new(store), account };
        let objects = Objects::from_yaml("cluster_spec.yml", SPEC).expect("a spec");
        block_on(two.engine("setup", 0).create(&objects)).expect("is new");
        two
    }

    fn engine(&self, holder: &str, timeout: u64) -> Engine {
        let engine =
            Engine::builder(self.account.clone()).store(Arc::clone(&self.store)).clock(Arc::clone(&self.clock));
        engine.entropy(SimulatedEntropy).lock(options(holder, timeout)).build()
    }

    async fn lease(&self, holder: &str, timeout: u64) -> Result<Lease, StateError> {
        let (store, clock) = (Arc::clone(&self.store), Arc::clone(&self.clock));
        Lease::acquire(store, clock, [CLUSTER.to_owned()], &options(holder, timeout)).await
    }

    fn lock(&self) -> Option<Lock> {
        block_on(self.engine("reader", 0).lock(CLUSTER)).expect("reads")
    }
}

#[test]
fn a_second_writer_is_refused_with_who_writes_and_until_when() {
    let two = Two::new(MemoryStore::default());
    let lease = block_on(two.lease("jane", 0)).expect("is free");
    let spec = block_on(two.engine("joe", 0).load(CLUSTER)).expect("reading needs no lock");
    let plan = block_on(two.engine("joe", 0).plan(&spec)).expect("planning needs no lock");
    let error = block_on(two.engine("joe", 0).apply(&plan).into_future()).expect_err("is locked");
    let Error::State(StateError::Locked { cluster, lock }) = error else { panic!("{error:?}") };
    assert_eq!((cluster.as_str(), lock.holder.as_str(), lock.until - lock.since), (CLUSTER, "jane", 120));
    assert_eq!(lock.to_string(), "jane since 2026-01-01T00:00:00Z, until 2026-01-01T00:02:00Z unless renewed");
    block_on(lease.release());
    assert_eq!(two.lock(), None);
    block_on(two.engine("joe", 0).apply(&plan).into_future()).expect("is free");
    assert_eq!(two.lock(), None, "the lock is given up after the run");
}

#[test]
fn every_write_takes_the_lock() {
    let two = Two::new(MemoryStore::default());
    let _lease = block_on(two.lease("jane", 0)).expect("is free");
    let engine = two.engine("joe", 0);
    let objects = Objects::from_yaml("cluster_spec.yml", SPEC).expect("a spec");
    let results = [
        ("create", block_on(engine.create(&objects)).map(drop)),
        ("replace", block_on(engine.replace(&objects, kops_core::state::IfMissing::Fail)).map(drop)),
        ("edit", block_on(engine.edit(CLUSTER, None, &["spec.kubernetesVersion=1.31.0".to_owned()], &[])).map(drop)),
        ("forget", block_on(engine.forget(CLUSTER)).map(drop)),
        ("forget a group", block_on(engine.forget_instance_group(CLUSTER, "nodes")).map(drop)),
        ("distrust", block_on(engine.distrust_keypairs(CLUSTER, "kubernetes-ca", &[], IfNotRolledOut::Fail)).map(drop)),
        ("delete a secret", block_on(engine.delete_secret(CLUSTER, "dockerconfig")).map(drop)),
    ];
    for (what, result) in results {
        assert!(matches!(result, Err(Error::State(StateError::Locked { .. }))), "{what}: {result:?}");
    }
}

#[test]
fn a_writer_that_waits_goes_on_when_the_lock_is_given_up_and_says_whom_it_waits_for() {
    let two = Two::new(MemoryStore::default());
    let engine = two.engine("joe", 600);
    let spec = block_on(engine.load(CLUSTER)).expect("is stored");
    let plan = block_on(engine.plan(&spec)).expect("plans");
    let waited_for = Mutex::new(Vec::new());
    let watch = |event| {
        if let Event::WaitingForLock { lock } = event {
            waited_for.lock().expect("no panic").push(lock.holder);
        }
    };
    let lease = block_on(two.lease("jane", 0)).expect("is free");
    let jane = async {
        two.clock.sleep(Duration::from_secs(50)).await;
        lease.release().await;
    };
    let (_, report) = block_on(join(jane, engine.apply(&plan).events(watch).into_future()));
    report.expect("waits, and applies");
    assert_eq!(*waited_for.lock().expect("no panic"), ["jane"]);
}

#[test]
fn a_wait_for_the_lock_can_be_cancelled() {
    let two = Two::new(MemoryStore::default());
    let engine = two.engine("joe", 600);
    let spec = block_on(engine.load(CLUSTER)).expect("is stored");
    let plan = block_on(engine.plan(&spec)).expect("plans");
    let _lease = block_on(two.lease("jane", 0)).expect("is free");
    let cancel = Cancel::default();
    let watch = |event| {
        if let Event::WaitingForLock { .. } = event {
            cancel.cancel();
        }
    };
    let error = block_on(engine.apply(&plan).events(watch).cancel(&cancel).into_future()).expect_err("is cancelled");
    assert!(matches!(error, Error::State(StateError::Locked { .. })), "{error:?}");
    assert!(two.clock.now() < Duration::from_secs(60));
}

#[test]
fn the_lease_of_a_dead_writer_ends_by_itself() {
    let two = Two::new(MemoryStore::default());
    std::mem::forget(block_on(two.lease("jane", 0)).expect("is free"));
    assert!(matches!(block_on(two.lease("joe", 100)), Err(StateError::Locked { .. })), "it lasts two minutes");
    let lease = block_on(two.lease("joe", 60)).expect("ended meanwhile");
    assert_eq!(two.lock().expect("is locked").holder, "joe");
    assert!(two.clock.now() >= Duration::from_secs(130), "clocks may be ten seconds apart");
    block_on(lease.release());
}

#[test]
fn a_lock_that_cannot_be_read_is_held_until_it_is_removed() {
    let two = Two::new(MemoryStore::default());
    block_on(two.store.put(&key(&format!("{CLUSTER}/lock")), "{".into(), Put::Create)).expect("writes");
    let error = block_on(two.lease("joe", 1000)).expect_err("is locked");
    assert_eq!(
        error.to_string(),
        "cluster `demo.kube.example.com` is locked by an unknown holder, whose lock cannot be read"
    );
    block_on(two.engine("joe", 0).unlock(CLUSTER)).expect("removes it").expect("was there");
    block_on(two.lease("joe", 0)).expect("is free");
}

#[test]
fn nothing_is_written_once_the_lock_is_given_up() {
    let two = Two::new(MemoryStore::default());
    let lease = block_on(two.lease("jane", 0)).expect("is free");
    block_on(lease.release());
    let error = block_on(lease.put(&key("demo/config"), "jane".into(), Put::Any)).expect_err("another may hold it");
    assert!(matches!(error, StateError::LockLost { lock: None, .. }), "{error:?}");
    assert_eq!(block_on(two.store.get(&key("demo/config"))).expect("reads"), None);
}

/// A store in which another writer writes just before the first deletion.
#[derive(Debug, Default)]
struct Overtaken {
    store: MemoryStore,
    written: Mutex<Option<Bytes>>,
}

#[async_trait]
impl StateStore for Overtaken {
    async fn get(&self, key: &Key) -> Result<Option<Versioned>, StateError> {
        self.store.get(key).await
    }

    async fn put(&self, key: &Key, value: Bytes, mode: Put) -> Result<Version, StateError> {
        self.store.put(key, value, mode).await
    }

    async fn delete(&self, key: &Key, mode: Delete) -> Result<(), StateError> {
        let written = self.written.lock().expect("no panic").take();
        if let Some(value) = written {
            self.store.put(key, value, Put::Any).await?;
        }
        self.store.delete(key, mode).await
    }

    async fn list(&self, prefix: &Key) -> Result<Vec<Key>, StateError> {
        self.store.list(prefix).await
    }
}

#[test]
fn a_lock_is_taken_away_though_it_is_renewed_and_that_of_the_next_writer_is_not() {
    let lock = |id: &str, until: u64| format!(r#"{{"holder": "jane", "id": "{id}", "since": 1, "until": {until}}}"#);
    for (next, left) in [(lock("a", 200), None), (lock("b", 200), Some("b"))] {
        let store = Overtaken { written: Mutex::new(Some(next.into())), ..Overtaken::default() };
        block_on(store.put(&key("demo/lock"), lock("a", 100).into(), Put::Create)).expect("writes");
        let taken = block_on(Clusters::new(&store).unlock("demo")).expect("unlocks").expect("was locked");
        assert_eq!((taken.id.as_str(), taken.until), ("a", 100));
        let found = block_on(Clusters::new(&store).lock("demo")).expect("reads");
        assert_eq!(found.map(|lock| lock.id).as_deref(), left);
    }
}

#[test]
fn a_cluster_that_is_forgotten_leaves_no_lock_behind() {
    let two = Two::new(MemoryStore::default());
    block_on(two.engine("joe", 0).forget(CLUSTER)).expect("forgets");
    assert_eq!(block_on(two.store.list(&Key::default())).expect("lists"), []);
}

/// A store in which a writer that takes no lock changes an object right after it was read.
#[derive(Debug, Default)]
struct Unlocked {
    store: MemoryStore,
    change: Mutex<Option<(Key, Bytes)>>,
}

#[async_trait]
impl StateStore for Unlocked {
    async fn get(&self, key: &Key) -> Result<Option<Versioned>, StateError> {
        let found = self.store.get(key).await;
        let change = self.change.lock().expect("no panic").take_if(|(changed, _)| *changed == *key);
        if let Some((key, value)) = change {
            self.store.put(&key, value, Put::Any).await?;
        }
        found
    }

    async fn put(&self, key: &Key, value: Bytes, mode: Put) -> Result<Version, StateError> {
        self.store.put(key, value, mode).await
    }

    async fn delete(&self, key: &Key, mode: Delete) -> Result<(), StateError> {
        self.store.delete(key, mode).await
    }

    async fn list(&self, prefix: &Key) -> Result<Vec<Key>, StateError> {
        self.store.list(prefix).await
    }
}

#[test]
fn an_edit_undoes_nothing_that_a_writer_without_a_lock_wrote_meanwhile() {
    for (group, path, set) in
        [(None, "config", "spec.kubernetesVersion=1.31.0"), (Some("nodes"), "instancegroup/nodes", "spec.maxSize=4")]
    {
        let store = Arc::new(Unlocked::default());
        let two = Two::new(Arc::clone(&store));
        let key = key(&format!("{CLUSTER}/{path}"));
        let content = || block_on(store.get(&key)).expect("reads").expect("is stored").value;
        let theirs = Bytes::from(format!("{}# changed\n", String::from_utf8_lossy(&content())));
        *store.change.lock().expect("no panic") = Some((key.clone(), theirs.clone()));
        let edit = || block_on(two.engine("jane", 0).edit(CLUSTER, group, &[set.to_owned()], &[]));
        let edited = edit();
        assert!(matches!(edited, Err(Error::State(StateError::Conflict { .. }))), "{path}: {edited:?}");
        assert_eq!(content(), theirs, "{path}");
        edit().unwrap_or_else(|error| panic!("{path}: {error:?}"));
        assert_ne!(content(), theirs, "{path}");
    }
}

#[test]
fn two_writers_of_the_same_clusters_do_not_wait_for_each_other() {
    let two = Two::new(MemoryStore::default());
    let acquire = |names: [&str; 2]| {
        let names = names.map(str::to_owned);
        let (store, clock) = (Arc::clone(&two.store), Arc::clone(&two.clock));
        async move {
            let lease =
                Lease::acquire(store, clock.clone(), names, &options("either", 100)).await.expect("its turn comes");
            clock.sleep(Duration::from_secs(10)).await;
            lease.release().await;
        }
    };
    block_on(join(acquire(["a", "b"]), acquire(["b", "a"])));
}

/// A cloud that stops at one of its calls until it is resumed.
#[derive(Debug)]
struct Paused {
    account: Account,
    calls: Mutex<u32>,
    at: u32,
    pause: Mutex<Option<(oneshot::Sender<()>, oneshot::Receiver<()>)>>,
}

mod paused {
    use kops_core::cloud::{BoundStep, Cloud, CloudError, Outcome, Readiness, Scope, Snapshot};
    use kops_core::facts::{Facts, FactsQuery};
    use kops_core::resource::{CloudId, Kind};

    use super::*;

    #[async_trait]
    impl Cloud for Paused {
        async fn facts(&self, query: &FactsQuery) -> Result<Facts, CloudError> {
            self.account.facts(query).await
        }

        async fn observe(&self, scope: &Scope) -> Result<Snapshot, CloudError> {
            self.account.observe(scope).await
        }

        async fn execute(&self, step: &BoundStep) -> Result<Outcome, CloudError> {
            let outcome = self.account.execute(step).await;
            let call = {
                let mut calls = self.calls.lock().expect("no panic");
                *calls += 1;
                *calls
            };
            if call == self.at {
                let pause = self.pause.lock().expect("no panic").take();
                let (reached, go_on) = pause.expect("pauses once");
                reached.send(()).expect("is awaited");
                go_on.await.expect("goes on");
            }
            outcome
        }

        async fn probe(&self, kind: Kind, id: &CloudId) -> Result<Readiness, CloudError> {
            self.account.probe(kind, id).await
        }
    }
}

#[test]
fn a_holder_that_was_paused_for_too_long_writes_nothing_more() {
    let folder = tempfile::tempdir().expect("a folder");
    let two = Two::new(FileStore::new(folder.path()));
    let (reached, is_reached) = oneshot::channel();
    let (resume, go_on) = oneshot::channel();
    let cloud =
        Paused { account: two.account.clone(), calls: Mutex::new(0), at: 7, pause: Mutex::new(Some((reached, go_on))) };
    let cloud = Arc::new(cloud);
    // A process of its own has a value of its own for the same folder.
    let builder =
        Engine::builder(Arc::clone(&cloud)).store(FileStore::new(folder.path())).clock(Arc::clone(&two.clock));
    let jane = builder.entropy(SimulatedEntropy).lock(options("jane", 0)).build();
    let spec = block_on(jane.load(CLUSTER)).expect("is stored");
    let plan = block_on(jane.plan(&spec)).expect("plans");

    let joe = async {
        is_reached.await.expect("jane pauses");
        let joe = two.engine("joe", 600);
        let plan = joe.plan(&spec).await.expect("plans");
        joe.apply(&plan).await.expect("takes the lock over, and does the rest");
        let before = (two.account.to_json(), *cloud.calls.lock().expect("no panic"));
        resume.send(()).expect("jane waits");
        before
    };
    let sequential = kops_core::apply::Options { parallel: 1, ..Default::default() };
    let jane = jane.apply(&plan).options(sequential).into_future();
    let (result, (account, calls)) = block_on(join(jane, joe));

    let Err(Error::Incomplete(incomplete)) = result else { panic!("{result:?}") };
    let (_, error) = incomplete.0.failed.first().expect("the lock was lost");
    let source = std::error::Error::source(error).expect("has a source").to_string();
    assert_eq!(source, "the lock of cluster `demo.kube.example.com` was lost, so nothing more is written");
    assert!(incomplete.0.failed.len() == 1 && !incomplete.0.not_started.is_empty());
    assert_eq!(two.account.to_json(), account, "jane changed nothing after joe");
    assert_eq!(*cloud.calls.lock().expect("no panic"), calls, "jane made no call after joe");
    assert_eq!(two.lock(), None);
}

#[test]
fn a_holder_whose_lock_was_removed_writes_nothing_more() {
    let two = Two::new(MemoryStore::default());
    let (reached, is_reached) = oneshot::channel();
    let (resume, go_on) = oneshot::channel();
    let cloud =
        Paused { account: two.account.clone(), calls: Mutex::new(0), at: 7, pause: Mutex::new(Some((reached, go_on))) };
    let cloud = Arc::new(cloud);
    let builder = Engine::builder(Arc::clone(&cloud)).store(Arc::clone(&two.store)).clock(Arc::clone(&two.clock));
    let jane = builder.entropy(SimulatedEntropy).lock(options("jane", 0)).build();
    let spec = block_on(jane.load(CLUSTER)).expect("is stored");
    let plan = block_on(jane.plan(&spec)).expect("plans");

    let joe = async {
        is_reached.await.expect("jane pauses");
        let joe = two.engine("joe", 0);
        joe.unlock(CLUSTER).await.expect("removes it").expect("was there");
        joe.edit(CLUSTER, None, &["spec.kubernetesVersion=1.31.0".to_owned()], &[]).await.expect("is free");
        two.clock.sleep(Duration::from_secs(2)).await;
        resume.send(()).expect("jane waits");
    };
    let sequential = kops_core::apply::Options { parallel: 1, ..Default::default() };
    let (result, ()) = block_on(join(jane.apply(&plan).options(sequential).into_future(), joe));

    let Err(Error::Incomplete(incomplete)) = result else { panic!("{result:?}") };
    let (_, error) = incomplete.0.failed.first().expect("the lock was lost");
    let source = std::error::Error::source(error).expect("has a source").to_string();
    assert_eq!(source, "the lock of cluster `demo.kube.example.com` was lost, so nothing more is written");
    assert_eq!(*cloud.calls.lock().expect("no panic"), 7, "jane made no call after her lock was removed");
}

/// A store that does what it is asked for, and loses some of its answers.
#[derive(Debug, Default)]
struct Lossy {
    store: MemoryStore,
    clock: Arc<SimulatedClock>,
    /// For each of the next answers after how many seconds it is given up; none where it arrives.
    lost: Mutex<VecDeque<Option<u64>>>,
    /// How many of the next writes are refused.
    refused: Mutex<u32>,
}

impl Lossy {
    async fn answer<T>(&self, key: &Key, answer: Result<T, StateError>) -> Result<T, StateError> {
        let lost = self.lost.lock().expect("no panic").pop_front().flatten();
        let Some(seconds) = lost else { return answer };
        self.clock.sleep(Duration::from_secs(seconds)).await;
        Err(failed(key))
    }
}

fn failed(key: &Key) -> StateError {
    let source = Arc::new(std::io::Error::other("the connection broke"));
    StateError::Failed { operation: "using", key: key.clone(), retryable: true, source }
}

#[async_trait]
impl StateStore for Lossy {
    async fn get(&self, key: &Key) -> Result<Option<Versioned>, StateError> {
        self.answer(key, self.store.get(key).await).await
    }

    async fn put(&self, key: &Key, value: Bytes, mode: Put) -> Result<Version, StateError> {
        let is_refused = {
            let mut refused = self.refused.lock().expect("no panic");
            let before = *refused;
            *refused = before.saturating_sub(1);
            before > 0
        };
        if is_refused {
            return Err(failed(key));
        }
        self.answer(key, self.store.put(key, value, mode).await).await
    }

    async fn delete(&self, key: &Key, mode: Delete) -> Result<(), StateError> {
        self.store.delete(key, mode).await
    }

    async fn list(&self, prefix: &Key) -> Result<Vec<Key>, StateError> {
        self.store.list(prefix).await
    }
}

#[test]
fn a_lock_is_held_also_where_the_answers_to_its_writes_were_lost() {
    type Answers<'a> = &'a [Option<u64>];
    let cases: [(Answers<'_>, Answers<'_>); 4] = [
        (&[None, Some(0)], &[]),          // What took the lock had no answer.
        (&[None, Some(0), Some(0)], &[]), // Nor had the look whether that took effect.
        (&[], &[Some(0)]),                // What renewed it had none.
        (&[], &[Some(0), Some(0)]), // Nor had what renewed it again, so that its version is not known when it is given up.
    ];
    for (taking, renewing) in cases {
        let store = Arc::new(Lossy::default());
        let clock = Arc::clone(&store.clock);
        let lose = |answers: &[Option<u64>]| *store.lost.lock().expect("no panic") = answers.iter().copied().collect();
        let lock = || block_on(Clusters::new(&store.store).lock("demo")).expect("reads");
        let jane = options("jane", 0);
        lose(taking);
        let lease = Lease::acquire(store.clone(), clock.clone(), ["demo".to_owned()], &jane);
        let lease = block_on(lease).expect("is free");
        block_on(clock.sleep(Duration::from_secs(40)));
        lose(renewing);
        block_on(lease.keep()).expect("there is time to renew it again");
        block_on(clock.sleep(Duration::from_secs(5)));
        block_on(lease.put(&key("demo/config"), "jane".into(), Put::Any)).expect("she holds it");
        let left = lock().expect("is locked").until - clock.unix_time();
        assert!(left >= 115, "it was renewed, and lasts for {left} s");
        block_on(lease.release());
        assert_eq!(lock(), None);
    }
}

#[test]
fn a_lock_is_taken_though_the_store_refuses_to_write_for_a_moment() {
    for (refused, is_taken) in [(2, true), (3, false)] {
        let store = Arc::new(Lossy { refused: Mutex::new(refused), ..Lossy::default() });
        let jane = options("jane", 0);
        let lease = Lease::acquire(store.clone(), store.clock.clone(), ["demo".to_owned()], &jane);
        assert_eq!(block_on(lease).is_ok(), is_taken, "{refused}");
        assert_eq!(store.clock.now(), Duration::from_secs(4));
    }
}

#[test]
fn a_holder_who_was_not_told_for_too_long_whether_she_holds_the_lock_writes_nothing() {
    let store = Arc::new(Lossy::default());
    let clock = Arc::clone(&store.clock);
    let jane = options("jane", 0);
    let lease = Lease::acquire(store.clone(), clock.clone(), ["demo".to_owned()], &jane);
    let lease = block_on(lease).expect("is free");
    block_on(clock.sleep(Duration::from_secs(5)));
    store.lost.lock().expect("no panic").push_back(Some(100));
    let error = block_on(lease.put(&key("demo/config"), "jane".into(), Put::Any)).expect_err("it may have ended");
    assert!(matches!(error, StateError::Failed { .. }), "{error:?}");
    assert_eq!(block_on(store.store.get(&key("demo/config"))).expect("reads"), None);
    block_on(lease.put(&key("demo/config"), "jane".into(), Put::Any))
        .expect("is renewed, as no other writer took it over");
}

/// A store whose writes take a while to arrive, and that knows who holds the lock when they do.
#[derive(Debug)]
struct Slow {
    store: MemoryStore,
    clock: Arc<SimulatedClock>,
    rng: Mutex<ChaCha20Rng>,
    /// What was written by whom while another writer held the lock.
    wrong: Mutex<Vec<String>>,
}

impl Slow {
    async fn delay(&self, longest: u64) {
        let seconds = u64::from(self.rng.lock().expect("no panic").next_u32()) % (longest + 1);
        self.clock.sleep(Duration::from_secs(seconds)).await;
    }
}

#[async_trait]
impl StateStore for Slow {
    async fn get(&self, key: &Key) -> Result<Option<Versioned>, StateError> {
        self.delay(3).await;
        self.store.get(key).await
    }

    async fn put(&self, key: &Key, value: Bytes, mode: Put) -> Result<Version, StateError> {
        self.delay(20).await;
        if key.as_str() == "demo/config" {
            let holder = Clusters::new(&self.store).lock("demo").await?.map(|lock| lock.holder);
            if holder.as_deref().map(str::as_bytes) != Some(value.as_ref()) {
                self.wrong.lock().expect("no panic").push(format!("{value:?} wrote, {holder:?} holds"));
            }
        }
        self.store.put(key, value, mode).await
    }

    async fn delete(&self, key: &Key, mode: Delete) -> Result<(), StateError> {
        self.delay(20).await;
        self.store.delete(key, mode).await
    }

    async fn list(&self, prefix: &Key) -> Result<Vec<Key>, StateError> {
        self.store.list(prefix).await
    }
}

#[test]
fn in_a_thousand_interleavings_only_the_holder_of_the_lock_writes() {
    let mut ends: BTreeMap<&str, u32> = BTreeMap::new();
    for seed in 0..1000 {
        for end in interleaving(seed) {
            *ends.entry(end).or_default() += 1;
        }
    }
    // Otherwise the test would prove nothing.
    for end in ["done", "died", "lost", "locked"] {
        assert!(ends.get(end).is_some_and(|count| *count > 100), "{ends:?}");
    }
}

/// Lets three writers work at once, each of which is paused, dies, or is kept waiting as chance has it. Returns how each ended.
fn interleaving(seed: u64) -> Vec<&'static str> {
    let clock = Arc::new(SimulatedClock::default());
    let store = Arc::new(Slow {
        store: MemoryStore::default(),
        clock: Arc::clone(&clock),
        rng: Mutex::new(ChaCha20Rng::seed_from_u64(seed)),
        wrong: Mutex::default(),
    });
    let ends = Rc::new(RefCell::new(Vec::new()));
    let mut pool = LocalPool::new();
    for writer in ["jane", "joe", "jim"] {
        let (store, clock, ends) = (Arc::clone(&store), Arc::clone(&clock), Rc::clone(&ends));
        let task = async move {
            let random = |below: u32| store.rng.lock().expect("no panic").next_u32() % below;
            clock.sleep(Duration::from_secs(random(100).into())).await;
            let options = options(writer, random(600).into());
            let Ok(lease) = Lease::acquire(store.clone(), clock.clone(), ["demo".to_owned()], &options).await else {
                ends.borrow_mut().push("locked");
                return;
            };
            for _ in 0..random(12) {
                let pause = if random(6) == 0 { 400 } else { 20 };
                clock.sleep(Duration::from_secs(random(pause).into())).await;
                match lease.put(&key("demo/config"), writer.into(), Put::Any).await {
                    Ok(_) => {}
                    Err(StateError::LockLost { .. }) => {
                        ends.borrow_mut().push("lost");
                        return;
                    }
                    Err(error) => panic!("{error}"),
                }
            }
            if random(4) == 0 {
                ends.borrow_mut().push("died");
                return;
            }
            lease.release().await;
            ends.borrow_mut().push("done");
        };
        pool.spawner().spawn_local(task).expect("runs");
    }
    pool.run();
    let wrong = store.wrong.lock().expect("no panic");
    assert!(wrong.is_empty(), "seed {seed}: {wrong:?}");
    ends.take()
}
