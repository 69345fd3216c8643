//! A state store in a folder: one file per object, written whole or not at all.
//!
//! The only module of the library that touches the file system. Several processes may share a folder: writes take an
//! advisory lock on it, and a reader sees the old object or the new one, never a part.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;

use super::{Delete, Key, Put, StateError, StateStore, Version, Versioned};

/// Names that begin with this are the store's own and never objects.
const OWN: &str = ".kops-";
/// The file whose lock the writer of the moment holds.
const LOCK: &str = ".kops-lock";
/// An object that is not written to its end. Only the writer of the moment has one in use.
const UNFINISHED: &str = ".kops-new";

/// What is wrong with a folder that is none of the store's.
const LINK: &str = "it is a symbolic link, and a state store does not follow links to folders";

/// How long a write waits for those of other processes.
const PATIENCE: Duration = Duration::from_secs(60);
/// The longest pause before it looks again whether they have ended.
const PAUSE: Duration = Duration::from_millis(100);

/// A state store in a folder. A version is the SHA-256 of the content.
///
/// The folder is made by the first write; until then the store is empty. Files are readable by their owner only, because
/// a state store holds private keys.
///
/// One process writes at a time. Another one waits, for a minute at most; then its write fails.
///
/// Below the folder, symbolic links to other folders are not followed: what they lead to is not the store's to write or delete.
#[derive(Debug)]
pub struct FileStore {
    root: PathBuf,
    patience: Duration,
    waiting: fn(&Path),
}

impl FileStore {
    /// Names the folder; touches nothing.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), patience: PATIENCE, waiting: |_| {} }
    }

    /// Sets what is called, with the folder, when a write begins to wait for another process; by default nothing is.
    #[must_use]
    pub fn on_waiting(self, waiting: fn(&Path)) -> Self {
        Self { waiting, ..self }
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

    /// As [`FileStore::path`], where none of the folders between the root and the path is a link.
    fn path_inside(&self, operation: &'static str, key: &Key) -> Result<PathBuf, StateError> {
        let path = self.path(key)?;
        let folders = key.segments().count().saturating_sub(1);
        let link = path.ancestors().skip(1).take(folders).find(|folder| folder.is_symlink()).map(Path::to_owned);
        match link {
            Some(link) => Err(failed(operation, key, &link, io::Error::other(LINK))),
            None => Ok(path),
        }
    }

    fn read(&self, key: &Key) -> Result<Option<Versioned>, StateError> {
        let path = self.path_inside("reading", key)?;
        #[expect(clippy::disallowed_methods, reason = "this module is where state stores read files")]
        match fs::read(&path) {
            Ok(content) => Ok(Some(Versioned { version: Version::of(&content), value: content.into() })),
            Err(error) if error.kind() == io::ErrorKind::IsADirectory => {
                Err(StateError::NotAnObject { key: key.clone() })
            }
            Err(error) if self.is_absent(&error) => Ok(None),
            Err(error) if self.root.is_file() => Err(failed("reading", key, &self.root, error)),
            Err(error) => Err(failed("reading", key, &path, error)),
        }
    }

    fn write(&self, key: &Key, value: &[u8], mode: &Put) -> Result<Version, StateError> {
        let path = self.path_inside("writing", key)?;
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
        let path = self.path_inside("deleting", key)?;
        match self.read(key) {
            // Nothing can be in a store that is not there, and a deletion does not make one.
            Ok(None) => return mode.check(key, None),
            Err(StateError::NotAnObject { .. }) if *mode == Delete::Any => {
                return fs::remove_dir(&path).map_err(|error| failed("deleting", key, &path, error));
            }
            found => found.map(|_| ())?,
        }
        let _lock = self.lock("deleting", key)?;
        mode.check(key, self.read(key)?.as_ref().map(|object| &object.version))?;
        match fs::remove_file(&path) {
            Err(error) if !self.is_absent(&error) => return Err(failed("deleting", key, &path, error)),
            _ => {}
        }
        let _ = fs::remove_file(path.with_file_name(UNFINISHED));
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
        let path = self.root.join(LOCK);
        let failed = |error| failed(operation, key, &path, error);
        let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(failed)?;
        let (mut waited, mut pause, mut is_said) = (Duration::ZERO, Duration::from_millis(1), false);
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::Error(error)) => return Err(failed(error)),
                Err(TryLockError::WouldBlock) if waited >= self.patience => {
                    let source = Arc::new(InUse { root: self.root.clone(), waited });
                    return Err(StateError::Failed { operation, key: key.clone(), retryable: false, source });
                }
                Err(TryLockError::WouldBlock) => {}
            }
            // Writes take turns in no time; what lasts longer is worth a word.
            if waited >= self.patience / 100 && !is_said {
                (self.waiting)(&self.root);
                is_said = true;
            }
            std::thread::sleep(pause);
            waited += pause;
            pause = (pause * 2).min(PAUSE);
        }
    }

    /// Adds the keys of all files and empty folders below `path`, or of the file at it. Returns whether it is an empty folder.
    fn walk(&self, path: &Path, key: &Key, found: &mut Vec<Key>) -> Result<bool, StateError> {
        let list_error = |error| failed("listing", key, path, error);
        // It is listed as a folder that stands in the place of an object, which reading it reports.
        if *path != self.root && path.is_symlink() && path.is_dir() {
            found.push(key.clone());
            return Ok(false);
        }
        let entries = match fs::read_dir(path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotADirectory && *path != self.root => {
                found.push(key.clone());
                return Ok(false);
            }
            Err(error) if self.is_absent(&error) => return Ok(false),
            Err(error) => return Err(list_error(error)),
        };
        let mut is_empty = true;
        for entry in entries {
            let entry = entry.map_err(list_error)?;
            is_empty = false;
            // A name that no key can have is not an object of the store.
            let Some(below) = entry.file_name().to_str().and_then(|name| key.join(name).ok()) else { continue };
            if self.path(&below).is_err() {
                continue;
            }
            if self.walk(&entry.path(), &below, found)? {
                found.push(below);
            }
        }
        Ok(is_empty)
    }

    /// True where the error only says that no such object is there, and not that the store is a file.
    fn is_absent(&self, error: &io::Error) -> bool {
        match error.kind() {
            io::ErrorKind::NotFound => true,
            io::ErrorKind::NotADirectory => !self.root.is_file(),
            _ => false,
        }
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
        self.walk(&self.path_inside("listing", prefix)?, prefix, &mut found)?;
        found.sort();
        Ok(found)
    }
}

