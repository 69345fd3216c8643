//! The driver of EBS volumes: a controller that makes and attaches them, and a pod on each node that mounts them.

mod controller;
mod node;
mod permissions;

use serde_json::{Value, json};

use super::pod::{env, requests};
use super::rbac::service_account;
use super::workload::{disruption_budget, service};
use super::{Addon, Object};
use crate::model::Context;
use crate::spec::{EbsCsiDriver, Version};

/// The name of the driver in storage classes and on nodes.
const DRIVER: &str = "ebs.csi.aws.com";
const CONTROLLER: &str = "ebs-csi-controller";
const CONTROLLER_ACCOUNT: &str = "ebs-csi-controller-sa";
const NODE_ACCOUNT: &str = "ebs-csi-node-sa";
const NAMES: [(&str, &str); 2] =
    [("app.kubernetes.io/name", "aws-ebs-csi-driver"), ("app.kubernetes.io/instance", "aws-ebs-csi-driver")];
/// The labels of the controller's pods.
const CONTROLLER_PODS: [(&str, &str); 3] = [("app", CONTROLLER), NAMES[0], NAMES[1]];

/// The containers of the controller with metrics, each with the port that serves them, in the order of the services.
const METRICS: [(&str, i32); 7] = [
    ("", 3301),
    ("-provisioner", 3302),
    ("-attacher", 3303),
    ("-resizer", 3304),
    ("-liveness-probe", 3305),
    ("-snapshotter", 3306),
    ("-volumemodifier", 3307),
];

/// Returns the addon unless users install the driver.
pub(super) fn addon(context: &Context<'_>) -> Option<Addon> {
    let default = EbsCsiDriver::default();
    let config = context.spec().cloud_config.as_ref().and_then(|config| config.aws_ebs_csi_driver.as_ref());
    let driver = config.unwrap_or(&default);
    if driver.managed == Some(false) {
        return None;
    }
    let labels = labels(driver);
    let accounts = [CONTROLLER_ACCOUNT, NODE_ACCOUNT]
        .map(|account| service_account(account).set("automountServiceAccountToken", true));
    let budget = disruption_budget(CONTROLLER, CONTROLLER_PODS, json!({"maxUnavailable": 1}));
    let mut objects = vec![budget];
    objects.extend(accounts);
    objects.extend(permissions::objects());
    let mut objects: Vec<Object> = objects.into_iter().map(|object| object.labels(labels)).collect();
    objects.extend(METRICS.map(|(suffix, port)| metrics(&format!("{CONTROLLER}{suffix}"), port)));
    let rest = [node::pods(context, driver), controller::pods(context, driver), registration(context)];
    objects.extend(rest.map(|object| object.labels(labels)));
    let addon = Addon::new("aws-ebs-csi-driver.addons.k8s.io", "k8s-1.17", objects);
    Some(addon.because_of(context.path("spec.cloudConfig.awsEBSCSIDriver")))
}

/// The labels of the objects, and of pods beside those that select them.
fn labels(driver: &EbsCsiDriver) -> [(&str, &str); 4] {
    let version = driver.version.as_deref().unwrap_or_default();
    [NAMES[0], NAMES[1], ("app.kubernetes.io/version", version), ("app.kubernetes.io/component", "csi-driver")]
}

fn metrics(name: &str, port: i32) -> Object {
    let ports = json!([{"name": "metrics", "port": port, "targetPort": port}]);
    service(name, json!({"type": "ClusterIP", "selector": {"app": CONTROLLER}, "ports": ports}))
        .label("app", name)
        .annotation("prometheus.io/scrape", "true")
        .annotation("prometheus.io/port", &port.to_string())
}

/// What tells Kubernetes of the driver. Most of its fields cannot change.
fn registration(context: &Context<'_>) -> Object {
    let reports_room = !Version::of(context.cluster).is_before(35);
    Object::cluster_wide("storage.k8s.io/v1", "CSIDriver", DRIVER)
        .with(json!({"spec": {"attachRequired": true, "podInfoOnMount": false}}))
        .set_some("spec.nodeAllocatableUpdatePeriodSeconds", reports_room.then_some(10))
}

/// A container of the driver's pods with what all of them have.
fn container(name: &str, image: &str, arguments: Vec<String>) -> Value {
    let mut resources = requests("10m", "40Mi");
    resources["limits"] = json!({"memory": "256Mi"});
    json!({
        "name": name,
        "image": image,
        "imagePullPolicy": "IfNotPresent",
        "args": arguments,
        "resources": resources,
        "securityContext": {"allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true},
        "terminationMessagePolicy": "FallbackToLogsOnError",
    })
}

/// The variables of the driver itself in both pods, before those that only one has.
fn environment(context: &Context<'_>, socket: &str) -> Vec<Value> {
    let mut variables = Vec::new();
    if context.ipv6_only() {
        variables.push(env("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "IPv6"));
    }
    variables.push(env("AWS_REGION", &context.facts.region));
    variables.push(env("CSI_ENDPOINT", socket));
    variables.push(super::pod::env_of_field("CSI_NODE_NAME", "spec.nodeName"));
    variables
}

/// Texts as arguments.
fn arguments<const N: usize>(texts: [&str; N]) -> Vec<String> {
    texts.map(str::to_owned).to_vec()
}
