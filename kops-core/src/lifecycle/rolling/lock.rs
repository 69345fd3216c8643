//! The lease that keeps two rolling updates of one cluster apart.

use std::time::Duration;

use crate::apply::Clock;
use crate::cluster_api::{ClusterApi, ClusterApiError, ClusterApiErrorKind, Lease};

/// The name of the lease.
const NAME: &str = "kops-rolling-update";
/// How long it holds after each renewal, in seconds.
const DURATION: u32 = 60;
/// How long after a renewal the next one is due.
const RENEWED_AFTER: Duration = Duration::from_secs(15);
/// How many times a lease is given back where a write of this run that was under way comes in between.
const ATTEMPTS: u32 = 2;

/// Whose turn it is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// This run's.
    Ours,
    /// Another run's: its holder and since when, where that was not told yet.
    Others(Option<(String, u64)>),
    /// It was this run's, and another has it now.
    Lost(Option<String>),
}

/// A run's part in the lease.
#[derive(Debug)]
pub(super) struct Lock<'a> {
    api: &'a dyn ClusterApi,
    clock: &'a dyn Clock,
    holder: &'a str,
    /// The lease as this run wrote it last, and when it did so at the earliest.
    held: Option<(Lease, Duration)>,
    /// The version that another run wrote last, and since when it is known.
    other: Option<(Option<String>, Duration)>,
    told: Option<(String, u64)>,
    /// When this run wanted to take the lease and has had no answer.
    unanswered: Option<u64>,
}

impl<'a> Lock<'a> {
    pub(super) fn new(api: &'a dyn ClusterApi, clock: &'a dyn Clock, holder: &'a str) -> Self {
        Self { api, clock, holder, held: None, other: None, told: None, unanswered: None }
    }

    /// Takes the lease or renews it, where that is due. What is known of the lease stays also where the call is dropped before its answer,
    /// so that it can be given back.
    pub(super) async fn turn(&mut self) -> Result<Turn, ClusterApiError> {
        match self.held.clone() {
            Some((lease, written)) => self.renew(lease, written).await,
            None => self.take().await,
        }
    }

    /// Gives the lease back, so that another run need not wait for its end. A failure does not matter, as the lease ends by itself.
    pub(super) async fn give_back(&mut self) {
        let held = self.held.take().map(|(lease, _)| lease.acquired);
        let Some(acquired) = held.or(self.unanswered) else { return };
        for _ in 0..ATTEMPTS {
            // Its version is not known where the answer to the last write did not come.
            let Ok(Some(found)) = self.api.lease(NAME).await else { return };
            if found.holder.as_deref() != Some(self.holder) || found.acquired != acquired {
                return;
            }
            match self.api.write_lease(&Lease { holder: None, ..found }).await {
                Err(error) if error.kind == ClusterApiErrorKind::Conflict => {}
                _ => return,
            }
        }
    }

    async fn renew(&mut self, lease: Lease, written: Duration) -> Result<Turn, ClusterApiError> {
        if self.clock.now().saturating_sub(written) < RENEWED_AFTER {
            return Ok(Turn::Ours);
        }
        let renewed = Lease { renewed: self.clock.unix_time(), ..lease.clone() };
        match self.write(renewed).await {
            Err(error) if error.kind == ClusterApiErrorKind::Conflict => match self.api.lease(NAME).await? {
                // The answer to an earlier renewal was lost.
                Some(found) if found.holder == lease.holder && found.acquired == lease.acquired => {
                    self.held = Some((found, self.clock.now()));
                    Ok(Turn::Ours)
                }
                found => {
                    self.held = None;
                    Ok(Turn::Lost(found.and_then(|found| found.holder)))
                }
            },
            written => written.map(|()| Turn::Ours),
        }
    }

    async fn take(&mut self) -> Result<Turn, ClusterApiError> {
        let found = match self.api.lease(NAME).await {
            // An implementation without leases keeps no runs apart.
            Err(error) if error.kind == ClusterApiErrorKind::Invalid => return Ok(Turn::Ours),
            answer => answer?,
        };
        let version = found.as_ref().and_then(|found| found.version.clone());
        if let Some(found) = found
            && let Some(holder) = &found.holder
            && !self.has_ended(&found)
        {
            if self.unanswered == Some(found.acquired) && *holder == self.holder {
                self.held = Some((found, self.clock.now()));
                return Ok(Turn::Ours);
            }
            let told = (holder.clone(), found.acquired);
            let is_new = self.told.as_ref() != Some(&told);
            self.told = Some(told.clone());
            return Ok(Turn::Others(is_new.then_some(told)));
        }
        let (acquired, holder) = (self.clock.unix_time(), Some(self.holder.to_owned()));
        let lease = Lease { name: NAME.into(), holder, duration: DURATION, acquired, renewed: acquired, version };
        let unanswered = self.unanswered.replace(acquired);
        match self.write(lease).await {
            Err(error) if error.kind == ClusterApiErrorKind::Conflict => {
                self.unanswered = unanswered;
                Ok(Turn::Others(None))
            }
            written => written.map(|()| Turn::Ours),
        }
    }

    /// True where the holder has not renewed the lease for as long as it holds.
    fn has_ended(&mut self, found: &Lease) -> bool {
        let now = self.clock.now();
        match &self.other {
            Some((known, since)) if *known == found.version => {
                now.saturating_sub(*since) >= Duration::from_secs(found.duration.into())
            }
            _ => {
                self.other = Some((found.version.clone(), now));
                false
            }
        }
    }

    async fn write(&mut self, lease: Lease) -> Result<(), ClusterApiError> {
        // Others see the write before its answer arrives.
        let written = self.clock.now();
        let version = self.api.write_lease(&lease).await?;
        self.held = Some((Lease { version: Some(version), ..lease }, written));
        Ok(())
    }
}
