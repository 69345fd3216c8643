//! Errors of keysets and secrets. Nothing secret is ever part of them.

use serde::{Deserialize, Serialize};

use super::{ErrorData, ErrorFacts, NoFields};
use crate::pki::{KeysetError, SecretError};
use crate::state::KeysError;

/// A keyset or a keypair that cannot be used or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct KeysetErrorFields {
    /// What is wrong with it.
    pub kind: KeysetErrorKind,
    /// The keyset.
    pub keyset: String,
}

/// What is wrong with a keyset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum KeysetErrorKind {
    /// The cluster does not have it.
    Missing,
    /// Its keypairs cannot be rotated.
    NotRotatable,
    /// The first keypair of a keyset must be its primary one.
    FirstMustBePrimary,
    /// What is stored is not a keyset.
    Format,
    /// Keypairs of it are damaged.
    Damaged,
    /// No keypair can be the primary one.
    NoPrimary,
    /// The primary keypair has no private key.
    NoPrivateKey,
    /// The certificate of the primary keypair expired.
    Expired,
    /// It has no keypair of this id.
    NoKeypair,
    /// The keypair cannot become the primary one.
    CannotPromote,
    /// The primary keypair cannot be distrusted.
    PrimaryDistrusted,
    /// A certificate without its key cannot be the primary keypair.
    PrimaryWithoutKey,
    /// A key or certificate that was given is not one.
    InvalidKey,
    /// Instances do not have the keys of the state store yet.
    NotRolledOut,
}

/// A secret that cannot be read or stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SecretErrorFields {
    /// What is wrong with it.
    pub kind: SecretErrorKind,
    /// The name of the secret.
    pub secret: String,
}

/// What is wrong with a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SecretErrorKind {
    /// The cluster does not have it.
    Missing,
    /// It is in the state store already.
    Exists,
    /// What is stored is not a secret.
    Damaged,
    /// What was given is not what the secret must hold.
    Unexpected,
    /// Its name is almost one that nodes or addons read.
    Misspelt,
}

impl From<&KeysetError> for KeysetErrorKind {
    fn from(error: &KeysetError) -> Self {
        match error {
            KeysetError::Format { .. } => Self::Format,
            KeysetError::Keypairs { .. } => Self::Damaged,
            KeysetError::NoPrimary { .. } => Self::NoPrimary,
            KeysetError::NoPrivateKey { .. } => Self::NoPrivateKey,
            KeysetError::Expired { .. } => Self::Expired,
            KeysetError::NoKeypair { .. } => Self::NoKeypair,
            KeysetError::CannotPromote { .. } => Self::CannotPromote,
            KeysetError::PrimaryDistrusted { .. } => Self::PrimaryDistrusted,
            KeysetError::PrimaryWithoutKey { .. } => Self::PrimaryWithoutKey,
            KeysetError::Key { .. } => Self::InvalidKey,
        }
    }
}

impl From<&SecretError> for SecretErrorKind {
    fn from(error: &SecretError) -> Self {
        match error {
            SecretError::Damaged { .. } => Self::Damaged,
            SecretError::Unexpected { .. } => Self::Unexpected,
            SecretError::Misspelt { .. } => Self::Misspelt,
        }
    }
}

impl From<&KeysError> for ErrorData {
    fn from(error: &KeysError) -> Self {
        let keyset = |kind, keyset: &str| {
            Self::new(error, ErrorFacts::KeysetError(KeysetErrorFields { kind, keyset: keyset.to_owned() }))
        };
        let secret = |kind, secret: &str| {
            Self::new(error, ErrorFacts::SecretError(SecretErrorFields { kind, secret: secret.to_owned() }))
        };
        match error {
            KeysError::NoKeyset { keyset: name, .. } => keyset(KeysetErrorKind::Missing, name),
            KeysError::NotRotatable { keyset: name } => keyset(KeysetErrorKind::NotRotatable, name),
            KeysError::FirstMustBePrimary { keyset: name } => keyset(KeysetErrorKind::FirstMustBePrimary, name),
            KeysError::Keyset(error) => keyset(error.into(), error.keyset()),
            KeysError::NoSecret { secret: name, .. } => secret(SecretErrorKind::Missing, name),
            KeysError::SecretExists { secret: name } => secret(SecretErrorKind::Exists, name),
            KeysError::Secret(error) => secret(error.into(), error.secret()),
            KeysError::NoCluster(_) => Self::new(error, ErrorFacts::KopsError(NoFields {})),
            KeysError::State(error) => error.into(),
        }
    }
}
