//! The clusters of a state store: reading them back, and adding, replacing and forgetting their objects.
//!
//! In: a [`StateStore`] and [`Objects`]. Out: [`Stored`] objects, in the bytes and at the keys of kops. Invariant: a call
//! writes everything or nothing, and everything is checked before the first write. A deletion that breaks off is repeated.

use std::collections::BTreeSet;

use futures::stream::{self, StreamExt as _, TryStreamExt as _};

use super::commit::{Write, commit};
use super::entry::{Entry, entries};
use super::error::{LoadError, WriteError};
use super::{Delete, Key, Layout, StateError, StateStore, Versioned};
use crate::diag::{Diagnostics, ObjectRef, suggest};
use crate::pki::SshPublicKey;
use crate::spec::{self, CLUSTER_LABEL, ObjectMeta, Objects, Spec, SshCredential, SshCredentialSpec, UnknownFields};
use crate::yaml::Source;

/// How many objects are read or deleted at once.
const AT_ONCE: usize = 32;

/// The clusters of a state store.
#[derive(Clone, Copy, Debug)]
pub struct Clusters<'a> {
    pub(super) store: &'a dyn StateStore,
}

/// What a state store holds of one cluster, as text.
#[derive(Clone, Debug)]
pub struct Stored {
    cluster: String,
    /// The objects, each named by its key.
    pub texts: Vec<Source>,
    /// The public SSH keys.
    pub ssh_keys: Vec<String>,
}

