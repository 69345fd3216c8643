//! The instance groups of a spec, as much of them as a running cluster is compared with.

use std::borrow::Cow;
use std::collections::BTreeMap;

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
        self.or_none_yet(running.iter().find(|running| self.is_run_by(running)))
    }

    /// As [`ExpectedGroup::running_in`], for one of many groups.
    pub(crate) fn running_among<'a>(&self, running: &RunningByName<'a>) -> Option<Cow<'a, RunningGroup>> {
        let found = match &self.autoscaling_group {
            Some(name) => running.autoscaling.get(name.as_str()),
            None => running.others.get(self.name.as_str()),
        };
        self.or_none_yet(found.copied())
    }

    fn or_none_yet<'a>(&self, found: Option<&'a RunningGroup>) -> Option<Cow<'a, RunningGroup>> {
        let none_yet = || Cow::Owned(RunningGroup::without_autoscaling(&self.name, Some(self.role), Vec::new()));
        found.map(Cow::Borrowed).or_else(|| self.is_karpenter().then(none_yet))
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

#[cfg(test)]
impl ExpectedGroup {
    /// A group of nodes for tests, which change what they are about.
    pub(crate) fn sample(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            role: Role::Node,
            autoscaling_group: Some(format!("{name}.demo").as_str().into()),
            machine_type: String::new(),
            is_mixed: false,
            kubernetes_version: String::new(),
            min_size: 1,
            max_size: 1,
            subnets: Vec::new(),
            rolling_update: RollingUpdate::default(),
        }
    }
}

/// What runs, by name, where many groups are looked up. Of several with one name the first counts.
pub(crate) struct RunningByName<'a> {
    autoscaling: BTreeMap<&'a str, &'a RunningGroup>,
    others: BTreeMap<&'a str, &'a RunningGroup>,
}

impl<'a> RunningByName<'a> {
    pub(crate) fn new(running: &'a [RunningGroup]) -> Self {
        let named = running.iter().rev().map(|running| (running.name.as_str(), running));
        let (autoscaling, others) = named.partition(|(_, running)| running.is_autoscaling());
        Self { autoscaling, others }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_found_among_many_as_it_is_alone() {
        let group = |name: &str, autoscaling_group: Option<&str>| ExpectedGroup {
            autoscaling_group: autoscaling_group.map(Into::into),
            ..ExpectedGroup::sample(name)
        };
        let alone = |name: &str, desired| RunningGroup {
            desired,
            ..RunningGroup::without_autoscaling(name, Some(Role::Node), Vec::new())
        };
        let scaled = |name: &str, desired| RunningGroup { template: Some("lt-1:1".to_owned()), ..alone(name, desired) };
        let running = [scaled("a.demo", 1), scaled("a.demo", 2), alone("a.demo", 3), alone("b", 4), scaled("b", 5)];
        let by_name = RunningByName::new(&running);
        for (group, expected) in [
            (group("a", Some("a.demo")), Some(1)),
            (group("b", None), Some(4)),
            (group("c", None), Some(0)),
            (group("c", Some("c.demo")), None),
        ] {
            let found = group.running_among(&by_name);
            assert_eq!(found, group.running_in(&running), "{group:?}");
            assert_eq!(found.map(|found| found.desired), expected, "{group:?}");
        }
    }
}
