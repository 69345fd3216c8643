//! Hides values that may be secret in the texts of files before they are compared.

use serde_json::Value;

use crate::diag::{is_secret_field, is_secret_variable, push_key};
use crate::yaml::{self, Source};

/// What stands in place of a value.
const HIDDEN: &str = "(hidden)";
const CHANGED: &str = "(hidden, changed)";

/// Returns the old and the new text of a file with what may be secret in them hidden. A text that is not YAML, or that holds
/// nothing secret, stays as it is.
pub(super) fn hide(old: &str, new: &str) -> (String, String) {
    let (mut before, mut after) = (documents(old), documents(new));
    let found = (0..before.len().max(after.len())).fold(false, |found, index| {
        let (mut none, mut nothing) = (Value::Null, Value::Null);
        let old = before.get_mut(index).unwrap_or(&mut none);
        let new = after.get_mut(index).unwrap_or(&mut nothing);
        hide_in(&mut String::new(), old, new) || found
    });
    if !found {
        return (old.to_owned(), new.to_owned());
    }
    let text = |documents: &[Value]| documents.iter().map(yaml::to_yaml).collect::<Vec<_>>().join("---\n");
    (text(&before), text(&after))
}

fn documents(text: &str) -> Vec<Value> {
    let documents = yaml::parse(&Source::new("file", text)).unwrap_or_default();
    documents.iter().map(|document| document.root.to_json()).collect()
}

/// Hides values of two maps or lists that are at the same place; true where there were any.
fn hide_in(path: &mut String, old: &mut Value, new: &mut Value) -> bool {
    if is_secret_field(path) || is_secret_argument(old) || is_secret_argument(new) {
        mask(old, new);
        return true;
    }
    let length = path.len();
    let mut found = false;
    let is_credential = is_credential(path, old) || is_credential(path, new);
    let (mut none, mut nothing) = (Value::Null, Value::Null);
    if old.is_object() || new.is_object() {
        let keys = |value: &Value| value.as_object().map(|map| map.keys().cloned().collect()).unwrap_or_default();
        let mut all: Vec<String> = keys(old);
        all.extend(keys(new));
        all.sort();
        all.dedup();
        for key in all {
            push_key(path, &key);
            let old = old.get_mut(&key).unwrap_or(&mut none);
            let new = new.get_mut(&key).unwrap_or(&mut nothing);
            if is_credential && key == "value" {
                mask(old, new);
                found = true;
            } else {
                found |= hide_in(path, old, new);
            }
            path.truncate(length);
        }
    } else {
        let count = |value: &Value| value.as_array().map_or(0, Vec::len);
        for index in 0..count(old).max(count(new)) {
            path.push_str(&format!("[{index}]"));
            let old = old.get_mut(index).unwrap_or(&mut none);
            let new = new.get_mut(index).unwrap_or(&mut nothing);
            found |= hide_in(path, old, new);
            path.truncate(length);
        }
    }
    found
}

/// True for an entry of the environment of a container that holds a credential.
fn is_credential(path: &str, entry: &Value) -> bool {
    let is_variable = path.rsplit_once('[').is_some_and(|(list, _)| list == "env" || list.ends_with(".env"));
    is_variable && entry.get("name").and_then(Value::as_str).is_some_and(is_secret_variable)
}

/// True for an argument of a container that holds a secret: one by which dns-controller gossips.
fn is_secret_argument(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.starts_with("--gossip-secret"))
}

/// Says of two values only whether they differ.
fn mask(old: &mut Value, new: &mut Value) {
    let shown = if old == new { HIDDEN } else { CHANGED };
    for value in [old, new].into_iter().filter(|value| !value.is_null()) {
        *value = shown.into();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_hidden_and_said_to_have_changed() {
        let old = "spec:\n  fileAssets:\n  - content: OLD\n    name: a\n  sshAccess:\n  - 10.0.0.0/8\n";
        let new =
            "spec:\n  fileAssets:\n  - content: NEW\n    name: a\n  - content: MORE\n    name: b\n  sshAccess: []\n";
        let (old, new) = hide(old, new);
        assert_eq!(
            old,
            "spec:\n  fileAssets:\n  - content: (hidden, changed)\n    name: a\n  sshAccess:\n  - 10.0.0.0/8\n"
        );
        assert_eq!(
            new,
            "spec:\n  fileAssets:\n  - content: (hidden, changed)\n    name: a\n  - content: (hidden, changed)\n    name: b\n  sshAccess: []\n"
        );
    }

    #[test]
    fn proxies_are_hidden_also_where_nothing_changes() {
        let text =
            |size: u32| format!("spec:\n  egressProxy:\n    httpProxy:\n      host: me:SECRET@proxy\n  size: {size}\n");
        let (old, new) = hide(&text(1), &text(2));
        assert_eq!(old, "spec:\n  egressProxy:\n    httpProxy: (hidden)\n  size: 1\n");
        assert_eq!(new, "spec:\n  egressProxy:\n    httpProxy: (hidden)\n  size: 2\n");
    }

    #[test]
    fn of_environments_only_credentials_are_hidden() {
        let text = |url: &str, size: u32| {
            format!(
                "spec:\n  containers:\n  - env:\n    - name: WEBHOOK_URL\n      value: {url}\n    - name: SIZE\n      value: \"{size}\"\n"
            )
        };
        let (old, new) = hide(&text("https://hooks.example.com/OLD", 1), &text("https://hooks.example.com/NEW", 2));
        assert_eq!(old, text("(hidden, changed)", 1));
        assert_eq!(new, text("(hidden, changed)", 2));
    }

    #[test]
    fn arguments_with_a_secret_are_hidden() {
        let text = |secret: &str, level: u32| {
            format!("spec:\n  containers:\n  - args:\n    - --dns=gossip\n    - {secret}\n    - -v={level}\n")
        };
        for flag in ["--gossip-secret", "--gossip-secret-secondary"] {
            let (old, new) = hide(&text(&format!("{flag}=OLD"), 1), &text(&format!("{flag}=NEW"), 2));
            assert_eq!(old, text("(hidden, changed)", 1));
            assert_eq!(new, text("(hidden, changed)", 2));
        }
    }

    #[test]
    fn other_texts_stay_as_they_are() {
        for text in ["a:   1 # x\n", "#!/bin/sh\necho: [\n", "", "1.36.2"] {
            assert_eq!(hide(text, text), (text.to_owned(), text.to_owned()));
        }
    }
}
