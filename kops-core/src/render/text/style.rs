//! The roles that parts of a plan's text have, for colouring.

/// The role of a part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Tone {
    /// The title of a section.
    Heading,
    /// Something created or added.
    Added,
    /// Something changed in place.
    Changed,
    /// Something deleted or removed.
    Removed,
    /// A disruption of users or workloads.
    Danger,
    /// Secondary text: reasons and sources.
    Aside,
}

/// Styles the parts of a text, for example with terminal colours. The library itself writes no escape codes.
pub trait Style {
    /// Returns `text`, which never contains a line break, in the style of its tone.
    fn paint(&self, tone: Tone, text: &str) -> String;
}

/// No styling.
#[derive(Clone, Copy, Debug, Default)]
pub struct Plain;

impl Style for Plain {
    fn paint(&self, _tone: Tone, text: &str) -> String {
        text.to_owned()
    }
}
