//! Files that the user names.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use kops_core::spec::{self, Objects, UnknownFields};
use kops_core::yaml::Source;

use crate::failure::Failure;

/// Reads a file, or standard input for `-`.
pub(crate) fn read(path: &Path) -> Result<Source, Failure> {
    let text = if path.as_os_str() == "-" {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        #[expect(clippy::disallowed_methods, reason = "this module is where the command line reads files")]
        std::fs::read_to_string(path)
    };
    let text = text.map_err(|error| Failure::file("reading", path, error))?;
    Ok(Source::new(path.display().to_string(), text))
}

/// Reads a file that may be no text.
pub(crate) fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    #[expect(clippy::disallowed_methods, reason = "this module is where the command line reads files")]
    std::fs::read(path)
}

/// Reads the objects of some files. Warnings are for the caller to print.
pub(crate) fn objects(files: &[PathBuf]) -> Result<Objects, Failure> {
    let texts = files.iter().map(|path| read(path)).collect::<Result<Vec<_>, _>>()?;
    spec::read(&texts, UnknownFields::Deny).map_err(|findings| Failure::Invalid { findings, texts })
}

/// The time in seconds since 1970.
pub(crate) fn now() -> u64 {
    #[expect(clippy::disallowed_methods, reason = "the command line is where the clock is read")]
    let now = SystemTime::now();
    now.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |passed| passed.as_secs())
}

/// A number that no other run has.
pub(crate) fn nonce() -> u64 {
    #[expect(clippy::disallowed_methods, reason = "the command line is where the clock is read")]
    let now = SystemTime::now();
    let nanoseconds = now.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |passed| passed.as_nanos());
    (nanoseconds as u64) ^ u64::from(std::process::id()).rotate_left(48)
}
