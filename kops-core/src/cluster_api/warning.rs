//! Warnings: events that say what goes wrong in a cluster.

use serde::{Deserialize, Serialize};

/// How many warnings of a cluster are listed at most. The API server keeps events for an hour.
pub const MOST_WARNINGS: usize = 200;

/// An event of the type `Warning`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "ClusterWarning"))]
#[serde(default)]
pub struct Warning {
    /// The kind of the object that it is about: `Pod`.
    pub kind: String,
    /// The namespace of the object; null for nodes and others that are in none.
    pub namespace: Option<String>,
    /// The name of the object.
    pub name: String,
    /// Why it happened, in one word: `FailedScheduling`.
    pub reason: String,
    /// What happened.
    pub message: String,
    /// How many times it happened.
    pub count: u32,
    /// When it happened last, in seconds since 1970 (UTC).
    pub last: u64,
}

/// Sorts warnings, the latest first, and returns [`MOST_WARNINGS`] at most.
pub fn latest(mut warnings: Vec<Warning>) -> Vec<Warning> {
    warnings.sort_by(|a, b| {
        let of = |warning: &Warning| (warning.kind.clone(), warning.namespace.clone(), warning.name.clone());
        b.last.cmp(&a.last).then_with(|| of(a).cmp(&of(b))).then_with(|| a.reason.cmp(&b.reason))
    });
    warnings.truncate(MOST_WARNINGS);
    warnings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_warnings_are_listed_and_not_more_than_the_most() {
        let warning = |last| Warning { last, ..Warning::default() };
        let found = latest((0..500).map(warning).collect());
        assert_eq!((found.len(), found[0].last, found[199].last), (MOST_WARNINGS, 499, 300));
    }
}
