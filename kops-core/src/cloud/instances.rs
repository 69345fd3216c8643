//! The instances of a cluster: what an account runs, which is observed and replaced and never in the desired graph.

use serde::{Deserialize, Serialize};

use crate::naming::Role;
use crate::resource::CloudId;

/// An autoscaling group of a cluster with its instances, or the instances of one instance group that no autoscaling group runs, because
/// Karpenter launched them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RunningGroup {
    /// The name of the autoscaling group; where there is none, of the instance group that the tags of the instances name.
    pub name: CloudId,
    /// The role of its instances, by its tags.
    pub role: Option<Role>,
    /// What new instances are launched from: the launch template and its version, `lt-0a1b2c3d4e5f60718:3`; empty where the launch template
    /// is gone, so that every instance is outdated. Null where no autoscaling group runs the instances, and only there.
    pub template: Option<String>,
    /// The smallest size; 0 without an autoscaling group.
    pub min_size: i32,
    /// The largest size; 0 without an autoscaling group.
    pub max_size: i32,
    /// How many instances the group should have now, detached ones and those of the warm pool not counted; 0 without an autoscaling group.
    pub desired: i32,
    /// Why the cloud could not launch an instance, in its words: what the group's last launch failed with, of those that have ended. Null where
    /// that succeeded, where all instances are in service, and where the caller is not allowed to read it.
    pub launch_failure: Option<String>,
    /// Its instances, sorted by id, with those that were detached from it to be replaced.
    pub instances: Vec<Instance>,
}

/// A virtual machine of a cluster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Instance {
    /// Its id: `i-0a1b2c3d4e5f60718`. Its node has the same name, or a provider id that ends with it.
    pub id: CloudId,
    /// What it was launched from; null where that is gone or is a launch configuration.
    pub template: Option<String>,
    /// Where it stands.
    pub state: InstanceState,
    /// The instance type.
    pub instance_type: String,
    /// The availability zone.
    pub zone: String,
    /// Its private address.
    pub private_ip: Option<String>,
    /// Its public address.
    pub public_ip: Option<String>,
}

/// Where an instance stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum InstanceState {
    /// It is starting, or a lifecycle hook holds its start back.
    Pending,
    /// It is in service.
    InService,
    /// It was detached from its group, which has launched another in its place, and still runs.
    Detached,
    /// It is in the warm pool of its group.
    WarmPool,
    /// It is on its way out, or a lifecycle hook holds its end back.
    Terminating,
}

impl InstanceState {
    /// True for an instance that takes part in the cluster: it starts or runs, in its group or detached from it.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Pending | Self::InService | Self::Detached)
    }
}

impl RunningGroup {
    /// The instances of an instance group that no autoscaling group runs.
    pub fn without_autoscaling(group: &str, role: Option<Role>, instances: Vec<Instance>) -> Self {
        Self {
            name: group.into(),
            role,
            template: None,
            min_size: 0,
            max_size: 0,
            desired: 0,
            launch_failure: None,
            instances,
        }
    }

    /// True for an autoscaling group.
    pub fn is_autoscaling(&self) -> bool {
        self.template.is_some()
    }

    /// True for an instance that was launched from something else than what new instances of its autoscaling group are launched from.
    pub fn is_outdated(&self, instance: &Instance) -> bool {
        self.is_autoscaling() && instance.template != self.template
    }

    /// True for an autoscaling group whose launch template is gone, so that nothing can be launched in place of an instance.
    pub(crate) fn has_no_launch_template(&self) -> bool {
        self.template.as_deref() == Some("")
    }

    /// The end of a message that instances are missing: why the last launch failed. Empty where it did not.
    pub(crate) fn last_launch(&self) -> String {
        let failed =
            |why: &String| format!("; the last launch of `{}` failed: {}", self.name, why.trim_end_matches('.'));
        self.launch_failure.as_ref().map(failed).unwrap_or_default()
    }

    /// The instances that count towards the group's size.
    pub fn members(&self) -> impl Iterator<Item = &Instance> {
        self.instances
            .iter()
            .filter(|instance| matches!(instance.state, InstanceState::Pending | InstanceState::InService))
    }
}

/// A change of one instance. Repeating one has no further effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "do")]
#[non_exhaustive]
pub enum InstanceChange {
    /// Takes it out of its group, which launches another in its place; it runs on, with the tag
    /// [`crate::naming::tags::DETACHED`].
    Detach {
        /// The autoscaling group.
        group: CloudId,
        /// The instance.
        instance: CloudId,
    },
    /// Takes it out of the load balancers of its group: they end what is open and send nothing new.
    Deregister {
        /// The autoscaling group.
        group: CloudId,
        /// The instance.
        instance: CloudId,
    },
    /// Terminates it. Its autoscaling group launches another in its place unless it was detached.
    Terminate {
        /// The instance.
        instance: CloudId,
    },
}

impl InstanceChange {
    /// The instance that is changed.
    pub fn instance(&self) -> &CloudId {
        match self {
            Self::Detach { instance, .. } | Self::Deregister { instance, .. } | Self::Terminate { instance } => {
                instance
            }
        }
    }
}
