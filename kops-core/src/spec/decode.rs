//! From documents to objects: which object each document is, and that no two are the same.

use std::collections::HashMap;

use super::codes;
use super::deserialize::{self, UnknownFields};
use super::identify::{self, Family, identify};
use super::object::{Cluster, InstanceGroup};
use super::objects::{InvalidSpec, Objects, Spec};
use super::sources::{Sources, cluster_of};
use super::template;
use crate::diag::{Diagnostic, Diagnostics, Location, ObjectRef};
use crate::yaml::{self, Document, Node, Source, Value};

/// Reads texts into objects: [`yaml::parse`], then [`decode`].
///
/// ```
/// use kops_core::spec::{self, UnknownFields};
/// use kops_core::yaml::Source;
///
/// let text = "
/// apiVersion: kops.k8s.io/v1alpha2
/// kind: Cluster
/// metadata:
///   name: demo.example.com
/// spec:
///   chanel: stable
/// ";
/// let found = spec::read(&[Source::new("demo.yaml", text)], UnknownFields::Deny).unwrap_err();
/// let finding = found.iter().next().unwrap();
/// assert_eq!(finding.message, "`chanel` is not a field of `spec`");
/// assert_eq!(finding.help.as_deref(), Some("did you mean `channel`?"));
/// ```
///
/// # Errors
/// Everything that is wrong with any of the texts. Where one of them is not YAML at all, the others are still read.
pub fn read(sources: &[Source], unknown: UnknownFields) -> Result<Objects, Diagnostics> {
    let (documents, mut problems) = parse_all(sources);
    let (objects, found) = gather(documents, unknown);
    problems.extend(found);
    problems.into_result(objects)
}

/// Reads what can be read of texts, for what needs little of them: deleting a cluster takes its name.
///
/// What does not fit is left unset. Returned with the objects is everything that is wrong.
///
/// ```
/// use kops_core::spec;
/// use kops_core::yaml::Source;
///
/// let text = "apiVersion: kops.k8s.io/v1alpha2
/// kind: Cluster
/// metadata: {name: demo.example.com}
/// spec: {chanel: stable, networkCIDR: [10.0.0.0/8]}";
/// let (objects, found) = spec::read_leniently(&[Source::new("demo.yaml", text)]);
/// assert_eq!(objects.clusters[0].name(), "demo.example.com");
/// assert_eq!(found.len(), 2);
/// ```
pub fn read_leniently(sources: &[Source]) -> (Objects, Diagnostics) {
    let (documents, mut problems) = parse_all(sources);
    let (objects, found) = gather(documents, UnknownFields::Warn);
    problems.extend(found);
    problems.sort();
    (objects, problems)
}

fn parse_all(sources: &[Source]) -> (Vec<Document>, Diagnostics) {
    let mut documents = Vec::new();
    let mut problems = Diagnostics::default();
    for source in sources {
        match yaml::parse(source) {
            Ok(parsed) => documents.extend(parsed),
            Err(found) => problems.extend(found),
        }
    }
    (documents, problems)
}

impl Objects {
    /// Reads the objects of a YAML or JSON text. `name` is the file's name in findings. Unknown fields are errors;
    /// [`read`] takes several texts and can let them pass.
    ///
    /// # Errors
    /// Everything that is wrong with the text.
    pub fn from_yaml(name: &str, text: &str) -> Result<Self, InvalidSpec> {
        let texts = vec![Source::new(name, text)];
        read(&texts, UnknownFields::Deny).map_err(|findings| InvalidSpec { findings, texts })
    }

    /// Reads the objects of files: their names and what is in them.
    ///
    /// # Errors
    /// Everything that is wrong with any of the files. Where one of them is not text, the others are still read.
    pub fn from_files(
        files: impl IntoIterator<Item = (String, Vec<u8>)>,
        unknown: UnknownFields,
    ) -> Result<Self, InvalidSpec> {
        let (read, texts) = read_files(files, unknown);
        read.map_err(|findings| InvalidSpec { findings, texts })
    }
}

