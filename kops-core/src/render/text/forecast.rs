//! What a plan does to what runs and to users, in words.

use std::collections::BTreeMap;

use super::format::{self, Words, count};
use super::page::Row;
use crate::naming::Role;
use crate::plan::{Action, Impact, Instances, Plan, WHOLE_CLUSTER};
use crate::resource::{AutoscalingGroup, Kind, ResourceId};

/// How many resources are named.
const NAMED: usize = 4;

/// A row for each consequence. What only makes new things disturbs nothing, and has none.
pub(super) fn rows(words: Words<'_>, plan: &Plan) -> Vec<Row> {
    let only_creates = plan.steps.iter().all(|step| matches!(step.action, Action::Create { .. }));
    let is_quiet = plan.forecast.iter().all(|impact| matches!(impact, Impact::InPlace { .. }));
    if only_creates && is_quiet {
        return Vec::new();
    }
    let is_whole = plan.steps.first().is_some_and(|step| step.reason == WHOLE_CLUSTER);
    // Deleting the whole cluster ends its connections anyway, and leaves no workloads that could go on.
    let is_part = |impact: &&Impact| matches!(impact, Impact::InPlace { .. } | Impact::EndsConnections { .. });
    let impacts = plan.forecast.iter().filter(|impact| !(is_whole && is_part(impact)));
    impacts.map(|impact| row(words, plan, impact)).collect()
}

/// A row for each consequence that users may notice.
pub(super) fn interruptions(plan: &Plan) -> Vec<Row> {
    let (names, new, titles) = (format::names(plan), format::new_names(plan), format::titles(plan));
    let words = Words { names: &names, new: &new, titles: &titles, folder: "" };
    plan.forecast.iter().filter(|impact| impact.interrupts()).map(|impact| row(words, plan, impact)).collect()
}

fn row(words: Words<'_>, plan: &Plan, impact: &Impact) -> Row {
    Row { columns: sentence(words, plan, impact).into(), ..Row::default() }
}

fn sentence(words: Words<'_>, plan: &Plan, impact: &Impact) -> [String; 2] {
    let (label, text) = match impact {
        Impact::InPlace { steps } => {
            ("in place", format!("{}, with no effect on running workloads", count(*steps, "change")))
        }
        Impact::NewInstances { resources } => {
            ("new instances", format!("{}: only instances that start later differ", names(words, resources)))
        }
        Impact::RollsInstances { group, role, instances, at_worst_seconds } => {
            let what = if *role == Role::Bastion { "instance" } else { "node" };
            let longest = time(*at_worst_seconds);
            ("rolling update", format!("{group}: replaces {}, in {longest} at worst", number(*instances, what)))
        }
        Impact::Quorum { members, missing, keeps } => {
            let outcome = if *keeps { "quorum is kept" } else { "the API is unavailable meanwhile" };
            ("etcd quorum", format!("{missing} of {members} missing at once: {outcome}"))
        }
        Impact::EndsConnections { resources } => ("ends connections", kinds(words, resources)),
        Impact::TerminatesInstances { resource, instances } => {
            let why = if moves(plan, resource) { ", as AWS balances the group over its zones" } else { "" };
            ("terminates", format!("{} of {}{why}", number(*instances, "instance"), words.name(resource)))
        }
        Impact::ApiUnreachable { name, .. } => ("API", format!("{name} will be unreachable")),
        Impact::LosesData { resources } => ("loses data", names(words, resources)),
    };
    [label.to_owned(), text]
}

/// True for an autoscaling group whose subnets change.
fn moves(plan: &Plan, group: &ResourceId) -> bool {
    plan.steps.iter().filter(|step| step.resource == *group).any(|step| match &step.action {
        Action::Update { changes, .. } => changes.iter().any(|change| change.field == AutoscalingGroup::SUBNETS.name),
        _ => false,
    })
}

/// How many there are of each kind.
fn kinds(words: Words<'_>, resources: &[ResourceId]) -> String {
    let mut numbers: BTreeMap<(Kind, &str), usize> = BTreeMap::new();
    for resource in resources {
        *numbers.entry((resource.kind, words.title(resource))).or_default() += 1;
    }
    let parts = numbers.into_iter().map(|((_, title), number)| count(number, title));
    parts.collect::<Vec<_>>().join(", ")
}

/// The first of many, and how many more there are.
fn names(words: Words<'_>, resources: &[ResourceId]) -> String {
    let name = |id: &ResourceId| format!("{} {}", words.title(id), words.name(id));
    let named = resources.iter().take(NAMED).map(name).collect::<Vec<_>>().join(", ");
    match resources.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

fn number(instances: Instances, one: &str) -> String {
    match (usize::try_from(instances.min).unwrap_or_default(), usize::try_from(instances.max).unwrap_or_default()) {
        (min, max) if min == max => count(max, one),
        (min, max) => format!("{min} to {}", count(max, one)),
    }
}

/// `45 min`, `2 h 15 min`, rounded up.
fn time(seconds: u64) -> String {
    match seconds.div_ceil(60) {
        minutes @ 0..60 => format!("{minutes} min"),
        minutes if minutes % 60 == 0 => format!("{} h", minutes / 60),
        minutes => format!("{} h {} min", minutes / 60, minutes % 60),
    }
}
