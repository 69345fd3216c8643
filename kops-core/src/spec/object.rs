//! The objects of a spec and what every object has: a name, labels, annotations.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_with::skip_serializing_none;

use super::cluster::ClusterSpec;
use super::instance_group::InstanceGroupSpec;
use super::ssh_credential::SshCredentialSpec;
use crate::diag::ObjectRef;
use crate::naming::tags::PROTECTED;

/// The group and version of the format that is read and written.
pub const API_VERSION: &str = "kops.k8s.io/v1alpha2";

/// The label of a group that names its cluster.
pub const CLUSTER_LABEL: &str = "kops.k8s.io/cluster";

/// The metadata of an object.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(extend("required" = ["name"])))]
#[serde(rename_all = "camelCase", default)]
pub struct ObjectMeta {
    /// The name of the object. The name of a cluster is a DNS name (`demo.example.com`). Required.
    pub name: String,
    /// The Kubernetes namespace of the object. kops and this library do not use it. Default: none.
    pub namespace: Option<String>,
    /// Labels of the object. `kops.k8s.io/cluster` names the cluster of an instance group or an SSH key.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
    /// Annotations of the object, for tools; they do not change the cluster.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub annotations: BTreeMap<String, String>,
    /// When the object was created, as RFC 3339. Unset or null: not known.
    #[cfg_attr(feature = "schemars", schemars(transform = or_null))]
    pub creation_timestamp: Option<String>,
    /// How many times the spec was changed, where a Kubernetes API stores the object.
    pub generation: Option<i64>,
    /// The version of the object, where a Kubernetes API stores it.
    pub resource_version: Option<String>,
    /// The unique id of the object, where a Kubernetes API stores it.
    pub uid: Option<String>,
    /// Which client set which field, where a Kubernetes API stores the object.
    pub managed_fields: Option<Value>,
    /// What must run before the object may be deleted, where a Kubernetes API stores it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub finalizers: Vec<String>,
    /// Objects that this one belongs to, where a Kubernetes API stores it.
    pub owner_references: Option<Value>,
}

impl ObjectMeta {
    /// Names an object.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// True where the object is marked as one that must not be deleted: by the annotation or label `kops-core.io/protected: "true"`.
    pub fn is_protected(&self) -> bool {
        self.protection().any(|(_, value)| value == "true")
    }

    /// The marks of protection, with the field that holds each.
    pub(crate) fn protection(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let marks = [("annotations", &self.annotations), ("labels", &self.labels)];
        marks.into_iter().filter_map(|(field, marks)| Some((field, marks.get(PROTECTED)?.as_str())))
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
            feature = "schemars",
            derive(schemars::JsonSchema),
            schemars(rename = $kind, transform = |schema: &mut schemars::Schema| add_head(schema, $kind))
        )]
        #[serde(rename_all = "camelCase", default)]
        pub struct $name {
            /// The name, labels and annotations of the object.
            pub metadata: ObjectMeta,
            /// The desired state of the object.
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
#[cfg(feature = "schemars")]
fn or_null(schema: &mut schemars::Schema) {
    schema.remove("type");
    schema.insert("oneOf".to_owned(), serde_json::json!([{"type": "string"}, {"type": "null"}]));
}

/// Adds the format and the kind of an object, which readers look at before they read the rest.
#[cfg(feature = "schemars")]
fn add_head(schema: &mut schemars::Schema, kind: &str) {
    let version = serde_json::json!({"enum": [API_VERSION, "kops/v1alpha2"], "description": "The version of the format, always v1alpha2."});
    let kind = serde_json::json!({"const": kind, "description": "The kind of the object."});
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut).expect("an object has properties");
    properties.extend([("apiVersion".to_owned(), version), ("kind".to_owned(), kind)]);
    schema.insert("required".to_owned(), serde_json::json!(["metadata", "spec"]));
}

object! {
    /// A cluster.
    Cluster, "Cluster", ClusterSpec
}
object! {
    /// A group of instances of one role.
    InstanceGroup, "InstanceGroup", InstanceGroupSpec
}
object! {
    /// A public SSH key that may log in to nodes.
    SshCredential, "SSHCredential", SshCredentialSpec
}
