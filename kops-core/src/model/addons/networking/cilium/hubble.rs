//! Hubble: the relay that collects what agents see of flows, with certificates by cert-manager.

use serde_json::{Value, json};

use super::{AGENT_APP, PART_OF, Setup, near, version};
use crate::model::addons::Object;
use crate::model::addons::pod::mount_read_only;
use crate::model::addons::rbac::service_account;
use crate::model::addons::workload::{Pods, config_map, deployment, service};

const RELAY: &str = "hubble-relay";
const RELAY_APP: (&str, &str) = ("k8s-app", RELAY);
const RELAY_LABELS: [(&str, &str); 3] = [RELAY_APP, ("app.kubernetes.io/name", RELAY), PART_OF];
const RELAY_CONFIG: &str = "hubble-relay-config";
const CLIENT_CERTIFICATE: &str = "hubble-relay-client-certs";
const SERVER_CERTIFICATE: &str = "hubble-server-certs";

/// Returns the relay's service account.
pub(super) fn account() -> Object {
    service_account(RELAY).set("automountServiceAccountToken", false)
}

/// Returns the relay's configuration.
pub(super) fn relay_configuration(setup: Setup<'_>) -> Object {
    let cluster = setup.cilium.cluster_name.as_deref().unwrap_or_default();
    let tls = "/var/lib/hubble-relay/tls";
    let text = format!(
        "cluster-name: \"{cluster}\"
peer-service: \"hubble-peer.kube-system.svc.cluster.local.:443\"
listen-address: :4245
gops: true
gops-port: \"9893\"
retry-timeout:
sort-buffer-len-max:
sort-buffer-drain-timeout:
tls-hubble-client-cert-file: {tls}/client.crt
tls-hubble-client-key-file: {tls}/client.key
tls-hubble-server-ca-files: {tls}/hubble-server-ca.crt

disable-server-tls: true
"
    );
    config_map(RELAY_CONFIG, json!({"config.yaml": text}))
}

/// Returns the services of the relay, of metrics and of the agents as its peers.
pub(super) fn services(setup: Setup<'_>) -> Vec<Object> {
    let agents = json!({AGENT_APP.0: AGENT_APP.1});
    let relay = json!({
        "type": "ClusterIP",
        "selector": {RELAY_APP.0: RELAY_APP.1},
        "ports": [{"protocol": "TCP", "port": 80, "targetPort": "grpc"}],
    });
    let mut services = vec![service(RELAY, relay).labels(RELAY_LABELS)];
    if !setup.hubble_metrics().is_empty() {
        let metrics = json!({
            "clusterIP": "None",
            "type": "ClusterIP",
            "ports": [{"name": "hubble-metrics", "port": 9965, "protocol": "TCP", "targetPort": "hubble-metrics"}],
            "selector": agents,
        });
        let metrics = service("hubble-metrics", metrics)
            .labels([("k8s-app", "hubble"), ("app.kubernetes.io/name", "hubble"), PART_OF])
            .annotation("prometheus.io/scrape", "true")
            .annotation("prometheus.io/port", "9965");
        services.push(metrics);
    }
    let peers = json!({
        "selector": agents,
        "ports": [{"name": "peer-service", "port": 443, "protocol": "TCP", "targetPort": 4244}],
        "internalTrafficPolicy": "Local",
    });
    services.push(service("hubble-peer", peers).labels([
        AGENT_APP,
        PART_OF,
        ("app.kubernetes.io/name", "hubble-peer"),
    ]));
    services
}

