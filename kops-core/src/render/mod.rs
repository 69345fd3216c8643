//! What a graph or a plan looks like to others: a report for people, Markdown for pull requests, JSON for programs, configuration
//! for Terraform, a picture to show around.
//!
//! In: values of the pure stages. Out: text, the same bytes for the same values.

pub mod diagram;
pub mod terraform;
pub mod text;

pub use text::{MARKDOWN_LIMIT, markdown};

use crate::plan::Plan;

/// How the report of a plan is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// Plain text of at most 100 columns.
    #[default]
    Text,
    /// Plain text of any width, with the purpose of each new resource and the field of the spec it comes from.
    Wide,
    /// Markdown that fits the comment of a pull request.
    Markdown,
}

impl Format {
    /// Every format, with its name.
    pub const ALL: [(&str, Self); 3] = [("text", Self::Text), ("wide", Self::Wide), ("markdown", Self::Markdown)];

    /// Finds a format by its name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, format)| format)
    }
}

impl Plan {
    /// Writes the report that people read.
    pub fn report(&self, format: Format) -> String {
        match format {
            Format::Text => text::render(self, &text::Plain),
            Format::Wide => text::render_wide(self, &text::Plain),
            Format::Markdown => markdown(self),
        }
    }
}
