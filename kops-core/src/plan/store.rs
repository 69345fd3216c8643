//! The part of the state store that a plan looks at.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::graph::Graph;
use crate::resource::Resource;
use crate::state::Version;

/// The objects of the state store that may belong to a cluster's graph, by their key below the cluster's base.
///
/// Whoever reads the store fills it with everything below [`StoreView::FOLDERS`] and with [`StoreView::files`]. Keys and
/// secrets are never part of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StoreView {
    /// The objects: `addons/bootstrap-channel.yaml`.
    pub objects: BTreeMap<String, StoreObject>,
}

/// An object of the state store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreObject {
    /// What is in it, as text.
    pub content: String,
    /// Its version.
    pub version: Version,
}

impl StoreView {
    /// The folders that hold nothing but managed files: what is there and not in a graph is obsolete.
    pub const FOLDERS: &'static [&'static str] = &["addons", "igconfig", "manifests"];

    /// The keys of the graph's managed files outside of [`StoreView::FOLDERS`].
    pub fn files(graph: &Graph) -> Vec<&str> {
        let files = graph.nodes.values().filter_map(|node| match &node.resource {
            Resource::ManagedFile(file) => Some(file.key.as_str()),
            _ => None,
        });
        files.filter(|key| !Self::is_in_folder(key)).collect()
    }

    /// True where a key lies in a folder that holds nothing but managed files.
    pub(super) fn is_in_folder(key: &str) -> bool {
        key.split_once('/').is_some_and(|(folder, _)| Self::FOLDERS.contains(&folder))
    }
}
