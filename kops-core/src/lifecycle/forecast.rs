//! What a plan does to running instances and to users, before anything is done.
//!
//! In: a plan and the full spec that it was made from. Out: one [`Impact`] for each kind of consequence, the mildest first. What a
//! step disrupts was decided with the step, from the table of kinds and fields; what follows from it for groups, etcd and the API is
//! added here.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::Value;

use super::ExpectedGroup;
use super::rolling::{GroupSettings, RollingUpdateOptions, at_worst};
use crate::naming::{Role, tags};
use crate::plan::{Action, Disruption, FieldChange, Impact, Instances, Plan, Step};
use crate::resource::{AutoscalingGroup, CloudId, DnsRecord, Kind, OfKind};
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
    let by_name: BTreeMap<&str, &ExpectedGroup> = groups.iter().map(|group| (group.name.as_str(), group)).collect();
    let resized = resized(plan);
    let rolled: Vec<(&ExpectedGroup, Instances)> = plan
        .rolling_updates
        .iter()
        .filter_map(|update| by_name.get(update.group.as_str()).copied())
        .map(|group| (group, outdated(&resized, group)))
        .filter(|(group, instances)| is_replaced(group, *instances))
        .collect();
    let mut later = disrupting(Disruption::NewInstances);
    let of_rolled: BTreeSet<&str> = rolled.iter().filter_map(|(group, _)| name_in_plan(group)).collect();
    later.retain(|resource| !runs_a_group(resource.kind) || !of_rolled.contains(resource.name.as_str()));
    if !later.is_empty() {
        impacts.push(Impact::NewInstances { resources: later });
    }
    impacts.extend(rolled.iter().map(|(group, instances)| rolls(group, *instances)));
    let connections = disrupting(Disruption::Connections);
    if !connections.is_empty() {
        impacts.push(Impact::EndsConnections { resources: connections });
    }
    impacts.extend(plan.steps.iter().filter_map(terminates));
    // The quorum of a cluster that ends does not matter.
    impacts.extend(quorum(plan, spec, &rolled).filter(|_| !plan.options.delete_cluster));
    impacts.extend(unreachable(plan, spec));
    let data = disrupting(Disruption::Data);
    if !data.is_empty() {
        impacts.push(Impact::LosesData { resources: data });
    }
    impacts
}

/// The name of the autoscaling group and the launch template of a group.
fn name_in_plan(group: &ExpectedGroup) -> Option<&str> {
    group.autoscaling_group.as_ref().map(CloudId::as_str)
}

/// True for autoscaling groups and launch templates.
fn runs_a_group(kind: Kind) -> bool {
    matches!(kind, Kind::AutoscalingGroup | Kind::LaunchTemplate)
}

/// False where nothing can run that is outdated, and where a rolling update only starts further instances.
fn is_replaced(group: &ExpectedGroup, outdated: Instances) -> bool {
    group.rolling_update.drain_and_terminate != Some(false) && outdated.max > 0
}

fn rolls(group: &ExpectedGroup, instances: Instances) -> Impact {
    let options = RollingUpdateOptions::default();
    let sizes = telling_sizes(whole(instances.min), whole(instances.max));
    let at_worst: Option<Duration> = sizes.map(|size| at_worst(group, size, &options)).max();
    Impact::RollsInstances {
        group: group.name.clone(),
        role: group.role,
        instances,
        at_worst_seconds: at_worst.unwrap_or_default().as_secs(),
    }
}

/// The sizes between two among which one takes the most rounds. With settings in percent that need not be the largest. What is replaced at
/// once then grows by as much with every hundred instances, so that of the sizes with the same last two digits the first or the last is
/// the worst, once there are more than two hundred instances.
fn telling_sizes(min: usize, max: usize) -> impl Iterator<Item = usize> {
    let first = min..=max.min(min.saturating_add(299));
    let last = max.saturating_sub(99).max(first.end().saturating_add(1))..=max;
    first.chain(last)
}

/// What the autoscaling groups are now that a plan changes, by their names.
fn resized(plan: &Plan) -> BTreeMap<&str, &AutoscalingGroup> {
    let now = plan.steps.iter().filter_map(|step| match &step.action {
        Action::Update { current, .. } => Some((step.resource.name.as_str(), AutoscalingGroup::of(current)?)),
        _ => None,
    });
    now.collect()
}

/// The instances of a group that run and stay until they are replaced. Those that a larger size adds start as the spec says.
fn outdated(resized: &BTreeMap<&str, &AutoscalingGroup>, group: &ExpectedGroup) -> Instances {
    let now = name_in_plan(group).and_then(|name| resized.get(name));
    let (min, max) = now.map_or((group.min_size, group.max_size), |now| (now.min_size, now.max_size));
    Instances { min: min.min(group.max_size), max: max.min(group.max_size) }
}

/// A size of a group as a number of instances.
fn whole(size: i32) -> usize {
    usize::try_from(size).unwrap_or_default()
}

fn terminates(step: &Step) -> Option<Impact> {
    let instances = terminated(step).filter(|instances| instances.max > 0)?;
    Some(Impact::TerminatesInstances { resource: step.resource.clone(), instances })
}

