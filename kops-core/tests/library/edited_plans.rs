//! Saved plans that were edited: also with a new hash they do nothing that no plan would do.

use std::sync::Arc;

use futures::executor::block_on;
use kops_core::apply::{SimulatedClock, SimulatedEntropy};
use kops_core::cloud::Observed;
use kops_core::engine::{SetAction, SetOptions, SetPlan};
use kops_core::plan::{Action, Disruption, ParsePlanError, Plan, Step, StepId};
use kops_core::render::Format;
use kops_core::resource::{CloudId, DnsRecord, Kind, ManagedFile, Resource, ResourceId, SecurityGroup, Tags};
use kops_core::spec::Objects;
use kops_core::state::{Key, MemoryStore, Put, StateStore as _};
use kops_core::{Engine, Error, PlanOptions, sim::Account};

const NAME: &str = "demo.kube.example.com";
const SPEC: &str = include_str!("../../../examples/fairwinds/cluster_spec.yml");
const ACCOUNT: &str = include_str!("../../../examples/fairwinds/account.json");

struct World {
    account: Account,
    store: Arc<MemoryStore>,
    engine: Engine,
}

impl World {
    fn new() -> Self {
        let (account, store) = (Account::from_json(ACCOUNT).expect("an account"), Arc::new(MemoryStore::default()));
        let clock = SimulatedClock::default();
        let engine =
            Engine::builder(account.clone()).store(store.clone()).clock(clock).entropy(SimulatedEntropy).build();
        let objects = Objects::from_yaml("spec.yml", SPEC).expect("a spec");
        block_on(engine.create(&objects)).expect("is new");
        Self { account, store, engine }
    }

    /// One in which the cluster is made, and with what others have.
    fn made() -> Self {
        let world = Self::new();
        world.apply(&world.plan()).expect("is applied");
        for (id, owner) in [("sg-0fffffffffffffff1", Some("other.example.com")), ("sg-0fffffffffffffff2", None)] {
            world.account.place(id, group(id, owner)).expect("can stand there");
        }
        let ours = world.account.resources().into_iter().find_map(|found| match found.resource {
            Resource::DnsRecord(record) => Some(record),
            _ => None,
        });
        let record = DnsRecord {
            zone: ours.expect("a record").zone,
            name: "www.kube.example.com".into(),
            record_type: "A".into(),
            ttl: Some(60),
            values: Some(vec!["198.51.100.1".into()]),
            ..DnsRecord::default()
        };
        let id = CloudId::composite([record.zone.as_str(), record.name.as_str(), record.record_type.as_str()]);
        world.account.place(id, record).expect("can stand there");
        world
    }

    fn plan(&self) -> Plan {
        let spec = block_on(self.engine.load(NAME)).expect("is stored");
        block_on(self.engine.plan(&spec)).expect("plans").plan
    }

    fn apply(&self, plan: &Plan) -> Result<(), Error> {
        block_on(self.engine.apply(plan).into_future()).map(drop)
    }

    fn find(&self, kind: Kind, id: Option<&str>) -> Observed {
        let found = self.account.resources().into_iter();
        let mut found = found.filter(|found| found.resource.kind() == kind);
        found.find(|found| id.is_none_or(|id| found.id.as_str() == id)).expect("is there")
    }
}

fn group(name: &str, owner: Option<&str>) -> SecurityGroup {
    let tags = owner.map(|owner| ("KubernetesCluster".to_owned(), owner.to_owned()));
    SecurityGroup {
        name: name.trim_start_matches("sg-").into(),
        description: Some("of others".into()),
        vpc: "vpc-0a1b2c3d4e5f60718".into(),
        tags: tags.into_iter().collect::<Tags>(),
    }
}

fn edited(mut plan: Plan, edit: impl FnOnce(&mut Plan)) -> Plan {
    edit(&mut plan);
    plan
}

fn deletion(name: &str, found: &Observed) -> Step {
    Step {
        id: StepId(1),
        resource: ResourceId::new(found.resource.kind(), name),
        action: Action::Delete { id: found.id.clone(), current: found.resource.clone() },
        depends_on: Vec::new(),
        reason: String::new(),
        source: None,
        disruption: Disruption::None,
    }
}

