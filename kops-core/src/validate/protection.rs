//! The mark of what must not be deleted.

use super::codes::PROTECTED;
use super::rules::Rules;
use crate::diag::ObjectRef;
use crate::naming::tags;
use crate::spec::{InstanceGroup, ObjectMeta};

pub(super) fn check_cluster(rules: &mut Rules<'_>) {
    let cluster = rules.cluster();
    check(rules, &cluster.reference(), &cluster.metadata);
}

pub(super) fn check_group(rules: &mut Rules<'_>, group: &InstanceGroup) {
    check(rules, &group.reference(), &group.metadata);
}

fn check(rules: &mut Rules<'_>, object: &ObjectRef, metadata: &ObjectMeta) {
    for (field, value) in metadata.protection().filter(|(_, value)| !["true", "false"].contains(value)) {
        let path = object.field(format!("metadata.{field}")).key(tags::PROTECTED);
        let wrong = format!("`{value}` says neither that the object is protected nor that it is not");
        rules.refuse(path, PROTECTED, wrong, "write `\"true\"`, or remove the mark");
    }
}
