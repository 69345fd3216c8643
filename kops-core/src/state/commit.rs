//! Several writes as one: either all of them are made, or what was made is taken back.

use bytes::Bytes;

use super::{Delete, Key, Put, StateError, StateStore, Version, Versioned};

/// One object that is to be written or deleted, and what was found where it goes.
#[derive(Clone, Debug)]
pub(super) struct Write {
    /// The key of the object.
    pub(super) key: Key,
    /// What should be in it; `None` deletes it.
    pub(super) value: Option<Bytes>,
    /// What was in it when the decision was made.
    pub(super) found: Option<Versioned>,
}

/// Makes all writes, in order, each only where nobody else wrote since.
///
/// When one fails, those before it are undone as far as nobody else wrote over them. A store without transactions can do
/// no more; a process that is killed in between leaves the writes that it made.
pub(super) async fn commit(store: &dyn StateStore, writes: &[Write]) -> Result<(), StateError> {
    let mut made: Vec<(&Write, Option<Version>)> = Vec::new();
    for write in writes {
        match make(store, write).await {
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

async fn make(store: &dyn StateStore, write: &Write) -> Result<Option<Version>, StateError> {
    let found = write.found.as_ref().map(|found| found.version.clone());
    match (&write.value, found) {
        (Some(value), found) => {
            let mode = found.map_or(Put::Create, Put::Replace);
            store.put(&write.key, value.clone(), mode).await.map(Some)
        }
        (None, Some(version)) => store.delete(&write.key, Delete::Version(version)).await.map(|()| None),
        (None, None) => Ok(None),
    }
}

async fn undo(store: &dyn StateStore, write: &Write, made: Option<Version>) -> Result<(), StateError> {
    match (&write.found, made) {
        (Some(found), made) => {
            let mode = made.map_or(Put::Create, Put::Replace);
            store.put(&write.key, found.value.clone(), mode).await.map(|_| ())
        }
        (None, Some(made)) => store.delete(&write.key, Delete::Version(made)).await,
        (None, None) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use futures::executor::block_on;

    use super::*;
    use crate::state::MemoryStore;

    #[test]
    fn a_write_that_fails_takes_the_others_back() {
        let key = |path| Key::new(path).expect("a key");
        let store = MemoryStore::default();
        for (path, value) in [("changed", "old"), ("deleted", "old"), ("taken", "other")] {
            block_on(store.put(&key(path), value.into(), Put::Any)).expect("writes");
        }
        let found = |path| block_on(store.get(&key(path))).expect("reads");
        let write =
            |path, value: Option<&'static str>, found| Write { key: key(path), value: value.map(Bytes::from), found };
        let writes = [
            write("created", Some("new"), None),
            write("changed", Some("new"), found("changed")),
            write("deleted", None, found("deleted")),
            write("taken", Some("new"), None),
        ];
        let error = block_on(commit(&store, &writes)).expect_err("one is taken");
        assert_eq!(error.to_string(), "`taken` in the state store exists already, so it was left as it is");
        let left: Vec<_> = block_on(store.list(&Key::default())).expect("lists");
        assert_eq!(left, [key("changed"), key("deleted"), key("taken")]);
        assert_eq!(found("changed").expect("is there").value, "old");

        block_on(commit(&store, &writes[..3])).expect_err("versions differ by now");
        let writes = [write("created", Some("new"), None), write("deleted", None, found("deleted"))];
        block_on(commit(&store, &writes)).expect("nothing is in the way");
        assert_eq!(found("created").expect("is there").value, "new");
        assert_eq!(found("deleted"), None);
    }
}
