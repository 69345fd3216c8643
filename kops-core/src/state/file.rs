//! A state store in a folder: one file per object, written whole or not at all.
//!
//! The only module of the library that touches the file system. Several processes may share a folder: writes take an
//! advisory lock on it, and a reader sees the old object or the new one, never a part.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;

use super::{Delete, Key, Put, StateError, StateStore, Version, Versioned};

/// Names that begin with this are the store's own and never objects.
const OWN: &str = ".kops-";

/// A state store in a folder. A version is the SHA-256 of the content.
///
/// The folder is made by the first write; until then the store is empty. Files are readable by their owner only, because
/// a state store holds private keys.
#[derive(Debug)]
pub struct FileStore {
    root: PathBuf,
}

impl FileStore {
    /// Names the folder; touches nothing.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Returns the folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    fn path(&self, key: &Key) -> Result<PathBuf, StateError> {
        if key.segments().any(|segment| segment.starts_with(OWN)) {
            return Err(StateError::InvalidKey { key: key.to_string() });
        }
        Ok(key.segments().fold(self.root.clone(), |path, segment| path.join(segment)))
    }

    fn read(&self, key: &Key) -> Result<Option<Versioned>, StateError> {
        let path = self.path(key)?;
        #[expect(clippy::disallowed_methods, reason = "this module is where state stores read files")]
        match fs::read(&path) {
            Ok(content) => Ok(Some(Versioned { version: Version::of(&content), value: content.into() })),
            Err(error) if is_absent(&error) => Ok(None),
            Err(error) => Err(failed("reading", key, &path, error)),
        }
    }

    fn write(&self, key: &Key, value: &[u8], mode: &Put) -> Result<Version, StateError> {
        let path = self.path(key)?;
        let folder = path.parent().unwrap_or(&self.root);
        fs::create_dir_all(&self.root).map_err(|error| failed("writing", key, &self.root, error))?;
        let _lock = self.lock("writing", key)?;
        // Under the lock, as deletions take empty folders away under it.
        fs::create_dir_all(folder).map_err(|error| failed("writing", key, folder, error))?;
        mode.check(key, self.read(key)?.as_ref().map(|object| &object.version))?;
        replace(&path, folder, value).map_err(|error| failed("writing", key, &path, error))?;
        Ok(Version::of(value))
    }

    fn remove(&self, key: &Key, mode: &Delete) -> Result<(), StateError> {
        let path = self.path(key)?;
        // Nothing can be in a store that is not there, and a deletion does not make one.
        if self.read(key)?.is_none() {
            return mode.check(key, None);
        }
        let _lock = self.lock("deleting", key)?;
        mode.check(key, self.read(key)?.as_ref().map(|object| &object.version))?;
        match fs::remove_file(&path) {
            Err(error) if !is_absent(&error) => return Err(failed("deleting", key, &path, error)),
            _ => {}
        }
        // Folders that became empty would show up as nothing but clutter; a folder in use refuses to go.
        for folder in path.ancestors().skip(1).take_while(|folder| *folder != self.root) {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
        Ok(())
    }

    /// Holds off the writes of other processes until the file is dropped.
    fn lock(&self, operation: &'static str, key: &Key) -> Result<File, StateError> {
        let path = self.root.join(format!("{OWN}lock"));
        File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .and_then(|file| file.lock().map(|()| file))
            .map_err(|error| failed(operation, key, &path, error))
    }

    /// Adds the keys of all files at or below `path`.
    fn walk(&self, path: &Path, key: &Key, found: &mut Vec<Key>) -> Result<(), StateError> {
        let list_error = |error| failed("listing", key, path, error);
        let entries = match fs::read_dir(path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                found.push(key.clone());
                return Ok(());
            }
            Err(error) if is_absent(&error) => return Ok(()),
            Err(error) => return Err(list_error(error)),
        };
        for entry in entries {
            let entry = entry.map_err(list_error)?;
            // A name that no key can have is not an object of the store.
            let Some(below) = entry.file_name().to_str().and_then(|name| key.join(name).ok()) else { continue };
            if self.path(&below).is_err() {
                continue;
            }
            self.walk(&entry.path(), &below, found)?;
        }
        Ok(())
    }
}

#[async_trait]
impl StateStore for FileStore {
    async fn get(&self, key: &Key) -> Result<Option<Versioned>, StateError> {
        self.read(key)
    }

    async fn put(&self, key: &Key, value: Bytes, mode: Put) -> Result<Version, StateError> {
        self.write(key, &value, &mode)
    }

    async fn delete(&self, key: &Key, mode: Delete) -> Result<(), StateError> {
        self.remove(key, &mode)
    }

    async fn list(&self, prefix: &Key) -> Result<Vec<Key>, StateError> {
        let mut found = Vec::new();
        self.walk(&self.path(prefix)?, prefix, &mut found)?;
        found.sort();
        Ok(found)
    }
}

/// Puts a whole new file in the place of `path`: after a crash there is the old content or the new one.
fn replace(path: &Path, folder: &Path, value: &[u8]) -> io::Result<()> {
    let mut file = tempfile::Builder::new().prefix(OWN).tempfile_in(folder)?;
    file.write_all(value)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    // The new name is on disk only when its folder is.
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    Ok(())
}

/// True where the error only says that no such object is there.
fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory)
}

