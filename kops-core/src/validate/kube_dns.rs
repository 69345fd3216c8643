//! DNS for pods.

use std::net::IpAddr;

use super::codes::KUBE_DNS;
use super::network::Ranges;
use super::rules::{Rules, given};
use crate::diag::SpecPath;

pub(super) fn check(rules: &mut Rules<'_>, ranges: &Ranges) {
    let spec = rules.spec();
    let Some(dns) = &spec.kube_dns else { return };
    let at = |rules: &Rules<'_>, field: &str| rules.at("kubeDNS").key(field);
    let server = given(&dns.server_ip).and_then(|text| read(rules, at(rules, "serverIP"), text));
    if let Some((server, services)) = server.zip(ranges.services).filter(|(server, range)| !range.contains(server)) {
        let wrong = format!("`{server}` is not an address of services (`{services}`)");
        rules.refuse(at(rules, "serverIP"), KUBE_DNS, wrong, "leave it out to have the tenth address");
    }
    for (i, text) in dns.upstream_nameservers.iter().enumerate() {
        let path = at(rules, "upstreamNameservers").index(i);
        read(rules, path, text);
    }
    for (domain, servers) in &dns.stub_domains {
        let path = at(rules, "stubDomains").key(domain);
        if servers.is_empty() {
            let wrong = format!("no server answers for the domain `{domain}`");
            rules.refuse(path.clone(), KUBE_DNS, wrong, "list the addresses of its servers");
        }
        for (i, text) in servers.iter().enumerate() {
            read(rules, path.index(i), text);
        }
    }
    rules.one_of(at(rules, "provider"), given(&dns.provider), &["CoreDNS", "KubeDNS"]);
    let cache = dns.node_local_dns.as_ref().filter(|cache| cache.enabled == Some(true));
    if let Some(cache) = cache {
        if given(&dns.provider).is_some_and(|provider| provider != "CoreDNS") {
            let wrong = "the cache on nodes asks CoreDNS only";
            rules.refuse(at(rules, "provider"), KUBE_DNS, wrong, "write `CoreDNS`, or leave it out");
        }
        if let Some(text) = given(&cache.local_ip) {
            read(rules, rules.at("kubeDNS.nodeLocalDNS.localIP"), text);
        }
    }
    check_kubelets(rules, given(&dns.server_ip), cache.and_then(|cache| given(&cache.local_ip)));
}

/// Checks that pods ask a server that is there: the DNS service, or the cache on their node where there is one.
fn check_kubelets(rules: &mut Rules<'_>, service: Option<&str>, cache: Option<&str>) {
    let spec = rules.spec();
    // These do not let the cache take over the address of the DNS service.
    let ipvs = spec.kube_proxy.as_ref().is_some_and(|proxy| proxy.proxy_mode.as_deref() == Some("ipvs"));
    let cilium = spec.networking.as_ref().is_some_and(|networking| networking.cilium.is_some());
    let (servers, which) = match cache {
        Some(_) if ipvs || cilium => ([cache, None], "not the cache on their node"),
        Some(_) => ([cache, service], "neither the DNS service nor the cache on their node"),
        None => ([service, None], "not the DNS service"),
    };
    let mut told = None;
    for (section, kubelet) in [("kubelet", &spec.kubelet), ("masterKubelet", &spec.master_kubelet)] {
        let asked =
            kubelet.as_ref().and_then(|kubelet| given(&kubelet.cluster_dns)).filter(|asked| told != Some(*asked));
        if let Some(asked) = asked.filter(|asked| !servers.contains(&Some(*asked))) {
            told = Some(asked);
            let path = rules.at(section).key("clusterDNS");
            rules.refuse(path, KUBE_DNS, format!("pods ask `{asked}`, which is {which}"), "leave it out");
        }
    }
}

fn read(rules: &mut Rules<'_>, path: SpecPath, text: &str) -> Option<IpAddr> {
    let address = text.parse().ok();
    if address.is_none() {
        rules.refuse(path, KUBE_DNS, format!("`{text}` is not an IP address"), "write one such as `8.8.8.8`");
    }
    address
}
