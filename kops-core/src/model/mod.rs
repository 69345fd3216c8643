//! Turns a spec into the graph of everything that the cluster is made of.
//!
//! In: a spec with every default filled in, and the facts. Out: a [`Graph`]. Each file builds one part and none looks at
//! what another built: they agree on names ([`names`]) and refer to each other by them.

mod context;
pub mod names;
pub mod tags;

use context::Context;
use names::Names;

use crate::diag::Diagnostics;
use crate::facts::Facts;
use crate::graph::{Builder, Graph};
use crate::spec::Spec;

/// Builds the graph of a cluster.
///
/// # Errors
/// What the spec asks for and the facts do not have, and resources that are asked for twice.
pub fn build(spec: &Spec, facts: &Facts) -> Result<Graph, Diagnostics> {
    let context = Context {
        cluster: &spec.cluster,
        groups: &spec.groups,
        ssh_credentials: &spec.ssh_credentials,
        additional: &spec.additional,
        facts,
        names: Names::new(spec.cluster.name()),
    };
    let mut graph = Builder::new(spec.cluster.name(), &facts.region);
    let _ = (&context, &mut graph);
    graph.finish()
}
