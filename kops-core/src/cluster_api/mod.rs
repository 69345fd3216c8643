//! The port to the API of a running cluster: its nodes and pods.
//!
//! [`ClusterApi`] is implemented by `kops-kube`, by the simulated cluster in [`memory`], and by any implementation of a user's
//! own. Few verbs with rich values: what only reads returns plain data, which the pure stages of [`crate::lifecycle`] decide over.

mod error;
pub mod memory;
mod objects;

use std::fmt::Debug;
use std::net::IpAddr;
use std::sync::Arc;

use async_trait::async_trait;

pub use error::{ClusterApiError, ClusterApiErrorKind};
pub use objects::{
    Budget, CONTROL_PLANE_LABEL, CONTROL_PLANE_PODS, DRAINING, EXCLUDED_FROM_LOAD_BALANCERS, Eviction, LabelRule,
    NEEDS_UPDATE, Node, NodeChange, Operator, Owner, Pod, PodId, PodQuery, SCHEDULED_FOR_UPDATE, Taint, by_instance,
};

/// The API server of one cluster.
#[async_trait]
pub trait ClusterApi: Debug + Send + Sync {
    /// Returns the addresses that the host of the API server resolves to.
    ///
    /// # Errors
    /// Where the name does not resolve.
    async fn addresses(&self) -> Result<Vec<IpAddr>, ClusterApiError>;

    /// Lists every node, in pages.
    ///
    /// # Errors
    /// Where the API server cannot be reached, or refuses.
    async fn nodes(&self) -> Result<Vec<Node>, ClusterApiError>;

    /// Lists pods of all namespaces, in pages.
    ///
    /// # Errors
    /// As [`ClusterApi::nodes`].
    async fn pods(&self, query: &PodQuery) -> Result<Vec<Pod>, ClusterApiError>;

    /// Lists the pod disruption budgets of all namespaces, in pages.
    ///
    /// # Errors
    /// As [`ClusterApi::nodes`].
    async fn budgets(&self) -> Result<Vec<Budget>, ClusterApiError>;

    /// Changes a node. Repeating a change has no further effect.
    ///
    /// # Errors
    /// As [`ClusterApi::nodes`], and [`ClusterApiErrorKind::NotFound`] where there is no such node.
    async fn change_node(&self, node: &str, change: &NodeChange) -> Result<(), ClusterApiError>;

    /// Asks for the eviction of a pod, which respects pod disruption budgets.
    ///
    /// # Errors
    /// As [`ClusterApi::nodes`]. A budget that blocks is an [`Eviction`], not an error, and so is a pod that is gone.
    async fn evict(&self, pod: &PodId) -> Result<Eviction, ClusterApiError>;
}

#[async_trait]
impl<A: ClusterApi + ?Sized> ClusterApi for Arc<A> {
    async fn addresses(&self) -> Result<Vec<IpAddr>, ClusterApiError> {
        (**self).addresses().await
    }

    async fn nodes(&self) -> Result<Vec<Node>, ClusterApiError> {
        (**self).nodes().await
    }

    async fn pods(&self, query: &PodQuery) -> Result<Vec<Pod>, ClusterApiError> {
        (**self).pods(query).await
    }

    async fn budgets(&self) -> Result<Vec<Budget>, ClusterApiError> {
        (**self).budgets().await
    }

    async fn change_node(&self, node: &str, change: &NodeChange) -> Result<(), ClusterApiError> {
        (**self).change_node(node, change).await
    }

    async fn evict(&self, pod: &PodId) -> Result<Eviction, ClusterApiError> {
        (**self).evict(pod).await
    }
}
