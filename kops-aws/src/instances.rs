//! The instances of a cluster: in pages of autoscaling groups, instances and launch templates, and a call for each group that has a warm pool,
//! whose launch template is gone, or that has fewer instances in service than it should. Those that no autoscaling group runs, as Karpenter
//! launches them, are known by their tags.

mod change;

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_autoscaling::types::{
    Activity, AutoScalingGroup, LaunchTemplateSpecification, LifecycleState, ScalingActivityStatusCode,
};
use aws_sdk_ec2::types::{Instance as Ec2Instance, InstanceAttributeName, InstanceStateName};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures::future::{try_join, try_join_all};
use kops_core::cloud::{CloudError, ErrorKind, Instance, InstanceState, RunningGroup, Scope};
use kops_core::naming::Role;
use kops_core::naming::tags::{self as keys, DETACHED, INSTANCE_GROUP};
use kops_core::resource::CloudId;

use crate::call::CallCounter;
use crate::clients::Clients;
use crate::error::Call;
use crate::filter::{cluster_tag, filter};
use crate::inventory::GROUP;
use crate::kinds::{autoscaling_group, launch_template};
use crate::reader::Reader;
use crate::tags;

pub(crate) use change::change;

/// What AWS writes on instances that it launches from a template.
const TEMPLATE_ID: &str = "aws:ec2launchtemplate:id";
const TEMPLATE_VERSION: &str = "aws:ec2launchtemplate:version";