impl Spec {
    /// Reads a cluster and its groups from a YAML or JSON text. `name` is the file's name in findings.
    ///
    /// Unknown fields are errors. For several texts, or to let unknown fields pass, see [`read`].
    ///
    /// ```
    /// use kops_core::Spec;
    ///
    /// let error = Spec::from_yaml("cluster.yml", "kind: Cluster").unwrap_err();
    /// assert_eq!(error.findings.iter().next().unwrap().code, "spec/api-version");
    /// ```
    ///
    /// # Errors
    /// Everything that is wrong with the text.
    pub fn from_yaml(name: &str, text: &str) -> Result<Self, InvalidSpec> {
        let objects = Objects::from_yaml(name, text)?;
        objects.into_spec().map_err(|findings| InvalidSpec { findings, texts: vec![Source::new(name, text)] })
    }

    /// Reads a cluster and its groups from files: their names and what is in them.
    ///
    /// # Errors
    /// As [`Objects::from_files`], and no cluster or several.
    pub fn from_files(
        files: impl IntoIterator<Item = (String, Vec<u8>)>,
        unknown: UnknownFields,
    ) -> Result<Self, InvalidSpec> {
        let (read, texts) = read_files(files, unknown);
        read.and_then(Objects::into_spec).map_err(|findings| InvalidSpec { findings, texts })
    }
}

/// Reads the objects of files, and returns the texts that findings point into.
fn read_files(
    files: impl IntoIterator<Item = (String, Vec<u8>)>,
    unknown: UnknownFields,
) -> (Result<Objects, Diagnostics>, Vec<Source>) {
    let mut texts = Vec::new();
    let mut problems = Diagnostics::default();
    for (name, bytes) in files {
        match yaml::source_from_bytes(name, bytes) {
            Ok(text) => texts.push(text),
            Err(findings) => problems.extend(findings),
        }
    }
    let objects = read(&texts, unknown).unwrap_or_else(|findings| {
        problems.extend(findings);
        Objects::default()
    });
    (problems.into_result(objects), texts)
}

/// Reads documents into objects. A document may also be a list of objects: a sequence, as `kops get -o json` prints
/// several, or one of Kubernetes, such as `kind: List` with `items`, as kubectl and the API of Kubernetes write it.
///
/// # Errors
/// Everything of [`codes`] that is wrong with a single object, and objects that are there twice: all that were found.
pub fn decode(documents: Vec<Document>, unknown: UnknownFields) -> Result<Objects, Diagnostics> {
    let (objects, problems) = gather(documents, unknown);
    problems.into_result(objects)
}

/// Reads the objects of documents as far as they can be read, with everything that is wrong.
fn gather(documents: Vec<Document>, unknown: UnknownFields) -> (Objects, Diagnostics) {
    let mut objects = Objects::default();
    let mut problems = Diagnostics::default();
    let mut seen = Seen::default();
    let mut kept = Vec::new();
    for document in documents.into_iter().flat_map(split_list) {
        let Some((family, object)) = identify(&document, &mut problems) else { continue };
        problems.extend(seen.twice(&family, &object, &document));
        if family == Family::Kops {
            problems.extend(template::check(&document, &object));
        }
        match (&family, object.kind.as_str()) {
            (Family::Other(_), _) => objects.additional.push(document.root.to_json()),
            (Family::Kops, Cluster::KIND) => {
                objects.clusters.push(deserialize::object(&document, &object, unknown, &mut problems));
            }
            (Family::Kops, InstanceGroup::KIND) => {
                objects.groups.push(deserialize::object(&document, &object, unknown, &mut problems));
            }
            (Family::Kops, _) => {
                objects.ssh_credentials.push(deserialize::object(&document, &object, unknown, &mut problems));
            }
        }
        // Objects of other APIs are found by kind and name too, unless kops has a kind of that name.
        let is_found = family == Family::Kops || !identify::KINDS.contains(&object.kind.as_str());
        kept.push((is_found.then_some(object), document));
    }
    objects.sources = Sources::new(kept);
    problems.sort();
    objects.warnings = problems.clone();
    (objects, problems)
}

