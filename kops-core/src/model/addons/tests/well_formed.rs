//! Every object is one that the Kubernetes API has: no field is misspelt or of a wrong type.

use k8s_openapi::api::{
    admissionregistration::v1 as admission, apps::v1 as apps, core::v1 as core, networking::v1 as networking,
    node::v1 as node, policy::v1 as policy, rbac::v1 as rbac, storage::v1 as storage,
};
use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1 as extensions;
use k8s_openapi::kube_aggregator::pkg::apis::apiregistration::v1 as registration;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::{Cluster, documents, everything};
use crate::resource::Kind;

#[test]
fn objects_are_those_of_the_kubernetes_api() {
    let own_roles = json!({"iam": {"useServiceAccountExternalPermissions": true}, "serviceAccountIssuerDiscovery": {
        "discoveryStore": "s3://issuer", "enableAWSOIDCProvider": true,
    }});
    let clusters = [
        everything(),
        Cluster::new(json!({"externalDns": {"provider": "external-dns"}, "nodeTerminationHandler": {
            "enableSQSTerminationDraining": false,
        }})),
        Cluster::new(
            json!({"useHostCertificates": true, "egressProxy": {"httpProxy": {"host": "proxy", "port": 3128}}}),
        )
        .named("demo.k8s.local"),
        Cluster::new(own_roles),
        Cluster::new(json!({"kubeDNS": {
            "provider": "KubeDNS", "upstreamNameservers": ["192.0.2.1"], "stubDomains": {"corp.example": ["192.0.2.2"]},
        }})),
    ];
    let networks = [
        json!({"flannel": {"backend": "vxlan"}}),
        json!({"kindnet": {"networkPolicies": true}}),
        json!({"kuberouter": {}}),
        json!({"kopeio": {}}),
        json!({"amazonvpc": {"env": [{"name": "ANNOTATE_POD_IP", "value": "true"}]}}),
        json!({"cilium": {}}),
        json!({"cilium": {
            "ipam": "eni", "etcdManaged": true, "enableEncryption": true, "enablePrometheusMetrics": true, "debug": true,
            "hubble": {"metrics": ["drop"]}, "ingress": {}, "gatewayAPI": {},
        }}),
    ];
    let networks = networks.map(|network| {
        let etcd = |name: &str| json!({"name": name, "etcdMembers": [{"name": "a", "instanceGroup": "control-plane"}]});
        let with_etcd = network["cilium"]["etcdManaged"] == true;
        let names = ["main", "events", "cilium"].into_iter().take(if with_etcd { 3 } else { 2 });
        let mut cluster = Cluster::new(json!({
            "certManager": {"enabled": true, "managed": false},
            "containerd": {"selinuxEnabled": true},
            "kubeProxy": {"enabled": network["kuberouter"].is_null()},
            "etcdClusters": names.map(etcd).collect::<Vec<_>>(),
        }));
        cluster.spec["networking"] = network;
        cluster
    });
    let mut wrong = Vec::new();
    for cluster in clusters.into_iter().chain(networks) {
        for (name, node) in cluster.graph().of_kind(Kind::ManagedFile).filter(|(name, _)| name.contains("-addons-")) {
            let is_list = name.ends_with("-addons-bootstrap");
            for object in documents(&node.resource).into_iter().filter(|_| !is_list) {
                if let Err(problem) = check(&object) {
                    wrong.push(format!("{name}: {} {}: {problem}", object["kind"], object["metadata"]["name"]));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_misspelt_field_and_a_wrong_type_are_found() {
    let object = |spec: Value| json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}, "spec": spec});
    assert_eq!(check(&object(json!({"clusterIP": "None"}))), Ok(()));
    assert!(check(&object(json!({"clusterIp": "None"}))).is_err());
    assert!(check(&object(json!({"clusterIP": 7}))).is_err());
}

/// Reads an object as the type of its kind and writes it again, which must lose nothing.
fn check(object: &Value) -> Result<(), String> {
    let text = |field: &str| object[field].as_str().unwrap_or_default();
    match (text("apiVersion"), text("kind")) {
        ("v1", "ConfigMap") => same::<core::ConfigMap>(object),
        ("v1", "Endpoints") => same::<core::Endpoints>(object),
        ("v1", "LimitRange") => same::<core::LimitRange>(object),
        ("v1", "Namespace") => same::<core::Namespace>(object),
        ("v1", "Secret") => same::<core::Secret>(object),
        ("v1", "Service") => same::<core::Service>(object),
        ("v1", "ServiceAccount") => same::<core::ServiceAccount>(object),
        ("apps/v1", "DaemonSet") => same::<apps::DaemonSet>(object),
        ("apps/v1", "Deployment") => same::<apps::Deployment>(object),
        ("networking.k8s.io/v1", "IngressClass") => same::<networking::IngressClass>(object),
        ("policy/v1", "PodDisruptionBudget") => same::<policy::PodDisruptionBudget>(object),
        ("rbac.authorization.k8s.io/v1", "ClusterRole") => same::<rbac::ClusterRole>(object),
        ("rbac.authorization.k8s.io/v1", "ClusterRoleBinding") => same::<rbac::ClusterRoleBinding>(object),
        ("rbac.authorization.k8s.io/v1", "Role") => same::<rbac::Role>(object),
        ("rbac.authorization.k8s.io/v1", "RoleBinding") => same::<rbac::RoleBinding>(object),
        ("storage.k8s.io/v1", "StorageClass") => same::<storage::StorageClass>(object),
        ("storage.k8s.io/v1", "CSIDriver") => same::<storage::CSIDriver>(object),
        ("node.k8s.io/v1", "RuntimeClass") => same::<node::RuntimeClass>(object),
        ("apiregistration.k8s.io/v1", "APIService") => same::<registration::APIService>(object),
        ("apiextensions.k8s.io/v1", "CustomResourceDefinition") => same::<extensions::CustomResourceDefinition>(object),
        ("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration") => {
            same::<admission::MutatingWebhookConfiguration>(object)
        }
        // Kinds of other projects.
        ("cert-manager.io/v1" | "gateway.networking.k8s.io/v1" | "iamauthenticator.k8s.aws/v1alpha1", _) => Ok(()),
        (version, kind) => Err(format!("no type for {version} {kind}")),
    }
}

fn same<T: DeserializeOwned + Serialize>(object: &Value) -> Result<(), String> {
    let typed: T = serde_json::from_value(object.clone()).map_err(|error| error.to_string())?;
    let written = plain(serde_json::to_value(typed).map_err(|error| error.to_string())?);
    let expected = plain(object.clone());
    if written == expected { Ok(()) } else { Err(format!("is read as {written} where it is {expected}")) }
}

/// A value without what is empty, which the types do not tell from what is not there.
fn plain(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields = fields.into_iter().map(|(field, value)| (field, plain(value)));
            Value::Object(fields.filter(|(_, value)| !is_empty(value)).collect::<Map<_, _>>())
        }
        Value::Array(items) => items.into_iter().map(plain).collect(),
        other => other,
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(fields) => fields.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}
