//! Keysets and secrets of a cluster: what a plan needs to know of them, and making those that are missing.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;
use bytes::Bytes;
use futures::future::try_join_all;
use sha2::{Digest as _, Sha256};

use super::{Clusters, Key, Layout, Put, StateError, StateStore, Version};
use crate::graph::{Graph, Ownership};
use crate::naming::keysets;
use crate::pki::{self, Keyset, KeysetError, Secret, SecretError};
use crate::resource::{Kind, Output, Outputs, ResourceId};

/// What kops called keysets before it renamed them. Its nodes read both.
const LEGACY_NAMES: [(&str, &str); 2] = [(keysets::KUBERNETES_CA, "ca"), (keysets::SERVICE_ACCOUNT, "master")];

/// Reads the public outputs of a graph's keysets.
pub(super) async fn keysets(
    clusters: &Clusters<'_>,
    layout: &Layout,
    graph: &Graph,
) -> Result<BTreeMap<String, Outputs>, StateError> {
    let reads: Vec<_> =
        names(graph, Kind::Keyset).into_iter().map(|name| stored(clusters.store, layout, name)).collect();
    let found = try_join_all(reads).await?.into_iter().flatten();
    Ok(found.map(|(keyset, _)| (keyset.name().to_owned(), outputs(&keyset))).collect())
}

/// Reads the outputs of a graph's secrets that exist. Of secrets that users give the hash is one; the others are not read.
pub(super) async fn secrets(
    clusters: &Clusters<'_>,
    layout: &Layout,
    graph: &Graph,
) -> Result<BTreeMap<String, Outputs>, StateError> {
    let names = names(graph, Kind::Secret);
    if names.is_empty() {
        return Ok(BTreeMap::new());
    }
    let listed = clusters.store.list(&layout.secrets()).await?;
    let found: BTreeSet<&str> = listed.iter().filter_map(|key| key.segments().last()).collect();
    let mut secrets = BTreeMap::new();
    for name in names.into_iter().filter(|name| found.contains(name)) {
        let mut outputs = Outputs::from([(Output::Id, name.to_owned())]);
        let node = graph.nodes.get(&ResourceId::new(Kind::Secret, name));
        if node.is_some_and(|node| matches!(node.ownership, Ownership::Shared(_))) {
            let Some(found) = outputs_of_secret(clusters.store, layout, name).await? else { continue };
            outputs.extend(found);
        }
        secrets.insert(name.to_owned(), outputs);
    }
    Ok(secrets)
}

/// What may be known of a secret that a user gave: its hash, and its seal where an addon holds it.
async fn outputs_of_secret(store: &dyn StateStore, layout: &Layout, name: &str) -> Result<Option<Outputs>, StateError> {
    let Some(secret) = secret(store, layout, name).await? else { return Ok(None) };
    let mut outputs = Outputs::from([(Output::Sha256Base64Url, URL_SAFE.encode(Sha256::digest(secret.expose())))]);
    let seal = secret.seal(name).map_err(|source| unusable(layout, name, source))?;
    outputs.extend(seal.map(|seal| (Output::Sealed, seal)));
    Ok(Some(outputs))
}

async fn secret(store: &dyn StateStore, layout: &Layout, name: &str) -> Result<Option<Secret>, StateError> {
    let Some(found) = store.get(&layout.secret(name)?).await? else { return Ok(None) };
    Secret::from_json(name, &found.value).map(Some).map_err(|source| unusable(layout, name, source))
}

fn unusable(layout: &Layout, name: &str, source: SecretError) -> StateError {
    match layout.secret(name) {
        Ok(key) => StateError::Secret { key, source },
        Err(error) => error,
    }
}

/// Returns a managed file as it is written: with the secrets that it has sealed.
///
/// # Errors
/// Where the store cannot be read, and [`StateError::Conflict`] where a secret is not the one that was sealed.
pub(crate) async fn unsealed(store: &dyn StateStore, cluster: &str, content: &str) -> Result<Secret, StateError> {
    let layout = Layout::new(cluster)?;
    let mut secrets = BTreeMap::new();
    let sealed = pki::sealed_in(content);
    for name in &sealed {
        let Some(found) = secret(store, &layout, name).await? else {
            return Err(StateError::moved(&layout.secret(name)?, false));
        };
        secrets.insert(*name, found);
    }
    let opened = pki::unseal(content, &secrets).map_err(|source| unusable(&layout, source.secret(), source.clone()))?;
    match (opened, sealed.first()) {
        (None, Some(name)) => Err(StateError::moved(&layout.secret(name)?, true)),
        (opened, _) => Ok(opened.unwrap_or_else(|| Secret::from(content.to_owned()))),
    }
}

/// Returns the outputs of a keyset, making the keyset where there is none. Repeating it has no further effect.
pub(crate) async fn ensure_keyset(
    store: &dyn StateStore,
    cluster: &str,
    name: &str,
    make: impl Fn() -> Result<Keyset, KeysetError>,
) -> Result<Outputs, StateError> {
    let layout = Layout::new(cluster)?;
    if let Some((found, _)) = stored(store, &layout, name).await? {
        return Ok(outputs(&found));
    }
    let key = layout.keyset(name)?;
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
        None => store.put(&key, bytes(&make().to_json()), Put::Create).await.map(|_| ()),
    }
}

/// Reads a keyset, and the version at its place. One that is under the name of an older version of kops has none yet.
pub(super) async fn stored(
    store: &dyn StateStore,
    layout: &Layout,
    name: &str,
) -> Result<Option<(Keyset, Option<Version>)>, StateError> {
    let key = layout.keyset(name)?;
    if let Some(found) = store.get(&key).await? {
        return Ok(Some((read(name, &key, &found.value)?, Some(found.version))));
    }
    let Some((_, legacy)) = LEGACY_NAMES.iter().find(|(new, _)| *new == name) else { return Ok(None) };
    let key = layout.keyset(legacy)?;
    let found = store.get(&key).await?;
    found.map(|found| Ok((read(name, &key, &found.value)?, None))).transpose()
}

fn read(name: &str, key: &Key, bytes: &[u8]) -> Result<Keyset, StateError> {
    Keyset::from_yaml(name, bytes).map_err(|source| StateError::Keyset { key: key.clone(), source })
}

pub(super) fn bytes(secret: &Secret) -> Bytes {
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
