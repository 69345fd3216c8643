//! What kinds of findings there are: one code for each, with a sentence for the documentation.

use serde::Serialize;

/// A kind of finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Code {
    /// `area/rule`, stable between releases.
    pub id: &'static str,
    /// One sentence: what is found.
    pub summary: &'static str,
}

impl Code {
    /// Describes a kind of finding.
    pub const fn new(id: &'static str, summary: &'static str) -> Self {
        Self { id, summary }
    }
}
