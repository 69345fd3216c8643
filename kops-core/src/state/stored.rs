//! Objects as a state store holds them, read back.
//!
//! In: the bytes at keys of kops's layout. Out: [`Spec`]. Invariant: an object that is there and cannot be read is an
//! error. Taken for nothing, an emptied group would be a group that is no longer wanted, and its instances would go.

use super::{Key, Layout, Version, Versioned, codes};
use crate::diag::{Diagnostic, Diagnostics, Location, ObjectRef, Severity, SpecPath};
use crate::pki::SshPublicKey;
use crate::spec::{
    self, CLUSTER_LABEL, Cluster, InstanceGroup, ObjectMeta, Objects, Sources, Spec, SshCredential, SshCredentialSpec,
    UnknownFields,
};
use crate::yaml::{self, Document, Node, Source, Value};

/// What a state store holds of one cluster.
#[derive(Clone, Debug)]
pub struct Stored {
    pub(super) cluster: String,
    pub(super) objects: Vec<StoredObject>,
}

/// The bytes at a key, and which object they must be.
#[derive(Clone, Debug)]
pub(super) struct StoredObject {
    pub(super) key: Key,
    pub(super) expected: Expected,
    pub(super) found: Versioned,
}

/// What a key says of the object at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// One object of kops's: this one.
    Object(ObjectRef),
    /// A public SSH key.
    SshKey,
    /// Objects of others, any number of them.
    Additional,
    /// Nothing: kops keeps no object at such a key.
    Nothing,
}

impl Expected {
    /// What belongs at a key of a cluster.
    pub(super) fn at(layout: &Layout, key: &Key) -> Self {
        let cluster = layout.base().as_str();
        if *key == layout.cluster() {
            return Self::Object(ObjectRef::new(Cluster::KIND, cluster));
        }
        if key.is_at_or_below(&layout.ssh_public_keys()) {
            return Self::SshKey;
        }
        if key.is_at_or_below(&layout.additional_objects()) {
            return Self::Additional;
        }
        let name = key.segments().last().unwrap_or_default();
        match layout.instance_group(name) {
            Ok(place) if place == *key => Self::Object(ObjectRef::new(InstanceGroup::KIND, name)),
            _ => Self::Nothing,
        }
    }
}

impl Stored {
    /// Returns the cluster's name.
    pub fn cluster(&self) -> &str {
        &self.cluster
    }

    /// Returns the objects as text, each named by its key.
    pub fn texts(&self) -> Vec<Source> {
        self.objects.iter().map(StoredObject::text).collect()
    }

    /// Reads the objects. Fields that the format does not have are warnings, as kops takes them.
    ///
    /// # Errors
    /// Everything that is wrong with any of the objects.
    pub fn spec(&self) -> Result<Spec, Diagnostics> {
        let (mut documents, mut keys) = (Vec::new(), Vec::new());
        let mut problems = Diagnostics::default();
        for object in &self.objects {
            let found = match object.expected {
                Expected::SshKey => object.ssh_key().map(|key| keys.push(key)),
                _ => object.documents().map(|found| documents.extend(found)),
            };
            problems.extend(found.err().into_iter().flatten());
        }
        let mut objects = match spec::decode(documents, UnknownFields::Warn) {
            Ok(objects) => problems.into_result(objects)?,
            Err(found) => {
                problems.extend(found);
                return Err(problems);
            }
        };
        objects.ssh_credentials.extend(keys.into_iter().map(|key| credential(&self.cluster, key)));
        objects.into_spec()
    }

    /// Reads the cluster's own object alone, also where others cannot be read.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn cluster_alone(&self) -> Result<Spec, Diagnostics> {
        let is_cluster =
            |object: &&StoredObject| matches!(&object.expected, Expected::Object(found) if found.kind == Cluster::KIND);
        let objects = self.objects.iter().filter(is_cluster).cloned().collect();
        Self { cluster: self.cluster.clone(), objects }.spec()
    }

    /// Reads the SSH public keys alone, also where other objects cannot be read.
    ///
    /// # Errors
    /// Everything that is wrong with any of them.
    pub fn ssh_credentials(&self) -> Result<Vec<SshCredential>, Diagnostics> {
        let (mut credentials, mut problems) = (Vec::new(), Diagnostics::default());
        for object in self.objects.iter().filter(|object| object.expected == Expected::SshKey) {
            match object.ssh_key() {
                Ok(key) => credentials.push(credential(&self.cluster, key)),
                Err(found) => problems.extend(found),
            }
        }
        problems.into_result(credentials)
    }

    /// The version of the object at a key as it was read; nothing where none was there.
    pub(super) fn version(&self, key: &Key) -> Option<&Version> {
        self.objects.iter().find(|object| object.key == *key).map(|object| &object.found.version)
    }

    /// Reads the metadata of each cluster and instance group, with where it stands: also of one whose spec cannot be read.
    pub(crate) fn metadata(&self) -> impl Iterator<Item = Result<(ObjectRef, ObjectMeta, Sources), Diagnostic>> {
        self.objects.iter().filter_map(|object| match &object.expected {
            Expected::Object(expected) => Some(object.metadata(expected)),
            Expected::SshKey | Expected::Additional | Expected::Nothing => None,
        })
    }
}

