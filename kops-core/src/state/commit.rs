//! Several writes as one: either all of them are made, or what was made is taken back.

use std::fmt;

use bytes::Bytes;

use super::{Delete, Key, Put, StateError, StateStore, Version, Versioned};

/// One object that is to be written, and what was found where it goes.
#[derive(Clone)]
pub(super) struct Write {
    /// The key of the object.
    pub(super) key: Key,
    /// What should be in it.
    pub(super) value: Bytes,
    /// What was in it when the decision was made.
    pub(super) found: Option<Versioned>,
}

/// Shows how much is written and nothing of it.
impl fmt::Debug for Write {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, value, found } = self;
        f.debug_struct("Write").field("key", key).field("bytes", &value.len()).field("found", found).finish()
    }
}

/// Makes all writes, in order, each only where the object is unchanged since it was read.
///
/// When one fails, those before it are undone as far as no other writer changed them. A store without transactions can do
/// no more; a process that is killed in between leaves the writes that it made.
pub(super) async fn commit(store: &dyn StateStore, writes: &[Write]) -> Result<(), StateError> {
    let mut made: Vec<(&Write, Version)> = Vec::new();
    for write in writes {
        let mode = write.found.as_ref().map_or(Put::Create, |found| Put::Replace(found.version.clone()));
        let written = match store.put(&write.key, write.value.clone(), mode).await {
            Err(error) if error.retryable() => made_without_answer(store, write).await.ok_or(error),
            answer => answer,
        };
        match written {
            Ok(version) => made.push((write, version)),
            Err(error) => {
                for (write, version) in made.into_iter().rev() {
                    // The first error is what the user must hear of; a failed undo adds nothing to it.
                    let _ = undo(store, write, version).await;
                }
                return Err(error);
            }
        }
    }
    Ok(())
}

/// The version of an object that is as it should be, though the answer to its write was lost.
async fn made_without_answer(store: &dyn StateStore, write: &Write) -> Option<Version> {
    let found = store.get(&write.key).await.ok()??;
    (found.value == write.value).then_some(found.version)
}

async fn undo(store: &dyn StateStore, write: &Write, made: Version) -> Result<(), StateError> {
    match &write.found {
        Some(found) => store.put(&write.key, found.value.clone(), Put::Replace(made)).await.map(|_| ()),
        None => store.delete(&write.key, Delete::Version(made)).await,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use async_trait::async_trait;
    use futures::executor::block_on;

    use super::*;
    use crate::state::MemoryStore;

    /// A store that writes, or does not, and never answers.
    #[derive(Debug)]
    struct Silent {
        store: MemoryStore,
        writes: bool,
    }

    #[async_trait]
    impl StateStore for Silent {
        async fn get(&self, key: &Key) -> Result<Option<Versioned>, StateError> {
            self.store.get(key).await
        }

        async fn put(&self, key: &Key, value: Bytes, mode: Put) -> Result<Version, StateError> {
            if self.writes {
                self.store.put(key, value, mode).await?;
            }
            let source = Arc::new(std::io::Error::other("no answer"));
            Err(StateError::Failed { operation: "writing", key: key.clone(), retryable: true, source })
        }

        async fn delete(&self, key: &Key, mode: Delete) -> Result<(), StateError> {
            self.store.delete(key, mode).await
        }

        async fn list(&self, prefix: &Key) -> Result<Vec<Key>, StateError> {
            self.store.list(prefix).await
        }
    }

    #[test]
    fn a_write_without_an_answer_is_made_where_the_object_is_as_it_should_be() {
        let key = Key::new("demo/config").expect("a key");
        for (writes, old) in [(true, None), (true, Some("old")), (false, None), (false, Some("old"))] {
            let silent = Silent { store: MemoryStore::default(), writes };
            if let Some(old) = old {
                block_on(silent.store.put(&key, old.into(), Put::Any)).expect("writes");
            }
            let found = block_on(silent.get(&key)).expect("reads");
            let write = Write { key: key.clone(), value: "new".into(), found };
            assert_eq!(block_on(commit(&silent, &[write])).is_ok(), writes, "{old:?}");
        }
    }

    #[test]
    fn a_write_that_fails_takes_the_others_back() {
        let key = |path| Key::new(path).expect("a key");
        let store = MemoryStore::default();
        for (path, value) in [("changed", "old"), ("taken", "other")] {
            block_on(store.put(&key(path), value.into(), Put::Any)).expect("writes");
        }
        let found = |path| block_on(store.get(&key(path))).expect("reads");
        let write = |path, found| Write { key: key(path), value: "new".into(), found };
        let writes = [write("created", None), write("changed", found("changed")), write("taken", None)];
        let error = block_on(commit(&store, &writes)).expect_err("one is taken");
        assert_eq!(error.to_string(), "`taken` in the state store exists already, so it was left as it is");
        let left: Vec<_> = block_on(store.list(&Key::default())).expect("lists");
        assert_eq!(left, [key("changed"), key("taken")]);
        assert_eq!(found("changed").expect("is there").value, "old");

        block_on(commit(&store, &writes[..2])).expect_err("versions differ");
        let writes = [write("created", None), write("changed", found("changed"))];
        block_on(commit(&store, &writes)).expect("nothing is in the way");
        assert_eq!(found("created").expect("is there").value, "new");
        assert_eq!(found("changed").expect("is there").value, "new");
    }
}
