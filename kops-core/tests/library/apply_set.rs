//! Sets of clusters and instance groups: applied, changed and pruned as one plan, also where a run is interrupted.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::executor::block_on;
use kops_core::apply::{Cancel, Event, Lease, LockOptions, SimulatedClock, SimulatedEntropy};
use kops_core::cloud::{BoundStep, Cloud, CloudError, ErrorKind, FaultInjecting, Outcome, Readiness, Scope, Snapshot};
use kops_core::engine::{SetAction, SetEvent, SetOptions, SetPlan, SetReport};
use kops_core::errors::{ErrorData, ErrorFacts};
use kops_core::facts::{Facts, FactsQuery};
use kops_core::render::{Format, MARKDOWN_LIMIT};
use kops_core::resource::{CloudId, Kind};
use kops_core::sim::Account;
use kops_core::spec::{Objects, UnknownFields};
use kops_core::state::{IfMissing, Key, MemoryStore, Put, StateError, StateStore};
use kops_core::yaml::Source;
use kops_core::{Engine, Error, Spec};

const SPEC: &str = include_str!("../scenarios/public/cluster.yml");
const ACCOUNT: &str = include_str!("../scenarios/public/account.json");
const A: &str = "public.example.com";
const B: &str = "second.example.com";
const EXTRA: &str = "---\napiVersion: kops.k8s.io/v1alpha2\nkind: InstanceGroup\nmetadata:\n  labels:\n    kops.k8s.io/cluster: \
                     public.example.com\n  name: extra\nspec:\n  machineType: t3.large\n  maxSize: 1\n  minSize: 1\n  role: Node\n  \
                     subnets:\n  - eu-west-1a\n";

/// The second cluster.
fn b() -> String {
    format!("---\n{}", SPEC.replace(A, B))
}

#[derive(Clone)]
struct World {
    account: Account,
    store: Arc<MemoryStore>,
}

impl World {
    fn new() -> Self {
        Self { account: Account::from_json(ACCOUNT).expect("an account"), store: Arc::default() }
    }

    fn engine(&self) -> Engine {
        let engine = Engine::builder(self.account.clone()).store(Arc::clone(&self.store));
        engine.clock(SimulatedClock::default()).entropy(SimulatedEntropy).build()
    }

    fn plan(&self, text: &str, set: &str, prune: bool) -> Result<SetPlan, Error> {
        let objects = Objects::from_yaml("set.yml", text).expect("objects");
        let options = SetOptions { set: set.into(), prune, ..SetOptions::default() };
        Ok(block_on(self.engine().plan_set(&objects, &options))?.plan)
    }

    fn apply(&self, text: &str, set: &str, prune: bool) -> SetPlan {
        let plan = self.plan(text, set, prune).unwrap_or_else(|error| panic!("{error:?}"));
        let report = block_on(self.engine().apply_set(&plan).into_future());
        assert_eq!(report.expect("applies").clusters.len(), plan.clusters.len());
        plan
    }

    fn resources(&self) -> Vec<(Kind, CloudId)> {
        self.account.resources().into_iter().map(|found| (found.resource.kind(), found.id)).collect()
    }

    /// The names of what the account and the state store have of a cluster.
    fn of(&self, cluster: &str) -> (BTreeSet<String>, Vec<Key>) {
        let names = self.account.resources().into_iter().filter_map(|found| {
            let tags = found.resource.tags()?;
            let name = tags.get("Name").filter(|_| tags.get("KubernetesCluster").is_some_and(|of| of == cluster))?;
            Some(format!("{} {name}", found.resource.kind()))
        });
        (names.collect(), block_on(self.store.list(&Key::new(cluster).expect("a key"))).expect("lists"))
    }
}

fn actions(plan: &SetPlan) -> Vec<(SetAction, &str, bool)> {
    let one = |cluster: &kops_core::engine::SetCluster| cluster.plan.steps.is_empty();
    plan.clusters.iter().map(|cluster| (cluster.action, cluster.cluster.as_str(), one(cluster))).collect()
}

