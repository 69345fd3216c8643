//! Where an engine works: accounts and state stores, as `index.cjs` wraps them.

use std::sync::Arc;

use kops_core::apply::SimulatedClock;
use kops_core::engine::EngineBuilder;
use kops_core::sim::Account;
use kops_core::state::{self, FileStore, MemoryStore, StateStore};
use napi::bindgen_prelude::Result;
use napi_derive::napi;

#[cfg(feature = "aws")]
use crate::aws::Connection;
use crate::errors::failure;

/// An account.
#[napi]
pub struct Cloud(pub(crate) CloudKind);

/// The kinds of accounts.
pub(crate) enum CloudKind {
    Simulated(Account),
    #[cfg(feature = "aws")]
    Aws(Connection),
}

#[napi]
impl Cloud {
    /// Reads the file of a simulated account.
    #[napi(factory)]
    pub fn simulated(text: String) -> Result<Self> {
        let account = Account::from_json(&text).map_err(|error| failure(error.into()))?;
        Ok(Self(CloudKind::Simulated(account)))
    }

    /// The file of a simulated account.
    #[napi]
    pub fn to_text(&self) -> Option<String> {
        match &self.0 {
            CloudKind::Simulated(account) => Some(account.to_json()),
            #[cfg(feature = "aws")]
            CloudKind::Aws(_) => None,
        }
    }

    /// Opens the state store of a URL. No call is made.
    #[napi]
    pub fn store(&self, url: String) -> Result<Store> {
        let store = match &self.0 {
            CloudKind::Simulated(account) => account.open_store(&url),
            #[cfg(feature = "aws")]
            CloudKind::Aws(connection) if url.starts_with("s3://") => connection.bucket(&url),
            #[cfg(feature = "aws")]
            CloudKind::Aws(_) => state::open(&url),
        };
        store.map(Store).map_err(|error| failure(error.into()))
    }
}

impl Cloud {
    /// Begins an engine.
    pub(crate) fn engine(&self) -> EngineBuilder {
        match &self.0 {
            CloudKind::Simulated(account) => {
                kops_core::Engine::builder(account.clone()).clock(SimulatedClock::default())
            }
            #[cfg(feature = "aws")]
            CloudKind::Aws(connection) => {
                kops_core::Engine::builder(connection.cloud.clone()).clock(connection.clock.clone())
            }
        }
    }
}

/// A state store.
#[napi]
pub struct Store(pub(crate) Arc<dyn StateStore>);

#[napi]
impl Store {
    /// A store in memory.
    #[napi(factory)]
    pub fn memory() -> Self {
        Self(Arc::new(MemoryStore::default()))
    }

    /// A store in a folder.
    #[napi(factory)]
    pub fn folder(path: String) -> Self {
        Self(Arc::new(FileStore::new(path)))
    }
}
