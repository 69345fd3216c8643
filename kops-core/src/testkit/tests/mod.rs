//! The master property: apply, plan again, nothing to do; from any start and after any mishap.

mod cluster;
mod clusters;
mod samples;

use super::block_on;
use super::world::World;
use crate::cloud::{Cloud, Scope};
use crate::graph::Graph;
use crate::plan::PlanOptions;

/// Plans and applies until nothing is left to do.
fn converge<C: Cloud>(world: &World<C>, graph: &Graph) -> Result<(), String> {
    block_on(world.converge(graph, &Scope::of(graph), &PlanOptions::default()))
}

/// Deletes a cluster with everything that it owns.
fn delete<C: Cloud>(world: &World<C>, graph: &Graph) -> Result<(), String> {
    let empty = Graph { cluster: graph.cluster.clone(), region: graph.region.clone(), ..Graph::default() };
    block_on(world.converge(&empty, &Scope::of(graph), &PlanOptions::delete_cluster()))
}

/// The numbers of a graph's steps.
fn steps(graph: &Graph) -> std::ops::RangeInclusive<u32> {
    1..=u32::try_from(graph.nodes.len()).expect("few nodes")
}
