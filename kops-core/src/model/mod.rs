//! Turns a spec into the graph of everything that the cluster is made of.
//!
//! In: a spec with every default filled in, and the facts. Out: a [`Graph`]. Each file builds one part and none looks at
//! what another built: they agree on names ([`names`]) and refer to each other by them.

mod api_firewall;
mod api_loadbalancer;
mod bastion;
pub mod codes;
mod context;
mod dns;
mod egress;
mod etcd_volumes;
mod events;
mod external_access;
mod files;
mod firewall;
mod groups;
mod iam;
mod launch_template;
mod load_balancer;
mod mixed_instances;
pub mod names;
mod network;
mod node_labels;
mod oidc;
mod routing;
mod security_group;
mod ssh_key;
mod subnets;
pub mod tags;
#[cfg(test)]
mod testing;
mod warm_pool;

use context::Context;
use names::Names;

use crate::diag::{Diagnostics, SpecPath};
use crate::facts::Facts;
use crate::graph::{Builder, Graph};
use crate::validate::ValidSpec;

/// Builds the graph of a cluster.
///
/// # Errors
/// What the spec asks for and the facts do not have, and resources that are asked for twice.
pub fn build(spec: &ValidSpec, facts: &Facts) -> Result<Graph, Diagnostics> {
    let built = build_graph(&Context {
        cluster: &spec.cluster,
        groups: &spec.groups,
        ssh_credentials: &spec.ssh_credentials,
        facts,
        names: Names::new(spec.cluster.name()),
    });
    let locate = |path: &SpecPath| spec.sources.locate(path);
    let mut graph = built.map_err(|mut problems| {
        problems.locate(locate);
        problems.sort();
        problems
    })?;
    graph.place(locate);
    Ok(graph)
}

fn build_graph(context: &Context<'_>) -> Result<Graph, Diagnostics> {
    let mut graph = Builder::new(context.names.cluster(), &context.facts.region);
    network::build(context, &mut graph);
    subnets::build(context, &mut graph);
    routing::build(context, &mut graph);
    firewall::build(context, &mut graph);
    external_access::build(context, &mut graph);
    api_loadbalancer::build(context, &mut graph);
    bastion::build(context, &mut graph);
    dns::build(context, &mut graph);
    files::build(context, &mut graph);
    ssh_key::build(context, &mut graph);
    iam::build(context, &mut graph);
    oidc::build(context, &mut graph);
    etcd_volumes::build(context, &mut graph);
    groups::build(context, &mut graph);
    events::build(context, &mut graph);
    graph.finish()
}
