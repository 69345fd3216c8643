//! The Fairwinds cluster through the engine: cancelled at any step, planned again, deleted.

use std::error::Error as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::executor::block_on;
use kops_core::apply::{Clock as _, Options, SimulatedClock, SimulatedEntropy};
use kops_core::engine::Planned;
use kops_core::pki::Keyset;
use kops_core::resource::Kind;
use kops_core::sim::{Account, Limits};
use kops_core::spec::Objects;
use kops_core::state::{IfMissing, Key, MemoryStore, Put, StateStore as _};
use kops_core::{Cancel, Engine, Error, Event, Plan, PlanOptions, Spec};
use serde_json::{Value, json};

const NAME: &str = "demo.kube.example.com";

const SPEC: &str = include_str!("../../../examples/fairwinds/cluster_spec.yml");
const ACCOUNT: &str = include_str!("../../../examples/fairwinds/account.json");

struct World {
    account: Account,
    clock: Arc<SimulatedClock>,
    engine: Engine,
}

impl World {
    fn new() -> Self {
        let world = Self::of(ACCOUNT, Arc::new(MemoryStore::default()));
        block_on(world.engine.create(&objects(SPEC))).expect("is new");
        world
    }

    fn of(account: &str, store: Arc<MemoryStore>) -> Self {
        let account = Account::from_json(account).expect("an account");
        let clock = Arc::new(SimulatedClock::default());
        let engine =
            Engine::builder(account.clone()).store(store).clock(clock.clone()).entropy(SimulatedEntropy).build();
        Self { account, clock, engine }
    }

    /// The same account after a change outside of kops.
    fn after(&self, change: impl FnOnce(&mut Value)) -> Self {
        let world = Self::of(&changed(&self.account, change), Arc::new(MemoryStore::default()));
        block_on(world.engine.create(&objects(SPEC))).expect("is new");
        world
    }

    fn store(&self, text: &str) {
        block_on(self.engine.replace(&objects(text), IfMissing::Fail)).expect("replaces");
    }

    fn spec(&self) -> Spec {
        block_on(self.engine.load(NAME)).expect("is stored")
    }

    fn plan(&self) -> Plan {
        block_on(self.engine.plan(&self.spec())).expect("plans").plan
    }

    /// Applies a plan and cancels once so many steps are done; returns how many came to their end.
    fn apply_until(&self, plan: &Plan, steps: usize) -> usize {
        let (cancel, done) = (Cancel::default(), AtomicUsize::new(0));
        let options = Options { nonce: steps as u64, ..Options::default() };
        let watch = |event: Event| {
            let is_end = matches!(event, Event::Finished { .. });
            if is_end && done.fetch_add(1, Ordering::Relaxed) + 1 == steps {
                cancel.cancel();
            }
        };
        let run = self.engine.apply(plan).options(options).events(watch).cancel(&cancel);
        let report = match block_on(run.into_future()) {
            Err(Error::Incomplete(incomplete)) => incomplete.0,
            report => report.expect("nothing moved"),
        };
        assert!(report.failed.is_empty(), "{:?}", report.failed);
        let all = report.done.len() + report.in_flight.len() + report.not_started.len();
        assert_eq!(all, plan.steps.len(), "every step is told of");
        report.done.len()
    }

    /// Applies a plan with the options that are the default, the same for every run.
    fn apply_plainly(&self, plan: &Plan) {
        block_on(self.engine.apply(plan).into_future()).expect("every step is done");
    }

    fn deletion(&self) -> Planned {
        block_on(self.engine.plan_deletion(&self.spec())).expect("plans")
    }

    /// Applies a plan that is refused before the first step.
    fn refused(&self, plan: &Plan) -> Error {
        let run = self.engine.apply(plan).events(|event| panic!("{event:?}"));
        block_on(run.into_future()).expect_err("is refused")
    }

    fn apply(&self, plan: &Plan) {
        assert_eq!(self.apply_until(plan, usize::MAX), plan.steps.len());
    }
}

