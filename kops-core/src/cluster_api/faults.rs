//! Faults on purpose: a wrapper round any [`ClusterApi`] that lets chosen calls go wrong, for tests.
//!
//! ```
//! use kops_core::cloud::Fault;
//! use kops_core::cluster_api::{FaultInjecting, memory::SimulatedCluster};
//! use kops_core::sim::Account;
//!
//! let cluster = SimulatedCluster::new(Account::new("us-east-2"), "demo.kube.example.com");
//! let cluster = FaultInjecting::new(cluster).at(3, Fault::LostAnswer).reading(Fault::Internal(2)).cut_after(9);
//! ```

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use futures::future::BoxFuture;
use serde_json::Value;

use super::{
    Budget, ClusterApi, ClusterApiError, ClusterApiErrorKind as Kind, Eviction, Lease, ListedObject, Node, NodeChange,
    ObjectId, ObjectQuery, ObjectWrite, Pod, PodId, PodQuery, Warning,
};
use crate::cloud::Fault;
use crate::cloud::faults::{CUT, Cut, NOT_ANSWERED, NOT_SENT};

/// The API of a cluster in which chosen calls go wrong. Changes (of nodes, pods, leases and other objects) count from 1 in the order in which they are
/// called; a repetition is a change of its own.
#[derive(Debug)]
pub struct FaultInjecting<A> {
    inner: A,
    at: BTreeMap<u32, Fault>,
    reading: Option<Fault>,
    cut: Option<Cut>,
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    reads: u32,
    changes: u32,
    cut: bool,
}

impl<A: ClusterApi> FaultInjecting<A> {
    /// Wraps the API of a cluster; without faults it behaves as before.
    pub fn new(inner: A) -> Self {
        Self { inner, at: BTreeMap::new(), reading: None, cut: None, seen: Mutex::default() }
    }

    /// Lets changes go wrong from the one with this number on, which is the fault's first try.
    #[must_use]
    pub fn at(mut self, change: u32, fault: Fault) -> Self {
        self.at.insert(change, fault);
        self
    }

    /// Lets what only reads go wrong; the first call that reads is the fault's first try.
    #[must_use]
    pub fn reading(mut self, fault: Fault) -> Self {
        self.reading = Some(fault);
        self
    }

    /// Lets everything fail from this change on, as if the process had died just before it.
    #[must_use]
    pub fn cut_before(mut self, change: u32) -> Self {
        self.cut = Some(Cut::Before(change));
        self
    }

    /// Makes this change, loses its answer and lets everything fail from then on, as if the process had died.
    #[must_use]
    pub fn cut_after(mut self, change: u32) -> Self {
        self.cut = Some(Cut::After(change));
        self
    }

    /// How many changes were asked for.
    pub fn changes(&self) -> u32 {
        self.seen().changes
    }

    /// The API inside.
    pub fn inner(&self) -> &A {
        &self.inner
    }

    /// Reads, unless this call goes wrong.
    async fn read<'a, T>(
        &'a self,
        operation: &'static str,
        call: impl FnOnce(&'a A) -> BoxFuture<'a, Result<T, ClusterApiError>>,
    ) -> Result<T, ClusterApiError> {
        let number = {
            let mut seen = self.seen();
            if seen.cut {
                return Err(cut(operation));
            }
            seen.reads += 1;
            seen.reads
        };
        match self.reading.and_then(|fault| refuse(fault, number, operation)) {
            Some(error) => Err(error),
            None => call(&self.inner).await,
        }
    }

