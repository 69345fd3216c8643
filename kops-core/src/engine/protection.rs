//! What is marked as protected is not deleted.

use super::Error;
use crate::diag::{Diagnostic, Diagnostics, ObjectRef};
use crate::naming::tags;
use crate::spec::{ObjectMeta, Spec};
use crate::validate::codes::PROTECTED;

/// Refuses the deletion of one instance group, or of a cluster with all of them, where it is marked.
pub(super) fn refuse(spec: &Spec, group: Option<&str>) -> Result<(), Error> {
    let groups = spec.groups.iter().filter(|candidate| group.is_none_or(|group| candidate.name() == group));
    let groups = groups.map(|group| (group.reference(), &group.metadata));
    let cluster = group.is_none().then(|| (spec.cluster.reference(), &spec.cluster.metadata));
    let findings: Diagnostics =
        cluster.into_iter().chain(groups).filter_map(|(object, meta)| finding(spec, &object, meta)).collect();
    if findings.is_empty() { Ok(()) } else { Err(Error::Invalid { findings, texts: spec.sources.texts() }) }
}

fn finding(spec: &Spec, object: &ObjectRef, metadata: &ObjectMeta) -> Option<Diagnostic> {
    let (field, _) = metadata.protection().find(|(_, value)| *value == "true")?;
    let path = object.field(format!("metadata.{field}")).key(tags::PROTECTED);
    let location = spec.sources.locate(&path);
    let finding =
        Diagnostic::error(PROTECTED.id, format!("`{object}` is protected from deletion")).at(path).located(location);
    Some(finding.help("remove the mark and update the cluster first, if it may be deleted"))
}
