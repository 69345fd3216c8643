//! The codes of what is wrong with a text before its meaning is looked at.

use crate::diag::Code;

/// Bytes that are not UTF-8.
pub const ENCODING: Code = Code::new("text/encoding", "A file is not UTF-8; nothing of it is read.");
/// Text that is neither YAML nor JSON.
pub const SYNTAX: Code = Code::new("text/syntax", "The text is neither YAML nor JSON; reading stops there.");
/// A tab where YAML wants spaces.
pub const TAB: Code = Code::new("text/tab", "A tab stands where YAML wants spaces; reading stops there.");
/// A key twice in one map.
pub const DUPLICATE_KEY: Code = Code::new("text/duplicate-key", "A key stands twice in one map.");
/// A key that is a list or a map.
pub const COMPLEX_KEY: Code = Code::new("text/complex-key", "A key is a list or a map; keys are text.");
/// A tag without meaning here.
pub const UNKNOWN_TAG: Code = Code::new("text/unknown-tag", "A value has a tag that means nothing here.");
/// A merge key whose value is no map.
pub const MERGE: Code = Code::new("text/merge", "The value of a merge key `<<` is neither a map nor a list of maps.");
/// Text that is too large once its aliases are written out, or too deep.
pub const TOO_LARGE: Code =
    Code::new("text/too-large", "The text is nested too deeply, or too large once its aliases are written out.");

/// Every code of this module.
pub const ALL: &[Code] = &[ENCODING, SYNTAX, TAB, DUPLICATE_KEY, COMPLEX_KEY, UNKNOWN_TAG, MERGE, TOO_LARGE];
