//! What the user lets a plan do.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::graph::Node;
use crate::resource::{CloudId, Removal, ResourceId};
use crate::spec::InstanceGroup;

/// What the user lets a plan do. The default deletes only what the next apply could make again.
///
/// In JSON they are part of a plan, and have names like its other fields: `delete_cluster`.
///
/// ```
/// use kops_core::PlanOptions;
///
/// // More options may follow, so set those that differ from the default.
/// let options = PlanOptions { prune: true, ..PlanOptions::default() };
/// # assert!(!options.delete_cluster);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct PlanOptions {
    /// Also delete what the cluster owns and no longer wants although something may run on it.
    pub prune: bool,
    /// Dangerous steps that the user allows: a resource as plans name it (`volume/a.etcd-main.demo`), its cloud id, or `*`.
    pub allow: BTreeSet<String>,
    /// Only these instance groups, and what is of no group; the others stay as they are. Default: all.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub instance_groups: BTreeSet<String>,
    /// The whole cluster goes, with everything that it owns: networks, the volumes of etcd, and what its controllers made. Persistent
    /// volumes and their snapshots go only where `allow` names them.
    pub delete_cluster: bool,
}

impl PlanOptions {
    /// Lets everything go that the cluster owns but the data of its users; for a plan of a graph that holds no more than what is
    /// shared.
    pub fn delete_cluster() -> Self {
        Self { prune: true, delete_cluster: true, ..Self::default() }
    }

    /// True for a part of an instance group that the plan is not for.
    pub(super) fn leaves_out(&self, node: &Node) -> bool {
        let object = node.origin.path.as_ref().map(|path| &path.object);
        let group = object.filter(|object| object.kind == InstanceGroup::KIND && !self.instance_groups.is_empty());
        group.is_some_and(|group| !self.instance_groups.contains(&group.name))
    }

    /// Tells whether something that the cluster no longer wants may be deleted now. What holds the data of users, which controllers in the
    /// cluster made for them, needs its name also where the cluster is deleted.
    pub(super) fn allows_deletion(&self, resource: &ResourceId, id: &CloudId, is_of_controller: bool) -> bool {
        match resource.kind.removal() {
            Removal::Guarded if !self.delete_cluster || is_of_controller => {
                let names = ["*", &resource.to_string(), &id.0];
                names.iter().any(|name| self.allow.contains(*name))
            }
            _ if self.delete_cluster => true,
            Removal::Immediate => true,
            Removal::Prune => self.prune,
            Removal::Guarded | Removal::WithCluster => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_that_there_is_not_is_refused() {
        for (text, expected) in [
            ("{}", None),
            (r#"{"prune": true, "delete_cluster": true, "allow": ["*"], "instance_groups": ["nodes"]}"#, None),
            (r#"{"deleteCluster": true}"#, Some("unknown field `deleteCluster`")),
            (r#"{"instanceGroups": ["nodes"]}"#, Some("unknown field `instanceGroups`")),
        ] {
            let error = serde_json::from_str::<PlanOptions>(text).err().map(|error| error.to_string());
            let is_expected = match (&error, expected) {
                (Some(error), Some(expected)) => error.starts_with(expected),
                (error, expected) => error.is_none() && expected.is_none(),
            };
            assert!(is_expected, "{text}: {error:?}");
        }
    }
}
