//! What a plan says that it will do to what runs is what the simulated account then does.

use std::collections::BTreeSet;

use futures::executor::block_on;
use kops_core::cluster_api::memory::SimulatedCluster;
use kops_core::lifecycle::rolling::RollingUpdateOptions;
use kops_core::naming::Role;
use kops_core::plan::{Disruption, Impact, Instances};
use kops_core::resource::{Change, Kind};
use kops_core::sim::Account;
use kops_core::spec::Objects;
use kops_core::state::IfMissing;
use kops_core::{Engine, Plan, PlanOptions, Spec};

const NAME: &str = "demo.kube.example.com";
const SPEC: &str = include_str!("../../../examples/fairwinds/cluster_spec.yml");
const ACCOUNT: &str = include_str!("../../../examples/fairwinds/account.json");
const HA: &str = include_str!("../scenarios/private-ha-bastion/cluster.yml");

struct World {
    account: Account,
    engine: Engine,
    spec: Spec,
}

impl World {
    /// The Fairwinds cluster, applied.
    fn new() -> Self {
        let account = Account::from_json(ACCOUNT).expect("an account");
        let world = Self { engine: Engine::simulated(account.clone()), account, spec: spec(SPEC) };
        world.store(SPEC);
        world.apply(&world.plan(SPEC));
        world
    }

    fn store(&self, text: &str) {
        let objects = Objects::from_yaml("cluster.yml", text).expect("is valid");
        block_on(self.engine.replace(&objects, IfMissing::Create)).expect("stores");
    }

    fn plan(&self, text: &str) -> Plan {
        let options = PlanOptions { prune: true, ..PlanOptions::default() };
        block_on(self.engine.plan_with(&spec(text), &options)).unwrap_or_else(|error| panic!("{error}")).plan
    }

    fn apply(&self, plan: &Plan) {
        block_on(self.engine.apply(plan).into_future()).expect("applies");
    }

    /// The instances that run, by their ids.
    fn instances(&self) -> BTreeSet<String> {
        let found = block_on(self.engine.instances(&self.spec, None)).expect("lists");
        found.iter().map(|instance| instance.id.to_string()).collect()
    }
}

