//! What kops calls the keysets of a cluster.

/// The certificate authority of the cluster.
pub const KUBERNETES_CA: &str = "kubernetes-ca";
/// The certificate authority by which the API server is known to aggregated API servers.
pub const AGGREGATOR_CA: &str = "apiserver-aggregator-ca";
/// The key that signs the tokens of service accounts.
pub const SERVICE_ACCOUNT: &str = "service-account";
/// The certificate authority of a discovery service.
pub const DISCOVERY_CA: &str = "discovery-ca";
/// The certificate authority of etcd's clients.
pub const ETCD_CLIENTS_CA: &str = "etcd-clients-ca";
/// The certificate authority of the clients of Cilium's etcd.
pub const ETCD_CLIENTS_CA_CILIUM: &str = "etcd-clients-ca-cilium";

/// The certificate authority of the etcd-managers of an etcd cluster.
pub fn etcd_manager_ca(etcd_cluster: &str) -> String {
    format!("etcd-manager-ca-{etcd_cluster}")
}

/// The certificate authority of the members of an etcd cluster.
pub fn etcd_peers_ca(etcd_cluster: &str) -> String {
    format!("etcd-peers-ca-{etcd_cluster}")
}
