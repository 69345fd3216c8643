//! Where an engine works: accounts and state stores, as `index.cjs` wraps them.

use std::sync::Arc;

use kops_core::apply::{Clock, SimulatedClock, SystemClock};
use kops_core::engine::EngineBuilder;
use kops_core::sim::Account;
use kops_core::state::{self, FileStore, MemoryStore, StateStore};
use napi::bindgen_prelude::Result;
use napi_derive::napi;

#[cfg(feature = "aws")]
use crate::aws::Connection;
use crate::errors::failure;

/// An account, or anything that answers like one.
#[napi]
#[derive(Clone)]
pub struct Cloud {
    pub(crate) cloud: Arc<dyn kops_core::cloud::Cloud>,
    clock: Arc<dyn Clock>,
    kind: CloudKind,
}

/// What an account can do beside being a cloud.
#[derive(Clone)]
enum CloudKind {
    Other,
    Simulated(Account),
    #[cfg(feature = "aws")]
    Aws(Connection),
}

#[napi]
impl Cloud {
    /// Reads the file of a simulated account.
    #[napi(factory)]
    pub fn simulated(text: String) -> Result<Self> {
        let account = Account::from_json(&text).map_err(|error| failure(kops_core::Error::from(error)))?;
        Ok(Self { kind: CloudKind::Simulated(account.clone()), ..Self::unreal(Arc::new(account)) })
    }

    /// The file of a simulated account.
    #[napi]
    pub fn to_text(&self) -> Option<String> {
        match &self.kind {
            CloudKind::Simulated(account) => Some(account.to_json()),
            _ => None,
        }
    }

    /// Opens the state store of a URL. No call is made.
    #[napi]
    pub fn store(&self, url: String) -> Result<Store> {
        let store = match &self.kind {
            CloudKind::Simulated(account) => account.open_store(&url),
            #[cfg(feature = "aws")]
            CloudKind::Aws(connection) if url.starts_with("s3://") => connection.bucket(&url),
            _ => state::open(&url),
        };
        store.map(Store).map_err(|error| failure(kops_core::Error::from(error)))
    }
}

impl Cloud {
    /// A cloud in which waiting takes no time.
    pub(crate) fn unreal(cloud: Arc<dyn kops_core::cloud::Cloud>) -> Self {
        Self { cloud, clock: Arc::new(SimulatedClock::default()), kind: CloudKind::Other }
    }

    /// A cloud that takes its time.
    pub(crate) fn real(cloud: Arc<dyn kops_core::cloud::Cloud>) -> Self {
        Self { cloud, clock: Arc::new(SystemClock::default()), kind: CloudKind::Other }
    }

    /// An account of AWS.
    #[cfg(feature = "aws")]
    pub(crate) fn connected(connection: Connection) -> Self {
        let (cloud, clock) = (connection.cloud.clone(), connection.clock.clone());
        Self { cloud, clock, kind: CloudKind::Aws(connection) }
    }

    /// The same account behind another cloud.
    pub(crate) fn behind(&self, cloud: Arc<dyn kops_core::cloud::Cloud>) -> Self {
        Self { cloud, ..self.clone() }
    }

    /// Begins an engine.
    pub(crate) fn engine(&self) -> EngineBuilder {
        kops_core::Engine::builder(self.cloud.clone()).clock(self.clock.clone())
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
