//! Errors of templates, as data. Templates are rendered by `kops-template`.

use serde::{Deserialize, Serialize};

/// A template that cannot be rendered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct InvalidTemplateFields {
    /// The name of the template's file.
    pub file: String,
    /// The line that the error is about, counted from 1.
    pub line: Option<usize>,
}

impl InvalidTemplateFields {
    /// Names a template, and the line that an error is about.
    pub fn new(file: impl Into<String>, line: Option<usize>) -> Self {
        Self { file: file.into(), line }
    }
}
