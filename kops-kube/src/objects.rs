//! Objects of any kind, where the API server says that it serves it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use kops_core::cluster_api::{
    ClusterApiError, ClusterApiErrorKind as Kind, LAST_APPLIED, ListedObject, ObjectId, ObjectQuery, ObjectWrite,
};
use kube::api::{DeleteParams, DynamicObject, ListParams, Patch, PatchParams, PostParams};
use kube::core::{GroupVersionKind, PartialObjectMeta};
use kube::discovery::{self, ApiCapabilities, ApiResource, Scope};
use kube::error::DiscoveryError;
use kube::{Api, Client, Error};
use serde_json::{Value, json};

use crate::{ATTEMPTS, error, managed_fields, pages};

/// The field manager, as kops calls itself.
const MANAGER: &str = "kops";

/// Kinds that were looked up, by `apps/v1` and `Deployment` or, for any version, by `apps` and `Deployment`. What the API server does not
/// serve is looked up again: a custom resource definition may add it.
#[derive(Clone, Default)]
pub(crate) struct Kinds(Arc<Mutex<BTreeMap<(String, String), Served>>>);

#[derive(Clone)]
struct Served {
    resource: ApiResource,
    is_namespaced: bool,
}

impl Served {
    fn new((resource, capabilities): (ApiResource, ApiCapabilities)) -> Self {
        Self { resource, is_namespaced: capabilities.scope == Scope::Namespaced }
    }

    fn api(&self, client: &Client, namespace: Option<&str>) -> Api<DynamicObject> {
        match namespace.filter(|_| self.is_namespaced) {
            Some(namespace) => Api::namespaced_with(client.clone(), namespace, &self.resource),
            None => Api::all_with(client.clone(), &self.resource),
        }
    }
}

impl Kinds {
    fn known(&self, key: &(String, String)) -> Option<Served> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    fn learn(&self, key: (String, String), served: &Served) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key, served.clone());
    }

    /// A kind in the version that an object has.
    async fn of_version(&self, client: &Client, api_version: &str, kind: &str) -> Result<Option<Served>, Error> {
        let key = (api_version.to_owned(), kind.to_owned());
        if let Some(known) = self.known(&key) {
            return Ok(Some(known));
        }
        let (group, version) = api_version.rsplit_once('/').unwrap_or(("", api_version));
        let found = discovery::pinned_kind(client, &GroupVersionKind::gvk(group, version, kind)).await;
        let found = if_served(found)?.map(Served::new);
        found.iter().for_each(|served| self.learn(key.clone(), served));
        Ok(found)
    }

    /// A kind in the most stable version that has it.
    async fn of_group(&self, client: &Client, group: &str, kind: &str) -> Result<Option<Served>, Error> {
        let key = (group.to_owned(), kind.to_owned());
        if let Some(known) = self.known(&key) {
            return Ok(Some(known));
        }
        let Some(found) = if_served(discovery::group(client, group).await)? else { return Ok(None) };
        let found = found.resources_by_stability().into_iter().find(|(resource, _)| resource.kind == kind);
        let found = found.map(Served::new);
        found.iter().for_each(|served| self.learn(key.clone(), served));
        Ok(found)
    }
}

/// Nothing for a group, a version or a kind that the API server does not serve.
fn if_served<T>(found: Result<T, Error>) -> Result<Option<T>, Error> {
    match found {
        Err(Error::Discovery(
            DiscoveryError::MissingKind(_)
            | DiscoveryError::MissingApiGroup(_)
            | DiscoveryError::MissingResource(_)
            | DiscoveryError::EmptyApiGroup(_),
        )) => Ok(None),
        Err(Error::Api(status)) if status.code == 404 => Ok(None),
        found => found.map(Some),
    }
}

/// Lists objects of a kind without what they hold.
pub(crate) async fn list(
    client: &Client,
    kinds: &Kinds,
    query: &ObjectQuery,
) -> Result<Vec<ListedObject>, ClusterApiError> {
    let operation = format!("list {}", query.kind);
    let failed = |error| error::of(&operation, error);
    let Some(served) = kinds.of_group(client, &query.group, &query.kind).await.map_err(failed)? else {
        return Ok(Vec::new());
    };
    let api = served.api(client, query.namespace.as_deref());
    let params = ListParams {
        label_selector: query.label_selector.clone(),
        field_selector: query.field_selector.clone(),
        ..ListParams::default()
    };
    let read = |params| {
        let api = api.clone();
        async move { api.list_metadata(&params).await }
    };
    let keep = |object: PartialObjectMeta<DynamicObject>| listed(query, object.metadata);
    pages(params, read, keep).await.map_err(failed)
}

