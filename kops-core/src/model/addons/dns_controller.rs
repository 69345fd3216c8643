//! dns-controller: publishes the names of the API, of nodes and of services in Route 53, or by gossip.

use serde_json::json;

use super::pod::{self, env, on_control_plane, requests, tolerates};
use super::rbac::{READ, account_user, cluster_role, cluster_role_binding, rule, service_account};
use super::workload::{Pods, deployment};
use super::{Addon, Object, version};
use crate::model::{Context, ports};
use crate::spec::{DnsControllerGossipConfig, DnsControllerGossipConfigSecondary, DnsType, ExternalDnsProvider};

const NAME: &str = "dns-controller";

/// Returns the addon, without an object where something else publishes names: so channels deletes what was there before.
pub(super) fn addon(context: &Context<'_>) -> Addon {
    let addon = |objects| Addon::new("dns-controller.addons.k8s.io", "k8s-1.12", objects);
    if !is_used(context) {
        return addon(Vec::new()).prunes();
    }
    let reading = rule(&[""], &["endpoints", "services", "pods", "ingress", "nodes"], READ);
    let ingresses = rule(&["networking.k8s.io"], &["ingresses"], READ);
    addon(vec![
        pods(context),
        service_account(NAME),
        cluster_role("kops:dns-controller", [reading, ingresses]),
        cluster_role_binding("kops:dns-controller", "kops:dns-controller", account_user(NAME)),
    ])
}

fn is_used(context: &Context<'_>) -> bool {
    let provider = context.spec().external_dns.as_ref().and_then(|dns| dns.provider);
    context.dns_type() != DnsType::None && matches!(provider, None | Some(ExternalDnsProvider::DnsController))
}

fn pods(context: &Context<'_>) -> Object {
    let priority = context.spec().external_dns.as_ref().and_then(|dns| dns.priority_class_name.as_deref());
    let mut environment = vec![env("KUBERNETES_SERVICE_HOST", "127.0.0.1")];
    environment.extend(pod::proxy_env(context));
    let container = json!({
        "name": NAME,
        "image": version::of_kops(context, NAME),
        "command": null,
        "args": arguments(context),
        "env": environment,
        "resources": requests("50m", "50Mi"),
        "securityContext": {"runAsNonRoot": true},
    });
    let spec = json!({
        "priorityClassName": priority.unwrap_or("system-cluster-critical"),
        "affinity": on_control_plane(),
        "tolerations": [
            tolerates("node.cloudprovider.kubernetes.io/uninitialized"),
            tolerates("node.kubernetes.io/not-ready"),
            tolerates(pod::CONTROL_PLANE),
            tolerates(pod::MASTER),
        ],
        // It runs before there is DNS in the cluster.
        "dnsPolicy": "Default",
        "hostNetwork": true,
        "serviceAccount": NAME,
        "nodeSelector": null,
        "containers": [container],
    });
    let version = version::label_of_kops(context);
    let pods = Pods::new([("k8s-app", NAME)], spec)
        .labels([("k8s-addon", "dns-controller.addons.k8s.io"), ("version", &version)]);
    deployment(NAME, pods)
        .labels([("k8s-app", NAME), ("version", &version)])
        .with(json!({"spec": {"replicas": 1, "strategy": {"type": "Recreate"}}}))
}

fn arguments(context: &Context<'_>) -> Vec<String> {
    let spec = context.spec();
    let external = spec.external_dns.as_ref();
    let ingresses = external.and_then(|dns| dns.watch_ingress) == Some(true);
    let mut arguments = vec![format!("--watch-ingress={ingresses}")];
    if let Some(namespace) = external.and_then(|dns| dns.watch_namespace.as_deref()).filter(|name| !name.is_empty()) {
        arguments.push(format!("--watch-namespace={namespace}"));
    }
    if context.uses_gossip() {
        arguments.push("--dns=gossip".into());
        arguments.extend(gossip(spec.dns_controller_gossip_config.as_ref()));
    } else {
        arguments.push("--dns=aws-route53".into());
    }
    if let Some(zone) = spec.dns_zone.as_deref().filter(|zone| !zone.is_empty()) {
        let by_name = zone.contains('.');
        arguments.push(if by_name { format!("--zone={zone}") } else { format!("--zone=*/{zone}") });
    }
    arguments.push(if context.ipv6_only() { "--internal-ipv6" } else { "--internal-ipv4" }.into());
    // Names in any other zone may be published too.
    arguments.extend(["--zone=*/*".to_owned(), "-v=2".to_owned()]);
    arguments
}

/// How the controller takes part in gossip: as the spec says, or in the mesh of protokube with memberlist beside it.
fn gossip(config: Option<&DnsControllerGossipConfig>) -> Vec<String> {
    let mesh = format!("127.0.0.1:{}", ports::PROTOKUBE_GOSSIP_MESH);
    let members = format!("127.0.0.1:{}", ports::PROTOKUBE_GOSSIP_MEMBERLIST);
    let Some(DnsControllerGossipConfig { protocol, listen, secret, seed, secondary }) = config else {
        return vec![
            format!("--gossip-seed={mesh}"),
            "--gossip-protocol-secondary=memberlist".into(),
            format!("--gossip-listen-secondary=0.0.0.0:{}", ports::DNS_CONTROLLER_GOSSIP_MEMBERLIST),
            format!("--gossip-seed-secondary={members}"),
        ];
    };
    let mut arguments = gossip_flags("", [protocol, listen, secret], seed.as_deref().unwrap_or(&mesh));
    if let Some(DnsControllerGossipConfigSecondary { protocol, listen, secret, seed }) = secondary {
        let seed = seed.as_deref().unwrap_or(&members);
        arguments.extend(gossip_flags("-secondary", [protocol, listen, secret], seed));
    }
    arguments
}

fn gossip_flags(suffix: &str, [protocol, listen, secret]: [&Option<String>; 3], seed: &str) -> Vec<String> {
    let flags = [
        ("protocol", protocol.as_deref()),
        ("listen", listen.as_deref()),
        ("secret", secret.as_deref()),
        ("seed", Some(seed)),
    ];
    let set = flags.into_iter().filter_map(|(flag, value)| Some((flag, value?)));
    set.map(|(flag, value)| format!("--gossip-{flag}{suffix}={value}")).collect()
}
