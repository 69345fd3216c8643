//! The proxy of services.

use super::addons::quantity;
use super::{Notes, image};
use crate::spec::Cluster;

pub(super) fn fill(cluster: &mut Cluster, notes: &mut Notes<'_>) {
    let image = image::kubernetes(cluster, "kube-proxy");
    let pods_in_vpc = cluster.spec.networking.as_ref().is_some_and(|networking| networking.amazonvpc.is_some());
    let pods = cluster.spec.kube_controller_manager.as_ref().and_then(|manager| manager.cluster_cidr.clone());
    let ipv6 = cluster.is_ipv6_only();
    let proxy = cluster.spec.kube_proxy.get_or_insert_default();
    notes.fill(&mut proxy.log_level, "kubeProxy.logLevel", 2, "the default level");
    notes.set(&mut proxy.cpu_request, "kubeProxy.cpuRequest", quantity("100m"), "what it needs");
    notes.fill(&mut proxy.image, "kubeProxy.image", image, "the version of Kubernetes");
    // Without it no source address is translated, as it should be where pods have addresses of the VPC.
    if let Some(pods) = pods.filter(|pods| !pods.is_empty() && !ipv6 && !pods_in_vpc) {
        notes.set(&mut proxy.cluster_cidr, "kubeProxy.clusterCIDR", pods, "`podCIDR`");
    }
}
