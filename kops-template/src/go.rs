//! What to write in Jinja2 in place of the actions of a Go template, line by line.
//!
//! In: a Go template and the values that it is filled in with. Out: advice for people; what has no counterpart is named. The values
//! tell lists from maps, which Go loops over alike. What is advised renders, which the tests do.

mod blocks;
mod expression;
mod syntax;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::ops::Range;

use blocks::Translator;
use kops_core::yaml::TemplateLanguage;
use serde_json::{Map, Value};

/// The most bytes of a template that is looked at action by action.
const LONGEST: usize = 64 << 10;
/// How many times a template is rewritten: what one can learn of the templates within it ends with the depth of their calls.
const ROUNDS: usize = 20;

/// An action of Go and what stands for it in Jinja2.
struct Rewritten {
    /// Where it stands in the template.
    range: Range<usize>,
    /// The line that it begins in.
    line: usize,
    new: String,
    /// What has to be known of it.
    notes: Vec<String>,
}

/// Returns the advice for a template: for each action of Go its lines and what to write instead.
///
/// A template that is longer than any of a spec gets what holds for all.
pub(crate) fn advice(text: &str, values: &Map<String, Value>) -> String {
    if text.len() > LONGEST {
        return TemplateLanguage::Go.advice().to_owned();
    }
    let mut found: Vec<(Vec<String>, String)> = Vec::new();
    for action in rewritten(text, values) {
        let old = &text[action.range];
        if old == action.new {
            continue;
        }
        let notes: String = action.notes.iter().map(|note| format!(" ({note})")).collect();
        let advice = format!("{old}  →  {}{notes}", action.new);
        match found.iter_mut().find(|(_, known)| *known == advice) {
            Some((lines, _)) => lines.push(action.line.to_string()),
            None => found.push((vec![action.line.to_string()], advice)),
        }
    }
    let lines = found.iter().map(|(lines, advice)| {
        let word = if lines.len() == 1 { "line" } else { "lines" };
        format!("\n  {word} {}: {advice}", lines.join(", "))
    });
    format!("{}{}", TemplateLanguage::Go.advice(), lines.collect::<String>())
}

/// Rewrites every action. Templates that are always given all values become macros without parameters: whether one is, is known once
/// its calls were rewritten, so that this is done again until nothing new is learnt.
fn rewritten(text: &str, values: &Map<String, Value>) -> Vec<Rewritten> {
    let (mut narrow, mut round) = (BTreeSet::new(), 1);
    loop {
        let mut translator = Translator::new(values, &narrow);
        let actions = actions(text).map(|(range, line)| {
            let old = &text[range.clone()];
            let new = with_marks(old, translator.action(inside(old)));
            Rewritten { range, line, new, notes: translator.notes() }
        });
        let actions: Vec<_> = actions.collect();
        let learnt = translator.narrow();
        if round == ROUNDS || learnt.is_subset(&narrow) {
            return actions;
        }
        narrow.extend(learnt);
        round += 1;
    }
}

/// Where the actions of a text stand, with the lines that they begin in.
fn actions(text: &str) -> impl Iterator<Item = (Range<usize>, usize)> {
    let (mut line, mut counted, mut at) = (1, 0, 0);
    std::iter::from_fn(move || {
        let start = at + text[at..].find("{{")?;
        at = start + text[start..].find("}}")? + 2;
        line += text[counted..start].matches('\n').count();
        counted = start;
        Some((start..at, line))
    })
}

/// An action without its braces and the marks that trim spaces around it.
fn inside(action: &str) -> &str {
    let action = action.trim_start_matches("{{").trim_end_matches("}}");
    action.trim_start_matches('-').trim_end_matches('-').trim()
}

/// Puts the marks that trim spaces around an action on what stands for it.
fn with_marks(action: &str, mut rewritten: String) -> String {
    if action.ends_with("-}}") {
        rewritten.insert(rewritten.len() - 2, '-');
    }
    if action.starts_with("{{-") {
        rewritten.insert(2, '-');
    }
    rewritten
}