/// Lists the groups of a cluster, and what Karpenter launched for it.
pub(crate) async fn list(clients: &Clients, cluster: &str) -> Result<Vec<RunningGroup>, CloudError> {
    let (scope, calls) = (Scope { cluster: cluster.to_owned(), ..Scope::default() }, CallCounter::new(clients));
    let reader = Reader { clients, scope: &scope, calls: &calls };
    let (groups, machines) = try_join(autoscaling_group::list(reader), machines(reader)).await?;
    let members = groups.iter().flat_map(|group| group.instances()).filter_map(|member| member.instance_id());
    let mut held: BTreeSet<String> = members.map(str::to_owned).collect();
    let groups: Vec<_> = groups.into_iter().filter(|group| group.status().is_none()).collect();
    let newest = newest_versions(reader, &groups).await?;
    let detached = detached(&machines);
    let read = groups.iter().map(|group| running(reader, group, &machines, &detached, &newest));
    let mut found = try_join_all(read).await?;
    held.extend(found.iter().flat_map(|group| &group.instances).map(|instance| instance.id.0.clone()));
    let others: Vec<_> = machines.iter().filter(|(id, _)| !held.contains(*id)).collect();
    found.extend(without_autoscaling(&others));
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// The cluster's instances that are not terminated, by id.
async fn machines(reader: Reader<'_>) -> Result<BTreeMap<String, Ec2Instance>, CloudError> {
    let states = ["pending", "running", "stopping", "stopped", "shutting-down"];
    let request = reader
        .clients
        .ec2
        .describe_instances()
        .filters(filter(&cluster_tag(), [&reader.scope.cluster]))
        .filters(filter("instance-state-name", states));
    let call = Call::new("ec2", "DescribeInstances");
    let pages = reader.calls.pages(call, request.into_paginator().send()).await?;
    let reservations = pages.into_iter().flat_map(|page| page.reservations.unwrap_or_default());
    let instances = reservations.flat_map(|reservation| reservation.instances.unwrap_or_default());
    instances.map(|instance| Ok((call.require(instance.instance_id.clone(), "InstanceId")?, instance))).collect()
}

/// The newest and the default version of the templates that groups use and that are there, by id.
async fn newest_versions(
    reader: Reader<'_>,
    groups: &[AutoScalingGroup],
) -> Result<BTreeMap<String, (String, String)>, CloudError> {
    let used = groups.iter().filter_map(template);
    let ids: BTreeSet<String> = used.filter_map(|template| template.launch_template_id.clone()).collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let found = launch_template::list(reader, &ids).await?.into_iter();
    let number = |number: Option<i64>| number.unwrap_or_default().to_string();
    found
        .map(|template| {
            let versions = (number(template.latest_version_number), number(template.default_version_number));
            Ok((launch_template::READ.require(template.launch_template_id, "LaunchTemplateId")?, versions))
        })
        .collect()
}

async fn running(
    reader: Reader<'_>,
    group: &AutoScalingGroup,
    machines: &BTreeMap<String, Ec2Instance>,
    detached: &BTreeMap<Option<String>, Vec<Instance>>,
    newest: &BTreeMap<String, (String, String)>,
) -> Result<RunningGroup, CloudError> {
    let call = autoscaling_group::LIST;
    let name = call.require(group.auto_scaling_group_name(), "AutoScalingGroupName")?;
    let group_tags = tags::read(group.tags().iter().map(|tag| (tag.key(), tag.value())));
    let mut instances = Vec::new();
    let pool = match group.warm_pool_configuration() {
        Some(_) => warm_pool(reader, name).await?,
        None => Vec::new(),
    };
    for member in group.instances().iter().chain(&pool) {
        let id = call.require(member.instance_id(), "InstanceId")?;
        let machine = machines.get(id);
        instances.push(Instance {
            id: id.into(),
            template: member.launch_template().and_then(|template| version(template, newest)),
            state: state_of(member.lifecycle_state(), machine),
            instance_type: machine
                .and_then(|machine| machine.instance_type())
                .map(ToString::to_string)
                .unwrap_or_default(),
            zone: member.availability_zone().unwrap_or_default().to_owned(),
            private_ip: machine.and_then(|machine| machine.private_ip_address.clone()),
            public_ip: machine.and_then(|machine| machine.public_ip_address.clone()),
        });
    }
    let is_known = |found: &Instance| instances.iter().any(|instance| instance.id == found.id);
    let detached = detached.get(&group_tags.get(INSTANCE_GROUP).cloned()).into_iter().flatten();
    let detached: Vec<Instance> = detached.filter(|found| !is_known(found)).cloned().collect();
    instances.extend(detached);
    instances.sort_by(|a, b| a.id.cmp(&b.id));
    let desired = call.require(group.desired_capacity, "DesiredCapacity")?;
    let in_service = instances.iter().filter(|instance| instance.state == InstanceState::InService).count();
    let is_short = in_service < usize::try_from(desired).unwrap_or_default();
    Ok(RunningGroup {
        name: name.into(),
        role: keys::role(&group_tags),
        template: Some(launched_from(group, newest)),
        min_size: call.require(group.min_size, "MinSize")?,
        max_size: call.require(group.max_size, "MaxSize")?,
        desired,
        launch_failure: if is_short { launch_failure(reader, name).await? } else { None },
        instances,
    })
}

/// Why the last launch of a group failed. Where the caller is not allowed to read it, the group is listed without it.
async fn launch_failure(reader: Reader<'_>, group: &str) -> Result<Option<String>, CloudError> {
    let request = reader.clients.autoscaling.describe_scaling_activities().auto_scaling_group_name(group);
    match reader.calls.find(Call::new("autoscaling", "DescribeScalingActivities"), request.send()).await {
        Ok(answer) => Ok(answer.and_then(|answer| last_failure(answer.activities()))),
        Err(error) if error.kind == ErrorKind::Denied => Ok(None),
        Err(error) => Err(error),
    }
}

/// The message of the newest launch that has ended, where it failed. An instance that EC2 takes and cannot start, as where the KMS key of a
/// volume cannot be used, is a launch that Auto Scaling has cancelled. Those in progress come first, and then the newest.
fn last_failure(activities: &[Activity]) -> Option<String> {
    use ScalingActivityStatusCode::{Cancelled, Failed, Successful};
    let is_launch = |activity: &&Activity| activity.description().is_some_and(|text| text.starts_with("Launching"));
    let has_ended = |activity: &&Activity| matches!(activity.status_code(), Some(Cancelled | Failed | Successful));
    let newest = activities.iter().filter(is_launch).find(has_ended)?;
    newest.status_message.clone().filter(|_| newest.status_code() != Some(&Successful))
}

async fn warm_pool(reader: Reader<'_>, group: &str) -> Result<Vec<aws_sdk_autoscaling::types::Instance>, CloudError> {
    let request = reader.clients.autoscaling.describe_warm_pool().auto_scaling_group_name(group);
    let call = Call::new("autoscaling", "DescribeWarmPool");
    let pages = reader.calls.pages(call, request.into_paginator().send()).await?;
    Ok(pages.into_iter().flat_map(|page| page.instances.unwrap_or_default()).collect())
}

/// The instances with the tag of those that a rolling update has detached, by the instance groups that their tags name.
fn detached(machines: &BTreeMap<String, Ec2Instance>) -> BTreeMap<Option<String>, Vec<Instance>> {
    let mut found: BTreeMap<Option<String>, Vec<Instance>> = BTreeMap::new();
    for (id, machine) in machines {
        let tags = tags::ec2(machine.tags());
        if tags.contains_key(DETACHED) {
            found.entry(tags.get(INSTANCE_GROUP).cloned()).or_default().push(outside(id, machine, &tags));
        }
    }
    found
}

/// Instances that no autoscaling group runs, by the instance groups that their tags name. Those of autoscaling groups that the list of groups
/// did not have yet have its tag.
fn without_autoscaling(machines: &[(&String, &Ec2Instance)]) -> Vec<RunningGroup> {
    let mut groups: BTreeMap<String, (Option<Role>, Vec<Instance>)> = BTreeMap::new();
    for (id, machine) in machines {
        let tags = tags::ec2(machine.tags());
        if let Some(name) = tags.get(INSTANCE_GROUP).filter(|_| tag_of_aws(machine, GROUP).is_none()) {
            let (role, instances) = groups.entry(name.clone()).or_default();
            *role = role.or_else(|| keys::role(&tags));
            instances.push(outside(id, machine, &tags));
        }
    }
    let group = |(name, (role, instances)): (String, _)| RunningGroup::without_autoscaling(&name, role, instances);
    groups.into_iter().map(group).collect()
}

/// An instance that no autoscaling group runs: it left its group with the tag that says so, or it was never in one.
fn outside(id: &str, machine: &Ec2Instance, tags: &BTreeMap<String, String>) -> Instance {
    let template = tag_of_aws(machine, TEMPLATE_ID).zip(tag_of_aws(machine, TEMPLATE_VERSION));
    let state = machine.state().and_then(|state| state.name()).map(InstanceStateName::as_str);
    Instance {
        id: id.into(),
        template: template.map(|(id, version)| format!("{id}:{version}")),
        state: match state {
            Some("shutting-down") => InstanceState::Terminating,
            _ if tags.contains_key(DETACHED) => InstanceState::Detached,
            Some("pending") => InstanceState::Pending,
            _ => InstanceState::InService,
        },
        instance_type: machine.instance_type().map(ToString::to_string).unwrap_or_default(),
        zone: machine.placement().and_then(|placement| placement.availability_zone.clone()).unwrap_or_default(),
        private_ip: machine.private_ip_address.clone(),
        public_ip: machine.public_ip_address.clone(),
    }
}

/// A tag that AWS keeps for itself.
fn tag_of_aws<'a>(machine: &'a Ec2Instance, key: &str) -> Option<&'a str> {
    machine.tags().iter().find(|tag| tag.key() == Some(key))?.value()
}

