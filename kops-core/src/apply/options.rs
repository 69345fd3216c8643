//! How patiently and how broadly a plan is applied.

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
    /// How many steps may run at once. Default: 16.
    pub parallel: usize,
    /// How many times a call is tried, where its errors say that retrying helps. Default: 12.
    pub attempts: u32,
    /// How long to wait before the second try; doubles each time. Default: 0.25 s.
    #[serde(with = "seconds")]
    #[cfg_attr(feature = "schemars", schemars(with = "f64"))]
    pub first_delay: Duration,
    /// The longest wait between two tries. Default: 10 s.
    #[serde(with = "seconds")]
    #[cfg_attr(feature = "schemars", schemars(with = "f64"))]
    pub longest_delay: Duration,
    /// How long a resource may take to become ready, to be free of what uses it, or to be seen by others. Default: 600 s.
    #[serde(with = "seconds")]
    #[cfg_attr(feature = "schemars", schemars(with = "f64"))]
    pub ready_within: Duration,
    /// How long to retry a step when AWS says that a resource which this run created does not exist: a new resource is not visible
    /// everywhere at once. Also how long to retry a deletion when AWS keeps saying, in the same words, that the resource is in use,
    /// and this run has deleted nothing that used it. Default: 60 s.
    #[serde(with = "seconds")]
    #[cfg_attr(feature = "schemars", schemars(with = "f64"))]
    pub settle_within: Duration,
    /// How long to retry a deletion when AWS keeps saying, in the same words, that the resource is in use, and this run has deleted
    /// what used it: a load balancer keeps its network interfaces for a while. Default: 600 s, as long as kops waits.
    #[serde(with = "seconds")]
    #[cfg_attr(feature = "schemars", schemars(with = "f64"))]
    pub release_within: Duration,
    /// How long a cancelled run waits for calls that are under way. Default: 10 s.
    #[serde(with = "seconds")]
    #[cfg_attr(feature = "schemars", schemars(with = "f64"))]
    pub grace: Duration,
    /// Client tokens and the jitter of waits are derived from it. Default: 0. The tokens also come from the plan and from the second in which a
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
            release_within: Duration::from_secs(600),
            grace: Duration::from_secs(10),
            nonce: 0,
        }
    }
}
