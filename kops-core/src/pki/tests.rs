//! Keys as users have them: made by OpenSSL, stored by kops, made here.

mod documents;
mod keysets;
mod secrets;

use std::sync::OnceLock;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;

use super::{Certificate, KeyAlgorithm, KeyError, Keyset, PrivateKey, generate};

/// 1 October 2026.
const NOW: u64 = 1_790_812_800;

const RSA_KEY: &str = include_str!("testdata/rsa.key");
const RSA_PKCS8: &str = include_str!("testdata/rsa.pkcs8.pem");
const RSA_CERTIFICATE: &str = include_str!("testdata/rsa.crt");
const EC_KEY: &str = include_str!("testdata/ec.key");
const EC_PKCS8: &str = include_str!("testdata/ec.pkcs8.pem");
const EC_CERTIFICATE: &str = include_str!("testdata/ec.crt");
const EC384_KEY: &str = include_str!("testdata/ec384.key");
const EC384_CERTIFICATE: &str = include_str!("testdata/ec384.crt");
const EC521_KEY: &str = include_str!("testdata/ec521.key");
const LEAF_CERTIFICATE: &str = include_str!("testdata/leaf.crt");

fn entropy(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

/// A generated set: making an RSA key takes a moment.
fn generated() -> Keyset {
    static GENERATED: OnceLock<Keyset> = OnceLock::new();
    GENERATED.get_or_init(|| generate("service-account", &mut entropy(1), NOW).expect("is made")).clone()
}

fn key(text: &str) -> PrivateKey {
    PrivateKey::from_pem(text).expect("is a key")
}

fn certificate(text: &str) -> Certificate {
    Certificate::from_pem(text).expect("is a certificate")
}

/// A set with the RSA key of OpenSSL.
fn stored() -> Keyset {
    let (certificate, key) = (certificate(RSA_CERTIFICATE), key(RSA_KEY));
    Keyset::import("kubernetes-ca", Some(certificate), Some(key), &mut entropy(2), NOW).expect("is a keyset")
}

#[test]
fn keys_are_written_in_the_form_of_kops_whatever_form_they_were_read_in() {
    for (text, expected, algorithm) in [
        (RSA_KEY, RSA_KEY, KeyAlgorithm::Rsa),
        (RSA_PKCS8, RSA_KEY, KeyAlgorithm::Rsa),
        (EC_KEY, EC_KEY, KeyAlgorithm::Ecdsa),
        (EC_PKCS8, EC_KEY, KeyAlgorithm::Ecdsa),
    ] {
        let key = key(text);
        assert_eq!((key.to_pem().expose(), key.algorithm()), (expected.as_bytes(), algorithm));
    }
}

#[test]
fn what_is_no_key_says_what_is_wrong_and_quotes_nothing_of_it() {
    let damaged = RSA_KEY.replacen("MII", "MIJ", 1);
    for (text, expected) in [
        ("", KeyError::NotPem { expected: "private key", label: "PRIVATE KEY" }),
        ("hunter2", KeyError::NotPem { expected: "private key", label: "PRIVATE KEY" }),
        (RSA_CERTIFICATE, KeyError::NotPem { expected: "private key", label: "PRIVATE KEY" }),
        (include_str!("testdata/rsa.encrypted"), KeyError::Encrypted),
        (&damaged, KeyError::Malformed { expected: "private key" }),
        (
            include_str!("testdata/ed25519.pem"),
            KeyError::Unsupported { expected: "private key", algorithm: "1.3.101.112".into() },
        ),
    ] {
        let error = PrivateKey::from_pem(text).expect_err("is no key");
        assert_eq!(error, expected);
        assert!(text.is_empty() || !error.to_string().contains(text), "{error}");
    }
    let error = Certificate::from_pem(RSA_KEY).expect_err("is no certificate");
    assert_eq!(error, KeyError::NotPem { expected: "certificate", label: "CERTIFICATE" });
}

#[test]
fn certificates_tell_whom_they_are_for() {
    let authority = certificate(EC_CERTIFICATE);
    assert_eq!(authority.subject(), "CN=kubernetes-ca,O=Example\\, Inc.");
    assert_eq!((authority.is_authority(), authority.rsa_bits()), (true, None));
    assert_eq!(authority.to_pem(), EC_CERTIFICATE);
    let leaf = certificate(LEAF_CERTIFICATE);
    assert_eq!((leaf.common_name().as_deref(), leaf.is_authority()), (Some("leaf"), false));
    assert_eq!(leaf.alternate_names(), ["10.0.0.1", "api.example.com", "fd00::1"]);
    assert_eq!(certificate(RSA_CERTIFICATE).rsa_bits(), Some(2048));
}

#[test]
fn a_certificate_matches_its_own_key_only() {
    let pairs = [(RSA_CERTIFICATE, RSA_KEY, true), (EC_CERTIFICATE, EC_PKCS8, true), (RSA_CERTIFICATE, EC_KEY, false)];
    for (public, private, expected) in pairs {
        assert_eq!(certificate(public).matches(&key(private)), expected);
    }
    assert!(
        !certificate(RSA_CERTIFICATE)
            .matches(&generated().primary().expect("is there").private_key.clone().expect("is there"))
    );
}

#[test]
fn debug_shows_no_key() {
    let shown = format!("{:?} {:?} {:?}", stored(), key(EC_KEY), key(RSA_KEY).to_pem());
    for text in [RSA_KEY, EC_KEY] {
        for line in text.lines().filter(|line| !line.starts_with("--")) {
            assert!(!shown.contains(line), "{shown}");
        }
    }
    assert!(shown.contains("PrivateKey { algorithm: Rsa, .. }") && shown.contains("Secret(…)"), "{shown}");
}
