//! kops-controller: serves nodes their configuration and certificates, labels nodes, gives them IPv6 ranges, and keeps the
//! names of gossip clusters.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Value, json};

use super::addon::RollingUpdate;
use super::pod::{self, config_map_volume, env, host_path_of, mount, mount_read_only, requests, tolerates};
use super::rbac::{
    READ, account_user, cluster_role, cluster_role_binding, named_rule, role, role_binding, rule, service_account,
};
use super::workload::{Pods, config_map, daemon_set, service};
use super::{Addon, Object, version};
use crate::model::{Context, iam, ports};
use crate::spec::Role;

const NAME: &str = "kops-controller";
const PKI: &str = "/etc/kubernetes/kops-controller/pki";
/// The user that the controller runs as, who may read its keys on the node.
const USER: i64 = 10011;
/// The label of the name that a service has inside a gossip cluster.
const INTERNAL_NAME: &str = "discovery.kops.k8s.io/internal-name";

pub(super) fn addon(context: &Context<'_>) -> Addon {
    let config = config_map(NAME, json!({"config.yaml": configuration(context) + "\n"}));
    let mut objects = vec![config, pods(context), service_account(NAME)];
    objects.extend(permissions(context));
    if context.uses_gossip() {
        objects.push(internal_service("api-internal", "api", NAME, 443));
        objects.push(internal_service("kops-controller-internal", NAME, NAME, ports::KOPS_CONTROLLER));
        if context.has_api_servers() {
            objects.extend(etcd_services(context));
        }
    }
    Addon::new("kops-controller.addons.k8s.io", "k8s-1.16", objects).rolls(RollingUpdate::ControlPlane)
}

fn pods(context: &Context<'_>) -> Object {
    let mut mounts = vec![
        mount("kops-controller-config", "/etc/kubernetes/kops-controller/config/"),
        mount("kops-controller-pki", "/etc/kubernetes/kops-controller/pki/"),
    ];
    let mut volumes = vec![
        config_map_volume("kops-controller-config", NAME),
        host_path_of("kops-controller-pki", "/etc/kubernetes/kops-controller/", "Directory"),
    ];
    // kops asks only whether the field is set.
    if context.spec().use_host_certificates.is_some() {
        mounts.insert(0, mount_read_only("etc-ssl-certs", "/etc/ssl/certs"));
        volumes.insert(0, host_path_of("etc-ssl-certs", "/etc/ssl/certs", "DirectoryOrCreate"));
    }
    let on_control_plane = json!({"matchExpressions": [
        {"key": pod::CONTROL_PLANE, "operator": "Exists"},
        {"key": "kops.k8s.io/kops-controller-pki", "operator": "Exists"},
    ]});
    let container = json!({
        "name": NAME,
        "image": version::of_kops(context, NAME),
        "command": null,
        "args": ["--v=2", "--conf=/etc/kubernetes/kops-controller/config/config.yaml"],
        "env": environment(context),
        "volumeMounts": mounts,
        "resources": requests("50m", "50Mi"),
        "securityContext": pod::without_nulls(json!({
            "runAsNonRoot": true,
            "runAsUser": USER,
            "seLinuxOptions": pod::selinux_options(context),
        })),
    });
    let spec = json!({
        "affinity": {"nodeAffinity": {
            "requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [on_control_plane]},
        }},
        "priorityClassName": "system-cluster-critical",
        "nodeSelector": null,
        "tolerations": [
            tolerates("node.cloudprovider.kubernetes.io/uninitialized"),
            tolerates("node.kubernetes.io/not-ready"),
            tolerates(pod::MASTER),
            tolerates(pod::CONTROL_PLANE),
        ],
        // It runs before there is DNS in the cluster.
        "dnsPolicy": "Default",
        "hostNetwork": true,
        "serviceAccount": NAME,
        "containers": [container],
        "volumes": volumes,
    });
    let version = version::label_of_kops(context);
    let internal = format!("kops-controller.internal.{}", context.cluster.name());
    let pods = Pods::new([("k8s-app", NAME)], spec)
        .labels([("k8s-addon", "kops-controller.addons.k8s.io"), ("version", &version)])
        .annotation("dns.alpha.kubernetes.io/internal", &internal);
    daemon_set(NAME, pods)
        .labels([("k8s-app", NAME), ("version", &version)])
        // New pods come with new nodes, which bring the keys and the configuration that they need.
        .set("spec.updateStrategy.type", "OnDelete")
}