#[test]
fn an_edited_file_is_not_a_plan_any_more() {
    let plan = World::new().plan();
    let text = plan.to_json();
    assert_eq!(Plan::from_json(&text).expect("a plan"), plan);
    for (from, to) in [
        (NAME, "other.example.com"),
        ("\"disruption\": \"none\"", "\"disruption\": \"data\""),
        ("ec2:DescribeRegions", "*"),
    ] {
        assert!(text.contains(from), "{from}");
        let edited = Plan::from_json(&text.replacen(from, to, 1)).expect_err("was edited");
        assert!(matches!(edited, ParsePlanError::Edited), "{edited}");
    }
    let without = text.lines().filter(|line| !line.trim_start().starts_with("\"hash\"")).collect::<String>();
    assert!(matches!(Plan::from_json(&without), Err(ParsePlanError::Edited)));
}

/// A change of a set's plan file.
type Edit = fn(&mut SetPlan);

/// The plan of a set with one cluster, of which one instance group left.
fn set_plan(world: &World) -> SetPlan {
    let plan = |text: &str, prune| {
        let options = SetOptions { prune, ..SetOptions::default() };
        let objects = Objects::from_yaml("set.yml", text).expect("objects");
        block_on(world.engine.plan_set(&objects, &options)).expect("plans").plan
    };
    let (_, nodes) = SPEC.rsplit_once("---\n").expect("has several objects");
    let whole = plan(&format!("{SPEC}---\n{}", nodes.replace("name: nodes", "name: extra")), false);
    block_on(world.engine.apply_set(&whole).into_future()).expect("applies");
    plan(SPEC, true)
}

#[test]
fn an_edited_file_is_not_the_plan_of_a_set_any_more() {
    let plan = set_plan(&World::new());
    assert_eq!(plan.clusters[0].deleted_groups, ["extra"]);
    let text = plan.to_json();
    assert_eq!(SetPlan::from_json(&text).expect("a plan"), plan);
    for (from, to) in [
        ("\"action\": \"apply\"", "\"action\": \"delete\""),
        ("\"deleted_groups\": [\n        \"extra\"", "\"deleted_groups\": [\n        \"nodes\""),
        ("maxSize: ", "maxSize: 9"),
        ("\"cluster\": \"demo.", "\"cluster\": \"other."),
        ("\"changed_objects\": []", "\"changed_objects\": [{\"kind\": \"Cluster\", \"name\": \"a\"}]"),
        ("\"set\": \"default\"", "\"set\": \"team\""),
        ("\"delete\": ", "\"delete\": 1"),
        ("\"prune\": true", "\"prune\": false"),
        ("\"hash\": \"", "\"hash\": \"0"),
    ] {
        assert!(text.contains(from), "{from}");
        let edited = SetPlan::from_json(&text.replacen(from, to, 1)).expect_err(from);
        assert!(matches!(edited, ParsePlanError::Edited), "{from}: {edited}");
    }
    let format = SetPlan::from_json(&text.replacen("\"format\": ", "\"format\": 9", 1)).expect_err("is another format");
    assert!(matches!(format, ParsePlanError::Format { .. }), "{format}");
}

#[test]
fn a_set_stores_and_deletes_nothing_else_than_is_planned() {
    let world = World::new();
    let planned = set_plan(&world);
    let all = |world: &World| {
        let keys = block_on(world.store.list(&Key::default())).expect("lists");
        let object = |key: &Key| block_on(world.store.get(key)).expect("reads").expect("is there").version;
        (world.account.resources(), keys.iter().map(object).collect::<Vec<_>>(), keys)
    };
    let before = all(&world);
    let cases: [(&str, Edit); 7] = [
        ("its action is not that of its steps, whose plan keeps the cluster", |plan| {
            plan.clusters[0].action = SetAction::Delete;
        }),
        ("its action is not that of its steps, whose plan deletes the cluster", |plan| {
            plan.clusters[0].plan.options.delete_cluster = true;
        }),
        ("it deletes the instance group `extra` from the state store only", |plan| {
            plan.clusters[0].plan.options.prune = false;
        }),
        ("it deletes the instance group `masters` from the state store only", |plan| {
            plan.clusters[0].deleted_groups = vec!["masters".into()];
        }),
        ("it changes `demo.kube.example.com`", |plan| plan.clusters[0].cluster = "other.example.com".into()),
        ("it changes `other.example.com`", |plan| plan.clusters[0].plan.cluster = "other.example.com".into()),
        ("it changes `other.example.com`", |plan| {
            let objects = &mut plan.clusters[0].objects;
            *objects = objects.replace("kops.k8s.io/cluster: demo.kube", "kops.k8s.io/cluster: other");
        }),
    ];
    for (expected, edit) in cases {
        let mut plan = planned.clone();
        edit(&mut plan);
        let error = apply_set(&world, &plan, expected);
        assert!(matches!(error, Error::InvalidPlan(_)) && error.to_string().contains(expected), "{expected}: {error}");
        assert_eq!(all(&world), before, "{expected}");
    }
    let mut elsewhere = planned.clone();
    elsewhere.clusters[0].plan.region = "eu-west-1".into();
    assert!(matches!(apply_set(&world, &elsewhere, "is elsewhere"), Error::TargetMismatch { .. }));
    assert_eq!(all(&world), before);
    // The plan as it was made is applied.
    let report = block_on(world.engine.apply_set(&planned).into_future());
    assert_eq!(report.expect("applies").clusters.len(), 1);
}

