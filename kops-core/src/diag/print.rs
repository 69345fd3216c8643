//! Findings for people: the line that each is about, a mark below the place, and what would be right.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use super::excerpt::Lines;
use super::printable::printable;
use super::secret::is_secret;
use super::{Diagnostic, Diagnostics, Location, Severity, Source};

/// A part of a report, for painting.
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
    most: usize,
}

impl<'a> Report<'a> {
    /// Puts findings and texts together, without colours.
    pub fn new(diagnostics: &'a Diagnostics, sources: &'a [Source]) -> Self {
        Self { diagnostics, sources, paint: &Plain, most: usize::MAX }
    }

    /// Adds colours.
    #[must_use]
    pub fn paint(self, paint: &'a dyn Paint) -> Self {
        Self { paint, ..self }
    }

    /// Shows so many findings of each file at most, errors first, and the number of the rest; by default all are shown.
    #[must_use]
    pub fn at_most(self, most: usize) -> Self {
        Self { most, ..self }
    }

    /// The findings that are shown, and how many of each file are not.
    fn shown(&self) -> (Vec<&'a Diagnostic>, BTreeMap<&'a str, usize>) {
        let file = |finding: &'a Diagnostic| finding.location.as_ref().map_or("", |location| &*location.file);
        let mut room: BTreeMap<&str, usize> = BTreeMap::new();
        let mut is_shown = vec![false; self.diagnostics.len()];
        for severity in [Severity::Error, Severity::Warning] {
            for (finding, is_shown) in self.diagnostics.iter().zip(&mut is_shown) {
                let room = room.entry(file(finding)).or_insert(self.most);
                if finding.severity == severity && *room > 0 {
                    *room -= 1;
                    *is_shown = true;
                }
            }
        }
        let mut more: BTreeMap<&str, usize> = BTreeMap::new();
        let shown = self.diagnostics.iter().zip(is_shown).filter_map(|(finding, is_shown)| {
            if !is_shown {
                *more.entry(file(finding)).or_default() += 1;
            }
            is_shown.then_some(finding)
        });
        (shown.collect(), more)
    }

    fn one(&self, f: &mut fmt::Formatter<'_>, finding: &Diagnostic, texts: &HashMap<&str, Lines<'_>>) -> fmt::Result {
        let severity = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        self.paint.paint(f, Part::Severity(finding.severity), &format!("{severity}[{}]", finding.code))?;
        f.write_str(": ")?;
        self.paint.paint(f, Part::Message, &printable(&finding.message))?;
        f.write_str("\n")?;
        let width = finding.location.as_ref().map_or(1, |location| location.line.to_string().len());
        if let Some(location) = &finding.location {
            let place = printable(&location.to_string()).into_owned();
            self.paint.paint(f, Part::Frame, &format!("{:width$}--> {place}", ""))?;
            f.write_str("\n")?;
            if !finding.path.as_ref().is_some_and(is_secret) {
                self.excerpt(f, finding.severity, location, width, texts)?;
            }
        } else if let Some(path) = &finding.path {
            let path = printable(&path.to_string()).into_owned();
            self.paint.paint(f, Part::Frame, &format!("{:width$}--> {path}", ""))?;
            f.write_str("\n")?;
        }
        if let Some(help) = &finding.help {
            self.paint.paint(f, Part::Frame, &format!("{:width$} = ", ""))?;
            self.paint.paint(f, Part::Help, &format!("help: {}", printable(help)))?;
            f.write_str("\n")?;
        }
        Ok(())
    }

    fn excerpt(
        &self,
        f: &mut fmt::Formatter<'_>,
        severity: Severity,
        location: &Location,
        width: usize,
        texts: &HashMap<&str, Lines<'_>>,
    ) -> fmt::Result {
        let (number, column) = (location.line as usize, location.column as usize);
        let Some(lines) = texts.get(&*location.file) else { return Ok(()) };
        let Some(shown) = lines.excerpt(number, column) else { return Ok(()) };
        self.paint.paint(f, Part::Frame, &format!("{:width$} |\n{number} | ", ""))?;
        writeln!(f, "{}", shown.line)?;
        self.paint.paint(f, Part::Frame, &format!("{:width$} | ", ""))?;
        f.write_str(&shown.before)?;
        self.paint.paint(f, Part::Mark(severity), &"^".repeat(shown.length))?;
        f.write_str("\n")
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Of two texts of one name the first is shown.
        let texts = self.sources.iter().rev().map(|source| (&*source.name, Lines::new(&source.text))).collect();
        let (shown, more) = self.shown();
        for (i, finding) in shown.into_iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            self.one(f, finding, &texts)?;
        }
        for (file, count) in more {
            let place = if file.is_empty() { String::new() } else { format!(" in {}", printable(file)) };
            self.paint.paint(f, Part::Frame, &format!("\n… and {} more{place}", grouped(count)))?;
            f.write_str("\n")?;
        }
        Ok(())
    }
}

