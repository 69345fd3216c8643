//! The account's S3, as far as state stores use it.

use std::sync::Arc;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::Account;
use super::state::State;
use crate::naming::s3;
use crate::state::{self, Delete, Key, Put, StateError, StateStore, Version, Versioned};

/// A bucket of a simulated account as a state store, below an optional prefix. It is there once something is in it.
#[derive(Clone, Debug)]
pub struct Bucket {
    account: Account,
    name: String,
    prefix: Key,
}

impl Account {
    /// Opens a bucket by `BUCKET` or `BUCKET/PREFIX`.
    ///
    /// ```
    /// use kops_core::cloud::memory::Account;
    /// use kops_core::state::{Key, Put, StateStore};
    ///
    /// let account = Account::new("us-east-2");
    /// let store = account.bucket("kops-state-store")?;
    /// # futures::executor::block_on(async {
    /// store.put(&Key::new("demo.example.com/config")?, "kind: Cluster".into(), Put::Create).await?;
    /// # Ok::<(), kops_core::state::StateError>(()) })?;
    /// assert!(account.to_json().contains("kind: Cluster"));
    /// # Ok::<(), kops_core::state::StateError>(())
    /// ```
    ///
    /// # Errors
    /// [`StateError::UnknownStore`] where the name is empty, [`StateError::InvalidKey`] where the prefix is not a key.
    pub fn bucket(&self, path: &str) -> Result<Bucket, StateError> {
        let url = format!("s3://{path}");
        let (name, prefix) = s3::folder(&url).ok_or_else(|| StateError::UnknownStore { url: url.clone() })?;
        Ok(Bucket { account: self.clone(), name: name.to_owned(), prefix: Key::new(prefix)? })
    }

    /// Opens the state store of a URL: `s3://BUCKET` and `s3://BUCKET/PREFIX` in this account, others as [`state::open`].
    ///
    /// # Errors
    /// As [`Account::bucket`] and [`state::open`].
    pub fn open_store(&self, url: &str) -> Result<Arc<dyn StateStore>, StateError> {
        match url.strip_prefix("s3://") {
            Some(path) => Ok(Arc::new(self.bucket(path)?)),
            None => state::open(url),
        }
    }
}

impl Bucket {
    fn path(&self, key: &Key) -> String {
        let parts = [self.prefix.as_str(), key.as_str()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
    }

    /// Writes an object. Its ACL is that of the last write, as in S3.
    fn write(&self, key: &Key, value: &[u8], mode: &Put, public: bool) -> Result<Version, StateError> {
        let path = self.path(key);
        let mut state = self.account.lock();
        let bucket = state.buckets.entry(self.name.clone()).or_default();
        mode.check(key, bucket.get(&path).map(|object| object.versioned().version).as_ref())?;
        bucket.insert(path.clone(), Object::new(value));
        state.publish(&self.name, path, public);
        Ok(Version::of(value))
    }
}

impl State {
    fn publish(&mut self, bucket: &str, path: String, public: bool) {
        if public {
            self.public_objects.entry(bucket.to_owned()).or_default().insert(path);
        } else if let Some(objects) = self.public_objects.get_mut(bucket) {
            objects.remove(&path);
        }
    }
}

/// An object of a bucket: text as it is, anything else in Base64.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Object {
    Text(String),
    Bytes { base64: String },
}

impl Object {
    fn new(value: &[u8]) -> Self {
        match std::str::from_utf8(value) {
            Ok(text) => Self::Text(text.to_owned()),
            Err(_) => Self::Bytes { base64: BASE64.encode(value) },
        }
    }

    fn versioned(&self) -> Versioned {
        let value = match self {
            Self::Text(text) => text.clone().into_bytes(),
            Self::Bytes { base64 } => BASE64.decode(base64).unwrap_or_default(),
        };
        Versioned { version: Version::of(&value), value: value.into() }
    }
}

