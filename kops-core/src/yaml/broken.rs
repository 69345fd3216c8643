//! What to say about a text that is not YAML: the parser's finding in words that help its author.

use super::codes;
use super::template::TemplateLanguage;
use crate::diag::Diagnostic;
use crate::diag::{Position, Source};

/// Says where reading stopped, why, and what would be right where that can be told.
pub(super) fn broken(source: &Source, info: &str, at: Position) -> Diagnostic {
    let json = source.text.trim_start().starts_with(['{', '[']);
    if !json && let Some(place) = tab_indent(source, at) {
        return Diagnostic::error(codes::TAB.id, "the line is indented with a tab")
            .located(source.location(place))
            .help("YAML is indented with spaces");
    }
    if info.contains("followed by a valid YAML whitespace") {
        return Diagnostic::error(codes::TAB.id, "a tab follows a `:`")
            .located(source.location(at))
            .help("write a space there");
    }
    let (message, help) = match REASONS.iter().find(|(part, ..)| info.contains(part)) {
        Some((_, message, help)) => (*message, *help),
        None => (info, None),
    };
    let help = match line(source, at.line).map(|line| (line, TemplateLanguage::of(line))) {
        // Scripts have `${name}` too.
        Some((line, Some(TemplateLanguage::Terraform))) if !line.contains("%{") => help,
        Some((_, Some(language))) => Some(language.advice()),
        _ => help,
    };
    let language = if json { "JSON" } else { "YAML" };
    let finding = Diagnostic::error(codes::SYNTAX.id, format!("this is not {language}: {message}"));
    Diagnostic { help: help.map(str::to_owned), ..finding.located(source.location(at)) }
}

/// Parts of the parser's words, what they mean for the text, and what would be right.
const REASONS: &[(&str, &str, Option<&str>)] = &[
    (
        "mapping values are not allowed",
        "a `:` stands where no key can end",
        Some("check the indentation, or put the value in quotes"),
    ),
    ("illegal placement of ':'", "a `:` stands where no key can end", Some("a list or map above may not be closed")),
    ("invalid indentation in quoted scalar", "a quote is not closed", None),
    ("unexpected end of stream", "the text ends inside of quotes", None),
    ("did not find expected node content", "a value is missing, or a bracket is not closed", None),
    ("did not find expected ',' or ']'", "a list has neither `,` nor `]` here", None),
    ("did not find expected ',' or '}'", "a map has neither `,` nor `}` here", None),
    ("unknown anchor", "an alias `*name` stands for nothing", Some("text that begins with `*` needs quotes")),
    ("unprintable character", "there is a character that is not text", None),
    ("unexpected character", "a value begins with a character that YAML keeps for itself", Some("put it in quotes")),
    (
        "did not find expected <document start>",
        "text follows the end of a document",
        Some("check the indentation, or begin the next document with `---`"),
    ),
    ("recursion limit exceeded", "lists and maps are nested too deep", None),
    ("did not find expected key", "a key is missing", Some("check the indentation")),
    ("did not find expected '-' indicator", "an item of a list is missing", Some("check the indentation")),
    ("simple key expect", "a key has no `:`", Some("check the indentation, or put the value above in quotes")),
];

/// A tab at the beginning of the line where reading stopped, or of the next one: readers notice it late.
fn tab_indent(source: &Source, at: Position) -> Option<Position> {
    (at.line..=at.line.saturating_add(1)).find_map(|number| {
        let line = line(source, number)?;
        let indent = &line[..line.len() - line.trim_start().len()];
        let before = indent.chars().position(|c| c == '\t')?;
        Some(Position { line: number, column: u32::try_from(before).ok()?.saturating_add(1) })
    })
}

fn line(source: &Source, number: u32) -> Option<&str> {
    source.text.lines().nth(usize::try_from(number.checked_sub(1)?).ok()?)
}
