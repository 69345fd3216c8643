//! How a graph is put together: nodes one by one, and whatever speaks against it.

use std::collections::btree_map::Entry;
use std::collections::{BTreeSet, HashSet};

use serde_json::Value;

use super::{DocumentPart, Graph, Node, Origin, Ownership};
use crate::diag::{Code, Diagnostic, Diagnostics, Example, SpecPath};
use crate::resource::{CloudId, Kind, Ref, Resource, ResourceId, Text};

/// Two parts of a spec that ask for one resource.
pub(crate) const DUPLICATE: Code = Code::new(
    "graph/duplicate",
    "Two parts of the spec need the same resource.",
    "Two fields lead to resources of the same name with different settings. Make the names or the settings differ as the finding says.",
    Example::Cluster([
        "externalPolicies:\n  node:\n  - arn:aws:iam::111122223333:policy/read\n  - arn:aws:iam::111122223333:policy/read",
        "externalPolicies:\n  node:\n  - arn:aws:iam::111122223333:policy/read",
    ]),
);

/// Collects the nodes of a graph and the findings on the way.
#[derive(Debug)]
pub(crate) struct Builder {
    graph: Graph,
    tags: Option<SpecPath>,
    after_if_present: Vec<(ResourceId, ResourceId)>,
    /// What was added by [`Builder::own_unless_same`], without names and tags.
    once: BTreeSet<String>,
    problems: Diagnostics,
    /// What was noted or reported already.
    noted: HashSet<String>,
    reported: HashSet<Diagnostic>,
}

impl Builder {
    /// Starts the graph of a cluster.
    pub(crate) fn new(cluster: impl Into<String>, region: impl Into<String>) -> Self {
        let graph = Graph { cluster: cluster.into(), region: region.into(), ..Graph::default() };
        Self {
            graph,
            tags: None,
            after_if_present: Vec::new(),
            once: BTreeSet::new(),
            problems: Diagnostics::default(),
            noted: HashSet::new(),
            reported: HashSet::new(),
        }
    }

    /// Says which account the cluster is in.
    #[must_use]
    pub(crate) fn in_account(mut self, number: impl Into<String>) -> Self {
        self.graph.account = number.into();
        self
    }

    /// Says which field of the spec the tags of the cluster's resources come from, where their origin does not say.
    #[must_use]
    pub(crate) fn tags_from(mut self, path: SpecPath) -> Self {
        self.tags = Some(path);
        self
    }

    /// Adds a resource that the cluster makes and owns; returns its id.
    pub(crate) fn own(&mut self, name: impl Into<String>, resource: impl Into<Resource>, origin: Origin) -> ResourceId {
        self.add(name.into(), resource.into(), Ownership::Owned, origin)
    }

    /// Adds a resource that the cluster makes and owns, unless the same one was added this way under another name.
    ///
    /// Resources are the same where all but their tags is. Where a spec names one shared security group in several places,
    /// several fields ask for the same rule, which AWS takes once.
    pub(crate) fn own_unless_same(&mut self, name: impl Into<String>, resource: impl Into<Resource>, origin: Origin) {
        let resource = resource.into();
        let mut fields = resource.to_value();
        fields.remove("tags");
        if self.once.insert(format!("{} {}", resource.kind(), Value::Object(fields))) {
            self.own(name, resource, origin);
        }
    }

    /// Adds a resource that exists and is only used; returns its id.
    ///
    /// Several parts of a spec may use the same one: it is added once, with the first origin.
    pub(crate) fn share(
        &mut self,
        name: impl Into<String>,
        id: impl Into<CloudId>,
        resource: impl Into<Resource>,
        origin: Origin,
    ) -> ResourceId {
        self.add(name.into(), resource.into(), Ownership::Shared(id.into()), origin)
    }

    /// The content of a file that was added, by its name.
    pub(crate) fn file_content(&self, name: &str) -> Option<&Text> {
        match &self.graph.nodes.get(&ResourceId::new(Kind::ManagedFile, name))?.resource {
            Resource::ManagedFile(file) => Some(&file.content),
            _ => None,
        }
    }

    /// Makes a node wait for another although none of its fields refers to it.
    pub(crate) fn after(&mut self, later: &ResourceId, earlier: ResourceId) {
        if let Some(node) = self.graph.nodes.get_mut(later)
            && !node.after.contains(&earlier)
        {
            node.after.push(earlier);
        }
    }

    /// Makes a node wait for another as [`Builder::after`], where the whole graph has that other one.
    pub(crate) fn after_if_present(&mut self, later: &ResourceId, earlier: ResourceId) {
        self.after_if_present.push((later.clone(), earlier));
    }

    /// Says that the cluster may have records of a name in a hosted zone.
    pub(crate) fn may_have_record(&mut self, zone: &str, name: impl Into<String>) {
        self.graph.records.entry(zone.to_owned()).or_default().insert(name.into());
    }

    /// Says that the cluster may have something of a kind that AWS finds by name only.
    pub(crate) fn may_have(&mut self, kind: Kind, name: impl Into<String>) {
        self.graph.names.entry(kind).or_default().insert(name.into());
    }

    /// Says which fields of the spec the parts of nodes' configurations come from.
    pub(crate) fn node_config_from(&mut self, parts: Vec<DocumentPart>) {
        self.graph.node_config = parts;
    }

    /// Says that an object of the state store belongs to the cluster although no node renders it.
    pub(crate) fn keep_object(&mut self, key: impl Into<String>) {
        self.graph.kept_objects.insert(key.into());
    }

