//! The clock of the machine, for any async runtime or none.

use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use async_trait::async_trait;
use futures::channel::oneshot;

use super::Clock;

/// The clock of the machine.
///
/// A wait takes a thread of its own until it is over or dropped, so it works on every async runtime. On tokio,
/// `kops_aws::TokioClock` waits without threads.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock {
    started: Instant,
}

impl Default for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the port's implementation that reads the machine's clock")]
    fn default() -> Self {
        Self { started: Instant::now() }
    }
}

#[async_trait]
impl Clock for SystemClock {
    fn now(&self) -> Duration {
        self.started.elapsed()
    }

    #[expect(clippy::disallowed_methods, reason = "this is the port's implementation that reads the machine's clock")]
    fn unix_time(&self) -> u64 {
        SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |passed| passed.as_secs())
    }

    async fn sleep(&self, duration: Duration) {
        let (done, waiting) = oneshot::channel();
        let (dropped, timer) = mpsc::channel::<()>();
        thread::spawn(move || {
            // Ends early where the wait is dropped, which drops the other end.
            let _ = timer.recv_timeout(duration);
            let _ = done.send(());
        });
        let _ = waiting.await;
        drop(dropped);
    }
}

#[cfg(test)]
mod tests {
    use futures::executor::block_on;

    use super::*;

    #[test]
    fn a_wait_ends_no_earlier_than_its_time() {
        let clock = SystemClock::default();
        let before = clock.now();
        block_on(clock.sleep(Duration::from_millis(1)));
        assert!(clock.now() - before >= Duration::from_millis(1));
    }
}