fn environment(context: &Context<'_>) -> Vec<Value> {
    let mut variables = pod::proxy_env(context);
    if let Some(region) = context.region_of_subnets() {
        variables.push(env("AWS_REGION", region));
    }
    if context.facts.components.run_too_new_version {
        variables.push(env("KOPS_RUN_TOO_NEW_VERSION", "1"));
    }
    if let Some(url) = &context.facts.components.base_url {
        variables.push(env("KOPS_BASE_URL", url));
    }
    variables.sort_by(|a, b| a["name"].as_str().cmp(&b["name"].as_str()));
    variables.insert(0, env("KUBERNETES_SERVICE_HOST", "127.0.0.1"));
    variables
}

fn permissions(context: &Context<'_>) -> [Object; 4] {
    let gossip = context.uses_gossip();
    let mut rules = vec![rule(&[""], &["nodes"], &["get", "list", "watch", "patch"])];
    if gossip {
        rules.push(rule(&[""], &["endpoints"], READ));
    }
    let locks = ["", "coordination.k8s.io"];
    let mut own_rules = vec![
        rule(&[""], &["events"], &["get", "list", "watch", "create"]),
        named_rule(
            &locks,
            &["configmaps", "leases"],
            &["kops-controller-leader"],
            &["get", "list", "watch", "patch", "update", "delete"],
        ),
        // What is created has no name yet that a rule could ask for.
        rule(&locks, &["configmaps", "leases"], &["create"]),
    ];
    if gossip {
        own_rules.push(named_rule(&[""], &["configmaps"], &["coredns"], &["get", "watch", "patch"]));
    }
    [
        cluster_role(NAME, rules),
        cluster_role_binding(NAME, NAME, account_user(NAME)),
        role(NAME, own_rules),
        role_binding(NAME, NAME, account_user(NAME)),
    ]
}

/// The services of the etcd clusters, under the names that API servers without etcd beside them use.
fn etcd_services(context: &Context<'_>) -> Vec<Object> {
    let clusters = context.spec().etcd_clusters.iter().filter_map(|etcd| etcd.name.as_deref());
    let of_cluster = |etcd: &str| {
        let port = ports::etcd(etcd)?.client;
        let (name, internal_name) = (format!("etcd-{etcd}-internal"), format!("{etcd}.etcd"));
        Some(internal_service(&name, &internal_name, &format!("etcd-manager-{etcd}"), port))
    };
    clusters.filter_map(of_cluster).collect()
}

/// A service whose endpoints are the control-plane nodes with some pods, under the name that nodes use.
fn internal_service(name: &str, internal_name: &str, pods: &str, port: i32) -> Object {
    let spec = json!({
        "type": "ClusterIP",
        "clusterIP": "None",
        "selector": {"k8s-app": pods},
        "ports": [{"name": "https", "port": port, "targetPort": port, "protocol": "TCP"}],
    });
    service(name, spec).label(INTERNAL_NAME, internal_name)
}

/// The configuration of the controller, with its fields in the order in which kops writes them.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Configuration<'a> {
    cluster_name: &'a str,
    cloud: &'a str,
    config_base: &'a str,
    secret_store: &'a str,
    server: Server,
    #[serde(rename = "enableCloudIPAM", skip_serializing_if = "is_false")]
    enable_cloud_ipam: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    discovery: Option<Value>,
}

/// How nodes are identified, and which certificates they get.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Server {
    #[serde(rename = "Listen")]
    listen: String,
    provider: Provider,
    server_key_path: String,
    server_certificate_path: String,
    #[serde(rename = "caBasePath")]
    ca_base_path: &'static str,
    #[serde(rename = "signingCAs")]
    signing_cas: Vec<&'static str>,
    cert_names: Vec<&'static str>,
}

#[derive(Serialize)]
struct Provider {
    aws: Verifier,
}

#[derive(Serialize)]
struct Verifier {
    #[serde(rename = "nodesRoles")]
    nodes_roles: BTreeSet<String>,
    #[serde(rename = "Region")]
    region: String,
}

fn configuration(context: &Context<'_>) -> String {
    let spec = context.spec();
    let mut signing_cas = vec!["kubernetes-ca"];
    let mut cert_names = vec!["kubelet", "kubelet-server"];
    if context.uses_etcd_of_cilium() {
        signing_cas.push("etcd-clients-ca-cilium");
        cert_names.push("etcd-client-cilium");
    }
    if spec.kube_proxy.as_ref().and_then(|proxy| proxy.enabled) != Some(false) {
        cert_names.push("kube-proxy");
    }
    if context.networking().is_some_and(|networking| networking.kuberouter.is_some()) {
        cert_names.push("kube-router");
    }
    let configuration = Configuration {
        cluster_name: context.cluster.name(),
        cloud: "aws",
        config_base: spec.config_base.as_deref().unwrap_or_default(),
        secret_store: spec.secret_store.as_deref().unwrap_or_default(),
        server: Server {
            listen: format!(":{}", ports::KOPS_CONTROLLER),
            provider: Provider {
                aws: Verifier { nodes_roles: node_roles(context), region: context.facts.region.clone() },
            },
            server_key_path: format!("{PKI}/kops-controller.key"),
            server_certificate_path: format!("{PKI}/kops-controller.crt"),
            ca_base_path: PKI,
            signing_cas,
            cert_names,
        },
        enable_cloud_ipam: context.ipv6_only(),
        discovery: context.uses_gossip().then(|| json!({"enabled": true})),
    };
    serde_json::to_string(&configuration).expect("texts serialise")
}

