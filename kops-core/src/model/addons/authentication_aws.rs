//! The AWS IAM authenticator: tells the API server who an AWS identity is in the cluster.

use serde_json::json;

use super::object::KUBE_SYSTEM;
use super::pod::{self, host_path, mount, tolerates, without_nulls};
use super::rbac::{READ, account, cluster_role, cluster_role_binding, named_rule, rule, service_account};
use super::workload::{Pods, daemon_set};
use super::{Addon, Object, version};
use crate::model::Context;
use crate::spec::{AwsAuthentication, Quantity};

const NAME: &str = "aws-iam-authenticator";
const API: &str = "iamauthenticator.k8s.aws";
/// Where the authenticator keeps its certificate on the node.
const FOLDER: &str = "/srv/kubernetes/aws-iam-authenticator/";

/// Returns the addon where users prove who they are by AWS.
pub(super) fn addon(context: &Context<'_>) -> Option<Addon> {
    let settings = context.spec().authentication.as_ref()?.aws.as_ref()?;
    let rules = [
        rule(&[API], &["iamidentitymappings"], READ),
        rule(&[API], &["iamidentitymappings/status"], &["patch", "update"]),
        rule(&[""], &["events"], &["create", "update", "patch"]),
        rule(&[""], &["configmaps"], &["list", "watch"]),
        named_rule(&[""], &["configmaps"], &["aws-auth"], &["get"]),
    ];
    let mut objects = vec![
        mapping_definition(),
        cluster_role(NAME, rules),
        service_account(NAME),
        cluster_role_binding(NAME, NAME, account(NAME)),
        pods(context, settings),
    ];
    if settings.backend_mode.as_deref().is_some_and(|mode| mode.contains("CRD")) {
        objects.extend(mappings(settings));
    }
    let addon = Addon::new("authentication.aws", "k8s-1.12", objects);
    Some(
        addon.selected_by("role.kubernetes.io/authentication", "1").because_of(context.path("spec.authentication.aws")),
    )
}

/// The kind of objects that say which AWS identity is which user.
fn mapping_definition() -> Object {
    let text = json!({"type": "string"});
    let schema = json!({"type": "object", "properties": {
        "spec": {
            "type": "object",
            "required": ["arn", "username"],
            "properties": {"arn": text, "username": text, "groups": {"type": "array", "items": text}},
        },
        "status": {"type": "object", "properties": {"canonicalARN": text, "userID": text}},
    }});
    let version = json!({
        "name": "v1alpha1",
        "served": true,
        "storage": true,
        "schema": {"openAPIV3Schema": schema},
        "subresources": {"status": {}},
    });
    let name = "iamidentitymappings.iamauthenticator.k8s.aws";
    Object::cluster_wide("apiextensions.k8s.io/v1", "CustomResourceDefinition", name).with(json!({"spec": {
        "group": API,
        "scope": "Cluster",
        "names": {
            "plural": "iamidentitymappings",
            "singular": "iamidentitymapping",
            "kind": "IAMIdentityMapping",
            "categories": ["all"],
        },
        "versions": [version],
    }}))
}

fn mappings(settings: &AwsAuthentication) -> impl Iterator<Item = Object> + '_ {
    settings.identity_mappings.iter().enumerate().map(|(index, mapping)| {
        let name = format!("iam-identity-mapping-{index}");
        // kops writes null for none, which the API drops.
        let groups = Some(&mapping.groups).filter(|groups| !groups.is_empty());
        Object::cluster_wide("iamauthenticator.k8s.aws/v1alpha1", "IAMIdentityMapping", &name)
            .label("k8s-app", NAME)
            .with(json!({"spec": {"arn": mapping.arn, "username": mapping.username, "groups": groups}}))
    })
}

fn pods(context: &Context<'_>, settings: &AwsAuthentication) -> Object {
    let mode = settings.backend_mode.as_deref().filter(|mode| !mode.is_empty());
    // A user's own config map has the mappings unless they are objects of the API.
    let from_file = mode.is_none_or(|mode| mode.contains("MountedFile"));
    let or =
        |quantity: Option<Quantity>, default: &str| quantity.map_or_else(|| json!(default), |quantity| json!(quantity));
    let mut mounts =
        vec![mount("state", "/var/aws-iam-authenticator/"), mount("output", "/etc/kubernetes/aws-iam-authenticator/")];
    let mut volumes = vec![host_path("output", FOLDER), host_path("state", FOLDER)];
    if from_file {
        mounts.insert(0, mount("config", "/etc/aws-iam-authenticator/"));
        volumes.insert(0, pod::config_map_volume("config", NAME));
    }
    let container = json!({
        "name": NAME,
        "image": version::image(&settings.image, version::AWS_IAM_AUTHENTICATOR),
        "args": arguments(context, settings, from_file),
        "securityContext": {
            "allowPrivilegeEscalation": false,
            "capabilities": {"drop": ["ALL"]},
            "runAsUser": 10000,
            "runAsGroup": 10000,
        },
        "resources": {
            "requests": {"memory": or(settings.memory_request, "20Mi"), "cpu": or(settings.cpu_request, "10m")},
            "limits": without_nulls(json!({"memory": or(settings.memory_limit, "20Mi"), "cpu": settings.cpu_limit})),
        },
        "livenessProbe": {"httpGet": {"host": "127.0.0.1", "path": "/healthz", "port": 21362, "scheme": "HTTPS"}},
        "volumeMounts": mounts,
    });
    let spec = without_nulls(json!({
        "serviceAccountName": NAME,
        "hostNetwork": true,
        "nodeSelector": {(api_server_role(context)): ""},
        "priorityClassName": "system-node-critical",
        "securityContext": pod::selinux_options(context).map(|options| json!({"seLinuxOptions": options})),
        "tolerations": [
            {"effect": "NoSchedule", "key": pod::MASTER},
            {"effect": "NoSchedule", "key": pod::CONTROL_PLANE},
            {"effect": "NoSchedule", "key": pod::API_SERVER},
            tolerates("node.cloudprovider.kubernetes.io/uninitialized"),
            tolerates("CriticalAddonsOnly"),
        ],
        "containers": [container],
        "volumes": volumes,
    }));
    daemon_set(NAME, Pods::new([("k8s-app", NAME)], spec))
        .namespace(KUBE_SYSTEM)
        .label("k8s-app", NAME)
        .annotation("seccomp.security.alpha.kubernetes.io/pod", "runtime/default")
        .set("spec.updateStrategy.type", "RollingUpdate")
}

fn arguments(context: &Context<'_>, settings: &AwsAuthentication, from_file: bool) -> Vec<String> {
    let mut arguments = vec!["server".to_owned()];
    if from_file {
        arguments.push("--config=/etc/aws-iam-authenticator/config.yaml".into());
    }
    let id = settings.cluster_id.as_deref().filter(|id| !id.is_empty());
    if id.is_some() || !from_file {
        arguments.push(format!("--cluster-id={}", id.unwrap_or(context.cluster.name())));
    }
    arguments.push("--state-dir=/var/aws-iam-authenticator".into());
    arguments.push("--kubeconfig-pregenerated=true".into());
    if let Some(mode) = settings.backend_mode.as_deref().filter(|mode| !mode.is_empty()) {
        arguments.push(format!("--backend-mode={mode}"));
    }
    arguments
}

/// The label of the nodes that run the API server.
fn api_server_role(context: &Context<'_>) -> &'static str {
    if context.has_api_servers() { pod::API_SERVER } else { pod::CONTROL_PLANE }
}