#[test]
fn discovery_documents_are_public_by_their_acl_where_no_policy_publishes_the_bucket() {
    let spec =
        SPEC.replacen("spec:\n", "spec:\n  serviceAccountIssuerDiscovery: {discoveryStore: s3://keys/demo}\n", 1);
    for is_public in [false, true] {
        let account = changed(&Account::from_json(ACCOUNT).expect("an account"), |account| {
            account["buckets"] = json!({"keys": {"other": "text"}});
            account["publicBuckets"] = if is_public { json!(["keys"]) } else { json!([]) };
        });
        let world = World::of(&account, Arc::new(MemoryStore::default()));
        block_on(world.engine.create(&objects(&spec))).expect("is new");
        world.apply_plainly(&world.plan());
        let bucket = world.account.bucket("keys").expect("a bucket");
        for path in ["demo/openid/v1/jwks", "demo/.well-known/openid-configuration"] {
            let key = Key::new(path).expect("a key");
            assert_eq!(block_on(bucket.is_public(&key)).expect("reads"), !is_public, "{path}");
        }
        assert!(world.plan().is_empty(), "{}", world.plan());

        // The write of another program takes the ACL away: a plan gives it back.
        let key = Key::new("demo/openid/v1/jwks").expect("a key");
        let keys = block_on(bucket.get(&key)).expect("reads").expect("is there").value;
        block_on(bucket.put(&key, keys, Put::Any)).expect("writes");
        let plan = world.plan();
        assert_eq!(plan.steps.len(), usize::from(!is_public), "{plan}");
        assert!(is_public || plan.to_string().contains("public"), "{plan}");
        world.apply_plainly(&plan);
        assert_eq!(block_on(bucket.is_public(&key)).expect("reads"), !is_public);

        // They go with the cluster. What others have in the bucket stays, and a bucket that is gone is no reason to stop.
        let deletion = world.deletion().plan;
        assert!(deletion.to_string().contains("s3://keys/demo/openid/v1/jwks"), "{deletion}");
        world.apply(&deletion);
        let left = block_on(bucket.list(&Key::default())).expect("reads");
        assert_eq!(left, [Key::new("other").expect("a key")]);
    }
}

fn objects(text: &str) -> Objects {
    Objects::from_yaml("spec.yml", text).expect("a spec")
}

fn changed(account: &Account, change: impl FnOnce(&mut Value)) -> String {
    let mut value = serde_json::from_str(&account.to_json()).expect("JSON");
    change(&mut value);
    value.to_string()
}

#[test]
fn a_run_that_was_cancelled_at_any_step_can_be_gone_on_with() {
    let steps = World::new().plan().steps.len();
    for cancelled_after in (1..steps).step_by(9) {
        let world = World::new();
        world.apply_until(&world.plan(), cancelled_after);
        world.apply(&world.plan());
        assert!(world.plan().steps.is_empty(), "cancelled after {cancelled_after}");
    }
}

#[test]
fn deleting_leaves_what_was_there_before() {
    let world = World::new();
    let before = world.account.resources();
    world.apply(&world.plan());
    world.apply(&world.deletion().plan);
    assert_eq!(world.account.resources(), before);
    assert!(block_on(world.engine.forget(NAME)).expect("forgets") > 0);
    assert!(matches!(block_on(world.engine.load(NAME)), Err(Error::NoCluster(_))));
}

#[test]
fn what_moved_since_the_plan_stops_it_before_the_first_change() {
    let world = World::new();
    let plan = world.plan();
    world.apply(&plan);
    let after = world.account.resources();
    let refused = world.refused(&plan);
    assert!(matches!(refused, Error::StalePlan(_)), "{refused:?}");
    assert_eq!(world.account.resources(), after);
}

#[test]
fn a_cluster_whose_spec_is_not_valid_any_more_is_deleted_all_the_same() {
    type Change = fn(&mut Value);
    let nothing: Change = |_| {};
    let without_zone: Change = |account| {
        account["hostedZones"] = json!([]);
        account["resources"].as_object_mut().expect("a map").remove("dns-record");
    };
    let without_gateway: Change = |account| {
        let gateways = account["resources"]["nat-gateway"].as_object_mut().expect("a map");
        gateways.remove("nat-0aa00000000000001").expect("is there");
    };
    let made = World::new();
    made.apply(&made.plan());
    for (spec, change, finding) in [
        (SPEC.replace("  role: Node\n", "  image: ami-0a0a0a0a\n  role: Node\n"), nothing, "ami-0a0a0a0a"),
        (SPEC.to_owned(), without_zone, "kube.example.com"),
        (SPEC.to_owned(), without_gateway, "nat-0aa00000000000001"),
        (SPEC.replace("networkID: vpc-0a1b2c3d4e5f60718", "networkID: vpc-0000"), nothing, "vpc-0000"),
        (SPEC.replace("kubernetesVersion: 1.35.5", "kubernetesVersion: 1.19.1"), nothing, "1.19.1"),
    ] {
        let world = made.after(change);
        world.store(&spec);
        let planned = world.deletion();
        assert!(!planned.warnings.has_errors());
        assert!(planned.warnings.to_string().contains(finding), "{finding}: {}", planned.warnings);
        world.apply(&planned.plan);
        let untouched = Account::from_json(&changed(&Account::from_json(ACCOUNT).expect("an account"), change));
        assert_eq!(world.account.resources(), untouched.expect("an account").resources(), "{finding}");
    }
}

