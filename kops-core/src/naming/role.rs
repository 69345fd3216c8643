//! What the instances of a group do: names and tags of AWS say it, and a spec does.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What the instances of a group do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "InstanceGroupRole", transform = add_alias))]
#[non_exhaustive]
pub enum Role {
    /// Run the control plane and etcd. Written as `Master`.
    #[serde(alias = "ControlPlane")]
    Master,
    /// Run API servers beside the control plane.
    #[serde(rename = "APIServer")]
    ApiServer,
    /// Run pods.
    Node,
    /// Let people in by SSH.
    Bastion,
}

/// Adds the other name of `Master` that specs may use.
#[cfg(feature = "schemars")]
fn add_alias(schema: &mut schemars::Schema) {
    let alias = serde_json::json!({"const": "ControlPlane", "type": "string", "description": "The same as `Master`."});
    schema.get_mut("oneOf").and_then(serde_json::Value::as_array_mut).expect("has choices").push(alias);
}

impl Role {
    pub(crate) const ALL: [Self; 4] = [Self::Master, Self::ApiServer, Self::Node, Self::Bastion];

    /// Returns the text that a spec uses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Master => "Master",
            Self::ApiServer => "APIServer",
            Self::Node => "Node",
            Self::Bastion => "Bastion",
        }
    }

    /// Returns the text that nodes know the role by.
    pub const fn on_nodes(self) -> &'static str {
        match self {
            Self::Master => "ControlPlane",
            other => other.as_str(),
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
