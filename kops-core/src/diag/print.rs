//! Findings for people: the line that each is about, a mark below the place, and what would be right.

use std::borrow::Cow;
use std::fmt;

use super::Source;
use super::{Diagnostic, Diagnostics, Location, Severity};

/// The most characters of a line that are shown: JSON may have all of an object in one line.
const WINDOW: usize = 120;
/// How many of them stand before the mark, where a line is longer.
const BEFORE: usize = 40;

/// A part of a report, for whoever colours it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// `error[code]` or `warning[code]`.
    Severity(Severity),
    /// The sentence.
    Message,
    /// The file, line and column, and the lines round the text.
    Frame,
    /// The mark below the place.
    Mark(Severity),
    /// What would be right.
    Help,
}

/// Puts colours round the parts of a report. The library prints none itself.
pub trait Paint {
    /// Writes `text`, with whatever makes it look like `part`.
    ///
    /// # Errors
    /// When the formatter fails.
    fn paint(&self, f: &mut fmt::Formatter<'_>, part: Part, text: &str) -> fmt::Result;
}

/// No colours.
#[derive(Clone, Copy, Debug, Default)]
pub struct Plain;

impl Paint for Plain {
    fn paint(&self, f: &mut fmt::Formatter<'_>, _part: Part, text: &str) -> fmt::Result {
        f.write_str(text)
    }
}

/// Findings together with the texts that they are about; shown with `{}`.
///
/// ```
/// use kops_core::diag::{Diagnostic, Diagnostics, Location, Report, Source};
///
/// let text = Source::new("cluster.yaml", "spec:\n  chanel: stable\n");
/// let at = Location { file: "cluster.yaml".into(), line: 2, column: 3 };
/// let finding = Diagnostic::error("spec/unknown-field", "`chanel` is not a field of `spec`")
///     .located(at)
///     .help("did you mean `channel`?");
/// assert_eq!(Report::new(&Diagnostics::from(finding), &[text]).to_string(), "\
/// error[spec/unknown-field]: `chanel` is not a field of `spec`
///  --> cluster.yaml:2:3
///   |
/// 2 |   chanel: stable
///   |   ^^^^^^
///   = help: did you mean `channel`?
/// ");
/// ```
pub struct Report<'a> {
    diagnostics: &'a Diagnostics,
    sources: &'a [Source],
    paint: &'a dyn Paint,
}

impl<'a> Report<'a> {
    /// Puts findings and texts together, without colours.
    pub fn new(diagnostics: &'a Diagnostics, sources: &'a [Source]) -> Self {
        Self { diagnostics, sources, paint: &Plain }
    }

    /// Adds colours.
    #[must_use]
    pub fn paint(self, paint: &'a dyn Paint) -> Self {
        Self { paint, ..self }
    }

    fn one(&self, f: &mut fmt::Formatter<'_>, finding: &Diagnostic) -> fmt::Result {
        let severity = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        self.paint.paint(f, Part::Severity(finding.severity), &format!("{severity}[{}]", finding.code))?;
        f.write_str(": ")?;
        self.paint.paint(f, Part::Message, &finding.message)?;
        f.write_str("\n")?;
        let width = finding.location.as_ref().map_or(1, |location| location.line.to_string().len());
        if let Some(location) = &finding.location {
            self.place(f, finding, location, width)?;
        } else if let Some(path) = &finding.path {
            self.paint.paint(f, Part::Frame, &format!("{:width$}--> {path}", ""))?;
            f.write_str("\n")?;
        }
        if let Some(help) = &finding.help {
            self.paint.paint(f, Part::Frame, &format!("{:width$} = ", ""))?;
            self.paint.paint(f, Part::Help, &format!("help: {help}"))?;
            f.write_str("\n")?;
        }
        Ok(())
    }

    fn place(
        &self,
        f: &mut fmt::Formatter<'_>,
        finding: &Diagnostic,
        location: &Location,
        width: usize,
    ) -> fmt::Result {
        self.paint.paint(f, Part::Frame, &format!("{:width$}--> {location}", ""))?;
        f.write_str("\n")?;
        let source = self.sources.iter().find(|source| source.name == location.file);
        let number = location.line as usize;
        let Some(line) = source.and_then(|s| s.text.lines().nth(number.checked_sub(1)?)) else {
            return Ok(());
        };
        let column = (location.column as usize).saturating_sub(1);
        let (line, column, length) = window(line, column, word_length(line, column).max(1));
        let before: String = line.chars().take(column).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
        let mark = "^".repeat(length);
        self.paint.paint(f, Part::Frame, &format!("{:width$} |\n{number} | ", ""))?;
        writeln!(f, "{line}")?;
        self.paint.paint(f, Part::Frame, &format!("{:width$} | ", ""))?;
        f.write_str(&before)?;
        self.paint.paint(f, Part::Mark(finding.severity), &mark)?;
        f.write_str("\n")
    }
}

