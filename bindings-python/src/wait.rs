//! Waits for what is asynchronous on the caller's own thread, without the GIL.

use std::cell::RefCell;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use kops_core::Cancel;
use kops_core::interop::Size;
use pyo3::prelude::*;

use crate::work::working;

/// How long a call may go on before it looks at the signals of the process, such as Ctrl-C.
const TURN: Duration = Duration::from_millis(100);

/// Runs a future to its end. Planning and everything else that it computes happens on this thread; other threads only move
/// bytes, and none of them enters the interpreter, so that none can meet one that is shutting down.
///
/// `interrupted` gets the exception of a signal handler; the future goes on where it returns nothing.
pub(crate) fn wait<F: Future<Output: Send> + Send>(
    py: Python<'_>,
    future: F,
    interrupted: impl FnMut(PyErr) -> PyResult<()>,
) -> PyResult<F::Output> {
    wait_in_turns(py, Size::Small, future, interrupted)
}

/// As [`wait`], for work of a size.
pub(crate) fn wait_in_turns<F: Future<Output: Send> + Send>(
    py: Python<'_>,
    size: Size,
    future: F,
    mut interrupted: impl FnMut(PyErr) -> PyResult<()>,
) -> PyResult<F::Output> {
    let mut future = pin!(future);
    #[cfg(feature = "aws")]
    let runtime = crate::aws::runtime();
    let turn = |future: Pin<&mut F>| {
        #[cfg(feature = "aws")]
        let _runtime = runtime.map(tokio::runtime::Handle::enter);
        poll(size, future)
    };
    loop {
        let polled = py.detach(|| turn(future.as_mut()));
        INTERRUPTION.take().map_or(Ok(()), &mut interrupted)?;
        match polled {
            Poll::Ready(output) => return Ok(output),
            Poll::Pending => py.check_signals().or_else(&mut interrupted)?,
        }
    }
}

thread_local! {
    /// What a signal handler raised in a function of the caller that this thread called meanwhile.
    static INTERRUPTION: RefCell<Option<PyErr>> = const { RefCell::new(None) };
    /// What stops the run of this thread.
    static STOP: RefCell<Option<Cancel>> = const { RefCell::new(None) };
}

/// Makes a call that stops with the exception of a signal handler as soon as there is one.
pub(crate) fn stopping<T>(cancel: &Cancel, call: impl FnOnce() -> T) -> T {
    let before = STOP.replace(Some(cancel.clone()));
    let result = call();
    STOP.set(before);
    result
}

/// Ends the call of this thread with the exception of a signal handler.
pub(crate) fn interrupt(error: PyErr) {
    INTERRUPTION.set(Some(error));
    if let Some(cancel) = STOP.with_borrow(Clone::clone) {
        cancel.cancel();
    }
}

/// True where the call of this thread ends with the exception of a signal handler: no function of the caller is called any more.
pub(crate) fn is_interrupted() -> bool {
    INTERRUPTION.with_borrow(Option::is_some)
}

/// Polls a future whenever it wakes up, for about one turn.
#[expect(clippy::disallowed_methods, reason = "how long a thread sleeps is no part of any result")]
fn poll<F: Future>(size: Size, mut future: Pin<&mut F>) -> Poll<F::Output> {
    let sleeper = Arc::new(Sleeper { thread: thread::current(), awake: AtomicBool::new(true) });
    let waker = Waker::from(sleeper.clone());
    let end = Instant::now() + TURN;
    loop {
        while !sleeper.awake.swap(false, Ordering::AcqRel) {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Poll::Pending;
            }
            thread::park_timeout(left);
        }
        let polled = working(size, || future.as_mut().poll(&mut Context::from_waker(&waker)));
        if polled.is_ready() || end <= Instant::now() {
            return polled;
        }
    }
}

/// A thread that waits for a future.
struct Sleeper {
    thread: Thread,
    awake: AtomicBool,
}

impl Wake for Sleeper {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.awake.store(true, Ordering::Release);
        self.thread.unpark();
    }
}
