//! A plan as text: what is created, changed and deleted, the source of each change in the spec, and its impact.
//!
//! In: a [`Plan`] and a [`Style`]. Out: text in sections such as network and instance groups, at most 100 characters wide.
//! Resources are named as the AWS console names them. A plan contains no secrets, so neither does its text.

mod change;
mod forecast;
mod format;
mod hidden;
mod markdown;
mod page;
mod rules;
mod section;
mod style;
mod summary;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use crate::plan::{CostChange, Plan, Retained, RollingUpdate, Shared, Total, WHOLE_CLUSTER};
use crate::resource::Section;
use format::{Words, place, short_id};
use page::{Page, Row, WIDTH};
use section::{Table, Tally};

pub use markdown::{MARKDOWN_LIMIT, markdown};
pub(crate) use markdown::{markdown_total, markdown_within, plain as markdown_sentence};
pub use style::{Plain, Style, Tone};

/// Renders a plan as text of at most 100 columns. Only names and file content that are longer than that exceed it.
pub fn render(plan: &Plan, style: &dyn Style) -> String {
    write(plan, style, false)
}

/// Renders a plan as text of any width: with the purpose of each new resource, the field of the spec it comes from, and the number of calls
/// to each service of AWS that applying takes.
pub fn render_wide(plan: &Plan, style: &dyn Style) -> String {
    write(plan, style, true)
}

fn write(plan: &Plan, style: &dyn Style, wide: bool) -> String {
    let (names, new, titles) = (format::names(plan), format::new_names(plan), format::titles(plan));
    let folder = if wide { "" } else { format::common_folder(plan) };
    let words = Words { names: &names, new: &new, titles: &titles, folder };
    let table = Table { words, wide };
    let mut page = Page::new(style, if wide { usize::MAX } else { WIDTH });
    let mut tally = Tally::default();
    for section in Section::ALL {
        let rows = section::rows(section, &table, plan, &mut tally);
        page.section(section.title(), &rows);
    }
    page.section("Rolling update required", &rolling_rows(words, plan));
    page.section("Retained (no longer in the spec)", &retained_rows(words, &plan.kept));
    page.section("Shared (not managed)", &shared_rows(words, plan, wide));
    page.section("Notes", &note_rows(plan));
    page.section("Monthly cost (estimate)", &cost_rows(plan.cost.as_ref(), &plan.region));
    page.section("Forecast", &forecast::rows(words, plan));
    if wide && !plan.steps.is_empty() {
        page.section("AWS API calls of the apply (prediction)", &call_rows(plan));
    }
    page.line(0, &summary(plan, &tally));
    page.finish()
}

/// Renders what several plans come to together: costs, what users may notice, and how many resources are created, changed and deleted.
pub fn render_total(plans: &[&Plan], style: &dyn Style) -> String {
    let total = Total::of(plans.iter().copied());
    let mut page = Page::new(style, WIDTH);
    page.section("Monthly cost of all clusters (estimate)", &total_cost_rows(&total, plans));
    page.section("Interruptions", &interruption_rows(plans));
    page.line(0, &format!("Total of {}: {}", format::count(plans.len(), "cluster"), total_steps(&total)));
    page.finish()
}

fn total_steps(Total { create, change, delete, .. }: &Total) -> String {
    format!("{create} to create, {change} to change, {delete} to delete.")
}

fn total_cost_rows(total: &Total, plans: &[&Plan]) -> Vec<Row> {
    plans.first().map(|plan| cost_rows(total.cost.as_ref(), &plan.region)).unwrap_or_default()
}

/// What users of each cluster may notice.
fn interruption_rows(plans: &[&Plan]) -> Vec<Row> {
    let row = |plan: &&Plan| Row {
        columns: vec![plan.cluster.clone()],
        below: forecast::interruptions(plan),
        ..Row::default()
    };
    plans.iter().map(row).filter(|row| !row.below.is_empty()).collect()
}

/// The plan as plain text without a trailing newline.
impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(render(self, &Plain).trim_end_matches('\n'))
    }
}

