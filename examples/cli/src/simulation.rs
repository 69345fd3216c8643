//! A simulated account that is kept in a file from one command to the next.

use std::path::{Path, PathBuf};

use kops_core::cloud::memory::Account;

use crate::failure::Failure;
use crate::input;

/// A simulated account and its file.
#[derive(Debug)]
pub(crate) struct Simulation {
    path: PathBuf,
    pub(crate) account: Account,
}

impl Simulation {
    /// Reads the account.
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        let text = input::read(path)?;
        let account =
            Account::from_json(&text.text).map_err(|source| NotAnAccount { file: text.name.to_string(), source })?;
        Ok(Self { path: path.to_owned(), account })
    }

    /// Writes the account back.
    pub(crate) fn save(&self) -> Result<(), Failure> {
        input::write(&self.path, self.account.to_json().as_bytes())
    }
}

/// A file that is not a simulated account.
#[derive(Debug, thiserror::Error)]
#[error("`{file}` is not a simulated account")]
struct NotAnAccount {
    file: String,
    #[source]
    source: kops_core::cloud::memory::AccountError,
}