#[test]
fn a_set_creates_changes_and_prunes_its_clusters_and_groups() {
    let world = World::new();
    let empty = world.resources();
    let both = format!("{SPEC}{EXTRA}{}", b());
    let first = world.apply(&both, "team", false);
    assert_eq!(actions(&first), [(SetAction::Apply, A, false), (SetAction::Apply, B, false)]);
    let second = world.plan(&both, "team", true).expect("plans");
    assert_eq!(actions(&second), [(SetAction::Apply, A, true), (SetAction::Apply, B, true)]);
    assert!(second.is_empty());
    let counts = |plan: &SetPlan| (plan.total.create, plan.total.change, plan.total.delete);
    let steps: usize = first.clusters.iter().map(|member| member.plan.steps.len()).sum();
    assert_eq!((counts(&first), counts(&second)), ((steps, 0, 0), (0, 0, 0)));

    // Without `prune` what left the set is named, and nothing is deleted.
    let retained = world.apply(SPEC, "team", false);
    let words: Vec<_> = retained.retained.iter().map(ToString::to_string).collect();
    assert_eq!(words, [format!("instance group `extra` of cluster `{A}`"), format!("cluster `{B}`")]);
    assert!(retained.is_empty());
    assert_eq!(block_on(world.engine().load(A)).expect("is stored").groups.len(), 3);

    let pruned = world.apply(SPEC, "team", true);
    assert_eq!(actions(&pruned), [(SetAction::Apply, A, false), (SetAction::Delete, B, false)]);
    assert_eq!(pruned.clusters[0].deleted_groups, ["extra"]);
    assert_eq!(world.of(B), Default::default());
    assert_eq!(block_on(world.engine().load(A)).expect("is stored").groups.len(), 2);
    let (names, keys) = world.of(A);
    assert!(
        !names.iter().any(|name| name.contains("extra.")) && !keys.iter().any(|key| key.as_str().contains("extra"))
    );
    assert!(world.apply(SPEC, "team", true).is_empty());

    // The last cluster of a set is deleted by name.
    assert!(matches!(world.plan("", "team", true), Err(Error::Invalid { .. })));
    let engine = world.engine();
    let plan = block_on(async { engine.plan_deletion(&engine.load(A).await?).await }).expect("plans");
    block_on(async { engine.apply(&plan).await.map(drop) }).expect("applies");
    block_on(engine.forget(A)).expect("is stored");
    assert_eq!(world.resources(), empty);
    assert_eq!(block_on(world.store.list(&Key::default())).expect("lists"), []);
}

/// The time at which the cluster was made, and its set, are not in the user's file.
#[test]
fn a_set_a_file_and_the_state_store_lead_to_the_same_plan() {
    let steps = |world: &World, from: &str| {
        let engine = world.engine();
        let stored = block_on(engine.load(A)).expect("is stored");
        assert!(stored.cluster.metadata.creation_timestamp.is_some());
        let mut file = Spec::from_yaml("cluster.yml", SPEC).expect("a spec");
        let spec = match from {
            "the file" => file,
            "an exported file" => {
                file.cluster.metadata.creation_timestamp = stored.cluster.metadata.creation_timestamp;
                file
            }
            _ => stored,
        };
        block_on(engine.plan(&spec)).expect("plans").plan.to_string()
    };
    let (applied, created) = (World::new(), World::new());
    applied.apply(SPEC, "team", false);
    let engine = created.engine();
    block_on(engine.create(&Objects::from_yaml("cluster.yml", SPEC).expect("objects"))).expect("is new");
    let plan = block_on(async { engine.plan(&engine.load(A).await?).await }).expect("plans");
    block_on(engine.apply(&plan).into_future()).expect("applies");
    for (made, world, from) in [
        ("applied", &applied, "the state store"),
        ("created", &created, "the state store"),
        ("created", &created, "the file"),
        ("applied", &applied, "the file"),
        ("applied", &applied, "an exported file"),
    ] {
        let plan = steps(world, from);
        assert!(plan.contains("No changes."), "{made}, from {from}: {plan}");
    }
    assert!(applied.plan(SPEC, "team", false).expect("plans").is_empty());

    // Whose annotation was removed is in no set.
    let unset = Objects::from_yaml("cluster.yml", SPEC).expect("objects");
    block_on(applied.engine().replace(&unset, IfMissing::Fail)).expect("replaces");
    for from in ["the state store", "the file", "an exported file"] {
        let plan = steps(&applied, from);
        assert!(plan.contains("0 to create, 1 to change, 0 to delete."), "from {from}: {plan}");
    }
}