/// The IAM roles of the instances that may become nodes.
fn node_roles(context: &Context<'_>) -> BTreeSet<String> {
    let roles = [Role::Node, Role::ApiServer].into_iter();
    let groups = roles.flat_map(|role| context.groups_with(role).map(move |group| (group, role)));
    groups.map(|(group, role)| iam::role_name(context, group, role)).collect()
}

fn is_false(value: &bool) -> bool {
    !value
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{INTERNAL_NAME, addon, configuration};
    use crate::model::testing::public;

    #[test]
    fn nodes_are_known_by_the_role_in_their_instance_profile() {
        let roles = |own: Value, known: &[(&str, &str)]| {
            let demo = public(json!({})).group("nodes", own).facts(|facts| {
                let known = known.iter().map(|(profile, role)| ((*profile).to_owned(), (*role).to_owned()));
                facts.instance_profile_roles = known.collect();
            });
            let text = demo.with_context(configuration);
            let configuration: Value = serde_json::from_str(&text).expect("JSON");
            configuration["server"]["provider"]["aws"]["nodesRoles"].clone()
        };
        let own = json!({"iam": {"profile": "arn:aws:iam::123456789012:instance-profile/path/theirs"}});
        assert_eq!(roles(json!({}), &[]), json!(["nodes.demo.example.com"]));
        assert_eq!(roles(own.clone(), &[("theirs", "their-role")]), json!(["their-role"]));
        assert_eq!(roles(own, &[]), json!(["theirs"]));
    }

    #[test]
    fn nodes_get_certificates_of_what_they_run() {
        let members = json!([{"name": "a", "instanceGroup": "control-plane"}]);
        let names = |networking: Value| {
            let etcd = ["main", "cilium"].map(|name| json!({"name": name, "etcdMembers": members}));
            let demo = public(json!({"etcdClusters": etcd})).patch(json!({"networking": networking}));
            let configuration: Value = serde_json::from_str(&demo.with_context(configuration)).expect("JSON");
            configuration["server"]["certNames"].clone()
        };
        let always = ["kubelet", "kubelet-server"];
        for (networking, of_network) in [
            (json!({"cni": {}}), &["kube-proxy"][..]),
            (json!({"cni": null, "cilium": {"etcdManaged": true}}), &["etcd-client-cilium", "kube-proxy"]),
            (json!({"cni": null, "kuberouter": {}}), &["kube-proxy", "kube-router"]),
        ] {
            assert_eq!(names(networking.clone()), json!([&always[..], of_network].concat()), "{networking}");
        }
    }

    #[test]
    fn by_gossip_api_servers_find_etcd_through_its_services() {
        let services = |name: &str, role: &str| {
            let etcd =
                |name: &str| json!({"name": name, "etcdMembers": [{"name": "a", "instanceGroup": "control-plane"}]});
            let demo = public(json!({"dnsZone": null, "etcdClusters": [etcd("main"), etcd("events")]})).named(name);
            let demo = demo.group("more", json!({"role": role, "subnets": ["us-east-2a"]}));
            let objects = demo.with_context(addon).objects;
            let services = objects.iter().filter(|object| object.kind() == "Service").map(|object| {
                let fields = Value::Object(object.fields().clone());
                let (labels, spec) = (&fields["metadata"]["labels"], &fields["spec"]);
                let shown = [&labels[INTERNAL_NAME], &spec["selector"]["k8s-app"], &spec["ports"][0]["port"]];
                format!("{} {}", object.name(), json!(shown))
            });
            services.collect::<Vec<_>>()
        };
        let own = [
            r#"api-internal ["api","kops-controller",443]"#,
            r#"kops-controller-internal ["kops-controller","kops-controller",3988]"#,
        ];
        let etcd = [
            r#"etcd-main-internal ["main.etcd","etcd-manager-main",4001]"#,
            r#"etcd-events-internal ["events.etcd","etcd-manager-events",4002]"#,
        ];
        assert_eq!(services("demo.example.com", "APIServer"), [""; 0]);
        assert_eq!(services("demo.k8s.local", "Node"), own);
        assert_eq!(services("demo.k8s.local", "APIServer"), [own, etcd].concat());
    }
}
