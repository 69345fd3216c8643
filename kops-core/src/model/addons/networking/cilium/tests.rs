use serde_json::{Value, json};

use super::super::testing::{addon, addon_of, at, names};
use crate::model::addons::Addon;
use crate::model::testing::public;

const AGENT: [&str; 2] = ["DaemonSet", "cilium"];
const POD: &str = "/spec/template/spec";

fn cilium(cilium: Value) -> Addon {
    addon(json!({"networking": {"cni": null, "cilium": cilium}}))
}

/// A setting of the config map; null where it has none.
fn setting(addon: &Addon, key: &str) -> Value {
    at(addon, "ConfigMap", "cilium-config", &format!("/data/{key}"))
}

/// The objects that a section of the spec adds to those of every cluster.
fn added_by(section: Value) -> Vec<String> {
    let plain = names(&cilium(json!({})));
    names(&cilium(section)).into_iter().filter(|name| !plain.contains(name)).collect()
}

#[test]
fn the_spec_sets_settings_of_the_agent() {
    let ipsec = json!({"enableEncryption": true, "encryptionType": "ipsec"});
    let wireguard = json!({"enableEncryption": true, "encryptionType": "wireguard", "nodeEncryption": true});
    let cases = [
        (json!({}), "ipam", json!("kubernetes")),
        (json!({}), "routing-mode", json!("tunnel")),
        (json!({}), "tunnel-protocol", json!("vxlan")),
        (json!({}), "eni-tags", Value::Null),
        (json!({}), "kube-proxy-replacement", json!("false")),
        (json!({}), "enable-wireguard", Value::Null),
        (json!({}), "dnsproxy-enable-transparent-mode", json!("true")),
        (json!({"ipam": "eni"}), "routing-mode", json!("native")),
        (json!({"ipam": "eni"}), "tunnel-protocol", Value::Null),
        (json!({"ipam": "eni"}), "enable-bpf-masquerade", json!("true")),
        (json!({"ipam": "eni"}), "eni-tags", json!("KubernetesCluster=demo.example.com")),
        (json!({"tunnel": "geneve"}), "tunnel-protocol", json!("geneve")),
        (json!({"enableNodePort": true}), "kube-proxy-replacement", json!("true")),
        (json!({"disableMasquerade": true}), "enable-ipv4-masquerade", json!("false")),
        (json!({"etcdManaged": true}), "kvstore", json!("etcd")),
        (ipsec.clone(), "enable-ipsec", json!("true")),
        (ipsec, "encrypt-node", json!("false")),
        (wireguard.clone(), "enable-wireguard", json!("true")),
        (wireguard.clone(), "encrypt-node", json!("true")),
        (wireguard, "enable-ipsec", Value::Null),
        (json!({"chainingMode": "aws-cni"}), "enable-local-node-route", json!("false")),
        (json!({"chainingMode": "portmap"}), "enable-local-node-route", Value::Null),
        (json!({"chainingMode": "portmap"}), "dnsproxy-enable-transparent-mode", Value::Null),
        (json!({"clusterID": 7}), "cluster-id", json!("7")),
        (json!({"enablePrometheusMetrics": true}), "prometheus-serve-addr", json!(":9090")),
        (json!({"enablePrometheusMetrics": true, "metrics": ["+a", "-b"]}), "metrics", json!("+a -b")),
        (json!({"metrics": ["+a"]}), "metrics", Value::Null),
        (json!({"hubble": {"metrics": ["drop", "tcp"]}}), "hubble-metrics", json!("drop tcp")),
        (json!({"hubble": {}}), "hubble-metrics", Value::Null),
        (json!({"hubble": {}}), "enable-hubble", json!("true")),
        (json!({"ingress": {"enforceHttps": false}}), "enforce-ingress-https", json!("false")),
        (json!({"ingress": {}}), "enforce-ingress-https", Value::Null),
        (json!({"gatewayAPI": {"enableSecretsSync": true}}), "enable-gateway-api-secrets-sync", json!("true")),
        (json!({"gatewayAPI": {}}), "enable-envoy-config", json!("true")),
        (json!({"extraConfig": {"debug": "true", "my-own": "1"}}), "debug", json!("true")),
        (json!({"extraConfig": {"debug": "true", "my-own": "1"}}), "my-own", json!("1")),
    ];
    for (section, key, expected) in cases {
        assert_eq!(setting(&cilium(section.clone()), key), expected, "{key} of {section}");
    }
}

#[test]
fn sections_of_the_spec_add_objects() {
    let hubble = [
        "ServiceAccount/hubble-relay",
        "ConfigMap/hubble-relay-config",
        "Service/hubble-relay",
        "Service/hubble-peer",
        "Deployment/hubble-relay",
        "Certificate/hubble-relay-client-certs",
        "Certificate/hubble-server-certs",
    ];
    let ingress = [
        "Role/cilium-ingress-secrets",
        "Role/cilium-envoy-config-secrets",
        "Role/cilium-operator-ingress-secrets",
        "RoleBinding/cilium-secrets",
        "RoleBinding/cilium-envoy-config-secrets",
        "RoleBinding/cilium-operator-ingress-secrets",
        "Service/cilium-ingress",
        "IngressClass/cilium",
        "Endpoints/cilium-ingress",
    ];
    let gateway = [
        "Role/cilium-gateway-secrets",
        "Role/cilium-envoy-config-secrets",
        "Role/cilium-operator-gateway-secrets",
        "RoleBinding/cilium-gateway-secrets",
        "RoleBinding/cilium-envoy-config-secrets",
        "RoleBinding/cilium-operator-gateway-secrets",
        "GatewayClass/cilium",
    ];
    assert_eq!(added_by(json!({"hubble": {}})), hubble);
    assert_eq!(added_by(json!({"hubble": {"enabled": false, "metrics": ["drop"]}})), [""; 0]);
    assert_eq!(added_by(json!({"ingress": {}})), ingress);
    assert_eq!(added_by(json!({"gatewayAPI": {}})), gateway);
    assert_eq!(added_by(json!({"ingress": {"defaultLoadBalancerMode": "dedicated"}})).len(), ingress.len() - 2);
}

