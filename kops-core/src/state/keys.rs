//! Keysets and secrets of a cluster: what a plan needs to know of them, and making those that are missing.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;

use super::{Clusters, Key, Layout, Put, StateError, StateStore};
use crate::graph::Graph;
use crate::pki::{Keyset, KeysetError, Secret};
use crate::resource::{Kind, Output, Outputs};

/// Reads the public outputs of a graph's keysets.
pub(super) async fn keysets(
    clusters: &Clusters<'_>,
    layout: &Layout,
    graph: &Graph,
) -> Result<BTreeMap<String, Outputs>, StateError> {
    let names = names(graph, Kind::Keyset);
    let keys = names.iter().map(|name| layout.keyset(name)).collect::<Result<Vec<_>, _>>()?;
    let mut found = BTreeMap::new();
    for ((name, key), object) in names.into_iter().zip(&keys).zip(clusters.get_each(&keys).await) {
        if let Some(object) = object? {
            found.insert(name.to_owned(), outputs(&read(name, key, &object.value)?));
        }
    }
    Ok(found)
}

/// Finds the secrets of a graph that exist.
pub(super) async fn secrets(
    clusters: &Clusters<'_>,
    layout: &Layout,
    graph: &Graph,
) -> Result<BTreeSet<String>, StateError> {
    let names = names(graph, Kind::Secret);
    if names.is_empty() {
        return Ok(BTreeSet::new());
    }
    let listed = clusters.store.list(&layout.secrets()).await?;
    let found: BTreeSet<&str> = listed.iter().filter_map(|key| key.segments().last()).collect();
    Ok(names.into_iter().filter(|name| found.contains(name)).map(str::to_owned).collect())
}

/// Returns the outputs of a keyset, making the keyset where there is none. Repeating it has no further effect.
pub(crate) async fn ensure_keyset(
    store: &dyn StateStore,
    cluster: &str,
    name: &str,
    make: impl Fn() -> Result<Keyset, KeysetError>,
) -> Result<Outputs, StateError> {
    let key = Layout::new(cluster)?.keyset(name)?;
    if let Some(found) = store.get(&key).await? {
        return Ok(outputs(&read(name, &key, &found.value)?));
    }
    let keyset = make().map_err(|source| StateError::Keyset { key: key.clone(), source })?;
    store.put(&key, bytes(&keyset.to_yaml()), Put::Create).await?;
    Ok(outputs(&keyset))
}

/// Makes a secret where there is none. Repeating it has no further effect.
pub(crate) async fn ensure_secret(
    store: &dyn StateStore,
    cluster: &str,
    name: &str,
    make: impl Fn() -> Secret,
) -> Result<(), StateError> {
    let key = Layout::new(cluster)?.secret(name)?;
    match store.get(&key).await? {
        Some(_) => Ok(()),
        None => store.put(&key, bytes(&document(&make())), Put::Create).await.map(|_| ()),
    }
}

/// A secret as kops stores it.
fn document(secret: &Secret) -> Secret {
    Secret::from(format!("{{\"Data\":\"{}\"}}", STANDARD.encode(secret.expose())))
}

fn read(name: &str, key: &Key, bytes: &[u8]) -> Result<Keyset, StateError> {
    Keyset::from_yaml(name, bytes).map_err(|source| StateError::Keyset { key: key.clone(), source })
}

fn bytes(secret: &Secret) -> Bytes {
    Bytes::copy_from_slice(secret.expose())
}

fn outputs(keyset: &Keyset) -> Outputs {
    Outputs::from([
        (Output::Id, keyset.name().to_owned()),
        (Output::Certificates, keyset.certificates()),
        (Output::KeypairId, keyset.keypair_id().to_owned()),
        (Output::PublicKeys, keyset.public_keys()),
        (Output::Jwks, keyset.jwks()),
    ])
}

fn names(graph: &Graph, kind: Kind) -> Vec<&str> {
    graph.nodes.keys().filter(|id| id.kind == kind).map(|id| id.name.as_str()).collect()
}
