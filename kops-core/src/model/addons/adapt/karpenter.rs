//! Karpenter.

use super::{Context, Manifest, pod};

const NAME: &str = "karpenter";
/// The features of Karpenter that kops turns on and off. Groups have a fixed size by the last one.
const FEATURES: &str =
    "ReservedCapacity=true,SpotToSpotConsolidation=false,NodeRepair=false,NodeOverlay=false,StaticCapacity=true";

/// Tells Karpenter its cluster, and keeps it on nodes that it did not make.
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
    container.resource("requests", "cpu", spec.cpu_request);
    container.resource("requests", "memory", spec.memory_request);
    container.resource("limits", "memory", spec.memory_limit);
    // DNS64 is the cluster's.
    pods.set("dnsPolicy", if context.ipv6_only() { "ClusterFirst" } else { "Default" });
    pods.tolerate(pod::tolerates(pod::CONTROL_PLANE));
}
