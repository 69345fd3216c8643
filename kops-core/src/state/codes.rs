//! The codes of what is wrong with the objects of a state store.

use crate::diag::Code;

/// An object that is not what its key says.
pub const UNREADABLE: Code =
    Code::new("state/unreadable", "An object of the state store is not the one that its key names, or is cut off.");
/// An object that lacks what every stored one has.
pub const INCOMPLETE: Code = Code::new("state/incomplete", "An object lacks a field without which it is not stored.");

/// Every code of this module.
pub const ALL: &[Code] = &[UNREADABLE, INCOMPLETE];