#[test]
fn an_instance_profile_of_others_is_found_again_when_nothing_that_uses_it_changes() {
    let account = changed(&Account::from_json(ACCOUNT).expect("an account"), |account| {
        account["resources"]["iam-instance-profile"] = json!({"theirs": {"name": "theirs"}});
    });
    let world = World::of(&account, Arc::new(MemoryStore::default()));
    let profile = "  iam: {profile: \"arn:aws:iam::111122223333:instance-profile/theirs\"}\n  role: Node\n";
    let spec = SPEC.replace("  role: Node\n", profile);
    block_on(world.engine.create(&objects(&spec))).expect("is new");
    world.apply(&world.plan());
    world.store(&spec.replace("  maxSize: 3\n", "  maxSize: 4\n"));
    let plan = world.plan();
    assert!(plan.steps.iter().all(|step| step.resource.kind != Kind::LaunchTemplate), "{plan}");
    world.apply(&plan);
    assert!(world.plan().is_empty(), "{}", world.plan());
}

#[test]
fn what_the_termination_handler_left_behind_is_found_by_its_name() {
    let world = World::new();
    world.apply(&world.plan());
    let left = |world: &World| {
        let events = [Kind::Queue, Kind::EventRule, Kind::EventTarget];
        world.account.resources().iter().filter(|found| events.contains(&found.resource.kind())).count()
    };
    assert!(left(&world) > 2);
    world.store(&SPEC.replacen("spec:\n", "spec:\n  nodeTerminationHandler: {enabled: false}\n", 1));
    let plan = world.plan();
    let kept = plan.kept.iter().filter(|kept| matches!(kept.resource.kind, Kind::Queue | Kind::EventRule));
    assert!(kept.count() > 1, "{:?}", plan.kept);
    assert!(!plan.steps.iter().any(|step| step.resource.kind == Kind::EventTarget));

    let deleted = world.after(|_| {});
    deleted.store(&SPEC.replacen("spec:\n", "spec:\n  nodeTerminationHandler: {enabled: false}\n", 1));
    deleted.apply(&deleted.deletion().plan);
    assert_eq!(left(&deleted), 0);

    let prune = PlanOptions { prune: true, ..PlanOptions::default() };
    world.apply(&block_on(world.engine.plan_with(&world.spec(), &prune)).expect("plans").plan);
    assert_eq!(left(&world), 0);
}

#[test]
fn runs_with_the_default_options_do_not_get_each_others_answers() {
    // The same steps again, at another time.
    let world = World::new();
    let first = world.plan();
    world.apply_plainly(&first);
    world.apply_plainly(&world.deletion().plan);
    block_on(world.clock.sleep(Duration::from_secs(1)));
    let again = world.plan();
    assert_eq!((again.steps[0].id, &again.steps[0].resource), (first.steps[0].id, &first.steps[0].resource));
    world.apply_plainly(&again);
    assert!(world.plan().steps.is_empty());

    // Two changes of the same group, each by the first step of its plan.
    for size in [5, 6] {
        world.store(&SPEC.replace("  maxSize: 3\n", &format!("  maxSize: {size}\n")));
        let plan = world.plan();
        assert!(!plan.steps.is_empty());
        world.apply_plainly(&plan);
        assert!(world.plan().steps.is_empty(), "{size}");
    }
}

#[test]
fn a_plan_is_carried_out_only_where_it_was_made() {
    let world = World::new();
    let plan = world.plan();
    assert_eq!((plan.account.as_str(), plan.region.as_str()), ("111122223333", "us-east-2"));
    for (field, value) in [("accountId", "444455556666"), ("region", "eu-west-1")] {
        let elsewhere = World::of(
            &json!({"region": "us-east-2", "accountId": "111122223333", field: value}).to_string(),
            Arc::new(MemoryStore::default()),
        );
        let refused = elsewhere.refused(&plan);
        let Error::TargetMismatch { planned, found } = refused else { panic!("{refused:?}") };
        assert_eq!(planned.to_string(), "the account `111122223333` in `us-east-2`");
        assert!(found.to_string().contains(value), "{found}");
    }
}

