//! The instance groups of a spec, as much of them as a running cluster is compared with.

use std::borrow::Cow;

use crate::cloud::RunningGroup;
use crate::naming::{Names, Role};
use crate::resource::CloudId;
use crate::spec::{InstanceGroup, InstanceManager, RollingUpdate, Spec};

/// An instance group that should run.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ExpectedGroup {
    /// Its name.
    pub name: String,
    /// Its role.
    pub role: Role,
    /// The autoscaling group that should run it; none where Karpenter starts its instances.
    pub autoscaling_group: Option<CloudId>,
    /// The instance type.
    pub machine_type: String,
    /// Its instances may also have other instance types.
    pub is_mixed: bool,
    /// The version of Kubernetes that its nodes run.
    pub kubernetes_version: String,
    /// The smallest size.
    pub min_size: i32,
    /// The largest size.
    pub max_size: i32,
    /// The names of its subnets.
    pub subnets: Vec<String>,
    /// How its instances are replaced, as the group says it or else the cluster.
    pub rolling_update: RollingUpdate,
}

impl ExpectedGroup {
    /// Returns the groups of a spec whose defaults are filled in, sorted by name.
    pub fn all(spec: &Spec) -> Vec<Self> {
        let mut groups: Vec<Self> = spec.groups.iter().map(|group| Self::of(spec, group)).collect();
        groups.sort_by(|a, b| a.name.cmp(&b.name));
        groups
    }

    /// Finds what runs it: its autoscaling group, or the instances that Karpenter launched for it, of which there may be none.
    pub fn running_in<'a>(&self, running: &'a [RunningGroup]) -> Option<Cow<'a, RunningGroup>> {
        let found = running.iter().find(|running| self.is_run_by(running)).map(Cow::Borrowed);
        let none_yet = || Cow::Owned(RunningGroup::without_autoscaling(&self.name, Some(self.role), Vec::new()));
        found.or_else(|| self.is_karpenter().then(none_yet))
    }

    /// True for its autoscaling group, and for the instances that Karpenter launched for it.
    pub(crate) fn is_run_by(&self, running: &RunningGroup) -> bool {
        match &self.autoscaling_group {
            Some(name) => running.is_autoscaling() && running.name == *name,
            None => !running.is_autoscaling() && running.name.as_str() == self.name,
        }
    }

    /// True where Karpenter starts its instances.
    pub fn is_karpenter(&self) -> bool {
        self.autoscaling_group.is_none()
    }

    /// True where instances can be started in advance, by detaching others from its autoscaling group.
    pub(crate) fn can_surge(&self) -> bool {
        self.role != Role::Master && !self.is_karpenter()
    }

    fn of(spec: &Spec, group: &InstanceGroup) -> Self {
        let role = group.spec.role.unwrap_or(Role::Node);
        let name = Names::new(spec.cluster.name()).autoscaling_group(group.name(), Some(role));
        let is_karpenter = group.spec.manager == Some(InstanceManager::Karpenter);
        Self {
            name: group.name().to_owned(),
            role,
            autoscaling_group: (!is_karpenter).then(|| name.into()),
            is_mixed: is_karpenter || group.spec.mixed_instances_policy.is_some(),
            machine_type: group.spec.machine_type.clone().unwrap_or_default(),
            kubernetes_version: spec.cluster.spec.kubernetes_version.clone().unwrap_or_default(),
            min_size: group.spec.min_size.unwrap_or_default(),
            max_size: group.spec.max_size.unwrap_or_default(),
            subnets: group.spec.subnets.clone(),
            rolling_update: group.spec.rolling_update_in(&spec.cluster.spec),
        }
    }
}
