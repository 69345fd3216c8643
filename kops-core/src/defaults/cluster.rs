//! The cluster's versions, stores, names and access.

use ipnet::IpNet;

use super::notes::Notes;
use crate::facts::Facts;
use crate::spec::{Authorization, Cluster, Empty};

/// Where recommended versions come from.
const CHANNEL: &str = "stable";

/// The address at which every instance finds its metadata, which no proxy can reach.
const METADATA: &str = "169.254.169.254";

pub(super) fn fill(cluster: &mut Cluster, facts: &Facts, notes: &mut Notes<'_>) {
    let spec = &mut cluster.spec;
    notes.fill(&mut spec.channel, "channel", CHANNEL, "the default channel");
    if !facts.components.kubernetes_version.is_empty() {
        let recommended = facts.components.kubernetes_version.as_str();
        notes.fill(&mut spec.kubernetes_version, "kubernetesVersion", recommended, "recommended by the channel");
    }
    if let Some(version) = &mut spec.kubernetes_version {
        let plain = version.trim().trim_start_matches('v');
        if plain != version {
            *version = plain.to_owned();
            notes.note("kubernetesVersion", "written without `v`");
        }
    }
    let authorization = spec.authorization.get_or_insert_default();
    if *authorization == Authorization::default() {
        authorization.rbac = Some(Empty {});
        notes.note("authorization.rbac", "the default way to decide who may do what");
    }
    notes.fill(&mut spec.cluster_dns_domain, "clusterDNSDomain", "cluster.local", "the default domain of services");
    if let Some(base) = spec.config_base.as_deref().filter(|base| !base.is_empty()).map(str::to_owned) {
        const BELOW: &str = "below `configBase`";
        notes.fill(&mut spec.key_store, "keyStore", below(&base, "pki"), BELOW);
        notes.fill(&mut spec.secret_store, "secretStore", below(&base, "secrets"), BELOW);
    }
}

/// Adds what must not go through the proxy: the nodes themselves, the API, services and pods, and instance metadata.
pub(super) fn fill_proxy(cluster: &mut Cluster, notes: &mut Notes<'_>) {
    let name = cluster.metadata.name.clone();
    let spec = &mut cluster.spec;
    let Some(proxy) = &mut spec.egress_proxy else { return };
    let given = proxy.excludes.clone().unwrap_or_default();
    let first_service = spec.non_masquerade_cidr.as_deref().and_then(first_address);
    let inner = [
        Some("127.0.0.1".to_owned()),
        Some("localhost".to_owned()),
        spec.cluster_dns_domain.clone(),
        spec.master_public_name.clone(),
        Some(name),
        first_service,
        spec.non_masquerade_cidr.clone(),
        Some(METADATA.to_owned()),
        spec.network_cidr.clone(),
    ];
    let mut excludes: Vec<String> = given.split(',').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    let added = inner.into_iter().flatten().chain(spec.additional_network_cidrs.iter().cloned());
    excludes.extend(added.filter(|part| !part.is_empty() && !given.contains(part.as_str())));
    let all = excludes.join(",");
    if all != given {
        proxy.excludes = Some(all);
        notes.note("egressProxy.excludes", "what nodes reach without the proxy is added");
    }
}

/// The first address after that of the network itself.
fn first_address(range: &str) -> Option<String> {
    range.parse::<IpNet>().ok()?.hosts().next().map(|address| address.to_string())
}

/// Joins a place of a store and a folder or key.
pub(super) fn below(base: &str, key: &str) -> String {
    format!("{}/{key}", base.trim_end_matches('/'))
}
