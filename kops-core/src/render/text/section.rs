//! The sections of a report: which kinds belong together, and the rows about each step.

use std::collections::BTreeMap;

use super::change::{Difference, difference};
use super::format::{Words, count, disruption, line, short_id};
use super::page::Row;
use super::rules;
use super::style::Tone;
use super::summary::digest;
use crate::plan::{Action, Disruption, FieldChange, Plan, Step, WHOLE_CLUSTER};
use crate::resource::{Kind, Output, Ref, Resource, ResourceId, Section};

/// How many things are made, changed and deleted.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    pub(super) create: usize,
    pub(super) change: usize,
    pub(super) delete: usize,
}

/// The rows about the steps of a section, by kind and name.
pub(super) fn rows(
    section: Section,
    words: Words<'_>,
    plan: &Plan,
    followers: &Followers<'_>,
    tally: &mut Tally,
) -> Vec<Row> {
    let mut steps: Vec<&Step> =
        plan.steps.iter().filter(|step| step.resource.kind.properties().section == section).collect();
    steps.sort_by_key(|step| (&step.resource, !matches!(step.action, Action::Delete { .. })));
    let mut rows = Vec::new();
    let mut alike: BTreeMap<Sign, Vec<&Step>> = BTreeMap::new();
    for step in steps {
        match &step.action {
            Action::Update { changes, .. } if changes.iter().all(follows) => continue,
            Action::Create { .. } => tally.create += 1,
            Action::Update { .. } => tally.change += 1,
            Action::Delete { .. } => tally.delete += 1,
        }
        match Sign::of_many(step) {
            Some(sign) => alike.entry(sign).or_default().push(step),
            None => rows.push(row(words, followers, step)),
        }
    }
    rows = merge(rows);
    rows.extend(alike.iter().map(|(sign, steps)| rule_rows(words, *sign, steps)));
    rows
}

/// Whether rules of security groups come or go: they are told in a table of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sign {
    Add,
    Remove,
}

impl Sign {
    fn of_many(step: &Step) -> Option<Self> {
        match &step.action {
            Action::Create { desired: Resource::SecurityGroupRule(_) } => Some(Self::Add),
            Action::Delete { current: Resource::SecurityGroupRule(_), .. } => Some(Self::Remove),
            _ => None,
        }
    }
}

/// The groups that take the new version of a launch template, by the template.
pub(super) type Followers<'a> = BTreeMap<ResourceId, &'a ResourceId>;

/// Finds the groups that follow their launch templates.
pub(super) fn followers(plan: &Plan) -> Followers<'_> {
    let changes = plan.steps.iter().filter_map(|step| match &step.action {
        Action::Update { changes, .. } => Some((&step.resource, changes.iter().find(|change| follows(change))?)),
        _ => None,
    });
    changes.filter_map(|(group, change)| Some((Ref::in_value(&change.new)?.0, group))).collect()
}

/// True for a group's change to the new version of its launch template: that is told with the template.
fn follows(change: &FieldChange) -> bool {
    Ref::in_value(&change.new).is_some_and(|(_, output)| output == Output::Version)
}

fn row(words: Words<'_>, followers: &Followers<'_>, step: &Step) -> Row {
    let kind = step.resource.kind;
    let title = kind.title().to_owned();
    let name = words.name(&step.resource.name);
    let danger = disruption(step.disruption);
    match &step.action {
        Action::Create { desired } => {
            let why = Some(step.reason.clone()).filter(|_| !kind.properties().explains_itself);
            let line = step.source.as_ref().and_then(line).filter(|_| !kind.properties().explains_itself);
            Row {
                sign: Some((Tone::Added, "+")),
                columns: vec![title, name, digest(words, desired)],
                danger,
                aside: why.into_iter().chain(line).collect(),
                ..Row::default()
            }
        }
        Action::Update { changes, .. } => {
            let mut row =
                Row { sign: Some((Tone::Changed, "~")), columns: vec![title, name], danger, ..Row::default() };
            row.below = change_rows(words, kind, changes.iter().filter(|change| !follows(change)));
            if let Some(group) = followers.get(&step.resource) {
                let text = format!("the autoscaling group {} follows with the new version", words.name(&group.name));
                row.lines.push((Tone::Aside, text));
            }
            row
        }
        Action::Delete { id, .. } => {
            let whole_cluster = step.reason == WHOLE_CLUSTER;
            Row {
                sign: Some((Tone::Removed, "-")),
                columns: vec![title, name, short_id(&step.resource, id)],
                // Nobody is connected to a cluster that goes.
                danger: danger.filter(|_| !(whole_cluster && step.disruption == Disruption::Connections)),
                aside: Some(step.reason.clone()).filter(|_| !whole_cluster).into_iter().collect(),
                ..Row::default()
            }
        }
    }
}

fn change_rows<'a>(words: Words<'_>, kind: Kind, changes: impl Iterator<Item = &'a FieldChange>) -> Vec<Row> {
    let mut rows = Vec::new();
    for change in changes {
        let Difference { label, mut lines, aside } = difference(words, kind, change);
        let aside = vec![aside];
        if lines.len() == 1 {
            let (_, line) = lines.remove(0);
            rows.push(Row { columns: vec![label, line], aside, ..Row::default() });
        } else {
            rows.push(Row { columns: vec![label], aside, lines, ..Row::default() });
        }
    }
    rows
}

/// Puts rows that differ only in their name together.
fn merge(rows: Vec<Row>) -> Vec<Row> {
    let mut merged: Vec<(Row, Vec<String>)> = Vec::new();
    for row in rows {
        match merged.last_mut() {
            Some((first, names)) if is_alike(first, &row) => names.extend(row.columns.into_iter().nth(1)),
            _ => merged.push((row, Vec::new())),
        }
    }
    let name = |(mut row, more): (Row, Vec<String>)| {
        if let (Some(first), false) = (row.columns.get(1), more.is_empty()) {
            let all = format!("{first}, {}", more.join(", "));
            let some = if all.len() > LONG { format!("{first} and {} more", more.len()) } else { all };
            row.columns[1] = some;
        }
        row
    };
    merged.into_iter().map(name).collect()
}

/// Names that are longer than this together are counted.
const LONG: usize = 48;

fn is_alike(first: &Row, second: &Row) -> bool {
    let plain = |row: &Row| row.below.is_empty() && row.lines.is_empty() && row.columns.len() == 3;
    plain(first)
        && plain(second)
        && (first.sign, first.danger, &first.aside) == (second.sign, second.danger, &second.aside)
        && (&first.columns[0], &first.columns[2]) == (&second.columns[0], &second.columns[2])
}

fn rule_rows(words: Words<'_>, sign: Sign, steps: &[&Step]) -> Row {
    let resources = steps.iter().map(|step| match &step.action {
        Action::Create { desired } | Action::Update { desired, .. } => desired,
        Action::Delete { current, .. } => current,
    });
    let below = rules::table(words, resources).into_iter().map(|row| Row { columns: row.to_vec(), ..Row::default() });
    let sign = match sign {
        Sign::Add => (Tone::Added, "+"),
        Sign::Remove => (Tone::Removed, "-"),
    };
    let told = steps.iter().filter(|step| step.reason != WHOLE_CLUSTER);
    let danger = told.map(|step| step.disruption).max().and_then(disruption);
    Row {
        sign: Some(sign),
        columns: vec![count(steps.len(), Kind::SecurityGroupRule.title())],
        danger,
        below: below.collect(),
        ..Row::default()
    }
}
