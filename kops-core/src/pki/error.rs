//! What can be wrong with keys, certificates and the sets of them.

/// Why a text is not the key or certificate that is expected. Nothing of the text is ever part of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// There is no PEM block of the right kind.
    #[error("there is no {expected} in PEM form: expected a block that begins with `-----BEGIN {label}-----`")]
    NotPem {
        /// `certificate` or `private key`.
        expected: &'static str,
        /// How the block would begin.
        label: &'static str,
    },
    /// A private key that a password protects.
    #[error("the private key is encrypted; decrypt it first, for example with `openssl pkey`")]
    Encrypted,
    /// The PEM block holds something else.
    #[error("the {expected} is damaged: what is in its PEM block is no {expected}")]
    Malformed {
        /// `certificate` or `private key`.
        expected: &'static str,
    },
    /// A key of another algorithm.
    #[error("the {expected} is for a key of an unsupported algorithm ({algorithm}); expected RSA or ECDSA")]
    Unsupported {
        /// `certificate` or `private key`.
        expected: &'static str,
        /// The algorithm's object identifier.
        algorithm: String,
    },
    /// A key and a certificate that do not belong together.
    #[error("the certificate does not match the private key")]
    Mismatch,
    /// A certificate that may not sign others.
    #[error("the certificate `{subject}` is not one of a certificate authority")]
    NotAnAuthority {
        /// Its subject.
        subject: String,
    },
    /// A key that can be kept and not used to sign: an ECDSA key on another curve.
    #[error("certificates cannot be signed with an ECDSA key on this curve; expected P-256, P-384 or an RSA key")]
    CannotSign,
    /// The youngest keypair of a set has the largest number for an id.
    #[error("no keypair can be younger, as the id of another one is the largest number")]
    IdTooLarge,
    /// The cryptographic library refused.
    #[error("{operation} failed: {reason}")]
    Failed {
        /// `making an RSA key`, `signing a certificate`.
        operation: &'static str,
        /// What it says.
        reason: String,
    },
}

/// Why a set of keys cannot be read or changed as asked. Nothing secret is ever part of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeysetError {
    /// What is stored is not a `Keyset`.
    #[error("the keyset `{keyset}` cannot be read: {problem}")]
    Format {
        /// The keyset.
        keyset: String,
        /// What is wrong, with its place.
        problem: String,
    },
    /// Keypairs of it are damaged.
    #[error("the keyset `{keyset}` cannot be used: {}", list(.problems))]
    Keypairs {
        /// The keyset.
        keyset: String,
        /// What is wrong with each, by its id.
        problems: Vec<(String, KeyError)>,
    },
    /// No keypair is there that could be the primary one.
    #[error("the keyset `{keyset}` has no primary keypair: expected one that is trusted and has a certificate")]
    NoPrimary {
        /// The keyset.
        keyset: String,
    },
    /// The primary keypair cannot sign.
    #[error("the primary keypair `{id}` of the keyset `{keyset}` has no private key")]
    NoPrivateKey {
        /// The keyset.
        keyset: String,
        /// The keypair.
        id: String,
    },
    /// The primary keypair is no longer valid.
    #[error(
        "the certificate of the primary keypair `{id}` of the keyset `{keyset}` expired on {expired}; promote a newer one"
    )]
    Expired {
        /// The keyset.
        keyset: String,
        /// The keypair.
        id: String,
        /// The day, as in `2031-04-16`.
        expired: String,
    },
    /// There is no keypair of this id.
    #[error("the keyset `{keyset}` has no keypair `{id}`; it has {}", known.join(", "))]
    NoKeypair {
        /// The keyset.
        keyset: String,
        /// The id.
        id: String,
        /// Those that it has.
        known: Vec<String>,
    },
    /// The keypair cannot become the primary one.
    #[error("the keypair `{id}` of the keyset `{keyset}` cannot become the primary one, because it {reason}")]
    CannotPromote {
        /// The keyset.
        keyset: String,
        /// The keypair.
        id: String,
        /// `is distrusted`, `has no private key`, `has no certificate`.
        reason: &'static str,
    },
    /// The primary keypair cannot be distrusted.
    #[error(
        "the keypair `{id}` of the keyset `{keyset}` is the primary one and cannot be distrusted; promote another first"
    )]
    PrimaryDistrusted {
        /// The keyset.
        keyset: String,
        /// The keypair.
        id: String,
    },
    /// A certificate without its key cannot be the primary keypair.
    #[error("a certificate without its private key cannot be the primary keypair of the keyset `{keyset}`")]
    PrimaryWithoutKey {
        /// The keyset.
        keyset: String,
    },
    /// A key or certificate that was given is not one.
    #[error("the keypair for the keyset `{keyset}` cannot be used: {problem}")]
    Key {
        /// The keyset.
        keyset: String,
        /// What is wrong.
        problem: KeyError,
    },
}

impl KeysetError {
    /// The keyset that it is about.
    pub fn keyset(&self) -> &str {
        match self {
            Self::Format { keyset, .. }
            | Self::Keypairs { keyset, .. }
            | Self::NoPrimary { keyset }
            | Self::NoPrivateKey { keyset, .. }
            | Self::Expired { keyset, .. }
            | Self::NoKeypair { keyset, .. }
            | Self::CannotPromote { keyset, .. }
            | Self::PrimaryDistrusted { keyset, .. }
            | Self::PrimaryWithoutKey { keyset }
            | Self::Key { keyset, .. } => keyset,
        }
    }
}

fn list(problems: &[(String, KeyError)]) -> String {
    let each: Vec<_> = problems.iter().map(|(id, problem)| format!("keypair `{id}`: {problem}")).collect();
    each.join("; ")
}
