//! The config map that agents and the operator read.

use std::collections::BTreeMap;

use super::{CONFIG, Setup};
use crate::model::addons::Object;
use crate::model::addons::workload::config_map;
use crate::model::{ports, tags};
use crate::spec::CiliumEncryption;

/// What every cluster has.
const FIXED: &[(&str, &str)] = &[
    // Garbage collection of what pods and nodes leave behind.
    ("identity-heartbeat-timeout", "30m0s"),
    ("identity-gc-interval", "15m0s"),
    ("identity-management-mode", "agent"),
    ("cilium-endpoint-gc-interval", "5m0s"),
    ("nodes-gc-interval", "5m0s"),
    // Logs, metrics and policies.
    ("debug-verbose", ""),
    ("metrics-sampling-interval", "5m"),
    ("enable-policy", "default"),
    ("policy-cidr-match-mode", ""),
    ("policy-default-local-cluster", "false"),
    ("enable-k8s-networkpolicy", "true"),
    ("enable-endpoint-lockdown-on-policy-overflow", "false"),
    ("enable-non-default-deny-policies", "true"),
    ("enable-source-ip-verification", "true"),
    ("monitor-aggregation-interval", "5s"),
    ("monitor-aggregation-flags", "all"),
    // The CNI plugin.
    ("custom-cni-conf", "false"),
    ("write-cni-conf-when-ready", "/host/etc/cni/net.d/05-cilium.conflist"),
    ("cni-log-file", "/var/run/cilium/cilium-cni.log"),
    // Maps of the kernel.
    ("enable-bpf-clock-probe", "false"),
    ("bpf-map-dynamic-size-ratio", "0.0025"),
    ("bpf-policy-map-max", "16384"),
    ("bpf-policy-stats-map-max", "65536"),
    ("bpf-distributed-lru", "false"),
    ("bpf-events-drop-enabled", "true"),
    ("bpf-events-policy-verdict-enabled", "true"),
    ("bpf-events-trace-enabled", "true"),
    ("bpf-root", "/sys/fs/bpf"),
    ("cgroup-root", "/run/cilium/cgroupv2"),
    ("procfs", "/host/proc"),
    ("nat-map-stats-entries", "32"),
    ("nat-map-stats-interval", "30s"),
    // Services.
    ("bpf-lb-map-max", "65536"),
    ("bpf-lb-external-clusterip", "false"),
    ("bpf-lb-source-range-all-types", "false"),
    ("bpf-lb-algorithm-annotation", "false"),
    ("bpf-lb-mode-annotation", "false"),
    ("bpf-lb-acceleration", "disabled"),
    ("nodeport-addresses", ""),
    ("enable-health-check-nodeport", "true"),
    ("enable-health-check-loadbalancer-ip", "false"),
    ("node-port-bind-protection", "true"),
    ("enable-auto-protect-node-port-range", "true"),
    ("enable-svc-source-range-check", "true"),
    ("enable-internal-traffic-policy", "true"),
    ("enable-lb-ipam", "true"),
    ("default-lb-service-ipam", "lbipam"),
    // Packets.
    ("enable-ipv4-big-tcp", "false"),
    ("enable-ipv6-big-tcp", "false"),
    ("enable-ipv6-masquerade", "false"),
    ("enable-masquerade-to-route-source", "false"),
    ("enable-tcx", "true"),
    ("datapath-mode", "veth"),
    ("enable-xt-socket-fallback", "true"),
    ("install-no-conntrack-iptables-rules", "false"),
    ("iptables-random-fully", "false"),
    ("direct-routing-skip-unreachable", "false"),
    ("enable-l2-neigh-discovery", "false"),
    ("enable-sctp", "false"),
    ("enable-vtep", "false"),
    ("vtep-endpoint", ""),
    ("vtep-cidr", ""),
    ("vtep-mask", ""),
    ("vtep-mac", ""),
    ("egress-gateway-reconciliation-trigger-interval", "1s"),
    // Addresses.
    ("ipam-cilium-node-update-rate", "15s"),
    ("cluster-pool-ipv4-mask-size", "24"),
    ("k8s-require-ipv4-pod-cidr", "false"),
    ("k8s-require-ipv6-pod-cidr", "false"),
    // Nodes.
    ("enable-health-checking", "true"),
    ("health-check-icmp-failure-threshold", "3"),
    ("enable-well-known-identities", "false"),
    ("enable-node-selector-labels", "false"),
    ("synchronize-k8s-nodes", "true"),
    ("agent-not-ready-taint-key", "node.cilium.io/agent-not-ready"),
    ("remove-cilium-node-taints", "true"),
    ("set-cilium-node-taints", "true"),
    ("set-cilium-is-up-condition", "true"),
    ("unmanaged-pod-watcher-interval", "15"),
    // DNS.
    ("dnsproxy-socket-linger-timeout", "10"),
    ("tofqdns-enable-dns-compression", "true"),
    ("tofqdns-endpoint-max-ip-per-hostname", "1000"),
    ("tofqdns-idle-connection-grace-period", "0s"),
    ("tofqdns-max-deferred-connection-deletes", "10000"),
    ("tofqdns-proxy-response-max-delay", "100ms"),
    ("tofqdns-preallocate-identities", "true"),
    // Authentication and meshes.
    ("mesh-auth-enabled", "true"),
    ("mesh-auth-queue-size", "1024"),
    ("mesh-auth-rotated-identities-queue-size", "1024"),
    ("mesh-auth-gc-interval", "5m0s"),
    ("max-connected-clusters", "255"),
    ("clustermesh-enable-endpoint-sync", "false"),
    ("clustermesh-enable-mcs-api", "false"),
    // The proxy for policies of requests.
    ("proxy-xff-num-trusted-hops-ingress", "0"),
    ("proxy-xff-num-trusted-hops-egress", "0"),
    ("proxy-connect-timeout", "2"),
    ("proxy-initial-fetch-timeout", "30"),
    ("proxy-max-requests-per-connection", "0"),
    ("proxy-max-connection-duration-seconds", "0"),
    ("proxy-idle-timeout-seconds", "60"),
    ("proxy-max-concurrent-retries", "128"),
    ("http-retry-count", "3"),
    ("http-stream-idle-timeout", "300"),
    ("external-envoy-proxy", "false"),
    ("envoy-base-id", "0"),
    ("envoy-access-log-buffer-size", "4096"),
    ("envoy-keep-cap-netbindservice", "false"),
];

