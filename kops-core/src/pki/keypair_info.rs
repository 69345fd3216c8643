//! What can be told of keypairs without their private keys.

use serde::Serialize;
use serde_with::skip_serializing_none;

use super::{Keyset, moment};

/// A keypair without its private key, with the names of kops in JSON: `kops get keypairs -o json`.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct KeypairInfo {
    /// The keyset: `kubernetes-ca`.
    pub name: String,
    /// The id of the keypair in it.
    pub id: String,
    /// Since when it is distrusted: `2026-11-28T18:00:00Z`.
    pub distrust_timestamp: Option<String>,
    /// The one that signs.
    #[serde(skip_serializing_if = "is_false")]
    pub is_primary: bool,
    /// The subject of its certificate: `CN=kubernetes-ca`.
    pub subject: Option<String>,
    /// The issuer of its certificate.
    pub issuer: Option<String>,
    /// The names beside the subject that its certificate is valid for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alternate_names: Vec<String>,
    /// Its certificate is one of an authority.
    #[serde(rename = "isCA", skip_serializing_if = "is_false")]
    pub is_authority: bool,
    /// When its certificate begins to be valid.
    pub not_before: Option<String>,
    /// When its certificate expires.
    pub not_after: Option<String>,
    /// The length of its key in bits, where that is an RSA key.
    pub key_length: Option<usize>,
    /// Its private key is known.
    #[serde(skip_serializing_if = "is_false")]
    pub has_private_key: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_false(value: &bool) -> bool {
    !value
}

impl Keyset {
    /// Describes every keypair, from the oldest on.
    pub fn describe(&self) -> Vec<KeypairInfo> {
        let described = self.keypairs().iter().map(|keypair| {
            let certificate = keypair.certificate.as_ref();
            KeypairInfo {
                name: self.name().to_owned(),
                id: keypair.id.clone(),
                distrust_timestamp: keypair.distrusted.map(moment::written),
                is_primary: keypair.id == self.keypair_id(),
                subject: certificate.map(|found| found.subject()),
                issuer: certificate.map(|found| found.issuer()),
                alternate_names: certificate.map(|found| found.alternate_names()).unwrap_or_default(),
                is_authority: certificate.is_some_and(|found| found.is_authority()),
                not_before: certificate.map(|found| moment::written(found.not_before())),
                not_after: certificate.map(|found| moment::written(found.not_after())),
                key_length: certificate.and_then(|found| found.rsa_bits()),
                has_private_key: keypair.private_key.is_some(),
            }
        });
        described.collect()
    }
}
