//! A plan as Markdown that fits the comment of a pull request: counts and dangers first, then changes from old to new with the line of
//! the spec that causes each, and everything else folded.
//!
//! In: a [`Plan`]. Out: GitHub Flavored Markdown of at most [`MARKDOWN_LIMIT`] bytes, or of as many as one plan of several may have, with the
//! words of the plan's text. What does not fit is counted.

use super::format::{Words, common_folder, count, disruption, names, new_names, titles};
use super::page::Row;
use super::section::{OfKind, Table, Tally, by_kind};
use super::{
    cost_rows, forecast, interruption_rows, note_rows, retained_rows, rolling_rows, shared_rows, summary,
    total_cost_rows, total_steps,
};
use crate::diag::{printable, printable_lines};
use crate::plan::{Disruption, Plan, Step, Total, WHOLE_CLUSTER};
use crate::resource::Section;

/// The most bytes of a rendered plan, or of the plans of a set together. A comment on GitHub has at most 65,536 characters.
pub const MARKDOWN_LIMIT: usize = 60_000;

/// How many resources a danger names.
const NAMED: usize = 5;
/// How many lines of a change stand in its row; longer ones follow as a diff.
const LINES: usize = 6;
/// How many new resources are shown; more are folded.
const SHOWN: usize = 10;

/// Renders a plan as Markdown in GitHub's flavour, of at most [`MARKDOWN_LIMIT`] bytes.
pub fn markdown(plan: &Plan) -> String {
    markdown_within(plan, MARKDOWN_LIMIT)
}

/// As [`markdown`], of at most so many bytes.
pub(crate) fn markdown_within(plan: &Plan, limit: usize) -> String {
    let (names, new, titles) = (names(plan), new_names(plan), titles(plan));
    let words = Words { names: &names, new: &new, titles: &titles, folder: common_folder(plan) };
    let table = Table { words, wide: true };
    let mut tally = Tally::default();
    let rows: Vec<(&str, Row)> = Section::ALL
        .into_iter()
        .flat_map(|section| by_kind(section, &table, plan, &mut tally))
        .flat_map(|OfKind { title, rows, .. }| rows.into_iter().map(move |row| (title, row)))
        .collect();
    let (created, changed): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(_, row)| sign(row) == "+");
    let mut diffs = Vec::new();
    let changed: Vec<String> = changed.iter().flat_map(|(title, row)| change_lines(title, row, &mut diffs)).collect();
    let created: Vec<String> = created.iter().map(|(title, row)| creation_line(title, row)).collect();

    let mut comment = Comment::of(limit);
    comment.write(&format!("### Plan for {} in {}\n\n", code(&plan.cluster), code(&plan.region)));
    comment.write(&format!("**{}**\n\n", summary(plan, &tally).trim_start_matches("Plan: ")));
    comment.write(&dangers(words, plan));
    comment.table(Fold::None, "| | Resource | Change | Why | Impact |\n|---|---|---|---|---|\n", &changed);
    comment.list("Rolling update required", rolling_rows(words, plan));
    let title = format!("{} to create", tally.create);
    let fold = if created.len() > SHOWN { Fold::Closed(&title) } else { Fold::Open(&title) };
    comment.table(fold, "| Resource | Details | For | Source |\n|---|---|---|---|\n", &created);
    comment.list("Notes", note_rows(plan));
    comment.list("Monthly cost (estimate)", cost_rows(plan.cost.as_ref(), &plan.region));
    comment.list("Forecast", labelled(forecast::rows(words, plan)));
    comment.list("Retained (no longer in the spec)", retained_rows(words, &plan.kept));
    let shared: Vec<String> = shared_rows(words, plan, true).iter().map(shared_line).collect();
    comment.table(Fold::Closed("Shared (not managed)"), "| Resource | For | Source |\n|---|---|---|\n", &shared);
    diffs.iter().for_each(|(title, diff)| comment.diff(title, diff));
    comment.finish()
}

/// Renders what several plans come to together as Markdown of at most so many bytes: what [`super::render_total`] says.
pub(crate) fn markdown_total(plans: &[&Plan], limit: usize) -> String {
    let total = Total::of(plans.iter().copied());
    let mut comment = Comment::of(limit);
    comment.write(&format!("### Total of {}\n\n", count(plans.len(), "cluster")));
    comment.write(&format!("**{}**\n\n", total_steps(&total)));
    comment.list("Monthly cost of all clusters (estimate)", total_cost_rows(&total, plans));
    let clusters = interruption_rows(plans).into_iter();
    let interruptions = clusters.map(|row| Row { below: labelled(row.below), columns: row.columns, ..Row::default() });
    comment.list("Interruptions", interruptions.collect());
    comment.finish()
}

