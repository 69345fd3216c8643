//! The clusters of a state store: reading them back, and adding, replacing and forgetting their objects.
//!
//! In: a [`StateStore`] and [`Objects`]. Out: [`Stored`] objects, in the bytes and at the keys of kops. Invariant: a call
//! writes everything or nothing, and everything is checked before the first write, what is to be replaced included. A
//! deletion that breaks off is repeated.

use std::collections::{BTreeMap, BTreeSet};

use futures::future::try_join_all;
use futures::stream::{self, StreamExt as _, TryStreamExt as _};

use super::commit::{Write, commit};
use super::entry::{Entry, entries};
use super::error::{LoadError, WriteError};
use super::stored::{Expected, Stored, StoredObject, credential};
use super::{Delete, Key, Layout, StateError, StateStore, Versioned};
use crate::diag::{Diagnostic, Diagnostics, ObjectRef, suggest};
use crate::facts::file_hashes;
use crate::naming::{Role, paths, tags};
use crate::pki::SshPublicKey;
use crate::spec::{self, Cluster, InstanceGroup, ObjectMeta, Objects, Spec, SshCredential};
use crate::yaml::Source;

/// How many objects are read or deleted at once.
const AT_ONCE: usize = 32;

/// The clusters of a state store.
#[derive(Clone, Copy, Debug)]
pub struct Clusters<'a> {
    pub(super) store: &'a dyn StateStore,
}

/// What to do with objects that are to be replaced and are not there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum IfMissing {
    /// Write nothing, and say which.
    #[default]
    Fail,
    /// Create them.
    Create,
}

impl<'a> Clusters<'a> {
    /// Looks into a state store.
    pub fn new(store: &'a dyn StateStore) -> Self {
        Self { store }
    }

