//! Where each object goes in a state store, and its bytes there: those that kops would write.

use serde_json::Value;

use super::stored::required_field;
use super::{Key, Layout, StateError, WriteError, codes};
use crate::diag::{Diagnostic, Diagnostics, ObjectRef};
use crate::pki::{SshPublicKey, rfc3339};
use crate::spec::{self, CLUSTER_LABEL, Cluster, InstanceGroup, ObjectMeta, Objects, Spec, SshCredential, encode};

/// An object on its way into a state store.
pub(super) struct Entry {
    /// The object.
    pub(super) object: ObjectRef,
    /// The cluster that it is, or belongs to.
    pub(super) cluster: String,
    /// Where it goes.
    pub(super) key: Key,
    body: Body,
}

enum Body {
    Cluster(Box<Cluster>),
    Group(Box<InstanceGroup>),
    Text(String),
}

/// Finds the place of every object, clusters first.
pub(super) fn entries(objects: &Objects) -> Result<Vec<Entry>, WriteError> {
    let mut entries = Vec::new();
    let mut problems = Diagnostics::default();
    for cluster in &objects.clusters {
        if cluster.spec.subnets.is_empty() {
            problems.push(incomplete(&cluster.reference(), objects));
        }
        entries.push(Entry {
            object: cluster.reference(),
            cluster: cluster.name().to_owned(),
            key: Layout::new(cluster.name())?.cluster(),
            body: Body::Cluster(Box::new(cluster.clone())),
        });
    }
    for group in objects.groups.iter().filter(|group| group.spec.role.is_none()) {
        problems.push(incomplete(&group.reference(), objects));
    }
    let mut owner = |object: &ObjectRef, label: Option<&str>| {
        let owner = objects.owner(label).map(str::to_owned);
        if owner.is_none() {
            problems.push(no_owner(object, objects));
        }
        owner
    };
    for group in &objects.groups {
        let Some(cluster) = owner(&group.reference(), group.cluster_label()) else { continue };
        entries.push(group_entry(group, cluster)?);
    }
    for credential in &objects.ssh_credentials {
        let Some(cluster) = owner(&credential.reference(), credential.cluster_label()) else { continue };
        entries.push(key_entry(credential, cluster).map_err(|error| error.into_write_error(credential, objects))?);
    }
    match objects.owner(None).map(str::to_owned) {
        _ if objects.additional.is_empty() => {}
        Some(cluster) => {
            let object = ObjectRef::new("List", "additional objects");
            let text = Objects { additional: objects.additional.clone(), ..Objects::default() }.to_yaml();
            let key = Layout::new(&cluster)?.additional_objects();
            entries.push(Entry { object, cluster, key, body: Body::Text(text) });
        }
        None => problems.extend(objects.additional.iter().map(|object| without_cluster(object, objects))),
    }
    problems.into_result(entries).map_err(WriteError::Invalid)
}

/// The objects that storing would change: those that a cluster of the state store does not have, or has otherwise.
///
/// # Errors
/// As storing them.
pub(crate) fn changed(objects: &Objects, stored: Option<&Spec>) -> Result<Vec<ObjectRef>, WriteError> {
    let is_changed = |entry: &Entry| !stored.is_some_and(|stored| entry.is_in(stored));
    Ok(entries(objects)?.into_iter().filter(is_changed).map(|entry| entry.object).collect())
}

impl Entry {
    /// True where a cluster of the state store has the object as it would be written. When it was written does not matter.
    fn is_in(&self, stored: &Spec) -> bool {
        let before = match &self.body {
            Body::Cluster(_) => Some(Objects { clusters: vec![stored.cluster.clone()], ..Objects::default() }),
            Body::Group(group) => {
                let before = stored.groups.iter().find(|before| before.name() == group.name());
                before.map(|before| Objects { groups: vec![before.clone()], ..Objects::default() })
            }
            Body::Text(text) if self.object.kind == SshCredential::KIND => {
                let is_same =
                    |key: &SshCredential| key.spec.public_key.as_deref().is_some_and(|key| key.trim() == text.trim());
                return stored.ssh_credentials.iter().any(is_same);
            }
            Body::Text(_) => Some(Objects { additional: stored.additional.clone(), ..Objects::default() }),
        };
        before.is_some_and(|before| self.content(Some(&before), 0) == before.to_yaml())
    }

