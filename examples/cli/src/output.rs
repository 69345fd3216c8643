//! Terminal output: results on standard output, everything else on standard error. `anstream` removes colours if the
//! output is no terminal or `NO_COLOR` is set. Text from elsewhere is escaped, so that it cannot control the terminal.

use std::error::Error;
use std::fmt;
use std::io::{self, Write as _};

use anstyle::{AnsiColor, Style};
use kops_core::diag::{Diagnostics, Paint, Part, Report, Severity, printable_lines};
use kops_core::render::text::{self, Tone};
use kops_core::yaml::Source;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const ADDED: Style = AnsiColor::Green.on_default();
const REMOVED: Style = AnsiColor::Red.on_default();
const QUIET: Style = Style::new().dimmed();
const STRONG: Style = Style::new().bold();
const HELP: Style = AnsiColor::Cyan.on_default();

/// How many findings of a file are printed.
const MOST_FINDINGS: usize = 100;

/// Prints a result for people.
pub(crate) fn result(text: &str) -> io::Result<()> {
    data(&printable_lines(text))
}

/// Prints a result as it is: data, or what is coloured already.
pub(crate) fn data(text: &str) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    if !text.ends_with('\n') && !text.is_empty() {
        out.write_all(b"\n")?;
    }
    out.flush()
}

/// Prints a message to standard error. Errors are ignored, as there is nowhere to report them.
pub(crate) fn note(text: &str) {
    print(&printable_lines(text));
}

/// Prints a hint about what to do next.
pub(crate) fn hint(text: &str) {
    print(&format!("{HELP}{}{HELP:#}", printable_lines(text)));
}

/// Prints coloured text beside the results. A terminal that went away is no reason to fail.
fn print(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// A count with its noun: `1 step`, `2 steps`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Prints an error and its causes.
pub(crate) fn error(message: &str, source: Option<&(dyn Error + 'static)>) {
    print(&format!("{ERROR}error{ERROR:#}: {}", printable_lines(message)));
    let mut source = source;
    while let Some(cause) = source {
        print(&format!("  {QUIET}caused by:{QUIET:#} {}", printable_lines(&cause.to_string())));
        source = cause.source();
    }
}

/// Prints a warning.
pub(crate) fn warning(message: &str) {
    print(&format!("{WARNING}warning{WARNING:#}: {}", printable_lines(message)));
}

/// Prints findings with the source lines.
pub(crate) fn findings(findings: &Diagnostics, texts: &[Source]) {
    if !findings.is_empty() {
        let report = Report::new(findings, texts).paint(&Colours).at_most(MOST_FINDINGS).to_string();
        print(report.trim_end_matches('\n'));
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