/// How a table is folded, with its title.
#[derive(Clone, Copy)]
enum Fold<'a> {
    None,
    Open(&'a str),
    Closed(&'a str),
}

/// The text under construction.
struct Comment {
    text: String,
    /// The most bytes that it may have.
    limit: usize,
    /// Whether anything was left out.
    is_cut: bool,
}

/// What is kept free for the ends of blocks and the last sentence.
const RESERVE: usize = 400;

impl Comment {
    fn of(limit: usize) -> Self {
        Self { text: String::new(), limit, is_cut: false }
    }

    /// Writes a text where it fits.
    fn write(&mut self, text: &str) -> bool {
        let fits = self.text.len() + text.len() + RESERVE <= self.limit;
        if fits {
            self.text.push_str(text);
        }
        self.is_cut |= !fits;
        fits
    }

    /// Writes as many lines as fit, and how many are left.
    fn lines(&mut self, lines: &[String]) {
        let written = lines.iter().take_while(|line| self.write(line)).count();
        if written < lines.len() {
            self.text.push_str(&format!("\n{} more are not shown.\n", lines.len() - written));
        }
        self.text.push('\n');
    }

    /// Writes a table; nothing without rows.
    fn table(&mut self, fold: Fold<'_>, head: &str, rows: &[String]) {
        let (start, end) = match fold {
            Fold::None => (String::new(), ""),
            Fold::Open(title) => (format!("<details open><summary>{title}</summary>\n\n"), "</details>\n\n"),
            Fold::Closed(title) => (format!("<details><summary>{title}</summary>\n\n"), "</details>\n\n"),
        };
        if !rows.is_empty() && self.write(&format!("{start}{head}")) {
            self.lines(rows);
            self.text.push_str(end);
        }
    }

    /// Writes a list; nothing without entries.
    fn list(&mut self, title: &str, rows: Vec<Row>) {
        let lines: Vec<String> = rows.iter().flat_map(entry).collect();
        if !lines.is_empty() && self.write(&format!("**{title}**\n\n")) {
            self.lines(&lines);
        }
    }

    /// Writes a folded diff.
    fn diff(&mut self, title: &str, diff: &str) {
        let fence = "`".repeat(longest_run(diff, '`').max(2) + 1);
        self.write(&format!("<details><summary>{title}</summary>\n\n{fence}diff\n{diff}{fence}\n\n</details>\n\n"));
    }

    fn finish(mut self) -> String {
        if self.is_cut {
            self.text.push_str("The plan is too long for a comment; its text and JSON have all of it.\n");
        }
        format!("{}\n", self.text.trim_end())
    }
}

fn sign(row: &Row) -> &'static str {
    row.sign.map_or("", |(_, sign)| sign)
}

/// The rows of a change or a deletion: one for each field. Long differences are added to `diffs`.
fn change_lines(title: &str, row: &Row, diffs: &mut Vec<(String, String)>) -> Vec<String> {
    let name = row.columns.first().map_or("", String::as_str);
    let (resource, impact) = (format!("{title} {}", code(name)), row.danger.unwrap_or_default());
    let line = |first: bool, change: &str, why: &[String]| {
        let (sign, resource, impact) = if first { (sign(row), &*resource, impact) } else { ("", "", "") };
        let sign = if sign.is_empty() { String::new() } else { code(sign) };
        format!("| {sign} | {resource} | {change} | {} | {impact} |\n", sentences(why))
    };
    if row.below.is_empty() {
        let id = row.columns.get(1).filter(|id| !id.is_empty()).map(|id| code(id)).unwrap_or_default();
        return vec![line(true, &id, &row.aside)];
    }
    let mut change = |part: &Row| {
        if sign(row) == "-" {
            return code(&rule(part));
        }
        let (label, values) = part.columns.split_first().map_or(("", &[][..]), |(label, values)| (label, values));
        let lines: Vec<&str> = part.lines.iter().map(|(_, line)| line.as_str()).collect();
        if lines.len() > LINES || lines.iter().any(|line| line.starts_with("@@")) {
            let diff: String = lines.iter().map(|line| format!("{}\n", printable_lines(line))).collect();
            diffs.push((format!("{title} {}: {label}", html(name)), diff));
            return format!("{} (diff below)", plain(label));
        }
        let values = values.iter().map(String::as_str).filter(|value| !value.is_empty());
        let values: Vec<String> = values.chain(lines).map(code).collect();
        format!("{} {}", plain(label), values.join("<br>")).trim_end().to_owned()
    };
    let parts: Vec<(String, &Row)> = row.below.iter().map(|part| (change(part), part)).collect();
    parts.iter().enumerate().map(|(index, (change, part))| line(index == 0, change, &part.aside)).collect()
}

