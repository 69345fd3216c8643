//! Turns of large work, so that what is small does not wait: no more of it is done at once than there are processors.

use std::pin::pin;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::arguments::Arguments;

/// How much large work this process does.
static DOING: Mutex<usize> = Mutex::new(0);
static ENDED: Condvar = Condvar::new();

/// How much work a call may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Size {
    /// As much as that of an ordinary cluster.
    #[default]
    Small,
    /// Many times as much.
    Large,
}

impl Size {
    /// How much work a call with these arguments may be.
    pub fn of(arguments: &Arguments) -> Self {
        if arguments.are_large() { Self::Large } else { Self::Small }
    }

    /// Blocks the thread until there is a turn for such work, which lasts until the value is dropped. What is small needs none.
    pub fn begin(self) -> Option<Turn> {
        (self == Self::Large).then(Turn::begin)
    }
}

/// A turn of large work.
#[derive(Debug)]
#[must_use]
pub struct Turn(());

impl Turn {
    fn begin() -> Self {
        let most = std::thread::available_parallelism().map_or(1, usize::from);
        let doing = ENDED.wait_while(doing(), |doing| *doing >= most);
        *doing.unwrap_or_else(PoisonError::into_inner) += 1;
        Self(())
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        *doing() -= 1;
        ENDED.notify_one();
    }
}

fn doing() -> MutexGuard<'static, usize> {
    DOING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Computes a future in turns. It has none while it waits. The thread is one that may be blocked.
pub async fn in_turns<F: Future>(size: Size, future: F) -> F::Output {
    let mut future = pin!(future);
    std::future::poll_fn(|context| {
        let _turn = size.begin();
        future.as_mut().poll(context)
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
    use std::thread;

    use super::*;

    #[test]
    fn no_more_large_work_is_done_at_once_than_there_are_processors() {
        let most = thread::available_parallelism().map_or(1, usize::from);
        let (now, peak) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let work = || {
            let _turn = Size::Large.begin();
            peak.fetch_max(now.fetch_add(1, SeqCst) + 1, SeqCst);
            thread::yield_now();
            now.fetch_sub(1, SeqCst);
        };
        thread::scope(|scope| {
            for _ in 0..4 * most {
                scope.spawn(|| (0..100).for_each(|_| work()));
            }
        });
        assert!((1..=most).contains(&peak.into_inner()));
        let all: Vec<Option<Turn>> = (0..most).map(|_| Size::Large.begin()).collect();
        assert!(all.iter().all(Option::is_some) && Size::Small.begin().is_none(), "small work needs no turn");
    }

    #[test]
    fn what_waits_leaves_its_turn_to_others() {
        let most = thread::available_parallelism().map_or(1, usize::from);
        let mut waiting: Vec<_> =
            (0..2 * most).map(|_| Box::pin(in_turns(Size::Large, std::future::pending::<()>()))).collect();
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(waiting.iter_mut().all(|future| future.as_mut().poll(&mut context).is_pending()));
    }
}
