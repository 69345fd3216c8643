//! The question of `--interactive`.

use std::io::{BufRead as _, stdin};
use std::sync::{Mutex, PoisonError};

use crate::output;

/// Asks after each instance whether to go on.
pub(super) struct Question(Mutex<State>);

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Asks,
    GoesOn,
    Declined,
}

impl Question {
    pub(super) fn new(asks: bool) -> Self {
        Self(Mutex::new(if asks { State::Asks } else { State::GoesOn }))
    }

    /// Asks, unless the user wants to be asked no more. What is no answer is asked again; the end of the input is a no.
    pub(super) fn go_on(&self) -> bool {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while *state == State::Asks {
            output::note("Continue? (Y)es, (N)o, (A)lways yes: [Y]");
            let mut line = String::new();
            let read = stdin().lock().read_line(&mut line).unwrap_or_default();
            match line.trim().to_ascii_lowercase().as_str() {
                _ if read == 0 => *state = State::Declined,
                "" | "y" | "yes" => return true,
                "a" | "always" => *state = State::GoesOn,
                "n" | "no" => *state = State::Declined,
                _ => {}
            }
        }
        *state == State::GoesOn
    }

    /// True where the user wanted to stop.
    pub(super) fn is_declined(&self) -> bool {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) == State::Declined
    }
}
