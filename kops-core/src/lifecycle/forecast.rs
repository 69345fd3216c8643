//! What a plan does to running instances and to users, before anything is done.
//!
//! In: a plan and the full spec that it was made from. Out: one [`Impact`] for each kind of consequence, the mildest first. What a
//! step disrupts was decided with the step, from the table of kinds and fields; what follows from it for groups, etcd and the API is
//! added here.

use serde_json::Value;

use super::ExpectedGroup;
use super::rolling::{GroupSettings, RollingUpdateOptions, at_worst};
use crate::naming::{Role, tags};
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
        .filter(|group| is_replaced(plan, group))
        .collect();
    let mut later = disrupting(Disruption::NewInstances);
    later.retain(|resource| !rolled.iter().any(|group| runs(group, resource)));
    if !later.is_empty() {
        impacts.push(Impact::NewInstances { resources: later });
    }
    impacts.extend(rolled.iter().map(|group| rolls(plan, group)));
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

/// True for the autoscaling group and the launch template of a group, which have one name.
fn runs(group: &ExpectedGroup, resource: &ResourceId) -> bool {
    let is_of_group = matches!(resource.kind, Kind::AutoscalingGroup | Kind::LaunchTemplate);
    is_of_group && group.autoscaling_group.as_ref().is_some_and(|name| name.as_str() == resource.name)
}

/// False where nothing can run that is outdated, and where a rolling update only starts further instances.
fn is_replaced(plan: &Plan, group: &ExpectedGroup) -> bool {
    group.rolling_update.drain_and_terminate != Some(false) && outdated(plan, group).max > 0
}

fn rolls(plan: &Plan, group: &ExpectedGroup) -> Impact {
    let options = RollingUpdateOptions::default();
    let instances = outdated(plan, group);
    // With settings in percent, fewer instances may take more rounds.
    let sizes = whole(instances.min)..=whole(instances.max);
    let at_worst = sizes.map(|size| at_worst(group, size, &options)).max();
    Impact::RollsInstances {
        group: group.name.clone(),
        role: group.role,
        instances,
        at_worst_seconds: at_worst.unwrap_or_default().as_secs(),
    }
}

/// The instances of a group that run and stay until they are replaced. Those that a larger size adds start as the spec says.
fn outdated(plan: &Plan, group: &ExpectedGroup) -> Instances {
    let of_group = |step: &&Step| step.resource.kind == Kind::AutoscalingGroup && runs(group, &step.resource);
    let now = plan.steps.iter().find(of_group).and_then(|step| match &step.action {
        Action::Update { current, .. } => AutoscalingGroup::of(current),
        _ => None,
    });
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
            let more = |size: i32| (size - then.max_size).max(0);
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
fn quorum(plan: &Plan, spec: &Spec, rolled: &[&ExpectedGroup]) -> Option<Impact> {
    let main = spec.cluster.spec.etcd_clusters.iter().find(|etcd| etcd.name.as_deref() == Some(MAIN))?;
    let of_group =
        |name: &str| main.etcd_members.iter().filter(|member| member.instance_group.as_deref() == Some(name)).count();
    let masters = rolled.iter().filter(|group| group.role == Role::Master);
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
