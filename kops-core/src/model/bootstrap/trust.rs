//! Which keysets machines of a role trust, and which they ask to sign for them.

use std::collections::BTreeMap;

use crate::model::Context;
use crate::naming::keysets::{
    AGGREGATOR_CA, DISCOVERY_CA, ETCD_CLIENTS_CA, ETCD_CLIENTS_CA_CILIUM, KUBERNETES_CA, SERVICE_ACCOUNT,
    etcd_manager_ca, etcd_peers_ca,
};
use crate::resource::{Kind, Output, Ref};
use crate::spec::Role;

/// Returns the certificates that machines of a role trust, and the ids of the keypairs that sign for them, by keyset.
pub(super) fn of_group(context: &Context<'_>, role: Role) -> (BTreeMap<String, Ref>, BTreeMap<String, Ref>) {
    if role == Role::Bastion {
        return (BTreeMap::new(), BTreeMap::new());
    }
    let serves_api = matches!(role, Role::Master | Role::ApiServer);
    let etcd = context.spec().etcd_clusters.iter().filter_map(|etcd| etcd.name.as_deref());
    let mut trusted = vec![KUBERNETES_CA.to_owned()];
    if context.has_etcd_cluster("cilium") {
        trusted.push(ETCD_CLIENTS_CA_CILIUM.to_owned());
    }
    if role == Role::Master {
        trusted.extend(etcd.flat_map(|name| [etcd_manager_ca(name), etcd_peers_ca(name)]));
    }
    if serves_api {
        trusted.push(AGGREGATOR_CA.to_owned());
    }
    if serves_api && !context.spec().etcd_clusters.is_empty() {
        trusted.push(ETCD_CLIENTS_CA.to_owned());
    }
    let output = |name: &str, output| (name.to_owned(), Ref::output(Kind::Keyset, name, output));
    let mut ids: BTreeMap<_, _> = trusted.iter().map(|name| output(name, Output::KeypairId)).collect();
    if serves_api {
        ids.extend([output(SERVICE_ACCOUNT, Output::KeypairId)]);
    }
    if role == Role::Master && registers_with_discovery(context) {
        ids.extend([output(DISCOVERY_CA, Output::KeypairId)]);
    }
    let mut certificates: BTreeMap<_, _> = trusted.iter().map(|name| output(name, Output::Certificates)).collect();
    if !serves_api && context.kops_controller_serves_node_config() {
        // It is in the user data, because the machine needs it to ask for its configuration.
        certificates.remove(KUBERNETES_CA);
    }
    (certificates, ids)
}

fn registers_with_discovery(context: &Context<'_>) -> bool {
    let discovery = context.spec().service_account_issuer_discovery.as_ref();
    let service = discovery.and_then(|discovery| discovery.discovery_service.as_ref());
    service.and_then(|service| service.url.as_deref()).is_some_and(|url| !url.is_empty())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::model::testing::public;

    fn trusted(patch: Value, role: Role) -> (Vec<String>, Vec<String>) {
        let members = json!([{"name": "a", "instanceGroup": "control-plane"}]);
        let main = json!({"etcdClusters": [{"name": "main", "etcdMembers": members}]});
        public(main).patch(patch).with_context(|context| {
            let (certificates, ids) = of_group(context, role);
            (certificates.into_keys().collect(), ids.into_keys().collect())
        })
    }

    #[test]
    fn machines_trust_what_their_role_needs() {
        let of_api = ["apiserver-aggregator-ca", "etcd-clients-ca"];
        let of_etcd = ["etcd-manager-ca-main", "etcd-peers-ca-main"];
        let list = |parts: &[&[&str]]| parts.concat().into_iter().map(str::to_owned).collect::<Vec<_>>();
        let ca: &[&str] = &["kubernetes-ca"];
        for (role, certificates, ids) in [
            (Role::Master, list(&[&of_api, &of_etcd, ca]), list(&[&of_api, &of_etcd, ca, &["service-account"]])),
            (Role::ApiServer, list(&[&of_api, ca]), list(&[&of_api, ca, &["service-account"]])),
            (Role::Node, Vec::new(), list(&[ca])),
            (Role::Bastion, Vec::new(), Vec::new()),
        ] {
            assert_eq!(trusted(json!({}), role), (certificates, ids), "{role}");
        }
    }

    #[test]
    fn nodes_trust_the_etcd_of_cilium_and_control_planes_register_with_a_discovery_service() {
        let etcd = json!({"etcdClusters": [{"name": "cilium"}]});
        let ids = trusted(etcd.clone(), Role::Node);
        assert_eq!(ids.0, ["etcd-clients-ca-cilium"]);
        assert_eq!(ids.1, ["etcd-clients-ca-cilium", "kubernetes-ca"]);
        let service = json!({"serviceAccountIssuerDiscovery": {"discoveryService": {"url": "https://discovery"}}});
        assert!(trusted(service, Role::Master).1.contains(&"discovery-ca".to_owned()));
    }
}