/// Reads what instances were launched with, in a call for each.
pub(crate) async fn user_data(
    clients: &Clients,
    ids: &BTreeSet<CloudId>,
) -> Result<BTreeMap<CloudId, String>, CloudError> {
    let (call, calls) = (Call::new("ec2", "DescribeInstanceAttribute"), CallCounter::new(clients));
    let read = ids.iter().map(|id| async {
        let request = clients.ec2.describe_instance_attribute().instance_id(id.as_str());
        let found = calls.find(call, request.attribute(InstanceAttributeName::UserData).send()).await?;
        let text = found.map(|answer| answer.user_data.and_then(|data| data.value).unwrap_or_default());
        Ok::<_, CloudError>(text.map(|text| (id.clone(), decoded(&text))))
    });
    Ok(try_join_all(read).await?.into_iter().flatten().collect())
}

fn decoded(text: &str) -> String {
    String::from_utf8_lossy(&STANDARD.decode(text).unwrap_or_default()).into_owned()
}

/// The template of a group, which stands alone or in a mixed instances policy.
fn template(group: &AutoScalingGroup) -> Option<&LaunchTemplateSpecification> {
    let mixed = || group.mixed_instances_policy()?.launch_template()?.launch_template_specification();
    group.launch_template().or_else(mixed)
}

