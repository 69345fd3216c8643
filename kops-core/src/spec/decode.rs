//! From documents to objects: which object each document is, and that no two are the same.

use std::collections::HashMap;

use super::codes;
use super::deserialize;
use super::object::{API_VERSION, Cluster, InstanceGroup, SshCredential};
use super::objects::Objects;
use super::sources::Sources;
use crate::diag::{Diagnostic, Diagnostics, Location, ObjectRef, suggest};
use crate::text::{self, Document, Node, Source, Value};

/// What to do about a field that the format does not have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unknown {
    /// It is an error: a misspelled field would be lost in silence.
    #[default]
    Deny,
    /// It is a warning and left out, as kops does when it reads a file.
    Warn,
}

/// Reads texts into objects: [`text::parse`], then [`decode`].
///
/// ```
/// use kops_core::spec::{self, Unknown};
/// use kops_core::text::Source;
///
/// let text = "
/// apiVersion: kops.k8s.io/v1alpha2
/// kind: Cluster
/// metadata:
///   name: demo.example.com
/// spec:
///   chanel: stable
/// ";
/// let found = spec::read(&[Source::new("demo.yaml", text)], Unknown::Deny).unwrap_err();
/// let finding = found.iter().next().unwrap();
/// assert_eq!(finding.message, "`chanel` is not a field of `spec`");
/// assert_eq!(finding.help.as_deref(), Some("did you mean `channel`?"));
/// ```
///
/// # Errors
/// Everything that is wrong with any of the texts. Where one of them is not YAML at all, the others are still read.
pub fn read(sources: &[Source], unknown: Unknown) -> Result<Objects, Diagnostics> {
    let mut documents = Vec::new();
    let mut problems = Diagnostics::default();
    for source in sources {
        match text::parse(source) {
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
pub fn decode(documents: Vec<Document>, unknown: Unknown) -> Result<Objects, Diagnostics> {
    let mut objects = Objects::default();
    let mut problems = Diagnostics::default();
    let mut seen: HashMap<(Family, ObjectRef), Location> = HashMap::new();
    let mut kept = Vec::new();
    for document in documents.into_iter().flat_map(split) {
        let Some((family, object)) = identify(&document, &mut problems) else { continue };
        let name = document.root.field("metadata").and_then(|metadata| metadata.entry("name"));
        if let Some(name) = name {
            let location = document.location(name.at);
            if let Some(first) = seen.get(&(family.clone(), object.clone())) {
                let message = format!("there are two objects `{object}`; the first is at {first}");
                problems.push(
                    Diagnostic::error(codes::DUPLICATE_OBJECT.id, message)
                        .at(object.field("metadata.name"))
                        .located(location),
                );
                continue;
            }
            seen.insert((family.clone(), object.clone()), location);
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
        kept.push((object, document));
    }
    objects.sources = Sources::new(kept);
    objects.warnings = problems.clone();
    problems.into_result(objects)
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

/// Whose an object is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Family {
    /// One of kops's own kinds.
    Kops,
    /// An object of another API, with its `apiVersion`.
    Other(String),
}

/// Says which object a document is; nothing where it is none that can be read.
fn identify(document: &Document, problems: &mut Diagnostics) -> Option<(Family, ObjectRef)> {
    let root = &document.root;
    let here = |node: Option<&Node>| document.location(node.map_or(root.at, |node| node.at));
    let mut fault = |code: &'static str, message: String, node: Option<&Node>, help: Option<String>| {
        let finding = Diagnostic::error(code, message).located(here(node));
        problems.push(Diagnostic { help, ..finding });
    };
    if !matches!(root.value, Value::Mapping(_)) {
        let help = format!("an object begins with `apiVersion: {API_VERSION}` and `kind: Cluster`");
        fault(codes::NOT_AN_OBJECT.id, "this is not a Kubernetes object".to_owned(), None, Some(help));
        return None;
    }
    let kind = root.field("kind").and_then(Node::as_str).unwrap_or_default();
    let name = root.field("metadata").and_then(|metadata| metadata.field("name"));
    let object = ObjectRef::new(kind, name.and_then(Node::as_str).unwrap_or_default());
    let mut known = true;

    let version = root.field("apiVersion");
    let family = match version.and_then(Node::as_str).unwrap_or_default() {
        API_VERSION | "kops/v1alpha2" => Family::Kops,
        "" => {
            let help = format!("kops's objects begin with `apiVersion: {API_VERSION}`");
            fault(codes::API_VERSION.id, "the object has no `apiVersion`".to_owned(), version, Some(help));
            known = false;
            Family::Kops
        }
        "v1alpha2" | "v1alpha3" => {
            let help = Some(format!("write `{API_VERSION}`"));
            fault(codes::API_VERSION.id, "the `apiVersion` has no group".to_owned(), version, help);
            known = false;
            Family::Kops
        }
        other => match other.split_once('/') {
            Some(("kops.k8s.io" | "kops", number)) => {
                let message = format!("`{other}` cannot be read");
                let help = match number {
                    "v1alpha3" => format!(
                        "write `{API_VERSION}`, which kops itself stores; several fields have other names there"
                    ),
                    _ => format!("write `{API_VERSION}`"),
                };
                fault(codes::API_VERSION.id, message, version, Some(help));
                known = false;
                Family::Kops
            }
            _ => Family::Other(other.to_owned()),
        },
    };
    if kind.is_empty() {
        let help =
            (family == Family::Kops).then(|| "kops has `Cluster`, `InstanceGroup` and `SSHCredential`".to_owned());
        fault(codes::KIND.id, "the object has no `kind`".to_owned(), root.field("kind"), help);
        return None;
    }
    if family == Family::Kops {
        const KINDS: [&str; 3] = [Cluster::KIND, InstanceGroup::KIND, SshCredential::KIND];
        if !KINDS.contains(&kind) {
            let help = match kind {
                "Keyset" | "Host" => "kops keeps these objects itself; leave it out".to_owned(),
                _ => match suggest(kind, KINDS) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("one of `{}`", KINDS.join("`, `")),
                },
            };
            fault(
                codes::KIND.id,
                format!("`{kind}` is not a kind that a spec can hold"),
                root.field("kind"),
                Some(help),
            );
            return None;
        }
        if object.name.is_empty() && name.is_none_or(|name| matches!(name.value, Value::Null | Value::String(_))) {
            let place = name.or_else(|| root.field("metadata"));
            let help = Some("add `name` below `metadata`".to_owned());
            fault(codes::NAME.id, format!("the `{kind}` has no `metadata.name`"), place, help);
        }
    }
    known.then_some((family, object))
}
