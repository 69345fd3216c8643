//! The lock of a cluster: who writes, and until when no other writer may.

use std::fmt;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::{Clusters, Delete, Layout, StateError, Versioned};
use crate::diag::printable;
use crate::pki::rfc3339;

/// The lock of a cluster, as it is in the state store while it is written.
///
/// It is a lease: its holder renews it while it works, and once it has ended, the next writer may take it over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "ClusterLock"))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Lock {
    /// Who holds it, in the words of the holder: `jane@laptop (process 4711)`.
    pub holder: String,
    /// Tells this lease from every other one.
    pub id: String,
    /// When it was acquired, in seconds since 1970.
    pub since: u64,
    /// When it ends unless it is renewed, in seconds since 1970.
    pub until: u64,
}

impl Lock {
    /// A lock that begins now.
    pub(crate) fn new(holder: &str, id: &str, now: u64, until: u64) -> Self {
        Self { holder: holder.to_owned(), id: id.to_owned(), since: now, until }
    }

    /// Reads a lock. One that is damaged is held by an unknown holder and does not end by itself.
    pub(crate) fn parse(content: &[u8]) -> Self {
        serde_json::from_slice(content).unwrap_or_else(|_| Self::new("an unknown holder", "", 0, u64::MAX))
    }

    pub(crate) fn to_bytes(&self) -> Bytes {
        format!("{}\n", serde_json::json!(self)).into()
    }
}

/// Who holds it, on one line, since when and until when.
impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&printable(&self.holder))?;
        if self.until == u64::MAX {
            return f.write_str(", whose lock cannot be read");
        }
        write!(f, " since {}, until {} unless renewed", rfc3339(self.since), rfc3339(self.until))
    }
}

impl Clusters<'_> {
    /// Reads the lock of a cluster, or `None` where it is free.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn lock(&self, cluster: &str) -> Result<Option<Lock>, StateError> {
        let found = self.store.get(&Layout::new(cluster)?.lock()).await?;
        Ok(found.map(|found| Lock::parse(&found.value)))
    }

    /// Takes the lock of a cluster away from its holder, and returns what it was. A holder that still works notices within two
    /// seconds, before a write, and writes nothing more; a call that is out then still comes to its end.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn unlock(&self, cluster: &str) -> Result<Option<Lock>, StateError> {
        let key = Layout::new(cluster)?.lock();
        let mut found = self.store.get(&key).await?;
        let lock = found.as_ref().map(|found| Lock::parse(&found.value));
        while let Some(object) = found.take() {
            match self.store.delete(&key, Delete::Version(object.version)).await {
                // Its holder renewed it or gave it up. One that another writer has taken since is left alone.
                Err(StateError::Conflict { .. }) => {
                    found = self.store.get(&key).await?.filter(|now| is_of(lock.as_ref(), now));
                }
                deleted => deleted?,
            }
        }
        Ok(lock)
    }
}

/// True for an object that is this lock, also as it was renewed since.
fn is_of(lock: Option<&Lock>, object: &Versioned) -> bool {
    lock.is_some_and(|lock| lock.id == Lock::parse(&object.value).id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_holder_stay_on_their_line() {
        let lock = Lock::new("jane\nerror: no \u{1b}[2J", "", 0, u64::MAX);
        assert_eq!(lock.to_string(), r"jane\nerror: no \x1b[2J, whose lock cannot be read");
    }
}
