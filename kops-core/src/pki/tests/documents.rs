//! The file `keyset.yaml`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::super::KeysetError;
use super::*;

/// A file as kops writes it.
fn document(fields: &str, keys: &[(&str, &str, &str)], primary: &str) -> String {
    let keys: String = keys
        .iter()
        .map(|(id, private, public)| {
            let [private, public] = [private, public].map(|text| STANDARD.encode(text));
            format!("  - id: \"{id}\"\n    privateMaterial: {private}\n    publicMaterial: {public}\n")
        })
        .collect();
    format!("{fields}spec:\n  keys:\n{keys}  primaryId: \"{primary}\"\n  type: Keypair\n")
}

const HEAD: &str = "apiVersion: kops.k8s.io/v1alpha2\nkind: Keyset\nmetadata:\n  name: kubernetes-ca\n";

fn read(text: &str) -> Result<Keyset, KeysetError> {
    Keyset::from_yaml("kubernetes-ca", text.as_bytes())
}

#[test]
fn a_file_of_kops_is_written_back_to_the_byte() {
    let keys = [("5", RSA_KEY, RSA_CERTIFICATE), ("40", EC_KEY, EC_CERTIFICATE)];
    let text = document(HEAD, &keys, "5");
    let keyset = read(&text).expect("is a keyset");
    assert_eq!(keyset.to_yaml().expose(), text.as_bytes());
    assert_eq!((keyset.keypair_id(), keyset.certificates()), ("5", format!("{RSA_CERTIFICATE}{EC_CERTIFICATE}")));
}

#[test]
fn keypairs_are_ordered_by_their_numbers() {
    let keys = ["100", "99", "b", "a", "7"].map(|id| (id, RSA_KEY, RSA_CERTIFICATE));
    let keyset = read(&document(HEAD, &keys, "99")).expect("is a keyset");
    let ids: Vec<_> = keyset.keypairs().iter().map(|keypair| keypair.id.as_str()).collect();
    assert_eq!(ids, ["a", "b", "7", "99", "100"]);
}

#[test]
fn files_of_older_versions_are_read_and_what_is_not_known_is_kept() {
    let head = HEAD.replace("kops.k8s.io/", "kops/").replace("  name:", "  labels:\n    a: b\n  name:");
    let text = document(&head, &[("5", RSA_PKCS8, RSA_CERTIFICATE), ("6", RSA_KEY, RSA_CERTIFICATE)], "6");
    let distrusted = "  - distrustTimestamp: \"2026-10-01T02:00:00+02:00\"\n    extra: true\n    id: \"5\"";
    let keyset = read(&text.replace("  - id: \"5\"", distrusted)).expect("is a keyset");
    assert_eq!((keyset.keypairs()[0].distrusted, keyset.keypairs()[1].distrusted), (Some(NOW), None));

    let expected = document(&head, &[("5", RSA_KEY, RSA_CERTIFICATE), ("6", RSA_KEY, RSA_CERTIFICATE)], "6")
        .replace("kops/v1alpha2", "kops.k8s.io/v1alpha2")
        .replace("  - id: \"5\"", &distrusted.replace("02:00:00+02:00", "00:00:00Z"));
    assert_eq!(String::from_utf8_lossy(keyset.to_yaml().expose()), expected);
}

#[test]
fn debug_shows_nothing_of_fields_that_are_not_known() {
    let text = document(HEAD, &[("5", RSA_KEY, RSA_CERTIFICATE)], "5");
    for (field, with_more) in [
        ("kind: Keyset", "old: C4N4RY\nkind: Keyset"),
        ("  name:", "  annotations: {applied: C4N4RY}\n  name:"),
        ("  keys:", "  old: [C4N4RY]\n  keys:"),
        ("  - id:", "  - privateKey: C4N4RY\n    id:"),
    ] {
        let keyset = read(&text.replacen(field, with_more, 1)).expect("is a keyset");
        assert!(String::from_utf8_lossy(keyset.to_yaml().expose()).contains("C4N4RY"), "{field}");
        let shown = format!("{keyset:?}");
        assert!(!shown.contains("C4N4RY"), "{shown}");
    }
}

#[test]
fn a_set_without_a_named_primary_uses_the_youngest_that_is_trusted() {
    let keys = [("5", RSA_KEY, RSA_CERTIFICATE), ("6", EC_KEY, EC_CERTIFICATE)];
    for (primary, expected) in [("", "6"), ("7", "6"), ("5", "5")] {
        assert_eq!(read(&document(HEAD, &keys, primary)).expect("is a keyset").keypair_id(), expected, "{primary}");
    }
}

#[test]
fn what_is_wrong_is_said_by_its_place_and_quotes_nothing() {
    let whole = document(HEAD, &[("5", RSA_KEY, RSA_CERTIFICATE)], "5");
    let canary = "c4n4ry";
    for (text, expected) in [
        (format!("{canary}: ["), "the keyset `kubernetes-ca` cannot be read: it is not YAML (line 2, column 1)"),
        (canary.to_owned(), "expected `kind: Keyset` with `apiVersion: kops.k8s.io/v1alpha2`"),
        (whole.replace("kind: Keyset", "kind: Secret"), "expected `kind: Keyset`"),
        (whole.replace("id: \"5\"", "id: 5"), "`spec.keys[0].id` is not text"),
        (whole.replace("id: \"5\"", "x: \"5\""), "`spec.keys[0].id` is missing"),
        (whole.replace("  keys:", &format!("  keys: {canary}\n  others:")), "`spec.keys` is not a list"),
        (format!("{HEAD}spec:\n  keys: []\n"), "the keyset `kubernetes-ca` has no primary keypair"),
        (format!("{HEAD}---\n{whole}"), "one document is expected"),
        (document(HEAD, &[("5", RSA_KEY, RSA_CERTIFICATE); 2], "5"), "`spec.keys[1].id` is the one of another keypair"),
        (
            whole.replace("  - id", &format!("  - distrustTimestamp: {canary}\n    id")),
            "`spec.keys[0].distrustTimestamp` is not a time",
        ),
        (
            whole.replace("  - id", "  - distrustTimestamp: \"2026-10-01T00:00:00Z\"\n    id"),
            "the keyset `kubernetes-ca` has no primary keypair",
        ),
    ] {
        let error = read(&text).expect_err(expected).to_string();
        assert!(error.contains(expected), "{error}");
        assert!(!error.contains(canary) && !error.contains("LS0t"), "{error}");
    }
}

#[test]
fn everything_that_is_wrong_with_keypairs_is_said_at_once() {
    let keys = [
        ("1", "c4n4ry", RSA_CERTIFICATE),
        ("2", RSA_KEY, "c4n4ry"),
        ("3", EC_KEY, RSA_CERTIFICATE),
        ("4", RSA_KEY, RSA_CERTIFICATE),
    ];
    let error = read(&document(HEAD, &keys, "4")).expect_err("is damaged");
    let KeysetError::Keypairs { problems, .. } = &error else { panic!("{error}") };
    let expected = [
        ("1".to_owned(), KeyError::NotPem { expected: "private key", label: "PRIVATE KEY" }),
        ("2".to_owned(), KeyError::NotPem { expected: "certificate", label: "CERTIFICATE" }),
        ("3".to_owned(), KeyError::Mismatch),
    ];
    assert_eq!(problems, &expected);
    assert!(!error.to_string().contains("c4n4ry"), "{error}");
}
