//! Making sets, and rotating their keypairs.

use rsa::pkcs1::DecodeRsaPublicKey as _;
use rsa::pkcs1v15::{Signature, VerifyingKey};
use rsa::sha2::Sha256;
use rsa::signature::Verifier as _;
use x509_cert::der::{Decode as _, Encode as _};

use super::super::{Keypair, KeysetError, generate_with, is_rotatable};
use super::*;

const RSA_WITH_SHA256: &str = "1.2.840.113549.1.1.11";
const ECDSA_WITH_SHA256: &str = "1.2.840.10045.4.3.2";
const ECDSA_WITH_SHA384: &str = "1.2.840.10045.4.3.3";

/// True where the second certificate's key signed the first certificate.
fn is_signed_by(certificate: &Certificate, signer: &Certificate) -> bool {
    let block = super::super::pem::blocks(&certificate.to_pem()).remove(0).bytes.to_vec();
    let parsed = x509_cert::Certificate::from_der(&block).expect("is a certificate");
    let (key, signature) = (signer.public_key(), parsed.signature().raw_bytes());
    let signed = parsed.tbs_certificate().to_der().expect("can be written");
    match parsed.signature_algorithm().oid.to_string().as_str() {
        RSA_WITH_SHA256 => {
            let key = rsa::PublicKey::from_pkcs1_der(key).expect("is an RSA key");
            let signature = Signature::try_from(signature).expect("is a signature");
            VerifyingKey::<Sha256>::new(key).verify(&signed, &signature).is_ok()
        }
        ECDSA_WITH_SHA256 => {
            let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(key).expect("is a key on P-256");
            let signature = p256::ecdsa::DerSignature::try_from(signature).expect("is a signature");
            key.verify(&signed, &signature).is_ok()
        }
        ECDSA_WITH_SHA384 => {
            let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(key).expect("is a key on P-384");
            let signature = p384::ecdsa::DerSignature::try_from(signature).expect("is a signature");
            key.verify(&signed, &signature).is_ok()
        }
        _ => false,
    }
}

fn ids(keyset: &Keyset) -> Vec<&str> {
    keyset.keypairs().iter().map(|keypair| keypair.id.as_str()).collect()
}

#[test]
fn a_new_set_has_an_authority_that_signs_itself_for_ten_years() {
    let keyset = generated();
    let Keypair { id, certificate: Some(certificate), private_key: Some(key), .. } =
        keyset.primary().expect("is there")
    else {
        panic!("is whole");
    };
    assert!(certificate.matches(key) && certificate.is_authority() && is_signed_by(certificate, certificate));
    assert_eq!(
        (certificate.subject(), certificate.issuer()),
        ("CN=service-account".into(), "CN=service-account".into())
    );
    assert_eq!(certificate.rsa_bits(), Some(2048));
    let day = 24 * 60 * 60;
    assert_eq!((certificate.not_before(), certificate.not_after()), (NOW - 2 * day, NOW + 3650 * day));
    let serial: u128 = id.parse().expect("is a number");
    assert_eq!(serial >> 32, u128::from(NOW) * 1_000_000_000, "the time in nanoseconds is in its serial number");
}

#[test]
fn the_same_entropy_and_time_give_the_same_set() {
    let again = generate("service-account", &mut entropy(1), NOW).expect("is made");
    assert_eq!(again.to_yaml(), generated().to_yaml());
    assert_eq!(again.jwks(), generated().jwks());
}

