//! What is marked as protected is not deleted.

use super::Error;
use crate::diag::{Diagnostic, Diagnostics, ObjectRef};
use crate::naming::tags;
use crate::spec::{ObjectMeta, Sources, Spec};
use crate::state::Clusters;
use crate::validate::codes::PROTECTED;
use crate::yaml::Source;

/// Refuses the deletion of one instance group, or of a cluster with all of them, where it is marked.
pub(super) fn refuse(spec: &Spec, group: Option<&str>) -> Result<(), Error> {
    let groups = spec.groups.iter().filter(|candidate| group.is_none_or(|group| candidate.name() == group));
    let groups = groups.map(|group| (group.reference(), &group.metadata));
    let cluster = group.is_none().then(|| (spec.cluster.reference(), &spec.cluster.metadata));
    let marked = cluster.into_iter().chain(groups);
    refused(marked.filter_map(|(object, meta)| finding(&object, meta, &spec.sources)).collect(), spec.sources.texts())
}

/// As [`refuse`], for what the state store has, whether or not it is a spec: an object whose metadata cannot be read may be marked.
pub(super) async fn refuse_stored(clusters: Clusters<'_>, cluster: &str, group: Option<&str>) -> Result<(), Error> {
    let stored = clusters.read_own(cluster, group).await?;
    let findings = stored.metadata().filter_map(|read| match read {
        Ok((object, meta, sources)) => finding(&object, &meta, &sources),
        Err(unreadable) => Some(unreadable),
    });
    refused(findings.collect(), stored.texts())
}

/// As [`refuse`], for what the state store marks now, as a plan may be older than the mark. An object that cannot be read has none.
pub(super) async fn refuse_marked(clusters: Clusters<'_>, cluster: &str, group: Option<&str>) -> Result<(), Error> {
    let stored = clusters.read_own(cluster, group).await?;
    let readable = stored.metadata().filter_map(Result::ok);
    refused(readable.filter_map(|(object, meta, sources)| finding(&object, &meta, &sources)).collect(), stored.texts())
}

fn refused(findings: Diagnostics, texts: Vec<Source>) -> Result<(), Error> {
    if findings.is_empty() { Ok(()) } else { Err(Error::Invalid { findings, texts }) }
}

fn finding(object: &ObjectRef, metadata: &ObjectMeta, sources: &Sources) -> Option<Diagnostic> {
    let (field, _) = metadata.protection().find(|(_, value)| *value == "true")?;
    let path = object.field(format!("metadata.{field}")).key(tags::PROTECTED);
    let location = sources.locate(&path);
    let finding =
        Diagnostic::error(PROTECTED.id, format!("`{object}` is protected from deletion")).at(path).located(location);
    Some(finding.help("remove the mark and update the cluster first, if it may be deleted"))
}
