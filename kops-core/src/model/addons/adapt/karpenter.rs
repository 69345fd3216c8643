//! Karpenter.

use serde_json::{Value, json};

use super::pod::{self, CONTROL_PLANE};
use super::{Context, Manifest};
use crate::model::addons::object::list_in;

const NAME: &str = "karpenter";
/// The labels by which the published manifest chooses nodes: those of any group that Karpenter did not make.
const OF_ANY_NODE: [&str; 2] = ["karpenter.sh/nodepool", "kubernetes.io/os"];
/// The features of Karpenter that kops turns on and off. Groups have a fixed size by the last one.
const FEATURES: &str =
    "ReservedCapacity=true,SpotToSpotConsolidation=false,NodeRepair=false,NodeOverlay=false,StaticCapacity=true";

/// Tells Karpenter its cluster, and keeps it on control-plane nodes. There may be only one of them, so that a second pod would never run.
pub(in crate::model::addons) fn karpenter(context: &Context<'_>, manifest: &mut Manifest) {
    let Some(spec) = &context.spec().karpenter else { return };
    let Some(mut pods) = manifest.pods("Deployment", NAME) else { return };
    let mut container = pods.container();
    let features = spec.feature_gates.as_deref().filter(|gates| !gates.is_empty());
    container.env("FEATURE_GATES", features.unwrap_or(FEATURES));
    if let Some(level) = &spec.log_level {
        container.env("LOG_LEVEL", level);
    }
    container.env("CLUSTER_NAME", context.cluster.name());
    container.env("CLUSTER_ENDPOINT", &format!("https://{}", context.names.internal_api()));
    container.env("AWS_REGION", &context.facts.region);
    if let Some(image) = &spec.image {
        container.image(image);
    }
    for (what, resource, amount) in
        [("requests", "cpu", "500m"), ("requests", "memory", "1Gi"), ("limits", "memory", "1Gi")]
    {
        container.default_resource(what, resource, amount);
    }
    container.resource("requests", "cpu", spec.cpu_request);
    container.resource("requests", "memory", spec.memory_request);
    container.resource("limits", "memory", spec.memory_limit);
    // DNS64 is the cluster's.
    pods.set("dnsPolicy", if context.ipv6_only() { "ClusterFirst" } else { "Default" });
    let terms = pods.node_terms();
    if terms.is_empty() {
        terms.push(json!({}));
    }
    for term in terms.iter_mut().filter_map(Value::as_object_mut) {
        let expressions = list_in(term, "matchExpressions");
        if expressions.iter().all(|expression| OF_ANY_NODE.iter().any(|label| expression["key"] == *label)) {
            expressions.push(json!({"key": CONTROL_PLANE, "operator": "Exists"}));
        }
    }
    pods.tolerate(pod::tolerates(CONTROL_PLANE));
    pods.tolerate(pod::tolerates(pod::MASTER));
    if let Some(deployment) = manifest.object("Deployment", NAME) {
        *deployment = deployment.clone().set("spec.replicas", 1);
    }
}
