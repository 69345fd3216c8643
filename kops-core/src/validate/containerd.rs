//! The container runtime, of the cluster and of groups.

use super::codes::CONTAINERD;
use super::rules::{self, Rules, given};
use crate::defaults::NVIDIA_DEVICE_PLUGIN;
use crate::diag::SpecPath;
use crate::spec::{Containerd, InstanceGroup, Packages, Role, Version};

const OLDEST: Version = Version::new(1, 3, 4);
const OLDEST_RUNC: Version = Version::new(1, 1, 0);
const NRI_SINCE: Version = Version::new(1, 7, 0);

pub(super) fn check_cluster(rules: &mut Rules<'_>) {
    let Some(containerd) = &rules.spec().containerd else { return };
    let path = rules.at("containerd");
    let is_written = rules.is_written(&path.key("version"));
    check(rules, &path, containerd, given(&containerd.version), is_written);
    check_runc(rules, &path, containerd);
    check_releases(rules, &path, containerd);
    if containerd.gvisor.is_some() {
        let wrong = "gVisor is for groups, not for all nodes of a cluster";
        rules.refuse(path.key("gvisor"), CONTAINERD, wrong, "move `containerd.gvisor` to the groups that run it");
    }
}

pub(super) fn check_group(rules: &mut Rules<'_>, group: &InstanceGroup) {
    let Some(containerd) = &group.spec.containerd else { return };
    let path = rules::at(group, "containerd");
    let of_cluster = rules.spec().containerd.as_ref().and_then(|containerd| given(&containerd.version));
    let own = given(&containerd.version);
    check(rules, &path, containerd, own.or(of_cluster), own.is_some());
    check_gpus(rules, &path, containerd);
    let gvisor = containerd.gvisor.as_ref().is_some_and(|gvisor| gvisor.enabled == Some(true));
    if gvisor && group.spec.role != Some(Role::Node) {
        let wrong = "gVisor runs on nodes only";
        rules.refuse(path.key("gvisor"), CONTAINERD, wrong, "remove it, or make the role `Node`");
    }
}

/// Warns of GPUs of a group where kops has no image for the device plugin, which it takes from the cluster.
fn check_gpus(rules: &mut Rules<'_>, path: &SpecPath, containerd: &Containerd) {
    let of_cluster = rules.spec().containerd.as_ref().and_then(|containerd| containerd.nvidia_gpu.as_ref());
    if uses_gpus(containerd) && of_cluster.is_none_or(|gpu| given(&gpu.image).is_none()) {
        let wrong = "kops takes the device plugin's image from `containerd.nvidiaGPU` of the cluster, which has none";
        let help = format!("add `containerd.nvidiaGPU.image: {NVIDIA_DEVICE_PLUGIN}` to the cluster");
        rules.warn(path.key("nvidiaGPU"), CONTAINERD, wrong, help);
    }
}

/// True where nodes with GPUs get the driver for them.
pub(super) fn uses_gpus(containerd: &Containerd) -> bool {
    containerd.nvidia_gpu.as_ref().is_some_and(|gpu| gpu.enabled == Some(true))
}

/// Checks the settings of a cluster or a group, whose nodes run a version that is written beside them or not.
fn check(rules: &mut Rules<'_>, path: &SpecPath, containerd: &Containerd, version: Option<&str>, is_written: bool) {
    if let Some(text) = given(&containerd.version)
        && Version::parse(text).is_none_or(|version| version < OLDEST)
    {
        let wrong = format!("containerd `{text}` cannot be installed");
        rules.refuse(path.key("version"), CONTAINERD, wrong, "leave it out for the recommended one");
    }
    let nri = containerd.nri.as_ref().is_some_and(|nri| nri.enabled == Some(true));
    if nri && version.and_then(Version::parse).is_some_and(|version| version < NRI_SINCE) {
        let wrong = format!("containerd `{}` has no NRI", version.unwrap_or_default());
        rules.refuse(path.key("nri"), CONTAINERD, wrong, format!("choose {NRI_SINCE} or newer"));
    } else if nri && !is_written {
        let runc = containerd.runc.as_ref().and_then(|runc| given(&runc.version));
        let runc = runc.map(|version| format!(" and `runc.version: {version}`")).unwrap_or_default();
        let wrong = "kops crashes where NRI is enabled and the version of containerd does not stand beside it";
        let help = format!("add `version: {}`{runc}", version.unwrap_or_default());
        rules.warn(path.key("nri"), CONTAINERD, wrong, help);
    }
    if let Some(packages) = &containerd.packages {
        check_packages(rules, &path.key("packages"), packages);
    }
}

