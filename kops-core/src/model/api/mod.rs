//! What leads to the cluster from outside: the load balancers of the API and of bastions, and the records of their names.

mod bastion;
mod dns;
mod endpoint;
mod load_balancer;

use super::Context;
use crate::graph::Builder;

/// Adds load balancers and records.
pub(super) fn build(context: &Context<'_>, graph: &mut Builder) {
    endpoint::build(context, graph);
    bastion::build(context, graph);
    dns::build(context, graph);
}
