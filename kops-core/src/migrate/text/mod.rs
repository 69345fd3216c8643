//! Edits of YAML in place: what is not edited stays as it is, with its comments and its order.
//!
//! Each edit takes the tree that the text has now, and finds by its places what it changes. There are texts that it misunderstands, such as
//! those with keys behind `?`: the caller reads the text again and compares. A line remembers which line of the user's file it is.

mod block;
mod flow;

use std::sync::Arc;

use serde_json::{Value as Json, json};

use crate::diag::{Location, Position};
use crate::yaml::{Document, Entry, Node, Source, Value};

/// A step into a tree: the entry of a map, or of a list, by its index.
pub(super) type Steps = Vec<usize>;

/// A text that is edited.
#[derive(Clone, Debug)]
pub(super) struct Text {
    name: Arc<str>,
    lines: Vec<Line>,
}

#[derive(Clone, Debug)]
struct Line {
    text: String,
    /// What stands between it and the next line.
    end: &'static str,
    /// The line of the user's file, from 1; nothing for one that was added.
    origin: Option<u32>,
}

/// A place in a text: the index of its line, and the byte in the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    line: usize,
    byte: usize,
}

impl Text {
    pub(super) fn new(source: &Source) -> Self {
        let mut lines = Vec::new();
        let mut rest: &str = &source.text;
        for number in 1.. {
            let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
            let (text, behind) = rest.split_at(length);
            let end = ["\r\n", "\n", "\r"].into_iter().find(|end| behind.starts_with(end)).unwrap_or_default();
            lines.push(Line { text: text.to_owned(), end, origin: Some(number) });
            if end.is_empty() {
                break;
            }
            rest = &behind[end.len()..];
        }
        Self { name: source.name.clone(), lines }
    }

    pub(super) fn source(&self) -> Source {
        let mut text = String::new();
        for (index, line) in self.lines.iter().enumerate() {
            text.push_str(&line.text);
            if index + 1 < self.lines.len() {
                text.push_str(if line.end.is_empty() { self.line_end() } else { line.end });
            }
        }
        Source::new(self.name.clone(), text)
    }

    /// Where something stood in the user's file, or what is above it where it is new.
    pub(super) fn location(&self, at: Position) -> Location {
        let index = (at.line as usize).saturating_sub(1).min(self.lines.len().saturating_sub(1));
        let above = self.lines[..=index].iter().rev().find_map(|line| line.origin);
        Location { file: self.name.clone(), line: above.unwrap_or(1), column: at.column }
    }

    /// Removes an entry, and what is empty then above it, up to the object's own fields.
    pub(super) fn remove(&mut self, document: &Document, steps: &[usize]) {
        let Some((&last, above)) = steps.split_last() else { return };
        let Some(parent) = node(&document.root, above) else { return };
        match &parent.value {
            Value::Mapping(entries) if entries.len() == 1 && above.len() > 1 => self.remove(document, above),
            Value::Sequence(items) if items.len() == 1 => self.remove(document, above),
            Value::Mapping(entries) if self.is_flow(parent) => {
                self.remove_flow(&entries.iter().map(|entry| entry.at).collect::<Vec<_>>(), last);
            }
            Value::Sequence(items) if self.is_flow(parent) => {
                self.remove_flow(&items.iter().map(|item| item.at).collect::<Vec<_>>(), last);
            }
            Value::Mapping(entries) => {
                if let (1, Some(field)) = (entries.len(), entry(&document.root, above)) {
                    self.put_braces(field);
                }
                self.remove_block(entries, last);
            }
            Value::Sequence(items) => self.remove_item(&items[last]),
            _ => {}
        }
    }

    /// Gives an entry another key.
    pub(super) fn rename(&mut self, document: &Document, steps: &[usize], key: &str) {
        let Some(entry) = entry(&document.root, steps) else { return };
        let start = self.place(entry.at);
        let key = self.key_like(start, key);
        let end = self.end_of_key(start);
        self.lines[start.line].text.replace_range(start.byte..end.byte, &key);
    }

