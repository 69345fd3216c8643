//! The codes of what is found while defaults are filled in.

use crate::diag::Code;

/// A field that nothing reads any more.
pub const IGNORED_FIELD: Code = Code::new("spec/ignored-field", "A field has no effect any more.");

/// Every code of this module.
pub const ALL: &[Code] = &[IGNORED_FIELD];
