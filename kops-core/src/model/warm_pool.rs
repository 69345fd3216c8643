//! Which groups have a warm pool, and how large: the group's own word over the cluster's.

use crate::spec::{Cluster, InstanceGroup, Role, WarmPool, clamp_i32};

/// The warm pool of a group, with every value decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct GroupWarmPool {
    /// The least number of prepared instances.
    pub min_size: i32,
    /// The most prepared and running instances; unset for the group's largest size.
    pub max_size: Option<i32>,
    /// Seconds that an instance may take to prepare itself, where the group waits for that.
    pub hook_timeout: Option<i32>,
}

/// The seconds that AWS waits for an instance to prepare itself, where no spec says.
const HOOK_TIMEOUT: i32 = 600;

impl GroupWarmPool {
    /// Decides the warm pool of a group; nothing where it has none.
    ///
    /// Control planes and bastions have one only where their own group asks for it. A size of 0 and a hook that is off count
    /// as unset, as in kops, so that a group cannot take back what the cluster sets except with `maxSize: 0`.
    pub(super) fn of(cluster: &Cluster, group: &InstanceGroup) -> Option<Self> {
        let apart = matches!(group.spec.role, Some(Role::Master | Role::Bastion));
        let shared = if apart { None } else { cluster.spec.warm_pool.as_ref() };
        let own = group.spec.warm_pool.as_ref();
        if own.is_none() && shared.is_none() {
            return None;
        }
        let (min_size, max_size) = WarmPool::sizes(own, shared);
        if max_size == Some(0) {
            return None;
        }
        let hook = |pool: &WarmPool| pool.enable_lifecycle_hook.unwrap_or(false);
        // The timeout of the cluster holds for every group, also for those that its sizes do not hold for.
        let timeout = |pool: &WarmPool| pool.lifecycle_hook_timeout;
        let hook_timeout = own.and_then(timeout).or(cluster.spec.warm_pool.as_ref().and_then(timeout));
        Some(Self {
            min_size: clamp_i32(min_size.unwrap_or(0)),
            max_size: max_size.map(clamp_i32),
            hook_timeout: (own.is_some_and(hook) || shared.is_some_and(hook))
                .then(|| hook_timeout.unwrap_or(HOOK_TIMEOUT)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(min: Option<i64>, max: Option<i64>, hook: Option<bool>, timeout: Option<i32>) -> Option<WarmPool> {
        Some(WarmPool {
            min_size: min,
            max_size: max,
            enable_lifecycle_hook: hook,
            lifecycle_hook_timeout: timeout,
            ..WarmPool::default()
        })
    }

    #[test]
    fn the_groups_word_goes_over_the_clusters() {
        let on = |min_size, max_size, hook_timeout| Some(GroupWarmPool { min_size, max_size, hook_timeout });
        for (role, cluster_pool, group_pool, expected) in [
            (Role::Node, None, None, None),
            (Role::Node, pool(None, None, None, None), None, on(0, None, None)),
            (Role::Node, pool(Some(1), Some(0), None, None), None, None),
            (Role::Node, pool(Some(1), None, Some(true), None), pool(None, Some(0), None, None), None),
            (
                Role::Node,
                pool(Some(1), Some(9), Some(true), None),
                pool(Some(0), Some(3), Some(false), None),
                on(1, Some(3), Some(600)),
            ),
            (Role::Node, pool(None, None, None, Some(99)), pool(None, None, Some(true), None), on(0, None, Some(99))),
            (Role::Node, None, pool(None, None, Some(true), Some(7)), on(0, None, Some(7))),
            (Role::Master, pool(Some(1), None, None, None), None, None),
            (
                Role::Bastion,
                pool(Some(5), None, Some(true), Some(99)),
                pool(Some(1), None, None, None),
                on(1, None, None),
            ),
            (Role::Master, pool(None, None, None, Some(99)), pool(None, None, Some(true), None), on(0, None, Some(99))),
        ] {
            let mut cluster = Cluster::default();
            cluster.spec.warm_pool = cluster_pool.clone();
            let mut group = InstanceGroup::default();
            group.spec.role = Some(role);
            group.spec.warm_pool = group_pool.clone();
            assert_eq!(GroupWarmPool::of(&cluster, &group), expected, "{role}: {cluster_pool:?} {group_pool:?}");
        }
    }
}
