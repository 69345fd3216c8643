//! The line that a finding is about, found without counting lines again for each finding.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use super::printable::{HIDDEN, credentials, printable};

/// The most characters of a line that are shown: JSON may have all of an object in one line.
const WINDOW: usize = 120;
/// How many of them stand before the mark, where a line is longer.
const BEFORE: usize = 40;

/// A text and where its lines begin.
pub(super) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    /// The line, the column and the byte that were looked up last: findings come in the order of the text.
    last: Cell<(usize, usize, usize)>,
    /// The lines of private keys, counted from 1.
    keys: Vec<Range<usize>>,
    /// The line that was searched last for credentials, and how it is shown.
    searched: RefCell<(usize, Rc<Shown<'a>>)>,
}

/// A line with its credentials hidden.
#[derive(Default)]
struct Shown<'a> {
    line: Cow<'a, str>,
    /// The columns of the credentials, which count from 0.
    hidden: Vec<Range<usize>>,
}

/// What is shown of a line.
#[derive(Debug, PartialEq)]
pub(super) struct Excerpt {
    /// The line, or the part of it that is round the mark.
    pub(super) line: String,
    /// What stands before the mark in the line below.
    pub(super) before: String,
    /// The length of the mark.
    pub(super) length: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let mut starts: Vec<usize> = std::iter::once(0).chain(breaks).collect();
        if text.is_empty() || text.ends_with('\n') {
            starts.pop();
        }
        Self { text, starts, last: Cell::default(), keys: private_keys(text), searched: RefCell::default() }
    }

    /// The line of a number, which counts from 1, without its end.
    pub(super) fn line(&self, number: usize) -> Option<&'a str> {
        let index = number.checked_sub(1)?;
        let start = *self.starts.get(index)?;
        let line = self.text[start..].get(..self.starts.get(index + 1).map_or(self.text.len(), |end| *end) - start)?;
        let line = line.strip_suffix('\n').unwrap_or(line);
        Some(line.strip_suffix('\r').unwrap_or(line))
    }

    /// What is shown of a line about a place in it; lines and columns count from 1. Of a private key nothing is shown.
    pub(super) fn excerpt(&self, number: usize, column: usize) -> Option<Excerpt> {
        if self.keys.iter().any(|lines| lines.contains(&number)) {
            return None;
        }
        let shown = self.shown(number)?;
        let line = &*shown.line;
        let at = self.byte(line, number, shown.column(column.saturating_sub(1)));
        let (before, after) = line.split_at(at);
        let is_long = line.len() > WINDOW && line.chars().nth(WINDOW).is_some();
        let start = match is_long {
            true => before.char_indices().rev().nth(BEFORE - 1).map_or(0, |(start, _)| start),
            false => 0,
        };
        let before = &before[start..];
        let room = if is_long { WINDOW - before.chars().count() } else { WINDOW };
        let end = after.char_indices().nth(room).map_or(after.len(), |(end, _)| end);
        let (after, cut) = after.split_at(end);
        let (word, rest) = after.split_at(word_length(after));
        let (dots, more) = (if start > 0 { "…" } else { "" }, if cut.is_empty() { "" } else { "…" });
        let (shown_before, shown_word) = (with_tabs(before), with_tabs(word));
        let blank = |c| if c == '\t' { '\t' } else { ' ' };
        Some(Excerpt {
            before: dots.chars().chain(shown_before.chars()).map(blank).collect(),
            length: shown_word.chars().count().max(1),
            line: format!("{dots}{shown_before}{shown_word}{}{more}", with_tabs(rest)),
        })
    }

    /// A line as it is shown. It is searched before it is cut, because an address may be cut inside its password.
    fn shown(&self, number: usize) -> Option<Rc<Shown<'a>>> {
        let line = self.line(number)?;
        if self.searched.borrow().0 != number {
            *self.searched.borrow_mut() = (number, Rc::new(Shown::new(line)));
        }
        Some(self.searched.borrow().1.clone())
    }

    /// The byte of a line at which a column stands, which counts from 0.
    fn byte(&self, line: &str, number: usize, column: usize) -> usize {
        let (from_column, from_byte) = match self.last.get() {
            (last, from, byte) if last == number && from <= column => (from, byte),
            _ => (0, 0),
        };
        let found = line[from_byte..].char_indices().nth(column - from_column);
        let Some(byte) = found.map(|(at, _)| from_byte + at) else { return line.len() };
        self.last.set((number, column, byte));
        byte
    }
}

impl<'a> Shown<'a> {
    fn new(line: &'a str) -> Self {
        let found = credentials(line);
        let (mut text, mut end, mut columns) = (String::new(), 0, 0);
        let mut hidden = Vec::new();
        for range in found {
            let (before, secret) = (&line[end..range.start], &line[range.clone()]);
            columns += before.chars().count();
            let start = columns;
            columns += secret.chars().count();
            hidden.push(start..columns);
            text = text + before + HIDDEN;
            end = range.end;
        }
        let line = if hidden.is_empty() { Cow::Borrowed(line) } else { Cow::Owned(text + &line[end..]) };
        Self { line, hidden }
    }

    /// Where a column of the line is once the credentials are hidden.
    fn column(&self, column: usize) -> usize {
        let shorter = |range: &Range<usize>| match column {
            before if before < range.start => 0,
            inside if inside < range.end => inside - range.start,
            _ => range.len() - 1,
        };
        column - self.hidden.iter().map(shorter).sum::<usize>()
    }
}

/// The lines of each private key in PEM, from its first to its last, or to the end of the text where that is missing.
fn private_keys(text: &str) -> Vec<Range<usize>> {
    const LABEL: &str = "PRIVATE KEY";
    if !text.contains(LABEL) {
        return Vec::new();
    }
    let mut keys = Vec::new();
    let mut first = None;
    let mut lines = 0;
    for line in text.lines() {
        lines += 1;
        if line.contains(LABEL) {
            let start = *first.get_or_insert(lines);
            if line.contains("END") || !line.contains("BEGIN") {
                keys.push(start..lines + 1);
                first = None;
            }
        }
    }
    keys.extend(first.map(|start| start..lines + 1));
    keys
}

/// Tabs stay as they are, because they stand in the line of the mark, too.
fn with_tabs(text: &str) -> String {
    text.split('\t').map(printable).collect::<Vec<_>>().join("\t")
}

/// The number of bytes of the key or value that a text begins with.
fn word_length(text: &str) -> usize {
    if let Some(quote @ ('"' | '\'')) = text.chars().next()
        && let Some(end) = text[1..].find(quote)
    {
        return end + 2;
    }
    let brackets = if text.starts_with(['[', '{']) { "" } else { "[]{}" };
    let ends = [": ", " #", ", "].iter().filter_map(|end| text.find(end));
    let end = ends.chain(text.find(|c| brackets.contains(c))).min().unwrap_or(text.len());
    text[..end].trim_end().trim_end_matches([':', ',']).len()
}