#[test]
fn names_in_the_plan_of_a_set_are_no_markup_and_move_no_cursor() {
    let mut plan = set_plan(&World::new());
    plan.clusters[0].cluster = "demo\u{1b}[2J<b>".into();
    plan.clusters[0].deleted_groups = vec!["nodes\u{1b}[2J<b>".into()];
    for (format, shown) in [(Format::Text, r"\x1b[2J<b>"), (Format::Markdown, r"\\x1b[2J&lt;b&gt;")] {
        let report = plan.report(format);
        assert!(!report.contains('\u{1b}'), "{report}");
        for name in ["demo", "nodes"] {
            assert!(report.contains(&format!("{name}{shown}")), "{report}");
        }
    }
}

#[track_caller]
fn apply_set(world: &World, plan: &SetPlan, expected: &str) -> Error {
    let plan = SetPlan::from_json(&plan.to_json()).expect("its hash was computed anew");
    let applied = block_on(world.engine.apply_set(&plan).into_future());
    applied.expect_err(expected).into()
}

#[test]
fn what_is_not_the_clusters_is_not_deleted_whatever_a_plan_says() {
    let world = World::made();
    let volume = world.find(Kind::Volume, None);
    let gateway = world.find(Kind::NatGateway, None);
    let vpc = world.find(Kind::Vpc, None);
    let group = |id| world.find(Kind::SecurityGroup, Some(id));
    let (others, nobodys) = (group("sg-0fffffffffffffff1"), group("sg-0fffffffffffffff2"));
    let ours = world.account.resources().into_iter().find(|found| match &found.resource {
        Resource::SecurityGroup(group) => group.name == format!("nodes.{NAME}"),
        _ => false,
    });
    let ours = ours.expect("is there");
    let record = world.account.resources().into_iter().find(|found| match &found.resource {
        Resource::DnsRecord(record) => record.name.starts_with("www."),
        _ => false,
    });
    let named = |found: &Observed| match &found.resource {
        Resource::Volume(volume) => volume.tags["Name"].clone(),
        Resource::SecurityGroup(group) => group.name.clone(),
        _ => found.id.0.clone(),
    };
    let nothing = PlanOptions::default();
    let all =
        PlanOptions { prune: true, allow: ["*".to_owned()].into(), delete_cluster: true, ..PlanOptions::default() };
    let prune = PlanOptions { prune: true, ..PlanOptions::default() };
    for (found, options, expected) in [
        (&others, &all, "which belongs to the cluster `other.example.com`"),
        (&nobodys, &all, "and nothing in the account shows that it belongs to the cluster"),
        (&gateway, &all, "which is shared"),
        (&vpc, &all, "which is shared"),
        (record.as_ref().expect("is there"), &all, "and nothing in the account shows that it belongs to the cluster"),
        (&volume, &nothing, "which only `--allow volume/"),
        (&volume, &prune, "which only `--allow volume/"),
        (&ours, &nothing, "which only `--prune` deletes"),
        (&ours, &prune, "which is still in use by "),
    ] {
        let plan = edited(world.plan(), |plan| {
            plan.options = options.clone();
            plan.steps = vec![deletion(&named(found), found)];
        });
        refused(&world, &plan, expected);
    }
    let allowed = PlanOptions { allow: ["volume/harmless".to_owned()].into(), ..PlanOptions::default() };
    let plan = edited(world.plan(), |plan| {
        plan.options = allowed;
        plan.steps = vec![deletion("harmless", &volume)];
    });
    refused(&world, &plan, "whose name is volume/");
}

