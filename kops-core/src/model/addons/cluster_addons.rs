//! Objects of the user's own, which stand beside the cluster in its spec and are applied as they are.

use super::addon::Source;
use super::{Addon, Object, pipeline};
use crate::model::Context;

const NAME: &str = "cluster-addons.kops.k8s.io";

/// Returns the addon where there are such objects.
pub(super) fn addon(context: &Context<'_>) -> Option<Addon> {
    let objects = context.additional.iter().map(|object| Object::foreign(object.clone()));
    // The scheduler reads its configuration from a file of the node.
    let is_applied = |object: &Object| {
        (object.group(), object.kind()) != ("kubescheduler.config.k8s.io", "KubeSchedulerConfiguration")
    };
    let objects: Vec<Object> = objects.filter(is_applied).collect();
    (!objects.is_empty()).then(|| Addon { source: Source::User, ..Addon::at(NAME, "default.yaml", objects) })
}

/// The addons that users can replace by objects of their own.
const REPLACEABLE: [&str; 2] = ["networking.cilium.io", "networking.kope.io"];

/// True where the user brings a networking addon along: an object that carries its name as a label.
pub(super) fn replaces(context: &Context<'_>, addon: &str) -> bool {
    let mut labels = context.additional.iter().filter_map(|object| object.get("metadata")?.get("labels"));
    REPLACEABLE.contains(&addon) && labels.any(|labels| labels.get(pipeline::ADDON).is_some_and(|name| name == addon))
}