#[test]
fn keypairs_are_rotated_without_a_gap() {
    let mut keyset = generated();
    let first = keyset.keypair_id().to_owned();
    let second = keyset.add(None, Some(key(RSA_KEY)), &mut entropy(3), NOW).expect("is added");
    assert_eq!((ids(&keyset), keyset.keypair_id()), (vec![first.as_str(), &second], first.as_str()));
    assert_eq!(keyset.certificates().matches("BEGIN CERTIFICATE").count(), 2, "both are trusted before one is used");
    let added = keyset.keypair(&second).and_then(|keypair| keypair.certificate.clone()).expect("has one");
    assert_eq!(added.subject(), format!("SERIALNUMBER={second},CN=service-account"));

    assert_eq!(
        keyset.distrust(std::slice::from_ref(&first), NOW),
        Err(KeysetError::PrimaryDistrusted { keyset: "service-account".into(), id: first.clone() })
    );
    assert_eq!(keyset.promote(None), Ok(Some(second.clone())));
    assert_eq!(keyset.promote(None), Ok(None), "the youngest is the primary one already");
    assert_eq!(keyset.distrust(&[], NOW), Ok(vec![first.clone()]));
    assert_eq!(keyset.distrust(&[], NOW + 9), Ok(vec![]), "it is distrusted already");
    assert_eq!(
        (keyset.certificates(), keyset.keypair(&first).and_then(|keypair| keypair.distrusted)),
        (added.to_pem(), Some(NOW))
    );
    let error = keyset.promote(Some(&first)).expect_err("is distrusted");
    assert_eq!(
        error.to_string(),
        format!(
            "the keypair `{first}` of the keyset `service-account` cannot become the primary one, because it is distrusted"
        )
    );
    assert_eq!(keyset.trust(std::slice::from_ref(&first)), Ok(vec![first.clone()]));
    assert_eq!(keyset.promote(Some(&first)), Ok(Some(first)));
}

#[test]
fn a_keypair_that_is_not_there_is_named_with_those_that_are() {
    let mut keyset = stored();
    let known = keyset.keypair_id().to_owned();
    let error = keyset.trust(&["7".into()]).expect_err("is not there");
    assert_eq!(error.to_string(), format!("the keyset `kubernetes-ca` has no keypair `7`; it has `{known}`"));
    assert_eq!(keyset.promote(Some("7")).expect_err("is not there"), error);
    assert_eq!(keyset.distrust(&["7".into()], NOW).expect_err("is not there"), error);
}

#[test]
fn imported_keypairs_keep_the_number_of_their_certificate_where_that_keeps_the_order() {
    let mut keyset = stored();
    assert_eq!(
        keyset.keypair_id(),
        u128::from_str_radix("160f5b1f2a9b3c4d5e6f7081", 16).expect("a number").to_string()
    );
    // The serial number 77 is older than what is there.
    let added =
        keyset.add(Some(certificate(EC_CERTIFICATE)), Some(key(EC_KEY)), &mut entropy(4), NOW).expect("is added");
    assert_eq!(ids(&keyset), [keyset.keypair_id(), &added]);
    // A certificate alone is trusted and never the youngest.
    let trusted = keyset.add(Some(certificate(EC_CERTIFICATE)), None, &mut entropy(5), NOW).expect("is added");
    assert_eq!((trusted.as_str(), ids(&keyset)[0]), ("0", "0"));
    assert_eq!(keyset.promote(None), Ok(Some(added)));
    let error = keyset.promote(Some("0")).expect_err("has no key");
    assert!(error.to_string().ends_with("because it has no private key"), "{error}");
    keyset.keypairs[0].id = u128::MAX.to_string();
    let before = keyset.clone();
    let error = keyset.add(None, Some(key(RSA_KEY)), &mut entropy(8), NOW);
    assert_eq!(error, Err(KeysetError::Key { keyset: "kubernetes-ca".into(), problem: KeyError::IdTooLarge }));
    assert_eq!(keyset, before);
}

#[test]
fn keypairs_that_are_none_are_refused() {
    let keyset = || "kubernetes-ca".to_owned();
    let refused = |public: &str, private: Option<&str>| {
        Keyset::import("kubernetes-ca", Some(certificate(public)), private.map(key), &mut entropy(6), NOW)
            .expect_err("is refused")
    };
    assert_eq!(
        refused(RSA_CERTIFICATE, Some(EC_KEY)),
        KeysetError::Key { keyset: keyset(), problem: KeyError::Mismatch }
    );
    let leaf = KeyError::NotAnAuthority { subject: "CN=leaf".into() };
    assert_eq!(refused(LEAF_CERTIFICATE, Some(EC_KEY)), KeysetError::Key { keyset: keyset(), problem: leaf });
    assert_eq!(refused(RSA_CERTIFICATE, None), KeysetError::PrimaryWithoutKey { keyset: keyset() });
    let mut stored = stored();
    let before = stored.clone();
    let error = stored.add(Some(certificate(RSA_CERTIFICATE)), Some(key(EC_KEY)), &mut entropy(7), NOW);
    assert_eq!(error, Err(KeysetError::Key { keyset: keyset(), problem: KeyError::Mismatch }));
    assert_eq!(stored, before);
}