/// Puts a whole new file in the place of `path`: after a crash there is the old content or the new one.
fn replace(path: &Path, folder: &Path, value: &[u8]) -> io::Result<()> {
    let unfinished = folder.join(UNFINISHED);
    // A process that was killed may have left it.
    match fs::remove_file(&unfinished) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let written = write_new(&unfinished, value).and_then(|()| fs::rename(&unfinished, path));
    if written.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    written?;
    // The new name is on disk only when its folder is.
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    Ok(())
}

fn write_new(path: &Path, value: &[u8]) -> io::Result<()> {
    let mut options = File::options();
    options.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(value)?;
    file.sync_all()
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

/// Another process keeps the folder locked.
#[derive(Debug, thiserror::Error)]
#[error("`{}` is still in use by another process after {} seconds", .root.display(), .waited.as_secs())]
struct InUse {
    root: PathBuf,
    waited: Duration,
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
    fn a_folder_where_an_object_belongs_is_seen_and_is_not_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("demo/instancegroup/workers")).expect("makes");
        let (store, workers) = (FileStore::new(folder.path()), key("demo/instancegroup/workers"));
        assert_eq!(block_on(store.list(&key("demo/instancegroup"))).expect("lists"), std::slice::from_ref(&workers));
        let error = block_on(store.get(&workers)).expect_err("is a folder");
        assert_eq!(
            error.to_string(),
            "`demo/instancegroup/workers` in the state store is a folder, where an object is expected; move it away, or \
             restore the object"
        );
        block_on(store.delete(&workers, Delete::Any)).expect("an empty folder can be deleted");
        assert_eq!(block_on(store.list(&key("demo/instancegroup"))).expect("lists"), []);
    }

    #[cfg(unix)]
    #[test]
    fn what_a_link_to_a_folder_leads_to_is_not_the_stores() {
        let (folder, elsewhere) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let theirs = elsewhere.path().join("theirs");
        File::create(&theirs).expect("writes").write_all(b"theirs").expect("writes");
        fs::create_dir(folder.path().join("demo")).expect("makes");
        std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("demo/addons")).expect("links");
        let store = FileStore::new(folder.path());
        let (linked, below) = (key("demo/addons"), key("demo/addons/theirs"));
        for prefix in [Key::default(), key("demo"), linked.clone()] {
            let listed = block_on(store.list(&prefix)).expect("lists");
            assert_eq!(listed, std::slice::from_ref(&linked), "{prefix}");
        }
        assert!(matches!(block_on(store.get(&linked)), Err(StateError::NotAnObject { .. })));
        block_on(store.delete(&linked, Delete::Any)).expect_err("is not an empty folder");
        for (failed, doing) in [
            (block_on(store.get(&below)).map(drop), "reading"),
            (block_on(store.put(&below, "ours".into(), Put::Any)).map(drop), "writing"),
            (block_on(store.put(&key("demo/addons/new"), "ours".into(), Put::Create)).map(drop), "writing"),
            (block_on(store.delete(&below, Delete::Any)), "deleting"),
            (block_on(store.list(&below)).map(drop), "listing"),
        ] {
            let error = failed.expect_err("leads elsewhere");
            assert!(error.to_string().starts_with(doing), "{error}");
            let cause = error.source().and_then(|source| source.source()).expect("a cause").to_string();
            assert_eq!(cause, LINK, "{error}");
        }
        assert_eq!(fs::read_dir(elsewhere.path()).expect("reads").count(), 1);
        assert_eq!(fs::metadata(&theirs).expect("is there").len(), 6);

        // The store itself can be a link.
        let root = elsewhere.path().join("store");
        std::os::unix::fs::symlink(folder.path(), &root).expect("links");
        block_on(FileStore::new(&root).put(&key("demo/config"), "a".into(), Put::Create)).expect("writes");
        assert!(block_on(store.get(&key("demo/config"))).expect("reads").is_some());
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
    fn a_file_is_no_store_and_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("file");
        File::create(&root).expect("writes");
        let (store, key) = (FileStore::new(&root), key("demo/config"));
        for (failed, doing) in [
            (block_on(store.put(&key, "".into(), Put::Any)).map(drop), "writing `demo/config`"),
            (block_on(store.get(&key)).map(drop), "reading `demo/config`"),
            (block_on(store.delete(&key, Delete::Any)), "reading `demo/config`"),
            (block_on(store.list(&Key::default())).map(drop), "listing the state store failed"),
        ] {
            let error = failed.expect_err("is a file");
            assert!(error.to_string().starts_with(doing), "{error}");
            let source = error.source().expect("a source").to_string();
            assert_eq!(source, format!("`{}` cannot be used", root.display()));
        }
    }

    #[test]
    fn a_store_that_stays_locked_is_said_to_be_in_use() {
        static WORDS: AtomicUsize = AtomicUsize::new(0);
        let folder = tempfile::tempdir().expect("a folder");
        let locked = FileStore::new(folder.path()).lock("writing", &key("a")).expect("a lock");
        let mut store = FileStore::new(folder.path()).on_waiting(|_| {
            WORDS.fetch_add(1, Ordering::Relaxed);
        });
        store.patience = Duration::from_millis(10);
        let error = block_on(store.put(&key("a"), "".into(), Put::Any)).expect_err("is locked");
        let source = error.source().expect("a source").to_string();
        assert!(source.contains("is still in use by another process after 0 seconds"), "{source}");
        assert_eq!(WORDS.load(Ordering::Relaxed), 1);
        drop(locked);
        block_on(store.put(&key("a"), "".into(), Put::Any)).expect("the lock is free");
    }

    #[test]
    fn what_a_killed_process_left_is_cleaned_by_the_next_write() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = FileStore::new(folder.path());
        let (kept, gone) = (key("demo/instancegroup/nodes"), key("other/config"));
        for key in [&kept, &gone] {
            block_on(store.put(key, "a".into(), Put::Any)).expect("writes");
            let left = folder.path().join(key.as_str()).with_file_name(UNFINISHED);
            File::create(&left).expect("writes").write_all(b"half").expect("writes");
        }
        block_on(store.put(&kept, "b".into(), Put::Any)).expect("writes");
        block_on(store.delete(&gone, Delete::Any)).expect("deletes");
        assert!(!folder.path().join("demo/instancegroup").join(UNFINISHED).exists());
        assert!(!folder.path().join("other").exists(), "nothing is left of it");
        assert_eq!(block_on(store.get(&kept)).expect("reads").expect("is there").value, "b");
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
