//! The line that a finding is about, found without counting lines again for each finding.

use std::cell::Cell;

use super::printable::printable;

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
    /// The line that was searched last for a private key, and whether it has one.
    searched: Cell<(usize, bool)>,
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
        Self { text, starts, last: Cell::default(), searched: Cell::default() }
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
        let line = self.line(number)?;
        if self.searched.get().0 != number {
            self.searched.set((number, line.contains("PRIVATE KEY")));
        }
        if self.searched.get().1 {
            return None;
        }
        let at = self.byte(line, number, column.saturating_sub(1));
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
