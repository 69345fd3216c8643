//! Turns a spec into the graph of everything that the cluster is made of.
//!
//! In: a spec with every default filled in, and the facts. Out: a [`Graph`]. Each file builds one part and none looks at
//! what another built: they agree on names ([`names`]) and refer to each other by them.

mod context;
mod etcd_volumes;
mod events;
mod groups;
mod iam;
mod launch_template;
mod mixed_instances;
pub mod names;
mod node_labels;
mod oidc;
mod ssh_key;
pub mod tags;
mod warm_pool;

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
    ssh_key::build(&context, &mut graph);
    iam::build(&context, &mut graph);
    oidc::build(&context, &mut graph);
    etcd_volumes::build(&context, &mut graph);
    groups::build(&context, &mut graph);
    events::build(&context, &mut graph);
    graph.finish()
}
