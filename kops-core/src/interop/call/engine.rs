//! An engine made of options in another language.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;

use super::arguments::Arguments;
use super::error::CallError;
use crate::apply::{Clock, LockOptions, SimulatedClock, SystemClock, seconds};
use crate::cloud::Cloud;
use crate::diag::Diagnostics;
use crate::engine::{Engine, Error};
use crate::facts::Channel;
use crate::state::StateStore;

/// What an engine works with beside its account and state store, as other languages write it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct EngineOptions {
    addons: Option<BTreeMap<String, String>>,
    file_hashes: BTreeMap<String, String>,
    channels: BTreeMap<String, String>,
    clock: Option<ClockKind>,
    holder: Option<String>,
    #[serde(with = "seconds")]
    lock_timeout: Duration,
}

/// Which clock waits go by.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ClockKind {
    /// That of the machine.
    System,
    /// One that needs no time to wait.
    Simulated,
}

/// Makes an engine. Its arguments are `addons` and `fileHashes`, as in [`EngineBuilder`](crate::engine::EngineBuilder), `channels`, the
/// texts of channels by their locations, `clock`, which is `system` or `simulated` in place of the one that the account has, and
/// `holder` and `lockTimeout`, as in [`LockOptions`].
///
/// # Errors
/// Options that are not of this form, and channels that cannot be read.
pub fn engine(
    cloud: Arc<dyn Cloud>,
    store: Arc<dyn StateStore>,
    clock: Arc<dyn Clock>,
    mut arguments: Arguments,
) -> Result<Engine, CallError> {
    let EngineOptions { addons, file_hashes, channels, clock: kind, holder, lock_timeout } = arguments.rest()?;
    let channel = |(location, text): (String, String)| Ok((location.clone(), Channel::from_yaml(&location, &text)?));
    let channels: Result<_, _> = channels.into_iter().map(channel).collect();
    let clock: Arc<dyn Clock> = match kind {
        Some(ClockKind::System) => Arc::new(SystemClock::default()),
        Some(ClockKind::Simulated) => Arc::new(SimulatedClock::default()),
        None => clock,
    };
    let lock = LockOptions { timeout: lock_timeout, ..LockOptions::default() };
    let lock = LockOptions { holder: holder.unwrap_or(lock.holder), ..lock };
    let engine = Engine::builder(cloud).store(store).clock(clock).lock(lock).file_hashes(file_hashes);
    let engine = engine.channels(channels.map_err(|findings: Diagnostics| Error::from(findings))?);
    Ok(match addons {
        Some(addons) => engine.addons(addons).build(),
        None => engine.build(),
    })
}
