//! A plan as Markdown, for comments of pull requests: the same rows as in its text, in tables.

use super::format::{self, Words, place};
use super::page::Row;
use super::section::{self, Table, Tally};
use super::style::Tone;
use super::{note_rows, retained_rows, shared_rows, summary};
use crate::diag::{printable, printable_lines};
use crate::plan::Plan;
use crate::resource::Section;

/// Renders a plan as Markdown in GitHub's flavour: what it does in one line, which instance groups have to roll and because of
/// which field, and a table for each section with old and new values, reasons and lines of the spec. Texts that change
/// are folded. Values are code, so that nothing in them is markup or mentions anyone.
pub fn markdown(plan: &Plan) -> String {
    let (names, new) = (format::names(plan), format::new_names(plan));
    let words = Words { names: &names, new: &new, folder: format::common_folder(plan) };
    let table = Table { words, followers: section::followers(plan), wide: false };
    let mut tally = Tally::default();
    let sections: Vec<_> = Section::ALL
        .into_iter()
        .map(|section| (section.title(), section::by_kind(section, &table, plan, &mut tally)))
        .filter(|(_, kinds)| !kinds.is_empty())
        .collect();
    let mut text = format!("**{}**\n", summary(plan, &tally));
    if !plan.rolling_updates.is_empty() {
        text.push_str("\n### Rolling update required\n\n");
        for update in &plan.rolling_updates {
            let causes: Vec<String> = update.causes.iter().map(|cause| code(&place(words, cause))).collect();
            let because = if causes.is_empty() { String::new() } else { format!(": {}", causes.join(", ")) };
            text.push_str(&format!("- {}{because}\n", code(&update.group)));
        }
    }
    for (title, kinds) in &sections {
        text.push_str(&format!("\n### {title}\n\n| | Resource | Change | Reason |\n|---|---|---|---|\n"));
        let mut folded = String::new();
        for kind in kinds {
            kind.rows.iter().for_each(|row| resource(kind.kind.title(), row, &mut text, &mut folded));
        }
        text.push_str(&folded);
    }
    list("Retained (no longer in the spec)", &retained_rows(words, &plan.kept), &mut text);
    list("Shared (not managed)", &shared_rows(words, plan, false), &mut text);
    let notes = note_rows(plan);
    if !notes.is_empty() {
        text.push_str("\n### Notes\n\n");
        let notes = notes.iter().filter_map(|row| row.columns.first()?.strip_prefix("- "));
        notes.for_each(|note| text.push_str(&format!("- {}\n", escaped(note))));
    }
    text
}

/// The row of a resource, and a row for each of its fields below it. Texts that change are added to `folded`.
fn resource(kind: &str, row: &Row, text: &mut String, folded: &mut String) {
    let sign = row.sign.map(|(_, sign)| code(sign)).unwrap_or_default();
    let (name, rest) = row.columns.split_first().map_or(("", &[][..]), |(name, rest)| (name.as_str(), rest));
    let danger = row.danger.map(|danger| format!("**{danger}**"));
    let change: Vec<String> = cell(rest).into_iter().chain(danger).collect();
    let reason = row.aside.iter().map(|aside| code(aside)).collect::<Vec<_>>().join(" ");
    text.push_str(&format!("| {sign} | {kind} {} | {} | {reason} |\n", code(name), change.join(" ")));
    for field in &row.below {
        let (label, rest) = field.columns.split_first().map_or(("", &[][..]), |(label, rest)| (label.as_str(), rest));
        let reason = field.aside.iter().filter(|aside| !aside.is_empty()).map(|aside| code(aside));
        let reason = reason.collect::<Vec<_>>().join(" ");
        let is_diff = field.lines.iter().any(|(tone, _)| *tone == Tone::Aside);
        let change = match (cell(rest), is_diff) {
            (Some(change), _) => change,
            (None, true) => "see below".to_owned(),
            (None, false) => field.lines.iter().map(|(_, line)| code(line)).collect::<Vec<_>>().join("<br>"),
        };
        text.push_str(&format!("| | {} | {change} | {reason} |\n", escaped(label)));
        if is_diff {
            fold(&format!("{}: {}", printable(name), printable(label)), &field.lines, folded);
        }
    }
}

/// A diff that is shown when it is asked for.
fn fold(title: &str, lines: &[(Tone, String)], folded: &mut String) {
    let lines: Vec<String> = lines.iter().map(|(_, line)| printable_lines(line).into()).collect();
    let fence = "`".repeat(lines.iter().map(|line| longest_run(line)).max().unwrap_or(0).max(2) + 1);
    let title = title.replace('&', "&amp;").replace('<', "&lt;");
    let body = lines.join("\n");
    folded.push_str(&format!("\n<details><summary>{title}</summary>\n\n{fence}diff\n{body}\n{fence}\n\n</details>\n"));
}

