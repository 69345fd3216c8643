//! The instances that autoscaling groups run, as they are listed and changed. An instance that leaves its group is replaced at
//! once: the account has no background in which it could happen later.

use std::collections::{BTreeMap, BTreeSet};

use ipnet::Ipv4Net;

use super::api_error::ApiError;
use super::id_generator::IdGenerator;
use super::state::{self, State};
use crate::cloud::{CloudError, Instance, InstanceChange, InstanceState, Readiness, RunningGroup};
use crate::naming::tags;
use crate::resource::{AutoscalingGroup, CloudId, Kind, LaunchTemplate, Subnet};

/// Lists the groups of a cluster.
pub(super) fn list(account: &State, cluster: &str) -> Vec<RunningGroup> {
    let of_cluster = account.all::<AutoscalingGroup>().filter(|(id, group)| {
        let is_leaving = account.phase(Kind::AutoscalingGroup, id).is_some();
        group.tags.get(tags::CLUSTER).is_some_and(|owner| owner == cluster) && !is_leaving
    });
    of_cluster.map(|(id, group)| running(account, id, group)).collect()
}

fn running(account: &State, id: &CloudId, group: &AutoscalingGroup) -> RunningGroup {
    let template = CloudId::from(group.launch_template.known().unwrap_or_default());
    let version = account.resolved_version(&template, &group.launch_template_version);
    let instances = account.instances.iter().filter(|(_, instance)| instance.group == *id);
    RunningGroup {
        name: id.clone(),
        role: tags::role(&group.tags),
        template: format!("{template}:{version}"),
        min_size: group.min_size,
        max_size: group.max_size,
        desired: group.min_size,
        instances: instances.map(|(name, instance)| described(account, name, instance)).collect(),
    }
}

fn described(account: &State, name: &str, instance: &state::Instance) -> Instance {
    let version = instance.launched_from();
    let template = account.launch_template(&version);
    let subnet = account.find::<Subnet>(&instance.subnet);
    let addresses = IdGenerator::of(account, name);
    let range = subnet.and_then(|subnet| subnet.cidr.as_deref()?.parse::<Ipv4Net>().ok());
    Instance {
        id: name.into(),
        template: Some(version.clone()),
        state: if instance.detached { InstanceState::Detached } else { InstanceState::InService },
        instance_type: template.map(|template| template.instance_type.clone()).unwrap_or_default(),
        zone: subnet.and_then(|subnet| subnet.zone.clone()).unwrap_or_default(),
        private_ip: range.map(|range| addresses.address_in(range).to_string()),
        public_ip: instance.public_ip.then(|| addresses.address()),
    }
}

/// The versions of launch templates that are there.
pub(super) fn launch_templates(account: &State, versions: &BTreeSet<String>) -> BTreeMap<String, LaunchTemplate> {
    let found = |version: &String| Some((version.clone(), account.launch_template(version)?.clone()));
    versions.iter().filter_map(found).collect()
}

/// Changes an instance, or refuses it as AWS would.
pub(super) fn change(account: &mut State, change: &InstanceChange) -> Result<Readiness, CloudError> {
    let request = account.next_request();
    let name = change.instance().as_str();
    let Some(instance) = account.instances.get_mut(name) else { return Ok(Readiness::Gone) };
    let owner = instance.group.clone();
    match change {
        InstanceChange::Detach { group, .. } if *group != owner => {
            let message = format!("the instance `{name}` is not part of the autoscaling group `{group}`");
            let refused = ApiError::invalid("ValidationError", message);
            return Err(refused.answering("DetachInstances", request, name.to_owned()));
        }
        InstanceChange::Detach { .. } => {
            instance.detached = true;
            fill_up(account, &owner);
        }
        InstanceChange::Deregister { .. } => {}
        InstanceChange::Terminate { .. } => {
            account.instances.remove(name);
            fill_up(account, &owner);
        }
    }
    Ok(Readiness::Ready)
}

fn fill_up(account: &mut State, group: &CloudId) {
    if let Some(found) = account.find::<AutoscalingGroup>(group.as_str()).cloned() {
        found.fill_up(group, account);
    }
}
