//! The locks of clusters: who writes, and one writer at a time.

use std::sync::Arc;

use super::{Engine, Error};
use crate::apply::{Cancel, Lease, LockWait};
use crate::spec::Objects;
use crate::state::{Lock, clusters_of};

impl Engine {
    /// Reads the lock of a cluster, or `None` where it is free.
    ///
    /// # Errors
    /// [`Error::State`].
    pub async fn lock(&self, cluster: &str) -> Result<Option<Lock>, Error> {
        Ok(self.stored().lock(cluster).await?)
    }

    /// Takes the lock of a cluster away from its holder, and returns what it was: for a holder that no longer runs. One that
    /// still runs notices within two seconds, before a write, and writes nothing more; a call that is out then still comes to its end.
    ///
    /// # Errors
    /// [`Error::State`].
    pub async fn unlock(&self, cluster: &str) -> Result<Option<Lock>, Error> {
        Ok(self.stored().unlock(cluster).await?)
    }

    /// Removes the lock of a cluster where a call of this engine left it that was dropped before it came to its end.
    ///
    /// # Errors
    /// [`Error::State`].
    pub async fn unlock_own(&self, cluster: &str) -> Result<(), Error> {
        let found = self.lock(cluster).await?;
        if found.is_some_and(|lock| lock.holder == self.lock.holder) {
            self.unlock(cluster).await?;
        }
        Ok(())
    }

    /// Locks a cluster.
    pub(super) async fn acquire(&self, cluster: &str) -> Result<Lease, Error> {
        self.acquire_each([cluster.to_owned()], LockWait::unseen(&Cancel::default())).await
    }

    /// Locks the clusters of objects.
    pub(super) async fn acquire_of(&self, objects: &Objects) -> Result<Lease, Error> {
        let clusters = clusters_of(objects).map_err(|error| Error::write(error, objects))?;
        self.acquire_each(clusters, LockWait::unseen(&Cancel::default())).await
    }

    /// Locks clusters, with a wait that can be followed and cancelled.
    pub(super) async fn acquire_each(
        &self,
        clusters: impl IntoIterator<Item = String> + Send,
        wait: LockWait<'_>,
    ) -> Result<Lease, Error> {
        let (store, clock) = (Arc::clone(&self.store), Arc::clone(&self.clock));
        Ok(Lease::acquire_waiting(store, clock, clusters, &self.lock, wait).await?)
    }
}