fn list(heading: &str, rows: &[Row], text: &mut String) {
    if rows.is_empty() {
        return;
    }
    text.push_str(&format!("\n### {heading}\n\n"));
    for row in rows {
        let (kind, rest) = row.columns.split_first().map_or(("", &[][..]), |(kind, rest)| (kind.as_str(), rest));
        let aside = row.aside.iter().map(|aside| format!(", {}", escaped(aside))).collect::<String>();
        text.push_str(&format!("- {kind} {}{aside}\n", cell(rest).unwrap_or_default()));
    }
}

/// Columns as one cell; nothing where all are empty.
fn cell(columns: &[String]) -> Option<String> {
    let filled: Vec<&str> = columns.iter().map(String::as_str).filter(|column| !column.is_empty()).collect();
    (!filled.is_empty()).then(|| code(&filled.join(" ")))
}

/// A text as code inside a table.
fn code(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let text = printable(text).replace('|', "\\|");
    match longest_run(&text) {
        0 => format!("`{text}`"),
        run => {
            let fence = "`".repeat(run + 1);
            format!("{fence} {text} {fence}")
        }
    }
}

/// Words of ours in which a value may stand: names in backticks stay code.
fn escaped(text: &str) -> String {
    let text = printable(text);
    let parts = text.split('`').enumerate().map(|(place, part)| match place % 2 {
        1 => code(part),
        _ => part.replace('&', "&amp;").replace('<', "&lt;").replace('@', "@\u{2060}").replace('|', "\\|"),
    });
    parts.collect()
}

/// The length of the longest run of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Location, ObjectRef};
    use crate::plan::between;
    use crate::plan::tests::cluster::{demo, edit};
    use crate::plan::{PlanOptions, RollingUpdate};
    use crate::resource::{AutoscalingGroup, Kind, LaunchTemplate, ResourceId};

    #[test]
    fn tables_say_what_changes_from_what_to_what_and_why() {
        let old = demo(2);
        let mut new = demo(1);
        edit::<LaunchTemplate>(&mut new, Kind::LaunchTemplate, "nodes-0.demo", |template| {
            template.image_id = "ami|2".into();
            template.user_data = Some("#!/bin/bash\necho `two`\n".into());
        });
        edit::<AutoscalingGroup>(&mut new, Kind::AutoscalingGroup, "nodes-0.demo", |group| group.max_size = 9);
        let group = new.nodes.get_mut(&ResourceId::new(Kind::AutoscalingGroup, "nodes-0.demo")).expect("is there");
        group.origin.fields.insert("max_size".into(), ObjectRef::new("InstanceGroup", "nodes-0").field("spec.maxSize"));
        new.place(|_| Some(Location { file: "groups.yaml".into(), line: 7, column: 3 }));
        new.notes.push("the CIDR of `vpc-1` is assumed".to_owned());
        let options = PlanOptions { prune: true, ..PlanOptions::default() };
        let mut plan = between(&old, &new, &options).unwrap_or_else(|errors| panic!("{errors}"));
        plan.rolling_updates = vec![RollingUpdate { group: "nodes-0".into(), causes: Vec::new() }];
        let text = markdown(&plan);
        for line in [
            "**Plan: 0 to create, 2 to change, 2 to delete.",
            "### Rolling update required\n\n- `nodes-0`\n",
            "| `~` | launch template `nodes-0.demo` | **rolling update required** |  |\n",
            "| | image id | `ami-1 -> ami\\|2` |",
            "| | user data | see below |",
            "| | max size | `2 -> 9` | `spec.maxSize at groups.yaml:7` |\n",
            "| `-` | autoscaling group `nodes-1.demo` | **terminates instances** |",
            "<details><summary>nodes-0.demo: user data</summary>\n\n```diff\n",
            "- the CIDR of `vpc-1` is assumed\n",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
    }

    #[test]
    fn values_are_never_markup() {
        for (text, expected) in [
            ("plain", "`plain`"),
            ("a|b", "`a\\|b`"),
            ("a`b", "`` a`b ``"),
            ("<script>", "`<script>`"),
            ("image@sha256:1", "`image@sha256:1`"),
            ("", ""),
        ] {
            assert_eq!(code(text), expected);
        }
        assert_eq!(escaped("ask @me & <b> about `x<y`"), "ask @\u{2060}me &amp; &lt;b> about `x<y`");
    }
}
