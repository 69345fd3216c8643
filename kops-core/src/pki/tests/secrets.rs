//! Secrets in the state store and as users give them.

use super::super::{CILIUM_PASSWORD, DOCKER_CONFIG, ENCRYPTION_CONFIG, Secret, SecretError};

#[test]
fn secrets_are_stored_in_the_bytes_of_kops() {
    let secret = Secret::from("hunter2".to_owned());
    let stored = secret.to_json();
    assert_eq!(stored.expose(), br#"{"Data":"aHVudGVyMg=="}"#);
    assert_eq!(Secret::from_json("admin", stored.expose()), Ok(secret));
    for damaged in ["", "hunter2", "{}", r#"{"Data":"?"}"#, r#"{"Data":7}"#] {
        let error = Secret::from_json("admin", damaged.as_bytes()).expect_err("is damaged");
        assert_eq!(error, SecretError::Damaged { secret: "admin".into() });
    }
}

#[test]
fn secrets_that_users_give_are_checked_and_never_quoted() {
    let encryption = "apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources: []\n";
    for (name, text, expected) in [
        (DOCKER_CONFIG, r#"{"auths": {}}"#, None),
        (
            DOCKER_CONFIG,
            "{\n\"auths\": c4n4ry",
            Some("the secret `dockerconfig` must be a JSON object, as in `~/.docker/config.json` (see its line 2)"),
        ),
        (
            DOCKER_CONFIG,
            "\"c4n4ry\"",
            Some("the secret `dockerconfig` must be a JSON object, as in `~/.docker/config.json`"),
        ),
        (ENCRYPTION_CONFIG, encryption, None),
        (ENCRYPTION_CONFIG, r#"{"kind": "EncryptionConfiguration"}"#, None),
        (
            ENCRYPTION_CONFIG,
            "kind: c4n4ry",
            Some("the secret `encryptionconfig` must be one YAML document of kind `EncryptionConfiguration`"),
        ),
        (ENCRYPTION_CONFIG, "c4n4ry: '", Some("`EncryptionConfiguration` (see its line")),
        (CILIUM_PASSWORD, "keys: 3 rfc4106(gcm(aes)) 00 128\n", None),
        (CILIUM_PASSWORD, "c4n4ry", Some("the secret `ciliumpassword` must be one YAML map")),
        ("anything", "c4n4ry", None),
        ("kube-proxy", "c4n4ry", None),
        ("dockerConfig", "{}", Some("nothing reads a secret of the name `dockerConfig`; did you mean `dockerconfig`?")),
        ("encryption-config", encryption, Some("did you mean `encryptionconfig`?")),
        ("CiliumPassword.", "c4n4ry", Some("did you mean `ciliumpassword`?")),
        ("system:controller-manager", "c4n4ry", Some("did you mean `system:controller_manager`?")),
    ] {
        let error = Secret::from(text.to_owned()).check(name).err().map(|error| error.to_string());
        let found = error.clone().unwrap_or_default();
        assert!(
            found.contains(expected.unwrap_or_default()) && error.is_some() == expected.is_some(),
            "{text}: {found}"
        );
        assert!(!found.contains("c4n4ry"), "{found}");
    }
}
