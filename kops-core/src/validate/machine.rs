//! Instance types and images: that they exist, are of this time, and fit together.

use super::cluster::OLDEST;
use super::codes;
use super::containerd::uses_gpus;
use super::rules::{Rules, advice, at, given};
use crate::diag::suggest;
use crate::facts::{Facts, MachineType};
use crate::spec::{InstanceGroup, InstanceManager, Version};

/// Owners and names of images of distributions that nodeup refuses: Debian before 11, Ubuntu before 22.04 and what it released since
/// for a short time, `CoreOS`, Amazon Linux before 2023, and RHEL and `CentOS` 7.
const RETIRED: [&str; 30] = [
    "kope.io/",
    "wheezy",
    "jessie",
    "stretch",
    "buster",
    "debian-10-",
    "debian/release/10/",
    "CoreOS-",
    "ubuntu-trusty",
    "ubuntu-xenial",
    "ubuntu-bionic",
    "ubuntu-focal",
    "ubuntu-groovy",
    "ubuntu-hirsute",
    "ubuntu-impish",
    "ubuntu-kinetic",
    "ubuntu-lunar",
    "ubuntu-mantic",
    "ubuntu-oracular",
    "ubuntu-plucky",
    "ubuntu/server/14.04",
    "ubuntu/server/16.04",
    "ubuntu/server/18.04",
    "ubuntu/server/20.04",
    "amzn-ami-",
    "amzn2-ami-",
    "RHEL-7.",
    "CentOS Linux 7 ",
    "CentOS-7-",
    "CentOS 7.",
];
/// Types of machines that AWS does not rent as dedicated ones.
const NEVER_DEDICATED: [&str; 6] = ["t2.nano", "t2.micro", "t2.small", "t2.medium", "t2.large", "t2.xlarge"];

