//! Work without the GIL that no fork cuts in two.
//!
//! A lock that another thread holds at a fork, such as that of a simulated account, is held in the child for ever. So a fork waits
//! until no thread works, and none begins meanwhile. A thread that waits for AWS, or that runs code of the caller's, does not work.
//! Large work has turns, so that what is small does not wait.

use std::cell::RefCell;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use kops_core::interop::{Size, Turn};
use pyo3::prelude::*;

/// Threads that work read it, one that forks writes it.
static FORKS: RwLock<()> = RwLock::new(());

thread_local! {
    /// Held while this thread works.
    static WORKING: RefCell<Option<Work>> = const { RefCell::new(None) };
    /// Held while this thread forks. The child has this thread only, and releases it too.
    static FORKING: RefCell<Option<RwLockWriteGuard<'static, ()>>> = const { RefCell::new(None) };
}

/// What a thread has while it works. It waits for its turn with the lock, so that no thread has a turn at a fork.
struct Work {
    size: Size,
    _turn: Option<Turn>,
    _lock: RwLockReadGuard<'static, ()>,
}

/// Works. The thread does not have the GIL.
pub(crate) fn working<T>(size: Size, work: impl FnOnce() -> T) -> T {
    let _working = Working::begin(size);
    work()
}

/// Enters the interpreter from work, which pauses meanwhile.
pub(crate) fn attach<T>(call: impl FnOnce(Python<'_>) -> T) -> T {
    let _paused = Paused::begin();
    Python::attach(call)
}

struct Working;

impl Working {
    fn begin(size: Size) -> Self {
        let lock = FORKS.read().unwrap_or_else(PoisonError::into_inner);
        WORKING.set(Some(Work { size, _turn: size.begin(), _lock: lock }));
        Self
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        WORKING.set(None);
    }
}

/// The work that goes on after a pause.
struct Paused(Option<Size>);

impl Paused {
    fn begin() -> Self {
        Self(WORKING.take().map(|work| work.size))
    }
}

impl Drop for Paused {
    fn drop(&mut self) {
        if let Some(size) = self.0 {
            std::mem::forget(Working::begin(size));
        }
    }
}

/// Wait until no thread works, and keep any from beginning.
#[pyfunction]
pub(crate) fn before_fork(py: Python<'_>) {
    py.detach(|| FORKING.set(Some(FORKS.write().unwrap_or_else(PoisonError::into_inner))));
}

/// Let threads work again, in the parent and in the child.
#[pyfunction]
pub(crate) fn after_fork() {
    FORKING.set(None);
}
