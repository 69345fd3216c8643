//! Edits of YAML in place: what is not edited stays as it is, with its comments and its order.
//!
//! Each edit takes the tree that the text has now. A line remembers which line of the user's file it is.

use std::ops::Range;
use std::sync::Arc;

use serde_json::{Map, json};

use crate::diag::{Location, Position};
use crate::yaml::{Document, Entry, Node, Source, Value, to_yaml};

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
    /// The line of the user's file, from 1; nothing for one that was added.
    origin: Option<u32>,
}

impl Text {
    pub(super) fn new(source: &Source) -> Self {
        let text = with_line_feeds(&source.text);
        let lines = text.split('\n').zip(1..).map(|(text, line)| Line { text: text.to_owned(), origin: Some(line) });
        Self { name: source.name.clone(), lines: lines.collect() }
    }

    pub(super) fn source(&self) -> Source {
        let lines: Vec<&str> = self.lines.iter().map(|line| line.text.as_str()).collect();
        Source::new(self.name.clone(), lines.join("\n"))
    }

    /// Where something stood in the user's file, or what is above it where it is new.
    pub(super) fn location(&self, at: Position) -> Location {
        let index = (at.line as usize).saturating_sub(1).min(self.lines.len().saturating_sub(1));
        let above = self.lines[..=index].iter().rev().find_map(|line| line.origin);
        Location { file: self.name.clone(), line: above.unwrap_or(1), column: at.column }
    }

    /// Removes an entry, and what is empty then above it, up to the object's own fields.
    pub(super) fn remove(&mut self, document: &Document, steps: &[usize]) {
        let Some((last, above)) = steps.split_last() else { return };
        let Some(parent) = node(&document.root, above) else { return };
        match &parent.value {
            Value::Mapping(entries) if entries.len() == 1 && above.len() > 1 => self.remove(document, above),
            Value::Sequence(items) if items.len() == 1 => self.remove(document, above),
            Value::Mapping(entries) if self.is_flow(parent) => {
                let places: Vec<Position> = entries.iter().map(|entry| entry.at).collect();
                let end = self.end_of_flow(entries[*last].value.at, &entries[*last].value);
                self.remove_flow(&places, *last, end);
            }
            Value::Sequence(items) if self.is_flow(parent) => {
                let places: Vec<Position> = items.iter().map(|item| item.at).collect();
                let end = self.end_of_flow(items[*last].at, &items[*last]);
                self.remove_flow(&places, *last, end);
            }
            Value::Mapping(entries) => self.remove_block(entries, *last),
            Value::Sequence(items) => {
                let start = index(items[*last].at);
                let dash = self.lines[start].text.find('-').unwrap_or(0);
                let end = self.end_of_block(start, dash, &items[*last]);
                self.lines.drain(start..end);
            }
            _ => {}
        }
    }

    fn remove_block(&mut self, entries: &[Entry], at: usize) {
        let entry = &entries[at];
        let extent = self.extent(entry);
        let column = self.byte(entry.at);
        let head = self.lines[extent.start].text[..column].to_owned();
        match entries.get(at + 1) {
            // The first field of a list's entry stands behind the dash, where the second takes its place.
            Some(next) if !head.trim().is_empty() => {
                let line = index(next.at);
                let rest = self.lines[line].text[self.byte(next.at)..].to_owned();
                self.lines[line].text = head + &rest;
                self.lines.drain(extent);
            }
            None if !head.trim().is_empty() => {
                self.lines[extent.start].text = head + "{}";
                self.lines.drain(extent.start + 1..extent.end);
            }
            _ => drop(self.lines.drain(extent)),
        }
    }

    /// Removes an entry of braces or brackets with the comma before or after it.
    fn remove_flow(&mut self, places: &[Position], at: usize, end: (usize, usize)) {
        let start = (index(places[at]), self.byte(places[at]));
        let next = places.get(at + 1).map(|next| (index(*next), self.byte(*next)));
        match next {
            Some(next) => self.cut(start, next),
            None => {
                let before = self.lines[start.0].text[..start.1].trim_end().trim_end_matches(',').len();
                self.cut((start.0, before), end);
            }
        }
    }

    /// Gives an entry another key.
    pub(super) fn rename(&mut self, document: &Document, steps: &[usize], key: &str) {
        let Some(entry) = entry(&document.root, steps) else { return };
        let (line, start) = (index(entry.at), self.byte(entry.at));
        let end = start + self.key_length(line, start);
        let quoted = self.lines[line].text[start..].starts_with('"');
        let key = if quoted { format!("\"{key}\"") } else { key.to_owned() };
        self.lines[line].text.replace_range(start..end, &key);
    }

