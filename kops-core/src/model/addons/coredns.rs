//! CoreDNS: DNS for pods, with an autoscaler that follows the size of the cluster.

use serde_json::{Value, json};

use super::pod::{self, config_map_volume, host_path_of, mount_read_only, spread, tolerates, without_nulls};
use super::rbac::{account, cluster_role, cluster_role_binding, rule, service_account};
use super::workload::{Pods, config_map, deployment, disruption_budget, service};
use super::{Addon, Object, version};
use crate::model::Context;
use crate::spec::KubeDns;

const ADDON: &str = "coredns.addons.k8s.io";
/// The label by which the pods are found, from the time of kube-dns.
pub(super) const APP: (&str, &str) = ("k8s-app", "kube-dns");
const AUTOSCALER: &str = "coredns-autoscaler";

/// Returns the addon where CoreDNS serves the cluster.
pub(super) fn addon(context: &Context<'_>) -> Option<Addon> {
    let dns = context.spec().kube_dns.as_ref().filter(|dns| dns.provider.as_deref() == Some("CoreDNS"))?;
    let mut objects = permissions();
    objects.extend([configuration(context, dns), pods(context, dns), dns_service(dns), budget()]);
    objects.extend(autoscaler(context, dns));
    Some(Addon::new(ADDON, "k8s-1.12", objects).because_of(context.path("spec.kubeDNS")))
}

fn permissions() -> Vec<Object> {
    let bootstrapping = ("kubernetes.io/bootstrapping", "rbac-defaults");
    let looking = [
        rule(&[""], &["endpoints", "services", "pods", "namespaces"], &["list", "watch"]),
        rule(&["discovery.k8s.io"], &["endpointslices"], &["list", "watch"]),
    ];
    vec![
        service_account("coredns").label("kubernetes.io/cluster-service", "true"),
        cluster_role("system:coredns", looking).labels([bootstrapping]),
        cluster_role_binding("system:coredns", "system:coredns", account("coredns"))
            .labels([bootstrapping])
            .annotation("rbac.authorization.kubernetes.io/autoupdate", "true"),
    ]
}

fn configuration(context: &Context<'_>, dns: &KubeDns) -> Object {
    let corefile = match dns.external_core_file.as_deref().filter(|text| !text.is_empty()) {
        Some(text) => as_block(text),
        None => corefile(context, dns),
    };
    config_map("coredns", json!({"Corefile": corefile})).label("addonmanager.kubernetes.io/mode", "EnsureExists")
}

/// A text as YAML reads it from a block of lines: it ends with one line break, or none.
pub(super) fn as_block(text: &str) -> String {
    if text.ends_with('\n') { format!("{}\n", text.trim_end_matches('\n')) } else { text.to_owned() }
}

fn corefile(context: &Context<'_>, dns: &KubeDns) -> String {
    let domain = dns.domain.as_deref().unwrap_or_default();
    let upstream = match dns.upstream_nameservers.as_slice() {
        [] => "/etc/resolv.conf".to_owned(),
        servers => servers.join(" "),
    };
    let hosts = match reads_hosts(context) {
        true => {
            let domain = if context.uses_gossip() { "k8s.local" } else { context.cluster.name() };
            format!("    hosts /rootfs/etc/hosts {domain} {{\n      ttl 30\n      fallthrough\n    }}\n")
        }
        false => String::new(),
    };
    let dns64 = if context.ipv6_only() { "    dns64\n" } else { "" };
    format!(
        ".:53 {{
    errors
    health {{
      lameduck 10s
    }}
    ready
    kubernetes {domain}. in-addr.arpa ip6.arpa {{
      pods insecure
      fallthrough in-addr.arpa ip6.arpa
      ttl 30
    }}
{hosts}    prometheus :9153
    forward . {upstream} {{
      max_concurrent 1000
    }}
    cache 30
    loop
    reload
    loadbalance
{dns64}}}"
    )
}

/// True where the node's own hosts file has the cluster's names, because no hosted zone does.
fn reads_hosts(context: &Context<'_>) -> bool {
    !context.publishes_dns_records()
}

