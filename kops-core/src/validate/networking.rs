//! The network of pods: one, of this time, that suits the cluster.

use super::codes;
use super::range::read;
use super::rules::{Rules, given, list};

/// Options that were removed, the option that takes their place, and what to say of it.
pub(crate) const RETIRED: [(&str, &str, &str); 6] = [
    ("classic", "cilium", "use `cilium: {}`, or `kubenet: {}` for the nearest to it"),
    ("external", "cni", "use `cni: {}` to install a network yourself"),
    ("weave", "cilium", "use `cilium: {}`, which encrypts too where `enableEncryption` is set"),
    ("canal", "calico", "use `calico: {}`, whose policies it had"),
    ("romana", "cilium", "use `cilium: {}` or `calico: {}`"),
    ("lyftvpc", "amazonvpc", "use `amazonvpc: {}`, which gives pods addresses of the VPC too"),
];
/// Options that do not work with IPv6.
const IPV4_ONLY: [&str; 5] = ["kubenet", "kopeio", "kuberouter", "amazonvpc", "flannel"];

pub(super) fn check(rules: &mut Rules<'_>) {
    let networking = rules.spec().networking.clone().unwrap_or_default();
    let chosen = networking.chosen();
    if chosen.is_empty() {
        let help = "add `networking: {cilium: {}}`, or another option";
        return rules.refuse(rules.at("networking"), codes::NETWORKING_MISSING, "no network of pods is chosen", help);
    }
    if chosen.len() > 1 {
        let wrong = format!(
            "{} networks of pods are chosen: {}",
            chosen.len(),
            list(chosen.iter().copied()).replace(" or ", " and ")
        );
        rules.refuse(rules.at("networking").key(chosen[1]), codes::NETWORKING_SEVERAL, wrong, "keep one of them");
    }
    for option in &chosen {
        let path = rules.at("networking").key(option);
        if let Some((.., instead)) = RETIRED.iter().find(|(name, ..)| name == option) {
            let wrong = format!("the network `{option}` is not supported any more");
            rules.refuse(path, codes::NETWORKING_RETIRED, wrong, *instead);
        } else if *option == "gce" {
            let wrong = "the network `gce` is for Google Cloud";
            rules.refuse(path, codes::NETWORKING_RETIRED, wrong, "use `cilium: {}`, or another option");
        } else if rules.cluster().is_ipv6_only() && IPV4_ONLY.contains(option) {
            let wrong = format!("the network `{option}` knows IPv4 only");
            rules.refuse(
                path,
                codes::NETWORKING_IPV6,
                wrong,
                "use `cilium: {}`, `calico: {}`, `kindnet: {}` or `cni: {}`",
            );
        }
    }
    if networking.kuberouter.is_some() {
        check_proxy_is_off(rules, "kube-router");
    }
    if let Some(flannel) = &networking.flannel {
        rules.one_of(rules.at("networking.flannel.backend"), given(&flannel.backend), &["udp", "vxlan"]);
    }
    let masquerade = networking.kindnet.and_then(|kindnet| kindnet.masquerade).filter(|m| m.enabled == Some(true));
    for (i, text) in masquerade.iter().flat_map(|masquerade| &masquerade.non_masquerade_cidrs).enumerate() {
        let path = rules.at("networking.kindnet.masquerade.nonMasqueradeCIDRs").index(i);
        read(rules, path, text);
    }
}

/// Refuses kube-proxy where the network does its work.
pub(super) fn check_proxy_is_off(rules: &mut Rules<'_>, who: &str) {
    let proxy = rules.spec().kube_proxy.as_ref();
    if proxy.is_none_or(|proxy| proxy.enabled != Some(false)) {
        let wrong = format!("{who} does the work of kube-proxy, which is still on");
        rules.refuse(
            rules.at("kubeProxy.enabled"),
            codes::NETWORKING_KUBE_PROXY,
            wrong,
            "set `kubeProxy.enabled` to false",
        );
    }
}