/// With Hubble.
const HUBBLE: &[(&str, &str)] = &[
    ("enable-hubble", "true"),
    ("hubble-socket-path", "/var/run/cilium/hubble.sock"),
    ("hubble-network-policy-correlation-enabled", "true"),
    ("hubble-listen-address", ":4244"),
    ("hubble-disable-tls", "false"),
    ("hubble-tls-cert-file", "/var/lib/cilium/tls/hubble/server.crt"),
    ("hubble-tls-key-file", "/var/lib/cilium/tls/hubble/server.key"),
    ("hubble-tls-client-ca-files", "/var/lib/cilium/tls/hubble/client-ca.crt"),
];

/// With metrics of Hubble.
const HUBBLE_METRICS: &[(&str, &str)] = &[
    ("hubble-metrics-server", ":9965"),
    ("hubble-metrics-server-enable-tls", "false"),
    ("enable-hubble-open-metrics", "false"),
];

/// With metrics of agents and operator.
const METRICS: &[(&str, &str)] = &[
    ("controller-group-metrics", "write-cni-file sync-host-ips sync-lb-maps-with-k8s-services"),
    ("proxy-prometheus-port", "9964"),
    ("operator-prometheus-serve-addr", ":9963"),
    ("enable-metrics", "true"),
];

/// With ingresses or gateways.
const ENVOY: &[(&str, &str)] = &[
    ("enable-envoy-config", "true"),
    ("envoy-config-retry-interval", "15s"),
    ("envoy-secrets-namespace", "kube-system"),
];

/// With ingresses.
const INGRESS: &[(&str, &str)] = &[
    ("enable-ingress-controller", "true"),
    ("enable-ingress-proxy-protocol", "false"),
    ("ingress-secrets-namespace", "kube-system"),
    ("ingress-hostnetwork-enabled", "false"),
    ("ingress-hostnetwork-shared-listener-port", "8080"),
    ("ingress-hostnetwork-nodelabelselector", ""),
];

/// With gateways.
const GATEWAY: &[(&str, &str)] = &[
    ("enable-gateway-api", "true"),
    ("enable-gateway-api-proxy-protocol", "false"),
    ("enable-gateway-api-app-protocol", "false"),
    ("enable-gateway-api-alpn", "false"),
    ("gateway-api-xff-num-trusted-hops", "0"),
    ("gateway-api-service-externaltrafficpolicy", "Cluster"),
    ("gateway-api-secrets-namespace", "kube-system"),
    ("gateway-api-hostnetwork-enabled", "false"),
    ("gateway-api-hostnetwork-nodelabelselector", ""),
];

