//! Why the objects of a cluster cannot be written to a state store, or read from it.

use super::StateError;
use crate::diag::{Diagnostics, ObjectRef};
use crate::pki::{KeysetError, SecretError};
use crate::yaml::Source;

/// Objects that cannot be written to a state store.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// Objects that are to be created exist already.
    #[error("{} already in the state store", are(.0))]
    Exists(Vec<ObjectRef>),
    /// Objects that are to be replaced, or that others belong to, are not there.
    #[error("{} not in the state store", are(.0))]
    Missing(Vec<ObjectRef>),
    /// Another key is there, and EC2 takes only one for a cluster.
    #[error("`{cluster}` has another SSH key already ({fingerprint}); delete that first")]
    OtherKey {
        /// The cluster.
        cluster: String,
        /// The fingerprint of the key that is there.
        fingerprint: String,
    },
    /// The objects do not say what they belong to, or what is there cannot be read.
    #[error("the objects cannot be stored")]
    Invalid(#[source] Diagnostics),
    /// The store failed.
    #[error(transparent)]
    State(#[from] StateError),
}

fn are(objects: &[ObjectRef]) -> String {
    let names: Vec<_> = objects.iter().map(|object| format!("`{object}`")).collect();
    format!("{} {}", names.join(", "), if names.len() == 1 { "is" } else { "are" })
}

/// Why a cluster cannot be had from a state store.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// There is no such cluster.
    #[error("the state store has no cluster `{name}`{}", did_you_mean(.similar.as_deref()))]
    NoCluster {
        /// The name.
        name: String,
        /// A cluster that is there and has a similar name.
        similar: Option<String>,
    },
    /// What is stored is not a spec.
    #[error("what the state store has of `{name}` cannot be read")]
    Invalid {
        /// The name.
        name: String,
        /// What is wrong.
        #[source]
        findings: Diagnostics,
        /// The texts that the findings point into.
        texts: Vec<Source>,
    },
    /// The store failed.
    #[error(transparent)]
    State(#[from] StateError),
}

fn did_you_mean(similar: Option<&str>) -> String {
    similar.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}

/// Why keysets and secrets of a cluster cannot be read or changed. Nothing secret is ever part of it.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeysError {
    /// There is no such cluster.
    #[error(transparent)]
    NoCluster(LoadError),
    /// There is no such keyset.
    #[error(
        "the cluster has no keyset `{keyset}`; it has {}",
        names(.known, "no keysets yet: update the cluster to create them")
    )]
    NoKeyset {
        /// The keyset.
        keyset: String,
        /// Those that it has.
        known: Vec<String>,
    },
    /// The keypairs of this keyset cannot be rotated.
    #[error("the keypairs of `{keyset}` cannot be rotated; expected `service-account` or a certificate authority")]
    NotRotatable {
        /// The keyset.
        keyset: String,
    },
    /// The first keypair of a keyset must be the primary one.
    #[error("the keyset `{keyset}` does not exist, and the first keypair of a keyset must be its primary one")]
    FirstMustBePrimary {
        /// The keyset.
        keyset: String,
    },
    /// A keyset or a keypair cannot be used.
    #[error(transparent)]
    Keyset(#[from] KeysetError),
    /// There is no such secret.
    #[error("the cluster has no secret `{secret}`; it has {}", names(.known, "no secrets"))]
    NoSecret {
        /// The secret.
        secret: String,
        /// Those that it has.
        known: Vec<String>,
    },
    /// The secret is there already.
    #[error("the secret `{secret}` is already in the state store")]
    SecretExists {
        /// The secret.
        secret: String,
    },
    /// A secret cannot be used.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The store failed.
    #[error(transparent)]
    State(StateError),
}

impl From<StateError> for KeysError {
    fn from(error: StateError) -> Self {
        match error {
            StateError::Keyset { source, .. } => Self::Keyset(source),
            StateError::Secret { source, .. } => Self::Secret(source),
            other => Self::State(other),
        }
    }
}

impl From<LoadError> for KeysError {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::State(error) => error.into(),
            other => Self::NoCluster(other),
        }
    }
}

fn names(known: &[String], none: &str) -> String {
    if known.is_empty() {
        return none.to_owned();
    }
    known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
