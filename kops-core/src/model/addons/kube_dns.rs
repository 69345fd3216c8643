//! kube-dns, with an autoscaler that follows the size of the cluster: what served DNS to pods before CoreDNS.

use serde_json::{Value, json};

use super::coredns::{self, APP};
use super::pod::{http_get, mount, requests, tolerates};
use super::rbac::service_account;
use super::workload::{Pods, config_map, deployment, disruption_budget, service};
use super::{Addon, Object, version};
use crate::model::Context;
use crate::spec::KubeDns;

const NAME: &str = "kube-dns";
const AUTOSCALER: &str = "kube-dns-autoscaler";
const CLUSTER_SERVICE: (&str, &str) = ("kubernetes.io/cluster-service", "true");
/// The volume with its settings. They need not exist.
const SETTINGS: &str = "kube-dns-config";

/// Returns the addon where kube-dns serves the cluster.
pub(super) fn addon(context: &Context<'_>) -> Option<Addon> {
    let dns = context.spec().kube_dns.as_ref().filter(|dns| dns.provider.as_deref() == Some("KubeDNS"))?;
    let mut objects: Vec<Object> = settings(dns).into_iter().collect();
    let [account, role, binding] = coredns::autoscaler_permissions(AUTOSCALER);
    objects.extend([
        autoscaler(dns),
        pods(dns),
        service_account(NAME).labels([APP, CLUSTER_SERVICE]),
        dns_service(dns),
        account,
        role,
        binding,
        disruption_budget(NAME, [APP], json!({"maxUnavailable": "50%"})),
    ]);
    Some(Addon::new("kube-dns.addons.k8s.io", "k8s-1.12", objects).because_of(context.path("spec.kubeDNS")))
}

/// The servers that it forwards to, where the spec names some.
fn settings(dns: &KubeDns) -> Option<Object> {
    let mut data = json!({});
    if !dns.upstream_nameservers.is_empty() {
        data["upstreamNameservers"] = format!("{}\n", json!(dns.upstream_nameservers)).into();
    }
    if !dns.stub_domains.is_empty() {
        data["stubDomains"] = format!("{}\n", json!(dns.stub_domains)).into();
    }
    (data != json!({})).then(|| config_map(NAME, data))
}

fn autoscaler(dns: &KubeDns) -> Object {
    let image = version::image(&dns.cpa_image, version::KUBE_DNS_AUTOSCALER);
    let spec = json!({
        "containers": [coredns::autoscaler_container(AUTOSCALER, image, NAME)],
        "priorityClassName": "system-cluster-critical",
        "tolerations": [tolerates("CriticalAddonsOnly")],
        "serviceAccountName": AUTOSCALER,
    });
    deployment(AUTOSCALER, Pods::new([("k8s-app", AUTOSCALER)], spec))
        .labels([("k8s-app", AUTOSCALER), CLUSTER_SERVICE])
}

