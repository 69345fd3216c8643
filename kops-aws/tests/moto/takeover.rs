//! Two processes that write one cluster: the first is stopped in the middle of an apply, its lease ends, and the second takes over.
//!
//! The processes are this program again, each with one test alone ([`a_writer`]). Their time is a file that the test writes.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use kops_aws::{Aws, S3Store};
use kops_core::apply::{Clock, LockOptions, Options};
use kops_core::spec::Objects;
use kops_core::state::{FileStore, Key, StateStore};
use kops_core::testkit::clusters::{Shape, cluster_of};
use kops_core::{Engine, Error, Event};

use crate::clusters::file_hashes;
use crate::server::{Moto, REGION, config_at};
use crate::store::bucket;
use crate::wire::{Fate, Wire};

const CLUSTER: &str = "demo.example.com";
const BUCKET: &str = "kops-state-store";
/// What a process says where it waits for a line of its input.
const IN_THE_MIDDLE: &str = "in the middle";
/// How many steps it has done then.
const STEPS: usize = 7;

/// A time that all processes share: the seconds since 1970, in a file.
#[derive(Debug)]
struct SharedClock(PathBuf);

impl SharedClock {
    fn advance_to(&self, seconds: u64) {
        fs::write(&self.0, seconds.to_string()).expect("writes");
    }
}

#[async_trait]
impl Clock for SharedClock {
    fn now(&self) -> Duration {
        Duration::from_secs(self.unix_time())
    }

    fn unix_time(&self) -> u64 {
        fs::read_to_string(&self.0).expect("reads").parse().expect("seconds")
    }

    async fn sleep(&self, _: Duration) {
        tokio::task::yield_now().await;
    }
}

/// Opens a state store: a bucket, or a folder.
async fn open(endpoint: &str, url: &str) -> Arc<dyn StateStore> {
    if url.starts_with("s3://") {
        Arc::new(S3Store::open(&config_at(endpoint), url).await.expect("the store opens"))
    } else {
        Arc::new(FileStore::new(url))
    }
}

/// One of the processes; nothing where the environment names none.
#[tokio::test]
async fn a_writer() {
    let variable = |name: &str| std::env::var(format!("KOPS_TEST_{name}"));
    let Ok(holder) = variable("HOLDER") else { return };
    let [endpoint, store, clock] = ["ENDPOINT", "STORE", "CLOCK"].map(|name| variable(name).expect("is set"));
    let engine = Engine::builder(Aws::new(&config_at(&endpoint))).store(open(&endpoint, &store).await);
    let lock = LockOptions { holder, ..LockOptions::default() };
    let engine = engine.clock(SharedClock(clock.into())).file_hashes(file_hashes()).lock(lock).build();
    let spec = engine.load(CLUSTER).await.expect("is stored");
    let plan = engine.plan(&spec).await.expect("plans");
    let (done, stops) = (AtomicUsize::new(0), variable("STOPS").is_ok());
    let watch = |event| {
        if matches!(event, Event::Finished { .. }) && done.fetch_add(1, Ordering::SeqCst) + 1 == STEPS && stops {
            eprintln!("{IN_THE_MIDDLE}");
            std::io::stdin().read_line(&mut String::new()).expect("listens");
        }
    };
    let options = Options { parallel: 1, ..Options::default() };
    match engine.apply(&plan).options(options).events(watch).await {
        Ok(_) => eprintln!("applied the whole plan"),
        Err(Error::Incomplete(incomplete)) => {
            let failed = incomplete.0.failed.iter().map(|(_, error)| error.source().map(ToString::to_string));
            eprintln!("applied {} steps, then {:?}", incomplete.0.done.len(), failed.collect::<Vec<_>>());
        }
        Err(error) => eprintln!("{error}"),
    }
}

/// A process that writes the cluster.
struct Writer {
    process: Child,
    says: BufReader<ChildStderr>,
}

impl Writer {
    fn start(holder: &str, (endpoint, store, clock): (&str, &str, &Path), stops: bool) -> Self {
        let mut command = Command::new(std::env::current_exe().expect("runs"));
        command.args(["--exact", "takeover::a_writer", "--nocapture"]).env("KOPS_TEST_HOLDER", holder);
        command.env("KOPS_TEST_ENDPOINT", endpoint).env("KOPS_TEST_STORE", store).env("KOPS_TEST_CLOCK", clock);
        if stops {
            command.env("KOPS_TEST_STOPS", "yes");
        }
        let mut process =
            command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("starts");
        let says = BufReader::new(process.stderr.take().expect("piped"));
        Self { process, says }
    }

