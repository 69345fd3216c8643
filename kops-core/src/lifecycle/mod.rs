//! What happens to a cluster as a whole. Each is a pure plan; carrying it out is [`crate::apply`]'s.

pub mod delete;
