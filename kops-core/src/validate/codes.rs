//! The codes of the rules.

use crate::diag::Code;

/// A field that has no effect.
pub const IGNORED_FIELD: Code = Code::new("spec/ignored-field", "A field has no effect any more.");

/// Every code of this module.
pub const ALL: &[Code] = &[IGNORED_FIELD];
