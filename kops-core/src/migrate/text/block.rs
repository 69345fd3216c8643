//! Edits of maps and lists that have a line for each entry.

use std::ops::Range;

use serde_json::{Value as Json, json};

use super::{Line, Place, Text};
use crate::yaml::{Entry, Node, Value, to_yaml};

impl Text {
    /// Removes an entry of a map.
    pub(super) fn remove_block(&mut self, entries: &[Entry], at: usize) {
        let extent = self.extent(&entries[at]);
        let head = self.head(self.place(entries[at].at)).to_owned();
        // The first field of a list's entry stands behind the dash, where the second takes its place.
        if let Some(next) = entries.get(at + 1).filter(|_| !head.trim().is_empty()) {
            let next = self.place(next.at);
            self.lines[next.line].text.replace_range(..next.byte, &head);
        }
        self.lines.drain(extent);
    }

    /// Removes an entry of a list.
    pub(super) fn remove_item(&mut self, item: &Node) {
        let at = self.place(item.at);
        let Some(dash) = self.dash(at) else { return };
        let end = self.end_of_block(at.line, dash.byte, item);
        self.lines.drain(dash.line..end);
    }

    /// The dash of an entry of a list: before it, or in a line above it.
    fn dash(&self, item: Place) -> Option<Place> {
        let of = |line: usize, head: &str| {
            let byte = head.trim_end().rfind('-').filter(|dash| head[..*dash].trim().is_empty());
            byte.map(|byte| Place { line, byte })
        };
        let above = || {
            let mut lines = self.lines[..item.line].iter().map(|line| without_comment(&line.text)).enumerate().rev();
            lines.find(|(_, text)| !text.trim().is_empty()).and_then(|(line, text)| of(line, text))
        };
        match self.head(item) {
            blank if blank.trim().is_empty() => above(),
            head => of(item.line, head),
        }
    }

    /// Writes braces behind the key of a map of which nothing is left.
    pub(super) fn put_braces(&mut self, field: &Entry) {
        let end = self.end_of_key(self.place(field.at));
        if let Some(colon) = self.rest(end).find(':') {
            self.lines[end.line].text.insert_str(end.byte + colon + 1, " {}");
        }
    }

    pub(super) fn replace_block(&mut self, entry: &Entry, key: &str, value: &Json) {
        let extent = self.extent(entry);
        let comment = self.comment_after(entry, &extent);
        let start = self.place(entry.at);
        let mut lines = self.block(key, value, start.byte);
        lines[0].text = format!("{}{}{comment}", self.head(start), lines[0].text.trim_start());
        lines[0].origin = self.lines[start.line].origin;
        self.lines.splice(extent, lines);
    }

    /// Adds an entry to a map: by the alphabet where it is in that order, else at its end.
    pub(super) fn insert_block(&mut self, entries: &[Entry], key: &str, value: &Json) {
        let first = self.place(entries[0].at);
        let is_sorted = entries.windows(2).all(|pair| pair[0].key <= pair[1].key);
        let behind = entries.iter().position(|entry| is_sorted && *entry.key > *key);
        let lines = self.block(key, value, first.byte);
        let line = match behind {
            // Behind a dash nothing can be put before the first field.
            Some(0) if !self.head(first).trim().is_empty() => self.extent(&entries[0]).end,
            Some(position) => {
                let next = self.place(entries[position].at).line;
                let comments =
                    self.lines[..next].iter().rev().take_while(|line| line.text.trim_start().starts_with('#'));
                next - comments.count()
            }
            None => entries.last().map_or(0, |last| self.extent(last).end),
        };
        self.lines.splice(line..line, lines);
    }

    fn block(&self, key: &str, value: &Json, column: usize) -> Vec<Line> {
        let text = to_yaml(&json!({ key: value }));
        let indented = text.trim_end().lines().map(|line| " ".repeat(column) + line);
        indented.map(|text| Line { text, end: self.line_end(), origin: None }).collect()
    }

    /// The lines of an entry of a map.
    fn extent(&self, entry: &Entry) -> Range<usize> {
        let start = self.place(entry.at);
        start.line..self.end_of_block(start.line, start.byte, &entry.value)
    }

    /// The line after what begins in a line at a column, and is indented further. A list may stand at the same column as its key.
    fn end_of_block(&self, start: usize, column: usize, value: &Node) -> usize {
        let is_flow = self.is_flow(value);
        let is_list = matches!(value.value, Value::Sequence(_)) && !is_flow && self.place(value.at).line > start;
        let mut end = start + 1;
        if is_flow {
            end = end.max(self.line_after_flow(value));
        }
        for (line, text) in self.lines.iter().enumerate().skip(end).map(|(line, at)| (line, at.text.as_str())) {
            let trimmed = text.trim_start();
            let indent = text.len() - trimmed.len();
            if trimmed.is_empty() {
                continue;
            }
            let is_item = is_list && indent == column && (trimmed.starts_with("- ") || trimmed.trim_end() == "-");
            if indent > column || is_item {
                end = line + 1;
            } else if !trimmed.starts_with('#') {
                break;
            }
        }
        end
    }

    /// The comment behind a value on one line, with the space before it.
    fn comment_after(&self, entry: &Entry, extent: &Range<usize>) -> String {
        let text = self.rest(self.place(entry.at));
        let is_scalar = !matches!(entry.value.value, Value::Mapping(_) | Value::Sequence(_)) && extent.len() == 1;
        match is_scalar && !text.contains(['"', '\'']) {
            true => text[without_comment(text).len()..].to_owned(),
            false => String::new(),
        }
    }
}

/// A line as far as a comment, with the space before that.
fn without_comment(line: &str) -> &str {
    let is_comment = |at: &usize| line[..*at].chars().next_back().is_none_or(char::is_whitespace);
    let comment = line.match_indices('#').map(|(at, _)| at).find(is_comment);
    comment.map_or(line, |at| line[..at].trim_end())
}
