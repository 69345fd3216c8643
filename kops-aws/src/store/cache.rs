//! What was read of a bucket, kept so that an object that has not changed is not sent again.
//!
//! An object that is kept is no answer by itself: S3 is asked with `If-None-Match`, and only its answer that nothing has changed
//! makes it one. So nothing that is read is ever out of date.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use kops_core::naming::paths;
use kops_core::state::{Key, Versioned};

/// How many bytes are kept: several clusters with hundreds of instance groups.
const LIMIT: usize = 32 << 20;

/// Objects by key. What was not used for the longest time makes room for what is new.
pub(super) struct Cache {
    limit: usize,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    objects: BTreeMap<Key, Entry>,
    bytes: usize,
    uses: u64,
}

struct Entry {
    object: Versioned,
    used: u64,
}

impl Default for Cache {
    fn default() -> Self {
        Self { limit: LIMIT, kept: Mutex::default() }
    }
}

/// Shows how much is kept and nothing of it.
impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kept = self.kept();
        f.debug_struct("Cache").field("objects", &kept.objects.len()).field("bytes", &kept.bytes).finish()
    }
}

impl Cache {
    /// What was last seen of an object.
    pub(super) fn get(&self, key: &Key) -> Option<Versioned> {
        let mut kept = self.kept();
        kept.uses += 1;
        let used = kept.uses;
        let entry = kept.objects.get_mut(key)?;
        entry.used = used;
        Some(entry.object.clone())
    }

    /// Keeps an object as it was read or written. Private keys and secrets are not kept.
    pub(super) fn keep(&self, key: &Key, object: &Versioned) {
        let mut kept = self.kept();
        kept.forget(key);
        if is_secret(key) || object.value.len() > self.limit {
            return;
        }
        while kept.bytes + object.value.len() > self.limit {
            let Some(oldest) = kept.objects.iter().min_by_key(|(_, entry)| entry.used).map(|(key, _)| key.clone())
            else {
                break;
            };
            kept.forget(&oldest);
        }
        kept.bytes += object.value.len();
        kept.uses += 1;
        let entry = Entry { object: object.clone(), used: kept.uses };
        kept.objects.insert(key.clone(), entry);
    }

    /// Forgets an object that is gone.
    pub(super) fn forget(&self, key: &Key) {
        self.kept().forget(key);
    }

    /// Nothing that fails runs under this lock, so a poisoned one is as good as any.
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn forget(&mut self, key: &Key) {
        if let Some(entry) = self.objects.remove(key) {
            self.bytes -= entry.object.value.len();
        }
    }
}

/// True for private keys and secrets of clusters, which the memory of a process should not hold longer than they are used.
fn is_secret(key: &Key) -> bool {
    let below = key.as_str().split_once('/').map_or("", |(_, below)| below);
    let is_in = |folder| below.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    [paths::KEYSETS, paths::SECRETS].into_iter().any(is_in)
}

#[cfg(test)]
mod tests {
    use kops_core::state::Version;

    use super::*;

    fn key(path: &str) -> Key {
        Key::new(path).expect("a key")
    }

    fn object(content: &'static str, version: &str) -> Versioned {
        Versioned { value: content.into(), version: Version(version.to_owned()) }
    }

    #[test]
    fn what_was_not_used_for_the_longest_time_makes_room() {
        let cache = Cache { limit: 10, kept: Mutex::default() };
        for name in ["demo/a", "demo/b"] {
            cache.keep(&key(name), &object("12345", "1"));
        }
        assert!(cache.get(&key("demo/a")).is_some());
        cache.keep(&key("demo/c"), &object("123", "1"));
        let kept = ["demo/a", "demo/b", "demo/c"].map(|name| cache.get(&key(name)).is_some());
        assert_eq!(kept, [true, false, true]);
        cache.keep(&key("demo/d"), &object("longer than everything", "1"));
        assert_eq!(cache.get(&key("demo/d")), None);
        assert_eq!(format!("{cache:?}"), "Cache { objects: 2, bytes: 8 }");
    }

    #[test]
    fn the_newest_version_replaces_an_older_one() {
        let cache = Cache::default();
        cache.keep(&key("demo/a"), &object("old", "1"));
        cache.keep(&key("demo/a"), &object("newer", "2"));
        assert_eq!(cache.get(&key("demo/a")), Some(object("newer", "2")));
        assert_eq!(format!("{cache:?}"), "Cache { objects: 1, bytes: 5 }");
        cache.forget(&key("demo/a"));
        assert_eq!(format!("{cache:?}"), "Cache { objects: 0, bytes: 0 }");
    }

    #[test]
    fn private_keys_and_secrets_are_not_kept() {
        let cache = Cache::default();
        for (name, is_kept) in [
            ("demo.example.com/pki/private/kubernetes-ca/keyset.yaml", false),
            ("demo.example.com/secrets/admin", false),
            ("demo.example.com/pki/ssh/public/admin/fingerprint", true),
            ("demo.example.com/instancegroup/secrets", true),
        ] {
            cache.keep(&key(name), &object("content", "1"));
            assert_eq!(cache.get(&key(name)).is_some(), is_kept, "{name}");
        }
        assert!(!format!("{cache:?}").contains("content"));
    }
}
