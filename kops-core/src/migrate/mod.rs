//! Makes a spec that is supported today of an old one.
//!
//! In: the texts of a spec, such as those that kops has read since its first releases. Out: a [`Migration`]: the texts with what had
//! to change edited in place, so that comments and order stay, each change with its reason, and what is left to decide. Nothing is
//! changed but what the spec would be refused or warned of for, and what keeps Kubernetes from starting. An edit that the text has no
//! simple place for, as where other fields are aliases of it, is not made, and is among what is left.

mod draft;
mod edit;
mod find;
mod rules;
mod text;

use serde::Serialize;

use self::draft::Draft;
use crate::defaults;
use crate::diag::{Diagnostic, Diagnostics, Location, ObjectRef};
use crate::facts::Facts;
use crate::spec::{self, InvalidSpec, Objects, UnknownFields};
use crate::validate;
use crate::yaml::{self, Document, Source};

/// What a migration made of a spec.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
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
#[non_exhaustive]
pub struct MigratedText {
    /// The file as the user named it.
    pub name: String,
    /// What belongs in it.
    pub text: String,
}

/// A change of a migration.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
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
    let mut draft = Draft::new(source);
    rules::all().for_each(|rule| draft.follow(rule, changes));
    draft.source()
}

/// The objects of a text, of lists as well.
fn objects(source: &Source) -> Result<Vec<Document>, Diagnostics> {
    Ok(yaml::parse(source)?.into_iter().flat_map(spec::split_list).collect())
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
