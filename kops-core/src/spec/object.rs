//! The objects of a spec and what every object has: a name, labels, annotations.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_with::skip_serializing_none;

use super::cluster::ClusterSpec;
use super::instance_group::InstanceGroupSpec;
use super::ssh_credential::SshCredentialSpec;
use crate::diag::ObjectRef;

/// The group and version of the format that is read and written.
pub const API_VERSION: &str = "kops.k8s.io/v1alpha2";

/// The label of a group that names its cluster.
pub const CLUSTER_LABEL: &str = "kops.k8s.io/cluster";

/// What every object has beside its spec.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(extend("required" = ["name"])))]
#[serde(rename_all = "camelCase", default)]
pub struct ObjectMeta {
    /// The object's name: of a cluster its DNS name.
    pub name: String,
    /// Not used by kops.
    pub namespace: Option<String>,
    /// Labels; `kops.k8s.io/cluster` names the cluster of a group.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
    /// Notes for people and tools.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub annotations: BTreeMap<String, String>,
    /// When it was made, as RFC 3339; null in what kops itself writes.
    #[cfg_attr(feature = "schema", schemars(transform = or_null))]
    pub creation_timestamp: Option<String>,
    /// How often its spec was changed.
    pub generation: Option<i64>,
    /// The version that a Kubernetes API gave it.
    pub resource_version: Option<String>,
    /// The id that a Kubernetes API gave it.
    pub uid: Option<String>,
    /// What a Kubernetes API keeps beside that: owners, finalizers, managed fields.
    pub managed_fields: Option<Value>,
    /// What must be done before it may go.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub finalizers: Vec<String>,
    /// What it belongs to.
    pub owner_references: Option<Value>,
}

impl ObjectMeta {
    /// Names an object.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }
}

mod sealed {
    /// Only kops's own kinds are objects.
    pub trait Sealed {}
}

/// An object of kops's own kinds; no other types can implement it.
pub trait Object: sealed::Sealed {
    /// Returns its `kind`.
    fn kind(&self) -> &'static str;

    /// Returns its name, labels and annotations.
    fn metadata(&self) -> &ObjectMeta;
}

macro_rules! object {
    ($(#[$doc:meta])* $name:ident, $kind:tt, $spec:ty) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(
            feature = "schema",
            derive(schemars::JsonSchema),
            schemars(rename = $kind, transform = |schema: &mut schemars::Schema| add_head(schema, $kind))
        )]
        #[serde(rename_all = "camelCase", default)]
        pub struct $name {
            /// Its name, labels and annotations.
            pub metadata: ObjectMeta,
            /// What the user wants of it.
            pub spec: $spec,
        }

        impl $name {
            /// The `kind` of these objects.
            pub const KIND: &'static str = $kind;

            /// Returns its name.
            pub fn name(&self) -> &str {
                &self.metadata.name
            }

            /// Returns its kind and name, for paths of fields.
            pub fn reference(&self) -> ObjectRef {
                ObjectRef::new(Self::KIND, self.name())
            }

            /// Returns the name of the cluster that its label says it is part of.
            pub fn cluster_label(&self) -> Option<&str> {
                self.metadata.labels.get(CLUSTER_LABEL).map(String::as_str)
            }
        }

        impl sealed::Sealed for $name {}

        impl Object for $name {
            fn kind(&self) -> &'static str {
                Self::KIND
            }

            fn metadata(&self) -> &ObjectMeta {
                &self.metadata
            }
        }
    };
}

/// Allows null, in a way that holds for a field that is not required.
#[cfg(feature = "schema")]
fn or_null(schema: &mut schemars::Schema) {
    schema.remove("type");
    schema.insert("oneOf".to_owned(), serde_json::json!([{"type": "string"}, {"type": "null"}]));
}

/// Adds the format and the kind of an object, which readers look at before they read the rest.
#[cfg(feature = "schema")]
fn add_head(schema: &mut schemars::Schema, kind: &str) {
    let version =
        serde_json::json!({"enum": [API_VERSION, "kops/v1alpha2"], "description": "The version of the format."});
    let kind = serde_json::json!({"const": kind, "description": "What the object is."});
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut).expect("an object has properties");
    properties.extend([("apiVersion".to_owned(), version), ("kind".to_owned(), kind)]);
    schema.insert("required".to_owned(), serde_json::json!(["metadata", "spec"]));
}

object! {
    /// A cluster.
    Cluster, "Cluster", ClusterSpec
}
object! {
    /// A group of machines of one role.
    InstanceGroup, "InstanceGroup", InstanceGroupSpec
}
object! {
    /// A public SSH key that may log in to nodes.
    SshCredential, "SSHCredential", SshCredentialSpec
}
