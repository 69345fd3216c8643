//! Sets of keypairs, of which one is used and all that are trusted are accepted, so that keys can be rotated.
//!
//! Invariant: a set has a primary keypair, which is trusted and has a certificate.

use std::cmp::Ordering;
use std::fmt;

use serde_json::{Map, Value};

use super::{Certificate, CryptoRng, KeyError, KeysetError, PrivateKey, issue, pem};

/// Keypairs of one purpose: those of the cluster's certificate authority `kubernetes-ca`, or those that sign the tokens of
/// service accounts.
///
/// ```
/// # use kops_core::pki::{self, Keyset};
/// # fn example(entropy: &mut dyn pki::CryptoRng, now: u64) -> Result<(), pki::KeysetError> {
/// let mut keyset = pki::generate("kubernetes-ca", entropy, now)?;
/// let first = keyset.keypair_id().to_owned();
///
/// let second = keyset.create(entropy, now)?;
/// keyset.promote(Some(&second))?;
/// keyset.distrust(&[first], now)?;
/// assert_eq!(keyset.certificates().matches("BEGIN CERTIFICATE").count(), 1);
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Keyset {
    pub(super) name: String,
    /// In kops's order: by age.
    pub(super) keypairs: Vec<Keypair>,
    pub(super) primary: String,
    /// What the document says beside this.
    pub(super) others: Others,
}

/// A certificate and its private key.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Keypair {
    /// Tells it apart in its set; a number that is larger the younger the keypair is.
    pub id: String,
    /// Since when it is no longer trusted, in seconds since 1970; nothing while it is.
    pub distrusted: Option<u64>,
    /// The certificate.
    pub certificate: Option<Certificate>,
    /// The private key, where it is known.
    pub private_key: Option<PrivateKey>,
    pub(super) others: Unread,
}

/// What a document has beside what is read of it, kept as it was written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Others {
    pub(super) document: Unread,
    pub(super) metadata: Unread,
    pub(super) spec: Unread,
}

/// Fields that are not read. They may hold a private key, so `Debug` shows nothing of them.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Unread(pub(super) Map<String, Value>);

impl fmt::Debug for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Unread(…)")
    }
}

/// Makes a set with one new keypair: an RSA key of 2048 bits, and a certificate that signs itself and is valid from two days
/// before `now`, in seconds since 1970, for ten years. Its subject is `CN=` and the name of the set, as kops has it for
/// authorities and for `service-account`.
///
/// # Errors
/// [`KeysetError::Key`] where the cryptographic library fails.
pub fn generate(name: &str, entropy: &mut dyn CryptoRng, now: u64) -> Result<Keyset, KeysetError> {
    let key = PrivateKey::generate(entropy);
    let key = key.map_err(|problem| KeysetError::Key { keyset: name.to_owned(), problem })?;
    generate_with(name, key, entropy, now)
}

/// As [`generate`], with a private key that was made before.
///
/// # Errors
/// [`KeysetError::Key`] where the key cannot sign.
pub fn generate_with(
    name: &str,
    key: PrivateKey,
    entropy: &mut dyn CryptoRng,
    now: u64,
) -> Result<Keyset, KeysetError> {
    let serial = issue::serial(entropy, now);
    let certificate = issue::authority(name, None, serial, &key, now);
    let certificate = certificate.map_err(|problem| KeysetError::Key { keyset: name.to_owned(), problem })?;
    Ok(Keyset::of(name, Keypair::new(serial.to_string(), certificate, Some(key))))
}

/// True for the sets whose keypairs can be rotated: authorities and `service-account`.
pub fn is_rotatable(keyset: &str) -> bool {
    keyset == "service-account" || keyset.contains("-ca")
}

