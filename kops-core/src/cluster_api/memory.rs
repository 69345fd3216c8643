//! A simulated cluster on the instances of any [`Cloud`], stricter than a real one: users unit-test with it.
//!
//! Every instance that runs becomes a node, and what ends takes its node with it. Like the simulated account it has no clock and no
//! background: what takes time advances each time nodes or pods are listed.

mod objects;
mod selector;
mod state;

use std::fmt;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use serde::Deserialize;
use serde_json::Value;

use super::{
    Budget, ClusterApi, ClusterApiError, ClusterApiErrorKind, Eviction, Lease, ListedObject, Node, NodeChange,
    ObjectId, ObjectQuery, ObjectWrite, Pod, PodId, PodQuery, Warning, latest,
};
use crate::cloud::{Cloud, RunningGroup};
use state::State;

/// Pods that a cluster keeps running, one like the other, on any node of the role `Node`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Workload {
    /// The namespace. Default: `default`.
    #[serde(default = "default_namespace")]
    pub namespace: String,
    /// The name, which is also the value of the label `app`, and the name of its budget where it has one.
    pub name: String,
    /// How many pods there should be.
    pub replicas: usize,
    /// How many of them a pod disruption budget keeps available. Default: there is no budget.
    #[serde(default)]
    pub min_available: Option<usize>,
    /// The name of the priority class of its pods. Default: none.
    #[serde(default)]
    pub priority_class: Option<String>,
}

fn default_namespace() -> String {
    "default".into()
}

impl Workload {
    /// Describes pods in the namespace `default` that have no budget.
    pub fn new(name: &str, replicas: usize) -> Self {
        Self { namespace: default_namespace(), name: name.into(), replicas, min_available: None, priority_class: None }
    }

    /// Sets how many pods a budget keeps available.
    #[must_use]
    pub fn with_budget(self, min_available: usize) -> Self {
        Self { min_available: Some(min_available), ..self }
    }
}

/// A simulated cluster. Clones share it.
///
/// ```
/// use kops_core::cluster_api::ClusterApi as _;
/// use kops_core::cluster_api::memory::{SimulatedCluster, Workload};
/// use kops_core::sim::Account;
///
/// let cluster = SimulatedCluster::new(Account::new("us-east-2"), "demo.kube.example.com").with_workload(Workload::new("web", 3));
/// assert!(futures::executor::block_on(cluster.nodes())?.is_empty());
/// # Ok::<(), kops_core::cluster_api::ClusterApiError>(())
/// ```
#[derive(Clone)]
pub struct SimulatedCluster {
    cloud: Arc<dyn Cloud>,
    name: String,
    state: Arc<Mutex<State>>,
}

impl SimulatedCluster {
    /// Runs a cluster on the instances that a cloud has of it.
    pub fn new(cloud: impl Cloud + 'static, name: &str) -> Self {
        Self { cloud: Arc::new(cloud), name: name.to_owned(), state: Arc::default() }
    }

    /// Adds pods that the cluster keeps running.
    #[must_use]
    pub fn with_workload(self, workload: Workload) -> Self {
        self.state().workloads.push(workload);
        self
    }

    /// Adds a warning, as the API server keeps them of what goes wrong.
    #[must_use]
    pub fn with_warning(self, warning: Warning) -> Self {
        self.state().warnings.push(warning);
        self
    }

    /// Sets how many times nodes must be listed until a new instance is a node; 1 by default.
    #[must_use]
    pub fn joining_after(self, looks: u32) -> Self {
        self.state().joining_after = looks;
        self
    }

    /// Sets what the host of the API server resolves to; `203.0.113.10` by default.
    #[must_use]
    pub fn with_addresses(self, addresses: impl IntoIterator<Item = IpAddr>) -> Self {
        self.state().addresses = addresses.into_iter().collect();
        self
    }

    /// Sets the version of the kubelets of instances that were not seen before; by default `v1.35.5`, which new clusters get unless they
    /// name another.
    pub fn set_kubelet_version(&self, version: &str) {
        version.clone_into(&mut self.state().kubelet_version);
    }

