//! What a plan does to what runs and to users, as data.

use serde::{Deserialize, Serialize};

use crate::naming::Role;
use crate::resource::ResourceId;

/// What steps of a plan, and the rolling updates that it asks for, do to running instances and to users.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "impact")]
#[non_exhaustive]
pub enum Impact {
    /// Changes that nothing that runs notices.
    InPlace {
        /// The number of steps.
        steps: usize,
    },
    /// Instances that start later differ from those that run, which stay as they are and need no rolling update.
    NewInstances {
        /// What changes.
        resources: Vec<ResourceId>,
    },
    /// Every instance of a group has to be replaced before it is what the spec says. The plan does not do it: a rolling update does.
    RollsInstances {
        /// The instance group.
        group: String,
        /// What its instances do.
        role: Role,
        /// How many instances of it run now and stay until then.
        instances: Instances,
        /// How long a rolling update of the largest size takes at most before it is given up, in seconds, by the settings of the group and
        /// the defaults of `kops rolling-update cluster`.
        at_worst_seconds: u64,
    },
    /// Members of etcd stop while instances of the control plane are replaced or terminated.
    Quorum {
        /// The number of members of each etcd cluster, before or after the plan: the larger one.
        members: usize,
        /// How many of them are missing at once.
        missing: usize,
        /// Whether more than half stay. Otherwise the API is unavailable meanwhile.
        keeps: bool,
    },
    /// Connections are interrupted for a moment.
    EndsConnections {
        /// What is changed or deleted.
        resources: Vec<ResourceId>,
    },
    /// Instances are terminated. Others take their place unless the group gets smaller.
    TerminatesInstances {
        /// The autoscaling group.
        resource: ResourceId,
        /// How many.
        instances: Instances,
    },
    /// The name of the API stops leading to the API.
    ApiUnreachable {
        /// The name.
        name: String,
        /// What is deleted: the record of the name, or the load balancer behind it.
        resource: ResourceId,
    },
    /// Data is lost.
    LosesData {
        /// What holds it.
        resources: Vec<ResourceId>,
    },
}

impl Impact {
    /// Whether anything that runs, or a user, may notice.
    pub(crate) fn interrupts(&self) -> bool {
        !matches!(self, Self::InPlace { .. } | Self::NewInstances { .. })
    }
}

/// A number of instances between the smallest and the largest size of their group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "InstanceCount"))]
pub struct Instances {
    /// The least.
    pub min: i32,
    /// The most.
    pub max: i32,
}
