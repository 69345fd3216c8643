//! Key material that the cluster needs: certificate authorities, the key of service accounts, and tokens.

use std::collections::BTreeSet;

use crate::graph::{Builder, Origin};
use crate::model::Context;
use crate::naming::keysets;
use crate::pki::{CILIUM_PASSWORD, ENCRYPTION_CONFIG, TOKENS};
use crate::resource::{Keyset, Secret};

/// Adds the keysets that nodes and components are given, and the tokens that kops makes.
pub(in crate::model) fn build(context: &Context<'_>, graph: &mut Builder) {
    for (name, reason) in [
        (keysets::KUBERNETES_CA, "certificate authority of the cluster"),
        (keysets::AGGREGATOR_CA, "certificate authority of aggregated API servers"),
        (keysets::SERVICE_ACCOUNT, "key that signs service account tokens"),
    ] {
        keyset(graph, name, Origin { reason: reason.into(), ..Origin::default() });
    }
    let discovery = context.spec().service_account_issuer_discovery.as_ref();
    if discovery.and_then(|discovery| discovery.discovery_service.as_ref()).is_some_and(|service| service.url.is_some())
    {
        let path = context.path("spec.serviceAccountIssuerDiscovery.discoveryService");
        keyset(graph, keysets::DISCOVERY_CA, Origin::new("certificate authority of the discovery service", path));
    }
    let mut seen = BTreeSet::new();
    for (i, etcd) in context.spec().etcd_clusters.iter().enumerate() {
        let name = etcd.name.as_deref().unwrap_or_default();
        let origin = |reason: &str| Origin::new(reason, context.path("spec.etcdClusters").index(i));
        keyset(graph, &keysets::etcd_manager_ca(name), origin("certificate authority of etcd-manager"));
        keyset(graph, &keysets::etcd_peers_ca(name), origin("certificate authority of etcd members"));
        let clients = [Some(keysets::ETCD_CLIENTS_CA), (name == "cilium").then_some(keysets::ETCD_CLIENTS_CA_CILIUM)];
        for clients in clients.into_iter().flatten().filter(|name| seen.insert(*name)) {
            keyset(graph, clients, origin("certificate authority of etcd clients"));
        }
    }
    if context.spec().encryption_config == Some(true) {
        let origin = Origin::new("encryption of what etcd holds", context.path("spec.encryptionConfig"));
        graph.share(ENCRYPTION_CONFIG, ENCRYPTION_CONFIG, Secret { name: ENCRYPTION_CONFIG.to_owned() }, origin);
    }
    if context.uses_ipsec() {
        let path = context.path("spec.networking.cilium.encryptionType");
        let origin = Origin::new("encryption of what nodes send each other", path);
        graph.share(CILIUM_PASSWORD, CILIUM_PASSWORD, Secret { name: CILIUM_PASSWORD.to_owned() }, origin);
    }
    for name in TOKENS {
        let reason = "legacy token that kops keeps for every cluster";
        graph.own(name, Secret { name: name.to_owned() }, Origin { reason: reason.into(), ..Origin::default() });
    }
}

fn keyset(graph: &mut Builder, name: &str, origin: Origin) {
    graph.own(name, Keyset { name: name.to_owned() }, origin);
}
