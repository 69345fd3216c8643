//! The conformance suites over clouds, state stores and clusters.

use kops_core::testkit::cluster_suite::{self, ClusterSubject};
use kops_core::testkit::{check_clouds, cloud_suite, store_suite};
use pyo3::prelude::*;

use crate::cloud::Cloud;
use crate::cluster::Cluster;
use crate::store::Store;
use crate::wait::wait;

/// Run the conformance suite of clouds on accounts that `make` makes, and return what failed.
#[pyfunction]
pub(crate) fn check_cloud(py: Python<'_>, make: &Bound<'_, PyAny>, lacks: Vec<String>) -> PyResult<Vec<String>> {
    let cloud = |_| Ok(make.call0()?.cast::<Cloud>()?.get().0.open()?.0);
    let clouds = cloud_suite::names().map(cloud).collect::<PyResult<Vec<_>>>()?;
    Ok(wait(py, check_clouds(clouds, &lacks), Err)?.texts())
}

/// Run the conformance suite of state stores on a store, and return what failed.
#[pyfunction]
pub(crate) fn check_store(py: Python<'_>, store: &Store) -> PyResult<Vec<String>> {
    let store = store.open()?;
    Ok(wait(py, store_suite::run(&*store, "conformance"), Err)?.texts())
}

/// Run the conformance suite of clusters on a cluster, and return what failed.
#[pyfunction]
pub(crate) fn check_cluster(py: Python<'_>, cluster: &Cluster, free: &str, guarded: &str) -> PyResult<Vec<String>> {
    let api = cluster.open(py)?;
    Ok(wait(py, cluster_suite::run(ClusterSubject { api: &*api, free, guarded }), Err)?.texts())
}