/// The part of a line round a mark that is worth showing, with the column and the length of the mark in it.
fn window(line: &str, column: usize, length: usize) -> (Cow<'_, str>, usize, usize) {
    let all = line.chars().count();
    if all <= WINDOW {
        return (Cow::Borrowed(line), column, length);
    }
    let start = column.min(all).saturating_sub(BEFORE);
    let end = (start + WINDOW).min(all);
    let mut shown = String::from(if start > 0 { "…" } else { "" });
    let moved = column - start + shown.chars().count();
    shown.extend(line.chars().skip(start).take(end - start));
    let length = length.min(end.saturating_sub(column).max(1));
    if end < all {
        shown.push('…');
    }
    (Cow::Owned(shown), moved, length)
}

/// The number of characters of the key or value that stands at a column.
fn word_length(line: &str, column: usize) -> usize {
    let start = line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
    let rest = &line[start..];
    if let Some(quote @ ('"' | '\'')) = rest.chars().next()
        && let Some(end) = rest[1..].find(quote)
    {
        return rest[..end + 2].chars().count();
    }
    let brackets = if rest.starts_with(['[', '{']) { "" } else { "[]{}" };
    let ends = [": ", " #", ", "].iter().filter_map(|end| rest.find(end));
    let end = ends.chain(rest.find(|c| brackets.contains(c))).min().unwrap_or(rest.len());
    rest[..end].trim_end().trim_end_matches([':', ',']).chars().count()
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, finding) in self.diagnostics.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            self.one(f, finding)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Report").field("diagnostics", self.diagnostics).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(text: &str, line: u32, column: u32) -> String {
        let source = Source::new("f", text);
        let location = Location { file: "f".into(), line, column };
        let found = Diagnostics::from(Diagnostic::warning("a/b", "odd").located(location));
        Report::new(&found, &[source]).to_string()
    }

    #[test]
    fn the_mark_covers_the_key_or_value() {
        for (text, column, mark) in [
            ("key: value", 1, "^^^"),
            ("key: value", 6, "     ^^^^^"),
            ("k: \"a b\" # c", 4, "   ^^^^^"),
            ("\tkey: v", 2, "\t^^^"),
            ("ä: ö", 4, "   ^"),
            ("k: [a, b]", 5, "    ^"),
            ("{k: 5 minutes}", 5, "    ^^^^^^^^^"),
            ("key: a:b  # c", 6, "     ^^^"),
            ("k:", 3, "  ^"),
        ] {
            let shown = report(text, 1, column);
            assert_eq!(shown, format!("warning[a/b]: odd\n --> f:1:{column}\n  |\n1 | {text}\n  | {mark}\n"));
        }
    }

    #[test]
    fn of_a_long_line_what_stands_round_the_mark_is_shown() {
        let text = format!("{}key: {}", "a".repeat(50_000), "b".repeat(50_000));
        let shown = |column| report(&text, 1, column).lines().skip(3).collect::<Vec<_>>().join("\n");
        let (a, b, space) = ("a".repeat(40), "b".repeat(75), " ".repeat(41));
        assert_eq!(shown(50_001), format!("1 | …{a}key: {b}…\n  | {space}^^^"));
        assert_eq!(shown(1), format!("1 | {}…\n  | {}", "a".repeat(120), "^".repeat(120)));
        assert_eq!(shown(100_006), format!("1 | …{}\n  | {space}^", "b".repeat(40)));
        let short = "c".repeat(120);
        assert!(report(&short, 1, 1).contains(&format!("1 | {short}\n")));
    }

    #[test]
    fn a_line_that_is_not_there_is_left_out() {
        assert_eq!(report("a", 7, 1), "warning[a/b]: odd\n --> f:7:1\n");
        assert_eq!(report("a", 0, 0), "warning[a/b]: odd\n --> f:0:0\n");
    }

    #[test]
    fn parts_can_be_painted() {
        struct Marked;
        impl Paint for Marked {
            fn paint(&self, f: &mut fmt::Formatter<'_>, part: Part, text: &str) -> fmt::Result {
                match part {
                    Part::Message => write!(f, "<{text}>"),
                    _ => f.write_str(text),
                }
            }
        }
        let found = Diagnostics::from(Diagnostic::error("a/b", "odd"));
        assert_eq!(Report::new(&found, &[]).paint(&Marked).to_string(), "error[a/b]: <odd>\n");
    }
}