fn pods(dns: &KubeDns) -> Object {
    let apart = json!({
        "weight": 1,
        "podAffinityTerm": {
            "labelSelector": {"matchExpressions": [{"key": "k8s-app", "operator": "In", "values": [NAME]}]},
            "topologyKey": "kubernetes.io/hostname",
        },
    });
    let domain = dns.domain.as_deref().unwrap_or_default();
    let spec = json!({
        "affinity": {"podAntiAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [apart]}},
        "dnsPolicy": "Default",
        "priorityClassName": "system-cluster-critical",
        "serviceAccountName": NAME,
        "volumes": [{"name": SETTINGS, "configMap": {"name": NAME, "optional": true}}],
        "containers": [records(domain), cache(dns, domain), metrics(domain)],
    });
    let pods =
        Pods::new([APP], spec).annotation("prometheus.io/scrape", "true").annotation("prometheus.io/port", "10055");
    // The autoscaler sets the number of replicas.
    deployment(NAME, pods)
        .labels([APP, CLUSTER_SERVICE])
        .with(json!({"spec": {"strategy": {"rollingUpdate": {"maxSurge": "10%", "maxUnavailable": 0}}}}))
}

/// Answers for the names of the cluster, from the API.
fn records(domain: &str) -> Value {
    let mut readiness = http_get("/readiness", 8081);
    readiness["scheme"] = "HTTP".into();
    json!({
        "name": "kubedns",
        "image": version::KUBE_DNS,
        "resources": {"limits": {"memory": "170Mi"}, "requests": {"cpu": "100m", "memory": "70Mi"}},
        "livenessProbe": liveness("/healthcheck/kubedns"),
        "readinessProbe": {"httpGet": readiness, "initialDelaySeconds": 3, "timeoutSeconds": 5},
        "args": ["--config-dir=/kube-dns-config", "--dns-port=10053", format!("--domain={domain}."), "--v=2"],
        "env": [{"name": "PROMETHEUS_PORT", "value": "10055"}],
        "ports": [
            {"containerPort": 10053, "name": "dns-local", "protocol": "UDP"},
            {"containerPort": 10053, "name": "dns-tcp-local", "protocol": "TCP"},
            {"containerPort": 10055, "name": "metrics", "protocol": "TCP"},
        ],
        "volumeMounts": [mount(SETTINGS, "/kube-dns-config")],
    })
}

/// Answers from a cache, and asks the other container or the servers of the node.
fn cache(dns: &KubeDns, domain: &str) -> Value {
    let most = |number: Option<i64>| number.unwrap_or_default();
    json!({
        "name": "dnsmasq",
        "image": version::KUBE_DNS_CACHE,
        "livenessProbe": liveness("/healthcheck/dnsmasq"),
        "args": [
            "-v=2",
            "-logtostderr",
            "-configDir=/etc/k8s/dns/dnsmasq-nanny",
            "-restartDnsmasq=true",
            "--",
            "-k",
            format!("--cache-size={}", most(dns.cache_max_size)),
            format!("--dns-forward-max={}", most(dns.cache_max_concurrent)),
            "--no-negcache",
            "--log-facility=-",
            format!("--server=/{domain}/127.0.0.1#10053"),
            "--server=/in-addr.arpa/127.0.0.1#10053",
            "--server=/in6.arpa/127.0.0.1#10053",
            "--min-port=1024",
        ],
        "ports": [
            {"containerPort": 53, "name": "dns", "protocol": "UDP"},
            {"containerPort": 53, "name": "dns-tcp", "protocol": "TCP"},
        ],
        "resources": requests("150m", "20Mi"),
        "volumeMounts": [mount(SETTINGS, "/etc/k8s/dns/dnsmasq-nanny")],
    })
}

/// Measures the other two and answers the probes of the kubelet.
fn metrics(domain: &str) -> Value {
    let probe = |name: &str, port: u16| format!("--probe={name},127.0.0.1:{port},kubernetes.default.svc.{domain},5,A");
    json!({
        "name": "sidecar",
        "image": version::KUBE_DNS_METRICS,
        "livenessProbe": liveness("/metrics"),
        "args": ["--v=2", "--logtostderr", probe("kubedns", 10053), probe("dnsmasq", 53)],
        "ports": [{"containerPort": 10054, "name": "metrics", "protocol": "TCP"}],
        "resources": requests("10m", "20Mi"),
    })
}

fn liveness(path: &str) -> Value {
    let mut get = http_get(path, 10054);
    get["scheme"] = "HTTP".into();
    json!({
        "httpGet": get,
        "initialDelaySeconds": 60, "timeoutSeconds": 5, "successThreshold": 1, "failureThreshold": 5,
    })
}

fn dns_service(dns: &KubeDns) -> Object {
    let spec = json!({
        "selector": {"k8s-app": NAME},
        "clusterIP": dns.server_ip,
        "ports": [
            {"name": "dns", "port": 53, "protocol": "UDP"},
            {"name": "dns-tcp", "port": 53, "protocol": "TCP"},
        ],
    });
    service(NAME, spec)
        .labels([APP, CLUSTER_SERVICE, ("kubernetes.io/name", "KubeDNS")])
        // The API refuses to update a service without a version, and takes this one for whatever there is.
        .set("metadata.resourceVersion", "0")
}
