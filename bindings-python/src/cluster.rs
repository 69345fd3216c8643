//! The APIs of running clusters.

#[cfg(feature = "aws")]
use std::path::PathBuf;
use std::sync::Arc;
#[cfg(feature = "aws")]
use std::time::Duration;

use kops_core::cluster_api::ClusterApi;
use kops_core::cluster_api::memory::SimulatedCluster;
use kops_core::interop::{JsonClusterApi, call_cluster, change_simulated_cluster, simulated_cluster};
#[cfg(feature = "aws")]
use kops_kube::{Connection, Kube};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;

use crate::cloud::Cloud;
use crate::errors::called;
#[cfg(feature = "aws")]
use crate::errors::failure;
use crate::port::Port;
#[cfg(feature = "aws")]
use crate::process::PerProcess;
use crate::wait::wait;

/// The API of a running cluster. The classes of the package wrap it.
#[pyclass(frozen, module = "kops._native")]
pub(crate) struct Cluster(Kind);

enum Kind {
    Simulated(SimulatedCluster),
    Port(Arc<dyn ClusterApi>),
    #[cfg(feature = "aws")]
    Kube {
        kubeconfig: String,
        connection: Box<Connection>,
        made: PerProcess<Kube>,
    },
}

impl Cluster {
    /// Opens it for this process.
    pub(crate) fn open(&self, py: Python<'_>) -> PyResult<Arc<dyn ClusterApi>> {
        match &self.0 {
            Kind::Simulated(cluster) => Ok(Arc::new(cluster.clone())),
            Kind::Port(cluster) => Ok(cluster.clone()),
            #[cfg(feature = "aws")]
            Kind::Kube { kubeconfig, connection, made } => {
                let _ = crate::aws::start_runtime()?;
                let connect = || wait(py, Kube::connect(kubeconfig, connection), Err)?.map_err(failed);
                Ok(Arc::new(made.get_or_try_make(connect)?))
            }
        }
    }
}

#[pymethods]
impl Cluster {
    /// Run a simulated cluster on the instances of an account.
    #[staticmethod]
    fn simulated(cloud: &Cloud, name: &str, options: &str) -> PyResult<Self> {
        let (cloud, _) = cloud.0.open()?;
        let made = simulated_cluster(cloud, name, options);
        made.map(|cluster| Self(Kind::Simulated(cluster))).map_err(|error| called(&error))
    }

    /// Make one of an object with the methods of `kops.ClusterApi`.
    #[staticmethod]
    fn port(object: &Bound<'_, PyAny>) -> Self {
        Self(Kind::Port(Arc::new(JsonClusterApi(Port::new(object)))))
    }

    /// Use a context of a kubeconfig.
    #[cfg(feature = "aws")]
    #[staticmethod]
    fn kube(
        py: Python<'_>,
        kubeconfig: String,
        context: Option<String>,
        server: Option<String>,
        folder: Option<PathBuf>,
        timeout: Option<f64>,
    ) -> PyResult<Self> {
        let wrong = |_| PyTypeError::new_err("argument 'timeout': expected a number of seconds from 0");
        let timeout = timeout.map(Duration::try_from_secs_f64).transpose().map_err(wrong)?;
        let connection = Box::new(Connection { context, server, folder, timeout });
        let cluster = Self(Kind::Kube { kubeconfig, connection, made: PerProcess::new() });
        cluster.open(py).map(|_| cluster)
    }

    /// Change a simulated cluster.
    fn change(&self, change: &str) -> PyResult<()> {
        match &self.0 {
            Kind::Simulated(cluster) => change_simulated_cluster(cluster, change).map_err(|error| called(&error)),
            _ => Err(PyTypeError::new_err("only a simulated cluster can be changed")),
        }
    }

    /// Call a method with arguments and answer as JSON.
    fn call(&self, py: Python<'_>, method: &str, arguments: &str) -> PyResult<String> {
        let cluster = self.open(py)?;
        wait(py, call_cluster(&*cluster, method, arguments), Err)?.map_err(|error| called(&error))
    }
}

#[cfg(feature = "aws")]
fn failed(error: kops_core::cluster_api::ClusterApiError) -> PyErr {
    failure(&kops_core::Error::from(error))
}