    /// Returns the bytes to write. `old` is what is there, whose history goes on; `now` is in seconds since 1970.
    pub(super) fn content(&self, old: Option<&Objects>, now: u64) -> String {
        match &self.body {
            Body::Text(text) => text.clone(),
            Body::Cluster(cluster) => {
                let mut cluster = cluster.as_ref().clone();
                let old = old.and_then(|old| old.clusters.first());
                let changed = old.is_some_and(|old| old.spec != cluster.spec);
                stamp(&mut cluster.metadata, old.map(|old| &old.metadata), changed, now);
                encode::to_yaml(&cluster)
            }
            Body::Group(group) => {
                let mut group = group.as_ref().clone();
                let old = old.and_then(|old| old.groups.first());
                let changed = old.is_some_and(|old| old.spec != group.spec);
                stamp(&mut group.metadata, old.map(|old| &old.metadata), changed, now);
                encode::to_yaml(&group)
            }
        }
    }
}

/// Notes when an object was made and how many times its spec was changed, as kops does.
fn stamp(new: &mut ObjectMeta, old: Option<&ObjectMeta>, changed: bool, now: u64) {
    if new.creation_timestamp.is_none() {
        new.creation_timestamp = old.and_then(|old| old.creation_timestamp.clone()).or_else(|| Some(rfc3339(now)));
    }
    if let Some(old) = old {
        new.generation = if changed { Some(old.generation.unwrap_or(0).saturating_add(1)) } else { old.generation };
    }
}

fn group_entry(group: &InstanceGroup, cluster: String) -> Result<Entry, StateError> {
    let key = Layout::new(&cluster)?.instance_group(group.name())?;
    let mut group = group.clone();
    // kops finds the cluster of a group by this label only.
    group.metadata.labels.insert(CLUSTER_LABEL.to_owned(), cluster.clone());
    Ok(Entry { object: group.reference(), cluster, key, body: Body::Group(Box::new(group)) })
}

/// Why a key has no place.
enum KeyError {
    Key(String),
    State(StateError),
}

impl KeyError {
    fn into_write_error(self, credential: &SshCredential, objects: &Objects) -> WriteError {
        match self {
            Self::State(error) => error.into(),
            Self::Key(message) => {
                let path = credential.reference().field("spec.publicKey");
                let location = objects.sources.locate(&path);
                let finding = Diagnostic::error(spec::codes::PUBLIC_KEY.id, message).at(path).located(location);
                WriteError::Invalid(finding.into())
            }
        }
    }
}

fn key_entry(credential: &SshCredential, cluster: String) -> Result<Entry, KeyError> {
    let text = credential.spec.public_key.clone().unwrap_or_default();
    let key: SshPublicKey = text.parse().map_err(|error: crate::pki::SshKeyError| KeyError::Key(error.to_string()))?;
    let place = Layout::new(&cluster).and_then(|layout| layout.ssh_public_key(&key.fingerprint()));
    let key = place.map_err(KeyError::State)?;
    Ok(Entry { object: credential.reference(), cluster, key, body: Body::Text(text) })
}

/// Says that an object would be taken for one that was cut off when it is read back.
fn incomplete(object: &ObjectRef, objects: &Objects) -> Diagnostic {
    let field = required_field(&object.kind);
    let path = object.field(format!("spec.{field}"));
    let location = objects.sources.locate(&path);
    Diagnostic::error(codes::INCOMPLETE.id, format!("`{object}` has no `spec.{field}`, without which it is not stored"))
        .at(path)
        .located(location)
        .help(format!("add `{field}` below `spec`"))
}

/// Says that an object that is not kops's cannot be stored by itself: which cluster it is for follows from the objects beside it.
fn without_cluster(object: &Value, objects: &Objects) -> Diagnostic {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let reference = ObjectRef::new(text(&object["kind"]), text(&object["metadata"]["name"]));
    let location = objects.sources.locate(&reference.field("kind"));
    let message = format!("`{reference}` is not an object of kops, and not beside the one cluster that it is for");
    Diagnostic::error(spec::codes::NO_CLUSTER.id, message)
        .at(reference.field("kind"))
        .located(location)
        .help("pass it together with the spec of its cluster")
}

fn no_owner(object: &ObjectRef, objects: &Objects) -> Diagnostic {
    let path = object.field("metadata.labels");
    let location = objects.sources.locate(&path);
    Diagnostic::error(spec::codes::NO_CLUSTER.id, format!("`{object}` does not say which cluster it belongs to"))
        .at(path)
        .located(location)
        .help(format!("add the label `{CLUSTER_LABEL}: <the cluster's name>`"))
}