/// `Plan: 12 to create, 3 to change, 1 to delete. Shared (not managed): 4. Unchanged: 97.`
fn summary(plan: &Plan, tally: &Tally) -> String {
    let Tally { create, change, delete } = *tally;
    let mut text = match plan.steps.first() {
        None => "No changes.".to_owned(),
        Some(step) if step.reason == WHOLE_CLUSTER => format!("Plan: {delete} to delete (the whole cluster)."),
        Some(_) => format!("Plan: {create} to create, {change} to change, {delete} to delete."),
    };
    let others =
        [("Retained", plan.kept.len()), ("Shared (not managed)", plan.shared.len()), ("Unchanged", plan.unchanged)];
    for (label, number) in others.into_iter().filter(|(_, number)| *number > 0) {
        text.push_str(&format!(" {label}: {number}."));
    }
    text
}

/// The retained resources, sorted by what would delete them.
fn retained_rows(words: Words<'_>, kept: &[Retained]) -> Vec<Row> {
    let mut kept: Vec<&Retained> = kept.iter().collect();
    kept.sort_by(|a, b| (&a.until, &a.resource).cmp(&(&b.until, &b.resource)));
    kept.iter()
        .map(|kept| Row {
            columns: vec![
                words.title(&kept.resource).to_owned(),
                words.name(&kept.resource),
                short_id(&kept.resource, &kept.id),
            ],
            aside: vec![match kept.until.strip_prefix('`') {
                Some(_) => format!("delete with {}", kept.until),
                None => format!("until {}", kept.until),
            }],
            ..Row::default()
        })
        .collect()
}

/// The groups that have to roll, with the fields that are the cause.
fn rolling_rows(words: Words<'_>, plan: &Plan) -> Vec<Row> {
    let row = |update: &RollingUpdate| Row {
        columns: vec![update.group.clone()],
        below: update.causes.iter().map(|cause| Row { columns: vec![place(words, cause)], ..Row::default() }).collect(),
        ..Row::default()
    };
    plan.rolling_updates.iter().map(row).collect()
}

fn shared_rows(words: Words<'_>, plan: &Plan, wide: bool) -> Vec<Row> {
    let row = |shared: &Shared| {
        let name = &shared.resource.name;
        let known = *name == shared.id.0 || *name == plan.cluster;
        let mut columns = vec![
            shared.resource.kind.title().to_owned(),
            shared.id.0.clone(),
            if known { String::new() } else { name.clone() },
        ];
        if wide {
            columns.push(shared.reason.clone());
        }
        Row {
            columns,
            aside: shared.source.as_ref().map(|source| place(words, source)).into_iter().collect(),
            ..Row::default()
        }
    };
    plan.shared.iter().map(row).collect()
}

/// By how much the costs change, and what is not in that.
fn cost_rows(cost: Option<&CostChange>, region: &str) -> Vec<Row> {
    let Some(cost) = cost else { return Vec::new() };
    let row = |text: String, aside: String| Row { columns: vec![text], aside: vec![aside], ..Row::default() };
    let differ = if cost.applies { String::new() } else { format!("; those of {region} differ") };
    let prices = format!("on-demand list prices of {}, {}{differ}", cost.price_region, cost.price_date);
    let mut rows = vec![row(cost.monthly.signed(), prices)];
    rows.extend(cost.unpriced.iter().map(|missing| row(format!("not counted: {missing}"), String::new())));
    rows
}

/// The calls that applying takes, by service.
fn call_rows(plan: &Plan) -> Vec<Row> {
    let mut services: BTreeMap<&str, u32> = BTreeMap::new();
    for (call, times) in &plan.apply_calls {
        *services.entry(call.split_once(':').map_or("", |(service, _)| service)).or_default() += times;
    }
    let total = services.values().sum::<u32>();
    let rows = services.into_iter().chain((total > 0).then_some(("total", total)));
    rows.map(|(service, times)| Row { columns: vec![service.to_owned(), times.to_string()], ..Row::default() })
        .collect()
}

/// The notes, each once.
fn note_rows(plan: &Plan) -> Vec<Row> {
    let mut notes: BTreeMap<&str, ()> = BTreeMap::new();
    let new = plan.notes.iter().filter(|note| notes.insert(note.as_str(), ()).is_none());
    new.map(|note| Row { sign: Some((Tone::Aside, "-")), columns: vec![note.clone()], ..Row::default() }).collect()
}
