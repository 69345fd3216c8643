//! Writing files that the user names: whole or not at all, with the mode and the links that they have.

use std::collections::BTreeSet;
use std::fs::{self, File, Metadata};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::failure::Failure;

/// How the names of unfinished files begin: as those of no file that a user would make, because they are cleaned away.
const UNFINISHED: &str = ".kops-unfinished-";
/// How many random characters follow.
const RANDOM: usize = 6;

/// Who may read a file that is new. A file that exists keeps its mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Readers {
    /// Its owner only: for what may hold secrets.
    Owner,
    /// As the umask says.
    Umask,
}

/// Writes a file. A regular file is replaced as a whole, or stays as it is where that fails; a pipe or a device is written
/// to.
///
/// Returns the file that then stands there. One that is new is locked until it is dropped.
pub(crate) fn write(path: &Path, content: &[u8], readers: Readers) -> Result<File, Failure> {
    put(path, content, readers, &mut BTreeSet::new())
}

/// Writes several files, each as [`write()`] does.
pub(crate) fn write_all<'a>(
    files: impl IntoIterator<Item = (PathBuf, &'a [u8])>,
    readers: Readers,
) -> Result<(), Failure> {
    let mut cleaned = BTreeSet::new();
    files.into_iter().try_for_each(|(path, content)| put(&path, content, readers, &mut cleaned).map(drop))
}

/// Fails where [`write()`] would. A file that exists is left as it is, and a new one is not made.
pub(crate) fn check(path: &Path) -> Result<(), Failure> {
    let checked = match Target::of(path) {
        // Opening a pipe would wait for its reader.
        Ok(Target::Stream) => Ok(()),
        Ok(Target::Existing(path, _)) => File::options().write(true).open(path).map(drop),
        Ok(Target::New(path)) => unfinished(folder_of(&path), Readers::Owner).map(drop),
        Err(error) => Err(error),
    };
    checked.map_err(|error| Failure::file("writing", path, error))
}

/// Writes a file, and cleans its folder where that has not been done yet.
fn put(path: &Path, content: &[u8], readers: Readers, cleaned: &mut BTreeSet<PathBuf>) -> Result<File, Failure> {
    let failed = |error| Failure::file("writing", path, error);
    let target = Target::of(path).map_err(failed)?;
    if let Target::Existing(path, _) | Target::New(path) = &target
        && cleaned.insert(folder_of(path).to_owned())
    {
        clean(folder_of(path));
    }
    put_in(path, content, readers, target).map_err(failed)
}

fn put_in(path: &Path, content: &[u8], readers: Readers, target: Target) -> io::Result<File> {
    match target {
        Target::Stream => {
            let mut stream = File::options().append(true).open(path)?;
            stream.write_all(content)?;
            Ok(stream)
        }
        Target::Existing(path, metadata) => {
            let mut file = File::options().write(true).open(&path)?;
            if let Some(new) = replace(&path, content, &metadata)? {
                return Ok(new);
            }
            file.write_all(content)?;
            file.set_len(content.len() as u64)?;
            file.sync_all()?;
            Ok(file)
        }
        Target::New(path) => finish(unfinished(folder_of(&path), readers)?, content, &path),
    }
}

/// What a path leads to.
enum Target {
    /// A pipe, a terminal or a device.
    Stream,
    /// A regular file, behind all symbolic links.
    Existing(PathBuf, Metadata),
    /// Nothing yet.
    New(PathBuf),
}

impl Target {
    fn of(path: &Path) -> io::Result<Self> {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
            // `/dev/stdout` may lead to a regular file, which is open already.
            Ok(metadata) if !metadata.is_file() || path.starts_with("/dev") => Ok(Self::Stream),
            Ok(metadata) => Ok(Self::Existing(path.canonicalize()?, metadata)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => match fs::read_link(path) {
                Ok(target) => Self::of(&folder_of(path).join(target)),
                Err(_) => Ok(Self::New(path.to_owned())),
            },
            Err(error) => Err(error),
        }
    }
}

/// Replaces a file as a whole; returns nothing where it can only be written in place.
fn replace(path: &Path, content: &[u8], metadata: &Metadata) -> io::Result<Option<File>> {
    // A folder in which no file can be made may still hold one that can be written.
    let Ok(file) = unfinished(folder_of(path), Readers::Owner) else { return Ok(None) };
    if !can_stand_for(&file.as_file().metadata()?, metadata) {
        return Ok(None);
    }
    file.as_file().set_permissions(metadata.permissions())?;
    match finish(file, content, path) {
        // A single file that is mounted cannot be replaced.
        Err(error) if error.kind() == io::ErrorKind::ResourceBusy => Ok(None),
        done => done.map(Some),
    }
}

/// A new file for content that is not finished, locked while it is in use.
fn unfinished(folder: &Path, readers: Readers) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED).rand_bytes(RANDOM);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(match readers {
        Readers::Owner => 0o600,
        Readers::Umask => 0o666,
    }));
    loop {
        let file = builder.tempfile_in(folder)?;
        // A file system without locks has no file that is cleaned away either.
        let _ = file.as_file().lock();
        // Another process may have cleaned it away before it was locked.
        if is_at(file.as_file(), file.path())? {
            return Ok(file);
        }
    }
}

fn finish(mut file: NamedTempFile, content: &[u8], path: &Path) -> io::Result<File> {
    file.write_all(content)?;
    file.as_file().sync_all()?;
    Ok(file.persist(path)?)
}

/// Removes the unfinished files that killed processes left: those that are not locked.
fn clean(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let random = name.to_str().and_then(|name| name.strip_prefix(UNFINISHED));
        if random.is_some_and(|random| random.len() == RANDOM)
            && entry.file_type().is_ok_and(|kind| kind.is_file())
            && let Ok(file) = File::open(entry.path())
            && file.try_lock().is_ok()
        {
            // What cannot be removed does no harm.
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether a file is the one at a path.
#[cfg(unix)]
pub(crate) fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt as _;

    let identity = |metadata: Metadata| (metadata.dev(), metadata.ino());
    match fs::metadata(path) {
        Ok(found) => Ok(identity(found) == identity(file.metadata()?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(not(unix))]
pub(crate) fn is_at(_file: &File, path: &Path) -> io::Result<bool> {
    path.try_exists()
}

/// Whether a new file can replace another: that one has no further hard link, and the owner stays the same.
#[cfg(unix)]
fn can_stand_for(new: &Metadata, old: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;

    old.nlink() == 1 && (new.uid(), new.gid()) == (old.uid(), old.gid())
}

#[cfg(not(unix))]
fn can_stand_for(_new: &Metadata, _old: &Metadata) -> bool {
    true
}
