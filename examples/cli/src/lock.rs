//! File locks between commands.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::time::Duration;

use crate::failure::Failure;
use crate::{output, write};

/// How long a command waits for a lock.
const TIMEOUT: Duration = Duration::from_secs(60);
/// How many times it tries to acquire the lock.
const INTERVAL: Duration = Duration::from_millis(100);

/// The kind of lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Shared.
    Read,
    /// Exclusive.
    Write,
}

/// Opens a file for reading and locks it until it is dropped. Waits for other commands to release it.
///
/// # Errors
/// If the file cannot be opened, with [`Access::Write`] also if it cannot be written, or if the lock is not released within
/// a minute.
pub(crate) fn open(path: &Path, access: Access) -> Result<File, Failure> {
    open_within(path, access, TIMEOUT)
}

fn open_within(path: &Path, access: Access, timeout: Duration) -> Result<File, Failure> {
    loop {
        let file = File::open(path).map_err(|error| Failure::file("reading", path, error))?;
        wait(&file, path, access, timeout)?;
        // The other command may have replaced the file.
        if write::is_at(&file, path).map_err(|error| Failure::file("reading", path, error))? {
            if access == Access::Write {
                write::check(path)?;
            }
            return Ok(file);
        }
    }
}

fn wait(file: &File, path: &Path, access: Access, timeout: Duration) -> Result<(), Failure> {
    let mut waited = Duration::ZERO;
    loop {
        let tried = match access {
            Access::Read => file.try_lock_shared(),
            Access::Write => file.try_lock(),
        };
        match tried {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) => {}
            // The file system has no locks.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => return Ok(()),
            Err(TryLockError::Error(error)) => return Err(Failure::file("locking", path, error)),
        }
        if waited >= timeout {
            let seconds = timeout.as_secs();
            return Err(Failure::message(format!(
                "timed out after {seconds} seconds waiting for another command that uses `{}`",
                path.display()
            )));
        }
        if waited.is_zero() {
            print_waiting(path);
        }
        std::thread::sleep(INTERVAL);
        waited += INTERVAL;
    }
}

/// Prints that the command waits for a lock.
pub(crate) fn print_waiting(path: &Path) {
    output::note(&format!("waiting for another command that uses `{}`", path.display()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exclusive_locks_wait_for_shared_ones() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let open = |access| open_within(file.path(), access, Duration::ZERO);
        let shared = [open(Access::Read), open(Access::Read)].map(|locked| locked.expect("shared"));
        let Err(Failure::Error(error)) = open(Access::Write) else { panic!("is locked") };
        assert!(error.to_string().contains("waiting for another command that uses"), "{error}");
        drop(shared);
        let exclusive = open(Access::Write).expect("is unlocked");
        assert!(open(Access::Read).is_err());
        drop(exclusive);
        open(Access::Read).expect("is unlocked");
    }
}
