//! What every [`StateStore`] must do, as checks that any implementation can run.

use bytes::Bytes;
use futures::future::{BoxFuture, join_all};

use super::Findings;
use crate::state::{Delete, Key, Put, StateError, StateStore, Version};

type Result<T = ()> = std::result::Result<T, String>;

/// A check: its name, and what it does below a key of its own.
type Check = (&'static str, for<'a> fn(&'a dyn StateStore, Key) -> BoxFuture<'a, Result>);

/// Lists checks by name and function.
macro_rules! checks {
    ($($name:literal: $check:path;)*) => {
        &[$(($name, |store, below| Box::pin(async move { $check(store, &below).await }))),*]
    };
}

const CHECKS: &[Check] = checks! {
    "get/nothing": get_nothing;
    "put/reads-back": put_reads_back;
    "put/create": put_create;
    "put/replace": put_replace;
    "put/versions": put_versions;
    "put/public": put_public;
    "delete/any": delete_any;
    "delete/version": delete_version;
    "list/sorted": list_sorted;
    "list/prefix": list_prefix;
    "list/nothing": list_nothing;
    "race/create": race_create;
    "race/replace": race_replace;
};

/// Runs every check on a store, each below a key of its own under `root`, and returns those that failed.
///
/// The store may hold other things; what the suite writes it deletes.
pub async fn run(store: &dyn StateStore, root: &str) -> Findings {
    let mut findings = Findings::default();
    for (name, check) in CHECKS {
        let result = match below(root, name) {
            Ok(key) => check(store, key.clone()).await.and(clear(store, &key).await),
            Err(problem) => Err(problem),
        };
        findings.note(name, result);
    }
    findings
}

fn below(root: &str, name: &str) -> Result<Key> {
    let root = Key::new(root).map_err(|error| error.to_string())?;
    root.join(&name.replace('/', "-")).map_err(|error| error.to_string())
}

async fn clear(store: &dyn StateStore, below: &Key) -> Result {
    for key in fine("listing", store.list(below).await)? {
        fine("deleting", store.delete(&key, Delete::Any).await)?;
    }
    Ok(())
}

async fn get_nothing(store: &dyn StateStore, below: &Key) -> Result {
    let key = key(below, "nothing")?;
    expect("an object that is not there is read as none", fine("reading", store.get(&key).await)?.is_none())
}

async fn put_reads_back(store: &dyn StateStore, below: &Key) -> Result {
    let values: [Bytes; 4] =
        [Bytes::new(), "spec: {}\n".into(), (0..=255).collect::<Vec<u8>>().into(), vec![7; 1 << 20].into()];
    for (name, value) in ["empty", "text", "bytes", "large"].into_iter().zip(values) {
        let key = key(below, &format!("deep/er/{name}.yaml"))?;
        let version = fine("writing", store.put(&key, value.clone(), Put::Any).await)?;
        let found = fine("reading", store.get(&key).await)?.ok_or("an object that was written is not there")?;
        expect(&format!("the {name} object is read as it was written"), found.value == value)?;
        expect("an object is read with the version that writing it gave", found.version == version)?;
    }
    Ok(())
}

async fn put_create(store: &dyn StateStore, below: &Key) -> Result {
    let key = key(below, "object")?;
    fine("creating", store.put(&key, "first".into(), Put::Create).await)?;
    conflict("creating what is there", store.put(&key, "second".into(), Put::Create).await)?;
    holds(store, &key, "first").await?;
    fine("deleting", store.delete(&key, Delete::Any).await)?;
    fine("creating what was deleted", store.put(&key, "third".into(), Put::Create).await).map(|_| ())
}

async fn put_replace(store: &dyn StateStore, below: &Key) -> Result {
    let key = key(below, "object")?;
    let stranger = Version("0".into());
    conflict("replacing what is not there", store.put(&key, "x".into(), Put::Replace(stranger)).await)?;
    let first = fine("creating", store.put(&key, "first".into(), Put::Create).await)?;
    let second = fine("replacing", store.put(&key, "second".into(), Put::Replace(first.clone())).await)?;
    conflict("replacing an old version", store.put(&key, "third".into(), Put::Replace(first)).await)?;
    holds(store, &key, "second").await?;
    fine("deleting", store.delete(&key, Delete::Any).await)?;
    conflict("replacing what was deleted", store.put(&key, "fourth".into(), Put::Replace(second)).await)?;
    expect("a refused write writes nothing", fine("reading", store.get(&key).await)?.is_none())
}

async fn put_versions(store: &dyn StateStore, below: &Key) -> Result {
    let key = key(below, "object")?;
    let first = fine("writing", store.put(&key, "first".into(), Put::Any).await)?;
    let second = fine("writing", store.put(&key, "second".into(), Put::Any).await)?;
    expect("another content has another version", first != second)
}

/// A store that publishes no objects says so.
async fn put_public(store: &dyn StateStore, below: &Key) -> Result {
    let key = key(below, "object")?;
    let is_public = async || fine("reading", store.is_public(&key).await);
    expect("an object that is not there is not public", !is_public().await?)?;
    match store.put_public(&key, "first".into(), Put::Create).await {
        Err(StateError::Public { .. } | StateError::Denied { .. }) => return Ok(()),
        answer => fine("publishing", answer)?,
    };
    holds(store, &key, "first").await?;
    expect("an object that was published is public", is_public().await?)?;
    fine("writing", store.put(&key, "second".into(), Put::Any).await)?;
    expect("the last write of an object decides whether it is public", !is_public().await?)
}

async fn delete_any(store: &dyn StateStore, below: &Key) -> Result {
    let key = key(below, "object")?;
    fine("deleting what is not there", store.delete(&key, Delete::Any).await)?;
    fine("writing", store.put(&key, "x".into(), Put::Any).await)?;
    fine("deleting", store.delete(&key, Delete::Any).await)?;
    expect("what was deleted is gone", fine("reading", store.get(&key).await)?.is_none())
}

async fn delete_version(store: &dyn StateStore, below: &Key) -> Result {
    let key = key(below, "object")?;
    let first = fine("writing", store.put(&key, "first".into(), Put::Any).await)?;
    let second = fine("writing", store.put(&key, "second".into(), Put::Any).await)?;
    conflict("deleting an old version", store.delete(&key, Delete::Version(first)).await)?;
    holds(store, &key, "second").await?;
    fine("deleting the newest version", store.delete(&key, Delete::Version(second.clone())).await)?;
    conflict("deleting what is gone", store.delete(&key, Delete::Version(second)).await)
}

async fn list_sorted(store: &dyn StateStore, below: &Key) -> Result {
    let names = ["b", "a", "c/d", "c/a", "c-d", "a-1", "instancegroup/nodes", "Z", "ä"];
    for name in names {
        fine("writing", store.put(&key(below, name)?, "x".into(), Put::Any).await)?;
    }
    let mut wanted = names.iter().map(|name| key(below, name)).collect::<Result<Vec<_>>>()?;
    wanted.sort();
    let found = fine("listing", store.list(below).await)?;
    expect(&format!("everything is listed, sorted: {found:?}"), found == wanted)
}

async fn list_prefix(store: &dyn StateStore, below: &Key) -> Result {
    for name in ["a", "ab", "b/a/x", "b/a", "b/ab"] {
        // A folder cannot hold an object and a folder of one name.
        if name != "b/a" {
            fine("writing", store.put(&key(below, name)?, "x".into(), Put::Any).await)?;
        }
    }
    for (prefix, wanted) in [("a", vec!["a"]), ("b", vec!["b/a/x", "b/ab"]), ("b/a", vec!["b/a/x"])] {
        let wanted = wanted.into_iter().map(|name| key(below, name)).collect::<Result<Vec<_>>>()?;
        let found = fine("listing", store.list(&key(below, prefix)?).await)?;
        expect(&format!("`{prefix}` lists what is at or below it and no more: {found:?}"), found == wanted)?;
    }
    Ok(())
}

async fn list_nothing(store: &dyn StateStore, below: &Key) -> Result {
    expect("a key with nothing below it lists nothing", fine("listing", store.list(below).await)?.is_empty())
}

async fn race_create(store: &dyn StateStore, below: &Key) -> Result {
    let key = key(below, "object")?;
    let writes = (0..8).map(|n| store.put(&key, format!("{n}").into(), Put::Create));
    one_wins("creating an object at once", join_all(writes).await)
}

async fn race_replace(store: &dyn StateStore, below: &Key) -> Result {
    let key = key(below, "object")?;
    let version = fine("writing", store.put(&key, "start".into(), Put::Any).await)?;
    let writes = (0..8).map(|n| store.put(&key, format!("{n}").into(), Put::Replace(version.clone())));
    one_wins("replacing an object at once", join_all(writes).await)
}

fn one_wins(what: &str, results: Vec<std::result::Result<Version, StateError>>) -> Result {
    let won = results.iter().filter(|result| result.is_ok()).count();
    for error in results.into_iter().filter_map(std::result::Result::err) {
        conflict::<()>(what, Err(error))?;
    }
    expect(&format!("of eight writers {what} one wins, not {won}"), won == 1)
}

async fn holds(store: &dyn StateStore, key: &Key, text: &str) -> Result {
    let found = fine("reading", store.get(key).await)?.ok_or("an object is gone")?;
    expect(&format!("`{key}` still holds `{text}`"), found.value == text.as_bytes())
}

fn key(below: &Key, name: &str) -> Result<Key> {
    below.join(name).map_err(|error| error.to_string())
}

fn fine<T>(what: &str, result: std::result::Result<T, StateError>) -> Result<T> {
    result.map_err(|error| format!("{what}: {error}"))
}

fn conflict<T>(what: &str, result: std::result::Result<T, StateError>) -> Result {
    match result {
        Err(StateError::Conflict { .. }) => Ok(()),
        Err(error) => Err(format!("{what} should be a conflict and failed otherwise: {error}")),
        Ok(_) => Err(format!("{what} should be a conflict and worked")),
    }
}

fn expect(what: &str, holds: bool) -> Result {
    if holds { Ok(()) } else { Err(format!("it does not hold that {what}")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::{FileStore, MemoryStore};
    use crate::testkit::block_on;

    #[test]
    fn the_store_in_memory_passes() {
        let findings = block_on(run(&MemoryStore::default(), "suite"));
        assert!(findings.is_empty(), "{findings}");
    }

    #[test]
    fn the_store_in_a_folder_passes() {
        let folder = tempfile::tempdir().unwrap();
        let findings = block_on(run(&FileStore::new(folder.path()), "suite"));
        assert!(findings.is_empty(), "{findings}");
    }
}
