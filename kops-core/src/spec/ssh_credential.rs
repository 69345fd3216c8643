//! SSH keys that may log in to nodes.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

/// The public SSH key of a cluster.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "SSHCredentialSpec"))]
#[serde(rename_all = "camelCase", default)]
pub struct SshCredentialSpec {
    /// The public key in OpenSSH's format: `ssh-ed25519 AAAA…`. Required.
    pub public_key: Option<String>,
}
