//! What goes to the terminal. Results go to standard output, everything else to standard error; colours only where a
//! terminal shows them and `NO_COLOR` is unset, which `anstream` sees to.

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

/// Tells the user something that is no result. A terminal that went away is no reason to fail.
pub(crate) fn note(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Tells the user what to do next.
pub(crate) fn hint(text: &str) {
    note(&format!("{HELP}{text}{HELP:#}"));
}

/// A number of things: `1 step`, `2 steps`.
pub(crate) fn count(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

/// Prints an error and what lies underneath.
pub(crate) fn error(message: &str, source: Option<&(dyn Error + 'static)>) {
    note(&format!("{ERROR}error{ERROR:#}: {message}"));
    let mut source = source;
    while let Some(cause) = source {
        note(&format!("  {QUIET}because{QUIET:#} {cause}"));
        source = cause.source();
    }
}

/// Prints a warning.
pub(crate) fn warning(message: &str) {
    note(&format!("{WARNING}warning{WARNING:#}: {message}"));
}

/// Prints findings with the lines that they are about.
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
