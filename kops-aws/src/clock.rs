//! A clock on tokio.

use std::time::Duration;

use async_trait::async_trait;
use kops_core::apply::Clock;
use tokio::time::Instant;

/// The clock of a tokio runtime, for waits and deadlines of a run.
#[derive(Clone, Copy, Debug)]
pub struct TokioClock {
    start: Instant,
}

impl TokioClock {
    /// Starts at zero.
    pub fn start() -> Self {
        Self { start: Instant::now() }
    }
}

#[async_trait]
impl Clock for TokioClock {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}
