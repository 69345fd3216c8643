//! The reasons that plans give for steps and changed fields, and their sources in the spec.

use super::{FieldChange, SourceRef};
use crate::diag::SpecPath;
use crate::graph::{Graph, Node, Origin};

/// Why a resource is made: what it is for.
pub(super) fn of_creation(node: &Node) -> String {
    if node.origin.reason.is_empty() { "new in the spec".to_owned() } else { node.origin.reason.clone() }
}

/// Why a resource is changed: the reason of its changes, where they have one in common.
pub(super) fn of_update(changes: &[FieldChange]) -> String {
    match changes {
        [first, rest @ ..] if rest.iter().all(|change| change.reason == first.reason) => first.reason.clone(),
        _ => "differs from the spec".to_owned(),
    }
}

/// Why everything is deleted with a cluster.
pub(crate) const WHOLE_CLUSTER: &str = "the cluster is deleted";

/// Why a resource is deleted.
pub(super) fn of_deletion(whole_cluster: bool) -> String {
    if whole_cluster { WHOLE_CLUSTER } else { "no longer in the spec" }.to_owned()
}

/// Why a field should be what it should be.
pub(super) fn of_field(origin: &Origin, field: &str) -> String {
    if origin.fields.contains_key(field) {
        "set in the spec"
    } else if origin.path.is_some() {
        "derived from the spec"
    } else {
        "kops default"
    }
    .to_owned()
}

/// Returns a field of the spec with where the user wrote it.
pub(super) fn source(graph: &Graph, path: &SpecPath) -> SourceRef {
    SourceRef { path: path.clone(), location: graph.locations.get(path).cloned() }
}