impl Keyset {
    /// Makes a set of one keypair that was made elsewhere. Where the certificate is missing one is made, where both are, a key
    /// too.
    ///
    /// # Errors
    /// [`KeysetError::PrimaryWithoutKey`] where only the private key is missing, [`KeysetError::Key`] where the parts do not
    /// match or the certificate is not one of an authority.
    pub fn import(
        name: &str,
        certificate: Option<Certificate>,
        private_key: Option<PrivateKey>,
        entropy: &mut dyn CryptoRng,
        now: u64,
    ) -> Result<Self, KeysetError> {
        if certificate.is_some() && private_key.is_none() {
            return Err(KeysetError::PrimaryWithoutKey { keyset: name.to_owned() });
        }
        let keypair = imported(name, certificate, private_key, 0, entropy, now)?;
        Ok(Self::of(name, keypair))
    }

    fn of(name: &str, keypair: Keypair) -> Self {
        let primary = keypair.id.clone();
        Self { name: name.to_owned(), keypairs: vec![keypair], primary, others: Others::default() }
    }

    /// The name of the set: `kubernetes-ca`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Every keypair, from the oldest on.
    pub fn keypairs(&self) -> &[Keypair] {
        &self.keypairs
    }

    /// The id of the primary keypair, the one that signs.
    pub fn keypair_id(&self) -> &str {
        &self.primary
    }

    /// The primary keypair.
    pub fn primary(&self) -> Option<&Keypair> {
        self.keypair(&self.primary)
    }

    /// A keypair by its id.
    pub fn keypair(&self, id: &str) -> Option<&Keypair> {
        self.keypairs.iter().find(|keypair| keypair.id == id)
    }

    /// The certificates of all trusted keypairs in PEM form, from the oldest on.
    pub fn certificates(&self) -> String {
        self.trusted().map(Certificate::to_pem).collect()
    }

    /// The public keys of all trusted keypairs in PEM form, from the oldest on: what an API server checks tokens with. Their
    /// blocks say `RSA PUBLIC KEY`, as kops writes them.
    pub fn public_keys(&self) -> String {
        let keys = self.trusted().map(|certificate| pem::encode("RSA PUBLIC KEY", &certificate.public_key_info()));
        keys.map(|text| text.to_string()).collect()
    }

    /// Returns the primary keypair's certificate and private key, to sign with.
    ///
    /// # Errors
    /// [`KeysetError::NoPrivateKey`], and [`KeysetError::Expired`] where it is no longer valid `now`, in seconds since 1970.
    pub fn signer(&self, now: u64) -> Result<(&Certificate, &PrivateKey), KeysetError> {
        let no_primary = || KeysetError::NoPrimary { keyset: self.name.clone() };
        let keypair = self.primary().ok_or_else(no_primary)?;
        let certificate = keypair.certificate.as_ref().ok_or_else(no_primary)?;
        let (keyset, id) = (self.name.clone(), keypair.id.clone());
        if certificate.not_after() < now {
            let expired = certificate.expires().split('T').next().unwrap_or_default().to_owned();
            return Err(KeysetError::Expired { keyset, id, expired });
        }
        let key = keypair.private_key.as_ref().ok_or(KeysetError::NoPrivateKey { keyset, id })?;
        Ok((certificate, key))
    }

    /// Makes a key and a certificate for a client of the cluster, signed by the primary keypair and valid for `lifetime` seconds
    /// from `now` on, in seconds since 1970. Kubernetes takes the common name for the user and the organization for a group.
    ///
    /// # Errors
    /// As [`Keyset::signer`], and [`KeysetError::Key`] where the primary keypair cannot sign.
    pub fn issue_client(
        &self,
        user: &str,
        group: &str,
        lifetime: u64,
        entropy: &mut dyn CryptoRng,
        now: u64,
    ) -> Result<(Certificate, PrivateKey), KeysetError> {
        let signer = self.signer(now)?;
        let made = PrivateKey::generate(entropy).and_then(|key| {
            let certificate = issue::client((user, group), lifetime, &key, signer, entropy, now)?;
            Ok((certificate, key))
        });
        made.map_err(|problem| KeysetError::Key { keyset: self.name.clone(), problem })
    }