/// Returns the relay's deployment.
pub(super) fn relay(setup: Setup<'_>) -> Object {
    let spec = json!({
        "securityContext": {"fsGroup": 65532, "seccompProfile": {"type": "RuntimeDefault"}},
        "containers": [relay_container(setup)],
        "restartPolicy": "Always",
        "priorityClassName": null,
        "serviceAccountName": RELAY,
        "automountServiceAccountToken": false,
        "terminationGracePeriodSeconds": 1,
        "affinity": {"podAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [near(AGENT_APP)]}},
        "nodeSelector": {"kubernetes.io/os": "linux"},
        "volumes": [
            {"name": "config", "configMap": {
                "name": RELAY_CONFIG,
                "items": [{"key": "config.yaml", "path": "config.yaml"}],
            }},
            {"name": "tls", "projected": {"defaultMode": 0o400, "sources": [{"secret": {
                "name": CLIENT_CERTIFICATE,
                "items": [
                    {"key": "tls.crt", "path": "client.crt"},
                    {"key": "tls.key", "path": "client.key"},
                    {"key": "ca.crt", "path": "hubble-server-ca.crt"},
                ],
            }}]}},
        ],
    });
    deployment(RELAY, Pods::new([RELAY_APP], spec).labels(RELAY_LABELS))
        .labels(RELAY_LABELS)
        .set("spec.replicas", 2)
        .set("spec.strategy", json!({"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 1}}))
}

fn relay_container(setup: Setup<'_>) -> Value {
    let mut args = vec!["serve"];
    args.extend((setup.cilium.debug == Some(true)).then_some("--debug"));
    let probe = json!({"grpc": {"port": 4222}});
    let with = |mut probe: Value, timing: Value| {
        if let (Some(probe), Value::Object(timing)) = (probe.as_object_mut(), timing) {
            probe.extend(timing);
        }
        probe
    };
    json!({
        "name": RELAY,
        "securityContext": {
            "allowPrivilegeEscalation": false,
            "capabilities": {"drop": ["ALL"]},
            "runAsGroup": 65532,
            "runAsNonRoot": true,
            "runAsUser": 65532,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "image": version::cilium(setup.cilium, RELAY),
        "imagePullPolicy": "IfNotPresent",
        "command": [RELAY],
        "args": args,
        "ports": [{"name": "grpc", "containerPort": 4245}],
        "readinessProbe": with(probe.clone(), json!({"timeoutSeconds": 3})),
        // Two minutes without an answer before it is restarted.
        "livenessProbe": with(probe.clone(), json!({
            "timeoutSeconds": 10, "initialDelaySeconds": 10, "periodSeconds": 10, "failureThreshold": 12,
        })),
        "startupProbe": with(probe, json!({"initialDelaySeconds": 10, "failureThreshold": 20, "periodSeconds": 3})),
        "volumeMounts": [mount_read_only("config", "/etc/hubble-relay"), mount_read_only("tls", "/var/lib/hubble-relay/tls")],
        "terminationMessagePolicy": "FallbackToLogsOnError",
    })
}

/// The secret with the agents' certificate, as files.
pub(super) fn server_certificate() -> Value {
    json!({"name": SERVER_CERTIFICATE, "items": [
        {"key": "tls.crt", "path": "server.crt"},
        {"key": "tls.key", "path": "server.key"},
        {"key": "ca.crt", "path": "client-ca.crt"},
    ]})
}

/// Returns the certificates that relay and agents show each other, of the issuer that channels makes.
pub(super) fn certificates(setup: Setup<'_>) -> [Object; 2] {
    let cluster = setup.cilium.cluster_name.as_deref().unwrap_or_default().replace('.', "-");
    let agents = format!("*.{cluster}.hubble-grpc.cilium.io");
    [
        certificate(CLIENT_CERTIFICATE, "hubble-relay-client", &["signing", "key encipherment", "client auth"]),
        certificate(SERVER_CERTIFICATE, &agents, &["signing", "key encipherment", "server auth", "client auth"]),
    ]
}

fn certificate(name: &str, host: &str, usages: &[&str]) -> Object {
    let spec = json!({
        "issuerRef": {"kind": "Issuer", "name": "networking.cilium.io"},
        "secretName": name,
        "commonName": host,
        "dnsNames": [host],
        "duration": "8760h0m0s",
        "privateKey": {"rotationPolicy": "Always"},
        "isCA": false,
        "usages": usages,
    });
    Object::new("cert-manager.io/v1", "Certificate", name).set("spec", spec)
}
