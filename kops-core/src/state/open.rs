//! A state store by its URL.

use std::sync::Arc;

use super::{FileStore, MemoryStore, StateError, StateStore};

/// Opens the state store of a URL: `file://DIR` is a folder, `memfs://` a new store in memory.
///
/// `s3://BUCKET` needs an account: it is `kops_aws::S3Store`, or
/// [`Account::bucket`](crate::cloud::memory::Account::bucket) of a simulated one. Nothing is read or written yet.
///
/// ```
/// use kops_core::state;
///
/// assert!(state::open("file:///var/lib/kops").is_ok());
/// let error = state::open("ftp://somewhere").unwrap_err();
/// assert_eq!(error.to_string(), "`ftp://somewhere` is not a state store; expected `s3://BUCKET`, `file://DIR` or `memfs://`");
/// ```
///
/// # Errors
/// [`StateError::UnknownStore`].
pub fn open(url: &str) -> Result<Arc<dyn StateStore>, StateError> {
    match url.split_once("://") {
        Some(("file", folder)) if !folder.is_empty() => Ok(Arc::new(FileStore::new(folder))),
        Some(("memfs", _)) => Ok(Arc::new(MemoryStore::default())),
        _ => Err(StateError::UnknownStore { url: url.to_owned() }),
    }
}
