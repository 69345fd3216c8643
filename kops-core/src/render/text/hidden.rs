//! Hides values that may be secret in the texts of files and in user data before they are compared.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diag::{is_secret_field, is_secret_variable, push_key};
use crate::yaml::{self, Source};

/// What stands in place of a value.
const HIDDEN: &str = "(hidden)";
const CHANGED: &str = "(hidden, changed)";

/// How user data of several parts begins. What stands between the parts follows.
const MULTIPART: &str = "Content-Type: multipart/mixed; boundary=\"";
/// What the head of the first part has where that is the boot script.
const BOOT_SCRIPT: &str = "filename=\"nodeup.sh\"";

/// Returns the old and the new text of a file, or of user data, with what may be secret in them hidden. A text that is not YAML, or that
/// holds nothing secret, stays as it is.
pub(super) fn hide(old: &str, new: &str) -> (String, String) {
    if old.starts_with(MULTIPART) || new.starts_with(MULTIPART) {
        let (old, new) = (old.replace("\r\n", "\n"), new.replace("\r\n", "\n"));
        return (hide_parts(&old, &new, HIDDEN), hide_parts(&new, &old, CHANGED));
    }
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

/// Hides the parts of user data that users add. One that another text has with other content is shown as `changed`.
fn hide_parts(text: &str, other: &str, changed: &str) -> String {
    let others: BTreeMap<&str, &str> = parts(other).into_iter().filter_map(own).collect();
    let shown = parts(text).into_iter().map(|part| match own(part) {
        Some((head, content)) => {
            let is_changed = others.get(head).is_some_and(|other| *other != content);
            format!("{head}{}\n", if is_changed { changed } else { HIDDEN })
        }
        None => part.1.to_owned(),
    });
    shown.collect::<Vec<_>>().join(&separator(text))
}

/// The parts of user data, counted from 1, with what stands before the first and after the last.
fn parts(text: &str) -> Vec<(usize, &str)> {
    match text.starts_with(MULTIPART) {
        true => text.split(&separator(text)).enumerate().collect(),
        false => vec![(0, text)],
    }
}

/// What stands before each part of user data.
fn separator(text: &str) -> String {
    let boundary = text.strip_prefix(MULTIPART).and_then(|rest| rest.split('"').next());
    format!("--{}", boundary.unwrap_or_default())
}

/// The head and the content of a part that a user adds. What has no head is all content.
fn own((number, part): (usize, &str)) -> Option<(&str, &str)> {
    let head = part.find("\n\n").filter(|_| part.trim_start().starts_with("Content-"));
    let (head, content) = part.split_at(head.map_or(0, |end| end + 2));
    let is_script = number == 1 && head.contains(BOOT_SCRIPT);
    let is_end = part.trim_end() == "--";
    (number > 0 && !is_script && !is_end).then_some((head, content.trim_end()))
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

    /// User data with a part of a user, whose lines end in some way.
    fn user_data(script: &[&str], own: &[&str], end: &str) -> String {
        let head = ["Content-Type: multipart/mixed; boundary=\"B\"", "MIME-Version: 1.0", ""];
        let of_own = ["--B", "Content-Disposition: attachment; filename=\"own.sh\"", "MIME-Version: 1.0", ""];
        [&head[..], script, &of_own[..], own, &["--B--", ""][..]].concat().join(end)
    }

    #[test]
    fn of_user_data_the_boot_script_is_shown_and_parts_of_users_are_hidden() {
        let head = "Content-Disposition: attachment; filename=\"nodeup.sh\"";
        let (one, two) = (["--B", head, "", "echo one", ""], ["--B", head, "", "echo two", ""]);
        let (old, new) = (["#!/bin/sh", "", "echo OLD", ""], ["#!/bin/sh", "", "echo NEW", "--B", "echo MORE", ""]);
        for (script, own, expected) in [
            (&one[..], &old[..], &["(hidden)"][..]),
            (&two, &old, &["(hidden)"]),
            (&two, &new[..3], &["(hidden, changed)"]),
            (&two, &new, &["(hidden, changed)", "--B(hidden)"]),
            (&[], &old, &["(hidden)"]),
        ] {
            // User data of kops has other ends of lines.
            let (before, after) = hide(&user_data(&one, &old, "\r\n"), &user_data(script, own, "\n"));
            assert_eq!(before, user_data(&one, &["(hidden)"], "\n"));
            assert_eq!(after, user_data(script, expected, "\n"));
        }
        let (before, after) = hide("#!/bin/bash\necho\n", &user_data(&one, &old, "\n"));
        assert_eq!((before.as_str(), after), ("#!/bin/bash\necho\n", user_data(&one, &["(hidden)"], "\n")));
    }

    #[test]
    fn other_texts_stay_as_they_are() {
        for text in ["a:   1 # x\n", "#!/bin/sh\necho: [\n", "", "1.36.2"] {
            assert_eq!(hide(text, text), (text.to_owned(), text.to_owned()));
        }
    }
}