/// The objects so far: whose, which, in which namespace, of which cluster, and where.
#[derive(Default)]
struct Seen(HashMap<(Family, ObjectRef, String), Vec<Labelled>>);

/// The cluster that an object is labelled as a part of, and where the object is.
type Labelled = (Option<String>, Location);

impl Seen {
    /// Remembers an object; says so where it was there before. Objects without a name are never the same, nor are those that are labelled
    /// as different clusters'.
    fn twice(&mut self, family: &Family, object: &ObjectRef, document: &Document) -> Option<Diagnostic> {
        if object.name.is_empty() {
            return None;
        }
        let metadata = document.root.field("metadata")?;
        let name = metadata.entry("name")?;
        let namespace = match family {
            Family::Kops => None,
            Family::Other(_) => metadata.field("namespace").and_then(Node::as_str),
        };
        let location = document.location(name.at);
        let cluster = cluster_of(document);
        let key = (family.clone(), object.clone(), namespace.unwrap_or_default().to_owned());
        let seen = self.0.entry(key).or_default();
        let is_same = |other: &Option<String>| other.is_none() || cluster.is_none() || *other == cluster;
        let first = seen.iter().find(|(other, _)| is_same(other)).map(|(_, first)| first.clone());
        seen.push((cluster, location.clone()));
        let message = format!("there are two objects `{object}`; the first is at {}", first?);
        let path = object.field("metadata.name");
        Some(Diagnostic::error(codes::DUPLICATE_OBJECT.id, message).at(path).located(location))
    }
}

/// Makes one document of each object of a list.
pub(crate) fn split_list(document: Document) -> Vec<Document> {
    let Document { source, root } = document;
    let mut roots = Vec::new();
    flatten(root, &mut roots);
    roots.into_iter().map(|root| Document { source: source.clone(), root }).collect()
}

/// Adds the objects of a list, or an object that is none.
fn flatten(root: Node, objects: &mut Vec<Node>) {
    if let Some(items) = list_items(&root) {
        items.into_iter().for_each(|item| flatten(item, objects));
    } else if let Value::Sequence(items) = root.value {
        items.into_iter().for_each(|item| flatten(item, objects));
    } else {
        objects.push(root);
    }
}

/// The objects of a list of Kubernetes: of a `List`, or of a list of one kind, such as an `InstanceGroupList`, whose objects
/// need not say their kind.
fn list_items(root: &Node) -> Option<Vec<Node>> {
    let kind = root.entry("kind").filter(|kind| kind.value.as_str().is_some_and(|kind| kind.ends_with("List")))?;
    let of = kind.value.as_str()?.strip_suffix("List")?;
    let items = match root.field("items").map(|items| &items.value) {
        Some(Value::Sequence(items)) => items.clone(),
        // An empty list may leave its items out; any other kind that ends in `List` may be an object of its own.
        None | Some(Value::Null) if of.is_empty() => Vec::new(),
        _ => return None,
    };
    if of.is_empty() {
        return Some(items);
    }
    let item_kind =
        yaml::Entry { value: Node { value: Value::String(of.into()), ..kind.value.clone() }, ..kind.clone() };
    let head: Vec<_> = root.entry("apiVersion").cloned().into_iter().chain([item_kind]).collect();
    Some(items.into_iter().map(|item| with_head(item, &head)).collect())
}

/// An object with the entries of its head that it has not itself.
fn with_head(mut object: Node, head: &[yaml::Entry]) -> Node {
    if let Value::Mapping(entries) = &mut object.value {
        let missing: Vec<_> =
            head.iter().filter(|new| entries.iter().all(|entry| entry.key != new.key)).cloned().collect();
        entries.extend(missing);
    }
    object
}