    /// Gives an entry another key and another value.
    pub(super) fn replace(&mut self, document: &Document, steps: &[usize], key: &str, value: &Json) {
        let Some((_, above)) = steps.split_last() else { return };
        let (Some(parent), Some(entry)) = (node(&document.root, above), entry(&document.root, steps)) else { return };
        match self.is_flow(parent) {
            true => self.replace_flow(entry, key, value),
            false => self.replace_block(entry, key, value),
        }
    }

    /// Adds a value at a path below a node, with the maps that are missing on the way.
    pub(super) fn insert(&mut self, document: &Document, path: &[String], value: &Json) {
        let (mut at, mut below) = (&document.root, path);
        let mut steps: Steps = Vec::new();
        while let (Value::Mapping(entries), Some((key, rest))) = (&at.value, below.split_first()) {
            let Some(position) = entries.iter().position(|entry| *entry.key == **key) else { break };
            steps.push(position);
            (at, below) = (&entries[position].value, rest);
        }
        let Some((key, rest)) = below.split_first() else { return };
        let nested = |keys: &[String]| keys.iter().rev().fold(value.clone(), |value, key| json!({ key: value }));
        match (&at.value, entry(&document.root, &steps)) {
            (Value::Mapping(entries), _) if !entries.is_empty() && self.is_flow(at) => {
                self.insert_flow(entries[0].at, key, &nested(rest));
            }
            (Value::Mapping(entries), _) if !entries.is_empty() => self.insert_block(entries, key, &nested(rest)),
            // A map that is empty, or nothing, is written anew.
            (_, Some(entry)) => self.replace(document, &steps, &entry.key, &nested(below)),
            (_, None) => {}
        }
    }

    /// Writes a key with quotes where the one at a place has them, as in JSON.
    fn key_like(&self, at: Place, key: &str) -> String {
        match self.rest(at).starts_with('"') {
            true => format!("\"{key}\""),
            false => key.to_owned(),
        }
    }

    fn end_of_key(&self, start: Place) -> Place {
        let key = self.rest(start);
        let length = match key.chars().next() {
            Some(quote @ ('"' | '\'')) => key[1..].find(quote).map_or(key.len(), |end| end + 2),
            _ => key.find(':').unwrap_or(key.len()),
        };
        Place { byte: start.byte + length, ..start }
    }

    /// Removes what is between two places.
    fn cut(&mut self, start: Place, end: Place) {
        if start > end {
            return;
        }
        let rest = self.rest(end).to_owned();
        let last = self.lines[end.line].end;
        let line = &mut self.lines[start.line];
        line.text.truncate(start.byte);
        line.text.push_str(&rest);
        line.end = last;
        self.lines.drain(start.line + 1..end.line + 1);
    }

    /// What stands in a line from a place on.
    fn rest(&self, at: Place) -> &str {
        self.lines.get(at.line).and_then(|line| line.text.get(at.byte..)).unwrap_or_default()
    }

    /// What stands in a line before a place.
    fn head(&self, at: Place) -> &str {
        self.lines.get(at.line).and_then(|line| line.text.get(..at.byte)).unwrap_or_default()
    }

    fn place(&self, at: Position) -> Place {
        let line = (at.line as usize).saturating_sub(1).min(self.lines.len().saturating_sub(1));
        let text = self.rest(Place { line, byte: 0 });
        let byte = text.char_indices().nth((at.column as usize).saturating_sub(1)).map_or(text.len(), |(byte, _)| byte);
        Place { line, byte }
    }

    fn line_end(&self) -> &'static str {
        self.lines.first().map(|line| line.end).filter(|end| !end.is_empty()).unwrap_or("\n")
    }
}

/// The node at the end of some steps.
pub(super) fn node<'a>(root: &'a Node, steps: &[usize]) -> Option<&'a Node> {
    steps.iter().try_fold(root, |node, step| match &node.value {
        Value::Mapping(entries) => entries.get(*step).map(|entry| &entry.value),
        Value::Sequence(items) => items.get(*step),
        _ => None,
    })
}

/// The entry of a map at the end of some steps.
pub(super) fn entry<'a>(root: &'a Node, steps: &[usize]) -> Option<&'a Entry> {
    let (last, above) = steps.split_last()?;
    match &node(root, above)?.value {
        Value::Mapping(entries) => entries.get(*last),
        _ => None,
    }
}
