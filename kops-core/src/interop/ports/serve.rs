//! Calls of a cloud, a state store or the API of a cluster of this library from another language.

use std::collections::BTreeSet;

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Answer, Call, DeleteMode, PutMode};
use crate::cloud::{BoundStep, Cloud, CloudError, ErrorKind, InstanceChange, PreflightQuery, Scope};
use crate::cluster_api::{
    ClusterApi, ClusterApiError, ClusterApiErrorKind, Lease, NodeChange, ObjectId, ObjectQuery, ObjectWrite, PodId,
    PodQuery,
};
use crate::facts::FactsQuery;
use crate::resource::{CloudId, Kind};
use crate::state::{Key, StateError, StateStore};

/// Calls a method of a cloud: `facts`, `observe`, `execute`, `probe`, `instances`, `launch_templates`, `change_instance` or
/// `preflight`.
///
/// # Errors
/// What the method returns, and an invalid call, where the arguments are not those of the method.
pub async fn call_cloud(cloud: &dyn Cloud, method: &str, arguments: &str) -> Result<String, CloudError> {
    match method {
        "facts" => {
            let (query,): (FactsQuery,) = read(method, arguments)?;
            Ok(written(&cloud.facts(&query).await?))
        }
        "observe" => {
            let (scope,): (Scope,) = read(method, arguments)?;
            Ok(written(&cloud.observe(&scope).await?))
        }
        "execute" => {
            let (step,): (BoundStep,) = read(method, arguments)?;
            Ok(written(&cloud.execute(&step).await?))
        }
        "probe" => {
            let (kind, id): (Kind, CloudId) = read(method, arguments)?;
            Ok(written(&cloud.probe(kind, &id).await?))
        }
        "instances" => {
            let (cluster,): (String,) = read(method, arguments)?;
            Ok(written(&cloud.instances(&cluster).await?))
        }
        "launch_templates" => {
            let (versions,): (BTreeSet<String>,) = read(method, arguments)?;
            Ok(written(&cloud.launch_templates(&versions).await?))
        }
        "change_instance" => {
            let (change,): (InstanceChange,) = read(method, arguments)?;
            Ok(written(&cloud.change_instance(&change).await?))
        }
        "preflight" => {
            let (query,): (PreflightQuery,) = read(method, arguments)?;
            Ok(written(&cloud.preflight(&query).await?))
        }
        _ => Err(CloudError::new(ErrorKind::Invalid, method, "a cloud has no such method")),
    }
}

/// Calls a method of the API of a cluster: `addresses`, `nodes`, `pods`, `budgets`, `warnings`, `change_node`, `evict`, `lease`, `write_lease`,
/// `server_version`, `objects`, `write_object` or `delete_object`.
///
/// # Errors
/// What the method returns, and an invalid call, where the arguments are not those of the method.
pub async fn call_cluster(cluster: &dyn ClusterApi, method: &str, arguments: &str) -> Result<String, ClusterApiError> {
    let invalid = |message| ClusterApiError::new(ClusterApiErrorKind::Invalid, method, message);
    let unreadable = |error: serde_json::Error| invalid(format!("the arguments cannot be read: {error}"));
    match method {
        "addresses" => Ok(written(&cluster.addresses().await?)),
        "nodes" => Ok(written(&cluster.nodes().await?)),
        "budgets" => Ok(written(&cluster.budgets().await?)),
        "warnings" => Ok(written(&cluster.warnings().await?)),
        "pods" => {
            let (query,): (PodQuery,) = serde_json::from_str(arguments).map_err(unreadable)?;
            Ok(written(&cluster.pods(&query).await?))
        }
        "change_node" => {
            let (node, change): (String, NodeChange) = serde_json::from_str(arguments).map_err(unreadable)?;
            Ok(written(&cluster.change_node(&node, &change).await?))
        }
        "evict" => {
            let (pod,): (PodId,) = serde_json::from_str(arguments).map_err(unreadable)?;
            Ok(written(&cluster.evict(&pod).await?))
        }
        "lease" => {
            let (name,): (String,) = serde_json::from_str(arguments).map_err(unreadable)?;
            Ok(written(&cluster.lease(&name).await?))
        }
        "write_lease" => {
            let (lease,): (Lease,) = serde_json::from_str(arguments).map_err(unreadable)?;
            Ok(written(&cluster.write_lease(&lease).await?))
        }
        "server_version" => Ok(written(&cluster.server_version().await?)),
        "objects" => {
            let (query,): (ObjectQuery,) = serde_json::from_str(arguments).map_err(unreadable)?;
            Ok(written(&cluster.objects(&query).await?))
        }
        "write_object" => {
            let (object, write): (Value, ObjectWrite) = serde_json::from_str(arguments).map_err(unreadable)?;
            Ok(written(&cluster.write_object(&object, write).await?))
        }
        "delete_object" => {
            let (id,): (ObjectId,) = serde_json::from_str(arguments).map_err(unreadable)?;
            Ok(written(&cluster.delete_object(&id).await?))
        }
        _ => Err(invalid("a cluster has no such method".to_owned())),
    }
}

fn read<T: DeserializeOwned>(method: &str, arguments: &str) -> Result<T, CloudError> {
    let invalid = |error| CloudError::new(ErrorKind::Invalid, method, format!("the arguments cannot be read: {error}"));
    serde_json::from_str(arguments).map_err(invalid)
}

/// Calls a method of a state store: `get`, `put`, `delete`, `list`, `put_public` or `is_public`.
///
/// # Errors
/// What the method returns, and [`StateError::InvalidKey`] where the arguments are not those of the method.
pub async fn call_store(store: &dyn StateStore, call: Call) -> Result<Answer, StateError> {
    let Call { method, arguments, content } = call;
    match method.as_str() {
        "get" => {
            let (key,): (String,) = arguments_of(&arguments)?;
            let found = store.get(&Key::new(key)?).await?;
            let value = written(&found.as_ref().map(|found| &found.version));
            Ok(Answer { value, content: found.map(|found| found.value) })
        }
        "put" | "put_public" => {
            let (key, mode): (String, PutMode) = arguments_of(&arguments)?;
            let (key, content): (_, Bytes) = (Key::new(key)?, content.unwrap_or_default());
            let version = match method.as_str() {
                "put" => store.put(&key, content, mode.into()).await?,
                _ => store.put_public(&key, content, mode.into()).await?,
            };
            Ok(Answer { value: written(&version), content: None })
        }
        "is_public" => {
            let (key,): (String,) = arguments_of(&arguments)?;
            Ok(Answer { value: written(&store.is_public(&Key::new(key)?).await?), content: None })
        }
        "delete" => {
            let (key, mode): (String, DeleteMode) = arguments_of(&arguments)?;
            store.delete(&Key::new(key)?, mode.into()).await?;
            Ok(Answer { value: written(&()), content: None })
        }
        _ => {
            let (prefix,): (String,) = arguments_of(&arguments)?;
            Ok(Answer { value: written(&store.list(&Key::new(prefix)?).await?), content: None })
        }
    }
}

fn arguments_of<T: DeserializeOwned>(arguments: &str) -> Result<T, StateError> {
    serde_json::from_str(arguments).map_err(|_| StateError::InvalidKey { key: arguments.to_owned() })
}

fn written(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
