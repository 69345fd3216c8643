//! How many instances of a group are replaced at once.

use serde::{Deserialize, Serialize};

use crate::lifecycle::ExpectedGroup;
use crate::naming::Role;
use crate::spec::IntOrString;

/// How many instances of a group are replaced at once: `spec.rollingUpdate`, in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct GroupSettings {
    /// Instances are drained and terminated; otherwise only further ones are started.
    pub drain_and_terminate: bool,
    /// How many instances are started in advance, by detaching old ones from their group.
    pub max_surge: usize,
    /// How many instances may be missing.
    pub max_unavailable: usize,
}

impl GroupSettings {
    /// Works out the settings of a group that should have so many instances, by the rules of kops: the surge is rounded up and is 1 by
    /// default; what may be missing is rounded down, and is 1 where there is no surge and otherwise 0. A group of the control plane has
    /// no surge, because etcd knows its members by their volumes, and unlike in kops its members are replaced one by one whatever the
    /// spec says, because etcd needs most of them. A group of Karpenter has no surge either: no autoscaling group launches what is detached
    /// anew, and unlike in kops a surge that the spec asks for does not count as what may be missing.
    pub fn of(group: &ExpectedGroup, instances: usize) -> Self {
        let wanted = &group.rolling_update;
        let up = |share: usize| share.div_ceil(100);
        let surge = || wanted.max_surge.as_ref().and_then(|value| number(value, instances, up)).unwrap_or(1);
        let max_surge = if group.can_surge() { surge() } else { 0 };
        let down = |share: usize| (share / 100).max(1);
        let unavailable = wanted.max_unavailable.as_ref().and_then(|value| number(value, instances, down));
        let max_unavailable = match group.role {
            Role::Master => 1,
            _ => unavailable.unwrap_or(usize::from(max_surge == 0)),
        };
        let can_progress = max_surge > 0 || max_unavailable > 0;
        Self {
            drain_and_terminate: wanted.drain_and_terminate != Some(false),
            max_surge,
            max_unavailable: if can_progress { max_unavailable } else { 1 },
        }
    }

    /// These settings where no second instance is replaced before the first has been.
    pub(super) fn one_at_a_time(self) -> Self {
        let max_surge = self.max_surge.min(1);
        Self { max_surge, max_unavailable: 1 - max_surge, ..self }
    }

    /// How many instances are drained at once.
    pub fn concurrency(&self) -> usize {
        self.max_surge.saturating_add(self.max_unavailable)
    }
}

/// A number, or a share of all instances in percent.
fn number(value: &IntOrString, instances: usize, rounded: impl Fn(usize) -> usize) -> Option<usize> {
    match value {
        IntOrString::Int(number) => usize::try_from(*number).ok(),
        IntOrString::String(text) => match text.strip_suffix('%') {
            Some(percent) => Some(rounded(percent.trim().parse::<usize>().ok()?.saturating_mul(instances))),
            None => text.parse().ok(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::RollingUpdate;

    #[test]
    fn shares_surge_up_and_are_missing_down() {
        let group = |role, max_surge: Option<&str>, max_unavailable: Option<&str>| ExpectedGroup {
            role,
            min_size: 10,
            max_size: 10,
            rolling_update: RollingUpdate {
                drain_and_terminate: None,
                max_unavailable: max_unavailable.map(Into::into),
                max_surge: max_surge.map(Into::into),
            },
            ..ExpectedGroup::sample("nodes")
        };
        for (role, surge, unavailable, expected) in [
            (Role::Node, None, None, (1, 0)),
            (Role::Node, Some("0"), None, (0, 1)),
            (Role::Node, Some("25%"), None, (3, 0)),
            (Role::Node, Some("25%"), Some("25%"), (3, 2)),
            (Role::Node, None, Some("5%"), (1, 1)),
            (Role::Node, Some("0"), Some("0"), (0, 1)),
            (Role::Master, None, None, (0, 1)),
            (Role::Master, Some("3"), Some("2"), (0, 1)),
        ] {
            let found = GroupSettings::of(&group(role, surge, unavailable), 10);
            assert_eq!((found.max_surge, found.max_unavailable), expected, "{role} {surge:?} {unavailable:?}");
        }
        for (surge, unavailable, expected) in [
            (None, None, (0, 1)),
            (Some("3"), None, (0, 1)),
            (Some("3"), Some("0"), (0, 1)),
            (Some("25%"), Some("25%"), (0, 2)),
        ] {
            let of_karpenter = ExpectedGroup { autoscaling_group: None, ..group(Role::Node, surge, unavailable) };
            let found = GroupSettings::of(&of_karpenter, 10);
            assert_eq!((found.max_surge, found.max_unavailable), expected, "Karpenter {surge:?} {unavailable:?}");
        }
        let most = usize::MAX.to_string();
        assert_eq!(GroupSettings::of(&group(Role::Node, Some(&most), Some("1")), 10).concurrency(), usize::MAX);
    }
}