    /// Adds a new keypair, which is trusted and not used until it is promoted, and returns its id.
    ///
    /// # Errors
    /// [`KeysetError::Key`] where the cryptographic library fails.
    pub fn create(&mut self, entropy: &mut dyn CryptoRng, now: u64) -> Result<String, KeysetError> {
        self.add(None, None, entropy, now)
    }

    /// Adds a keypair that was made elsewhere, and returns its id. Where the certificate is missing one is made, where both
    /// are, a key too. A certificate without its key is only trusted.
    ///
    /// # Errors
    /// [`KeysetError::Key`] where the parts do not match, the certificate is not one of an authority, or no id is larger than those of
    /// the set.
    pub fn add(
        &mut self,
        certificate: Option<Certificate>,
        private_key: Option<PrivateKey>,
        entropy: &mut dyn CryptoRng,
        now: u64,
    ) -> Result<String, KeysetError> {
        let highest = self.keypairs.iter().filter_map(|keypair| keypair.id.parse().ok()).max().unwrap_or(0);
        let mut keypair = imported(&self.name, certificate, private_key, highest, entropy, now)?;
        if keypair.private_key.is_none() {
            // Only trusted, so older than all that could be used.
            let free = (0_u128..).map(|id| id.to_string()).find(|id| self.keypair(id).is_none());
            keypair.id = free.unwrap_or_default();
        }
        let id = keypair.id.clone();
        self.keypairs.push(keypair);
        self.keypairs.sort_by(|a, b| by_age(&a.id, &b.id));
        Ok(id)
    }

    /// Makes a keypair the primary one, and returns its id. Without an id it is the youngest that can be used; nothing changes
    /// and nothing is returned where that is the primary one already.
    ///
    /// # Errors
    /// [`KeysetError::NoKeypair`], and [`KeysetError::CannotPromote`] where it is distrusted or is not whole.
    pub fn promote(&mut self, id: Option<&str>) -> Result<Option<String>, KeysetError> {
        let keypair = match id {
            Some(id) => self.keypair(id).ok_or_else(|| self.no_keypair(id))?,
            None => match self.keypairs.iter().rev().find(|keypair| keypair.flaw().is_none()) {
                Some(youngest) => youngest,
                None => return Ok(None),
            },
        };
        if let Some(reason) = keypair.flaw() {
            return Err(KeysetError::CannotPromote { keyset: self.name.clone(), id: keypair.id.clone(), reason });
        }
        let id = keypair.id.clone();
        if id == self.primary {
            return Ok(None);
        }
        self.primary.clone_from(&id);
        Ok(Some(id))
    }

    /// Distrusts keypairs from `now` on, in seconds since 1970, and returns the ids of those that were trusted. Without ids
    /// they are all that are older than the primary one.
    ///
    /// # Errors
    /// [`KeysetError::NoKeypair`] and [`KeysetError::PrimaryDistrusted`]: then nothing changes.
    pub fn distrust(&mut self, ids: &[String], now: u64) -> Result<Vec<String>, KeysetError> {
        self.check_known(ids)?;
        if let Some(id) = ids.iter().find(|id| **id == self.primary) {
            return Err(KeysetError::PrimaryDistrusted { keyset: self.name.clone(), id: id.clone() });
        }
        let primary = self.primary().and_then(Keypair::age);
        let older = |keypair: &Keypair| keypair.age().is_some_and(|age| primary.as_ref().is_some_and(|p| age < *p));
        let mut changed = Vec::new();
        let chosen = |keypair: &Keypair| if ids.is_empty() { older(keypair) } else { ids.contains(&keypair.id) };
        for keypair in self.keypairs.iter_mut().filter(|keypair| keypair.distrusted.is_none() && chosen(keypair)) {
            keypair.distrusted = Some(now);
            changed.push(keypair.id.clone());
        }
        Ok(changed)
    }

