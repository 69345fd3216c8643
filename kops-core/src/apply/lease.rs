//! Holding the locks of clusters while writing: a lease that ends by itself where its holder dies.
//!
//! It is not renewed in the background: before each write, a holder that has not read its lock for two seconds does so, and one
//! whose lease is no longer fresh renews it by a conditional write. Where the lock is gone or another one, it was removed or taken
//! over, and nothing more is written.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use futures::future::select;
use futures::lock::Mutex;
use rand_core::Rng as _;

use super::{Cancel, Clock, Entropy as _, SystemEntropy};
use crate::state::{Delete, Key, Layout, Lock, Put, StateError, StateStore, Version, Versioned};

/// How far the clocks of two machines may be apart: for so long after its end a lease is not taken over.
const SKEW: u64 = 10;
/// How many times a lease is renewed within its time.
const RENEWALS: u32 = 4;
/// For how long a lock is taken to be held once it was read or written.
const SEEN: Duration = Duration::from_secs(2);
/// How many times a lock is written that is free, where the store says that repeating may help.
const ATTEMPTS: u32 = 3;
/// How long a writer waits between two looks at the lock of another one.
const POLL: Duration = Duration::from_secs(2);

/// How clusters are locked while they are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockOptions {
    /// Who writes, for others to read: `jane@laptop (process 4711)`. Default: `kops-core`.
    pub holder: String,
    /// For how long a lock is held without being renewed. A holder that dies blocks others for so long. Default: 120 s.
    pub lease: Duration,
    /// How long to wait for another writer. Default: zero, not at all.
    pub timeout: Duration,
}

impl Default for LockOptions {
    fn default() -> Self {
        Self { holder: "kops-core".to_owned(), lease: Duration::from_secs(120), timeout: Duration::ZERO }
    }
}

/// How a wait for the locks of other writers goes.
#[derive(Clone, Copy)]
pub(crate) struct LockWait<'a> {
    /// Called once for each lock that is waited for.
    pub(crate) waiting: &'a (dyn Fn(&Lock) + Send + Sync),
    /// Ends the wait.
    pub(crate) cancel: &'a Cancel,
}

impl<'a> LockWait<'a> {
    /// A wait that is not followed.
    pub(crate) fn unseen(cancel: &'a Cancel) -> Self {
        Self { waiting: &|_| (), cancel }
    }
}

/// The locks of some clusters, held until they are released.
///
/// It is a state store as well: one that writes only as long as the locks are held.
#[derive(Debug)]
pub struct Lease {
    store: Arc<dyn StateStore>,
    clock: Arc<dyn Clock>,
    duration: Duration,
    held: Mutex<BTreeMap<Key, Held>>,
    /// Why nothing may be written any more.
    lost: OnceLock<StateError>,
}

/// The own lock as it is in the store, or what is there instead.
type Taken = Result<(Lock, Version), Option<Lock>>;

/// One lock that is held.
#[derive(Clone, Debug)]
struct Held {
    cluster: String,
    lock: Lock,
    version: Version,
    /// When it was acquired or renewed, by the clock that only moves forward.
    renewed: Duration,
    /// When it was last seen in the store, by the same clock.
    seen: Duration,
}

impl Lease {
    /// Locks clusters, one after the other in the order of their names, so that two writers of the same ones do not wait for
    /// each other.
    ///
    /// # Errors
    /// [`StateError::Locked`] where another writer holds one of the locks for longer than [`LockOptions::timeout`], and others
    /// where the store fails; then none is held.
    pub async fn acquire(
        store: Arc<dyn StateStore>,
        clock: Arc<dyn Clock>,
        clusters: impl IntoIterator<Item = String> + Send,
        options: &LockOptions,
    ) -> Result<Self, StateError> {
        Self::acquire_waiting(store, clock, clusters, options, LockWait::unseen(&Cancel::default())).await
    }

    /// As [`Lease::acquire`], with a wait that can be followed and cancelled.
    pub(crate) async fn acquire_waiting(
        store: Arc<dyn StateStore>,
        clock: Arc<dyn Clock>,
        clusters: impl IntoIterator<Item = String> + Send,
        options: &LockOptions,
        wait: LockWait<'_>,
    ) -> Result<Self, StateError> {
        let mut clusters: Vec<String> = clusters.into_iter().collect();
        clusters.sort();
        clusters.dedup();
        let held = Mutex::new(BTreeMap::new());
        let lease = Self { store, clock, duration: options.lease, held, lost: OnceLock::new() };
        for cluster in clusters {
            if let Err(error) = lease.add(cluster, options, wait).await {
                lease.release().await;
                return Err(error);
            }
        }
        Ok(lease)
    }

