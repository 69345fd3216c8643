//! The static pods of control planes that kops has beside those of Kubernetes: what checks the API server's health, and
//! what applies addons.

use serde_json::{Value, json};

use super::{environment, pod};
use crate::graph::{Builder, Origin};
use crate::model::{Context, images, ports};
use crate::naming::paths;

/// Where nodeup puts the credentials with which addons are applied.
const CHANNELS_KUBECONFIG: &str = "/var/lib/kops/kubeconfig";
/// The user ids that nodeup gives these files to.
const HEALTHCHECK_USER: u32 = 10012;
const CHANNELS_USER: u32 = 10013;

/// Adds both pods.
pub(super) fn build(context: &Context<'_>, graph: &mut Builder) {
    let reason = "sidecar that answers health checks of the API server on its behalf";
    let origin = Origin::new(reason, context.path("spec.kubeAPIServer"));
    pod(paths::HEALTHCHECK_NAME, paths::HEALTHCHECK, &healthcheck(context), origin, graph);
    let origin = Origin::new("applies the addons of the cluster", context.path("spec.addons"));
    pod(paths::CHANNELS_NAME, paths::CHANNELS, &channels(context), origin, graph);
}

/// What nodeup adds to the pod of the API server.
fn healthcheck(context: &Context<'_>) -> Value {
    let secrets = "healthcheck-secrets";
    json!({
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {},
        "spec": {
            "containers": [{
                "name": "healthcheck",
                "image": images::of_kops(context, "kube-apiserver-healthcheck"),
                "args": [
                    "--ca-cert=/secrets/ca.crt",
                    "--client-cert=/secrets/client.crt",
                    "--client-key=/secrets/client.key",
                ],
                "livenessProbe": {
                    "httpGet": {
                        "host": "127.0.0.1",
                        "path": "/.kube-apiserver-healthcheck/healthz",
                        "port": ports::API_SERVER_HEALTHCHECK,
                    },
                    "initialDelaySeconds": 5,
                    "timeoutSeconds": 5,
                },
                "resources": {},
                "securityContext": {"runAsNonRoot": true, "runAsUser": HEALTHCHECK_USER},
                "volumeMounts": [{"mountPath": "/secrets", "name": secrets, "readOnly": true}],
            }],
            "volumes": [{
                "name": secrets,
                "hostPath": {"path": "/etc/kubernetes/kube-apiserver-healthcheck/secrets", "type": "Directory"},
            }],
        },
        "status": {},
    })
}

/// What applies the bootstrap channel, and the channels that the spec adds, once a minute.
fn channels(context: &Context<'_>) -> Value {
    let name = "kops-channels";
    let bootstrap = context.in_config_base(paths::BOOTSTRAP_CHANNEL);
    let further = context.spec().addons.iter().filter_map(|addon| addon.manifest.clone());
    let fixed = ["apply", "channel", "--v=4", "--yes", "--interval=1m0s", "--node-name=$(NODE_NAME)"];
    let arguments: Vec<String> =
        fixed.into_iter().map(str::to_owned).chain(std::iter::once(bootstrap)).chain(further).collect();
    let mut variables = vec![
        json!({"name": "NODE_NAME", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}}),
        environment::variable("KUBECONFIG", CHANNELS_KUBECONFIG),
        environment::variable("HOME", "/tmp"),
    ];
    variables.extend(environment::of_component(context));
    json!({
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "namespace": "kube-system", "labels": {"k8s-app": name}},
        "spec": {
            "containers": [{
                "name": name,
                "image": images::of_kops(context, "channels"),
                "args": arguments,
                "env": variables,
                "readinessProbe": {
                    "httpGet": {"host": "127.0.0.1", "path": "/readyz", "port": ports::CHANNELS_HEALTH},
                    "initialDelaySeconds": 30,
                    "periodSeconds": 10,
                    "failureThreshold": 2,
                },
                "resources": {"requests": {"cpu": "50m", "memory": "50Mi"}},
                "securityContext": {"runAsNonRoot": true, "runAsUser": CHANNELS_USER},
                "volumeMounts": [{"mountPath": CHANNELS_KUBECONFIG, "name": "kubeconfig", "readOnly": true}],
            }],
            "dnsPolicy": "Default",
            "hostNetwork": true,
            "priorityClassName": "system-node-critical",
            "tolerations": [{"key": "CriticalAddonsOnly", "operator": "Exists"}],
            "volumes": [{"name": "kubeconfig", "hostPath": {"path": CHANNELS_KUBECONFIG, "type": "File"}}],
        },
        "status": {},
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{managed_file, public};

    #[test]
    fn channels_of_the_spec_are_applied_after_the_bootstrap_channel() {
        let graph = public(json!({"addons": [{"manifest": "s3://addons/mine.yaml"}]})).build();
        let (key, content) = managed_file(&graph, "manifests-channels-kops-channels");
        assert_eq!(key, "manifests/channels/kops-channels.yaml");
        let pod: Value = serde_yaml::from_str(&content).expect("is YAML");
        let arguments = pod["spec"]["containers"][0]["args"].as_array().expect("a list");
        let expected = ["s3://states/demo.example.com/addons/bootstrap-channel.yaml", "s3://addons/mine.yaml"];
        assert_eq!(arguments[arguments.len() - 2..], expected.map(Value::from));
    }

    #[test]
    fn the_sidecar_of_the_api_server_has_no_name_of_its_own() {
        let (key, content) = managed_file(&public(json!({})).build(), "manifests-static-kube-apiserver-healthcheck");
        assert_eq!(key, "manifests/static/kube-apiserver-healthcheck.yaml");
        let pod: Value = serde_yaml::from_str(&content).expect("is YAML");
        assert_eq!(pod["metadata"], json!({}));
        assert_eq!(pod["spec"]["containers"][0]["livenessProbe"]["httpGet"]["port"], 3990);
    }
}