#[test]
fn clients_get_a_certificate_of_their_lifetime_from_the_primary_keypair() {
    let authority = stored();
    let (certificate, key) =
        authority.issue_client("kubecfg-jané", "system:masters", 600, &mut entropy(8), NOW).expect("is made");
    let signer = authority.primary().and_then(|keypair| keypair.certificate.clone()).expect("is there");
    assert!(certificate.matches(&key) && is_signed_by(&certificate, &signer) && !certificate.is_authority());
    assert_eq!(certificate.subject(), "CN=kubecfg-jané,O=system:masters");
    assert_eq!((certificate.issuer(), certificate.not_after()), (signer.subject(), NOW + 600));
}

#[test]
fn an_expired_authority_signs_nothing() {
    let later = NOW + 3651 * 24 * 60 * 60;
    let error =
        generated().issue_client("jane", "system:masters", 600, &mut entropy(9), later).expect_err("is expired");
    let id = generated().keypair_id().to_owned();
    assert_eq!(error, KeysetError::Expired { keyset: "service-account".into(), id, expired: "2036-09-28".into() });
}

#[test]
fn authorities_with_ecdsa_keys_sign_with_the_hash_of_their_curve() {
    for (public, private) in [(EC_CERTIFICATE, EC_PKCS8), (EC384_CERTIFICATE, EC384_KEY)] {
        let (public, private) = (certificate(public), key(private));
        let (given, given_key) = (Some(public.clone()), Some(private.clone()));
        let keyset = Keyset::import("kubernetes-ca", given, given_key, &mut entropy(10), NOW);
        let mut keyset = keyset.expect("is a keyset");
        let (client, client_key) =
            keyset.issue_client("jane", "system:masters", 600, &mut entropy(11), NOW).expect("is made");
        assert!(client.matches(&client_key) && is_signed_by(&client, &public));
        assert_eq!(client.issuer(), public.subject());
        let id = keyset.add(None, Some(private.clone()), &mut entropy(13), NOW).expect("is added");
        let made = keyset.keypair(&id).and_then(|keypair| keypair.certificate.clone()).expect("is there");
        assert!(made.matches(&private) && made.is_authority() && is_signed_by(&made, &made));
        assert_eq!(made.public_key_info(), public.public_key_info());
    }
    let error = generate_with("kubernetes-ca", key(EC521_KEY), &mut entropy(14), NOW).expect_err("cannot sign");
    assert_eq!(error, KeysetError::Key { keyset: "kubernetes-ca".into(), problem: KeyError::CannotSign });
}

#[test]
fn authorities_and_the_key_of_service_accounts_can_be_rotated() {
    for (name, expected) in
        [("kubernetes-ca", true), ("etcd-clients-ca-cilium", true), ("service-account", true), ("ca", false)]
    {
        assert_eq!(is_rotatable(name), expected, "{name}");
    }
}

#[test]
fn public_keys_are_published_in_the_order_and_with_the_fields_of_kops() {
    let mut keyset = generated();
    keyset.add(None, Some(key(RSA_KEY)), &mut entropy(12), NOW).expect("is added");
    assert_eq!(
        keyset.public_keys().matches("-----BEGIN RSA PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A").count(),
        2
    );
    let jwks = keyset.jwks();
    let found: serde_json::Value = serde_json::from_str(&jwks).expect("is JSON");
    let [first, second] = [&found["keys"][0], &found["keys"][1]];
    assert!(first["kid"].as_str() < second["kid"].as_str());
    assert_eq!((&second["e"], second["n"].as_str().map(str::len)), (&"AQAB".into(), Some(342)));
    let field = |name: &str| first[name].as_str().unwrap_or_default().to_owned();
    let expected = format!(
        "{{\n\"keys\": [\n{{\n\"use\": \"sig\",\n\"kty\": \"RSA\",\n\"kid\": \"{}\",\n\"alg\": \"RS256\",\n\"n\": \"{}\",\n\"e\": \"AQAB\"\n}},\n",
        field("kid"),
        field("n"),
    );
    assert!(jwks.starts_with(&expected), "{jwks}");
    assert_eq!(stored().jwks(), "{\n\"keys\": []\n}", "a key of another subject is not published");
}