#[test]
fn what_differs_in_the_state_store_only_is_written_too() {
    let world = World::new();
    let text = format!("{SPEC}{EXTRA}");
    let changed = |text: &str| {
        let plan = world.plan(text, "team", true).expect("plans");
        let names: Vec<_> = plan.clusters[0].changed_objects.iter().map(ToString::to_string).collect();
        assert_eq!(plan.is_empty(), names.is_empty(), "{names:?}");
        (plan.clusters[0].plan.steps.len(), names)
    };
    let of_cluster = format!("Cluster/{A}");
    assert!(changed(&text).1.contains(&of_cluster), "is new");
    world.apply(&text, "team", false);
    assert_eq!(changed(&text), (0, Vec::new()));

    let edits = [
        (of_cluster.as_str(), "spec.channel=alpha", None),
        ("InstanceGroup/extra", "spec.instanceProtection=false", Some("extra")),
    ];
    for (object, edit, group) in edits {
        let engine = world.engine();
        let edited = block_on(engine.edit(A, group, &[edit.to_owned()], &[]));
        edited.unwrap_or_else(|error| panic!("{edit}: {error:?}"));
        let (steps, names) = changed(&text);
        assert_eq!((steps, names), (0, vec![object.to_owned()]), "{edit}");
        world.apply(&text, "team", false);
        assert_eq!(changed(&text), (0, Vec::new()), "{edit}");
    }
}

/// An account that refuses to say anything.
#[derive(Debug)]
struct Denied {
    account: Account,
    asked: Arc<AtomicUsize>,
}

#[async_trait::async_trait]
impl Cloud for Denied {
    async fn facts(&self, _: &FactsQuery) -> Result<Facts, CloudError> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        Err(CloudError::new(ErrorKind::Denied, "DescribeVpcs", "the session has expired"))
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

#[test]
fn an_error_of_the_account_is_waited_for_once() {
    let (world, asked) = (World::new(), Arc::new(AtomicUsize::new(0)));
    let cloud = Denied { account: world.account.clone(), asked: Arc::clone(&asked) };
    let engine = Engine::builder(cloud).store(Arc::clone(&world.store)).build();
    let both = Objects::from_yaml("set.yml", &format!("{SPEC}{}", b())).expect("objects");
    let planned = block_on(engine.plan_set(&both, &SetOptions::default()));
    assert!(matches!(planned, Err(Error::Cloud(_))), "{planned:?}");
    assert_eq!(asked.load(Ordering::Relaxed), 1);
}

#[test]
fn the_plans_of_many_clusters_fit_a_comment_with_their_total() {
    let texts = (0..9).map(|i| format!("---\n{}", SPEC.replace(A, &format!("c{i}.example.com"))));
    let world = World::new();
    world.apply(&SPEC.replace(A, "c0.example.com"), "team", false);
    let plan = world.plan(&texts.collect::<String>(), "team", false).expect("plans");
    let whole: usize = plan.clusters.iter().map(|member| member.plan.report(Format::Markdown).len()).sum();
    assert!(whole > MARKDOWN_LIMIT, "{whole}");
    let text = plan.report(Format::Markdown);
    assert!(text.len() <= MARKDOWN_LIMIT, "{}", text.len());
    let total = format!("### Total of 9 clusters\n\n**{} to create, 0 to change, 0 to delete.**\n", plan.total.create);
    assert!(text.starts_with(&total), "{text}");
    let clusters: Vec<_> = text.lines().filter(|line| line.starts_with("## ")).collect();
    assert_eq!(clusters.len(), 9, "{clusters:?}");
    // What does not change comes last.
    assert_eq!(clusters.last(), Some(&"## Cluster c0.example.com"));
    assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());