    async fn add(&self, cluster: String, options: &LockOptions, wait: LockWait<'_>) -> Result<(), StateError> {
        let key = Layout::new(&cluster)?.lock();
        let began = self.clock.now();
        let mut reported = None;
        loop {
            let other = match self.take(&key, &cluster, &options.holder).await? {
                Ok(held) => {
                    self.held.lock().await.insert(key, held);
                    return Ok(());
                }
                Err(other) => other,
            };
            let left = options.timeout.saturating_sub(self.clock.now().saturating_sub(began));
            if left.is_zero() || wait.cancel.is_cancelled() {
                return Err(StateError::Locked { cluster, lock: Box::new(other) });
            }
            if reported.as_ref() != Some(&other.id) {
                (wait.waiting)(&other);
                reported = Some(other.id);
            }
            select(self.clock.sleep(POLL.min(left)), pin!(wait.cancel.cancelled())).await;
        }
    }

    /// Takes a lock that is free or has ended, or returns that of the writer who holds it.
    async fn take(&self, key: &Key, cluster: &str, holder: &str) -> Result<Result<Held, Lock>, StateError> {
        let (id, mut attempt) = (new_id(), 1);
        loop {
            let found = self.store.get(key).await?;
            let now = self.clock.unix_time();
            let mode = match found {
                None => Put::Create,
                Some(found) => {
                    let other = Lock::parse(&found.value);
                    // A write whose answer was lost may arrive later.
                    if other.id != id && now < other.until.saturating_add(SKEW) {
                        return Ok(Err(other));
                    }
                    Put::Replace(found.version)
                }
            };
            let lock = Lock::new(holder, &id, now, now.saturating_add(self.duration.as_secs()));
            let taken = match self.write(key, &lock, mode).await {
                Err(error) if error.retryable() => match self.look(key, &lock).await {
                    // Only the answer was lost.
                    Ok(Ok(found)) => Ok(found),
                    // S3 refuses a conditional write while another one is under way.
                    _ if attempt < ATTEMPTS => {
                        attempt += 1;
                        self.clock.sleep(POLL).await;
                        continue;
                    }
                    _ => return Err(error),
                },
                written => written?,
            };
            if let Ok((lock, version)) = taken {
                let now = self.clock.now();
                return Ok(Ok(Held { cluster: cluster.to_owned(), lock, version, renewed: now, seen: now }));
            }
        }
    }

    /// Writes a lock, or returns the one that is there, which an earlier write may have left whose answer was lost.
    async fn write(&self, key: &Key, lock: &Lock, mode: Put) -> Result<Taken, StateError> {
        match self.store.put(key, lock.to_bytes(), mode).await {
            Ok(version) => Ok(Ok((lock.clone(), version))),
            Err(StateError::Conflict { .. }) => self.look(key, lock).await,
            Err(error) => Err(error),
        }
    }

    /// Reads the own lock, which may have another end than is known, or returns what is there instead.
    async fn look(&self, key: &Key, own: &Lock) -> Result<Taken, StateError> {
        let found = self.store.get(key).await?.map(|found| (Lock::parse(&found.value), found.version));
        Ok(match found {
            Some((lock, version)) if lock.id == own.id => Ok((lock, version)),
            found => Err(found.map(|(other, _)| other)),
        })
    }

    /// Renews a lock, also where an earlier renewal had no answer and took effect.
    async fn renew(&self, key: &Key, held: &Held, until: u64) -> Result<Taken, StateError> {
        let lock = Lock { until, ..held.lock.clone() };
        match self.write(key, &lock, Put::Replace(held.version.clone())).await? {
            Ok((found, version)) if found != lock => self.write(key, &lock, Put::Replace(version)).await,
            written => Ok(written),
        }
    }

    /// Makes sure that the locks are held, and renews those that are no longer fresh. To be called before each write. A lock that was
    /// removed or taken over is noticed two seconds later at most.
    ///
    /// # Errors
    /// [`StateError::LockLost`] where a lock was removed, taken over or given up, at every call from then on; others where a lock must be
    /// read or renewed and the store fails.
    pub async fn keep(&self) -> Result<(), StateError> {
        let mut held = self.held.lock().await;
        if let Some(lost) = self.lost.get() {
            return Err(lost.clone());
        }
        for (key, held) in held.iter_mut() {
            let now = self.clock.now();
            if self.is_fresh(held) {
                if now.saturating_sub(held.seen) < SEEN {
                    continue;
                }
                let (renewed, found) = (held.renewed, self.look(key, &held.lock).await);
                self.note(held, (renewed, now), found)?;
            }
            // The look may have taken long.
            if !self.is_fresh(held) {
                let now = self.clock.now();
                let until = self.clock.unix_time().saturating_add(self.duration.as_secs());
                let written = self.renew(key, held, until).await;
                self.note(held, (now, now), written)?;
            }
        }
        Ok(())
    }

