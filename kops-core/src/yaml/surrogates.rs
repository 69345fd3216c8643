//! Pairs of escapes by which JSON writes a character beyond 16 bits, and which YAML does not have.

use std::borrow::Cow;

/// How many columns a pair is longer than the escape that YAML has instead.
const SHORTER: usize = "\\ud83d\\ude00".len() - "\\U0001F600".len();

/// A text with one escape for each pair.
pub(super) struct Joined<'a> {
    pub(super) text: Cow<'a, str>,
    /// The line, from 1, and the column, from 0, of each escape that was a pair.
    pairs: Vec<(usize, usize)>,
}

impl Joined<'_> {
    /// The column of the text as it was.
    pub(super) fn column(&self, line: usize, column: usize) -> usize {
        let before = |column| self.pairs.partition_point(|pair| *pair < (line, column));
        column + SHORTER * (before(column) - before(0))
    }
}

/// Joins the pairs of a text that may be JSON.
pub(super) fn join(text: &str) -> Joined<'_> {
    let mut pairs = Vec::new();
    if !text.trim_start().starts_with(['{', '[']) || !text.contains("\\u") {
        return Joined { text: Cow::Borrowed(text), pairs };
    }
    let half = |at: usize| -> Option<u32> {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(digits, 16).ok()
    };
    let mut joined = String::with_capacity(text.len());
    let (mut at, mut end, mut place) = (0, 0, (1, 0));
    while let Some(found) = text[at..].find('\\').map(|n| at + n) {
        joined.push_str(&text[at..found]);
        match (half(found), half(found + 6)) {
            (Some(high @ 0xd800..0xdc00), Some(low @ 0xdc00..0xe000)) => {
                place = after(place, &joined[end..]);
                end = joined.len();
                pairs.push(place);
                let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                joined.push_str(&format!("\\U{code:08X}"));
                at = found + 12;
            }
            _ => {
                // The character after a backslash belongs to it, also where it is a backslash.
                let length = text[found + 1..].chars().next().map_or(0, char::len_utf8);
                joined.push_str(&text[found..found + 1 + length]);
                at = found + 1 + length;
            }
        }
    }
    joined.push_str(&text[at..]);
    Joined { text: Cow::Owned(joined), pairs }
}

/// The line and column at the end of a text that begins at others.
pub(super) fn after((line, column): (usize, usize), text: &str) -> (usize, usize) {
    let breaks = text.matches('\n').count() + text.replace("\r\n", "").matches('\r').count();
    match text.rsplit(['\n', '\r']).next() {
        Some(last) if breaks > 0 => (line + breaks, last.chars().count()),
        _ => (line, column + text.chars().count()),
    }
}