    /// Returns the names of all clusters, sorted.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn names(&self) -> Result<Vec<String>, StateError> {
        let keys = self.store.list(&Key::default()).await?;
        Ok(keys.iter().filter_map(Layout::cluster_of).map(str::to_owned).collect())
    }

    /// Reads a cluster with its groups, SSH keys and additional objects; nothing where there is no such cluster.
    ///
    /// # Errors
    /// Where the store cannot be read, or the name cannot be one.
    pub async fn read(&self, cluster: &str) -> Result<Option<Stored>, StateError> {
        let layout = Layout::new(cluster)?;
        let Some(found) = self.store.get(&layout.cluster()).await? else { return Ok(None) };
        let folders = [layout.instance_groups(), layout.additional_objects(), layout.ssh_public_keys()];
        let mut keys = try_join_all(folders.iter().map(|folder| self.store.list(folder))).await?.concat();
        let mut objects = self.get_all(&keys).await?;
        keys.insert(0, layout.cluster());
        objects.insert(0, Some(found));
        Ok(Some(all_stored(&layout, keys, objects)))
    }

    /// Reads what a cluster is made of, or one of its instance groups: the objects that can be marked as protected, also where the cluster's
    /// own is gone.
    ///
    /// # Errors
    /// Where the store cannot be read, or a name cannot be one.
    pub(crate) async fn read_own(&self, cluster: &str, group: Option<&str>) -> Result<Stored, StateError> {
        let layout = Layout::new(cluster)?;
        let keys = match group {
            Some(group) => vec![layout.instance_group(group)?],
            None => [vec![layout.cluster()], self.store.list(&layout.instance_groups()).await?].concat(),
        };
        let objects = self.get_all(&keys).await?;
        Ok(all_stored(&layout, keys, objects))
    }

    /// Reads a cluster that should be there.
    ///
    /// # Errors
    /// Where it is not, or what is stored is not a spec.
    pub async fn load(&self, cluster: &str) -> Result<Spec, LoadError> {
        Ok(self.load_stored(cluster).await?.0)
    }

    /// As [`Clusters::load`], with the objects as they were read, which [`Clusters::replace_unchanged`] takes.
    ///
    /// # Errors
    /// As [`Clusters::load`].
    pub async fn load_stored(&self, cluster: &str) -> Result<(Spec, Stored), LoadError> {
        let Some(stored) = self.read(cluster).await? else {
            return Err(self.no_cluster(cluster).await?);
        };
        match stored.spec() {
            Ok(spec) => Ok((spec, stored)),
            Err(findings) => Err(LoadError::Invalid { name: cluster.to_owned(), findings, texts: stored.texts() }),
        }
    }

    /// Reads a cluster as it was last applied, with every default; nothing where it never was, or where what is stored of it
    /// cannot be read.
    ///
    /// # Errors
    /// Where the store cannot be read, or the name cannot be one.
    pub async fn applied(&self, cluster: &str) -> Result<Option<Cluster>, StateError> {
        let found = self.store.get(&Layout::new(cluster)?.file(paths::COMPLETED_SPEC)?).await?;
        Ok(found.and_then(|found| applied_cluster(&String::from_utf8_lossy(&found.value))))
    }

    /// Reads the script that the instances of a group boot with where Karpenter launches them, as it was applied last.
    pub(crate) async fn boot_script(
        &self,
        cluster: &str,
        role: Role,
        group: &str,
    ) -> Result<Option<String>, StateError> {
        let found = self.store.get(&Layout::new(cluster)?.file(&paths::boot_script(role, group))?).await?;
        Ok(found.map(|found| String::from_utf8_lossy(&found.value).into_owned()))
    }

    /// Fills in what the user's file of a cluster does not have: when it was made, as it was applied last, and the apply set of what is stored.
    ///
    /// # Errors
    /// As [`Clusters::applied`].
    pub(crate) async fn fill_metadata(&self, metadata: &mut ObjectMeta) -> Result<(), StateError> {
        let layout = Layout::new(&metadata.name)?;
        if metadata.creation_timestamp.is_none() {
            let applied = self.metadata_at(&layout.file(paths::COMPLETED_SPEC)?).await?;
            metadata.creation_timestamp = applied.and_then(|applied| applied.creation_timestamp);
        }
        if !metadata.annotations.contains_key(tags::APPLY_SET) {
            let stored = self.metadata_at(&layout.cluster()).await?;
            let set = stored.and_then(|mut stored| stored.annotations.remove(tags::APPLY_SET));
            metadata.annotations.extend(set.map(|set| (tags::APPLY_SET.to_owned(), set)));
        }
        Ok(())
    }

    /// Reads the metadata of the cluster in an object; nothing where there is none that can be read.
    async fn metadata_at(&self, key: &Key) -> Result<Option<ObjectMeta>, StateError> {
        Ok(self.store.get(key).await?.and_then(|found| metadata(&found.value)))
    }

    /// The error for a cluster that is not there.
    pub(super) async fn no_cluster(&self, cluster: &str) -> Result<LoadError, StateError> {
        let names = self.names().await?;
        let similar = suggest(cluster, names.iter().map(String::as_str)).map(str::to_owned);
        Ok(LoadError::NoCluster { name: cluster.to_owned(), similar })
    }

    /// Returns every cluster that some objects are part of, as it would be with them: those that are in the store are
    /// replaced, the others added. Clusters that are neither in the store nor among the objects are left out. The warnings of a cluster are
    /// those about what it has in the store beside the objects.
    ///
    /// # Errors
    /// Where the store cannot be read, or what is stored is not a spec.
    pub async fn with(&self, objects: &Objects) -> Result<Vec<Spec>, LoadError> {
        let mut specs = Vec::new();
        for (name, of_cluster) in objects.by_cluster() {
            let mut spec = self.load_or_default(&name).await?;
            let is_given =
                |finding: &Diagnostic| finding.path.as_ref().is_some_and(|path| of_cluster.has(&path.object));
            spec.warnings = spec.warnings.into_iter().filter(|finding| !is_given(finding)).collect();
            let Objects { clusters, groups, ssh_credentials, additional, .. } = of_cluster;
            spec.cluster = clusters.into_iter().next().unwrap_or(spec.cluster);
            let given: BTreeSet<&str> = groups.iter().map(InstanceGroup::name).collect();
            spec.groups.retain(|old| !given.contains(old.name()));
            spec.groups.extend(groups);
            spec.groups.sort_by(|a, b| a.name().cmp(b.name()));
            spec.ssh_credentials.retain(|old| ssh_credentials.iter().all(|key| key.name() != old.name()));
            spec.ssh_credentials.extend(ssh_credentials);
            if !additional.is_empty() {
                spec.additional = additional;
            }
            spec.sources = objects.sources.before(&spec.sources);
            specs.push(spec);
        }
        specs.retain(|spec| !spec.cluster.name().is_empty());
        Ok(specs)
    }

    async fn load_or_default(&self, cluster: &str) -> Result<Spec, LoadError> {
        match self.load(cluster).await {
            Err(LoadError::NoCluster { .. }) => Ok(Spec::default()),
            other => other,
        }
    }

    /// Adds objects that are not there yet. Groups belong to the cluster that their label names, or else to the one among
    /// the objects. `now` is in seconds since 1970.
    ///
    /// # Errors
    /// Where objects exist already or belong to no cluster: then nothing is written.
    pub async fn create(&self, objects: &Objects, now: u64) -> Result<Vec<ObjectRef>, WriteError> {
        let found = self.look_up(objects).await?;
        let existing: Vec<_> = found.iter().filter(|found| !found.is_same()).map(|f| f.entry.object.clone()).collect();
        if !existing.is_empty() {
            return Err(WriteError::Exists(existing));
        }
        self.write(found, now).await
    }

    /// Replaces objects. Those that are not there are created or refused.
    ///
    /// # Errors
    /// Where objects are missing or belong to no cluster: then nothing is written.
    pub async fn replace(
        &self,
        objects: &Objects,
        if_missing: IfMissing,
        now: u64,
    ) -> Result<Vec<ObjectRef>, WriteError> {
        let found = self.look_up(objects).await?;
        let missing: Vec<_> = found.iter().filter(|f| f.content.is_none()).map(|f| f.entry.object.clone()).collect();
        if if_missing == IfMissing::Fail && !missing.is_empty() {
            return Err(WriteError::Missing(missing));
        }
        self.write(found, now).await
    }

    /// Replaces objects of a cluster that are still as they were read. A lock alone does not tell that: an upstream kops takes none.
    ///
    /// # Errors
    /// [`StateError::Conflict`] where one was changed, deleted or made since, [`WriteError::Missing`] where one was not there and is not, and as
    /// [`Clusters::replace`]: then nothing is written.
    pub async fn replace_unchanged(
        &self,
        objects: &Objects,
        read: &Stored,
        now: u64,
    ) -> Result<Vec<ObjectRef>, WriteError> {
        let found = self.look_up(objects).await?;
        for Found { entry, content } in &found {
            let version = content.as_ref().map(|content| &content.version);
            match version {
                _ if version != read.version(&entry.key) => {
                    return Err(StateError::moved(&entry.key, version.is_some()).into());
                }
                None => return Err(WriteError::Missing(vec![entry.object.clone()])),
                Some(_) => {}
            }
        }
        self.write(found, now).await
    }

    /// Reads the SHA-256 of files that nodes download, by URL, as an earlier plan had them from their publishers.
    ///
    /// A list that is damaged counts as missing: the next plan asks the publishers again. A name that no cluster can have has none.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn file_hashes(&self, cluster: &str) -> Result<BTreeMap<String, String>, StateError> {
        let Ok(layout) = Layout::new(cluster) else { return Ok(BTreeMap::new()) };
        let found = a_file(self.store.get(&layout.file_hashes()).await)?;
        let hashes = found.and_then(|found| file_hashes::parse(std::str::from_utf8(&found.value).ok()?).ok());
        Ok(hashes.unwrap_or_default())
    }

    /// Reads manifests of addons by their place below `addons`: those that are there. A name that no cluster can have has none.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub(crate) async fn addon_manifests(
        &self,
        cluster: &str,
        locations: &[String],
    ) -> Result<BTreeMap<String, String>, StateError> {
        let Ok(layout) = Layout::new(cluster) else { return Ok(BTreeMap::new()) };
        let keys = locations.iter().map(|location| layout.file(&paths::addon_manifest(location)));
        let keys = keys.collect::<Result<Vec<_>, _>>()?;
        let found = self.get_each(&keys).await.into_iter().map(a_file).collect::<Result<Vec<_>, _>>()?;
        // What is not text is no manifest, as what is empty.
        let text = |found: Option<Versioned>| Some(String::from_utf8(found?.value.into()).unwrap_or_default());
        Ok(locations.iter().zip(found).filter_map(|(location, found)| Some((location.clone(), text(found)?))).collect())
    }

    /// Adds the public SSH key of a cluster. Adding the same key again has no further effect.
    ///
    /// # Errors
    /// Where the cluster is not there, or has another key.
    pub async fn add_ssh_key(&self, cluster: &str, key: &SshPublicKey) -> Result<(), WriteError> {
        let credential = credential(cluster, key.to_string());
        let objects = Objects { ssh_credentials: vec![credential], ..Objects::default() };
        self.create(&objects, 0).await.map(|_| ())
    }

    /// Deletes the public SSH keys of a cluster, and tells how many there were.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn delete_ssh_keys(&self, cluster: &str) -> Result<usize, StateError> {
        self.delete(&self.store.list(&Layout::new(cluster)?.ssh_public_keys()).await?).await
    }

    /// Deletes a group, and before it what its nodes read.
    ///
    /// # Errors
    /// Where the group is not there or cannot be read, or the store fails.
    pub async fn delete_group(&self, cluster: &str, group: &str) -> Result<(), WriteError> {
        let layout = Layout::new(cluster)?;
        let key = layout.instance_group(group)?;
        let Some(found) = self.store.get(&key).await? else {
            return Err(WriteError::Missing(vec![ObjectRef::new(spec::InstanceGroup::KIND, group)]));
        };
        let objects = stored(&layout, key.clone(), found).read().map_err(WriteError::Invalid)?;
        if let Some(role) = objects.groups.first().and_then(|group| group.spec.role) {
            let folder = layout.file(&paths::group_folder(role, group))?;
            self.delete(&self.store.list(&folder).await?).await?;
        }
        Ok(self.store.delete(&key, Delete::Any).await?)
    }

    /// Deletes everything that the store holds of a cluster, and tells how many objects that were. The cluster's own
    /// object goes last, so that a deletion that broke off can be repeated: nothing is read, kept or put back.
    ///
    /// # Errors
    /// Where the store fails, and [`StateError::Foreign`] where it holds objects below the cluster that are not kops's:
    /// then nothing is deleted.
    pub async fn forget(&self, cluster: &str) -> Result<usize, StateError> {
        let layout = Layout::new(cluster)?;
        let keys = self.store.list(layout.base()).await?;
        if let Some(foreign) = keys.iter().find(|key| !layout.is_known(key)) {
            return Err(StateError::Foreign { key: foreign.clone() });
        }
        let (last, others): (Vec<_>, Vec<_>) = keys.into_iter().partition(|key| *key == layout.cluster());
        Ok(self.delete(&others).await? + self.delete(&last).await?)
    }

    async fn delete(&self, keys: &[Key]) -> Result<usize, StateError> {
        let deletions: Vec<_> = keys.iter().map(|key| self.store.delete(key, Delete::Any)).collect();
        stream::iter(deletions).buffer_unordered(AT_ONCE).try_collect::<()>().await?;
        Ok(keys.len())
    }

    /// Finds what is where objects go, and that their clusters are there.
    async fn look_up(&self, objects: &Objects) -> Result<Vec<Found>, WriteError> {
        let entries = entries(objects)?;
        let layouts: BTreeMap<&str, Layout> = entries
            .iter()
            .map(|entry| Ok((entry.cluster.as_str(), Layout::new(&entry.cluster)?)))
            .collect::<Result<_, StateError>>()?;
        let mut keys: Vec<Key> = entries.iter().map(|entry| entry.key.clone()).collect();
        let written: BTreeSet<&Key> = entries.iter().map(|entry| &entry.key).collect();
        let others: Vec<&Layout> = layouts.values().filter(|layout| !written.contains(&layout.cluster())).collect();
        keys.extend(others.iter().map(|layout| layout.cluster()));
        let mut content = self.get_all(&keys).await?;
        let clusters = content.split_off(entries.len());
        are_clusters(others.into_iter().zip(clusters))?;
        for entry in entries.iter().filter(|entry| entry.object.kind == SshCredential::KIND) {
            self.refuse_second_key(&layouts[entry.cluster.as_str()], entry).await?;
        }
        Ok(entries.into_iter().zip(content).map(|(entry, content)| Found { entry, content }).collect())
    }

    async fn refuse_second_key(&self, layout: &Layout, entry: &Entry) -> Result<(), WriteError> {
        let keys = self.store.list(&layout.ssh_public_keys()).await?;
        let Some(other) = keys.iter().find(|key| **key != entry.key) else { return Ok(()) };
        let fingerprint = other.segments().last().unwrap_or_default().to_owned();
        Err(WriteError::OtherKey { cluster: entry.cluster.clone(), fingerprint })
    }

    async fn write(&self, found: Vec<Found>, now: u64) -> Result<Vec<ObjectRef>, WriteError> {
        let (mut writes, mut objects) = (Vec::new(), Vec::new());
        let mut problems = Diagnostics::default();
        for Found { entry, content } in found {
            let layout = Layout::new(&entry.cluster)?;
            let old = content.clone().map(|content| stored(&layout, entry.key.clone(), content).read()).transpose();
            let old = old.unwrap_or_else(|found| {
                problems.extend(found);
                None
            });
            writes.push(Write { value: entry.content(old.as_ref(), now).into(), key: entry.key, found: content });
            objects.push(entry.object);
        }
        problems.into_result(()).map_err(WriteError::Invalid)?;
        commit(self.store, &writes).await?;
        Ok(objects)
    }

    async fn get_all(&self, keys: &[Key]) -> Result<Vec<Option<Versioned>>, StateError> {
        self.get_each(keys).await.into_iter().collect()
    }

    pub(super) async fn get_each(&self, keys: &[Key]) -> Vec<Result<Option<Versioned>, StateError>> {
        // Collected first: a stream that borrows from a closure cannot be sent between threads.
        let reads: Vec<_> = keys.iter().map(|key| self.store.get(key)).collect();
        stream::iter(reads).buffered(AT_ONCE).collect().await
    }
}