#[test]
fn channels_makes_an_authority_only_for_hubble() {
    assert!(!cilium(json!({})).needs_pki);
    assert!(cilium(json!({"hubble": {}})).needs_pki);
}

#[test]
fn certificates_are_for_the_names_that_hubble_asks_for() {
    let addon = cilium(json!({"hubble": {}, "clusterName": "a.b"}));
    let names = at(&addon, "Certificate", "hubble-server-certs", "/spec/dnsNames");
    assert_eq!(names, json!(["*.a-b.hubble-grpc.cilium.io"]));
}

#[test]
fn the_agent_opens_ports_for_what_listens() {
    let ports = |section| {
        let ports = at(&cilium(section), AGENT[0], AGENT[1], &format!("{POD}/containers/0/ports"));
        let ports = ports.as_array().cloned().unwrap_or_default();
        ports.iter().map(|port| port["containerPort"].as_i64().expect("a number")).collect::<Vec<_>>()
    };
    assert_eq!(ports(json!({})), [0; 0]);
    assert_eq!(ports(json!({"hubble": {"metrics": ["drop"]}})), [4244, 9965]);
    assert_eq!(ports(json!({"hubble": {}, "enablePrometheusMetrics": true})), [4244, 9090]);
}

#[test]
fn volumes_are_there_for_every_mount() {
    let everything = json!({
        "etcdManaged": true, "enableEncryption": true, "hubble": {"metrics": ["drop"]}, "debug": true, "ipam": "eni",
        "enablePrometheusMetrics": true, "ingress": {}, "gatewayAPI": {},
    });
    for section in [json!({}), everything] {
        for object in cilium(section).objects {
            let spec = Value::Object(object.fields().clone());
            let Some(pods) = spec.pointer(POD) else { continue };
            let volumes: Vec<&Value> = list(&pods["volumes"]).map(|volume| &volume["name"]).collect();
            let containers = list(&pods["containers"]).chain(list(&pods["initContainers"]));
            for mount in containers.flat_map(|container| list(&container["volumeMounts"])) {
                assert!(volumes.contains(&&mount["name"]), "{mount} of {}", object.kind());
            }
        }
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

#[test]
fn the_monitor_runs_only_while_debugging() {
    let containers = |section| at(&cilium(section), AGENT[0], AGENT[1], &format!("{POD}/containers"));
    assert_eq!(containers(json!({})).as_array().map(Vec::len), Some(1));
    assert_eq!(containers(json!({"debug": true}))[1]["name"], "cilium-monitor");
}

#[test]
fn rules_of_the_plugin_of_aws_are_removed_where_pods_have_addresses_of_the_vpc() {
    let hook = format!("{POD}/containers/0/lifecycle/postStart/exec/command/2");
    let script = at(&cilium(json!({"ipam": "eni"})), AGENT[0], AGENT[1], &hook);
    assert!(script.as_str().expect("text").contains("iptables-restore"));
    assert_eq!(at(&cilium(json!({})), AGENT[0], AGENT[1], &hook), Value::Null);
}

#[test]
fn nodes_without_ipv4_are_asked_at_the_loopback_of_ipv6() {
    let spec = json!({"nonMasqueradeCIDR": "::/0", "networking": {"cni": null, "cilium": {}}});
    let addon = addon(spec);
    let host = format!("{POD}/containers/0/livenessProbe/httpGet/host");
    assert_eq!(at(&addon, AGENT[0], AGENT[1], &host), "::1");
    assert_eq!(at(&addon, "Deployment", "cilium-operator", &host), "::1");
    for (key, expected) in [
        ("enable-ipv4", "false"),
        ("enable-ipv6", "true"),
        ("routing-mode", "native"),
        ("operator-api-serve-addr", "[::1]:9234"),
    ] {
        assert_eq!(setting(&addon, key), expected, "{key}");
    }
}

#[test]
fn images_are_of_the_registry_and_version_of_the_spec() {
    let image = format!("{POD}/containers/0/image");
    for (section, expected) in [
        (json!({}), "quay.io/cilium/cilium:v1.18.6"),
        (
            json!({"registry": "registry.example.com", "version": "v1.18.7"}),
            "registry.example.com/cilium/cilium:v1.18.7",
        ),
    ] {
        assert_eq!(at(&cilium(section), AGENT[0], AGENT[1], &image), expected);
    }
}

#[test]
fn the_operator_has_a_replica_more_where_the_control_plane_has_more_groups() {
    let demo = || public(json!({"networking": {"cni": null, "cilium": {}}}));
    let more = demo().group("control-plane-b", json!({"role": "Master", "subnets": ["us-east-2a"]}));
    let replicas = |demo| at(&addon_of(demo), "Deployment", "cilium-operator", "/spec/replicas");
    assert_eq!((replicas(demo()), replicas(more)), (json!(1), json!(2)));
}