    /// Says something that the reader of a plan would want to know; the same words are kept once.
    pub(crate) fn note(&mut self, text: impl Into<String>) {
        let text = text.into();
        if self.noted.insert(text.clone()) {
            self.graph.notes.push(text);
        }
    }

    /// Reports what keeps the graph from being built; several resources may find the same, which is reported once.
    pub(crate) fn problem(&mut self, diagnostic: Diagnostic) {
        if self.reported.insert(diagnostic.clone()) {
            self.problems.push(diagnostic);
        }
    }

    /// Returns the graph.
    ///
    /// # Errors
    /// Everything that was reported, and resources that were added twice.
    #[cfg(any(test, feature = "conformance"))]
    pub(crate) fn finish(self) -> Result<Graph, Diagnostics> {
        let (graph, problems) = self.build_partial();
        if problems.has_errors() { Err(problems) } else { Ok(graph) }
    }

    /// Returns the graph as far as it could be built, and everything that was reported.
    pub(crate) fn build_partial(mut self) -> (Graph, Diagnostics) {
        for (later, earlier) in std::mem::take(&mut self.after_if_present) {
            if self.graph.nodes.contains_key(&earlier) {
                self.after(&later, earlier);
            }
        }
        (self.graph, self.problems)
    }

    fn add(&mut self, name: String, resource: Resource, ownership: Ownership, mut origin: Origin) -> ResourceId {
        let id = ResourceId::new(resource.kind(), name);
        if ownership == Ownership::Owned
            && let Some((path, tags)) = self.tags.as_ref().zip(id.kind.tags())
        {
            origin.fields.entry(tags.name.to_owned()).or_insert_with(|| path.clone());
        }
        let node = Node { resource, ownership, origin, after: Vec::new() };
        match self.graph.nodes.entry(id.clone()) {
            Entry::Vacant(free) => {
                free.insert(node);
            }
            Entry::Occupied(taken) => {
                let first = taken.get();
                let same = first.resource == node.resource && first.ownership == node.ownership;
                if !(same && matches!(node.ownership, Ownership::Shared(_))) {
                    self.problems.push(duplicate(&id, &first.origin, &node.origin));
                }
            }
        }
        id
    }
}

impl ResourceId {
    /// Refers to the cloud's id of this resource.
    pub(crate) fn reference(&self) -> Ref {
        Ref::to(self.kind, self.name.clone())
    }
}

impl Graph {
    /// Returns the nodes of a kind with their names, in the order of names.
    pub(crate) fn of_kind(&self, kind: Kind) -> impl Iterator<Item = (&str, &Node)> {
        let first = ResourceId::new(kind, "");
        let of_kind = self.nodes.range(first..).take_while(move |(id, _)| id.kind == kind);
        of_kind.map(|(id, node)| (id.name.as_str(), node))
    }
}

fn duplicate(id: &ResourceId, first: &Origin, second: &Origin) -> Diagnostic {
    let message = format!("the {} `{}` is asked for twice", id.kind.title(), id.name);
    let mut finding = Diagnostic::error(DUPLICATE.id, message);
    let first: Option<&SpecPath> = first.path.as_ref();
    if let Some(path) = first {
        finding = finding.help(format!("it is asked for at `{path}` already"));
    }
    match second.path.clone() {
        Some(path) => finding.at(path),
        None => finding,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource::{InternetGateway, NatGateway};

    fn gateway() -> InternetGateway {
        InternetGateway { vpc: Ref::to(Kind::Vpc, "demo"), ..InternetGateway::default() }
    }

    #[test]
    fn an_owned_resource_can_be_asked_for_once() {
        let mut builder = Builder::new("demo", "us-east-2");
        let id = builder.own("demo", gateway(), Origin::default());
        assert_eq!(id.to_string(), "internet-gateway/demo");
        builder.own("demo", gateway(), Origin::default());
        let problems = builder.finish().expect_err("is asked for twice");
        assert_eq!(problems.to_string(), "error[graph/duplicate]: the internet gateway `demo` is asked for twice");
    }

    #[test]
    fn a_shared_resource_can_be_used_from_several_places() {
        let mut builder = Builder::new("demo", "us-east-2");
        builder.share("nat-1", "nat-1", NatGateway::default(), Origin::default());
        builder.share("nat-1", "nat-1", NatGateway::default(), Origin::default());
        assert_eq!(builder.finish().expect("is one").nodes.len(), 1);

        let mut builder = Builder::new("demo", "us-east-2");
        builder.share("a", "nat-1", NatGateway::default(), Origin::default());
        builder.share("a", "nat-2", NatGateway::default(), Origin::default());
        assert!(builder.finish().is_err());
    }

    #[test]
    fn tags_come_from_where_the_builder_says() {
        let object = crate::diag::ObjectRef::new("Cluster", "demo");
        let mut builder = Builder::new("demo", "us-east-2").tags_from(object.field("spec.cloudLabels"));
        let own = builder.own("demo", gateway(), Origin::default());
        let theirs = builder.share("nat-1", "nat-1", NatGateway::default(), Origin::default());
        let graph = builder.finish().expect("is fine");
        assert_eq!(graph.nodes[&own].origin.fields["tags"], object.field("spec.cloudLabels"));
        assert!(graph.nodes[&theirs].origin.fields.is_empty());
    }

    #[test]
    fn notes_are_kept_once() {
        let mut builder = Builder::new("demo", "us-east-2");
        builder.note("look here");
        builder.note("look here");
        assert_eq!(builder.finish().expect("is fine").notes, ["look here"]);
    }
}
