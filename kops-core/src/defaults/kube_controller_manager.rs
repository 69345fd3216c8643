//! The controller managers: Kubernetes's and the cloud's.

use ipnet::IpNet;

use super::{Notes, image};
use crate::spec::{Cluster, Duration, LeaderElection};

/// The cloud controller manager that this kops runs.
const CLOUD_IMAGE: &str = "registry.k8s.io/provider-aws/cloud-controller-manager:v1.36.1";

/// The widest difference that Kubernetes allows between the range of all pods and that of one node's.
const WIDEST_NODE_BITS: u8 = 16;

const KOPS: &str = "how kops runs the controller manager";
const ONE_LEADER: &str = "one of several leads";

pub(super) fn fill(cluster: &mut Cluster, notes: &mut Notes<'_>) {
    let mut manager = cluster.spec.kube_controller_manager.take().unwrap_or_default();
    let at = |field: &str| format!("kubeControllerManager.{field}");
    let ipv6 = cluster.is_ipv6_only();

    let period = &mut manager.attach_detach_reconcile_sync_period;
    notes.fill(period, at("attachDetachReconcileSyncPeriod"), Duration::from_secs(60), "spares the API of EC2");
    notes.fill(&mut manager.cluster_name, at("clusterName"), cluster.name(), "the cluster's name");
    notes.fill(&mut manager.cloud_provider, at("cloudProvider"), "external", "the cloud controller manager is apart");
    notes.fill(&mut manager.log_level, at("logLevel"), 2, "the default level");
    let image = image::kubernetes(cluster, "kube-controller-manager");
    notes.fill(&mut manager.image, at("image"), image, "the version of Kubernetes");
    let election = manager.leader_election.get_or_insert_default();
    notes.set(&mut election.leader_elect, at("leaderElection.leaderElect"), true, ONE_LEADER);
    notes.set(&mut manager.allocate_node_cidrs, at("allocateNodeCIDRs"), !ipv6, node_ranges(ipv6));
    if let Some(pods) = cluster.spec.pod_cidr.as_deref()
        && !ipv6
    {
        notes.fill(&mut manager.cluster_cidr, at("clusterCIDR"), pods, "`podCIDR`");
    }
    if let Some(Ok(IpNet::V6(pods))) = manager.cluster_cidr.as_deref().map(str::parse) {
        let bits = ((128 - pods.prefix_len()) / 2).min(WIDEST_NODE_BITS);
        let size = i32::from(pods.prefix_len() + bits);
        notes.set(&mut manager.node_cidr_mask_size, at("nodeCIDRMaskSize"), size, "half of the bits that are left");
    }
    if let Some(routes) = makes_routes(cluster) {
        notes.set(&mut manager.configure_cloud_routes, at("configureCloudRoutes"), routes, "the network of pods");
    }
    notes.set(&mut manager.use_service_account_credentials, at("useServiceAccountCredentials"), true, KOPS);
    if ipv6 {
        notes.list(&mut manager.controllers, at("controllers"), ["*", "-nodeipam"], node_ranges(ipv6));
    }
    cluster.spec.kube_controller_manager = Some(manager);
}

/// Fills in the cloud controller manager.
pub(super) fn fill_cloud(cluster: &mut Cluster, notes: &mut Notes<'_>) {
    let mut manager = cluster.spec.cloud_controller_manager.take().unwrap_or_default();
    let at = |field: &str| format!("cloudControllerManager.{field}");
    let ipv6 = cluster.is_ipv6_only();

    let election: &mut LeaderElection = manager.leader_election.get_or_insert_default();
    notes.set(&mut election.leader_elect, at("leaderElection.leaderElect"), true, ONE_LEADER);
    notes.fill(&mut manager.cluster_name, at("clusterName"), cluster.name(), "the cluster's name");
    notes.set(&mut manager.allocate_node_cidrs, at("allocateNodeCIDRs"), !ipv6, node_ranges(ipv6));
    if let Some(pods) = cluster.spec.pod_cidr.as_deref()
        && !ipv6
    {
        notes.fill(&mut manager.cluster_cidr, at("clusterCIDR"), pods, "`podCIDR`");
    }
    if let Some(routes) = makes_routes(cluster) {
        notes.set(&mut manager.configure_cloud_routes, at("configureCloudRoutes"), routes, "the network of pods");
    }
    notes.fill(&mut manager.image, at("image"), CLOUD_IMAGE, "the release that kops installs");
    cluster.spec.cloud_controller_manager = Some(manager);
}

const fn node_ranges(ipv6: bool) -> &'static str {
    if ipv6 { "kops-controller gives nodes their IPv6 ranges" } else { "nodes get parts of `podCIDR`" }
}

/// Whether pods are reached by routes of the VPC, which only kubenet wants; nothing where no network was chosen.
fn makes_routes(cluster: &Cluster) -> Option<bool> {
    let networking = cluster.spec.networking.as_ref()?;
    (!networking.chosen().is_empty()).then_some(networking.kubenet.is_some())
}
