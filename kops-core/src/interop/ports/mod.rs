//! Ports over JSON: a [`Cloud`], a [`StateStore`] and a [`ClusterApi`] that are implemented in another language, calls of those of this
//! library from there, and what a cloud answered, recorded and replayed.
//!
//! A call is the name of a method, its arguments as a JSON list and, for objects of a state store, their bytes. Types are those of the
//! JSON Schema.

mod error;
mod foreign;
mod put_mode;
mod record;
mod serve;
mod simulated;
#[cfg(test)]
mod tests;

use std::fmt::{self, Debug};
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;

pub use error::PortError;
pub use foreign::{JsonCloud, JsonClusterApi, JsonStore};
pub use put_mode::{DeleteMode, PutMode};
pub use record::{ParseRecordingError, Recorder, Replay};
pub use serve::{call_cloud, call_cluster, call_store};
pub use simulated::{change_simulated_cluster, simulated_cluster};

use crate::state::StateStore;
#[cfg(doc)]
use crate::{cloud::Cloud, cluster_api::ClusterApi};

/// A [`Cloud`], a [`StateStore`] or a [`ClusterApi`] of another language: one call for all methods.
#[async_trait]
pub trait JsonPort: Debug + Send + Sync {
    /// Calls a method and waits for its answer.
    ///
    /// # Errors
    /// What the method raised: an error of this library as data, or anything else.
    async fn call(&self, call: Call) -> Result<Answer, PortError>;

    /// Opens a bucket of a cloud's object store.
    ///
    /// # Errors
    /// What the method raised; [`PortError::NoMethod`] by default.
    async fn open_bucket(&self, _name: &str) -> Result<Arc<dyn StateStore>, PortError> {
        Err(PortError::NoMethod)
    }
}

#[async_trait]
impl<P: JsonPort + ?Sized> JsonPort for Arc<P> {
    async fn call(&self, call: Call) -> Result<Answer, PortError> {
        (**self).call(call).await
    }

    async fn open_bucket(&self, name: &str) -> Result<Arc<dyn StateStore>, PortError> {
        (**self).open_bucket(name).await
    }
}

/// A call of a method.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Call {
    /// The method, as Rust calls it: `observe`.
    pub method: String,
    /// Its arguments, as a JSON list.
    pub arguments: String,
    /// The bytes of the object that it writes; the second argument of `put`, which is not in the list.
    pub content: Option<Bytes>,
}

/// Shows how much is passed and nothing of it: stores hold private keys.
impl Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { method, arguments, content } = self;
        f.debug_struct("Call")
            .field("method", method)
            .field("arguments", &arguments.len())
            .field("content", &content.as_ref().map(Bytes::len))
            .finish()
    }
}

/// What a method returns.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// The value as JSON.
    pub value: String,
    /// The bytes of the object that it read, whose version the value is.
    pub content: Option<Bytes>,
}

/// Shows how much is returned and nothing of it, as [`Call`] does.
impl Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { value, content } = self;
        f.debug_struct("Answer")
            .field("value", &value.len())
            .field("content", &content.as_ref().map(Bytes::len))
            .finish()
    }
}
