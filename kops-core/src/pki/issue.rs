//! Making certificates as kops does, from keys, names and the time.

use rsa::pkcs1v15::SigningKey;
use rsa::sha2::Sha256;
use sha2::Digest as _;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::builder::profile::BuilderProfile;
use x509_cert::builder::{self, Builder as _, CertificateBuilder};
use x509_cert::certificate::TbsCertificate;
use x509_cert::der::asn1::{Any, ObjectIdentifier, OctetString, PrintableStringRef, SetOfVec, Utf8StringRef};
use x509_cert::der::{self, DateTime, Decode as _, Encode as _, Tag};
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, KeyUsages, SubjectKeyIdentifier,
};
use x509_cert::ext::{Extension, ToExtension as _};
use x509_cert::name::{Name, RdnSequence, RelativeDistinguishedName};
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{SubjectPublicKeyInfoOwned, SubjectPublicKeyInfoRef};
use x509_cert::time::{Time, Validity};

use super::private_key::Signer;
use super::{Certificate, CryptoRng, KeyError, PrivateKey};

const HOUR: u64 = 60 * 60;
/// How long before now a certificate is valid already, for clocks that are behind.
const BACKDATED: u64 = 48 * HOUR;
/// How long the certificate of an authority is valid: 3650 days.
const AUTHORITY_LIFETIME: u64 = 10 * 365 * 24 * HOUR;

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const SERIAL_NUMBER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.5");
const ORGANIZATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
const CLIENT_AUTHENTICATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.2");

/// A serial number that is larger the later it is drawn: the time in nanoseconds, then 32 random bits. `BuildPKISerial` of
/// kops; keypairs are identified and ordered by it.
pub(super) fn serial(entropy: &mut dyn CryptoRng, now: u64) -> u128 {
    (u128::from(now) * 1_000_000_000) << 32 | u128::from(entropy.next_u32())
}

/// Makes the certificate of an authority that signs itself.
pub(super) fn authority(
    common_name: &str,
    subject_serial: Option<u128>,
    serial: u128,
    key: &PrivateKey,
    now: u64,
) -> Result<Certificate, KeyError> {
    let public_key = public_key_info(key)?;
    let extensions = [
        KeyUsage(KeyUsages::KeyCertSign | KeyUsages::CRLSign).to_extension(&Name::default(), &[]),
        BasicConstraints { ca: true, path_len_constraint: None }.to_extension(&Name::default(), &[]),
        key_identifier(&public_key).and_then(|id| id.to_extension(&Name::default(), &[])),
    ];
    let subject = name(&[], common_name, subject_serial)?;
    let profile = Profile { issuer: subject.clone(), subject, extensions: all(extensions)? };
    sign(profile, serial.to_be_bytes().as_slice(), (now, AUTHORITY_LIFETIME), public_key, key)
}

/// Makes the certificate of a client, signed by an authority.
pub(super) fn client(
    (common_name, organization): (&str, &str),
    lifetime: u64,
    key: &PrivateKey,
    (authority, authority_key): (&Certificate, &PrivateKey),
    entropy: &mut dyn CryptoRng,
    now: u64,
) -> Result<Certificate, KeyError> {
    let (issuer, issuer_key) = authority.as_issuer();
    let mut extensions = vec![
        KeyUsage(KeyUsages::DigitalSignature.into()).to_extension(&Name::default(), &[]),
        ExtendedKeyUsage(vec![CLIENT_AUTHENTICATION]).to_extension(&Name::default(), &[]),
        BasicConstraints { ca: false, path_len_constraint: None }.to_extension(&Name::default(), &[]),
    ];
    if let Some(SubjectKeyIdentifier(id)) = issuer_key {
        let id = AuthorityKeyIdentifier { key_identifier: Some(id), ..AuthorityKeyIdentifier::default() };
        extensions.push(id.to_extension(&Name::default(), &[]));
    }
    let subject = name(&[organization], common_name, None)?;
    let profile = Profile { issuer, subject, extensions: all(extensions)? };
    let mut serial = [0; 16];
    entropy.fill_bytes(&mut serial);
    sign(profile, &serial, (now, lifetime), public_key_info(key)?, authority_key)
}

