//! The pod identity webhook of EKS: gives pods the token and the role of their service account.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::json;

use super::object::KUBE_SYSTEM;
use super::pod::{mount_read_only, spread};
use super::rbac::{account, cluster_role, cluster_role_binding, role, role_binding, rule, service_account};
use super::workload::{Pods, config_map, deployment, disruption_budget, service};
use super::{Addon, Object, version};
use crate::model::Context;

const NAME: &str = "pod-identity-webhook";
const ADDON: &str = "eks-pod-identity-webhook.addons.k8s.io";
const APP: (&str, &str) = ("app", NAME);
/// The secret with the certificate of the webhook, which cert-manager makes.
const CERTIFICATE: &str = "pod-identity-webhook-cert";

/// Returns the addon where the spec switches it on.
pub(super) fn addon(context: &Context<'_>) -> Option<Addon> {
    let webhook = context.spec().pod_identity_webhook.as_ref().filter(|webhook| webhook.enabled == Some(true))?;
    let replicas = webhook.replicas.filter(|count| *count != 0).unwrap_or(2);
    let scraped = |object: Object| {
        let settings = [("port", "9999"), ("scheme", "http"), ("scrape", "true")];
        settings.iter().fold(object, |object, (key, value)| object.annotation(&format!("prometheus.io/{key}"), value))
    };
    let port = json!({"port": 443, "targetPort": 443, "protocol": "TCP"});
    let objects = [
        service_account(NAME),
        role(NAME, [rule(&[""], &["configmaps"], &["list", "get", "watch"])]),
        role_binding(NAME, NAME, account(NAME)),
        cluster_role(NAME, [rule(&[""], &["serviceaccounts"], &["get", "watch", "list"])]),
        cluster_role_binding(NAME, NAME, account(NAME)),
        pods(context).set("spec.replicas", replicas),
        certificate(),
        registration(),
        scraped(service(NAME, json!({"selector": {"app": NAME}, "ports": [port]}))),
        scraped(config_map(NAME, json!({"config": roles(context)}))),
        disruption_budget(NAME, [APP], json!({"maxUnavailable": "50%"})),
    ];
    let addon = Addon::new(ADDON, "k8s-1.16", objects).needs_pki(true);
    Some(addon.because_of(context.path("spec.podIdentityWebhook")))
}

fn pods(context: &Context<'_>) -> Object {
    let container = json!({
        "name": NAME,
        "image": version::POD_IDENTITY_WEBHOOK,
        "command": [
            "/webhook",
            "--in-cluster=false",
            "--namespace=kube-system",
            "--service-name=pod-identity-webhook",
            "--annotation-prefix=eks.amazonaws.com",
            "--token-audience=amazonaws.com",
            "--logtostderr",
            "--watch-config-map",
            "--sts-regional-endpoint",
            format!("--aws-default-region={}", context.facts.region),
            "--v=5",
        ],
        "readinessProbe": {
            "httpGet": {"path": "/healthz", "port": 443, "scheme": "HTTPS"},
            "initialDelaySeconds": 5, "periodSeconds": 5, "timeoutSeconds": 1, "successThreshold": 1, "failureThreshold": 3,
        },
        "volumeMounts": [mount_read_only("cert", "/etc/webhook/certs")],
    });
    let spec = json!({
        "serviceAccountName": NAME,
        "containers": [container],
        "priorityClassName": "system-cluster-critical",
        "topologySpreadConstraints": [
            spread("topology.kubernetes.io/zone", "ScheduleAnyway", [APP]),
            spread("kubernetes.io/hostname", "DoNotSchedule", [APP]),
        ],
        "volumes": [{"name": "cert", "secret": {"secretName": CERTIFICATE}}],
    });
    deployment(NAME, Pods::new([APP], spec))
}

fn certificate() -> Object {
    let names = ["", ".kube-system", ".kube-system.svc", ".kube-system.svc.local"];
    Object::new("cert-manager.io/v1", "Certificate", NAME).with(json!({"spec": {
        "secretName": CERTIFICATE,
        "commonName": format!("{NAME}.kube-system.svc"),
        "dnsNames": names.map(|suffix| format!("{NAME}{suffix}")),
        "duration": "2160h",
        "renewBefore": "360h",
        "issuerRef": {"name": ADDON, "kind": "Issuer"},
    }}))
}

/// What has the API server ask the webhook about new pods, but for those of kops and of the control plane itself.
fn registration() -> Object {
    let not_in = |key: &str, value: &str| json!({"key": key, "operator": "NotIn", "values": [value]});
    let webhook = json!({
        "name": "pod-identity-webhook.amazonaws.com",
        "failurePolicy": "Fail",
        "clientConfig": {"service": {"name": NAME, "namespace": KUBE_SYSTEM, "path": "/mutate"}},
        "objectSelector": {"matchExpressions": [
            not_in("kops.k8s.io/managed-by", "kops"),
            not_in("k8s-app", "kube-apiserver"),
        ]},
        "rules": [{"operations": ["CREATE"], "apiGroups": [""], "apiVersions": ["v1"], "resources": ["pods"]}],
        "sideEffects": "None",
        "admissionReviewVersions": ["v1beta1"],
    });
    Object::cluster_wide("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", NAME)
        .annotation("cert-manager.io/inject-ca-from", "kube-system/pod-identity-webhook")
        .set("webhooks", [webhook])
}

/// The role of a service account, as the webhook reads it.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Mapping {
    #[serde(rename = "RoleARN")]
    role_arn: String,
    audience: &'static str,
    #[serde(rename = "UseRegionalSTS")]
    use_regional_sts: bool,
    token_expiration: i64,
}

/// The roles of the service accounts that the spec names, as JSON.
fn roles(context: &Context<'_>) -> String {
    let facts = context.facts;
    let accounts = context.spec().iam.iter().flat_map(|iam| &iam.service_account_external_permissions);
    let mapping = |account: &crate::spec::ServiceAccountPermission| {
        account.aws.as_ref()?;
        let (namespace, name) = (account.namespace.as_deref()?, account.name.as_deref()?);
        let role = context.names.service_account_role(name, namespace);
        let role_arn = format!("arn:{}:iam::{}:role/{role}", facts.partition, facts.account_id);
        let mapping = Mapping { role_arn, audience: "amazonaws.com", use_regional_sts: true, token_expiration: 0 };
        Some((format!("{namespace}/{name}"), mapping))
    };
    let mappings: BTreeMap<String, Mapping> = accounts.filter_map(mapping).collect();
    serde_json::to_string(&mappings).expect("texts serialise")
}