fn spec(text: &str) -> Spec {
    Spec::from_yaml("cluster.yml", text).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn a_change_in_place_leaves_every_instance_and_needs_no_rolling_update() {
    let world = World::new();
    let text = SPEC
        .replace("  kubernetesApiAccess:\n  - 0.0.0.0/0", "  kubernetesApiAccess:\n  - 0.0.0.0/0\n  - 2001:db8::/32");
    let plan = world.plan(&text);
    assert!(plan.forecast.iter().all(|impact| matches!(impact, Impact::InPlace { .. })), "{:?}", plan.forecast);
    let steps = plan.steps.len();
    assert_eq!(plan.forecast, [Impact::InPlace { steps }]);
    let before = world.instances();
    world.apply(&plan);
    assert_eq!(world.instances(), before);
    let rolling = block_on(world.engine.plan_rolling_update(&spec(&text), None, &RollingUpdateOptions::default()));
    assert!(rolling.expect("plans").is_empty());
}

#[test]
fn a_new_machine_type_rolls_as_many_instances_as_the_rolling_update_then_replaces_in_the_time_that_it_states() {
    let world = World::new();
    let text = SPEC.replace("machineType: t3.large", "machineType: t3.xlarge");
    let plan = world.plan(&text);
    let rolls = plan.forecast.iter().find_map(|impact| match impact {
        Impact::RollsInstances { group, role, instances, at_worst_seconds } => {
            Some((group.as_str(), *role, *instances, *at_worst_seconds))
        }
        _ => None,
    });
    let (group, role, instances, at_worst) = rolls.expect("rolls");
    assert_eq!((group, role, instances), ("nodes", Role::Node, Instances { min: 3, max: 3 }));
    let before = world.instances();
    world.apply(&plan);
    assert_eq!(world.instances(), before, "the plan itself replaces nothing");
    let api = SimulatedCluster::new(world.account.clone(), NAME);
    let options = RollingUpdateOptions::default();
    let rolling = block_on(world.engine.plan_rolling_update(&spec(&text), Some(&api), &options)).expect("plans");
    let replaced: usize = rolling.groups.iter().map(|group| group.replace.len()).sum();
    assert_eq!(replaced, 3);
    assert_eq!(rolling.at_worst.as_secs(), at_worst);
}

#[test]
fn rolling_the_only_member_of_etcd_loses_the_quorum_meanwhile() {
    let plan = World::new().plan(&SPEC.replace("machineType: t3.medium", "machineType: t3.large"));
    assert!(plan.forecast.contains(&Impact::Quorum { members: 1, missing: 1, keeps: false }), "{:?}", plan.forecast);
    let changed = HA.replace("machineType: m6i.large", "machineType: m6i.xlarge");
    let plan = kops_core::diff(&spec(HA), &spec(&changed)).expect("plans").plan;
    assert!(plan.forecast.contains(&Impact::Quorum { members: 3, missing: 1, keeps: true }), "{:?}", plan.forecast);
}

#[test]
fn members_of_etcd_whose_instances_are_terminated_are_missing() {
    let group = |zone: &str, size: u32| {
        format!(
            "  name: control-plane-{zone}\nspec:\n  machineType: m6i.large\n  maxSize: {size}\n  minSize: {size}\n  role: \
             Master\n"
        )
    };
    let emptied = |text: &str, zone: &str| text.replace(&group(zone, 1), &group(zone, 0));
    let one_less = emptied(HA, "us-west-2c");
    let two_less = emptied(&one_less, "us-west-2b");
    let without = |text: &str, zone: &str| {
        let name = format!("control-plane-{zone}");
        let member = format!(
            "    - encryptedVolume: true\n      instanceGroup: {name}\n      name: {}\n",
            &zone[zone.len() - 1..]
        );
        let documents = text.split("---\n").filter(|document| !document.contains(&format!("  name: {name}\n")));
        documents.collect::<Vec<_>>().join("---\n").replace(&member, "")
    };
    let one = without(&without(HA, "us-west-2c"), "us-west-2b");
    for (name, old, new, expected) in [
        ("one emptied", HA, one_less.as_str(), Some((3, 1, true))),
        ("two emptied", HA, two_less.as_str(), Some((3, 2, false))),
        ("two deleted", HA, one.as_str(), Some((3, 2, false))),
        ("two added", one.as_str(), HA, Some((3, 1, true))),
    ] {
        let plan = kops_core::diff(&spec(old), &spec(new)).unwrap_or_else(|error| panic!("{name}: {error}")).plan;
        let found = plan.forecast.iter().find_map(|impact| match impact {
            Impact::Quorum { members, missing, keeps } => Some((*members, *missing, *keeps)),
            _ => None,
        });
        assert_eq!(found, expected, "{name}: {:?}", plan.forecast);
    }
}

#[test]
fn a_smaller_group_terminates_what_it_has_no_room_for() {
    let world = World::new();
    let text = SPEC.replace("maxSize: 3\n  minSize: 3", "maxSize: 1\n  minSize: 1");
    let plan = world.plan(&text);
    let expected = plan.forecast.iter().find_map(|impact| match impact {
        Impact::TerminatesInstances { instances, .. } => Some(*instances),
        _ => None,
    });
    assert_eq!(expected, Some(Instances { min: 2, max: 2 }), "{:?}", plan.forecast);
    let before = world.instances();
    world.apply(&plan);
    assert_eq!(before.difference(&world.instances()).count(), 2);
}

/// What is terminated in the account is within what was forecast.
#[test]
fn other_subnets_of_a_group_terminate_what_is_launched_elsewhere() {
    let world = World::new();
    let two = SPEC.replace("  - us-east-2b\n  - us-east-2c\n", "  - us-east-2b\n");
    assert_ne!(two, SPEC);
    for (text, forecast, terminated) in
        [(two.as_str(), Instances { min: 1, max: 3 }, 1), (SPEC, Instances { min: 0, max: 3 }, 1)]
    {
        let plan = world.plan(text);
        let expected = plan.forecast.iter().find_map(|impact| match impact {
            Impact::TerminatesInstances { instances, .. } => Some(*instances),
            _ => None,
        });
        assert_eq!(expected, Some(forecast), "{:?}", plan.forecast);
        let before = world.instances();
        world.apply(&plan);
        let after = world.instances();
        assert_eq!((before.difference(&after).count(), after.len()), (terminated, before.len()));
    }
}

#[test]
fn an_empty_group_terminates_nothing() {
    let empty = SPEC.replace("maxSize: 3\n  minSize: 3", "maxSize: 0\n  minSize: 0");
    let moved = empty.replace("  - us-east-2b\n  - us-east-2c\n", "  - us-east-2b\n");
    assert!(empty != SPEC && moved != empty);
    let plan = kops_core::diff(&spec(&empty), &spec(&moved)).unwrap_or_else(|error| panic!("{error}")).plan;
    assert!(!plan.steps.is_empty());
    let terminates = |impact: &Impact| matches!(impact, Impact::TerminatesInstances { .. });
    assert!(!plan.forecast.iter().any(terminates), "{:?}", plan.forecast);
}

/// The account replaces what gets too old later, and which instances that are depends on their age.
#[test]
fn a_limit_of_age_terminates_up_to_every_instance() {
    let with = |lifetime: &str| {
        let limited = format!("  maxInstanceLifetime: {lifetime}\n  maxSize: 3\n  minSize: 3");
        SPEC.replace("  maxSize: 3\n  minSize: 3", &limited)
    };
    for (old, new, expected) in [
        ("0s", "168h", Some(Instances { min: 0, max: 3 })),
        ("168h", "48h", Some(Instances { min: 0, max: 3 })),
        ("48h", "168h", None),
        ("48h", "0s", None),
    ] {
        let plan = kops_core::diff(&spec(&with(old)), &spec(&with(new))).unwrap_or_else(|error| panic!("{error}")).plan;
        assert_eq!(plan.steps.iter().filter(|step| step.resource.kind == Kind::AutoscalingGroup).count(), 1);
        let found = plan.forecast.iter().find_map(|impact| match impact {
            Impact::TerminatesInstances { instances, .. } => Some(*instances),
            _ => None,
        });
        assert_eq!(found, expected, "{old} to {new}: {:?}", plan.forecast);
    }
}

/// One instance is replaced alone. Then, in percent, 8 others are replaced in two rounds of 4, and 9 in two of 5.
#[test]
fn the_longest_rolling_update_of_a_group_that_scales_counts() {
    let rolls = |min: u32, max: u32, settings: &str| {
        let sizes = format!("maxSize: {max}\n  minSize: {min}\n  rollingUpdate: {settings}");
        let text = SPEC.replace("maxSize: 3\n  minSize: 3", &sizes);
        rolled(&text, &text.replace("t3.large", "t3.xlarge")).expect("rolls").1
    };
    let round = rolls(1, 1, "{maxSurge: 0, maxUnavailable: 1}");
    for (min, max, settings, rounds) in [
        (5, 10, "{maxSurge: 0, maxUnavailable: 50%}", 3),
        (10, 10, "{maxSurge: 0, maxUnavailable: 50%}", 3),
        (5, 10, "{maxSurge: 0, maxUnavailable: 1}", 10),
        (0, 1000, "{maxSurge: 0, maxUnavailable: 1%}", 199),
        (250, 10_000, "{maxSurge: 0, maxUnavailable: 1%}", 150),
        (1, 10, "{maxSurge: 50%}", 4),
    ] {
        assert_eq!(rolls(min, max, settings), rounds * round, "{min} to {max} with {settings}");
    }
}

/// Instances that a larger size adds start from the new template, and those that a smaller one has no room for are terminated.
#[test]
fn only_what_runs_now_and_stays_is_replaced_and_nothing_where_nothing_is_ever_terminated() {
    let sized = |min: u32, max: u32| format!("maxSize: {max}\n  minSize: {min}");
    let kept = "{maxSurge: 0, drainAndTerminate: false}";
    for (before, after, settings, expected) in [
        ((3, 3), (3, 3), "{}", Some((3, 3))),
        ((1, 1), (3, 3), "{}", Some((1, 1))),
        ((1, 5), (3, 9), "{}", Some((1, 5))),
        ((3, 5), (1, 2), "{}", Some((2, 2))),
        ((0, 0), (3, 3), "{}", None),
        ((3, 3), (3, 3), kept, None),
        ((3, 3), (3, 3), "{drainAndTerminate: false}", None),
    ] {
        let old = SPEC.replace("maxSize: 3\n  minSize: 3", &sized(before.0, before.1));
        let new = SPEC
            .replace("maxSize: 3\n  minSize: 3", &sized(after.0, after.1))
            .replace("t3.large", "t3.xlarge")
            .replace("  role: Node\n", &format!("  role: Node\n  rollingUpdate: {settings}\n"));
        let found = rolled(&old, &new).map(|(instances, _)| (instances.min, instances.max));
        assert_eq!(found, expected, "{before:?} to {after:?} with {settings}");
    }
}

/// The instances that a change replaces, and in how many seconds.
fn rolled(old: &str, new: &str) -> Option<(Instances, u64)> {
    let plan = kops_core::diff(&spec(old), &spec(new)).unwrap_or_else(|error| panic!("{error}")).plan;
    plan.forecast.into_iter().find_map(|impact| match impact {
        Impact::RollsInstances { instances, at_worst_seconds, .. } => Some((instances, at_worst_seconds)),
        _ => None,
    })
}

#[test]
fn the_end_of_a_cluster_terminates_everything_loses_its_data_and_leaves_the_name_of_the_api_nowhere() {
    let world = World::new();
    let plan = block_on(world.engine.plan_deletion(&world.spec)).expect("plans").plan;
    let terminated: i32 = plan
        .forecast
        .iter()
        .map(|impact| match impact {
            Impact::TerminatesInstances { instances, .. } => instances.max,
            _ => 0,
        })
        .sum();
    assert_eq!(usize::try_from(terminated).expect("is positive"), world.instances().len());
    let lost = plan.forecast.iter().find_map(|impact| match impact {
        Impact::LosesData { resources } => Some(resources.len()),
        _ => None,
    });
    let volumes = plan.steps.iter().filter(|step| step.resource.kind == Kind::Volume).count();
    assert_eq!(lost, Some(volumes));
    let unreachable = plan.forecast.iter().find_map(|impact| match impact {
        Impact::ApiUnreachable { name, .. } => Some(name.as_str()),
        _ => None,
    });
    assert_eq!(unreachable, Some(format!("api.{NAME}").as_str()));
    world.apply(&plan);
    assert!(world.instances().is_empty());
}

/// What a change of each field in place may do, as the table of kinds and fields says it: a new field has to be added here.
#[test]
fn every_field_that_changes_in_place_has_its_disruption() {
    let mut table = String::new();
    for kind in Kind::ALL {
        for field in kind.fields().iter().filter(|field| field.change == Change::InPlace) {
            let disrupts = match field.disrupts {
                None => word(kind.properties().update_disrupts),
                Some(disrupts) => format!("{disrupts:?}").to_lowercase().replace(['(', ')'], " ").trim().to_owned(),
            };
            table.push_str(&format!("{} {}: {disrupts}\n", kind.slug(), field.name));
        }
    }
    let written = include_str!("forecast.txt");
    assert_eq!(table, written, "\n{table}");
}

fn word(disruption: Disruption) -> String {
    format!("always {disruption:?}").to_lowercase()
}
