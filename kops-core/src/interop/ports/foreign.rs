//! A cloud, a state store and the API of a cluster of another language.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use async_trait::async_trait;
use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::error::{unreadable_cloud, unreadable_cluster, unreadable_store};
use super::{Answer, Call, DeleteMode, JsonPort, PortError, PutMode};
use crate::cloud::{
    BoundStep, Cloud, CloudError, InstanceChange, Outcome, PreflightFacts, PreflightQuery, Readiness, RunningGroup,
    Scope, Snapshot,
};
use crate::cluster_api::{
    Budget, ClusterApi, ClusterApiError, Eviction, Lease, ListedObject, Node, NodeChange, ObjectId, ObjectQuery,
    ObjectWrite, Pod, PodId, PodQuery, Warning,
};
use crate::facts::{Facts, FactsQuery};
use crate::resource::{CloudId, Kind, LaunchTemplate};
use crate::state::{Delete, Key, Put, StateError, StateStore, Version, Versioned};

/// A cloud of another language, with the methods `facts`, `observe`, `execute` and `probe`, and where it has buckets, instances and quotas
/// `open_bucket`, `instances`, `launch_templates`, `user_data`, `change_instance` and `preflight`.
#[derive(Clone, Debug)]
pub struct JsonCloud<P>(pub P);

impl<P: JsonPort> JsonCloud<P> {
    async fn ask<T: DeserializeOwned>(&self, method: &str, arguments: &impl Serialize) -> Result<T, CloudError> {
        let call = call(method, arguments, None);
        let answer = self.0.call(call).await.map_err(|error| error.of_cloud(method))?;
        serde_json::from_str(&answer.value).map_err(|error| unreadable_cloud(method, &error))
    }

    /// Calls a method without which nothing is known.
    async fn ask_if_known<T: DeserializeOwned + Default>(
        &self,
        method: &str,
        arguments: &impl Serialize,
    ) -> Result<T, CloudError> {
        let call = call(method, arguments, None);
        match self.0.call(call).await {
            Ok(answer) => serde_json::from_str(&answer.value).map_err(|error| unreadable_cloud(method, &error)),
            Err(PortError::NoMethod) => Ok(T::default()),
            Err(error) => Err(error.of_cloud(method)),
        }
    }
}

#[async_trait]
impl<P: JsonPort> Cloud for JsonCloud<P> {
    async fn facts(&self, query: &FactsQuery) -> Result<Facts, CloudError> {
        self.ask("facts", &(query,)).await
    }

    async fn observe(&self, scope: &Scope) -> Result<Snapshot, CloudError> {
        self.ask("observe", &(scope,)).await
    }

    async fn execute(&self, step: &BoundStep) -> Result<Outcome, CloudError> {
        self.ask("execute", &(step,)).await
    }

    async fn probe(&self, kind: Kind, id: &CloudId) -> Result<Readiness, CloudError> {
        self.ask("probe", &(kind, id)).await
    }

    async fn open_bucket(&self, name: &str) -> Result<Box<dyn StateStore>, StateError> {
        Ok(Box::new(self.0.open_bucket(name).await.map_err(|error| error.of_bucket(name))?))
    }

    async fn launch_templates(
        &self,
        versions: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, LaunchTemplate>, CloudError> {
        self.ask_if_known("launch_templates", &(versions,)).await
    }

    async fn user_data(&self, instances: &BTreeSet<CloudId>) -> Result<BTreeMap<CloudId, String>, CloudError> {
        self.ask_if_known("user_data", &(instances,)).await
    }

    async fn instances(&self, cluster: &str) -> Result<Vec<RunningGroup>, CloudError> {
        self.ask("instances", &(cluster,)).await
    }

    async fn change_instance(&self, change: &InstanceChange) -> Result<Readiness, CloudError> {
        self.ask("change_instance", &(change,)).await
    }

    async fn preflight(&self, query: &PreflightQuery) -> Result<PreflightFacts, CloudError> {
        self.ask_if_known("preflight", &(query,)).await
    }
}

/// The API of a cluster in another language, with the methods `addresses`, `nodes`, `pods`, `budgets`, `change_node` and `evict`; where
/// it has leases `lease` and `write_lease`; and where it has objects of any kind `server_version`, `objects`, `write_object` and `delete_object`.
#[derive(Clone, Debug)]
pub struct JsonClusterApi<P>(pub P);

impl<P: JsonPort> JsonClusterApi<P> {
    async fn ask<T: DeserializeOwned>(&self, method: &str, arguments: &impl Serialize) -> Result<T, ClusterApiError> {
        let call = call(method, arguments, None);
        let answer = self.0.call(call).await.map_err(|error| error.of_cluster(method))?;
        serde_json::from_str(&answer.value).map_err(|error| unreadable_cluster(method, &error))
    }
}

#[async_trait]
impl<P: JsonPort> ClusterApi for JsonClusterApi<P> {
    async fn addresses(&self) -> Result<Vec<IpAddr>, ClusterApiError> {
        self.ask("addresses", &[(); 0]).await
    }

    async fn nodes(&self) -> Result<Vec<Node>, ClusterApiError> {
        self.ask("nodes", &[(); 0]).await
    }

