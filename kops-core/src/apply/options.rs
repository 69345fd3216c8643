//! How patiently and how broadly a plan is carried out.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::seconds;

/// How a plan is applied. In JSON, durations are seconds.
///
/// ```
/// use kops_core::apply::Options;
///
/// // More options may follow, so set those that differ from the default.
/// let options = Options { parallel: 4, ..Options::default() };
/// # assert_eq!(options.attempts, 12);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "ApplyOptions"))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Options {
    /// How many steps may be under way at once.
    pub parallel: usize,
    /// How often a call is tried before it has failed, where its errors say that trying again helps.
    pub attempts: u32,
    /// How long to wait before the second try; doubles each time.
    #[serde(with = "seconds")]
    #[cfg_attr(feature = "schemars", schemars(with = "f64"))]
    pub first_delay: Duration,
    /// The longest wait between two tries.
    #[serde(with = "seconds")]
    #[cfg_attr(feature = "schemars", schemars(with = "f64"))]
    pub longest_delay: Duration,
    /// How long a resource may take to become ready, to be free of what uses it, or to be seen by others.
    #[serde(with = "seconds")]
    #[cfg_attr(feature = "schemars", schemars(with = "f64"))]
    pub ready_within: Duration,
    /// How long a step may be told that what this run has made does not exist. AWS takes a while until what was made a moment
    /// ago is seen everywhere. Also how long a deletion may be told, word for word the same, that something still uses the
    /// resource, where this run has deleted nothing that did.
    #[serde(with = "seconds")]
    #[cfg_attr(feature = "schemars", schemars(with = "f64"))]
    pub settle_within: Duration,
    /// How long a deletion may be told, word for word the same, that something still uses the resource, where this run has
    /// deleted something that did. AWS takes a while until a load balancer has given up its network interfaces.
    #[serde(with = "seconds")]
    #[cfg_attr(feature = "schemars", schemars(with = "f64"))]
    pub release_within: Duration,
    /// How long calls that are out when the run is cancelled may take to come back.
    #[serde(with = "seconds")]
    #[cfg_attr(feature = "schemars", schemars(with = "f64"))]
    pub grace: Duration,
    /// Client tokens and the jitter of waits come from it. The tokens also come from the plan and from the second in which a
    /// run begins, so that only runs of one plan within one second need numbers of their own.
    pub nonce: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            parallel: 16,
            attempts: 12,
            first_delay: Duration::from_millis(250),
            longest_delay: Duration::from_secs(10),
            ready_within: Duration::from_secs(600),
            settle_within: Duration::from_secs(60),
            release_within: Duration::from_secs(240),
            grace: Duration::from_secs(10),
            nonce: 0,
        }
    }
}
