//! What the tries of steps have made so far.
//!
//! AWS does not show a new resource and its tags everywhere at once. A step whose later call fails because of that is repeated, and
//! would not find by its tags what its first call has made. So the ids of what takes no client token are kept until the step is done.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The ids of new resources by the token of their step.
#[derive(Debug, Default)]
pub(crate) struct Made(Mutex<BTreeMap<String, String>>);

impl Made {
    /// Keeps the id of what a step has made.
    pub(crate) fn keep(&self, token: &str, id: &str) {
        self.ids().insert(token.to_owned(), id.to_owned());
    }

    /// The id of what an earlier try of a step has made.
    pub(crate) fn by(&self, token: &str) -> Option<String> {
        self.ids().get(token).cloned()
    }

    /// Forgets a step that is done.
    pub(crate) fn forget(&self, token: &str) {
        self.ids().remove(token);
    }

    /// Every change under this lock is one call, so a poisoned one is as good as any.
    fn ids(&self) -> MutexGuard<'_, BTreeMap<String, String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