#[test]
fn a_plan_writes_nothing_of_another_cluster() {
    let world = World::new();
    let plan = edited(world.plan(), |plan| plan.cluster = "other.example.com".into());
    refused(&world, &plan, "which belongs to the cluster `demo.kube.example.com`");

    let world = World::made();
    let fresh = World::new().plan();
    let rule = fresh.steps.iter().find(|step| step.resource.kind == Kind::SecurityGroupRule).expect("a rule");
    let Action::Create { desired: Resource::SecurityGroupRule(rule) } = &rule.action else { panic!("{rule:?}") };
    for (group, expected) in [
        ("sg-0fffffffffffffff1", "would be a part of `sg-0fffffffffffffff1`"),
        ("sg-0fffffffffffffff2", "would be a part of `sg-0fffffffffffffff2`"),
    ] {
        let desired = Resource::from(kops_core::resource::SecurityGroupRule { group: group.into(), ..rule.clone() });
        let step = Step {
            resource: ResourceId::new(Kind::SecurityGroupRule, "door"),
            action: Action::Create { desired },
            ..deletion("door", &world.find(Kind::SecurityGroup, Some(group)))
        };
        refused(&world, &edited(world.plan(), |plan| plan.steps = vec![step]), expected);
    }
}

#[test]
fn a_plan_neither_writes_nor_deletes_the_objects_of_users_and_keys() {
    let world = World::made();
    let planned = world.plan();
    let keys = ["config", "instancegroup/nodes", "pki/private/ca/keyset.yaml", "secrets/admin"];
    for key in keys {
        let path = Key::new(format!("{NAME}/{key}")).expect("a key");
        block_on(world.store.put(&path, "theirs".into(), Put::Any)).expect("writes");
    }
    let file = |key: &str| ManagedFile { key: key.into(), content: "theirs".into(), public: false };
    for key in keys {
        let found = Observed {
            id: key.into(),
            resource: file(key).into(),
            outputs: kops_core::resource::Outputs::new(),
            deleting: false,
        };
        let delete = deletion(key, &found);
        let update = Action::Update {
            id: key.into(),
            current: file(key).into(),
            desired: ManagedFile { content: "ours".into(), ..file(key) }.into(),
            changes: Vec::new(),
        };
        for step in [Step { action: update, ..delete.clone() }, delete] {
            let plan = edited(planned.clone(), |plan| plan.steps = vec![step]);
            let refused = world.apply(&plan).expect_err(key).to_string();
            assert!(
                refused.contains("is not an object that updates write") || refused.contains("is gone"),
                "{refused}"
            );
        }
        let path = Key::new(format!("{NAME}/{key}")).expect("a key");
        let left = block_on(world.store.get(&path)).expect("reads").expect("is there");
        assert_eq!(left.value, "theirs");
    }
}

#[test]
fn a_plan_of_objects_of_the_state_store_only_is_for_the_cluster_that_it_was_made_for() {
    let world = World::new();
    let files = edited(world.plan(), |plan| {
        plan.steps.retain(|step| step.resource.kind == Kind::ManagedFile);
        plan.steps.iter_mut().for_each(|step| step.depends_on.clear());
    });
    let keys = |world: &World| block_on(world.store.list(&Key::default())).expect("lists");
    let before = keys(&world);
    for completed_only in [false, true] {
        let plan = edited(files.clone(), |plan| {
            plan.cluster = "other.example.com".into();
            if completed_only {
                plan.steps.retain(|step| step.resource.name == "cluster-completed.spec");
                plan.steps.iter_mut().for_each(|step| step.source = None);
            }
        });
        assert!(!plan.steps.is_empty());
        refused(&world, &plan, &format!("which belongs to the cluster `{NAME}`"));
    }
    assert_eq!(keys(&world), before);
}

/// The plan is refused with a reason, although its hash is right, and nothing is done.
#[track_caller]
fn refused(world: &World, plan: &Plan, expected: &str) {
    let plan = Plan::from_json(&plan.to_json()).expect("its hash was computed anew");
    let before = world.account.resources();
    let error = world.apply(&plan).expect_err("is refused");
    let Error::PlanNotAllowed(violations) = &error else { panic!("{error}") };
    assert!(violations.iter().any(|violation| violation.to_string().contains(expected)), "{expected}: {error}");
    assert_eq!(world.account.resources(), before);
}
