//! SSH keys that may log in to nodes.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

/// A public SSH key.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "SSHCredentialSpec"))]
#[serde(rename_all = "camelCase", default)]
pub struct SshCredentialSpec {
    /// The key as OpenSSH writes it.
    pub public_key: Option<String>,
}
