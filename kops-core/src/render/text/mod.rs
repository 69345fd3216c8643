//! A plan for people: what happens, why, where the spec says so, and what it disturbs.
//!
//! In: a [`Plan`] and a [`Style`]. Out: text, grouped by what things are for. What is made is told in a line, what changes
//! field by field, and nothing is told twice. Secrets are in no plan, so they are in no report.

mod change;
mod format;
mod page;
mod rules;
mod section;
mod style;
mod summary;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use crate::plan::{Plan, Retained, Shared, WHOLE_CLUSTER};
use crate::resource::Section;
use format::{Words, count, place, short_id};
use page::{Page, Row};
use section::Tally;

pub use style::{Plain, Style, Tone};

/// Writes a plan for people.
pub fn render(plan: &Plan, style: &dyn Style) -> String {
    let names = format::names(plan);
    let words = Words { cluster: &plan.cluster, names: &names };
    let mut page = Page::new(style);
    let (followers, mut tally) = (section::followers(plan), Tally::default());
    for section in Section::ALL {
        let rows = section::rows(section, words, plan, &followers, &mut tally);
        page.section(section.title(), &rows);
    }
    page.section("Kept, although the spec does not want it", &kept_rows(words, &plan.kept));
    page.section("Shared, used and left alone", &shared_rows(words, &plan.shared));
    page.section("Notes", &note_rows(plan));
    page.line(0, &summary(plan, &tally));
    page.finish()
}

/// The report for people, without colours and without the last line end.
impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(render(self, &Plain).trim_end_matches('\n'))
    }
}

/// `12 to create, 3 to change, 1 to delete; 4 shared things left alone; 97 as they should be.`
fn summary(plan: &Plan, tally: &Tally) -> String {
    let Tally { create, change, delete } = *tally;
    let parts = [
        (create, format!("{create} to create")),
        (change, format!("{change} to change")),
        (delete, format!("{delete} to delete")),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|(number, _)| *number > 0).map(|(_, text)| text).collect();
    let mut sentence = if parts.is_empty() { "Nothing to do".to_owned() } else { parts.join(", ") };
    if plan.steps.iter().any(|step| step.reason == WHOLE_CLUSTER) {
        sentence.push_str(&format!(", as {WHOLE_CLUSTER}"));
    }
    if !plan.kept.is_empty() {
        sentence.push_str(&format!("; {} kept", plan.kept.len()));
    }
    if !plan.shared.is_empty() {
        sentence.push_str(&format!("; {} left alone", count(plan.shared.len(), "shared thing")));
    }
    if plan.unchanged > 0 {
        sentence.push_str(&format!("; {} as they should be", plan.unchanged));
    }
    sentence.push('.');
    sentence
}

/// What is kept, by what would delete it.
fn kept_rows(words: Words<'_>, kept: &[Retained]) -> Vec<Row> {
    let mut kept: Vec<&Retained> = kept.iter().collect();
    kept.sort_by(|a, b| (&a.until, &a.resource).cmp(&(&b.until, &b.resource)));
    kept.iter()
        .map(|kept| Row {
            columns: vec![
                kept.resource.kind.title().to_owned(),
                words.name(&kept.resource.name),
                short_id(&kept.resource, &kept.id),
            ],
            aside: vec![match kept.until.strip_prefix('`') {
                Some(_) => format!("{} deletes it", kept.until),
                None => format!("stays until {}", kept.until),
            }],
            ..Row::default()
        })
        .collect()
}

fn shared_rows(words: Words<'_>, shared: &[Shared]) -> Vec<Row> {
    shared
        .iter()
        .map(|shared| {
            let name = &shared.resource.name;
            let known = *name == shared.id.0 || name == words.cluster;
            let name = if known { String::new() } else { words.name(name) };
            let why = Some(shared.reason.clone()).filter(|reason| !reason.is_empty());
            Row {
                columns: vec![shared.resource.kind.title().to_owned(), shared.id.0.clone(), name],
                aside: why.into_iter().chain(shared.source.as_ref().map(place)).collect(),
                ..Row::default()
            }
        })
        .collect()
}

fn note_rows(plan: &Plan) -> Vec<Row> {
    let mut notes: BTreeMap<&str, ()> = BTreeMap::new();
    let new = plan.notes.iter().filter(|note| notes.insert(note.as_str(), ()).is_none());
    new.map(|note| Row { columns: vec![format!("- {note}")], ..Row::default() }).collect()
}