fn listed(query: &ObjectQuery, metadata: ObjectMeta) -> ListedObject {
    let mut annotations = metadata.annotations.unwrap_or_default();
    annotations.remove(LAST_APPLIED);
    let id = ObjectId {
        group: query.group.clone(),
        kind: query.kind.clone(),
        namespace: metadata.namespace,
        name: metadata.name.unwrap_or_default(),
    };
    ListedObject { id, annotations }
}

/// Writes an object, and returns it as it is then.
pub(crate) async fn write(
    client: &Client,
    kinds: &Kinds,
    object: &Value,
    write: ObjectWrite,
) -> Result<Value, ClusterApiError> {
    let invalid = |operation: &str, message: String| ClusterApiError::new(Kind::Invalid, operation, message);
    let unnamed = || invalid("write object", "an object needs `apiVersion`, `kind` and `metadata.name`".to_owned());
    let id = ObjectId::of(object).ok_or_else(unnamed)?;
    let api_version = object.get("apiVersion").and_then(Value::as_str).unwrap_or_default();
    let operation = format!("write {id}");
    let failed = |error| error::of(&operation, error);
    let served = kinds.of_version(client, api_version, &id.kind).await.map_err(failed)?.ok_or_else(|| {
        let message = format!("the API server serves no kind `{}` of `{api_version}`", id.kind);
        ClusterApiError::new(Kind::NotFound, operation.as_str(), message).status(404)
    })?;
    match (served.is_namespaced, &id.namespace) {
        (true, None) => return Err(invalid(&operation, format!("`{id}` needs a namespace"))),
        (false, Some(_)) => return Err(invalid(&operation, format!("`{}` is in no namespace", id.kind))),
        _ => {}
    }
    let api = served.api(client, id.namespace.as_deref());
    let written = match write {
        ObjectWrite::Apply => apply(&api, &id.name, object).await,
        ObjectWrite::Create => {
            let object: DynamicObject =
                serde_json::from_value(object.clone()).map_err(Error::SerdeError).map_err(failed)?;
            api.create(&PostParams { field_manager: Some(MANAGER.to_owned()), ..PostParams::default() }, &object).await
        }
        ObjectWrite::Annotate => {
            let annotations = object.pointer("/metadata/annotations");
            let patch = Patch::Merge(json!({"metadata": {"annotations": annotations}}));
            api.patch(&id.name, &PatchParams::default(), &patch).await
        }
        other => return Err(invalid(&operation, format!("the write {other:?} is not known here"))),
    };
    let written = written.map_err(failed)?;
    serde_json::to_value(written).map_err(Error::SerdeError).map_err(failed)
}

/// Applies an object. Fields that kubectl or an older kops own become those of the manager, so that what left the object goes.
async fn apply(api: &Api<DynamicObject>, name: &str, object: &Value) -> Result<DynamicObject, Error> {
    take_over(api, name).await?;
    api.patch(name, &PatchParams::apply(MANAGER).force(), &Patch::Apply(object)).await
}

/// Makes the manager the owner of the fields that kubectl or an older kops own.
async fn take_over(api: &Api<DynamicObject>, name: &str) -> Result<(), Error> {
    for attempt in 1.. {
        let there = api.get_metadata_opt(name).await?;
        let Some(patch) = there.and_then(|there| managed_fields::patch(&there.metadata, MANAGER)) else { break };
        match api.patch_metadata(name, &PatchParams::default(), &Patch::Merge(patch)).await {
            // Another writer was faster, as controllers often are.
            Err(Error::Api(status)) if status.code == 409 && attempt < ATTEMPTS => {}
            answer => return answer.map(drop),
        }
    }
    Ok(())
}

/// Deletes an object, and what it owns in the background.
pub(crate) async fn delete(client: &Client, kinds: &Kinds, id: &ObjectId) -> Result<(), ClusterApiError> {
    let operation = format!("delete {id}");
    let failed = |error| error::of(&operation, error);
    let Some(served) = kinds.of_group(client, &id.group, &id.kind).await.map_err(failed)? else { return Ok(()) };
    match served.api(client, id.namespace.as_deref()).delete(&id.name, &DeleteParams::background()).await {
        Err(Error::Api(status)) if status.code == 404 => Ok(()),
        answer => answer.map(drop).map_err(failed),
    }
}