/// Returns the names of the clusters that objects are, or belong to.
///
/// # Errors
/// Where objects belong to no cluster.
pub fn clusters_of(objects: &Objects) -> Result<BTreeSet<String>, WriteError> {
    Ok(entries(objects)?.into_iter().map(|entry| entry.cluster).collect())
}

/// What was found of a file. A folder is none: a write that broke off may have left an empty one.
pub(super) fn a_file(found: Result<Option<Versioned>, StateError>) -> Result<Option<Versioned>, StateError> {
    match found {
        Err(StateError::NotAnObject { .. }) => Ok(None),
        found => found,
    }
}

/// Reads the cluster that an update has left in the state store for nodes to read.
pub(crate) fn applied_cluster(text: &str) -> Option<Cluster> {
    let (objects, _) = spec::read_leniently(&[Source::new(paths::COMPLETED_SPEC, text)]);
    objects.clusters.into_iter().next()
}

/// The metadata of a cluster as an object. The whole cluster would be large on the stack of the caller.
fn metadata(object: &[u8]) -> Option<ObjectMeta> {
    applied_cluster(&String::from_utf8_lossy(object)).map(|cluster| cluster.metadata)
}

/// An object that is to be written and what is where it goes.
struct Found {
    entry: Entry,
    content: Option<Versioned>,
}