    /// Notes what is known of a lock since a look at it or its renewal, with when it was renewed and seen.
    fn note(
        &self,
        held: &mut Held,
        (renewed, seen): (Duration, Duration),
        kept: Result<Taken, StateError>,
    ) -> Result<(), StateError> {
        match kept {
            Ok(Ok((lock, version))) => {
                *held = Held { cluster: held.cluster.clone(), lock, version, renewed, seen };
                Ok(())
            }
            Ok(Err(other)) => {
                let (cluster, lock) = (held.cluster.clone(), other.map(Box::new));
                Err(self.lost.get_or_init(|| StateError::LockLost { cluster, lock }).clone())
            }
            // There is still time to try again.
            Err(error) if error.retryable() && self.age(held) < self.duration / 2 && self.left(held) > 0 => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// True for a lock that need not be renewed yet.
    fn is_fresh(&self, held: &Held) -> bool {
        self.age(held) < self.duration / RENEWALS && self.left(held) > self.duration.as_secs() / 2
    }

    /// How long ago a lock was acquired or renewed.
    fn age(&self, held: &Held) -> Duration {
        self.clock.now().saturating_sub(held.renewed)
    }

    /// For how many seconds a lock lasts, by the clock that goes on while a machine sleeps.
    fn left(&self, held: &Held) -> u64 {
        held.lock.until.saturating_sub(self.clock.unix_time())
    }

    /// True where a lock was found to be removed or taken over, or was given up.
    pub fn is_lost(&self) -> bool {
        self.lost.get().is_some()
    }

    /// Waits for what is done under the locks, and gives them up.
    pub async fn during<T>(&self, work: impl Future<Output = T>) -> T {
        let done = work.await;
        self.release().await;
        done
    }

    /// Gives the locks up, after which nothing is written through this lease. One that the store does not delete now ends by itself.
    pub async fn release(&self) {
        for (key, Held { lock, version, .. }) in self.give_up().await {
            let deleted = self.store.delete(&key, Delete::Version(version)).await;
            // The answer to its last renewal may have been lost.
            if let Err(StateError::Conflict { .. }) = deleted
                && let Ok(Ok((_, version))) = self.look(&key, &lock).await
            {
                let _ = self.store.delete(&key, Delete::Version(version)).await;
            }
        }
    }

    /// Lets no further write begin, and returns the locks that were held.
    async fn give_up(&self) -> BTreeMap<Key, Held> {
        let mut held = self.held.lock().await;
        if let Some(Held { cluster, .. }) = held.values().next() {
            self.lost.get_or_init(|| StateError::LockLost { cluster: cluster.clone(), lock: None });
        }
        std::mem::take(&mut *held)
    }
}

/// Writes as long as the locks are held. The locks themselves are not among what is listed.
#[async_trait]
impl StateStore for Lease {
    async fn get(&self, key: &Key) -> Result<Option<Versioned>, StateError> {
        self.store.get(key).await
    }

    async fn put(&self, key: &Key, value: Bytes, mode: Put) -> Result<Version, StateError> {
        self.keep().await?;
        self.store.put(key, value, mode).await
    }

    async fn delete(&self, key: &Key, mode: Delete) -> Result<(), StateError> {
        self.keep().await?;
        self.store.delete(key, mode).await
    }

    async fn list(&self, prefix: &Key) -> Result<Vec<Key>, StateError> {
        let mut keys = self.store.list(prefix).await?;
        let held = self.held.lock().await;
        keys.retain(|key| !held.contains_key(key));
        Ok(keys)
    }

    async fn put_public(&self, key: &Key, value: Bytes, mode: Put) -> Result<Version, StateError> {
        self.keep().await?;
        self.store.put_public(key, value, mode).await
    }

    async fn is_public(&self, key: &Key) -> Result<bool, StateError> {
        self.store.is_public(key).await
    }

    fn url(&self) -> Option<String> {
        self.store.url()
    }
}

/// An id that no other lease has. Nothing is decided by it but whether a lock is one's own.
fn new_id() -> String {
    let mut bytes = [0; 16];
    SystemEntropy.rng().fill_bytes(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