/// With encryption by IPsec.
const IPSEC: &[(&str, &str)] = &[
    ("enable-ipsec", "true"),
    ("ipsec-key-file", "/etc/ipsec/keys"),
    ("enable-ipsec-key-watcher", "true"),
    ("ipsec-key-rotation-duration", "5m"),
    ("enable-ipsec-encrypted-overlay", "false"),
];

/// Returns the config map.
pub(super) fn agent(setup: Setup<'_>) -> Object {
    let mut settings = Settings::default();
    settings.add(FIXED);
    add_addresses(setup, &mut settings);
    add_routing(setup, &mut settings);
    add_services(setup, &mut settings);
    add_policies(setup, &mut settings);
    add_encryption(setup, &mut settings);
    add_etcd(setup, &mut settings);
    add_metrics(setup, &mut settings);
    add_hubble(setup, &mut settings);
    add_envoy(setup, &mut settings);
    for (key, value) in &setup.cilium.extra_config {
        settings.set(key, value);
    }
    config_map(CONFIG, serde_json::json!(settings.0))
}

/// The settings so far.
#[derive(Default)]
struct Settings(BTreeMap<String, String>);

impl Settings {
    fn add(&mut self, settings: &[(&str, &str)]) {
        settings.iter().for_each(|(key, value)| self.set(key, value));
    }

    fn set(&mut self, key: &str, value: impl ToString) {
        self.0.insert(key.to_owned(), value.to_string());
    }

    /// Sets a switch, which is off where the spec does not set it.
    fn switch(&mut self, key: &str, value: Option<bool>) {
        self.set(key, value.unwrap_or_default());
    }

    /// Sets what the spec sets, with an empty text where it does not.
    fn text(&mut self, key: &str, value: &Option<String>) {
        self.set(key, value.as_deref().unwrap_or_default());
    }

    /// Sets what the spec sets.
    fn set_given(&mut self, key: &str, value: &Option<String>) {
        if let Some(value) = value.as_deref().filter(|value| !value.is_empty()) {
            self.set(key, value);
        }
    }
}

/// Where the addresses of pods come from, and which are translated.
fn add_addresses(Setup { context, cilium }: Setup<'_>, settings: &mut Settings) {
    let ipv6 = context.ipv6_only();
    settings.set("enable-ipv4", !ipv6);
    settings.set("enable-ipv6", ipv6);
    settings.switch("enable-ipv4-masquerade", cilium.disable_masquerade.map(|disabled| !disabled));
    settings.set("enable-bpf-masquerade", cilium.enable_bpf_masquerade == Some(true) && !ipv6);
    settings.text("ipam", &cilium.ipam);
    if cilium.ipam.as_deref() == Some("eni") {
        settings.set("enable-endpoint-routes", true);
        settings.set("auto-create-cilium-node-resource", true);
        settings.set("eni-tags", tags::of_controllers(context.cluster));
    }
    let loopback = if ipv6 { "[::1]" } else { "127.0.0.1" };
    settings.set("operator-api-serve-addr", format!("{loopback}:{}", super::operator::HEALTH_PORT));
}

/// How packets travel between nodes, and beside which other plugin.
fn add_routing(setup: Setup<'_>, settings: &mut Settings) {
    let cilium = setup.cilium;
    match cilium.tunnel.as_deref() {
        Some("disabled") => settings.set("routing-mode", "native"),
        tunnel => {
            settings.set("routing-mode", "tunnel");
            settings.set("tunnel-protocol", tunnel.unwrap_or_default());
            settings.set("tunnel-source-port-range", "0-0");
            settings.set("service-no-backend-response", "reject");
        }
    }
    settings.switch("auto-direct-node-routes", cilium.auto_direct_node_routes);
    settings.switch("cni-exclusive", cilium.cni_exclusive);
    let Some(mode) = setup.chaining_mode() else {
        settings.set("dnsproxy-enable-transparent-mode", true);
        return;
    };
    settings.set("cni-chaining-mode", mode);
    settings.set("enable-host-legacy-routing", true);
    if mode != "portmap" {
        settings.set("enable-local-node-route", false);
    }
}

/// What takes the place of kube-proxy.
fn add_services(Setup { cilium, .. }: Setup<'_>, settings: &mut Settings) {
    settings.switch("kube-proxy-replacement", cilium.enable_node_port);
    settings.switch("enable-node-port", cilium.enable_node_port);
    settings.switch("bpf-lb-sock", cilium.bpf_lb_sock);
    settings.switch("bpf-lb-sock-hostns-only", cilium.bpf_lb_sock_host_ns_only);
    settings.switch("enable-service-topology", cilium.enable_service_topology);
    settings.switch("enable-local-redirect-policy", cilium.enable_local_redirect_policy);
    settings.switch("preallocate-bpf-maps", cilium.preallocate_bpf_maps);
}

