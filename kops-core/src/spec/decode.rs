//! From documents to objects: which object each document is, and that no two are the same.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::codes;
use super::deserialize::{self, UnknownFields};
use super::identify::{Family, identify};
use super::object::{Cluster, InstanceGroup};
use super::objects::Objects;
use super::sources::Sources;
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
    let mut documents = Vec::new();
    let mut problems = Diagnostics::default();
    for source in sources {
        match yaml::parse(source) {
            Ok(parsed) => documents.extend(parsed),
            Err(found) => problems.extend(found),
        }
    }
    match decode(documents, unknown) {
        Ok(objects) => problems.into_result(objects),
        Err(found) => {
            problems.extend(found);
            problems.into_result(Objects::default())
        }
    }
}

/// Reads documents into objects. A document that is a list holds one object in each entry.
///
/// # Errors
/// Everything of [`codes`] that is wrong with a single object, and objects that are there twice: all that were found.
pub fn decode(documents: Vec<Document>, unknown: UnknownFields) -> Result<Objects, Diagnostics> {
    let mut objects = Objects::default();
    let mut problems = Diagnostics::default();
    let mut seen = Seen::default();
    let mut kept = Vec::new();
    for document in documents.into_iter().flat_map(split) {
        let Some((family, object)) = identify(&document, &mut problems) else { continue };
        problems.extend(seen.twice(&family, &object, &document));
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
        kept.push(((family == Family::Kops).then_some(object), document));
    }
    objects.sources = Sources::new(kept);
    problems.sort();
    objects.warnings = problems.clone();
    problems.into_result(objects)
}

/// The objects so far: whose, which, in which namespace, and where.
#[derive(Default)]
struct Seen(HashMap<(Family, ObjectRef, String), Location>);

impl Seen {
    /// Remembers an object; says so where it was there before. Objects without a name are never the same.
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
        match self.0.entry((family.clone(), object.clone(), namespace.unwrap_or_default().to_owned())) {
            Entry::Vacant(free) => {
                free.insert(location);
                None
            }
            Entry::Occupied(first) => {
                let message = format!("there are two objects `{object}`; the first is at {}", first.get());
                let path = object.field("metadata.name");
                Some(Diagnostic::error(codes::DUPLICATE_OBJECT.id, message).at(path).located(location))
            }
        }
    }
}

/// Makes one document of each entry of a list, which is how `kops get -o json` prints several objects.
fn split(document: Document) -> Vec<Document> {
    match document.root.value {
        Value::Sequence(items) => {
            items.into_iter().map(|root| Document { source: document.source.clone(), root }).collect()
        }
        _ => vec![document],
    }
}
