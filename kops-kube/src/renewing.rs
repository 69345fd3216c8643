//! The client of a cluster, made anew before the certificate ends that a command of the kubeconfig gave it.

use std::sync::{Arc, Mutex, PoisonError};

use k8s_openapi::jiff::{SignedDuration, Timestamp};
use kops_core::cluster_api::ClusterApiError;
use kube::{Client, Config};

use crate::error;

/// How long before its end a certificate is replaced.
const EARLY: SignedDuration = SignedDuration::from_secs(60);

/// A client whose certificate may end. Tokens are renewed by the client itself.
#[derive(Clone)]
pub(crate) struct Renewing {
    config: Arc<Config>,
    client: Arc<Mutex<Client>>,
}

impl Renewing {
    /// Makes the first client, for which the command of the kubeconfig runs where it has one.
    pub(crate) fn new(config: Config) -> Result<Self, ClusterApiError> {
        let client = Client::try_from(config.clone()).map_err(error::client)?;
        Ok(Self { config: Arc::new(config), client: Arc::new(Mutex::new(client)) })
    }

    /// Returns the client. Where a command fails that should give another certificate, the last one is used to its end.
    pub(crate) fn client(&self) -> Result<Client, ClusterApiError> {
        // Every change under this lock is one assignment, so a poisoned one is as good as any.
        let mut client = self.client.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Timestamp::now();
        if let Some(end) = client.valid_until().filter(|end| now + EARLY >= *end) {
            match Client::try_from(Config::clone(&self.config)) {
                Ok(renewed) => *client = renewed,
                Err(error) if now >= end => return Err(error::client(error)),
                Err(_) => {}
            }
        }
        Ok(client.clone())
    }
}
