//! Managed files that a spec puts outside of the cluster's state store: control files of etcd's backups, and discovery documents of
//! service accounts.

use std::collections::BTreeMap;

use futures::future::try_join_all;

use super::Error;
use crate::cloud::Cloud;
use crate::diag::Diagnostic;
use crate::graph::Graph;
use crate::model::codes;
use crate::resource::Resource;
use crate::state::{self, StateError, StoreObject, StoreView};

/// What it means that a bucket does not exist.
#[derive(Clone, Copy)]
pub(super) enum MissingBucket {
    /// The spec cannot be applied.
    Refused,
    /// Nothing is left to delete in it.
    Empty,
}

/// Reads the objects that a graph keeps in buckets of its own.
///
/// # Errors
/// [`Error::Invalid`] where such a bucket does not exist and that is refused, with the place of the field that names it, and
/// [`Error::State`].
pub(super) async fn view(
    cloud: &dyn Cloud,
    graph: &Graph,
    missing_bucket: MissingBucket,
) -> Result<BTreeMap<String, StoreObject>, Error> {
    let found = StoreView::elsewhere(graph).into_iter().map(async |place| {
        match read(cloud, place, should_be_public(graph, place)).await {
            Err(StateError::NoStore { store }) => match missing_bucket {
                MissingBucket::Refused => Err(missing(graph, place, &store)),
                MissingBucket::Empty => Ok(None),
            },
            found => Ok(found?.map(|object| (place.to_owned(), object))),
        }
    });
    Ok(try_join_all(found).await?.into_iter().flatten().collect())
}

/// Only of objects that should be public it is asked whether they are, as that is one more call and permission.
async fn read(cloud: &dyn Cloud, place: &str, should_be_public: bool) -> Result<Option<StoreObject>, StateError> {
    let Some((bucket, key)) = state::elsewhere(place)? else { return Ok(None) };
    let bucket = cloud.open_bucket(bucket).await?;
    let Some(found) = bucket.get(&key).await? else { return Ok(None) };
    let public = should_be_public && bucket.is_public(&key).await?;
    let content = String::from_utf8_lossy(&found.value).into_owned();
    Ok(Some(StoreObject { content, version: found.version, public }))
}

fn should_be_public(graph: &Graph, place: &str) -> bool {
    let is_public =
        |resource: &Resource| matches!(resource, Resource::ManagedFile(file) if file.key == place && file.public);
    graph.nodes.values().any(|node| is_public(&node.resource))
}

fn missing(graph: &Graph, place: &str, bucket: &str) -> Error {
    let is_there = |resource: &Resource| matches!(resource, Resource::ManagedFile(file) if file.key == place);
    let path = graph.nodes.values().find(|node| is_there(&node.resource)).and_then(|node| node.origin.path.clone());
    let location = path.as_ref().and_then(|path| graph.locations.get(path).cloned());
    let code = if StoreView::may_be_public(place) { codes::DISCOVERY_STORE } else { codes::BACKUP_STORE };
    let finding = Diagnostic::error(code.id, format!("the bucket `{bucket}` does not exist"));
    let finding =
        finding.located(location).help("make the bucket first: kops writes to it, and never makes or deletes it");
    Error::Invalid { findings: Diagnostic { path, ..finding }.into(), texts: Vec::new() }
}
