//! A simulated account stored in a file between commands.

use std::cell::RefCell;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use async_trait::async_trait;
use kops_core::apply::{Clock, SimulatedClock, SystemClock};
use kops_core::cloud::memory::Account;
use kops_core::state::Version;

use crate::failure::Failure;
use crate::lock::{self, Access};
use crate::write::{self, Readers};

/// A simulated account and its file, which no other command can change until this is dropped.
#[derive(Debug)]
pub(crate) struct Simulation {
    path: PathBuf,
    access: Access,
    pub(crate) account: Account,
    /// The version that the file holds.
    saved: RefCell<Version>,
    /// The file, and those that were put in its place, each of them locked.
    files: RefCell<Vec<File>>,
}

impl Simulation {
    /// Reads the account. To change it, its file must be one that can be written.
    pub(crate) fn open(path: &Path, access: Access) -> Result<Self, Failure> {
        let mut file = lock::open(path, access)?;
        let mut text = String::new();
        file.read_to_string(&mut text).map_err(|error| Failure::file("reading", path, error))?;
        let not_an_account = |source| NotAnAccount { file: path.display().to_string(), source };
        let account = Account::from_json(&text).map_err(not_an_account)?;
        let saved = RefCell::new(Version::of(account.to_json().as_bytes()));
        Ok(Self { path: path.to_owned(), access, account, saved, files: RefCell::new(vec![file]) })
    }

    /// Writes the account back, where it has changed.
    pub(crate) fn save(&self) -> Result<(), Failure> {
        let content = self.account.to_json();
        let version = Version::of(content.as_bytes());
        if self.access == Access::Write && version != *self.saved.borrow() {
            self.files.borrow_mut().push(write::write(&self.path, content.as_bytes(), Readers::Owner)?);
            self.saved.replace(version);
        }
        Ok(())
    }
}

/// The clock of a simulated account: today's date, and waits that take no time.
#[derive(Debug, Default)]
pub(crate) struct SimulationClock {
    date: SystemClock,
    waits: SimulatedClock,
}

#[async_trait]
impl Clock for SimulationClock {
    fn now(&self) -> Duration {
        self.waits.now()
    }

    fn unix_time(&self) -> u64 {
        self.date.unix_time()
    }

    async fn sleep(&self, duration: Duration) {
        self.waits.sleep(duration).await;
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
