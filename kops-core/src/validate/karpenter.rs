//! Groups whose machines Karpenter makes.

use super::codes::KARPENTER;
use super::rules::{Rules, at, given};
use crate::spec::{InstanceGroup, InstanceManager, Role};

pub(super) fn check(rules: &mut Rules<'_>, group: &InstanceGroup) {
    if group.spec.manager != Some(InstanceManager::Karpenter) {
        return;
    }
    if rules.spec().karpenter.as_ref().is_none_or(|karpenter| karpenter.enabled != Some(true)) {
        let wrong = format!("the group `{}` is Karpenter's, which the cluster does not run", group.name());
        rules.refuse(at(group, "manager"), KARPENTER, wrong, "set `karpenter.enabled` of the cluster to true");
    }
    if group.spec.role != Some(Role::Node) {
        let wrong = "Karpenter makes nodes only";
        rules.refuse(at(group, "role"), KARPENTER, wrong, "make the role `Node`, or remove `manager`");
    }
    if let Some(size) = group.spec.max_size.filter(|size| *size <= 0) {
        let wrong = format!("Karpenter cannot keep a group at `{size}` machines");
        rules.refuse(at(group, "maxSize"), KARPENTER, wrong, "write a number above 0, or leave it out for no limit");
    }
    if let Some(size) = group.spec.min_size {
        if size <= 0 {
            let wrong = format!("Karpenter cannot keep `{size}` machines");
            rules.refuse(at(group, "minSize"), KARPENTER, wrong, "write a number above 0, or leave it out");
        } else if !keeps_sizes(rules) {
            let wrong = "Karpenter keeps a number of machines only with the gate `StaticCapacity`";
            let help = "add `StaticCapacity=true` to `karpenter.featureGates` of the cluster";
            rules.refuse(at(group, "minSize"), KARPENTER, wrong, help);
        }
    }
    if let Some(image) = given(&group.spec.image).filter(|image| !is_image(image)) {
        let wrong = format!("Karpenter cannot look for the image `{image}`");
        rules.refuse(at(group, "image"), KARPENTER, wrong, "write `ami-…`, `ssm:/parameter`, `name` or `owner/name`");
    }
}

/// The gate is open where none is said.
fn keeps_sizes(rules: &Rules<'_>) -> bool {
    let gates = rules.spec().karpenter.as_ref().and_then(|karpenter| given(&karpenter.feature_gates));
    let Some(gates) = gates else { return true };
    let pairs = gates.split(',').filter_map(|gate| gate.split_once('='));
    pairs
        .filter(|(name, _)| name.trim() == "StaticCapacity")
        .any(|(_, value)| value.trim().eq_ignore_ascii_case("true"))
}

fn is_image(image: &str) -> bool {
    let halves = image.split_once('/').is_none_or(|(owner, name)| !owner.is_empty() && !name.is_empty());
    !image.contains("://") && image != "ssm:" && (image.starts_with("ssm:") || halves)
}
