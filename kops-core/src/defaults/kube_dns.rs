//! DNS for pods.

use std::net::IpAddr;

use ipnet::IpNet;

use super::Notes;
use super::addons::quantity;
use crate::spec::Cluster;

/// The DNS server of every VPC, by IPv6.
const VPC_RESOLVER_IPV6: &str = "fd00:ec2::253";
const NODE_CACHE_IMAGE: &str = "registry.k8s.io/dns/k8s-dns-node-cache:1.26.0";
const NODE_CACHE_ADDRESS: &str = "169.254.20.10";
const NODE_CACHE_ADDRESS_IPV6: &str = "fd00:90de:d95::1";

const KOPS: &str = "how kops runs DNS";
const NEED: &str = "what it needs";

pub(super) fn fill(cluster: &mut Cluster, notes: &mut Notes<'_>) {
    let ipv6 = cluster.is_ipv6_only();
    let server = service_address(cluster);
    let domain = cluster.spec.cluster_dns_domain.clone().unwrap_or_default();
    let dns = cluster.spec.kube_dns.get_or_insert_default();
    let at = |field: &str| format!("kubeDNS.{field}");

    notes.fill(&mut dns.provider, at("provider"), "CoreDNS", KOPS);
    notes.fill(&mut dns.cache_max_size, at("cacheMaxSize"), 1000, KOPS);
    notes.fill(&mut dns.cache_max_concurrent, at("cacheMaxConcurrent"), 150, KOPS);
    if let Some(server) = server {
        notes.fill(&mut dns.server_ip, at("serverIP"), server.to_string(), "the tenth address of services");
    }
    notes.fill(&mut dns.domain, at("domain"), domain, "`clusterDNSDomain`");
    notes.fill(&mut dns.memory_request, at("memoryRequest"), quantity("70Mi"), NEED);
    notes.fill(&mut dns.cpu_request, at("cpuRequest"), quantity("100m"), NEED);
    notes.fill(&mut dns.memory_limit, at("memoryLimit"), quantity("170Mi"), NEED);
    if ipv6 {
        let rule = "the DNS server of the VPC";
        notes.list(&mut dns.upstream_nameservers, at("upstreamNameservers"), [VPC_RESOLVER_IPV6], rule);
    }

    let at = |field: &str| format!("kubeDNS.nodeLocalDNS.{field}");
    let cache = dns.node_local_dns.get_or_insert_default();
    notes.set(&mut cache.enabled, at("enabled"), false, "there is no cache on nodes by default");
    if cache.enabled == Some(true) {
        let address = if ipv6 { NODE_CACHE_ADDRESS_IPV6 } else { NODE_CACHE_ADDRESS };
        notes.fill(&mut cache.local_ip, at("localIP"), address, KOPS);
        notes.set(&mut cache.forward_to_kube_dns, at("forwardToKubeDNS"), false, KOPS);
    }
    notes.fill(&mut cache.memory_request, at("memoryRequest"), quantity("5Mi"), NEED);
    notes.fill(&mut cache.cpu_request, at("cpuRequest"), quantity("25m"), NEED);
    notes.set(&mut cache.image, at("image"), NODE_CACHE_IMAGE, "the release that kops installs");
}

/// The address of the DNS service: the tenth of the services' range.
fn service_address(cluster: &Cluster) -> Option<IpAddr> {
    const TENTH: u8 = 10;
    Some(match cluster.spec.service_cluster_ip_range.as_deref()?.parse().ok()? {
        IpNet::V4(range) => IpAddr::V4((u32::from(range.network()).checked_add(TENTH.into())?).into()),
        IpNet::V6(range) => IpAddr::V6((u128::from(range.network()).checked_add(TENTH.into())?).into()),
    })
}
