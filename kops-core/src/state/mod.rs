//! The port to the state store, and the layout that kops gives it.
//!
//! [`StateStore`] is a versioned key-value store with optimistic writes. Keys are paths below the root of the store.

mod clusters;
pub mod codes;
mod commit;
mod entry;
mod error;
mod file;
mod keypairs;
mod keys;
mod layout;
mod lock;
mod memory;
mod open;
mod secrets;
mod snapshot;
mod stored;

use std::fmt;
use std::fmt::Debug;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::naming::s3;
use crate::pki::{KeysetError, SecretError};

pub(crate) use clusters::applied_cluster;
pub use clusters::{Clusters, IfMissing, clusters_of};
pub(crate) use entry::changed;
pub use error::{KeysError, LoadError, WriteError};
pub use file::FileStore;
pub use keypairs::NewKeypair;
pub(crate) use keys::{ensure_keyset, ensure_secret, unsealed};
pub use layout::Layout;
pub(crate) use layout::elsewhere;
pub use lock::Lock;
pub use memory::MemoryStore;
pub use open::open;
pub use secrets::IfExists;
pub(crate) use snapshot::is_below;
pub use snapshot::{StoreObject, StoreView};
pub use stored::Stored;

/// A state store: S3, a folder, memory, or the user's own.
#[async_trait]
pub trait StateStore: Debug + Send + Sync {
    /// Reads an object with its version, or `None` where there is none.
    ///
    /// # Errors
    /// Where the store cannot be read, and [`StateError::NotAnObject`] where it has folders and one of them is at the key.
    async fn get(&self, key: &Key) -> Result<Option<Versioned>, StateError>;

    /// Writes a whole object or nothing, and returns its new version.
    ///
    /// # Errors
    /// [`StateError::Conflict`] where `mode` does not hold, others where the store cannot be written.
    async fn put(&self, key: &Key, value: Bytes, mode: Put) -> Result<Version, StateError>;

    /// Deletes an object. One that is gone is fine with [`Delete::Any`].
    ///
    /// # Errors
    /// [`StateError::Conflict`] where `mode` does not hold, others where the store cannot be written.
    async fn delete(&self, key: &Key, mode: Delete) -> Result<(), StateError>;

    /// Lists every key at or below a prefix, sorted. A store that has folders lists an empty one as the key that it stands
    /// at, so that it is not overlooked where an object belongs.
    ///
    /// # Errors
    /// Where the store cannot be read.
    async fn list(&self, prefix: &Key) -> Result<Vec<Key>, StateError>;

    /// As [`StateStore::put`], and lets everyone read the object, as the ACL `public-read` of S3 does.
    ///
    /// # Errors
    /// As [`StateStore::put`], and [`StateError::Public`] where the store publishes no objects, which is the default.
    async fn put_public(&self, key: &Key, _: Bytes, _: Put) -> Result<Version, StateError> {
        Err(StateError::Public { key: key.to_string() })
    }

    /// Tells whether an object is there and everyone can read it by its own ACL, whatever a policy of the store says. The default
    /// is that it is not.
    ///
    /// # Errors
    /// Where the store cannot be read.
    async fn is_public(&self, _: &Key) -> Result<bool, StateError> {
        Ok(false)
    }

    /// The URL of a store that nodes read: `s3://BUCKET/PREFIX`. Clusters whose `configBase` is elsewhere are then not planned, as their
    /// nodes would not find what updates write. The default is none.
    fn url(&self) -> Option<String> {
        None
    }
}

#[async_trait]
impl<S: StateStore + ?Sized> StateStore for Arc<S> {
    async fn get(&self, key: &Key) -> Result<Option<Versioned>, StateError> {
        (**self).get(key).await
    }

    async fn put(&self, key: &Key, value: Bytes, mode: Put) -> Result<Version, StateError> {
        (**self).put(key, value, mode).await
    }

    async fn delete(&self, key: &Key, mode: Delete) -> Result<(), StateError> {
        (**self).delete(key, mode).await
    }

    async fn list(&self, prefix: &Key) -> Result<Vec<Key>, StateError> {
        (**self).list(prefix).await
    }

    async fn put_public(&self, key: &Key, value: Bytes, mode: Put) -> Result<Version, StateError> {
        (**self).put_public(key, value, mode).await
    }

    async fn is_public(&self, key: &Key) -> Result<bool, StateError> {
        (**self).is_public(key).await
    }

    fn url(&self) -> Option<String> {
        (**self).url()
    }
}

