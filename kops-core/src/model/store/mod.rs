//! Objects of the state store: what the cluster is, and its keys.

mod completed_spec;
mod discovery;
mod files;
mod keys;

use crate::graph::Builder;
use crate::model::Context;

/// Adds the files and the keys of the cluster.
pub(super) fn build(context: &Context<'_>, graph: &mut Builder) {
    files::build(context, graph);
    discovery::build(context, graph);
    keys::build(context, graph);
}