fn sign(
    profile: Profile,
    serial: &[u8],
    (now, lifetime): (u64, u64),
    public_key: SubjectPublicKeyInfoOwned,
    key: &PrivateKey,
) -> Result<Certificate, KeyError> {
    let serial = SerialNumber::new(serial).map_err(failed)?;
    let validity = Validity::new(time(now.saturating_sub(BACKDATED))?, time(now.saturating_add(lifetime))?);
    let builder = CertificateBuilder::new(profile, serial, validity, public_key).map_err(failed)?;
    let certificate = match key.signer()? {
        Signer::Rsa(key) => builder.build::<_, rsa::pkcs1v15::Signature>(&SigningKey::<Sha256>::new(*key)),
        Signer::P256(key) => builder.build::<_, p256::ecdsa::DerSignature>(&key),
        Signer::P384(key) => builder.build::<_, p384::ecdsa::DerSignature>(&key),
    };
    let certificate = certificate.map_err(failed)?;
    Certificate::from_der(certificate.to_der().map_err(failed)?)
}

/// What goes into a certificate, word by word.
struct Profile {
    issuer: Name,
    subject: Name,
    extensions: Vec<Extension>,
}

impl BuilderProfile for Profile {
    fn get_issuer(&self, _: &Name) -> Name {
        self.issuer.clone()
    }

    fn get_subject(&self) -> Name {
        self.subject.clone()
    }

    fn build_extensions(
        &self,
        _: SubjectPublicKeyInfoRef<'_>,
        _: SubjectPublicKeyInfoRef<'_>,
        _: &TbsCertificate,
    ) -> builder::Result<Vec<Extension>> {
        Ok(self.extensions.clone())
    }
}

fn all(extensions: impl IntoIterator<Item = der::Result<Extension>>) -> Result<Vec<Extension>, KeyError> {
    extensions.into_iter().collect::<der::Result<_>>().map_err(failed)
}

/// A name in the order of Go: organizations, common name, serial number.
fn name(organizations: &[&str], common_name: &str, serial: Option<u128>) -> Result<Name, KeyError> {
    let serial = serial.map(|serial| serial.to_string());
    let organizations = organizations.iter().map(|organization| (ORGANIZATION, *organization));
    let parts =
        organizations.chain([(COMMON_NAME, common_name)]).chain(serial.iter().map(|s| (SERIAL_NUMBER, s.as_str())));
    let mut sequence = RdnSequence::default();
    for (oid, text) in parts {
        let attribute = AttributeTypeAndValue { oid, value: text_value(text).map_err(failed)? };
        let set = SetOfVec::try_from(vec![attribute]).map_err(failed)?;
        sequence.push(RelativeDistinguishedName::from(set));
    }
    sequence.to_der().and_then(|der| Name::from_der(&der)).map_err(failed)
}

fn text_value(text: &str) -> der::Result<Any> {
    match PrintableStringRef::new(text) {
        Ok(text) => Any::new(Tag::PrintableString, text.as_bytes()),
        Err(_) => Any::new(Tag::Utf8String, Utf8StringRef::new(text)?.as_bytes()),
    }
}

fn public_key_info(key: &PrivateKey) -> Result<SubjectPublicKeyInfoOwned, KeyError> {
    let info = match key.signer()? {
        Signer::Rsa(key) => SubjectPublicKeyInfoOwned::from_key(key.as_public_key()),
        Signer::P256(key) => SubjectPublicKeyInfoOwned::from_key(key.verifying_key()),
        Signer::P384(key) => SubjectPublicKeyInfoOwned::from_key(key.verifying_key()),
    };
    info.map_err(failed)
}

/// The identifier of a public key: the first 160 bits of its SHA-256, the first method of RFC 7093, as Go makes it.
fn key_identifier(key: &SubjectPublicKeyInfoOwned) -> der::Result<SubjectKeyIdentifier> {
    let hash = Sha256::digest(key.subject_public_key.raw_bytes());
    OctetString::new(&hash[..20]).map(SubjectKeyIdentifier)
}

fn time(seconds: u64) -> Result<Time, KeyError> {
    DateTime::from_unix_duration(std::time::Duration::from_secs(seconds)).map(Time::from).map_err(failed)
}

fn failed(error: impl std::fmt::Display) -> KeyError {
    KeyError::Failed { operation: "making a certificate", reason: error.to_string() }
}