    /// Gives an entry another key and another value.
    pub(super) fn replace(&mut self, document: &Document, steps: &[usize], key: &str, value: &serde_json::Value) {
        let Some((_, above)) = steps.split_last() else { return };
        let (Some(parent), Some(entry)) = (node(&document.root, above), entry(&document.root, steps)) else { return };
        let is_flow = self.is_flow(parent);
        let (line, start) = (index(entry.at), self.byte(entry.at));
        if is_flow {
            let written = value.to_string();
            let end = self.end_of_flow(entry.value.at, &entry.value);
            let key =
                if self.lines[line].text[start..].starts_with('"') { format!("\"{key}\"") } else { key.to_owned() };
            let rest = self.lines[end.0].text[end.1..].to_owned();
            self.lines[line].text.replace_range(start.., &format!("{key}: {written}{rest}"));
            self.lines.drain(line + 1..end.0 + 1);
        } else {
            let extent = self.extent(entry);
            let comment = self.comment_after(entry, &extent);
            let head = self.lines[line].text[..start].to_owned();
            let mut lines = self.block(&json!({ key: value }), start);
            lines[0] = Line {
                text: format!("{head}{}{comment}", lines[0].text.trim_start()),
                origin: self.lines[line].origin,
            };
            self.lines.splice(extent, lines);
        }
    }

    /// Adds a value at a path below a node, with the maps that are missing on the way.
    pub(super) fn insert(&mut self, document: &Document, path: &[&str], value: &serde_json::Value) {
        let (mut at, mut depth) = (&document.root, 0);
        let mut steps: Steps = Vec::new();
        while let Value::Mapping(entries) = &at.value {
            let Some(position) = path.get(depth).and_then(|key| entries.iter().position(|entry| *entry.key == **key))
            else {
                break;
            };
            steps.push(position);
            (at, depth) = (&entries[position].value, depth + 1);
        }
        let Some((key, below)) = path[depth..].split_first() else { return };
        let nested = |keys: &[&str]| keys.iter().rev().fold(value.clone(), |value, key| json!({ *key: value }));
        match &at.value {
            Value::Mapping(entries) if !entries.is_empty() => {
                if self.is_flow(at) {
                    let (line, start) = (index(at.at), self.byte(at.at) + 1);
                    let key = if self.lines[line].text[start..].trim_start().starts_with('"') {
                        format!("\"{key}\"")
                    } else {
                        (*key).to_owned()
                    };
                    self.lines[line].text.insert_str(start, &format!("{key}: {}, ", nested(below)));
                } else {
                    let value = serde_json::Value::Object(Map::from_iter([((*key).to_owned(), nested(below))]));
                    self.insert_block(entries, key, &value);
                }
            }
            // A map that is empty, or nothing, is written anew.
            _ => {
                let Some(entry) = entry(&document.root, &steps) else { return };
                let (extent, column) = (self.extent(entry), self.byte(entry.at));
                let head = self.lines[extent.start].text[..column].to_owned();
                let value =
                    serde_json::Value::Object(Map::from_iter([(entry.key.to_string(), nested(&path[depth..]))]));
                let lines = self.block(&value, column);
                self.lines.splice(extent.start..extent.end, lines);
                self.lines[extent.start].text.replace_range(..column, &head);
            }
        }
    }

    /// Adds an entry to a map in block style: by the alphabet where it is in that order, else at its end.
    fn insert_block(&mut self, entries: &[Entry], key: &str, value: &serde_json::Value) {
        let column = self.byte(entries[0].at);
        let is_sorted = entries.windows(2).all(|pair| pair[0].key <= pair[1].key);
        let behind = entries.iter().position(|entry| is_sorted && *entry.key > *key);
        let lines = self.block(value, column);
        let line = match behind {
            // Behind a dash nothing can be put before the first field.
            Some(0) if !self.lines[index(entries[0].at)].text[..column].trim().is_empty() => {
                self.extent(&entries[0]).end
            }
            Some(position) => {
                let first = index(entries[position].at);
                let comments =
                    self.lines[..first].iter().rev().take_while(|line| line.text.trim_start().starts_with('#'));
                first - comments.count()
            }
            None => entries.last().map_or(0, |last| self.extent(last).end),
        };
        self.lines.splice(line..line, lines);
    }

    fn block(&self, value: &serde_json::Value, column: usize) -> Vec<Line> {
        let text = to_yaml(value);
        let indented = text.trim_end().lines().map(|line| format!("{:column$}{line}", ""));
        indented.map(|text| Line { text, origin: None }).collect()
    }

    /// The lines of an entry of a map in block style.
    fn extent(&self, entry: &Entry) -> Range<usize> {
        let start = index(entry.at);
        start..self.end_of_block(start, self.byte(entry.at), &entry.value)
    }

