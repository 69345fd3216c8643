//! What a cluster should be: resources by id, who refers to whom, and which of them are only borrowed.
//!
//! In: nodes that the model adds. Out: [`Graph`], which is planned, applied and rendered alike. Invariants: ids are unique,
//! every reference leads to a node, and there is no cycle; [`Graph::check`] finds what breaks them.

mod builder;
mod check;
mod order;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::diag::{Location, SpecPath};
use crate::resource::{CloudId, Field, Kind, Resource, ResourceId};
use crate::spec::Cluster;

pub(crate) use builder::{Builder, DUPLICATE};
pub use check::Defect;
pub use order::Cycle;

/// The desired state of one cluster in one account and region.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Graph {
    /// The cluster's full name.
    pub cluster: String,
    /// The AWS region.
    pub region: String,
    /// The number of the AWS account; empty where it is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub account: String,
    /// The resources by id.
    pub nodes: BTreeMap<ResourceId, Node>,
    /// Names of DNS that the cluster may have records of, wanted now or not, by the id of their hosted zone: records have no
    /// tags, so that only who knows their names can find those that are not wanted any more.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub records: BTreeMap<String, BTreeSet<String>>,
    /// Names that the cluster may have given, wanted now or not, of kinds that AWS finds by name only.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<Kind, BTreeSet<String>>,
    /// Keys of state store objects that belong to the cluster and that the graph cannot render: they stay as they are.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub kept_objects: BTreeSet<String>,
    /// Which fields of the spec the parts of nodes' configurations come from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub node_config: Vec<DocumentPart>,
    /// What the user would want to know about it beside the resources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Where the user wrote the fields that origins name, or the nearest field above each.
    #[serde(
        default,
        with = "serde_with::As::<Vec<(serde_with::Same, serde_with::Same)>>",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    #[cfg_attr(feature = "schemars", schemars(with = "Vec<(SpecPath, Location)>"))]
    pub locations: BTreeMap<SpecPath, Location>,
}

impl Graph {
    /// Notes where the user wrote every field that an origin or the configuration of nodes names, so that plans can say it.
    ///
    /// `locate` is `Sources::locate` of the spec; what it does not find was not written by anybody.
    pub fn place(&mut self, locate: impl Fn(&SpecPath) -> Option<Location>) {
        let of_parts = |fields: fn(&DocumentPart) -> &Vec<String>| -> BTreeSet<&String> {
            self.node_config.iter().flat_map(fields).collect()
        };
        let (of_cluster, of_group) = (of_parts(|part| &part.cluster), of_parts(|part| &part.group));
        let origins = self.nodes.values().map(|node| &node.origin);
        let objects: BTreeSet<_> = origins.clone().filter_map(|origin| Some(&origin.path.as_ref()?.object)).collect();
        let configured = objects.into_iter().flat_map(|object| {
            let fields = if object.kind == Cluster::KIND { &of_cluster } else { &of_group };
            fields.iter().map(|field| object.field(field.as_str()))
        });
        let named: BTreeSet<&SpecPath> =
            origins.flat_map(|origin| origin.path.iter().chain(origin.fields.values())).collect();
        let locations: BTreeMap<_, _> = named
            .into_iter()
            .cloned()
            .chain(configured)
            .filter_map(|path| Some((locate(&path)?, path)))
            .map(|(at, path)| (path, at))
            .collect();
        self.locations.extend(locations);
    }
}

/// A part of a document and the fields of the spec that it comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DocumentPart {
    /// The path of the part inside the document: `KubeletConfig`.
    pub part: String,
    /// Fields of the cluster: `spec.kubelet`.
    pub cluster: Vec<String>,
    /// Fields of the instance group that the document is for.
    pub group: Vec<String>,
}

impl DocumentPart {
    /// What a path inside this part adds to its own: `.maxPods`.
    pub(crate) fn rest<'a>(&self, path: &'a str) -> &'a str {
        path.strip_prefix(&self.part).unwrap_or_default()
    }
}

/// A resource of the graph with what the planner needs to know of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "GraphNode"))]
pub struct Node {
    /// What it should be.
    pub resource: Resource,
    /// Whose it is.
    pub ownership: Ownership,
    /// Why it is there.
    pub origin: Origin,
    /// Nodes that must be there first although no field refers to them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<ResourceId>,
}

/// Whose a resource is. Exhaustive: a cluster either owns a resource or shares it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Ownership {
    /// The cluster made it, changes it and deletes it.
    Owned,
    /// It exists, it is used, and it is never changed or deleted. It must match what the graph says of it; a field at its
    /// default says nothing.
    Shared(CloudId),
}

/// Why a resource is in the graph and where its fields come from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Origin {
    /// What it is for, in a few words: `lets nodes in private subnets reach the internet`.
    pub reason: String,
    /// The field of the spec that asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<SpecPath>,
    /// The fields of the spec that fields of the resource come from, where that is not `path`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, SpecPath>,
}

impl Origin {
    /// Says what a resource is for and which field of the spec asked for it.
    pub fn new(reason: impl Into<String>, path: SpecPath) -> Self {
        Self { reason: reason.into(), path: Some(path), fields: BTreeMap::new() }
    }

    /// Adds the field of the spec that a field of the resource comes from.
    #[must_use]
    pub fn field(mut self, field: &Field, path: SpecPath) -> Self {
        self.fields.insert(field.name.to_owned(), path);
        self
    }
}