    /// Sets whether new instances become nodes, as they do by default.
    pub fn set_joining(&self, joins: bool) {
        self.state().joins = joins;
    }

    /// Sets whether a node is ready.
    pub fn set_ready(&self, node: &str, ready: bool) {
        let mut state = self.state();
        if ready {
            state.broken.remove(node)
        } else {
            state.broken.insert(node.to_owned())
        };
    }

    /// Puts a pod into the cluster, in place of one of its namespace and name. Nothing replaces it once it is gone.
    pub fn place(&self, pod: Pod) {
        self.state().place(pod);
    }

    /// Removes a pod.
    pub fn remove(&self, namespace: &str, name: &str) {
        self.state().hidden.insert(format!("{namespace}/{name}"));
    }

    async fn groups(&self) -> Result<Vec<RunningGroup>, ClusterApiError> {
        let found = self.cloud.instances(&self.name).await;
        found.map_err(|error| {
            let message = "the instances of the simulated cluster cannot be listed";
            ClusterApiError::new(ClusterApiErrorKind::Internal, "list nodes", message).caused_by(error)
        })
    }

    /// Every change under this lock is one call, so a poisoned one is as good as any.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl ClusterApi for SimulatedCluster {
    async fn addresses(&self) -> Result<Vec<IpAddr>, ClusterApiError> {
        Ok(self.state().addresses.clone())
    }

    async fn nodes(&self) -> Result<Vec<Node>, ClusterApiError> {
        let groups = self.groups().await?;
        let mut state = self.state();
        state.follow(&groups);
        state.age_nodes();
        Ok(state.nodes())
    }

    async fn pods(&self, query: &PodQuery) -> Result<Vec<Pod>, ClusterApiError> {
        let groups = self.groups().await?;
        let mut state = self.state();
        state.follow(&groups);
        state.schedule();
        Ok(state.pods().into_iter().filter(|pod| query.includes(pod)).collect())
    }

    async fn budgets(&self) -> Result<Vec<Budget>, ClusterApiError> {
        Ok(self.state().budgets())
    }

    async fn warnings(&self) -> Result<Vec<Warning>, ClusterApiError> {
        Ok(latest(self.state().warnings.clone()))
    }

    async fn change_node(&self, node: &str, change: &NodeChange) -> Result<(), ClusterApiError> {
        match self.state().change(node, *change) {
            true => Ok(()),
            false => {
                let message = format!("there is no node `{node}`");
                Err(ClusterApiError::new(ClusterApiErrorKind::NotFound, "patch node", message).status(404))
            }
        }
    }

    async fn evict(&self, pod: &PodId) -> Result<Eviction, ClusterApiError> {
        self.state().evict(pod)
    }

    async fn lease(&self, name: &str) -> Result<Option<Lease>, ClusterApiError> {
        Ok(self.state().leases.get(name).cloned())
    }

    async fn write_lease(&self, lease: &Lease) -> Result<String, ClusterApiError> {
        self.state().write_lease(lease)
    }

    async fn server_version(&self) -> Result<String, ClusterApiError> {
        Ok(self.state().kubelet_version.clone())
    }

    async fn objects(&self, query: &ObjectQuery) -> Result<Vec<ListedObject>, ClusterApiError> {
        self.state().objects.list(query)
    }

    async fn write_object(&self, object: &Value, write: ObjectWrite) -> Result<Value, ClusterApiError> {
        let groups = self.groups().await?;
        let mut state = self.state();
        state.follow(&groups);
        let nodes = state.count_nodes();
        state.objects.write(object, write, nodes)
    }

    async fn delete_object(&self, id: &ObjectId) -> Result<(), ClusterApiError> {
        self.state().objects.delete(id);
        Ok(())
    }
}

/// Shows which cluster it is and nothing of what is in it.
impl fmt::Debug for SimulatedCluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimulatedCluster").field("name", &self.name).finish_non_exhaustive()
    }
}