/// Checks that it is known which runc nodes install. kops has a default only beside that of containerd, because not every release of one
/// works with every release of the other.
fn check_runc(rules: &mut Rules<'_>, path: &SpecPath, containerd: &Containerd) {
    let runc = containerd.runc.as_ref();
    let is_given = |text: &Option<String>| given(text).is_some();
    let has_packages = runc.and_then(|runc| runc.packages.as_ref()).is_some_and(|packages| {
        [&packages.url_amd64, &packages.hash_amd64, &packages.url_arm64, &packages.hash_arm64].into_iter().all(is_given)
    });
    let has_runc = has_packages || runc.is_some_and(|runc| is_given(&runc.version));
    if let Some(version) = given(&containerd.version)
        && !has_runc
        && containerd.skip_install != Some(true)
    {
        let wrong = format!("containerd `{version}` is chosen without a version of runc");
        let help =
            "add `containerd.runc.version`, or leave out `containerd.version` for the recommended release of both";
        rules.refuse(path.key("version"), CONTAINERD, wrong, help);
    }
}

/// Checks the versions that nodes download, which are a part of the URL as they are written. Packages of the spec take their place.
fn check_releases(rules: &mut Rules<'_>, path: &SpecPath, containerd: &Containerd) {
    if containerd.skip_install == Some(true) {
        return;
    }
    let is_release = |text: &str| !text.starts_with('v') && Version::is_whole(text);
    let version = given(&containerd.version).filter(|_| containerd.packages.is_none());
    if let Some(text) = version.filter(|text| Version::parse(text).is_some() && !is_release(text)) {
        let wrong = format!("`{text}` is not the version of a release of containerd");
        rules.refuse(path.key("version"), CONTAINERD, wrong, "write the whole version without `v`, such as `2.2.4`");
    }
    let runc = containerd.runc.as_ref().filter(|runc| runc.packages.is_none());
    let runc = runc.and_then(|runc| given(&runc.version));
    let is_old = |text: &str| Version::parse(text).is_some_and(|version| version < OLDEST_RUNC);
    if let Some(text) = runc.filter(|text| !is_release(text) || is_old(text)) {
        let wrong = format!("runc `{text}` cannot be installed");
        let help = format!("write the whole version without `v`, {OLDEST_RUNC} or newer");
        rules.refuse(path.key("runc").key("version"), CONTAINERD, wrong, help);
    }
}

fn check_packages(rules: &mut Rules<'_>, path: &SpecPath, packages: &Packages) {
    let both = [
        ("urlAmd64", &packages.url_amd64, "hashAmd64", &packages.hash_amd64),
        ("urlArm64", &packages.url_arm64, "hashArm64", &packages.hash_arm64),
    ];
    for (url_field, url, hash_field, hash) in both {
        match (given(url), given(hash)) {
            (Some(_), None) => {
                rules.refuse(path.key(url_field), CONTAINERD, "a package needs its hash", format!("add `{hash_field}`"))
            }
            (None, Some(_)) => {
                rules.refuse(path.key(hash_field), CONTAINERD, "a hash needs its package", format!("add `{url_field}`"))
            }
            (Some(_), Some(hash)) if hash.len() != 64 || !hash.chars().all(|c| c.is_ascii_hexdigit()) => {
                let wrong = format!("`{hash}` is not a SHA-256");
                rules.refuse(path.key(hash_field), CONTAINERD, wrong, "write its 64 hexadecimal digits");
            }
            _ => {}
        }
    }
}
