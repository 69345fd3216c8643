//! The networks of pods that have few settings.

use super::Notes;
use crate::spec::Cluster;

pub(super) fn fill(cluster: &mut Cluster, notes: &mut Notes<'_>) {
    let ipv6 = cluster.is_ipv6_only();
    let spec = &mut cluster.spec;
    let Some(networking) = &mut spec.networking else { return };
    if let Some(flannel) = &mut networking.flannel {
        let rule = "what Flannel did before it could be chosen";
        notes.fill(&mut flannel.backend, "networking.flannel.backend", "udp", rule);
    }
    let Some(kindnet) = &mut networking.kindnet else { return };
    let at = |field: &str| format!("networking.kindnet.{field}");
    notes.fill(&mut kindnet.version, at("version"), "v1.0.0", "the release that kops installs");
    if kindnet.masquerade.is_none() {
        let masquerade = kindnet.masquerade.get_or_insert_default();
        let rule = "IPv4 is translated, IPv6 is not";
        notes.set(&mut masquerade.enabled, at("masquerade.enabled"), !ipv6, rule);
        if !ipv6 {
            let inner = [&spec.network_cidr, &spec.pod_cidr, &spec.service_cluster_ip_range];
            let ranges: Vec<String> = inner.into_iter().flatten().cloned().collect();
            let rule = "the ranges inside";
            notes.list(&mut masquerade.non_masquerade_cidrs, at("masquerade.nonMasqueradeCIDRs"), ranges, rule);
        }
    }
    notes.set(&mut kindnet.fast_path_threshold, at("fastPathThreshold"), 0, "the fast path is off by default");
    notes.set(&mut kindnet.log_level, at("logLevel"), 2, "the default level");
}