pub(super) fn check(rules: &mut Rules<'_>, group: &InstanceGroup) {
    check_image(rules, group);
    check_single_type(rules, group);
    let Some(types) = given(&group.spec.machine_type) else {
        if group.spec.manager != Some(InstanceManager::Karpenter) {
            let wrong = format!("no default instance type suits the group `{}`", group.name());
            rules.refuse(at(group, "machineType"), codes::UNKNOWN_MACHINE_TYPE, wrong, "add `machineType`");
        }
        return;
    };
    for name in types.split(',') {
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

/// Refuses a list of instance types, or none, where kops looks up the whole text of `machineType` as one.
fn check_single_type(rules: &mut Rules<'_>, group: &InstanceGroup) {
    let is_list = given(&group.spec.machine_type).is_some_and(|types| types.contains(','));
    let is_none = given(&group.spec.machine_type).is_none() && group.spec.manager == Some(InstanceManager::Karpenter);
    if !is_list && !is_none {
        return;
    }
    let mixed = group.spec.mixed_instances_policy.is_some();
    let gpus = rules.spec().containerd.iter().chain(&group.spec.containerd).any(uses_gpus);
    let default_image = is_list && !rules.is_written(&at(group, "image"));
    let further = "name one type, and further ones in `mixedInstancesPolicy.instances`";
    let reasons = [
        (mixed, "to which `mixedInstancesPolicy` adds others", further),
        (gpus, "which says whether there are GPUs", further),
        (default_image, "which says what the default image is", "name one type, or add `image`"),
    ];
    if let Some((_, purpose, right)) = reasons.into_iter().find(|(applies, ..)| *applies) {
        let wrong = format!("`machineType` is not one instance type, {purpose}");
        rules.refuse(at(group, "machineType"), codes::MACHINE_TYPES, wrong, right);
    }
}

/// Checks one instance type, where the facts know any.
pub(super) fn check_type(rules: &mut Rules<'_>, group: &InstanceGroup, field: &str, name: &str) {
    let types = &rules.facts.machine_types;
    let Some(machine) = types.get(name) else {
        if !types.is_empty() || rules.facts.simulated {
            refuse_type(rules, group, field, name);
        }
        return;
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

/// The facts hold the types that the spec names; those that the library knows beside them are worth a guess too.
fn refuse_type(rules: &mut Rules<'_>, group: &InstanceGroup, field: &str, name: &str) {
    let (facts, known) = (rules.facts, Facts::built_in(""));
    let types = facts.machine_types.keys().chain(known.machine_types.keys());
    let near = suggest(name, types.map(String::as_str)).map(|near| format!("did you mean `{near}`?"));
    let (wrong, right) = if facts.simulated {
        let wrong = format!("the simulated account has no instance type `{name}`");
        let add = format!(
            "a type that EC2 offers is added to `machineTypes` in the file of the account, such as \
             `\"{name}\": {{\"architectures\": [\"x86_64\"], \"vcpus\": 2, \"memoryMib\": 8192}}`"
        );
        (wrong, add)
    } else {
        let wrong = format!("there is no instance type `{name}` in {}", facts.region);
        (wrong, "choose one that EC2 offers in the region, such as `m6i.large`".to_owned())
    };
    let help = match near {
        Some(near) if facts.simulated => format!("{near} {right}"),
        near => near.unwrap_or(right),
    };
    rules.refuse(at(group, field), codes::UNKNOWN_MACHINE_TYPE, wrong, help);
}

fn check_architecture(rules: &mut Rules<'_>, group: &InstanceGroup, field: &str, name: &str, machine: &MachineType) {
    let Some(image) = given(&group.spec.image).and_then(|image| rules.facts.images.get(image)) else { return };
    if !image.architecture.is_empty() && !machine.architectures.contains(&image.architecture) {
        let wrong = format!("`{name}` cannot run the image, which is for `{}`", image.architecture);
        let help = format!("choose an image for `{}`, or another instance type", machine.architectures.join("` or `"));
        rules.refuse(at(group, field), codes::ARCHITECTURE, wrong, help);
    }
}

fn check_image(rules: &mut Rules<'_>, group: &InstanceGroup) {
    let path = at(group, "image");
    let components = &rules.facts.components;
    // A version that is too old for any image is to be replaced too.
    let newest = || components.default_image(Version::parse(&components.kubernetes_version)?, "amd64");
    let of_version = components.default_image(Version::of(rules.cluster()), "amd64");
    let recommended = of_version.filter(|image| !is_retired_image(image)).or_else(newest);
    let Some(image) = given(&group.spec.image) else {
        // The version is refused already, and the one that takes its place has an image.
        if Version::of(rules.cluster()).is_before(OLDEST) {
            return;
        }
        let wrong = format!("no image is known for the group `{}`", group.name());
        return rules.refuse(
            path,
            codes::UNKNOWN_IMAGE,
            wrong,
            "add `image`: `ami-…`, `owner/name` or `ssm:/parameter`",
        );
    };
    if is_retired_image(image) {
        let help = match recommended {
            Some(new) => format!("leave `image` out, or write `{new}`"),
            None => "leave `image` out for the recommended one".to_owned(),
        };
        rules.refuse(
            path,
            codes::IMAGE_RETIRED,
            format!("nodes no longer run the distribution of the image `{image}`"),
            help,
        );
    } else if (rules.facts.simulated || !rules.facts.images.is_empty())
        && !rules.facts.images.contains_key(image)
        && group.spec.manager != Some(InstanceManager::Karpenter)
    {
        let (wrong, help) = no_image(rules.facts, image);
        rules.refuse(path, codes::UNKNOWN_IMAGE, wrong, help);
    }
}

/// True for an image of a distribution that nodeup refuses.
pub(crate) fn is_retired_image(image: &str) -> bool {
    RETIRED.iter().any(|old| image.contains(old))
}

/// Says that an image is not there, and what would be right.
fn no_image(facts: &Facts, image: &str) -> (String, String) {
    if facts.simulated {
        let entry = match image.split_once('/') {
            _ if image.starts_with("ami-") => format!("{{\"id\": \"{image}\", \"architecture\": \"x86_64\"}}"),
            Some((owner, name)) => {
                let id = "\"id\": \"ami-0123456789abcdef0\"";
                format!("{{{id}, \"owner\": \"{owner}\", \"name\": \"{name}\", \"architecture\": \"x86_64\"}}")
            }
            None => {
                format!("{{\"id\": \"ami-0123456789abcdef0\", \"name\": \"{image}\", \"architecture\": \"x86_64\"}}")
            }
        };
        let help = format!("an image that AWS has is added to `images` in the file of the account: `{entry}`");
        return (format!("the simulated account has no image `{image}`"), help);
    }
    let known = facts.images.keys().map(String::as_str);
    let help = format!("{}; an image is written `ami-…`, `owner/name` or `ssm:/parameter`", advice(image, known));
    (format!("there is no image `{image}` in {}", facts.region), help)
}
