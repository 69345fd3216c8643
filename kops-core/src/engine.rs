//! The few calls that most users make: load, plan, apply, delete, get.
//!
//! In: an account, a state store and a clock, each a value, so that many engines live side by side. Out: specs, plans and
//! reports. Everything here is a short walk through the stages; nothing is decided here.

use std::sync::Arc;

use crate::apply::Clock;
use crate::cloud::{Cloud, CloudError};
use crate::diag::{Diagnostics, ObjectRef, suggest};
use crate::facts::FactsQuery;
use crate::pki::SshPublicKey;
use crate::spec::{Objects, Spec};
use crate::state::{Absent, Clusters, StateError, StateStore, WriteError};
use crate::text::Source;

/// Clusters in one account and one state store.
#[derive(Clone, Debug)]
pub struct Engine {
    cloud: Arc<dyn Cloud>,
    store: Arc<dyn StateStore>,
    clock: Arc<dyn Clock>,
}

/// Why the engine could not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The input is wrong.
    #[error("the spec is not valid")]
    Invalid {
        /// What is wrong.
        #[source]
        findings: Diagnostics,
        /// The texts that the findings point into.
        texts: Vec<Source>,
    },
    /// There is no such cluster.
    #[error("the state store has no cluster `{name}`{}", .similar.as_ref().map(|s| format!("; did you mean `{s}`?")).unwrap_or_default())]
    NoCluster {
        /// The name.
        name: String,
        /// A cluster that is there and has a similar name.
        similar: Option<String>,
    },
    /// Objects could not be stored.
    #[error(transparent)]
    Write(WriteError),
    /// The state store failed.
    #[error(transparent)]
    State(#[from] StateError),
    /// The account failed.
    #[error(transparent)]
    Cloud(#[from] CloudError),
}

impl Engine {
    /// Works in an account and a state store.
    pub fn new(cloud: Arc<dyn Cloud>, store: Arc<dyn StateStore>, clock: Arc<dyn Clock>) -> Self {
        Self { cloud, store, clock }
    }

    /// Returns the names of all clusters in the state store, sorted.
    ///
    /// # Errors
    /// [`Error::State`].
    pub async fn clusters(&self) -> Result<Vec<String>, Error> {
        Ok(self.stored().names().await?)
    }

    /// Reads a cluster from the state store, as the user wrote it.
    ///
    /// # Errors
    /// [`Error::NoCluster`] and [`Error::State`], and [`Error::Invalid`] where what is stored cannot be read.
    pub async fn load(&self, name: &str) -> Result<Spec, Error> {
        let Some(stored) = self.stored().read(name).await? else {
            let names = self.clusters().await?;
            let similar = suggest(name, names.iter().map(String::as_str)).map(str::to_owned);
            return Err(Error::NoCluster { name: name.to_owned(), similar });
        };
        stored.spec().map_err(|findings| Error::Invalid { findings, texts: stored.texts })
    }

    /// Adds objects to the state store. Everything is checked before anything is written.
    ///
    /// # Errors
    /// [`Error::Write`] where objects exist already or have no cluster.
    pub async fn create(&self, objects: &Objects) -> Result<Vec<ObjectRef>, Error> {
        let now = self.now().await?;
        self.stored().create(objects, now).await.map_err(|error| write_error(error, objects))
    }

    /// Replaces objects of the state store. Everything is checked before anything is written.
    ///
    /// # Errors
    /// [`Error::Write`] where objects have no cluster, or are not there and may not be created.
    pub async fn replace(&self, objects: &Objects, absent: Absent) -> Result<Vec<ObjectRef>, Error> {
        let now = self.now().await?;
        self.stored().replace(objects, absent, now).await.map_err(|error| write_error(error, objects))
    }

    /// Adds the public SSH key that may log in to a cluster's nodes.
    ///
    /// # Errors
    /// [`Error::Write`] where the cluster is not there, or has another key.
    pub async fn add_ssh_key(&self, cluster: &str, key: &SshPublicKey) -> Result<(), Error> {
        self.stored().add_ssh_key(cluster, key).await.map_err(Error::Write)
    }

    /// Deletes the public SSH keys of a cluster from the state store, and tells how many there were.
    ///
    /// # Errors
    /// [`Error::State`].
    pub async fn delete_ssh_keys(&self, cluster: &str) -> Result<usize, Error> {
        Ok(self.stored().delete_ssh_keys(cluster).await?)
    }

    fn stored(&self) -> Clusters<'_> {
        Clusters::new(self.store.as_ref())
    }

    async fn now(&self) -> Result<u64, CloudError> {
        Ok(self.cloud.facts(&FactsQuery::default()).await?.now)
    }
}

fn write_error(error: WriteError, objects: &Objects) -> Error {
    match error {
        WriteError::Invalid(findings) => Error::Invalid { findings, texts: objects.sources.texts() },
        other => Error::Write(other),
    }
}
