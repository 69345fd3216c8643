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
    let lacks_entry = info.contains(NO_KEY) || info.contains(NO_ITEM);
    let stray = if !json && lacks_entry { stray_indent(source, at) } else { None };
    let (message, help) = match (stray, REASONS.iter().find(|(part, ..)| info.contains(part))) {
        (Some(spaces), _) => {
            let unit = if spaces == 1 { "space" } else { "spaces" };
            let message = format!("the line is indented by {spaces} {unit}, unlike any line above it");
            (message, Some("indent it like the line that it belongs beside"))
        }
        (None, Some((_, message, help))) => ((*message).to_owned(), *help),
        (None, None) => (info.to_owned(), None),
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

/// What the parser says where it expects a key of the map above.
const NO_KEY: &str = "did not find expected key";
/// What the parser says where it expects an item of the list above.
const NO_ITEM: &str = "did not find expected '-' indicator";

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
    (NO_KEY, "a key is missing", Some("check the indentation")),
    (NO_ITEM, "an item of a list is missing", Some("check the indentation")),
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

/// By how many spaces the line is indented where reading stopped at its beginning; nothing where a line above is indented as far.
fn stray_indent(source: &Source, at: Position) -> Option<usize> {
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let line = line(source, at.line)?;
    let mut before = line.chars().take(usize::try_from(at.column).ok()?.saturating_sub(1));
    let is_beginning = before.all(|c| matches!(c, ' ' | '-'));
    let mut above = source.text.lines().take(usize::try_from(at.line).ok()?.saturating_sub(1));
    let is_stray = !above.any(|above| !above.trim().is_empty() && indent(above) == indent(line));
    (is_beginning && is_stray).then(|| indent(line))
}

fn line(source: &Source, number: u32) -> Option<&str> {
    source.text.lines().nth(usize::try_from(number.checked_sub(1)?).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_indented_unlike_any_other_is_named() {
        for (text, expected) in [
            ("a:\n  b: 1\n c: 2\n", "the line is indented by 1 space, unlike any line above it"),
            ("a:\n  b:\n    c: 1\n   d: 2\n", "the line is indented by 3 spaces, unlike any line above it"),
            ("a:\n  - b: 1\n   c: 2\n", "the line is indented by 3 spaces, unlike any line above it"),
            ("a:\n  b:\n   - c: 1\n  - c: 2\n", "a key is missing"),
        ] {
            let findings = crate::yaml::parse(&Source::new("f", text)).expect_err("is not YAML");
            let messages: Vec<&str> = findings.iter().map(|finding| finding.message.as_str()).collect();
            assert_eq!(messages, [format!("this is not YAML: {expected}")], "{text}");
        }
    }
}
