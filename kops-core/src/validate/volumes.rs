//! Volumes of a group's machines and their mounts.

use std::collections::BTreeSet;

use super::codes::VOLUME;
use super::rules::{Rules, at, given};
use crate::spec::InstanceGroup;

pub(super) fn check(rules: &mut Rules<'_>, group: &InstanceGroup) {
    let mut devices = BTreeSet::new();
    for (i, volume) in group.spec.volumes.iter().enumerate() {
        let path = at(group, "volumes").index(i);
        match given(&volume.device) {
            None => rules.refuse(path.clone(), VOLUME, "a volume has no device", "add `device`, such as `/dev/xvdd`"),
            Some(device) if !devices.insert(device) => {
                let wrong = format!("two volumes are attached as `{device}`");
                rules.refuse(path.key("device"), VOLUME, wrong, "attach one of them as another device");
            }
            Some(_) => {}
        }
        let size = volume.size.unwrap_or(0);
        if size <= 0 {
            rules.refuse(
                path.key("size"),
                VOLUME,
                format!("a volume cannot have `{size}` GiB"),
                "write its size in GiB",
            );
        }
    }
    let mut used = BTreeSet::new();
    for (i, mount) in group.spec.volume_mounts.iter().enumerate() {
        let path = at(group, "volumeMounts").index(i);
        for (field, value) in [("device", &mount.device), ("filesystem", &mount.filesystem), ("path", &mount.path)] {
            match given(value) {
                None => {
                    rules.refuse(path.clone(), VOLUME, format!("a mount has no `{field}`"), format!("add `{field}`"))
                }
                Some(value) if field != "filesystem" && !used.insert(value) => {
                    let wrong = format!("two mounts have the {field} `{value}`");
                    rules.refuse(path.key(field), VOLUME, wrong, "change one of them");
                }
                Some(_) => {}
            }
        }
        rules.one_of(path.key("filesystem"), given(&mount.filesystem), &["btrfs", "ext4", "xfs"]);
    }
}
