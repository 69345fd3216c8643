//! What agents and the operator may do.

use serde_json::Value;

use super::{CONFIG, NAME, OPERATOR, PART_OF, Setup};
use crate::model::addons::Object;
use crate::model::addons::rbac::{
    READ, account, cluster_role, cluster_role_binding, named_rule, role, role_binding, rule,
};
use crate::model::addons::workload::service;

const CILIUM: &[&str] = &["cilium.io"];
const DEFINITIONS: &[&str] = &["customresourcedefinitions"];

/// The types of Cilium that agents follow.
const FOLLOWED: &[&str] = &[
    "ciliumloadbalancerippools",
    "ciliumbgppeeringpolicies",
    "ciliumbgpnodeconfigs",
    "ciliumbgpadvertisements",
    "ciliumbgppeerconfigs",
    "ciliumclusterwideenvoyconfigs",
    "ciliumclusterwidenetworkpolicies",
    "ciliumegressgatewaypolicies",
    "ciliumendpoints",
    "ciliumendpointslices",
    "ciliumenvoyconfigs",
    "ciliumidentities",
    "ciliumlocalredirectpolicies",
    "ciliumnetworkpolicies",
    "ciliumnodes",
    "ciliumnodeconfigs",
    "ciliumcidrgroups",
    "ciliuml2announcementpolicies",
    "ciliumpodippools",
];

/// The types of Cilium that the operator defines.
const DEFINED: &[&str] = &[
    "ciliumloadbalancerippools.cilium.io",
    "ciliumbgppeeringpolicies.cilium.io",
    "ciliumbgpclusterconfigs.cilium.io",
    "ciliumbgppeerconfigs.cilium.io",
    "ciliumbgpadvertisements.cilium.io",
    "ciliumbgpnodeconfigs.cilium.io",
    "ciliumbgpnodeconfigoverrides.cilium.io",
    "ciliumclusterwideenvoyconfigs.cilium.io",
    "ciliumclusterwidenetworkpolicies.cilium.io",
    "ciliumegressgatewaypolicies.cilium.io",
    "ciliumendpoints.cilium.io",
    "ciliumendpointslices.cilium.io",
    "ciliumenvoyconfigs.cilium.io",
    "ciliumidentities.cilium.io",
    "ciliumlocalredirectpolicies.cilium.io",
    "ciliumnetworkpolicies.cilium.io",
    "ciliumnodes.cilium.io",
    "ciliumnodeconfigs.cilium.io",
    "ciliumcidrgroups.cilium.io",
    "ciliuml2announcementpolicies.cilium.io",
    "ciliumpodippools.cilium.io",
    "ciliumgatewayclassconfigs.cilium.io",
];

/// Returns roles and bindings, and with gateways the service of the agents' metrics, which stands among them.
pub(super) fn all(setup: Setup<'_>) -> Vec<Object> {
    let (ingresses, gateways) = (setup.serves_ingresses(), setup.serves_gateways());
    let mut objects = vec![
        cluster_role(NAME, agent()),
        cluster_role(OPERATOR, operator(setup)),
        cluster_role_binding(NAME, NAME, account(NAME)),
        cluster_role_binding(OPERATOR, OPERATOR, account(OPERATOR)),
    ];
    // Which secrets are read and written, for whom, and by the name of which binding.
    let secrets: [(bool, &str, &str, &str); 5] = [
        (ingresses, "cilium-ingress-secrets", "cilium-secrets", NAME),
        (gateways, "cilium-gateway-secrets", "cilium-gateway-secrets", NAME),
        (ingresses || gateways, "cilium-envoy-config-secrets", "cilium-envoy-config-secrets", NAME),
        (ingresses, "cilium-operator-ingress-secrets", "cilium-operator-ingress-secrets", OPERATOR),
        (gateways, "cilium-operator-gateway-secrets", "cilium-operator-gateway-secrets", OPERATOR),
    ];
    let secrets = || secrets.iter().filter(|(wanted, ..)| *wanted);
    let config = "cilium-config-agent";
    objects.push(role(config, [rule(&[""], &["configmaps"], READ)]));
    objects.extend(secrets().map(|(_, name, _, who)| {
        let verbs = if *who == NAME { READ } else { &["create", "delete", "update", "patch"] };
        role(name, [rule(&[""], &["secrets"], verbs)])
    }));
    objects.push(role_binding(config, config, account(NAME)));
    objects.extend(secrets().map(|(_, role, binding, who)| role_binding(binding, role, account(who))));
    let mut objects: Vec<Object> = objects.into_iter().map(|object| object.labels([PART_OF])).collect();
    objects.extend((gateways && setup.prometheus_port().is_some()).then(metrics));
    objects
}

fn agent() -> Vec<Value> {
    vec![
        rule(&["networking.k8s.io"], &["networkpolicies"], READ),
        rule(&["discovery.k8s.io"], &["endpointslices"], READ),
        rule(&[""], &["namespaces", "services", "pods", "endpoints", "nodes", "secrets"], READ),
        rule(&["apiextensions.k8s.io"], DEFINITIONS, &["list", "watch", "get"]),
        rule(CILIUM, FOLLOWED, &["list", "watch"]),
        rule(CILIUM, &["ciliumidentities", "ciliumendpoints", "ciliumnodes"], &["create"]),
        rule(CILIUM, &["ciliumidentities"], &["update"]),
        rule(CILIUM, &["ciliumendpoints"], &["delete", "get"]),
        rule(CILIUM, &["ciliumnodes", "ciliumnodes/status"], &["get", "update"]),
        rule(
            CILIUM,
            &[
                "ciliumendpoints/status",
                "ciliumendpoints",
                "ciliuml2announcementpolicies/status",
                "ciliumbgpnodeconfigs/status",
            ],
            &["patch"],
        ),
    ]
}

