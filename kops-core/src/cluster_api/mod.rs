//! The port to the API of a running cluster: its nodes and pods, and objects of any kind.
//!
//! [`ClusterApi`] is implemented by `kops-kube`, by the simulated cluster in [`memory`], and by any implementation of a user's
//! own. Few verbs with rich values: what only reads returns plain data, which the pure stages of [`crate::lifecycle`] decide over.

mod api_objects;
mod error;
mod faults;
mod lease;
pub mod memory;
mod objects;
mod warning;

use std::fmt::Debug;
use std::net::IpAddr;
use std::sync::Arc;

use async_trait::async_trait;
use serde_json::Value;

pub use api_objects::{LAST_APPLIED, ListedObject, ObjectId, ObjectQuery, ObjectWrite};
pub use error::{ClusterApiError, ClusterApiErrorKind};
pub use faults::FaultInjecting;
pub use lease::Lease;
pub(crate) use objects::by_instance;
pub use objects::{
    Budget, CONTROL_PLANE_LABEL, CONTROL_PLANE_PODS, DRAINING, EXCLUDED_FROM_LOAD_BALANCERS, Eviction, LabelRule,
    NEEDS_UPDATE, Node, NodeChange, Operator, Owner, Pod, PodId, PodQuery, SCHEDULED_FOR_UPDATE, Taint,
};
pub use warning::{MOST_WARNINGS, Warning, latest};

/// The API server of one cluster.
#[async_trait]
pub trait ClusterApi: Debug + Send + Sync {
    /// Returns the addresses that the host of the API server resolves to; none where they are not known, as a proxy resolves it.
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

    /// Lists warnings: the events of the type `Warning` that are about nodes, or about objects of the namespace `kube-system`, the latest first
    /// and [`MOST_WARNINGS`] at most. An implementation without events, which is the default, has none.
    ///
    /// # Errors
    /// As [`ClusterApi::nodes`].
    async fn warnings(&self) -> Result<Vec<Warning>, ClusterApiError> {
        Ok(Vec::new())
    }

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

    /// Reads a lease of the namespace `kube-system`, where there is one.
    ///
    /// # Errors
    /// As [`ClusterApi::nodes`], and [`ClusterApiErrorKind::Invalid`] where the implementation has no leases, which is the default: two
    /// rolling updates of the cluster are then not kept apart.
    async fn lease(&self, name: &str) -> Result<Option<Lease>, ClusterApiError> {
        Err(no_leases("get lease", name))
    }

    /// Writes a lease of the namespace `kube-system`, and returns its new version: creates it where it has no version, and otherwise
    /// replaces that version.
    ///
    /// # Errors
    /// As [`ClusterApi::nodes`], and [`ClusterApiErrorKind::Conflict`] where another writer was faster: a lease to create is there
    /// already, one to replace has another version or is gone.
    async fn write_lease(&self, lease: &Lease) -> Result<String, ClusterApiError> {
        Err(no_leases("write lease", &lease.name))
    }

    /// Returns the version of Kubernetes that the API server runs: `v1.36.2`.
    ///
    /// # Errors
    /// As [`ClusterApi::nodes`], and [`ClusterApiErrorKind::Invalid`] where the implementation has nodes and pods only, which is the default:
    /// addons cannot be applied by it.
    async fn server_version(&self) -> Result<String, ClusterApiError> {
        Err(no_objects("get version"))
    }

    /// Lists objects of one kind, in pages. There are none of a kind that the API server does not serve.
    ///
    /// # Errors
    /// As [`ClusterApi::server_version`].
    async fn objects(&self, query: &ObjectQuery) -> Result<Vec<ListedObject>, ClusterApiError> {
        Err(no_objects(&format!("list {}", query.kind)))
    }

    /// Writes an object, and returns it as it is then.
    ///
    /// # Errors
    /// As [`ClusterApi::server_version`]; [`ClusterApiErrorKind::NotFound`] where its kind or its namespace is not there, or the object to annotate;
    /// [`ClusterApiErrorKind::Conflict`] where the object to create is there already; [`ClusterApiErrorKind::Invalid`] for one that the API
    /// server refuses, as one with a namespace of a kind that has none.
    async fn write_object(&self, object: &Value, write: ObjectWrite) -> Result<Value, ClusterApiError> {
        let _ = write;
        Err(no_objects(&ObjectId::of(object).map_or("write object".to_owned(), |id| format!("write {id}"))))
    }

    /// Deletes an object, and what it owns in the background. One that is not there is deleted.
    ///
    /// # Errors
    /// As [`ClusterApi::server_version`].
    async fn delete_object(&self, id: &ObjectId) -> Result<(), ClusterApiError> {
        Err(no_objects(&format!("delete {id}")))
    }
}

fn no_objects(operation: &str) -> ClusterApiError {
    let message = "this implementation has nodes and pods only";
    ClusterApiError::new(ClusterApiErrorKind::Invalid, operation, message)
}

fn no_leases(operation: &str, name: &str) -> ClusterApiError {
    let message = format!("there is no lease `{name}`, as this implementation has none");
    ClusterApiError::new(ClusterApiErrorKind::Invalid, operation, message)
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

    async fn warnings(&self) -> Result<Vec<Warning>, ClusterApiError> {
        (**self).warnings().await
    }

    async fn change_node(&self, node: &str, change: &NodeChange) -> Result<(), ClusterApiError> {
        (**self).change_node(node, change).await
    }

    async fn evict(&self, pod: &PodId) -> Result<Eviction, ClusterApiError> {
        (**self).evict(pod).await
    }

    async fn lease(&self, name: &str) -> Result<Option<Lease>, ClusterApiError> {
        (**self).lease(name).await
    }

    async fn write_lease(&self, lease: &Lease) -> Result<String, ClusterApiError> {
        (**self).write_lease(lease).await
    }

    async fn server_version(&self) -> Result<String, ClusterApiError> {
        (**self).server_version().await
    }

    async fn objects(&self, query: &ObjectQuery) -> Result<Vec<ListedObject>, ClusterApiError> {
        (**self).objects(query).await
    }

    async fn write_object(&self, object: &Value, write: ObjectWrite) -> Result<Value, ClusterApiError> {
        (**self).write_object(object, write).await
    }

    async fn delete_object(&self, id: &ObjectId) -> Result<(), ClusterApiError> {
        (**self).delete_object(id).await
    }
}