    /// Changes something, unless this call goes wrong.
    async fn change<'a, T>(
        &'a self,
        operation: &'static str,
        call: impl FnOnce(&'a A) -> BoxFuture<'a, Result<T, ClusterApiError>>,
    ) -> Result<T, ClusterApiError> {
        let number = {
            let mut seen = self.seen();
            seen.changes += 1;
            seen.cut |= self.cut.is_some_and(|cut| cut.stops(seen.changes));
            if seen.cut {
                return Err(cut(operation));
            }
            seen.changes
        };
        let fault = self.at.range(..=number).next_back().map(|(first, fault)| (*fault, number - first + 1));
        if let Some(error) = fault.and_then(|(fault, attempt)| refuse(fault, attempt, operation)) {
            return Err(error);
        }
        let result = call(&self.inner).await;
        if self.cut.is_some_and(|cut| cut.follows(number)) {
            self.seen().cut = true;
            return Err(cut(operation));
        }
        match fault {
            Some((fault, attempt)) if fault.loses_answer(attempt) => {
                Err(ClusterApiError::new(Kind::Network, operation, NOT_ANSWERED))
            }
            _ => result,
        }
    }

    /// Every change under this lock is one assignment, so a poisoned one is as good as any.
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl<A: ClusterApi> ClusterApi for FaultInjecting<A> {
    async fn addresses(&self) -> Result<Vec<IpAddr>, ClusterApiError> {
        self.read("resolve", A::addresses).await
    }

    async fn nodes(&self) -> Result<Vec<Node>, ClusterApiError> {
        self.read("list nodes", A::nodes).await
    }

    async fn pods(&self, query: &PodQuery) -> Result<Vec<Pod>, ClusterApiError> {
        self.read("list pods", |inner| inner.pods(query)).await
    }

    async fn budgets(&self) -> Result<Vec<Budget>, ClusterApiError> {
        self.read("list poddisruptionbudgets", A::budgets).await
    }

    async fn warnings(&self) -> Result<Vec<Warning>, ClusterApiError> {
        self.read("list events", A::warnings).await
    }

    async fn change_node(&self, node: &str, change: &NodeChange) -> Result<(), ClusterApiError> {
        self.change("patch node", |inner| inner.change_node(node, change)).await
    }

    async fn evict(&self, pod: &PodId) -> Result<Eviction, ClusterApiError> {
        self.change("evict pod", |inner| inner.evict(pod)).await
    }

    async fn lease(&self, name: &str) -> Result<Option<Lease>, ClusterApiError> {
        self.read("get lease", |inner| inner.lease(name)).await
    }

    async fn write_lease(&self, lease: &Lease) -> Result<String, ClusterApiError> {
        self.change("write lease", |inner| inner.write_lease(lease)).await
    }

    async fn server_version(&self) -> Result<String, ClusterApiError> {
        self.read("get version", A::server_version).await
    }

    async fn objects(&self, query: &ObjectQuery) -> Result<Vec<ListedObject>, ClusterApiError> {
        self.read("list objects", |inner| inner.objects(query)).await
    }

    async fn write_object(&self, object: &Value, write: ObjectWrite) -> Result<Value, ClusterApiError> {
        self.change("write object", |inner| inner.write_object(object, write)).await
    }

    async fn delete_object(&self, id: &ObjectId) -> Result<(), ClusterApiError> {
        self.change("delete object", |inner| inner.delete_object(id)).await
    }
}

/// The error that a fault makes of a try, where it fails before anything happens.
fn refuse(fault: Fault, attempt: u32, operation: &str) -> Option<ClusterApiError> {
    let error = |kind, status, message: &str| Some(ClusterApiError::new(kind, operation, message).status(status));
    if !fault.refuses(attempt) {
        return None;
    }
    match fault {
        Fault::Broken | Fault::LostAnswer => Some(ClusterApiError::new(Kind::Network, operation, NOT_SENT)),
        Fault::Throttled(_) => error(Kind::Throttled, 429, "there are too many calls"),
        Fault::Internal(_) => error(Kind::Internal, 500, "etcd has no leader"),
        Fault::Denied => error(Kind::Denied, 403, "the caller may not do this"),
        Fault::Quota => error(Kind::Denied, 403, "a quota of the namespace is reached"),
    }
}

/// What a process that has died gets to know: an error that no repetition helps against.
fn cut(operation: &str) -> ClusterApiError {
    ClusterApiError::new(Kind::Denied, operation, CUT)
}