impl Found {
    /// True where nothing is in the way: nothing at all, or a key that is the same key.
    fn is_same(&self) -> bool {
        self.content.is_none() || self.entry.object.kind == SshCredential::KIND
    }
}

/// Checks that what was found of clusters are clusters.
fn are_clusters<'a>(found: impl Iterator<Item = (&'a Layout, Option<Versioned>)>) -> Result<(), WriteError> {
    let (mut missing, mut problems) = (Vec::new(), Diagnostics::default());
    for (layout, found) in found {
        match found {
            Some(found) => {
                let read = stored(layout, layout.cluster(), found).read();
                problems.extend(read.err().into_iter().flatten());
            }
            None => missing.push(ObjectRef::new(spec::Cluster::KIND, layout.base().as_str())),
        }
    }
    if missing.is_empty() {
        problems.into_result(()).map_err(WriteError::Invalid)
    } else {
        Err(WriteError::Missing(missing))
    }
}

/// What was found of a cluster at some keys.
fn all_stored(layout: &Layout, keys: Vec<Key>, found: Vec<Option<Versioned>>) -> Stored {
    let objects = keys.into_iter().zip(found).filter_map(|(key, found)| Some(stored(layout, key, found?)));
    Stored { cluster: layout.base().as_str().to_owned(), objects: objects.collect() }
}

fn stored(layout: &Layout, key: Key, found: Versioned) -> StoredObject {
    StoredObject { expected: Expected::at(layout, &key), key, found }
}