fn pods(context: &Context<'_>, dns: &KubeDns) -> Object {
    let mut mounts = vec![mount_read_only("config-volume", "/etc/coredns")];
    let mut volumes = vec![config_map_volume("config-volume", "coredns")];
    if reads_hosts(context) {
        mounts.push(mount_read_only("etc-hosts", "/rootfs/etc/hosts"));
        volumes.push(host_path_of("etc-hosts", "/etc/hosts", "File"));
    }
    let container = json!({
        "name": "coredns",
        "image": version::image(&dns.core_dns_image, version::COREDNS),
        "imagePullPolicy": "IfNotPresent",
        "resources": {
            "limits": {"memory": dns.memory_limit},
            "requests": {"cpu": dns.cpu_request, "memory": dns.memory_request},
        },
        "args": ["-conf", "/etc/coredns/Corefile"],
        "volumeMounts": mounts,
        "ports": [
            {"containerPort": 53, "name": "dns", "protocol": "UDP"},
            {"containerPort": 53, "name": "dns-tcp", "protocol": "TCP"},
            {"containerPort": 9153, "name": "metrics", "protocol": "TCP"},
        ],
        "securityContext": without_nulls(json!({
            "allowPrivilegeEscalation": false,
            "capabilities": {"add": ["NET_BIND_SERVICE"], "drop": ["all"]},
            "readOnlyRootFilesystem": true,
            "seLinuxOptions": pod::selinux_options(context),
        })),
        "livenessProbe": {
            "httpGet": {"path": "/health", "port": 8080, "scheme": "HTTP"},
            "initialDelaySeconds": 60, "timeoutSeconds": 5, "successThreshold": 1, "failureThreshold": 5,
        },
        "readinessProbe": {
            "httpGet": {"path": "/ready", "port": 8181, "scheme": "HTTP"},
            "periodSeconds": 5, "timeoutSeconds": 5, "failureThreshold": 1,
        },
    });
    let mut tolerations = tolerations(dns);
    if context.uses_karpenter() {
        tolerations.extend([tolerates(pod::MASTER), tolerates(pod::CONTROL_PLANE)]);
    }
    let mut over_nodes = spread("kubernetes.io/hostname", "DoNotSchedule", [APP]);
    over_nodes["nodeTaintsPolicy"] = "Honor".into();
    let spec = json!({
        "priorityClassName": "system-cluster-critical",
        "serviceAccountName": "coredns",
        "tolerations": tolerations,
        "nodeSelector": {"kubernetes.io/os": "linux"},
        "affinity": dns.affinity,
        "topologySpreadConstraints": [spread("topology.kubernetes.io/zone", "ScheduleAnyway", [APP]), over_nodes],
        "containers": [container],
        "dnsPolicy": "Default",
        "volumes": volumes,
    });
    // The autoscaler sets the number of replicas.
    deployment("coredns", Pods::new([APP], without_nulls(spec)).annotations(&dns.pod_annotations))
        .labels([APP, ("kubernetes.io/name", "CoreDNS"), ("kubernetes.io/cluster-service", "true")])
        .with(json!({"spec": {
            "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 1, "maxSurge": "10%"}},
        }}))
}

fn tolerations(dns: &KubeDns) -> Vec<Value> {
    match dns.tolerations.as_slice() {
        [] => vec![tolerates("CriticalAddonsOnly")],
        given => given.iter().map(|toleration| json!(toleration)).collect(),
    }
}

fn dns_service(dns: &KubeDns) -> Object {
    let spec = json!({
        "selector": {"k8s-app": "kube-dns"},
        "clusterIP": dns.server_ip,
        "ports": [
            {"name": "dns", "port": 53, "protocol": "UDP"},
            {"name": "dns-tcp", "port": 53, "protocol": "TCP"},
            {"name": "metrics", "port": 9153, "protocol": "TCP"},
        ],
    });
    service("kube-dns", spec)
        .labels([APP, ("kubernetes.io/cluster-service", "true"), ("kubernetes.io/name", "CoreDNS")])
        .annotation("prometheus.io/port", "9153")
        .annotation("prometheus.io/scrape", "true")
        // The API refuses to update a service without a version, and takes this one for whatever there is.
        .set("metadata.resourceVersion", "0")
}

fn budget() -> Object {
    disruption_budget("kube-dns", [APP], json!({"maxUnavailable": "50%"}))
}

fn autoscaler(context: &Context<'_>, dns: &KubeDns) -> [Object; 4] {
    let image = version::image(&dns.cpa_image, version::COREDNS_AUTOSCALER);
    let is_critical = !context.uses_karpenter();
    let spec = json!({
        "containers": [autoscaler_container(AUTOSCALER, image, "coredns")],
        "priorityClassName": is_critical.then_some("system-cluster-critical"),
        "tolerations": tolerations(dns),
        "serviceAccountName": AUTOSCALER,
        "nodeSelector": {"kubernetes.io/os": "linux"},
        "affinity": dns.affinity,
    });
    let [account, role, binding] = autoscaler_permissions(AUTOSCALER);
    [
        account,
        role,
        binding,
        deployment(AUTOSCALER, Pods::new([("k8s-app", AUTOSCALER)], without_nulls(spec)))
            .labels([("k8s-app", AUTOSCALER), ("kubernetes.io/cluster-service", "true")]),
    ]
}

/// The container of an autoscaler that sets the replicas of a deployment by the size of the cluster.
pub(super) fn autoscaler_container(name: &str, image: &str, deployment: &str) -> Value {
    let parameters = r#"{"linear":{"coresPerReplica":256,"nodesPerReplica":16,"preventSinglePointFailure":true}}"#;
    json!({
        "name": "autoscaler",
        "image": image,
        "resources": pod::requests("20m", "10Mi"),
        "command": [
            "/cluster-proportional-autoscaler",
            "--namespace=kube-system",
            format!("--configmap={name}"),
            format!("--target=Deployment/{deployment}"),
            format!("--default-params={parameters}"),
            "--logtostderr=true",
            "--v=2",
        ],
    })
}

/// The service account of such an autoscaler, its role and the binding of the two.
pub(super) fn autoscaler_permissions(name: &str) -> [Object; 3] {
    let rules = [
        rule(&[""], &["nodes"], &["list", "watch"]),
        rule(&[""], &["replicationcontrollers/scale"], &["get", "update"]),
        rule(&["extensions", "apps"], &["deployments/scale", "replicasets/scale"], &["get", "update"]),
        rule(&[""], &["configmaps"], &["get", "create"]),
    ];
    [service_account(name), cluster_role(name, rules), cluster_role_binding(name, name, account(name))]
}
