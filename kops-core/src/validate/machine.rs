//! Machine types and images: that they exist, are of this time, and fit together.

use super::codes;
use super::rules::{Rules, advice, at, given};
use crate::diag::suggest;
use crate::facts::MachineType;
use crate::spec::{InstanceGroup, InstanceManager, Version};

/// Owners and names of images that ran the first releases of Kubernetes.
const RETIRED: [&str; 4] = ["kope.io/", "jessie", "stretch", "wheezy"];
/// Types of machines that AWS does not rent as dedicated ones.
const NEVER_DEDICATED: [&str; 6] = ["t2.nano", "t2.micro", "t2.small", "t2.medium", "t2.large", "t2.xlarge"];

pub(super) fn check(rules: &mut Rules<'_>, group: &InstanceGroup) {
    check_image(rules, group);
    let Some(types) = given(&group.spec.machine_type) else {
        if group.spec.manager != Some(InstanceManager::Karpenter) {
            let wrong = format!("no default machine type suits the group `{}`", group.name());
            rules.refuse(at(group, "machineType"), codes::UNKNOWN_MACHINE_TYPE, wrong, "add `machineType`");
        }
        return;
    };
    for name in types.split(',').map(str::trim) {
        check_type(rules, group, "machineType", name);
        let dedicated = given(&group.spec.tenancy).is_some_and(|tenancy| tenancy != "default");
        if dedicated && NEVER_DEDICATED.contains(&name) {
            let wrong = format!("AWS does not offer `{name}` on dedicated hardware");
            rules.refuse(
                at(group, "machineType"),
                codes::GROUP_SETTING,
                wrong,
                "choose another type, such as `t3.medium`",
            );
        }
    }
}

/// Checks one machine type, where the facts know any.
pub(super) fn check_type(rules: &mut Rules<'_>, group: &InstanceGroup, field: &str, name: &str) {
    let types = &rules.facts.machine_types;
    if types.is_empty() {
        return;
    }
    let Some(machine) = types.get(name) else {
        let help = match suggest(name, types.keys().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "choose one that EC2 offers in the region, such as `m6i.large`".to_owned(),
        };
        let wrong = format!("there is no machine type `{name}` in {}", rules.facts.region);
        return rules.refuse(at(group, field), codes::UNKNOWN_MACHINE_TYPE, wrong, help);
    };
    let zones = group.spec.subnets.iter().filter_map(|name| {
        rules.spec().subnets.iter().find(|subnet| subnet.name.as_ref() == Some(name))?.zone.as_deref()
    });
    if let Some(zone) = zones.into_iter().find(|zone| machine.missing_zones.iter().any(|missing| missing == zone)) {
        let wrong = format!("`{name}` is not offered in `{zone}`");
        let help = "choose another type, or leave the zone's subnet out of the group";
        rules.refuse(at(group, field), codes::MACHINE_TYPE_ZONE, wrong, help);
    }
    check_architecture(rules, group, field, name, machine);
}

fn check_architecture(rules: &mut Rules<'_>, group: &InstanceGroup, field: &str, name: &str, machine: &MachineType) {
    let Some(image) = given(&group.spec.image).and_then(|image| rules.facts.images.get(image)) else { return };
    if !image.architecture.is_empty() && !machine.architectures.contains(&image.architecture) {
        let wrong = format!("`{name}` cannot run the image, which is for `{}`", image.architecture);
        let help = format!("choose an image for `{}`, or another machine type", machine.architectures.join("` or `"));
        rules.refuse(at(group, field), codes::ARCHITECTURE, wrong, help);
    }
}

fn check_image(rules: &mut Rules<'_>, group: &InstanceGroup) {
    let path = at(group, "image");
    let components = &rules.facts.components;
    // A version that is too old for any image is to be replaced too.
    let newest = || components.default_image(Version::parse(&components.kubernetes_version)?, "amd64");
    let recommended = components.default_image(Version::of(rules.cluster()), "amd64").or_else(newest);
    let Some(image) = given(&group.spec.image) else {
        let wrong = format!("no image is known for the group `{}`", group.name());
        return rules.refuse(
            path,
            codes::UNKNOWN_IMAGE,
            wrong,
            "add `image`: `ami-…`, `owner/name` or `ssm:/parameter`",
        );
    };
    if RETIRED.iter().any(|old| image.contains(old)) {
        let help = match recommended {
            Some(new) => format!("leave `image` out, or write `{new}`"),
            None => "leave `image` out for the recommended one".to_owned(),
        };
        rules.refuse(
            path,
            codes::IMAGE_RETIRED,
            format!("the image `{image}` is too old to run a supported Kubernetes"),
            help,
        );
    } else if !rules.facts.images.is_empty()
        && !rules.facts.images.contains_key(image)
        && group.spec.manager != Some(InstanceManager::Karpenter)
    {
        let wrong = format!("there is no image `{image}` in {}", rules.facts.region);
        let help = format!(
            "{}; an image is written `ami-…`, `owner/name` or `ssm:/parameter`",
            advice(image, rules.facts.images.keys().map(String::as_str))
        );
        rules.refuse(path, codes::UNKNOWN_IMAGE, wrong, help);
    }
}
