//! Terminal output: results on standard output, everything else on standard error. `anstream` removes colours if the
//! output is no terminal or `NO_COLOR` is set.

use std::error::Error;
use std::fmt;
use std::io::{self, Write as _};

use anstyle::{AnsiColor, Style};
use kops_core::diag::{Diagnostics, Paint, Part, Report, Severity};
use kops_core::render::text::{self, Tone};
use kops_core::yaml::Source;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const ADDED: Style = AnsiColor::Green.on_default();
const REMOVED: Style = AnsiColor::Red.on_default();
const QUIET: Style = Style::new().dimmed();
const STRONG: Style = Style::new().bold();
const HELP: Style = AnsiColor::Cyan.on_default();

/// Prints a result.
pub(crate) fn result(text: &str) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    if !text.ends_with('\n') && !text.is_empty() {
        out.write_all(b"\n")?;
    }
    out.flush()
}

/// Prints a message to standard error. Errors are ignored, as there is nowhere to report them.
pub(crate) fn note(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Prints a hint about what to do next.
pub(crate) fn hint(text: &str) {
    note(&format!("{HELP}{text}{HELP:#}"));
}

/// A count with its noun: `1 step`, `2 steps`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Prints an error and its causes.
pub(crate) fn error(message: &str, source: Option<&(dyn Error + 'static)>) {
    note(&format!("{ERROR}error{ERROR:#}: {message}"));
    let mut source = source;
    while let Some(cause) = source {
        note(&format!("  {QUIET}caused by:{QUIET:#} {cause}"));
        source = cause.source();
    }
}

/// Prints a warning.
pub(crate) fn warning(message: &str) {
    note(&format!("{WARNING}warning{WARNING:#}: {message}"));
}

/// Prints findings with the source lines.
pub(crate) fn findings(findings: &Diagnostics, texts: &[Source]) {
    if !findings.is_empty() {
        let report = Report::new(findings, texts).paint(&Colours).to_string();
        note(report.trim_end_matches('\n'));
    }
}

/// The colours of findings and plans.
pub(crate) struct Colours;

impl Paint for Colours {
    fn paint(&self, f: &mut fmt::Formatter<'_>, part: Part, text: &str) -> fmt::Result {
        let style = match part {
            Part::Severity(Severity::Error) | Part::Mark(Severity::Error) => ERROR,
            Part::Severity(Severity::Warning) | Part::Mark(Severity::Warning) => WARNING,
            Part::Message => STRONG,
            Part::Frame => QUIET,
            Part::Help => HELP,
        };
        write!(f, "{style}{text}{style:#}")
    }
}

impl text::Style for Colours {
    fn paint(&self, tone: Tone, text: &str) -> String {
        let style = match tone {
            Tone::Heading => STRONG,
            Tone::Added => ADDED,
            Tone::Changed => WARNING,
            Tone::Removed => REMOVED,
            Tone::Danger => ERROR,
            Tone::Aside => QUIET,
            _ => Style::new(),
        };
        format!("{style}{text}{style:#}")
    }
}
