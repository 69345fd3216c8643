//! Accounts, and anything that answers like one.

use std::sync::Arc;

use kops_core::apply::{Clock, SimulatedClock, SystemClock};
use kops_core::interop::{self, JsonCloud, call_cloud};
use kops_core::sim::Account;
use kops_core::state;
use kops_core::testkit::Subject;
use napi::Status;
use napi::bindgen_prelude::Result;
use napi_derive::napi;

#[cfg(feature = "aws")]
use crate::aws::Connection;
use crate::errors::{called, failure};
use crate::port::{Method, Port};
use crate::store::Store;

type Recorder = interop::Recorder<Arc<dyn kops_core::cloud::Cloud>>;

/// An account. The classes of the package wrap it.
#[napi]
#[derive(Clone)]
pub struct Cloud {
    pub(crate) cloud: Arc<dyn kops_core::cloud::Cloud>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) kind: Kind,
}

/// What an account can do beside being a cloud.
#[derive(Clone)]
pub(crate) enum Kind {
    Other,
    Simulated(Account),
    Recorder(Recorder),
    #[cfg(feature = "aws")]
    Aws(Connection),
}

#[napi]
impl Cloud {
    /// Reads the file of a simulated account.
    #[napi(factory)]
    pub fn simulated(text: String) -> Result<Self> {
        Account::from_json(&text).map(Self::of_account).map_err(|error| failure(kops_core::Error::from(error)))
    }

    /// The simulated account of the conformance suite.
    #[napi(factory)]
    pub fn conformance() -> Self {
        Self::of_account(Subject::simulated_account())
    }

    /// A cloud of the caller's.
    #[napi(factory)]
    pub fn port(method: Method) -> Self {
        let clock = Arc::new(SystemClock::default());
        Self { cloud: Arc::new(JsonCloud(Port::new(method))), clock, kind: Kind::Other }
    }

    /// Records what another one answers.
    #[napi(factory)]
    pub fn recorder(cloud: &Cloud) -> Self {
        let recorder = Recorder::new(cloud.cloud.clone());
        Self { cloud: Arc::new(recorder.clone()), clock: cloud.clock.clone(), kind: Kind::Recorder(recorder) }
    }

    /// Answers what a recorder recorded.
    #[napi(factory)]
    pub fn replay(text: String) -> Result<Self> {
        let replay = interop::Replay::from_json(&text);
        let replay = replay.map_err(|error| napi::Error::new(Status::InvalidArg, error.to_string()))?;
        let clock = Arc::new(SimulatedClock::default());
        Ok(Self { cloud: Arc::new(JsonCloud(replay)), clock, kind: Kind::Other })
    }

    /// The file of a simulated account, or what was recorded.
    #[napi]
    pub fn to_text(&self) -> Option<String> {
        match &self.kind {
            Kind::Simulated(account) => Some(account.to_json()),
            Kind::Recorder(recorder) => Some(recorder.to_json()),
            _ => None,
        }
    }

    /// Opens the state store of a URL. No call is made.
    #[napi]
    pub fn store(&self, url: String) -> Result<Store> {
        let store = match &self.kind {
            Kind::Simulated(account) => account.open_store(&url),
            #[cfg(feature = "aws")]
            Kind::Aws(connection) if url.starts_with("s3://") => connection.bucket(&url),
            _ => state::open(&url),
        };
        store.map(Store).map_err(|error| failure(kops_core::Error::from(error)))
    }

    /// Opens a bucket.
    #[napi]
    pub async fn open_bucket(&self, name: String) -> Result<Store> {
        let opened = self.cloud.clone().open_bucket(&name).await;
        opened.map(|store| Store(store.into())).map_err(|error| failure(kops_core::Error::from(error)))
    }

    /// Calls a method with arguments as JSON; returns the answer as JSON.
    #[napi]
    pub async fn call(&self, method: String, arguments: String) -> Result<String> {
        call_cloud(&*self.cloud, &method, &arguments).await.map_err(called)
    }
}

impl Cloud {
    fn of_account(account: Account) -> Self {
        let clock = Arc::new(SimulatedClock::default());
        Self { cloud: Arc::new(account.clone()), clock, kind: Kind::Simulated(account) }
    }

    /// An account of AWS.
    #[cfg(feature = "aws")]
    pub(crate) fn connected(connection: Connection) -> Self {
        let (cloud, clock) = (connection.cloud.clone(), connection.clock.clone());
        Self { cloud, clock, kind: Kind::Aws(connection) }
    }
}
