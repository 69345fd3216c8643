//! How nodes are replaced.

use super::codes::ROLLING_UPDATE;
use super::rules::{self, Rules};
use crate::diag::SpecPath;
use crate::spec::{InstanceGroup, IntOrString, Role, RollingUpdate};

pub(super) fn check_cluster(rules: &mut Rules<'_>) {
    if let Some(update) = &rules.spec().rolling_update {
        let path = rules.at("rollingUpdate");
        check(rules, &path, update, false);
    }
}

pub(super) fn check_group(rules: &mut Rules<'_>, group: &InstanceGroup) {
    if let Some(update) = &group.spec.rolling_update {
        check(rules, &rules::at(group, "rollingUpdate"), update, group.spec.role == Some(Role::Master));
    }
    check_progress(rules, group);
}

/// Warns where a rolling update would leave every instance of a group as it is, which kops reports as done.
fn check_progress(rules: &mut Rules<'_>, group: &InstanceGroup) {
    let update = group.spec.rolling_update_in(rules.spec());
    let is_zero = |surge: IntOrString| matches!(surge.to_string().as_str(), "0" | "0%");
    let adds_none = group.spec.role == Some(Role::Master) || update.max_surge.is_some_and(is_zero);
    if update.drain_and_terminate == Some(false) && adds_none {
        let is_own = group.spec.rolling_update.as_ref().is_some_and(|own| own.drain_and_terminate.is_some());
        let path = if is_own { rules::at(group, "rollingUpdate") } else { rules.at("rollingUpdate") };
        let wrong =
            format!("no instance of `{}` is ever replaced: none may be added, and none is terminated", group.name());
        let right = "remove `drainAndTerminate`, unless you terminate outdated instances yourself";
        rules.warn(path.key("drainAndTerminate"), ROLLING_UPDATE, wrong, right);
    }
}

fn check(rules: &mut Rules<'_>, path: &SpecPath, update: &RollingUpdate, control_plane: bool) {
    let missing = read(rules, path, "maxUnavailable", update.max_unavailable.as_ref());
    let surge = read(rules, path, "maxSurge", update.max_surge.as_ref());
    if control_plane && surge.is_some_and(|surge| surge > 0) {
        let wrong = "control planes cannot be added for an update: each has a member of etcd";
        rules.refuse(path.key("maxSurge"), ROLLING_UPDATE, wrong, "remove `maxSurge`, or write 0");
    } else if missing == Some(0) && surge == Some(0) {
        let wrong = "no node may be missing and none added, so none could be replaced";
        rules.refuse(
            path.key("maxSurge"),
            ROLLING_UPDATE,
            wrong,
            "make one of `maxUnavailable` and `maxSurge` larger than 0",
        );
    } else if let Some(share @ IntOrString::String(_)) = &update.max_unavailable
        && missing.is_some_and(|percent| percent < 100)
        && surge == Some(0)
    {
        let wrong = format!("kops takes `{share}` for no node, and plans nothing where none may be added either");
        rules.warn(path.key("maxUnavailable"), ROLLING_UPDATE, wrong, "write a number of nodes, such as 1");
    }
}

/// Reads a number or a share, and refuses what is neither or negative.
fn read(rules: &mut Rules<'_>, path: &SpecPath, field: &str, value: Option<&IntOrString>) -> Option<i32> {
    let value = value?;
    let number = match value {
        IntOrString::Int(number) => Some(*number),
        IntOrString::String(text) => text.strip_suffix('%').and_then(|share| share.parse().ok()),
    };
    let number = number.filter(|number| *number >= 0);
    if number.is_none() {
        let wrong = format!("`{value}` is not a number of nodes");
        rules.refuse(path.key(field), ROLLING_UPDATE, wrong, "write a number, or a share such as `10%`");
    }
    number
}
