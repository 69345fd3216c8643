//! Secrets of the state store inside of addon manifests, which plans must not show.
//!
//! A Kubernetes `Secret` that holds one has, wherever a manifest is compared, planned or printed, a *seal* in place of its
//! `stringData`: the name of the secret and the SHA-256 of its entries. Only the write to the state store breaks the seal, with
//! the secret that has this hash. A manifest that is read from a store is sealed before anything else looks at it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{CILIUM_PASSWORD, Secret, SecretError};
use crate::naming::{CILIUM_IPSEC_KEYS, MANAGED_BY};
use crate::yaml::{self, Source};

/// The Kubernetes Secrets of addons that hold a secret of the state store, with that one's name.
const HOLDERS: [(&str, &str); 1] = [(CILIUM_IPSEC_KEYS, CILIUM_PASSWORD)];
/// The field that is sealed.
const ENTRIES: &str = "stringData";
/// What stands between two documents of a manifest.
const SEPARATOR: &str = "---";

impl Secret {
    /// Returns what stands for a secret in the manifest of an addon; nothing for secrets that no addon holds.
    ///
    /// # Errors
    /// [`SecretError::Unexpected`] where its content is not that of a Kubernetes `Secret`.
    pub(crate) fn seal(&self, name: &str) -> Result<Option<String>, SecretError> {
        let is_held = HOLDERS.iter().any(|(_, held)| *held == name);
        is_held.then(|| Ok(seal_of(name, &self.entries(name)?))).transpose()
    }
}

/// Replaces the secrets in a manifest by their seals.
pub(crate) fn seal(manifest: &str) -> Cow<'_, str> {
    rewrite(manifest, &|name, entries| match entries {
        Value::Object(map) => Some(seal_of(name, map).into()),
        _ => None,
    })
}

/// Returns the names of the secrets that a manifest has sealed.
pub(crate) fn sealed_in(manifest: &str) -> Vec<&'static str> {
    let documents = documents(manifest).filter_map(|document| Some((held_by(document)?, document)));
    let sealed = documents.filter(|((_, object), _)| object[ENTRIES].is_string());
    sealed.map(|((name, _), _)| name).collect()
}

/// Puts secrets where a manifest has their seals, and returns the manifest; nothing where a secret is not the one that was sealed.
pub(crate) fn unseal(manifest: &str, secrets: &BTreeMap<&str, Secret>) -> Result<Option<Secret>, SecretError> {
    let mut entries = BTreeMap::new();
    for (name, secret) in secrets {
        let map = secret.entries(name)?;
        entries.insert(seal_of(name, &map), Value::Object(map));
    }
    let opened = rewrite(manifest, &|_, seal| entries.get(seal.as_str()?).cloned());
    Ok(sealed_in(&opened).is_empty().then(|| Secret::from(opened.into_owned())))
}

fn seal_of(name: &str, entries: &serde_json::Map<String, Value>) -> String {
    let hash = Sha256::digest(Value::Object(entries.clone()).to_string());
    let digits = hash.iter().fold(String::new(), |digits, byte| digits + &format!("{byte:02x}"));
    format!("{name} sha256:{digits}")
}

/// Replaces the entries of each secret in a manifest by what `replace` has for them. Everything else stays as it is.
fn rewrite<'a>(manifest: &'a str, replace: &dyn Fn(&str, &Value) -> Option<Value>) -> Cow<'a, str> {
    let mut result = Cow::Borrowed(manifest);
    for document in documents(manifest) {
        let Some((name, mut object)) = held_by(document) else { continue };
        let Some(entries) = replace(name, &object[ENTRIES]) else { continue };
        object[ENTRIES] = entries;
        let written = yaml::to_yaml(&object);
        let space = &document[document.trim_end().len()..];
        result = result.replacen(document, &format!("{}{space}", written.trim_end()), 1).into();
    }
    result
}

/// The documents of a manifest, from their first character.
fn documents(manifest: &str) -> impl Iterator<Item = &str> {
    let mut rest = manifest;
    let documents = std::iter::from_fn(move || {
        let whole = (!rest.is_empty()).then_some(rest)?;
        let mut end = 0;
        for line in whole.split_inclusive('\n') {
            if line.trim_end() == SEPARATOR {
                rest = &whole[end + line.len()..];
                return Some(&whole[..end]);
            }
            end += line.len();
        }
        rest = "";
        Some(whole)
    });
    documents.map(str::trim_start)
}

/// The object in a document, and the secret that it holds.
fn held_by(document: &str) -> Option<(&'static str, Value)> {
    HOLDERS.iter().filter(|(holder, _)| document.contains(holder)).find_map(|(holder, name)| {
        let object = yaml::parse(&Source::new("manifest", document)).ok()?.first()?.root.to_json();
        let metadata = &object["metadata"];
        // Users may bring a secret of this name along, as an object of their spec.
        let is_ours = metadata["labels"][MANAGED_BY] == "kops";
        (object["kind"] == "Secret" && metadata["name"] == *holder && is_ours).then_some((*name, object))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = "\
apiVersion: v1
kind: Secret
metadata:
  labels:
    app.kubernetes.io/managed-by: kops
  name: cilium-ipsec-keys
  namespace: kube-system
stringData:
  keys: 3+ rfc4106(gcm(aes)) C4N4RY 128

---

# A comment.
apiVersion: v1
kind: Secret
metadata:
  name: other
stringData:
  a: b

---

apiVersion: v1
data:
  ipsec-key-file: cilium-ipsec-keys
kind: ConfigMap
metadata:
  name: cilium-config";

    fn password() -> Secret {
        Secret::from("# Rotated.\nkeys: 3+ rfc4106(gcm(aes)) C4N4RY 128\n".to_owned())
    }

    #[test]
    fn the_secret_of_a_manifest_is_replaced_by_its_hash_and_nothing_else_changes() {
        let sealed = seal(MANIFEST);
        assert!(!sealed.contains("C4N4RY"));
        let seal = password().seal(CILIUM_PASSWORD).expect("is a map").expect("is held by an object");
        let expected =
            MANIFEST.replace("stringData:\n  keys: 3+ rfc4106(gcm(aes)) C4N4RY 128", &format!("stringData: {seal}"));
        assert_eq!(sealed, expected);
        assert_eq!(super::seal(&sealed), sealed, "a seal is not sealed again");
        assert_eq!(sealed_in(&sealed), [CILIUM_PASSWORD]);
        assert_eq!(sealed_in(MANIFEST), [""; 0]);
    }

    #[test]
    fn only_the_secret_that_was_sealed_is_put_back() {
        let sealed = seal(MANIFEST).into_owned();
        let open = |secret: Secret| unseal(&sealed, &BTreeMap::from([(CILIUM_PASSWORD, secret)])).expect("is a map");
        let opened = open(password()).expect("has the hash");
        assert_eq!(opened.expose(), MANIFEST.as_bytes());
        assert!(open(Secret::from("keys: 4+ another\n".to_owned())).is_none());
        assert!(unseal(&sealed, &BTreeMap::new()).expect("reads no secret").is_none());
    }

    #[test]
    fn other_texts_are_not_touched() {
        for text in ["", "---\n", "a: [", "kind: Secret\nmetadata:\n  name: cilium-ipsec-keys\nstringData:\n  a: b\n"] {
            assert!(matches!(seal(text), Cow::Borrowed(_)), "{text}");
            assert_eq!(
                unseal(text, &BTreeMap::new()).expect("reads no secret").expect("has no seal").expose(),
                text.as_bytes()
            );
        }
    }
}