#[test]
fn what_somebody_took_since_the_plan_is_not_deleted() {
    let world = World::new();
    world.apply(&world.plan());
    let plan = world.deletion().plan;
    let mut volumes = world.account.resources();
    volumes.retain(|found| found.resource.kind() == Kind::Volume);
    let saved = volumes[0].id.0.clone();
    let world = world.after(|account| account["resources"]["volume"][&saved]["tags"] = json!({"Name": "saved"}));
    let refused = world.refused(&plan);
    let Error::StalePlan(moved) = refused else { panic!("{refused:?}") };
    assert_eq!(moved.iter().map(|moved| moved.field.as_str()).collect::<Vec<_>>(), ["owner"]);
}

#[test]
fn nothing_of_what_is_stored_is_shown() {
    let store = MemoryStore::default();
    let key = Key::new("demo/pki/private/ca/keyset.yaml").expect("a key");
    block_on(store.put(&key, "PRIVATE KEY".into(), Put::Any)).expect("writes");
    let object = block_on(store.get(&key)).expect("reads").expect("is there");
    let store = Arc::new(store);
    let world = World::of(ACCOUNT, store.clone());
    let file = kops_core::resource::ManagedFile { key: "a".into(), content: "PRIVATE KEY".into(), public: false };
    let view =
        kops_core::state::StoreObject { content: "PRIVATE KEY".into(), version: object.version.clone(), public: false };
    for shown in [
        format!("{object:?}"),
        format!("{store:?}"),
        format!("{:?}", world.engine),
        format!("{file:?}"),
        format!("{:?}", kops_core::resource::Resource::from(file.clone())),
        format!("{view:?}"),
    ] {
        assert!(!shown.contains("PRIVATE") && !shown.contains("80, 82, 73"), "{shown}");
    }
}