/// What to do with objects that are to be replaced and are not there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
        let Some(config) = self.store.get(&layout.cluster()).await? else { return Ok(None) };
        let mut texts = vec![text(&layout.cluster(), &config)];
        texts.extend(self.texts(&layout.instance_groups()).await?);
        texts.extend(self.texts(&layout.additional_objects()).await?);
        let ssh_keys = self.texts(&layout.ssh_public_keys()).await?;
        let ssh_keys = ssh_keys.into_iter().map(|key| key.text.trim_end().to_owned()).collect();
        Ok(Some(Stored { cluster: cluster.to_owned(), texts, ssh_keys }))
    }

    /// Reads a cluster that should be there.
    ///
    /// # Errors
    /// Where it is not, or what is stored is not a spec.
    pub async fn load(&self, cluster: &str) -> Result<Spec, LoadError> {
        let Some(stored) = self.read(cluster).await? else {
            let names = self.names().await?;
            let similar = suggest(cluster, names.iter().map(String::as_str)).map(str::to_owned);
            return Err(LoadError::NoCluster { name: cluster.to_owned(), similar });
        };
        let name = cluster.to_owned();
        stored.spec().map_err(|findings| LoadError::Invalid { name, findings, texts: stored.texts })
    }

    /// Returns every cluster that some objects are part of, as it would be with them: those that are in the store are
    /// replaced, the others added. Clusters that are neither in the store nor among the objects are left out.
    ///
    /// # Errors
    /// Where the store cannot be read, or what is stored is not a spec.
    pub async fn with(&self, objects: &Objects) -> Result<Vec<Spec>, LoadError> {
        let only_cluster = match objects.clusters.as_slice() {
            [cluster] => Some(cluster.name()),
            _ => None,
        };
        let owner = |label: Option<&str>| label.or(only_cluster).map(str::to_owned);
        let clusters = objects.clusters.iter().map(|cluster| cluster.name().to_owned());
        let groups = objects.groups.iter().filter_map(|group| owner(group.cluster_label()));
        let keys = objects.ssh_credentials.iter().filter_map(|key| owner(key.cluster_label()));
        let names: BTreeSet<String> = clusters.chain(groups).chain(keys).collect();
        let mut specs = Vec::new();
        for name in names {
            let mut spec = self.load_or_default(&name).await?;
            if let Some(cluster) = objects.clusters.iter().find(|cluster| cluster.name() == name) {
                spec.cluster = cluster.clone();
            }
            for group in objects.groups.iter().filter(|group| owner(group.cluster_label()).as_ref() == Some(&name)) {
                spec.groups.retain(|old| old.name() != group.name());
                spec.groups.push(group.clone());
            }
            spec.groups.sort_by(|a, b| a.name().cmp(b.name()));
            for key in objects.ssh_credentials.iter().filter(|key| owner(key.cluster_label()).as_ref() == Some(&name)) {
                spec.ssh_credentials.retain(|old| old.name() != key.name());
                spec.ssh_credentials.push(key.clone());
            }
            if only_cluster == Some(name.as_str()) && !objects.additional.is_empty() {
                spec.additional = objects.additional.clone();
            }
            spec.sources = objects.sources.before(&spec.sources);
            spec.warnings.extend(objects.warnings.iter().cloned());
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

    /// Deletes a group.
    ///
    /// # Errors
    /// Where the group is not there, or the store fails.
    pub async fn delete_group(&self, cluster: &str, group: &str) -> Result<(), WriteError> {
        let key = Layout::new(cluster)?.instance_group(group)?;
        if self.store.get(&key).await?.is_none() {
            return Err(WriteError::Missing(vec![ObjectRef::new(spec::InstanceGroup::KIND, group)]));
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
        let keys: Vec<_> = entries.iter().map(|entry| entry.key.clone()).collect();
        let content = self.get_all(&keys).await?;
        let found: Vec<_> = entries.into_iter().zip(content).map(|(entry, content)| Found { entry, content }).collect();
        for entry in found.iter().map(|found| &found.entry) {
            let layout = Layout::new(&entry.cluster)?;
            let comes_along = found.iter().any(|other| other.entry.key == layout.cluster());
            if !comes_along && self.store.get(&layout.cluster()).await?.is_none() {
                return Err(WriteError::Missing(vec![ObjectRef::new(spec::Cluster::KIND, &entry.cluster)]));
            }
            if entry.object.kind == SshCredential::KIND {
                self.refuse_second_key(&layout, entry).await?;
            }
        }
        Ok(found)
    }

    async fn refuse_second_key(&self, layout: &Layout, entry: &Entry) -> Result<(), WriteError> {
        let keys = self.store.list(&layout.ssh_public_keys()).await?;
        let Some(other) = keys.iter().find(|key| **key != entry.key) else { return Ok(()) };
        let fingerprint = other.segments().last().unwrap_or_default().to_owned();
        Err(WriteError::OtherKey { cluster: entry.cluster.clone(), fingerprint })
    }

    async fn write(&self, found: Vec<Found>, now: u64) -> Result<Vec<ObjectRef>, WriteError> {
        let mut writes = Vec::new();
        let mut objects = Vec::new();
        for Found { entry, content } in found {
            let old = content.as_ref().and_then(|content| read(&entry.key, content).ok());
            writes.push(Write { value: entry.content(old.as_ref(), now).into(), key: entry.key, found: content });
            objects.push(entry.object);
        }
        commit(self.store, &writes).await?;
        Ok(objects)
    }

    async fn texts(&self, prefix: &Key) -> Result<Vec<Source>, StateError> {
        let keys = self.store.list(prefix).await?;
        let found = self.get_all(&keys).await?;
        Ok(keys.iter().zip(&found).filter_map(|(key, found)| Some(text(key, found.as_ref()?))).collect())
    }

    pub(super) async fn get_all(&self, keys: &[Key]) -> Result<Vec<Option<Versioned>>, StateError> {
        // Collected first: a stream that borrows from a closure cannot be sent between threads.
        let reads: Vec<_> = keys.iter().map(|key| self.store.get(key)).collect();
        stream::iter(reads).buffered(AT_ONCE).try_collect().await
    }
}

impl Stored {
    /// Returns the cluster's name.
    pub fn cluster(&self) -> &str {
        &self.cluster
    }

    /// Reads the objects. Fields that the format does not have are warnings, as kops takes them.
    ///
    /// # Errors
    /// Everything that is wrong with any of the objects.
    pub fn spec(&self) -> Result<Spec, Diagnostics> {
        let mut objects = spec::read(&self.texts, UnknownFields::Warn)?;
        objects.ssh_credentials.extend(self.ssh_keys.iter().map(|key| credential(&self.cluster, key.clone())));
        objects.into_spec()
    }
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

fn text(key: &Key, object: &Versioned) -> Source {
    Source::new(key.as_str(), String::from_utf8_lossy(&object.value).as_ref())
}

fn read(key: &Key, object: &Versioned) -> Result<Objects, Diagnostics> {
    spec::read(&[text(key, object)], UnknownFields::Warn)
}

fn credential(cluster: &str, public_key: String) -> SshCredential {
    let mut metadata = ObjectMeta::named("admin");
    metadata.labels.insert(CLUSTER_LABEL.to_owned(), cluster.to_owned());
    SshCredential { metadata, spec: SshCredentialSpec { public_key: Some(public_key) } }
}
