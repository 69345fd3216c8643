//! cert-manager.

use serde_json::json;

use super::{Context, Manifest, namespace};

const NAME: &str = "cert-manager";

/// Moves cert-manager to `kube-system`, where its role is expected, and to control-plane nodes, because other addons wait for its
/// webhook, and gives its controller the settings of the spec.
pub(in crate::model::addons) fn cert_manager(context: &Context<'_>, manifest: &mut Manifest) {
    let Some(spec) = &context.spec().cert_manager else { return };
    namespace::move_to_kube_system(&mut manifest.objects, NAME);
    for mut pods in manifest.deployments() {
        pods.run_on_control_plane();
        pods.set_default("priorityClassName", "system-cluster-critical");
    }
    let Some(mut pods) = manifest.pods("Deployment", NAME) else { return };
    let mut container = pods.container();
    container.env("AWS_REGION", &context.facts.region);
    // The secret of a certificate goes with it.
    container.default_flag("enable-certificate-owner-ref", "true");
    if let Some(issuer) = spec.default_issuer.as_deref().filter(|issuer| !issuer.is_empty()) {
        container.flag("default-issuer-name", issuer);
        container.flag("default-issuer-kind", "ClusterIssuer");
        container.flag("default-issuer-group", "cert-manager.io");
    }
    for (gate, enabled) in &spec.feature_gates {
        container.flag(&format!("feature-gates={gate}"), &enabled.to_string());
    }
    if !spec.nameservers.is_empty() {
        pods.set("dnsConfig", json!({"nameservers": spec.nameservers}));
        pods.set("dnsPolicy", "None");
    }
}
