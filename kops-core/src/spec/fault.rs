//! What does not fit: the fault of one value, the way to it, and words for what stands there.

use std::fmt;

use serde::de::{self, Expected, Unexpected};

use super::codes;
use crate::diag;
use crate::yaml::{Node, Position, Value};

/// The way to a node, kept on the stack of calls.
pub(super) enum Path<'p> {
    Root,
    Key(&'p Path<'p>, &'p str),
    Index(&'p Path<'p>, usize),
}

impl Path<'_> {
    fn write(&self, text: &mut String) {
        match self {
            Self::Root => {}
            Self::Key(parent, key) => {
                parent.write(text);
                diag::push_key(text, key);
            }
            Self::Index(parent, index) => {
                parent.write(text);
                text.push_str(&format!("[{index}]"));
            }
        }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        self.write(&mut text);
        f.write_str(&text)
    }
}

/// A value that does not fit.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) code: &'static str,
    pub(super) message: String,
    /// Whether the message says only what was expected, and wants what stands there instead.
    pub(super) tell_found: bool,
    pub(super) help: Option<String>,
    /// The node, its path and its position; set by the innermost reader.
    pub(super) place: Option<(*const Node, String, Position)>,
}

impl Fault {
    pub(super) fn expected(what: &dyn fmt::Display) -> Self {
        Self {
            code: codes::WRONG_TYPE.id,
            message: format!("expected {what}"),
            tell_found: true,
            help: None,
            place: None,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { code: codes::WRONG_TYPE.id, message: message.to_string(), tell_found: false, help: None, place: None }
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::expected(&expected)
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::expected(&expected)
    }
}

/// Names what stands at a node, with a scalar's value where that is no secret.
pub(super) fn found(node: &Node, is_secret: bool) -> String {
    match &node.value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(..) | Value::Int(..) | Value::Float(..) if is_secret => "a value without quotes".to_owned(),
        Value::String(_) if is_secret => "text".to_owned(),
        Value::Bool(_, text) => format!("`{text}`"),
        Value::Int(_, text) | Value::Float(_, text) => format!("the number `{text}`"),
        Value::String(text) => {
            let line = text.lines().next().unwrap_or_default();
            let short: String = line.chars().take(60).collect();
            let dots = if short.len() < text.trim_end().len() { "…" } else { "" };
            format!("the text `{short}{dots}`")
        }
        Value::Sequence(_) => "a list".to_owned(),
        Value::Mapping(_) => "a map".to_owned(),
    }
}

/// The text of a scalar as the user wrote it and as it could stand in quotes.
pub(super) fn scalar_text(node: &Node) -> Option<String> {
    match &node.value {
        Value::Bool(_, text) | Value::Int(_, text) | Value::Float(_, text) | Value::String(text) => {
            Some(text.to_string())
        }
        _ => None,
    }
}
