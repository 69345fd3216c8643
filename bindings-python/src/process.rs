//! Values that belong to a process.

use std::sync::{Mutex, PoisonError};

/// A value for each process: what threads and sockets belong to is not there in a forked child.
///
/// It is only looked at with the GIL held, so that no fork happens meanwhile.
pub(crate) struct PerProcess<T>(Mutex<Option<(u32, T)>>);

impl<T: Clone> PerProcess<T> {
    pub(crate) const fn new() -> Self {
        Self(Mutex::new(None))
    }

    pub(crate) fn get(&self) -> Option<T> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.as_ref().filter(|(process, _)| *process == std::process::id()).map(|(_, value)| value.clone())
    }

    /// Makes the value where this process has none. The parent's is left as it is: dropping it would wait for threads that are
    /// not there.
    pub(crate) fn get_or_try_make<E>(&self, make: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        if let Some(value) = self.get() {
            return Ok(value);
        }
        let value = make()?;
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::forget(held.replace((std::process::id(), value.clone())));
        Ok(value)
    }
}
