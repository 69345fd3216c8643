//! Calico.

use std::net::IpAddr;

use super::codes::CALICO;
use super::networking::check_proxy_is_off;
use super::rules::{Rules, given};

pub(super) fn check(rules: &mut Rules<'_>) {
    let Some(calico) = rules.spec().networking.as_ref().and_then(|networking| networking.calico.as_ref()) else {
        return;
    };
    let ipv6 = rules.cluster().is_ipv6_only();
    let at = |rules: &Rules<'_>, field: &str| rules.at("networking.calico").key(field);
    let modes = &["Always", "CrossSubnet", "Never"];
    let texts: [(&str, &Option<String>, &[&str]); 8] = [
        ("awsSrcDstCheck", &calico.aws_src_dst_check, &["Enable", "Disable", "DoNothing"]),
        ("bpfExternalServiceMode", &calico.bpf_external_service_mode, &["Tunnel", "DSR"]),
        ("bpfLogLevel", &calico.bpf_log_level, &["Off", "Info", "Debug"]),
        ("chainInsertMode", &calico.chain_insert_mode, &["insert", "append"]),
        ("encapsulationMode", &calico.encapsulation_mode, &["ipip", "vxlan", "none"]),
        ("ipipMode", &calico.ipip_mode, modes),
        ("vxlanMode", &calico.vxlan_mode, modes),
        ("iptablesBackend", &calico.iptables_backend, &["Auto", "Legacy", "NFT"]),
    ];
    for (field, value, possible) in texts {
        rules.one_of(at(rules, field), given(value), possible);
    }

    let encapsulation = given(&calico.encapsulation_mode).unwrap_or_default();
    let wanted = |mode: &Option<String>| given(mode).is_some_and(|mode| mode != "Never");
    let faults = [
        (
            "awsSrcDstCheck",
            ipv6 && given(&calico.aws_src_dst_check).is_some_and(|check| check != "DoNothing"),
            "the check of sources stays as it is with IPv6",
            "remove it, or write `DoNothing`",
        ),
        (
            "crossSubnet",
            calico.cross_subnet == Some(true) && calico.aws_src_dst_check.as_deref() != Some("Disable"),
            "`crossSubnet` is not read any more",
            "write `awsSrcDstCheck: Disable` and `ipipMode: CrossSubnet`",
        ),
        (
            "encapsulationMode",
            ipv6 && !matches!(encapsulation, "none" | ""),
            "IPv6 packets are not encapsulated",
            "write `none`, or remove it",
        ),
        (
            "encapsulationMode",
            !ipv6 && encapsulation == "none",
            "IPv4 packets must be encapsulated",
            "write `ipip` or `vxlan`, or remove it",
        ),
        (
            "ipipMode",
            wanted(&calico.ipip_mode) && !matches!(encapsulation, "ipip" | ""),
            "`ipipMode` needs the encapsulation `ipip`",
            "remove it, or set `encapsulationMode` to `ipip`",
        ),
        (
            "vxlanMode",
            wanted(&calico.vxlan_mode) && !matches!(encapsulation, "vxlan" | ""),
            "`vxlanMode` needs the encapsulation `vxlan`",
            "remove it, or set `encapsulationMode` to `vxlan`",
        ),
        (
            "typhaReplicas",
            calico.typha_replicas.is_some_and(|replicas| replicas < 0),
            "there cannot be fewer than no replicas of Typha",
            "write 0 or more",
        ),
        (
            "wireguardEnabled",
            ipv6 && calico.wireguard_enabled == Some(true),
            "WireGuard does not work with IPv6 here",
            "remove it",
        ),
    ];
    for (field, _, wrong, right) in faults.into_iter().filter(|(_, wrong, ..)| *wrong) {
        rules.refuse(at(rules, field), CALICO, wrong, right);
    }
    if calico.bpf_enabled == Some(true) {
        check_proxy_is_off(rules, "Calico with BPF");
    }
    for (field, method, fits) in [
        ("ipv4AutoDetectionMethod", &calico.ipv4_auto_detection_method, IpAddr::is_ipv4 as fn(&IpAddr) -> bool),
        ("ipv6AutoDetectionMethod", &calico.ipv6_auto_detection_method, IpAddr::is_ipv6),
    ] {
        if let Some(method) = given(method).filter(|method| !is_detection(method, fits)) {
            let help = "write `first-found`, `can-reach=ADDRESS` with an address of this IP version, `interface=NAMES` or \
                        `skip-interface=NAMES`";
            rules.refuse(at(rules, field), CALICO, format!("`{method}` is no way to find a node's address"), help);
        }
    }
}

fn is_detection(method: &str, fits: fn(&IpAddr) -> bool) -> bool {
    match method.split_once('=') {
        None => method == "first-found",
        Some(("can-reach", address)) => address.parse().is_ok_and(|address| fits(&address)),
        Some(("interface" | "skip-interface", names)) => {
            !names.trim_start().is_empty() && !names.starts_with(',') && !names.contains('=')
        }
        Some(_) => false,
    }
}
