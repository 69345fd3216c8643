//! A DNS cache on every node, between pods and CoreDNS.

use serde_json::json;

use super::addon::RollingUpdate;
use super::coredns::as_block;
use super::pod::{self, host_path_of, mount, tolerates, tolerates_effect, without_nulls};
use super::rbac::service_account;
use super::workload::{Pods, config_map, daemon_set, service};
use super::{Addon, Object};
use crate::model::{Context, ports};
use crate::spec::{KubeDns, NodeLocalDns};

const NAME: &str = "node-local-dns";
const APP: (&str, &str) = ("k8s-app", NAME);
const RECONCILED: (&str, &str) = ("addonmanager.kubernetes.io/mode", "Reconcile");
const CLUSTER_SERVICE: (&str, &str) = ("kubernetes.io/cluster-service", "true");
/// What the cache replaces by the address of the service of CoreDNS.
const CLUSTER_DNS: &str = "__PILLAR__CLUSTER__DNS__";
/// What it replaces by the servers that the node itself asks.
const UPSTREAM: &str = "__PILLAR__UPSTREAM__SERVERS__";

/// Returns the addon where CoreDNS serves the cluster and the spec switches the cache on.
pub(super) fn addon(context: &Context<'_>) -> Option<Addon> {
    let dns = context.spec().kube_dns.as_ref().filter(|dns| dns.provider.as_deref() == Some("CoreDNS"))?;
    let cache = dns.node_local_dns.as_ref().filter(|cache| cache.enabled == Some(true))?;
    let port = |name: &str, protocol: &str| json!({"name": name, "port": 53, "protocol": protocol, "targetPort": 53});
    let upstream = json!({
        "selector": {"k8s-app": "kube-dns"},
        "ports": [port("dns", "UDP"), port("dns-tcp", "TCP")],
    });
    let objects = [
        service_account(NAME).labels([CLUSTER_SERVICE, RECONCILED]),
        service("kube-dns-upstream", upstream).labels([
            ("k8s-app", "kube-dns"),
            CLUSTER_SERVICE,
            RECONCILED,
            ("kubernetes.io/name", "KubeDNSUpstream"),
        ]),
        config_map(NAME, json!({"Corefile": configuration(context, dns, cache)})).labels([RECONCILED]),
        pods(context, cache),
    ];
    let addon = Addon::new("nodelocaldns.addons.k8s.io", "k8s-1.12", objects).rolls(RollingUpdate::All);
    Some(addon.because_of(context.path("spec.kubeDNS.nodeLocalDNS")))
}

fn configuration(context: &Context<'_>, dns: &KubeDns, cache: &NodeLocalDns) -> String {
    if let Some(text) = cache.external_core_file.as_deref().filter(|text| !text.is_empty()) {
        return as_block(text);
    }
    let address = cache.local_ip.as_deref().unwrap_or_default();
    let domain = dns.domain.as_deref().unwrap_or_default();
    let proxy = context.spec().kube_proxy.as_ref().and_then(|proxy| proxy.proxy_mode.as_deref());
    // IPVS takes the address of the service for itself, so that the cache asks for it by its own.
    let cluster = if proxy == Some("ipvs") { dns.server_ip.as_deref().unwrap_or_default() } else { CLUSTER_DNS };
    let host = if address.contains(':') { format!("[{address}]") } else { address.to_owned() };
    let health = format!("    health {host}:{}\n", ports::NODE_LOCAL_DNS_HEALTH);

    let to_cluster = format!("{cluster} {{\n      force_tcp\n    }}");
    let long = "    cache {\n      success 9984 30\n      denial 9984 5\n    }\n";
    let short = "    cache 30\n";
    let zone = |zone: &str, cache: &str, upstream: &str, rest: &str| {
        format!(
            "{zone}:53 {{\n    errors\n{cache}    reload\n    loop\n    bind {address}\n    forward . {upstream}\n    \
             prometheus :9253\n{rest}}}\n"
        )
    };
    let mut text = zone(domain, long, &to_cluster, &health);
    if cache.forward_to_kube_dns == Some(true) {
        text += &zone(".", short, &to_cluster, "");
    } else {
        let dns64 = if context.ipv6_only() { "    dns64\n" } else { "" };
        text += &zone("in-addr.arpa", short, &to_cluster, "");
        text += &zone("ip6.arpa", short, &to_cluster, "");
        text += &zone(".", short, UPSTREAM, dns64);
    }
    as_block(&(text + cache.additional_config.as_deref().unwrap_or_default()))
}

fn pods(context: &Context<'_>, cache: &NodeLocalDns) -> Object {
    let address = cache.local_ip.as_deref().unwrap_or_default();
    let container = json!({
        "name": "node-cache",
        "image": cache.image,
        "resources": {"requests": {"cpu": cache.cpu_request, "memory": cache.memory_request}},
        "args": [
            format!("-localip={address}"),
            "-conf=/etc/Corefile",
            "-upstreamsvc=kube-dns-upstream",
            "-setupiptables=false",
        ],
        "securityContext": without_nulls(json!({
            "capabilities": {"add": ["NET_ADMIN"]},
            "seLinuxOptions": pod::selinux_options(context),
        })),
        "ports": [
            {"containerPort": 53, "name": "dns", "protocol": "UDP"},
            {"containerPort": 53, "name": "dns-tcp", "protocol": "TCP"},
            {"containerPort": 9253, "name": "metrics", "protocol": "TCP"},
        ],
        "livenessProbe": {
            "httpGet": {"host": address, "path": "/health", "port": ports::NODE_LOCAL_DNS_HEALTH},
            "initialDelaySeconds": 60, "timeoutSeconds": 5,
        },
        "volumeMounts": [
            {"name": "xtables-lock", "mountPath": "/run/xtables.lock", "readOnly": false},
            mount("config-volume", "/etc/coredns"),
            mount("kube-dns-config", "/etc/kube-dns"),
        ],
    });
    let spec = json!({
        "priorityClassName": "system-node-critical",
        "serviceAccountName": NAME,
        "hostNetwork": true,
        "dnsPolicy": "Default",
        "tolerations": [tolerates("CriticalAddonsOnly"), tolerates_effect("NoExecute"), tolerates_effect("NoSchedule")],
        "containers": [container],
        "volumes": [
            host_path_of("xtables-lock", "/run/xtables.lock", "FileOrCreate"),
            {"name": "kube-dns-config", "configMap": {"name": "kube-dns", "optional": true}},
            {"name": "config-volume", "configMap": {
                "name": NAME, "items": [{"key": "Corefile", "path": "Corefile.base"}],
            }},
        ],
    });
    let pods = Pods::new([APP], spec)
        .annotation("prometheus.io/port", "9253")
        .annotation("prometheus.io/scrape", "true")
        .annotations(&cache.pod_annotations);
    // A node without a cache has no DNS, so that a pod is replaced together with its node.
    daemon_set(NAME, pods).labels([APP, CLUSTER_SERVICE, RECONCILED]).set("spec.updateStrategy.type", "OnDelete")
}
