//! What a cluster has of its addons.

use std::collections::BTreeSet;

use serde_json::Value;

use super::channel::{AddonChannel, ChannelAddon};
use super::plan::{Observed, installed};
use crate::cluster_api::{ClusterApi, ClusterApiError, ClusterApiErrorKind as ErrorKind, ObjectId, ObjectQuery};
use crate::model::{KUBE_SYSTEM, PrunedKind};
use crate::spec::Version;

/// Reads what a cluster has of its addons.
pub(super) async fn observe(api: &dyn ClusterApi, channels: &[AddonChannel]) -> Result<Observed, ClusterApiError> {
    let version = api.server_version().await?;
    let unknown = || {
        let message = format!("`{version}` is not a version of Kubernetes");
        ClusterApiError::new(ErrorKind::Invalid, "get version", message)
    };
    let kubernetes = Version::parse(&version).ok_or_else(unknown)?;
    let installed = installed(&api.objects(&namespaces()).await?);
    let mut without_pki = BTreeSet::new();
    for addon in channels.iter().flat_map(|channel| &channel.addons).filter(|addon| addon.needs_pki) {
        if !has_pki(api, &addon.name).await? {
            without_pki.insert(addon.name.clone());
        }
    }
    Ok(Observed { kubernetes, installed, without_pki })
}

/// All namespaces, whose annotations say which addons are installed.
pub(crate) fn namespaces() -> ObjectQuery {
    ObjectQuery { kind: "Namespace".to_owned(), ..ObjectQuery::default() }
}

async fn has_pki(api: &dyn ClusterApi, addon: &str) -> Result<bool, ClusterApiError> {
    let query = |group: &str, kind: &str, name: &str| ObjectQuery {
        group: group.to_owned(),
        kind: kind.to_owned(),
        namespace: Some(KUBE_SYSTEM.to_owned()),
        field_selector: Some(format!("metadata.name={name}")),
        ..ObjectQuery::default()
    };
    let secret = api.objects(&query("", "Secret", &authority(addon))).await?;
    let issuer = api.objects(&query("cert-manager.io", "Issuer", addon)).await?;
    Ok(!secret.is_empty() && !issuer.is_empty())
}

/// The secret with the certificate authority of an addon.
pub(super) fn authority(addon: &str) -> String {
    format!("{addon}-ca")
}

/// Objects of the kinds and labels of an addon that its manifest does not have.
pub(super) async fn obsolete(
    api: &dyn ClusterApi,
    addon: &ChannelAddon,
    objects: &[Value],
) -> Result<Vec<ObjectId>, ClusterApiError> {
    let kept: BTreeSet<ObjectId> = objects.iter().filter_map(ObjectId::of).collect();
    let mut obsolete = Vec::new();
    for query in addon.prune.iter().flat_map(queries) {
        let found = api.objects(&query).await?.into_iter().map(|object| object.id);
        obsolete.extend(found.filter(|id| !kept.contains(id)));
    }
    Ok(obsolete)
}

fn queries(kind: &PrunedKind) -> Vec<ObjectQuery> {
    let query = |namespace: Option<&String>| ObjectQuery {
        group: kind.group.clone(),
        kind: kind.kind.clone(),
        namespace: namespace.cloned(),
        label_selector: kind.label_selector.clone(),
        field_selector: kind.field_selector.clone(),
    };
    match kind.namespaces.is_empty() {
        true => vec![query(None)],
        false => kind.namespaces.iter().map(|namespace| query(Some(namespace))).collect(),
    }
}
