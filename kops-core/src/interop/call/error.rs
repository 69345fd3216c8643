//! Why a call has no result.

use crate::engine::Error;

/// Why a call has no result.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CallError {
    /// An argument is missing or has another type than it should.
    #[error("argument '{argument}': {problem}")]
    Type {
        /// The argument, as the table calls it.
        argument: String,
        /// What is expected.
        problem: String,
    },
    /// An argument has a value that it cannot have.
    #[error("argument '{argument}': {problem}")]
    Value {
        /// The argument, as the table calls it.
        argument: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The call was cancelled before it had a result.
    #[error("the call was cancelled")]
    Cancelled,
    /// What the library could not do.
    #[error(transparent)]
    Failed(#[from] Error),
}

impl CallError {
    /// An argument has a value that it cannot have.
    pub(super) fn value(argument: &str, problem: String) -> Self {
        Self::Value { argument: argument.to_owned(), problem }
    }
}
