//! What has changed since the first releases: which fields, what took their place, and why.

mod cluster;
mod flags;
mod format;
mod group;

use super::edit::Edit;
use crate::yaml::Node;

const BOTH: &[&str] = &["Cluster", "InstanceGroup"];
const EVERY: &[&str] = &["Cluster", "InstanceGroup", "SSHCredential"];
const CLUSTER: &[&str] = &["Cluster"];
const GROUP: &[&str] = &["InstanceGroup"];

/// A change of the format, or of what is supported.
pub(super) struct Rule {
    pub(super) kinds: &'static [&'static str],
    /// The edits that an object needs; after the first of them it is asked again.
    pub(super) find: fn(&Node) -> Vec<Edit>,
    pub(super) reason: &'static str,
}

/// The rules, in the order in which they are followed: an object has the format of today before its fields are looked at.
pub(super) fn all() -> impl Iterator<Item = &'static Rule> {
    [format::RULES, cluster::RULES, flags::RULES, group::RULES].into_iter().flatten()
}