/// A number with a comma between thousands: `3,900`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let groups = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy);
    groups.collect::<Vec<_>>().join(",")
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

    fn many(count: u32) -> (Diagnostics, Source) {
        let at = |line| Location { file: "f".into(), line, column: 1 };
        let found = (1..=count).map(|line| Diagnostic::warning("a/b", "odd").located(at(line)));
        (found.collect(), Source::new("f", "key: value\n".repeat(count as usize)))
    }

    #[test]
    fn of_many_findings_the_first_are_shown_and_errors_before_warnings() {
        let (mut found, source) = many(5_000);
        let late = Location { file: "f".into(), line: 4_999, column: 1 };
        found.push(Diagnostic::error("a/c", "wrong").located(late));
        found.push(Diagnostic::warning("a/d", "without a place"));
        found.sort();
        let shown = Report::new(&found, &[source]).at_most(3).to_string();
        assert_eq!(shown.matches("warning[a/b]").count(), 2, "{shown}");
        assert!(shown.contains("error[a/c]: wrong\n    --> f:4999:1\n     |\n4999 | key: value\n"), "{shown}");
        assert!(shown.contains("warning[a/d]: without a place\n"), "{shown}");
        assert!(shown.ends_with("\n… and 4,998 more in f\n"), "{shown}");
    }

    #[test]
    fn a_hundred_thousand_findings_are_shown() {
        let (found, source) = many(100_000);
        let shown = Report::new(&found, &[source]).to_string();
        assert_eq!(shown.matches("| key: value\n").count(), 100_000);
        let line = format!("[{}]", "\"ä\", ".repeat(100_000));
        let at = |number: u32| Location { file: "f".into(), line: 1, column: 2 + 5 * number };
        let found = (0..100_000).map(|number| Diagnostic::warning("a/b", "odd").located(at(number))).collect();
        let shown = Report::new(&found, &[Source::new("f", line)]).to_string();
        assert_eq!(shown.matches("^^^\n").count(), 100_000);
    }

    #[test]
    fn nothing_in_a_text_acts_on_the_terminal() {
        let shown = report("\tk\u{1b}[2J: \u{202e}v\u{9b}", 1, 2);
        assert_eq!(shown, "warning[a/b]: odd\n --> f:1:2\n  |\n1 | \tk\\x1b[2J: \\u202ev\\x9b\n  | \t^^^^^\n");
        let finding = Diagnostic::error("a/b", "`\u{1b}c` is\nodd").help("write \u{202e}");
        let report = Report::new(&finding.clone().into(), &[]).to_string();
        assert_eq!(report, "error[a/b]: `\\x1bc` is\\nodd\n  = help: write \\u202e\n");
        assert_eq!(finding.to_string(), "error[a/b]: `\\x1bc` is\\nodd");
    }

    #[test]
    fn lines_that_may_hold_a_secret_are_not_shown() {
        let text = "publicKey: c2VjcmV0\nproxy: http://me:c2VjcmV0@host\n-----BEGIN RSA PRIVATE KEY----- c2VjcmV0\n";
        let at = |line| Location { file: "f".into(), line, column: 1 };
        let key = super::super::ObjectRef::new("SSHCredential", "c").field("spec.publicKey");
        let found = [
            Diagnostic::error("a/b", "is no key").at(key).located(at(1)),
            Diagnostic::error("a/b", "is no proxy").located(at(2)),
            Diagnostic::error("a/b", "is no YAML").located(at(3)),
        ];
        let shown = Report::new(&found.into_iter().collect(), &[Source::new("f", text)]).to_string();
        assert!(!shown.contains("c2VjcmV0"), "{shown}");
        assert!(shown.contains("2 | proxy: http://…@host\n"), "{shown}");
    }

    #[test]
    fn the_password_of_an_address_is_hidden_where_the_line_is_cut() {
        let line = format!("{}proxy: http://me:{}@host:3128{}", "a ".repeat(40), "c2VjcmV0".repeat(9), " b".repeat(80));
        for column in 1..=line.chars().count() as u32 + 1 {
            let shown = report(&line, 1, column);
            assert!(!shown.contains("c2V") && !shown.contains("mV0"), "column {column}:\n{shown}");
        }
        let shown = report("proxy: me:c2VjcmV0@host:3128 # x", 1, 30);
        assert!(shown.contains("1 | proxy: …@host:3128 # x\n  |                    ^"), "{shown}");
    }

    #[test]
    fn no_line_of_a_private_key_is_shown() {
        let key =
            "-----BEGIN OPENSSH PRIVATE KEY-----\n    c2VjcmV0\n    c2VjcmV0\n    -----END OPENSSH PRIVATE KEY-----";
        let text = format!("before: 1\nkey: |\n    {key}\nafter: 2\n");
        let shown = |line| report(&text, line, 1).contains('|');
        assert_eq!((1..=7).map(shown).collect::<Vec<_>>(), [true, true, false, false, false, false, true]);
        let cut = text.split("    -----END").next().unwrap();
        assert!(!report(cut, 5, 1).contains("c2VjcmV0"));
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