/// The row of a resource that is created.
fn creation_line(title: &str, row: &Row) -> String {
    let mut columns = row.columns.iter().map(String::as_str);
    let (name, details, reason) = (columns.next(), columns.next(), columns.next());
    let rules = row.below.iter().map(|part| code(&rule(part)));
    let details: Vec<String> = details.filter(|text| !text.is_empty()).map(code).into_iter().chain(rules).collect();
    let name = code(name.unwrap_or_default());
    let (details, reason) = (details.join("<br>"), plain(reason.unwrap_or_default()));
    let mut sources: Vec<String> = Vec::new();
    for source in row.aside.iter().chain(row.below.iter().flat_map(|part| &part.aside)) {
        if !sources.contains(source) {
            sources.push(source.clone());
        }
    }
    format!("| {title} {name} | {details} | {reason} | {} |\n", sentences(&sources))
}

/// A row of security group rules on one line, without the spaces of columns.
fn rule(row: &Row) -> String {
    row.columns.iter().flat_map(|column| column.split_whitespace()).collect::<Vec<_>>().join(" ")
}

/// Rows of a label and a text, with the label in bold.
fn labelled(rows: Vec<Row>) -> Vec<Row> {
    let label = |mut row: Row| {
        if let Some(label) = row.columns.first_mut() {
            *label = format!("**{label}**");
        }
        row
    };
    rows.into_iter().map(label).collect()
}

fn shared_line(row: &Row) -> String {
    let mut columns = row.columns.iter().map(String::as_str);
    let (kind, id, name, reason) = (columns.next(), columns.next(), columns.next(), columns.next());
    let names: Vec<String> = [id, name].into_iter().flatten().filter(|name| !name.is_empty()).map(code).collect();
    let (kind, reason) = (plain(kind.unwrap_or_default()), plain(reason.unwrap_or_default()));
    format!("| {kind} {} | {reason} | {} |\n", names.join(" "), sentences(&row.aside))
}

/// A row as an entry of a list, with what is below it.
fn entry(row: &Row) -> Vec<String> {
    let joined = |texts: &[String], between: &str| {
        texts.iter().filter(|text| !text.is_empty()).map(String::as_str).collect::<Vec<_>>().join(between)
    };
    let text = |row: &Row| {
        let parts = [vec![joined(&row.columns, " ")], row.aside.clone()].concat();
        plain(&joined(&parts, ", "))
    };
    let first = format!("- {}\n", text(row));
    std::iter::once(first).chain(row.below.iter().map(|part| format!("  - {}\n", text(part)))).collect()
}

/// What loses data, terminates instances or interrupts connections, as an alert that stands out.
fn dangers(words: Words<'_>, plan: &Plan) -> String {
    let is_whole = plan.steps.first().is_some_and(|step| step.reason == WHOLE_CLUSTER);
    let mut text = String::new();
    for danger in [Disruption::Data, Disruption::Instances, Disruption::Connections] {
        let steps: Vec<&Step> = plan.steps.iter().filter(|step| step.disruption == danger).collect();
        // Deleting the whole cluster ends its connections anyway.
        let Some(title) = disruption(danger).filter(|_| !steps.is_empty()) else { continue };
        if is_whole && danger == Disruption::Connections {
            continue;
        }
        let name = |step: &&Step| format!("{} {}", words.title(&step.resource), code(&words.name(&step.resource)));
        let mut names: Vec<String> = steps.iter().take(NAMED).map(name).collect();
        if steps.len() > NAMED {
            names.push(format!("{} more", steps.len() - NAMED));
        }
        text.push_str(&format!("> - {title}: {}\n", names.join(", ")));
    }
    if text.is_empty() { text } else { format!("> [!CAUTION]\n{text}\n") }
}

/// Reasons and sources, each once.
fn sentences(parts: &[String]) -> String {
    plain(&parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join("; "))
}

