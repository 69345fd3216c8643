//! The AWS Load Balancer Controller.

use serde_json::json;

use super::pod::{self, env_of_v1_field};
use super::{Context, Manifest, version};
use crate::model::{iam, tags};

const NAME: &str = "aws-load-balancer-controller";
/// The port of metrics on the network of a node, where the usual one, 8080, is the node termination handler's.
const METRICS_ON_HOST: i32 = 9442;

/// Names the cluster and its region, tags what the controller makes, and puts it where AWS takes its requests.
pub(in crate::model::addons) fn load_balancer_controller(context: &Context<'_>, manifest: &mut Manifest) {
    let Some(spec) = &context.spec().aws_load_balancer_controller else { return };
    let Some(mut pods) = manifest.pods("Deployment", NAME) else { return };
    let mut container = pods.container();
    container.flag("cluster-name", context.cluster.name());
    container.flag("aws-region", &context.facts.region);
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
    if !iam::accounts_have_roles(context) {
        // The role of control-plane nodes has its permissions then, and instances give theirs to the host's network only.
        pods.set("hostNetwork", true);
        pods.set_default_affinity(pod::on_control_plane());
        pods.tolerate(pod::tolerates(pod::CONTROL_PLANE));
        pods.tolerate(pod::tolerates(pod::MASTER));
        let mut container = pods.container();
        container.flag("metrics-bind-addr", &format!(":{METRICS_ON_HOST}"));
        container.port(json!({"containerPort": METRICS_ON_HOST, "name": "metrics-server", "protocol": "TCP"}));
        // Two pods cannot have the same ports of a node, so that the old one must go first.
        let one_by_one = json!({"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 0}});
        let scraped = json!({"prometheus.io/port": METRICS_ON_HOST.to_string()});
        if let Some(deployment) = manifest.object("Deployment", NAME) {
            *deployment = deployment
                .clone()
                .set("spec.strategy", one_by_one)
                .with(json!({"spec": {"template": {"metadata": {"annotations": scraped}}}}));
        }
    }
}
