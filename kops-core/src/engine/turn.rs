//! Turns between the stages of long work.

use std::future::poll_fn;
use std::task::Poll;

/// Lets the caller, who waits for the work, look at what else there is, such as a cancel, before the next stage.
pub(super) async fn next_turn() {
    let mut waited = false;
    poll_fn(|context| {
        if std::mem::replace(&mut waited, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
