//! An instance group that must be replaced before keys are rotated further, as data.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An instance group whose instances do not have the keys of the state store yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GroupToRoll {
    /// The instance group.
    pub instance_group: String,
    /// Its cloud resources must be updated before a rolling update replaces its instances.
    pub needs_update: bool,
    /// How many of its instances are outdated now.
    pub outdated: usize,
    /// Karpenter runs its instances, and replaces those that are outdated by itself as far as disruption budgets let it; a rolling update does
    /// so with `force` only.
    pub is_karpenter: bool,
}

impl fmt::Display for GroupToRoll {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { instance_group: name, outdated, .. } = self;
        let rolled = if self.is_karpenter { "rolled, by Karpenter or with `force`" } else { "rolled" };
        match (self.needs_update, outdated) {
            (true, _) => write!(f, "`{name}` must be updated and {rolled}"),
            (false, 1) => write!(f, "`{name}` must be {rolled} (1 instance outdated)"),
            (false, _) => write!(f, "`{name}` must be {rolled} ({outdated} instances outdated)"),
        }
    }
}
