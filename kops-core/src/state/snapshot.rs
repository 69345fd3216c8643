//! The part of the state store that a plan looks at.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::graph::Graph;
use crate::resource::Resource;
use crate::state::Version;

/// The objects of the state store that may belong to a cluster's graph, by their key below the cluster's base.
///
/// Whoever reads the store fills it with everything below [`StoreView::folders`] and with [`StoreView::files`]. Keys and
/// secrets are never part of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StoreView {
    /// The objects: `addons/bootstrap-channel.yaml`.
    pub objects: BTreeMap<String, StoreObject>,
}

/// An object of the state store. `Debug` shows how long it is and nothing of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreObject {
    /// What is in it, as text.
    pub content: String,
    /// Its version.
    pub version: Version,
}

impl fmt::Debug for StoreObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoreObject").field("bytes", &self.content.len()).field("version", &self.version).finish()
    }
}

/// The folders that hold nothing but managed files.
const FOLDERS: &[&str] = &["addons", "igconfig", "manifests"];

impl StoreView {
    /// The folders that a graph fills: what is there and not in the graph is obsolete.
    ///
    /// In a folder for which the graph has nothing, everything is another's: what kops wrote there stays.
    pub fn folders(graph: &Graph) -> Vec<&'static str> {
        let filled = |folder: &&&str| keys(graph).any(|key| is_below(key, folder));
        FOLDERS.iter().filter(filled).copied().collect()
    }

    /// The keys of the graph's managed files outside of [`StoreView::folders`].
    pub fn files(graph: &Graph) -> Vec<&str> {
        let folders = Self::folders(graph);
        keys(graph).filter(|key| !folders.iter().any(|folder| is_below(key, folder))).collect()
    }
}

/// True where a key lies in a folder.
pub(super) fn is_below(key: &str, folder: &str) -> bool {
    key.split_once('/').is_some_and(|(first, _)| first == folder)
}

fn keys(graph: &Graph) -> impl Iterator<Item = &str> {
    graph.nodes.values().filter_map(|node| match &node.resource {
        Resource::ManagedFile(file) => Some(file.key.as_str()),
        _ => None,
    })
}
