//! The codes of what AWS does not accept.

use crate::diag::Code;

/// A name or a description.
pub const NAME: Code =
    Code::new("limit/name", "A name or a description is too long or has characters that AWS refuses.");
/// A number.
pub const NUMBER: Code = Code::new("limit/number", "A number is outside of the range that AWS accepts.");
/// A value.
pub const VALUE: Code = Code::new("limit/value", "A value is not one that AWS accepts.");
/// A CIDR.
pub const CIDR: Code = Code::new("limit/cidr", "A CIDR is not one that AWS accepts.");
/// A tag.
pub const TAG: Code = Code::new("limit/tag", "A tag has a key or a value that AWS refuses.");
/// Too much of something.
pub const SIZE: Code = Code::new("limit/size", "There is more of something than AWS accepts.");
/// A value that needs another one.
pub const COMBINATION: Code = Code::new("limit/combination", "Two values do not go together, or one is missing.");
/// What cannot be beside each other.
pub const CONFLICT: Code = Code::new("limit/conflict", "Two resources need the same addresses.");
/// What does not fit what it refers to.
pub const PLACEMENT: Code = Code::new("limit/placement", "A resource does not fit the subnets that it is in.");

/// Every code of this module.
pub const ALL: &[Code] = &[NAME, NUMBER, VALUE, CIDR, TAG, SIZE, COMBINATION, CONFLICT, PLACEMENT];
