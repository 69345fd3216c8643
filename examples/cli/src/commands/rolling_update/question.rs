//! The question of `--interactive`.

use std::io::stdin;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use kops_core::apply::Cancel;

use crate::output;

/// How long there is between two looks whether the run was cancelled.
const LOOK: Duration = Duration::from_millis(100);

/// Asks after each instance whether to go on.
pub(super) struct Question {
    state: Mutex<State>,
    cancel: Cancel,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Asks,
    GoesOn,
    Declined,
}

impl Question {
    pub(super) fn new(asks: bool, cancel: &Cancel) -> Self {
        let state = if asks { State::Asks } else { State::GoesOn };
        Self { state: Mutex::new(state), cancel: cancel.clone() }
    }

    /// Asks, unless the user wants to be asked no more. What is no answer is asked again; the end of the input is a no.
    pub(super) fn go_on(&self) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while *state == State::Asks {
            output::note("Continue? (Y)es, (N)o, (A)lways yes: [Y]");
            let Some(line) = self.line() else { return false };
            match line.trim().to_ascii_lowercase().as_str() {
                _ if line.is_empty() => *state = State::Declined,
                "" | "y" | "yes" => return true,
                "a" | "always" => *state = State::GoesOn,
                "n" | "no" => *state = State::Declined,
                _ => {}
            }
        }
        *state == State::GoesOn
    }

    /// The next line of the input, empty at its end; none where the run is cancelled meanwhile.
    fn line(&self) -> Option<String> {
        let (read, lines) = mpsc::channel();
        thread::spawn(move || {
            let mut line = String::new();
            // An input that cannot be read has ended.
            let _ = stdin().read_line(&mut line);
            read.send(line)
        });
        loop {
            match lines.recv_timeout(LOOK) {
                Ok(line) => return Some(line),
                Err(RecvTimeoutError::Disconnected) => return Some(String::new()),
                Err(RecvTimeoutError::Timeout) if self.cancel.is_cancelled() => return None,
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// True where the user wanted to stop.
    pub(super) fn is_declined(&self) -> bool {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) == State::Declined
    }
}
