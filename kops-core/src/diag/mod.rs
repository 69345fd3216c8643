//! What is wrong with the user's input: diagnostics with a code, a place and advice, always collected, never thrown one
//! by one.
//!
//! In: findings of the reader, the decoder and the rules. Out: [`Diagnostics`], sorted by place. The world's failures are
//! typed errors elsewhere ([`crate::cloud::CloudError`], [`crate::state::StateError`]); the two never mix.

mod codes;
mod excerpt;
mod path;
mod print;
mod printable;
mod secret;
mod source;
mod suggest;

use std::fmt;

use serde::Serialize;

pub(crate) use codes::codes;
pub use codes::{Code, Example};
pub use path::{Location, ObjectRef, Segment, SpecPath, segments};
pub(crate) use path::{push_key, segments_and_rest};
pub use print::{Paint, Part, Plain, Report};
pub(crate) use printable::replace_credentials;
pub use printable::{printable, printable_lines};
pub(crate) use secret::{is_one_of, is_secret_field, is_secret_text, is_secret_variable};
pub use source::{Position, Source};
pub use suggest::suggest;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The input cannot be used until this is mended.
    Error,
    /// The input can be used, but the user would want to know.
    Warning,
}

/// One finding about the user's input.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Diagnostic {
    /// The rule that found it, as `area/rule`, for example `spec/unknown-field`. Stable between releases.
    pub code: &'static str,
    /// Whether the input can still be used.
    pub severity: Severity,
    /// One sentence in lower case: what is wrong, with the user's value in backticks.
    pub message: String,
    /// The field, where the input could be read that far.
    pub path: Option<SpecPath>,
    /// Where the user wrote it.
    pub location: Option<Location>,
    /// What would be right.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Makes an error without a place.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, severity: Severity::Error, message: message.into(), path: None, location: None, help: None }
    }

    /// Makes a warning without a place.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// Makes a warning of a finding that does not stop what is being done.
    #[must_use]
    pub fn into_warning(self) -> Self {
        Self { severity: Severity::Warning, ..self }
    }

    /// Adds the field that the finding is about.
    #[must_use]
    pub fn at(mut self, path: SpecPath) -> Self {
        self.path = Some(path);
        self
    }

    /// Adds where the user wrote it.
    #[must_use]
    pub fn located(mut self, location: impl Into<Option<Location>>) -> Self {
        self.location = location.into();
        self
    }

    /// Adds what would be right.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// One line: `file:line:column: error[code]: message (path)`.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(location) = &self.location {
            write!(f, "{}: ", printable(&location.to_string()))?;
        }
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, "{severity}[{}]: {}", self.code, printable(&self.message))?;
        if let Some(path) = &self.path {
            write!(f, " ({})", printable(&path.to_string()))?;
        }
        Ok(())
    }
}

/// Every finding of a stage. Never empty when used as an error.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds one finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// True where some finding is an error.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|d| d.severity == Severity::Error)
    }

    /// True where there is no finding at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The number of findings.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The findings, in the order of the input.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// Leaves out the findings of some kinds.
    #[must_use]
    pub fn without(self, codes: &[Code]) -> Self {
        self.0.into_iter().filter(|finding| codes.iter().all(|code| code.id != finding.code)).collect()
    }

    /// Returns `value`, or all findings when one of them is an error.
    ///
    /// # Errors
    /// Every finding, sorted by place, where one is an error.
    pub fn into_result<T>(mut self, value: T) -> Result<T, Self> {
        if self.has_errors() {
            self.sort();
            return Err(self);
        }
        Ok(value)
    }

    /// Adds the place of every finding that has a field and no place yet, as `place` tells it.
    pub fn locate(&mut self, place: impl Fn(&SpecPath) -> Option<Location>) {
        for finding in &mut self.0 {
            if finding.location.is_none() {
                finding.location = finding.path.as_ref().and_then(&place);
            }
        }
    }

    /// Sorts by file, line and column; findings without a place come first.
    pub fn sort(&mut self) {
        self.0.sort_by(|a, b| (&a.location, a.code, &a.message).cmp(&(&b.location, b.code, &b.message)));
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, iter: T) {
        self.0.extend(iter);
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<T: IntoIterator<Item = Diagnostic>>(iter: T) -> Self {
        Self(iter.into_iter().collect())
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, diagnostic) in self.0.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{diagnostic}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}
