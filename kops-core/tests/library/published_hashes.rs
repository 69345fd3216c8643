//! Hashes of what nodes download that only their publisher knows: looked up once, and kept in the state store.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use futures::executor::block_on;
use kops_core::apply::{SimulatedClock, SimulatedEntropy};
use kops_core::cloud::{BoundStep, Cloud, CloudError, Outcome, Readiness, Scope, Snapshot};
use kops_core::facts::{Facts, FactsQuery};
use kops_core::resource::{CloudId, Kind, Resource};
use kops_core::spec::Objects;
use kops_core::state::{Key, MemoryStore, Put, StateStore as _};
use kops_core::{Engine, Error, Plan, Spec, sim::Account};

const NAME: &str = "demo.kube.example.com";
const SPEC: &str = include_str!("../../../examples/fairwinds/cluster_spec.yml");
const ACCOUNT: &str = include_str!("../../../examples/fairwinds/account.json");
const NODEUP: &str = "https://artifacts.k8s.io/binaries/kops/1.36.2/linux/amd64/nodeup";
const KEPT: &str = "demo.kube.example.com/igconfig/file-hashes";

/// A simulated account that counts as a real one, with a publisher that states the hashes of everything but `missing`.
#[derive(Clone, Debug)]
struct WithPublisher {
    account: Account,
    missing: &'static str,
    asked: Arc<Mutex<Vec<String>>>,
}

#[async_trait]
impl Cloud for WithPublisher {
    async fn facts(&self, query: &FactsQuery) -> Result<Facts, CloudError> {
        let asked = query.file_hashes.iter().map(|file| file.url.clone());
        self.asked.lock().expect("no panic").extend(asked.clone());
        let published_hashes = asked.filter(|url| *url != self.missing).map(|url| (url, "0a".repeat(32))).collect();
        Ok(Facts { published_hashes, simulated: false, ..self.account.facts(query).await? })
    }

    async fn observe(&self, scope: &Scope) -> Result<Snapshot, CloudError> {
        self.account.observe(scope).await
    }

    async fn execute(&self, step: &BoundStep) -> Result<Outcome, CloudError> {
        self.account.execute(step).await
    }

    async fn probe(&self, kind: Kind, id: &CloudId) -> Result<Readiness, CloudError> {
        self.account.probe(kind, id).await
    }
}

struct World {
    cloud: WithPublisher,
    store: Arc<MemoryStore>,
    engine: Engine,
}

impl World {
    fn new(missing: &'static str) -> Self {
        let account = Account::from_json(ACCOUNT).expect("an account");
        let cloud = WithPublisher { account, missing, asked: Arc::default() };
        let store = Arc::new(MemoryStore::default());
        let engine = Engine::builder(cloud.clone()).store(store.clone());
        let engine = engine.clock(SimulatedClock::default()).entropy(SimulatedEntropy).build();
        block_on(engine.create(&Objects::from_yaml("spec.yml", SPEC).expect("a spec"))).expect("is new");
        Self { cloud, store, engine }
    }

    fn spec(&self) -> Spec {
        block_on(self.engine.load(NAME)).expect("is stored")
    }

    fn plan(&self) -> Plan {
        block_on(self.engine.plan(&self.spec())).expect("plans").plan
    }

    /// The URLs that the publisher was asked for since the last call.
    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.cloud.asked.lock().expect("no panic"))
    }
}

#[test]
fn publishers_are_asked_until_a_plan_was_applied() {
    let world = World::new("");
    let plan = world.plan();
    let asked = world.asked();
    assert_eq!(asked.len(), 4, "nodeup and protokube for two architectures: {asked:?}");
    assert!(
        block_on(world.store.get(&Key::new(KEPT).expect("a key"))).expect("reads").is_none(),
        "a plan writes nothing"
    );

    block_on(world.engine.apply(&plan).into_future()).expect("every step is done");
    world.asked();
    assert!(world.plan().steps.is_empty());
    assert!(world.asked().is_empty(), "the hashes are kept");

    let kept = block_on(world.store.get(&Key::new(KEPT).expect("a key"))).expect("reads").expect("is there");
    let kept = String::from_utf8(kept.value.to_vec()).expect("is text");
    assert!(kept.contains(&format!("{}  {NODEUP}\n", "0a".repeat(32))), "{kept}");
    let templates = world.cloud.account.resources().into_iter().filter_map(|found| match found.resource {
        Resource::LaunchTemplate(template) => template.user_data,
        _ => None,
    });
    let texts: Vec<String> = templates.map(|text| text.to_string()).collect();
    let line = format!("NODEUP_HASH_AMD64={}", "0a".repeat(32));
    assert!(!texts.is_empty() && texts.iter().all(|text| text.contains(&line)), "{texts:?}");

    block_on(world.store.put(&Key::new(KEPT).expect("a key"), "damaged".into(), Put::Any)).expect("writes");
    assert_eq!(world.plan().steps.len(), 1, "a damaged list is written again");
    assert_eq!(world.asked().len(), 4);

    let deletion = block_on(world.engine.plan_deletion(&world.spec())).expect("plans").plan;
    assert!(world.asked().is_empty(), "a deletion needs no hashes");
    block_on(world.engine.apply(&deletion).into_future()).expect("every step is done");
    block_on(world.engine.forget(NAME)).expect("nothing is left that is not kops's");
}

#[test]
fn a_file_without_a_published_hash_is_refused_with_its_url_and_what_to_do() {
    let world = World::new(NODEUP);
    let Err(Error::Invalid { findings, .. }) = block_on(world.engine.plan(&world.spec())) else { panic!("is planned") };
    let found: Vec<_> = findings.iter().collect();
    assert_eq!(found.len(), 1, "{found:?}");
    let help = found[0].help.as_deref().unwrap_or_default();
    assert!(found[0].message.contains(NODEUP) && help.contains("--file-hashes"), "{} {help}", found[0].message);
}

#[test]
fn another_base_url_is_where_nodes_get_the_programs_and_images_of_kops() {
    let world = World::new("");
    let engine = Engine::builder(world.cloud.clone()).store(world.store.clone());
    let engine = engine.kops_base_url("https://files.example.com/kops/1.36.9/").entropy(SimulatedEntropy).build();
    let plan = block_on(engine.plan(&world.spec())).expect("plans").plan.to_json();
    let asked = world.asked();
    assert!(asked.iter().all(|url| url.starts_with("https://files.example.com/kops/1.36.9/")), "{asked:?}");
    assert!(asked.iter().any(|url| url.ends_with("/images/dns-controller-arm64.tar.gz")), "{asked:?}");
    assert!(plan.contains("NODEUP_URL_ARM64=https://files.example.com/kops/1.36.9/linux/arm64/nodeup\\n"));
    assert!(plan.contains("kops-controller:1.36.9") && !plan.contains("1.36.2"));
}