/// The instances of a group that is deleted, or those that a smaller size leaves no room for or that get too old; and those outside of
/// groups.
fn terminated(step: &Step) -> Option<Instances> {
    Some(match &step.action {
        Action::Delete { current, .. } if current.kind() == Kind::StandaloneInstance => Instances { min: 1, max: 1 },
        Action::Delete { current, .. } => {
            let group = AutoscalingGroup::of(current)?;
            Instances { min: group.min_size, max: group.max_size }
        }
        Action::Update { current, desired, changes, .. } if step.disruption == Disruption::Instances => {
            let (now, then) = (AutoscalingGroup::of(current)?, AutoscalingGroup::of(desired)?);
            let more = |size: i32| size.saturating_sub(then.max_size).max(0);
            let balanced = changes.iter().find(|change| change.field == AutoscalingGroup::SUBNETS.name);
            let balanced = balanced.map_or(Instances::default(), |change| leave_subnets(change, now));
            // Any instance may be older than a new limit.
            let has_limit = changes.iter().any(|change| change.field == AutoscalingGroup::MAX_INSTANCE_LIFETIME.name);
            let aged = if has_limit && then.max_instance_lifetime > 0 { now.max_size } else { 0 };
            let most = more(now.max_size).max(balanced.max).max(aged);
            Instances { min: more(now.min_size).max(balanced.min), max: most }
        }
        _ => return None,
    })
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

/// The members of etcd that stop at once: one where the control plane is rolled, and those of all its instances that are terminated,
/// also of groups that the spec no longer has. A cluster whose number of members changes has the larger one.
fn quorum(plan: &Plan, spec: &Spec, rolled: &[(&ExpectedGroup, Instances)]) -> Option<Impact> {
    let main = spec.cluster.spec.etcd_clusters.iter().find(|etcd| etcd.name.as_deref() == Some(MAIN))?;
    let of_group =
        |name: &str| main.etcd_members.iter().filter(|member| member.instance_group.as_deref() == Some(name)).count();
    let masters = rolled.iter().map(|(group, _)| *group).filter(|group| group.role == Role::Master);
    let at_once = masters.map(|group| {
        let settings = GroupSettings::of(group, whole(group.max_size));
        of_group(&group.name).min(settings.concurrency())
    });
    let (mut created, mut deleted, mut stopped) = (0, 0, 0);
    for (step, group) in control_planes(plan) {
        let instances = whole(terminated(step).unwrap_or_default().max);
        match step.action {
            Action::Create { .. } => created += group.tags.get(tags::INSTANCE_GROUP).map_or(0, |name| of_group(name)),
            Action::Delete { .. } => deleted += instances,
            Action::Update { .. } => stopped += instances,
        }
    }
    let after = main.etcd_members.len();
    let before = (after + deleted).saturating_sub(created);
    let members = after.max(before);
    let missing = at_once.max().unwrap_or_default().max(deleted + stopped).min(members);
    (missing > 0).then_some(Impact::Quorum { members, missing, keeps: (members - missing) * 2 > members })
}

/// The steps of autoscaling groups of the control plane.
fn control_planes(plan: &Plan) -> impl Iterator<Item = (&Step, &AutoscalingGroup)> {
    let groups = plan.steps.iter().filter_map(|step| Some((step, AutoscalingGroup::of(step.action.resource())?)));
    groups.filter(|(_, group)| tags::role(&group.tags) == Some(Role::Master))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::StepId;
    use crate::resource::{Resource, ResourceId};
    use crate::spec::RollingUpdate;

    #[test]
    fn the_worst_of_all_sizes_is_found_among_few() {
        let settings = ["0", "1", "7", "40", "0%", "1%", "3%", "30%", "99%", "100%"];
        let ranges = [(0, 0), (0, 5), (3, 120), (0, 1_000), (90, 399), (250, 1_301), (7, 407)];
        for (surge, unavailable) in settings.into_iter().flat_map(|surge| settings.map(|other| (surge, other))) {
            let rolling_update = RollingUpdate {
                drain_and_terminate: None,
                max_unavailable: Some(unavailable.into()),
                max_surge: Some(surge.into()),
            };
            let group = ExpectedGroup { rolling_update, ..group(0, 0) };
            let time = |size| at_worst(&group, size, &RollingUpdateOptions::default());
            for (min, max) in ranges {
                let (few, all) = (telling_sizes(min, max).map(time).max(), (min..=max).map(time).max());
                assert_eq!(few, all, "{surge} and {unavailable}, {min} to {max}");
            }
        }
        assert_eq!(telling_sizes(0, 10_000).count(), 400);
        assert_eq!(telling_sizes(5, 3).count(), 0);
    }

    /// A plan that was edited may hold any number.
    #[test]
    fn sizes_without_bounds_have_a_forecast() {
        let sized = |min_size, max_size| -> Resource {
            AutoscalingGroup { min_size, max_size, ..AutoscalingGroup::default() }.into()
        };
        let action = Action::Update {
            id: "nodes.demo".into(),
            current: sized(i32::MIN, i32::MAX),
            desired: sized(i32::MIN, i32::MIN),
            changes: Vec::new(),
        };
        let step = Step {
            id: StepId(0),
            resource: ResourceId::new(Kind::AutoscalingGroup, "nodes.demo"),
            action,
            depends_on: Vec::new(),
            reason: String::new(),
            source: None,
            disruption: Disruption::Instances,
        };
        assert_eq!(terminated(&step), Some(Instances { min: 0, max: i32::MAX }));
        let plan = Plan { steps: vec![step], ..Plan::default() };
        assert_eq!(outdated(&resized(&plan), &group(1, 3)), Instances { min: i32::MIN, max: 3 });
    }

    fn group(min_size: i32, max_size: i32) -> ExpectedGroup {
        ExpectedGroup { min_size, max_size, ..ExpectedGroup::sample("nodes") }
    }
}
