//! Locks on files that several commands use.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::time::Duration;

use crate::failure::Failure;
use crate::{output, write};

/// How long a command waits for another one.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often it looks whether the other one has ended.
const INTERVAL: Duration = Duration::from_millis(100);

/// What a file is locked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Others may look at the same time.
    Look,
    /// Others wait.
    Change,
}

/// Opens a file to read, and locks it until it is dropped; waits while another command has locked it.
///
/// # Errors
/// Where the file cannot be opened, for [`Access::Change`] also where it cannot be written, and where the other command
/// has not ended after a minute.
pub(crate) fn open(path: &Path, access: Access) -> Result<File, Failure> {
    open_within(path, access, PATIENCE)
}

fn open_within(path: &Path, access: Access, patience: Duration) -> Result<File, Failure> {
    loop {
        let file = File::open(path).map_err(|error| Failure::file("reading", path, error))?;
        wait(&file, path, access, patience)?;
        // The command that was waited for may have put a new file in its place.
        if write::is_at(&file, path).map_err(|error| Failure::file("reading", path, error))? {
            if access == Access::Change {
                write::check(path)?;
            }
            return Ok(file);
        }
    }
}

fn wait(file: &File, path: &Path, access: Access, patience: Duration) -> Result<(), Failure> {
    let mut waited = Duration::ZERO;
    loop {
        let tried = match access {
            Access::Look => file.try_lock_shared(),
            Access::Change => file.try_lock(),
        };
        match tried {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) => {}
            // A file system without locks has none that could be waited for.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => return Ok(()),
            Err(TryLockError::Error(error)) => return Err(Failure::file("locking", path, error)),
        }
        if waited >= patience {
            let seconds = patience.as_secs();
            return Err(Failure::message(format!(
                "`{}` is still in use by another command after {seconds} seconds; try again when that has ended",
                path.display()
            )));
        }
        if waited.is_zero() {
            say_waiting(path);
        }
        std::thread::sleep(INTERVAL);
        waited += INTERVAL;
    }
}

/// Says what a command waits for.
pub(crate) fn say_waiting(path: &Path) {
    output::note(&format!("waiting for `{}`: another command uses it", path.display()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_change_excludes_others() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let open = |access| open_within(file.path(), access, Duration::ZERO);
        let looking = [open(Access::Look), open(Access::Look)].map(|locked| locked.expect("both may look"));
        let Err(Failure::Error(error)) = open(Access::Change) else { panic!("others look") };
        assert!(error.to_string().contains("is still in use by another command"), "{error}");
        drop(looking);
        let changing = open(Access::Change).expect("nobody is left");
        assert!(open(Access::Look).is_err());
        drop(changing);
        open(Access::Look).expect("nobody is left");
    }
}
