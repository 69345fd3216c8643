//! Texts of the user, and places in them.

use std::fmt;
use std::sync::Arc;

use super::Location;

/// A text that the user gave, with the name to show in messages. `Debug` shows how long it is and nothing of it, as errors have the texts
/// of specs, which may hold secrets.
#[derive(Clone, PartialEq, Eq)]
pub struct Source {
    /// The file as the user named it, or `-`.
    pub name: Arc<str>,
    /// Its whole text.
    pub text: Arc<str>,
}

impl Source {
    /// Names a text.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        Self { name: name.into(), text: text.into() }
    }

    /// Returns the place of a position of this text.
    pub fn location(&self, at: Position) -> Location {
        Location { file: self.name.clone(), line: at.line, column: at.column }
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source").field("name", &self.name).field("bytes", &self.text.len()).finish()
    }
}

/// A line and a column, both from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing_of_a_text() {
        assert_eq!(format!("{:?}", Source::new("a.yml", "PRIVATE")), "Source { name: \"a.yml\", bytes: 7 }");
    }
}
