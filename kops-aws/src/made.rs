//! What the tries of steps have made so far.
//!
//! AWS does not show a new resource and its tags everywhere at once. A step whose later call fails because of that is repeated, and
//! would not find by its tags what its first call has made. So the ids of what takes no client token are kept until the step is done. Where
//! the answer to the first call was lost, what it may have made is looked for a few times before the call is repeated.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use kops_core::cloud::{CloudError, ErrorKind};

/// How often what a call without an answer may have made is looked for in vain before it counts as not made: with the waits between tries, for
/// two seconds or more.
const LOOKS: u32 = 3;

/// What tries have made, by the token of their step.
#[derive(Debug, Default)]
pub(crate) struct Made(Mutex<BTreeMap<String, Earlier>>);

/// What an earlier try of a step has made.
#[derive(Debug)]
enum Earlier {
    /// The resource with this id.
    Known(String),
    /// Perhaps something: no answer came. So many more looks may find nothing.
    Lost(u32),
}

impl Made {
    /// Keeps the id of what a step has made.
    pub(crate) fn keep(&self, token: &str, id: &str) {
        self.tries().insert(token.to_owned(), Earlier::Known(id.to_owned()));
    }

    /// The id of what an earlier try of a step has made.
    pub(crate) fn by(&self, token: &str) -> Option<String> {
        match self.tries().get(token) {
            Some(Earlier::Known(id)) => Some(id.clone()),
            _ => None,
        }
    }

    /// Notes of a call that makes something, and takes no client token, whether its answer was lost.
    pub(crate) fn note_lost<T>(&self, token: &str, answer: Result<T, CloudError>) -> Result<T, CloudError> {
        if let Err(error) = &answer
            && matches!(error.kind, ErrorKind::Network | ErrorKind::Internal)
        {
            self.tries().insert(token.to_owned(), Earlier::Lost(LOOKS));
        }
        answer
    }

    /// Notes that a look has not found what an earlier try may have made.
    ///
    /// # Errors
    /// While it may still show itself, so that it must not be made again yet.
    pub(crate) fn not_found(&self, token: &str, operation: &str) -> Result<(), CloudError> {
        match self.tries().get_mut(token) {
            Some(Earlier::Lost(looks)) if *looks > 0 => {
                *looks -= 1;
                let message = "no answer came to an earlier call, and what it may have made is not seen yet";
                Err(CloudError::new(ErrorKind::NotReady, operation, message))
            }
            _ => Ok(()),
        }
    }

    /// Forgets a step that is done.
    pub(crate) fn forget(&self, token: &str) {
        self.tries().remove(token);
    }

    /// Every change under this lock is one call, so a poisoned one is as good as any.
    fn tries(&self) -> MutexGuard<'_, BTreeMap<String, Earlier>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