    /// Reads on until the process is in the middle of its plan.
    fn comes_to_the_middle(&mut self) {
        let mut said = String::new();
        while !said.ends_with(&format!("{IN_THE_MIDDLE}\n")) {
            assert_ne!(self.says.read_line(&mut said).expect("reads"), 0, "ended too early: {said}");
        }
    }

    fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args([signal, &self.process.id().to_string()]).status();
        assert!(sent.expect("runs").success());
    }

    fn goes_on(&mut self) {
        self.process.stdin.take().expect("piped").write_all(b"go on\n").expect("waits for it");
    }

    /// Waits for the end of the process and returns what it said.
    fn ends(&mut self) -> String {
        let mut said = String::new();
        self.says.read_to_string(&mut said).expect("reads");
        assert!(self.process.wait().expect("ends").success(), "{said}");
        said
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // One that has ended needs no end.
        let _ = self.process.kill().and_then(|()| self.process.wait());
    }
}

/// Every object of a state store with its content.
async fn content(store: &dyn StateStore) -> BTreeMap<Key, Vec<u8>> {
    let mut content = BTreeMap::new();
    for key in store.list(&Key::default()).await.expect("lists") {
        let object = store.get(&key).await.expect("reads").expect("is listed");
        content.insert(key, object.value.to_vec());
    }
    content
}

#[tokio::test]
async fn a_stopped_process_whose_lock_was_taken_over_writes_nothing_more() {
    let Some(moto) = Moto::start() else { return };
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().join("state").to_string_lossy().into_owned();
    for url in [folder, format!("s3://{BUCKET}")] {
        moto.reset();
        moto.hosted_zone("example.com").await;
        bucket(&moto, BUCKET, REGION).await;
        let file = place.path().join("clock");
        let clock = SharedClock(file.clone());
        clock.advance_to(1_767_225_600);
        let store = open(moto.url(), &url).await;
        let shape = Shape { zones: 1, private: false, control_planes: 1, ..cluster_of(1) };
        let objects = Objects::from_yaml("cluster.yml", &shape.spec()).expect("a spec");
        let engine = Engine::builder(Aws::new(&moto.config())).store(Arc::clone(&store));
        engine.clock(SharedClock(file.clone())).build().create(&objects).await.expect("is new");

        // What jane changes in the account passes here. Her state store refuses what she writes without its lock.
        let changes = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&changes);
        let wire = Wire::start(moto.url(), move |request| {
            if request.writes() && request.service() != "s3" {
                seen.lock().expect("no panic").push(request.operation());
            }
            Fate::Pass
        });
        let mut jane = Writer::start("jane", (wire.url(), &url, &file), true);
        jane.comes_to_the_middle();
        jane.signal("-STOP");
        assert!(!changes.lock().expect("no panic").is_empty(), "{url}: jane has begun");

        // Two minutes, and ten seconds for clocks that differ.
        clock.advance_to(1_767_225_600 + 129);
        let refused = Writer::start("joe", (moto.url(), &url, &file), false).ends();
        assert!(refused.contains("is locked by jane since 2026-01-01T00:00:00Z"), "{url}: {refused}");
        clock.advance_to(1_767_225_600 + 130);
        let taken_over = Writer::start("joe", (moto.url(), &url, &file), false).ends();
        assert!(taken_over.contains("applied the whole plan"), "{url}: {taken_over}");
        let written = content(store.as_ref()).await;
        changes.lock().expect("no panic").clear();

        jane.signal("-CONT");
        jane.goes_on();
        let said = jane.ends();
        let lost = format!("then [Some(\"the lock of cluster `{CLUSTER}` was lost, so nothing more is written\")]");
        assert!(said.contains(&lost), "{url}: {said}");
        assert_eq!(*changes.lock().expect("no panic"), [""; 0], "{url}: jane changed nothing after joe");
        assert_eq!(content(store.as_ref()).await, written, "{url}: jane wrote nothing after joe");
        assert!(!written.keys().any(|key| key.as_str().ends_with("/lock")), "{url}: joe gave the lock up");
    }
}
