//! Keys that clusters are made with: certificate authorities, the key of service accounts, SSH keys, secrets.
//!
//! In: what the user gives or a state store holds, and for new keys entropy and the time. Out: keys that were checked, in the
//! bytes of kops. Nothing here draws random numbers by itself, reads a clock, or prints a private key.

mod certificate;
mod document;
mod error;
mod issue;
mod jwks;
mod keypair_info;
mod keyset;
mod moment;
mod pem;
mod private_key;
mod sealed;
mod secret;
mod secret_document;
mod ssh;

/// The source of entropy for new keys: a random number generator that is fit for cryptography.
pub(crate) use moment::written as rfc3339;
pub use rand_core::CryptoRng;

pub use certificate::Certificate;
pub use error::{KeyError, KeysetError};
pub use keypair_info::KeypairInfo;
pub use keyset::{Keypair, Keyset, generate, generate_with, is_rotatable};
pub use private_key::{KeyAlgorithm, PrivateKey};
pub(crate) use sealed::{seal, sealed_in, unseal};
pub use secret::{Secret, token};
pub(crate) use secret_document::TOKENS;
pub use secret_document::{CILIUM_PASSWORD, DOCKER_CONFIG, ENCRYPTION_CONFIG, SecretError};
pub use ssh::{SshKeyAlgorithm, SshKeyError, SshPublicKey};

#[cfg(test)]
mod tests;