#[async_trait]
impl StateStore for Bucket {
    async fn get(&self, key: &Key) -> Result<Option<Versioned>, StateError> {
        let state = self.account.lock();
        Ok(state.buckets.get(&self.name).and_then(|bucket| bucket.get(&self.path(key))).map(Object::versioned))
    }

    async fn put(&self, key: &Key, value: Bytes, mode: Put) -> Result<Version, StateError> {
        self.write(key, &value, &mode, false)
    }

    async fn delete(&self, key: &Key, mode: Delete) -> Result<(), StateError> {
        let path = self.path(key);
        let mut state = self.account.lock();
        let bucket = state.buckets.entry(self.name.clone()).or_default();
        mode.check(key, bucket.get(&path).map(|object| object.versioned().version).as_ref())?;
        bucket.remove(&path);
        state.publish(&self.name, path, false);
        Ok(())
    }

    async fn put_public(&self, key: &Key, value: Bytes, mode: Put) -> Result<Version, StateError> {
        self.write(key, &value, &mode, true)
    }

    async fn is_public(&self, key: &Key) -> Result<bool, StateError> {
        let state = self.account.lock();
        Ok(state.public_objects.get(&self.name).is_some_and(|public| public.contains(&self.path(key))))
    }

    async fn list(&self, prefix: &Key) -> Result<Vec<Key>, StateError> {
        let state = self.account.lock();
        let paths = state.buckets.get(&self.name).into_iter().flat_map(|bucket| bucket.keys());
        let in_store =
            paths.filter_map(|path| Key::new(path.as_str()).ok()).filter(|key| key.is_at_or_below(&self.prefix));
        let depth = self.prefix.segments().count();
        let keys = in_store.filter_map(|key| Key::new(key.segments().skip(depth).collect::<Vec<_>>().join("/")).ok());
        Ok(keys.filter(|key| key.is_at_or_below(prefix)).collect())
    }
}

#[cfg(test)]
mod tests {
    use futures::executor::block_on;

    use super::*;

    #[test]
    fn a_bucket_is_a_state_store_like_any() {
        let account = Account::new("us-east-2");
        for path in ["store", "other/below"] {
            let store = account.bucket(path).expect("a bucket");
            let findings = block_on(crate::testkit::store_suite::run(&store, "suite"));
            assert!(findings.is_empty(), "{findings}");
        }
    }

    #[test]
    fn the_last_write_of_an_object_decides_whether_it_is_public() {
        let bucket = Account::new("us-east-2").bucket("keys").expect("a bucket");
        let key = Key::new("openid/v1/jwks").expect("a key");
        let is_public = || block_on(bucket.is_public(&key)).expect("reads");
        assert!(!is_public());
        block_on(bucket.put_public(&key, "{}".into(), Put::Create)).expect("writes");
        assert!(is_public());
        block_on(bucket.put(&key, "{}".into(), Put::Any)).expect("writes");
        assert!(!is_public());
    }

    #[test]
    fn a_bucket_holds_several_stores_and_outlives_the_process() {
        let account = Account::new("us-east-2");
        let key = |path| Key::new(path).expect("a key");
        for path in ["shared", "shared/team", "shared/team2"] {
            let store = account.bucket(path).expect("a bucket");
            block_on(store.put(&key("demo/config"), path.into(), Put::Create)).expect("writes");
        }
        let next = Account::from_json(&account.to_json()).expect("an account");
        let team = next.bucket("shared/team/").expect("a bucket");
        assert_eq!(block_on(team.list(&Key::default())).expect("lists"), [key("demo/config")]);
        let found = block_on(team.get(&key("demo/config"))).expect("reads").expect("is there");
        assert_eq!(found.value, "shared/team");
        block_on(team.delete(&key("demo/config"), Delete::Version(found.version))).expect("deletes");
        assert!(block_on(team.get(&key("demo/config"))).expect("reads").is_none());
        assert!(next.bucket("").is_err() && next.bucket("shared/../x").is_err());
    }
}
