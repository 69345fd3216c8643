//! What a conformance suite found.

use std::fmt;

/// A check that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The check: `create/repeated`.
    pub check: &'static str,
    /// What was wrong.
    pub problem: String,
}

/// Every check of a suite that failed. Empty for an implementation that is right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// Adds what came of a check.
    pub(crate) fn note(&mut self, check: &'static str, result: Result<(), String>) {
        if let Err(problem) = result {
            self.0.push(Finding { check, problem });
        }
    }

    /// True where every check passed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The checks that failed, each as one text.
    pub fn texts(&self) -> Vec<String> {
        self.0.iter().map(|finding| format!("{}: {}", finding.check, finding.problem)).collect()
    }

    /// The checks that failed.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.0.iter()
    }
}

impl IntoIterator for Findings {
    type Item = Finding;
    type IntoIter = std::vec::IntoIter<Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// One line for each check that failed.
impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|finding| writeln!(f, "{}: {}", finding.check, finding.problem))
    }
}
