//! One resource of every kind, as a cluster.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::super::{Subject, World, block_on, samples};
use super::{converge, delete, steps};
use crate::cloud::memory::{Account, Delays};
use crate::cloud::{Fault, FaultInjecting, Scope};
use crate::graph::{Builder, Graph, Origin};
use crate::plan::PlanOptions;
use crate::resource::{Kind, Resource, ResourceId};

#[test]
fn complete_samples_set_every_field_of_every_kind() {
    let samples = samples::complete();
    for kind in Kind::ALL {
        let default = Resource::from_fields(*kind, Value::Object(Map::new())).expect("defaults").to_value();
        let of_kind: Vec<_> = samples.iter().filter(|sample| sample.kind() == *kind).map(Resource::to_value).collect();
        for field in kind.fields() {
            let is_set = |fields: &Map<String, Value>| fields.get(field.name) != default.get(field.name);
            assert!(of_kind.iter().any(is_set), "no sample sets `{}` of a {}", field.name, kind.title());
        }
    }
    assert!(samples.iter().all(|sample| sample.references().is_empty()));
}

#[test]
fn samples_of_a_cluster_have_every_kind() {
    let made: BTreeSet<Kind> = graph().nodes.keys().map(|id| id.kind).collect();
    let missing: Vec<_> =
        Kind::ALL.iter().filter(|kind| !made.contains(kind) && !kind.properties().made_in_cluster).collect();
    assert_eq!(missing, [&Kind::DnsZoneAssociation, &Kind::ManagedFile, &Kind::Keyset, &Kind::Secret]);
}

/// The samples as a cluster's graph.
fn graph() -> Graph {
    let subject = Subject::simulated();
    let mut builder = Builder::new("conformance.example.com", &subject.region);
    let gateway = ResourceId::new(Kind::InternetGateway, "gateway");
    for sample in samples::cluster(&subject, "conformance.example.com") {
        let id = builder.own(&sample.id.name, sample.resource, Origin::default());
        if matches!(id.kind, Kind::NatGateway | Kind::ClassicLoadBalancer | Kind::NetworkLoadBalancer) {
            builder.after(&id, gateway.clone());
        }
    }
    builder.finish().expect("a graph")
}

fn account() -> Account {
    Subject::simulated_account()
}

#[test]
fn a_cluster_is_made_once_and_deleted_without_a_trace() {
    let graph = graph();
    let account = account();
    let world = World::new(account.clone());
    let first = block_on(world.plan(&graph, &Scope::of(&graph), &PlanOptions::default())).expect("plans");
    assert_eq!(first.steps.len(), graph.nodes.len());
    assert!(block_on(world.apply(&first)).expect("applies").is_complete());
    let second = block_on(world.plan(&graph, &Scope::of(&graph), &PlanOptions::default())).expect("plans");
    assert!(second.steps.is_empty(), "{:#?}", second.steps);
    delete(&world, &graph).expect("deletes");
    assert!(account.resources().is_empty(), "{:?}", account.resources());
    assert_eq!(account.instance_count(), 0);
}

#[test]
fn a_cluster_converges_after_a_cut_at_every_step() {
    let graph = graph();
    let scope = Scope::of(&graph);
    for step in steps(&graph) {
        for after in [false, true] {
            let account = account();
            let cut = FaultInjecting::new(account.clone());
            let world = World::new(if after { cut.cut_after(step) } else { cut.cut_before(step) });
            let plan = block_on(world.plan(&graph, &scope, &PlanOptions::default())).expect("plans");
            assert!(!block_on(world.apply(&plan)).expect("runs").is_complete(), "the run is cut");
            let world = world.with_cloud(account.clone());
            assert_eq!(converge(&world, &graph), Ok(()), "cut at step {step}, after: {after}");
            delete(&world, &graph).expect("deletes");
            assert!(account.resources().is_empty(), "cut at step {step}: {:?}", account.resources());
        }
    }
}

#[test]
fn a_cluster_is_deleted_after_a_cut_at_every_step() {
    let graph = graph();
    let scope = Scope::of(&graph);
    let made = account();
    converge(&World::new(made.clone()), &graph).expect("is made");
    for step in steps(&graph) {
        let account = made.copy();
        let world = World::new(FaultInjecting::new(account.clone()).cut_after(step));
        let empty = Graph { nodes: Default::default(), ..graph.clone() };
        let plan = block_on(world.plan(&empty, &scope, &PlanOptions::delete_cluster())).expect("plans");
        block_on(world.apply(&plan)).expect("runs");
        delete(&world.with_cloud(account.clone()), &graph).expect("deletes");
        assert!(account.resources().is_empty(), "cut at step {step}: {:?}", account.resources());
    }
}

#[test]
fn a_cluster_is_made_in_one_run_whatever_passes() {
    let graph = graph();
    let scope = Scope::of(&graph);
    let faults = [Fault::Broken, Fault::LostAnswer, Fault::Throttled(3), Fault::Internal(2)];
    for fault in faults {
        let every = steps(&graph);
        let account = account().with_delays(Delays { available: 3, gone: 3, visible: 0 });
        let world = World::new(every.fold(FaultInjecting::new(account.clone()), |cloud, step| cloud.at(step, fault)));
        let plan = block_on(world.plan(&graph, &scope, &PlanOptions::default())).expect("plans");
        let report = block_on(world.apply(&plan)).expect("runs");
        assert!(report.is_complete(), "{fault:?}: {:?}", report.failed);
        let again = block_on(world.plan(&graph, &scope, &PlanOptions::default())).expect("plans");
        assert!(again.steps.is_empty(), "{fault:?}: {:#?}", again.steps);
    }
}

#[test]
fn a_cluster_is_made_in_an_account_that_shows_things_late() {
    let graph = graph();
    let account = account().with_delays(Delays { available: 2, gone: 2, visible: 3 });
    let world = World::new(account.clone());
    assert_eq!(converge(&world, &graph), Ok(()));
    delete(&world, &graph).expect("deletes");
    assert!(account.resources().is_empty(), "{:?}", account.resources());
}