    /// Trusts keypairs again, and returns the ids of those that were distrusted.
    ///
    /// # Errors
    /// [`KeysetError::NoKeypair`]: then nothing changes.
    pub fn trust(&mut self, ids: &[String]) -> Result<Vec<String>, KeysetError> {
        self.check_known(ids)?;
        let mut changed = Vec::new();
        for keypair in self.keypairs.iter_mut().filter(|keypair| ids.contains(&keypair.id)) {
            if keypair.distrusted.take().is_some() {
                changed.push(keypair.id.clone());
            }
        }
        Ok(changed)
    }

    /// The certificates of the trusted keypairs, from the oldest on.
    pub(super) fn trusted(&self) -> impl Iterator<Item = &Certificate> {
        let trusted = self.keypairs.iter().filter(|keypair| keypair.distrusted.is_none());
        trusted.filter_map(|keypair| keypair.certificate.as_ref())
    }

    fn check_known(&self, ids: &[String]) -> Result<(), KeysetError> {
        match ids.iter().find(|id| self.keypair(id).is_none()) {
            Some(unknown) => Err(self.no_keypair(unknown)),
            None => Ok(()),
        }
    }

    fn no_keypair(&self, id: &str) -> KeysetError {
        let known = self.keypairs.iter().map(|keypair| format!("`{}`", keypair.id)).collect();
        KeysetError::NoKeypair { keyset: self.name.clone(), id: id.to_owned(), known }
    }
}

impl Keypair {
    fn new(id: String, certificate: Certificate, private_key: Option<PrivateKey>) -> Self {
        Self { id, distrusted: None, certificate: Some(certificate), private_key, others: Unread::default() }
    }

    /// Why it cannot be the primary one.
    fn flaw(&self) -> Option<&'static str> {
        match self {
            Self { distrusted: Some(_), .. } => Some("is distrusted"),
            Self { private_key: None, .. } => Some("has no private key"),
            Self { certificate: None, .. } => Some("has no certificate"),
            _ => None,
        }
    }

    /// The serial number of its certificate, in an order that is that of numbers.
    fn age(&self) -> Option<(usize, Vec<u8>)> {
        let serial = self.certificate.as_ref()?.serial();
        Some((serial.len(), serial.to_vec()))
    }
}

/// Orders ids as kops does: by their numbers, and what is no number before them.
pub(super) fn by_age(a: &str, b: &str) -> Ordering {
    let number = |id: &str| {
        let digits = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| id.trim_start_matches('0').to_owned()).map(|digits| (digits.len(), digits))
    };
    number(a).cmp(&number(b)).then_with(|| a.cmp(b))
}

/// Puts a keypair together from what is given of it, with an id that is larger than `highest`.
fn imported(
    keyset: &str,
    certificate: Option<Certificate>,
    private_key: Option<PrivateKey>,
    highest: u128,
    entropy: &mut dyn CryptoRng,
    now: u64,
) -> Result<Keypair, KeysetError> {
    let problem = |problem| KeysetError::Key { keyset: keyset.to_owned(), problem };
    let least = highest.checked_add(1).ok_or_else(|| problem(KeyError::IdTooLarge))?;
    let drawn = issue::serial(entropy, now).max(least);
    let Some(certificate) = certificate else {
        let key = match private_key {
            Some(key) => key,
            None => PrivateKey::generate(entropy).map_err(problem)?,
        };
        let certificate = issue::authority(keyset, Some(drawn), drawn, &key, now).map_err(problem)?;
        return Ok(Keypair::new(drawn.to_string(), certificate, Some(key)));
    };
    if !certificate.is_authority() {
        return Err(problem(KeyError::NotAnAuthority { subject: certificate.subject() }));
    }
    if private_key.as_ref().is_some_and(|key| !certificate.matches(key)) {
        return Err(problem(KeyError::Mismatch));
    }
    // The certificate's own number where it keeps the order of age, as kops does.
    let own = <[u8; 16]>::try_from(&[&[0; 16][..], certificate.serial()].concat()[certificate.serial().len()..]);
    let own = own.map(u128::from_be_bytes).ok().filter(|own| (least..=drawn).contains(own));
    Ok(Keypair::new(own.unwrap_or(drawn).to_string(), certificate, private_key))
}
