//! The instance groups of a spec, as much of them as a running cluster is compared with.

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

    /// Finds the autoscaling group that runs it.
    pub fn running_in<'a>(&self, running: &'a [RunningGroup]) -> Option<&'a RunningGroup> {
        running.iter().find(|running| Some(&running.name) == self.autoscaling_group.as_ref())
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
