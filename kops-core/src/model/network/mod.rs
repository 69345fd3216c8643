//! The VPC, its subnets, and what leads out of them.

mod egress;
mod routing;
mod subnets;
mod vpc;

use super::Context;
use crate::graph::Builder;

/// Adds the network.
pub(super) fn build(context: &Context<'_>, graph: &mut Builder) {
    vpc::build(context, graph);
    subnets::build(context, graph);
    routing::build(context, graph);
}
