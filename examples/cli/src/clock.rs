//! The time, from tokio.

use std::time::Duration;

use async_trait::async_trait;
use kops_core::apply::Clock;
use tokio::time::Instant;

use crate::input;

/// The time of the machine.
#[derive(Debug)]
pub(crate) struct TokioClock {
    began: Instant,
}

impl TokioClock {
    /// Starts the clock.
    pub(crate) fn start() -> Self {
        Self { began: Instant::now() }
    }
}

#[async_trait]
impl Clock for TokioClock {
    fn now(&self) -> Duration {
        self.began.elapsed()
    }

    fn unix_time(&self) -> u64 {
        input::now()
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}
