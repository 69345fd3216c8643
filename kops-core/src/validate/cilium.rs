//! Cilium.

use super::codes::CILIUM;
use super::networking::check_proxy_is_off;
use super::rules::{Rules, given};
use crate::spec::Version;

/// The minor release that this kops has manifests for.
const MINOR: u64 = 18;

pub(super) fn check(rules: &mut Rules<'_>) {
    let Some(cilium) = rules.spec().networking.as_ref().and_then(|networking| networking.cilium.as_ref()) else {
        return;
    };
    let at = |rules: &Rules<'_>, field: &str| rules.at("networking.cilium").key(field);
    let ipv6 = rules.cluster().is_ipv6_only();
    let texts: [(&str, &Option<String>, &[&str]); 6] = [
        ("enablePolicy", &cilium.enable_policy, &["default", "always", "never"]),
        ("tunnel", &cilium.tunnel, &["vxlan", "geneve", "disabled"]),
        ("monitorAggregation", &cilium.monitor_aggregation, &["low", "medium", "maximum"]),
        ("identityAllocationMode", &cilium.identity_allocation_mode, &["crd", "kvstore"]),
        ("bpfLBAlgorithm", &cilium.bpf_lb_algorithm, &["random", "maglev"]),
        ("ipam", &cilium.ipam, &["hostscope", "kubernetes", "crd", "eni"]),
    ];
    for (field, value, possible) in texts {
        rules.one_of(at(rules, field), given(value), possible);
    }
    if let Some(ingress) = cilium.ingress.as_ref().filter(|ingress| ingress.enabled == Some(true)) {
        let path = rules.at("networking.cilium.ingress.defaultLoadBalancerMode");
        rules.one_of(path, given(&ingress.default_load_balancer_mode), &["shared", "dedicated"]);
    }
    if let Some(text) = given(&cilium.version) {
        let version = text.strip_prefix('v').filter(|_| Version::is_whole(text)).and_then(Version::parse);
        if version.is_none_or(|version| (version.major, version.minor) != (1, MINOR)) {
            let help = format!("write a release of `v1.{MINOR}`, or leave it out");
            rules.refuse(at(rules, "version"), CILIUM, format!("Cilium `{text}` cannot be installed"), help);
        }
    }

    let etcd = cilium.etcd_managed == Some(true);
    let encrypted = cilium.enable_encryption == Some(true);
    let in_vpc = cilium.ipam.as_deref() == Some("eni");
    let has_etcd = rules.spec().etcd_clusters.iter().any(|etcd| etcd.name.as_deref() == Some("cilium"));
    let hubble = cilium.hubble.as_ref().is_some_and(|hubble| hubble.enabled == Some(true));
    let cert_manager = rules.spec().cert_manager.as_ref().is_some_and(|manager| manager.enabled == Some(true));
    let faults = [
        (
            "hubble",
            hubble && !cert_manager,
            "Hubble needs certificates from cert-manager",
            "set `certManager.enabled` to true",
        ),
        (
            "identityAllocationMode",
            cilium.identity_allocation_mode.as_deref() == Some("kvstore") && !etcd,
            "identities in `kvstore` need an etcd cluster of Cilium's own",
            "set `etcdManaged` to true, or write `crd`",
        ),
        (
            "bpfLBSockHostNSOnly",
            cilium.bpf_lb_sock_host_ns_only == Some(true) && cilium.bpf_lb_sock != Some(true),
            "`bpfLBSockHostNSOnly` has no meaning without `bpfLBSock`",
            "set `bpfLBSock` to true",
        ),
        ("enableEncryption", encrypted && ipv6, "Cilium does not encrypt IPv6 here", "remove `enableEncryption`"),
        (
            "encryptionType",
            cilium.encryption_type.is_some() && !encrypted,
            "`encryptionType` has no meaning without encryption",
            "set `enableEncryption` to true",
        ),
        (
            "enableL7Proxy",
            cilium.enable_l7_proxy == Some(true) && cilium.ip_tables_rules_noinstall == Some(true),
            "the L7 proxy needs the rules of iptables",
            "remove `IPTablesRulesNoinstall`, or set `enableL7Proxy` to false",
        ),
        ("ipam", in_vpc && ipv6, "addresses of the VPC (`eni`) are IPv4 only", "write `kubernetes`, or leave it out"),
        ("etcdManaged", etcd && !has_etcd, "Cilium's etcd cluster is not there", "add an etcd cluster `cilium`"),
    ];
    for (field, _, wrong, right) in faults.into_iter().filter(|(_, wrong, ..)| *wrong) {
        rules.refuse(at(rules, field), CILIUM, wrong, right);
    }
    if cilium.enable_node_port == Some(true) {
        check_proxy_is_off(rules, "Cilium with node ports");
    }
}
