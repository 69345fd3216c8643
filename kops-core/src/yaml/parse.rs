//! From the text of a file to its documents.

use std::borrow::Cow;

use saphyr_parser::{Marker, Parser};
use serde::de::IgnoredAny;

use super::broken::broken;
use super::document::Document;
use super::tree::Builder;
use crate::diag::Diagnostics;
use crate::diag::{Position, Source};

/// Reads every document of a file; empty documents are dropped.
///
/// Anchors, aliases and merge keys (`<<`) are written out, so that what follows sees plain trees.
///
/// # Errors
/// Text that is neither YAML nor JSON, and everything else of [`super::codes`]: all that were found.
pub fn parse(source: &Source) -> Result<Vec<Document>, Diagnostics> {
    let mut builder = Builder::new(source);
    'parts: for part in parts(&source.text) {
        for item in Parser::new_from_str(&join_surrogates(part.text)) {
            let flow = match item {
                Ok((event, span)) => builder.take(event, part.position(&span.start)),
                Err(error) => builder.stop(broken(source, error.info(), part.position(error.marker()))),
            };
            if flow.is_break() {
                break 'parts;
            }
        }
    }
    builder.finish()
}

/// A part of a text and what is before it.
struct Part<'a> {
    text: &'a str,
    /// The lines before it, and the characters before it in its first line.
    lines: usize,
    columns: usize,
}

impl Part<'_> {
    fn position(&self, marker: &Marker) -> Position {
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let columns = if marker.line() == 1 { self.columns } else { 0 };
        Position { line: small(marker.line() + self.lines), column: small(marker.col() + columns).saturating_add(1) }
    }
}

/// Takes JSON documents that follow each other apart: tools such as `kubectl` and `jq` write and read them so, YAML has no
/// word for them. Any other text is one part.
fn parts(text: &str) -> Vec<Part<'_>> {
    let whole = || vec![Part { text, lines: 0, columns: 0 }];
    if !text.trim_start().starts_with('{') {
        return whole();
    }
    let mut documents = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    let mut parts = Vec::new();
    let (mut start, mut lines, mut columns) = (0, 0, 0);
    while let Some(document) = documents.next() {
        if document.is_err() {
            return whole();
        }
        let part = &text[start..documents.byte_offset()];
        parts.push(Part { text: part, lines, columns });
        start = documents.byte_offset();
        lines += part.matches('\n').count();
        columns = match part.rsplit_once('\n') {
            Some((_, last)) => last.chars().count(),
            None => columns + part.chars().count(),
        };
    }
    if parts.len() > 1 { parts } else { whole() }
}

/// JSON writes what lies beyond 16 bits as two escapes, which YAML does not have. The columns after such a pair, on the
/// same line, come out two too small.
fn join_surrogates(text: &str) -> Cow<'_, str> {
    if !text.trim_start().starts_with(['{', '[']) || !text.contains("\\u") {
        return Cow::Borrowed(text);
    }
    let half = |at: usize| -> Option<u32> {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(digits, 16).ok()
    };
    let mut joined = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(found) = text[at..].find('\\').map(|n| at + n) {
        joined.push_str(&text[at..found]);
        match (half(found), half(found + 6)) {
            (Some(high @ 0xd800..0xdc00), Some(low @ 0xdc00..0xe000)) => {
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
    Cow::Owned(joined)
}

#[cfg(test)]
mod tests {
    use super::super::document::{Node, Value};
    use super::*;

    fn documents(text: &str) -> Vec<Document> {
        parse(&Source::new("f", text)).unwrap()
    }

    fn place(node: &Node) -> (u32, u32) {
        (node.at.line, node.at.column)
    }

    #[test]
    fn every_key_and_value_has_its_place() {
        let text = "# note\na: 1\nlist:\n- x\n-   ä: [yes, \"é: z\"]\ntext: |\n  line\n";
        let root = &documents(text)[0].root;
        assert_eq!(place(root), (2, 1));
        let list = root.entry("list").unwrap();
        assert_eq!((list.at.line, list.at.column), (3, 1));
        let Value::Sequence(items) = &list.value.value else { panic!("{list:?}") };
        assert_eq!(items.iter().map(place).collect::<Vec<_>>(), [(4, 3), (5, 5)]);
        let Some(Value::Sequence(flow)) = items[1].field("ä").map(|node| &node.value) else { panic!("{items:?}") };
        assert_eq!(flow.iter().map(place).collect::<Vec<_>>(), [(5, 9), (5, 14)]);
        assert_eq!(root.field("text").map(place), Some((7, 3)), "lines begin where their text does");
    }

    #[test]
    fn documents_are_split_and_empty_ones_dropped() {
        let found = documents("---\n# nothing\n---\na: 1\n...\n---\n- 1\n---\n");
        let places: Vec<_> = found.iter().map(|document| place(&document.root)).collect();
        assert_eq!(places, [(4, 1), (7, 1)]);
        assert_eq!(documents(""), []);
    }

    #[test]
    fn aliases_and_merge_keys_are_written_out() {
        let text = "\
base: &base {a: 1, b: &b [x]}
again: *base
merged: {<<: *base, a: 2}
several: {<<: [{c: 3}, *base], d: 4}
list: [*b, *b]
";
        let expected = serde_json::json!({
            "base": {"a": 1, "b": ["x"]},
            "again": {"a": 1, "b": ["x"]},
            "merged": {"a": 2, "b": ["x"]},
            "several": {"a": 1, "b": ["x"], "c": 3, "d": 4},
            "list": [["x"], ["x"]],
        });
        assert_eq!(documents(text)[0].root.to_json(), expected);
    }

    #[test]
    fn json_is_read_with_its_tabs_and_escapes() {
        let text = "{\n\t\"a\": \"\\u00e9 \\ud83d\\ude00 \\\\ud83d \\/\",\n\t\"b\": [1.5, -2, true, null]\n}";
        let expected: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(documents(text)[0].root.to_json(), expected);
    }

    #[test]
    fn json_documents_that_follow_each_other_are_read_with_their_places() {
        let found = documents("{\n \"a\": 1\n}{\"b\":\n 2} {\"ü\": 3}\n\n{\"d\": [4]}\n");
        let places = |key: &str| found.iter().find_map(|document| document.root.entry(key)).map(|entry| entry.at);
        assert_eq!(
            found.iter().map(|document| place(&document.root)).collect::<Vec<_>>(),
            [(1, 1), (3, 2), (4, 5), (6, 1)]
        );
        for (key, line, column) in [("a", 2, 2), ("b", 3, 3), ("ü", 4, 6), ("d", 6, 2)] {
            assert_eq!(places(key), Some(Position { line, column }), "{key}");
        }
        let twice = parse(&Source::new("f", "{\"a\": 1}\n {\"a\": 1, \"a\": 2}")).unwrap_err().to_string();
        assert!(twice.starts_with("f:2:11: error[text/"), "{twice}");
        assert!(parse(&Source::new("f", "{\"a\": 1} {\"b\": ")).is_err());
    }

    #[test]
    fn line_breaks_of_other_systems_are_read() {
        let root = &documents("\u{feff}a: 1\r\nb: 2\r\n")[0].root;
        assert_eq!(root.to_json(), serde_json::json!({"a": 1, "b": 2}));
        assert_eq!(root.entry("b").unwrap().at, Position { line: 2, column: 1 });
    }
}
