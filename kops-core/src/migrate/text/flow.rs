//! Edits of maps in braces and lists in brackets, of which JSON is made.

use serde_json::Value as Json;

use super::{Place, Text};
use crate::diag::Position;
use crate::yaml::{Entry, Node, Value};

/// Where something in braces or brackets ends.
struct End {
    /// The end of the last character that belongs to it.
    last: Place,
    /// The character that ends it, and its place.
    by: char,
    at: Place,
}

impl Text {
    /// True for a map in braces or a list in brackets.
    pub(super) fn is_flow(&self, node: &Node) -> bool {
        let rest = self.rest(self.place(node.at));
        match &node.value {
            Value::Mapping(_) => rest.starts_with('{'),
            Value::Sequence(_) => rest.starts_with('['),
            _ => false,
        }
    }

    /// The line after a map in braces or a list in brackets.
    pub(super) fn line_after_flow(&self, node: &Node) -> usize {
        let is_whole = |c, depth| depth == 1 && matches!(c, '}' | ']');
        self.end(self.place(node.at), is_whole).map_or(self.lines.len(), |end| end.at.line + 1)
    }

    /// Removes one of the entries that begin at some places, with the comma after it, or the one before the last.
    pub(super) fn remove_flow(&mut self, places: &[Position], at: usize) {
        let start = self.place(places[at]);
        let Some(end) = self.end_of_entry(start) else { return };
        if end.by == ',' {
            return self.cut_entry(start, Place { byte: end.at.byte + 1, ..end.at });
        }
        let before = at.checked_sub(1).and_then(|before| self.end_of_entry(self.place(places[before])));
        match before.filter(|comma| comma.at < start) {
            Some(comma) if comma.at.line == start.line => self.cut(comma.at, end.last),
            Some(comma) => {
                self.cut_entry(start, end.last);
                self.cut(comma.at, Place { byte: comma.at.byte + 1, ..comma.at });
            }
            None => self.cut_entry(start, end.last),
        }
    }

    /// Removes an entry, and its line where nothing else stands in it.
    fn cut_entry(&mut self, start: Place, end: Place) {
        let rest = self.rest(end);
        let left = rest.trim_start();
        let is_alone = self.head(start).trim().is_empty() && (left.is_empty() || left.starts_with('#'));
        if is_alone {
            self.lines.drain(start.line..end.line + 1);
            return;
        }
        // The space before a comment stays, without which it would be none.
        let space = if left.starts_with('#') { 0 } else { rest.len() - left.len() };
        self.cut(start, Place { byte: end.byte + space, ..end });
    }

    pub(super) fn replace_flow(&mut self, entry: &Entry, key: &str, value: &Json) {
        let start = self.place(entry.at);
        let Some(end) = self.end_of_entry(start) else { return };
        let written = format!("{}: {value}", self.key_like(start, key));
        self.cut(start, end.last);
        self.lines[start.line].text.insert_str(start.byte, &written);
    }

    /// Adds an entry before the first one.
    pub(super) fn insert_flow(&mut self, first: Position, key: &str, value: &Json) {
        let start = self.place(first);
        let written = format!("{}: {value}, ", self.key_like(start, key));
        self.lines[start.line].text.insert_str(start.byte, &written);
    }

    fn end_of_entry(&self, start: Place) -> Option<End> {
        self.end(start, |c, depth| depth == 0 && matches!(c, ',' | '}' | ']'))
    }

    /// Looks for the character that ends what begins at a place, given how deep in further brackets it stands. What is in quotes and
    /// comments is not looked at.
    fn end(&self, start: Place, is_end: impl Fn(char, usize) -> bool) -> Option<End> {
        let (mut depth, mut quote, mut last, mut before) = (0_usize, None, start, ',');
        for line in start.line..self.lines.len() {
            let from = if line == start.line { start.byte } else { 0 };
            let text = self.lines[line].text.as_str();
            let mut is_escaped = false;
            for (byte, c) in text.char_indices().skip_while(|(byte, _)| *byte < from) {
                let begins_word = text[..byte].chars().next_back().is_none_or(char::is_whitespace);
                match (quote, c) {
                    (Some('"'), '\\') if !is_escaped => {
                        is_escaped = true;
                        continue;
                    }
                    (Some(open), c) if c == open && !is_escaped => quote = None,
                    (None, '#') if begins_word => break,
                    // A quote inside of a word is an apostrophe; two in a row are one in quotes.
                    (None, '"' | '\'') if matches!(before, ',' | '{' | '[' | ':') => quote = Some(c),
                    (None, '\'') if text[..byte].ends_with('\'') => quote = Some(c),
                    (None, c) if is_end(c, depth) => return Some(End { last, by: c, at: Place { line, byte } }),
                    (None, '{' | '[') => depth += 1,
                    (None, '}' | ']') => depth = depth.saturating_sub(1),
                    _ => {}
                }
                is_escaped = false;
                if !c.is_whitespace() {
                    (before, last) = (c, Place { line, byte: byte + c.len_utf8() });
                }
            }
        }
        None
    }
}
