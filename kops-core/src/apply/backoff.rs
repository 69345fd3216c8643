//! How long to wait before a call is tried again, and when to stop trying.

use std::time::Duration;

use super::Options;
use crate::cloud::{CloudError, ErrorKind};
use crate::plan::StepId;
use crate::state::StateError;

/// An error that knows whether the same call may succeed a little later.
pub(super) trait Transient {
    fn patience(&self) -> Patience;
}

/// How long to keep trying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Patience {
    /// Trying again cannot help.
    None,
    /// Something broke: a number of tries in a row.
    Attempts,
    /// The resource needs time, which AWS does not put a number on: until the deadline for becoming ready.
    Time,
    /// Something may have been made a moment ago and not be seen everywhere yet: a little while.
    Settling,
    /// Something that was deleted may still let go, as long as the answer changes or not too much time has passed.
    Releasing,
}

impl Transient for CloudError {
    fn patience(&self) -> Patience {
        match self.kind {
            _ if !self.retryable() => Patience::None,
            ErrorKind::InUse | ErrorKind::NotReady => Patience::Time,
            _ => Patience::Attempts,
        }
    }
}

impl Transient for StateError {
    fn patience(&self) -> Patience {
        if self.retryable() { Patience::Attempts } else { Patience::None }
    }
}

impl Patience {
    /// How many tries in a row broke, after a try whose error asks for this patience and `broken` of them before it. One that tells that
    /// time is needed did not break: a call that has waited for long has all of its tries left.
    pub(super) fn broken(self, broken: u32) -> u32 {
        if self == Self::Attempts { broken.saturating_add(1) } else { 0 }
    }

    /// Tells whether to try again after so many tries in a row that broke, where the first try of all began `elapsed` ago; the answer has
    /// been the same for `unchanged`.
    pub(super) fn lasts(self, options: &Options, broken: u32, elapsed: Duration, unchanged: Duration) -> bool {
        match self {
            Self::None => false,
            Self::Attempts => broken < options.attempts,
            Self::Time => elapsed < options.ready_within,
            Self::Settling => unchanged < options.settle_within && elapsed < options.ready_within,
            Self::Releasing => unchanged < options.release_within && elapsed < options.ready_within,
        }
    }
}

/// The wait after `attempt` tries: exponential, at most the longest, and by jitter at least half of that, so that steps
/// that failed together do not come back together.
pub(super) fn delay(options: &Options, step: StepId, attempt: u32) -> Duration {
    let doubled = options.first_delay.saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1)));
    let full = doubled.min(options.longest_delay);
    let half = full / 2;
    let parts = scramble(options.nonce ^ scramble(u64::from(step.0) << 32 | u64::from(attempt))) % 1001;
    half + half.mul_f64(parts as f64 / 1000.0)
}

/// The finaliser of SplitMix64: near inputs give numbers that look unrelated.
fn scramble(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest_and_differ_between_steps() {
        let options = Options::default();
        for attempt in 1..=64 {
            let full = (0.25 * 2_f64.powi(attempt as i32 - 1)).min(10.0);
            let wait = delay(&options, StepId(7), attempt).as_secs_f64();
            assert!(wait >= full / 2.0 && wait <= full, "{attempt}: {wait}");
        }
        assert_ne!(delay(&options, StepId(1), 5), delay(&options, StepId(2), 5));
        assert_eq!(delay(&options, StepId(1), 5), delay(&options, StepId(1), 5));
    }

    #[test]
    fn patience_is_what_the_error_says() {
        let cases = [
            (ErrorKind::Invalid, Patience::None),
            (ErrorKind::Denied, Patience::None),
            (ErrorKind::Quota, Patience::None),
            (ErrorKind::Throttled, Patience::Attempts),
            (ErrorKind::Network, Patience::Attempts),
            (ErrorKind::InUse, Patience::Time),
            (ErrorKind::NotReady, Patience::Time),
        ];
        for (kind, patience) in cases {
            assert_eq!(CloudError::new(kind, "CreateVpc", "").patience(), patience, "{kind:?}");
        }
    }
}
