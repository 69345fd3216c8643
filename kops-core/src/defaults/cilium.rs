//! Cilium.

use super::Notes;
use super::addons::quantity;
use crate::spec::{Cilium, CiliumEncryption, CiliumGatewayApi, CiliumIngress, Cluster, Hubble};

/// The release that this kops installs.
const VERSION: &str = "v1.18.6";
const KOPS: &str = "how kops runs Cilium";

pub(super) fn fill(cluster: &mut Cluster, notes: &mut Notes<'_>) {
    let ipv6 = cluster.is_ipv6_only();
    let Some(cilium) = cluster.spec.networking.as_mut().and_then(|networking| networking.cilium.as_mut()) else {
        return;
    };
    notes.fill(&mut cilium.version, at("version"), VERSION, "the release that kops installs");
    fill_addressing(cilium, ipv6, notes);
    fill_maps(cilium, notes);
    fill_agent(cilium, notes);
    fill_extras(cilium, notes);
}

fn at(field: &str) -> String {
    format!("networking.cilium.{field}")
}

/// Where pods get addresses, how packets travel and whose are translated.
fn fill_addressing(cilium: &mut Cilium, ipv6: bool, notes: &mut Notes<'_>) {
    notes.fill(&mut cilium.ipam, at("ipam"), "kubernetes", KOPS);
    let in_vpc = cilium.ipam.as_deref() == Some("eni");
    notes.set(&mut cilium.disable_masquerade, at("disableMasquerade"), ipv6, "IPv4 is translated, IPv6 is not");
    let tunnel = if in_vpc || ipv6 { "disabled" } else { "vxlan" };
    notes.fill(&mut cilium.tunnel, at("tunnel"), tunnel, "pods without addresses of the VPC need a tunnel");
    notes.set(&mut cilium.enable_bpf_masquerade, at("enableBPFMasquerade"), in_vpc, "pods have addresses of the VPC");
    if cilium.enable_encryption == Some(true) {
        notes.set(&mut cilium.encryption_type, at("encryptionType"), CiliumEncryption::Ipsec, "the default encryption");
    }
}

/// Sizes of the maps in the kernel.
fn fill_maps(cilium: &mut Cilium, notes: &mut Notes<'_>) {
    let sizes = [
        (&mut cilium.bpf_ct_global_any_max, "bpfCTGlobalAnyMax", 262_144),
        (&mut cilium.bpf_ct_global_tcp_max, "bpfCTGlobalTCPMax", 524_288),
        (&mut cilium.bpf_nat_global_max, "bpfNATGlobalMax", 524_288),
        (&mut cilium.bpf_neigh_global_max, "bpfNeighGlobalMax", 524_288),
        (&mut cilium.bpf_policy_map_max, "bpfPolicyMapMax", 16_384),
        (&mut cilium.bpf_lb_map_max, "bpfLBMapMax", 65_536),
        (&mut cilium.agent_prometheus_port, "agentPrometheusPort", 9090),
    ];
    for (slot, field, value) in sizes {
        notes.fill(slot, at(field), value, KOPS);
    }
    notes.fill(&mut cilium.bpf_lb_algorithm, at("bpfLBAlgorithm"), "random", KOPS);
    notes.fill(&mut cilium.bpf_lb_maglev_table_size, at("bpfLBMaglevTableSize"), "16381", KOPS);
}

fn fill_agent(cilium: &mut Cilium, notes: &mut Notes<'_>) {
    let switches = [
        (&mut cilium.enable_endpoint_health_checking, "enableEndpointHealthChecking", true),
        (&mut cilium.enable_host_firewall, "enableHostFirewall", false),
        (&mut cilium.enable_remote_node_identity, "enableRemoteNodeIdentity", true),
        (&mut cilium.enable_unreachable_routes, "enableUnreachableRoutes", false),
        (&mut cilium.enable_l7_proxy, "enableL7Proxy", true),
        (&mut cilium.enable_local_redirect_policy, "enableLocalRedirectPolicy", false),
        (&mut cilium.disable_cnp_status_updates, "disableCNPStatusUpdates", true),
        (&mut cilium.cni_exclusive, "cniExclusive", true),
    ];
    for (slot, field, value) in switches {
        notes.set(slot, at(field), value, KOPS);
    }
    let texts = [
        (&mut cilium.identity_allocation_mode, "identityAllocationMode", "crd"),
        (&mut cilium.identity_change_grace_period, "identityChangeGracePeriod", "5s"),
        (&mut cilium.cluster_name, "clusterName", "default"),
        (&mut cilium.monitor_aggregation, "monitorAggregation", "medium"),
        (&mut cilium.sidecar_istio_proxy_image, "sidecarIstioProxyImage", "cilium/istio_proxy"),
        (&mut cilium.to_fqdns_dns_reject_response_code, "toFqdnsDnsRejectResponseCode", "refused"),
    ];
    for (slot, field, value) in texts {
        notes.fill(slot, at(field), value, KOPS);
    }
    notes.set(&mut cilium.cpu_request, at("cpuRequest"), quantity("25m"), "what it needs");
    notes.set(&mut cilium.memory_request, at("memoryRequest"), quantity("128Mi"), "what it needs");
}

/// Parts that are on where the spec has a section for them.
fn fill_extras(cilium: &mut Cilium, notes: &mut Notes<'_>) {
    const RULE: &str = "on where the spec has a section for it";
    let (hubble, ingress, gateway) = (cilium.hubble.is_some(), cilium.ingress.is_some(), cilium.gateway_api.is_some());
    let hubble_section: &mut Hubble = cilium.hubble.get_or_insert_default();
    notes.set(&mut hubble_section.enabled, at("hubble.enabled"), hubble, RULE);
    let ingress_section: &mut CiliumIngress = cilium.ingress.get_or_insert_default();
    notes.set(&mut ingress_section.enabled, at("ingress.enabled"), ingress, RULE);
    let gateway_section: &mut CiliumGatewayApi = cilium.gateway_api.get_or_insert_default();
    notes.set(&mut gateway_section.enabled, at("gatewayAPI.enabled"), gateway, RULE);
}
