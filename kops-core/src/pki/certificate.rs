//! Certificates: reading them, and what of them matters to kops.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::der::{Decode as _, Encode as _};
use x509_cert::ext::pkix::name::{DirectoryString, GeneralName};
use x509_cert::ext::pkix::{BasicConstraints, SubjectAltName, SubjectKeyIdentifier};
use x509_cert::name::Name;
use x509_cert::time::Time;

use super::private_key::KeyAlgorithm;
use super::{KeyError, PrivateKey, moment, pem};

const EXPECTED: &str = "certificate";

/// An X.509 certificate.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    parsed: Box<x509_cert::Certificate>,
    algorithm: KeyAlgorithm,
}

impl Certificate {
    /// Reads the first certificate of a text in PEM form.
    ///
    /// # Errors
    /// [`KeyError`] where there is none, or it is for a key that is neither RSA nor ECDSA.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        let block = pem::blocks(text).into_iter().find(|block| block.label == "CERTIFICATE");
        let block = block.ok_or(KeyError::NotPem { expected: EXPECTED, label: "CERTIFICATE" })?;
        Self::from_der(block.bytes.to_vec())
    }

    pub(super) fn from_der(der: Vec<u8>) -> Result<Self, KeyError> {
        let malformed = KeyError::Malformed { expected: EXPECTED };
        let parsed = x509_cert::Certificate::from_der(&der).map_err(|_| malformed)?;
        let oid = parsed.tbs_certificate().subject_public_key_info().algorithm.oid;
        let algorithm = KeyAlgorithm::of(oid, EXPECTED)?;
        Ok(Self { der, parsed: Box::new(parsed), algorithm })
    }

    /// Writes the certificate in PEM form.
    pub fn to_pem(&self) -> String {
        pem::encode("CERTIFICATE", &self.der).to_string()
    }

    /// Its subject, as in `CN=kubernetes-ca`: the form of RFC 2253.
    pub fn subject(&self) -> String {
        distinguished_name(self.parsed.tbs_certificate().subject())
    }

    /// Its issuer, in the form of [`Certificate::subject`].
    pub fn issuer(&self) -> String {
        distinguished_name(self.parsed.tbs_certificate().issuer())
    }

    /// The common name of its subject.
    pub fn common_name(&self) -> Option<String> {
        let name = self.parsed.tbs_certificate().subject().common_name().ok()??;
        Some(name.value().into_owned())
    }

    /// The names beside the subject that it is valid for, sorted: DNS names, mail addresses and IP addresses.
    pub fn alternate_names(&self) -> Vec<String> {
        let found = self.parsed.tbs_certificate().get_extension::<SubjectAltName>();
        let Ok(Some((_, SubjectAltName(names)))) = found else { return Vec::new() };
        let mut names: Vec<_> = names.iter().filter_map(alternate_name).collect();
        names.sort();
        names
    }

    /// The first second in which it is valid, since 1970.
    pub fn not_before(&self) -> u64 {
        seconds(self.parsed.tbs_certificate().validity().not_before)
    }

    /// The last second in which it is valid, since 1970.
    pub fn not_after(&self) -> u64 {
        seconds(self.parsed.tbs_certificate().validity().not_after)
    }

    /// When it expires: `2036-11-26T18:00:00Z`.
    pub fn expires(&self) -> String {
        moment::written(self.not_after())
    }

    /// True for the certificate of an authority, which may sign others.
    pub fn is_authority(&self) -> bool {
        let found = self.parsed.tbs_certificate().get_extension::<BasicConstraints>();
        matches!(found, Ok(Some((_, BasicConstraints { ca: true, .. }))))
    }

    /// The algorithm of its public key.
    pub fn algorithm(&self) -> KeyAlgorithm {
        self.algorithm
    }

    /// The length of its public key in bits, where that is an RSA key.
    pub fn rsa_bits(&self) -> Option<usize> {
        let (modulus, _) = self.rsa_numbers()?;
        let first = modulus.first()?;
        Some(modulus.len() * 8 - first.leading_zeros() as usize)
    }

    /// True where a private key is the one of this certificate.
    pub fn matches(&self, key: &PrivateKey) -> bool {
        key.has_public(self.algorithm, self.public_key())
    }

    /// Its serial number: bytes from the highest on, without zeros before.
    pub(super) fn serial(&self) -> &[u8] {
        let bytes = self.parsed.tbs_certificate().serial_number().as_bytes();
        &bytes[bytes.iter().take_while(|byte| **byte == 0).count()..]
    }

    /// The public key with its algorithm.
    pub(super) fn public_key_info(&self) -> Vec<u8> {
        self.parsed.tbs_certificate().subject_public_key_info().to_der().unwrap_or_default()
    }

    /// The public key alone.
    pub(super) fn public_key(&self) -> &[u8] {
        self.parsed.tbs_certificate().subject_public_key_info().subject_public_key.raw_bytes()
    }

    /// Modulus and exponent of an RSA key.
    pub(super) fn rsa_numbers(&self) -> Option<(Vec<u8>, Vec<u8>)> {
        let key = rsa::pkcs1::RsaPublicKeyRef::from_der(self.public_key()).ok()?;
        Some((key.modulus.as_bytes().to_vec(), key.public_exponent.as_bytes().to_vec()))
    }

    /// The name by which it signs, and the identifier of its key.
    pub(super) fn as_issuer(&self) -> (Name, Option<SubjectKeyIdentifier>) {
        let certificate = self.parsed.tbs_certificate();
        let key = certificate.get_extension::<SubjectKeyIdentifier>().ok().flatten().map(|(_, key)| key);
        (certificate.subject().clone(), key)
    }

    /// The key id by which OpenID Connect tells keys apart: the SHA-256 of the public key with its algorithm.
    pub(super) fn key_id(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.public_key_info()))
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate").field("subject", &self.subject()).finish_non_exhaustive()
    }
}

