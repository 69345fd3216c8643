//! Objects as the documents that kops itself would write.

use serde::Serialize;
use serde_json::Value;

use super::object::{API_VERSION, Object};
use super::objects::{Objects, Spec};
use crate::yaml;

/// Returns an object as a value: `apiVersion`, `kind`, `metadata` and `spec`, and nothing that is unset.
pub fn to_value<T: Object + Serialize>(object: &T) -> Value {
    // The model holds nothing that JSON cannot: no maps with other keys than text, no errors of its own.
    let mut value = serde_json::to_value(object).expect("spec types serialise");
    value["apiVersion"] = API_VERSION.into();
    value["kind"] = object.kind().into();
    value
}

/// Returns an object as a YAML document, in the form of the state store.
pub fn to_yaml<T: Object + Serialize>(object: &T) -> String {
    yaml::to_yaml(&to_value(object))
}

impl Objects {
    /// Returns every object as a value: clusters, groups, SSH keys, then the rest.
    pub fn to_values(&self) -> Vec<Value> {
        let clusters = self.clusters.iter().map(to_value);
        let groups = self.groups.iter().map(to_value);
        let credentials = self.ssh_credentials.iter().map(to_value);
        clusters.chain(groups).chain(credentials).chain(self.additional.iter().cloned()).collect()
    }

    /// Returns every object in one YAML text.
    pub fn to_yaml(&self) -> String {
        join(&self.to_values())
    }
}

impl Spec {
    /// Returns the cluster and everything of it as values: cluster, groups, SSH keys, then the rest.
    pub fn to_values(&self) -> Vec<Value> {
        let groups = self.groups.iter().map(to_value);
        let credentials = self.ssh_credentials.iter().map(to_value);
        let rest = groups.chain(credentials).chain(self.additional.iter().cloned());
        std::iter::once(to_value(&self.cluster)).chain(rest).collect()
    }

    /// Returns the cluster and everything of it in one YAML text.
    pub fn to_yaml(&self) -> String {
        join(&self.to_values())
    }
}

fn join(documents: &[Value]) -> String {
    documents.iter().map(yaml::to_yaml).collect::<Vec<_>>().join("\n---\n\n")
}
