//! Where the fields of a spec stand in the files that it came from.

use std::collections::HashMap;
use std::sync::Arc;

use super::object::CLUSTER_LABEL;
use crate::diag::{Location, ObjectRef, Segment, SpecPath, segments};
use crate::yaml::{Document, Node, Source, Value};

/// The documents that a spec came from; cheap to clone.
///
/// Places are looked up on demand: a finding needs one field, and most specs have no finding.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    kept: Arc<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    documents: Vec<Document>,
    by_object: HashMap<ObjectRef, usize>,
}

impl Sources {
    /// Keeps documents, each with the object of a spec that it holds.
    pub(super) fn new(documents: impl IntoIterator<Item = (Option<ObjectRef>, Document)>) -> Self {
        let mut kept = Kept::default();
        for (object, document) in documents {
            if let Some(object) = object {
                kept.by_object.entry(object).or_insert(kept.documents.len());
            }
            kept.documents.push(document);
        }
        Self { kept: Arc::new(kept) }
    }

    /// Returns where a field stands, or the nearest field above it that was written; nothing for an object that came from
    /// no text.
    ///
    /// The place of a field is its key's, that of a list entry is where the entry begins.
    pub fn locate(&self, path: &SpecPath) -> Option<Location> {
        self.find(path).map(|(location, _)| location)
    }

    /// Returns where the user wrote a field; nothing for one that was not written.
    pub fn written(&self, path: &SpecPath) -> Option<Location> {
        self.find(path).filter(|(_, is_whole)| *is_whole).map(|(location, _)| location)
    }

    /// Follows a path as far as it was written, and says whether that is to its end.
    fn find(&self, path: &SpecPath) -> Option<(Location, bool)> {
        let document = &self.kept.documents[*self.kept.by_object.get(&path.object)?];
        let (mut node, mut at, mut is_whole) = (&document.root, document.root.at, true);
        for segment in segments(&path.field) {
            let next = match (segment, &node.value) {
                (Segment::Key(key), Value::Mapping(_)) => node.entry(&key).map(|entry| (&entry.value, entry.at)),
                (Segment::Index(index), Value::Sequence(items)) => items.get(index).map(|item| (item, item.at)),
                _ => None,
            };
            let Some(next) = next else {
                is_whole = false;
                break;
            };
            (node, at) = next;
        }
        Some((document.location(at), is_whole))
    }

    /// Adds other documents behind these: an object that is in both is found in these.
    #[must_use]
    pub(crate) fn before(&self, others: &Self) -> Self {
        let (first, second) = (&self.kept, &others.kept);
        let documents = first.documents.iter().chain(&second.documents).cloned().collect();
        let further = second.by_object.iter().map(|(object, place)| (object.clone(), place + first.documents.len()));
        let mut by_object: HashMap<ObjectRef, usize> = further.collect();
        by_object.extend(first.by_object.iter().map(|(object, place)| (object.clone(), *place)));
        Self { kept: Arc::new(Kept { documents, by_object }) }
    }

    /// The same documents, in which an object is first looked for among those that are labelled as a cluster's: other clusters may have
    /// objects of the same names.
    #[must_use]
    pub(crate) fn of_cluster(&self, cluster: &str) -> Self {
        let mut by_object: HashMap<ObjectRef, usize> = HashMap::new();
        for (place, document) in self.kept.documents.iter().enumerate() {
            let word = |node: Option<&Node>| node.and_then(Node::as_str).map(str::to_owned);
            let name = word(document.root.field("metadata").and_then(|metadata| metadata.field("name")));
            if let (Some(kind), Some(name), true) =
                (word(document.root.field("kind")), name, cluster_of(document).as_deref() == Some(cluster))
            {
                by_object.entry(ObjectRef::new(kind, name)).or_insert(place);
            }
        }
        for (object, place) in &self.kept.by_object {
            by_object.entry(object.clone()).or_insert(*place);
        }
        Self { kept: Arc::new(Kept { documents: self.kept.documents.clone(), by_object }) }
    }

    /// Returns the texts, each once, in the order in which they were read; for reports that show lines.
    pub fn texts(&self) -> Vec<Source> {
        let mut texts: Vec<Source> = Vec::new();
        for document in &self.kept.documents {
            if texts.last().is_none_or(|last| !Arc::ptr_eq(&last.text, &document.source.text)) {
                texts.push(document.source.clone());
            }
        }
        texts
    }
}

/// The cluster that the label of an object names.
pub(super) fn cluster_of(document: &Document) -> Option<String> {
    let labels = document.root.field("metadata")?.field("labels")?;
    labels.field(CLUSTER_LABEL)?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use crate::diag::{Diagnostic, Diagnostics, ObjectRef};
    use crate::spec::Spec;

    #[test]
    fn a_field_is_found_or_the_nearest_above_it() {
        let text = "\
apiVersion: kops.k8s.io/v1alpha2
kind: Cluster
metadata: {name: c}
spec:
  subnets:
  - name: a
    zone: us-east-2a
  - {name: b, cidr: 10.0.0.0/8}
  cloudLabels:
    a.b/c: d
";
        let spec = Spec::from_yaml("f", text).unwrap();
        let place = |field: &str| {
            let location = spec.sources.locate(&ObjectRef::new("Cluster", "c").field(field))?;
            Some((location.line, location.column))
        };
        for (field, expected) in [
            ("", (1, 1)),
            ("metadata.name", (3, 12)),
            ("spec.subnets", (5, 3)),
            ("spec.subnets[0]", (6, 5)),
            ("spec.subnets[0].zone", (7, 5)),
            ("spec.subnets[1].cidr", (8, 15)),
            ("spec.subnets[1].zone", (8, 5)),
            ("spec.subnets[7].zone", (5, 3)),
            ("spec.cloudLabels[\"a.b/c\"]", (10, 5)),
            ("spec.kubeProxy.enabled", (4, 1)),
        ] {
            assert_eq!(place(field), Some(expected), "{field}");
        }
        assert_eq!(spec.sources.locate(&ObjectRef::new("InstanceGroup", "c").field("spec")), None);
        let written = |field: &str| spec.sources.written(&ObjectRef::new("Cluster", "c").field(field)).is_some();
        assert!(written("spec.subnets[0].zone") && !written("spec.subnets[1].zone") && !written("spec.kubeProxy"));
        assert_eq!(spec.sources.texts().len(), 1);

        let finding = Diagnostic::error("a/b", "odd").at(ObjectRef::new("Cluster", "c").field("spec.subnets"));
        let mut found = Diagnostics::from(finding);
        found.locate(|path| spec.sources.locate(path));
        assert_eq!(found.to_string(), "f:5:3: error[a/b]: odd (Cluster/c spec.subnets)");
    }
}
