//! What a state store holds of a cluster at one moment, as far as a plan looks at it.

use std::collections::BTreeMap;
use std::fmt;

use futures::future::try_join_all;
use serde::{Deserialize, Serialize};

use super::clusters::a_file;
use super::{Clusters, Key, Layout, StateError, Version, keys};
use crate::graph::Graph;
use crate::naming::paths::{self, MANAGED_FOLDERS};
use crate::pki;
use crate::resource::{Outputs, Resource};

/// The objects of the state store that may belong to a cluster's graph, by their key below the cluster's base.
///
/// [`StoreView::read`] fills it with everything below [`StoreView::folders`] and with [`StoreView::files`]. Objects at
/// [`StoreView::elsewhere`] are read from their buckets. Private keys and secrets are never part of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StoreView {
    /// The objects: `addons/bootstrap-channel.yaml`.
    pub objects: BTreeMap<String, StoreObject>,
    /// The public outputs of the graph's keysets that exist, by name.
    pub keysets: BTreeMap<String, Outputs>,
    /// The outputs of the graph's secrets that exist, by name. They tell nothing of what is secret: the hash of those that users
    /// give, where a node's configuration has it.
    pub secrets: BTreeMap<String, Outputs>,
}

/// An object of the state store. `Debug` shows how long it is and nothing of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreObject {
    /// What is in it, as text. Of an addon that holds a secret of the store, its manifest has the secret's hash in the place of the
    /// secret.
    pub content: String,
    /// Its version.
    pub version: Version,
    /// Everyone can read it by its own ACL. Only looked up for objects that should be public.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub public: bool,
}

impl fmt::Debug for StoreObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { content, version, public } = self;
        f.debug_struct("StoreObject")
            .field("bytes", &content.len())
            .field("version", version)
            .field("public", public)
            .finish()
    }
}

impl StoreView {
    /// Reads the managed files of a cluster: everything in the folders that the graph fills, and its other files.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn read(clusters: &Clusters<'_>, graph: &Graph) -> Result<Self, StateError> {
        let layout = Layout::new(&graph.cluster)?;
        let folders = Self::folders(graph).into_iter().map(|folder| layout.file(folder));
        let folders = folders.collect::<Result<Vec<_>, _>>()?;
        let listed = try_join_all(folders.iter().map(|folder| clusters.store.list(folder))).await?;
        let mut keys = listed.concat();
        for file in Self::files(graph) {
            keys.push(layout.file(file)?);
        }
        let found = clusters.get_each(&keys).await.into_iter().map(a_file).collect::<Result<Vec<_>, _>>()?;
        let objects = keys.iter().zip(found).filter_map(|(key, found)| {
            let found = found?;
            let content = pki::seal(&String::from_utf8_lossy(&found.value)).into_owned();
            Some((below(&layout, key), StoreObject { content, version: found.version, public: false }))
        });
        let objects = objects.collect();
        Ok(Self { objects, ..Self::read_keys(clusters, graph).await? })
    }

    /// Reads what a plan needs to know of the graph's keysets and secrets.
    ///
    /// # Errors
    /// Where the store cannot be read, and a keyset that is there cannot be.
    pub(crate) async fn read_keys(clusters: &Clusters<'_>, graph: &Graph) -> Result<Self, StateError> {
        let layout = Layout::new(&graph.cluster)?;
        let keysets = keys::keysets(clusters, &layout, graph).await?;
        let secrets = keys::secrets(clusters, &layout, graph).await?;
        Ok(Self { keysets, secrets, ..Self::default() })
    }

    /// True for keys at which updates write objects: below the cluster's base not where users keep theirs, nor keys; outside of it
    /// the control files of etcd's backups and the discovery documents of service accounts only.
    pub(crate) fn is_written(key: &str) -> bool {
        if is_elsewhere(key) {
            return key.ends_with(BACKUP_CONTROL) || Self::may_be_public(key);
        }
        let never = [paths::CLUSTER, paths::INSTANCE_GROUPS, "clusteraddons", "pki", "secrets"];
        !never.iter().any(|place| key == *place || is_below(key, place))
    }

    /// True for keys whose objects may be published: the discovery documents of service accounts.
    pub(crate) fn may_be_public(key: &str) -> bool {
        is_elsewhere(key) && DISCOVERY.iter().any(|end| key.ends_with(end))
    }

    /// True for keys in the folders that hold nothing but managed files: what is obsolete there is deleted.
    pub(crate) fn is_in_folder(key: &str) -> bool {
        MANAGED_FOLDERS.iter().any(|folder| is_below(key, folder))
    }

    /// The folders that a graph fills: what is there and not in the graph is obsolete.
    ///
    /// In a folder for which the graph has nothing, everything is another's: what kops wrote there stays.
    pub fn folders(graph: &Graph) -> Vec<&'static str> {
        let filled = |folder: &&&str| keys(graph).any(|key| is_below(key, folder));
        MANAGED_FOLDERS.iter().filter(filled).copied().collect()
    }

    /// The keys of the graph's managed files outside of [`StoreView::folders`], but below the cluster's base.
    pub fn files(graph: &Graph) -> Vec<&str> {
        let folders = Self::folders(graph);
        let is_file = |key: &&str| !is_elsewhere(key) && !folders.iter().any(|folder| is_below(key, folder));
        keys(graph).filter(is_file).collect()
    }

    /// The places of the graph's managed files outside of the cluster's base: `s3://BUCKET/KEY`.
    pub fn elsewhere(graph: &Graph) -> Vec<&str> {
        keys(graph).filter(|key| is_elsewhere(key)).collect()
    }
}

/// How the keys of control files of etcd's backups end.
const BACKUP_CONTROL: &str = "/control/etcd-cluster-spec";
/// How the keys of discovery documents of service accounts end.
const DISCOVERY: [&str; 2] = ["/.well-known/openid-configuration", "/openid/v1/jwks"];

/// True for a key that is a whole place.
fn is_elsewhere(key: &str) -> bool {
    key.contains("://")
}

/// True where a key lies in a folder.
pub(crate) fn is_below(key: &str, folder: &str) -> bool {
    key.split_once('/').is_some_and(|(first, _)| first == folder)
}

fn keys(graph: &Graph) -> impl Iterator<Item = &str> {
    graph.nodes.values().filter_map(|node| match &node.resource {
        Resource::ManagedFile(file) => Some(file.key.as_str()),
        _ => None,
    })
}

/// The key below the cluster's base.
fn below(layout: &Layout, key: &Key) -> String {
    key.segments().skip(layout.base().segments().count()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn updates_write_no_objects_of_users_and_outside_of_the_base_control_files_only() {
        for (key, expected) in [
            ("addons/a.yaml", true),
            ("kops-version.txt", true),
            ("config", false),
            ("pki/private/ca/keyset.yaml", false),
            ("s3://vault/demo/main/control/etcd-cluster-spec", true),
            ("s3://keys/demo/openid/v1/jwks", true),
            ("s3://vault/other.example.com/config", false),
            ("s3://vault/etcd-cluster-spec", false),
        ] {
            assert_eq!(StoreView::is_written(key), expected, "{key}");
        }
    }

    #[test]
    fn only_discovery_documents_may_be_public() {
        for (key, expected) in [
            ("s3://keys/demo/openid/v1/jwks", true),
            ("s3://keys/demo/.well-known/openid-configuration", true),
            ("openid/v1/jwks", false),
            ("s3://vault/demo/main/control/etcd-cluster-spec", false),
            ("pki/private/ca/keyset.yaml", false),
        ] {
            assert_eq!(StoreView::may_be_public(key), expected, "{key}");
        }
    }
}