impl StoredObject {
    /// Reads the object at a key.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub(super) fn read(&self) -> Result<Objects, Diagnostics> {
        match self.expected {
            Expected::SshKey => self.ssh_key().map(|_| Objects::default()),
            _ => spec::decode(self.documents()?, UnknownFields::Warn),
        }
    }

    /// The metadata of the object that its key says, and where it stands. It is whole where it has the name, which is stored after the marks.
    fn metadata(&self, expected: &ObjectRef) -> Result<(ObjectRef, ObjectMeta, Sources), Diagnostic> {
        let (objects, found) = spec::read_leniently(&[self.text()]);
        let of_metadata = |path: &SpecPath| path.object == *expected && path.field.starts_with("metadata");
        let is_wrong = |finding: &Diagnostic| {
            finding.severity == Severity::Error && finding.path.as_ref().is_some_and(of_metadata)
        };
        let clusters = objects.clusters.iter().map(|cluster| (cluster.reference(), &cluster.metadata));
        let groups = objects.groups.iter().map(|group| (group.reference(), &group.metadata));
        let is_text = std::str::from_utf8(&self.found.value).is_ok();
        match clusters.chain(groups).find(|(object, _)| object == expected) {
            Some((object, metadata)) if is_text && !found.iter().any(is_wrong) => {
                Ok((object, metadata.clone(), objects.sources.clone()))
            }
            _ => Err(self.finding("has no metadata that can be read, so that it may be protected from deletion").help(format!(
                "restore an earlier version of `{key}` or a backup of it; if `{expected}` may be deleted, first delete the object `{key}` \
                 from the state store",
                key = self.key
            ))),
        }
    }

    fn text(&self) -> Source {
        Source::new(self.key.as_str(), String::from_utf8_lossy(&self.found.value).as_ref())
    }

    fn ssh_key(&self) -> Result<String, Diagnostics> {
        let text = String::from_utf8_lossy(&self.found.value).trim_end().to_owned();
        match text.parse::<SshPublicKey>() {
            Ok(_) => Ok(text),
            Err(error) => Err(self.unreadable(&format!("cannot be used: {error}")).into()),
        }
    }

    /// The documents of the object, which are those that its key says.
    fn documents(&self) -> Result<Vec<Document>, Diagnostics> {
        if std::str::from_utf8(&self.found.value).is_err() {
            return Err(self.unreadable("is not UTF-8 text").into());
        }
        let documents = yaml::parse(&self.text())?;
        let expected = match &self.expected {
            Expected::Object(expected) => expected,
            Expected::Nothing => return Err(self.unreadable("lies where no object of a cluster is kept").into()),
            Expected::Additional | Expected::SshKey => return Ok(documents),
        };
        let problem = match documents.as_slice() {
            [] => Some(format!("is empty, where `{expected}` is expected")),
            [document] => is_not(expected, &document.root),
            _ => Some(format!("holds {} objects, where `{expected}` alone is expected", documents.len())),
        };
        match problem {
            Some(problem) => Err(self.unreadable(&problem).into()),
            None => Ok(documents),
        }
    }

    fn unreadable(&self, problem: &str) -> Diagnostic {
        let key = &self.key;
        let help = match &self.expected {
            Expected::Nothing => format!("move `{key}` to another place"),
            Expected::Object(object) if object.kind == Cluster::KIND => {
                format!("restore an earlier version of `{key}` or a backup of it")
            }
            _ => format!("restore an earlier version of `{key}`, or delete that object if it is no longer wanted"),
        };
        self.finding(problem).help(help)
    }

    fn finding(&self, problem: &str) -> Diagnostic {
        let key = &self.key;
        Diagnostic::error(codes::UNREADABLE.id, format!("`{key}` in the state store {problem}")).located(Location {
            file: key.as_str().into(),
            line: 1,
            column: 1,
        })
    }
}

/// Says in which way a document is not the object that it should be. A name that differs, or the lack of a field that every
/// stored object has, are what copying and cutting off leave behind; all else is for decoding to find.
fn is_not(expected: &ObjectRef, root: &Node) -> Option<String> {
    let is_mapping = matches!(root.value, Value::Mapping(_));
    let kind = root.field("kind").and_then(Node::as_str);
    if !is_mapping || kind.is_some_and(|kind| kind != expected.kind) {
        return Some(format!("is not `{expected}`"));
    }
    let name = root.field("metadata").and_then(|metadata| metadata.field("name")).and_then(Node::as_str);
    if let Some(name) = name.filter(|name| *name != expected.name) {
        return Some(format!("holds `{}/{name}`, where `{expected}` is expected", expected.kind));
    }
    let required = required_field(&expected.kind);
    let field = root.field("spec").and_then(|spec| spec.field(required));
    let is_set = field.is_some_and(|field| !matches!(field.value, Value::Null));
    (!is_set).then(|| format!("is cut off: `{expected}` has no `spec.{required}`"))
}

/// The field that every stored object of a kind has. Fields are stored in the order of the alphabet, and these are among the
/// last, so that an object that was cut off in the middle lacks it.
pub(super) fn required_field(kind: &str) -> &'static str {
    if kind == Cluster::KIND { "subnets" } else { "role" }
}

/// The object of a public SSH key, which is stored as no more than the key.
pub(super) fn credential(cluster: &str, public_key: String) -> SshCredential {
    let mut metadata = ObjectMeta::named("admin");
    metadata.labels.insert(CLUSTER_LABEL.to_owned(), cluster.to_owned());
    SshCredential { metadata, spec: SshCredentialSpec { public_key: Some(public_key) } }
}
