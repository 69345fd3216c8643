//! Makes a spec that is supported today of an old one.
//!
//! In: the texts of a spec, such as those that kops has read since its first releases. Out: a [`Migration`]: the texts with what had
//! to change edited in place, so that comments and order stay, each change with its reason, and what is left to decide. Nothing is
//! changed but what the spec would be refused or warned of for.

mod edit;
mod find;
mod rules;
mod text;

use serde::Serialize;

use self::edit::Edit;
use self::rules::Rule;
use self::text::Text;
use crate::defaults;
use crate::diag::{Diagnostic, Diagnostics, Location, ObjectRef};
use crate::facts::Facts;
use crate::spec::{self, InvalidSpec, Objects, UnknownFields};
use crate::validate;
use crate::yaml::{self, Document, Node, Source};

/// What a migration made of a spec.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Migration {
    /// The new texts, in the order of the old ones.
    pub documents: Vec<MigratedText>,
    /// What was changed, in the order of the old texts.
    pub changes: Vec<MigrationChange>,
    /// What is wrong with the new spec as far as no account is needed to tell, with places in the new texts.
    pub findings: Vec<Diagnostic>,
}

/// A text of a migrated spec.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct MigratedText {
    /// The file as the user named it.
    pub name: String,
    /// What belongs in it.
    pub text: String,
}

/// A change of a migration.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct MigrationChange {
    /// The place in the old text.
    pub location: Location,
    /// The object that has the field.
    pub object: ObjectRef,
    /// The field: `spec.networking.weave`.
    pub field: String,
    /// What was done: that the field was removed, renamed, moved, or changed, and to what.
    pub action: String,
    /// Why.
    pub reason: String,
}

/// Makes a spec that is supported today of an old one.
///
/// ```
/// use kops_core::{migrate, yaml::Source};
///
/// let old = "apiVersion: kops/v1alpha2\nkind: Cluster\nmetadata: {name: a.example.com}\nspec:\n  networking:\n    weave: {} # encrypted\n";
/// let migration = migrate(&[Source::new("a.yaml", old)]).unwrap();
/// assert!(migration.documents[0].text.starts_with("apiVersion: kops.k8s.io/v1alpha2\n"));
/// assert!(migration.documents[0].text.contains("    cilium: {}"));
/// let fields: Vec<_> = migration.changes.iter().map(|change| (change.location.line, change.field.as_str())).collect();
/// assert_eq!(fields, [(1, "apiVersion"), (6, "spec.networking.weave")]);
/// ```
///
/// # Errors
/// Texts that are not YAML or JSON.
pub fn migrate(sources: &[Source]) -> Result<Migration, Diagnostics> {
    let mut problems = Diagnostics::default();
    for source in sources {
        problems.extend(yaml::parse(source).err().into_iter().flatten());
    }
    problems.into_result(())?;
    let (mut documents, mut changes) = (Vec::new(), Vec::new());
    for source in sources {
        documents.push(migrate_text(source, &mut changes));
    }
    changes.sort();
    let findings = findings(&documents);
    let documents = documents
        .into_iter()
        .map(|source| MigratedText { name: source.name.to_string(), text: source.text.to_string() });
    Ok(Migration { documents: documents.collect(), changes, findings })
}

/// As [`migrate`], for files: their names and what is in them.
///
/// # Errors
/// As [`migrate`], and files that are not text.
pub fn migrate_files(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Result<Migration, InvalidSpec> {
    let (mut texts, mut problems) = (Vec::new(), Diagnostics::default());
    for (name, bytes) in files {
        match yaml::source_from_bytes(name, bytes) {
            Ok(text) => texts.push(text),
            Err(findings) => problems.extend(findings),
        }
    }
    let migration = problems.into_result(()).and_then(|()| migrate(&texts));
    migration.map_err(|findings| InvalidSpec { findings, texts })
}

/// Follows the rules one after another; each sees what those before it left.
fn migrate_text(source: &Source, changes: &mut Vec<MigrationChange>) -> Source {
    let mut text = Text::new(source);
    let mut documents = objects(source).unwrap_or_default();
    for rule in rules::all() {
        let mut left = usize::MAX;
        loop {
            let edits: Vec<(usize, Edit)> =
                documents.iter().enumerate().filter_map(|(i, document)| Some((i, first(rule, document)?))).collect();
            let count = documents.iter().map(|document| all(rule, document)).sum();
            // Each round leaves fewer places than the one before, or the text is written in a way that cannot be edited.
            if edits.is_empty() || count >= left {
                break;
            }
            left = count;
            let mut edited = text.clone();
            let mut made = Vec::new();
            // From the end, so that the places before it stay.
            for (index, edit) in edits.into_iter().rev() {
                let document = &documents[index];
                made.push(change(rule, &edit, document, &text));
                edit.apply(&mut edited, document);
            }
            let Ok(reread) = objects(&edited.source()) else { break };
            (text, documents) = (edited, reread);
            changes.extend(made);
        }
    }
    text.source()
}

/// The objects of a text, of lists as well.
fn objects(source: &Source) -> Result<Vec<Document>, Diagnostics> {
    Ok(yaml::parse(source)?.into_iter().flat_map(spec::split_list).collect())
}

fn first(rule: &Rule, document: &Document) -> Option<Edit> {
    edits(rule, document).into_iter().next()
}

fn all(rule: &Rule, document: &Document) -> usize {
    edits(rule, document).len()
}

fn edits(rule: &Rule, document: &Document) -> Vec<Edit> {
    let is_of_kops =
        |version: &str| version.split('/').next().is_some_and(|group| matches!(group, "kops" | "kops.k8s.io"));
    let of = |field: &str| document.root.field(field).and_then(Node::as_str);
    if !of("apiVersion").is_some_and(is_of_kops) || !of("kind").is_some_and(|kind| rule.kinds.contains(&kind)) {
        return Vec::new();
    }
    (rule.find)(&document.root)
}

fn change(rule: &Rule, edit: &Edit, document: &Document, text: &Text) -> MigrationChange {
    let root = &document.root;
    let name =
        root.field("metadata").and_then(|metadata| metadata.field("name")).and_then(Node::as_str).unwrap_or_default();
    let kind = root.field("kind").and_then(Node::as_str).unwrap_or_default();
    MigrationChange {
        location: text.location(edit.place(document)),
        object: ObjectRef::new(kind, name),
        field: edit.field(document),
        action: edit.action(document),
        reason: rule.reason.to_owned(),
    }
}

/// Everything that is wrong with a spec as far as no account is needed to tell.
fn findings(texts: &[Source]) -> Vec<Diagnostic> {
    let spec = match spec::read(texts, UnknownFields::Deny).and_then(Objects::into_spec) {
        Ok(spec) => spec,
        Err(found) => return found.into_iter().collect(),
    };
    let facts = Facts::built_in(spec.region().unwrap_or_default());
    let found = match validate::check(defaults::fill(spec, &facts), &facts) {
        Ok(valid) => valid.warnings.clone(),
        Err(found) => found,
    };
    found.without(validate::codes::NEED_ACCOUNT).into_iter().collect()
}
