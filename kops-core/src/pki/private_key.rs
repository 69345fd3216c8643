//! Private keys: RSA and ECDSA in the PEM forms that kops reads, written back as kops writes them.

use std::fmt;

use rsa::pkcs1::{DecodeRsaPrivateKey as _, EncodeRsaPrivateKey as _, RsaPrivateKeyRef, RsaPublicKeyRef};
use rsa::pkcs8::{ObjectIdentifier, PrivateKeyInfoRef};
use sec1::{EcParameters, EcPrivateKey};
use x509_cert::der::{Decode as _, Encode as _};
use zeroize::Zeroizing;

use super::{CryptoRng, KeyError, Secret, pem};

/// The length of the RSA keys that are made, in bits: `DefaultPrivateKeySize` of kops.
const BITS: usize = 2048;

const EXPECTED: &str = "private key";
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const ECDSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");

/// The algorithms of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyAlgorithm {
    /// RSA.
    Rsa,
    /// ECDSA, on any curve.
    Ecdsa,
}

impl KeyAlgorithm {
    /// The algorithm that an object identifier stands for.
    pub(super) fn of(oid: ObjectIdentifier, expected: &'static str) -> Result<Self, KeyError> {
        match oid {
            RSA => Ok(Self::Rsa),
            ECDSA => Ok(Self::Ecdsa),
            other => Err(KeyError::Unsupported { expected, algorithm: other.to_string() }),
        }
    }
}

/// A private key. It is wiped when the value is dropped, and `Debug` shows nothing of it but its algorithm.
#[derive(Clone, PartialEq, Eq)]
pub struct PrivateKey {
    algorithm: KeyAlgorithm,
    /// PKCS #1 for RSA, SEC 1 for ECDSA.
    der: Zeroizing<Vec<u8>>,
    /// The public key as certificates hold it; nothing where an ECDSA key does not say.
    public: Option<Vec<u8>>,
}

/// A private key as what signs with it, which decides the algorithm of the signature, as in Go.
pub(super) enum Signer {
    /// With PKCS #1 v1.5 and SHA-256.
    Rsa(Box<rsa::PrivateKey>),
    /// With SHA-256.
    P256(p256::ecdsa::SigningKey),
    /// With SHA-384.
    P384(p384::ecdsa::SigningKey),
}

impl PrivateKey {
    /// Makes an RSA key of 2048 bits.
    ///
    /// # Errors
    /// [`KeyError::Failed`] where the cryptographic library cannot.
    pub fn generate(entropy: &mut dyn CryptoRng) -> Result<Self, KeyError> {
        let failed = |reason: String| KeyError::Failed { operation: "making an RSA key", reason };
        let key = rsa::PrivateKey::new(entropy, BITS).map_err(|error| failed(error.to_string()))?;
        let der = key.to_pkcs1_der().map_err(|error| failed(error.to_string()))?;
        Self::from_pkcs1(der.as_bytes())
    }

    /// Reads a key: the first PEM block of PKCS #1, SEC 1 or PKCS #8.
    ///
    /// # Errors
    /// [`KeyError`] where there is none.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        for block in pem::blocks(text) {
            if block.encrypted {
                return Err(KeyError::Encrypted);
            }
            match block.label {
                "RSA PRIVATE KEY" => return Self::from_pkcs1(&block.bytes),
                "EC PRIVATE KEY" => return Self::from_sec1(&block.bytes, None),
                "PRIVATE KEY" => return Self::from_pkcs8(&block.bytes),
                _ => {}
            }
        }
        Err(KeyError::NotPem { expected: EXPECTED, label: "PRIVATE KEY" })
    }

    /// Writes the key as kops does: PKCS #1 for RSA, SEC 1 for ECDSA.
    pub fn to_pem(&self) -> Secret {
        let label = match self.algorithm {
            KeyAlgorithm::Rsa => "RSA PRIVATE KEY",
            KeyAlgorithm::Ecdsa => "EC PRIVATE KEY",
        };
        Secret::from(pem::encode(label, &self.der).as_bytes().to_vec())
    }

    /// The algorithm.
    pub fn algorithm(&self) -> KeyAlgorithm {
        self.algorithm
    }

    /// True for the key of a certificate with this public key.
    pub(super) fn has_public(&self, algorithm: KeyAlgorithm, public: &[u8]) -> bool {
        self.algorithm == algorithm && self.public.as_deref().is_none_or(|own| own == public)
    }

    /// The key to sign with. The numbers of an RSA key are checked to belong together.
    pub(super) fn signer(&self) -> Result<Signer, KeyError> {
        if self.algorithm == KeyAlgorithm::Rsa {
            let key = rsa::PrivateKey::from_pkcs1_der(&self.der).map_err(|_| malformed())?;
            return Ok(Signer::Rsa(Box::new(key)));
        }
        let key = EcPrivateKey::from_der(&self.der).map_err(|_| malformed())?;
        let number = key.private_key;
        match key.parameters.and_then(EcParameters::named_curve) {
            Some(P256) => p256::ecdsa::SigningKey::from_slice(number).map(Signer::P256).map_err(|_| malformed()),
            Some(P384) => p384::ecdsa::SigningKey::from_slice(number).map(Signer::P384).map_err(|_| malformed()),
            _ => Err(KeyError::CannotSign),
        }
    }

    fn from_pkcs1(der: &[u8]) -> Result<Self, KeyError> {
        let key = RsaPrivateKeyRef::from_der(der).map_err(|_| malformed())?;
        let public = RsaPublicKeyRef { modulus: key.modulus, public_exponent: key.public_exponent };
        let public = public.to_der().map_err(|_| malformed())?;
        Ok(Self { algorithm: KeyAlgorithm::Rsa, der: Zeroizing::new(der.to_vec()), public: Some(public) })
    }

    fn from_sec1(der: &[u8], curve: Option<ObjectIdentifier>) -> Result<Self, KeyError> {
        let mut key = EcPrivateKey::from_der(der).map_err(|_| malformed())?;
        // PKCS #8 names the curve outside of the key, SEC 1 inside.
        key.parameters = key.parameters.or(curve.map(EcParameters::NamedCurve));
        if key.parameters.is_none() {
            return Err(malformed());
        }
        let public = key.public_key.map(<[u8]>::to_vec);
        let der = Zeroizing::new(key.to_der().map_err(|_| malformed())?);
        Ok(Self { algorithm: KeyAlgorithm::Ecdsa, der, public })
    }

    fn from_pkcs8(der: &[u8]) -> Result<Self, KeyError> {
        let info = PrivateKeyInfoRef::from_der(der).map_err(|_| malformed())?;
        let key = info.private_key.as_bytes();
        match KeyAlgorithm::of(info.algorithm.oid, EXPECTED)? {
            KeyAlgorithm::Rsa => Self::from_pkcs1(key),
            KeyAlgorithm::Ecdsa => Self::from_sec1(key, info.algorithm.parameters_oid().ok()),
        }
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrivateKey").field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}

fn malformed() -> KeyError {
    KeyError::Malformed { expected: EXPECTED }
}
