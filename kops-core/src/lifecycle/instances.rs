//! The instances of a cluster, joined with its nodes.

use serde::{Deserialize, Serialize};

use super::ExpectedGroup;
use crate::cloud::{InstanceState, RunningGroup};
use crate::cluster_api::{Node, by_instance};
use crate::naming::Role;

/// An instance of a cluster and its node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct InstanceStatus {
    /// The id of the instance.
    pub id: String,
    /// The name of its node; null where it has not joined.
    pub node_name: Option<String>,
    /// Whether it must be replaced.
    pub status: UpdateStatus,
    /// The role of its instance group.
    pub role: Option<Role>,
    /// Its private address.
    #[serde(rename = "internalIP")]
    pub internal_ip: Option<String>,
    /// Its public address.
    #[serde(rename = "externalIP")]
    pub external_ip: Option<String>,
    /// The instance group; null where the spec has none that its autoscaling group is for, or that its tags name where Karpenter launched it.
    pub instance_group: Option<String>,
    /// The autoscaling group; null where none runs it.
    pub autoscaling_group: Option<String>,
    /// The instance type.
    pub machine_type: String,
    /// The availability zone.
    pub zone: String,
    /// Where it stands.
    pub state: InstanceState,
}

/// Whether an instance must be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum UpdateStatus {
    /// It was launched from what new instances are launched from, or no autoscaling group runs it, so that this is not known.
    UpToDate,
    /// It was launched from something else, or its node is marked or was cordoned by a rolling update that was not finished.
    NeedsUpdate,
    /// It has been detached from its group to be replaced.
    Detached,
}

impl UpdateStatus {
    /// Returns the text that the JSON has.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UpToDate => "UpToDate",
            Self::NeedsUpdate => "NeedsUpdate",
            Self::Detached => "Detached",
        }
    }
}

/// Joins instances with nodes, sorted by autoscaling group and id, with those that are in none by their instance groups.
pub fn list(expected: &[ExpectedGroup], running: &[RunningGroup], nodes: &[Node]) -> Vec<InstanceStatus> {
    let (mut found, by_instance) = (Vec::new(), by_instance(nodes));
    for group in running {
        let of_spec = expected.iter().find(|expected| expected.is_run_by(group));
        for instance in &group.instances {
            let node = by_instance.get(instance.id.as_str()).copied();
            let is_marked = |node: &Node| node.needs_update() || node.is_draining();
            let needs_update = group.is_outdated(instance) || node.is_some_and(is_marked);
            found.push(InstanceStatus {
                id: instance.id.to_string(),
                node_name: node.map(|node| node.name.clone()),
                status: match instance.state {
                    InstanceState::Detached => UpdateStatus::Detached,
                    _ if needs_update => UpdateStatus::NeedsUpdate,
                    _ => UpdateStatus::UpToDate,
                },
                role: group.role,
                internal_ip: instance.private_ip.clone(),
                external_ip: instance.public_ip.clone(),
                instance_group: of_spec.map(|group| group.name.clone()),
                autoscaling_group: group.is_autoscaling().then(|| group.name.to_string()),
                machine_type: instance.instance_type.clone(),
                zone: instance.zone.clone(),
                state: instance.state,
            });
        }
    }
    let place = |instance: &InstanceStatus| {
        let InstanceStatus { id, instance_group, autoscaling_group, .. } = instance.clone();
        (autoscaling_group.is_none(), autoscaling_group, instance_group, id)
    };
    found.sort_by_cached_key(place);
    found
}