    /// The line after what begins in a line at a column, and is indented further. A list may stand at the same column as its key.
    fn end_of_block(&self, start: usize, column: usize, value: &Node) -> usize {
        let is_list = matches!(value.value, Value::Sequence(_)) && !self.is_flow(value) && index(value.at) > start;
        let mut end = start + 1;
        if self.is_flow(value) {
            end = end.max(self.end_of_flow(value.at, value).0 + 1);
        }
        for (line, text) in self.lines.iter().enumerate().skip(end).map(|(line, at)| (line, at.text.as_str())) {
            let trimmed = text.trim_start();
            let indent = text.len() - trimmed.len();
            if trimmed.trim_end().is_empty() {
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

    /// True for a map in braces or a list in brackets.
    fn is_flow(&self, node: &Node) -> bool {
        let line = self.lines.get(index(node.at)).map_or("", |line| line.text.as_str());
        let open = line.get(self.byte(node.at)..).and_then(|rest| rest.chars().next());
        match &node.value {
            Value::Mapping(_) => open == Some('{'),
            Value::Sequence(_) => open == Some('['),
            _ => false,
        }
    }

    /// Where a value in braces or brackets, or one inside of them, ends: the line and the byte after it.
    fn end_of_flow(&self, at: Position, value: &Node) -> (usize, usize) {
        let is_open = self.is_flow(value);
        let (mut depth, mut quote) = (0_usize, None);
        for line in index(at)..self.lines.len() {
            let from = if line == index(at) { self.byte(at) } else { 0 };
            let text = &self.lines[line].text;
            let mut escaped = false;
            for (offset, c) in text[from..].char_indices() {
                let end = from + offset;
                if let Some(open) = quote {
                    if c == open && !escaped {
                        quote = None;
                        if depth == 0 {
                            return (line, end + 1);
                        }
                    }
                    escaped = open == '"' && c == '\\' && !escaped;
                    continue;
                }
                match c {
                    '"' | '\'' => quote = Some(c),
                    '{' | '[' => depth += 1,
                    '}' | ']' if depth == 0 => return (line, from + text[from..end].trim_end().len()),
                    '}' | ']' => {
                        depth -= 1;
                        if depth == 0 && is_open {
                            return (line, end + 1);
                        }
                    }
                    ',' if depth == 0 => return (line, end),
                    _ => {}
                }
            }
            if depth == 0 && quote.is_none() {
                return (line, text.trim_end().len());
            }
        }
        (self.lines.len() - 1, self.lines.last().map_or(0, |line| line.text.len()))
    }

    /// The comment behind a value on one line, with the space before it.
    fn comment_after(&self, entry: &Entry, extent: &Range<usize>) -> String {
        let text = &self.lines[extent.start].text;
        let is_scalar = !matches!(entry.value.value, Value::Mapping(_) | Value::Sequence(_)) && extent.len() == 1;
        let quoted = text[self.byte(entry.at)..].contains(['"', '\'']);
        match text.find(" #").filter(|_| is_scalar && !quoted) {
            Some(comment) => text[comment..].to_owned(),
            None => String::new(),
        }
    }

    fn key_length(&self, line: usize, start: usize) -> usize {
        let rest = &self.lines[line].text[start..];
        match rest.chars().next() {
            Some(quote @ ('"' | '\'')) => rest[1..].find(quote).map_or(rest.len(), |end| end + 2),
            _ => rest.find(':').unwrap_or(rest.len()),
        }
    }

    /// Removes what is between two places.
    fn cut(&mut self, start: (usize, usize), end: (usize, usize)) {
        let rest = self.lines[end.0].text[end.1..].to_owned();
        self.lines[start.0].text.truncate(start.1);
        self.lines[start.0].text.push_str(&rest);
        self.lines.drain(start.0 + 1..end.0 + 1);
    }

    /// The byte of a position in its line.
    fn byte(&self, at: Position) -> usize {
        let text = self.lines.get(index(at)).map_or("", |line| line.text.as_str());
        text.char_indices().nth(at.column as usize - 1).map_or(text.len(), |(byte, _)| byte)
    }
}

/// A text with a line feed in place of a carriage return alone, which ends a line of YAML too.
fn with_line_feeds(text: &str) -> String {
    text.split("\r\n").map(|part| part.replace('\r', "\n")).collect::<Vec<_>>().join("\r\n")
}

fn index(at: Position) -> usize {
    at.line as usize - 1
}

/// The node at the end of some steps.
fn node<'a>(root: &'a Node, steps: &[usize]) -> Option<&'a Node> {
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
