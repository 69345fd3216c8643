//! Objects of any kind: how they are named, listed and written.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The annotation in which `kubectl apply` keeps the whole object, which may be secret.
pub const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// The name of an object of any kind. Its version is not a part of it: the same object has it in each version that is served.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ObjectId {
    /// The API group: `apps`; empty for the core group.
    #[serde(default)]
    pub group: String,
    /// The kind: `Deployment`.
    pub kind: String,
    /// The namespace; none for what is in no namespace.
    #[serde(default)]
    pub namespace: Option<String>,
    /// The name.
    pub name: String,
}

impl ObjectId {
    /// Names an object by its fields `apiVersion`, `kind`, `metadata.namespace` and `metadata.name`; nothing where it has no kind or no name.
    pub fn of(object: &Value) -> Option<Self> {
        let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).filter(|text| !text.is_empty());
        let group = text("/apiVersion")?.split_once('/').map_or("", |(group, _)| group);
        Some(Self {
            group: group.to_owned(),
            kind: text("/kind")?.to_owned(),
            namespace: text("/metadata/namespace").map(str::to_owned),
            name: text("/metadata/name")?.to_owned(),
        })
    }
}

/// `Deployment kube-system/coredns`, `ClusterRole cilium`.
impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.namespace {
            Some(namespace) => write!(f, "{} {namespace}/{}", self.kind, self.name),
            None => write!(f, "{} {}", self.kind, self.name),
        }
    }
}

/// Which objects to list: those of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ObjectQuery {
    /// The API group: `apps`; empty for the core group.
    pub group: String,
    /// The kind: `Deployment`.
    pub kind: String,
    /// The namespace. Default: all.
    pub namespace: Option<String>,
    /// A label selector as the API takes it: `app=web,tier!=cache`. Default: all.
    pub label_selector: Option<String>,
    /// A field selector as the API takes it: `metadata.name=web`. Default: all.
    pub field_selector: Option<String>,
}

/// An object in a list: never what it holds, which may be secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ListedObject {
    /// Its name.
    #[serde(flatten)]
    pub id: ObjectId,
    /// Its annotations, without that in which `kubectl apply` keeps the whole object.
    #[serde(default)]
    pub annotations: BTreeMap<String, String>,
}

/// How an object is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ObjectWrite {
    /// By server-side apply as the field manager `kops`, which takes over what others manage of the fields.
    Apply,
    /// Only where it is not there.
    Create,
    /// Its annotations are added to those that it has; nothing else of it is looked at.
    Annotate,
}