fn operator(setup: Setup<'_>) -> Vec<Value> {
    let mut rules = operator_of_core();
    rules.extend(operator_of_cilium());
    // Of several operators, the one that holds the lease works.
    rules.push(rule(&["coordination.k8s.io"], &["leases"], &["create", "get", "update"]));
    if setup.serves_ingresses() {
        let group = &["networking.k8s.io"];
        rules.push(rule(group, &["ingresses", "ingressclasses"], READ));
        rules.push(rule(group, &["ingresses/status"], &["update"]));
    }
    if setup.serves_gateways() {
        rules.extend(operator_of_gateways());
    }
    rules
}

fn operator_of_core() -> Vec<Value> {
    vec![
        // DNS pods that started before Cilium are deleted, so that they start again in its network.
        rule(&[""], &["pods"], &["get", "list", "watch", "delete"]),
        named_rule(&[""], &["configmaps"], &[CONFIG], &["patch"]),
        rule(&[""], &["nodes"], &["list", "watch"]),
        rule(&[""], &["nodes", "nodes/status"], &["patch"]),
        rule(&["discovery.k8s.io"], &["endpointslices"], READ),
        rule(&[""], &["services/status"], &["update", "patch"]),
        rule(&[""], &["namespaces", "secrets"], READ),
        rule(&[""], &["services", "endpoints"], &["get", "list", "watch", "create", "update", "delete", "patch"]),
    ]
}

fn operator_of_cilium() -> Vec<Value> {
    vec![
        rule(
            CILIUM,
            &["ciliumnetworkpolicies", "ciliumclusterwidenetworkpolicies"],
            &["create", "update", "deletecollection", "patch", "get", "list", "watch"],
        ),
        rule(
            CILIUM,
            &["ciliumnetworkpolicies/status", "ciliumclusterwidenetworkpolicies/status"],
            &["patch", "update"],
        ),
        rule(CILIUM, &["ciliumendpoints", "ciliumidentities"], &["delete", "list", "watch"]),
        rule(CILIUM, &["ciliumidentities"], &["update"]),
        rule(CILIUM, &["ciliumnodes"], &["create", "update", "get", "list", "watch", "delete"]),
        rule(CILIUM, &["ciliumnodes/status"], &["update"]),
        rule(
            CILIUM,
            &[
                "ciliumendpointslices",
                "ciliumenvoyconfigs",
                "ciliumbgppeerconfigs",
                "ciliumbgpadvertisements",
                "ciliumbgpnodeconfigs",
            ],
            &["create", "update", "get", "list", "watch", "delete", "patch"],
        ),
        rule(CILIUM, &["ciliumbgpclusterconfigs/status", "ciliumbgppeerconfigs/status"], &["update"]),
        rule(&["apiextensions.k8s.io"], DEFINITIONS, &["create", "get", "list", "watch"]),
        named_rule(&["apiextensions.k8s.io"], DEFINITIONS, DEFINED, &["update"]),
        rule(
            CILIUM,
            &[
                "ciliumloadbalancerippools",
                "ciliumpodippools",
                "ciliumbgppeeringpolicies",
                "ciliumbgpclusterconfigs",
                "ciliumbgpnodeconfigoverrides",
                "ciliumbgppeerconfigs",
            ],
            READ,
        ),
        rule(CILIUM, &["ciliumpodippools"], &["create"]),
        rule(CILIUM, &["ciliumloadbalancerippools/status"], &["patch"]),
    ]
}

fn operator_of_gateways() -> Vec<Value> {
    let gateway = &["gateway.networking.k8s.io"];
    let followed =
        ["gatewayclasses", "gateways", "tlsroutes", "httproutes", "grpcroutes", "referencegrants", "referencepolicies"];
    let reported =
        ["gatewayclasses/status", "gateways/status", "httproutes/status", "grpcroutes/status", "tlsroutes/status"];
    vec![
        rule(gateway, &followed, READ),
        rule(gateway, &["gatewayclasses"], &["patch"]),
        rule(gateway, &reported, &["update", "patch"]),
        rule(CILIUM, &["ciliumgatewayclassconfigs"], READ),
        rule(CILIUM, &["ciliumgatewayclassconfigs/status"], &["update", "patch"]),
        rule(&["multicluster.x-k8s.io"], &["serviceimports"], READ),
    ]
}

/// The service of the metrics of Envoy in the agents.
fn metrics() -> Object {
    let port = serde_json::json!({
        "name": "envoy-metrics", "port": 9964, "protocol": "TCP", "targetPort": "envoy-metrics",
    });
    let spec = serde_json::json!({
        "clusterIP": "None", "type": "ClusterIP", "selector": {"k8s-app": NAME}, "ports": [port],
    });
    service("cilium-agent", spec)
        .labels([("k8s-app", NAME), ("app.kubernetes.io/name", "cilium-agent"), PART_OF])
        .annotation("prometheus.io/scrape", "true")
        .annotation("prometheus.io/port", "9964")
}
