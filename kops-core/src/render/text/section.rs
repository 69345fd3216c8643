//! The sections of a plan's text and the rows for its steps.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Difference, difference};
use super::format::{Words, disruption, impact, line, lines, noun, place, short_id};
use super::page::Row;
use super::rules::{self, RuleRow};
use super::style::Tone;
use super::summary::summary;
use crate::plan::{Action, Disruption, FieldChange, Plan, SourceRef, Step, WHOLE_CLUSTER};
use crate::resource::{Kind, Ref, Resource, ResourceId, Section};

/// How many resources are created, changed and deleted.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    pub(super) create: usize,
    pub(super) change: usize,
    pub(super) delete: usize,
}

/// A table for each resource type with steps in this section.
pub(super) fn rows(section: Section, table: &Table<'_>, plan: &Plan, tally: &mut Tally) -> Vec<Row> {
    let heading = |of_kind: OfKind| {
        let OfKind { title, steps, rows } = of_kind;
        Row { columns: vec![noun(steps, title)], below: rows, ..Row::default() }
    };
    by_kind(section, table, plan, tally).into_iter().map(heading).collect()
}

/// The steps of a resource type.
pub(super) struct OfKind {
    pub(super) title: &'static str,
    steps: usize,
    pub(super) rows: Vec<Row>,
}

/// The rows of each resource type with steps in this section.
pub(super) fn by_kind(section: Section, table: &Table<'_>, plan: &Plan, tally: &mut Tally) -> Vec<OfKind> {
    let mut kinds: BTreeMap<(Kind, &'static str), Vec<&Step>> = BTreeMap::new();
    for step in plan.steps.iter().filter(|step| step.resource.kind.properties().section == section) {
        match &step.action {
            Action::Create { .. } => tally.create += 1,
            Action::Update { .. } => tally.change += 1,
            Action::Delete { .. } => tally.delete += 1,
        }
        kinds.entry((step.resource.kind, table.words.title(&step.resource))).or_default().push(step);
    }
    let of_kind = |((kind, title), mut steps): ((Kind, &'static str), Vec<&Step>)| {
        steps.sort_by_key(|step| (&step.resource, !matches!(step.action, Action::Delete { .. })));
        let rows = match kind {
            Kind::SecurityGroupRule => rule_rows(table, &steps),
            _ => steps.iter().map(|step| row(table, step)).collect(),
        };
        OfKind { title, steps: steps.len(), rows }
    };
    kinds.into_iter().map(of_kind).collect()
}

/// What every row needs.
pub(super) struct Table<'a> {
    pub(super) words: Words<'a>,
    /// Whether rows also have the purpose of their resource and the field of the spec.
    pub(super) wide: bool,
}

fn row(table: &Table<'_>, step: &Step) -> Row {
    let (words, kind) = (table.words, step.resource.kind);
    let name = name(words, &step.resource, step.action.resource());
    let danger = impact(step);
    match &step.action {
        Action::Create { desired } => {
            let mut columns = vec![name, summary(words, desired)];
            let source = if table.wide {
                columns.push(step.reason.clone());
                step.source.as_ref().map(|source| place(words, source))
            } else {
                step.source.as_ref().and_then(|source| line(words, source))
            };
            Row {
                sign: Some((Tone::Added, "+")),
                columns,
                danger,
                aside: source.into_iter().collect(),
                ..Row::default()
            }
        }
        Action::Update { changes, .. } => {
            let columns = std::iter::once(name).chain(record_type(step).map(str::to_owned)).collect();
            let mut row = Row { sign: Some((Tone::Changed, "~")), columns, danger, ..Row::default() };
            row.below = change_rows(words, kind, changes);
            row
        }
        Action::Delete { id, .. } => {
            let whole_cluster = step.reason == WHOLE_CLUSTER;
            Row {
                sign: Some((Tone::Removed, "-")),
                columns: vec![name, record_type(step).map_or_else(|| short_id(&step.resource, id), str::to_owned)],
                // Deleting the whole cluster ends its connections anyway.
                danger: danger.filter(|_| !(whole_cluster && step.disruption == Disruption::Connections)),
                aside: Some(step.reason.clone()).filter(|_| !whole_cluster).into_iter().collect(),
                ..Row::default()
            }
        }
    }
}

/// What tells DNS records of one name apart.
fn record_type(step: &Step) -> Option<&str> {
    match step.action.resource() {
        Resource::DnsRecord(record) => Some(&record.record_type),
        _ => None,
    }
}

/// What to search for in the AWS console. Resources without a name of their own have that of what they are part of.
fn name(words: Words<'_>, id: &ResourceId, resource: &Resource) -> String {
    let part_of = |whole: &Ref| match whole {
        Ref::Resource { id, .. } => words.name(id),
        Ref::Known(id) => words.value(&id.as_str().into()),
    };
    match resource {
        Resource::Route(route) => part_of(&route.route_table),
        Resource::Listener(listener) => part_of(&listener.load_balancer),
        Resource::DnsRecord(record) => record.name.clone(),
        Resource::ManagedFile(file) => file.key.clone(),
        _ => words.name(id),
    }
}

fn change_rows(words: Words<'_>, kind: Kind, changes: &[FieldChange]) -> Vec<Row> {
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

/// Security group rules, by security group. Other changes of rules, such as their tags, have rows as usual.
fn rule_rows(table: &Table<'_>, steps: &[&Step]) -> Vec<Row> {
    let of = |sign: fn(&Action) -> bool| steps.iter().filter(move |step| sign(&step.action)).copied();
    let mut rows = Vec::new();
    for (sign, steps) in [
        ((Tone::Added, "+"), of(|action| matches!(action, Action::Create { .. }))),
        ((Tone::Removed, "-"), of(|action| matches!(action, Action::Delete { .. }))),
    ] {
        let danger = steps.clone().filter(|step| step.reason != WHOLE_CLUSTER).map(|step| step.disruption).max();
        let with_sources = steps.map(|step| (step.action.resource(), rule_source(table, step)));
        for (group, rules) in rules::table(table.words, with_sources) {
            rows.push(Row {
                sign: Some(sign),
                columns: vec![group],
                danger: danger.and_then(disruption),
                below: rules.into_iter().map(|rule| rule_row(table, rule)).collect(),
                ..Row::default()
            });
        }
    }
    rows.extend(of(|action| matches!(action, Action::Update { .. })).map(|step| row(table, step)));
    rows
}

/// Where a rule comes from. Unless the table is wide, only rules that open the cluster have a source, as a column of it would leave
/// no room for the rules.
fn rule_source<'a>(table: &Table<'_>, step: &'a Step) -> Option<&'a SourceRef> {
    step.source.as_ref().filter(|_| table.wide || rules::opens(step.action.resource()))
}

fn rule_row(table: &Table<'_>, row: RuleRow<'_>) -> Row {
    let RuleRow { columns, sources } = row;
    let aside = if table.wide {
        let places: BTreeSet<String> = sources.into_iter().map(|source| place(table.words, source)).collect();
        places.into_iter().collect()
    } else {
        lines(table.words, sources)
    };
    Row { columns: columns.into(), aside, is_ragged: !table.wide, ..Row::default() }
}