/// Runtimes move what waits from one thread to another: the bindings and spawned tasks rely on that.
#[test]
fn what_an_engine_does_can_be_sent_between_threads() {
    fn is_sent(_: impl Future + Send + 'static) {}
    let World { engine, .. } = World::new();
    is_sent(async move {
        let spec = engine.load(NAME).await?;
        let plan = engine.plan(&spec).await?;
        engine.apply(&plan).await?;
        engine.plan_deletion(&spec).await?;
        engine.create(&Objects::default()).await?;
        engine.replace(&Objects::default(), IfMissing::Fail).await?;
        engine.forget(NAME).await
    });
}

#[test]
fn a_failed_step_makes_apply_an_error_with_the_report() {
    let world = World::new();
    let plan = world.plan();
    let quota = Limits { launch_templates: 1, ..Limits::default() };
    let engine = Engine::simulated(world.account.clone().with_limits(quota));
    let error = block_on(engine.apply(&plan).into_future()).expect_err("the second template is over the quota");
    let Error::Incomplete(incomplete) = &error else { panic!("{error:?}") };
    let report = &incomplete.0;
    assert!(!report.cancelled && !report.done.is_empty() && !report.failed.is_empty());
    assert!(error.to_string().starts_with("not every step could be done: "), "{error}");
    assert_eq!(error.source().expect("the first failure").to_string(), report.failed[0].1.to_string());
    let (kept, failed) = (report.clone(), report.failed.len());
    drop(error);
    assert_eq!(kept.failed.len(), failed);
}

#[test]
fn a_region_is_that_of_the_zones() {
    let spec = |zone: &str| Spec::from_yaml("spec.yml", &SPEC.replace("us-east-2a", zone)).expect("a spec");
    for (zone, region) in
        [("us-east-2a", "us-east-2"), ("us-gov-west-1b", "us-gov-west-1"), ("us-west-2-lax-1a", "us-west-2")]
    {
        assert_eq!(spec(zone).region(), Some(region));
    }
    assert_eq!(spec("somewhere").region(), None);
    assert_eq!(Spec::default().region(), None);
}

#[test]
fn config_base_is_a_folder_of_the_store_unless_the_user_set_it() {
    let set = Spec::from_yaml("spec.yml", SPEC).expect("a spec");
    assert_eq!(set.store_url(), Some("s3://kops-state-store/"));
    assert_eq!(set.clone().in_store("s3://other").cluster.spec.config_base, set.cluster.spec.config_base);
    let mut unset = set;
    unset.cluster.spec.config_base = None;
    assert_eq!(unset.store_url(), None);
    for (url, base, store) in [
        ("s3://bucket", "s3://bucket/demo.kube.example.com", "s3://bucket/"),
        ("s3://bucket/team/", "s3://bucket/team/demo.kube.example.com", "s3://bucket/team/"),
        ("file:///var/kops", "file:///var/kops/demo.kube.example.com", "file:///var/kops/"),
        ("memfs://", "memfs://demo.kube.example.com", "memfs://"),
    ] {
        let spec = unset.clone().in_store(url);
        assert_eq!((spec.cluster.spec.config_base.as_deref(), spec.store_url()), (Some(base), Some(store)));
    }
}

#[test]
fn the_hash_of_a_plan_does_not_depend_on_the_path_of_the_spec() {
    let world = World::new();
    let hash = |name: &str, text: &str| {
        let spec = Spec::from_yaml(name, text).expect("a spec");
        let plan = block_on(world.engine.plan(&spec)).expect("plans");
        assert!(plan.to_json().contains(name), "the plan itself says where the spec was read");
        plan.hash()
    };
    let changed = SPEC.replace("maxSize: 3", "maxSize: 4");
    assert_eq!(hash("cluster.yml", SPEC), hash("/ci/build/cluster.yml", SPEC));
    assert_ne!(hash("cluster.yml", SPEC), hash("cluster.yml", &changed));

    // Updates and shared resources name places too.
    world.apply(&world.plan());
    assert_eq!(hash("cluster.yml", &changed), hash("/ci/build/cluster.yml", &changed));
}

#[test]
fn node_ports_that_stay_open_are_in_the_notes() {
    let world = World::new();
    let with = |access: &str| {
        let text = SPEC.replacen("\nspec:\n", &format!("\nspec:\n  nodePortAccess: [{access}]\n"), 1);
        assert_ne!(text, SPEC);
        world.store(&text);
        let plan = world.plan();
        block_on(world.engine.apply(&plan).into_future()).expect("is applied");
        plan.notes.iter().filter(|note| note.contains("node ports stay open")).cloned().collect::<Vec<_>>()
    };
    assert!(with("192.0.2.0/24, 198.51.100.0/24").is_empty());
    assert!(with("192.0.2.0/24, 198.51.100.0/24").is_empty());
    let notes = with("192.0.2.0/24");
    assert_eq!(notes.len(), 2, "one for TCP and one for UDP: {notes:?}");
    for note in &notes {
        assert!(note.contains("`198.51.100.0/24`") && note.contains("30000-32767") && note.contains("`sgr-"), "{note}");
    }
    assert_eq!(with("").len(), 4);
}

#[test]
fn a_cluster_gets_its_keys_once_and_keeps_them() {
    let store = Arc::new(MemoryStore::default());
    let world = World::of(ACCOUNT, store.clone());
    block_on(world.engine.create(&objects(SPEC))).expect("is new");
    world.apply_until(&world.plan(), usize::MAX);

    let key = Key::new(format!("{NAME}/pki/private/kubernetes-ca/keyset.yaml")).expect("a key");
    let stored = block_on(store.get(&key)).expect("can be read").expect("is there");
    let keyset = Keyset::from_yaml("kubernetes-ca", &stored.value).expect("is a keyset");
    assert!(keyset.signer(world.clock.unix_time()).is_ok());
    assert!(world.plan().steps.is_empty());

    // A keyset that cannot be read is an error: nodes would get another authority.
    block_on(store.put(&key, "kind: Keyset\n".into(), Put::Any)).expect("writes");
    let error = block_on(world.engine.plan(&world.spec())).expect_err("cannot be planned");
    assert!(error.to_string().contains("kubernetes-ca/keyset.yaml"), "{error}");
}

#[test]
fn an_applied_cluster_keeps_its_etcd_members_and_warns_before_its_network_changes() {
    let world = World::new();
    let moved = SPEC.replace("masters", "others");
    let of = |text: &str| Spec::from_yaml("cluster.yml", text).expect("a spec");
    let codes = |text: &str| {
        let findings = match block_on(world.engine.plan(&of(text))) {
            Ok(planned) => planned.warnings,
            Err(Error::Invalid { findings, .. }) => findings,
            Err(error) => panic!("{error}"),
        };
        let mut codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
        codes.sort_unstable();
        codes
    };
    let calico = SPEC.replace("cilium:\n      enableNodePort: true", "calico: {}");
    assert!(!codes(&moved).contains(&"change/etcd-member"), "nothing is applied yet");
    assert_eq!(codes(&calico), ["addon/no-manifest"]);
    let plan = world.plan();
    block_on(async { world.engine.apply(&plan).await }).expect("is applied");
    assert!(codes(SPEC).is_empty());
    assert_eq!(codes(&moved), ["change/etcd-member", "change/etcd-member"]);
    assert_eq!(codes(&calico), ["addon/no-manifest", "change/networking"]);
}