fn seconds(time: Time) -> u64 {
    time.to_unix_duration().as_secs()
}

/// A name as Go writes it: the last part first.
fn distinguished_name(name: &Name) -> String {
    let mut parts: Vec<String> =
        name.iter_rdn().map(|part| part.iter().map(attribute).collect::<Vec<_>>().join("+")).collect();
    parts.reverse();
    parts.join(",")
}

fn attribute(attribute: &AttributeTypeAndValue) -> String {
    let oid = attribute.oid.to_string();
    let name = match oid.as_str() {
        "2.5.4.3" => "CN",
        "2.5.4.5" => "SERIALNUMBER",
        "2.5.4.6" => "C",
        "2.5.4.7" => "L",
        "2.5.4.8" => "ST",
        "2.5.4.9" => "STREET",
        "2.5.4.10" => "O",
        "2.5.4.11" => "OU",
        "2.5.4.17" => "POSTALCODE",
        other => other,
    };
    let value = attribute.value.decode_as::<DirectoryString>();
    let value = value.map_or_else(|_| "?".to_owned(), |value| value.value().into_owned());
    let mut escaped = String::with_capacity(value.len());
    for (at, c) in value.char_indices() {
        let at_edge = c == ' ' && (at == 0 || at + 1 == value.len()) || c == '#' && at == 0;
        if at_edge || ",+\"\\<>;".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    format!("{name}={escaped}")
}

fn alternate_name(name: &GeneralName) -> Option<String> {
    match name {
        GeneralName::DnsName(name) | GeneralName::Rfc822Name(name) => Some(name.to_string()),
        GeneralName::IpAddress(address) => match *address.as_bytes() {
            [a, b, c, d] => Some(std::net::Ipv4Addr::new(a, b, c, d).to_string()),
            ref bytes => <[u8; 16]>::try_from(bytes).ok().map(|bytes| std::net::Ipv6Addr::from(bytes).to_string()),
        },
        _ => None,
    }
}
