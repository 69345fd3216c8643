//! The ports that machines of a cluster listen on.

/// The port of the API.
pub(super) const HTTPS: i32 = 443;
/// The port of the API that takes client certificates, where the main one shows a certificate of the load balancer.
pub(super) const CLIENT_CERTIFICATES: i32 = 8443;
/// The port of kops-controller.
pub(super) const KOPS_CONTROLLER: i32 = 3988;
/// The port of Cilium's etcd for clients.
pub(super) const ETCD_CILIUM: i32 = 4003;
/// Ports of etcd that nodes never reach: clients and peers of `main` and `events`.
pub(super) const ETCD_PORTS: [i32; 4] = [2380, 2381, 4001, 4002];
/// Ports of the etcd cluster for leases: peers and clients.
pub(super) const ETCD_LEASES_PORTS: [i32; 2] = [2383, 4004];
/// The port on which members of Cilium's etcd talk to each other.
pub(super) const ETCD_CILIUM_PEER_PORT: i32 = 2382;
