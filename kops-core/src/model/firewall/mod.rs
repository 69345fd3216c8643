//! Security groups of instances and load balancers, and who may reach whom.

pub(super) mod api;
mod external_access;
mod roles;
pub(super) mod security_group;

pub(super) use roles::{add_groups, allow_egress, pairs};

use super::Context;
use crate::graph::Builder;

/// Adds the security groups of instances, and the rules that follow from the spec.
pub(super) fn build(context: &Context<'_>, graph: &mut Builder) {
    roles::build(context, graph);
    external_access::build(context, graph);
}