/// Identities, policies, and what is logged of them.
fn add_policies(Setup { cilium, .. }: Setup<'_>, settings: &mut Settings) {
    settings.text("identity-allocation-mode", &cilium.identity_allocation_mode);
    settings.text("identity-change-grace-period", &cilium.identity_change_grace_period);
    settings.switch("disable-endpoint-crd", cilium.disable_endpoint_crd);
    settings.switch("enable-l7-proxy", cilium.enable_l7_proxy);
    settings.switch("enable-host-firewall", cilium.enable_host_firewall);
    settings.switch("enable-endpoint-health-checking", cilium.enable_endpoint_health_checking);
    settings.text("tofqdns-dns-reject-response-code", &cilium.to_fqdns_dns_reject_response_code);
    settings.switch("debug", cilium.debug);
    settings.text("monitor-aggregation", &cilium.monitor_aggregation);
    settings.text("cluster-name", &cilium.cluster_name);
    if let Some(id) = cilium.cluster_id.filter(|id| *id != 0) {
        settings.set("cluster-id", id);
    }
}

fn add_encryption(setup: Setup<'_>, settings: &mut Settings) {
    if setup.cilium.enable_encryption != Some(true) {
        return;
    }
    match setup.encryption() {
        Some(CiliumEncryption::Ipsec) => settings.add(IPSEC),
        Some(CiliumEncryption::Wireguard) => settings.set("enable-wireguard", true),
        None => {}
    }
    settings.switch("encrypt-node", setup.cilium.node_encryption);
}

/// Where Cilium's own etcd cluster is, and who its clients are.
fn add_etcd(setup: Setup<'_>, settings: &mut Settings) {
    if !setup.has_etcd() {
        return;
    }
    let (host, port) = (setup.context.names.internal_api(), ports::ETCD_CILIUM);
    let secrets = "/var/lib/etcd-secrets";
    settings.set("kvstore", "etcd");
    settings.set("kvstore-opt", r#"{"etcd.config": "/var/lib/etcd-config/etcd.config"}"#);
    settings.set(
        "etcd-config",
        format!(
            "---
endpoints:
  - https://{host}:{port}
trusted-ca-file: '{secrets}/etcd-ca.crt'
key-file: '{secrets}/etcd-client-cilium.key'
cert-file: '{secrets}/etcd-client-cilium.crt'"
        ),
    );
}

fn add_metrics(setup: Setup<'_>, settings: &mut Settings) {
    let Some(port) = setup.prometheus_port() else { return };
    settings.add(METRICS);
    settings.set("prometheus-serve-addr", format!(":{port}"));
    if !setup.cilium.metrics.is_empty() {
        settings.set("metrics", setup.cilium.metrics.join(" "));
    }
}

fn add_hubble(setup: Setup<'_>, settings: &mut Settings) {
    if !setup.has_hubble() {
        return;
    }
    settings.add(HUBBLE);
    if !setup.hubble_metrics().is_empty() {
        settings.add(HUBBLE_METRICS);
        settings.set("hubble-metrics", setup.hubble_metrics().join(" "));
    }
}

/// Ingresses and gateways.
fn add_envoy(setup: Setup<'_>, settings: &mut Settings) {
    if setup.serves_ingresses() || setup.serves_gateways() {
        settings.add(ENVOY);
    }
    if let Some(ingress) = setup.ingress() {
        settings.add(INGRESS);
        settings.set_given("enforce-ingress-https", &ingress.enforce_https.map(|on| on.to_string()));
        settings.set_given("enable-ingress-secrets-sync", &ingress.enable_secrets_sync.map(|on| on.to_string()));
        settings.set_given("ingress-lb-annotation-prefixes", &ingress.load_balancer_annotation_prefixes);
        settings.set_given("ingress-default-lb-mode", &ingress.default_load_balancer_mode);
        settings.set_given("ingress-shared-lb-service-name", &ingress.shared_load_balancer_service_name);
    }
    if setup.serves_gateways() {
        settings.add(GATEWAY);
        let sync = setup.cilium.gateway_api.as_ref().and_then(|gateway| gateway.enable_secrets_sync);
        settings.set_given("enable-gateway-api-secrets-sync", &sync.map(|on| on.to_string()));
    }
}