    async fn pods(&self, query: &PodQuery) -> Result<Vec<Pod>, ClusterApiError> {
        self.ask("pods", &(query,)).await
    }

    async fn budgets(&self) -> Result<Vec<Budget>, ClusterApiError> {
        self.ask("budgets", &[(); 0]).await
    }

    async fn warnings(&self) -> Result<Vec<Warning>, ClusterApiError> {
        let call = Call { method: "warnings".to_owned(), arguments: "[]".to_owned(), content: None };
        match self.0.call(call).await {
            Ok(answer) => serde_json::from_str(&answer.value).map_err(|error| unreadable_cluster("warnings", &error)),
            Err(PortError::NoMethod) => Ok(Vec::new()),
            Err(error) => Err(error.of_cluster("warnings")),
        }
    }

    async fn change_node(&self, node: &str, change: &NodeChange) -> Result<(), ClusterApiError> {
        self.ask("change_node", &(node, change)).await
    }

    async fn evict(&self, pod: &PodId) -> Result<Eviction, ClusterApiError> {
        self.ask("evict", &(pod,)).await
    }

    async fn lease(&self, name: &str) -> Result<Option<Lease>, ClusterApiError> {
        self.ask("lease", &(name,)).await
    }

    async fn write_lease(&self, lease: &Lease) -> Result<String, ClusterApiError> {
        self.ask("write_lease", &(lease,)).await
    }

    async fn server_version(&self) -> Result<String, ClusterApiError> {
        self.ask("server_version", &[(); 0]).await
    }

    async fn objects(&self, query: &ObjectQuery) -> Result<Vec<ListedObject>, ClusterApiError> {
        self.ask("objects", &(query,)).await
    }

    async fn write_object(&self, object: &Value, write: ObjectWrite) -> Result<Value, ClusterApiError> {
        self.ask("write_object", &(object, write)).await
    }

    async fn delete_object(&self, id: &ObjectId) -> Result<(), ClusterApiError> {
        self.ask("delete_object", &(id,)).await
    }
}

/// A state store of another language, with the methods `get`, `put`, `delete` and `list`, and where it publishes objects `put_public` and
/// `is_public`.
#[derive(Clone, Debug)]
pub struct JsonStore<P>(pub P);

impl<P: JsonPort> JsonStore<P> {
    async fn ask(
        &self,
        (method, operation): (&str, &'static str),
        key: &Key,
        arguments: &impl Serialize,
        content: Option<Bytes>,
    ) -> Result<Answer, StateError> {
        let call = call(method, arguments, content);
        self.0.call(call).await.map_err(|error| error.of_store(operation, key))
    }
}

fn call(method: &str, arguments: &impl Serialize, content: Option<Bytes>) -> Call {
    let arguments = serde_json::to_string(arguments).expect("what ports take serialises");
    Call { method: method.to_owned(), arguments, content }
}

fn read<T: DeserializeOwned>(answer: &Answer, operation: &'static str, key: &Key) -> Result<T, StateError> {
    serde_json::from_str(&answer.value).map_err(|error| unreadable_store(operation, key, &error.to_string()))
}

#[async_trait]
impl<P: JsonPort> StateStore for JsonStore<P> {
    async fn get(&self, key: &Key) -> Result<Option<Versioned>, StateError> {
        let answer = self.ask(("get", "reading"), key, &(key,), None).await?;
        match (read::<Option<Version>>(&answer, "reading", key)?, answer.content) {
            (Some(version), Some(value)) => Ok(Some(Versioned { value, version })),
            (None, None) => Ok(None),
            _ => Err(unreadable_store("reading", key, "an object has a value and a version")),
        }
    }

    async fn put(&self, key: &Key, value: Bytes, mode: Put) -> Result<Version, StateError> {
        let answer = self.ask(("put", "writing"), key, &(key, PutMode::from(mode)), Some(value)).await?;
        read(&answer, "writing", key)
    }

    async fn delete(&self, key: &Key, mode: Delete) -> Result<(), StateError> {
        self.ask(("delete", "deleting"), key, &(key, DeleteMode::from(mode)), None).await.map(drop)
    }

    async fn list(&self, prefix: &Key) -> Result<Vec<Key>, StateError> {
        let answer = self.ask(("list", "listing"), prefix, &(prefix,), None).await?;
        read(&answer, "listing", prefix)
    }

    async fn put_public(&self, key: &Key, value: Bytes, mode: Put) -> Result<Version, StateError> {
        let arguments = json!([key, PutMode::from(mode)]).to_string();
        let call = Call { method: "put_public".to_owned(), arguments, content: Some(value) };
        match self.0.call(call).await {
            Err(PortError::NoMethod) => Err(StateError::Public { key: key.to_string() }),
            answer => read(&answer.map_err(|error| error.of_store("writing", key))?, "writing", key),
        }
    }

    async fn is_public(&self, key: &Key) -> Result<bool, StateError> {
        let call = Call { method: "is_public".to_owned(), arguments: json!([key]).to_string(), content: None };
        match self.0.call(call).await {
            Err(PortError::NoMethod) => Ok(false),
            answer => read(&answer.map_err(|error| error.of_store("reading", key))?, "reading", key),
        }
    }
}
