//! Public SSH keys: reading OpenSSH's one-line form, and the fingerprint by which kops names them.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest, Md5};

/// A public SSH key that EC2 can import.
///
/// ```
/// use kops_core::pki::SshPublicKey;
///
/// let key: SshPublicKey =
///     "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f me@home".parse()?;
/// assert_eq!(key.comment(), Some("me@home"));
/// # Ok::<(), kops_core::pki::SshKeyError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SshPublicKey {
    algorithm: SshKeyAlgorithm,
    blob: Vec<u8>,
    comment: Option<String>,
}

/// The kinds of SSH keys that EC2 imports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SshKeyAlgorithm {
    /// `ssh-rsa`.
    Rsa,
    /// `ssh-ed25519`.
    Ed25519,
}

/// A text that is not a public SSH key that EC2 can import. The text itself is never part of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SshKeyError {
    /// A private key, which must never leave its owner.
    #[error("this is a private key; the public one is the line in the file that ends in `.pub`")]
    Private,
    /// Not of the form `<algorithm> <base64> <comment>`.
    #[error("this is not a public SSH key; one line such as `ssh-ed25519 AAAA… name` is expected")]
    Form,
    /// The base64 is damaged, or is not a key of the algorithm that the line says.
    #[error("the key is damaged: what follows `{algorithm}` is not such a key in base64")]
    Damaged {
        /// The algorithm that the line says.
        algorithm: String,
    },
    /// An RSA key of a length that EC2 does not import.
    #[error("EC2 imports RSA keys of at least 1024 bits, but this one has {bits}")]
    Length {
        /// The length of its modulus in bits.
        bits: usize,
    },
    /// A kind of key that EC2 does not import.
    #[error("EC2 imports RSA and ed25519 keys, but this is a key of `{algorithm}`")]
    Unsupported {
        /// The algorithm.
        algorithm: String,
    },
}

/// The length of the shortest RSA keys that EC2 imports. The user guide of EC2 names 1024, 2048 and 4096 bits; EC2 also imports those of
/// other lengths, among them 3072 bits, which `ssh-keygen` makes.
const RSA_BITS: usize = 1024;

impl SshPublicKey {
    /// The kind of key.
    pub fn algorithm(&self) -> SshKeyAlgorithm {
        self.algorithm
    }

    /// What follows the key in the line: often `user@host`.
    pub fn comment(&self) -> Option<&str> {
        self.comment.as_deref()
    }

    /// The MD5 of the key in OpenSSH's binary form, as pairs of hexadecimal digits with colons between them.
    ///
    /// kops names key pairs and objects of the state store by it, whatever the kind of key; it is a name, not a protection.
    pub fn fingerprint(&self) -> String {
        let pairs: Vec<String> = Md5::digest(&self.blob).iter().map(|byte| format!("{byte:02x}")).collect();
        pairs.join(":")
    }
}

impl FromStr for SshPublicKey {
    type Err = SshKeyError;

    fn from_str(text: &str) -> Result<Self, SshKeyError> {
        if text.contains("PRIVATE KEY-----") {
            return Err(SshKeyError::Private);
        }
        let text = text.trim();
        let mut words = text.splitn(3, char::is_whitespace);
        let (Some(name), Some(encoded)) = (words.next(), words.next()) else {
            return Err(SshKeyError::Form);
        };
        if text.lines().count() != 1 {
            return Err(SshKeyError::Form);
        }
        let algorithm = match name {
            "ssh-rsa" => SshKeyAlgorithm::Rsa,
            "ssh-ed25519" => SshKeyAlgorithm::Ed25519,
            other if other.starts_with("ssh-") || other.starts_with("ecdsa-") || other.starts_with("sk-") => {
                return Err(SshKeyError::Unsupported { algorithm: other.to_owned() });
            }
            _ => return Err(SshKeyError::Form),
        };
        let damaged = || SshKeyError::Damaged { algorithm: name.to_owned() };
        let blob = STANDARD.decode(encoded).map_err(|_| damaged())?;
        let fields = fields(&blob).ok_or_else(damaged)?;
        let whole = match (algorithm, fields.as_slice()) {
            (SshKeyAlgorithm::Rsa, [kind, _, _]) => *kind == b"ssh-rsa",
            (SshKeyAlgorithm::Ed25519, [kind, key]) => *kind == b"ssh-ed25519" && key.len() == 32,
            _ => false,
        };
        if !whole {
            return Err(damaged());
        }
        if let (SshKeyAlgorithm::Rsa, [_, _, modulus]) = (algorithm, fields.as_slice()) {
            let bits = bits(modulus);
            if bits < RSA_BITS {
                return Err(SshKeyError::Length { bits });
            }
        }
        let comment = words.next().map(str::trim).filter(|comment| !comment.is_empty()).map(str::to_owned);
        Ok(Self { algorithm, blob, comment })
    }
}

