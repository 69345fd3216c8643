//! The port to the time: what day it is, how long things take, and waiting.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::Duration;

use async_trait::async_trait;

/// A clock that only moves forward.
///
/// [`super::SystemClock`] is the machine's, `kops_aws::TokioClock` waits on tokio, and [`SimulatedClock`] needs no time at
/// all.
#[async_trait]
pub trait Clock: Debug + Send + Sync {
    /// The time since some fixed moment.
    fn now(&self) -> Duration;

    /// The seconds since 1970 (UTC).
    fn unix_time(&self) -> u64;

    /// Waits.
    async fn sleep(&self, duration: Duration);
}

#[async_trait]
impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> Duration {
        (**self).now()
    }

    fn unix_time(&self) -> u64 {
        (**self).unix_time()
    }

    async fn sleep(&self, duration: Duration) {
        (**self).sleep(duration).await;
    }
}

/// When simulated time begins: 2026-01-01T00:00:00Z.
const NEW_YEAR_2026: u64 = 1_767_225_600;

/// A clock that advances to the next deadline once every other task had a turn.
///
/// ```
/// use std::time::Duration;
/// use kops_core::apply::{Clock, SimulatedClock};
///
/// let clock = SimulatedClock::default();
/// futures::executor::block_on(clock.sleep(Duration::from_secs(3600)));
/// assert_eq!(clock.now(), Duration::from_secs(3600));
/// ```
#[derive(Debug, Default)]
pub struct SimulatedClock {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    now: Duration,
    /// When each sleeper wakes, and its number.
    sleepers: BTreeSet<(Duration, u64)>,
    count: u64,
}

impl SimulatedClock {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Clock for SimulatedClock {
    fn now(&self) -> Duration {
        self.state().now
    }

    fn unix_time(&self) -> u64 {
        NEW_YEAR_2026.saturating_add(self.now().as_secs())
    }

    async fn sleep(&self, duration: Duration) {
        let sleeper = Sleeper::new(self, duration);
        let mut others_had_a_turn = false;
        poll_fn(|context| {
            let is_next = self.state().sleepers.first() == Some(&sleeper.entry);
            if is_next && others_had_a_turn {
                return Poll::Ready(());
            }
            others_had_a_turn = true;
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
        self.state().now = sleeper.entry.0;
    }
}

/// A place among the sleepers, given up when dropped, so that a cancelled wait does not block others.
struct Sleeper<'a> {
    clock: &'a SimulatedClock,
    entry: (Duration, u64),
}

impl<'a> Sleeper<'a> {
    fn new(clock: &'a SimulatedClock, duration: Duration) -> Self {
        let mut state = clock.state();
        state.count += 1;
        let entry = (state.now.saturating_add(duration), state.count);
        state.sleepers.insert(entry);
        Self { clock, entry }
    }
}

impl Drop for Sleeper<'_> {
    fn drop(&mut self) {
        self.clock.state().sleepers.remove(&self.entry);
    }
}

#[cfg(test)]
mod tests {
    use futures::executor::block_on;
    use futures::future::{join, select};

    use super::*;

    #[test]
    fn sleepers_wake_in_order_of_time() {
        let clock = SimulatedClock::default();
        let woke = Mutex::new(Vec::new());
        let sleep = async |seconds| {
            clock.sleep(Duration::from_secs(seconds)).await;
            woke.lock().unwrap().push((seconds, clock.now().as_secs()));
        };
        block_on(join(sleep(5), join(sleep(2), sleep(9))));
        assert_eq!(*woke.lock().unwrap(), [(2, 2), (5, 5), (9, 9)]);
    }

    #[test]
    fn an_abandoned_wait_holds_up_nobody() {
        let clock = SimulatedClock::default();
        let _ = block_on(select(clock.sleep(Duration::from_secs(1)), clock.sleep(Duration::from_secs(60))));
        block_on(clock.sleep(Duration::from_secs(100)));
        assert_eq!(clock.now(), Duration::from_secs(101));
        block_on(clock.sleep(Duration::MAX));
        assert_eq!((clock.now(), clock.unix_time()), (Duration::MAX, u64::MAX));
    }
}
