//! Which object a document is: its API, kind and name.

use super::codes;
use super::object::{API_VERSION, Cluster, InstanceGroup, SshCredential};
use crate::diag::{Code, Diagnostic, Diagnostics, ObjectRef, suggest};
use crate::yaml::{Document, Node, Value};

/// The kinds that a spec can hold.
pub(super) const KINDS: [&str; 3] = [Cluster::KIND, InstanceGroup::KIND, SshCredential::KIND];

/// The kinds of objects that kops keeps itself.
const OWN_KINDS: [&str; 2] = ["Keyset", "Host"];

/// Whose an object is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Family {
    /// One of kops's own kinds.
    Kops,
    /// An object of another API, with its `apiVersion`.
    Other(String),
}

/// Says which object a document is; nothing where it is none that can be read. What is wrong is added to `problems`.
pub(super) fn identify(document: &Document, problems: &mut Diagnostics) -> Option<(Family, ObjectRef)> {
    let root = &document.root;
    let mut report = |finding: Finding<'_>| {
        let location = document.location(finding.at.unwrap_or(root).at);
        problems.push(Diagnostic::error(finding.code.id, finding.message).located(location).help(finding.help));
    };
    if !matches!(root.value, Value::Mapping(_)) {
        report(Finding {
            code: codes::NOT_AN_OBJECT,
            message: "this is not a Kubernetes object".to_owned(),
            at: None,
            help: match root.as_str().filter(|text| is_file(text)) {
                Some(name) => format!("this is the name of a file: read `{name}`, and pass its text"),
                None => format!("an object begins with `apiVersion: {API_VERSION}` and `kind: Cluster`"),
            },
        });
        return None;
    }
    let family = family(root).map_err(&mut report);
    // Where the version is wrong, other findings are those of kops's own objects.
    let kops = family.as_ref().map_or(true, |family| *family == Family::Kops);
    let kind = kind(root, kops).map_err(&mut report);
    let name = match kind {
        Ok(kind) if kops => name(root, kind).map_err(&mut report).unwrap_or_default(),
        _ => name_of(root).and_then(Node::as_str).unwrap_or_default(),
    };
    Some((family.ok()?, ObjectRef::new(kind.ok()?, name)))
}

/// True for a text that is the name of a spec file, which a program passed in place of what is in it.
fn is_file(text: &str) -> bool {
    [".yml", ".yaml", ".json"].iter().any(|end| text.ends_with(end))
}

/// A finding about the head of an object, at a node or at the object.
struct Finding<'d> {
    code: Code,
    message: String,
    at: Option<&'d Node>,
    help: String,
}

fn family(root: &Node) -> Result<Family, Finding<'_>> {
    let at = root.field("apiVersion");
    let wrong = |message: String, help: String| Err(Finding { code: codes::API_VERSION, message, at, help });
    let version = at.and_then(Node::as_str).unwrap_or_default();
    match version.split_once('/') {
        Some(("kops.k8s.io" | "kops", "v1alpha2")) => Ok(Family::Kops),
        Some(("kops.k8s.io" | "kops", "v1alpha3")) => {
            let help =
                format!("write `{API_VERSION}`, which kops itself stores; several fields have other names there");
            wrong(format!("`{version}` cannot be read"), help)
        }
        Some(("kops.k8s.io" | "kops", _)) => {
            wrong(format!("`{version}` cannot be read"), format!("write `{API_VERSION}`"))
        }
        _ if matches!(version, "v1alpha2" | "v1alpha3") => {
            wrong(format!("`{version}` has no group"), format!("write `{API_VERSION}`"))
        }
        _ if version.is_empty() => wrong(
            "the object has no `apiVersion`".to_owned(),
            format!("kops's objects begin with `apiVersion: {API_VERSION}`"),
        ),
        _ if is_meant_for_kops(root, version) => {
            wrong(format!("`{version}` is not an API of kops"), format!("did you mean `{API_VERSION}`?"))
        }
        _ => Ok(Family::Other(version.to_owned())),
    }
}

/// True for a kind of kops in an API whose group is missing or was probably meant to be that of kops. Other groups have
/// kinds of these names too.
fn is_meant_for_kops(root: &Node, version: &str) -> bool {
    let kind = root.field("kind").and_then(Node::as_str);
    let group = version.split_once('/').map(|(group, _)| group);
    kind.is_some_and(|kind| KINDS.iter().chain(&OWN_KINDS).any(|known| *known == kind))
        && group.is_none_or(|group| group.contains("kops") || suggest(group, ["kops.k8s.io"]).is_some())
}

fn kind(root: &Node, kops: bool) -> Result<&str, Finding<'_>> {
    let at = root.field("kind");
    let wrong = |message: String, help: String| Err(Finding { code: codes::KIND, message, at, help });
    let kind = at.and_then(Node::as_str).unwrap_or_default();
    let choices = format!("kops has `{}`", KINDS.join("`, `"));
    if kind.is_empty() {
        let help = if kops { choices } else { "every Kubernetes object has a `kind`".to_owned() };
        return wrong("the object has no `kind`".to_owned(), help);
    }
    if !kops || KINDS.contains(&kind) {
        return Ok(kind);
    }
    let help = match kind {
        _ if OWN_KINDS.contains(&kind) => "kops keeps these objects itself; leave it out".to_owned(),
        _ => suggest(kind, KINDS).map_or(choices, |near| format!("did you mean `{near}`?")),
    };
    wrong(format!("`{kind}` is not a kind that a spec can hold"), help)
}

fn name<'d>(root: &'d Node, kind: &str) -> Result<&'d str, Finding<'d>> {
    let node = name_of(root);
    match node.map(|node| &node.value) {
        Some(Value::String(name)) if !name.is_empty() => Ok(name),
        None | Some(Value::Null | Value::String(_)) => Err(Finding {
            code: codes::NAME,
            message: format!("the `{kind}` has no `metadata.name`"),
            at: node.or_else(|| root.field("metadata")),
            help: "add `name` below `metadata`".to_owned(),
        }),
        // A name of the wrong type is reported as such when the object is read.
        Some(_) => Ok(""),
    }
}

fn name_of(root: &Node) -> Option<&Node> {
    root.field("metadata").and_then(|metadata| metadata.field("name"))
}
