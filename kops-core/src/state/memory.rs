//! A state store in memory: for tests, and for plans of specs that are stored nowhere.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use bytes::Bytes;

use super::{Delete, Key, Put, StateError, StateStore, Version, Versioned};

/// A state store that lives as long as the value does.
///
/// ```
/// use kops_core::state::{Key, MemoryStore, Put, StateStore};
///
/// # futures::executor::block_on(async {
/// let store = MemoryStore::default();
/// let key = Key::new("demo.example.com/config")?;
/// let version = store.put(&key, "kind: Cluster".into(), Put::Create).await?;
/// assert!(store.put(&key, "kind: Cluster".into(), Put::Create).await.is_err());
/// store.put(&key, "kind: Cluster # edited".into(), Put::Replace(version)).await?;
/// # Ok::<(), kops_core::state::StateError>(()) }).unwrap();
/// ```
#[derive(Debug, Default)]
pub struct MemoryStore {
    objects: Mutex<Objects>,
}

#[derive(Debug, Default)]
struct Objects {
    by_key: BTreeMap<Key, Versioned>,
    writes: u64,
}

impl MemoryStore {
    /// A panic elsewhere cannot leave the map half-changed, so a poisoned lock is as good as any.
    fn objects(&self) -> MutexGuard<'_, Objects> {
        self.objects.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl StateStore for MemoryStore {
    async fn get(&self, key: &Key) -> Result<Option<Versioned>, StateError> {
        Ok(self.objects().by_key.get(key).cloned())
    }

    async fn put(&self, key: &Key, value: Bytes, mode: Put) -> Result<Version, StateError> {
        let mut objects = self.objects();
        mode.check(key, objects.by_key.get(key).map(|object| &object.version))?;
        objects.writes += 1;
        let version = Version(objects.writes.to_string());
        objects.by_key.insert(key.clone(), Versioned { value, version: version.clone() });
        Ok(version)
    }

    async fn delete(&self, key: &Key, mode: Delete) -> Result<(), StateError> {
        let mut objects = self.objects();
        mode.check(key, objects.by_key.get(key).map(|object| &object.version))?;
        objects.by_key.remove(key);
        Ok(())
    }

    async fn list(&self, prefix: &Key) -> Result<Vec<Key>, StateError> {
        Ok(self.objects().by_key.keys().filter(|key| key.is_at_or_below(prefix)).cloned().collect())
    }
}
