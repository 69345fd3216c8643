//! What a template may cost: none may end a process by exhausting its stack or its time.

use std::io;
use std::thread;

use minijinja::value::ValueKind;
use minijinja::{Error, ErrorKind, State, Value};

use crate::TemplateError;

/// The steps of a template: hundreds of times what a large spec takes.
pub(super) const STEPS: u64 = 1_000_000;
/// The bytes of a template.
const LENGTH: usize = 1 << 20;
/// The operators of one expression or statement. What reads them takes some stack for each.
const OPERATORS: usize = 1_000;

/// How deep a value may be nested that is written or that a filter reads: JSON and YAML that are read have at most 128 levels.
const DEPTH: usize = 200;
/// What such a value may hold: the bytes of its texts, and some for each value.
const SIZE: usize = 16 << 20;
/// What a value counts beside its text.
const VALUE: usize = 32;
/// The bytes that a filter reads for one step, as in minijinja's own filters.
const BYTES_OF_STEP: u64 = 64;

/// The stack of every template.
const STACK: usize = 16 << 20;
/// The stack that a byte of a template can take: each may be an operator.
const STACK_OF_BYTE: usize = if cfg!(debug_assertions) { 8 << 10 } else { 1 << 10 };

/// The stack that values can take whose nesting grows with the steps of a template and not with its length: dropping one takes some for each
/// level.
const STACK_OF_NESTED: usize = if cfg!(debug_assertions) { 1 << 30 } else { 256 << 20 };
/// What such values are made with: a namespace keeps them from one round of a loop to the next, and what calls itself gives them to the next
/// call.
const NESTING: [&str; 3] = ["namespace", "macro", "recursive"];

/// Does something with a template in a thread whose stack suffices for it, whatever is in it.
pub(super) fn with_stack<T: Send>(text: &str, work: impl FnOnce() -> T + Send) -> io::Result<T> {
    // Memory that is not used is not taken.
    let nested = if NESTING.iter().any(|word| text.contains(word)) { STACK_OF_NESTED } else { 0 };
    let size = STACK + text.len() * STACK_OF_BYTE + nested;
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(size).spawn_scoped(scope, work)?;
        thread.join().or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Refuses a template that is too long, or that has an expression which is.
pub(super) fn check(name: &str, text: &str) -> Result<(), TemplateError> {
    if text.len() > LENGTH {
        return Err(TemplateError::new(name, None, format!("a template has at most {} KiB", LENGTH >> 10)));
    }
    match too_long(text) {
        Some(line) => {
            let message = format!("an expression has at most {OPERATORS} operators; use a value or a loop instead");
            Err(TemplateError::new(name, Some(line), message))
        }
        None => Ok(()),
    }
}

/// Takes the steps of reading so many bytes, which minijinja cannot know of a filter that is not its own.
pub(super) fn charge(state: &State, bytes: usize) -> Result<(), Error> {
    state.consume_fuel(1 + bytes as u64 / BYTES_OF_STEP)
}

/// Refuses a value that is nested too deep or holds too much to be written, and returns how much another one holds. A namespace may hold
/// itself, and a list be in another one many times.
pub(super) fn check_value(value: &Value) -> Result<usize, Error> {
    let wrong = |message: String| Err(Error::new(ErrorKind::InvalidOperation, message));
    let mut open = vec![(value.clone(), 0)];
    let mut size = 0;
    while let Some((value, depth)) = open.pop() {
        if depth > DEPTH {
            return wrong(format!("a value is nested at most {DEPTH} levels deep"));
        }
        size += VALUE + value.as_str().map_or(0, str::len);
        match value.kind() {
            ValueKind::Seq => open.extend(value.try_iter()?.map(|item| (item, depth + 1))),
            ValueKind::Map => {
                for key in value.try_iter()? {
                    size += key.as_str().map_or(0, str::len);
                    open.push((value.get_item(&key)?, depth + 1));
                }
            }
            _ => {}
        }
        if size + open.len() * VALUE > SIZE {
            return wrong(format!("a value that is written has at most {} MiB", SIZE >> 20));
        }
    }
    Ok(size)
}

/// The line of the first expression or statement with too many operators.
fn too_long(text: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(start) = opening(&text[at..]).map(|start| at + start) {
        let (operators, length) = operators(&text[start + 2..]);
        if operators > OPERATORS {
            return Some(text[..start].matches('\n').count() + 1);
        }
        at = start + 2 + length;
    }
    None
}

/// Where the first expression or statement opens.
fn opening(text: &str) -> Option<usize> {
    text.as_bytes().windows(2).position(|pair| matches!(pair, b"{{" | b"{%"))
}

/// The number of operators of an expression, and where it ends.
fn operators(text: &str) -> (usize, usize) {
    let (mut count, mut quote, mut is_escaped) = (0, None, false);
    let mut word = String::new();
    for (at, c) in text.char_indices() {
        if let Some(open) = quote {
            quote = Some(open).filter(|open| c != *open || is_escaped);
            is_escaped = c == '\\' && !is_escaped;
            continue;
        }
        if text[at..].starts_with("}}") || text[at..].starts_with("%}") {
            return (count, at);
        }
        match c {
            '"' | '\'' => quote = Some(c),
            c if c.is_alphanumeric() || c == '_' => {
                word.push(c);
                continue;
            }
            '+' | '-' | '*' | '/' | '%' | '~' | '|' | '.' | '(' | '[' | '{' | '<' | '>' | '=' | '!' => count += 1,
            _ => {}
        }
        count += usize::from(matches!(word.as_str(), "and" | "or" | "not" | "in" | "is" | "if"));
        word.clear();
    }
    (count, text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_of_one_expression_are_counted() {
        for (text, expected) in [
            ("a + b }} + c", 1),
            ("a.b|c('}} + \\' %}') %}", 3),
            ("not a and b or c in d is e }}", 5),
            ("nothing, here }}", 0),
        ] {
            assert_eq!(operators(text).0, expected, "{text}");
        }
        let long = |count| format!("a: 1\n{{% set x = 1 %}}\nb: {{{{ 1{} }}}}\n", "+1".repeat(count));
        assert_eq!(too_long(&long(OPERATORS)), None);
        assert_eq!(too_long(&long(OPERATORS + 1)), Some(3));
        assert_eq!(too_long(&"{{ a + b }}".repeat(OPERATORS)), None);
    }
}