/// What a group launches new instances from; empty where its template is gone, or where it has a launch configuration.
fn launched_from(group: &AutoScalingGroup, newest: &BTreeMap<String, (String, String)>) -> String {
    let is_there = |template: &&LaunchTemplateSpecification| {
        template.launch_template_id().is_some_and(|id| newest.contains_key(id))
    };
    template(group).filter(is_there).and_then(|template| version(template, newest)).unwrap_or_default()
}

/// True for a version that stands for another one.
fn is_open(version: Option<&str>) -> bool {
    version.is_none_or(|version| version.is_empty() || version.starts_with('$'))
}

/// A template and its version as one text.
fn version(template: &LaunchTemplateSpecification, newest: &BTreeMap<String, (String, String)>) -> Option<String> {
    let id = template.launch_template_id()?;
    let version = match template.version() {
        Some("$Latest") => newest.get(id).map(|(latest, _)| latest.clone())?,
        version if is_open(version) => newest.get(id).map(|(_, default)| default.clone())?,
        version => version?.to_owned(),
    };
    Some(format!("{id}:{version}"))
}

/// Where a member of a group stands. One that EC2 shuts down or does not list any more is on its way out, whatever its group says yet. One
/// that a rolling update detaches stays listed until load balancers have let go of it.
fn state_of(state: Option<&LifecycleState>, machine: Option<&Ec2Instance>) -> InstanceState {
    let Some(machine) = machine else { return InstanceState::Terminating };
    let of_machine = machine.state().and_then(|state| state.name());
    match state.map(LifecycleState::as_str).unwrap_or_default() {
        _ if of_machine == Some(&InstanceStateName::ShuttingDown) => InstanceState::Terminating,
        "Detaching" if tags::ec2(machine.tags()).contains_key(DETACHED) => InstanceState::Detached,
        state if state.contains("Terminat") || state.starts_with("Detach") => InstanceState::Terminating,
        state if state.starts_with("Warmed") => InstanceState::WarmPool,
        "InService" | "EnteringStandby" | "Standby" => InstanceState::InService,
        _ => InstanceState::Pending,
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_ec2::types::{InstanceState as MachineState, Tag};

    use super::*;

    #[test]
    fn lifecycle_states_of_auto_scaling_are_told() {
        for (state, expected) in [
            ("Pending", InstanceState::Pending),
            ("Pending:Wait", InstanceState::Pending),
            ("InService", InstanceState::InService),
            ("Standby", InstanceState::InService),
            ("Warmed:Stopped", InstanceState::WarmPool),
            ("Warmed:Terminating:Wait", InstanceState::Terminating),
            ("Terminating", InstanceState::Terminating),
            ("Terminating:Wait", InstanceState::Terminating),
            ("Detaching", InstanceState::Terminating),
        ] {
            let lifecycle = LifecycleState::from(state);
            assert_eq!(state_of(Some(&lifecycle), Some(&machine("running", &[]))), expected, "{state}");
            for gone in [None, Some(&machine("shutting-down", &[]))] {
                assert_eq!(state_of(Some(&lifecycle), gone), InstanceState::Terminating, "{state}");
            }
        }
    }

    #[test]
    fn an_instance_that_a_rolling_update_detaches_is_not_gone_while_load_balancers_let_go_of_it() {
        let detaching = LifecycleState::from("Detaching");
        assert_eq!(state_of(Some(&detaching), Some(&machine("running", &[DETACHED]))), InstanceState::Detached);
        let in_service = LifecycleState::from("InService");
        let not_yet = state_of(Some(&in_service), Some(&machine("running", &[DETACHED])));
        assert_eq!(not_yet, InstanceState::InService, "its tag is written before");
    }

    #[test]
    fn the_tags_of_aws_say_which_instances_are_of_autoscaling_groups_and_what_they_were_launched_from() {
        let (id, in_group) = ("i-1".to_owned(), machine("running", &[INSTANCE_GROUP, GROUP]));
        assert_eq!(without_autoscaling(&[(&id, &in_group)]), [], "the list of groups did not have it yet");
        let of_karpenter = machine("running", &[INSTANCE_GROUP, TEMPLATE_ID, TEMPLATE_VERSION]);
        let found = without_autoscaling(&[(&id, &of_karpenter)]);
        assert_eq!(found[0].instances[0].template.as_deref(), Some("a:a"));
    }

    #[test]
    fn detached_instances_are_found_by_their_instance_group() {
        let machines = BTreeMap::from([
            ("i-1".to_owned(), machine("running", &[INSTANCE_GROUP, DETACHED])),
            ("i-2".to_owned(), machine("running", &[INSTANCE_GROUP])),
            ("i-3".to_owned(), machine("running", &[DETACHED])),
        ]);
        let found = detached(&machines);
        let ids = |of_group: &[Instance]| of_group.iter().map(|one| one.id.to_string()).collect::<Vec<_>>();
        let found: Vec<_> = found.iter().map(|(group, of_group)| (group.as_deref(), ids(of_group))).collect();
        assert_eq!(found, [(None, vec!["i-3".to_owned()]), (Some("a"), vec!["i-1".to_owned()])]);
    }

    /// An instance with tags whose values are all the same.
    fn machine(state: &str, tags: &[&str]) -> Ec2Instance {
        let state = MachineState::builder().name(InstanceStateName::from(state)).build();
        let tags = tags.iter().map(|key| Tag::builder().key(*key).value("a").build()).collect();
        Ec2Instance::builder().state(state).set_tags(Some(tags)).build()
    }

    #[test]
    fn the_last_launch_that_has_ended_tells_why_instances_are_missing() {
        use ScalingActivityStatusCode::{Cancelled, Failed, InProgress, Successful};
        let (launch, end) = ("Launching a new EC2 instance: i-1", "Terminating EC2 instance: i-1");
        let key = "Instance became unhealthy while waiting for instance to be in InService state. Termination Reason: \
                   Client.InvalidKMSKey.InvalidState: The KMS key provided is in an incorrect state";
        type Case<'a> = (&'a [(&'a str, ScalingActivityStatusCode, &'a str)], Option<&'a str>);
        let cases: [Case<'_>; 6] = [
            (&[], None),
            (&[(launch, Cancelled, key)], Some(key)),
            (&[(launch, InProgress, ""), (end, Successful, ""), (launch, Failed, "no capacity")], Some("no capacity")),
            (&[(launch, Failed, "no capacity"), (launch, Cancelled, key)], Some("no capacity")),
            (&[(launch, Successful, "done"), (launch, Cancelled, key)], None),
            (&[(end, Failed, "is protected"), (launch, InProgress, "")], None),
        ];
        for (activities, expected) in cases {
            let activity = |(description, status, message): &(&str, ScalingActivityStatusCode, &str)| {
                let activity = Activity::builder().description(*description).status_code(status.clone());
                activity.status_message(*message).build()
            };
            let listed: Vec<Activity> = activities.iter().map(activity).collect();
            assert_eq!(last_failure(&listed).as_deref(), expected, "{activities:?}");
        }
    }

    #[test]
    fn versions_without_a_number_are_looked_up() {
        let newest = BTreeMap::from([("lt-1".to_owned(), ("7".to_owned(), "2".to_owned()))]);
        for (written, expected) in
            [(Some("3"), "lt-1:3"), (Some("$Latest"), "lt-1:7"), (Some("$Default"), "lt-1:2"), (None, "lt-1:2")]
        {
            let template = LaunchTemplateSpecification::builder()
                .launch_template_id("lt-1")
                .set_version(written.map(str::to_owned))
                .build();
            assert_eq!(version(&template, &newest).as_deref(), Some(expected), "{written:?}");
        }
    }

    #[test]
    fn a_group_whose_template_is_gone_launches_from_nothing() {
        let newest = BTreeMap::from([("lt-1".to_owned(), ("7".to_owned(), "2".to_owned()))]);
        for (id, written, expected) in [
            ("lt-1", Some("$Latest"), "lt-1:7"),
            ("lt-1", Some("3"), "lt-1:3"),
            ("lt-gone", Some("$Latest"), ""),
            ("lt-gone", Some("3"), ""),
            ("lt-gone", None, ""),
        ] {
            let template = LaunchTemplateSpecification::builder()
                .launch_template_id(id)
                .set_version(written.map(str::to_owned))
                .build();
            let group = AutoScalingGroup::builder().launch_template(template).build();
            assert_eq!(launched_from(&group, &newest), expected, "{id} {written:?}");
        }
        let with_launch_configuration = AutoScalingGroup::builder().launch_configuration_name("nodes").build();
        assert_eq!(launched_from(&with_launch_configuration, &newest), "");
    }
}
