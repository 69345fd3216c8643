//! What nodes read when they boot: the static pods of control planes and the files that go with them.

mod environment;
mod etcd_manager;
mod static_pods;

use serde_json::Value;

use crate::graph::{Builder, Origin};
use crate::model::Context;
use crate::resource::{ManagedFile, Text};

/// Adds the static pods.
pub(super) fn build(context: &Context<'_>, graph: &mut Builder) {
    static_pods::build(context, graph);
    etcd_manager::build(context, graph);
}

/// Adds a pod that nodeup puts among the static pods of a node.
fn pod(name: &str, key: &str, pod: &Value, origin: Origin, graph: &mut Builder) {
    let content = Text::yaml(pod);
    graph.own(name, ManagedFile { key: key.to_owned(), content, public: false }, origin);
}
