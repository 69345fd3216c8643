//! The ports that machines of a cluster listen on.

/// The port of the API.
pub(super) const HTTPS: i32 = 443;
/// The port of the API that takes client certificates, where the main one shows a certificate of the load balancer.
pub(super) const CLIENT_CERTIFICATES: i32 = 8443;
/// The port of kops-controller.
pub(super) const KOPS_CONTROLLER: i32 = 3988;
/// The port on which the DNS cache of a node tells whether it is well.
pub(super) const NODE_LOCAL_DNS_HEALTH: i32 = 3989;
/// The port on which dns-controller gossips by memberlist.
pub(super) const DNS_CONTROLLER_GOSSIP_MEMBERLIST: i32 = 3993;
/// The port on which protokube gossips in its mesh.
pub(super) const PROTOKUBE_GOSSIP_MESH: i32 = 3999;
/// The port on which protokube gossips by memberlist.
pub(super) const PROTOKUBE_GOSSIP_MEMBERLIST: i32 = 4000;
/// The port of Cilium's etcd for clients.
pub(super) const ETCD_CILIUM: i32 = 4003;
/// Ports of etcd that nodes never reach: clients and peers of `main` and `events`.
pub(super) const ETCD_PORTS: [i32; 4] = [2380, 2381, 4001, 4002];
/// Ports of the etcd cluster for leases: peers and clients.
pub(super) const ETCD_LEASES_PORTS: [i32; 2] = [2383, 4004];
/// The port on which members of Cilium's etcd talk to each other.
pub(super) const ETCD_CILIUM_PEER_PORT: i32 = 2382;
/// The port on which the pod that applies addons says how it is.
pub(super) const CHANNELS_HEALTH: i32 = 3986;
/// The port of the API server's sidecar that answers health checks.
pub(super) const API_SERVER_HEALTHCHECK: i32 = 3990;

/// The ports of an etcd cluster on each of its members.
#[derive(Clone, Copy, Debug)]
pub(super) struct Etcd {
    /// For clients of etcd.
    pub(super) client: i32,
    /// For the other members.
    pub(super) peer: i32,
    /// For the other instances of etcd-manager.
    pub(super) grpc: i32,
    /// For etcd-manager alone, while it restores a member.
    pub(super) quarantined_client: i32,
}

/// Returns the ports of an etcd cluster by its name.
pub(super) fn etcd(cluster: &str) -> Option<Etcd> {
    let (client, peer, grpc, quarantined_client) = match cluster {
        "main" => (4001, 2380, 3996, 3994),
        "events" => (4002, 2381, 3997, 3995),
        "cilium" => (ETCD_CILIUM, ETCD_CILIUM_PEER_PORT, 3991, 3992),
        "leases" => (4004, 2383, 4006, 4005),
        _ => return None,
    };
    Some(Etcd { client, peer, grpc, quarantined_client })
}
