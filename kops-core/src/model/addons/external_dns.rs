//! external-dns: publishes the names of services, pods and ingresses in place of dns-controller.

use serde_json::json;

use super::pod::{self, env, on_control_plane, requests};
use super::rbac::{account, cluster_role, cluster_role_binding, rule, service_account};
use super::workload::{Pods, deployment, service};
use super::{Addon, Object, version};
use crate::model::Context;
use crate::spec::{DnsType, ExternalDns, ExternalDnsProvider};

const NAME: &str = "external-dns";
const ROLE: &str = "kops:external-dns";
/// The value of the label `version`, which kops left behind when it updated the image.
const LABEL: (&str, &str) = ("version", "v0.13.1");

/// Returns the addon where the spec chooses it.
pub(super) fn addon(context: &Context<'_>) -> Option<Addon> {
    let dns = context.spec().external_dns.as_ref()?;
    if dns.provider != Some(ExternalDnsProvider::ExternalDns) || context.dns_type() == DnsType::None {
        return None;
    }
    let look = ["get", "watch", "list"];
    let rules = [
        rule(&[""], &["services", "endpoints", "pods"], &look),
        rule(&["extensions", "networking.k8s.io"], &["ingresses"], &look),
        rule(&[""], &["nodes"], &["list", "watch"]),
    ];
    let metrics = json!({
        "type": "ClusterIP",
        "selector": {"k8s-app": NAME},
        "ports": [{"name": "http", "port": 80, "targetPort": "http", "protocol": "TCP"}],
    });
    let objects = [
        pods(context, dns),
        service(NAME, metrics),
        service_account(NAME),
        cluster_role(ROLE, rules),
        cluster_role_binding(ROLE, ROLE, account(NAME)),
    ];
    let addon = Addon::new("external-dns.addons.k8s.io", "k8s-1.19", objects);
    Some(addon.because_of(context.path("spec.externalDns")))
}

fn pods(context: &Context<'_>, dns: &ExternalDns) -> Object {
    let probe = |delay: i32, failures: i32| {
        json!({
            "httpGet": {"path": "/healthz", "port": "http"},
            "initialDelaySeconds": delay, "periodSeconds": 10, "timeoutSeconds": 5,
            "failureThreshold": failures, "successThreshold": 1,
        })
    };
    let container = json!({
        "name": NAME,
        "image": version::EXTERNAL_DNS,
        "args": arguments(context, dns),
        "securityContext": {
            "runAsNonRoot": true,
            "runAsUser": 65534,
            "readOnlyRootFilesystem": true,
            "capabilities": {"drop": ["ALL"]},
        },
        "env": [env("KUBERNETES_SERVICE_HOST", "127.0.0.1"), env("KUBERNETES_SERVICE_PORT", "443")],
        "ports": [{"name": "http", "protocol": "TCP", "containerPort": 7979}],
        "livenessProbe": probe(10, 2),
        "readinessProbe": probe(5, 6),
        "resources": requests("50m", "50Mi"),
    });
    let spec = json!({
        "affinity": on_control_plane(),
        "priorityClassName": "system-cluster-critical",
        "serviceAccountName": NAME,
        "securityContext": {"fsGroup": 65534},
        "tolerations": [
            {"key": pod::CONTROL_PLANE, "effect": "NoSchedule"},
            {"key": pod::MASTER, "effect": "NoSchedule"},
            {"key": "node.kubernetes.io/not-ready", "effect": "NoSchedule"},
        ],
        // It runs before there is DNS in the cluster.
        "dnsPolicy": "Default",
        "hostNetwork": true,
        "nodeSelector": null,
        "containers": [container],
    });
    let pods = Pods::new([("k8s-app", NAME)], spec).labels([("k8s-addon", "external-dns.addons.k8s.io"), LABEL]);
    deployment(NAME, pods)
        .labels([("k8s-app", NAME), LABEL])
        .with(json!({"spec": {"replicas": 1, "strategy": {"type": "Recreate"}}}))
}

fn arguments(context: &Context<'_>, dns: &ExternalDns) -> Vec<String> {
    let mut arguments = vec!["--provider=aws".to_owned(), "--events".to_owned()];
    if dns.watch_ingress != Some(false) {
        arguments.push("--source=ingress".into());
    }
    let zone = context.spec().dns_zone.as_deref().unwrap_or_default();
    arguments.extend([
        "--source=pod".to_owned(),
        "--source=service".to_owned(),
        "--compatibility=kops-dns-controller".to_owned(),
        "--registry=txt".to_owned(),
        format!("--txt-owner-id=kops-{}", context.cluster.name()),
        format!("--zone-id-filter={zone}"),
    ]);
    if let Some(namespace) = dns.watch_namespace.as_deref().filter(|namespace| !namespace.is_empty()) {
        arguments.push(format!("--namespace={namespace}"));
    }
    arguments
}
