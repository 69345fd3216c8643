//! What a plan does to running instances and to users, before anything is done.
//!
//! In: a plan and the full spec that it was made from. Out: one [`Impact`] for each kind of consequence, the mildest first. What a
//! step disrupts was decided with the step, from the table of kinds and fields; what follows from it for groups, etcd and the API is
//! added here.

use std::collections::BTreeSet;

use serde_json::Value;

use super::ExpectedGroup;
use super::rolling::{GroupSettings, RollingUpdateOptions, at_worst};
use crate::naming::Role;
use crate::plan::{Action, Disruption, FieldChange, Impact, Instances, Plan, Step};
use crate::resource::{AutoscalingGroup, DnsRecord, Kind, OfKind, ResourceId};
use crate::spec::Spec;

/// The etcd cluster that holds the objects of the API.
const MAIN: &str = "main";

/// Works out what a plan does. The number of instances that run is not part of a plan: it lies between the sizes of their group.
pub fn forecast(plan: &Plan, spec: &Spec) -> Vec<Impact> {
    let groups = ExpectedGroup::all(spec);
    let disrupting = |disruption: Disruption| {
        let steps = plan.steps.iter().filter(move |step| step.disruption == disruption);
        steps.map(|step| step.resource.clone()).collect::<Vec<_>>()
    };
    let mut impacts = Vec::new();
    let in_place = disrupting(Disruption::None).len();
    if in_place > 0 {
        impacts.push(Impact::InPlace { steps: in_place });
    }
    let rolled: Vec<&ExpectedGroup> = plan
        .rolling_updates
        .iter()
        .filter_map(|update| groups.iter().find(|group| group.name == update.group))
        .collect();
    let mut later = disrupting(Disruption::NewInstances);
    later.retain(|resource| !rolled.iter().any(|group| runs(group, resource)));
    if !later.is_empty() {
        impacts.push(Impact::NewInstances { resources: later });
    }
    impacts.extend(rolled.iter().map(|group| rolls(group)));
    let connections = disrupting(Disruption::Connections);
    if !connections.is_empty() {
        impacts.push(Impact::EndsConnections { resources: connections });
    }
    impacts.extend(plan.steps.iter().filter_map(terminates));
    // The quorum of a cluster that ends does not matter.
    impacts.extend(quorum(plan, spec, &groups, &rolled).filter(|_| !plan.options.delete_cluster));
    impacts.extend(unreachable(plan, spec));
    let data = disrupting(Disruption::Data);
    if !data.is_empty() {
        impacts.push(Impact::LosesData { resources: data });
    }
    impacts
}

/// True for the autoscaling group and the launch template of a group, which have one name.
fn runs(group: &ExpectedGroup, resource: &ResourceId) -> bool {
    let is_of_group = matches!(resource.kind, Kind::AutoscalingGroup | Kind::LaunchTemplate);
    is_of_group && group.autoscaling_group.as_ref().is_some_and(|name| name.as_str() == resource.name)
}

fn rolls(group: &ExpectedGroup) -> Impact {
    let options = RollingUpdateOptions::default();
    let at_worst = sizes(group).map(|instances| at_worst(group, instances, &options)).max();
    Impact::RollsInstances {
        group: group.name.clone(),
        role: group.role,
        instances: Instances { min: group.min_size, max: group.max_size },
        at_worst_seconds: at_worst.unwrap_or_default().as_secs(),
    }
}

/// How many instances a group can have, of which AWS allows 10,000. With settings in percent, fewer instances may take more rounds.
fn sizes(group: &ExpectedGroup) -> impl Iterator<Item = usize> {
    let size = |size: i32| usize::try_from(size).unwrap_or_default();
    size(group.min_size)..=size(group.max_size)
}

