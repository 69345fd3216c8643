//! A way to stop a run from outside.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use futures::channel::oneshot;
use futures::future::{BoxFuture, FutureExt as _, Shared};

/// Stops a run: no new call is made, and the report tells how far it came. Clones stop the same run.
///
/// ```
/// use kops_core::apply::Cancel;
///
/// let cancel = Cancel::default();
/// let other = cancel.clone();
/// other.cancel();
/// assert!(cancel.is_cancelled());
/// ```
#[derive(Clone)]
pub struct Cancel {
    /// Gone once cancelled.
    trigger: Arc<Mutex<Option<oneshot::Sender<()>>>>,
    cancelled: Shared<BoxFuture<'static, ()>>,
}

impl Cancel {
    /// Stops the run. Doing so again has no further effect.
    pub fn cancel(&self) {
        let trigger = self.trigger.lock().unwrap_or_else(PoisonError::into_inner).take();
        drop(trigger);
    }

    /// True once the run was stopped.
    pub fn is_cancelled(&self) -> bool {
        self.trigger.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    /// Waits until the run is stopped, perhaps for ever.
    pub async fn cancelled(&self) {
        self.cancelled.clone().await;
    }
}

impl Default for Cancel {
    fn default() -> Self {
        let (trigger, dropped) = oneshot::channel();
        Self { trigger: Arc::new(Mutex::new(Some(trigger))), cancelled: dropped.map(|_| ()).boxed().shared() }
    }
}

impl fmt::Debug for Cancel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cancel").field("cancelled", &self.is_cancelled()).finish()
    }
}