/// A text as code, in which nothing has a meaning but `|`, which ends the cells of tables also there.
fn code(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let text = in_code(&printable(text));
    let fence = "`".repeat(longest_run(&text, '`') + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// The inside of code. A backslash before a `|` would escape the one that keeps it from ending a cell.
fn in_code(text: &str) -> String {
    text.replace("\\|", "\\\u{200b}|").replace('|', "\\|")
}

/// A sentence of the library as it is, in which only what ends a cell, makes an element or a link, or addresses a user is escaped.
///
/// What stands between backticks is code where Markdown takes it for code: up to as many backticks as it begins with.
pub(crate) fn plain(text: &str) -> String {
    let text = printable(text);
    let (mut rest, mut escaped) = (&*text, String::with_capacity(text.len()));
    while let Some(start) = rest.find('`') {
        let (before, from) = rest.split_at(start);
        let (fence, after) = from.split_at(run_length(from));
        escaped.push_str(&prose(before));
        match closing(after, fence.len()) {
            Some(end) => {
                escaped.push_str(&format!("{fence}{}{fence}", in_code(&after[..end])));
                rest = &after[end + fence.len()..];
            }
            None => {
                escaped.push_str(&"\\`".repeat(fence.len()));
                rest = after;
            }
        }
    }
    escaped + &prose(rest)
}

/// Where a run of exactly so many backticks begins.
fn closing(text: &str, length: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(start) = text[at..].find('`') {
        let found = run_length(&text[at + start..]);
        if found == length {
            return Some(at + start);
        }
        at += start + found;
    }
    None
}

/// The number of backticks that a text begins with.
fn run_length(text: &str) -> usize {
    text.bytes().take_while(|byte| *byte == b'`').count()
}

/// The parts of a sentence that are no code.
fn prose(text: &str) -> String {
    html(&text.replace('\\', "\\\\")).replace('|', "\\|").replace("](", "]\\(")
}

/// The text of an element, which addresses no user.
fn html(text: &str) -> String {
    let text = printable(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('@', "@\u{200b}")
}

/// How many times a character follows itself at most.
fn longest_run(text: &str, c: char) -> usize {
    text.split(|other| other != c).map(|run| run.chars().count()).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Location, ObjectRef};
    use crate::graph::Graph;
    use crate::plan::tests::cluster::{demo, edit};
    use crate::plan::tests::fake_account::FakeAccount;
    use crate::plan::{PlanOptions, plan};
    use crate::resource::{AutoscalingGroup, Kind, LaunchTemplate, Peer, ResourceId, SecurityGroupRule};

    fn rendered(graph: &Graph, account: &FakeAccount, options: &PlanOptions) -> String {
        let plan = plan(graph, &account.snapshot(), &account.store(), options);
        markdown(&plan.unwrap_or_else(|errors| panic!("{errors}")))
    }

    #[test]
    fn changes_have_old_and_new_value_source_and_impact() {
        let mut graph = demo(2);
        let account = FakeAccount::of(&graph);
        edit::<LaunchTemplate>(&mut graph, Kind::LaunchTemplate, "nodes-0.demo", |x| {
            x.user_data = Some("#!/bin/bash\necho two\n".into());
        });
        edit::<AutoscalingGroup>(&mut graph, Kind::AutoscalingGroup, "nodes-1.demo", |x| {
            x.max_size = 1;
            x.tags.insert("team".into(), "a|b @all <b>".into());
        });
        let group = graph.nodes.get_mut(&ResourceId::new(Kind::AutoscalingGroup, "nodes-1.demo")).expect("is there");
        group.origin.fields.insert("max_size".into(), ObjectRef::new("InstanceGroup", "nodes-1").field("spec.maxSize"));
        graph.place(|_| Some(Location { file: "groups.yaml".into(), line: 7, column: 3 }));
        graph.nodes.retain(|id, _| id.kind != Kind::Volume);
        graph.notes.push("a note for @team".to_owned());
        let allow = ["*".to_owned()].into();
        let text = rendered(&graph, &account, &PlanOptions { allow, ..PlanOptions::default() });
        let expected = "\
### Plan for `demo` in `us-east-2`

**0 to create, 2 to change, 1 to delete. Unchanged: 34.**

> [!CAUTION]
> - deletes data: EBS volume `a.etcd-main.demo`
> - terminates instances: autoscaling group `nodes-1.demo`

| | Resource | Change | Why | Impact |
|---|---|---|---|---|
| `-` | EBS volume `a.etcd-main.demo` |  | no longer in the spec | deletes data |
| `~` | launch template `nodes-0.demo` | user data (diff below) | kops default | rolling update required |
| `~` | autoscaling group `nodes-1.demo` | max size `2 -> 1` | spec.maxSize at groups.yaml:7 | terminates instances |
|  |  | tags `+ team=a\\|b @all <b>` | kops default |  |

**Notes**

- a note for @\u{200b}team

**Monthly cost (estimate)**

- -$1.60 to -$31.97, on-demand list prices of us-east-1, 2025-06

<details><summary>launch template nodes-0.demo: user data</summary>

```diff
@@ -1,2 +1,2 @@
 #!/bin/bash
-echo one
+echo two
```

</details>
";
        assert_eq!(text, expected, "{text}");
    }

    #[test]
    fn what_is_created_is_folded() {
        let text = rendered(&demo(1), &FakeAccount::default(), &PlanOptions::default());
        let (shown, folded) = text.split_once("<details>").expect("something is folded");
        assert_eq!(shown, "### Plan for `demo` in `us-east-2`\n\n**34 to create, 0 to change, 0 to delete.**\n\n");
        assert!(folded.contains("\n| VPC `demo` | `10.0.0.0/16` |"), "{text}");
        assert!(folded.contains("`in tcp 443 from nodes.demo`"), "{text}");
    }

    #[test]
    fn few_new_rules_are_shown_beside_those_that_go_with_their_sources() {
        let mut graph = demo(1);
        let account = FakeAccount::of(&graph);
        edit::<SecurityGroupRule>(&mut graph, Kind::SecurityGroupRule, "ssh", |x| {
            x.peer = Peer::Ipv4("198.51.100.0/24".into());
        });
        let rule = graph.nodes.get_mut(&ResourceId::new(Kind::SecurityGroupRule, "ssh")).expect("is there");
        rule.origin.path = Some(ObjectRef::new("Cluster", "demo").field("spec.sshAccess[0]"));
        graph.place(|_| Some(Location { file: "cluster.yaml".into(), line: 7, column: 3 }));
        let text = rendered(&graph, &account, &PlanOptions::default());
        let expected = "\
| | Resource | Change | Why | Impact |
|---|---|---|---|---|
| `-` | security group rule `nodes.demo` | `in tcp 22 from 192.0.2.0/24` |  | may interrupt connections |

<details open><summary>1 to create</summary>

| Resource | Details | For | Source |
|---|---|---|---|
| security group rule `nodes.demo` | `in tcp 22 from 198.51.100.0/24` |  | spec.sshAccess[0] at cluster.yaml:7 |

</details>
";
        assert!(text.ends_with(expected), "{text}");
    }

    #[test]
    fn an_entry_has_its_remarks_behind_a_comma_and_its_label_in_bold() {
        let row = |columns: &[&str], aside: &[&str]| Row {
            columns: columns.iter().map(|&text| text.to_owned()).collect(),
            aside: aside.iter().map(|&text| text.to_owned()).collect(),
            ..Row::default()
        };
        assert_eq!(entry(&row(&["EBS volume", "a.demo", ""], &["until x"])), ["- EBS volume a.demo, until x\n"]);
        assert_eq!(entry(&row(&["a note"], &[])), ["- a note\n"]);
        let forecast = labelled(vec![row(&["in place", "2 changes"], &[])]);
        assert_eq!(entry(&forecast[0]), ["- **in place** 2 changes\n"]);
    }

    #[test]
    fn an_empty_plan_is_two_lines() {
        let graph = demo(1);
        let text = rendered(&graph, &FakeAccount::of(&graph), &PlanOptions::default());
        assert_eq!(text, "### Plan for `demo` in `us-east-2`\n\n**No changes. Unchanged: 34.**\n");
    }

    #[test]
    fn what_does_not_fit_into_a_comment_is_counted() {
        let text = rendered(&demo(400), &FakeAccount::default(), &PlanOptions::default());
        assert!(text.len() <= MARKDOWN_LIMIT && text.len() > MARKDOWN_LIMIT / 2, "{}", text.len());
        assert!(text.contains(" more are not shown.\n") && text.ends_with("have all of it.\n"), "{text}");
        assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
    }

    #[test]
    fn values_are_never_markup() {
        for (text, expected) in [
            ("plain", "`plain`"),
            ("a|b", "`a\\|b`"),
            ("a`b", "``a`b``"),
            ("`a`", "`` `a` ``"),
            ("<script>", "`<script>`"),
            ("image@sha256:1", "`image@sha256:1`"),
            (r"a\|b", "`a\\\u{200b}\\|b`"),
            ("", ""),
        ] {
            assert_eq!(code(text), expected);
        }
        for (text, expected) in [
            ("ask @me & <b> about `x<y`", "ask @\u{200b}me &amp; &lt;b&gt; about `x<y`"),
            ("lacks `a``<b>`, and <b>", "lacks `a``<b>`, and &lt;b&gt;"),
            // A value of others in the backticks of a sentence.
            ("lacks `a=x` ```<b> @me`", "lacks `a=x` \\`\\`\\`&lt;b&gt; @\u{200b}me\\`"),
            (r"\`<b>", r"\\\`&lt;b&gt;"),
            ("`a|b` | [a](https://b)", r"`a\|b` \| [a]\(https://b)"),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }
}