    let one = world.plan(SPEC, "team", false).expect("plans");
    let text = one.report(Format::Text);
    let expected = format!(
        "\nTo write to the state store: Cluster/{A}, InstanceGroup/control-plane-eu-west-1a, InstanceGroup/nodes-eu-west-1a.\n"
    );
    assert!(text.starts_with(&format!("Cluster {A}\n\n")) && text.ends_with(&expected), "{text}");
    assert!(!one.report(Format::Markdown).contains("Total"));
}

#[test]
fn a_set_touches_neither_another_set_nor_what_is_in_none() {
    let world = World::new();
    world.apply(SPEC, "one", true);
    world.apply(&b(), "two", true);
    // Stored and applied without a set.
    let unset = SPEC.replace(A, "unset.example.com");
    let engine = world.engine();
    block_on(engine.create(&Objects::from_yaml("unset.yml", &unset).expect("objects"))).expect("is new");
    let plan = block_on(async { engine.plan(&engine.load("unset.example.com").await?).await }).expect("plans");
    block_on(engine.apply(&plan).into_future()).expect("applies");
    let before = [world.of(B), world.of("unset.example.com")];
    assert!(before.iter().all(|(names, keys)| !names.is_empty() && !keys.is_empty()));

    let other = SPEC.replace(A, "other.example.com");
    let pruned = world.plan(&other, "one", true).expect("plans");
    assert_eq!(actions(&pruned), [(SetAction::Apply, "other.example.com", false), (SetAction::Delete, A, false)]);
    let third = world.plan(&other, "three", true).expect("plans");
    assert_eq!(actions(&third), [(SetAction::Apply, "other.example.com", false)]);
    world.apply(&other, "one", true);
    assert_eq!([world.of(B), world.of("unset.example.com")], before);
    match world.plan(&b(), "one", true) {
        Err(Error::Invalid { findings, .. }) => {
            assert!(findings.iter().all(|finding| finding.code == "state/other-set"), "{findings}");
            assert_eq!(findings.iter().count(), 3, "the cluster and its two groups");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_protected_member_is_not_pruned() {
    let mark = |name: &str, text: &str| {
        let marked = format!("metadata:\n  annotations:\n    kops-core.io/protected: \"true\"\n  name: {name}");
        text.replace(&format!("metadata:\n  name: {name}"), &marked)
    };
    let world = World::new();
    let extra = EXTRA.replace("metadata:\n", "metadata:\n  annotations:\n    kops-core.io/protected: \"true\"\n");
    world.apply(&format!("{SPEC}{extra}{}", mark(B, &b())), "team", false);
    let before = (world.of(A), world.of(B));
    match world.plan(SPEC, "team", true) {
        Err(Error::Invalid { findings, .. }) => {
            let messages: Vec<_> = findings.iter().map(|finding| finding.message.as_str()).collect();
            assert_eq!(
                messages,
                [
                    "`InstanceGroup/extra` is protected from deletion".to_owned(),
                    format!("`Cluster/{B}` is protected from deletion")
                ]
            );
        }
        other => panic!("{other:?}"),
    }
    assert_eq!((world.of(A), world.of(B)), before);
}

#[test]
fn a_group_that_is_protected_by_now_is_not_deleted_by_an_earlier_plan() {
    let world = World::new();
    world.apply(&format!("{SPEC}{EXTRA}"), "team", false);
    let plan = world.plan(SPEC, "team", true).expect("plans");
    let extra = EXTRA.replace("metadata:\n", "metadata:\n  annotations:\n    kops-core.io/protected: \"true\"\n");
    let marked = Objects::from_yaml("extra.yml", &extra).expect("objects");
    block_on(world.engine().replace(&marked, IfMissing::Fail)).expect("stores");
    let before = world.of(A);
    block_on(world.engine().apply_set(&plan).into_future()).expect_err("is protected");
    assert_eq!(world.of(A), before);
}

/// What a deletion finds in the region of the engine is only what is in no region.
#[test]
fn a_cluster_of_another_region_is_not_deleted() {
    let world = World::new();
    let elsewhere = b().replace("eu-west-1", "us-east-2");
    let marked = elsewhere.replace("metadata:\n", "metadata:\n  annotations:\n    kops-core.io/applyset: team\n");
    block_on(world.engine().create(&Objects::from_yaml("b.yml", &marked).expect("objects"))).expect("is new");
    let expected = format!("cluster `{B}` is in `us-east-2`, not in `eu-west-1`");
    let engine = world.engine();
    let deletion =
        block_on(async { engine.plan_deletion(&engine.load(B).await?).await }).map(|planned| planned.plan.steps);
    for refused in [deletion.expect_err("is elsewhere"), world.plan(SPEC, "team", true).expect_err("is elsewhere")] {
        let Error::Invalid { findings, .. } = refused else { panic!("{refused:?}") };
        assert!(findings.to_string().contains(&expected), "{findings}");
    }
    assert!(world.plan(SPEC, "team", false).expect("plans").retained.iter().any(|left| left.cluster == B));
}

#[test]
fn a_prune_that_was_cut_anywhere_is_continued() {
    let made = World::new();
    made.apply(&format!("{SPEC}{EXTRA}{}", b()), "team", true);
    let done = World { account: made.account.copy(), store: copy(&made.store) };
    let plan = done.apply(SPEC, "team", true);
    let steps: usize = plan.clusters.iter().map(|cluster| cluster.plan.steps.len()).sum();
    for cut in (1..u32::try_from(steps).expect("few")).step_by(7) {
        let world = World { account: made.account.copy(), store: copy(&made.store) };
        let cloud = FaultInjecting::new(world.account.clone()).cut_after(cut);
        let engine = Engine::builder(cloud).store(Arc::clone(&world.store));
        let engine = engine.clock(SimulatedClock::default()).entropy(SimulatedEntropy).build();
        let plan = world.plan(SPEC, "team", true).expect("plans");
        let cut_off = block_on(engine.apply_set(&plan).into_future());
        assert!(cut_off.is_err(), "cut after {cut}");
        world.apply(SPEC, "team", true);
        assert_eq!((world.of(A), world.of(B)), (done.of(A), done.of(B)), "cut after {cut}");
        assert!(world.plan(SPEC, "team", true).expect("plans").is_empty(), "cut after {cut}");
    }
}

fn copy(store: &MemoryStore) -> Arc<MemoryStore> {
    let copied = MemoryStore::default();
    block_on(async {
        for key in store.list(&Key::default()).await.expect("lists") {
            let found = store.get(&key).await.expect("reads").expect("is there");
            copied.put(&key, found.value, Put::Create).await.expect("writes");
        }
    });
    Arc::new(copied)
}

#[test]
fn a_cancel_and_a_failure_leave_the_clusters_that_were_done_in_the_report() {
    let both = format!("{SPEC}{}", b());
    let world = World::new();
    let plan = world.plan(&both, "team", false).expect("plans");
    let (cancel, left) = (Cancel::default(), AtomicUsize::new(plan.clusters[0].plan.steps.len()));
    let at_the_last_step = |event: SetEvent| {
        let data = serde_json::to_value(&event).expect("is JSON");
        assert_eq!(serde_json::from_value::<SetEvent>(data).expect("reads"), event);
        if matches!(event.event, Event::Finished { .. }) && left.fetch_sub(1, Ordering::Relaxed) == 1 {
            cancel.cancel();
        }
    };
    let engine = world.engine();
    let report =
        block_on(engine.apply_set(&plan).events(at_the_last_step).cancel(&cancel).into_future()).expect("is cut");
    let names = |report: &SetReport| report.clusters.iter().map(|done| done.cluster.clone()).collect::<Vec<_>>();
    assert_eq!((names(&report), report.cancelled), (vec![A.to_owned()], true));

    // The next run finds the lock of the second cluster held.
    let lease = block_on(Lease::acquire(
        world.store.clone(),
        Arc::new(SimulatedClock::default()),
        [B.to_owned()],
        &LockOptions::default(),
    ));
    let lease = lease.expect("is free");
    let plan = world.plan(&both, "team", false).expect("plans");
    let failed = block_on(engine.apply_set(&plan).into_future()).expect_err("is locked");
    assert_eq!((names(&failed.report), failed.cluster.as_deref()), (vec![A.to_owned()], Some(B)));
    assert!(failed.to_string().starts_with(&format!("cluster `{B}`: cluster `{B}` is locked by ")), "{failed}");
    assert!(matches!(*failed.error, Error::State(StateError::Locked { .. })));
    let data = ErrorData::from(&failed);
    let read: ErrorData = serde_json::from_str(&serde_json::to_string(&data).expect("is data")).expect("reads");
    let ErrorFacts::ApplySetIncomplete(fields) = &read.facts else { panic!("{read:?}") };
    assert_eq!((&read, &fields.report, fields.cluster.as_str()), (&data, &failed.report, B));
    assert_eq!((&*fields.error, &data.help), (&ErrorData::from(&*failed.error), &fields.error.help));
    block_on(lease.release());

    let report = block_on(engine.apply_set(&plan).into_future()).expect("applies");
    assert_eq!((names(&report), report.cancelled), (vec![A.to_owned(), B.to_owned()], false));
}

#[test]
fn a_warning_about_the_files_of_a_set_is_given_once() {
    let unknown = |text: &str, name: &str| text.replacen("spec:\n", &format!("spec:\n  {name}: 1\n"), 1);
    let text = format!("{}{}", unknown(SPEC, "unknownOfA"), unknown(&b(), "unknownOfB"));
    let read = |text: &str| {
        let read = kops_core::spec::read(&[Source::new("set.yml", text)], UnknownFields::Warn);
        read.unwrap_or_else(|found| panic!("{found}"))
    };
    let world = World::new();
    let warnings = |objects: &Objects| {
        let planned = block_on(world.engine().plan_set(objects, &SetOptions::default())).expect("plans");
        let unknown = planned.warnings.iter().filter(|finding| finding.code == "spec/unknown-field");
        unknown.map(|finding| finding.message.split('`').nth(1).unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(warnings(&read(&text)), ["unknownOfA", "unknownOfB"]);

    // What is stored and stays is warned of as well, and what the files replace is not.
    block_on(world.engine().create(&read(SPEC))).expect("is new");
    for (key, field) in [("config", "ofCluster"), ("instancegroup/nodes-eu-west-1a", "ofNodes")] {
        let key = Key::new(format!("{A}/{key}")).expect("a key");
        let stored = block_on(world.store.get(&key)).expect("reads").expect("is there");
        let text = unknown(&String::from_utf8_lossy(&stored.value), field);
        block_on(world.store.put(&key, text.into(), Put::Any)).expect("writes");
    }
    let (cluster, _) = SPEC.split_once("---\n").expect("has several objects");
    assert_eq!(warnings(&read(cluster)), ["ofNodes"]);
    assert_eq!(warnings(&read(SPEC)), Vec::<String>::new());
}
