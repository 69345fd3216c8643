//! Why a call has no result.

use crate::diag::suggest;
use crate::engine::{Error, SetError};

/// Why a call has no result.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CallError {
    /// An argument is missing, or is not what it should be. The message does not show its value, which may be a secret.
    #[error("argument '{argument}': {problem}")]
    Type {
        /// The argument, as the table calls it.
        argument: String,
        /// What is expected.
        problem: String,
    },
    /// An argument names something that there is not.
    #[error("argument '{argument}': {problem}")]
    Value {
        /// The argument, as the table calls it.
        argument: String,
        /// What is wrong with it; it may show the name.
        problem: String,
    },
    /// The call was cancelled before it had a result.
    #[error("the call was cancelled")]
    Cancelled,
    /// What the library could not do.
    #[error(transparent)]
    Failed(Error),
    /// A set that could not be applied, with the clusters that were done before.
    #[error(transparent)]
    SetFailed(#[from] SetError),
}

impl From<Error> for CallError {
    fn from(error: Error) -> Self {
        match error {
            Error::Cancelled => Self::Cancelled,
            error => Self::Failed(error),
        }
    }
}

impl CallError {
    /// An argument is not what it should be.
    pub(in crate::interop) fn of_type(argument: &str, problem: impl Into<String>) -> Self {
        Self::Type { argument: argument.to_owned(), problem: problem.into() }
    }

    /// An argument names something that there is not.
    pub(in crate::interop) fn value(argument: &str, problem: String) -> Self {
        Self::Value { argument: argument.to_owned(), problem }
    }

    /// An argument cannot be read as what it should be.
    pub(in crate::interop) fn unreadable(argument: &str, error: &serde_json::Error) -> Self {
        let text = error.to_string();
        let text = text.rsplit_once(" at line ").map_or(text.as_str(), |(text, _)| text);
        Self::of_type(argument, without_value(text))
    }
}

/// What a reader says without the value that it has read: what it expects, and the names of fields.
pub(super) fn without_value(text: &str) -> String {
    let Some((found, expected)) = text.rsplit_once(", expected ") else { return text.to_owned() };
    let Some(name) = found.strip_prefix("unknown field ") else { return format!("expected {}", plain(expected)) };
    match suggest(name.trim_matches('`'), expected.split('`').skip(1).step_by(2)) {
        Some(known) => format!("{found}; did you mean `{known}`?"),
        None => text.to_owned(),
    }
}

/// What a reader expects, in words of any language.
fn plain(expected: &str) -> &str {
    match expected {
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number from 0",
        "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number",
        "f32" | "f64" => "a number",
        "a map" => "an object",
        _ if expected.starts_with("struct ") || expected.starts_with("internally tagged enum ") => "an object",
        _ => expected,
    }
}
