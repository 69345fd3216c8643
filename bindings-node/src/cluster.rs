//! The APIs of running clusters.

#[cfg(feature = "aws")]
use std::path::PathBuf;
use std::sync::Arc;
#[cfg(feature = "aws")]
use std::time::Duration;

use kops_core::cluster_api::ClusterApi;
#[cfg(feature = "aws")]
use kops_core::cluster_api::ClusterApiError;
use kops_core::cluster_api::memory::SimulatedCluster;
use kops_core::interop::{JsonClusterApi, call_cluster, change_simulated_cluster, simulated_cluster};
#[cfg(feature = "aws")]
use kops_kube::{Connection, Kube};
use napi::bindgen_prelude::Result;
#[cfg(feature = "aws")]
use napi::bindgen_prelude::{Error, Status};
use napi_derive::napi;

use crate::cloud::Cloud;
use crate::errors::called;
#[cfg(feature = "aws")]
use crate::errors::failure;
use crate::port::{Method, Port};

/// The API of a running cluster. The classes of the package wrap it.
#[napi]
pub struct Cluster {
    api: Arc<dyn ClusterApi>,
    simulated: Option<SimulatedCluster>,
}

impl Cluster {
    pub(crate) fn api(&self) -> Arc<dyn ClusterApi> {
        self.api.clone()
    }
}

#[napi]
impl Cluster {
    /// A simulated cluster on the instances of an account.
    #[napi(factory)]
    pub fn simulated(cloud: &Cloud, name: String, options: String) -> Result<Self> {
        let cluster = simulated_cluster(cloud.cloud.clone(), &name, &options).map_err(called)?;
        Ok(Self { api: Arc::new(cluster.clone()), simulated: Some(cluster) })
    }

    /// The API of a cluster of the caller's.
    #[napi(factory)]
    pub fn port(method: Method) -> Self {
        Self { api: Arc::new(JsonClusterApi(Port::new(method))), simulated: None }
    }

    /// Changes a simulated cluster.
    #[napi]
    pub fn change(&self, change: String) -> Result<()> {
        self.simulated.as_ref().map_or(Ok(()), |cluster| change_simulated_cluster(cluster, &change)).map_err(called)
    }

    /// Calls a method with arguments as JSON; returns the answer as JSON.
    #[napi]
    pub async fn call(&self, method: String, arguments: String) -> Result<String> {
        call_cluster(&*self.api, &method, &arguments).await.map_err(called)
    }
}

/// Uses a context of a kubeconfig.
#[cfg(feature = "aws")]
#[napi]
pub async fn connect_kube(
    kubeconfig: String,
    context: Option<String>,
    server: Option<String>,
    folder: Option<String>,
    timeout: Option<f64>,
) -> Result<Cluster> {
    let wrong = |_| Error::new(Status::InvalidArg, "argument 'timeout': expected a number of seconds from 0");
    let timeout = timeout.map(Duration::try_from_secs_f64).transpose().map_err(wrong)?;
    let connection = Connection { context, server, folder: folder.map(PathBuf::from), timeout };
    let kube = Kube::connect(&kubeconfig, &connection).await.map_err(failed)?;
    Ok(Cluster { api: Arc::new(kube), simulated: None })
}

#[cfg(feature = "aws")]
fn failed(error: ClusterApiError) -> napi::Error {
    failure(kops_core::Error::from(error))
}
