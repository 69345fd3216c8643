//! Calls of a cloud, a state store or the API of a cluster of this library from another language.

use std::collections::BTreeSet;
use std::vec::IntoIter;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::super::call::CallError;
use super::{Answer, Call, DeleteMode, PutMode};
use crate::cloud::{BoundStep, Cloud, InstanceChange, PreflightQuery, Scope};
use crate::cluster_api::{ClusterApi, Lease, NodeChange, ObjectId, ObjectQuery, ObjectWrite, PodId, PodQuery};
use crate::engine::Error;
use crate::facts::FactsQuery;
use crate::resource::{CloudId, Kind};
use crate::state::{Key, StateStore};

/// Calls a method of a cloud: `facts`, `observe`, `execute`, `probe`, `instances`, `launch_templates`, `user_data`, `change_instance`
/// or `preflight`.
///
/// # Errors
/// What the method returns, and arguments that are not those of the method.
pub async fn call_cloud(cloud: &dyn Cloud, method: &str, arguments: &str) -> Result<String, CallError> {
    let mut given = List::read(arguments)?;
    match method {
        "facts" => answer(cloud.facts(&given.next::<FactsQuery>("query")?).await),
        "observe" => answer(cloud.observe(&given.next::<Scope>("scope")?).await),
        "execute" => answer(cloud.execute(&given.next::<BoundStep>("step")?).await),
        "probe" => answer(cloud.probe(given.next::<Kind>("kind")?, &given.next::<CloudId>("id")?).await),
        "instances" => answer(cloud.instances(&given.next::<String>("cluster")?).await),
        "launch_templates" => answer(cloud.launch_templates(&given.next::<BTreeSet<String>>("versions")?).await),
        "user_data" => answer(cloud.user_data(&given.next::<BTreeSet<CloudId>>("instances")?).await),
        "change_instance" => answer(cloud.change_instance(&given.next::<InstanceChange>("change")?).await),
        "preflight" => answer(cloud.preflight(&given.next::<PreflightQuery>("query")?).await),
        _ => Err(CallError::value("method", format!("a cloud has no method `{method}`"))),
    }
}

/// Calls a method of the API of a cluster: `addresses`, `nodes`, `pods`, `budgets`, `warnings`, `change_node`, `evict`, `lease`, `write_lease`,
/// `server_version`, `objects`, `write_object` or `delete_object`.
///
/// # Errors
/// What the method returns, and arguments that are not those of the method.
pub async fn call_cluster(cluster: &dyn ClusterApi, method: &str, arguments: &str) -> Result<String, CallError> {
    let mut given = List::read(arguments)?;
    match method {
        "addresses" => answer(cluster.addresses().await),
        "nodes" => answer(cluster.nodes().await),
        "budgets" => answer(cluster.budgets().await),
        "warnings" => answer(cluster.warnings().await),
        "pods" => answer(cluster.pods(&given.next::<PodQuery>("query")?).await),
        "change_node" => {
            let node: String = given.next("node")?;
            answer(cluster.change_node(&node, &given.next::<NodeChange>("change")?).await)
        }
        "evict" => answer(cluster.evict(&given.next::<PodId>("pod")?).await),
        "lease" => answer(cluster.lease(&given.next::<String>("name")?).await),
        "write_lease" => answer(cluster.write_lease(&given.next::<Lease>("lease")?).await),
        "server_version" => answer(cluster.server_version().await),
        "objects" => answer(cluster.objects(&given.next::<ObjectQuery>("query")?).await),
        "write_object" => {
            let object: Value = given.next("object")?;
            answer(cluster.write_object(&object, given.next::<ObjectWrite>("write")?).await)
        }
        "delete_object" => answer(cluster.delete_object(&given.next::<ObjectId>("id")?).await),
        _ => Err(CallError::value("method", format!("a cluster has no method `{method}`"))),
    }
}

/// Calls a method of a state store: `get`, `put`, `delete`, `list`, `put_public` or `is_public`.
///
/// # Errors
/// What the method returns, and arguments that are not those of the method.
pub async fn call_store(store: &dyn StateStore, call: Call) -> Result<Answer, CallError> {
    let Call { method, arguments, content } = call;
    let mut given = List::read(&arguments)?;
    let key = Key::new(given.next::<String>(if method == "list" { "prefix" } else { "key" })?).map_err(Error::from)?;
    let (value, content) = match method.as_str() {
        "get" => {
            let found = store.get(&key).await.map_err(Error::from)?;
            (answer::<_, Error>(Ok(found.as_ref().map(|found| &found.version))), found.map(|found| found.value))
        }
        "put" => {
            (answer(store.put(&key, content.unwrap_or_default(), given.next::<PutMode>("mode")?.into()).await), None)
        }
        "put_public" => {
            let mode = given.next::<PutMode>("mode")?.into();
            (answer(store.put_public(&key, content.unwrap_or_default(), mode).await), None)
        }
        "is_public" => (answer(store.is_public(&key).await), None),
        "delete" => (answer(store.delete(&key, given.next::<DeleteMode>("mode")?.into()).await), None),
        "list" => (answer(store.list(&key).await), None),
        _ => (Err(CallError::value("method", format!("a state store has no method `{method}`"))), None),
    };
    Ok(Answer { value: value?, content })
}

/// The arguments of a method, in their order.
struct List(IntoIter<Value>);

impl List {
    fn read(text: &str) -> Result<Self, CallError> {
        let values = serde_json::from_str::<Vec<Value>>(text);
        values.map(|values| Self(values.into_iter())).map_err(|error| CallError::unreadable("arguments", &error))
    }

    /// Takes the next one, of this name. One that is missing is null.
    fn next<T: DeserializeOwned>(&mut self, name: &str) -> Result<T, CallError> {
        let value = self.0.next().unwrap_or_default();
        serde_json::from_value(value).map_err(|error| CallError::unreadable(name, &error))
    }
}

/// What a method returned, as JSON.
fn answer<T: Serialize, E>(returned: Result<T, E>) -> Result<String, CallError>
where
    Error: From<E>,
{
    Ok(serde_json::to_string(&returned.map_err(Error::from)?).expect("what ports return serialises"))
}