/// A path in the store: segments joined by `/`, none of them empty, `.` or `..`. The empty key is the root.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Key(String);

impl Key {
    /// Makes a key from a path.
    ///
    /// # Errors
    /// [`StateError::InvalidKey`] where a segment is empty, `.` or `..`, or holds a control character or a backslash.
    pub fn new(path: impl Into<String>) -> Result<Self, StateError> {
        let path = path.into();
        let wrong =
            |s: &str| s.is_empty() || s == "." || s == ".." || s.contains(|c: char| c.is_control() || c == '\\');
        if !path.is_empty() && path.split('/').any(wrong) {
            return Err(StateError::InvalidKey { key: path });
        }
        Ok(Self(path))
    }

    /// The key of something below this one.
    ///
    /// # Errors
    /// As [`Key::new`].
    pub fn join(&self, below: &str) -> Result<Self, StateError> {
        if self.0.is_empty() { Self::new(below) } else { Self::new(format!("{}/{below}", self.0)) }
    }

    /// True for `prefix` itself and for everything below it.
    pub fn is_at_or_below(&self, prefix: &Self) -> bool {
        let Some(rest) = self.0.strip_prefix(&prefix.0) else { return false };
        prefix.0.is_empty() || rest.is_empty() || rest.starts_with('/')
    }

    /// The path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The parts of the path; none for the root.
    pub fn segments(&self) -> impl Iterator<Item = &str> {
        self.0.split('/').filter(|segment| !segment.is_empty())
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// An object and its version. `Debug` shows how long it is and nothing of it: stores hold private keys.
#[derive(Clone, PartialEq, Eq)]
pub struct Versioned {
    /// What is in it.
    pub value: Bytes,
    /// Differs where the content differs.
    pub version: Version,
}

impl fmt::Debug for Versioned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Versioned").field("bytes", &self.value.len()).field("version", &self.version).finish()
    }
}

/// A version of an object; opaque, comparable for equality only.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Version(pub String);