fn failed(operation: &'static str, key: &Key, path: &Path, source: io::Error) -> StateError {
    let key = key.clone();
    let denied = matches!(source.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem);
    let source = Arc::new(PathError { path: path.to_owned(), source });
    if denied {
        return StateError::Denied { operation, key, source: Some(source) };
    }
    StateError::Failed { operation, key, retryable: false, source }
}

/// An error of the file system and the path that it is about, which `io::Error` does not say.
#[derive(Debug, thiserror::Error)]
#[error("`{}` cannot be used", .path.display())]
struct PathError {
    path: PathBuf,
    #[source]
    source: io::Error,
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures::executor::block_on;

    use super::*;

    fn key(path: &str) -> Key {
        Key::new(path).expect("a key")
    }

    #[test]
    fn an_object_can_be_read_by_the_next_process_and_leaves_nothing_else_behind() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("not/there/yet");
        let version = block_on(FileStore::new(&root).put(&key("demo/instancegroup/nodes"), "a".into(), Put::Create));
        let next = FileStore::new(&root);
        let read = block_on(next.get(&key("demo/instancegroup/nodes"))).expect("reads").expect("is there");
        assert_eq!((read.value, Ok(read.version)), ("a".into(), version.map_err(|e| e.to_string())));
        assert_eq!(block_on(next.list(&Key::default())).expect("lists"), [key("demo/instancegroup/nodes")]);
        let names: Vec<_> = fs::read_dir(&root).expect("reads").map(|e| e.expect("reads").file_name()).collect();
        assert_eq!(names.len(), 2, "the cluster's folder and the lock: {names:?}");
        block_on(next.delete(&key("demo/instancegroup/nodes"), Delete::Any)).expect("deletes");
        assert!(!root.join("demo").exists());
    }

    #[test]
    fn the_stores_own_files_are_no_objects() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = FileStore::new(folder.path());
        block_on(store.put(&key("a"), "".into(), Put::Any)).expect("writes");
        let error = block_on(store.get(&key(".kops-lock"))).expect_err("is not a key");
        assert!(matches!(error, StateError::InvalidKey { .. }));
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("file");
        File::create(&root).expect("writes");
        let store = FileStore::new(&root);
        let error = block_on(store.put(&key("demo/config"), "".into(), Put::Any)).expect_err("is a file");
        assert_eq!(error.to_string(), "writing `demo/config` in the state store failed");
        let source = error.source().expect("a source").to_string();
        assert!(source.contains("file"), "{source}");
    }

    /// Runs something in several threads, as processes that share a folder do.
    fn at_once(work: impl Fn(usize) + Sync) {
        std::thread::scope(|scope| {
            for number in 0..4 {
                let work = &work;
                scope.spawn(move || work(number));
            }
        });
    }

    #[test]
    fn no_write_of_another_process_is_lost() {
        let folder = tempfile::tempdir().expect("a folder");
        let (counter, rounds) = (key("demo/counter"), 25);
        at_once(|_| {
            let store = FileStore::new(folder.path());
            for _ in 0..rounds {
                loop {
                    let found = block_on(store.get(&counter)).expect("reads");
                    let count: usize = found
                        .as_ref()
                        .map_or(0, |found| std::str::from_utf8(&found.value).expect("text").parse().expect("a number"));
                    let mode = found.map_or(Put::Create, |found| Put::Replace(found.version));
                    match block_on(store.put(&counter, (count + 1).to_string().into(), mode)) {
                        Ok(_) => break,
                        Err(StateError::Conflict { .. }) => {}
                        Err(error) => panic!("{error}: {:?}", error.source()),
                    }
                }
            }
        });
        let found = block_on(FileStore::new(folder.path()).get(&counter)).expect("reads").expect("is there");
        assert_eq!(found.value, (4 * rounds).to_string());
    }

    #[test]
    fn folders_come_and_go_under_the_writes_of_others() {
        let folder = tempfile::tempdir().expect("a folder");
        at_once(|number| {
            let (store, key) = (FileStore::new(folder.path()), key(&format!("demo/deep/er/{number}")));
            for round in 0..100 {
                let version = block_on(store.put(&key, round.to_string().into(), Put::Create));
                let version = version.unwrap_or_else(|error| panic!("{error}: {:?}", error.source()));
                block_on(store.delete(&key, Delete::Version(version))).expect("deletes what it wrote");
            }
        });
        assert!(!folder.path().join("demo").exists());
    }

    #[test]
    fn a_version_is_deleted_only_while_it_is_there() {
        let folder = tempfile::tempdir().expect("a folder");
        for round in 0..50 {
            let store = FileStore::new(folder.path());
            let old = block_on(store.put(&key("a"), format!("old {round}").into(), Put::Any)).expect("writes");
            let replaced = AtomicUsize::new(0);
            at_once(|number| {
                let store = FileStore::new(folder.path());
                if number % 2 == 0 {
                    // Whether it wins or not: it must not take what is new.
                    let _ = block_on(store.delete(&key("a"), Delete::Version(old.clone())));
                } else {
                    let new = format!("new {round} {number}").into();
                    let won = block_on(store.put(&key("a"), new, Put::Replace(old.clone()))).is_ok();
                    replaced.fetch_add(usize::from(won), Ordering::Relaxed);
                }
            });
            let is_there = block_on(store.get(&key("a"))).expect("reads").is_some();
            assert_eq!(usize::from(is_there), replaced.into_inner(), "what replaced it is there");
        }
    }
}
