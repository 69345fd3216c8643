//! What a user wants of a rolling update.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{GroupSettings, desired};
use crate::apply::seconds;
use crate::cloud::RunningGroup;
use crate::lifecycle::ExpectedGroup;
use crate::naming::Role;

/// What a user wants of a rolling update. Durations are in seconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct RollingUpdateOptions {
    /// Replaces every instance. Default: those that are outdated, marked or detached.
    pub force: bool,
    /// Only these instance groups. Default: all.
    pub instance_groups: Vec<String>,
    /// Only groups of these roles. Default: all.
    pub roles: Vec<Role>,
    /// Only these instances, by their ids, also where they are up to date. [`crate::Engine`] also takes the names of nodes.
    /// Default: all.
    pub instances: Vec<String>,
    /// Launches another instance before each of `instances` is terminated, whatever the settings of its group; never in the control
    /// plane or in groups of Karpenter, and without effect where no instances are named. Default: true.
    pub surge: bool,
    /// Who replaces the instances, as other runs show it while they wait. Default: `kops`.
    pub holder: String,
    /// Replaces one instance of the cluster at a time, whatever the settings of its group. Default: false.
    pub one_at_a_time: bool,
    /// How many groups of nodes are replaced at once. Groups of the control plane are always replaced one after the other. Default: 1.
    pub parallel: usize,
    /// Gives a group up when a node cannot be drained in time. Default: true; otherwise its instance is terminated anyway.
    pub fail_on_drain_error: bool,
    /// Ends the run when the cluster does not become healthy in time. Default: true; otherwise the next instance is replaced anyway,
    /// unless etcd would lose its quorum.
    pub fail_on_validate_error: bool,
    /// How many times in a row the cluster must be found healthy before the next instance is replaced; 0 for not at all. Default: 2.
    pub validate_count: u32,
    /// How long the cluster may take to become healthy. Default: 15 minutes.
    #[serde(with = "seconds")]
    #[cfg_attr(feature = "schemars", schemars(with = "f64"))]
    pub validation_timeout: Duration,
    /// How long draining a node may take. Default: 15 minutes.
    #[serde(with = "seconds")]
    #[cfg_attr(feature = "schemars", schemars(with = "f64"))]
    pub drain_timeout: Duration,
    /// How long a drained node is left before its instance is terminated. Default: 5 seconds.
    #[serde(with = "seconds")]
    #[cfg_attr(feature = "schemars", schemars(with = "f64"))]
    pub post_drain_delay: Duration,
    /// How long to wait after terminating a bastion. Default: 15 seconds.
    #[serde(with = "seconds")]
    #[cfg_attr(feature = "schemars", schemars(with = "f64"))]
    pub bastion_interval: Duration,
    /// How long to wait after terminating an instance of the control plane. Default: 15 seconds.
    #[serde(with = "seconds")]
    #[cfg_attr(feature = "schemars", schemars(with = "f64"))]
    pub control_plane_interval: Duration,
    /// How long to wait after terminating any other instance. Default: 15 seconds.
    #[serde(with = "seconds")]
    #[cfg_attr(feature = "schemars", schemars(with = "f64"))]
    pub node_interval: Duration,
}

impl Default for RollingUpdateOptions {
    fn default() -> Self {
        let (interval, timeout) = (Duration::from_secs(15), Duration::from_secs(15 * 60));
        Self {
            force: false,
            instance_groups: Vec::new(),
            roles: Vec::new(),
            instances: Vec::new(),
            surge: true,
            holder: "kops".to_owned(),
            one_at_a_time: false,
            parallel: 1,
            fail_on_drain_error: true,
            fail_on_validate_error: true,
            validate_count: 2,
            validation_timeout: timeout,
            drain_timeout: timeout,
            post_drain_delay: Duration::from_secs(5),
            bastion_interval: interval,
            control_plane_interval: interval,
            node_interval: interval,
        }
    }
}

impl RollingUpdateOptions {
    /// True for a group that the update is for.
    pub fn includes(&self, group: &ExpectedGroup) -> bool {
        let named = self.instance_groups.is_empty() || self.instance_groups.contains(&group.name);
        named && (self.roles.is_empty() || self.roles.contains(&group.role))
    }

    /// How many instances of a group are replaced at once. Shares are of the size that it should have, as instances come and go meanwhile.
    /// Without the API of the cluster none is started in advance.
    pub(super) fn settings(&self, group: &ExpectedGroup, running: &RunningGroup, has_api: bool) -> GroupSettings {
        let settings = GroupSettings::of(group, desired(running));
        let settings = if self.instances.is_empty() { settings } else { self.settings_of_named(group, settings) };
        let settings = match has_api {
            true => settings,
            false => GroupSettings { max_surge: 0, max_unavailable: settings.max_unavailable.max(1), ..settings },
        };
        if self.one_at_a_time { settings.one_at_a_time() } else { settings }
    }

    /// How many groups of a role are replaced at once.
    pub(super) fn groups_at_once(&self, role: Role) -> usize {
        match role {
            _ if self.one_at_a_time => 1,
            Role::Bastion => usize::MAX,
            Role::Master => 1,
            Role::ApiServer | Role::Node => self.parallel,
        }
    }

    fn settings_of_named(&self, group: &ExpectedGroup, settings: GroupSettings) -> GroupSettings {
        let drained = GroupSettings { drain_and_terminate: true, ..settings };
        if self.surge && group.can_surge() {
            GroupSettings { max_surge: drained.max_surge.max(1), ..drained }
        } else {
            GroupSettings { max_surge: 0, max_unavailable: drained.max_unavailable.max(1), ..drained }
        }
    }

    pub(super) fn interval(&self, role: Role) -> Duration {
        match role {
            Role::Bastion => self.bastion_interval,
            Role::Master => self.control_plane_interval,
            Role::ApiServer | Role::Node => self.node_interval,
        }
    }
}