impl Version {
    /// A version that is the SHA-256 of the content. For implementations of [`StateStore`] without versions of their own.
    pub fn of(content: &[u8]) -> Self {
        Self(Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

/// When a write may happen.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Put {
    /// Always.
    Any,
    /// Only where nothing is there.
    Create,
    /// Only where this version is there.
    Replace(Version),
}

impl Put {
    /// Tells whether the write may happen where `found` is the version that is there. For implementations of
    /// [`StateStore`] that compare by themselves.
    ///
    /// # Errors
    /// [`StateError::Conflict`] where it may not.
    pub fn check(&self, key: &Key, found: Option<&Version>) -> Result<(), StateError> {
        match (self, found) {
            (Self::Create, Some(_)) => Err(StateError::conflict(key, "exists already")),
            (Self::Replace(wanted), found) => expect_version(key, wanted, found),
            _ => Ok(()),
        }
    }
}

/// When a deletion may happen.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Delete {
    /// Always.
    Any,
    /// Only where this version is there.
    Version(Version),
}

impl Delete {
    /// Tells whether the deletion may happen where `found` is the version that is there. For implementations of
    /// [`StateStore`] that compare by themselves.
    ///
    /// # Errors
    /// [`StateError::Conflict`] where it may not.
    pub fn check(&self, key: &Key, found: Option<&Version>) -> Result<(), StateError> {
        match self {
            Self::Any => Ok(()),
            Self::Version(wanted) => expect_version(key, wanted, found),
        }
    }
}

fn expect_version(key: &Key, wanted: &Version, found: Option<&Version>) -> Result<(), StateError> {
    if found == Some(wanted) { Ok(()) } else { Err(StateError::moved(key, found.is_some())) }
}

/// A state store that failed.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StateError {
    /// A key that cannot be one.
    #[error("`{key}` is not a key: segments must not be empty, `.` or `..`, and hold no control characters")]
    InvalidKey {
        /// The key.
        key: String,
    },
    /// Another writer wrote the object first.
    #[error("`{key}` in the state store {found}, so it was left as it is")]
    Conflict {
        /// The key.
        key: Key,
        /// `exists already`, `was changed by someone else`, `is gone`.
        found: &'static str,
    },
    /// There is a folder where an object belongs.
    #[error("`{key}` in the state store is a folder, where an object is expected; move it away, or restore the object")]
    NotAnObject {
        /// The key.
        key: Key,
    },
    /// The store does not exist.
    #[error("the state store `{store}` does not exist")]
    NoStore {
        /// The store as the user named it.
        store: String,
    },
    /// No store has such a URL, or one that is opened with the account that it is in.
    #[error("`{url}` is not a state store; expected {}", expected(.url))]
    UnknownStore {
        /// The URL.
        url: String,
    },
    /// A URL that is to name a bucket names none.
    #[error("`{url}` is not the URL of a bucket: expected s3://BUCKET")]
    NotABucket {
        /// The URL.
        url: String,
    },
    /// There is an object that is not kops's, so a cluster cannot be deleted with everything below it.
    #[error("`{key}` in the state store is not kops's; move it away before the cluster is deleted")]
    Foreign {
        /// The key.
        key: Key,
    },
    /// An object is to be readable by anybody, which no state store can do.
    #[error("`{key}` is to be readable by anybody, and a state store does not publish what is in it")]
    Public {
        /// The key.
        key: String,
    },
    /// Another writer holds the lock of a cluster.
    #[error("cluster `{cluster}` is locked by {lock}")]
    Locked {
        /// The cluster.
        cluster: String,
        /// Who holds it, and until when.
        lock: Box<Lock>,
    },
    /// The lock of a cluster was lost while this writer worked.
    #[error("the lock of cluster `{cluster}` was lost{}, so nothing more is written", to(.lock.as_deref()))]
    LockLost {
        /// The cluster.
        cluster: String,
        /// Who holds it now.
        lock: Option<Box<Lock>>,
    },
    /// A keyset cannot be read.
    #[error("`{key}` in the state store cannot be used")]
    Keyset {
        /// The key.
        key: Key,
        /// What is wrong.
        #[source]
        source: KeysetError,
    },
    /// A secret cannot be read.
    #[error("`{key}` in the state store cannot be used")]
    Secret {
        /// The key.
        key: Key,
        /// What is wrong.
        #[source]
        source: SecretError,
    },
    /// The caller may not do this.
    #[error("{operation} {} is not allowed", at(.key))]
    Denied {
        /// What was tried: `writing`.
        operation: &'static str,
        /// The key.
        key: Key,
        /// What lies underneath.
        #[source]
        source: Option<Arc<dyn std::error::Error + Send + Sync>>,
    },
    /// Anything else; `retryable` tells whether the same call may succeed a little later.
    #[error("{operation} {} failed", at(.key))]
    Failed {
        /// What was tried.
        operation: &'static str,
        /// The key.
        key: Key,
        /// Whether repeating may help.
        retryable: bool,
        /// What lies underneath.
        #[source]
        source: Arc<dyn std::error::Error + Send + Sync>,
    },
}

/// What a key stands for, which is the whole store where it is empty.
fn at(key: &Key) -> String {
    if key.0.is_empty() { "the state store".to_owned() } else { format!("`{key}` in the state store") }
}

fn to(lock: Option<&Lock>) -> String {
    lock.map(|lock| format!(" to {lock}")).unwrap_or_default()
}

/// What is expected in place of a URL. One of a bucket is right where the account is known that the bucket is in.
fn expected(url: &str) -> &'static str {
    match s3::folder(url) {
        Some(_) => "`file://DIR` or `memfs://`, or a bucket with the account that it is in",
        None => "`s3://BUCKET`, `file://DIR` or `memfs://`",
    }
}

impl StateError {
    fn conflict(key: &Key, found: &'static str) -> Self {
        Self::Conflict { key: key.clone(), found }
    }

    /// An object was changed or deleted since it was read.
    pub(crate) fn moved(key: &Key, is_there: bool) -> Self {
        Self::conflict(key, if is_there { "was changed by someone else" } else { "is gone" })
    }

    /// True where the same call may succeed a little later.
    pub fn retryable(&self) -> bool {
        matches!(self, Self::Failed { retryable: true, .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_cannot_leave_the_store() {
        for path in ["/", "/etc/passwd", "a//b", "a/", "..", "a/../b", "./a", "a\\b", "a\0b", "a\nb"] {
            assert!(Key::new(path).is_err(), "{path:?}");
            assert!(Key::default().join(path).is_err(), "{path:?}");
        }
    }

    #[test]
    fn a_key_lies_within_whole_segments_only() {
        let key = |path| Key::new(path).expect("a key");
        assert!(key("demo/config").is_at_or_below(&key("demo")));
        assert!(key("demo").is_at_or_below(&key("demo")));
        assert!(key("demo").is_at_or_below(&Key::default()));
        assert!(!key("demo2/config").is_at_or_below(&key("demo")));
    }
}