/// The instances of a group that is deleted, or those that a smaller size leaves no room for; and those outside of groups.
fn terminates(step: &Step) -> Option<Impact> {
    let instances = match &step.action {
        Action::Delete { current, .. } if current.kind() == Kind::StandaloneInstance => Instances { min: 1, max: 1 },
        Action::Delete { current, .. } => {
            let group = AutoscalingGroup::of(current)?;
            Instances { min: group.min_size, max: group.max_size }
        }
        Action::Update { current, desired, changes, .. } if step.disruption == Disruption::Instances => {
            let (now, then) = (AutoscalingGroup::of(current)?, AutoscalingGroup::of(desired)?);
            let more = |size: i32| (size - then.max_size).max(0);
            let balanced = changes.iter().find(|change| change.field == AutoscalingGroup::SUBNETS.name);
            let balanced = balanced.map_or(Instances::default(), |change| leave_subnets(change, now));
            Instances { min: more(now.min_size).max(balanced.min), max: more(now.max_size).max(balanced.max) }
        }
        _ => return None,
    };
    Some(Impact::TerminatesInstances { resource: step.resource.clone(), instances })
}

/// The instances of a group that are terminated as others are launched in other subnets: those of the subnets that it leaves, which have
/// their share, and any where the zones are balanced anew.
fn leave_subnets(change: &FieldChange, now: &AutoscalingGroup) -> Instances {
    let of = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let (before, after) = (of(&change.old), of(&change.new));
    let left = before.iter().filter(|subnet| !after.contains(subnet)).count();
    let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
    let share = now.min_size / count(before.len()).max(1);
    Instances { min: share.saturating_mul(count(left)), max: now.max_size }
}

/// The members of etcd that stop at once: those of one control-plane instance where groups are rolled, and all of a group that is
/// deleted.
fn quorum(plan: &Plan, spec: &Spec, groups: &[ExpectedGroup], rolled: &[&ExpectedGroup]) -> Option<Impact> {
    let main = spec.cluster.spec.etcd_clusters.iter().find(|etcd| etcd.name.as_deref() == Some(MAIN))?;
    let members = main.etcd_members.len();
    let of_group =
        |name: &str| main.etcd_members.iter().filter(|member| member.instance_group.as_deref() == Some(name)).count();
    let masters = rolled.iter().filter(|group| group.role == Role::Master);
    let at_once = masters.map(|group| {
        let instances = usize::try_from(group.max_size).unwrap_or_default();
        of_group(&group.name).min(GroupSettings::of(group, instances).concurrency())
    });
    let deleted: BTreeSet<&str> = plan
        .steps
        .iter()
        .filter_map(|step| match &step.action {
            Action::Delete { .. } => groups.iter().find(|group| {
                group.role == Role::Master
                    && step.resource.kind == Kind::AutoscalingGroup
                    && runs(group, &step.resource)
            }),
            _ => None,
        })
        .map(|group| group.name.as_str())
        .collect();
    let missing = at_once.max().unwrap_or_default().max(deleted.into_iter().map(of_group).sum());
    (missing > 0).then_some(Impact::Quorum { members, missing, keeps: (members - missing) * 2 > members })
}

/// The API's public name, where its record or the load balancer that it stands for is deleted.
fn unreachable(plan: &Plan, spec: &Spec) -> Option<Impact> {
    let own = format!("api.{}", plan.cluster);
    let name = spec.cluster.spec.master_public_name.as_deref().unwrap_or(&own);
    let is_name = |record: &DnsRecord| record.name.trim_end_matches('.').eq_ignore_ascii_case(name);
    let mut deleted = plan.steps.iter().filter(|step| matches!(step.action, Action::Delete { .. }));
    let step = deleted.find(|step| DnsRecord::of(step.action.resource()).is_some_and(is_name))?;
    let replaced = plan.steps.iter().any(|other| {
        matches!(other.action, Action::Create { .. }) && DnsRecord::of(other.action.resource()).is_some_and(is_name)
    });
    (!replaced).then(|| Impact::ApiUnreachable { name: name.to_owned(), resource: step.resource.clone() })
}
