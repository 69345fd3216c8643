//! What the parts of a report mean, for whoever colours them.

/// What a part of a report is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Tone {
    /// The name of a section.
    Heading,
    /// Something that is made or added.
    Added,
    /// Something that is changed.
    Changed,
    /// Something that is deleted or taken away.
    Removed,
    /// Something that may disturb users.
    Danger,
    /// What explains the rest: reasons and places.
    Aside,
}

/// Puts colours round the parts of a report. The library prints none itself.
pub trait Style {
    /// Returns `text` with whatever makes it look like its tone; it never spans lines.
    fn paint(&self, tone: Tone, text: &str) -> String;
}

/// No colours.
#[derive(Clone, Copy, Debug, Default)]
pub struct Plain;

impl Style for Plain {
    fn paint(&self, _tone: Tone, text: &str) -> String {
        text.to_owned()
    }
}
