//! Keys that clusters are made with.
//!
//! In: what the user gives. Out: keys that were checked, and their fingerprints. Nothing here draws random numbers or reads
//! a clock.

mod ssh;

pub use ssh::{SshKeyAlgorithm, SshKeyError, SshPublicKey};
