//! Plans of small clusters against accounts that are made of the same clusters.

mod cluster;
mod toy;

use super::*;
use crate::cloud::Snapshot;
use crate::graph::Graph;
use crate::resource::{Kind, Resource, ResourceId};
use cluster::{demo, edit};
use toy::Toy;

fn made(graph: &Graph, toy: &Toy) -> Plan {
    plan_with(graph, toy, &Policy::default())
}

fn plan_with(graph: &Graph, toy: &Toy, policy: &Policy) -> Plan {
    let (snapshot, store) = (toy.snapshot(), toy.store());
    plan(graph, &snapshot, &store, policy).unwrap_or_else(|errors| panic!("{errors}"))
}

/// The plan in a line for each step: `+` made, `~` changed with the fields, `-` deleted.
fn lines(plan: &Plan) -> Vec<String> {
    plan.steps
        .iter()
        .map(|step| match &step.action {
            Action::Create { .. } => format!("+ {}", step.resource),
            Action::Update { changes, .. } => {
                let fields: Vec<_> = changes.iter().map(|change| change.field.as_str()).collect();
                format!("~ {} {}", step.resource, fields.join(","))
            }
            Action::Delete { .. } => format!("- {}", step.resource),
        })
        .collect()
}

#[test]
fn a_cluster_is_made_once_and_then_there_is_nothing_to_do() {
    let graph = demo(2);
    let mut toy = Toy::default();
    let first = made(&graph, &toy);
    assert_eq!(first.steps.len(), graph.nodes.len());
    toy.apply(&first);
    let second = made(&graph, &toy);
    assert_eq!(lines(&second), Vec::<String>::new());
    assert_eq!(second.unchanged, graph.nodes.len());
}

#[test]
fn a_cluster_goes_with_everything_it_owns() {
    let graph = demo(2);
    let mut toy = Toy::of(&graph);
    let empty = Graph { cluster: graph.cluster.clone(), region: graph.region.clone(), ..Graph::default() };
    let plan = plan_with(&empty, &toy, &Policy::delete_cluster());
    eprintln!("{:#?}", lines(&plan));
    toy.apply(&plan);
    assert_eq!(toy.names(), Vec::<String>::new());
}
