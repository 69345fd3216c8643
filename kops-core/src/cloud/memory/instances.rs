//! The instances of clusters, as they are listed and changed: those of autoscaling groups, and those that Karpenter launched. An instance
//! that leaves its autoscaling group is replaced at once: the account has no background in which it could happen later. What Karpenter
//! launches is placed in the account.

use std::collections::{BTreeMap, BTreeSet};

use ipnet::Ipv4Net;

use super::api_error::ApiError;
use super::id_generator::IdGenerator;
use super::state::{self, Phase, State};
use crate::cloud::{CloudError, Instance, InstanceChange, InstanceState, Readiness, RunningGroup};
use crate::naming::tags;
use crate::resource::{AutoscalingGroup, CloudId, Kind, LaunchTemplate, StandaloneInstance, Subnet};

/// Lists the groups of a cluster.
pub(super) fn list(account: &State, cluster: &str) -> Vec<RunningGroup> {
    let of_cluster = account.all::<AutoscalingGroup>().filter(|(id, group)| {
        let is_leaving = account.phase(Kind::AutoscalingGroup, id).is_some();
        group.tags.get(tags::CLUSTER).is_some_and(|owner| owner == cluster) && !is_leaving
    });
    let mut found: Vec<_> = of_cluster.map(|(id, group)| running(account, id, group)).collect();
    found.extend(without_autoscaling(account, cluster));
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

/// The instances of a cluster that no autoscaling group runs, by the instance groups that their tags name.
fn without_autoscaling(account: &State, cluster: &str) -> Vec<RunningGroup> {
    let mut groups: BTreeMap<&str, Vec<(&CloudId, &StandaloneInstance)>> = BTreeMap::new();
    for (id, instance) in account.all::<StandaloneInstance>() {
        let is_of_cluster = instance.tags.get(tags::CLUSTER).is_some_and(|owner| owner == cluster);
        if let Some(group) = instance.tags.get(tags::INSTANCE_GROUP).filter(|_| is_of_cluster) {
            groups.entry(group).or_default().push((id, instance));
        }
    }
    let group = |(name, instances): (&str, Vec<(&CloudId, &StandaloneInstance)>)| {
        let role = instances.iter().find_map(|(_, instance)| tags::role(&instance.tags));
        let instances = instances.into_iter().map(|(id, instance)| standalone(account, id, instance)).collect();
        RunningGroup::without_autoscaling(name, role, instances)
    };
    groups.into_iter().map(group).collect()
}

fn standalone(account: &State, id: &CloudId, instance: &StandaloneInstance) -> Instance {
    let place = place(account, id.as_str(), instance.subnet.known().unwrap_or_default());
    let state = match account.phase(Kind::StandaloneInstance, id) {
        Some(Phase::Deleting(_)) => InstanceState::Terminating,
        _ if instance.tags.contains_key(tags::DETACHED) => InstanceState::Detached,
        _ => InstanceState::InService,
    };
    let (instance_type, zone, private_ip) = (instance.instance_type.clone(), place.zone, place.private_ip);
    Instance { id: id.clone(), template: None, state, instance_type, zone, private_ip, public_ip: None }
}

/// Where an instance is.
struct Place {
    zone: String,
    private_ip: Option<String>,
}

fn place(account: &State, name: &str, subnet: &str) -> Place {
    let (subnet, addresses) = (account.find::<Subnet>(subnet), IdGenerator::of(account, name));
    let range = subnet.and_then(|subnet| subnet.cidr.as_deref()?.parse::<Ipv4Net>().ok());
    Place {
        zone: subnet.and_then(|subnet| subnet.zone.clone()).unwrap_or_default(),
        private_ip: range.map(|range| addresses.address_in(range).to_string()),
    }
}

fn running(account: &State, id: &CloudId, group: &AutoscalingGroup) -> RunningGroup {
    let template = CloudId::from(group.launch_template.known().unwrap_or_default());
    let version = account.resolved_version(&template, &group.launch_template_version);
    // An account file can lack what a step made.
    let is_there = account.find::<LaunchTemplate>(template.as_str()).is_some();
    let instances = account.instances.iter().filter(|(_, instance)| instance.group == *id);
    let is_short = account.members(id).len() < usize::try_from(group.min_size).unwrap_or_default();
    RunningGroup {
        name: id.clone(),
        role: tags::role(&group.tags),
        template: Some(if is_there { format!("{template}:{version}") } else { String::new() }),
        min_size: group.min_size,
        max_size: group.max_size,
        desired: group.min_size,
        launch_failure: account.launch_failures.get(id).filter(|_| is_short).cloned(),
        instances: instances.map(|(name, instance)| described(account, name, instance)).collect(),
    }
}

fn described(account: &State, name: &str, instance: &state::Instance) -> Instance {
    let version = instance.launched_from();
    let template = account.launch_template(&version);
    let Place { zone, private_ip } = place(account, name, &instance.subnet);
    Instance {
        id: name.into(),
        template: Some(version.clone()),
        state: if instance.detached { InstanceState::Detached } else { InstanceState::InService },
        instance_type: template.map(|template| template.instance_type.clone()).unwrap_or_default(),
        zone,
        private_ip,
        public_ip: instance.public_ip.then(|| IdGenerator::of(account, name).address()),
    }
}

/// The user data that instances were launched with.
pub(super) fn user_data(account: &State, ids: &BTreeSet<CloudId>) -> BTreeMap<CloudId, String> {
    let of_group = |id: &CloudId| {
        let version = account.instances.get(id.as_str())?.launched_from();
        Some(account.launch_template(&version)?.user_data.as_ref()?.known()?.to_owned())
    };
    let found = |id: &CloudId| account.user_data.get(id).cloned().or_else(|| of_group(id));
    ids.iter().filter_map(|id| Some((id.clone(), found(id)?))).collect()
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
    let not_in = |group: &CloudId| {
        let message = format!("the instance `{name}` is not part of the autoscaling group `{group}`");
        ApiError::invalid("ValidationError", message).answering("DetachInstances", request, name.to_owned())
    };
    let Some(instance) = account.instances.get_mut(name) else {
        let is_there = account.find::<StandaloneInstance>(name).is_some();
        return match change {
            _ if !is_there => Ok(Readiness::Gone),
            InstanceChange::Detach { group, .. } => Err(not_in(group)),
            InstanceChange::Deregister { .. } => Ok(Readiness::Ready),
            InstanceChange::Terminate { .. } => {
                account.forget(Kind::StandaloneInstance, &name.into());
                Ok(Readiness::Ready)
            }
        };
    };
    let owner = instance.group.clone();
    match change {
        InstanceChange::Detach { group, .. } if *group != owner => return Err(not_in(group)),
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
