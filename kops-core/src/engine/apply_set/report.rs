//! The plan of a set as people read it: the plan of each cluster, what changes in the state store, and what all come to together.

use super::data::{SetAction, SetCluster, SetPlan};
use crate::diag::{ObjectRef, printable};
use crate::plan::Plan;
use crate::render::text::{self, Style};
use crate::render::{Format, MARKDOWN_LIMIT};
use crate::spec::InstanceGroup;

/// How many objects of the state store are named.
const NAMED: usize = 5;
/// In less room than this, a plan as Markdown says nothing.
const LEAST: usize = 1_500;
/// What is kept free for the last sentence.
const RESERVE: usize = 200;

impl SetPlan {
    /// Writes the report that people read. Where there are several clusters, it has their total: at the end of texts, and at the beginning
    /// of Markdown, which has at most [`MARKDOWN_LIMIT`] bytes for all clusters.
    pub fn report(&self, format: Format) -> String {
        self.styled_report(format, &text::Plain)
    }

    /// As [`SetPlan::report`], in a style; Markdown has none.
    pub fn styled_report(&self, format: Format, style: &dyn Style) -> String {
        match format {
            Format::Text => self.text(text::render, style),
            Format::Wide => self.text(text::render_wide, style),
            Format::Markdown => self.markdown(MARKDOWN_LIMIT),
        }
    }

    fn text(&self, render: fn(&Plan, &dyn Style) -> String, style: &dyn Style) -> String {
        let of_cluster = |member: &SetCluster| {
            let stored = stored_lines(member).map(|line| format!("{}\n", printable(&line))).collect::<String>();
            format!("{}\n\n{}{stored}", printable(&title(member)), render(&member.plan, style))
        };
        let mut parts: Vec<String> = self.clusters.iter().map(of_cluster).collect();
        if self.clusters.len() > 1 {
            parts.push(text::render_total(&self.plans().collect::<Vec<_>>(), style));
        }
        parts.join("\n")
    }

    /// Clusters to which nothing would be done come last, so that they are what is left out.
    fn markdown(&self, limit: usize) -> String {
        let mut text = String::new();
        if self.clusters.len() > 1 {
            text = format!("{}\n", text::markdown_total(&self.plans().collect::<Vec<_>>(), limit / 2));
        }
        let mut members: Vec<&SetCluster> = self.clusters.iter().collect();
        members.sort_by_key(|member| member.is_empty());
        for (shown, member) in members.iter().enumerate() {
            let (left, others) = (limit.saturating_sub(text.len() + RESERVE), members.len() - shown);
            let part = of_cluster(member, (left / others).max(LEAST));
            if part.len() > left {
                let all = members.len();
                text.push_str(&format!("Not shown: {others} of {all} clusters; the text and the JSON have them.\n"));
                break;
            }
            text.push_str(&part);
        }
        text
    }
}

/// The plan of a cluster as Markdown of at most so many bytes.
fn of_cluster(member: &SetCluster, limit: usize) -> String {
    let stored = stored_lines(member).map(|line| format!("{}\n\n", text::markdown_sentence(&line))).collect::<String>();
    let head = format!("## {}\n\n{stored}", text::markdown_sentence(&title(member)));
    let plan = text::markdown_within(&member.plan, limit.saturating_sub(head.len() + 1));
    format!("{head}{plan}\n")
}

fn title(member: &SetCluster) -> String {
    let verb = if member.action == SetAction::Delete { "Delete cluster" } else { "Cluster" };
    format!("{verb} {}", member.cluster)
}

/// What changes in the state store.
fn stored_lines(member: &SetCluster) -> impl Iterator<Item = String> {
    let deleted = member.deleted_groups.iter().map(|group| ObjectRef::new(InstanceGroup::KIND, group)).collect();
    let lines = [("write to", member.changed_objects.clone()), ("delete from", deleted)];
    let lines = lines.into_iter().filter(|(_, objects)| !objects.is_empty());
    lines.map(|(verb, objects)| format!("To {verb} the state store: {}.", listed(&objects)))
}

fn listed(objects: &[ObjectRef]) -> String {
    let mut names: Vec<String> = objects.iter().take(NAMED).map(ToString::to_string).collect();
    if objects.len() > NAMED {
        names.push(format!("{} more", objects.len() - NAMED));
    }
    names.join(", ")
}
