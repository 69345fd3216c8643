//! The metrics server: what pods and nodes use, for autoscaling and `kubectl top`.

use serde_json::{Value, json};

use super::object::KUBE_SYSTEM;
use super::pod::{empty_dir, mount, requests, spread};
use super::rbac::{READ, account, cluster_role, cluster_role_binding, role_binding, rule, service_account};
use super::workload::{Pods, deployment, disruption_budget, service};
use super::{Addon, Object, version};
use crate::model::Context;
use crate::spec::MetricsServer;

const NAME: &str = "metrics-server";
const APP: (&str, &str) = ("k8s-app", NAME);
/// The secret with the certificate of the server, which cert-manager makes.
const CERTIFICATE: &str = "metrics-server-tls";

/// Returns the addon where the spec switches it on.
pub(super) fn addon(context: &Context<'_>) -> Option<Addon> {
    let server = context.spec().metrics_server.as_ref().filter(|server| server.enabled == Some(true))?;
    // Without cert-manager its certificate is self-signed and cannot be verified.
    let secure = server.insecure == Some(false);
    let mut objects = vec![service_account(NAME).labels([APP])];
    objects.extend(permissions());
    let spec = json!({
        "selector": {"k8s-app": NAME},
        "ports": [{"appProtocol": "https", "name": "https", "port": 443, "protocol": "TCP", "targetPort": "https"}],
    });
    objects.push(service(NAME, spec).labels([APP]));
    objects.push(pods(context, server, secure));
    objects.push(api(secure));
    objects.push(disruption_budget(NAME, [APP], json!({"minAvailable": 1})).labels([APP]));
    if secure {
        objects.push(certificate());
    }
    let addon = Addon::new("metrics-server.addons.k8s.io", "k8s-1.11", objects).selected_by("k8s-app", NAME);
    // The field is only known to be false where a user wrote it; kops asks for an issuer unless it is true.
    Some(addon.needs_pki(server.insecure != Some(true)).because_of(context.path("spec.metricsServer")))
}

fn permissions() -> [Object; 5] {
    let aggregated = ["admin", "edit", "view"].map(|role| format!("rbac.authorization.k8s.io/aggregate-to-{role}"));
    let reader =
        cluster_role("system:aggregated-metrics-reader", [rule(&["metrics.k8s.io"], &["pods", "nodes"], READ)]);
    let rules = [rule(&[""], &["nodes/metrics"], &["get"]), rule(&[""], &["pods", "nodes"], READ)];
    [
        reader.labels(aggregated.iter().map(|label| (label.as_str(), "true"))),
        cluster_role("system:metrics-server", rules),
        role_binding("metrics-server-auth-reader", "extension-apiserver-authentication-reader", account(NAME)),
        cluster_role_binding("metrics-server:system:auth-delegator", "system:auth-delegator", account(NAME)),
        cluster_role_binding("system:metrics-server", "system:metrics-server", account(NAME)),
    ]
    .map(|object| object.labels([APP]))
}

fn pods(context: &Context<'_>, server: &MetricsServer, secure: bool) -> Object {
    let address = if context.ipv6_only() { "InternalIP" } else { "Hostname" };
    let mut arguments = vec![
        "--secure-port=10250".to_owned(),
        "--kubelet-use-node-status-port".to_owned(),
        "--metric-resolution=15s".to_owned(),
        format!("--kubelet-preferred-address-types={address}"),
    ];
    let mut mounts = vec![mount("tmp-dir", "/tmp")];
    let mut volumes = vec![empty_dir("tmp-dir")];
    if secure {
        arguments.push("--tls-cert-file=/srv/tls.crt".into());
        arguments.push("--tls-private-key-file=/srv/tls.key".into());
        mounts.insert(0, mount("certs", "/srv"));
        volumes.insert(0, json!({"name": "certs", "secret": {"secretName": CERTIFICATE}}));
    } else {
        arguments.push("--cert-dir=/tmp".into());
        arguments.push("--kubelet-insecure-tls".into());
    }
    let container = json!({
        "name": NAME,
        "image": server.image.as_deref().unwrap_or(version::METRICS_SERVER),
        "imagePullPolicy": "IfNotPresent",
        "args": arguments,
        "ports": [{"containerPort": 10250, "name": "https", "protocol": "TCP"}],
        "livenessProbe": probe("/livez"),
        "readinessProbe": with_delay(probe("/readyz"), 20),
        "resources": requests("100m", "200Mi"),
        "securityContext": {
            "allowPrivilegeEscalation": false,
            "capabilities": {"drop": ["ALL"]},
            "readOnlyRootFilesystem": true,
            "runAsNonRoot": true,
            "runAsUser": 1000,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "volumeMounts": mounts,
    });
    let spec = json!({
        "containers": [container],
        "nodeSelector": {"kubernetes.io/os": "linux"},
        "priorityClassName": "system-cluster-critical",
        "serviceAccountName": NAME,
        "topologySpreadConstraints": [
            spread("topology.kubernetes.io/zone", "ScheduleAnyway", [APP]),
            spread("kubernetes.io/hostname", "DoNotSchedule", [APP]),
        ],
        "volumes": volumes,
    });
    deployment(NAME, Pods::new([APP], spec)).labels([APP]).set("spec.replicas", 2)
}

fn probe(path: &str) -> Value {
    json!({"httpGet": {"path": path, "port": "https", "scheme": "HTTPS"}, "failureThreshold": 3, "periodSeconds": 10})
}

fn with_delay(mut probe: Value, seconds: i32) -> Value {
    probe["initialDelaySeconds"] = seconds.into();
    probe
}

/// The part of the Kubernetes API that the server answers.
fn api(secure: bool) -> Object {
    let api = Object::cluster_wide("apiregistration.k8s.io/v1", "APIService", "v1beta1.metrics.k8s.io")
        .labels([APP])
        .with(json!({"spec": {
            "group": "metrics.k8s.io",
            "groupPriorityMinimum": 100,
            "service": {"name": NAME, "namespace": KUBE_SYSTEM},
            "version": "v1beta1",
            "versionPriority": 100,
        }}));
    if secure {
        api.annotation("cert-manager.io/inject-ca-from", "kube-system/metrics-server")
    } else {
        api.set("spec.insecureSkipTLSVerify", true)
    }
}

fn certificate() -> Object {
    Object::new("cert-manager.io/v1", "Certificate", NAME).with(json!({"spec": {
        "secretName": CERTIFICATE,
        "duration": "2160h",
        "renewBefore": "360h",
        "usages": ["server auth"],
        "dnsNames": ["metrics-server.kube-system.svc"],
        "issuerRef": {"name": "metrics-server.addons.k8s.io", "kind": "Issuer"},
    }}))
}
