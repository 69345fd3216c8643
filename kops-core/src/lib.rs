//! Plans, creates, changes and deletes Kubernetes clusters on AWS the kops way, in the caller's process.

pub mod diag;
pub mod facts;
pub mod spec;
pub mod text;
