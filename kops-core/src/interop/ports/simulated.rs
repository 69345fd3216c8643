//! A simulated cluster that another language makes and changes.

use std::net::IpAddr;
use std::sync::Arc;

use serde::Deserialize;

use super::super::call::{Arguments, CallError};
use crate::cloud::Cloud;
use crate::cluster_api::Pod;
use crate::cluster_api::memory::{SimulatedCluster, Workload};

/// What a simulated cluster differs in from one that has nothing but its nodes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct Options {
    workloads: Vec<Workload>,
    joining_after: Option<u32>,
    addresses: Option<Vec<IpAddr>>,
}

/// A change of a simulated cluster.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase", tag = "do")]
enum Change {
    SetJoining { joins: bool },
    SetKubeletVersion { version: String },
    SetReady { node: String, ready: bool },
    Place { pod: Box<Pod> },
    Remove { namespace: String, name: String },
}

/// Runs a simulated cluster on the instances that a cloud has of it. The options are JSON: `workloads`, `joiningAfter` and `addresses`,
/// each as the method of [`SimulatedCluster`] says.
///
/// # Errors
/// Options that are not of this form.
pub fn simulated_cluster(cloud: Arc<dyn Cloud>, name: &str, options: &str) -> Result<SimulatedCluster, CallError> {
    let Options { workloads, joining_after, addresses } = Arguments::new(options, [], [])?.rest()?;
    let mut cluster = SimulatedCluster::new(cloud, name);
    for workload in workloads {
        cluster = cluster.with_workload(workload);
    }
    if let Some(looks) = joining_after {
        cluster = cluster.joining_after(looks);
    }
    Ok(match addresses {
        Some(addresses) => cluster.with_addresses(addresses),
        None => cluster,
    })
}

/// Changes a simulated cluster by one of its methods: `set-joining`, `set-kubelet-version`, `set-ready`, `place` or `remove`, as JSON with
/// the arguments beside the field `do`.
///
/// # Errors
/// A change that is none of these.
pub fn change_simulated_cluster(cluster: &SimulatedCluster, change: &str) -> Result<(), CallError> {
    // Nothing but a pod can have another form than it should.
    match serde_json::from_str(change).map_err(|error| CallError::unreadable("pod", &error))? {
        Change::SetJoining { joins } => cluster.set_joining(joins),
        Change::SetKubeletVersion { version } => cluster.set_kubelet_version(&version),
        Change::SetReady { node, ready } => cluster.set_ready(&node, ready),
        Change::Place { pod } => cluster.place(*pod),
        Change::Remove { namespace, name } => cluster.remove(&namespace, &name),
    }
    Ok(())
}
