//! How an engine gets its account, state store and clock.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Engine;
use crate::apply::{Clock, Entropy, LockOptions, SystemClock, SystemEntropy};
use crate::cloud::Cloud;
use crate::facts::Channel;
use crate::state::{MemoryStore, StateStore};

/// An engine in the making, from [`Engine::builder`].
#[derive(Debug)]
#[must_use = "an engine is made by `build`"]
pub struct EngineBuilder(Engine);

impl EngineBuilder {
    pub(super) fn new(cloud: Arc<dyn Cloud>) -> Self {
        let (store, clock) = (Arc::new(MemoryStore::default()), Arc::new(SystemClock::default()));
        Self(Engine {
            cloud,
            store,
            clock,
            entropy: Arc::new(SystemEntropy),
            published_addons: None,
            file_hashes: Arc::default(),
            channels: Arc::default(),
            kops_base_url: None,
            run_too_new_version: false,
            lock: LockOptions::default(),
        })
    }

    /// Sets where clusters and the files that nodes read are stored. Default: a [`MemoryStore`] of its own.
    pub fn store(self, store: impl StateStore + 'static) -> Self {
        Self(Engine { store: Arc::new(store), ..self.0 })
    }

    /// Sets the clock for waits and timestamps. Default: the [`SystemClock`].
    pub fn clock(self, clock: impl Clock + 'static) -> Self {
        Self(Engine { clock: Arc::new(clock), ..self.0 })
    }

    /// Sets the addon source: the manifests of addons that other projects publish, such as cert-manager and Calico, by their
    /// place below `addons` in a state store, for example `certmanager.io/k8s-1.16.yaml`.
    ///
    /// What the source does not have stays as the state store has it, from kops or an earlier update: only with a source, settings
    /// of such addons are changed. Default: none. A plan says what to fetch.
    pub fn addons(self, manifests: BTreeMap<String, String>) -> Self {
        Self(Engine { published_addons: Some(Arc::new(manifests)), ..self.0 })
    }

    /// Sets SHA-256 hashes, in hexadecimal, of files that nodes download, by URL, beside those that ship with the library.
    ///
    /// Default: none. A plan of an AWS cluster then asks the publishers for those that it lacks, such as those of nodeup and
    /// protokube, and keeps them in the state store.
    pub fn file_hashes(self, hashes: BTreeMap<String, String>) -> Self {
        Self(Engine { file_hashes: Arc::new(hashes), ..self.0 })
    }

    /// Sets channels by the location that specs name them by, such as a URL: see [`Channel::from_yaml`]. Default: none beside
    /// those that ship with the library. A cluster whose channel is not known gets what `stable` recommends.
    pub fn channels(self, channels: BTreeMap<String, Channel>) -> Self {
        Self(Engine { channels: Arc::new(channels), ..self.0 })
    }

    /// Sets where nodes get the programs that are released with kops, such as nodeup, and with them the release: see
    /// [`Components::at`](crate::facts::Components::at). Default: kops's own servers.
    pub fn kops_base_url(self, url: impl Into<String>) -> Self {
        Self(Engine { kops_base_url: Some(url.into().into()), ..self.0 })
    }

    /// Accepts clusters whose Kubernetes is newer than this release supports: see
    /// [`Components::run_too_new_version`](crate::facts::Components::run_too_new_version). Default: false.
    pub fn run_too_new_version(self, accept: bool) -> Self {
        Self(Engine { run_too_new_version: accept, ..self.0 })
    }

    /// Sets the source of new keys. Default: the [`SystemEntropy`].
    pub fn entropy(self, entropy: impl Entropy + 'static) -> Self {
        Self(Engine { entropy: Arc::new(entropy), ..self.0 })
    }

    /// Sets how clusters are locked while they are written: who holds the lock, for how long, and how long to wait for others.
    /// Default: [`LockOptions::default`].
    pub fn lock(self, options: LockOptions) -> Self {
        Self(Engine { lock: options, ..self.0 })
    }

    /// Makes the engine.
    pub fn build(self) -> Engine {
        self.0
    }
}
