//! The AWS Load Balancer Controller.

use serde_json::json;

use super::pod::{env_of_v1_field, http_get};
use super::{Context, Manifest, Object, version};
use crate::model::addons::object::{KUBE_SYSTEM, list_in, map_in};
use crate::model::{iam, tags};

const NAME: &str = "aws-load-balancer-controller";
/// The port of metrics. On the network of a node the usual one, 8080, is the node termination handler's.
const METRICS_PORT: i32 = 9442;
/// The port at which the controller says how it is.
const HEALTH_PORT: i32 = 61_779;
/// The label of a namespace that is its name.
const NAMESPACE_NAME: &str = "kubernetes.io/metadata.name";

/// Names the cluster and its region, tags what the controller makes, and puts it where AWS takes its requests. Services of
/// `kube-system` do not need it.
pub(in crate::model::addons) fn load_balancer_controller(context: &Context<'_>, manifest: &mut Manifest) {
    let Some(spec) = &context.spec().aws_load_balancer_controller else { return };
    let Some(mut pods) = manifest.pods("Deployment", NAME) else { return };
    let mut container = pods.container();
    container.flag("cluster-name", context.cluster.name());
    container.flag("aws-region", &context.facts.region);
    container.flag("metrics-bind-addr", &format!(":{METRICS_PORT}"));
    container.port(json!({"containerPort": METRICS_PORT, "name": "metrics-server", "protocol": "TCP"}));
    // Its webhooks refuse what they cannot check, so that a service must lead to no pod whose webhooks do not answer yet.
    let is_ready = json!({
        "httpGet": http_get("/readyz", HEALTH_PORT), "initialDelaySeconds": 10, "timeoutSeconds": 10, "failureThreshold": 2,
    });
    container.set_default("readinessProbe", is_ready);
    for (flag, enabled) in
        [("enable-waf", spec.enable_waf), ("enable-wafv2", spec.enable_wafv2), ("enable-shield", spec.enable_shield)]
    {
        container.flag(flag, &enabled.unwrap_or(false).to_string());
    }
    container.flag("default-tags", &tags::of_controllers(context.cluster));
    // It finds the VPC by its node, because pods may not reach the instance metadata.
    container.variable(env_of_v1_field("NODENAME", "spec.nodeName"));
    if let Some(release) = spec.version.as_deref().filter(|release| !release.is_empty()) {
        container.image(&version::load_balancer_controller(release));
    }
    container.resource("requests", "cpu", spec.cpu_request);
    container.resource("requests", "memory", spec.memory_request);
    container.resource("limits", "cpu", spec.cpu_limit);
    container.resource("limits", "memory", spec.memory_limit);
    let is_on_host = !iam::accounts_have_roles(context);
    if is_on_host {
        // The role of control-plane nodes has its permissions then, and instances give theirs to the host's network only.
        pods.set("hostNetwork", true);
        pods.run_on_control_plane();
    }
    if let Some(deployment) = manifest.object("Deployment", NAME) {
        let scraped = json!({"prometheus.io/scrape": "true", "prometheus.io/port": METRICS_PORT.to_string()});
        // Two pods cannot have the same ports of a node, so that the old one must go first.
        let one_by_one = is_on_host.then(|| json!({"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 0}}));
        *deployment = deployment
            .clone()
            .with(json!({"spec": {"template": {"metadata": {"annotations": scraped}}}}))
            .set_some("spec.strategy", one_by_one);
    }
    leave_kube_system_alone(manifest);
    // Ingresses name it. The controller's project publishes it in a file of its own.
    let class = Object::cluster_wide("networking.k8s.io/v1", "IngressClass", "alb");
    manifest.put_default(class.set("spec.controller", "ingress.k8s.aws/alb"));
}

/// Lets services of `kube-system`, such as that of CoreDNS, be made while the controller is down, whose webhook would refuse them.
fn leave_kube_system_alone(manifest: &mut Manifest) {
    let Some(webhook) = manifest.webhook("mservice.elbv2.k8s.aws") else { return };
    let expressions = list_in(map_in(webhook, "namespaceSelector"), "matchExpressions");
    if !expressions.iter().any(|expression| expression["key"] == NAMESPACE_NAME) {
        expressions.push(json!({"key": NAMESPACE_NAME, "operator": "NotIn", "values": [KUBE_SYSTEM]}));
    }
}
