//! The conformance suites over clouds, state stores and clusters.

use std::sync::Arc;

use kops_core::testkit::cluster_suite::{self, ClusterSubject};
use kops_core::testkit::{check_clouds, cloud_suite, store_suite};
use napi::bindgen_prelude::{Result, spawn_blocking};
use napi_derive::napi;
use tokio::runtime::Handle;

use crate::cloud::Cloud;
use crate::cluster::Cluster;
use crate::errors::lost;
use crate::store::Store;

/// Runs of the conformance suite of clouds.
#[napi]
#[derive(Default)]
pub struct CloudSuite(Vec<Arc<dyn kops_core::cloud::Cloud>>);

#[napi]
impl CloudSuite {
    /// One without accounts.
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many accounts it needs.
    #[napi(getter)]
    pub fn size(&self) -> u32 {
        u32::try_from(cloud_suite::names().count()).unwrap_or(u32::MAX)
    }

    /// Adds an account.
    #[napi]
    pub fn add(&mut self, cloud: &Cloud) {
        self.0.push(cloud.cloud.clone());
    }

    /// Runs every check but some; returns what failed.
    #[napi]
    pub async fn run(&self, lacks: Vec<String>) -> Result<Vec<String>> {
        let (clouds, runtime) = (self.0.clone(), Handle::current());
        spawn_blocking(move || runtime.block_on(check_clouds(clouds, &lacks)).texts()).await.map_err(lost)
    }
}

/// Runs the conformance suite of state stores; returns what failed.
#[napi]
pub async fn check_store(store: &Store) -> Result<Vec<String>> {
    let (store, runtime) = (store.0.clone(), Handle::current());
    let run = move || runtime.block_on(store_suite::run(&*store, "conformance")).texts();
    spawn_blocking(run).await.map_err(lost)
}

/// Runs the conformance suite of clusters; returns what failed.
#[napi]
pub async fn check_cluster(cluster: &Cluster, free: String, guarded: String) -> Result<Vec<String>> {
    let (api, runtime) = (cluster.api(), Handle::current());
    let run = move || {
        let subject = ClusterSubject { api: &*api, free: &free, guarded: &guarded };
        runtime.block_on(cluster_suite::run(subject)).texts()
    };
    spawn_blocking(run).await.map_err(lost)
}
