//! Objects of the state store that say what the cluster is.

mod files;

pub(super) use files::build;