/// Writes the key as OpenSSH does: one line, without the line's end.
impl fmt::Display for SshPublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.algorithm {
            SshKeyAlgorithm::Rsa => "ssh-rsa",
            SshKeyAlgorithm::Ed25519 => "ssh-ed25519",
        };
        write!(f, "{name} {}", STANDARD.encode(&self.blob))?;
        if let Some(comment) = &self.comment {
            write!(f, " {comment}")?;
        }
        Ok(())
    }
}

/// The length in bits of a number in big-endian bytes.
fn bits(number: &[u8]) -> usize {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    let number = &number[zeros..];
    number.first().map_or(0, |first| number.len() * 8 - first.leading_zeros() as usize)
}

/// Splits the binary form into its fields, each of which has its length before it in four bytes.
fn fields(mut blob: &[u8]) -> Option<Vec<&[u8]>> {
    let mut fields = Vec::new();
    while !blob.is_empty() {
        let (length, rest) = blob.split_first_chunk::<4>()?;
        let (field, rest) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
        fields.push(field);
        blob = rest;
    }
    Some(fields)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ED25519: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";

    #[test]
    fn reads_a_key_and_writes_it_back() {
        for (text, comment) in [
            (ED25519.to_owned(), None),
            (format!("{ED25519} me@home\n"), Some("me@home")),
            (format!("  {ED25519}\tmy laptop, the old one "), Some("my laptop, the old one")),
        ] {
            let key: SshPublicKey = text.parse().expect("a key");
            assert_eq!(key.algorithm(), SshKeyAlgorithm::Ed25519);
            assert_eq!(key.comment(), comment);
            assert_eq!(key.to_string().parse(), Ok(key));
        }
    }

    #[test]
    fn the_fingerprint_is_that_of_ssh_keygen() {
        // `ssh-keygen -l -E md5` prints the same.
        let key: SshPublicKey = ED25519.parse().expect("a key");
        assert_eq!(key.fingerprint(), "0f:a2:0a:d7:38:3e:65:45:08:6b:63:84:1c:ff:dc:ba");
    }

    #[test]
    fn says_what_is_wrong() {
        let damaged = |algorithm: &str| SshKeyError::Damaged { algorithm: algorithm.into() };
        let of = |algorithm: &str| SshKeyError::Unsupported { algorithm: algorithm.into() };
        for (text, error) in [
            (String::new(), SshKeyError::Form),
            ("hello world".into(), SshKeyError::Form),
            ("ssh-rsa".into(), SshKeyError::Form),
            (format!("{ED25519}\n{ED25519}"), SshKeyError::Form),
            ("-----BEGIN OPENSSH PRIVATE KEY-----\nabc".into(), SshKeyError::Private),
            ("ecdsa-sha2-nistp256 AAAA".into(), of("ecdsa-sha2-nistp256")),
            ("ssh-dss AAAA".into(), of("ssh-dss")),
            ("ssh-rsa ???".into(), damaged("ssh-rsa")),
            (ED25519.replacen("ed25519", "rsa", 1), damaged("ssh-rsa")),
            (ED25519[..ED25519.len() - 4].into(), damaged("ssh-ed25519")),
        ] {
            assert_eq!(text.parse::<SshPublicKey>(), Err(error), "{text}");
        }
    }

    /// A key with a modulus of some bits: a one, then zeros.
    fn rsa(bits: usize) -> String {
        let mut modulus = vec![0; bits.div_ceil(8) + 1];
        modulus[1] = 1 << ((bits - 1) % 8);
        let blob = [&b"ssh-rsa"[..], &[1, 0, 1], &modulus].map(|field| {
            let length = u32::try_from(field.len()).expect("is short").to_be_bytes();
            [&length[..], field].concat()
        });
        format!("ssh-rsa {}", STANDARD.encode(blob.concat()))
    }

    #[test]
    fn rsa_keys_have_a_length_that_ec2_imports() {
        for bits in [1024, 2048, 3072, 4096, 8192] {
            let key: SshPublicKey = rsa(bits).parse().expect("a key");
            assert_eq!(key.algorithm(), SshKeyAlgorithm::Rsa);
        }
        for bits in [4, 504, 1023] {
            assert_eq!(rsa(bits).parse::<SshPublicKey>(), Err(SshKeyError::Length { bits }));
        }
        let none = STANDARD.encode([&7u32.to_be_bytes()[..], b"ssh-rsa", &[0; 8]].concat());
        assert_eq!(format!("ssh-rsa {none}").parse::<SshPublicKey>(), Err(SshKeyError::Length { bits: 0 }));
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(text in "(ssh-rsa|ssh-ed25519)? ?[A-Za-z0-9+/=]{0,80} ?.{0,9}") {
            let _ = text.parse::<SshPublicKey>();
        }
    }
}
