//! The runtime class of pods that run in gVisor.

use serde_json::json;

use super::{Addon, Object};
use crate::model::Context;

/// Returns the addon where a group has gVisor.
pub(super) fn addon(context: &Context<'_>) -> Option<Addon> {
    let has_gvisor = |containerd: &crate::spec::Containerd| {
        containerd.gvisor.as_ref().is_some_and(|gvisor| gvisor.enabled == Some(true))
    };
    let group = context.groups.iter().find(|group| group.spec.containerd.as_ref().is_some_and(has_gvisor))?;
    let class = Object::cluster_wide("node.k8s.io/v1", "RuntimeClass", "gvisor")
        .with(json!({"handler": "runsc", "scheduling": {"nodeSelector": {"kops.k8s.io/gvisor": "1"}}}));
    let path = group.reference().field("spec.containerd.gvisor");
    Some(Addon::new("gvisor.addons.k8s.io", "k8s-1.20", [class]).because_of(path))
}
