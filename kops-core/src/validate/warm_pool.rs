//! Stopped machines kept ready.

use super::codes::WARM_POOL;
use super::rules::{self, Rules, given};
use crate::diag::SpecPath;
use crate::spec::{InstanceGroup, Role, WarmPool};

pub(super) fn check_cluster(rules: &mut Rules<'_>) {
    if let Some(pool) = &rules.spec().warm_pool {
        let path = rules.at("warmPool");
        check_sizes(rules, &path, (pool.min_size, pool.max_size));
        if !pool.additional_images.is_empty() {
            let path = path.key("additionalImages");
            let wrong = "nodes pull the images that their group names, and none that the cluster does";
            let right = "move `additionalImages` to the groups";
            // kops refuses them beside a largest size, and does not look at them otherwise.
            match pool.max_size {
                Some(_) => rules.refuse(path, WARM_POOL, wrong, right),
                None => rules.warn(path, WARM_POOL, wrong, right),
            }
        }
    }
}

/// Control planes and bastions have none, whatever the cluster says; spot machines cannot be stopped and kept.
pub(super) fn check_group(rules: &mut Rules<'_>, group: &InstanceGroup) {
    let path = rules::at(group, "warmPool");
    let suits = matches!(group.spec.role, Some(Role::Node | Role::ApiServer));
    let own = group.spec.warm_pool.as_ref();
    let shared = if suits { rules.spec().warm_pool.as_ref() } else { None };
    if own.is_none() && shared.is_none() {
        return;
    }
    let sizes = WarmPool::sizes(own, shared);
    if sizes.1 != Some(0) {
        if !suits {
            let wrong =
                format!("machines of the role `{}` cannot be kept stopped", group.spec.role.map_or("", Role::as_str));
            rules.refuse(path.clone(), WARM_POOL, wrong, "remove `warmPool`");
        }
        if given(&group.spec.max_price).is_some() {
            let wrong = "spot machines cannot be kept stopped";
            rules.refuse(path.clone(), WARM_POOL, wrong, "remove `maxPrice`, or set `warmPool.maxSize` to 0");
        }
    }
    if own.is_some() {
        check_sizes(rules, &path, sizes);
    }
}

/// Checks the smallest and the largest size.
fn check_sizes(rules: &mut Rules<'_>, path: &SpecPath, (least, most): (Option<i64>, Option<i64>)) {
    let least = least.unwrap_or(0);
    for (field, size) in [("minSize", Some(least)), ("maxSize", most)] {
        if let Some(size) = size.filter(|size| *size < 0) {
            let wrong = format!("a warm pool cannot have `{size}` machines");
            rules.refuse(path.key(field), WARM_POOL, wrong, "write 0 or more");
        }
    }
    if let Some(most) = most.filter(|most| *most >= 0 && *most < least) {
        let wrong = format!("`maxSize` (`{most}`) of the warm pool is below its `minSize` (`{least}`)");
        rules.refuse(path.key("maxSize"), WARM_POOL, wrong, "raise `maxSize`, or lower `minSize`");
    }
}
